//! A site in a folder of its own, built by the real command.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use tempfile::TempDir;

use super::harness;

/// A build that takes longer hangs: for a debug build on a busy machine.
const PATIENCE: Duration = Duration::from_secs(150);
/// Names a binary that is tried instead of the one that was built for the tests: the one that is used, for what it takes.
const BINARY: &str = "ICSI_BINARY";
/// The time that a build of a hostile site may take there.
const LIMIT: Duration = Duration::from_secs(2);

pub struct Site {
    folder: TempDir,
}

pub struct Built {
    pub code: Option<i32>,
    /// One JSON object a line.
    pub diagnostics: Vec<serde_json::Value>,
    pub said: String,
    pub outputs: BTreeMap<String, Vec<u8>>,
}

impl Built {
    pub fn rules(&self) -> Vec<&str> {
        let mut rules: Vec<&str> = self.diagnostics.iter().filter_map(|d| d["rule"].as_str()).collect();
        rules.sort_unstable();
        rules.dedup();
        rules
    }

    pub fn text(&self, path: &str) -> &str {
        let bytes = self.outputs.get(path).unwrap_or_else(|| panic!("no {path} in {:?}", self.outputs.keys()));
        std::str::from_utf8(bytes).unwrap()
    }
}

impl Site {
    /// The harness's schema with the repository's theme.
    pub fn new() -> Site {
        let site = Site { folder: tempfile::tempdir().unwrap() };
        site.write("site.toml", harness::SITE.replace("\"plain\"", "\"intermarium\""));
        site.write("content/places.toml", "[pl]\ntitle = { en = \"Poland\", uk = \"Польща\" }\n");
        copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("themes"), &site.root().join("themes"));
        site
    }

    pub fn root(&self) -> PathBuf {
        self.folder.path().join("site")
    }

    pub fn write(&self, path: &str, content: impl AsRef<[u8]>) -> &Self {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
        self
    }

    /// An entry in English.
    pub fn entry(&self, id: &str, front_matter: &str, body: &str) -> &Self {
        self.write(&format!("content/things/{id}.en.md"), format!("+++\n{front_matter}\n+++\n{body}\n"))
    }

    pub fn build(&self) -> Built {
        let out = self.folder.path().join("out");
        let log = self.folder.path().join("log");
        let other = std::env::var_os(BINARY);
        let worked = work_of_children();
        let mut child = Command::new(other.as_deref().unwrap_or(env!("CARGO_BIN_EXE_icsi").as_ref()))
            .args(["build", "--format", "json", "--no-sync", "--root"])
            .arg(self.root())
            .arg("--out")
            .arg(&out)
            .stdin(Stdio::null())
            .stdout(fs::File::create(&log).unwrap())
            .stderr(fs::File::create(self.folder.path().join("said")).unwrap())
            .spawn()
            .unwrap();
        let start = Instant::now();
        let status = loop {
            if let Some(status) = child.try_wait().unwrap() {
                break status;
            }
            if start.elapsed() > PATIENCE {
                child.kill().unwrap();
                panic!("the build hangs");
            }
            std::thread::sleep(Duration::from_millis(5));
        };
        let took = start.elapsed();
        if other.is_some() {
            // On a busy machine, it is the work that counts; with several tests at once, the time.
            let work = work_of_children().saturating_sub(worked);
            assert!(took.min(work) <= LIMIT, "{took:?}, {work:?} of them at work");
            println!("{:.2} s, {:.2} s at work", took.as_secs_f64(), work.as_secs_f64());
        }
        let diagnostics = fs::read_to_string(&log).unwrap().lines().map(|l| serde_json::from_str(l).unwrap()).collect();
        let said = fs::read_to_string(self.folder.path().join("said")).unwrap();
        let mut outputs = BTreeMap::new();
        if out.exists() {
            gather(&out, &out, &mut outputs);
        }
        Built { code: status.code(), diagnostics, said, outputs }
    }
}

/// The time that ended children of this process were at work, in the system's ticks of 10 ms.
fn work_of_children() -> Duration {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    let ticks: u64 = after_name.split_whitespace().skip(13).take(2).filter_map(|n| n.parse::<u64>().ok()).sum();
    Duration::from_millis(ticks * 10)
}

fn gather(root: &Path, folder: &Path, outputs: &mut BTreeMap<String, Vec<u8>>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            gather(root, &path, outputs);
        } else {
            outputs.insert(path.strip_prefix(root).unwrap().to_str().unwrap().to_owned(), fs::read(&path).unwrap());
        }
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::write(target, fs::read(entry.path()).unwrap()).unwrap();
        }
    }
}

/// A text as a TOML value.
pub fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
