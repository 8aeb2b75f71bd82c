//! From an empty folder to a site served by nginx at a path: the commands of the guide's own page, run as they stand there.
//! Only the folders of the system, and the port, are the test's.

use std::{
    fs,
    os::unix::fs::PermissionsExt as _,
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

/// The walk has fewer commands than this.
const COMMANDS: usize = 10;

struct Server(Child);

impl Drop for Server {
    /// Asked to end, the server takes its workers along; killed, it would leave them behind.
    fn drop(&mut self) {
        let id = i32::try_from(self.0.id()).ok().and_then(rustix::process::Pid::from_raw);
        id.map(|id| rustix::process::kill_process(id, rustix::process::Signal::TERM));
        drop(self.0.wait());
    }
}

/// The block of commands below a heading of the guide.
fn commands() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/guide/content/chapters/publishing.en.md");
    let guide = fs::read_to_string(path).unwrap();
    let section = guide.split("\n## From an empty folder to a site on nginx\n").nth(1).unwrap();
    section.split("```sh\n").nth(1).unwrap().split("```").next().unwrap().to_owned()
}

fn script(path: &Path, text: &str) {
    fs::write(path, format!("#!/bin/sh\n{text}\n")).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn from_an_empty_folder_to_a_site_on_nginx() {
    let Some(nginx) = ["/usr/sbin/nginx", "/usr/bin/nginx"].into_iter().find(|path| Path::new(path).is_file()) else {
        assert!(std::env::var_os("ICSI_SERVERS").is_none(), "nginx is not installed");
        println!("left out: nginx is not installed");
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path().to_str().unwrap();
    for name in ["bin", "conf.d", "www", "work"] {
        fs::create_dir(folder.path().join(name)).unwrap();
    }
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    // A server as a distribution sets it up: it runs, and includes what lies in conf.d.
    let temporary: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .iter()
        .map(|name| format!("{name}_temp_path {here}/{name};\n"))
        .collect();
    // Workers of a master that root starts would be somebody's who may not look into this folder.
    let user = if rustix::process::geteuid().is_root() { "user root;\n" } else { "" };
    let settings = format!(
        "{user}daemon off;\npid {here}/pid;\nerror_log {here}/error;\nevents {{}}\nhttp {{\ninclude /etc/nginx/mime.types;\n\
         access_log off;\n{temporary}include {here}/conf.d/*.conf;\n}}\n"
    );
    fs::write(folder.path().join("nginx.conf"), settings).unwrap();
    script(&folder.path().join("bin/nginx"), &format!("exec {nginx} -c {here}/nginx.conf \"$@\""));
    script(&folder.path().join("bin/icsi"), &format!("exec {} \"$@\"", env!("CARGO_BIN_EXE_icsi")));
    let log = fs::File::create(folder.path().join("log")).unwrap();
    let mut server = Command::new(folder.path().join("bin/nginx"));
    let _server = Server(server.stdin(Stdio::null()).stdout(log.try_clone().unwrap()).stderr(log).spawn().unwrap());
    let since = Instant::now();
    while !folder.path().join("pid").is_file() {
        assert!(
            since.elapsed() < Duration::from_secs(120),
            "{}",
            fs::read_to_string(folder.path().join("log")).unwrap()
        );
        std::thread::sleep(Duration::from_millis(20));
    }

    let commands = commands();
    assert!(commands.lines().count() < COMMANDS, "{commands}");
    let commands = commands
        .replace("/srv/www", &format!("{here}/www"))
        .replace("/etc/nginx/conf.d", &format!("{here}/conf.d"))
        .replace("http://localhost/", &format!("http://localhost:{port}/"))
        // A reload is asked for, and comes a moment later.
        .replace("curl -I", "curl --retry 40 --retry-delay 0 --retry-connrefused --retry-max-time 20 -sS -4 -I");
    let path = format!("{here}/bin:{}", std::env::var("PATH").unwrap());
    let mut shell = Command::new("sh");
    let run = shell.args(["-e", "-u", "-c", &commands]).current_dir(folder.path().join("work")).env("PATH", path);
    let run = run.env("HOME", folder.path()).output().unwrap();
    let (said, wrong) = (String::from_utf8_lossy(&run.stdout), String::from_utf8_lossy(&run.stderr));
    assert!(run.status.success(), "{said}\n{wrong}");
    assert!(said.starts_with("HTTP/1.1 200 OK\r\n"), "{said}\n{wrong}");
    assert!(said.to_lowercase().contains("\r\ncontent-security-policy: "), "{said}");
}
