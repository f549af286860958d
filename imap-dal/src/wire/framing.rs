//! Bytes as they come from the stream to whole responses: one line with the literals it announces, within limits.
//! Knows where a response ends and nothing of what it says.

use memchr::memchr;

use super::error::WireError;
use super::limits::Limits;
use super::scan::{Cursor, is, whole_number};

/// The least room offered to one read.
const ROOM: usize = 64 * 1024;

/// A buffer that grew beyond this is given back once it is empty.
const KEPT: usize = 4 * 1024 * 1024;

/// Collects what arrives and cuts it into responses. Every octet is looked at once, however the reads fall.
#[derive(Debug)]
pub(crate) struct Framer {
    limits: Limits,
    buffer: Vec<u8>,
    /// How far `buffer` holds received octets.
    filled: usize,
    /// Where the current response starts and ends (its line end excluded).
    start: usize,
    end: usize,
    /// Where the response after the current one starts.
    next: usize,
    /// Where the line being scanned starts, in the response from `next` on.
    line: usize,
    /// How far that line was scanned without finding its end.
    scanned: usize,
}

impl Framer {
    pub(crate) fn new(limits: Limits) -> Self {
        Self { limits, buffer: Vec::new(), filled: 0, start: 0, end: 0, next: 0, line: 0, scanned: 0 }
    }

    /// Room to read into: at least 64 KiB, growing with what arrived and never with what a literal announces.
    pub(crate) fn space(&mut self) -> &mut [u8] {
        if self.start > 0 && self.start >= self.filled - self.start {
            self.buffer.copy_within(self.start..self.filled, 0);
            let gone = self.start;
            for place in
                [&mut self.filled, &mut self.start, &mut self.end, &mut self.next, &mut self.line, &mut self.scanned]
            {
                *place = place.saturating_sub(gone);
            }
        }
        if self.filled == 0 && self.buffer.len() > KEPT {
            self.buffer = Vec::new();
        }
        if self.buffer.len() - self.filled < ROOM {
            self.buffer.resize((self.filled * 2).max(self.filled + ROOM), 0);
        }
        self.buffer.get_mut(self.filled..).unwrap_or_default()
    }

    /// Tells that `n` octets were read into `space`.
    pub(crate) fn received(&mut self, n: usize) {
        self.filled = self.filled.saturating_add(n).min(self.buffer.len());
    }

    /// Drops the current response and frames the next one; `false` asks for more bytes.
    ///
    /// # Errors
    /// `WireError::Limit`. What follows in the stream has no meaning then: every later call fails alike.
    pub(crate) fn advance(&mut self) -> Result<bool, WireError> {
        self.start = self.next;
        self.end = self.next;
        self.frame()
    }

    /// The current response without its line end, literals in place; empty before the first `advance`.
    pub(crate) fn response(&self) -> &[u8] {
        self.buffer.get(self.start..self.end).unwrap_or_default()
    }

    /// Whether nothing was received beyond the current response. Before STARTTLS anything more is an attack, before
    /// another reader may touch the stream it would be lost.
    pub(crate) fn is_empty(&self) -> bool {
        self.next == self.filled
    }

    fn frame(&mut self) -> Result<bool, WireError> {
        loop {
            // A literal may reach beyond what has arrived: then the line after it has not begun.
            let unscanned = self.buffer.get(self.scanned..self.filled).unwrap_or_default();
            let Some(found) = memchr(b'\n', unscanned) else {
                self.scanned = self.scanned.max(self.filled);
                // The last octet may be half of a line end.
                let certain = self.filled.saturating_sub(1);
                check("line", certain.saturating_sub(self.line), self.limits.line)?;
                check("response", certain.saturating_sub(self.start), self.limits.response)?;
                return Ok(false);
            };
            let feed = self.scanned + found;
            let line = self.buffer.get(self.line..feed).unwrap_or_default();
            let line = line.strip_suffix(b"\r").unwrap_or(line);
            let line_end = self.line + line.len();
            check("line", line.len(), self.limits.line)?;
            check("response", line_end - self.start, self.limits.response)?;
            let announced = literal_at_end(line).filter(|_| self.may_have_literals(line_end));
            let Some(announced) = announced else {
                self.end = line_end;
                self.next = feed + 1;
                self.line = self.next;
                self.scanned = self.next;
                return Ok(true);
            };
            let literal = usize::try_from(announced.unwrap_or(u64::MAX)).unwrap_or(usize::MAX);
            check("literal", literal, self.limits.literal)?;
            let after = (feed + 1).saturating_add(literal);
            check("response", after - self.start, self.limits.response)?;
            self.line = after;
            self.scanned = after;
        }
    }

    /// Status responses, continuations and tagged lines end in free text, where `{5}` announces nothing.
    fn may_have_literals(&self, line_end: usize) -> bool {
        let mut cursor = Cursor::new(self.buffer.get(self.start..line_end).unwrap_or_default());
        if !cursor.eat(b'*') {
            return false;
        }
        cursor.skip_spaces();
        let word = cursor.atom().unwrap_or_default();
        !["OK", "NO", "BAD", "BYE", "PREAUTH"].iter().any(|status| is(word, status))
    }
}

fn check(what: &'static str, octets: usize, limit: usize) -> Result<(), WireError> {
    if octets > limit { Err(WireError::Limit { what, limit }) } else { Ok(()) }
}

/// The size a line announces with `{5}`, `{5+}` or `~{5}` at its end; inner None: too large a number.
fn literal_at_end(line: &[u8]) -> Option<Option<u64>> {
    let inside = line.strip_suffix(b"}")?;
    let inside = inside.strip_suffix(b"+").unwrap_or(inside);
    let brace = inside.iter().rposition(|byte| !byte.is_ascii_digit())?;
    let digits = inside.get(brace + 1..)?;
    (inside.get(brace) == Some(&b'{') && !digits.is_empty()).then(|| whole_number(digits))
}
