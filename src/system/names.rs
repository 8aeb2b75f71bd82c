//! Names that Windows has for itself. Sites are moved between systems, so the other systems ask too.

/// Whether Windows takes a name for a device, whatever follows a point in it.
fn is_device(name: &str) -> bool {
    const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "conin$", "conout$"];
    let stem = name.split('.').next().unwrap_or_default().trim_end();
    let port =
        stem.split_at_checked(3).filter(|(kind, _)| ["com", "lpt"].iter().any(|one| kind.eq_ignore_ascii_case(one)));
    let mut digits = port.map_or("", |(_, digits)| digits).chars();
    let is_port = matches!((digits.next(), digits.next()), (Some('0'..='9' | '¹' | '²' | '³'), None));
    is_port || DEVICES.iter().any(|device| stem.eq_ignore_ascii_case(device))
}

/// Whether a part of a path is a name here, and leads nowhere else. On Windows, `\` and `C:` do.
pub(crate) fn is_one_name(part: &str) -> bool {
    !cfg!(windows) || may_be_named(part)
}

/// Whether a file can have a name on Windows, and every program there finds it by that.
pub(crate) fn may_be_named(name: &str) -> bool {
    let is_reserved = |c: char| c < ' ' || matches!(c, '<' | '>' | ':' | '"' | '|' | '?' | '*' | '\\' | '/');
    !name.is_empty() && !name.contains(is_reserved) && !name.ends_with(['.', ' ']) && !is_device(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn devices_are_known_whatever_follows_them() {
        for name in ["con", "Aux", "nul.en.md", "COM1", "com¹.txt", "lpt9", "nul .md", "conin$"] {
            assert!(is_device(name) && !may_be_named(name), "{name}");
        }
        for name in ["console", "com", "com10", "auxiliary.md", "lpt", "comet", ".con"] {
            assert!(!is_device(name) && may_be_named(name), "{name}");
        }
    }

    #[test]
    fn names_that_windows_cannot_have_or_changes_are_refused() {
        for name in ["", "a:b", "a\\b", "what?", "a.", "a ", "x<y", "tab\t", "star*", "pipe|"] {
            assert!(!may_be_named(name), "{name:?}");
        }
        for name in ["index.html", ".icsi", "ціна.md", "a b.txt", "a'b&c.pdf"] {
            assert!(may_be_named(name), "{name:?}");
        }
    }
}
