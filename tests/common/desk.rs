//! The desk in this process, and a client that reads its forms and sends them back as a browser would.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    path::Path,
    sync::Arc,
};

use icsi::desk::{
    self, DeskOptions, TeamListener,
    proxy::{Origin, Proxy, Secret, UserHeader},
    team::{Branch, TeamOptions},
};
use scraper::{ElementRef, Html, Selector};

use super::serve::{Answer, PATIENCE, parse};

pub struct Desk {
    pub address: SocketAddr,
    pub preview: SocketAddr,
    // Stops answering when dropped.
    runtime: Option<tokio::runtime::Runtime>,
    _desk: Arc<desk::Desk>,
}

impl Drop for Desk {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

/// A form of a page: where it goes, and what a browser would send of it.
#[derive(Clone, Debug)]
pub struct SentForm {
    pub action: String,
    pub values: Vec<(String, String)>,
}

impl SentForm {
    pub fn get(&self, name: &str) -> &str {
        self.values.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.as_str())
    }

    /// Types into an input that is there.
    #[track_caller]
    pub fn set(&mut self, name: &str, value: &str) -> &mut Self {
        let found = self.values.iter_mut().find(|(known, _)| known == name);
        let Some((_, old)) = found else { panic!("there is no input {name}: {:?}", self.names()) };
        value.clone_into(old);
        self
    }

    /// Takes all marks away from boxes of a name, or from one of them.
    pub fn uncheck(&mut self, name: &str, value: &str) -> &mut Self {
        self.values.retain(|(known, of)| known != name || of != value);
        self
    }

    /// Presses a button, or sends something that the form does not have.
    pub fn with(&self, name: &str, value: &str) -> Self {
        let mut form = self.clone();
        form.values.push((name.to_owned(), value.to_owned()));
        form
    }

    pub fn names(&self) -> Vec<&str> {
        self.values.iter().map(|(name, _)| name.as_str()).collect()
    }

    pub fn encoded(&self) -> String {
        let pairs: Vec<String> = self
            .values
            .iter()
            .map(|(name, value)| format!("{}={}", encode(name), encode(&value.replace('\n', "\r\n"))))
            .collect();
        pairs.join("&")
    }
}

fn encode(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'*');
    text.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

impl Desk {
    pub fn new(root: &Path) -> Self {
        let bind = || TcpListener::bind("127.0.0.1:0").unwrap();
        let (listener, preview_listener) = (bind(), bind());
        let (address, preview) = (listener.local_addr().unwrap(), preview_listener.local_addr().unwrap());
        let options = DeskOptions { root: root.canonicalize().unwrap(), language: None, poll: false };
        let (made, runtime) = desk::start(listener, preview_listener, options, |_| {}).unwrap();
        Self { address, preview, runtime: Some(runtime), _desk: made }
    }

    pub fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    pub fn get(&self, path: &str) -> Answer {
        self.ask(self.address, "GET", path, &[], b"")
    }

    /// The preview's origin.
    pub fn get_preview(&self, path: &str) -> Answer {
        self.ask(self.preview, "GET", path, &[], b"")
    }

    /// Sends these very headers and bytes. `Host` is added where it is not among them.
    pub fn ask(&self, to: SocketAddr, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        let mut head = format!("{method} {path} HTTP/1.1\r\n");
        if !headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("host")) {
            head.push_str(&format!("Host: {to}\r\n"));
        }
        for (name, value) in headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        if method == "POST" {
            head.push_str(&format!("Content-Length: {}\r\n", body.len()));
        }
        head.push_str("Connection: close\r\n\r\n");
        let mut stream = TcpStream::connect(to).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        // A server that does not want to hear more may have closed already.
        let _ = stream.write_all(head.as_bytes());
        let _ = stream.write_all(body);
        let mut all = Vec::new();
        let _ = stream.read_to_end(&mut all);
        parse(&all).unwrap_or_else(|| panic!("no answer to {method} {path}: {}", String::from_utf8_lossy(&all)))
    }

    /// The stream of events, past the one that says how things are.
    pub fn events(&self) -> DeskEvents {
        let mut stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        write!(stream, "GET /events HTTP/1.1\r\nHost: {}\r\n\r\n", self.address).unwrap();
        let mut events = DeskEvents(BufReader::new(stream));
        events.next();
        events
    }

    /// The form of a page of the desk that goes to `action`, or the main one.
    #[track_caller]
    pub fn form(&self, path: &str) -> SentForm {
        let answer = self.get(path);
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        form_of(&answer, None)
    }

    pub fn post(&self, form: &SentForm) -> Answer {
        self.post_to(&form.action, form)
    }

    pub fn post_to(&self, action: &str, form: &SentForm) -> Answer {
        let origin = self.origin();
        let headers = [("Origin", origin.as_str()), ("Content-Type", "application/x-www-form-urlencoded")];
        self.ask(self.address, "POST", action, &headers, form.encoded().as_bytes())
    }

    /// Presses a button of a form that leads on.
    #[track_caller]
    pub fn press(&self, form: &SentForm, act: &str) -> String {
        let answer = self.post(&form.with("act", act));
        assert_eq!(answer.status, 303, "{}", messages(&answer));
        answer.header("location").to_owned()
    }
}

/// The stream of events that an open page hears.
pub struct DeskEvents(BufReader<TcpStream>);

impl DeskEvents {
    /// Waits until this holds, looking again at each event.
    pub fn until(&mut self, holds: impl Fn() -> bool) {
        while !holds() {
            self.next();
        }
    }

    /// Waits for the next event.
    pub fn next(&mut self) {
        let mut line = String::new();
        while !line.starts_with("data:") {
            line.clear();
            assert!(self.0.read_line(&mut line).unwrap() > 0, "the stream ended");
        }
    }
}

/// The main form of an answer, or the one with this action.
#[track_caller]
pub fn form_of(answer: &Answer, action: Option<&str>) -> SentForm {
    let html = Html::parse_document(&answer.text());
    let selector = |text: &str| Selector::parse(text).unwrap();
    let forms = selector("main form[method=post]");
    let mut found = html.select(&forms);
    let form = match action {
        Some(action) => found.find(|form| form.attr("action") == Some(action)),
        None => {
            html.select(&selector("#_form")).next().or_else(|| found.find(|form| form.attr("action") != Some("/undo")))
        }
    };
    let form = form.unwrap_or_else(|| panic!("there is no form in {}", answer.text()));
    let mut values = Vec::new();
    for input in form.select(&selector("input, textarea, select")) {
        values.extend(value_of(input));
    }
    SentForm { action: form.attr("action").unwrap().to_owned(), values }
}

fn value_of(input: ElementRef<'_>) -> Option<(String, String)> {
    let name = input.attr("name")?.to_owned();
    let value = match (input.value().name(), input.attr("type")) {
        ("textarea", _) => input.text().collect::<String>(),
        ("select", _) => {
            let options = Selector::parse("option").unwrap();
            let chosen = input.select(&options).find(|option| option.attr("selected").is_some());
            chosen.or_else(|| input.select(&options).next())?.attr("value")?.to_owned()
        }
        (_, Some("checkbox")) if input.attr("checked").is_none() => return None,
        (_, Some("file")) => return None,
        _ => input.attr("value").unwrap_or_default().to_owned(),
    };
    Some((name, value))
}

/// The messages of an answer to the person.
pub fn messages(answer: &Answer) -> String {
    let html = Html::parse_document(&answer.text());
    let selector = Selector::parse(".message, .conflict").unwrap();
    let text =
        |element: ElementRef<'_>| element.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ");
    html.select(&selector).map(text).collect::<Vec<_>>().join("\n")
}

/// The secret of a team's proxy and the desk, in these tests.
pub const SECRET: &str = "0123456789abcdef0123456789abcdef";
pub const TEAM_ORIGIN: &str = "https://desk.example.org";
pub const TEAM_PREVIEW: &str = "https://preview.example.org";

/// A team's desk in this process, at a port of this machine.
pub fn team_desk(root: &Path, push_to: Option<&str>) -> Desk {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let proxy = Proxy {
        origin: Origin::parse(TEAM_ORIGIN).unwrap(),
        preview: Origin::parse(TEAM_PREVIEW).unwrap(),
        user_header: UserHeader::parse("Remote-User").unwrap(),
        secret: Secret::parse(SECRET.as_bytes()).unwrap(),
    };
    let path = std::env::var_os("PATH").unwrap();
    let push_to = push_to.map(|name| Branch::parse(name).unwrap());
    let team = TeamOptions { proxy, push_to, environment: vec![("PATH".into(), path)] };
    let options = DeskOptions { root: root.canonicalize().unwrap(), language: None, poll: false };
    let (made, runtime) =
        desk::start_for_team(TeamListener::Port(listener), team, options, |_| {}).unwrap_or_else(|why| panic!("{why}"));
    Desk { address, preview: address, runtime: Some(runtime), _desk: made }
}

/// Somebody whom the proxy has let in.
#[derive(Clone, Copy)]
pub struct Member<'d> {
    pub desk: &'d Desk,
    pub name: &'d str,
}

impl Member<'_> {
    /// The headers that the proxy sends for them.
    pub fn headers(&self) -> Vec<(&str, &str)> {
        vec![("Host", "desk.example.org"), ("Icsi-Proxy-Secret", SECRET), ("Remote-User", self.name)]
    }

    pub fn get(&self, path: &str) -> Answer {
        self.desk.ask(self.desk.address, "GET", path, &self.headers(), b"")
    }

    #[track_caller]
    pub fn form(&self, path: &str) -> SentForm {
        let answer = self.get(path);
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        form_of(&answer, None)
    }

    pub fn post(&self, form: &SentForm) -> Answer {
        self.post_to(&form.action, form)
    }

    pub fn post_to(&self, action: &str, form: &SentForm) -> Answer {
        let own = [("Origin", TEAM_ORIGIN), ("Content-Type", "application/x-www-form-urlencoded")];
        let headers = [self.headers(), own.to_vec()].concat();
        self.desk.ask(self.desk.address, "POST", action, &headers, form.encoded().as_bytes())
    }

    pub fn save(&self, form: &SentForm) -> Answer {
        self.post(&form.with("act", "save"))
    }
}
