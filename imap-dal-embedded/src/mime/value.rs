//! Structured values of MIME fields: tokens, quoted strings, comments, parameters (RFC 2045, section 5.1; RFC 2183).

use super::decode;
use super::header;

/// Parameters in order, names and values as written, quotes undone. RFC 2231 pieces stay apart, as BODYSTRUCTURE wants
/// them.
pub(crate) type Parameters = Vec<(String, String)>;

const PARAMETERS: usize = 100;

/// Content-Type: type, subtype, parameters. `None` when it is not one.
pub(crate) fn content_type(value: &[u8]) -> Option<(String, String, Parameters)> {
    let text = decode::lenient_utf8(&header::unfold(value));
    let mut scan = Scan { rest: &text };
    let media = scan.token()?;
    scan.eat('/').then_some(())?;
    let subtype = scan.token()?;
    Some((media, subtype, scan.parameters()))
}

/// Content-Disposition: its kind and parameters.
pub(crate) fn disposition(value: &[u8]) -> Option<(String, Parameters)> {
    let text = decode::lenient_utf8(&header::unfold(value));
    let mut scan = Scan { rest: &text };
    let kind = scan.token()?;
    Some((kind, scan.parameters()))
}

/// A value that is one token, as Content-Transfer-Encoding.
pub(crate) fn token(value: &[u8]) -> Option<String> {
    Scan { rest: &decode::lenient_utf8(&header::unfold(value)) }.token()
}

/// A list of tokens with commas, as Content-Language.
pub(crate) fn tokens(value: &[u8]) -> Vec<String> {
    let text = decode::lenient_utf8(&header::unfold(value));
    let mut scan = Scan { rest: &text };
    let mut all = Vec::new();
    while let Some(token) = scan.token().filter(|_| all.len() < PARAMETERS) {
        all.push(token);
        scan.eat(',');
    }
    all
}

struct Scan<'a> {
    rest: &'a str,
}

impl Scan<'_> {
    fn skip(&mut self) {
        loop {
            self.rest = self.rest.trim_start();
            if !self.rest.starts_with('(') {
                return;
            }
            let mut depth = 0usize;
            let end = self.rest.char_indices().find(|(_, c)| {
                depth = match c {
                    '(' => depth + 1,
                    ')' => depth - 1,
                    _ => depth,
                };
                depth == 0
            });
            self.rest = end.and_then(|(at, _)| self.rest.get(at + 1..)).unwrap_or_default();
        }
    }

    fn eat(&mut self, c: char) -> bool {
        self.skip();
        self.rest.strip_prefix(c).map(|rest| self.rest = rest).is_some()
    }

    fn token(&mut self) -> Option<String> {
        self.skip();
        let special = |c: char| c.is_ascii_control() || c.is_whitespace() || "()<>@,;:\\\"/[]?=".contains(c);
        let (token, rest) = self.rest.split_at_checked(self.rest.find(special).unwrap_or(self.rest.len()))?;
        self.rest = rest;
        (!token.is_empty()).then(|| token.to_owned())
    }

    fn parameters(&mut self) -> Parameters {
        let mut all = Vec::new();
        while all.len() < PARAMETERS {
            if !self.eat(';') {
                // Junk before the next semicolon is passed over.
                match self.rest.find(';') {
                    Some(at) => self.rest = self.rest.get(at..).unwrap_or_default(),
                    None => break,
                }
                continue;
            }
            let Some(name) = self.token().filter(|_| self.eat('=')) else { continue };
            if let Some(value) = self.value() {
                all.push((name, value));
            }
        }
        all
    }

    fn value(&mut self) -> Option<String> {
        if !self.eat('"') {
            // Many write `=` or `/` in values without quotes; a value ends at white space or a semicolon.
            self.skip();
            let end = self.rest.find(|c: char| c == ';' || c.is_whitespace()).unwrap_or(self.rest.len());
            let (value, rest) = self.rest.split_at_checked(end)?;
            self.rest = rest;
            return (!value.is_empty()).then(|| value.to_owned());
        }
        let mut value = String::new();
        let mut chars = self.rest.chars();
        loop {
            match chars.next() {
                None | Some('"') => break,
                Some('\\') => value.extend(chars.next()),
                Some(c) => value.push(c),
            }
        }
        self.rest = chars.as_str();
        Some(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(all: &Parameters) -> Vec<(&str, &str)> {
        all.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect()
    }

    #[test]
    fn types_with_parameters_comments_and_junk() {
        let (media, subtype, all) =
            content_type(b" text/plain (really) ; charset = \"us\\\"ascii\"; junk;\r\n name*0*=utf-8''a; x=a/b=c")
                .unwrap();
        assert_eq!((media.as_str(), subtype.as_str()), ("text", "plain"));
        assert_eq!(pairs(&all), [("charset", "us\"ascii"), ("name*0*", "utf-8''a"), ("x", "a/b=c")]);
        assert!(content_type(b" text").is_none() && content_type(b" /plain").is_none());
    }

    #[test]
    fn dispositions_and_lists() {
        let (kind, all) = disposition(b"attachment; filename=\"a b.pdf\"").unwrap();
        assert_eq!((kind.as_str(), pairs(&all)), ("attachment", vec![("filename", "a b.pdf")]));
        assert_eq!(tokens(b" de, en (English)"), ["de", "en"]);
    }
}
