//! Operands: the values that columns are compared with and set to.

use crate::{
    Address, Uid,
    kind::{
        AddressList, AnyText, ArrivalDate, BodyContent, ByteSize, ContentType, FreeText, HeaderDate, HeaderText,
        KeywordFlag, KeywordSet, MessageIdText, MessageUid, ModSeqValue, ObjectId, RecentFlag, ReferenceList, SaveDate,
        SystemFlag,
    },
};
use jiff::{Timestamp, Zoned, civil::Date, tz::TimeZone};
use std::{borrow::Cow, fmt};

/// A value, without the type it came as.
#[doc(hidden)]
#[derive(Clone, PartialEq)]
pub enum Operand {
    Flag(bool),
    Text(String),
    Number(u64),
    Uid(Uid),
    /// A day of the value in its own offset.
    Day(Date),
    /// From midnight to midnight in a zone.
    DayIn(Date, TimeZone),
    Instant(Timestamp),
}

impl fmt::Debug for Operand {
    /// The bare value.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Operand::Flag(flag) => flag.fmt(f),
            Operand::Text(text) => text.fmt(f),
            Operand::Number(number) => number.fmt(f),
            Operand::Uid(uid) => uid.fmt(f),
            Operand::Day(day) => day.fmt(f),
            Operand::DayIn(day, zone) => match zone.iana_name() {
                Some(zone) => write!(f, "{day}, {zone}"),
                None => write!(f, "{day}, {zone:?}"),
            },
            Operand::Instant(instant) => instant.fmt(f),
        }
    }
}

/// A value that a column of kind `K` can be compared with or set to.
///
/// Exactly one integer type fits each kind, so that a literal needs no suffix: uids take [`Uid`] or `u32`, sizes and
/// modification sequences `u64`. Flags take `bool`, text in all its kinds `&str` and `String`, addresses
/// [`Address`] too (its email), dates `civil::Date`, [`Timestamp`] and [`Zoned`] of crate [`jiff`](crate::jiff).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a value for `{K}` columns",
    label = "`{K}` takes another type",
    note = "flags take `bool`; text, addresses and ids `&str` or `String`; sizes and modseq `u64`; uids `Uid` or `u32`; dates `civil::Date`, `Timestamp` or `Zoned` of `imap_dal::jiff` (of a `DateTime`: `.to_zoned(zone)?`); for none write `is_none()`"
)]
pub trait IntoOperand<K> {
    #[doc(hidden)]
    fn into_operand(self) -> Operand;
}

macro_rules! operands {
    ($($t:ty => $f:expr, [$($kind:ident)*];)*) => { $( operands! { @ $t => $f, [$($kind)*] } )* };
    (@ $t:ty => $f:expr, [$($kind:ident)*]) => { $(
        #[diagnostic::do_not_recommend]
        impl IntoOperand<$kind> for $t {
            fn into_operand(self) -> Operand {
                let f: fn($t) -> Operand = $f;
                f(self)
            }
        }
    )* };
    (text $($t:ty)*) => { $(
        operands! { @ $t => |s| Operand::Text(s.to_string()), [
            FreeText HeaderText AddressList MessageIdText ReferenceList ContentType BodyContent AnyText ObjectId KeywordSet
        ] }
    )* };
}
operands! { text &str &&str String &String Cow<'_, str> }
operands! {
    bool => Operand::Flag, [SystemFlag RecentFlag KeywordFlag];
    Uid => Operand::Uid, [MessageUid];
    &Uid => |u| Operand::Uid(*u), [MessageUid];
    u32 => |n| Operand::Uid(Uid::new(n)), [MessageUid];
    &u32 => |n| Operand::Uid(Uid::new(*n)), [MessageUid];
    u64 => Operand::Number, [ByteSize ModSeqValue];
    &u64 => |n| Operand::Number(*n), [ByteSize ModSeqValue];
    Address => |a| Operand::Text(a.email), [AddressList];
    &Address => |a| Operand::Text(a.email.clone()), [AddressList];
    Date => Operand::Day, [ArrivalDate HeaderDate SaveDate];
    Timestamp => Operand::Instant, [ArrivalDate HeaderDate SaveDate];
    Zoned => |z| Operand::Instant(z.timestamp()), [ArrivalDate HeaderDate SaveDate];
    &Zoned => |z| Operand::Instant(z.timestamp()), [ArrivalDate HeaderDate SaveDate];
}

/// The kind of no column, twice: what a value is for no column is compared with, so that a column without an operator is
/// one error, whatever it is given. (One impl would be quoted in it.)
#[doc(hidden)]
pub enum NoKind<const N: u8> {}

#[diagnostic::do_not_recommend]
impl<V> IntoOperand<NoKind<0>> for V {
    fn into_operand(self) -> Operand {
        Operand::Flag(false)
    }
}

#[diagnostic::do_not_recommend]
impl<V> IntoOperand<NoKind<1>> for V {
    fn into_operand(self) -> Operand {
        Operand::Flag(false)
    }
}
