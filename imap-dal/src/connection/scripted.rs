//! A server that is nothing but octets, for fuzzing: what it says is given beforehand, and no socket is opened.

use std::{
    collections::VecDeque,
    io::{self, Read, Write},
    sync::{Arc, Mutex, PoisonError},
};

/// Ends what is said to one connection.
const CONNECTION: u8 = 0x1d;

/// Ends what is said before something is written.
const TURN: u8 = 0x1e;

/// What a server says to one connection after the other.
#[derive(Clone, Debug)]
pub(crate) struct Scripts(Arc<Mutex<VecDeque<Script>>>);

/// What a server says on one connection: its greeting, then something each time it is written to.
#[derive(Debug)]
pub(super) struct Script {
    said: VecDeque<u8>,
    turns: VecDeque<Vec<u8>>,
}

impl Scripts {
    pub(crate) fn new(octets: &[u8]) -> Self {
        Scripts(Arc::new(Mutex::new(octets.split(|octet| *octet == CONNECTION).map(Script::new).collect())))
    }

    /// The next connection's; none where the server takes no more.
    pub(super) fn next(&self) -> Option<Script> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).pop_front()
    }
}

impl Script {
    fn new(octets: &[u8]) -> Self {
        let mut turns: VecDeque<_> = octets.split(|octet| *octet == TURN).map(<[u8]>::to_vec).collect();
        Script { said: turns.pop_front().unwrap_or_default().into(), turns }
    }
}

impl Read for Script {
    /// A server with nothing to say hangs up when its script is over, and else is waited for in vain.
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.said.is_empty() && !self.turns.is_empty() {
            return Err(io::ErrorKind::WouldBlock.into());
        }
        self.said.read(buffer)
    }
}

impl Write for Script {
    fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
        if self.said.is_empty() {
            self.said = self.turns.pop_front().unwrap_or_default().into();
        }
        Ok(octets.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
