//! Whole connections against scripted servers on loopback.

mod allowances;
mod flights;
mod pool;
mod sign_in;
mod tls;

use crate::{Dal, DalBuilder};
use std::{
    io::{BufRead as _, BufReader, Write as _},
    net::{TcpListener, TcpStream},
    thread::{self, JoinHandle},
    time::Duration,
};

/// The server's side of one connection. What it expects and does not get is a panic of its thread, which `Server::end`
/// passes on.
struct Peer {
    reader: BufReader<TcpStream>,
    writer: TcpStream,
}

struct Server {
    port: u16,
    thread: JoinHandle<()>,
}

fn serve(script: impl FnOnce(&TcpListener) + Send + 'static) -> Server {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    Server { port, thread: thread::spawn(move || script(&listener)) }
}

impl Server {
    fn url(&self) -> String {
        format!("imap://alice:hunter2@127.0.0.1:{}", self.port)
    }

    fn dal(&self) -> DalBuilder {
        Dal::builder(&self.url()).timeout(Duration::from_secs(10))
    }

    fn end(self) {
        if let Err(panic) = self.thread.join() {
            std::panic::resume_unwind(panic);
        }
    }
}

impl Peer {
    fn accept(listener: &TcpListener) -> Peer {
        let (writer, _) = listener.accept().unwrap();
        writer.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        Peer { reader: BufReader::new(writer.try_clone().unwrap()), writer }
    }

    /// Greets with `capabilities` and takes the sign-in.
    fn signed_in(listener: &TcpListener, capabilities: &str) -> Peer {
        let mut peer = Peer::accept(listener);
        peer.say(&format!("* OK [CAPABILITY IMAP4rev1 {capabilities}] hello"));
        peer.answer("LOGIN \"alice\" \"hunter2\"", &format!("OK [CAPABILITY IMAP4rev1 {capabilities}] welcome"));
        peer
    }

    fn say(&mut self, line: &str) {
        self.writer.write_all(format!("{line}\r\n").as_bytes()).unwrap();
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        self.reader.read_line(&mut line).unwrap();
        line.trim_end_matches("\r\n").to_owned()
    }

    /// Expects a command; gives its tag.
    fn expect(&mut self, command: &str) -> String {
        let line = self.line();
        let (tag, rest) = line.split_once(' ').unwrap_or_else(|| panic!("expected {command}, got {line:?}"));
        assert_eq!(rest, command);
        tag.to_owned()
    }

    fn answer(&mut self, command: &str, answer: &str) {
        let tag = self.expect(command);
        self.say(&format!("{tag} {answer}"));
    }

    fn logged_out(&mut self) {
        self.answer("LOGOUT", "OK bye");
    }
}
