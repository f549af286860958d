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
    note = "flags take `bool`; text, addresses, ids `&str` or `String`; sizes, modseq `u64`; uids `Uid` or `u32`; dates `civil::Date`, `Timestamp` or `Zoned` of `imap_dal::jiff` (of a `DateTime`: `.to_zoned(zone)?`); for none write `is_none()`"
)]
pub trait IntoOperand<K> {
    #[doc(hidden)]
    fn into_operand(self) -> Operand;
}

/// Values that a column of kind `K` can be one of: an array, a `Vec`, a slice or any other iterator of what
/// [`IntoOperand`] says.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a list of values for `{K}` columns",
    label = "expected several, as in `[a, b]`",
    note = "of one value write `eq(..)` or a list of one; of another query its rows first: `uids(&dal)?`"
)]
pub trait IntoOperands<K> {
    #[doc(hidden)]
    fn into_operands(self) -> Vec<Operand>;
}

/// A bound of [`between`](crate::Column::between) on a column of kind `K`: what [`IntoOperand`] says.
// Apart from that, so that who gives a range is told of two values.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a value for `{K}` columns",
    label = "write `between(low, high)`",
    note = "sizes, modseq `u64`; uids `Uid` or `u32`; dates `civil::Date`, `Timestamp` or `Zoned` of `imap_dal::jiff`"
)]
pub trait IntoBound<K> {
    #[doc(hidden)]
    fn into_bound(self) -> Operand;
}

#[diagnostic::do_not_recommend]
impl<K, V: IntoOperand<K>> IntoBound<K> for V {
    fn into_bound(self) -> Operand {
        self.into_operand()
    }
}

#[diagnostic::do_not_recommend]
impl<K, V: IntoOperand<K>, I: IntoIterator<Item = V>> IntoOperands<K> for I {
    fn into_operands(self) -> Vec<Operand> {
        self.into_iter().map(V::into_operand).collect()
    }
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

/// The kind of no column, twice: what people give to a column without an operator is a value for some, so that the
/// missing operator is the only error. (One impl would be quoted in it.)
#[doc(hidden)]
pub enum NoKind<const N: u8> {}

macro_rules! for_no_column {
    ($([$($parameter:tt)*] $t:ty;)*) => { $( for_no_column! { @ 0 [$($parameter)*] $t } for_no_column! { @ 1 [$($parameter)*] $t } )* };
    (@ $n:literal [$($parameter:tt)*] $t:ty) => {
        #[diagnostic::do_not_recommend]
        impl<$($parameter)*> IntoOperand<NoKind<$n>> for $t {
            fn into_operand(self) -> Operand {
                Operand::Flag(false)
            }
        }
    };
}
for_no_column! {
    [T, const N: usize] [T; N];
    [T, const N: usize] &[T; N];
    [T] &[T];
    [T] Vec<T>;
    [T] Option<T>;
    [A, B] (A, B);
    [T] std::ops::Range<T>;
    [] char;
    [] f32;
    [] f64;
    [] i32;
    [] i64;
    [] usize;
}
