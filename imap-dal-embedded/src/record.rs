//! What the server saw: the commands, secrets masked, and the round trips they took.

/// Commands kept; older ones are forgotten.
const KEPT: usize = 100_000;
/// Octets shown of one command.
const SHOWN: usize = 4_000;

/// One command as the server received it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Received {
    /// Which connection it came on, counted from 1.
    pub connection: u64,
    /// Its tag.
    pub tag: String,
    /// Its name, `UID FETCH` for instance, in upper case.
    pub name: String,
    /// The command after its tag, literals in place, without the contents of an APPEND and without secrets; long ones
    /// cut.
    pub line: String,
}

/// The record of a server.
#[derive(Debug, Default)]
pub(crate) struct Record {
    pub(crate) commands: std::collections::VecDeque<Received>,
    pub(crate) round_trips: u64,
    pub(crate) connections: u64,
}

impl Record {
    pub(crate) fn command(&mut self, connection: u64, tag: &str, name: &str, octets: &[u8]) {
        if self.commands.len() >= KEPT {
            self.commands.pop_front();
        }
        let line = shown(name, octets.get(tag.len() + 1..).unwrap_or_default());
        self.commands.push_back(Received { connection, tag: tag.to_owned(), name: name.to_owned(), line });
    }
}

fn shown(name: &str, line: &[u8]) -> String {
    let line = match name {
        // Not even a command: who knows what is in it.
        "" => return "***".to_owned(),
        "LOGIN" => return "LOGIN *** ***".to_owned(),
        "AUTHENTICATE" => {
            let words: Vec<&[u8]> = line.split(|b| *b == b' ').collect();
            let mechanism = words.get(1).map(|w| String::from_utf8_lossy(w).into_owned()).unwrap_or_default();
            return format!("AUTHENTICATE {mechanism}{}", if words.len() > 2 { " ***" } else { "" });
        }
        "APPEND" => line.split_inclusive(|b| *b == b'\n').next().unwrap_or_default().trim_ascii_end(),
        _ => line,
    };
    let cut = line.get(..SHOWN).unwrap_or(line);
    String::from_utf8_lossy(cut).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_and_messages_are_not_kept() {
        let mut record = Record::default();
        record.command(1, "a", "LOGIN", b"a LOGIN bob hunter2");
        record.command(1, "b", "AUTHENTICATE", b"b AUTHENTICATE PLAIN AGJvYgBodW50ZXIy");
        record.command(1, "c", "APPEND", b"c APPEND INBOX {6}\r\nsecret");
        record.command(1, "d", "", b"d  LOGIN bob hunter2");
        let lines: Vec<&str> = record.commands.iter().map(|c| c.line.as_str()).collect();
        assert_eq!(lines, ["LOGIN *** ***", "AUTHENTICATE PLAIN ***", "APPEND INBOX {6}", "***"]);
    }
}
