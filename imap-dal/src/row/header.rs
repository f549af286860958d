//! A header block as fields: names and raw values, in order. It knows no field's meaning.

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

    /// The value of the first field of this name, ignoring case (RFC 5322 section 3.6).
    pub(super) fn first(mut self, name: &str) -> Option<&'a [u8]> {
        self.find(|field| field.name.eq_ignore_ascii_case(name.as_bytes())).map(|field| field.value)
    }
}

impl<'a> Iterator for Fields<'a> {
    type Item = Field<'a>;

    fn next(&mut self) -> Option<Field<'a>> {
        loop {
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
            let Some(colon) = whole.iter().position(|byte| *byte == b':') else { continue };
            let name = whole[..colon].trim_ascii_end();
            if !name.is_empty() && name.iter().all(u8::is_ascii_graphic) {
                return Some(Field { name, value: &whole[colon + 1..] });
            }
        }
    }
}

/// Where the first line ends, and where the next begins; a bare LF ends a line too. None at the end.
pub(super) fn line(bytes: &[u8]) -> Option<(usize, usize)> {
    if bytes.is_empty() {
        return None;
    }
    let next = bytes.iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |at| at + 1);
    let whole = &bytes[..next];
    let end = whole.strip_suffix(b"\n").map_or(whole, |line| line.strip_suffix(b"\r").unwrap_or(line)).len();
    Some((end, next))
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
