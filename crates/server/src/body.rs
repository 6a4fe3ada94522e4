//! Reads the bodies of requests within bounds of type, size and time.

use std::time::Duration;

use axum::body::{Body, HttpBody};
use axum::http::StatusCode;
use axum::http::header::{self, HeaderMap};
use http_body_util::BodyExt;
use serde::de::DeserializeOwned;
use serde_json::error::Category;
use tokio::time::{Instant, timeout_at};

use crate::Limits;
use crate::answer::Problem;

/// So long the rest of a body that is refused is read.
const LINGER: Duration = Duration::from_secs(1);

/// What a body must say that it is. A page elsewhere cannot say either without asking first, and is refused then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MediaType {
    Json,
    File,
}

impl MediaType {
    fn name(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::File => "application/octet-stream",
        }
    }

    /// # Errors
    /// When the body is something else, or does not say.
    pub(crate) fn expect(self, headers: &HeaderMap) -> Result<(), Problem> {
        let given = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let essence = given.split(';').next().unwrap_or_default().trim();
        if essence.eq_ignore_ascii_case(self.name()) {
            return Ok(());
        }
        let message = format!("Indholdet skal sendes som {}.", self.name());
        Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, message))
    }
}

/// Reads a body of at most `most` bytes. Memory grows with what has come, not with what is announced.
pub(crate) async fn read(mut body: Body, most: usize, limits: &Limits) -> Result<Vec<u8>, Problem> {
    let deadline = Instant::now() + limits.body_timeout;
    let mut bytes = Vec::new();
    if body.size_hint().lower() > most as u64 {
        return Err(too_large(body, most));
    }
    loop {
        let frame = match timeout_at(deadline, body.frame()).await {
            Ok(Some(Ok(frame))) => frame,
            Ok(None) => return Ok(bytes),
            Ok(Some(Err(_))) => return Err(Problem::new(StatusCode::BAD_REQUEST, "Anmodningen blev afbrudt.")),
            Err(_) => return Err(Problem::new(StatusCode::REQUEST_TIMEOUT, "Det tog for lang tid at modtage brevet.")),
        };
        let Ok(data) = frame.into_data() else { continue };
        if data.len() > most - bytes.len() {
            return Err(too_large(body, most));
        }
        bytes.extend_from_slice(&data);
    }
}

/// Refuses a body. What is on its way is read and thrown away for a while, because a sender whose connection breaks
/// does not read why.
fn too_large(mut rest: Body, most: usize) -> Problem {
    let deadline = Instant::now() + LINGER;
    tokio::spawn(async move {
        let mut left = most;
        while let Ok(Some(Ok(frame))) = timeout_at(deadline, rest.frame()).await {
            let read = frame.data_ref().map_or(0, |data| data.len());
            if read > left {
                break;
            }
            left -= read;
        }
    });
    let message = format!("Brevet er for stort: der er plads til {} MB.", most / 1024 / 1024);
    Problem::new(StatusCode::PAYLOAD_TOO_LARGE, message)
}

/// What a body of JSON says.
pub(crate) fn json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    serde_json::from_slice(bytes).map_err(|error| {
        // The parser's own message may quote the letter.
        let what = match error.classify() {
            Category::Data => "har ikke de felter, som adressen tager",
            Category::Io | Category::Syntax | Category::Eof => "er ikke gyldig JSON",
        };
        let place = format!("linje {}, byte {}", error.line(), error.column());
        Problem::new(StatusCode::BAD_REQUEST, format!("Indholdet {what} ({place})."))
    })
}
