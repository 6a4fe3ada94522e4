//! Servers to be tested: the command itself, and one in this process whose linter does as it is told.

use std::io::{BufRead, BufReader, Read};
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::process::{Child, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::thread::JoinHandle;
use std::time::Duration;

use serde_json::json;
use traek_server::{
    Commented, Explained, File, Fixed, Letter, Limits, Linter, Names, Reach, Refusal, Server, Settings,
};

use super::client::Request;
use crate::support::command;

/// Longer than any test takes.
pub(crate) const LONG: Duration = Duration::from_secs(600);

/// As short as a test wants it that has to wait for it.
pub(crate) const SHORT: Duration = Duration::from_millis(100);

/// `traek serve`, running.
pub(crate) struct Page {
    child: Child,
    stdout: BufReader<ChildStdout>,
    pub(crate) address: SocketAddr,
    /// The line in which it says where it is.
    pub(crate) greeting: String,
}

/// How it ended.
pub(crate) struct Ended {
    pub(crate) status: ExitStatus,
    /// What it wrote after its first line.
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Page {
    /// The page of the project's folder, without any configuration.
    pub(crate) fn open() -> Self {
        Self::of(command().args(["serve", "--no-open", "--no-config"]))
    }

    /// The page that `command` opens.
    pub(crate) fn of(command: &mut Command) -> Self {
        Self::try_of(command).expect("a line with an address")
    }

    /// The same, unless it does not come to that.
    pub(crate) fn try_of(command: &mut Command) -> Option<Self> {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("traek starts");
        let mut stdout = BufReader::new(child.stdout.take().expect("a pipe"));
        let mut greeting = String::new();
        stdout.read_line(&mut greeting).expect("a line");
        let address = greeting.split_once(" på ").and_then(|(_, rest)| rest.split_once(' '));
        let address = address.map(|(address, _)| address.trim_start_matches("http://").trim_end_matches('/'));
        let Some(address) = address.and_then(|address| address.parse().ok()) else {
            let _ = child.wait();
            return None;
        };
        Some(Self { child, stdout, address, greeting })
    }

    /// Stops it as the page does.
    pub(crate) fn stop(self) -> Ended {
        assert_eq!(Request::json("/api/stop", &json!({})).send(self.address).status, 204);
        self.ended()
    }

    /// Waits for its end.
    pub(crate) fn ended(mut self) -> Ended {
        let (mut stdout, mut stderr) = (String::new(), String::new());
        self.stdout.read_to_string(&mut stdout).expect("UTF-8");
        self.child.stderr.take().expect("a pipe").read_to_string(&mut stderr).expect("UTF-8");
        Ended { status: self.child.wait().expect("it ends"), stdout, stderr }
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A port that is free now.
pub(crate) fn free_port() -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
    listener.local_addr().expect("bound").port()
}

/// A server in this process.
pub(crate) struct Inside {
    pub(crate) address: SocketAddr,
    pub(crate) gate: Arc<Gate>,
    thread: JoinHandle<std::io::Result<()>>,
}

impl Inside {
    /// Runs one; its linter's checks begin, and end when the gate is open.
    pub(crate) fn new(limits: Limits, open: bool) -> Self {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        let settings = Settings { address, reach: Reach::ThisMachine, limits, ends_on_signals: false };
        let server = Server::bind(settings).expect("a free port");
        let gate = Arc::new(Gate::default());
        if open {
            gate.open();
        }
        let (address, linter) = (server.address(), GatedLinter(Arc::clone(&gate)));
        Self { address, gate, thread: std::thread::spawn(move || server.run(linter)) }
    }

    /// Tells it to stop.
    pub(crate) fn tell(&self) {
        assert_eq!(Request::json("/api/stop", &json!({})).send(self.address).status, 204);
    }

    /// Waits for its end.
    pub(crate) fn ended(self) {
        self.thread.join().expect("no panic").expect("it ran");
        self.gate.open();
    }
}

/// Limits that no test reaches by accident.
pub(crate) fn patient() -> Limits {
    Limits {
        head_timeout: LONG,
        waiting_timeout: LONG,
        body_timeout: LONG,
        work_timeout: LONG,
        answer_timeout: LONG,
        connection_lifetime: LONG,
        shutdown_timeout: LONG,
        ..Limits::default()
    }
}

/// A letter to be checked.
pub(crate) fn letter() -> Request {
    Request::json("/api/check", &json!({ "text": "Kære Mia\n\nRing, såfremt du er i tvivl.\n" }))
}

/// What checks have to pass.
#[derive(Default)]
pub(crate) struct Gate {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    open: bool,
    begun: usize,
    running: usize,
    most: usize,
}

impl Gate {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("nobody panics here")
    }

    fn pass(&self) {
        let mut state = self.state();
        state.begun += 1;
        state.running += 1;
        state.most = state.most.max(state.running);
        self.changed.notify_all();
        let mut state = self.changed.wait_while(state, |state| !state.open).expect("nobody panics here");
        state.running -= 1;
    }

    pub(crate) fn open(&self) {
        self.state().open = true;
        self.changed.notify_all();
    }

    /// Waits until so many checks have begun.
    pub(crate) fn wait_for(&self, checks: usize) {
        let waited = self.changed.wait_while(self.state(), |state| state.begun < checks);
        assert!(waited.is_ok());
    }

    /// How many checks ran at the same time.
    pub(crate) fn most(&self) -> usize {
        self.state().most
    }
}

/// A letter on which the linter of [`Inside`] panics.
pub(crate) const PANICS: &str = "panik";

/// The bytes of an answer that no system takes from a server while nobody reads it.
pub(crate) const LARGE: usize = 64 * 1024 * 1024;

/// A letter that the linter of [`Inside`] has a [`LARGE`] answer to; so has any file that is to have comments.
pub(crate) const LENGTHY: &str = "langt";

struct GatedLinter(Arc<Gate>);

impl Linter for GatedLinter {
    fn check(&self, letter: &Letter) -> Result<Vec<u8>, Refusal> {
        assert_ne!(letter.text, PANICS);
        self.0.pass();
        Ok(if letter.text == LENGTHY { vec![b' '; LARGE] } else { b"{}".to_vec() })
    }

    fn check_file(&self, _: &File, _: Option<&str>) -> Result<Vec<u8>, Refusal> {
        self.0.pass();
        Ok(b"{}".to_vec())
    }

    fn fix(&self, letter: &Letter, _: bool) -> Result<Fixed, Refusal> {
        self.0.pass();
        Ok(Fixed { text: letter.text.clone(), made: 0 })
    }

    fn comments(&self, file: &File, _: Option<&str>) -> Result<Commented, Refusal> {
        self.0.pass();
        let media_type = "application/octet-stream";
        Ok(Commented { name: file.name.clone(), media_type, bytes: vec![0; LARGE] })
    }

    fn explain(&self, rule: &str) -> Result<Explained, Refusal> {
        self.0.pass();
        Err(Refusal::Unknown(rule.to_owned()))
    }

    fn names(&self) -> Names {
        let none = Vec::new;
        Names { markers: none(), moves: none(), genres: none(), severities: none(), fairness: none() }
    }
}
