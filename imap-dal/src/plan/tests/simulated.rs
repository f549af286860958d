//! Messages, servers that search them, and what conditions mean for them by `semantics.md`: all written anew, for the
//! planner to be held against.

use super::reading::Read;
use crate::{
    query::{Node, Operand, Operator},
    schema::{Fixed, Key},
    wire::SequenceSet,
};
use jiff::{Timestamp, Zoned, civil::Date};

#[derive(Clone, Debug)]
pub(super) struct Mail {
    pub(super) uid: u32,
    pub(super) seen: bool,
    pub(super) junk: bool,
    pub(super) size: u32,
    pub(super) created: Zoned,
    pub(super) sent: Sent,
    pub(super) subject: Option<String>,
    /// Display name and address.
    pub(super) from: Option<Vec<(String, String)>>,
    pub(super) body: String,
}

/// A Date header.
#[derive(Clone, Debug)]
pub(super) enum Sent {
    Missing,
    Unreadable,
    /// Readable for us and not for the server.
    Odd(Zoned),
    Read(Zoned),
}

/// How a server searches.
#[derive(Clone, Copy, Debug)]
pub(super) struct Search {
    /// Whole words, not substrings.
    pub(super) words: bool,
    /// Days of arrival in UTC, not in the offset that is printed.
    pub(super) utc: bool,
}

impl Search {
    pub(super) fn finds(self, mail: &Mail, key: &Read) -> bool {
        let (word, arguments) = match key {
            Read::Not(key) => return !self.finds(mail, key),
            Read::And(keys) => return keys.iter().all(|key| self.finds(mail, key)),
            Read::Or(keys) => return keys.iter().any(|key| self.finds(mail, key)),
            Read::Key(word, arguments) => (word.as_str(), arguments),
        };
        let argument = |index: usize| String::from_utf8(arguments[index].clone()).unwrap();
        let number = || argument(0).parse::<u32>().unwrap();
        let day = || Date::strptime("%d-%b-%Y", argument(0)).unwrap();
        match word {
            "ALL" => true,
            "SEEN" => mail.seen,
            "UNSEEN" => !mail.seen,
            "KEYWORD" => argument(0).eq_ignore_ascii_case("$Junk") && mail.junk,
            "UNKEYWORD" => !(argument(0).eq_ignore_ascii_case("$Junk") && mail.junk),
            "UID" => SequenceSet::parse(&arguments[0]).unwrap().contains(mail.uid),
            "LARGER" => mail.size > number(),
            "SMALLER" => mail.size < number(),
            "ON" => self.arrival(mail) == day(),
            "SINCE" => self.arrival(mail) >= day(),
            "BEFORE" => self.arrival(mail) < day(),
            "SENTSINCE" => mail.sent.at_server() >= day(),
            "SENTBEFORE" => mail.sent.at_server() < day(),
            "SUBJECT" => mail.subject.as_ref().is_some_and(|text| self.matches(text, &argument(0))),
            "FROM" => mail.sender_field().is_some_and(|text| self.matches(&text, &argument(0))),
            "BODY" => self.matches(&mail.body, &argument(0)),
            "HEADER" => {
                let field = match argument(0).to_ascii_lowercase().as_str() {
                    "subject" => mail.subject.clone(),
                    "from" => mail.sender_field(),
                    "date" => (!matches!(mail.sent, Sent::Missing)).then(String::new),
                    name => panic!("not generated: {name}"),
                };
                field.is_some_and(|text| arguments[1].is_empty() || self.matches(&text, &argument(1)))
            }
            word => panic!("not generated: {word}"),
        }
    }

    fn arrival(self, mail: &Mail) -> Date {
        if self.utc { mail.created.with_time_zone(jiff::tz::TimeZone::UTC).date() } else { mail.created.date() }
    }

    fn matches(self, text: &str, key: &str) -> bool {
        let (text, key) = (text.to_lowercase(), key.to_lowercase());
        if !self.words {
            return text.contains(&key);
        }
        let words = |text: &str| -> Vec<String> {
            let parts = text.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '_');
            parts.filter(|word| !word.is_empty()).map(str::to_owned).collect()
        };
        let text = words(&text);
        words(&key).iter().all(|word| text.contains(word))
    }
}

impl Sent {
    fn value(&self) -> Option<&Zoned> {
        match self {
            Sent::Odd(date) | Sent::Read(date) => Some(date),
            Sent::Missing | Sent::Unreadable => None,
        }
    }

    /// What the server cannot read is the beginning of time.
    fn at_server(&self) -> Date {
        match self {
            Sent::Read(date) => date.date(),
            _ => jiff::civil::date(1970, 1, 1),
        }
    }
}

impl Mail {
    fn sender_field(&self) -> Option<String> {
        let list: Vec<String> = self.from.as_ref()?.iter().map(|(name, email)| format!("{name} <{email}>")).collect();
        Some(list.join(", "))
    }

    /// Whether it satisfies the condition.
    pub(super) fn satisfies(&self, node: &Node) -> bool {
        match node {
            Node::And(nodes) => nodes.iter().all(|node| self.satisfies(node)),
            Node::Or(nodes) => nodes.iter().any(|node| self.satisfies(node)),
            Node::Not(node) => !self.satisfies(node),
            Node::Test { key: Key::Keyword(_), operator, operands } => flag(self.junk, *operator, operands),
            Node::Test { key: Key::Fixed(column), operator, operands } => match column {
                Fixed::seen => flag(self.seen, *operator, operands),
                Fixed::uid => number(u64::from(self.uid), *operator, operands),
                Fixed::size => number(u64::from(self.size), *operator, operands),
                Fixed::created => date(Some(&self.created), *operator, operands),
                Fixed::sent => date(self.sent.value(), *operator, operands),
                Fixed::subject => text(self.subject.as_deref(), *operator, operands),
                Fixed::sender => self.addresses(*operator, operands),
                Fixed::content => contains(&self.body, &string(&operands[0])),
                other => panic!("not generated: {}", other.name()),
            },
            other => panic!("not generated: {other:?}"),
        }
    }

    fn addresses(&self, operator: Operator, operands: &[Operand]) -> bool {
        let list = self.from.clone().unwrap_or_default();
        match operator {
            Operator::IsEmpty => list.is_empty(),
            Operator::Contains => {
                let part = string(&operands[0]);
                list.iter().any(|(name, email)| contains(name, &part) || contains(email, &part))
            }
            Operator::NotEqual => !self.addresses(Operator::Equal, operands),
            _ => operands.iter().any(|one| list.iter().any(|(_, email)| email.eq_ignore_ascii_case(&string(one)))),
        }
    }
}

fn string(operand: &Operand) -> String {
    let Operand::Text(text) = operand else { panic!("{operand:?}") };
    text.clone()
}

fn flag(value: bool, operator: Operator, operands: &[Operand]) -> bool {
    let is_one = operands.contains(&Operand::Flag(value));
    if operator == Operator::NotEqual { !is_one } else { is_one }
}

fn number(value: u64, operator: Operator, operands: &[Operand]) -> bool {
    let of = |operand: &Operand| match operand {
        Operand::Number(number) => *number,
        Operand::Uid(uid) => u64::from(uid.get()),
        other => panic!("{other:?}"),
    };
    compared(operator, operands, |operand| value.cmp(&of(operand)))
}

fn date(value: Option<&Zoned>, operator: Operator, operands: &[Operand]) -> bool {
    match (operator, operands, value) {
        (Operator::IsNone, _, value) => value.is_none(),
        (Operator::IsSome, _, value) => value.is_some(),
        (Operator::NotEqual, _, None) => true,
        (_, _, None) => false,
        (Operator::On, [Operand::DayIn(day, zone)], Some(value)) => value.with_time_zone(zone.clone()).date() == *day,
        (_, _, Some(value)) => compared(operator, operands, |operand| match operand {
            Operand::Day(day) => value.date().cmp(day),
            Operand::Instant(instant) => value.timestamp().cmp(instant),
            other => panic!("{other:?}"),
        }),
    }
}

fn compared(operator: Operator, operands: &[Operand], to: impl Fn(&Operand) -> std::cmp::Ordering) -> bool {
    let first = || to(&operands[0]);
    match operator {
        Operator::Equal | Operator::IsIn => operands.iter().any(|operand| to(operand).is_eq()),
        Operator::NotEqual => first().is_ne(),
        Operator::Less => first().is_lt(),
        Operator::LessOrEqual => first().is_le(),
        Operator::Greater => first().is_gt(),
        Operator::GreaterOrEqual => first().is_ge(),
        Operator::Between => first().is_ge() && to(&operands[1]).is_le(),
        other => panic!("not generated: {other:?}"),
    }
}

fn text(value: Option<&str>, operator: Operator, operands: &[Operand]) -> bool {
    let Some(value) = value else { return matches!(operator, Operator::IsNone | Operator::NotEqual) };
    let operands: Vec<String> = operands.iter().map(string).collect();
    let equal = || operands.iter().any(|operand| operand.trim() == value);
    match operator {
        Operator::IsNone => false,
        Operator::IsSome => true,
        Operator::Equal | Operator::IsIn => equal(),
        Operator::NotEqual => !equal(),
        Operator::Contains => contains(value, &operands[0]),
        Operator::StartsWith => value.starts_with(&operands[0]),
        Operator::EndsWith => value.ends_with(&operands[0]),
        Operator::Like => like(&chars(value), &chars(&operands[0])),
        Operator::LikeIgnoringCase => like(&chars(&value.to_lowercase()), &chars(&operands[0].to_lowercase())),
        other => panic!("not generated: {other:?}"),
    }
}

fn contains(text: &str, part: &str) -> bool {
    text.to_lowercase().contains(&part.to_lowercase())
}

fn chars(text: &str) -> Vec<char> {
    text.chars().collect()
}

fn like(text: &[char], pattern: &[char]) -> bool {
    match (pattern, text) {
        ([], text) => text.is_empty(),
        (['%', rest @ ..], text) => (0..=text.len()).any(|skipped| like(&text[skipped..], rest)),
        (['_', rest @ ..], [_, text @ ..]) => like(text, rest),
        (['\\', c, rest @ ..], [first, text @ ..]) => c == first && like(text, rest),
        ([c, rest @ ..], [first, text @ ..]) => c == first && like(text, rest),
        _ => false,
    }
}

/// An instant some hours after the first of March 2026.
pub(super) fn instant(hours: i64) -> Timestamp {
    "2026-03-01T00:00:00Z".parse::<Timestamp>().unwrap() + jiff::SignedDuration::from_hours(hours)
}
