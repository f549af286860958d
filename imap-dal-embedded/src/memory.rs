//! A two-way stream in memory: a client on one side, a session on the other, no socket between.

use std::collections::VecDeque;
use std::io::{self, Read, Write};
use std::sync::{Arc, Condvar, Mutex, PoisonError};

use crate::server::TICK;

/// Octets in flight in one direction before the writer has to wait.
const ROOM: usize = 256 << 10;

/// One end of a connection in memory, from
/// [`EmbeddedServer::connect_in_memory`](crate::EmbeddedServer::connect_in_memory). Reading waits until something comes
/// or the other end is dropped.
#[derive(Debug)]
pub struct MemoryStream {
    incoming: Arc<Pipe>,
    outgoing: Arc<Pipe>,
    /// Reading gives up for the moment after a tick, as the server's end does.
    impatient: bool,
}

#[derive(Debug, Default)]
struct Pipe {
    state: Mutex<(VecDeque<u8>, bool)>,
    changed: Condvar,
}

/// The server's end and the client's.
pub(crate) fn pair() -> (MemoryStream, MemoryStream) {
    let (one, other) = (Arc::new(Pipe::default()), Arc::new(Pipe::default()));
    let ours = MemoryStream { incoming: Arc::clone(&one), outgoing: Arc::clone(&other), impatient: true };
    (ours, MemoryStream { incoming: other, outgoing: one, impatient: false })
}

/// Ends a connection in memory from outside.
#[derive(Debug)]
pub(crate) struct Hangup(Arc<Pipe>, Arc<Pipe>);

impl Hangup {
    pub(crate) fn hang_up(&self) {
        self.0.close();
        self.1.close();
    }
}

impl MemoryStream {
    pub(crate) fn hangup(&self) -> Hangup {
        Hangup(Arc::clone(&self.incoming), Arc::clone(&self.outgoing))
    }
}

impl Pipe {
    fn close(&self) {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).1 = true;
        self.changed.notify_all();
    }
}

impl Read for MemoryStream {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut state = self.incoming.state.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            let count = state.0.read(buffer)?;
            if count > 0 || state.1 || buffer.is_empty() {
                self.incoming.changed.notify_all();
                return Ok(count);
            }
            let waited = self.incoming.changed.wait_timeout(state, TICK).unwrap_or_else(PoisonError::into_inner);
            state = waited.0;
            if self.impatient && waited.1.timed_out() && state.0.is_empty() && !state.1 {
                return Err(io::ErrorKind::WouldBlock.into());
            }
        }
    }
}

impl Write for MemoryStream {
    fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
        let mut state = self.outgoing.state.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if state.1 {
                return Err(io::ErrorKind::BrokenPipe.into());
            }
            let room = ROOM.saturating_sub(state.0.len());
            if room > 0 || octets.is_empty() {
                let count = room.min(octets.len());
                state.0.extend(octets.iter().take(count));
                self.outgoing.changed.notify_all();
                return Ok(count);
            }
            state = self.outgoing.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Drop for MemoryStream {
    fn drop(&mut self) {
        self.incoming.close();
        self.outgoing.close();
    }
}
