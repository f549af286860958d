//! Which types a column of which kind can be read into.

use super::{Cell, Needs};
use crate::{
    Address, Attachment, AttachmentInfo, Keywords, Result, TextPart, Uid,
    kind::{
        AddressList, ArrivalDate, AttachmentList, BodyContent, ByteSize, ContentType, FreeText, HeaderDate, HeaderText,
        KeywordFlag, KeywordSet, MessageIdText, MessageUid, ModSeqValue, ObjectId, PreviewText, RawMessage, RecentFlag,
        ReferenceList, SaveDate, SequenceNumber, SystemFlag,
    },
};
use jiff::{Timestamp, Zoned};

/// A type that a column of kind `K` can be read into. Implement it for types of your own.
///
/// What must be fetched is part of the type: [`NEEDS`](FromColumn::NEEDS).
#[diagnostic::on_unimplemented(
    message = "`{K}` columns cannot be read as `{Self}`",
    label = "cannot hold what a `{K}` column reads",
    note = "use the column's own type, in `Option` where a message may lack it, or implement `FromColumn<{K}>` for a type of your own"
)]
pub trait FromColumn<K>: Sized {
    /// What must be fetched.
    const NEEDS: Needs = Needs::DEFAULT;

    /// Reads it.
    ///
    /// # Errors
    /// Where the value is missing or cannot be read as this type: [`Cell::error`] makes one.
    fn from_column(cell: Cell<'_, K>) -> Result<Self>;
}

// rustc quotes the impl of a trait that a type has exactly once, `do_not_recommend` or not: hence one for no kind at all.
macro_rules! reads { ($($t:ty [$($kind:ident $($needs:ident)?),*])*) => { $(
    #[diagnostic::do_not_recommend]
    impl FromColumn<()> for $t { fn from_column(_: Cell<'_, ()>) -> Result<Self> { unreachable!() } }
$(
    #[diagnostic::do_not_recommend]
    impl FromColumn<$kind> for $t { $(const NEEDS: Needs = Needs::$needs;)? fn from_column(_: Cell<'_, $kind>) -> Result<Self> { todo!() } }
)*)* } }
reads! {
    bool [SystemFlag, RecentFlag, KeywordFlag, AttachmentList]
    Uid [MessageUid]
    u32 [SequenceNumber]
    u64 [ByteSize, ModSeqValue]
    usize [AttachmentList]
    Zoned [ArrivalDate, HeaderDate, SaveDate]
    Timestamp [ArrivalDate, HeaderDate, SaveDate]
    String [FreeText, HeaderText, AddressList, MessageIdText, ContentType, BodyContent, PreviewText, ObjectId]
    Keywords [KeywordSet]
    Address [AddressList]
    Vec<Address> [AddressList]
    Vec<String> [ReferenceList]
    Vec<TextPart> [BodyContent]
    Vec<AttachmentInfo> [AttachmentList]
    Vec<Attachment> [AttachmentList PARTS]
    Vec<u8> [RawMessage]
}
#[diagnostic::do_not_recommend]
impl<K, T: FromColumn<K>> FromColumn<K> for Option<T> {
    const NEEDS: Needs = T::NEEDS;

    fn from_column(cell: Cell<'_, K>) -> Result<Self> {
        if cell.is_missing() { Ok(None) } else { T::from_column(cell).map(Some) }
    }
}
