//! Decides whose requests are answered, before anything else is done with them.
//!
//! A server on one's own machine can be reached by every page that one visits. Such a page must not be able to read
//! answers by giving its own name this address (DNS rebinding: the Host it then asks for is its own), nor to have
//! something done (cross-site requests: they say where they are from).

use axum::http::header::{self, HeaderMap};
use axum::http::{Method, StatusCode, Uri};

use crate::Reach;
use crate::answer::Problem;

/// Knows who may ask.
#[derive(Debug)]
pub(crate) struct Guard {
    reach: Reach,
    port: u16,
}

/// The names of one's own machine.
const THIS_MACHINE: [&str; 3] = ["127.0.0.1", "localhost", "[::1]"];

/// The port that browsers leave out.
const HTTP_PORT: u16 = 80;

impl Guard {
    pub(crate) fn new(reach: Reach, port: u16) -> Self {
        Self { reach, port }
    }

    pub(crate) fn is_for_this_machine(&self) -> bool {
        self.reach == Reach::ThisMachine
    }

    /// # Errors
    /// Why the request is refused.
    pub(crate) fn judge(&self, method: &Method, uri: &Uri, headers: &HeaderMap) -> Result<(), Problem> {
        let host = self.host(uri, headers)?;
        let origin = self.has_own_origin(&host, headers)?;
        let site = is_from_own_site(method, uri, headers)?;
        if method == Method::POST && !self.is_for_this_machine() && !origin && !site {
            return Err(foreign("Anmodningen siger ikke, hvor den kommer fra (Origin mangler)."));
        }
        Ok(())
    }

    /// The host that is asked for, when it is ours.
    fn host(&self, uri: &Uri, headers: &HeaderMap) -> Result<String, Problem> {
        let unclear = || Problem::new(StatusCode::BAD_REQUEST, "Anmodningen skal nævne præcis én vært (Host).");
        let mut hosts = headers.get_all(header::HOST).iter();
        let (Some(host), None) = (hosts.next(), hosts.next()) else { return Err(unclear()) };
        let host = host.to_str().map_err(|_| unclear())?.to_ascii_lowercase();
        // A request to a proxy names the host once more.
        if uri.authority().is_some_and(|authority| !authority.as_str().eq_ignore_ascii_case(&host)) {
            return Err(unclear());
        }
        if self.is_own(&host) {
            return Ok(host);
        }
        let message =
            "Siden har et andet navn end det, der bliver spurgt efter. Brug adressen, som »traek serve« viser.";
        Err(Problem::new(StatusCode::MISDIRECTED_REQUEST, message))
    }

    /// Whether `host` (in lower case) is this server's.
    fn is_own(&self, host: &str) -> bool {
        let (name, port) = split(host);
        match &self.reach {
            Reach::ThisMachine => {
                let port_is_own = match port {
                    Some(port) => port == self.port.to_string(),
                    None => self.port == HTTP_PORT,
                };
                THIS_MACHINE.contains(&name) && port_is_own
            }
            // A proxy in front of it has a port of its own.
            Reach::Named(names) => names.iter().any(|own| own.eq_ignore_ascii_case(name)),
        }
    }

    /// Whether the request says that it is from our own page.
    ///
    /// # Errors
    /// When it is from another one.
    fn has_own_origin(&self, host: &str, headers: &HeaderMap) -> Result<bool, Problem> {
        let mut origins = headers.get_all(header::ORIGIN).iter().peekable();
        let given = origins.peek().is_some();
        let own = |origin: &str| match origin.to_ascii_lowercase().split_once("://") {
            Some(("http", rest)) => rest == host,
            Some(("https", rest)) => rest == host && !self.is_for_this_machine(),
            _ => false,
        };
        if origins.all(|origin| origin.to_str().is_ok_and(own)) {
            Ok(given)
        } else {
            Err(foreign("Anmodningen kommer fra en anden side."))
        }
    }
}

/// Whether the browser says that the request is from our own page, or from nobody's.
///
/// # Errors
/// When it is from another page. Following a link to the page is in order.
fn is_from_own_site(method: &Method, uri: &Uri, headers: &HeaderMap) -> Result<bool, Problem> {
    let mut sites = headers.get_all("sec-fetch-site").iter().peekable();
    let given = sites.peek().is_some();
    if sites.all(|site| site == "same-origin" || site == "none") {
        return Ok(given);
    }
    let follows_link = headers.get("sec-fetch-mode").is_some_and(|mode| mode == "navigate")
        && headers.get("sec-fetch-dest").is_some_and(|dest| dest == "document");
    if follows_link && method == Method::GET && uri.path() == "/" {
        return Ok(false);
    }
    Err(foreign("Anmodningen kommer fra en anden side."))
}

fn foreign(message: &str) -> Problem {
    Problem::new(StatusCode::FORBIDDEN, message)
}

/// A host's name and its port.
fn split(host: &str) -> (&str, Option<&str>) {
    let end_of_name = host.rfind(']').map_or(0, |at| at + 1);
    match host[end_of_name..].find(':') {
        Some(at) => (&host[..end_of_name + at], Some(&host[end_of_name + at + 1..])),
        None => (host, None),
    }
}
