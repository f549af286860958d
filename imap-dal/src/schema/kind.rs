//! What a column holds, and which operators it has.
use super::{Address, AttachmentInfo, Keywords, TextPart, Uid};
use jiff::Zoned;

mod sealed {
    pub trait Sealed {}
}

// The capabilities carry the kind once more, as `Operand`: where a capability is missing, a wrong operand is no second error.

/// What a column holds.
pub trait Kind: sealed::Sealed + 'static {
    /// What `select` yields.
    type Native;
}

macro_rules! kinds {
    ($($name:ident: $native:ty [$($capability:ident)*; $($bare:ident)*] $doc:literal)*) => { $(
        #[doc = $doc]
        pub struct $name(());
        impl sealed::Sealed for $name {}
        impl Kind for $name { type Native = $native; }
        $( #[diagnostic::do_not_recommend] impl $capability for $name { type Operand = $name; } )*
        $( #[diagnostic::do_not_recommend] impl $bare for $name {} )*
    )* };
}
kinds! {
    MessageUid: Uid [Equatable Ordered; Sortable] "The unique identifier."
    SequenceNumber: u32 [; ] "The sequence number, valid inside its flight."
    SystemFlag: bool [Equatable Assignable; ] "A flag that IMAP defines."
    RecentFlag: bool [Equatable; ] "`\\Recent`, which only the server sets."
    KeywordFlag: bool [Equatable Assignable; ] "One keyword."
    KeywordSet: Keywords [Searchable Extendable; ] "All keywords."
    ArrivalDate: Zoned [Equatable Ordered; Sortable] "INTERNALDATE."
    HeaderDate: Option<Zoned> [Equatable Ordered; Optional Sortable] "The Date header."
    SaveDate: Option<Zoned> [Equatable Ordered; Optional Sortable] "SAVEDATE."
    ByteSize: u64 [Equatable Ordered; Sortable] "A number of octets."
    FreeText: Option<String> [Equatable Searchable Textual; Optional Sortable] "Text."
    HeaderText: Option<String> [Equatable Searchable Textual; Optional Sortable] "The text of a named header."
    AddressList: Vec<Address> [Equatable Searchable; Sortable] "Addresses."
    MessageIdText: Option<String> [Equatable Searchable; Optional] "A message id."
    ReferenceList: Vec<String> [Searchable; ] "Message ids."
    ContentType: Option<String> [Equatable Searchable Textual; Optional] "A media type or its charset."
    BodyContent: Vec<TextPart> [Searchable; ] "The text parts."
    AnyText: FilterOnly [Searchable; ] "Headers and text, to search in only."
    AttachmentList: Vec<AttachmentInfo> [; ] "The attachments."
    PreviewText: String [; ] "The first words."
    RawMessage: Vec<u8> [; ] "The message as stored."
    ModSeqValue: u64 [Ordered; ] "The modification sequence."
    ObjectId: Option<String> [Equatable; ] "EMAILID or THREADID."
}

/// The native type of columns that can be searched but not read.
pub enum FilterOnly {}

/// `eq`, `ne`, `is_in`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` columns cannot be tested for equality",
    label = "`eq`, `ne` and `is_in` are not defined here",
    note = "keywords, references, content and text are searched with `contains`; attachments with `any`"
)]
pub trait Equatable: Kind {
    #[doc(hidden)]
    type Operand;
}

/// `lt`, `le`, `gt`, `ge`, `between`, and `on` for dates.
#[diagnostic::on_unimplemented(
    message = "`{Self}` columns have no order to compare by",
    label = "`lt`, `le`, `gt`, `ge` and `between` are not defined here",
    note = "only sizes, dates, uids and modseq are compared this way"
)]
pub trait Ordered: Kind {
    #[doc(hidden)]
    type Operand;
}

/// `contains`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` columns cannot be searched in",
    label = "`contains` is for text, addresses, message ids, keywords and content",
    note = "flags are compared with `eq`, sizes, dates and uids with `eq`, `lt`, `gt` and their kin"
)]
pub trait Searchable: Kind {
    #[doc(hidden)]
    type Operand;
}

/// `starts_with`, `ends_with`, `like`, `ilike`, `matches`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` columns have no text patterns",
    label = "`starts_with`, `ends_with`, `like`, `ilike` and `matches` are for text columns",
    note = "addresses, ids and content are searched with `contains`"
)]
pub trait Textual: Kind {
    #[doc(hidden)]
    type Operand;
}

/// `is_none`, `is_some`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` columns are never missing",
    label = "`is_none` and `is_some` need a column that a message may lack",
    note = "for lists write `is_empty()`"
)]
pub trait Optional: Kind {}

/// `is_empty`, `any`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` columns are not lists",
    label = "`is_empty` and `any` are for addresses, references and attachments",
    note = "for a value that may be missing write `is_none()`"
)]
pub trait Collection: Kind {
    /// What `any` looks at.
    type Element;
}
#[diagnostic::do_not_recommend]
impl Collection for AddressList {
    type Element = Address;
}
#[diagnostic::do_not_recommend]
impl Collection for ReferenceList {
    type Element = String;
}
#[diagnostic::do_not_recommend]
impl Collection for AttachmentList {
    type Element = AttachmentInfo;
}

/// `set`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` columns cannot be set",
    label = "IMAP has no command that sets this",
    note = "flags and keyword columns are changed with `set(true)` or `set(false)`, `keywords` with `add` and `remove`"
)]
pub trait Assignable: Kind {
    #[doc(hidden)]
    type Operand;
}

/// `add`, `remove`.
#[diagnostic::on_unimplemented(
    message = "nothing can be added to or removed from `{Self}` columns",
    label = "`add` and `remove` are for `keywords`",
    note = "flags and keyword columns are changed with `set(true)` or `set(false)`"
)]
pub trait Extendable: Kind {
    #[doc(hidden)]
    type Operand;
}

/// `asc`, `desc`.
#[diagnostic::on_unimplemented(
    message = "messages cannot be ordered by `{Self}` columns",
    label = "`asc` and `desc` are for uids, dates, sizes, subjects, headers and addresses"
)]
pub trait Sortable: Kind {}
