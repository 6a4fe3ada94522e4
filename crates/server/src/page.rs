//! The files of the page, as they were when the program was built.

use std::hash::{DefaultHasher, Hasher};

use axum::body::Body;
use axum::http::header::{self, HeaderValue};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;

/// A file of the page.
pub(crate) struct PageFile {
    pub(crate) path: &'static str,
    media_type: &'static str,
    bytes: &'static [u8],
}

const HTML: &str = "text/html; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";
const STYLE: &str = "text/css; charset=utf-8";

macro_rules! file {
    ($path:literal, $name:literal, $media_type:expr) => {
        PageFile { path: $path, media_type: $media_type, bytes: include_bytes!(concat!("../page/", $name)) }
    };
}

/// All of them.
pub(crate) const FILES: &[PageFile] = &[
    file!("/", "index.html", HTML),
    file!("/advice.js", "advice.js", SCRIPT),
    file!("/announce.js", "announce.js", SCRIPT),
    file!("/api.js", "api.js", SCRIPT),
    file!("/app.js", "app.js", SCRIPT),
    file!("/checker.js", "checker.js", SCRIPT),
    file!("/copying.js", "copying.js", SCRIPT),
    file!("/danish.js", "danish.js", SCRIPT),
    file!("/dom.js", "dom.js", SCRIPT),
    file!("/dropping.js", "dropping.js", SCRIPT),
    file!("/editor.js", "editor.js", SCRIPT),
    file!("/file-view.js", "file-view.js", SCRIPT),
    file!("/files.js", "files.js", SCRIPT),
    file!("/highlights.js", "highlights.js", SCRIPT),
    file!("/keyboard.js", "keyboard.js", SCRIPT),
    file!("/leaving.js", "leaving.js", SCRIPT),
    file!("/letter.js", "letter.js", SCRIPT),
    file!("/moves.js", "moves.js", SCRIPT),
    file!("/note.js", "note.js", SCRIPT),
    file!("/notes.js", "notes.js", SCRIPT),
    file!("/offsets.js", "offsets.js", SCRIPT),
    file!("/opening.js", "opening.js", SCRIPT),
    file!("/paste.js", "paste.js", SCRIPT),
    file!("/peek.js", "peek.js", SCRIPT),
    file!("/problem.js", "problem.js", SCRIPT),
    file!("/profile.js", "profile.js", SCRIPT),
    file!("/icon.svg", "icon.svg", "image/svg+xml"),
    file!("/base.css", "base.css", STYLE),
    file!("/controls.css", "controls.css", STYLE),
    file!("/good.css", "good.css", STYLE),
    file!("/layout.css", "layout.css", STYLE),
    file!("/letter.css", "letter.css", STYLE),
    file!("/messages.css", "messages.css", STYLE),
    file!("/notes.css", "notes.css", STYLE),
    file!("/system.css", "system.css", STYLE),
];

impl PageFile {
    /// The file, or that the browser has it already. A browser asks each time, so that a new version shows at once.
    pub(crate) fn answer(&self, asked: &HeaderMap) -> Response {
        let tag = self.tag();
        let known = asked
            .get_all(header::IF_NONE_MATCH)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','))
            .map(str::trim)
            .any(|value| value == "*" || value.strip_prefix("W/").unwrap_or(value) == tag);
        let mut response = Response::new(if known { Body::empty() } else { Body::from(self.bytes) });
        if known {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
        }
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(self.media_type));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        headers.extend(HeaderValue::from_str(&tag).ok().map(|tag| (header::ETAG, tag)));
        response
    }

    /// A name for the content, in quotes: another content has another name.
    fn tag(&self) -> String {
        let mut hasher = DefaultHasher::new();
        hasher.write(self.bytes);
        format!("\"{:016x}\"", hasher.finish())
    }
}
