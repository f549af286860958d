//! Cuts a stream of bytes into lines and literals.

/// A whole line with its CRLF, or some bytes of a literal.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) bytes: Vec<u8>,
    /// It begins a command or response.
    pub(super) first: bool,
    /// It ends a command or response.
    pub(super) last: bool,
}

/// Which lines announce literals differs: a server's status responses end in free text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Speaker {
    Client,
    Server,
}

pub(super) struct Framer {
    speaker: Speaker,
    line: Vec<u8>,
    literal: usize,
    inside: bool,
}

impl Framer {
    pub(super) fn new(speaker: Speaker) -> Self {
        Self { speaker, line: Vec::new(), literal: 0, inside: false }
    }

    /// Takes bytes as they come and gives the pieces they complete.
    pub(super) fn feed(&mut self, mut bytes: &[u8]) -> Vec<Piece> {
        let mut pieces = Vec::new();
        while !bytes.is_empty() {
            if self.literal > 0 {
                let (content, rest) = bytes.split_at(bytes.len().min(self.literal));
                self.literal -= content.len();
                pieces.push(Piece { bytes: content.to_vec(), first: false, last: false });
                bytes = rest;
                continue;
            }
            let end = bytes.iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |at| at + 1);
            let (head, rest) = bytes.split_at(end);
            self.line.extend_from_slice(head);
            bytes = rest;
            if self.line.ends_with(b"\n") {
                pieces.push(self.end_line());
            }
        }
        pieces
    }

    /// A client whose command was refused at a synchronising literal does not send it.
    pub(super) fn refuse_literal(&mut self, line: &[u8]) {
        if announced(line).is_some() && !line.trim_ascii_end().ends_with(b"+}") {
            self.literal = 0;
            self.inside = false;
        }
    }

    /// What has come of a line that is not complete.
    pub(super) fn rest(self) -> Vec<u8> {
        self.line
    }

    fn end_line(&mut self) -> Piece {
        let bytes = std::mem::take(&mut self.line);
        let first = !self.inside;
        let announced =
            if first && self.speaker == Speaker::Server && !is_data(&bytes) { None } else { announced(&bytes) };
        self.literal = announced.unwrap_or(0);
        self.inside = announced.is_some();
        Piece { bytes, first, last: announced.is_none() }
    }
}

/// The length in `{5}` or `{5+}` at the end of a line.
pub(super) fn announced(line: &[u8]) -> Option<usize> {
    let line = line.trim_ascii_end().strip_suffix(b"}")?;
    let line = line.strip_suffix(b"+").or(line.strip_suffix(b"-")).unwrap_or(line);
    let digits = line.rsplit(|byte| *byte == b'{').next().filter(|digits| digits.len() < line.len())?;
    std::str::from_utf8(digits).ok()?.parse().ok()
}

fn is_data(line: &[u8]) -> bool {
    let Some(rest) = line.strip_prefix(b"* ") else { return false };
    let word = rest.split(|byte| !byte.is_ascii_alphabetic()).next().unwrap_or_default();
    ![&b"OK"[..], b"NO", b"BAD", b"BYE", b"PREAUTH"].iter().any(|status| word.eq_ignore_ascii_case(status))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shapes(speaker: Speaker, bytes: &str, step: usize) -> Vec<(String, bool, bool)> {
        let mut framer = Framer::new(speaker);
        let pieces = bytes.as_bytes().chunks(step).flat_map(|chunk| framer.feed(chunk)).collect::<Vec<_>>();
        let mut joined: Vec<(String, bool, bool)> = Vec::new();
        for piece in pieces {
            joined.push((String::from_utf8(piece.bytes).unwrap(), piece.first, piece.last));
        }
        joined
    }

    #[test]
    fn a_literal_belongs_to_its_command() {
        let expected = vec![
            ("a APPEND x {4+}\r\n".to_owned(), true, false),
            ("b\r\nc".to_owned(), false, false),
            ("\r\n".to_owned(), false, true),
            ("d NOOP\r\n".to_owned(), true, true),
        ];
        assert_eq!(shapes(Speaker::Client, "a APPEND x {4+}\r\nb\r\nc\r\nd NOOP\r\n", 1000), expected);
    }

    #[test]
    fn pieces_do_not_depend_on_how_the_bytes_arrive() {
        let text = "* 1 FETCH (BODY[] {3}\r\nabc FLAGS ())\r\n* OK done\r\n";
        let last = |pieces: Vec<(String, bool, bool)>| pieces.into_iter().filter(|piece| piece.2).collect::<Vec<_>>();
        for step in 1..text.len() {
            assert_eq!(last(shapes(Speaker::Server, text, step)), last(shapes(Speaker::Server, text, 1000)));
        }
    }

    #[test]
    fn free_text_of_a_status_response_announces_nothing() {
        let pieces = shapes(Speaker::Server, "* OK see {5}\r\na NO {7}\r\n+ {3}\r\n", 1000);
        assert!(pieces.iter().all(|(_, first, last)| *first && *last), "{pieces:?}");
    }
}
