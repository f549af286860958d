//! A client for tests: sends lines, returns lines. It reads literals only as octets between lines and understands nothing.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use imap_dal_embedded::EmbeddedServer;

/// A raw connection.
pub(crate) struct Raw<S> {
    stream: S,
    pending: Vec<u8>,
}

impl Raw<TcpStream> {
    /// Connects and takes the greeting.
    pub(crate) fn connect(server: &EmbeddedServer) -> Raw<TcpStream> {
        let stream = TcpStream::connect(server.address()).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        let mut raw = Raw::new(stream);
        assert!(raw.line().unwrap().starts_with("* OK "));
        raw
    }

    /// Connects and signs in as alice.
    pub(crate) fn alice(server: &EmbeddedServer) -> Raw<TcpStream> {
        let mut raw = Raw::connect(server);
        raw.ok("LOGIN alice secret");
        raw
    }
}

impl<S: Read + Write> Raw<S> {
    pub(crate) fn new(stream: S) -> Raw<S> {
        Raw { stream, pending: Vec::new() }
    }

    pub(crate) fn into_stream(self) -> S {
        self.stream
    }

    /// Sends octets as they are.
    pub(crate) fn send(&mut self, octets: impl AsRef<[u8]>) {
        self.stream.write_all(octets.as_ref()).unwrap();
        self.stream.flush().unwrap();
    }

    /// The next line without its end; `None` when the server closed.
    pub(crate) fn line(&mut self) -> Option<String> {
        loop {
            if let Some(end) = self.pending.iter().position(|b| *b == b'\n') {
                let line: Vec<u8> = self.pending.drain(..=end).collect();
                return Some(String::from_utf8_lossy(&line).trim_end_matches(['\r', '\n']).to_owned());
            }
            let mut buffer = [0; 4096];
            match self.stream.read(&mut buffer) {
                Ok(0) => return None,
                Ok(n) => self.pending.extend_from_slice(&buffer[..n]),
                Err(e) if e.kind() == std::io::ErrorKind::ConnectionReset => return None,
                Err(e) => panic!("the server says nothing: {e}; so far {:?}", String::from_utf8_lossy(&self.pending)),
            }
        }
    }

    /// The lines up to the tagged one of `tag`, that one included.
    pub(crate) fn until(&mut self, tag: &str) -> Vec<String> {
        let mut lines = Vec::new();
        while let Some(line) = self.line() {
            lines.push(line);
            if lines.last().unwrap().starts_with(&format!("{tag} ")) {
                break;
            }
        }
        lines
    }

    /// Gives a command and returns its answer, the tagged line as `OK ..` at the end.
    pub(crate) fn command(&mut self, command: &str) -> Vec<String> {
        self.send(format!("t {command}\r\n"));
        let mut lines = self.until("t");
        if let Some(last) = lines.last_mut() {
            *last = last.strip_prefix("t ").unwrap_or(last).to_owned();
        }
        lines
    }

    /// Gives a command that must be answered with OK, and returns what came before.
    pub(crate) fn ok(&mut self, command: &str) -> Vec<String> {
        let mut lines = self.command(command);
        let last = lines.pop().unwrap_or_default();
        assert!(last.starts_with("OK"), "{command}: {last}");
        lines
    }

    /// The tagged line of a command.
    pub(crate) fn ends(&mut self, command: &str) -> String {
        self.command(command).pop().unwrap_or_default()
    }
}
