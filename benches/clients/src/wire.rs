//! The floor: a socket that sends the best commands known for a task and reads what comes, looking only for the tagged
//! responses. It decodes nothing, so it has no checksum. What a client must find out first, it finds out; how the
//! messages are made it knows, as nobody can.

use crate::{
    Outcome,
    mail::{self, Shape},
    measure::{Measured, Watch},
    task::{Checksum, DAY, NEEDLE, Task, USER},
};
use std::{
    fmt::Write as _,
    io::{Read, Write},
    net::TcpStream,
    thread,
};

const LIST: &str = "(UID FLAGS INTERNALDATE RFC822.SIZE BODY.PEEK[HEADER.FIELDS (SUBJECT FROM)])";
const SUBJECT: &str = "(UID BODY.PEEK[HEADER.FIELDS (SUBJECT)])";

pub fn run(task: Task, address: &str, mailbox: &str) -> Outcome<Measured> {
    let examine = format!("EXAMINE {mailbox}");
    let select = format!("SELECT {mailbox}");
    if task == Task::Connect {
        let watch = Watch::start()?;
        let mut wire = Wire::connect(address)?;
        wire.flight(&[&examine, &format!("UID FETCH 1 {LIST}")])?;
        return watch.stop(Checksum::default());
    }
    let mut wire = Wire::connect(address)?;
    let mut second = if task == Task::Delete { Some(Wire::connect(address)?) } else { None };
    let watch = Watch::start()?;
    match task {
        Task::Count => {
            let search = format!("UID SEARCH RETURN (COUNT) UNSEEN SMALLER 6000 ON {DAY}");
            wire.flight(&[&examine, &search])?;
        }
        Task::List => wire.flight(&[&examine, &format!("UID FETCH 1:10000 {LIST}")])?,
        Task::ListMany => wire.flight(&[&examine, &format!("UID FETCH 1:100000 {LIST}")])?,
        Task::Texts => texts(&mut wire, &examine, 1_000)?,
        Task::TextsMany => texts(&mut wire, &examine, 10_000)?,
        Task::Messages => wire.flight(&[&examine, "UID FETCH 1:10000 (UID BODY.PEEK[])"])?,
        Task::Attachments => wire.flight(&[&examine, "UID FETCH 1:10000 (BODYSTRUCTURE)"])?,
        Task::Update => {
            wire.flight(&[&select, "UID STORE 1:10000 +FLAGS.SILENT (\\Draft)"])?;
            wire.flight(&["UID STORE 1:10000 -FLAGS.SILENT (\\Draft)"])?;
        }
        Task::Delete => {
            let second = second.as_mut().ok_or("no second connection")?;
            let numbers: Vec<u32> = (0..20).collect();
            let searches: Vec<String> = numbers
                .iter()
                .flat_map(|number| [format!("EXAMINE {mailbox}{number}"), "UID SEARCH FROM gumby".to_owned()])
                .collect();
            wire.flight(&searches.iter().map(String::as_str).collect::<Vec<_>>())?;
            let (left, right) = numbers.split_at(10);
            thread::scope(|scope| {
                let other = scope.spawn(|| delete(second, mailbox, right).map_err(|error| error.to_string()));
                delete(&mut wire, mailbox, left)?;
                Ok::<_, Box<dyn std::error::Error>>(other.join().map_err(|_| "a thread failed")??)
            })?;
        }
        Task::Newest => {
            wire.flight(&[
                &examine,
                "UID SORT RETURN (SAVE PARTIAL 1:10) (REVERSE ARRIVAL) UTF-8 ALL",
                &format!("UID FETCH $ {LIST}"),
            ])?;
        }
        Task::Residual => wire.flight(&[&examine, &format!("UID FETCH 1:* {SUBJECT}")])?,
        Task::ResidualTold => {
            let search = format!("UID SEARCH RETURN (SAVE ALL) SUBJECT {NEEDLE}");
            wire.flight(&[&examine, &search, &format!("UID FETCH $ {SUBJECT}")])?;
        }
        Task::First => wire.flight(&[&examine, &format!("UID FETCH 1 {LIST}")])?,
        Task::Connect => {}
    }
    watch.stop(Checksum::default())
}

/// The structures of so many messages, then the parts that are texts.
fn texts(wire: &mut Wire, examine: &str, messages: u32) -> Outcome<()> {
    wire.flight(&[examine, &format!("UID FETCH 1:{messages} (BODYSTRUCTURE)")])?;
    let mut fetches = Vec::new();
    // No line is too long.
    for from in (1..=messages).step_by(1_000) {
        let of = |shapes: &[Shape]| {
            let numbers = (from..from + 1_000).filter(|number| shapes.contains(&mail::shape(*number)));
            numbers.fold(String::new(), |mut set, number| {
                let _ = write!(set, "{}{number}", if set.is_empty() { "" } else { "," });
                set
            })
        };
        let (first, second) = (of(&[Shape::Plain, Shape::Alternative, Shape::Mixed]), of(&[Shape::Alternative]));
        fetches.push(format!("UID FETCH {first} (BODY.PEEK[1])"));
        fetches.push(format!("UID FETCH {second} (BODY.PEEK[2])"));
    }
    wire.flight(&fetches.iter().map(String::as_str).collect::<Vec<_>>())
}

/// One checked selection and one write for each mailbox.
fn delete(wire: &mut Wire, mailbox: &str, numbers: &[u32]) -> Outcome<()> {
    for number in numbers {
        wire.flight(&[&format!("SELECT {mailbox}{number}")])?;
        wire.flight(&["UID STORE 42,142,242,342,442 +FLAGS.SILENT (\\Deleted)", "UID EXPUNGE 42,142,242,342,442"])?;
    }
    Ok(())
}

/// No line that ends a command is longer: the one after LOGIN lists the capabilities.
const TAIL: usize = 2048;

struct Wire {
    stream: TcpStream,
    buffer: Vec<u8>,
    tags: u32,
}

impl Wire {
    fn connect(address: &str) -> Outcome<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        let mut wire = Self { stream, buffer: vec![0; 1 << 18], tags: 0 };
        let greeting = wire.stream.read(&mut wire.buffer)?;
        if greeting == 0 {
            return Err("no greeting".into());
        }
        wire.flight(&[&format!("LOGIN {USER} secret")])?;
        Ok(wire)
    }

    /// Sends all commands in one write, and reads until the last of them is complete.
    fn flight(&mut self, commands: &[&str]) -> Outcome<()> {
        let mut text = String::new();
        for command in commands {
            self.tags += 1;
            let _ = write!(text, "t{} {command}\r\n", self.tags);
        }
        self.stream.write_all(text.as_bytes())?;
        let last = format!("\r\nt{} ", self.tags);
        // The end of what was read before stays in front, so that a line over two reads is seen.
        let mut kept = 2;
        self.buffer[..2].copy_from_slice(b"\r\n");
        loop {
            let octets = self.stream.read(&mut self.buffer[kept..])?;
            if octets == 0 {
                return Err("the server hung up".into());
            }
            let end = kept + octets;
            let window = &self.buffer[end.saturating_sub(TAIL)..end];
            if window.ends_with(b"\r\n") && window.windows(last.len()).any(|bytes| bytes == last.as_bytes()) {
                let text = String::from_utf8_lossy(window);
                let done = text.rsplit(last.as_str()).next().unwrap_or_default();
                return if done.starts_with("OK") { Ok(()) } else { Err(format!("{commands:?}: {done}").into()) };
            }
            kept = end.min(TAIL);
            self.buffer.copy_within(end - kept..end, 0);
        }
    }
}
