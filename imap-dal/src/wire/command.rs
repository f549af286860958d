//! Commands from typed arguments. This is the one place that chooses between atom, quoted string and literal, so that
//! no value can end its argument or start a command. Knows nothing of what a command means.

use std::fmt;

use super::error::InvalidArgument;
use super::escape::escape;
use super::mailbox_name;
use super::payload::Payload;
use super::sequence_set::SequenceSet;

/// The longest value sent as a quoted string; servers limit the length of a line, not that of a literal.
const LONGEST_QUOTED: usize = 1_000;

/// The longest literal LITERAL- lets go unannounced (RFC 7888, section 5).
const LITERAL_MINUS: u64 = 4_096;

/// Octets of a value that a trace shows.
const SHOWN: usize = 80;

/// Which literals the server takes without being asked (RFC 7888).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Literals {
    /// None: each one waits for `+`.
    Synchronizing,
    /// LITERAL+: all.
    Plus,
    /// LITERAL-: those of at most 4,096 octets.
    Minus,
}

/// One command without its tag. Arguments are separated by one space except at parentheses. An argument that cannot
/// be sent is remembered and refused by `encode`, so that building needs no error handling.
#[derive(Clone)]
pub(crate) struct Command {
    name: &'static str,
    parts: Vec<Part>,
    open: usize,
    refused: Option<InvalidArgument>,
}

#[derive(Clone)]
enum Part {
    /// Words, numbers, spaces, parentheses: sent and shown as it is.
    Syntax(String),
    Value(Vec<u8>),
    Message(Payload),
}

/// A command as octets. After each chunk but the last the client waits for `+`.
#[derive(Clone)]
pub(crate) struct Encoded {
    pub(crate) chunks: Vec<Vec<Piece>>,
}

/// What is sent at once, or read and sent bit by bit.
#[derive(Clone)]
pub(crate) enum Piece {
    Octets(Vec<u8>),
    Message(Payload),
}

impl Command {
    /// A command by its words: `UID SEARCH`.
    pub(crate) fn new(name: &'static str) -> Self {
        Self { name, parts: vec![Part::Syntax(name.to_owned())], open: 0, refused: None }
    }

    pub(crate) fn name(&self) -> &'static str {
        self.name
    }

    /// A word of the protocol.
    pub(crate) fn word(&mut self, word: &'static str) -> &mut Self {
        self.syntax(word)
    }

    /// A word known at run time only: a date, `BODY.PEEK[1.2.MIME]<0.100>`, `CHARSET`. Anything that is not one
    /// protocol word is refused.
    pub(crate) fn raw_word(&mut self, word: &str) -> &mut Self {
        let is_safe =
            |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'(' | b')' | b'{' | b'"' | b'\\' | b'%' | b'*');
        if word.is_empty() || !word.bytes().all(is_safe) {
            return self.refuse("a word holds characters that need quoting");
        }
        self.syntax(word)
    }

    pub(crate) fn number(&mut self, number: u64) -> &mut Self {
        self.syntax(&number.to_string())
    }

    /// Refused when empty: IMAP cannot say "no message".
    pub(crate) fn set(&mut self, set: &SequenceSet) -> &mut Self {
        if set.is_empty() {
            return self.refuse("a sequence set is empty");
        }
        self.syntax(&set.to_string())
    }

    /// A value: quoted where it is short printable ASCII, else a literal; never an atom. NUL is refused.
    pub(crate) fn astring(&mut self, value: impl AsRef<[u8]>) -> &mut Self {
        let value = value.as_ref();
        if value.contains(&0) {
            return self.refuse("a value holds a NUL character, which IMAP cannot carry");
        }
        self.value(Part::Value(value.to_vec()))
    }

    /// A header field's name (RFC 5322, section 2.2): an atom where it can be one, since iCloud fails on quoted names.
    pub(crate) fn header_name(&mut self, name: &str) -> &mut Self {
        let is_name = |byte: u8| byte.is_ascii_graphic() && byte != b':';
        if name.is_empty() || name.len() > 998 || !name.bytes().all(is_name) {
            return self.refuse("a header field's name is empty, too long, or holds a character other than printable ASCII without space and colon");
        }
        if name.bytes().all(is_atom_char) && !name.eq_ignore_ascii_case("NIL") {
            self.syntax(name)
        } else {
            self.value(Part::Value(name.as_bytes().to_vec()))
        }
    }

    /// The fetch item `BODY.PEEK[HEADER.FIELDS (names)]`.
    pub(crate) fn header_fields<'n>(&mut self, names: impl IntoIterator<Item = &'n str>) -> &mut Self {
        self.syntax("BODY.PEEK[HEADER.FIELDS").open();
        let mut is_empty = true;
        for name in names {
            self.header_name(name);
            is_empty = false;
        }
        if is_empty {
            return self.refuse("a fetch of header fields names none");
        }
        self.close().push("]");
        self
    }

    /// A mailbox by its decoded name, sent as modified UTF-7. No mailbox has a line end in its name (RFC 9051 section 5.1),
    /// and Dovecot repeats one as it is, so that its answer cannot be read.
    pub(crate) fn mailbox(&mut self, name: &str) -> &mut Self {
        if name.contains(['\0', '\r', '\n']) {
            return self.refuse("a mailbox name holds a NUL character or a line end, which no mailbox has");
        }
        // Dovecot hangs up at a name of 64 KiB.
        const LONGEST: usize = 4_096;
        let encoded = mailbox_name::encode(name);
        if encoded.len() > LONGEST {
            return self.refuse("a mailbox name is longer than any mailbox has");
        }
        self.astring(encoded)
    }

    /// `\Seen` or a keyword.
    pub(crate) fn flag(&mut self, flag: &str) -> &mut Self {
        let atom = flag.strip_prefix('\\').unwrap_or(flag);
        if atom.is_empty() || !atom.bytes().all(is_atom_char) {
            return self.refuse("a flag is empty or holds characters that need quoting");
        }
        self.syntax(flag)
    }

    /// A message for APPEND: always a literal, never shown.
    pub(crate) fn literal(&mut self, message: Payload) -> &mut Self {
        if message.octets().is_some_and(|octets| octets.contains(&0)) {
            return self.refuse("a message holds a NUL character, which IMAP cannot carry");
        }
        self.value(Part::Message(message))
    }

    /// `(`
    pub(crate) fn open(&mut self) -> &mut Self {
        self.open += 1;
        self.syntax("(")
    }

    /// `)`
    pub(crate) fn close(&mut self) -> &mut Self {
        match self.open.checked_sub(1) {
            Some(open) => self.open = open,
            None => return self.refuse("a parenthesis closes that was not opened"),
        }
        self.push(")");
        self
    }

    /// The octets to send.
    ///
    /// # Errors
    /// `InvalidArgument` where an argument was refused: then nothing may be sent.
    pub(crate) fn encode(&self, tag: &str, literals: Literals) -> Result<Encoded, InvalidArgument> {
        if let Some(refused) = self.refused {
            return Err(refused);
        }
        if self.open > 0 {
            return Err(InvalidArgument { what: "a parenthesis is never closed" });
        }
        if tag.is_empty() || !tag.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return Err(InvalidArgument { what: "a tag is empty or not alphanumeric" });
        }
        let mut chunks = Vec::new();
        let mut pieces = Vec::new();
        let mut octets = format!("{tag} ").into_bytes();
        for part in &self.parts {
            let form = part.form();
            if let Form::Literal(_) | Form::Message(_) = form {
                let length = form.len();
                let waits = literals.waits(length);
                let plus = if waits { "" } else { "+" };
                octets.extend_from_slice(format!("{{{length}{plus}}}\r\n").as_bytes());
                if waits {
                    pieces.push(Piece::Octets(std::mem::take(&mut octets)));
                    chunks.push(std::mem::take(&mut pieces));
                }
            }
            match form {
                Form::Syntax(text) => octets.extend_from_slice(text.as_bytes()),
                Form::Quoted(value) => push_quoted(&mut octets, value),
                Form::Literal(value) => octets.extend_from_slice(value),
                Form::Message(message) => {
                    pieces.push(Piece::Octets(std::mem::take(&mut octets)));
                    pieces.push(Piece::Message(message.clone()));
                }
            }
        }
        octets.extend_from_slice(b"\r\n");
        pieces.push(Piece::Octets(octets));
        chunks.push(pieces);
        Ok(Encoded { chunks })
    }

    /// Octets when encoded, without tag and line end, literals announced with `+`.
    pub(crate) fn len(&self) -> usize {
        let octets = |part: &Part| match part.form() {
            form @ (Form::Literal(_) | Form::Message(_)) => {
                let announced = form.len().to_string().len() + "{+}\r\n".len();
                announced as u64 + form.len()
            }
            form => form.len(),
        };
        usize::try_from(self.parts.iter().map(octets).sum::<u64>()).unwrap_or(usize::MAX)
    }

    fn refuse(&mut self, what: &'static str) -> &mut Self {
        self.refused.get_or_insert(InvalidArgument { what });
        self
    }

    fn syntax(&mut self, text: &str) -> &mut Self {
        self.separate();
        self.push(text);
        self
    }

    fn value(&mut self, part: Part) -> &mut Self {
        self.separate();
        self.parts.push(part);
        self
    }

    fn separate(&mut self) {
        let follows_open = matches!(self.parts.last(), Some(Part::Syntax(text)) if text.ends_with('('));
        if !follows_open {
            self.push(" ");
        }
    }

    fn push(&mut self, text: &str) {
        match self.parts.last_mut() {
            Some(Part::Syntax(last)) => last.push_str(text),
            _ => self.parts.push(Part::Syntax(text.to_owned())),
        }
    }
}

impl fmt::Display for Command {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for part in &self.parts {
            match part.form() {
                Form::Message(message) => write!(f, "{{{}}}", message.len())?,
                Form::Syntax(text) => f.write_str(text)?,
                Form::Quoted(value) => {
                    let mut quoted = Vec::new();
                    push_quoted(&mut quoted, value);
                    f.write_str(&escape(&quoted, quoted.len()))?;
                }
                Form::Literal(value) => write!(f, "{{{}}} {}", value.len(), escape(value, SHOWN))?,
            }
        }
        Ok(())
    }
}

impl fmt::Debug for Command {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Debug for Encoded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The octets may hold a message.
        write!(f, "Encoded({} chunks)", self.chunks.len())
    }
}

impl fmt::Debug for Piece {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            // They may hold a secret.
            Self::Octets(octets) => write!(f, "Octets({})", octets.len()),
            Self::Message(message) => message.fmt(f),
        }
    }
}

impl Literals {
    fn waits(self, octets: u64) -> bool {
        match self {
            Self::Synchronizing => true,
            Self::Plus => false,
            Self::Minus => octets > LITERAL_MINUS,
        }
    }
}

#[cfg(any(test, fuzzing))]
impl Encoded {
    /// Each chunk as it is sent.
    pub(crate) fn octets(&self) -> Vec<Vec<u8>> {
        let octets = |piece: &Piece| match piece {
            Piece::Octets(octets) => octets.clone(),
            Piece::Message(message) => message.octets().expect("is held").to_vec(),
        };
        self.chunks.iter().map(|chunk| chunk.iter().flat_map(octets).collect()).collect()
    }
}

#[derive(Clone, Copy)]
enum Form<'p> {
    Syntax(&'p str),
    Quoted(&'p [u8]),
    Literal(&'p [u8]),
    Message(&'p Payload),
}

impl Form<'_> {
    /// Octets, without what announces a literal.
    fn len(self) -> u64 {
        match self {
            Self::Syntax(text) => text.len() as u64,
            Self::Quoted(value) => (2 + value.len() + value.iter().filter(|byte| needs_escape(**byte)).count()) as u64,
            Self::Literal(value) => value.len() as u64,
            Self::Message(message) => message.len(),
        }
    }
}

impl Part {
    fn form(&self) -> Form<'_> {
        match self {
            Self::Syntax(text) => Form::Syntax(text),
            Self::Value(value) => {
                let is_printable = |byte: &u8| matches!(byte, b' '..=b'~');
                if value.len() <= LONGEST_QUOTED && value.iter().all(is_printable) {
                    Form::Quoted(value)
                } else {
                    Form::Literal(value)
                }
            }
            Self::Message(message) => Form::Message(message),
        }
    }
}

fn push_quoted(chunk: &mut Vec<u8>, value: &[u8]) {
    chunk.push(b'"');
    for &byte in value {
        if needs_escape(byte) {
            chunk.push(b'\\');
        }
        chunk.push(byte);
    }
    chunk.push(b'"');
}

fn needs_escape(byte: u8) -> bool {
    matches!(byte, b'"' | b'\\')
}

/// ATOM-CHAR (RFC 9051, section 9).
fn is_atom_char(byte: u8) -> bool {
    byte.is_ascii_graphic() && !matches!(byte, b'(' | b')' | b'{' | b'%' | b'*' | b'"' | b'\\' | b']')
}
