//! A header block as fields: names and raw values, in order. It knows no field's meaning.

use memchr::memchr;

/// The fields of a header block, one after the other; ends at the empty line. What is no field is passed over.
#[derive(Clone, Debug)]
pub(super) struct Fields<'a> {
    rest: &'a [u8],
}

/// One field as it stands: the value with its folding, without the last line end.
pub(super) struct Field<'a> {
    pub(super) name: &'a [u8],
    pub(super) value: &'a [u8],
}

impl<'a> Fields<'a> {
    pub(super) fn of(block: &'a [u8]) -> Self {
        Fields { rest: block }
    }

    /// The value of the first field of this name, ignoring case (RFC 5322 section 3.6). Lines that begin with another are
    /// not looked into.
    pub(super) fn first(mut self, name: &str) -> Option<&'a [u8]> {
        let name = name.as_bytes();
        loop {
            let whole = self.whole()?;
            let Some((start, after)) = whole.split_at_checked(name.len()) else { continue };
            if !start.eq_ignore_ascii_case(name) {
                continue;
            }
            // Nearly always the colon is next.
            if let Some(value) = after.strip_prefix(b":") {
                return Some(value);
            }
            if let Some(field) = Field::of(whole).filter(|field| field.name.eq_ignore_ascii_case(name)) {
                return Some(field.value);
            }
        }
    }

    /// The next line with its continuations, without the last line end; none at the empty line.
    fn whole(&mut self) -> Option<&'a [u8]> {
        let (mut end, mut next) = line(self.rest)?;
        if end == 0 {
            self.rest = &[];
            return None;
        }
        while matches!(self.rest.get(next), Some(b' ' | b'\t')) {
            let Some((more, after)) = line(&self.rest[next..]) else { break };
            (end, next) = (next + more, next + after);
        }
        let (whole, rest) = (&self.rest[..end], &self.rest[next..]);
        self.rest = rest;
        Some(whole)
    }
}

impl<'a> Field<'a> {
    /// None where it is no field.
    fn of(whole: &'a [u8]) -> Option<Self> {
        let colon = memchr(b':', whole)?;
        let name = whole[..colon].trim_ascii_end();
        let is_name = !name.is_empty() && name.iter().all(u8::is_ascii_graphic);
        is_name.then(|| Field { name, value: &whole[colon + 1..] })
    }
}

impl<'a> Iterator for Fields<'a> {
    type Item = Field<'a>;

    fn next(&mut self) -> Option<Field<'a>> {
        loop {
            if let Some(field) = Field::of(self.whole()?) {
                return Some(field);
            }
        }
    }
}

/// Where the first line ends, and where the next begins; a bare LF ends a line too. None at the end.
pub(super) fn line(bytes: &[u8]) -> Option<(usize, usize)> {
    if bytes.is_empty() {
        return None;
    }
    let next = memchr(b'\n', bytes).map_or(bytes.len(), |at| at + 1);
    let whole = &bytes[..next];
    let end = whole.strip_suffix(b"\n").map_or(whole, |line| line.strip_suffix(b"\r").unwrap_or(line)).len();
    Some((end, next))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn fields(block: &str) -> Vec<(String, String)> {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Fields::of(block.as_bytes()).map(|field| (text(field.name), text(field.value))).collect()
    }

    #[test]
    fn fields_keep_their_folding_and_end_at_the_empty_line() {
        let pairs = fields("A: one\r\nB : two\r\n\tmore\r\nC:\n\r\nD: body\r\n");
        assert_eq!(pairs, [("A", " one"), ("B", " two\r\n\tmore"), ("C", "")].map(|(n, v)| (n.into(), v.into())));
    }

    #[test]
    fn lines_that_are_no_fields_are_passed_over_with_their_continuations() {
        let pairs = fields("From ann Thu Jan  1 10:00:00 2026\nno colon\n and more: x\n: nameless\nA: 1");
        assert_eq!(pairs, [("A".to_owned(), " 1".to_owned())]);
    }

    #[test]
    fn the_first_of_duplicate_fields_is_the_field() {
        let block = b"Subject: a\r\nSUBJECT: b\r\n";
        assert_eq!(Fields::of(block).first("subject"), Some(&b" a"[..]));
        assert_eq!(Fields::of(block).first("Sub"), None);
    }

    proptest! {
        #[test]
        fn the_first_field_of_a_name_is_the_one_that_reading_all_finds(block in "([Aa]B?[ \t]{0,2}:? ?[a: ]{0,2}\r?\n[ \t]?){0,6}") {
            for name in ["A", "ab"] {
                let mut all = Fields::of(block.as_bytes());
                let found = all.find(|field| field.name.eq_ignore_ascii_case(name.as_bytes()));
                prop_assert_eq!(Fields::of(block.as_bytes()).first(name), found.map(|field| field.value));
            }
        }
    }
}
