//! Address lists as ENVELOPE shows them (RFC 3501, section 7.4.2): name, route, local part, domain, with groups marked
//! by entries of their own. Nothing is decoded.

use super::header;

/// Addresses of one field; the rest of a longer list is passed over.
const ADDRESSES: usize = 10_000;

/// One entry of an address list. `host` is `None` at the start and the end of a group; `mailbox` too at its end.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Address {
    pub(crate) name: Option<Vec<u8>>,
    pub(crate) route: Option<Vec<u8>>,
    pub(crate) mailbox: Option<Vec<u8>>,
    pub(crate) host: Option<Vec<u8>>,
}

/// Parses the value of an address field.
pub(crate) fn parse(value: &[u8]) -> Vec<Address> {
    let line = header::unfold(value);
    let mut list = List { out: Vec::new(), current: Entry::default(), in_group: false };
    let mut rest: &[u8] = &line;
    while let Some((first, tail)) = rest.split_first().filter(|_| list.out.len() < ADDRESSES) {
        rest = tail;
        match first {
            b'"' => {
                let (text, after) = quoted(tail, b'"');
                list.current.word(&text, true);
                rest = after;
            }
            b'(' => {
                let (text, after) = comment(tail);
                list.current.comment = Some(text);
                rest = after;
            }
            b'<' => {
                let (inside, after) = angle(tail);
                list.current.angle = Some(inside);
                rest = after;
            }
            b',' => list.finish(),
            b':' if !list.in_group => list.open(),
            b';' => {
                list.finish();
                list.close();
            }
            b' ' | b'\t' => list.current.space(),
            other => list.current.word(&[*other], false),
        }
    }
    list.finish();
    list.close();
    list.out
}

#[derive(Default)]
struct Entry {
    /// The phrase or bare address so far; white space as one space.
    text: Vec<u8>,
    /// Where the last `@` outside quotes is.
    at: Option<usize>,
    pending_space: bool,
    comment: Option<Vec<u8>>,
    angle: Option<Vec<u8>>,
}

impl Entry {
    fn word(&mut self, text: &[u8], quoted: bool) {
        if std::mem::take(&mut self.pending_space) && !self.text.is_empty() {
            self.text.push(b' ');
        }
        if !quoted && text == b"@" {
            self.at = Some(self.text.len());
        }
        self.text.extend_from_slice(text);
    }

    fn space(&mut self) {
        self.pending_space = true;
    }

    fn address(self) -> Option<Address> {
        let some = |text: Vec<u8>| (!text.is_empty()).then_some(text);
        if let Some(inside) = self.angle {
            let (route, address) = match inside.first() {
                Some(b'@') => match inside.iter().position(|b| *b == b':') {
                    Some(colon) => {
                        (inside.get(..colon).map(<[u8]>::to_vec), inside.get(colon + 1..).unwrap_or_default())
                    }
                    None => (None, inside.as_slice()),
                },
                _ => (None, inside.as_slice()),
            };
            let (mailbox, host) = split_angle(address);
            return Some(Address { name: some(self.text), route, mailbox: Some(mailbox), host: Some(host) });
        }
        if self.text.is_empty() {
            return None;
        }
        let compact = |text: &[u8]| text.iter().copied().filter(|b| *b != b' ').collect::<Vec<u8>>();
        let (mailbox, host) = match self.at {
            Some(at) => (
                self.text.get(..at).unwrap_or_default().trim_ascii().to_vec(),
                compact(self.text.get(at + 1..).unwrap_or_default()),
            ),
            None => (self.text, Vec::new()),
        };
        Some(Address { name: self.comment.and_then(some), route: None, mailbox: Some(mailbox), host: Some(host) })
    }
}

struct List {
    out: Vec<Address>,
    current: Entry,
    in_group: bool,
}

impl List {
    fn finish(&mut self) {
        self.out.extend(std::mem::take(&mut self.current).address());
    }

    fn open(&mut self) {
        let name = std::mem::take(&mut self.current).text;
        self.out.push(Address { mailbox: Some(name), ..Address::default() });
        self.in_group = true;
    }

    fn close(&mut self) {
        if std::mem::take(&mut self.in_group) {
            self.out.push(Address::default());
        }
    }
}

/// Splits the inside of angle brackets at its last `@` outside quotes, and undoes the quotes of the local part.
fn split_angle(address: &[u8]) -> (Vec<u8>, Vec<u8>) {
    let mut local = Vec::new();
    let mut at = None;
    let mut rest = address;
    while let Some((first, tail)) = rest.split_first() {
        rest = tail;
        match first {
            b'"' => {
                let (text, after) = quoted(tail, b'"');
                local.extend_from_slice(&text);
                rest = after;
            }
            b'(' => rest = comment(tail).1,
            b' ' | b'\t' => {}
            other => {
                if *other == b'@' {
                    at = Some(local.len());
                }
                local.push(*other);
            }
        }
    }
    match at {
        Some(at) => {
            let host = local.get(at + 1..).unwrap_or_default().to_vec();
            local.truncate(at);
            (local, host)
        }
        None => (local, Vec::new()),
    }
}

fn quoted(input: &[u8], end: u8) -> (Vec<u8>, &[u8]) {
    let mut text = Vec::new();
    let mut rest = input;
    while let Some((first, tail)) = rest.split_first() {
        rest = tail;
        match first {
            b'\\' => {
                text.extend(rest.first());
                rest = rest.get(1..).unwrap_or_default();
            }
            byte if *byte == end => break,
            byte => text.push(*byte),
        }
    }
    (text, rest)
}

/// The inside of angle brackets as it stands; a `>` in quotes does not end it.
fn angle(input: &[u8]) -> (Vec<u8>, &[u8]) {
    let (mut in_quotes, mut escaped) = (false, false);
    let end = input.iter().position(|b| {
        let ends = *b == b'>' && !in_quotes;
        in_quotes ^= *b == b'"' && !escaped;
        escaped = *b == b'\\' && !escaped;
        ends
    });
    let at = end.unwrap_or(input.len());
    (input.get(..at).unwrap_or_default().to_vec(), input.get(at + 1..).unwrap_or_default())
}

fn comment(input: &[u8]) -> (Vec<u8>, &[u8]) {
    let mut depth = 1usize;
    let mut escaped = false;
    let end = input.iter().position(|b| {
        match b {
            b'(' if !escaped => depth += 1,
            b')' if !escaped => depth -= 1,
            _ => {}
        }
        escaped = *b == b'\\' && !escaped;
        depth == 0
    });
    let at = end.unwrap_or(input.len());
    (input.get(..at).unwrap_or_default().trim_ascii().to_vec(), input.get(at + 1..).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(value: &str) -> Vec<String> {
        let word = |w: &Option<Vec<u8>>| w.as_ref().map_or("NIL".into(), |w| String::from_utf8(w.clone()).unwrap());
        let one = |a: &Address| format!("{}|{}|{}|{}", word(&a.name), word(&a.route), word(&a.mailbox), word(&a.host));
        parse(value.as_bytes()).iter().map(one).collect()
    }

    #[test]
    fn addresses_in_every_dress() {
        assert_eq!(shown(" Bob  B. <bob@x.org>, alice@y.org"), ["Bob B.|NIL|bob|x.org", "NIL|NIL|alice|y.org"]);
        assert_eq!(shown("\"Smith, J\" <\"a b\"@x>"), ["Smith, J|NIL|a b|x"]);
        assert_eq!(shown("carol@x (Carol (C))"), ["Carol (C)|NIL|carol|x"]);
        assert_eq!(shown("\"q@q\"@z.org"), ["NIL|NIL|q@q|z.org"]);
        assert_eq!(shown("<@r1,@r2:d@x>"), ["NIL|@r1,@r2|d|x"]);
        assert_eq!(shown("<dan (D) @ (at (home)) x.org>"), ["NIL|NIL|dan|x.org"]);
        assert_eq!(shown("nobody"), ["NIL|NIL|nobody|"]);
        assert_eq!(shown(" , ,"), [""; 0]);
    }

    #[test]
    fn groups_are_marked() {
        assert_eq!(
            shown("friends: a@x, b@y; c@z"),
            ["NIL|NIL|friends|NIL", "NIL|NIL|a|x", "NIL|NIL|b|y", "NIL|NIL|NIL|NIL", "NIL|NIL|c|z"]
        );
        assert_eq!(shown("undisclosed-recipients:;"), ["NIL|NIL|undisclosed-recipients|NIL", "NIL|NIL|NIL|NIL"]);
    }
}
