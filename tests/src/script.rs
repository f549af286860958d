//! A server that follows a script: for what no well-behaved server says.
//!
//! ```
//! use imap_dal_tests::{raw::Raw, script::Script};
//!
//! let server = Script::new()
//!     .sign_in("IMAP4rev1")
//!     .expect("SELECT")
//!     .expect("UID SEARCH")
//!     .send("<UID SEARCH> OK out of order")
//!     .send("* SEARCH 1 2 3")
//!     .send("<SELECT> OK [READ-WRITE] late")
//!     .start();
//! # let mut client = std::net::TcpStream::connect(server.address()).unwrap();
//! # use std::io::{Read, Write};
//! # client.write_all(b"a LOGIN x y\r\nb SELECT z\r\nc UID SEARCH ALL\r\n").unwrap();
//! # let mut all = String::new();
//! # client.read_to_string(&mut all).unwrap();
//! # assert!(all.ends_with("c OK out of order\r\n* SEARCH 1 2 3\r\nb OK [READ-WRITE] late\r\n"), "{all}");
//! assert_eq!(server.finish().len(), 3);
//! ```

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// How long the server waits for what it expects.
const PATIENCE: Duration = Duration::from_secs(20);

#[derive(Debug, Clone)]
enum Step {
    SignIn(String),
    Expect(String),
    Send(Vec<u8>),
    Pause(Duration),
    Stall,
    NextConnection,
}

/// What the server expects and says, in order.
#[derive(Debug, Clone, Default)]
#[must_use]
pub struct Script {
    steps: Vec<Step>,
}

impl Script {
    /// A script with nothing in it: the server accepts a connection and closes it.
    pub fn new() -> Self {
        Self::default()
    }

    /// Greets, and takes any LOGIN or AUTHENTICATE PLAIN. From here on CAPABILITY (answered with these capabilities),
    /// ENABLE, ID, NAMESPACE, NOOP and LOGOUT are answered without being expected.
    pub fn sign_in(self, capabilities: &str) -> Self {
        self.step(Step::SignIn(capabilities.to_owned()))
    }

    /// Waits for a command that contains this text in any case, with its literals. Another command fails the script.
    pub fn expect(self, text: &str) -> Self {
        self.step(Step::Expect(text.to_owned()))
    }

    /// Says one line; CRLF is added. `<TEXT>` becomes the tag of the last command that met `expect("TEXT")`, `<tag>` that
    /// of the last one.
    pub fn send(self, line: &str) -> Self {
        self.step(Step::Send(format!("{line}\r\n").into_bytes()))
    }

    /// Says bytes as they are, tags filled in when they are UTF-8.
    pub fn send_bytes(self, bytes: impl Into<Vec<u8>>) -> Self {
        self.step(Step::Send(bytes.into()))
    }

    /// Neither reads nor speaks for a while.
    pub fn pause(self, time: Duration) -> Self {
        self.step(Step::Pause(time))
    }

    /// Reads on until the client hangs up, and answers nothing.
    pub fn stall(self) -> Self {
        self.step(Step::Stall)
    }

    /// Closes this connection and waits for another.
    pub fn next_connection(self) -> Self {
        self.step(Step::NextConnection)
    }

    /// Starts to listen on a free loopback port.
    pub fn start(self) -> ScriptedServer {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free loopback port");
        let address = listener.local_addr().expect("a bound socket has an address");
        let thread = thread::spawn(move || play(&listener, &self.steps));
        ScriptedServer { address, thread }
    }

    fn step(mut self, step: Step) -> Self {
        self.steps.push(step);
        self
    }
}

/// A server at work on its script.
#[derive(Debug)]
pub struct ScriptedServer {
    address: SocketAddr,
    thread: JoinHandle<Result<Vec<String>, String>>,
}

impl ScriptedServer {
    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// A URL with credentials, which the script does not look at.
    pub fn url(&self) -> String {
        format!("imap://alice:wonderland@{}", self.address)
    }

    /// Waits for the end of the script and gives the commands it received, with their tags and literals.
    ///
    /// # Panics
    ///
    /// When the client did not do what the script expects.
    pub fn finish(self) -> Vec<String> {
        match self.thread.join() {
            Ok(Ok(commands)) => commands,
            Ok(Err(failure)) => panic!("the client left the script: {failure}"),
            Err(_) => panic!("the scripted server panicked"),
        }
    }
}

struct Player {
    stream: BufReader<TcpStream>,
    capabilities: Option<String>,
    /// What was expected and the tag of the command that met it.
    met: Vec<(String, String)>,
    received: Vec<String>,
}

fn play(listener: &TcpListener, steps: &[Step]) -> Result<Vec<String>, String> {
    let mut player = Player { stream: accept(listener)?, capabilities: None, met: Vec::new(), received: Vec::new() };
    for step in steps {
        match step {
            Step::SignIn(capabilities) => player.sign_in(capabilities)?,
            Step::Expect(text) => player.expect(text)?,
            Step::Send(bytes) => player.send(bytes),
            Step::Pause(time) => thread::sleep(*time),
            Step::Stall => while player.command().is_ok() {},
            Step::NextConnection => {
                player.hang_up();
                player.capabilities = None;
                player.stream = accept(listener)?;
            }
        }
    }
    player.hang_up();
    Ok(player.received)
}

fn accept(listener: &TcpListener) -> Result<BufReader<TcpStream>, String> {
    let started = Instant::now();
    listener.set_nonblocking(true).map_err(|error| error.to_string())?;
    let (stream, _) = loop {
        match listener.accept() {
            Ok(accepted) => break accepted,
            Err(_) if started.elapsed() < PATIENCE => thread::sleep(Duration::from_millis(1)),
            Err(error) => return Err(format!("expected a connection: {error}")),
        }
    };
    stream.set_nonblocking(false).map_err(|error| error.to_string())?;
    stream.set_read_timeout(Some(PATIENCE)).map_err(|error| error.to_string())?;
    stream.set_nodelay(true).map_err(|error| error.to_string())?;
    Ok(BufReader::new(stream))
}

impl Player {
    fn sign_in(&mut self, capabilities: &str) -> Result<(), String> {
        self.capabilities = Some(capabilities.to_owned());
        self.send(b"* OK ready\r\n");
        loop {
            let command = self.command()?;
            let mut words = command.split(' ');
            let (tag, verb) = (words.next().unwrap_or_default().to_owned(), words.next().unwrap_or_default());
            let verb = verb.to_ascii_uppercase();
            if verb == "AUTHENTICATE" && words.nth(1).is_none() {
                self.send(b"+ \r\n");
                self.line()?;
            }
            if ["LOGIN", "AUTHENTICATE"].contains(&verb.as_str()) {
                self.send(format!("{tag} OK [CAPABILITY {capabilities}] signed in\r\n").as_bytes());
                return Ok(());
            }
            if !self.answer_unasked(&command) {
                return Err(format!("expected LOGIN, got {command:?}"));
            }
        }
    }

    fn expect(&mut self, text: &str) -> Result<(), String> {
        loop {
            let command = self.command().map_err(|error| format!("expected {text:?}: {error}"))?;
            if command.to_ascii_lowercase().contains(&text.to_ascii_lowercase()) {
                let tag = command.split(' ').next().unwrap_or_default();
                self.met.push((text.to_owned(), tag.to_owned()));
                return Ok(());
            }
            if !self.answer_unasked(&command) {
                return Err(format!("expected {text:?}, got {command:?}"));
            }
        }
    }

    /// What every client may ask at any time.
    fn answer_unasked(&mut self, command: &str) -> bool {
        let Some(capabilities) = self.capabilities.clone() else { return false };
        let mut words = command.split(' ');
        let (tag, verb) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let untagged = match verb.to_ascii_uppercase().as_str() {
            "CAPABILITY" => format!("* CAPABILITY {capabilities}\r\n"),
            "NAMESPACE" => "* NAMESPACE ((\"\" \"/\")) NIL NIL\r\n".to_owned(),
            "LOGOUT" => "* BYE see you\r\n".to_owned(),
            "ENABLE" => "* ENABLED\r\n".to_owned(),
            "ID" | "NOOP" => String::new(),
            _ => return false,
        };
        self.send(format!("{untagged}{tag} OK done\r\n").as_bytes());
        true
    }

    fn send(&mut self, bytes: &[u8]) {
        let filled = match std::str::from_utf8(bytes) {
            Ok(text) => self.fill(text).into_bytes(),
            Err(_) => bytes.to_vec(),
        };
        // A client that has gone is noticed at the next expectation.
        let _ = self.stream.get_mut().write_all(&filled);
    }

    fn fill(&self, text: &str) -> String {
        let latest = self.met.iter().rev();
        let mut filled =
            latest.clone().fold(text.to_owned(), |line, (name, tag)| line.replace(&format!("<{name}>"), tag));
        if let Some((_, tag)) = latest.clone().next() {
            filled = filled.replace("<tag>", tag);
        }
        filled
    }

    /// A whole command; literals are asked for where the client waits.
    fn command(&mut self) -> Result<String, String> {
        let mut command = Vec::new();
        loop {
            let line = self.line()?;
            command.extend_from_slice(&line);
            let Some((length, waits)) = announced(&line) else { break };
            if waits {
                self.send(b"+ go on\r\n");
            }
            let mut literal = vec![0; length];
            self.stream.read_exact(&mut literal).map_err(|error| error.to_string())?;
            command.extend_from_slice(b"\r\n");
            command.extend_from_slice(&literal);
        }
        let command = String::from_utf8_lossy(&command).into_owned();
        self.received.push(command.clone());
        Ok(command)
    }

    fn line(&mut self) -> Result<Vec<u8>, String> {
        let mut line = Vec::new();
        self.stream.read_until(b'\n', &mut line).map_err(|error| error.to_string())?;
        if !line.ends_with(b"\n") {
            return Err(format!("the client hung up after {:?}", String::from_utf8_lossy(&line)));
        }
        Ok(line.trim_ascii_end().to_vec())
    }

    /// Closes so that the client still gets everything that was said, whatever it has said itself.
    fn hang_up(&mut self) {
        let stream = self.stream.get_mut();
        let _ = stream.shutdown(Shutdown::Write);
        let _ = stream.set_read_timeout(Some(Duration::from_millis(100)));
        let _ = std::io::copy(stream, &mut std::io::sink());
    }
}

fn announced(line: &[u8]) -> Option<(usize, bool)> {
    let line = line.strip_suffix(b"}")?;
    let (line, waits) = match line.strip_suffix(b"+").or(line.strip_suffix(b"-")) {
        Some(line) => (line, false),
        None => (line, true),
    };
    let digits = line.rsplit(|byte| *byte == b'{').next()?;
    Some((std::str::from_utf8(digits).ok()?.parse().ok()?, waits))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::raw::Raw;

    #[test]
    fn a_signed_in_client_may_ask_what_every_client_asks() {
        let server =
            Script::new().sign_in("IMAP4rev1 X-ODD").expect("select inbox").send("<tag> NO nothing here").start();
        let mut raw = Raw::login(server.address(), "a", "b");
        assert!(raw.has_capability("X-ODD"));
        assert_eq!(raw.command("SELECT INBOX").tagged, "NO nothing here");
        assert_eq!(server.finish(), ["raw1 LOGIN a b", "raw2 CAPABILITY", "raw3 SELECT INBOX"]);
    }

    #[test]
    fn literals_are_asked_for_and_belong_to_the_command() {
        let server = Script::new().sign_in("IMAP4rev1").expect("hello").send("<hello> OK <other> is kept").start();
        let mut raw = Raw::login(server.address(), "a", "b");
        assert_eq!(raw.try_append("x", &[], None, b"hello").tagged, "OK <other> is kept");
        assert_eq!(server.finish()[1], "raw2 APPEND \"x\" () {5}\r\nhello");
    }

    #[test]
    fn a_second_connection_is_served_where_the_script_says_so() {
        let server = Script::new().sign_in("IMAP4rev1").next_connection().sign_in("IMAP4rev1").start();
        Raw::login(server.address(), "a", "b");
        Raw::login(server.address(), "c", "d");
        assert_eq!(server.finish(), ["raw1 LOGIN a b", "raw1 LOGIN c d"]);
    }

    #[test]
    #[should_panic(expected = "expected \"SELECT\", got \"raw2 DELETE INBOX\"")]
    fn another_command_than_the_expected_fails_the_script() {
        let server = Script::new().sign_in("IMAP4rev1").expect("SELECT").start();
        let mut raw = Raw::login(server.address(), "a", "b");
        thread::spawn(move || raw.command("DELETE INBOX"));
        server.finish();
    }
}
