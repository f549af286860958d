//! The threads of one proxied connection: two that read and decide, two that deliver when it is time.

use std::collections::HashSet;
use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Condvar, Mutex, PoisonError, Weak};
use std::thread;
use std::time::{Duration, Instant};

use socket2::SockRef;

use super::frame::{Framer, Speaker};
use super::{Direction, Entry, Fault, Shared, hide};

/// How much of a command or response the transcript keeps.
const KEPT: usize = 4096;

/// How long a hook waits for the server to answer what it has seen.
const PATIENCE: Duration = Duration::from_secs(5);

pub(super) struct Connection {
    number: usize,
    shared: Arc<Shared>,
    client: TcpStream,
    server: TcpStream,
    /// The server spoke last, or nobody has.
    turn_of_client: AtomicBool,
    stalled: AtomicBool,
    reset: AtomicBool,
    unanswered: Mutex<HashSet<String>>,
    answered: Condvar,
}

/// Bytes and when they are due; the end of a direction is the end of its queue.
type Parcel = (Instant, Vec<u8>);

pub(super) fn start(number: usize, client: TcpStream, server: TcpStream, shared: Arc<Shared>) -> Weak<Connection> {
    let _ = client.set_nodelay(true);
    let _ = server.set_nodelay(true);
    let connection = Arc::new(Connection {
        number,
        shared,
        client,
        server,
        turn_of_client: AtomicBool::new(true),
        stalled: AtomicBool::new(false),
        reset: AtomicBool::new(false),
        unanswered: Mutex::default(),
        answered: Condvar::new(),
    });
    let (to_server, for_server) = channel();
    let (to_client, for_client) = channel();
    let of = |connection: &Arc<Connection>| Arc::clone(connection);
    let (commands, responses, up, down) = (of(&connection), of(&connection), of(&connection), of(&connection));
    let refusals = to_client.clone();
    thread::spawn(move || commands.read_commands(&to_server, &refusals));
    thread::spawn(move || responses.read_responses(&to_client));
    thread::spawn(move || up.deliver(Direction::ToServer, for_server));
    thread::spawn(move || down.deliver(Direction::ToClient, for_client));
    Arc::downgrade(&connection)
}

impl Connection {
    pub(super) fn close(&self) {
        let _ = self.client.shutdown(Shutdown::Both);
        let _ = self.server.shutdown(Shutdown::Both);
    }

    /// Lets nothing pass any more, and both ends be told by RST once the last thread has let go of them.
    fn reset(&self) {
        self.reset.store(true, Ordering::SeqCst);
        self.stalled.store(true, Ordering::SeqCst);
        for stream in [&self.client, &self.server] {
            let _ = SockRef::from(stream).set_linger(Some(Duration::ZERO));
            // Wakes who reads it; the other end hears nothing of it.
            let _ = stream.shutdown(Shutdown::Read);
        }
    }

    fn read_commands(&self, to_server: &Sender<Parcel>, to_client: &Sender<Parcel>) {
        let mut framer = Framer::new(Speaker::Client);
        let mut buffer = vec![0; 1 << 16];
        let mut command = Vec::new();
        let mut refused = false;
        while let Some(length) = read(&self.client, &mut buffer) {
            if self.turn_of_client.swap(false, Ordering::SeqCst) {
                self.shared.state().round_trips += 1;
            }
            for piece in framer.feed(&buffer[..length]) {
                let line = String::from_utf8_lossy(&piece.bytes).into_owned();
                let refusal = if piece.first { self.refusal(&line) } else { None };
                if piece.first {
                    refused = refusal.is_some();
                    self.run_hooks(&line);
                }
                keep(&mut command, &piece.bytes);
                if piece.last {
                    self.record(Direction::ToServer, &std::mem::take(&mut command));
                }
                if let Some(answer) = refusal {
                    self.wait_for_answers();
                    self.record(Direction::ToClient, answer.as_bytes());
                    self.send(to_client, answer.into_bytes());
                    framer.refuse_literal(&piece.bytes);
                }
                if !refused {
                    if piece.first
                        && let Some((tag, _)) = line.split_once(' ')
                    {
                        self.unanswered.lock().unwrap_or_else(PoisonError::into_inner).insert(tag.to_owned());
                    }
                    self.send(to_server, piece.bytes);
                }
            }
        }
        self.send(to_server, framer.rest());
    }

    /// What the client is told when the server shall not see its command.
    fn refusal(&self, line: &str) -> Option<String> {
        let (tag, _) = line.split_once(' ')?;
        if let Some(capability) = hide::used(line, &self.shared.hidden) {
            return Some(format!("{tag} BAD {capability} is hidden\r\n"));
        }
        let answers = &mut self.shared.state().answers;
        let armed = answers.iter_mut().position(|prepared| {
            let is_meant = line.contains(&prepared.pattern);
            let is_due = is_meant && prepared.to_pass == 0;
            prepared.to_pass = prepared.to_pass.saturating_sub(usize::from(is_meant));
            is_due
        })?;
        Some(answers.remove(armed).answer.replace("<tag>", tag))
    }

    /// A line without a tag (DONE, the base64 of AUTHENTICATE) is part of a command that cannot be answered before it.
    fn run_hooks(&self, line: &str) {
        let mut hooks = self.shared.command_hooks.lock().unwrap_or_else(PoisonError::into_inner);
        if hooks.is_empty() || !line.contains(' ') {
            return;
        }
        self.wait_for_answers();
        for hook in hooks.iter_mut() {
            hook(line.trim_ascii_end());
        }
    }

    fn wait_for_answers(&self) {
        let waiting = self.unanswered.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = self.answered.wait_timeout_while(waiting, PATIENCE, |tags| !tags.is_empty());
    }

    fn read_responses(&self, to_client: &Sender<Parcel>) {
        let mut framer = Framer::new(Speaker::Server);
        let mut buffer = vec![0; 1 << 16];
        let mut response = Vec::new();
        while let Some(length) = read(&self.server, &mut buffer) {
            for piece in framer.feed(&buffer[..length]) {
                response.extend_from_slice(&piece.bytes);
                if piece.last {
                    let response = std::mem::take(&mut response);
                    for edited in self.edit(&response) {
                        self.record(Direction::ToClient, &edited);
                        self.send(to_client, edited);
                    }
                    self.note_answer(&response);
                }
            }
        }
        response.extend(framer.rest());
        self.send(to_client, response);
        // The other thread may be waiting for an answer that will not come, and the client must learn of the end.
        self.unanswered.lock().unwrap_or_else(PoisonError::into_inner).clear();
        self.answered.notify_all();
        let _ = self.client.shutdown(Shutdown::Read);
    }

    fn edit(&self, response: &[u8]) -> Vec<Vec<u8>> {
        let mut responses: Vec<Vec<u8>> = hide::rewrite(response, &self.shared.hidden).into_iter().collect();
        for edit in self.shared.response_edits.lock().unwrap_or_else(PoisonError::into_inner).iter_mut() {
            responses = responses.iter().flat_map(|response| edit(response)).collect();
        }
        responses
    }

    fn note_answer(&self, response: &[u8]) {
        let tag = response.split(|byte| *byte == b' ').next().unwrap_or_default();
        let tag = String::from_utf8_lossy(tag);
        if self.unanswered.lock().unwrap_or_else(PoisonError::into_inner).remove(tag.as_ref()) {
            self.answered.notify_all();
        }
    }

    fn send(&self, queue: &Sender<Parcel>, bytes: Vec<u8>) {
        if !bytes.is_empty() {
            // A closed queue means the connection is over.
            let _ = queue.send((Instant::now() + self.shared.delay, bytes));
        }
    }

    fn deliver(&self, direction: Direction, parcels: Receiver<Parcel>) {
        let mut stream = match direction {
            Direction::ToServer => &self.server,
            Direction::ToClient => &self.client,
        };
        for (due, bytes) in parcels {
            thread::sleep(due.saturating_duration_since(Instant::now()));
            if self.stalled.load(Ordering::SeqCst) {
                continue;
            }
            let (passing, fault) = self.shared.state().pass(direction, bytes.len());
            if direction == Direction::ToClient && passing > 0 {
                self.turn_of_client.store(true, Ordering::SeqCst);
            }
            let written = stream.write_all(&bytes[..passing]);
            match fault {
                Some(Fault::Stall) => self.stalled.store(true, Ordering::SeqCst),
                None if written.is_ok() => {}
                Some(Fault::Reset) => return self.reset(),
                Some(Fault::Close) | None => return self.close(),
            }
        }
        if self.reset.load(Ordering::SeqCst) {
            return;
        }
        // A client does not learn that its stalled connection is over; a server learns that the client has gone.
        if direction == Direction::ToServer || !self.stalled.load(Ordering::SeqCst) {
            let _ = stream.shutdown(Shutdown::Write);
        }
    }

    fn record(&self, direction: Direction, bytes: &[u8]) {
        let text = String::from_utf8_lossy(&bytes[..bytes.len().min(KEPT)]).trim_end_matches(['\r', '\n']).to_owned();
        self.shared.state().transcript.push(Entry { connection: self.number, direction, text });
    }
}

fn keep(command: &mut Vec<u8>, bytes: &[u8]) {
    command.extend_from_slice(&bytes[..bytes.len().min(KEPT.saturating_sub(command.len()))]);
}

fn read(mut stream: &TcpStream, buffer: &mut [u8]) -> Option<usize> {
    stream.read(buffer).ok().filter(|length| *length > 0)
}
