//! How far a long run has come, on a terminal.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Fewer letters than this are read before a bar could be looked at.
const FEWEST: usize = 100;

/// A bar on standard error, or nothing where that is no terminal.
pub(crate) struct Progress(Option<ProgressBar>);

impl Progress {
    /// `shown` is whether the results go elsewhere, so that the bar does not stand among them.
    pub(crate) fn new(letters: usize, shown: bool) -> Self {
        if letters < FEWEST || !shown {
            return Self(None);
        }
        let bar = ProgressBar::with_draw_target(Some(letters as u64), ProgressDrawTarget::stderr());
        let template = "{bar:30} {pos} af {len} breve, {eta} endnu";
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        Self(Some(bar))
    }

    /// One more letter is done. Can be called from any thread.
    pub(crate) fn step(&self) {
        if let Some(bar) = &self.0 {
            bar.inc(1);
        }
    }

    /// Does `work`, which writes to the terminal, with the bar out of the way.
    pub(crate) fn aside<T>(&self, work: impl FnOnce() -> T) -> T {
        match &self.0 {
            Some(bar) => bar.suspend(work),
            None => work(),
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.0 {
            bar.finish_and_clear();
        }
    }
}
