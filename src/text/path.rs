//! Relative paths with forward slashes, as sources and outputs have them.

/// Whether a path lies in a folder, directly or deeper. The folder has no slash at its end and is not below itself.
pub(crate) fn is_below(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
}

/// The file that `path` means when it is written in the file `from`. `None` when it leads above the first folder, or
/// begins with a slash.
pub(crate) fn join(from: &str, path: &str) -> Option<String> {
    if path.starts_with('/') {
        return None;
    }
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_holds_what_is_below_it() {
        assert!(is_below("a/b/c", "a"));
        assert!(is_below("a/b", "a"));
        assert!(!is_below("a", "a"));
        assert!(!is_below("ab/c", "a"));
    }

    #[test]
    fn paths_are_joined_as_a_browser_would() {
        assert_eq!(join("a/b.css", "c.png").as_deref(), Some("a/c.png"));
        assert_eq!(join("a/b.css", "./../c//d.png").as_deref(), Some("c/d.png"));
        assert_eq!(join("b.css", "c.png").as_deref(), Some("c.png"));
        assert_eq!(join("b.css", "../c.png"), None);
        assert_eq!(join("a/b.css", "/c.png"), None);
    }
}
