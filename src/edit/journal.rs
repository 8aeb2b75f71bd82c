//! The list of what an edit of many files still has to do, as it stands on the disk.
//!
//! A line for each task, its parts separated by tabs. A journal may come with a stranger's site: what it can do is no more
//! than what [`super::write`] lets any edit do, below the site's folder.

use super::{Purpose, write::Sum};

const FIRST_LINE: &str = "icsi-edit 1";
const NOTHING: &str = "-";

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Journal {
    pub purpose: Purpose,
    pub tasks: Vec<Task>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Task {
    /// Puts the staged text of this number in the place of a file that says `before`, or of none.
    Put {
        number: usize,
        sum: Sum,
        before: Option<Sum>,
        path: String,
    },
    Remove {
        before: Sum,
        path: String,
    },
    Move {
        from: String,
        to: String,
    },
    RemoveFolder {
        path: String,
    },
}

impl Journal {
    pub(super) fn to_text(&self) -> String {
        let purpose: Vec<String> =
            self.purpose.parts().iter().map(|part| part.replace(['\t', '\n', '\r'], " ")).collect();
        let mut text = format!("{FIRST_LINE}\nwhat\t{}\n", purpose.join("\t"));
        for task in &self.tasks {
            text.push_str(&match task {
                Task::Put { number, sum, before, path } => {
                    let before = before.as_ref().map_or(NOTHING, |before| before.0.as_str());
                    format!("put\t{number}\t{}\t{before}\t{path}\n", sum.0)
                }
                Task::Remove { before, path } => format!("remove\t{}\t{path}\n", before.0),
                Task::Move { from, to } => format!("move\t{from}\t{to}\n"),
                Task::RemoveFolder { path } => format!("remove-folder\t{path}\n"),
            });
        }
        text
    }

    /// `None` for a text that no journal is.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut lines = text.lines();
        if lines.next()? != FIRST_LINE {
            return None;
        }
        let purpose: Vec<&str> = lines.next()?.strip_prefix("what\t")?.split('\t').collect();
        let tasks: Option<Vec<Task>> = lines.map(task).collect();
        Some(Self { purpose: Purpose::of_parts(&purpose), tasks: tasks? })
    }
}

fn task(line: &str) -> Option<Task> {
    let parts: Vec<&str> = line.split('\t').collect();
    let sum = |written: &str| Sum(written.to_owned());
    Some(match parts.as_slice() {
        ["put", number, new, before, path] => Task::Put {
            number: number.parse().ok()?,
            sum: sum(new),
            before: (*before != NOTHING).then(|| sum(before)),
            path: (*path).to_owned(),
        },
        ["remove", before, path] => Task::Remove { before: sum(before), path: (*path).to_owned() },
        ["move", from, to] => Task::Move { from: (*from).to_owned(), to: (*to).to_owned() },
        ["remove-folder", path] => Task::RemoveFolder { path: (*path).to_owned() },
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_journal_reads_as_it_was_written() {
        let journal = Journal {
            purpose: Purpose::Rename { from: "clusters/uca".to_owned(), to: "clusters/alliance".to_owned() },
            tasks: vec![
                Task::Move { from: "content/a".to_owned(), to: "content/b".to_owned() },
                Task::Put { number: 3, sum: Sum::of(b"x"), before: None, path: "content/b.en.md".to_owned() },
                Task::Put { number: 4, sum: Sum::of(b"y"), before: Some(Sum::of(b"x")), path: "c".to_owned() },
                Task::Remove { before: Sum::of(b"z"), path: "content/a.en.md".to_owned() },
                Task::RemoveFolder { path: "content/a".to_owned() },
            ],
        };
        assert_eq!(Journal::parse(&journal.to_text()).as_ref(), Some(&journal));
    }

    #[test]
    fn every_purpose_reads_as_it_was_written() {
        let path = || "clusters/uca".to_owned();
        for purpose in [
            Purpose::Add(path()),
            Purpose::Addresses,
            Purpose::Import,
            Purpose::Remove(path()),
            Purpose::Rename { from: path(), to: "clusters/alliance".to_owned() },
            Purpose::Restore(path()),
            Purpose::Save(path()),
            Purpose::Stamp,
            Purpose::Undo,
            Purpose::Other("renaming clusters/uca".to_owned()),
        ] {
            let journal = Journal { purpose, tasks: Vec::new() };
            assert_eq!(Journal::parse(&journal.to_text()).as_ref(), Some(&journal));
        }
    }

    #[test]
    fn other_texts_are_no_journal() {
        for text in ["", "icsi-edit 2\nwhat\tx\n", "icsi-edit 1\n", "icsi-edit 1\nwhat\tx\nput\tx\ta\tb\tc\n"] {
            assert_eq!(Journal::parse(text), None, "{text}");
        }
    }
}
