//! JSON lines: one object a row, in the order of the columns, ASCII where anything could draw.

use super::Value;
use imap_dal::display::escaped;
use serde_json::Value as Json;
use std::io::{self, Write};

pub(super) fn line(to: &mut impl Write, headings: &[String], values: &[Value]) -> io::Result<()> {
    let fields = headings
        .iter()
        .zip(values)
        .map(|(heading, value)| format!("{}:{}", safe(&Json::from(heading.as_str())), safe(&value.for_json())));
    writeln!(to, "{{{}}}", fields.collect::<Vec<_>>().join(","))
}

/// Bidirectional and other controls, which stand inside strings only, become `\u202e`: the same text to a program.
fn safe(json: &Json) -> String {
    let text = json.to_string();
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let is_hazard = escaped(c.encode_utf8(&mut [0; 4])).to_string().len() != c.len_utf8();
        if is_hazard {
            // None of them is above U+FFFF.
            out.push_str(&format!("\\u{:04x}", u32::from(c)));
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_draw_is_escaped_and_reads_the_same() {
        let hostile = "a\u{1b}[2J\u{202e}\"\\\u{9b}\u{feff}ü日";
        let mut out = Vec::new();
        line(&mut out, &["subject".to_owned()], &[Value::Text(hostile.to_owned())]).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert_eq!(text, "{\"subject\":\"a\\u001b[2J\\u202e\\\"\\\\\\u009b\\ufeffü日\"}\n");
        let read: Json = serde_json::from_str(&text).unwrap();
        assert_eq!(read["subject"], hostile);
    }
}
