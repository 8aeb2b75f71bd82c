//! `icsi desk`: forms in the browser, for whoever writes and translates; on this machine, or behind a proxy for a team.

use std::{
    ffi::OsString,
    fs,
    io::{self, Read as _},
    net::SocketAddr,
    path::Path,
    sync::Arc,
};

use super::{
    Exit,
    args::{Common, Desk, Team},
    project,
    serve::{leave, open_browser},
    terminal::Terminal,
};
use crate::{
    desk::{
        self, DeskOptions, TeamListener,
        proxy::{Origin, Proxy, SECRET_LEAST, SECRET_MOST, Secret, UserHeader},
        team::{Branch, TeamOptions},
    },
    message,
    message::Message,
    serve::{self, News},
    system,
};

/// The first port that the desk tries when none is given; when it is taken, the next ports are tried.
const PORT: u16 = 8100;
const PORTS_TRIED: u16 = 100;
/// The socket is for the desk's own user and group: the proxy's user is in that group.
#[cfg(unix)]
const SOCKET_MODE: u32 = 0o660;
/// The permissions that a secret's file must not give: a secret is its owner's, and its group may read it.
const OPEN_TO_OTHERS: u32 = 0o027;
/// The variables of the environment that git needs: where programs are, and how to sign in where it pushes to.
const ENVIRONMENT: [&str; 3] = ["PATH", "HOME", "SSH_AUTH_SOCK"];

pub(super) fn run(common: &Common, options: &Desk, terminal: Terminal) -> Result<(), Exit> {
    if cfg!(windows) && options.team.behind_proxy {
        return Err(terminal.usage(message!("desk-team-not-here"), Some(message!("desk-team-not-here.hint"))));
    }
    let team = if options.team.behind_proxy { Some(team(&options.team, &terminal)?) } else { None };
    check_together(options, &terminal)?;
    let root = project::root(common, &terminal)?;
    let root = system::canonical(&root).map_err(|error| project::unreadable(&root, &error, &terminal))?;
    let desk_options = DeskOptions { root, language: common.messages, poll: options.poll };
    let terminal = Arc::new(terminal);
    let listening = Arc::clone(&terminal);
    let tell = move |news: News| {
        if let News::Notice(text) = news {
            listening.line(text);
        }
    };
    let runtime = match team {
        Some(team) => {
            if let Some(origin) = [&team.proxy.origin, &team.proxy.preview].into_iter().find(|one| !one.is_https()) {
                terminal.notice(message!("desk-not-secret", origin = origin.to_string()));
            }
            let (origin, listener) = (team.proxy.origin.to_string(), team_listener(options, &terminal)?);
            let place = listener.1;
            let (_, runtime) = desk::start_for_team(listener.0, team, desk_options, tell)
                .map_err(|message| terminal.machine(message, None))?;
            terminal.line(message!("desk-team-at", origin, place));
            runtime
        }
        None => {
            let listener = port(options, &terminal)?;
            // The preview takes whatever port is free: nobody types it.
            let preview = serve::bind(&[loopback()], [0]).map_err(|error| refused(&error, options, &terminal))?;
            let (desk, runtime) = desk::start(listener, preview, desk_options, tell)
                .map_err(|error| terminal.machine(message!("desk-cannot-start", error), None))?;
            terminal.line(message!("desk-at", url = desk.url()));
            if options.open {
                open_browser(&desk.url(), &terminal);
            }
            runtime
        }
    };
    runtime.block_on(leave());
    // Everything that was saved has been written: there is nothing to wait for.
    runtime.shutdown_background();
    #[cfg(unix)]
    if let Some(socket) = &options.team.socket {
        remove_socket(socket);
    }
    Ok(())
}

fn loopback() -> SocketAddr {
    SocketAddr::from(([127, 0, 0, 1], 0))
}

fn port(options: &Desk, terminal: &Terminal) -> Result<std::net::TcpListener, Exit> {
    let ports = match options.port {
        Some(port) => port..=port,
        // A proxy looks at one port alone.
        None if options.team.behind_proxy => PORT..=PORT,
        None => PORT..=PORT + PORTS_TRIED,
    };
    serve::bind(&[loopback()], ports).map_err(|error| refused(&error, options, terminal))
}

fn refused(error: &io::Error, options: &Desk, terminal: &Terminal) -> Exit {
    let (message, hint) = why_refused(error, options);
    terminal.machine(message, hint)
}

fn why_refused(error: &io::Error, options: &Desk) -> (Message, Option<Message>) {
    match (error.kind(), options.port) {
        // Behind a proxy no other port is tried.
        (io::ErrorKind::AddrInUse, port) if options.team.behind_proxy => {
            let port = port.unwrap_or(PORT).to_string();
            (message!("port-in-use", port), Some(message!("ports-in-use.hint")))
        }
        (io::ErrorKind::AddrInUse, Some(port)) => {
            (message!("port-in-use", port = port.to_string()), Some(message!("port-in-use.another")))
        }
        (io::ErrorKind::AddrInUse, None) => {
            let (first, last) = (PORT.to_string(), (PORT + PORTS_TRIED).to_string());
            (message!("ports-in-use", first, last), Some(message!("ports-in-use.hint")))
        }
        (io::ErrorKind::PermissionDenied, _) => {
            (message!("port-forbidden", error), Some(message!("port-forbidden.hint")))
        }
        _ => (message!("desk-cannot-listen", error), None),
    }
}

/// Options that go with a proxy alone, or not with one.
fn check_together(options: &Desk, terminal: &Terminal) -> Result<(), Exit> {
    let Desk { port, open, poll: _, team } = options;
    let Team { behind_proxy, socket, origin, preview_origin, user_header, secret_file, push_to } = team;
    let of_proxy = [
        ("--socket", socket.is_some()),
        ("--origin", origin.is_some()),
        ("--preview-origin", preview_origin.is_some()),
        ("--user-header", user_header.is_some()),
        ("--secret-file", secret_file.is_some()),
        ("--push-to", push_to.is_some()),
    ];
    if let Some((option, _)) = of_proxy.into_iter().find(|(_, is_there)| *is_there && !behind_proxy) {
        let hint = message!("desk-option-of-proxy.hint", option);
        return Err(terminal.usage(message!("desk-option-of-proxy", option), Some(hint)));
    }
    let not_with = [("--open", *open && *behind_proxy), ("--port", port.is_some() && socket.is_some())];
    match not_with.into_iter().find(|(_, is_wrong)| *is_wrong) {
        Some((option, _)) => {
            let hint = message!("desk-option-not-with-proxy.hint", option);
            Err(terminal.usage(message!("desk-option-not-with-proxy", option), Some(hint)))
        }
        None => Ok(()),
    }
}

/// Reads the options of a desk behind a proxy; some of them are required.
fn team(options: &Team, terminal: &Terminal) -> Result<TeamOptions, Exit> {
    let needs = |option: &'static str| {
        let hint = message!("desk-needs-proxy-option.hint");
        terminal.usage(message!("desk-needs-proxy-option", option), Some(hint))
    };
    let origin = |text: Option<&String>, option| {
        let text = text.ok_or_else(|| needs(option))?;
        let hint = message!("desk-bad-origin.hint");
        Origin::parse(text).ok_or_else(|| terminal.usage(message!("desk-bad-origin", origin = text), Some(hint)))
    };
    let own = origin(options.origin.as_ref(), "--origin")?;
    let preview = origin(options.preview_origin.as_ref(), "--preview-origin")?;
    if own == preview {
        let message = message!("desk-same-origins", origin = own.to_string());
        return Err(terminal.usage(message, Some(message!("desk-same-origins.hint"))));
    }
    let name = options.user_header.as_ref().ok_or_else(|| needs("--user-header"))?;
    let user_header = UserHeader::parse(name).ok_or_else(|| {
        terminal.usage(message!("desk-bad-user-header", name), Some(message!("desk-bad-user-header.hint")))
    })?;
    let file = options.secret_file.as_ref().ok_or_else(|| needs("--secret-file"))?;
    let secret = secret(file, terminal)?;
    let branch = |name: &String| {
        let hint = message!("desk-bad-branch.hint");
        Branch::parse(name).ok_or_else(|| terminal.usage(message!("desk-bad-branch", name), Some(hint)))
    };
    let push_to = options.push_to.as_ref().map(branch).transpose()?;
    Ok(TeamOptions { proxy: Proxy { origin: own, preview, user_header, secret }, push_to, environment: environment() })
}

#[expect(clippy::disallowed_methods, reason = "the environment is read here, at the edge")]
fn environment() -> Vec<(OsString, OsString)> {
    let value = |name: &str| Some((OsString::from(name), std::env::var_os(name)?));
    ENVIRONMENT.into_iter().filter_map(value).collect()
}

/// Reads a secret that others can neither read nor change.
#[expect(clippy::disallowed_methods, reason = "the secret is read here, at the edge")]
fn secret(path: &Path, terminal: &Terminal) -> Result<Secret, Exit> {
    let file = path.display();
    let read = || {
        let opened = fs::File::open(path)?;
        let mut bytes = Vec::new();
        let mode = system::mode_of(&opened)?;
        opened.take(SECRET_MOST as u64 + 3).read_to_end(&mut bytes)?;
        Ok((mode, bytes))
    };
    let (mode, bytes) = read().map_err(|error: io::Error| {
        terminal.machine(message!("desk-secret-unreadable", file = path.display(), error), None)
    })?;
    if mode & OPEN_TO_OTHERS != 0 {
        let hint = message!("desk-secret-open.hint", file = path.display());
        return Err(terminal.machine(message!("desk-secret-open", file), Some(hint)));
    }
    Secret::parse(&bytes).ok_or_else(|| {
        let hint = message!("desk-secret-short.hint", file = path.display());
        let message = message!("desk-secret-short", file = path.display(), least = SECRET_LEAST, most = SECRET_MOST);
        terminal.machine(message, Some(hint))
    })
}

fn team_listener(options: &Desk, terminal: &Terminal) -> Result<(TeamListener, String), Exit> {
    #[cfg(unix)]
    if let Some(path) = &options.team.socket {
        return socket(path, terminal);
    }
    let listener = port(options, terminal)?;
    let place = listener.local_addr().map(|address| address.to_string()).unwrap_or_default();
    Ok((TeamListener::Port(listener), place))
}

#[cfg(unix)]
fn socket(path: &Path, terminal: &Terminal) -> Result<(TeamListener, String), Exit> {
    use std::os::unix::{
        fs::PermissionsExt as _,
        net::{UnixListener, UnixStream},
    };
    let bound = || {
        // A socket that nobody answers at was left behind by a desk that was killed.
        if UnixStream::connect(path).is_err_and(|error| error.kind() == io::ErrorKind::ConnectionRefused) {
            remove_socket(path);
        }
        let listener = UnixListener::bind(path)?;
        fs::set_permissions(path, fs::Permissions::from_mode(SOCKET_MODE))?;
        Ok(listener)
    };
    let listener = bound().map_err(|error: io::Error| terminal.machine(message!("desk-cannot-listen", error), None))?;
    Ok((TeamListener::Socket(listener), path.display().to_string()))
}

/// Removes a socket, and nothing else that may stand there.
#[cfg(unix)]
#[expect(clippy::disallowed_methods, reason = "the socket is this command's own")]
fn remove_socket(path: &Path) {
    use std::os::unix::fs::FileTypeExt as _;
    if fs::symlink_metadata(path).is_ok_and(|meta| meta.file_type().is_socket()) {
        // A socket that cannot be removed is told by whoever next listens there.
        let _ = fs::remove_file(path);
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;

    use super::*;
    use crate::cli::args::{Arguments, Command};

    /// Of a port that the system keeps for itself, and of one that another program has.
    #[test]
    fn a_port_that_cannot_be_had_is_told_with_what_helps() {
        let check = |line: &str, kind: io::ErrorKind, hint: Option<&str>| {
            let Command::Desk(options) = Arguments::parse_from(line.split(' ')).command else { panic!("{line}") };
            let found = why_refused(&kind.into(), &options).1.map(|hint| hint.to_string());
            assert_eq!(found.as_deref(), hint, "{line}: {kind}");
        };
        check("icsi desk --port 1", io::ErrorKind::PermissionDenied, Some("take a port above 1023"));
        let next = "give another port, or leave --port out to take the next free one";
        check("icsi desk --port 8100", io::ErrorKind::AddrInUse, Some(next));
        check("icsi desk", io::ErrorKind::AddrInUse, Some("give one: --port N"));
        check("icsi desk --behind-proxy", io::ErrorKind::AddrInUse, Some("give one: --port N"));
        check("icsi desk --port 8100", io::ErrorKind::AddrNotAvailable, None);
    }
}
