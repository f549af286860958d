//! How a command ends, and how values are printed in responses.

/// A command that was done.
#[derive(Debug, Default)]
pub(crate) struct Done {
    pub(crate) code: Option<String>,
}

impl Done {
    pub(crate) fn plain() -> Done {
        Done::default()
    }

    pub(crate) fn with(code: impl Into<String>) -> Done {
        Done { code: Some(code.into()) }
    }
}

/// A command that was not done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// The client's mistake.
    Bad(String),
    /// It cannot be done.
    No {
        /// The response code, without brackets.
        code: Option<String>,
        text: String,
    },
}

impl Refusal {
    pub(crate) fn bad(text: impl Into<String>) -> Refusal {
        Refusal::Bad(text.into())
    }

    pub(crate) fn no(text: impl Into<String>) -> Refusal {
        Refusal::No { code: None, text: text.into() }
    }

    pub(crate) fn coded(code: impl Into<String>, text: impl Into<String>) -> Refusal {
        Refusal::No { code: Some(code.into()), text: text.into() }
    }
}

/// Prints a string: quoted when it can be, else as a literal.
pub(crate) fn string(out: &mut Vec<u8>, value: &[u8]) {
    if value.len() < 1_000 && value.iter().all(|b| (b' '..=b'~').contains(b)) {
        out.push(b'"');
        for byte in value {
            if matches!(byte, b'"' | b'\\') {
                out.push(b'\\');
            }
            out.push(*byte);
        }
        out.push(b'"');
    } else {
        literal(out, value);
    }
}

/// Prints a string or NIL.
pub(crate) fn nstring(out: &mut Vec<u8>, value: Option<&[u8]>) {
    match value {
        Some(value) => string(out, value),
        None => out.extend_from_slice(b"NIL"),
    }
}

/// Prints a literal.
pub(crate) fn literal(out: &mut Vec<u8>, value: &[u8]) {
    out.extend_from_slice(format!("{{{}}}\r\n", value.len()).as_bytes());
    out.extend_from_slice(value);
}

/// Prints a mailbox name, encoded and quoted.
pub(crate) fn mailbox(out: &mut Vec<u8>, name: &str) {
    string(out, crate::mutf7::encode(name).as_bytes());
}

/// Prints numbers as a sequence set. Neighbours become ranges; the order is kept.
pub(crate) fn sequence_set(numbers: &[u32]) -> String {
    let mut out = String::new();
    let mut rest = numbers;
    while let Some(first) = rest.first() {
        let run = rest.iter().zip(*first..=u32::MAX).take_while(|(n, expected)| **n == *expected).count();
        let last = rest.get(run.saturating_sub(1)).unwrap_or(first);
        if !out.is_empty() {
            out.push(',');
        }
        out.push_str(&if first == last { first.to_string() } else { format!("{first}:{last}") });
        rest = rest.get(run.max(1)..).unwrap_or_default();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(print: impl Fn(&mut Vec<u8>)) -> String {
        let mut out = Vec::new();
        print(&mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn strings_choose_their_form() {
        assert_eq!(printed(|o| string(o, b"a \"b\" \\")), r#""a \"b\" \\""#);
        assert_eq!(printed(|o| string(o, "é\r\n".as_bytes())), "{4}\r\né\r\n");
        assert_eq!(printed(|o| nstring(o, None)), "NIL");
        assert_eq!(printed(|o| mailbox(o, "Entwürfe")), "\"Entw&APw-rfe\"");
    }

    #[test]
    fn sets_keep_their_order() {
        assert_eq!(sequence_set(&[1, 2, 3, 5, 9, 10]), "1:3,5,9:10");
        assert_eq!(sequence_set(&[3, 1, 2, 9]), "3,1:2,9");
        assert_eq!(sequence_set(&[u32::MAX]), "4294967295");
        assert_eq!(sequence_set(&[]), "");
    }
}
