//! Lets letters into memory, and runs checks on threads of their own: no more at a time than there are permits.

use std::sync::Arc;
use std::time::Duration;

use axum::http::StatusCode;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, timeout_at};

use crate::Limits;
use crate::answer::Problem;

/// The permits for work.
pub(crate) struct Work {
    checks: Arc<Semaphore>,
    texts: Arc<Semaphore>,
    files: Arc<Semaphore>,
    waiting_timeout: Duration,
    timeout: Duration,
}

impl Work {
    pub(crate) fn new(limits: &Limits) -> Self {
        let permits = |number| Arc::new(Semaphore::new(number));
        Self {
            checks: permits(limits.checks),
            texts: permits(limits.texts),
            files: permits(limits.files),
            waiting_timeout: limits.waiting_timeout,
            timeout: limits.work_timeout,
        }
    }

    /// The permit to have a text in memory: to be held from before it is read until its answer has left, also by a check
    /// that nobody waits for any more.
    ///
    /// # Errors
    /// When none becomes free in time.
    pub(crate) async fn permit_for_text(&self) -> Result<OwnedSemaphorePermit, Problem> {
        permit(&self.texts, Instant::now() + self.waiting_timeout).await
    }

    /// The same for a file.
    ///
    /// # Errors
    /// When none becomes free in time.
    pub(crate) async fn permit_for_file(&self) -> Result<OwnedSemaphorePermit, Problem> {
        permit(&self.files, Instant::now() + self.waiting_timeout).await
    }

    /// Does `job` as soon as there is a core for it.
    ///
    /// # Errors
    /// When it is not done in time; it then goes on, and keeps its core until it ends.
    pub(crate) async fn run<T: Send + 'static>(&self, job: impl FnOnce() -> T + Send + 'static) -> Result<T, Problem> {
        let deadline = Instant::now() + self.timeout;
        let permit = permit(&self.checks, deadline).await?;
        let running = tokio::task::spawn_blocking(move || {
            let done = job();
            drop(permit);
            done
        });
        match timeout_at(deadline, running).await {
            Ok(Ok(done)) => Ok(done),
            // Only where a panic does not end the program, as it does in a release.
            Ok(Err(_)) => {
                Err(Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "Noget gik galt i traek. Brevet er ikke læst."))
            }
            Err(_) => Err(Problem::new(
                StatusCode::SERVICE_UNAVAILABLE,
                "Det tager for lang tid at læse brevet. Prøv med en mindre del af det.",
            )),
        }
    }
}

async fn permit(permits: &Arc<Semaphore>, deadline: Instant) -> Result<OwnedSemaphorePermit, Problem> {
    match timeout_at(deadline, Arc::clone(permits).acquire_owned()).await {
        Ok(Ok(permit)) => Ok(permit),
        Ok(Err(_)) | Err(_) => Err(Problem::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "Der er mange breve, som skal læses lige nu. Prøv igen om lidt.",
        )),
    }
}
