//! Files that `icsi init` adds for whoever keeps the site in a repository: git's list of ignored files, a README, the
//! forge's workflow and the licence of the texts.
//!
//! The workflows are this repository's own, so that what is tried on one is tried on all. Only the script that gets the
//! program differs: here it builds these very sources, elsewhere it fetches or builds the version that it names.

use super::args::{Forge, Init, Licence};
use crate::{message, message::Message, messages::MessageLanguage};

/// A file of the new site.
pub(super) struct RepositoryFile {
    /// With forward slashes, below the site's folder.
    pub path: &'static str,
    pub text: String,
    pub executable: bool,
}

/// The sources that this program was built from, when whoever built it said so: the repository's address, and a commit
/// of it.
const REPOSITORY: Option<&str> = option_env!("ICSI_REPOSITORY");
const COMMIT: Option<&str> = option_env!("ICSI_COMMIT");

/// The script that gets the program, in a new site.
pub(super) const GET_ICSI: &str = ".ci/get-icsi";

/// Whether the workflows of a new site know where the program comes from.
pub(super) fn knows_its_repository() -> bool {
    REPOSITORY.is_some() && COMMIT.is_some()
}

/// In the language of whoever makes the site: what people read of it.
pub(super) fn files(options: &Init, language: MessageLanguage) -> Vec<RepositoryFile> {
    let plain = |path, text: &str| RepositoryFile { path, text: text.to_owned(), executable: false };
    let mut readme = match language {
        MessageLanguage::English => include_str!("repository/README.md"),
        MessageLanguage::Ukrainian => include_str!("repository/README.uk.md"),
    }
    .to_owned();
    let mut add = |paragraph: Message| readme.push_str(&format!("\n{}\n", paragraph.text(language)));
    let mut files = vec![plain(".gitignore", include_str!("repository/gitignore"))];
    if let Some(licence) = options.licence {
        let (name, text) = match licence {
            Licence::CcBy4 => ("CC BY 4.0", cc_by()),
            Licence::Cc0 => ("CC0 1.0", include_str!("repository/CC0-1.0")),
        };
        add(message!("starter-licence", licence = format!("[{name}](LICENSE)")));
        files.push(plain("LICENSE", text));
    }
    if let Some(forge) = options.forge {
        let workflow = match forge {
            Forge::Github => plain(".github/workflows/site.yml", include_str!("../../.github/workflows/site.yml")),
            Forge::Forgejo => plain(".forgejo/workflows/site.yml", include_str!("../../.forgejo/workflows/site.yml")),
            Forge::Gitlab => plain(".gitlab-ci.yml", include_str!("../../.gitlab/site.yml")),
        };
        add(message!("starter-workflow", file = workflow.path));
        files.push(workflow);
        files.push(RepositoryFile { path: GET_ICSI, text: get_icsi(), executable: true });
    }
    files.push(RepositoryFile { path: "README.md", text: readme, executable: false });
    files
}

/// The licence without what this repository says before it.
fn cc_by() -> &'static str {
    const TITLE: &str = "Creative Commons Attribution 4.0 International\n\n";
    let text = include_str!("../../LICENSE-CONTENT");
    text.find(TITLE).and_then(|at| text.get(at..)).unwrap_or(text)
}

fn get_icsi() -> String {
    include_str!("repository/get-icsi")
        .replacen("repository=\"\"", &format!("repository=\"{}\"", REPOSITORY.unwrap_or_default()), 1)
        .replacen("commit=\"\"", &format!("commit=\"{}\"", COMMIT.unwrap_or_default()), 1)
}
