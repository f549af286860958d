//! What a column holds, and what can be asked of it: kinds and the nine capabilities.
//!
//! | kind | columns | reads as | capabilities |
//! |---|---|---|---|
//! | [`MessageUid`] | `uid` | [`Uid`] | [`Equatable`] [`Ordered`] [`Sortable`] |
//! | [`SequenceNumber`] | `seq` | `u32` | |
//! | [`SystemFlag`] | `answered` `deleted` `draft` `flagged` `seen` | `bool` | [`Equatable`] [`Assignable`] |
//! | [`RecentFlag`] | `recent` | `bool` | [`Equatable`] |
//! | [`KeywordFlag`] | keyword columns | `bool` | [`Equatable`] [`Assignable`] |
//! | [`KeywordSet`] | `keywords` | [`Keywords`] | [`Searchable`] [`Extendable`] |
//! | [`ArrivalDate`] | `created` | [`Zoned`] | [`Equatable`] [`Ordered`] [`Sortable`] |
//! | [`HeaderDate`] | `sent` | `Option<Zoned>` | [`Equatable`] [`Ordered`] [`Optional`] [`Sortable`] |
//! | [`SaveDate`] | `saved` | `Option<Zoned>` | [`Equatable`] [`Ordered`] [`Optional`] [`Sortable`] |
//! | [`ByteSize`] | `size` | `u64` | [`Equatable`] [`Ordered`] [`Sortable`] |
//! | [`FreeText`] | `subject` | `Option<String>` | [`Equatable`] [`Searchable`] [`Textual`] [`Optional`] [`Sortable`] |
//! | [`HeaderText`] | header columns | `Option<String>` | [`Equatable`] [`Searchable`] [`Textual`] [`Optional`] [`Sortable`] |
//! | [`AddressList`] | `sender` `to` `cc` `bcc` `reply_to` | `Vec<`[`Address`]`>` | [`Equatable`] [`Searchable`] [`Collection`] [`Sortable`] |
//! | [`MessageIdText`] | `message_id` `in_reply_to` | `Option<String>` | [`Equatable`] [`Searchable`] [`Optional`] |
//! | [`ReferenceList`] | `references` | `Vec<String>` | [`Searchable`] [`Collection`] |
//! | [`ContentType`] | `mime` `encoding` | `Option<String>` | [`Equatable`] [`Searchable`] [`Textual`] [`Optional`] |
//! | [`BodyContent`] | `content` | `Vec<`[`TextPart`]`>` | [`Searchable`] |
//! | [`AnyText`] | `text` | nothing | [`Searchable`] |
//! | [`AttachmentList`] | `attachments` | `Vec<`[`AttachmentInfo`]`>` | [`Collection`] |
//! | [`PreviewText`] | `preview` | `String` | |
//! | [`RawMessage`] | `email` | `Vec<u8>` | |
//! | [`ModSeqValue`] | `modseq` | `u64` | [`Ordered`] |
//! | [`ObjectId`] | `email_id` `thread_id` | `Option<String>` | [`Equatable`] |
//!
//! The methods that a capability stands for are those of [`Column`](crate::Column). Kinds and capabilities are closed:
//! they say what IMAP can do.

use super::{Address, AttachmentInfo, Keywords, TextPart, Uid};
use jiff::Zoned;

mod sealed {
    pub trait Sealed {}
}

/// What a column holds.
pub trait Kind: sealed::Sealed + 'static {
    /// What [`select`](crate::Query::select) yields.
    type Native;
}

/// `eq`, `ne`, `is_in`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` columns cannot be tested for equality",
    label = "`eq`, `ne` and `is_in` are not defined here",
    note = "keywords, references, content and text are searched with `contains`; attachments with `any`; modseq is compared with `gt` and its kin"
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
    note = "flags are compared with `eq`, sizes, dates and uids with `eq`, `lt`, `gt` and their kin; of attachments write `attachments.any(AttachmentInfo::name.contains(..))`"
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

/// `is_empty`, and `any` for attachments.
#[diagnostic::on_unimplemented(
    message = "`{Self}` columns are not lists",
    label = "`is_empty` and `any` are for addresses, references and attachments",
    note = "for a value that may be missing write `is_none()`"
)]
pub trait Collection: Kind {
    /// What [`any`](crate::Column::any) looks at.
    type Element;
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

/// The native type of `text`, which can be searched in and not read: it has no values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FilterOnly {}

// Operand capabilities carry the kind once more, as `Operand`: where the capability is missing, a wrong operand is no
// second error.
macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident: $native:ty
        [$($capability:ident)*; $($bare:ident)*; $($element:ty)?])*) => { $(
        $(#[$doc])*
        pub struct $name(());
        impl sealed::Sealed for $name {}
        impl Kind for $name {
            type Native = $native;
        }
        $(
            #[diagnostic::do_not_recommend]
            impl $capability for $name {
                type Operand = $name;
            }
        )*
        $(
            #[diagnostic::do_not_recommend]
            impl $bare for $name {}
        )*
        $(
            #[diagnostic::do_not_recommend]
            impl Collection for $name {
                type Element = $element;
            }
        )?
    )* };
}

kinds! {
    /// The unique identifier (UID, RFC 9051 section 2.3.1.1). Compared with a [`Uid`] or a `u32`.
    MessageUid: Uid [Equatable Ordered; Sortable;]
    /// The sequence number (RFC 9051 section 2.3.1.2): read only, since it changes with every removal.
    SequenceNumber: u32 [;;]
    /// A flag that IMAP defines and anybody may change (RFC 9051 section 2.3.2). Compared with and set to a `bool`.
    SystemFlag: bool [Equatable Assignable;;]
    /// `\Recent` (RFC 3501), which only the server sets, for the client that asks first: unreliable.
    RecentFlag: bool [Equatable;;]
    /// One keyword of a message, as a flag. Compared with and set to a `bool`.
    KeywordFlag: bool [Equatable Assignable;;]
    /// All keywords of a message. [`contains`](crate::Column::contains) is membership, ignoring ASCII case.
    KeywordSet: Keywords [Searchable Extendable;;]
    /// INTERNALDATE (RFC 9051 section 2.3.3). Compared with a civil date, a `Timestamp` or a [`Zoned`].
    ArrivalDate: Zoned [Equatable Ordered; Sortable;]
    /// The Date header (RFC 5322 section 3.6.1); missing where it is absent or unreadable. Compared as [`ArrivalDate`].
    HeaderDate: Option<Zoned> [Equatable Ordered; Optional Sortable;]
    /// SAVEDATE (RFC 8514). Compared as [`ArrivalDate`].
    SaveDate: Option<Zoned> [Equatable Ordered; Optional Sortable;]
    /// A number of octets. Compared with a `u64`.
    ByteSize: u64 [Equatable Ordered; Sortable;]
    /// Text for people, such as a subject. Compared with a `&str` or a `String`.
    FreeText: Option<String> [Equatable Searchable Textual; Optional Sortable;]
    /// The text of the first header field of a name. Compared with a `&str` or a `String`.
    HeaderText: Option<String> [Equatable Searchable Textual; Optional Sortable;]
    /// The addresses of a header field, members of groups included. `eq` and `is_in` compare emails, `contains` looks
    /// in names and emails.
    AddressList: Vec<Address> [Equatable Searchable; Sortable; Address]
    /// A message id (RFC 5322 section 3.6.4); operands with or without angle brackets.
    MessageIdText: Option<String> [Equatable Searchable; Optional;]
    /// Message ids. `contains` is membership; operands with or without angle brackets.
    ReferenceList: Vec<String> [Searchable;; String]
    /// The media type of the root part, or its charset.
    ContentType: Option<String> [Equatable Searchable Textual; Optional;]
    /// The text parts that are no attachments, decoded.
    BodyContent: Vec<TextPart> [Searchable;;]
    /// Header fields and content, to search in only: to read the text, select `content`.
    AnyText: FilterOnly [Searchable;;]
    /// The attachments. [`any`](crate::Column::any) looks at their metadata.
    AttachmentList: Vec<AttachmentInfo> [;; AttachmentInfo]
    /// Up to 200 characters of the first text.
    PreviewText: String [;;]
    /// The message as stored.
    RawMessage: Vec<u8> [;;]
    /// The modification sequence (RFC 7162). Compared with a `u64`.
    ModSeqValue: u64 [Ordered;;]
    /// An EMAILID or THREADID (RFC 8474). Compared with a `&str` or a `String`.
    ObjectId: Option<String> [Equatable;;]
}
