//! Standard output and standard error: whether they are terminals, how wide, and what happens when the reader leaves.

use std::io::{BufWriter, IsTerminal, Stdout, Write};

use annotate_snippets::Renderer;
use anstream::{AutoStream, ColorChoice};

/// Width (columns) where the output is no terminal.
const WIDTH_WITHOUT_TERMINAL: usize = 100;

/// Narrower than this (columns) nothing can be shown side by side.
const NARROWEST: usize = 40;

/// Line numbers, bars and the dots of a cut line stand beside a marked place (columns).
const BESIDE_PLACE: usize = 20;

/// Wider than this (columns) lines are hard to follow.
const WIDEST: usize = 140;

/// Standard output, buffered.
pub(crate) struct Screen {
    out: BufWriter<Stdout>,
    pub(crate) style: Style,
}

/// How text is laid out on a stream.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Style {
    /// Whether colours are wanted: a terminal, and no `NO_COLOR`.
    pub(crate) colours: bool,
    /// Columns.
    pub(crate) width: usize,
}

impl Style {
    fn of(choice: ColorChoice) -> Self {
        let width = terminal_size::terminal_size().map_or(WIDTH_WITHOUT_TERMINAL, |(width, _)| usize::from(width.0));
        Self { colours: !matches!(choice, ColorChoice::Never), width: width.clamp(NARROWEST, WIDEST) }
    }

    /// The style of a file.
    pub(crate) fn of_file() -> Self {
        Self { colours: false, width: WIDTH_WITHOUT_TERMINAL }
    }

    /// The style of standard error.
    pub(crate) fn of_stderr() -> Self {
        Self::of(AutoStream::choice(&std::io::stderr()))
    }

    pub(crate) fn renderer(self) -> Renderer {
        let renderer = if self.colours { Renderer::styled() } else { Renderer::plain() };
        renderer.term_width(self.width)
    }

    /// Columns for a marked place, beside line numbers and the words around it.
    pub(crate) fn room(self) -> usize {
        self.width - BESIDE_PLACE
    }

    /// `text` in bold where there are colours.
    pub(crate) fn bold(self, text: &str) -> String {
        if self.colours { format!("\u{1b}[1m{text}\u{1b}[0m") } else { text.to_owned() }
    }
}

impl Screen {
    /// Whether somebody looks at it.
    pub(crate) fn is_terminal(&self) -> bool {
        std::io::stdout().is_terminal()
    }

    pub(crate) fn new() -> Self {
        Self { out: BufWriter::new(std::io::stdout()), style: Style::of(AutoStream::choice(&std::io::stdout())) }
    }
}

impl Write for Screen {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.out.write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.out.flush()
    }
}

/// Writes `bemærk: message` on standard error.
pub(crate) fn note(message: &str) {
    say(&format!("bemærk: {message}"));
}

/// Writes `fejl: message` on standard error.
pub(crate) fn complain(message: &str) {
    say(&format!("fejl: {message}"));
}

/// Writes a line on standard error. Nobody is told when that is gone: there is nowhere to tell it.
pub(crate) fn say(text: &str) {
    let _ = writeln!(anstream::stderr(), "{text}");
}
