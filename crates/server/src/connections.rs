//! Accepts connections, and lets them go: when they are too many, too old, or when the server stops.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::time::{sleep, timeout};

use crate::Limits;
use crate::stream::TimedStream;

/// More headers than this no browser sends.
const MOST_HEADERS: usize = 64;

/// When the system gives no more connections: time for some to end.
const PAUSE_WITHOUT_FILES: Duration = Duration::from_millis(50);

/// Answers on `listener` until `stopped` says so.
pub(crate) async fn serve(listener: TcpListener, app: Router, limits: Limits, mut stopped: watch::Receiver<bool>) {
    let permits = Arc::new(Semaphore::new(limits.connections));
    loop {
        let next = async {
            let permit = Arc::clone(&permits).acquire_owned().await;
            (permit, listener.accept().await)
        };
        let (permit, accepted) = tokio::select! {
            next = next => next,
            _ = stopped.wait_for(|stopped| *stopped) => break,
        };
        let Ok((stream, _)) = accepted else {
            sleep(PAUSE_WITHOUT_FILES).await;
            continue;
        };
        let (app, stopped) = (app.clone(), stopped.clone());
        tokio::spawn(async move {
            connection(stream, app, limits, stopped).await;
            drop(permit);
        });
    }
    drop(listener);
    // All permits are free when the last connection is closed.
    let all = u32::try_from(limits.connections).unwrap_or(u32::MAX);
    let _ = timeout(limits.shutdown_timeout, permits.acquire_many(all)).await;
}

/// Answers the requests of one connection.
async fn connection(stream: TcpStream, app: Router, limits: Limits, mut stopped: watch::Receiver<bool>) {
    // Answers are whole: waiting for more to send with them only costs time.
    let _ = stream.set_nodelay(true);
    let stream = TokioIo::new(TimedStream::new(stream, limits.answer_timeout));
    let mut served = std::pin::pin!(
        http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(limits.head_timeout)
            .max_buf_size(limits.head_bytes)
            .max_headers(MOST_HEADERS)
            .serve_connection(stream, TowerToHyperService::new(app))
    );
    // A connection that breaks off has nobody to be told.
    let last = tokio::select! {
        _ = served.as_mut() => return,
        () = sleep(limits.connection_lifetime) => limits.request_timeout(),
        _ = stopped.wait_for(|stopped| *stopped) => limits.shutdown_timeout,
    };
    served.as_mut().graceful_shutdown();
    let _ = timeout(last, served).await;
}

/// Stops the server on Ctrl-C, and on the signal that ends a service.
pub(crate) fn stop_on_signals(stop: watch::Sender<bool>) -> io::Result<()> {
    #[cfg(unix)]
    let mut ended = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
    tokio::spawn(async move {
        #[cfg(unix)]
        tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            _ = ended.recv() => {}
        }
        #[cfg(not(unix))]
        let _ = tokio::signal::ctrl_c().await;
        stop.send_replace(true);
    });
    Ok(())
}
