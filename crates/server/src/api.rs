//! The addresses under `/api`, as `docs/openapi.yaml` describes them.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use axum::http::header::{self, HeaderMap, HeaderValue};
use axum::response::{IntoResponse, Response};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode, utf8_percent_encode};
use serde::{Deserialize, Serialize};

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
    let CheckRequest { text, genre, strict, mode } = server.json(request).await?;
    let letter = Letter { text, genre, strict, mode };
    server.linted(move |linter| linter.check(&letter)).await.map(answer::json)
}

pub(crate) async fn check_file<L: Linter>(State(server): Server<L>, request: Request) -> Result<Response, Problem> {
    let genre = genre(request.headers())?;
    let _place = server.work.place_for_file().await?;
    let file = server.file(request).await?;
    server.linted(move |linter| linter.check_file(&file, genre.as_deref())).await.map(answer::json)
}

pub(crate) async fn fix<L: Linter>(State(server): Server<L>, request: Request) -> Result<Response, Problem> {
    let FixRequest { text, genre, also_unsafe } = server.json(request).await?;
    let letter = Letter { text, genre, ..Letter::default() };
    let fixed = server.linted(move |linter| linter.fix(&letter, also_unsafe)).await?;
    written(&fixed)
}

pub(crate) async fn comments<L: Linter>(State(server): Server<L>, request: Request) -> Result<Response, Problem> {
    let _place = server.work.place_for_file().await?;
    let file = server.file(request).await?;
    let commented = server.linted(move |linter| linter.comments(&file)).await?;
    let name = utf8_percent_encode(&commented.name, ENCODED_IN_NAMES);
    let mut response = Response::new(Body::from(commented.bytes));
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
    written(&server.linted(move |linter| linter.explain(&format!("{marker}/{name}"))).await?)
}

pub(crate) async fn names<L: Linter>(State(server): Server<L>) -> Result<Response, Problem> {
    written(&server.linter.names())
}

pub(crate) async fn stop<L: Linter>(State(server): Server<L>, headers: HeaderMap) -> Result<Response, Problem> {
    MediaType::Json.expect(&headers)?;
    server.stop.send_replace(true);
    Ok(StatusCode::NO_CONTENT.into_response())
}

impl<L: Linter> Shared<L> {
    async fn json<T: serde::de::DeserializeOwned>(&self, request: Request) -> Result<T, Problem> {
        MediaType::Json.expect(request.headers())?;
        body::json(&body::read(request.into_body(), self.limits.text_bytes, &self.limits).await?)
    }

    async fn file(&self, request: Request) -> Result<File, Problem> {
        MediaType::File.expect(request.headers())?;
        let name = file_name(request.headers())?;
        let bytes = body::read(request.into_body(), self.limits.file_bytes, &self.limits).await?;
        Ok(File { name, bytes })
    }

    async fn linted<T: Send + 'static>(
        &self,
        job: impl FnOnce(&L) -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, Problem> {
        let linter = Arc::clone(&self.linter);
        Ok(self.work.run(move || job(&linter)).await??)
    }
}

fn written(value: &impl Serialize) -> Result<Response, Problem> {
    let bytes = serde_json::to_vec(value);
    bytes.map(answer::json).map_err(|_| Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "Svaret kan ikke skrives."))
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
    let name: String = name.chars().filter(|sign| !sign.is_control()).collect();
    match name.trim() {
        "" | "." | ".." => Err(wrong("mangler")),
        name if name.len() > LONGEST_NAME => Err(wrong("er for langt")),
        name => Ok(name.to_owned()),
    }
}
