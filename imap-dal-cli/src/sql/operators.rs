//! What SQL asks of columns, as the library's operators, by the kind of the column.

use super::{
    column::{AnyColumn, Named, Scope, shown},
    literal::{Literal, Moment},
};
use crate::failure::Failure;
use imap_dal::{
    Assignment, Expr, Ordering,
    jiff::{civil::Date, tz::TimeZone},
};

/// A comparison of SQL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Compare {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl Compare {
    /// The same with its sides exchanged.
    pub(crate) fn flipped(self) -> Self {
        match self {
            Compare::Less => Compare::Greater,
            Compare::LessOrEqual => Compare::GreaterOrEqual,
            Compare::Greater => Compare::Less,
            Compare::GreaterOrEqual => Compare::LessOrEqual,
            equality => equality,
        }
    }
}

impl<M: Scope> Named<M> {
    /// # Errors
    /// Where the column has no such comparison, or does not take this value.
    pub(crate) fn compare(&self, by: Compare, value: &Literal) -> Result<Expr<M>, Failure> {
        macro_rules! ordered {
            ($column:expr, $value:expr) => {{
                let value = $value;
                match by {
                    Compare::Equal => $column.eq(value),
                    Compare::NotEqual => $column.ne(value),
                    _ => one_sided!($column, value),
                }
            }};
        }
        macro_rules! one_sided {
            ($column:expr, $value:expr) => {{
                let value = $value;
                match by {
                    Compare::Less => $column.lt(value),
                    Compare::LessOrEqual => $column.le(value),
                    Compare::Greater => $column.gt(value),
                    Compare::GreaterOrEqual => $column.ge(value),
                    Compare::Equal | Compare::NotEqual => return Err(self.refused("equality")),
                }
            }};
        }
        macro_rules! dates {
            ($column:expr) => {
                match value.moment(&self.name)? {
                    Moment::Day(day) => ordered!($column, day),
                    Moment::At(at) => ordered!($column, at),
                }
            };
        }
        macro_rules! equal {
            ($column:expr, $value:expr) => {{
                let value = $value;
                match by {
                    Compare::Equal => $column.eq(value),
                    Compare::NotEqual => $column.ne(value),
                    _ => return Err(self.refused("an order to compare by")),
                }
            }};
        }
        if matches!(value, Literal::Null) {
            // What is never NULL says what to write instead.
            let _ = self.is_null()?;
            return Err(Failure::usage(format!("`{}` is compared with NULL, which nothing equals", self.name))
                .next(format!("write `{} IS NULL`", self.name)));
        }
        Ok(match &self.column {
            AnyColumn::MessageUid(column) => ordered!(column, value.uid(&self.name)?),
            AnyColumn::ByteSize(column) => ordered!(column, value.number(&self.name)?),
            AnyColumn::ModSeqValue(column) => one_sided!(column, value.number(&self.name)?),
            AnyColumn::ArrivalDate(column) => dates!(column),
            AnyColumn::HeaderDate(column) => dates!(column),
            AnyColumn::SaveDate(column) => dates!(column),
            AnyColumn::SystemFlag(column) => equal!(column, value.flag(&self.name)?),
            AnyColumn::RecentFlag(column) => equal!(column, value.flag(&self.name)?),
            AnyColumn::KeywordFlag(column) => equal!(column, value.flag(&self.name)?),
            AnyColumn::FreeText(column) => equal!(column, value.text(&self.name)?),
            AnyColumn::HeaderText(column) => equal!(column, value.text(&self.name)?),
            AnyColumn::AddressList(column) => equal!(column, self.address(value)?),
            AnyColumn::MessageIdText(column) => equal!(column, value.text(&self.name)?),
            AnyColumn::ContentType(column) => equal!(column, value.text(&self.name)?),
            AnyColumn::ObjectId(column) => equal!(column, value.text(&self.name)?),
            AnyColumn::SequenceNumber(_)
            | AnyColumn::KeywordSet(_)
            | AnyColumn::ReferenceList(_)
            | AnyColumn::BodyContent(_)
            | AnyColumn::AnyText(_)
            | AnyColumn::AttachmentList(_)
            | AnyColumn::PreviewText(_)
            | AnyColumn::RawMessage(_) => return Err(self.refused("comparisons")),
        })
    }

    /// # Errors
    /// A name where an address is expected: no message would have it.
    fn address<'v>(&self, value: &'v Literal) -> Result<&'v str, Failure> {
        let text = value.text(&self.name)?;
        if text.contains(char::is_whitespace) && !text.contains('@') {
            return Err(Failure::usage(format!(
                "`{}` is compared with addresses, and '{}' is none",
                self.name,
                shown(text)
            ))
            .next(format!(
                "names are searched with {} ILIKE '%{}%'",
                self.name,
                shown(&text.replace('\'', "''"))
            )));
        }
        Ok(text)
    }

    /// Uids become one set; anything else is some equality.
    pub(crate) fn is_in(&self, values: &[Literal]) -> Result<Expr<M>, Failure> {
        if let AnyColumn::MessageUid(column) = &self.column {
            let uids = values.iter().map(|value| value.uid(&self.name)).collect::<Result<Vec<u32>, _>>()?;
            return Ok(column.is_in(uids));
        }
        let equal = values.iter().map(|value| self.compare(Compare::Equal, value));
        Ok(Expr::any_of(equal.collect::<Result<Vec<_>, _>>()?))
    }

    /// `LIKE`, and ignoring case `ILIKE`.
    pub(crate) fn like(&self, pattern: &str, ignores_case: bool) -> Result<Expr<M>, Failure> {
        macro_rules! textual {
            ($column:expr) => {
                if ignores_case { $column.ilike(pattern) } else { $column.like(pattern) }
            };
        }
        Ok(match &self.column {
            AnyColumn::FreeText(column) => textual!(column),
            AnyColumn::HeaderText(column) => textual!(column),
            AnyColumn::ContentType(column) => textual!(column),
            AnyColumn::AddressList(_)
            | AnyColumn::MessageIdText(_)
            | AnyColumn::BodyContent(_)
            | AnyColumn::AnyText(_) => {
                let part = substring(pattern).filter(|_| ignores_case).ok_or_else(|| {
                    let part = pattern.trim_matches('%');
                    let part = if part.is_empty() || part.contains(['%', '_', '\\']) { "part" } else { part };
                    Failure::usage(format!("`{}` has no patterns: it is searched for a part, ignoring case", self.name))
                        .next(format!(
                            "write `{} ILIKE '%{}%'`, without another % or _",
                            self.name,
                            shown(&part.replace('\'', "''"))
                        ))
                })?;
                self.contains(&part)?
            }
            _ => return Err(self.refused("LIKE")),
        })
    }

    pub(crate) fn contains(&self, part: &str) -> Result<Expr<M>, Failure> {
        Ok(match &self.column {
            AnyColumn::FreeText(column) => column.contains(part),
            AnyColumn::HeaderText(column) => column.contains(part),
            AnyColumn::AddressList(column) => column.contains(part),
            AnyColumn::MessageIdText(column) => column.contains(part),
            AnyColumn::ReferenceList(column) => column.contains(part),
            AnyColumn::ContentType(column) => column.contains(part),
            AnyColumn::BodyContent(column) => column.contains(part),
            AnyColumn::AnyText(column) => column.contains(part),
            AnyColumn::KeywordSet(column) => column.contains(part),
            _ => return Err(self.refused("contains(..)")),
        })
    }

    /// `starts_with`, `ends_with`, `matches`.
    pub(crate) fn textual(&self, function: &str, text: &str) -> Result<Expr<M>, Failure> {
        macro_rules! call {
            ($column:expr) => {
                match function {
                    "starts_with" => $column.starts_with(text),
                    "ends_with" => $column.ends_with(text),
                    _ => $column.matches(text),
                }
            };
        }
        Ok(match &self.column {
            AnyColumn::FreeText(column) => call!(column),
            AnyColumn::HeaderText(column) => call!(column),
            AnyColumn::ContentType(column) => call!(column),
            _ => return Err(self.refused(&format!("{function}(..)"))),
        })
    }

    pub(crate) fn is_null(&self) -> Result<Expr<M>, Failure> {
        Ok(match &self.column {
            AnyColumn::HeaderDate(column) => column.is_none(),
            AnyColumn::SaveDate(column) => column.is_none(),
            AnyColumn::FreeText(column) => column.is_none(),
            AnyColumn::HeaderText(column) => column.is_none(),
            AnyColumn::MessageIdText(column) => column.is_none(),
            AnyColumn::ContentType(column) => column.is_none(),
            AnyColumn::AddressList(_) | AnyColumn::ReferenceList(_) | AnyColumn::AttachmentList(_) => {
                return Err(Failure::usage(format!("`{}` is a list: it may be empty, and is never NULL", self.name))
                    .next(format!("write `is_empty({})`", self.name)));
            }
            _ => return Err(self.refused("IS NULL")),
        })
    }

    pub(crate) fn is_empty(&self) -> Result<Expr<M>, Failure> {
        Ok(match &self.column {
            AnyColumn::AddressList(column) => column.is_empty(),
            AnyColumn::ReferenceList(column) => column.is_empty(),
            AnyColumn::AttachmentList(column) => column.is_empty(),
            _ => return Err(self.refused("is_empty(..)")),
        })
    }

    pub(crate) fn on(&self, day: Date, zone: &TimeZone) -> Result<Expr<M>, Failure> {
        Ok(match &self.column {
            AnyColumn::ArrivalDate(column) => column.on(day, zone),
            AnyColumn::HeaderDate(column) => column.on(day, zone),
            AnyColumn::SaveDate(column) => column.on(day, zone),
            _ => return Err(self.refused("on(..)")),
        })
    }

    /// Whether `= ANY(..)` looks into it.
    pub(crate) fn is_list(&self) -> bool {
        matches!(self.column, AnyColumn::KeywordSet(_) | AnyColumn::ReferenceList(_))
    }

    /// A flag as a condition.
    pub(crate) fn is(&self, set: bool) -> Result<Expr<M>, Failure> {
        Ok(match &self.column {
            AnyColumn::SystemFlag(column) => column.eq(set),
            AnyColumn::RecentFlag(column) => column.eq(set),
            AnyColumn::KeywordFlag(column) => column.eq(set),
            _ => {
                return Err(Failure::usage(format!("`{}` is no condition: it is not true or false", self.name))
                    .next(format!("compare it: it takes {}", self.operators())));
            }
        })
    }

    /// # Errors
    /// Where messages cannot be ordered by it.
    pub(crate) fn order(&self, descending: bool) -> Result<Ordering<M>, Failure> {
        macro_rules! by {
            ($column:expr) => {
                if descending { $column.desc() } else { $column.asc() }
            };
        }
        Ok(match &self.column {
            AnyColumn::MessageUid(column) => by!(column),
            AnyColumn::ArrivalDate(column) => by!(column),
            AnyColumn::HeaderDate(column) => by!(column),
            AnyColumn::SaveDate(column) => by!(column),
            AnyColumn::ByteSize(column) => by!(column),
            AnyColumn::FreeText(column) => by!(column),
            AnyColumn::HeaderText(column) => by!(column),
            AnyColumn::AddressList(column) => by!(column),
            _ => {
                return Err(Failure::usage(format!("messages cannot be ordered by `{}`", self.name))
                    .next("ORDER BY takes uid, created, sent, saved, size, subject, headers and addresses"));
            }
        })
    }

    /// # Errors
    /// Where IMAP has no command that changes it.
    pub(crate) fn set(&self, value: &Literal) -> Result<Assignment<M>, Failure> {
        Ok(match &self.column {
            AnyColumn::SystemFlag(column) => column.set(value.flag(&self.name)?),
            AnyColumn::KeywordFlag(column) => column.set(value.flag(&self.name)?),
            AnyColumn::KeywordSet(_) => {
                return Err(Failure::usage("`keywords` cannot be set as a whole")
                    .next("set each: SET keyword.\"$Work\" = true"));
            }
            _ => {
                return Err(Failure::usage(format!("`{}` cannot be changed: IMAP has no command for it", self.name))
                    .next("UPDATE sets answered, deleted, draft, flagged, seen, and keyword.\"..\""));
            }
        })
    }

    fn refused(&self, what: &str) -> Failure {
        Failure::usage(format!("`{}` does not take {what}", self.name)).next(format!("it takes {}", self.operators()))
    }

    fn operators(&self) -> &'static str {
        match &self.column {
            AnyColumn::MessageUid(_) | AnyColumn::ByteSize(_) => "= <> < <= > >=, BETWEEN and IN",
            AnyColumn::ModSeqValue(_) => "< <= > >= and BETWEEN",
            AnyColumn::ArrivalDate(_) => "= <> < <= > >=, BETWEEN, IN and on(..)",
            AnyColumn::HeaderDate(_) | AnyColumn::SaveDate(_) => "= <> < <= > >=, BETWEEN, IN, on(..) and IS NULL",
            AnyColumn::SystemFlag(_) | AnyColumn::RecentFlag(_) | AnyColumn::KeywordFlag(_) => {
                "nothing, NOT, = <> with true and false, and IS TRUE"
            }
            AnyColumn::FreeText(_) | AnyColumn::HeaderText(_) | AnyColumn::ContentType(_) => {
                "= <>, IN, LIKE, ILIKE, IS NULL, contains(..), starts_with(..), ends_with(..) and matches(..)"
            }
            AnyColumn::AddressList(_) => "= <>, IN, ILIKE '%part%', contains(..) and is_empty(..)",
            AnyColumn::MessageIdText(_) => "= <>, IN, ILIKE '%part%', contains(..) and IS NULL",
            AnyColumn::ReferenceList(_) => "'<id>' = ANY(references), contains(..) and is_empty(..)",
            AnyColumn::KeywordSet(_) => "'$Work' = ANY(keywords) and contains(..); or use keyword.\"$Work\"",
            AnyColumn::BodyContent(_) | AnyColumn::AnyText(_) => "ILIKE '%part%' and contains(..)",
            AnyColumn::ObjectId(_) => "= <> and IN",
            AnyColumn::AttachmentList(_) => {
                "is_empty(attachments), NOT is_empty(attachments) and any(attachments, name LIKE '%.pdf' AND size > 1000)"
            }
            AnyColumn::SequenceNumber(_) | AnyColumn::PreviewText(_) | AnyColumn::RawMessage(_) => {
                "no condition; it can be selected"
            }
        }
    }
}

/// The part of `%part%`, where it has no other wildcard.
fn substring(pattern: &str) -> Option<String> {
    let inner = pattern.strip_prefix('%')?;
    let mut part = String::new();
    let mut chars = inner.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => part.push(chars.next()?),
            '_' => return None,
            '%' => return chars.next().is_none().then_some(part),
            other => part.push(other),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_between_percent_signs_and_has_no_other_wildcard() {
        assert_eq!(substring("%gumby%").as_deref(), Some("gumby"));
        assert_eq!(substring("%%").as_deref(), Some(""));
        assert_eq!(substring(r"%50\%\_\\%").as_deref(), Some(r"50%_\"));
        for other in ["gumby", "%gumby", "gumby%", "%g%y%", "%g_y%", "%", r"%x\%", r"%x\"] {
            assert_eq!(substring(other), None, "{other}");
        }
    }
}
