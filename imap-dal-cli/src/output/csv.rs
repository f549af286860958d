//! CSV (RFC 4180): a field is quoted where it must be.

use std::io::{self, Write};

pub(super) fn line<'a>(to: &mut impl Write, fields: impl Iterator<Item = &'a str>) -> io::Result<()> {
    for (index, field) in fields.enumerate() {
        if index > 0 {
            to.write_all(b",")?;
        }
        // A lone empty field, unquoted, would be an empty line.
        if field.is_empty() || field.contains([',', '"', '\n', '\r']) || field.trim() != field {
            write!(to, "\"{}\"", field.replace('"', "\"\""))?;
        } else {
            to.write_all(field.as_bytes())?;
        }
    }
    to.write_all(b"\r\n")
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_field_is_quoted_where_it_must_be() {
        let mut out = Vec::new();
        super::line(&mut out, ["a", "b,c", "say \"hi\"", "two\nlines", "", " x"].into_iter()).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "a,\"b,c\",\"say \"\"hi\"\"\",\"two\nlines\",\"\",\" x\"\r\n");
    }
}
