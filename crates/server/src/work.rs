//! Runs checks on threads of their own, no more at a time than there are cores.

use std::sync::Arc;
use std::time::Duration;

use axum::http::StatusCode;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, timeout_at};

use crate::Limits;
use crate::answer::Problem;

/// The places for work.
pub(crate) struct Work {
    checks: Arc<Semaphore>,
    files: Arc<Semaphore>,
    most: Duration,
}

impl Work {
    pub(crate) fn new(limits: &Limits) -> Self {
        let places = |number| Arc::new(Semaphore::new(number));
        Self { checks: places(limits.checks), files: places(limits.files), most: limits.work }
    }

    /// A place for a file, to be held from before it is read until it is answered: so many files are in memory.
    ///
    /// # Errors
    /// When none becomes free in time.
    pub(crate) async fn place_for_file(&self) -> Result<OwnedSemaphorePermit, Problem> {
        place(&self.files, Instant::now() + self.most).await
    }

    /// Does `job` as soon as there is a place for it.
    ///
    /// # Errors
    /// When it is not done in time; it then goes on, and keeps its place until it ends.
    pub(crate) async fn run<T: Send + 'static>(&self, job: impl FnOnce() -> T + Send + 'static) -> Result<T, Problem> {
        let deadline = Instant::now() + self.most;
        let place = place(&self.checks, deadline).await?;
        let running = tokio::task::spawn_blocking(move || {
            let done = job();
            drop(place);
            done
        });
        match timeout_at(deadline, running).await {
            Ok(Ok(done)) => Ok(done),
            // Only where a panic does not end the program.
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

async fn place(places: &Arc<Semaphore>, deadline: Instant) -> Result<OwnedSemaphorePermit, Problem> {
    match timeout_at(deadline, Arc::clone(places).acquire_owned()).await {
        Ok(Ok(place)) => Ok(place),
        Ok(Err(_)) | Err(_) => Err(Problem::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "Der er mange breve, som skal læses lige nu. Prøv igen om lidt.",
        )),
    }
}
