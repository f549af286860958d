//! The server's end of a TCP connection, without the pause that two TCP stacks make of an APPEND.

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// A connected socket.
#[derive(Debug)]
pub(crate) struct Socket(TcpStream);

impl Socket {
    /// `patience`: how long a client may refuse to take what it is sent.
    pub(crate) fn new(stream: TcpStream, patience: Duration) -> io::Result<Socket> {
        stream.set_nodelay(true)?;
        stream.set_write_timeout(Some(patience))?;
        Ok(Socket(stream))
    }

    /// How long a read waits.
    pub(crate) fn set_read_timeout(&self, wait: Duration) -> io::Result<()> {
        self.0.set_read_timeout(Some(wait))
    }
}

impl Read for Socket {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        // A client that writes a literal and its line end one after the other sends the second when the first is
        // acknowledged, which the kernel puts off for 40 ms unless it is told otherwise, each time.
        #[cfg(target_os = "linux")]
        std::os::linux::net::TcpStreamExt::set_quickack(&self.0, true)?;
        self.0.read(buffer)
    }
}

impl Write for Socket {
    fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
        self.0.write(octets)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}
