//! Where in a condition something stands, column and operator, and what is refused there: every mistake that the type
//! system lets through is [`InvalidInput`](Error::InvalidInput) that says where and what to write instead.

use super::{
    date::Moment,
    text::{composed, folded, normal, spaced},
};
use crate::{
    Error, Result,
    display::shortened,
    query::{Operand, Operator},
    schema::Key,
};
use regex::{Regex, RegexBuilder};
use std::fmt;

/// A column with an operator.
#[derive(Clone, Copy)]
pub(super) struct Site {
    pub(super) key: Key,
    pub(super) operator: Operator,
}

impl Site {
    pub(super) fn refused(self, why: impl fmt::Display) -> Error {
        Error::invalid(format!("column {}, `{}`: {why}", named(self.key), self.operator.name()))
    }

    /// The operator is not one of the column's.
    pub(super) fn undefined(self) -> Error {
        self.refused("the column has no such operator; see the operators of its kind")
    }

    fn mistyped(self) -> Error {
        self.refused("the operand is not of the column's type; write one of the types that its kind takes")
    }

    /// The only operand.
    pub(super) fn single(self, operands: &[Operand]) -> Result<&Operand> {
        match operands {
            [operand] => Ok(operand),
            _ => Err(self.refused(format_args!("takes one operand and was given {}", operands.len()))),
        }
    }

    pub(super) fn flag(self, operand: &Operand) -> Result<bool> {
        if let Operand::Flag(flag) = operand { Ok(*flag) } else { Err(self.mistyped()) }
    }

    pub(super) fn number(self, operand: &Operand) -> Result<u64> {
        match operand {
            Operand::Number(number) => Ok(*number),
            Operand::Uid(uid) => Ok(uid.get().into()),
            _ => Err(self.mistyped()),
        }
    }

    pub(super) fn moment(self, operand: &Operand) -> Result<Moment> {
        match operand {
            Operand::Day(day) => Ok(Moment::Day(*day)),
            Operand::Instant(instant) => Ok(Moment::Instant(*instant)),
            _ => Err(self.mistyped()),
        }
    }

    /// From where to where `on` means.
    pub(super) fn day_in_zone(self, operand: &Operand) -> Result<[Moment; 2]> {
        match operand {
            Operand::DayIn(day, zone) => Ok([Moment::start(*day, zone), Moment::end(*day, zone)]),
            _ => Err(self.mistyped()),
        }
    }

    fn raw(self, operand: &Operand) -> Result<&str> {
        match operand {
            Operand::Text(text) if text.contains('\0') => {
                Err(self.refused("the text holds a NUL character, which no message text has; leave it out"))
            }
            Operand::Text(text) => Ok(text),
            _ => Err(self.mistyped()),
        }
    }

    /// As values are compared, ends trimmed.
    pub(super) fn whole(self, operand: &Operand) -> Result<String> {
        Ok(normal(self.raw(operand)?).into_owned())
    }

    /// As values are compared; space at the ends counts.
    pub(super) fn part(self, operand: &Operand) -> Result<String> {
        Ok(spaced(self.raw(operand)?).into_owned())
    }

    /// As values are compared ignoring case; space at the ends counts.
    pub(super) fn caseless_part(self, operand: &Operand) -> Result<String> {
        Ok(folded(self.raw(operand)?))
    }

    /// In NFC as the values it meets; its white space is the pattern's own.
    pub(super) fn regex(self, operand: &Operand) -> Result<Regex> {
        /// Of a compiled pattern, and of what matching keeps: octets.
        const LARGEST: usize = 8 << 20;
        let built = RegexBuilder::new(&composed(self.raw(operand)?))
            .size_limit(LARGEST)
            .dfa_size_limit(LARGEST)
            .nest_limit(100)
            .build();
        built.map_err(|error| match error {
            regex::Error::CompiledTooBig(_) => {
                self.refused("the regular expression is too large; write smaller repetitions or a simpler one")
            }
            // The crate draws the pattern over several lines; its verdict is the last.
            error => {
                let text = error.to_string();
                let verdict = text.rsplit("error: ").next().unwrap_or_default().trim();
                self.refused(format_args!(
                    "not a regular expression: {}; what is meant literally is written with `regex::escape`",
                    shortened(verdict, 200)
                ))
            }
        })
    }

    pub(super) fn keyword(self, operand: &Operand) -> Result<String> {
        let keyword = self.raw(operand)?;
        match fault_of_keyword(keyword) {
            Some(fault) => Err(self.refused(format_args!("\"{}\" {fault}", shortened(keyword, 60)))),
            None => Ok(keyword.to_owned()),
        }
    }
}

/// Whether the name in a header or keyword column can be one; other columns have none.
///
/// # Errors
/// [`InvalidInput`](Error::InvalidInput), which names the column.
pub(crate) fn validate_name(key: Key) -> Result<()> {
    let fault = match key {
        Key::Header(name) => fault_of_header(name),
        Key::Keyword(name) => fault_of_keyword(name),
        Key::Fixed(_) | Key::OfAttachment(_) => None,
    };
    fault.map_or(Ok(()), |fault| Err(Error::invalid(format!("column {}: its name {fault}", named(key)))))
}

/// A field name is printable ASCII without space and colon (`ftext`, RFC 5322 section 3.6.8).
fn fault_of_header(name: &str) -> Option<&'static str> {
    let valid = !name.is_empty() && name.bytes().all(|octet| octet.is_ascii_graphic() && octet != b':');
    (!valid).then_some(
        "is not the name of a header field (RFC 5322 section 3.6.8); write printable ASCII without space and colon, as in `List-Id`",
    )
}

/// A keyword is an atom (RFC 9051 section 9, `flag-keyword`).
fn fault_of_keyword(name: &str) -> Option<&'static str> {
    let is_atom_char = |octet: u8| octet.is_ascii_graphic() && !b"(){%*\"\\]".contains(&octet);
    if name.starts_with('\\') {
        Some("is a system flag, not a keyword; write the flag's own column, as in `seen.eq(true)`")
    } else if name.is_empty() || !name.bytes().all(is_atom_char) {
        Some(
            "is not a keyword (an atom, RFC 9051 section 9); write printable ASCII without space and `( ) { % * \" \\ ]`, as in `$Forwarded`",
        )
    } else {
        None
    }
}

/// The column, for an error message.
fn named(key: Key) -> String {
    shortened(&key.to_string(), 80)
}
