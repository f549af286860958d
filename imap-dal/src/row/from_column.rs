//! Which types a column of which kind can be read into.

use super::{Cell, Needs, Row, text_of_content};
use crate::{
    Address, Attachment, AttachmentInfo, Keywords, Result, TextPart, Uid,
    kind::{
        AddressList, ArrivalDate, AttachmentList, BodyContent, ByteSize, ContentType, FreeText, HeaderDate, HeaderText,
        KeywordFlag, KeywordSet, MessageIdText, MessageUid, ModSeqValue, ObjectId, PreviewText, RawMessage, RecentFlag,
        ReferenceList, SaveDate, SequenceNumber, SystemFlag,
    },
    schema::Key,
};
use jiff::{Timestamp, Zoned, civil::Date};
use std::borrow::Cow;

/// A type that a column of kind `K` can be read into. Implement it for types of your own.
///
/// What must be fetched is part of the type: [`NEEDS`](FromColumn::NEEDS).
///
/// ```
/// use imap_dal::{Cell, FromColumn, Result, kind::FreeText};
///
/// /// The number in subjects like `Ticket 17`.
/// struct Ticket(u32);
///
/// impl FromColumn<FreeText> for Ticket {
///     fn from_column(cell: Cell<'_, FreeText>) -> Result<Self> {
///         let subject = String::from_column(cell)?;
///         let number = subject.trim_start_matches("Ticket ").parse();
///         number.map(Ticket).map_err(|error| cell.error(error))
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{K}` columns cannot be read as `{Self}`",
    label = "not what `{K}` reads as",
    note = "flags `bool`; text, headers, ids `String`; addresses `Address`, `Vec<Address>`, `String`; dates `Zoned`, `Timestamp`, `civil::Date` of `imap_dal::jiff`; size, modseq `u64`; `uid` `Uid`; `keywords` `Keywords`; `references` `Vec<String>`; `attachments` `Vec<AttachmentInfo>`, `Vec<Attachment>`, `usize`, `bool`; `content` `Vec<TextPart>`, `String`; `email` `Vec<u8>`",
    note = "`Option` of these where one may lack; dates of `chrono` and `time` with the feature of that name; your types implement `FromColumn`"
)]
pub trait FromColumn<K>: Sized {
    /// What must be fetched.
    const NEEDS: Needs = Needs::DEFAULT;

    /// Reads it.
    ///
    /// # Errors
    /// Where the value is missing or cannot be read as this type: [`Cell::error`] makes one.
    fn from_column(cell: Cell<'_, K>) -> Result<Self>;

    /// As [`from_column`](Self::from_column), none where the message lacks it. Types of this crate look once for both.
    #[doc(hidden)]
    fn from_optional(cell: Cell<'_, K>) -> Result<Option<Self>> {
        if cell.is_missing() { Ok(None) } else { Self::from_column(cell).map(Some) }
    }
}

// rustc quotes the impl of a trait that a type has exactly once, `do_not_recommend` or not: hence one for no kind at all.
macro_rules! reads { ($($t:ty { $($($kind:ident)+ $([$needs:ident])? => $read:expr;)* })*) => { $(
    #[diagnostic::do_not_recommend]
    impl FromColumn<()> for $t {
        fn from_column(cell: Cell<'_, ()>) -> Result<Self> {
            Err(cell.error("nothing is read from no column"))
        }
    }
    $( reads! { @kinds $t [$($kind)+] [$($needs)?] $read } )*
)* };
(@kinds $t:ty [$($kind:ident)+] $needs:tt $read:expr) => { $( reads! { @one $t, $kind $needs $read } )+ };
(@one $t:ty, $kind:ident [$($needs:ident)?] $read:expr) => {
    #[diagnostic::do_not_recommend]
    impl FromColumn<$kind> for $t {
        $(const NEEDS: Needs = Needs::$needs;)?

        fn from_column(cell: Cell<'_, $kind>) -> Result<Self> {
            Self::from_optional(cell)?.ok_or_else(|| cell.error(MISSING))
        }

        fn from_optional(cell: Cell<'_, $kind>) -> Result<Option<Self>> {
            let read: fn(&Row, Key) -> Result<Option<Self>> = $read;
            read(cell.row(), cell.key())
        }
    }
} }
reads! {
    bool {
        SystemFlag RecentFlag KeywordFlag => |row, key| row.flag(key).map(Some);
        AttachmentList => |row, _| Ok(Some(!row.attachments()?.is_empty()));
    }
    Uid { MessageUid => |row, key| row.number(key).map(|_| Some(row.uid())); }
    u32 { SequenceNumber => |row, key| row.number(key).map(|number| u32::try_from(number).ok()); }
    u64 { ByteSize ModSeqValue => |row, key| row.number(key).map(Some); }
    usize { AttachmentList => |row, _| Ok(Some(row.attachments()?.len())); }
    Zoned { ArrivalDate HeaderDate SaveDate => Row::date; }
    Timestamp { ArrivalDate HeaderDate SaveDate => |row, key| Ok(row.date(key)?.map(|date| date.timestamp())); }
    Date { ArrivalDate HeaderDate SaveDate => |row, key| Ok(row.date(key)?.map(|date| date.date())); }
    String {
        FreeText HeaderText MessageIdText ContentType ObjectId => |row, key| Ok(row.text(key)?.map(Cow::into_owned));
        AddressList => |row, key| Ok(row.address_iter(key)?.next().map(|address| address.email));
        BodyContent => |row, _| Ok(Some(text_of_content(row.content()?)));
        PreviewText => |row, _| row.preview().map(Some);
    }
    Keywords { KeywordSet => |row, _| row.keywords().map(Some); }
    Address { AddressList => |row, key| Ok(row.address_iter(key)?.next()); }
    Vec<Address> { AddressList => |row, key| row.addresses(key).map(Some); }
    Vec<String> { ReferenceList => |row, key| row.ids(key).map(Some); }
    Vec<TextPart> { BodyContent => |row, _| row.content().map(Some); }
    Vec<AttachmentInfo> { AttachmentList => |row, _| row.attachments().map(Some); }
    Vec<Attachment> { AttachmentList [PARTS] => |row, _| row.attachment_parts().map(Some); }
    Vec<u8> { RawMessage => |row, _| row.email().map(|email| Some(email.to_vec())); }
}

#[cfg(feature = "chrono")]
reads! {
    chrono::DateTime<chrono::FixedOffset> {
        ArrivalDate HeaderDate SaveDate => |row, key| Ok(row.date(key)?.and_then(|date| to_chrono(&date)));
    }
    chrono::DateTime<chrono::Utc> {
        ArrivalDate HeaderDate SaveDate => |row, key| Ok(row.date(key)?.and_then(|date| to_chrono(&date)).map(|date| date.to_utc()));
    }
    chrono::NaiveDate {
        ArrivalDate HeaderDate SaveDate => |row, key| Ok(row.date(key)?.and_then(|date| to_chrono(&date)).map(|date| date.date_naive()));
    }
}

/// Every date of this crate is one of chrono's.
#[cfg(feature = "chrono")]
fn to_chrono(date: &Zoned) -> Option<chrono::DateTime<chrono::FixedOffset>> {
    let offset = chrono::FixedOffset::east_opt(date.offset().seconds())?;
    let instant = chrono::DateTime::from_timestamp(date.timestamp().as_second(), 0)?;
    Some(instant.with_timezone(&offset))
}

#[cfg(feature = "time")]
reads! {
    time::OffsetDateTime { ArrivalDate HeaderDate SaveDate => |row, key| Ok(row.date(key)?.and_then(|date| to_time(&date))); }
    time::Date {
        ArrivalDate HeaderDate SaveDate => |row, key| Ok(row.date(key)?.and_then(|date| to_time(&date)).map(|date| date.date()));
    }
}

/// Every date of this crate is one of crate time's.
#[cfg(feature = "time")]
fn to_time(date: &Zoned) -> Option<time::OffsetDateTime> {
    let offset = time::UtcOffset::from_whole_seconds(date.offset().seconds()).ok()?;
    Some(time::OffsetDateTime::from_unix_timestamp(date.timestamp().as_second()).ok()?.to_offset(offset))
}

const MISSING: &str = "the message has none; read it as `Option`";

#[diagnostic::do_not_recommend]
impl<K, T: FromColumn<K>> FromColumn<K> for Option<T> {
    const NEEDS: Needs = T::NEEDS;

    fn from_column(cell: Cell<'_, K>) -> Result<Self> {
        T::from_optional(cell)
    }
}
