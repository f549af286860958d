//! The order of messages: the sort keys of a query, then ascending uid.

use super::{
    base_subject::base_subject,
    site::validate_name,
    text::{folded, normal},
    values::Values,
};
use crate::{
    Error, Result,
    query::OrderKey,
    schema::{Fixed, Key},
};
use jiff::Timestamp;
use std::cmp::Reverse;

/// The sort keys of a query, validated.
#[derive(Debug)]
pub(crate) struct Sorter(Vec<OrderKey>);

/// Where a message comes: the smaller first, the smallest uid first among those that are equal otherwise.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct SortKey {
    parts: Vec<Part>,
    uid: u64,
}

// Keys of one sorter have the same variant at the same place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Ascending(Value),
    Descending(Reverse<Value>),
}

/// Missing comes first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Value {
    Number(u64),
    Instant(Option<Timestamp>),
    Text(Option<String>),
}

impl Sorter {
    /// # Errors
    /// [`InvalidInput`](Error::InvalidInput) where a column has no order or no valid name.
    pub(crate) fn new(order: &[OrderKey]) -> Result<Self> {
        for by in order {
            validate_name(by.key)?;
            if !is_sortable(by.key) {
                return Err(Error::invalid(format!(
                    "column {}: messages cannot be ordered by it; order by uids, dates, sizes, subjects, headers or addresses",
                    by.key
                )));
            }
        }
        Ok(Sorter(order.to_vec()))
    }

    /// Where a message comes.
    ///
    /// # Errors
    /// The error of reading a value that the order needs.
    pub(crate) fn key(&self, row: &impl Values) -> Result<SortKey> {
        let part = |by: &OrderKey| {
            let value = value(by.key, row)?;
            Ok(if by.descending { Part::Descending(Reverse(value)) } else { Part::Ascending(value) })
        };
        Ok(SortKey { parts: self.0.iter().map(part).collect::<Result<_>>()?, uid: row.number(Key::Fixed(Fixed::uid))? })
    }
}

fn is_sortable(key: Key) -> bool {
    match key {
        Key::Header(_) => true,
        Key::Fixed(fixed) => matches!(
            fixed,
            Fixed::uid
                | Fixed::size
                | Fixed::created
                | Fixed::sent
                | Fixed::saved
                | Fixed::subject
                | Fixed::sender
                | Fixed::to
                | Fixed::cc
                | Fixed::bcc
                | Fixed::reply_to
        ),
        Key::Keyword(_) | Key::OfAttachment(_) => false,
    }
}

fn value(key: Key, row: &impl Values) -> Result<Value> {
    let instant = |key| Ok::<_, Error>(row.date(key)?.map(|date| date.timestamp()));
    Ok(match key {
        Key::Fixed(Fixed::created | Fixed::saved) => Value::Instant(instant(key)?),
        // RFC 5256 section 2.2: without a usable Date, INTERNALDATE.
        Key::Fixed(Fixed::sent) => Value::Instant(match instant(key)? {
            Some(sent) => Some(sent),
            None => instant(Key::Fixed(Fixed::created))?,
        }),
        // A missing subject is an empty one, as to RFC 5256.
        Key::Fixed(Fixed::subject) => {
            let subject = row.text(key)?.unwrap_or_default();
            Value::Text(Some(base_subject(&normal(&subject)).to_lowercase()))
        }
        Key::Fixed(Fixed::sender | Fixed::to | Fixed::cc | Fixed::bcc | Fixed::reply_to) => {
            let addresses = row.addresses(key)?;
            Value::Text(addresses.first().map(|address| {
                let email = folded(&address.email);
                email.rsplit_once('@').map_or(&*email, |(local, _)| local).to_owned()
            }))
        }
        Key::Header(_) => Value::Text(row.text(key)?.map(|text| normal(&text).to_lowercase())),
        Key::Fixed(_) | Key::Keyword(_) | Key::OfAttachment(_) => Value::Number(row.number(key)?),
    })
}
