//! Programs: a build runs none; `status` asks git, and no settings among a stranger's files may have git run another.

use std::{
    fs,
    io::Write,
    os::unix::fs::PermissionsExt,
    path::Path,
    process::{Command, Stdio},
};

use super::site::Site;

/// The output of git for these arguments, of a repository whose parts stand in the folder themselves.
fn git(root: &Path, arguments: &[&str], input: &str) -> String {
    let mut child = Command::new("git")
        .arg("--git-dir=.")
        .args(["-c", "user.name=a", "-c", "user.email=a@example.org"])
        .args(arguments)
        .current_dir(root)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{arguments:?}");
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

/// A site with the parts of a repository among its files: `HEAD`, `config`, `objects`. Its settings have every signature
/// checked, by a program of theirs.
#[test]
fn settings_among_the_files_run_no_program() {
    let site = Site::new();
    site.entry("x", "title = \"T\"", "Text.");
    site.write("content/things/x.uk.md", "+++\ntitle = \"Т\"\ntranslates = \"00000000\"\n+++\nТекст.\n");
    let root = site.root();
    let (program, proof) = (root.join("program"), root.join("proof"));
    fs::write(&program, format!("#!/bin/sh\ntouch '{}'\n", proof.display())).unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    git(&root, &["init", "--quiet", "--bare"], "");
    let blob = git(&root, &["hash-object", "-w", "--stdin"], "+++\ntitle = \"T\"\n+++\nText before.\n");
    let mut tree = git(&root, &["mktree"], &format!("100644 blob {blob}\tx.en.md\n"));
    for folder in ["things", "content"] {
        tree = git(&root, &["mktree"], &format!("040000 tree {tree}\t{folder}\n"));
    }
    let commit = format!(
        "tree {tree}\nauthor a <a@example.org> 1 +0000\ncommitter a <a@example.org> 1 +0000\n\
         gpgsig -----BEGIN PGP SIGNATURE-----\n \n iQ==\n -----END PGP SIGNATURE-----\n\nm\n"
    );
    let commit = git(&root, &["hash-object", "-w", "-t", "commit", "--stdin"], &commit);
    let branch = fs::read_to_string(root.join("HEAD")).unwrap().trim().replace("ref: ", "");
    git(&root, &["update-ref", &branch, &commit], "");
    let settings = fs::read_to_string(root.join("config")).unwrap();
    let more = format!("[log]\nshowSignature = true\n[gpg]\nprogram = {}\n", program.display());
    fs::write(root.join("config"), settings + &more).unwrap();

    // So it would be.
    assert!(Command::new("git").arg("-C").arg(&root).args(["log", "-n", "1"]).output().unwrap().status.success());
    assert!(proof.exists(), "git does not check signatures: this test tries nothing");
    fs::remove_file(&proof).unwrap();

    for arguments in [&["status", "things/x"] as &[&str], &["status"], &["check"], &["build", "--no-sync"]] {
        let output =
            Command::new(env!("CARGO_BIN_EXE_icsi")).args(arguments).arg("--root").arg(&root).output().unwrap();
        let said = String::from_utf8(output.stdout).unwrap();
        assert!(!proof.exists(), "{arguments:?} runs a stranger's program");
        assert!(arguments.len() != 2 || arguments[0] != "status" || said.contains("not known"), "{said}");
    }
}
