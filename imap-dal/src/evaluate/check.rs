//! One test of one column: what each operator means for each kind of value.

use super::{
    date::Moment,
    like::Pattern,
    site::Site,
    text::{TextCheck, folded, normal},
    values::Values,
};
use crate::{
    Result,
    query::{Operand, Operator},
    schema::{AttachmentKey, Fixed, Key},
};
use std::{cmp::Ordering, collections::HashSet};

/// A question to one column, with its operands in the form in which values are compared. Equality is membership in a
/// set of one.
#[derive(Debug)]
pub(super) enum Check {
    FlagIn(Vec<bool>),
    HasKeyword(String),
    NumberIn(HashSet<u64>),
    NumberWithin(Bounds<u64>),
    DateIn(Vec<Moment>),
    DateWithin(Bounds<Moment>),
    DateMissing,
    Text(TextCheck),
    TextMissing,
    MessageIdIn(HashSet<String>),
    SomeEmailIn(HashSet<String>),
    SomeAddressContains(String),
    NoAddress,
    SomeReferenceIs(String),
    NoReference,
    NoAttachment,
    SomeHeaderContains(String),
    SomeTextPartContains(String),
}

/// Values with the relation in which a column's value stands to each.
pub(super) type Bounds<T> = Vec<(fn(Ordering) -> bool, T)>;

impl Check {
    /// What `operator` asks of the column at `site`; not `ne` and `is_some`, which are negations of others.
    pub(super) fn prepare(site: Site, operator: Operator, operands: &[Operand]) -> Result<Self> {
        use Operator::{
            Contains, EndsWith, Equal, IsEmpty, IsIn, IsNone, Like, LikeIgnoringCase, Matches, On, StartsWith,
        };
        let single = || site.single(operands);
        Ok(match (Shape::of(site.key), operator) {
            (Shape::Flag, Equal | IsIn) => Check::FlagIn(each(operands, |o| site.flag(o))?),
            (Shape::Keywords, Contains) => Check::HasKeyword(site.keyword(single()?)?),
            (Shape::Number, Equal | IsIn) => Check::NumberIn(each(operands, |o| site.number(o))?),
            (Shape::Number, _) => Check::NumberWithin(bounds(site, operator, each(operands, |o| site.number(o))?)?),

            (Shape::Date, Equal | IsIn) => Check::DateIn(each(operands, |o| site.moment(o))?),
            (Shape::Date, IsNone) => Check::DateMissing,
            (Shape::Date, On) => {
                let [start, end] = site.day_in_zone(single()?)?;
                Check::DateWithin(vec![(Ordering::is_ge, start), (Ordering::is_lt, end)])
            }
            (Shape::Date, _) => Check::DateWithin(bounds(site, operator, each(operands, |o| site.moment(o))?)?),

            (Shape::MessageId, Equal | IsIn) => {
                Check::MessageIdIn(each(operands, |o| site.whole(o).map(without_brackets))?)
            }
            (Shape::Text, Equal | IsIn) => Check::Text(TextCheck::In(each(operands, |o| site.whole(o))?)),
            (Shape::Text | Shape::MessageId, IsNone) => Check::TextMissing,
            (Shape::Text | Shape::MessageId, Contains) => {
                Check::Text(TextCheck::Contains(site.caseless_part(single()?)?))
            }
            (Shape::Text, StartsWith) => Check::Text(TextCheck::StartsWith(site.part(single()?)?)),
            (Shape::Text, EndsWith) => Check::Text(TextCheck::EndsWith(site.part(single()?)?)),
            (Shape::Text, Like) => Check::Text(TextCheck::Like(Pattern::new(&site.part(single()?)?))),
            (Shape::Text, LikeIgnoringCase) => {
                Check::Text(TextCheck::LikeIgnoringCase(Pattern::new(&site.caseless_part(single()?)?)))
            }
            (Shape::Text, Matches) => Check::Text(TextCheck::Matches(site.regex(single()?)?)),

            (Shape::Addresses, Equal | IsIn) => {
                Check::SomeEmailIn(each(operands, |o| site.whole(o).map(caseless_email))?)
            }
            (Shape::Addresses, Contains) => Check::SomeAddressContains(site.caseless_part(single()?)?),
            (Shape::Addresses, IsEmpty) => Check::NoAddress,
            (Shape::References, Contains) => Check::SomeReferenceIs(without_brackets(site.whole(single()?)?)),
            (Shape::References, IsEmpty) => Check::NoReference,
            (Shape::Attachments, IsEmpty) => Check::NoAttachment,
            (Shape::Content, Contains) => Check::SomeTextPartContains(site.caseless_part(single()?)?),
            (Shape::Headers, Contains) => Check::SomeHeaderContains(site.caseless_part(single()?)?),
            _ => return Err(site.undefined()),
        })
    }

    pub(super) fn holds(&self, key: Key, row: &impl Values) -> Result<bool> {
        Ok(match self {
            Check::FlagIn(flags) => flags.contains(&row.flag(key)?),
            Check::HasKeyword(keyword) => row.keywords()?.contains(keyword),
            Check::NumberIn(numbers) => numbers.contains(&row.number(key)?),
            Check::NumberWithin(bounds) => {
                let value = row.number(key)?;
                bounds.iter().all(|(relation, number)| relation(value.cmp(number)))
            }
            Check::DateIn(moments) => {
                row.date(key)?.is_some_and(|value| moments.iter().any(|moment| moment.order(&value).is_eq()))
            }
            Check::DateWithin(bounds) => row
                .date(key)?
                .is_some_and(|value| bounds.iter().all(|(relation, moment)| relation(moment.order(&value)))),
            Check::DateMissing => row.date(key)?.is_none(),
            Check::Text(check) => row.text(key)?.is_some_and(|value| check.holds(&value)),
            Check::TextMissing => row.text(key)?.is_none(),
            Check::MessageIdIn(ids) => {
                row.text(key)?.is_some_and(|id| ids.contains(&without_brackets(normal(&id).into_owned())))
            }
            Check::SomeEmailIn(emails) => row
                .addresses(key)?
                .into_iter()
                .any(|address| emails.contains(&caseless_email(normal(&address.email).into_owned()))),
            Check::SomeAddressContains(text) => row.addresses(key)?.iter().any(|address| {
                folded(&address.email).contains(text)
                    || address.name.as_ref().is_some_and(|name| folded(name).contains(text))
            }),
            Check::NoAddress => row.addresses(key)?.is_empty(),
            Check::SomeReferenceIs(id) => {
                row.ids(key)?.iter().any(|own| without_brackets(normal(own).into_owned()) == *id)
            }
            Check::NoReference => row.ids(key)?.is_empty(),
            Check::NoAttachment => row.attachments()?.is_empty(),
            Check::SomeHeaderContains(text) => row.header_texts()?.any(|value| folded(&value).contains(text)),
            Check::SomeTextPartContains(text) => row.content()?.iter().any(|part| folded(&part.text).contains(text)),
        })
    }

    /// What reading the value costs, against others: flags and numbers are there, dates and header fields are decoded,
    /// then the structure, at last the bodies.
    pub(super) fn cost(&self) -> u8 {
        match self {
            Check::FlagIn(_) | Check::HasKeyword(_) | Check::NumberIn(_) | Check::NumberWithin(_) => 1,
            Check::DateIn(_) | Check::DateWithin(_) | Check::DateMissing => 2,
            Check::Text(_)
            | Check::TextMissing
            | Check::MessageIdIn(_)
            | Check::SomeEmailIn(_)
            | Check::SomeAddressContains(_)
            | Check::NoAddress
            | Check::SomeReferenceIs(_)
            | Check::NoReference => 3,
            Check::NoAttachment => 4,
            Check::SomeHeaderContains(_) => 5,
            Check::SomeTextPartContains(_) => 6,
        }
    }
}

/// What the values of a column look like to the operators.
#[derive(Clone, Copy)]
enum Shape {
    Flag,
    Keywords,
    Number,
    Date,
    Text,
    MessageId,
    Addresses,
    References,
    Attachments,
    Content,
    /// All header fields; the other half of `text` is the content.
    Headers,
    /// Without operators.
    Opaque,
}

impl Shape {
    fn of(key: Key) -> Self {
        match key {
            Key::Header(_) | Key::OfAttachment(AttachmentKey::name | AttachmentKey::media_type) => Shape::Text,
            Key::Keyword(_) => Shape::Flag,
            Key::OfAttachment(AttachmentKey::size) => Shape::Number,
            Key::Fixed(fixed) => match fixed {
                Fixed::answered | Fixed::deleted | Fixed::draft | Fixed::flagged | Fixed::seen | Fixed::recent => {
                    Shape::Flag
                }
                Fixed::keywords => Shape::Keywords,
                Fixed::uid | Fixed::size | Fixed::modseq => Shape::Number,
                Fixed::created | Fixed::sent | Fixed::saved => Shape::Date,
                Fixed::subject | Fixed::mime | Fixed::encoding | Fixed::email_id | Fixed::thread_id => Shape::Text,
                Fixed::message_id | Fixed::in_reply_to => Shape::MessageId,
                Fixed::sender | Fixed::to | Fixed::cc | Fixed::bcc | Fixed::reply_to => Shape::Addresses,
                Fixed::references => Shape::References,
                Fixed::attachments => Shape::Attachments,
                Fixed::content => Shape::Content,
                Fixed::text => Shape::Headers,
                Fixed::seq | Fixed::preview | Fixed::email => Shape::Opaque,
            },
        }
    }
}

fn each<T, C: FromIterator<T>>(operands: &[Operand], read: impl Fn(&Operand) -> Result<T>) -> Result<C> {
    operands.iter().map(read).collect()
}

/// The relation of each value to its operand; of `between` both must hold, so that reversed ends match nothing.
fn bounds<T>(site: Site, operator: Operator, values: Vec<T>) -> Result<Bounds<T>> {
    let relations: &[fn(Ordering) -> bool] = match operator {
        Operator::Less => &[Ordering::is_lt],
        Operator::LessOrEqual => &[Ordering::is_le],
        Operator::Greater => &[Ordering::is_gt],
        Operator::GreaterOrEqual => &[Ordering::is_ge],
        Operator::Between => &[Ordering::is_ge, Ordering::is_le],
        _ => return Err(site.undefined()),
    };
    if values.len() != relations.len() {
        return Err(site.undefined());
    }
    Ok(relations.iter().copied().zip(values).collect())
}

fn without_brackets(id: String) -> String {
    match id.strip_prefix('<').and_then(|id| id.strip_suffix('>')) {
        Some(bare) => bare.to_owned(),
        None => id,
    }
}

/// Local part and domain ignoring ASCII case.
fn caseless_email(email: String) -> String {
    email.to_ascii_lowercase()
}
