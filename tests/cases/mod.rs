//! Small inputs that are not taken as they should be: each row is what is written, what came of it when the row was
//! noted (commit ee55fe9), and what is right. A row that holds is moved to the test of its subject.

mod facts;
mod sites;

/// All that is wrong, at once.
#[track_caller]
fn none(wrong: &[String]) {
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}
