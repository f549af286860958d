//! The running server: its port, its threads, and what a test can see and change while it runs.

use std::io;
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use socket2::SockRef;

use crate::builder::{Builder, Options, StoredMessage};
use crate::faults::{Fault, Faults};
use crate::memory::{self, MemoryStream};
use crate::record::{Received, Record};
use crate::session::{End, Session};
use crate::socket::Socket;
use crate::store::Store;

/// How often a session that waits for its client looks around.
pub(crate) const TICK: Duration = Duration::from_millis(20);

/// How long sessions have for their BYE when the server stops.
const FAREWELL: Duration = Duration::from_millis(200);

/// What the sessions share.
#[derive(Debug)]
pub(crate) struct Shared {
    /// The first user's mailboxes, which are what a test sees and changes unless it names another user.
    pub(crate) store: Arc<Store>,
    pub(crate) users: Vec<User>,
    pub(crate) options: Options,
    faults: Mutex<Faults>,
    record: Mutex<Record>,
    stopped: Mutex<bool>,
    stopping: Condvar,
    clients: Mutex<Clients>,
}

/// Who may sign in, and to which mailboxes.
#[derive(Clone, Debug)]
pub(crate) struct User {
    pub(crate) name: String,
    pub(crate) password: String,
    pub(crate) store: Arc<Store>,
}

/// What ends a connection from outside its session.
#[derive(Debug)]
enum Cut {
    Socket(TcpStream),
    Memory(memory::Hangup),
}

impl Cut {
    /// The session hears no more; it can still take its leave.
    fn deafen(&self) {
        match self {
            Cut::Socket(stream) => drop(stream.shutdown(Shutdown::Read)),
            Cut::Memory(_) => {}
        }
    }

    /// When it is closed, the client is told by RST (SO_LINGER 0).
    fn abandon(&self) {
        if let Cut::Socket(stream) = self {
            SockRef::from(stream).set_linger(Some(Duration::ZERO)).ok();
        }
    }

    fn cut(&self) {
        match self {
            Cut::Socket(stream) => drop(stream.shutdown(Shutdown::Both)),
            Cut::Memory(line) => line.hang_up(),
        }
    }
}

#[derive(Debug, Default)]
struct Clients {
    threads: Vec<JoinHandle<()>>,
    lines: Vec<(u64, Cut)>,
    open: usize,
}

impl Shared {
    pub(crate) fn new(first: User, others: Vec<User>, options: Options) -> Shared {
        Shared {
            store: Arc::clone(&first.store),
            users: std::iter::once(first).chain(others).collect(),
            options,
            faults: Mutex::default(),
            record: Mutex::default(),
            stopped: Mutex::new(false),
            stopping: Condvar::new(),
            clients: Mutex::default(),
        }
    }

    pub(crate) fn faults(&self) -> MutexGuard<'_, Faults> {
        lock(&self.faults)
    }

    pub(crate) fn record(&self) -> MutexGuard<'_, Record> {
        lock(&self.record)
    }

    pub(crate) fn stopped(&self) -> bool {
        *lock(&self.stopped)
    }

    /// Waits; true if the server stopped meanwhile.
    pub(crate) fn pause(&self, wait: Duration) -> bool {
        let stopped = lock(&self.stopped);
        let waited = self.stopping.wait_timeout_while(stopped, wait, |stopped| !*stopped);
        *waited.unwrap_or_else(PoisonError::into_inner).0
    }

    fn connection(&self) -> u64 {
        let mut record = self.record();
        record.connections += 1;
        record.connections
    }

    /// Takes one client more, if there is room.
    fn admit(&self) -> bool {
        let mut clients = lock(&self.clients);
        let room = clients.open < self.options.limits.clients;
        clients.open += usize::from(room);
        room
    }

    fn leave(&self, connection: u64) {
        let mut clients = lock(&self.clients);
        clients.open = clients.open.saturating_sub(1);
        clients.lines.retain(|(n, _)| *n != connection);
    }

    /// Makes a connection end with RST when its session is over.
    pub(crate) fn reset(&self, connection: u64) {
        for (_, line) in lock(&self.clients).lines.iter().filter(|(own, _)| *own == connection) {
            line.abandon();
        }
    }

    fn keep(&self, thread: JoinHandle<()>) {
        let mut clients = lock(&self.clients);
        clients.threads.retain(|t| !t.is_finished());
        clients.threads.push(thread);
    }
}

/// An IMAP server on a port of the loopback interface, in this process. It stops when it is dropped.
///
/// ```
/// use imap_dal_embedded::EmbeddedServer;
/// let server = EmbeddedServer::builder()
///     .user("alice", "secret")
///     .mailbox("INBOX", ["Subject: hi\r\n\r\nhello"])
///     .start()?;
/// assert!(server.url().starts_with("imap://alice:secret@127.0.0.1:"));
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug)]
pub struct EmbeddedServer {
    shared: Arc<Shared>,
    address: SocketAddr,
    tls_address: Option<SocketAddr>,
    url: String,
    listeners: Vec<Listener>,
}

/// A port, and the thread that takes clients there.
#[derive(Debug)]
struct Listener {
    address: SocketAddr,
    thread: JoinHandle<()>,
}

/// A mailbox of a server at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct MailboxState {
    /// Its UIDVALIDITY.
    pub uid_validity: u32,
    /// The uid the next message will have.
    pub uid_next: u32,
    /// Its HIGHESTMODSEQ.
    pub highest_modseq: u64,
    /// Its messages, ascending by uid.
    pub messages: Vec<MessageState>,
}

/// A message of a mailbox at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct MessageState {
    /// Its uid.
    pub uid: u32,
    /// Its flags, without `\Recent`.
    pub flags: Vec<String>,
    /// When it arrived.
    pub internal_date: Timestamp,
    /// When it came into this mailbox.
    pub save_date: Timestamp,
    /// Its modification sequence.
    pub modseq: u64,
    /// Its octets.
    pub bytes: Vec<u8>,
    /// Its EMAILID, shared by copies.
    pub email_id: String,
    /// Its THREADID.
    pub thread_id: String,
}

impl MessageState {
    /// Whether it has a flag, ignoring case.
    pub fn has(&self, flag: &str) -> bool {
        self.flags.iter().any(|f| f.eq_ignore_ascii_case(flag))
    }
}

impl MailboxState {
    fn of(store: &Store, name: &str) -> Option<MailboxState> {
        let state = store.lock();
        let mailbox = state.mailboxes.get(name)?;
        let message = |m: &crate::store::Message| MessageState {
            uid: m.uid,
            flags: m.flags.iter().map(str::to_owned).collect(),
            internal_date: m.internal,
            save_date: m.saved,
            modseq: m.modseq,
            bytes: m.content.bytes.clone(),
            email_id: m.content.email_id.clone(),
            thread_id: m.content.thread_id.clone(),
        };
        Some(MailboxState {
            uid_validity: mailbox.uid_validity,
            uid_next: mailbox.uid_next,
            highest_modseq: mailbox.highest_modseq,
            messages: mailbox.messages().map(message).collect(),
        })
    }

    /// The uids, ascending.
    pub fn uids(&self) -> Vec<u32> {
        self.messages.iter().map(|m| m.uid).collect()
    }
}

impl EmbeddedServer {
    /// Starts describing a server.
    pub fn builder() -> Builder {
        Builder::default()
    }

    pub(crate) fn listen(shared: Shared, port: u16, tls_port: Option<u16>) -> io::Result<EmbeddedServer> {
        let bind = |port| {
            let socket = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
            socket.local_addr().map(|address| (socket, address))
        };
        let (socket, address) = bind(port)?;
        let second = tls_port.map(bind).transpose()?;
        let at_once = shared.options.tls_at_once;
        let scheme = if at_once { "imaps" } else { "imap" };
        let credentials = shared
            .users
            .first()
            .map_or_else(String::new, |u| format!("{}:{}", percent_encoded(&u.name), percent_encoded(&u.password)));
        let mut server = EmbeddedServer {
            shared: Arc::new(shared),
            address,
            tls_address: second.as_ref().map(|(_, address)| *address),
            url: format!("{scheme}://{credentials}@{address}"),
            listeners: Vec::new(),
        };
        server.take_clients(socket, address, at_once)?;
        if let Some((socket, address)) = second {
            server.take_clients(socket, address, true)?;
        }
        Ok(server)
    }

    /// `secure`: TLS from the first octet.
    fn take_clients(&mut self, socket: TcpListener, address: SocketAddr, secure: bool) -> io::Result<()> {
        let shared = Arc::clone(&self.shared);
        let thread = std::thread::Builder::new().name("imap-embedded".to_owned());
        let thread = thread.spawn(move || accept(&socket, &shared, secure))?;
        self.listeners.push(Listener { address, thread });
        Ok(())
    }

    /// `imap://user:password@127.0.0.1:port` (`imaps` with implicit TLS), percent-encoded where needed, with the first
    /// user.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Where it listens for TLS from the first octet, if it was given a second port for that.
    pub fn tls_address(&self) -> Option<SocketAddr> {
        self.tls_address
    }

    /// A connection that needs no socket.
    ///
    /// # Errors
    /// What the operating system says if no thread can be started for it.
    pub fn connect_in_memory(&self) -> io::Result<MemoryStream> {
        let (ours, theirs) = memory::pair();
        let (shared, connection) = (Arc::clone(&self.shared), self.shared.connection());
        let admitted = shared.admit();
        if admitted {
            lock(&shared.clients).lines.push((connection, Cut::Memory(ours.hangup())));
        }
        let started = std::thread::Builder::new().name(format!("imap-embedded-{connection}")).spawn(move || {
            let mut session = Session::new(ours, Arc::clone(&shared), connection, true);
            if admitted {
                session.greet();
                session.run();
                shared.leave(connection);
            } else {
                session.turn_away();
            }
        });
        self.shared.keep(started?);
        Ok(theirs)
    }

    /// The names of all mailboxes, sorted.
    pub fn mailboxes(&self) -> Vec<String> {
        self.shared.store.lock().mailboxes.keys().cloned().collect()
    }

    /// A mailbox as it is now; `None` if there is none of that name.
    pub fn mailbox(&self, name: &str) -> Option<MailboxState> {
        MailboxState::of(&self.shared.store, name)
    }

    /// A mailbox of a user as it is now, where users have mailboxes of their own; `None` if there is none of that name.
    pub fn mailbox_of(&self, user: &str, name: &str) -> Option<MailboxState> {
        let user = self.shared.users.iter().find(|u| u.name == user)?;
        MailboxState::of(&user.store, name)
    }

    /// Adds a message, as a delivery would, and tells its uid; `None` if there is no such mailbox.
    pub fn append(&self, mailbox: &str, message: impl Into<StoredMessage>) -> Option<u32> {
        self.shared.store.lock().deliver(mailbox, message.into().incoming())
    }

    /// Removes a message, as another client would; false if there is none.
    pub fn expunge(&self, mailbox: &str, uid: u32) -> bool {
        self.shared.store.lock().expunge(mailbox, uid)
    }

    /// Replaces the flags of a message, as another client would; false if there is no such message.
    pub fn set_flags<F: AsRef<str>>(&self, mailbox: &str, uid: u32, flags: impl IntoIterator<Item = F>) -> bool {
        self.shared.store.lock().set_flags(mailbox, uid, flags.into_iter().collect())
    }

    /// Makes a mailbox; false if there is one already.
    pub fn create(&self, mailbox: &str) -> bool {
        self.shared.store.lock().create(mailbox, None)
    }

    /// Deletes a mailbox; false if there is none.
    pub fn delete(&self, mailbox: &str) -> bool {
        self.shared.store.lock().delete(mailbox)
    }

    /// Deletes a mailbox and makes it again, empty, with its role and a new UIDVALIDITY; false if there was none.
    pub fn recreate(&self, mailbox: &str) -> bool {
        self.shared.store.lock().recreate(mailbox)
    }

    /// Orders a fault.
    pub fn inject(&self, fault: Fault) {
        self.shared.faults().arm(fault);
    }

    /// Takes back all faults that have not happened.
    pub fn clear_faults(&self) {
        self.shared.faults().clear();
    }

    /// The commands received so far, oldest first, without secrets and the contents of messages.
    pub fn transcript(&self) -> Vec<Received> {
        self.shared.record().commands.iter().cloned().collect()
    }

    /// How often a client had to wait for an answer before it sent more, over all connections. The greeting counts as
    /// one.
    pub fn round_trips(&self) -> u64 {
        self.shared.record().round_trips
    }

    /// How many connections there have been.
    pub fn connections(&self) -> u64 {
        self.shared.record().connections
    }

    /// How many clients are connected.
    pub fn clients(&self) -> usize {
        lock(&self.shared.clients).open
    }

    /// Forgets the commands received and the round trips counted so far.
    pub fn clear_record(&self) {
        let mut record = self.shared.record();
        record.commands.clear();
        record.round_trips = 0;
    }
}

impl Drop for EmbeddedServer {
    fn drop(&mut self) {
        *lock(&self.shared.stopped) = true;
        self.shared.stopping.notify_all();
        for listener in self.listeners.drain(..) {
            // A connection of our own wakes it.
            TcpStream::connect(listener.address).ok();
            listener.thread.join().ok();
        }
        let (threads, lines) = {
            let mut clients = lock(&self.shared.clients);
            (std::mem::take(&mut clients.threads), std::mem::take(&mut clients.lines))
        };
        lines.iter().for_each(|(_, line)| line.deafen());
        let patience = Instant::now() + FAREWELL;
        while threads.iter().any(|t| !t.is_finished()) && Instant::now() < patience {
            std::thread::sleep(Duration::from_millis(1));
        }
        // Whoever still waits for a client that does not read is not waited for.
        lines.iter().for_each(|(_, line)| line.cut());
        for thread in threads {
            thread.join().ok();
        }
    }
}

fn accept(socket: &TcpListener, shared: &Arc<Shared>, secure: bool) {
    loop {
        let accepted = socket.accept();
        if shared.stopped() {
            return;
        }
        let Ok((stream, _)) = accepted else {
            // No descriptors left, for instance: let others finish.
            shared.pause(TICK);
            continue;
        };
        let connection = shared.connection();
        let admitted = shared.admit();
        let (client, registered) = (Arc::clone(shared), stream.try_clone());
        if let (true, Ok(stream)) = (admitted, registered) {
            lock(&shared.clients).lines.push((connection, Cut::Socket(stream)));
        }
        let started = std::thread::Builder::new().name(format!("imap-embedded-{connection}")).spawn(move || {
            // A socket or handshake that fails before a session began: there is nobody to tell.
            serve(stream, &client, connection, secure, admitted).ok();
            if admitted {
                client.leave(connection);
            }
        });
        match started {
            Ok(thread) => shared.keep(thread),
            Err(_) if admitted => shared.leave(connection),
            Err(_) => {}
        }
    }
}

fn serve(stream: TcpStream, shared: &Arc<Shared>, connection: u64, secure: bool, admitted: bool) -> io::Result<()> {
    let stream = Socket::new(stream, shared.options.limits.write)?;
    stream.set_read_timeout(TICK)?;
    if secure {
        // One client too many is not even shaken hands with.
        return if admitted { secured(stream, shared, connection, true) } else { Ok(()) };
    }
    let mut session = Session::new(stream, Arc::clone(shared), connection, false);
    if !admitted {
        session.turn_away();
        return Ok(());
    }
    session.greet();
    match session.run() {
        End::Closed => Ok(()),
        // The client knows the server already and is not greeted again.
        End::StartTls => secured(session.into_stream(), shared, connection, false),
    }
}

/// A session over TLS.
fn secured(stream: Socket, shared: &Arc<Shared>, connection: u64, greet: bool) -> io::Result<()> {
    let Some(tls) = &shared.options.tls else { return Ok(()) };
    // A handshake is a conversation of its own: it waits longer than a tick.
    stream.set_read_timeout(shared.options.limits.write)?;
    let stream = tls.0.accept(stream).map_err(|e| io::Error::other(e.to_string()))?;
    stream.get_ref().set_read_timeout(TICK)?;
    let mut session = Session::new(stream, Arc::clone(shared), connection, true);
    if greet {
        session.greet();
    }
    session.run();
    Ok(())
}

fn percent_encoded(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_are_percent_encoded() {
        let server = EmbeddedServer::builder().user("al ice@x", "s/é").start().unwrap();
        assert_eq!(server.url(), format!("imap://al%20ice%40x:s%2F%C3%A9@127.0.0.1:{}", server.address().port()));
    }

    #[test]
    fn what_cannot_be_does_not_start() {
        let builder = || EmbeddedServer::builder().user("alice", "secret");
        for wrong in [
            EmbeddedServer::builder(),
            builder().empty_mailbox("a").empty_mailbox("a"),
            builder().empty_mailbox("INBOX").empty_mailbox("inbox"),
            builder().role("Nowhere", crate::Role::Sent),
            builder().separator('%'),
            builder().require_tls(true),
            builder().pem(b"no", b"key"),
        ] {
            assert_eq!(wrong.start().unwrap_err().kind(), io::ErrorKind::InvalidInput);
        }
    }

    #[test]
    fn a_server_can_be_shared_between_threads() {
        fn shared<T: Send + Sync>(_: &T) {}
        shared(&EmbeddedServer::builder().user("alice", "secret").start().unwrap());
    }
}
