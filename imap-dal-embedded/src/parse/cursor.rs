//! A cursor over the octets of one command, literals in place: the lexical rules of RFC 3501, section 9.

use crate::reply::Refusal;

pub(crate) type Parsed<T> = Result<T, Refusal>;

/// Reads a command from left to right.
#[derive(Debug)]
pub(crate) struct Cursor<'a> {
    input: &'a [u8],
    at: usize,
    /// Parentheses that may still be opened.
    pub(crate) depth: usize,
    /// Items that may still be listed.
    pub(crate) items: usize,
}

impl<'a> Cursor<'a> {
    pub(crate) fn new(input: &'a [u8], depth: usize, items: usize) -> Cursor<'a> {
        Cursor { input, at: 0, depth, items }
    }

    pub(crate) fn peek(&self) -> Option<u8> {
        self.input.get(self.at).copied()
    }

    pub(crate) fn at_end(&self) -> bool {
        self.at >= self.input.len()
    }

    pub(crate) fn eat(&mut self, byte: u8) -> bool {
        let there = self.peek() == Some(byte);
        self.at += usize::from(there);
        there
    }

    /// Takes `word` if it is next, ignoring case.
    pub(crate) fn eat_word(&mut self, word: &str) -> bool {
        let there = self.rest().get(..word.len()).is_some_and(|w| w.eq_ignore_ascii_case(word.as_bytes()));
        if there {
            self.at += word.len();
        }
        there
    }

    pub(crate) fn expect(&mut self, byte: u8) -> Parsed<()> {
        if self.eat(byte) { Ok(()) } else { Err(self.missing(&format!("`{}`", char::from(byte)))) }
    }

    pub(crate) fn space(&mut self) -> Parsed<()> {
        if self.eat(b' ') { Ok(()) } else { Err(self.missing("a space")) }
    }

    /// The command must be over.
    pub(crate) fn end(&self) -> Parsed<()> {
        if self.at_end() { Ok(()) } else { Err(self.missing("the end of the command")) }
    }

    /// Goes one level deeper, within the limit.
    pub(crate) fn deeper<T>(&mut self, read: impl FnOnce(&mut Cursor<'a>) -> Parsed<T>) -> Parsed<T> {
        self.depth = self.depth.checked_sub(1).ok_or_else(|| Refusal::bad("too deeply nested"))?;
        let read = read(self);
        self.depth += 1;
        read
    }

    /// Counts one more item of a list, within the limit.
    pub(crate) fn count_item(&mut self) -> Parsed<()> {
        self.items = self.items.checked_sub(1).ok_or_else(|| Refusal::bad("too many items"))?;
        Ok(())
    }

    /// `( item SP item .. )`, possibly empty.
    pub(crate) fn list<T>(&mut self, mut item: impl FnMut(&mut Cursor<'a>) -> Parsed<T>) -> Parsed<Vec<T>> {
        self.expect(b'(')?;
        let mut all = Vec::new();
        while !self.eat(b')') {
            if !all.is_empty() {
                self.space()?;
            }
            self.count_item()?;
            all.push(item(self)?);
        }
        Ok(all)
    }

    /// A run of characters none of which is in `stop`, a space or a control; perhaps empty.
    pub(crate) fn run(&mut self, stop: &[u8]) -> &'a str {
        let rest = self.rest();
        let ends = |b: &u8| *b <= b' ' || *b >= 0x7f || stop.contains(b);
        let length = rest.iter().position(ends).unwrap_or(rest.len());
        self.at += length;
        rest.get(..length).and_then(|run| std::str::from_utf8(run).ok()).unwrap_or_default()
    }

    /// An atom.
    pub(crate) fn atom(&mut self) -> Parsed<&'a str> {
        match self.run(b"(){%*\"\\]") {
            "" => Err(self.missing("an atom")),
            atom => Ok(atom),
        }
    }

    /// An atom in upper case: the name of something.
    pub(crate) fn keyword(&mut self) -> Parsed<String> {
        Ok(self.atom()?.to_ascii_uppercase())
    }

    /// Quoted string or literal.
    pub(crate) fn string(&mut self) -> Parsed<Vec<u8>> {
        match self.peek() {
            Some(b'"') => self.quoted(),
            Some(b'{') => self.literal().map(<[u8]>::to_vec),
            _ => Err(self.missing("a string")),
        }
    }

    /// Atom (with `]`), quoted string or literal.
    pub(crate) fn astring(&mut self) -> Parsed<Vec<u8>> {
        match self.peek() {
            Some(b'"' | b'{') => self.string(),
            _ => match self.run(b"(){%*\"\\") {
                "" => Err(self.missing("a string")),
                atom => Ok(atom.as_bytes().to_vec()),
            },
        }
    }

    /// A string that must be text.
    pub(crate) fn text(&mut self) -> Parsed<String> {
        String::from_utf8(self.astring()?).map_err(|_| Refusal::bad("text is not UTF-8"))
    }

    /// A string or NIL.
    pub(crate) fn nstring(&mut self) -> Parsed<Option<Vec<u8>>> {
        if self.eat_word("NIL") { Ok(None) } else { self.string().map(Some) }
    }

    /// A mailbox name, decoded; INBOX in any case is `INBOX`.
    pub(crate) fn mailbox(&mut self) -> Parsed<String> {
        let wire = self.text()?;
        if wire.eq_ignore_ascii_case("INBOX") {
            return Ok("INBOX".to_owned());
        }
        // Servers take raw UTF-8 too; what is neither is a name like any other, one that does not exist.
        Ok(crate::mutf7::decode(&wire).unwrap_or(wire))
    }

    /// A decimal number.
    pub(crate) fn number(&mut self) -> Parsed<u64> {
        let rest = self.rest();
        let length = rest.iter().position(|b| !b.is_ascii_digit()).unwrap_or(rest.len());
        let digits = rest.get(..length).and_then(|d| std::str::from_utf8(d).ok()).unwrap_or_default();
        let number = digits.parse().map_err(|_| self.missing("a number"))?;
        self.at += length;
        Ok(number)
    }

    /// A decimal number of 32 bits.
    pub(crate) fn number32(&mut self) -> Parsed<u32> {
        u32::try_from(self.number()?).map_err(|_| Refusal::bad("a number is larger than 32 bits"))
    }

    /// `{n}` or `{n+}`, perhaps with a `~` in front, and its octets.
    pub(crate) fn literal(&mut self) -> Parsed<&'a [u8]> {
        self.expect(b'{')?;
        let length = usize::try_from(self.number()?).map_err(|_| Refusal::bad("a literal is too large"))?;
        self.eat(b'+');
        self.expect(b'}')?;
        self.eat(b'\r');
        self.expect(b'\n')?;
        let octets = self.rest().get(..length).ok_or_else(|| self.missing("the rest of a literal"))?;
        self.at += length;
        Ok(octets)
    }

    /// A flag: a keyword or a backslash and an atom.
    pub(crate) fn flag(&mut self) -> Parsed<String> {
        let slash = if self.eat(b'\\') { "\\" } else { "" };
        Ok(format!("{slash}{}", self.atom()?))
    }

    pub(crate) fn missing(&self, what: &str) -> Refusal {
        Refusal::bad(format!("expected {what} at octet {}", self.at))
    }

    fn rest(&self) -> &'a [u8] {
        self.input.get(self.at..).unwrap_or_default()
    }

    fn quoted(&mut self) -> Parsed<Vec<u8>> {
        self.expect(b'"')?;
        let mut text = Vec::new();
        loop {
            let byte = self.peek().ok_or_else(|| self.missing("a closing quote"))?;
            self.at += 1;
            match byte {
                b'"' => return Ok(text),
                b'\\' => match self.peek() {
                    Some(escaped @ (b'"' | b'\\')) => {
                        text.push(escaped);
                        self.at += 1;
                    }
                    _ => return Err(self.missing("a quote or a backslash after a backslash")),
                },
                b'\r' | b'\n' | 0 => return Err(self.missing("a closing quote")),
                byte => text.push(byte),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cursor(input: &str) -> Cursor<'_> {
        Cursor::new(input.as_bytes(), 3, 5)
    }

    #[test]
    fn strings_in_their_three_forms() {
        let mut c = cursor("atom] \"quo\\\"ted\" {3}\r\na\r\n {2+}\r\nbc");
        assert_eq!(c.astring().unwrap(), b"atom]");
        c.space().unwrap();
        assert_eq!(c.astring().unwrap(), b"quo\"ted");
        c.space().unwrap();
        assert_eq!(c.astring().unwrap(), b"a\r\n");
        c.space().unwrap();
        assert_eq!(c.astring().unwrap(), b"bc");
        c.end().unwrap();
    }

    #[test]
    fn what_is_broken_is_refused() {
        for input in ["\"open", "\"a\\b\"", "{5}\r\nabc", "{99999999999999999999}\r\n", "{3}abc", "(", ""] {
            assert!(cursor(input).astring().is_err(), "{input}");
        }
        assert!(cursor("4294967296").number32().is_err());
    }

    #[test]
    fn lists_are_bounded() {
        assert_eq!(cursor("(a b c)").list(|c| c.keyword()).unwrap(), ["A", "B", "C"]);
        assert!(cursor("()").list(|c| c.keyword()).unwrap().is_empty());
        assert!(cursor("(a b c d e f)").list(|c| c.keyword()).is_err());
        fn nested(c: &mut Cursor<'_>) -> Parsed<()> {
            c.deeper(|c| if c.eat(b'(') { nested(c) } else { Ok(()) })
        }
        assert!(nested(&mut cursor("((")).is_ok() && nested(&mut cursor("(((")).is_err());
    }

    #[test]
    fn mailbox_names() {
        assert_eq!(cursor("inBox").mailbox().unwrap(), "INBOX");
        assert_eq!(cursor("Entw&APw-rfe").mailbox().unwrap(), "Entwürfe");
        assert_eq!(cursor("\"a & b\"").mailbox().unwrap(), "a & b");
    }
}
