//! `icsi serve` as a person at a terminal has it: what it says, where it listens, how it ends.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    process::{Child, ChildStderr, Command, Stdio},
    time::{Duration, Instant},
};

use rustix::process::{Pid, Signal, kill_process};

use crate::common::Site;

/// The time that something which should happen at once may take on a machine that does other things too.
const PATIENCE: Duration = Duration::from_secs(60);

struct Running {
    process: Child,
    /// `None` once nobody listens any more.
    said: Option<BufReader<ChildStderr>>,
    /// `127.0.0.1:8000`
    address: String,
}

impl Running {
    fn start(site: &Site, arguments: &[&str]) -> Self {
        Self::start_command(site.command(&[&["serve"], arguments].concat()))
    }

    fn start_command(mut command: Command) -> Self {
        let mut process = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let said = BufReader::new(process.stderr.take().unwrap());
        let mut running = Self { process, said: Some(said), address: String::new() };
        let line = running.line();
        let address = line.strip_prefix("serving http://").and_then(|rest| rest.split('/').next());
        running.address = address.unwrap_or_else(|| panic!("{line}")).to_owned();
        assert!(line.ends_with(&format!("dashboard http://{}/__icsi/\n", running.address)), "{line}");
        running
    }

    /// The next line that it says.
    fn line(&mut self) -> String {
        let mut line = String::new();
        self.said.as_mut().unwrap().read_line(&mut line).unwrap();
        line
    }

    fn get(&self, path: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.address).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    fn signal(&self, signal: Signal) {
        kill_process(Pid::from_child(&self.process), signal).unwrap();
    }

    fn ended(&mut self) -> Option<i32> {
        let start = Instant::now();
        loop {
            if let Some(status) = self.process.try_wait().unwrap() {
                return status.code();
            }
            assert!(start.elapsed() < PATIENCE, "it goes on");
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// `content/x.md: 40 files, 5 ms; …` without what differs from run to run.
fn plain(line: &str) -> String {
    let digits = |c: char| c.is_ascii_digit();
    let words: Vec<String> = line
        .trim_end()
        .split(' ')
        .map(|word| if word.starts_with(digits) && word.ends_with(digits) { "N".to_owned() } else { word.to_owned() })
        .collect();
    words.join(" ")
}

#[test]
fn one_line_a_rebuild_and_messages_below_it() {
    let site = Site::new("");
    let mut running = Running::start(&site, &[]);
    assert_eq!(plain(&running.line()), "first build: N files, N ms; no errors, no warnings");

    let page = "content/clusters/wool.en.md";
    site.replace(page, "See the", "Look at the");
    assert_eq!(plain(&running.line()), format!("{page}: N files, N ms; no errors, no warnings"));

    site.replace(page, "country = [\"pl\"]", "country = [\"plx\"]");
    assert_eq!(running.line(), format!("{page}: 1 error; the site stays as it was\n"));
    let mut message = String::new();
    while !message.contains("or add it to content/countries.toml") {
        let line = running.line();
        assert!(!line.is_empty(), "{message}");
        message.push_str(&line);
    }
    for part in ["error[unknown-term]", "content/clusters/wool.en.md:3:12", "^^^^^"] {
        assert!(message.contains(part), "{part} in {message}");
    }
    assert_eq!(running.line(), "\n");

    site.replace(page, "country = [\"plx\"]", "country = [\"pl\"]");
    assert!(running.get("/en/clusters/wool/").contains("Look at the"));
    assert_eq!(plain(&running.line()), format!("{page}: N files, N ms; no errors, no warnings"));
}

#[test]
fn programs_get_messages_as_they_ask_for_them() {
    let site = Site::new("//- content/about.en.md\n+++\ntitel = \"About\"\n+++\nText.\n");
    let mut process =
        site.command(&["serve", "--format", "json"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
    process.kill().unwrap();
    process.wait().unwrap();
    let message: serde_json::Value = serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line}"));
    assert_eq!((&message["rule"], &message["line"]), (&"unknown-key".into(), &2.into()), "{line}");
}

#[test]
fn it_leaves_at_once_when_asked_to() {
    let site = Site::new("");
    for signal in [Signal::INT, Signal::TERM] {
        let mut running = Running::start(&site, &[]);
        // A page is open, and another connection says nothing.
        let page = running.get("/en/");
        let script = page.split("/__icsi/").find_map(|part| part.split_once("/reload.js")).unwrap().0;
        let mut stream = TcpStream::connect(&running.address).unwrap();
        write!(stream, "GET /__icsi/{script}/events HTTP/1.1\r\nHost: {}\r\n\r\n", running.address).unwrap();
        let _silent = TcpStream::connect(&running.address).unwrap();
        running.signal(signal);
        assert_eq!(running.ended(), Some(0), "{signal:?}");
    }
}

#[test]
fn a_port_that_is_taken_is_said_or_passed_over() {
    let site = Site::new("");
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    let run = site.icsi(&["serve", "--port", &port.to_string()]);
    assert_eq!(run.code, 3, "{}", run.stderr);
    assert!(run.stderr.contains(&format!("error: the port {port} is in use by another program")), "{}", run.stderr);
    assert!(run.stderr.contains("leave --port out"), "{}", run.stderr);
    // Without --port each takes the next free one.
    let (first, second) = (Running::start(&site, &[]), Running::start(&site, &[]));
    assert_ne!(first.address, second.address);
    for running in [&first, &second] {
        assert!(running.address.starts_with("127.0.0.1:8"), "{}", running.address);
        assert!(running.get("/en/").starts_with("HTTP/1.1 200"));
    }
}

#[test]
fn others_are_let_in_only_when_asked_for_and_that_is_said() {
    let site = Site::new("");
    let mut running = Running::start(&site, &["--host", "0.0.0.0"]);
    assert!(running.address.starts_with("localhost:"), "{}", running.address);
    assert!(running.line().starts_with("warning: everybody who can reach this machine can read the site"));
    for (arguments, said) in [
        (&["--host", "no.such.name.invalid"][..], "is no address of this machine"),
        (&["--editor", "javascript://{file}"], "--editor vscode"),
        (&["--port", "70000"], "70000"),
    ] {
        let run = site.icsi(&[&["serve"], arguments].concat());
        assert_eq!(run.code, 2, "{}", run.stderr);
        assert!(run.stderr.contains(said), "{}", run.stderr);
    }
}

/// The system's limits are those of a namespace of its own here, so that nobody else is disturbed.
#[test]
#[cfg(target_os = "linux")]
fn where_no_folder_can_be_watched_a_save_is_seen_all_the_same() {
    let may = Command::new("unshare").args(["-Ur", "sh", "-c", "echo 1 > /proc/sys/user/max_inotify_watches"]).output();
    if !may.is_ok_and(|may| may.status.success()) {
        eprintln!("this machine lets nobody make a user namespace: not tested here, and by the tests of src/watch.rs");
        return;
    }
    for (limit, named) in [
        ("max_inotify_watches", "fs.inotify.max_user_watches"),
        ("max_inotify_instances", "fs.inotify.max_user_instances"),
    ] {
        let site = Site::new("");
        let mut command = Command::new("unshare");
        let set = format!("echo 1 > /proc/sys/user/max_inotify_watches; echo 0 > /proc/sys/user/{limit}; exec \"$@\"");
        command.args(["-Ur", "sh", "-c", &set, "sh", env!("CARGO_BIN_EXE_icsi"), "serve"]).current_dir(&site.root);
        command.env_clear().env("HOME", site.home()).env("PATH", std::env::var_os("PATH").unwrap_or_default());
        let mut running = Running::start_command(command);
        let (first, second) = (running.line(), running.line());
        let notice = if first.starts_with("looking") { &first } else { &second };
        assert!(notice.starts_with("looking for changes every 0.4 s: the system's limit of watch"), "{notice}");
        assert!(notice.contains(named), "{notice}");
        let page = "content/clusters/wool.en.md";
        site.replace(page, "See the", "Look at the");
        assert_eq!(plain(&running.line()), format!("{page}: N files, N ms; no errors, no warnings"));
        assert!(running.get("/en/clusters/wool/").contains("Look at the"));
    }
}

/// Waits until a page is served that has a text in it.
#[track_caller]
fn until_shows(running: &Running, path: &str, text: &str) {
    let start = Instant::now();
    while !running.get(path).contains(text) {
        assert!(start.elapsed() < PATIENCE, "{path} never shows {text}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn it_goes_on_and_ends_when_nobody_reads_what_it_says() {
    for hangs_up in [false, true] {
        let site = Site::new("");
        let mut running = Running::start(&site, &[]);
        if hangs_up {
            running.said = None;
        }
        let page = "content/clusters/wool.en.md";
        let sound = site.read(page);
        // The report of so many mistakes is more than a pipe holds.
        let terms: Vec<String> = (0..900).map(|at| format!("\"unknown-{at}\"")).collect();
        site.write_bytes(page, sound.replace("\"pl\"", &terms.join(", ")).as_bytes());
        until_shows(&running, "/__icsi/", "unknown-5");
        site.write_bytes(page, sound.replace("See the", "Look at the").as_bytes());
        until_shows(&running, "/en/clusters/wool/", "Look at the");
        running.signal(Signal::TERM);
        assert_eq!(running.ended(), Some(0));
    }
}
