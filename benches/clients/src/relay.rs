//! A relay that counts octets and round trips and makes every one of them longer. It looks at no byte.

use crate::Outcome;
use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{Arc, Mutex, PoisonError, mpsc},
    thread,
    time::{Duration, Instant},
};

/// What one connection has carried.
#[derive(Debug, Default, Clone, Copy)]
pub struct Carried {
    pub octets: u64,
    /// How often the client spoke after the server had.
    pub round_trips: u64,
    server_spoke: bool,
}

#[derive(Debug)]
pub struct Relay {
    address: SocketAddr,
    connections: Arc<Mutex<Vec<Arc<Mutex<Carried>>>>>,
}

impl Relay {
    /// `delay` is the time from one end to the other.
    pub fn to(target: String, delay: Duration) -> Outcome<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let relay = Self { address: listener.local_addr()?, connections: Arc::default() };
        let connections = Arc::clone(&relay.connections);
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let Ok(server) = TcpStream::connect(&target) else { continue };
                let carried = Arc::default();
                connections.lock().unwrap_or_else(PoisonError::into_inner).push(Arc::clone(&carried));
                connect(client, server, &carried, delay);
            }
        });
        Ok(relay)
    }

    pub fn address(&self) -> String {
        self.address.to_string()
    }

    /// Forgets what was counted.
    pub fn reset(&self) {
        for carried in self.connections.lock().unwrap_or_else(PoisonError::into_inner).iter() {
            *carried.lock().unwrap_or_else(PoisonError::into_inner) =
                Carried { server_spoke: true, ..Carried::default() };
        }
    }

    /// All octets of all connections, and the round trips of the one that had most: others ran beside it.
    pub fn carried(&self) -> Carried {
        let connections = self.connections.lock().unwrap_or_else(PoisonError::into_inner);
        connections.iter().map(|carried| *carried.lock().unwrap_or_else(PoisonError::into_inner)).fold(
            Carried::default(),
            |sum, one| Carried {
                octets: sum.octets + one.octets,
                round_trips: sum.round_trips.max(one.round_trips),
                server_spoke: false,
            },
        )
    }
}

fn connect(client: TcpStream, server: TcpStream, carried: &Arc<Mutex<Carried>>, delay: Duration) {
    let (Ok(from_client), Ok(from_server)) = (client.try_clone(), server.try_clone()) else { return };
    let up = Arc::clone(carried);
    pump(from_client, server, delay, move |octets| {
        let mut carried = up.lock().unwrap_or_else(PoisonError::into_inner);
        carried.octets += octets;
        carried.round_trips += u64::from(carried.server_spoke);
        carried.server_spoke = false;
    });
    let down = Arc::clone(carried);
    pump(from_server, client, delay, move |octets| {
        let mut carried = down.lock().unwrap_or_else(PoisonError::into_inner);
        carried.octets += octets;
        carried.server_spoke = true;
    });
}

fn pump(mut from: TcpStream, mut to: TcpStream, delay: Duration, mut count: impl FnMut(u64) + Send + 'static) {
    let (sender, receiver) = mpsc::channel::<(Instant, Vec<u8>)>();
    let _ = to.set_nodelay(true);
    thread::spawn(move || {
        let mut buffer = vec![0; 1 << 18];
        while let Ok(octets @ 1..) = from.read(&mut buffer) {
            count(octets as u64);
            if sender.send((Instant::now() + delay, buffer[..octets].to_vec())).is_err() {
                break;
            }
        }
    });
    thread::spawn(move || {
        while let Ok((due, bytes)) = receiver.recv() {
            thread::sleep(due.saturating_duration_since(Instant::now()));
            if to.write_all(&bytes).is_err() {
                break;
            }
        }
        let _ = to.shutdown(std::net::Shutdown::Both);
    });
}
