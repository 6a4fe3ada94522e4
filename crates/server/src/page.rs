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

/// All of them.
pub(crate) const FILES: &[PageFile] = &[
    PageFile { path: "/", media_type: "text/html; charset=utf-8", bytes: include_bytes!("../page/index.html") },
    PageFile { path: "/app.js", media_type: "text/javascript; charset=utf-8", bytes: include_bytes!("../page/app.js") },
    PageFile { path: "/style.css", media_type: "text/css; charset=utf-8", bytes: include_bytes!("../page/style.css") },
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
            .any(|value| matches!(value.trim().trim_start_matches("W/"), "*") || value.trim().ends_with(&tag));
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
