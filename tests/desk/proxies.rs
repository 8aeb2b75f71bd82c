//! The desk behind Caddy and nginx, set up as the guide says: its blocks are taken from the page as they stand there. Only folders and
//! ports are the test's, and there is no TLS.

use std::{
    fs,
    io::{Read as _, Write as _},
    net::TcpStream,
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use crate::{
    common::{
        Site,
        desk::{SentForm, form_of, messages},
        serve::{Answer, parse},
    },
    security::servers::{caddy, free_port, nginx},
};

const SECRET: &str = "5f1de6c0a94b7a30b1f4b0f5cc0e7e7d5f1de6c0a94b7a30b1f4b0f5cc0e7e7d";
/// olena:надія
const OLENA: &str = "Basic b2xlbmE60L3QsNC00ZbRjw==";
/// petro:petro
const PETRO: &str = "Basic cGV0cm86cGV0cm8=";

fn chapter(language: &str) -> String {
    let name = format!("docs/guide/content/chapters/desk-for-a-team.{language}.md");
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap()
}

/// The block of the guide in which a text stands.
fn block(text: &str) -> String {
    let chapter = chapter("en");
    let blocks: Vec<&str> = chapter.split("\n```").skip(1).step_by(2).filter(|block| block.contains(text)).collect();
    assert_eq!(blocks.len(), 1, "{text}: {blocks:?}");
    blocks[0].split_once('\n').unwrap().1.to_owned()
}

#[test]
fn the_guide_sets_up_the_same_in_both_languages() {
    let blocks = |language: &str| -> Vec<String> {
        chapter(language).split("\n```").skip(1).step_by(2).map(str::to_owned).collect()
    };
    assert!(blocks("en").len() > 8);
    assert_eq!(blocks("en"), blocks("uk"));
}

/// A program that ends with the test.
struct Ended(Child);

impl Drop for Ended {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

fn git(root: &Path, arguments: &[&str]) -> String {
    let settings = ["-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "commit.gpgSign=false"];
    let output = Command::new("git").arg("-C").arg(root).args(settings).args(arguments).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim_end().to_owned()
}

/// The desk as the guide's unit starts it, at a port of its own, for a proxy at another.
struct Team {
    site: Site,
    desk_port: u16,
    port: u16,
    _desk: Ended,
}

impl Team {
    fn start() -> Self {
        let site = Site::new("");
        git(&site.root, &["init", "--quiet", "--initial-branch=main"]);
        git(&site.root, &["add", "--all"]);
        git(&site.root, &["commit", "--quiet", "--message", "one"]);
        let remote = site.above().join("remote.git");
        git(&site.root, &["init", "--quiet", "--bare", remote.to_str().unwrap()]);
        git(&site.root, &["remote", "add", "origin", remote.to_str().unwrap()]);
        let secret = site.above().join("secret");
        fs::write(&secret, format!("{SECRET}\n")).unwrap();
        fs::set_permissions(&secret, std::os::unix::fs::PermissionsExt::from_mode(0o400)).unwrap();
        let (desk_port, port) = (free_port(), free_port());
        let unit = block("[Service]");
        let line = unit.lines().find_map(|line| line.strip_prefix("ExecStart=/usr/local/bin/icsi ")).unwrap();
        let line = line
            .replace("--port 8100", &format!("--port {desk_port}"))
            .replace("https://desk.example.org", &format!("http://desk.example.org:{port}"))
            .replace("https://preview.example.org", &format!("http://preview.example.org:{port}"))
            .replace("%d/secret", secret.to_str().unwrap());
        let mut command = site.command(&line.split(' ').collect::<Vec<_>>());
        let said = fs::File::create(site.above().join("said")).unwrap();
        command.stdin(Stdio::null()).stdout(said.try_clone().unwrap()).stderr(said);
        let mut desk = Ended(command.spawn().unwrap());
        let begun = Instant::now();
        while TcpStream::connect(("127.0.0.1", desk_port)).is_err() {
            let said = fs::read_to_string(site.above().join("said")).unwrap();
            assert!(desk.0.try_wait().unwrap().is_none() && begun.elapsed() < Duration::from_secs(120), "{said}");
            std::thread::sleep(Duration::from_millis(50));
        }
        Self { site, desk_port, port, _desk: desk }
    }

    /// Sends a request through the proxy to one of its names, or straight to a port.
    fn ask(&self, port: u16, name: &str, line: &str, headers: &[(&str, &str)], body: &[u8]) -> Option<Answer> {
        let mut head = format!("{line} HTTP/1.1\r\nHost: {name}.example.org:{}\r\nConnection: close\r\n", self.port);
        for (name, value) in headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        if line.starts_with("POST") {
            head.push_str(&format!("Content-Length: {}\r\n", body.len()));
        }
        let mut stream = TcpStream::connect(("127.0.0.1", port)).ok()?;
        stream.set_read_timeout(Some(Duration::from_secs(120))).unwrap();
        let _ = stream.write_all(format!("{head}\r\n").as_bytes());
        let _ = stream.write_all(body);
        let mut all = Vec::new();
        let _ = stream.read_to_end(&mut all);
        parse(&all)
    }

    fn get(&self, name: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
        let answer = self.ask(self.port, name, &format!("GET {path}"), headers, b"");
        answer.unwrap_or_else(|| panic!("no answer for {name} {path}"))
    }

    fn post(&self, form: &SentForm, headers: &[(&str, &str)]) -> Answer {
        let origin = format!("http://desk.example.org:{}", self.port);
        let own = [("Origin", origin.as_str()), ("Content-Type", "application/x-www-form-urlencoded")];
        let body = form.with("act", "save").encoded();
        let line = format!("POST {}", form.action);
        let answer = self.ask(self.port, "desk", &line, &[&own, headers].concat(), body.as_bytes());
        answer.unwrap_or_else(|| panic!("no answer for {line}"))
    }

    fn works_behind(&self, proxy: &str) {
        let begun = Instant::now();
        while self.ask(self.port, "desk", "GET /", &[], b"").is_none() {
            assert!(begun.elapsed() < Duration::from_secs(120), "{proxy} does not start");
            std::thread::sleep(Duration::from_millis(50));
        }
        let signed_in = ("Authorization", OLENA);
        self.asks_who_it_is(proxy);
        self.knows_who_it_is(proxy);
        // A save is a commit by the person, and is pushed.
        let mut form = form_of(&self.get("desk", "/page/clusters/uca", &[signed_in]), None);
        form.set("en.place", "Kyiv");
        let answer = self.post(&form, &[signed_in]);
        assert_eq!(answer.status, 303, "{proxy}: {}", messages(&answer));
        let newest = git(&self.site.root, &["show", "--format=%an <%ae>, %cn", "--name-only"]);
        assert_eq!(newest, "olena <olena@desk.invalid>, icsi desk\n\ncontent/clusters/uca.en.md", "{proxy}");
        let begun = Instant::now();
        let head = git(&self.site.root, &["rev-parse", "HEAD"]);
        while git(&self.site.above().join("remote.git"), &["for-each-ref", "--format=%(objectname) %(refname)"])
            != format!("{head} refs/heads/main")
        {
            assert!(begun.elapsed() < Duration::from_secs(120), "{proxy}: never pushed");
            std::thread::sleep(Duration::from_millis(50));
        }
        // Somebody's form is of no use to another.
        form.set("en.place", "Lviv");
        assert_eq!(self.post(&form, &[("Authorization", PETRO)]).status, 403, "{proxy}");
        // A large text comes through.
        let mut form = form_of(&self.get("desk", "/page/clusters/uca?view=text", &[signed_in]), None);
        let body = format!("## History\n\n{}", "Слово. ".repeat(40_000));
        form.set("en.body", body.trim_end());
        let answer = self.post(&form, &[signed_in]);
        assert_eq!(answer.status, 303, "{proxy}: {}", messages(&answer));
    }

    fn asks_who_it_is(&self, proxy: &str) {
        for name in ["desk", "preview"] {
            for headers in [
                vec![],
                vec![("Authorization", "Basic b2xlbmE6eA==")],
                vec![("Authorization", "Basic b2xlbmE=")],
                vec![("Remote-User", "olena"), ("Icsi-Proxy-Secret", SECRET)],
            ] {
                let answer = self.get(name, "/", &headers);
                assert_eq!(answer.status, 401, "{proxy} {name} {headers:?}");
                assert!(answer.header("www-authenticate").starts_with("Basic"), "{proxy} {name}");
            }
        }
        // Nobody comes in beside the proxy.
        for headers in
            [vec![], vec![("Remote-User", "olena")], vec![("Authorization", OLENA), ("Remote-User", "olena")]]
        {
            for name in ["desk", "preview"] {
                let answer = self.ask(self.desk_port, name, "GET /", &headers, b"").unwrap();
                assert_eq!(answer.status, 403, "{name} {headers:?}");
            }
        }
    }

    fn knows_who_it_is(&self, proxy: &str) {
        let signed_in = ("Authorization", OLENA);
        // Headers in which a client says who it is are taken away, however they are spelt.
        for headers in [
            vec![signed_in],
            vec![signed_in, ("Remote-User", "petro")],
            vec![signed_in, ("remote-user", "petro"), ("REMOTE-USER", "ivan")],
            vec![signed_in, ("Remote_User", "petro")],
            vec![signed_in, ("Icsi-Proxy-Secret", "x")],
            vec![signed_in, ("Icsi-Proxy-Secret", "x"), ("icsi-proxy-secret", SECRET), ("Remote-User", "petro")],
            vec![signed_in, ("Connection", "Remote-User, Icsi-Proxy-Secret")],
        ] {
            let answer = self.get("desk", "/page/clusters/uca", &headers);
            assert_eq!(answer.status, 200, "{proxy} {headers:?}: {}", answer.text());
            let text = answer.text();
            assert!(
                text.contains(">olena<") && !text.contains("petro") && !text.contains(SECRET),
                "{proxy} {headers:?}"
            );
        }
        assert!(self.get("desk", "/", &[("Authorization", PETRO)]).text().contains(">petro<"), "{proxy}");
        // The other name has the site, and not the desk.
        let preview = self.get("preview", "/en/clusters/uca/", &[signed_in]);
        assert_eq!(preview.status, 200, "{proxy}");
        let ancestors = format!("frame-ancestors http://desk.example.org:{};", self.port);
        let policy = preview.header("content-security-policy");
        assert!(policy.contains(&ancestors), "{proxy}: {policy}");
        assert_eq!(self.get("preview", "/page/clusters/uca", &[signed_in]).status, 404, "{proxy}");
        assert_eq!(self.get("desk", "/en/clusters/uca/", &[signed_in]).status, 404, "{proxy}");
        let policy = self.get("desk", "/", &[signed_in]).header("content-security-policy").to_owned();
        assert!(policy.contains(&format!("frame-src http://preview.example.org:{};", self.port)), "{proxy}: {policy}");
        // A name that the guide does not set up leads nowhere.
        let strange = self.ask(self.port, "evil", "GET /", &[signed_in], b"").unwrap();
        assert!(!strange.text().contains("olena"), "{proxy}: {}", strange.status);
    }
}

fn left_out(name: &str) {
    assert!(std::env::var_os("ICSI_SERVERS").is_none(), "{name} is not installed");
    println!("left out: {name} is not installed");
}

#[test]
fn behind_nginx_as_the_guide_has_it() {
    let team = Team::start();
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path().display().to_string();
    fs::write(folder.path().join("desk-people"), "olena:{PLAIN}надія\npetro:{PLAIN}petro\n").unwrap();
    let secret = block("/etc/nginx/desk-secret'");
    assert!(secret.contains("echo \"proxy_set_header Icsi-Proxy-Secret $(cat /etc/icsi/desk-secret);\""), "{secret}");
    fs::write(folder.path().join("desk-secret"), format!("proxy_set_header Icsi-Proxy-Secret {SECRET};\n")).unwrap();
    let settings = block("listen 443 ssl;")
        .replace("listen 443 ssl;", &format!("listen 127.0.0.1:{};", team.port))
        .replace("http://127.0.0.1:8100", &format!("http://127.0.0.1:{}", team.desk_port))
        .replace("/etc/nginx/desk-", &format!("{here}/desk-"));
    let settings: String =
        settings.lines().filter(|line| !line.contains("ssl_certificate")).map(|line| format!("{line}\n")).collect();
    let Some(_running) = nginx(&settings, folder.path()) else { return left_out("nginx") };
    team.works_behind("nginx");
}

#[test]
fn behind_caddy_as_the_guide_has_it() {
    let team = Team::start();
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path().display().to_string();
    let Ok(hashed) = ["надія", "petro"]
        .map(|password| Command::new("caddy").args(["hash-password", "--plaintext", password]).output())
        .into_iter()
        .collect::<Result<Vec<_>, _>>()
    else {
        return left_out("caddy");
    };
    let [olena, petro] = [0, 1].map(|at| String::from_utf8(hashed[at].stdout.clone()).unwrap().trim().to_owned());
    fs::write(folder.path().join("desk-people"), format!("olena {olena}\npetro {petro}\n")).unwrap();
    let secret = block("/etc/caddy/desk-secret'");
    assert!(secret.contains("echo \"header_up Icsi-Proxy-Secret $(cat /etc/icsi/desk-secret)\""), "{secret}");
    fs::write(folder.path().join("desk-secret"), format!("header_up Icsi-Proxy-Secret {SECRET}\n")).unwrap();
    let settings = block("reverse_proxy 127.0.0.1:8100")
        .replace("127.0.0.1:8100", &format!("127.0.0.1:{}", team.desk_port))
        .replace("\ndesk.example.org {", &format!("\nhttp://desk.example.org:{} {{", team.port))
        .replace("\npreview.example.org {", &format!("\nhttp://preview.example.org:{} {{", team.port))
        .replace("/etc/caddy/", &format!("{here}/"));
    let Some(_running) = caddy(&settings, folder.path()) else { return left_out("caddy") };
    team.works_behind("caddy");
}
