//! Conditions as data: each can be built through the typed API, told to the oracle, written as Rust and made smaller.

use imap_dal::jiff::{Timestamp, civil::Date, tz::TimeZone};
use imap_dal::{AnyMailbox, AttachmentInfo, Expr};
use serde_json::{Value as Json, json};

/// A condition on a message, or inside [`Any`](Tree::Any) on an attachment.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Tree {
    Test { column: String, operator: &'static str, operands: Vec<Value> },
    Any(Box<Tree>),
    And(Vec<Tree>),
    Or(Vec<Tree>),
    Not(Box<Tree>),
}

/// An operand.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    Flag(bool),
    Text(String),
    Number(u64),
    Uid(u32),
    Day(Date),
    DayIn(Date, &'static str),
    Instant(Timestamp),
}

/// The tests of text kinds.
macro_rules! textual {
    ($column:expr, $operator:expr, $operands:expr) => {{
        let (column, text) = ($column, || $operands[0].text());
        match $operator {
            "eq" => column.eq(text()),
            "ne" => column.ne(text()),
            "is_in" => column.is_in($operands.iter().map(Value::text)),
            "contains" => column.contains(text()),
            "starts_with" => column.starts_with(text()),
            "ends_with" => column.ends_with(text()),
            "like" => column.like(text()),
            "ilike" => column.ilike(text()),
            "matches" => column.matches(text()),
            "is_none" => column.is_none(),
            "is_some" => column.is_some(),
            other => unreachable!("no test {other} of text"),
        }
    }};
}

/// The tests of numbers that have an order and can be equal.
macro_rules! numeric {
    ($column:expr, $operator:expr, $operands:expr, $number:path) => {{
        let (column, number) = ($column, |at: usize| $number(&$operands[at]));
        match $operator {
            "eq" => column.eq(number(0)),
            "ne" => column.ne(number(0)),
            "is_in" => column.is_in($operands.iter().map($number)),
            "lt" => column.lt(number(0)),
            "le" => column.le(number(0)),
            "gt" => column.gt(number(0)),
            "ge" => column.ge(number(0)),
            "between" => column.between(number(0), number(1)),
            other => unreachable!("no test {other} of numbers"),
        }
    }};
}

/// The tests of dates, with operands of either type.
macro_rules! dated {
    ($column:expr, $operator:expr, $operands:expr) => {{
        let column = $column;
        match ($operator, $operands) {
            ("eq", [Value::Day(day)]) => column.eq(*day),
            ("eq", [Value::Instant(instant)]) => column.eq(*instant),
            ("ne", [Value::Day(day)]) => column.ne(*day),
            ("ne", [Value::Instant(instant)]) => column.ne(*instant),
            ("lt", [Value::Day(day)]) => column.lt(*day),
            ("lt", [Value::Instant(instant)]) => column.lt(*instant),
            ("le", [Value::Day(day)]) => column.le(*day),
            ("le", [Value::Instant(instant)]) => column.le(*instant),
            ("gt", [Value::Day(day)]) => column.gt(*day),
            ("gt", [Value::Instant(instant)]) => column.gt(*instant),
            ("ge", [Value::Day(day)]) => column.ge(*day),
            ("ge", [Value::Instant(instant)]) => column.ge(*instant),
            ("between", [Value::Day(low), Value::Day(high)]) => column.between(*low, *high),
            ("between", [Value::Day(low), Value::Instant(high)]) => column.between(*low, *high),
            ("between", [Value::Instant(low), Value::Day(high)]) => column.between(*low, *high),
            ("between", [Value::Instant(low), Value::Instant(high)]) => column.between(*low, *high),
            ("on", [Value::DayIn(day, zone)]) => column.on(*day, &TimeZone::get(zone).expect("a known zone")),
            (other, operands) => unreachable!("no test {other} of dates with {operands:?}"),
        }
    }};
}

macro_rules! addressed {
    ($column:expr, $operator:expr, $operands:expr) => {{
        let (column, text) = ($column, || $operands[0].text());
        match $operator {
            "eq" => column.eq(text()),
            "ne" => column.ne(text()),
            "is_in" => column.is_in($operands.iter().map(Value::text)),
            "contains" => column.contains(text()),
            "is_empty" => column.is_empty(),
            other => unreachable!("no test {other} of addresses"),
        }
    }};
}

macro_rules! identified {
    ($column:expr, $operator:expr, $operands:expr) => {{
        let (column, text) = ($column, || $operands[0].text());
        match $operator {
            "eq" => column.eq(text()),
            "ne" => column.ne(text()),
            "is_in" => column.is_in($operands.iter().map(Value::text)),
            "contains" => column.contains(text()),
            "is_none" => column.is_none(),
            "is_some" => column.is_some(),
            other => unreachable!("no test {other} of message ids"),
        }
    }};
}

macro_rules! flagged {
    ($column:expr, $operator:expr, $operands:expr) => {{
        let column = $column;
        match $operator {
            "eq" => column.eq($operands[0].flag()),
            "ne" => column.ne($operands[0].flag()),
            "is_in" => column.is_in($operands.iter().map(Value::flag)),
            other => unreachable!("no test {other} of flags"),
        }
    }};
}

impl Tree {
    /// Through the public API.
    pub(crate) fn expr(&self) -> Expr<AnyMailbox> {
        type M = AnyMailbox;
        let (column, operator, operands) = match self {
            Tree::And(trees) => return Expr::all_of(trees.iter().map(Tree::expr)),
            Tree::Or(trees) => return Expr::any_of(trees.iter().map(Tree::expr)),
            Tree::Not(tree) => return !tree.expr(),
            Tree::Any(tree) => return M::attachments.any(tree.of_attachment()),
            Tree::Test { column, operator, operands } => (column.as_str(), *operator, operands.as_slice()),
        };
        if let Some(name) = column.strip_prefix("header:") {
            return textual!(M::header(name), operator, operands);
        }
        if let Some(name) = column.strip_prefix("keyword:") {
            return flagged!(M::keyword(name), operator, operands);
        }
        match column {
            "uid" => numeric!(M::uid, operator, operands, Value::uid),
            "answered" => flagged!(M::answered, operator, operands),
            "deleted" => flagged!(M::deleted, operator, operands),
            "draft" => flagged!(M::draft, operator, operands),
            "flagged" => flagged!(M::flagged, operator, operands),
            "seen" => flagged!(M::seen, operator, operands),
            "keywords" => M::keywords.contains(operands[0].text()),
            "created" => dated!(M::created, operator, operands),
            "sent" => match operator {
                "is_none" => M::sent.is_none(),
                "is_some" => M::sent.is_some(),
                _ => dated!(M::sent, operator, operands),
            },
            "saved" => match operator {
                "is_none" => M::saved.is_none(),
                "is_some" => M::saved.is_some(),
                _ => dated!(M::saved, operator, operands),
            },
            "size" => numeric!(M::size, operator, operands, Value::number),
            "subject" => textual!(M::subject, operator, operands),
            "sender" => addressed!(M::sender, operator, operands),
            "to" => addressed!(M::to, operator, operands),
            "cc" => addressed!(M::cc, operator, operands),
            "bcc" => addressed!(M::bcc, operator, operands),
            "reply_to" => addressed!(M::reply_to, operator, operands),
            "message_id" => identified!(M::message_id, operator, operands),
            "in_reply_to" => identified!(M::in_reply_to, operator, operands),
            "references" => match operator {
                "is_empty" => M::references.is_empty(),
                _ => M::references.contains(operands[0].text()),
            },
            "mime" => textual!(M::mime, operator, operands),
            "encoding" => textual!(M::encoding, operator, operands),
            "content" => M::content.contains(operands[0].text()),
            "text" => M::text.contains(operands[0].text()),
            "attachments" => M::attachments.is_empty(),
            "modseq" => match operator {
                "lt" => M::modseq.lt(operands[0].number()),
                "le" => M::modseq.le(operands[0].number()),
                "gt" => M::modseq.gt(operands[0].number()),
                "ge" => M::modseq.ge(operands[0].number()),
                _ => M::modseq.between(operands[0].number(), operands[1].number()),
            },
            "email_id" => M::email_id.eq(operands[0].text()),
            "thread_id" => M::thread_id.eq(operands[0].text()),
            other => unreachable!("no column {other}"),
        }
    }

    fn of_attachment(&self) -> Expr<AttachmentInfo> {
        match self {
            Tree::And(trees) => Expr::all_of(trees.iter().map(Tree::of_attachment)),
            Tree::Or(trees) => Expr::any_of(trees.iter().map(Tree::of_attachment)),
            Tree::Not(tree) => !tree.of_attachment(),
            Tree::Any(_) => unreachable!("attachments have none of their own"),
            Tree::Test { column, operator, operands } => match column.as_str() {
                "name" => textual!(AttachmentInfo::name, *operator, operands),
                "media_type" => textual!(AttachmentInfo::media_type, *operator, operands),
                _ => numeric!(AttachmentInfo::size, *operator, operands, Value::number),
            },
        }
    }

    /// For the oracle.
    pub(crate) fn json(&self) -> Json {
        match self {
            Tree::And(trees) => json!({"node": "and", "of": trees.iter().map(Tree::json).collect::<Vec<_>>()}),
            Tree::Or(trees) => json!({"node": "or", "of": trees.iter().map(Tree::json).collect::<Vec<_>>()}),
            Tree::Not(tree) => json!({"node": "not", "of": tree.json()}),
            Tree::Any(tree) => json!({"node": "any", "of": tree.json()}),
            Tree::Test { column, operator, operands } => {
                let operands: Vec<_> = operands.iter().map(Value::json).collect();
                json!({"column": column, "test": operator, "with": operands})
            }
        }
    }

    /// As it would be written.
    pub(crate) fn rust(&self) -> String {
        self.written("AnyMailbox")
    }

    fn written(&self, source: &str) -> String {
        let listed = |trees: &[Tree]| trees.iter().map(|tree| tree.written(source)).collect::<Vec<_>>().join(", ");
        match self {
            Tree::And(trees) => format!("Expr::all_of([{}])", listed(trees)),
            Tree::Or(trees) => format!("Expr::any_of([{}])", listed(trees)),
            Tree::Not(tree) => format!("!{}", tree.written(source)),
            Tree::Any(tree) => format!("{source}::attachments.any({})", tree.written("AttachmentInfo")),
            Tree::Test { column, operator, operands } => {
                let operands = operands.iter().map(Value::rust).collect::<Vec<_>>().join(", ");
                let operands = if *operator == "is_in" { format!("[{operands}]") } else { operands };
                let column = match column.split_once(':') {
                    Some((function, name)) => format!("{function}({name:?})"),
                    None => column.clone(),
                };
                format!("{source}::{column}.{operator}({operands})")
            }
        }
    }

    /// Smaller ones that are tried when this one fails, the smallest first.
    pub(crate) fn smaller(&self) -> Vec<Tree> {
        let mut all = Vec::new();
        match self {
            Tree::And(trees) | Tree::Or(trees) => {
                let join = if matches!(self, Tree::And(_)) { Tree::And } else { Tree::Or };
                all.extend(trees.iter().cloned());
                for at in 0..trees.len() {
                    let without = trees.iter().enumerate().filter(|(other, _)| *other != at);
                    all.push(join(without.map(|(_, tree)| tree.clone()).collect()));
                }
                for (at, tree) in trees.iter().enumerate() {
                    for smaller in tree.smaller() {
                        let mut trees = trees.clone();
                        trees[at] = smaller;
                        all.push(join(trees));
                    }
                }
            }
            Tree::Not(tree) => {
                all.push((**tree).clone());
                all.extend(tree.smaller().into_iter().map(|tree| Tree::Not(Box::new(tree))));
            }
            Tree::Any(tree) => all.extend(tree.smaller().into_iter().map(|tree| Tree::Any(Box::new(tree)))),
            Tree::Test { column, operator, operands } => {
                let with = |operands| Tree::Test { column: column.clone(), operator, operands };
                if *operator == "is_in" {
                    for at in 0..operands.len() {
                        let mut fewer = operands.clone();
                        fewer.remove(at);
                        all.push(with(fewer));
                    }
                }
                // Half a pattern need not be one.
                if !matches!(*operator, "matches" | "like" | "ilike") {
                    for (at, operand) in operands.iter().enumerate() {
                        for smaller in operand.smaller() {
                            let mut operands = operands.clone();
                            operands[at] = smaller;
                            all.push(with(operands));
                        }
                    }
                }
            }
        }
        all
    }
}

impl Value {
    fn text(&self) -> &str {
        if let Value::Text(text) = self { text } else { unreachable!("{self:?} is no text") }
    }

    fn number(&self) -> u64 {
        if let Value::Number(number) = self { *number } else { unreachable!("{self:?} is no number") }
    }

    fn uid(&self) -> u32 {
        if let Value::Uid(uid) = self { *uid } else { unreachable!("{self:?} is no uid") }
    }

    fn flag(&self) -> bool {
        if let Value::Flag(flag) = self { *flag } else { unreachable!("{self:?} is no flag") }
    }

    fn json(&self) -> Json {
        let day = |day: &Date| json!([day.year(), day.month(), day.day()]);
        match self {
            Value::Flag(flag) => json!(flag),
            Value::Text(text) => json!(text),
            Value::Number(number) => json!(number),
            Value::Uid(uid) => json!(uid),
            Value::Day(date) => json!({ "day": day(date) }),
            Value::DayIn(date, zone) => json!({"day_in": [day(date), zone]}),
            Value::Instant(instant) => json!({"instant": instant.as_nanosecond().to_string()}),
        }
    }

    fn rust(&self) -> String {
        let day = |day: &Date| format!("date({}, {}, {})", day.year(), day.month(), day.day());
        match self {
            Value::Flag(flag) => flag.to_string(),
            Value::Text(text) => format!("{text:?}"),
            Value::Number(number) => number.to_string(),
            Value::Uid(uid) => uid.to_string(),
            Value::Day(date) => day(date),
            Value::DayIn(date, zone) => format!("{}, &TimeZone::get({zone:?})?", day(date)),
            Value::Instant(instant) => format!("\"{instant}\".parse::<Timestamp>()?"),
        }
    }

    fn smaller(&self) -> Vec<Value> {
        let Value::Text(text) = self else { return Vec::new() };
        let chars: Vec<char> = text.chars().collect();
        let pieces = match chars.len() {
            0 => return Vec::new(),
            1 => vec![&chars[1..]],
            length => vec![&chars[..length / 2], &chars[length / 2..], &chars[1..], &chars[..length - 1]],
        };
        pieces.into_iter().map(|piece| Value::Text(piece.iter().collect())).collect()
    }
}
