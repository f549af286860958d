//! A socket, plain or under TLS, on which no wait is longer than it may be. Knows nothing of what is said over it.

use super::{config::Config, url::Target};
use crate::{Error, Reason, Result};
use native_tls::{HandshakeError, TlsStream};
use std::{
    io::{self, Read, Write},
    net::{IpAddr, SocketAddr, TcpStream, ToSocketAddrs as _},
    sync::mpsc,
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
    /// Nothing is left to read from or write to.
    #[default]
    Closed,
}

impl Stream {
    /// A TCP connection to the first address of the host that takes one.
    ///
    /// # Errors
    /// `Connect` where the host is unknown or no address answers; `Timeout`.
    pub(super) fn connect(config: &Config) -> Result<Self> {
        let deadline = Instant::now() + config.timeout;
        let addresses = resolve(&config.target, config.timeout)?;
        let mut failure = io::Error::new(io::ErrorKind::NotFound, "the host has no address");
        for (index, address) in addresses.iter().enumerate() {
            let left = deadline.saturating_duration_since(Instant::now());
            // An address that does not answer leaves time for those after it.
            let share = left / u32::try_from(addresses.len() - index).unwrap_or(u32::MAX);
            match TcpStream::connect_timeout(address, share.max(INSTANT)).and_then(Socket::new) {
                Ok(socket) => return Ok(Stream::Plain(socket)),
                Err(error) => failure = error,
            }
        }
        match failure.kind() {
            io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock => Err(Error::Timeout { command: "connect" }),
            _ => Err(Error::Connect { host: config.target.host_and_port(), source: failure.into() }),
        }
    }

    /// The same connection under TLS, the certificate and its host name checked.
    ///
    /// # Errors
    /// `Tls`; `Timeout`.
    pub(super) fn secured(self, config: &Config) -> Result<Self> {
        let Stream::Plain(mut socket) = self else { return Ok(self) };
        socket.deadline = Instant::now() + config.timeout;
        match config.tls.connector(&config.target)?.connect(&config.target.host, socket) {
            Ok(stream) => Ok(Stream::Tls(Box::new(stream))),
            Err(HandshakeError::WouldBlock(_)) => Err(Error::Timeout { command: "TLS handshake" }),
            Err(HandshakeError::Failure(error)) => Err(config.tls_error(error)),
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
        Some(self.socket()?.tcp.peer_addr().ok()?.ip())
    }

    pub(super) fn is_closed(&self) -> bool {
        matches!(self, Stream::Closed)
    }

    fn socket(&mut self) -> Option<&mut Socket> {
        match self {
            Stream::Plain(socket) => Some(socket),
            Stream::Tls(stream) => Some(stream.get_mut()),
            Stream::Closed => None,
        }
    }
}

impl Read for Stream {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Stream::Plain(socket) => socket.read(buffer),
            Stream::Tls(stream) => stream.read(buffer),
            Stream::Closed => Ok(0),
        }
    }
}

impl Write for Stream {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Stream::Plain(socket) => socket.write(bytes),
            Stream::Tls(stream) => stream.write(bytes),
            Stream::Closed => Err(io::ErrorKind::NotConnected.into()),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Stream::Plain(socket) => socket.flush(),
            Stream::Tls(stream) => stream.flush(),
            Stream::Closed => Ok(()),
        }
    }
}

/// A TCP socket with a deadline. It sits below TLS, so that a server cannot stretch a wait by sending a TLS record octet
/// by octet.
#[derive(Debug)]
pub(super) struct Socket {
    tcp: TcpStream,
    deadline: Instant,
}

impl Socket {
    fn new(tcp: TcpStream) -> io::Result<Self> {
        tcp.set_nodelay(true)?;
        Ok(Socket { tcp, deadline: Instant::now() })
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
        self.tcp.read(buffer).map_err(out_of_time)
    }
}

impl Write for Socket {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.tcp.set_write_timeout(Some(self.left()))?;
        self.tcp.write(bytes).map_err(out_of_time)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.tcp.flush()
    }
}

/// One kind for a wait that ended, on every system, and the one after which TLS can go on.
fn out_of_time(error: io::Error) -> io::Error {
    if error.kind() == io::ErrorKind::TimedOut { io::ErrorKind::WouldBlock.into() } else { error }
}

/// The addresses of the host. The system's resolver knows no deadline, so it runs beside.
fn resolve(target: &Target, timeout: Duration) -> Result<Vec<SocketAddr>> {
    if let Ok(address) = target.host.parse::<IpAddr>() {
        return Ok(vec![(address, target.port).into()]);
    }
    let (answer, answered) = mpsc::channel();
    let (host, port) = (target.host.clone(), target.port);
    let failed = |source: Reason| Error::Connect { host: target.host_and_port(), source };
    thread::Builder::new()
        .name("imap-dal resolver".to_owned())
        .spawn(move || answer.send((host.as_str(), port).to_socket_addrs().map(Vec::from_iter)))
        .map_err(|error| failed(error.into()))?;
    match answered.recv_timeout(timeout) {
        Ok(Ok(addresses)) => Ok(addresses),
        Ok(Err(error)) => Err(failed(error.into())),
        Err(_) => Err(Error::Timeout { command: "name resolution" }),
    }
}
