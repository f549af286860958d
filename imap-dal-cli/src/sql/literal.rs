//! Values as SQL writes them, and as columns take them.

use super::{advice, refused};
use crate::failure::Failure;
use imap_dal::{
    display::shortened,
    jiff::{Span, Timestamp, Zoned, civil::Date},
};
use sqlparser::ast::{
    BinaryOperator, DataType, Expr, Function, FunctionArguments, TimezoneInfo, TypedString, UnaryOperator, Value,
};

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Literal {
    Null,
    Bool(bool),
    /// As written.
    Number(String),
    Text(String),
    Moment(Moment),
}

/// What a date is compared with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Moment {
    /// A day of the value in its own offset.
    Day(Date),
    At(Timestamp),
}

impl Literal {
    /// # Errors
    /// What is no value, by name.
    pub(crate) fn of(expr: &Expr) -> Result<Self, Failure> {
        match expr {
            Expr::Nested(inner) => Literal::of(inner),
            Expr::Value(value) => match &value.value {
                Value::SingleQuotedString(text) => Ok(Literal::Text(text.clone())),
                Value::Number(digits, false) => Ok(Literal::Number(digits.clone())),
                Value::Boolean(value) => Ok(Literal::Bool(*value)),
                Value::Null => Ok(Literal::Null),
                other => Err(refused(format!("the value {other}")).next("text stands in 'single quotes'")),
            },
            Expr::UnaryOp { op: UnaryOperator::Minus, expr } => match Literal::of(expr)? {
                Literal::Number(digits) => Ok(Literal::Number(format!("-{digits}"))),
                _ => Err(refused("a minus sign before what is no number")),
            },
            Expr::TypedString(TypedString { data_type, value, uses_odbc_syntax: false }) => {
                let Value::SingleQuotedString(text) = &value.value else {
                    return Err(refused(format!("the value {}", value.value)).next("text stands in 'single quotes'"));
                };
                match data_type {
                    DataType::Date
                    | DataType::Timestamp(None, TimezoneInfo::None | TimezoneInfo::Tz | TimezoneInfo::WithTimeZone) => {
                        Moment::parse(text).map(Literal::Moment)
                    }
                    other => {
                        Err(refused(format!("a value of type {other}"))
                            .next("write DATE '2026-05-01', or the text alone"))
                    }
                }
            }
            Expr::Function(function) if is_current_date(function) => {
                Ok(Literal::Moment(Moment::Day(Zoned::now().date())))
            }
            Expr::BinaryOp { left, op: op @ (BinaryOperator::Plus | BinaryOperator::Minus), right } => {
                let (Literal::Moment(Moment::Day(day)), Literal::Number(days)) =
                    (Literal::of(left)?, Literal::of(right)?)
                else {
                    return Err(refused("arithmetic").next(advice::on_arithmetic(expr)));
                };
                let days = days.parse::<i32>().map(i64::from).ok();
                let days = days.map(|days| if *op == BinaryOperator::Minus { -days } else { days });
                let moved = days.and_then(|days| day.checked_add(Span::new().try_days(days).ok()?).ok());
                moved.map(|day| Literal::Moment(Moment::Day(day))).ok_or_else(|| {
                    Failure::usage("no calendar goes that far").next("count some whole days: CURRENT_DATE - 7")
                })
            }
            Expr::Identifier(name) if name.quote_style == Some('"') => Err(Failure::usage(format!(
                "\"{}\" is a name, where a value is expected",
                imap_dal::display::escaped(&name.value)
            ))
            .next("text stands in 'single quotes'")),
            Expr::Identifier(name) => Err(refused(format!("`{}` where a value is expected", super::shown(name)))
                .next(advice::on_word(&name.value))),
            other => {
                Err(refused(format!("`{}` where a value is expected", super::shown(other)))
                    .next(advice::on_value(other)))
            }
        }
    }

    pub(crate) fn uid(&self, column: &str) -> Result<u32, Failure> {
        self.number(column).and_then(|number| {
            u32::try_from(number)
                .map_err(|_| Failure::usage(format!("{number} is no uid")).next("a uid is at most 4294967295"))
        })
    }

    pub(crate) fn number(&self, column: &str) -> Result<u64, Failure> {
        match self {
            Literal::Number(digits) => digits.parse().map_err(|_| {
                Failure::usage(format!("`{column}` takes a whole number, not {digits}"))
                    .next(format!("write one from 0 to {}", u64::MAX))
            }),
            Literal::Text(digits) if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) => {
                Err(self.wrong(column, "a number", &format!("it without quotes: {}", shortened(digits, 20))))
            }
            other => Err(other.wrong(column, "a number", "digits, as in 6000")),
        }
    }

    pub(crate) fn text(&self, column: &str) -> Result<&str, Failure> {
        match self {
            Literal::Text(text) => Ok(text),
            other => Err(other.wrong(column, "text", "text in quotes, as in 'gumby'")),
        }
    }

    pub(crate) fn flag(&self, column: &str) -> Result<bool, Failure> {
        match self {
            Literal::Bool(value) => Ok(*value),
            other => Err(other.wrong(column, "true or false", &format!("`{column} = true` or `{column} = false`"))),
        }
    }

    pub(crate) fn moment(&self, column: &str) -> Result<Moment, Failure> {
        match self {
            Literal::Text(text) => Moment::parse(text),
            Literal::Moment(moment) => Ok(*moment),
            other => Err(other.wrong(column, "a date", "a day in quotes, as in '2026-05-01'")),
        }
    }

    fn wrong(&self, column: &str, kind: &str, instead: &str) -> Failure {
        let own = match self {
            Literal::Null => "NULL",
            Literal::Bool(_) => "true or false",
            Literal::Number(_) => "a number",
            Literal::Text(_) => "text",
            Literal::Moment(_) => "a date",
        };
        Failure::usage(format!("`{column}` takes {kind}, not {own}")).next(match self {
            Literal::Null => format!("write {instead}; nothing equals NULL"),
            _ => format!("write {instead}"),
        })
    }
}

impl Moment {
    fn parse(text: &str) -> Result<Self, Failure> {
        // Dates first: a time is never cut off.
        let is_day = text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
        let moment = if is_day { text.parse().map(Moment::Day) } else { text.parse().map(Moment::At) };
        moment.map_err(|_| {
            Failure::usage(format!("'{}' is no date", shortened(text, 60))).next(
                "write a day, '2026-05-01', or an instant with its offset, '2026-05-01T08:00:00Z' or '2026-05-01T10:00:00+02:00'",
            )
        })
    }
}

fn is_current_date(function: &Function) -> bool {
    let has_arguments = match &function.args {
        FunctionArguments::None => false,
        FunctionArguments::List(list) => !list.args.is_empty() || !list.clauses.is_empty(),
        FunctionArguments::Subquery(_) => true,
    };
    function.name.to_string().eq_ignore_ascii_case("current_date") && !has_arguments && super::is_bare(function)
}
