//! The addresses under `/api`, as `docs/openapi.yaml` describes them.

use std::sync::Arc;

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use axum::http::header::{self, HeaderMap, HeaderValue};
use axum::response::{IntoResponse, Response};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode, utf8_percent_encode};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use tokio::sync::OwnedSemaphorePermit;

use crate::answer::{self, Problem};
use crate::body::{self, MediaType};
use crate::{File, Letter, Linter, Refusal, Shared};

/// The header with the name of a file, percent-encoded: an address would end up in logs.
const NAME: &str = "x-traek-name";

/// The header with the genre of a letter in a file.
const GENRE: &str = "x-traek-genre";

/// No file system has longer names (bytes).
const LONGEST_NAME: usize = 255;

/// What a name may have unencoded in `Content-Disposition` (RFC 5987).
const ENCODED_IN_NAMES: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_');

type Server<L> = State<Arc<Shared<L>>>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CheckRequest {
    text: String,
    genre: Option<String>,
    #[serde(default)]
    strict: bool,
    mode: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FixRequest {
    text: String,
    genre: Option<String>,
    #[serde(default, rename = "unsafe")]
    also_unsafe: bool,
}

pub(crate) async fn check<L: Linter>(State(server): Server<L>, request: Request) -> Result<Response, Problem> {
    let (CheckRequest { text, genre, strict, mode }, permit) = server.json(request).await?;
    let letter = Letter { text, genre, strict, mode };
    let (report, permit) = server.linted(move |linter| Ok((linter.check(&letter)?, permit))).await?;
    Ok(answer::json(answer::permitted(report, permit)))
}

pub(crate) async fn check_file<L: Linter>(State(server): Server<L>, request: Request) -> Result<Response, Problem> {
    let genre = genre(request.headers())?;
    let (file, permit) = server.file(request).await?;
    let check = move |linter: &L| Ok((linter.check_file(&file, genre.as_deref())?, permit));
    let (report, permit) = server.linted(check).await?;
    Ok(answer::json(answer::permitted(report, permit)))
}

pub(crate) async fn fix<L: Linter>(State(server): Server<L>, request: Request) -> Result<Response, Problem> {
    let (FixRequest { text, genre, also_unsafe }, permit) = server.json(request).await?;
    let letter = Letter { text, genre, ..Letter::default() };
    let (fixed, permit) = server.linted(move |linter| Ok((linter.fix(&letter, also_unsafe)?, permit))).await?;
    Ok(answer::json(answer::permitted(json_bytes(&fixed)?, permit)))
}

pub(crate) async fn comments<L: Linter>(State(server): Server<L>, request: Request) -> Result<Response, Problem> {
    let genre = genre(request.headers())?;
    let (file, permit) = server.file(request).await?;
    let comment = move |linter: &L| Ok((linter.comments(&file, genre.as_deref())?, permit));
    let (commented, permit) = server.linted(comment).await?;
    let name = utf8_percent_encode(&commented.name, ENCODED_IN_NAMES);
    let mut response = Response::new(answer::permitted(commented.bytes, permit));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(commented.media_type));
    let disposition = HeaderValue::from_str(&format!("attachment; filename*=UTF-8''{name}"));
    headers.extend(disposition.ok().map(|value| (header::CONTENT_DISPOSITION, value)));
    Ok(response)
}

pub(crate) async fn explain<L: Linter>(
    State(server): Server<L>,
    path: Result<Path<(String, String)>, PathRejection>,
) -> Result<Response, Problem> {
    let Ok(Path((marker, name))) = path else { return Err(Problem::not_found()) };
    let explained = server.linted(move |linter| linter.explain(&format!("{marker}/{name}"))).await?;
    json_bytes(&explained).map(answer::json)
}

pub(crate) async fn names<L: Linter>(State(server): Server<L>) -> Result<Response, Problem> {
    json_bytes(&server.linter.names()).map(answer::json)
}

pub(crate) async fn stop<L: Linter>(State(server): Server<L>, headers: HeaderMap) -> Result<Response, Problem> {
    MediaType::Json.expect(&headers)?;
    server.stop.send_replace(true);
    Ok(StatusCode::NO_CONTENT.into_response())
}

impl<L: Linter> Shared<L> {
    /// What a request with a text says, and the permit to have it in memory.
    async fn json<T: DeserializeOwned>(&self, request: Request) -> Result<(T, OwnedSemaphorePermit), Problem> {
        MediaType::Json.expect(request.headers())?;
        let permit = self.work.permit_for_text().await?;
        let bytes = body::read(request.into_body(), self.limits.text_bytes, &self.limits).await?;
        Ok((body::json(&bytes)?, permit))
    }

    /// The file that a request has, and the permit to have it in memory.
    async fn file(&self, request: Request) -> Result<(File, OwnedSemaphorePermit), Problem> {
        MediaType::File.expect(request.headers())?;
        let name = file_name(request.headers())?;
        let permit = self.work.permit_for_file().await?;
        let bytes = body::read(request.into_body(), self.limits.file_bytes, &self.limits).await?;
        Ok((File { name, bytes }, permit))
    }

    async fn linted<T: Send + 'static>(
        &self,
        job: impl FnOnce(&L) -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, Problem> {
        let linter = Arc::clone(&self.linter);
        Ok(self.work.run(move || job(&linter)).await??)
    }
}

fn json_bytes(value: &impl Serialize) -> Result<Vec<u8>, Problem> {
    let unwritten = |_| Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "Svaret kan ikke skrives.");
    serde_json::to_vec(value).map_err(unwritten)
}

fn genre(headers: &HeaderMap) -> Result<Option<String>, Problem> {
    let unclear = || Problem::new(StatusCode::BAD_REQUEST, "Genren i X-Traek-Genre kan ikke læses.");
    headers.get(GENRE).map(|genre| genre.to_str().map(str::to_owned).map_err(|_| unclear())).transpose()
}

/// The name of a file without folders, and without signs that steer a terminal or a document.
fn file_name(headers: &HeaderMap) -> Result<String, Problem> {
    let wrong = |what: &str| Problem::new(StatusCode::BAD_REQUEST, format!("Filens navn i X-Traek-Name {what}."));
    let encoded = headers.get(NAME).ok_or_else(|| wrong("mangler"))?;
    let name = percent_decode(encoded.as_bytes()).decode_utf8().map_err(|_| wrong("er ikke UTF-8"))?;
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let name: String = name.chars().filter(|sign| !sign.is_control() && !sets_direction(*sign)).collect();
    match name.trim() {
        "" | "." | ".." => Err(wrong("mangler")),
        name if name.len() > LONGEST_NAME => Err(wrong("er for langt")),
        name => Ok(name.to_owned()),
    }
}

/// Whether a sign sets the direction of the text after it: `brev\u{202E}cod.exe` would be shown as `brevexe.doc`.
fn sets_direction(sign: char) -> bool {
    matches!(sign, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}
