//! The HTTP half of traek's page: takes requests from a browser on the same machine, or from a department's own
//! proxy, and hands them to a [`Linter`] that somebody else brings.
//!
//! It knows no rules and no file formats, opens no file and keeps nothing: a letter lives as long as its request. No
//! letter text is in any answer about an error, and nothing is logged.

mod answer;
mod api;
mod body;
mod connections;
mod guard;
mod limits;
mod linter;
mod page;
mod stream;
mod work;

use std::io;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::middleware::{self, Next};
use axum::response::Response;
use axum::routing::{get, post};
use tokio::sync::watch;

pub use limits::Limits;
pub use linter::{Commented, Explained, File, Fixed, Letter, Linter, Name, Names, Refusal};

use answer::Problem;
use guard::Guard;
use work::Work;

/// Who may use a server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Whoever sits at this machine; a page that they visit elsewhere may not.
    ThisMachine,
    /// Whoever reaches the address and asks for one of these names (`traek.kommune.dk`, without scheme and port).
    Named(Vec<String>),
}

/// How a server is set up.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where it listens; port 0 is a free one.
    pub address: SocketAddr,
    /// Who may use it.
    pub reach: Reach,
    /// What it takes at most.
    pub limits: Limits,
    /// Whether Ctrl-C, or the signal that ends a service, ends it in good order.
    pub ends_on_signals: bool,
}

/// A server that listens already.
#[derive(Debug)]
pub struct Server {
    listener: TcpListener,
    address: SocketAddr,
    settings: Settings,
}

/// What every request may need.
struct Shared<L> {
    linter: Arc<L>,
    work: Work,
    limits: Limits,
    stop: watch::Sender<bool>,
}

impl Server {
    /// Listens; answers come when it runs.
    ///
    /// # Errors
    /// When the address is in use, or not this machine's.
    pub fn bind(settings: Settings) -> io::Result<Self> {
        let listener = TcpListener::bind(settings.address)?;
        listener.set_nonblocking(true)?;
        Ok(Self { address: listener.local_addr()?, listener, settings })
    }

    /// Where it listens, with the port that it got.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Answers until it is told to stop; requests that are being answered then have
    /// [`Limits::shutdown_timeout`] to end.
    ///
    /// # Errors
    /// When the system gives no threads, or no signals where they are wanted.
    pub fn run(self, linter: impl Linter) -> io::Result<()> {
        let Self { listener, address, settings } = self;
        let limits = settings.limits;
        let runtime =
            tokio::runtime::Builder::new_current_thread().enable_all().max_blocking_threads(limits.checks).build()?;
        let (stop, stopped) = watch::channel(false);
        let guard = Guard::new(settings.reach, address.port());
        let shared = Shared { linter: Arc::new(linter), work: Work::new(&limits), limits, stop: stop.clone() };
        let app = router(shared, guard);
        let result = runtime.block_on(async {
            if settings.ends_on_signals {
                connections::stop_on_signals(stop)?;
            }
            let listener = tokio::net::TcpListener::from_std(listener)?;
            connections::serve(listener, app, limits, stopped).await;
            Ok(())
        });
        // A check that is still running must not keep the process.
        runtime.shutdown_background();
        result
    }
}

/// Every address that is answered.
fn router<L: Linter>(shared: Shared<L>, guard: Guard) -> Router {
    let mut router = Router::new()
        .route("/healthz", get(|| async { "ok" }))
        .route("/api/check", post(api::check::<L>))
        .route("/api/check-file", post(api::check_file::<L>))
        .route("/api/fix", post(api::fix::<L>))
        .route("/api/comments", post(api::comments::<L>))
        .route("/api/explain/{marker}/{name}", get(api::explain::<L>))
        .route("/api/names", get(api::names::<L>));
    if guard.is_for_this_machine() {
        router = router.route("/api/stop", post(api::stop::<L>));
    }
    for file in page::FILES {
        router = router.route(file.path, get(move |headers| async move { file.answer(&headers) }));
    }
    router
        .fallback(|| async { Problem::not_found() })
        .method_not_allowed_fallback(|| async { Problem::wrong_method() })
        .layer(middleware::from_fn_with_state(Arc::new(guard), guarded))
        .layer(middleware::map_response(answer::with_headers))
        .with_state(Arc::new(shared))
}

async fn guarded(State(guard): State<Arc<Guard>>, request: Request, next: Next) -> Result<Response, Problem> {
    guard.judge(request.method(), request.uri(), request.headers())?;
    Ok(next.run(request).await)
}
