//! The stream of events that open pages listen to. An event says that something changed; the page asks what.

use std::{convert::Infallible, sync::Arc, time::Duration};

use axum::{
    body::Body,
    http::{Response, StatusCode},
    response::{
        IntoResponse,
        sse::{Event, KeepAlive, Sse},
    },
};
use futures_util::stream;
use tokio::sync::Semaphore;

use super::{reply::text, state::ServeState};
use crate::{message, messages::MessageLanguage};

/// The most pages that can be open at once. Hidden tabs do not count.
pub(crate) const STREAMS: usize = 128;
/// The interval at which a line without meaning is sent, so that a connection that is gone is noticed.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// Streams the generation of what is shown: the current one, then each new one.
pub(crate) fn stream(state: &ServeState, streams: &Arc<Semaphore>, language: MessageLanguage) -> Response<Body> {
    let Ok(permit) = Arc::clone(streams).try_acquire_owned() else {
        return text(StatusCode::SERVICE_UNAVAILABLE, &message!("reply-too-many-pages"), language);
    };
    let mut follow = state.follow();
    follow.mark_changed();
    let changes = stream::unfold((follow, permit), |(mut follow, permit)| async move {
        follow.changed().await.ok()?;
        let generation = follow.borrow_and_update().to_string();
        let event = Event::default().id(generation.as_str()).data(generation).retry(Duration::from_millis(500));
        Some((Ok::<Event, Infallible>(event), (follow, permit)))
    });
    Sse::new(changes).keep_alive(KeepAlive::new().interval(KEEP_ALIVE)).into_response()
}
