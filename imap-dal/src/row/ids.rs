//! Message ids, and lists of them (RFC 5322 section 3.6.4).

/// The ids of a field in order, with their angle brackets and without white space. Where there are no brackets at all, a
/// value of one word is an id, and so are words with an `@`.
pub(super) fn message_ids(value: &[u8]) -> Vec<String> {
    let bracketed = bracketed(value);
    if !bracketed.is_empty() {
        return bracketed;
    }
    let is_between = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b',' | b'<' | b'>');
    let words = || value.split(is_between).filter(|word| !word.is_empty());
    let is_alone = words().nth(1).is_none();
    words().filter(|word| is_alone || word.contains(&b'@')).map(id).collect()
}

fn bracketed(value: &[u8]) -> Vec<String> {
    let mut ids = Vec::new();
    let mut rest = value;
    while let Some(start) = rest.iter().position(|byte| *byte == b'<') {
        let inside = &rest[start + 1..];
        let end = inside.iter().position(|byte| matches!(byte, b'>' | b'<')).unwrap_or(inside.len());
        if inside[..end].iter().any(|byte| !byte.is_ascii_whitespace()) {
            ids.push(id(&inside[..end]));
        }
        rest = &inside[end..];
    }
    ids
}

fn id(inside: &[u8]) -> String {
    let solid: Vec<u8> = inside.iter().copied().filter(|byte| !byte.is_ascii_whitespace()).collect();
    format!("<{}>", super::mime::text_of(&solid))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_have_brackets_however_they_were_written() {
        let cases: [(&str, &[&str]); 9] = [
            (" <a@x>", &["<a@x>"]),
            (" <a@x>\r\n <b@y><c@z>, <d@w>", &["<a@x>", "<b@y>", "<c@z>", "<d@w>"]),
            ("<long\r\n id@x>", &["<longid@x>"]),
            ("a@x", &["<a@x>"]),
            ("plain", &["<plain>"]),
            ("Your mail of Monday, a@x", &["<a@x>"]),
            ("\"Ann\" <a@x> of Monday", &["<a@x>"]),
            ("<a@x <b@y>", &["<a@x>", "<b@y>"]),
            (" <> ", &[]),
        ];
        for (value, expected) in cases {
            assert_eq!(message_ids(value.as_bytes()), expected, "{value:?}");
        }
        assert!(message_ids(b"").is_empty() && message_ids(b" of Monday ").is_empty());
    }
}
