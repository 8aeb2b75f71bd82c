//! Adds, removes and moves rows of tables and chosen values in a form, before anything is saved. The buttons work without
//! script: the form comes back with everything where it belongs.

use super::{form::Form, inputs::ROWS};

/// Whether a button's value is one of these, or only asks for the form to come back with what was typed.
pub(super) fn is_of_rows(act: &str) -> bool {
    act == "again" || act.contains(':')
}

/// The form after a button such as `add:en.figures`, `up:en.figures:2` or `up:en.parties:uca` was pressed.
pub(super) fn changed(form: &Form, act: &str) -> Form {
    let mut form = form.clone();
    let mut parts = act.splitn(3, ':');
    let (Some(what), Some(name)) = (parts.next(), parts.next()) else { return form };
    let rows = format!("{name}{ROWS}");
    let list = if what == "add" || form.find(&rows).is_some() { rows } else { name.to_owned() };
    let mut keys: Vec<String> = form.all(&list).map(str::to_owned).collect();
    let at = parts.next().and_then(|key| keys.iter().position(|known| known == key));
    match (what, at) {
        ("add", _) => {
            let is_new = |key: &String| !keys.contains(key);
            let mut names = (0..).map(|number| format!("n{number}"));
            keys.extend(names.find(is_new));
        }
        ("up", Some(at)) if at > 0 => keys.swap(at - 1, at),
        ("down", Some(at)) if at + 1 < keys.len() => keys.swap(at, at + 1),
        ("remove", Some(at)) => drop(keys.remove(at)),
        _ => {}
    }
    form.replace(&list, keys);
    form
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_come_go_and_move() {
        let form = Form::from_pairs([("t.rows", "0"), ("t.rows", "1"), ("t.0.a", "x")]);
        let check = |act: &str, expected: &[&str]| {
            let changed = changed(&form, act);
            assert_eq!(changed.all("t.rows").collect::<Vec<_>>(), expected, "{act}");
            assert_eq!(changed.get("t.0.a"), "x");
        };
        check("add:t", &["0", "1", "n0"]);
        check("up:t:1", &["1", "0"]);
        check("up:t:0", &["0", "1"]);
        check("down:t:0", &["1", "0"]);
        check("down:t:1", &["0", "1"]);
        check("remove:t:0", &["1"]);
        check("remove:t:9", &["0", "1"]);
        check("again", &["0", "1"]);
    }

    #[test]
    fn what_is_chosen_moves() {
        let form = Form::from_pairs([("p", "uca"), ("p", "wool"), ("p", "a:b.png"), ("p.add", "x")]);
        let check = |act: &str, expected: &[&str]| {
            assert_eq!(changed(&form, act).all("p").collect::<Vec<_>>(), expected, "{act}");
        };
        check("up:p:wool", &["wool", "uca", "a:b.png"]);
        check("down:p:wool", &["uca", "a:b.png", "wool"]);
        check("up:p:a:b.png", &["uca", "a:b.png", "wool"]);
        check("up:p:uca", &["uca", "wool", "a:b.png"]);
        check("up:p:nothing", &["uca", "wool", "a:b.png"]);
    }
}
