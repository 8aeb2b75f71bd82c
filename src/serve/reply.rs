//! Parts of every answer: finding and rendering an output, and simple responses.

use std::sync::Arc;

use axum::{
    body::{Body, Bytes},
    http::{HeaderValue, Response, StatusCode, header},
};

use super::{
    Server,
    address::{self, Destination},
    site::{Built, Checksum, checksum},
};
use crate::{diagnostics::Diagnostic, message::Message, messages::MessageLanguage};

/// The folder of the server's own pages and files. No id or language can begin with an underscore.
pub(crate) const OWN: &str = "/__icsi/";

/// The target of a path, and the bytes of the output if one is to be sent.
pub(crate) struct Answer {
    pub destination: Destination,
    pub bytes: Option<(Checksum, Bytes)>,
}

/// Looks a path up, and renders the output that it leads to.
///
/// # Errors
///
/// When the output cannot be rendered, after which the site is not the one to serve any more.
pub(crate) async fn look_up(server: &Arc<Server>, site: &Arc<Built>, path: &str) -> Result<Answer, ()> {
    let (task_site, task_path) = (Arc::clone(site), path.to_owned());
    let result = tokio::task::spawn_blocking(move || {
        let destination = address::find(&task_site, &task_path);
        let bytes = match destination {
            Destination::Output(place) | Destination::Missing(Some(place)) | Destination::Gone(Some(place)) => {
                let bytes = task_site.render(place)?;
                Some((checksum(&bytes), bytes))
            }
            Destination::Redirect(_)
            | Destination::Missing(None)
            | Destination::Gone(None)
            | Destination::Malformed => None,
        };
        Ok::<Answer, Box<Diagnostic>>(Answer { destination, bytes })
    });
    match result.await {
        Ok(Ok(answer)) => Ok(answer),
        Ok(Err(diagnostic)) => {
            server.state.template_failed(site, &diagnostic);
            Err(())
        }
        Err(_) => Err(()),
    }
}

/// One thing that the server says, as a plain text.
pub(crate) fn text(status: StatusCode, message: &Message, language: MessageLanguage) -> Response<Body> {
    typed(status, "text/plain; charset=utf-8", format!("{}\n", message.text(language)))
}

/// A body of a media type.
pub(crate) fn typed(status: StatusCode, kind: &'static str, body: impl Into<Body>) -> Response<Body> {
    let mut response = Response::new(body.into());
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    response
}
