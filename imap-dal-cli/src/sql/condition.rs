//! `WHERE` as a condition of the library.

use super::{
    advice, call,
    column::{Named, Scope},
    is_bare,
    literal::{Literal, Moment},
    operators::Compare,
    refused, shown,
};
use crate::failure::Failure;
use imap_dal::{AttachmentInfo, Expr, jiff::tz::TimeZone};
use sqlparser::ast::{BinaryOperator, Expr as Sql, Function, UnaryOperator, Value};

/// The condition, on `M`.
///
/// # Errors
/// What cannot be said, by name.
pub(super) fn condition<M: Scope>(sql: &Sql) -> Result<Expr<M>, Failure> {
    Ok(match sql {
        Sql::Nested(inner) => condition(inner)?,
        Sql::BinaryOp { op: op @ (BinaryOperator::And | BinaryOperator::Or), .. } => {
            let sides = operands(sql, op).into_iter().map(condition).collect::<Result<Vec<_>, _>>()?;
            if *op == BinaryOperator::And { Expr::all_of(sides) } else { Expr::any_of(sides) }
        }
        Sql::BinaryOp { left, op, right } => comparison(left, op, right)?,
        // As it is written with `= false`, and shown by --explain.
        Sql::UnaryOp { op: UnaryOperator::Not, expr } if is_name(expr) => column(expr)?.is(false)?,
        Sql::UnaryOp { op: UnaryOperator::Not, expr } => !condition(expr)?,
        Sql::Identifier(_) | Sql::CompoundIdentifier(_) => column(sql)?.is(true)?,
        Sql::Value(value) => match value.value {
            Value::Boolean(true) => Expr::all_of([]),
            Value::Boolean(false) => Expr::any_of([]),
            _ => return Err(refused(format!("`{}` as a condition", shown(sql)))),
        },
        Sql::IsTrue(expr) | Sql::IsNotFalse(expr) => condition(expr)?,
        Sql::IsFalse(expr) | Sql::IsNotTrue(expr) => !condition(expr)?,
        Sql::IsNull(expr) => column(expr)?.is_null()?,
        Sql::IsNotNull(expr) => !column(expr)?.is_null()?,
        Sql::InList { expr, list, negated } => {
            let values = list.iter().map(Literal::of).collect::<Result<Vec<_>, _>>()?;
            negated_if(*negated, column(expr)?.is_in(&values)?)
        }
        Sql::Between { expr, negated, low, high } => {
            let column = column(expr)?;
            let low = column.compare(Compare::GreaterOrEqual, &Literal::of(low)?)?;
            let high = column.compare(Compare::LessOrEqual, &Literal::of(high)?)?;
            negated_if(*negated, Expr::all_of([low, high]))
        }
        Sql::Like { negated, any: false, expr, pattern, escape_char } => {
            negated_if(*negated, like(expr, pattern, escape_char.as_deref(), false)?)
        }
        Sql::ILike { negated, any: false, expr, pattern, escape_char } => {
            negated_if(*negated, like(expr, pattern, escape_char.as_deref(), true)?)
        }
        Sql::AnyOp { left, compare_op: BinaryOperator::Eq, right, is_some: false } => {
            let list = match &**right {
                Sql::Nested(inner) => inner,
                other => other,
            };
            let list: Named<M> = column(list)?;
            if !list.is_list() {
                return Err(refused(format!("ANY({})", list.name)).next("ANY(..) is for `keywords` and `references`"));
            }
            list.contains(Literal::of(left)?.text(&list.name)?)?
        }
        Sql::Function(function) => self::function(function)?,
        Sql::Subquery(_) | Sql::Exists { .. } | Sql::InSubquery { .. } => {
            return Err(refused("a subquery").next("write the values themselves: uid IN (1, 2, 3)"));
        }
        Sql::RLike { .. } | Sql::SimilarTo { .. } => {
            return Err(refused(format!("`{}`", shown(sql))).next("write matches(subject, 'pattern')"));
        }
        other => return Err(refused(format!("`{}` as a condition", shown(other)))),
    })
}

/// The sides of a chain of one operator: a long chain is deep on its left, and is walked without recursion.
fn operands<'a>(sql: &'a Sql, op: &BinaryOperator) -> Vec<&'a Sql> {
    let mut sides = Vec::new();
    let mut rest = sql;
    while let Sql::BinaryOp { left, op: own, right } = rest {
        if own != op {
            break;
        }
        sides.push(&**right);
        rest = left;
    }
    sides.push(rest);
    sides.reverse();
    sides
}

fn negated_if<M>(negated: bool, condition: Expr<M>) -> Expr<M> {
    if negated { !condition } else { condition }
}

fn is_name(sql: &Sql) -> bool {
    matches!(sql, Sql::Identifier(_) | Sql::CompoundIdentifier(_))
}

/// The column that stands here.
pub(super) fn column<M: Scope>(sql: &Sql) -> Result<Named<M>, Failure> {
    match sql {
        Sql::Nested(inner) => column(inner),
        Sql::Identifier(name) => Named::find(&[&name.value]),
        Sql::CompoundIdentifier(parts) => {
            Named::find(&parts.iter().map(|part| part.value.as_str()).collect::<Vec<_>>())
        }
        other => Err(refused(format!("`{}` where a column is expected", shown(other))).next(advice::on_column(other))),
    }
}

fn comparison<M: Scope>(left: &Sql, op: &BinaryOperator, right: &Sql) -> Result<Expr<M>, Failure> {
    let by = match op {
        BinaryOperator::Eq => Compare::Equal,
        BinaryOperator::NotEq => Compare::NotEqual,
        BinaryOperator::Lt => Compare::Less,
        BinaryOperator::LtEq => Compare::LessOrEqual,
        BinaryOperator::Gt => Compare::Greater,
        BinaryOperator::GtEq => Compare::GreaterOrEqual,
        other => return Err(refused(format!("the operator {other}")).next(advice::on_operator(other))),
    };
    match (is_name(left), is_name(right)) {
        (true, true) if Literal::of(right).is_err() && !is_quoted(right) => {
            // A value without its quotes, more often than not.
            column::<M>(right).map_err(|failure| failure.next(advice::on_word(&right.to_string())))?;
            Err(refused("comparing two columns").next("compare a column with a value; text stands in 'single quotes'"))
        }
        (true, _) => column(left)?.compare(by, &Literal::of(right)?),
        (false, true) => column(right)?.compare(by.flipped(), &Literal::of(left)?),
        (false, false) => {
            Err(refused(format!("comparing `{}` with `{}`", shown(left), shown(right))).next(advice::on_column(left)))
        }
    }
}

fn is_quoted(sql: &Sql) -> bool {
    matches!(sql, Sql::Identifier(name) if name.quote_style.is_some())
}

fn like<M: Scope>(expr: &Sql, pattern: &Sql, escape: Option<&Sql>, ignores_case: bool) -> Result<Expr<M>, Failure> {
    match escape.map(Literal::of).transpose()? {
        None => {}
        Some(Literal::Text(text)) if text == "\\" => {}
        Some(_) => return Err(refused("another ESCAPE").next("the escape character is \\, with or without ESCAPE")),
    }
    let column = column(expr)?;
    column.like(Literal::of(pattern)?.text(&column.name)?, ignores_case)
}

/// The operators that SQL has no words for, under the library's names.
fn function<M: Scope>(function: &Function) -> Result<Expr<M>, Failure> {
    const NAMES: [&str; 7] = ["any", "contains", "ends_with", "is_empty", "matches", "on", "starts_with"];
    let name = function.name.to_string().to_ascii_lowercase();
    let Some(known) = NAMES.into_iter().find(|known| *known == name) else {
        return Err(refused(format!("the function {}", shown(&function.name)))
            .next(format!("the functions are {}", NAMES.join(", "))));
    };
    let wrong = |form: &str| Failure::usage(format!("{known}(..) is not written so")).next(format!("write {form}"));
    if !is_bare(function) {
        return Err(wrong("the arguments alone"));
    }
    let arguments = call::arguments(&function.args)?;
    match (known, arguments.as_slice()) {
        ("is_empty", [list]) => column(list)?.is_empty(),
        ("contains", [of, part]) => {
            let of = column(of)?;
            of.contains(Literal::of(part)?.text(&of.name)?)
        }
        ("starts_with" | "ends_with" | "matches", [of, text]) => {
            let of = column(of)?;
            of.textual(known, Literal::of(text)?.text(&of.name)?)
        }
        ("on", [of, day, rest @ ..]) if rest.len() < 2 => {
            let of = column(of)?;
            let Moment::Day(day) = Literal::of(day)?.moment(&of.name)? else {
                return Err(wrong("a day, as in on(created, '2026-05-01')"));
            };
            let zone = match rest {
                [zone] => {
                    let zone = Literal::of(zone)?;
                    let name = zone.text("on")?;
                    TimeZone::get(name).map_err(|_| {
                        let name = imap_dal::display::shortened(name, 60);
                        Failure::usage(format!("there is no time zone '{name}'")).next("write 'Europe/Berlin' or 'UTC'")
                    })?
                }
                _ => TimeZone::system(),
            };
            of.on(day, &zone)
        }
        ("any", [list, inner]) => {
            let list: Named<M> = column(list)?;
            let inner = condition::<AttachmentInfo>(inner)?;
            M::any(list.column, inner).ok_or_else(|| wrong("any of attachments: any(attachments, name LIKE '%.pdf')"))
        }
        ("is_empty", _) => Err(wrong("is_empty(attachments)")),
        ("on", _) => Err(wrong("on(created, '2026-05-01') or on(created, '2026-05-01', 'Europe/Berlin')")),
        ("any", _) => Err(wrong("any(attachments, name LIKE '%.pdf' AND size > 1000)")),
        _ => Err(wrong(&format!("{known}(subject, 'text')"))),
    }
}
