//! A socket, plain or under TLS, on which no wait is longer than it may be. Knows nothing of what is said over it.

use super::{Canceller, allowance::Allowance, config::Config};
use crate::{Error, Reason, Result};
use native_tls::{HandshakeError, TlsStream};
use std::{
    io::{self, Read, Write},
    net::{IpAddr, SocketAddr, TcpStream, ToSocketAddrs as _},
    sync::{
        Arc,
        mpsc::{self, RecvTimeoutError},
    },
    thread,
    time::{Duration, Instant},
};

/// The shortest wait: zero would mean "for ever" to the operating system.
const INSTANT: Duration = Duration::from_millis(1);

/// What a connection reads from and writes to.
#[derive(Debug, Default)]
pub(super) enum Stream {
    Plain(Socket),
    Tls(Box<TlsStream<Socket>>),
    #[cfg(any(test, fuzzing))]
    Scripted(super::scripted::Script),
    /// Nothing is left to read from or write to.
    #[default]
    Closed,
}

impl Stream {
    /// A TCP connection to the first address of the host that takes one.
    ///
    /// # Errors
    /// `Connect` where the host is unknown or no address answers; `Timeout`; `Cancelled`.
    pub(super) fn connect(config: &Config, allowance: &Allowance) -> Result<Self> {
        #[cfg(any(test, fuzzing))]
        if let Some(scripts) = &config.scripts {
            let refused =
                || Error::Connect { host: config.target.host_and_port(), source: "the script is over".into() };
            return scripts.next().map(Stream::Scripted).ok_or_else(refused);
        }
        let failed = |source: Reason| Error::Connect { host: config.target.host_and_port(), source };
        let deadline = allowance.until();
        let (step, steps) = mpsc::channel();
        let (host, port) = (config.target.host.clone(), config.target.port);
        // Neither the system's resolver nor its connect can be called off, so they run beside.
        thread::Builder::new()
            .name("imap-dal connect".to_owned())
            .spawn(move || dial(&host, port, deadline, &step))
            .map_err(|error| failed(error.into()))?;
        let mut awaited = "name resolution";
        loop {
            allowance.check(awaited)?;
            let left = deadline.saturating_duration_since(Instant::now());
            match steps.recv_timeout(allowance.slice(left)) {
                Ok(Step::Resolved) => awaited = "connect",
                Ok(Step::Connected(tcp)) => {
                    return Socket::new(tcp).map(Stream::Plain).map_err(|error| failed(error.into()));
                }
                Ok(Step::Failed(error)) if is_out_of_time(&error) => return Err(Error::Timeout { command: awaited }),
                Ok(Step::Failed(error)) => return Err(failed(error.into())),
                Err(_) if left.is_zero() => return Err(Error::Timeout { command: awaited }),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return Err(failed("the attempt was given up".into())),
            }
        }
    }

    /// The same connection under TLS, the certificate and its host name checked.
    ///
    /// # Errors
    /// `Tls`; `Timeout`; `Cancelled`.
    pub(super) fn secured(self, config: &Config, allowance: &Allowance) -> Result<Self> {
        let Stream::Plain(mut socket) = self else { return Ok(self) };
        socket.deadline = allowance.until();
        let watched = Arc::clone(&socket.tcp);
        if let Some(canceller) = &allowance.canceller {
            canceller.register(&watched);
        }
        match config.tls.connector(&config.target)?.connect(config.tls.server_name(&config.target), socket) {
            Ok(stream) => Ok(Stream::Tls(Box::new(stream))),
            Err(_) if allowance.is_cancelled() => Err(Error::Cancelled {}),
            Err(HandshakeError::WouldBlock(_)) => Err(Error::Timeout { command: "TLS handshake" }),
            Err(HandshakeError::Failure(error)) => Err(config.tls.refusal(&config.target, error)),
        }
    }

    /// Who may close it from another thread.
    pub(super) fn answers_to(&mut self, before: Option<&Canceller>, now: Option<&Canceller>) {
        let Some(socket) = self.socket() else { return };
        if let Some(before) = before {
            before.forget(&socket.tcp);
        }
        if let Some(now) = now {
            now.register(&socket.tcp);
        }
    }

    /// Until when the next read or write may take.
    pub(super) fn until(&mut self, deadline: Instant) {
        if let Some(socket) = self.socket() {
            socket.deadline = deadline;
        }
    }

    /// With `false` every read and write does only what it can do at once.
    pub(super) fn set_blocking(&mut self, blocking: bool) -> io::Result<()> {
        let Some(socket) = self.socket() else { return Ok(()) };
        socket.tcp.set_nonblocking(!blocking)
    }

    /// The address of the server.
    pub(super) fn peer(&mut self) -> Option<IpAddr> {
        #[cfg(any(test, fuzzing))]
        if let Stream::Scripted(_) = self {
            return Some(std::net::Ipv4Addr::LOCALHOST.into());
        }
        Some(self.socket()?.tcp.peer_addr().ok()?.ip())
    }

    pub(super) fn is_closed(&self) -> bool {
        matches!(self, Stream::Closed)
    }

    fn socket(&mut self) -> Option<&mut Socket> {
        match self {
            Stream::Plain(socket) => Some(socket),
            Stream::Tls(stream) => Some(stream.get_mut()),
            #[cfg(any(test, fuzzing))]
            Stream::Scripted(_) => None,
            Stream::Closed => None,
        }
    }
}

impl Read for Stream {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Stream::Plain(socket) => socket.read(buffer),
            Stream::Tls(stream) => stream.read(buffer),
            #[cfg(any(test, fuzzing))]
            Stream::Scripted(script) => script.read(buffer),
            Stream::Closed => Ok(0),
        }
    }
}

impl Write for Stream {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Stream::Plain(socket) => socket.write(bytes),
            Stream::Tls(stream) => stream.write(bytes),
            #[cfg(any(test, fuzzing))]
            Stream::Scripted(script) => script.write(bytes),
            Stream::Closed => Err(io::ErrorKind::NotConnected.into()),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Stream::Plain(socket) => socket.flush(),
            Stream::Tls(stream) => stream.flush(),
            #[cfg(any(test, fuzzing))]
            Stream::Scripted(script) => script.flush(),
            Stream::Closed => Ok(()),
        }
    }
}

/// A TCP socket with a deadline. It sits below TLS, so that a server cannot stretch a wait by sending a TLS record octet
/// by octet.
#[derive(Debug)]
pub(super) struct Socket {
    tcp: Arc<TcpStream>,
    deadline: Instant,
}

impl Socket {
    fn new(tcp: TcpStream) -> io::Result<Self> {
        tcp.set_nodelay(true)?;
        Ok(Socket { tcp: Arc::new(tcp), deadline: Instant::now() })
    }

    fn left(&self) -> Duration {
        self.deadline.saturating_duration_since(Instant::now()).max(INSTANT)
    }
}

impl Read for Socket {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        // A server that never pauses would otherwise be read from for ever.
        if self.deadline <= Instant::now() {
            return Err(io::ErrorKind::WouldBlock.into());
        }
        self.tcp.set_read_timeout(Some(self.left()))?;
        let taken = (&*self.tcp).read(buffer).map_err(out_of_time)?;
        acknowledge_at_once(&self.tcp);
        Ok(taken)
    }
}

impl Write for Socket {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.tcp.set_write_timeout(Some(self.left()))?;
        (&*self.tcp).write(bytes).map_err(out_of_time)
    }

    fn flush(&mut self) -> io::Result<()> {
        (&*self.tcp).flush()
    }
}

/// Cyrus and Courier send a small answer in two writes and wait, before the second, until the first is acknowledged; the
/// kernel delays that by 40 ms unless it is told after each read, and for that read only, not to. One that will not is slower.
#[cfg(any(target_os = "linux", target_os = "android"))]
fn acknowledge_at_once(tcp: &TcpStream) {
    #[cfg(target_os = "android")]
    use std::os::android::net::TcpStreamExt as _;
    #[cfg(target_os = "linux")]
    use std::os::linux::net::TcpStreamExt as _;

    let _ = tcp.set_quickack(true);
}

#[cfg(not(any(target_os = "linux", target_os = "android")))]
fn acknowledge_at_once(_: &TcpStream) {}

/// One kind for a wait that ended, on every system, and the one after which TLS can go on.
fn out_of_time(error: io::Error) -> io::Error {
    if error.kind() == io::ErrorKind::TimedOut { io::ErrorKind::WouldBlock.into() } else { error }
}

/// How far an attempt to connect is.
enum Step {
    Resolved,
    Connected(TcpStream),
    Failed(io::Error),
}

fn is_out_of_time(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock)
}

/// Connects, and tells how far it is; whoever listens may have gone.
fn dial(host: &str, port: u16, deadline: Instant, step: &mpsc::Sender<Step>) {
    let addresses = match host.parse::<IpAddr>() {
        Ok(address) => Ok(vec![(address, port).into()]),
        Err(_) => (host, port).to_socket_addrs().map(Vec::from_iter),
    };
    let connected = addresses.and_then(|addresses| {
        let _ = step.send(Step::Resolved);
        first_answer(&addresses, deadline)
    });
    let _ = step.send(connected.map_or_else(Step::Failed, Step::Connected));
}

fn first_answer(addresses: &[SocketAddr], deadline: Instant) -> io::Result<TcpStream> {
    let mut failure = io::Error::new(io::ErrorKind::NotFound, "the host has no address");
    for (index, address) in addresses.iter().enumerate() {
        let left = deadline.saturating_duration_since(Instant::now());
        // An address that does not answer leaves time for those after it.
        let share = left / u32::try_from(addresses.len() - index).unwrap_or(u32::MAX);
        match TcpStream::connect_timeout(address, share.max(INSTANT)) {
            Ok(tcp) => return Ok(tcp),
            Err(error) => failure = error,
        }
    }
    Err(failure)
}
