//! A TCP proxy between a client under test and a real server: counts, delays, cuts, hides capabilities, interferes.
//!
//! It speaks plain IMAP and may not know what the client under test is.
//!
//! ```no_run
//! use imap_dal_tests::{proxy::{Direction, Fault, Proxy}, server::Server};
//! use std::time::Duration;
//!
//! let server = Server::from_env();
//! let proxy = Proxy::to(server.address()).delay(Duration::from_millis(5)).hide(["SEARCHRES"]).start();
//! let url = server.alice().url_at(proxy.address());
//! // .. a client connects to `url` and does something ..
//! assert_eq!(proxy.round_trips(), 2);
//! assert!(proxy.commands().iter().all(|command| !command.contains('$')));
//! proxy.cut(Direction::ToClient, 100, Fault::Close);
//! ```

use std::collections::HashSet;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::thread;
use std::time::Duration;

mod frame;
mod hide;
mod pump;

/// Which way bytes go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// From the client to the server.
    ToServer,
    /// From the server to the client.
    ToClient,
}

/// What happens to a connection at a cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Both ends are told that the connection is over (FIN).
    Close,
    /// Both ends are told that it never should have been (RST): reads and writes fail with `ECONNRESET`.
    Reset,
    /// Nothing passes any more, in either direction, and nobody is told.
    Stall,
}

/// One command or response as it passed, literals included, without the last CRLF.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Which connection, counted from 0.
    pub connection: usize,
    /// Which way it went.
    pub direction: Direction,
    /// What was said; bytes that are not UTF-8 are replaced, the text ends after 4,096 octets.
    pub text: String,
}

type CommandHook = Box<dyn FnMut(&str) + Send>;
type ResponseEdit = Box<dyn FnMut(&[u8]) -> Vec<Vec<u8>> + Send>;

/// A proxy to be: what it shall do beside forwarding.
#[must_use]
pub struct Builder {
    target: String,
    delay: Duration,
    hidden: Vec<String>,
    command_hooks: Vec<CommandHook>,
    response_edits: Vec<ResponseEdit>,
}

impl Builder {
    /// Bytes take this long in each direction; a round trip costs twice as much.
    pub fn delay(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    /// Takes capabilities out of every CAPABILITY response and code, with the response codes that come with them
    /// (APPENDUID, COPYUID, HIGHESTMODSEQ), and answers BAD to a command that uses one nevertheless.
    ///
    /// Known by what they bring to commands: SEARCHRES (`$`, SAVE), ESEARCH, ESORT, PARTIAL, CONTEXT=SEARCH, MOVE, UIDPLUS,
    /// CONDSTORE, QRESYNC, SORT, SORT=DISPLAY, THREAD=.., LITERAL+, WITHIN, BINARY, PREVIEW, SAVEDATE, OBJECTID,
    /// LIST-EXTENDED, LIST-STATUS, STATUS=SIZE, SPECIAL-USE, SASL-IR and those that are named like their command. MULTIAPPEND
    /// is only no longer announced.
    pub fn hide<S: Into<String>>(mut self, capabilities: impl IntoIterator<Item = S>) -> Self {
        self.hidden.extend(capabilities.into_iter().map(|name| name.into().to_ascii_uppercase()));
        self
    }

    /// Runs `hook` with each command line that contains `pattern`, tag and all, before the server sees it and after
    /// the server has answered everything it has seen: here a second client can interfere.
    pub fn before_command(mut self, pattern: &str, mut hook: impl FnMut(&str) + Send + 'static) -> Self {
        let pattern = pattern.to_owned();
        self.command_hooks.push(Box::new(move |line| {
            if line.contains(&pattern) {
                hook(line);
            }
        }));
        self
    }

    /// Passes every response, with its literals and its CRLF, through `edit`; the client gets what it returns, in that order.
    pub fn edit_responses(mut self, edit: impl FnMut(&[u8]) -> Vec<Vec<u8>> + Send + 'static) -> Self {
        self.response_edits.push(Box::new(edit));
        self
    }

    /// Sends the client `bytes` (with CRLF) before the first response that contains `pattern`.
    pub fn inject_before(self, pattern: &str, bytes: &str) -> Self {
        let pattern = pattern.to_owned();
        let mut pending = Some(bytes.as_bytes().to_vec());
        self.edit_responses(move |response| {
            let injected = if contains(response, &pattern) { pending.take() } else { None };
            injected.into_iter().chain([response.to_vec()]).collect()
        })
    }

    /// Holds back responses that contain `pattern` until one that contains `until` has passed.
    pub fn hold(self, pattern: &str, until: &str) -> Self {
        let (pattern, until) = (pattern.to_owned(), until.to_owned());
        let mut held = Vec::new();
        let mut over = false;
        self.edit_responses(move |response| {
            if !over && contains(response, &until) {
                over = true;
                let mut out = vec![response.to_vec()];
                out.append(&mut held);
                return out;
            }
            if !over && contains(response, &pattern) {
                held.push(response.to_vec());
                return Vec::new();
            }
            vec![response.to_vec()]
        })
    }

    /// Starts to listen on a free loopback port.
    pub fn start(self) -> Proxy {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free loopback port");
        let address = listener.local_addr().expect("a bound socket has an address");
        let shared = Arc::new(Shared {
            delay: self.delay,
            hidden: self.hidden,
            command_hooks: Mutex::new(self.command_hooks),
            response_edits: Mutex::new(self.response_edits),
            state: Mutex::new(State::default()),
        });
        let accepting = Arc::clone(&shared);
        let target = self.target;
        thread::spawn(move || accept(&listener, &target, &accepting));
        Proxy { address, shared }
    }
}

/// A running proxy; it and all its connections end when it is dropped.
pub struct Proxy {
    address: SocketAddr,
    shared: Arc<Shared>,
}

impl Proxy {
    /// A proxy to `target` (`host:port`).
    pub fn to(target: impl Into<String>) -> Builder {
        Builder {
            target: target.into(),
            delay: Duration::ZERO,
            hidden: Vec::new(),
            command_hooks: Vec::new(),
            response_edits: Vec::new(),
        }
    }

    /// Where the client shall connect.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// How often a client spoke after having been spoken to (or first), over all connections.
    ///
    /// A client that writes one flight in several goes is counted right only with a delay: without, an answer may arrive
    /// between them.
    pub fn round_trips(&self) -> u64 {
        self.shared.state().round_trips
    }

    /// How often the server had answered everything before it was asked again.
    pub fn waits(&self) -> usize {
        self.under_way().into_iter().filter(|commands| *commands == 0).count()
    }

    /// How many commands were under way at once, at most.
    pub fn most_under_way(&self) -> usize {
        self.under_way().into_iter().max().map_or(0, |before| before + 1)
    }

    /// How many commands were not answered yet, whenever one came.
    fn under_way(&self) -> Vec<usize> {
        let (mut counts, mut under_way) = (Vec::new(), HashSet::new());
        for Entry { direction, text, .. } in self.transcript() {
            let tag = text.split(' ').next().unwrap_or_default().to_owned();
            if direction == Direction::ToClient {
                under_way.remove(&tag);
            } else {
                counts.push(under_way.len());
                under_way.insert(tag);
            }
        }
        counts
    }

    /// Bytes that reached the server.
    pub fn bytes_to_server(&self) -> u64 {
        self.shared.state().bytes_to_server
    }

    /// Bytes that reached the client.
    pub fn bytes_to_client(&self) -> u64 {
        self.shared.state().bytes_to_client
    }

    /// Connections made so far.
    pub fn connections(&self) -> usize {
        self.shared.state().connections
    }

    /// Everything said so far, both ways, in the order it passed here.
    pub fn transcript(&self) -> Vec<Entry> {
        self.shared.state().transcript.clone()
    }

    /// The commands of all connections with their literals, without their tags.
    pub fn commands(&self) -> Vec<String> {
        let to_server = self.transcript().into_iter().filter(|entry| entry.direction == Direction::ToServer);
        to_server
            .map(|entry| entry.text.split_once(' ').map_or(entry.text.clone(), |(_, rest)| rest.to_owned()))
            .collect()
    }

    /// Starts the counts and the transcript anew.
    pub fn reset(&self) {
        let mut state = self.shared.state();
        state.round_trips = 0;
        state.bytes_to_server = 0;
        state.bytes_to_client = 0;
        state.transcript.clear();
    }

    /// Lets `bytes` more pass in this direction, then breaks the connection that passed the last of them. Later connections
    /// are whole.
    pub fn cut(&self, direction: Direction, bytes: u64, fault: Fault) {
        self.shared.state().cut = Some(Cut { direction, left: bytes, fault });
    }

    /// Answers the next command whose line contains `pattern` in the server's place, which never sees it: `<tag>` in the
    /// answer becomes the command's tag, and every line needs its CRLF. Several wait side by side; each answers once.
    pub fn answer(&self, pattern: &str, answer: &str) {
        self.shared.state().answers.push(Prepared {
            pattern: pattern.to_owned(),
            to_pass: 0,
            answer: answer.to_owned(),
        });
    }

    /// As [`answer`](Self::answer), of the command that comes behind `to_pass` others.
    pub fn answer_after(&self, to_pass: usize, answer: &str) {
        self.shared.state().answers.push(Prepared { pattern: String::new(), to_pass, answer: answer.to_owned() });
    }

    /// Takes back every cut and answer that has not happened.
    pub fn forgive(&self) {
        let mut state = self.shared.state();
        state.cut = None;
        state.answers.clear();
    }

    /// Closes all connections now.
    pub fn sever(&self) {
        self.shared.state().sever();
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        let mut state = self.shared.state();
        state.stopped = true;
        state.sever();
        drop(state);
        // Wakes the thread that accepts.
        let _ = TcpStream::connect(self.address);
    }
}

struct Shared {
    delay: Duration,
    hidden: Vec<String>,
    command_hooks: Mutex<Vec<CommandHook>>,
    response_edits: Mutex<Vec<ResponseEdit>>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    round_trips: u64,
    bytes_to_server: u64,
    bytes_to_client: u64,
    connections: usize,
    transcript: Vec<Entry>,
    cut: Option<Cut>,
    answers: Vec<Prepared>,
    open: Vec<Weak<pump::Connection>>,
    stopped: bool,
}

/// An answer in the server's place.
struct Prepared {
    pattern: String,
    /// How many commands that match pass before.
    to_pass: usize,
    answer: String,
}

struct Cut {
    direction: Direction,
    left: u64,
    fault: Fault,
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn sever(&mut self) {
        for connection in self.open.drain(..).filter_map(|connection| connection.upgrade()) {
            connection.close();
        }
    }

    /// How many of `length` bytes may pass, and what happens then.
    fn pass(&mut self, direction: Direction, length: usize) -> (usize, Option<Fault>) {
        let mut passing = length;
        let mut fault = None;
        if let Some(cut) = self.cut.as_mut().filter(|cut| cut.direction == direction) {
            passing = length.min(usize::try_from(cut.left).unwrap_or(length));
            cut.left -= passing as u64;
            if cut.left == 0 {
                fault = Some(cut.fault);
                self.cut = None;
            }
        }
        match direction {
            Direction::ToServer => self.bytes_to_server += passing as u64,
            Direction::ToClient => self.bytes_to_client += passing as u64,
        }
        (passing, fault)
    }
}

fn accept(listener: &TcpListener, target: &str, shared: &Arc<Shared>) {
    for client in listener.incoming() {
        let mut state = shared.state();
        if state.stopped {
            return;
        }
        let Ok(client) = client else { continue };
        let Ok(server) = TcpStream::connect(target) else { continue };
        let connection = pump::start(state.connections, client, server, Arc::clone(shared));
        state.connections += 1;
        state.open.retain(|connection| connection.strong_count() > 0);
        state.open.push(connection);
    }
}

fn contains(response: &[u8], pattern: &str) -> bool {
    response.windows(pattern.len().max(1)).any(|window| window == pattern.as_bytes())
}
