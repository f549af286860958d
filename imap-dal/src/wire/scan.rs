//! The cursor all response parsers walk with: it borrows, it does not recurse, and past the end it answers `None`.

use std::borrow::Cow;

use memchr::memchr2;

use super::sequence_set::SequenceSet;

/// What an octet ends.
const ENDS_ATOM: u8 = 1;
const ENDS_NAME: u8 = 2;

const ENDS: [u8; 256] = {
    let mut ends = [0; 256];
    let delimiters = b" ()\r\n";
    let mut at = 0;
    while at < delimiters.len() {
        ends[delimiters[at] as usize] = ENDS_ATOM | ENDS_NAME;
        at += 1;
    }
    ends[b'[' as usize] = ENDS_NAME;
    ends
};

/// A place in a framed response, where literals stand in line with the text around them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cursor<'a> {
    rest: &'a [u8],
}

impl<'a> Cursor<'a> {
    pub(super) fn new(rest: &'a [u8]) -> Self {
        Self { rest }
    }

    pub(super) fn rest(&self) -> &'a [u8] {
        self.rest
    }

    pub(super) fn is_at_end(&self) -> bool {
        self.rest.is_empty()
    }

    pub(super) fn peek(&self) -> Option<u8> {
        self.rest.first().copied()
    }

    /// Steps over `byte` if it is next.
    pub(super) fn eat(&mut self, byte: u8) -> bool {
        match self.rest.split_first() {
            Some((&first, rest)) if first == byte => {
                self.rest = rest;
                true
            }
            _ => false,
        }
    }

    /// Servers write one space where the grammar says so, but not all of them.
    pub(super) fn skip_spaces(&mut self) {
        while self.eat(b' ') {}
    }

    pub(super) fn take_while(&mut self, keep: impl Fn(u8) -> bool) -> &'a [u8] {
        let end = self.rest.iter().position(|&byte| !keep(byte)).unwrap_or(self.rest.len());
        self.split(end)
    }

    /// A run of anything that ends an atom nowhere: `\Seen`, `BODY`, `1:3,5`, 8-bit bytes.
    pub(super) fn atom(&mut self) -> Option<&'a [u8]> {
        let atom = self.take_while(|byte| ENDS[usize::from(byte)] & ENDS_ATOM == 0);
        (!atom.is_empty()).then_some(atom)
    }

    /// The name of a FETCH item, which may be none, up to its section.
    pub(super) fn item_name(&mut self) -> &'a [u8] {
        self.take_while(|byte| ENDS[usize::from(byte)] & ENDS_NAME == 0)
    }

    pub(super) fn number(&mut self) -> Option<u64> {
        let mut value = 0_u64;
        let digits = self.take_while(|byte| byte.is_ascii_digit());
        for digit in digits {
            value = value.checked_mul(10)?.checked_add(u64::from(digit - b'0'))?;
        }
        (!digits.is_empty()).then_some(value)
    }

    pub(super) fn number32(&mut self) -> Option<u32> {
        self.number()?.try_into().ok()
    }

    /// Numbers of body structures: some servers quote them, write NIL or -1.
    pub(super) fn lenient_number(&mut self) -> Option<u64> {
        match self.nstring()? {
            None => Some(0),
            Some(text) if text.starts_with(b"-") => Some(0),
            Some(text) => whole_number(&text),
        }
    }

    pub(super) fn sequence_set(&mut self) -> Option<SequenceSet> {
        SequenceSet::parse(self.atom()?)
    }

    /// A quoted string, a literal, NIL (inner `None`), or, though no server should, a bare atom.
    pub(super) fn nstring(&mut self) -> Option<Option<Cow<'a, [u8]>>> {
        match self.peek()? {
            b'"' | b'{' => self.astring().map(Some),
            b'~' if self.rest.get(1) == Some(&b'{') => self.astring().map(Some),
            _ => self.atom().map(|atom| (!is(atom, "NIL")).then_some(Cow::Borrowed(atom))),
        }
    }

    /// A quoted string, a literal or an atom (where NIL is a word like any other).
    pub(super) fn astring(&mut self) -> Option<Cow<'a, [u8]>> {
        match self.peek()? {
            b'"' => self.quoted().map(|quoted| quoted.text()),
            b'{' => self.literal().map(Cow::Borrowed),
            b'~' if self.rest.get(1) == Some(&b'{') => self.literal().map(Cow::Borrowed),
            _ => self.atom().map(Cow::Borrowed),
        }
    }

    /// As `nstring`, for values that need no escapes: dates.
    pub(super) fn plain_nstring(&mut self) -> Option<Option<&'a [u8]>> {
        match self.nstring()? {
            None => Some(None),
            Some(Cow::Borrowed(text)) => Some(Some(text)),
            Some(Cow::Owned(_)) => None,
        }
    }

    /// What stands between `(` and the next `)`, for lists of plain words; NIL is an empty list.
    pub(super) fn word_list(&mut self) -> Option<&'a [u8]> {
        if self.eat(b'(') {
            let inside = self.take_while(|byte| !matches!(byte, b')' | b'\r' | b'\n'));
            self.eat(b')').then_some(inside)
        } else {
            is(self.atom()?, "NIL").then_some(&[])
        }
    }

    /// Steps over one value of any shape, however deep its parentheses, and says what it was.
    pub(super) fn skip_value(&mut self) -> Option<&'a [u8]> {
        let start = self.rest;
        let mut open = 0_usize;
        loop {
            match self.peek()? {
                b'(' => {
                    self.eat(b'(');
                    open += 1;
                }
                b')' => {
                    open = open.checked_sub(1)?;
                    self.eat(b')');
                }
                b'"' => {
                    self.quoted()?;
                }
                b'{' => {
                    self.literal()?;
                }
                b'~' if self.rest.get(1) == Some(&b'{') => {
                    self.literal()?;
                }
                _ => {
                    self.atom()?;
                }
            }
            if open == 0 {
                return start.get(..start.len() - self.rest.len());
            }
            self.skip_spaces();
        }
    }

    /// What stands between `[` and the `]` that closes it: the first one outside quotes, or else the first one.
    pub(super) fn bracketed(&mut self) -> Option<&'a [u8]> {
        let inside = self.rest.strip_prefix(b"[")?;
        let first = memchr2(b']', b'"', inside)?;
        if inside.get(first) == Some(&b']') {
            self.rest = inside.get(first + 1..)?;
            return inside.get(..first);
        }
        let mut is_quoted = false;
        let outside_quotes = inside.iter().position(|&byte| {
            is_quoted ^= byte == b'"';
            byte == b']' && !is_quoted
        });
        let end = outside_quotes.or_else(|| inside.iter().position(|&byte| byte == b']'))?;
        self.rest = inside.get(end + 1..)?;
        inside.get(..end)
    }

    fn quoted(&mut self) -> Option<Quoted<'a>> {
        let body = self.rest.strip_prefix(b"\"")?;
        let mut escaped = false;
        let mut at = memchr2(b'"', b'\\', body)?;
        if body.get(..at)?.contains(&b'\n') {
            return None;
        }
        loop {
            match body.get(at)? {
                b'"' => break,
                b'\n' => return None,
                b'\\' => {
                    escaped = true;
                    at += 2;
                }
                _ => at += 1,
            }
        }
        self.rest = body.get(at + 1..)?;
        Some(Quoted { raw: body.get(..at)?, escaped })
    }

    /// `{5}`, `{5+}` or `~{5}`, a line end, and that many octets.
    fn literal(&mut self) -> Option<&'a [u8]> {
        self.eat(b'~');
        let announced = self.eat(b'{').then(|| self.number())??;
        self.eat(b'+');
        let braced = self.eat(b'}');
        self.eat(b'\r');
        let announced = usize::try_from(announced).ok()?;
        (braced && self.eat(b'\n') && announced <= self.rest.len()).then(|| self.split(announced))
    }

    fn split(&mut self, end: usize) -> &'a [u8] {
        let (taken, rest) = self.rest.split_at(end);
        self.rest = rest;
        taken
    }
}

struct Quoted<'a> {
    raw: &'a [u8],
    escaped: bool,
}

impl<'a> Quoted<'a> {
    fn text(self) -> Cow<'a, [u8]> {
        if !self.escaped {
            return Cow::Borrowed(self.raw);
        }
        let mut text = Vec::with_capacity(self.raw.len());
        let mut bytes = self.raw.iter().copied().peekable();
        while let Some(byte) = bytes.next() {
            // Servers that forget to escape a backslash mean the backslash.
            match (byte, bytes.peek()) {
                (b'\\', Some(&next @ (b'"' | b'\\'))) => {
                    text.push(next);
                    bytes.next();
                }
                _ => text.push(byte),
            }
        }
        Cow::Owned(text)
    }
}

/// The number that all of `text` is.
pub(super) fn whole_number(text: &[u8]) -> Option<u64> {
    let mut cursor = Cursor::new(text);
    cursor.number().filter(|_| cursor.is_at_end())
}

/// As `whole_number`, for what IMAP bounds to 32 bits.
pub(super) fn whole_number32(text: &[u8]) -> Option<u32> {
    whole_number(text)?.try_into().ok()
}

/// Whether `word` is `name`; IMAP's own words ignore case.
pub(super) fn is(word: &[u8], name: &str) -> bool {
    // Nearly all servers write them as we do.
    word == name.as_bytes() || word.eq_ignore_ascii_case(name.as_bytes())
}

/// The words of a list as the server wrote them: capabilities, attributes, flags (with their backslash). Quotes around
/// a word are dropped.
#[derive(Clone, Debug, Default)]
pub(crate) struct Words<'a> {
    rest: &'a [u8],
}

impl<'a> Words<'a> {
    pub(super) fn new(rest: &'a [u8]) -> Self {
        Self { rest }
    }

    /// No fewer octets than [`write`](Self::write) writes.
    pub(crate) fn len(&self) -> usize {
        self.rest.len() + 1
    }

    /// Writes the words with spaces between them.
    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        let inside = self.rest.trim_ascii().strip_prefix(b"(").and_then(|rest| rest.strip_suffix(b")"));
        match inside
            .filter(|inside| !inside.iter().any(|byte| matches!(byte, b'"' | b'(' | b')' | b'\t' | b'\r' | b'\n')))
        {
            Some(inside) => out.extend_from_slice(inside),
            None => {
                for word in self.clone() {
                    out.extend_from_slice(word);
                    out.push(b' ');
                }
            }
        }
    }
}

impl<'a> Iterator for Words<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        let is_between = |byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | b'(' | b')');
        let mut cursor = Cursor::new(self.rest);
        cursor.take_while(is_between);
        let quoted = (cursor.peek()? == b'"').then(|| cursor.quoted()).flatten();
        let word = quoted.map_or_else(|| cursor.take_while(|byte| !is_between(byte)), |quoted| quoted.raw);
        self.rest = cursor.rest;
        Some(word)
    }
}
