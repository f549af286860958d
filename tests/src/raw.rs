//! A small IMAP client for tests: the second client that interferes, and the oracle that looks.
//! It shares nothing with `imap-dal` and panics on whatever it does not expect.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{self, Write as _};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::time::Duration;

/// One signed-in connection, plain TCP, every wait at most 20 seconds.
#[derive(Debug)]
pub struct Raw {
    stream: BufReader<TcpStream>,
    tags: u32,
    greeting: String,
}

/// All messages of a mailbox by uid.
pub type Snapshot = BTreeMap<u32, Message>;

/// A message as a second client sees it.
#[derive(Clone, PartialEq, Eq)]
pub struct Message {
    /// Its flags, without `\\Recent`.
    pub flags: BTreeSet<String>,
    /// INTERNALDATE as the server prints it.
    pub date: String,
    /// The whole message.
    pub bytes: Vec<u8>,
}

impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { flags, date, bytes } = self;
        write!(f, "{flags:?} {date} {:?}", String::from_utf8_lossy(&bytes[..bytes.len().min(200)]))
    }
}

/// What came back for one command.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The untagged responses in order, literals included, without the closing CRLF.
    pub untagged: Vec<Vec<u8>>,
    /// The tagged response without its tag: `OK [READ-WRITE] Select completed`.
    pub tagged: String,
}

impl Answer {
    /// Whether the command succeeded.
    pub fn is_ok(&self) -> bool {
        self.tagged.starts_with("OK")
    }

    /// The untagged responses as text, bytes that are not UTF-8 replaced.
    pub fn lines(&self) -> Vec<String> {
        self.untagged.iter().map(|line| String::from_utf8_lossy(line).into_owned()).collect()
    }

    /// The words of the response code `name`, without it: `code("APPENDUID")` of `OK [APPENDUID 1 7] done` is `["1", "7"]`.
    pub fn code(&self, name: &str) -> Option<Vec<String>> {
        let (_, rest) = self.tagged.split_once('[')?;
        let (code, _) = rest.split_once(']')?;
        let mut words = code.split(' ').map(str::to_owned);
        (words.next()? == name).then(|| words.collect())
    }
}

impl Raw {
    /// Connects and reads the greeting, without signing in.
    pub fn connect(address: impl ToSocketAddrs) -> Self {
        let stream = TcpStream::connect(address).expect("the server accepts connections");
        stream.set_read_timeout(Some(Duration::from_secs(20))).expect("a time-out can be set");
        stream.set_nodelay(true).expect("TCP_NODELAY can be set");
        let mut raw = Self { stream: BufReader::new(stream), tags: 0, greeting: String::new() };
        raw.greeting = String::from_utf8_lossy(&raw.response()).into_owned();
        raw
    }

    /// Connects and signs in.
    pub fn login(address: impl ToSocketAddrs, user: &str, password: &str) -> Self {
        let mut raw = Self::connect(address);
        raw.ok(format!("LOGIN {user} {password}"));
        raw
    }

    /// The first line of the server.
    pub fn greeting(&self) -> &str {
        &self.greeting
    }

    /// Sends one command (no tag, no CRLF) and collects everything up to its tagged response.
    pub fn command(&mut self, line: impl AsRef<[u8]>) -> Answer {
        let tag = self.tag();
        self.send(&[tag.as_bytes(), b" ", line.as_ref(), b"\r\n"].concat());
        self.collect(&tag)
    }

    /// [`command`](Self::command) that must succeed.
    pub fn ok(&mut self, line: impl AsRef<[u8]>) -> Answer {
        let answer = self.command(&line);
        assert!(answer.is_ok(), "{}: {}", String::from_utf8_lossy(line.as_ref()), answer.tagged);
        answer
    }

    /// Appends a message with a synchronising literal, which every server takes; the answer may be a refusal.
    pub fn try_append(&mut self, mailbox: &str, flags: &[&str], internal_date: Option<&str>, message: &[u8]) -> Answer {
        let tag = self.tag();
        let line = format!("{tag} {}\r\n", append_line(mailbox, flags, internal_date, message.len(), ""));
        self.send(line.as_bytes());
        let mut untagged = Vec::new();
        loop {
            let response = self.response();
            if response.starts_with(b"+") {
                self.send(message);
                self.send(b"\r\n");
                let mut answer = self.collect(&tag);
                untagged.append(&mut answer.untagged);
                return Answer { untagged, ..answer };
            }
            if let Some(tagged) = tagged(&response, &tag) {
                return Answer { untagged, tagged };
            }
            untagged.push(response);
        }
    }

    /// Appends a message; its uid where the server tells it (UIDPLUS).
    pub fn append(
        &mut self,
        mailbox: &str,
        flags: &[&str],
        internal_date: Option<&str>,
        message: &[u8],
    ) -> Option<u32> {
        let answer = self.try_append(mailbox, flags, internal_date, message);
        assert!(answer.is_ok(), "APPEND to {mailbox}: {}", answer.tagged);
        answer.code("APPENDUID").map(|words| words[1].parse().expect("a single uid"))
    }

    /// Appends many messages without waiting in between (LITERAL+), or one by one where the server lacks it.
    pub fn append_all<'a>(
        &mut self,
        mailbox: &str,
        messages: impl IntoIterator<Item = (&'a [u8], &'a [String], Option<&'a str>)>,
    ) {
        let pipelined = self.has_capability("LITERAL+");
        let mut pending = Vec::new();
        let mut unread = Vec::new();
        for (message, flags, date) in messages {
            let flags: Vec<&str> = flags.iter().map(String::as_str).collect();
            if !pipelined {
                self.append(mailbox, &flags, date, message);
                continue;
            }
            let tag = self.tag();
            let line = format!("{tag} {}\r\n", append_line(mailbox, &flags, date, message.len(), "+"));
            pending.extend_from_slice(line.as_bytes());
            pending.extend_from_slice(message);
            pending.extend_from_slice(b"\r\n");
            unread.push(tag);
            if pending.len() > 1 << 16 {
                self.send(&std::mem::take(&mut pending));
            }
        }
        self.send(&pending);
        for tag in unread {
            let answer = self.collect(&tag);
            assert!(answer.is_ok(), "APPEND to {mailbox}: {}", answer.tagged);
        }
    }

    /// Whether the server announces this capability now.
    pub fn has_capability(&mut self, name: &str) -> bool {
        let answer = self.ok("CAPABILITY");
        answer.lines().iter().any(|line| line.split(' ').any(|word| word.eq_ignore_ascii_case(name)))
    }

    /// Opens a mailbox for changes.
    pub fn select(&mut self, mailbox: &str) -> Answer {
        self.ok(format!("SELECT {}", mailbox_name(mailbox)))
    }

    /// Creates a mailbox.
    pub fn create(&mut self, mailbox: &str) {
        self.ok(format!("CREATE {}", mailbox_name(mailbox)));
    }

    /// Deletes a mailbox with all its messages.
    pub fn delete_mailbox(&mut self, mailbox: &str) {
        self.ok(format!("DELETE {}", mailbox_name(mailbox)));
    }

    /// What a mailbox is called here: `path` has `/` between levels, the server its own separator, and perhaps a prefix for
    /// everything but INBOX (NAMESPACE, RFC 2342).
    pub fn own_name(&mut self, path: &str) -> String {
        if path == "INBOX" || !self.has_capability("NAMESPACE") {
            return path.to_owned();
        }
        let answer = self.ok("NAMESPACE");
        let line =
            answer.lines().into_iter().find(|line| line.starts_with("* NAMESPACE")).expect("a NAMESPACE response");
        let mut quoted = line.split('"').skip(1).step_by(2);
        let (prefix, separator) = (quoted.next().expect("a prefix"), quoted.next().expect("a separator"));
        format!("{prefix}{}", path.replace('/', separator))
    }

    /// The names of all mailboxes as the server writes them, still encoded, the unselectable ones left out.
    pub fn mailboxes(&mut self) -> Vec<String> {
        let answer = self.ok("LIST \"\" \"*\"");
        let listed = answer.lines().into_iter().filter(|line| line.starts_with("* LIST"));
        listed.filter(|line| !line.to_ascii_lowercase().contains("\\noselect")).map(|line| listed_name(&line)).collect()
    }

    /// A number of the mailbox's STATUS: `status("INBOX", "UIDVALIDITY")`.
    pub fn status(&mut self, mailbox: &str, item: &str) -> u64 {
        let answer = self.ok(format!("STATUS {} ({item})", mailbox_name(mailbox)));
        let line = answer.lines().into_iter().find(|line| line.starts_with("* STATUS")).expect("a STATUS response");
        let (_, value) = line.rsplit_once(&format!("({item} ")).expect("the item asked for");
        value.trim_end_matches(')').parse().expect("a number")
    }

    /// The uids that match search keys in the selected mailbox, ascending.
    pub fn uid_search(&mut self, keys: &str) -> Vec<u32> {
        let answer = self.ok(format!("UID SEARCH {keys}"));
        let lines = answer.lines();
        let words = lines.iter().filter_map(|line| line.strip_prefix("* SEARCH")).flat_map(str::split_whitespace);
        let mut uids: Vec<u32> = words.take_while(|word| *word != "(MODSEQ").map(number).collect();
        uids.sort_unstable();
        uids
    }

    /// Flags of every message of the selected mailbox by uid, sorted, without `\Recent`.
    pub fn flags(&mut self) -> BTreeMap<u32, Vec<String>> {
        let mut all = BTreeMap::new();
        for line in self.ok("UID FETCH 1:* (FLAGS)").lines() {
            let Some((_, flags)) = line.split_once("FLAGS (") else { continue };
            let Some(uid) = after(&line, "UID ") else { continue };
            let flags = flags.split(')').next().unwrap_or_default();
            let mut flags: Vec<String> = flags.split_whitespace().map(str::to_owned).collect();
            flags.retain(|flag| flag != "\\Recent");
            flags.sort();
            all.insert(uid, flags);
        }
        all
    }

    /// The whole message with this uid in the selected mailbox; no flag changes.
    pub fn fetch_message(&mut self, uid: u32) -> Option<Vec<u8>> {
        let answer = self.ok(format!("UID FETCH {uid} (BODY.PEEK[])"));
        let response = answer.untagged.iter().find(|line| find(line, b"BODY[]").is_some())?;
        let (length, start) = literal(response)?;
        response.get(start..start + length).map(<[u8]>::to_vec)
    }

    /// Every message of the selected mailbox by uid.
    pub fn messages(&mut self) -> BTreeMap<u32, Vec<u8>> {
        let uids = self.uid_search("ALL");
        uids.into_iter().filter_map(|uid| Some((uid, self.fetch_message(uid)?))).collect()
    }

    /// Every message of a mailbox as it is now, in one look.
    pub fn snapshot(&mut self, mailbox: &str) -> Snapshot {
        let [snapshot] = self.snapshots([mailbox]);
        snapshot
    }

    /// Every message of some mailboxes as they are now, in one write.
    pub fn snapshots<const N: usize>(&mut self, mailboxes: [&str; N]) -> [Snapshot; N] {
        const FETCH: &str = "UID FETCH 1:* (UID FLAGS INTERNALDATE BODY.PEEK[])";
        let mut lines = String::new();
        let tags = mailboxes.map(|mailbox| {
            let (examine, fetch) = (self.tag(), self.tag());
            let _ = write!(lines, "{examine} EXAMINE {}\r\n{fetch} {FETCH}\r\n", mailbox_name(mailbox));
            (examine, fetch)
        });
        self.send(lines.as_bytes());
        tags.map(|(examine, fetch)| {
            let answer = self.collect(&examine);
            assert!(answer.is_ok(), "EXAMINE: {}", answer.tagged);
            let is_empty = answer.lines().iter().any(|line| line == "* 0 EXISTS");
            let answer = self.collect(&fetch);
            // Some servers refuse a set of nothing.
            assert!(is_empty || answer.is_ok(), "{FETCH}: {}", answer.tagged);
            messages(&answer)
        })
    }

    /// Adds (`+FLAGS`) or removes (`-FLAGS`) flags: `store("1:4", "+FLAGS", "\\Seen")`.
    pub fn store(&mut self, uids: &str, change: &str, flags: &str) {
        self.ok(format!("UID STORE {uids} {change} ({flags})"));
    }

    /// Removes one message of the selected mailbox for good; needs UIDPLUS.
    pub fn expunge(&mut self, uid: u32) {
        self.store(&uid.to_string(), "+FLAGS.SILENT", "\\Deleted");
        self.ok(format!("UID EXPUNGE {uid}"));
    }

    fn tag(&mut self) -> String {
        self.tags += 1;
        format!("raw{}", self.tags)
    }

    fn send(&mut self, bytes: &[u8]) {
        self.stream.get_mut().write_all(bytes).expect("the server reads what is sent");
    }

    fn collect(&mut self, tag: &str) -> Answer {
        let mut untagged = Vec::new();
        loop {
            let response = self.response();
            if let Some(tagged) = tagged(&response, tag) {
                return Answer { untagged, tagged };
            }
            untagged.push(response);
        }
    }

    /// One response with the literals it announces, without the last CRLF.
    fn response(&mut self) -> Vec<u8> {
        let mut bytes = Vec::new();
        loop {
            let start = bytes.len();
            self.stream.read_until(b'\n', &mut bytes).expect("a response within the time-out");
            assert!(bytes.ends_with(b"\n"), "the server hung up after {:?}", String::from_utf8_lossy(&bytes));
            let line = bytes[start..].trim_ascii_end();
            let announced = if start == 0 && is_status(line) { None } else { literal_length(line) };
            let Some(length) = announced else { break };
            let body = bytes.len();
            bytes.resize(body + length, 0);
            self.stream.read_exact(&mut bytes[body..]).expect("the whole literal within the time-out");
        }
        bytes.truncate(bytes.trim_ascii_end().len());
        bytes
    }
}

/// A string as a command's argument.
pub(crate) fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// A mailbox name as a command's argument: modified UTF-7 (RFC 3501, 5.1.3) in quotes.
pub fn mailbox_name(name: &str) -> String {
    let mut encoded = String::new();
    let mut shifted: Vec<u16> = Vec::new();
    for c in name.chars() {
        if c.is_ascii() {
            shift_back(&mut encoded, &mut shifted);
            encoded.push(c);
            if c == '&' {
                encoded.push('-');
            }
        } else {
            shifted.extend_from_slice(c.encode_utf16(&mut [0; 2]));
        }
    }
    shift_back(&mut encoded, &mut shifted);
    quoted(&encoded)
}

fn shift_back(encoded: &mut String, shifted: &mut Vec<u16>) {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,";
    if shifted.is_empty() {
        return;
    }
    let bits: Vec<u8> = shifted.drain(..).flat_map(|unit| (0..16).rev().map(move |i| (unit >> i & 1) as u8)).collect();
    encoded.push('&');
    for six in bits.chunks(6) {
        let value = (0..6).fold(0, |value, i| value << 1 | six.get(i).copied().unwrap_or(0));
        encoded.push(char::from(DIGITS[usize::from(value)]));
    }
    encoded.push('-');
}

fn append_line(mailbox: &str, flags: &[&str], internal_date: Option<&str>, length: usize, plus: &str) -> String {
    let mut line = format!("APPEND {} ({})", mailbox_name(mailbox), flags.join(" "));
    if let Some(date) = internal_date {
        let _ = write!(line, " \"{date}\"");
    }
    let _ = write!(line, " {{{length}{plus}}}");
    line
}

fn tagged(response: &[u8], tag: &str) -> Option<String> {
    let rest = response.strip_prefix(tag.as_bytes())?.strip_prefix(b" ")?;
    Some(String::from_utf8_lossy(rest).into_owned())
}

/// Status responses end in free text, which may look like a literal.
fn is_status(line: &[u8]) -> bool {
    let word = line.strip_prefix(b"* ").unwrap_or(line);
    !line.starts_with(b"* ")
        || [&b"OK"[..], b"NO", b"BAD", b"BYE", b"PREAUTH"].iter().any(|status| word.starts_with(status))
}

fn literal_length(line: &[u8]) -> Option<usize> {
    let inner = line.strip_suffix(b"}")?;
    let start = inner.iter().rposition(|byte| *byte == b'{')?;
    std::str::from_utf8(&inner[start + 1..]).ok()?.parse().ok()
}

/// What FETCH told of each message.
fn messages(answer: &Answer) -> Snapshot {
    let messages = answer.untagged.iter().filter_map(|response| {
        let (length, start) = literal(response)?;
        let bytes = response.get(start..start + length)?.to_vec();
        // What stands beside the literal.
        let rest = [&response[..start], &response[start + length..]].concat();
        let rest = String::from_utf8_lossy(&rest).into_owned();
        let flags = rest.split_once("FLAGS (")?.1.split(')').next()?;
        let flags = flags.split_whitespace().filter(|flag| *flag != "\\Recent").map(str::to_owned).collect();
        let date = rest.split_once("INTERNALDATE \"")?.1.split('"').next()?.to_owned();
        Some((after(&rest, "UID ")?, Message { flags, date, bytes }))
    });
    messages.collect()
}

/// Length and start of the first literal of a response.
fn literal(response: &[u8]) -> Option<(usize, usize)> {
    let end = find(response, b"}\r\n")?;
    Some((literal_length(&response[..=end])?, end + 3))
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|window| window == needle)
}

fn listed_name(line: &str) -> String {
    let (_, name) = line.split_once(") ").expect("attributes in parentheses");
    let (_, name) = name.split_once(' ').expect("a separator and a name");
    match name.strip_prefix('"') {
        Some(quoted) => quoted.strip_suffix('"').unwrap_or(quoted).replace("\\\"", "\"").replace("\\\\", "\\"),
        None => name.to_owned(),
    }
}

fn after(line: &str, key: &str) -> Option<u32> {
    let (_, rest) = line.split_once(key)?;
    let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    rest[..digits].parse().ok()
}

fn number(word: &str) -> u32 {
    word.parse().unwrap_or_else(|_| panic!("{word:?} is no uid"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mailbox_names_are_modified_utf_7_in_quotes() {
        // RFC 3501, 5.1.3.
        assert_eq!(mailbox_name("~peter/mail/台北/日本語"), "\"~peter/mail/&U,BTFw-/&ZeVnLIqe-\"");
        assert_eq!(mailbox_name("Tom & \"Jerry\""), "\"Tom &- \\\"Jerry\\\"\"");
        assert_eq!(mailbox_name("Entwürfe"), "\"Entw&APw-rfe\"");
    }
}
