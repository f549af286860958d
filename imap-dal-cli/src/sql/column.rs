//! Columns by name: the typed columns of the library, chosen at run time.

use super::advice;
use crate::{failure::Failure, output::Value, suggest};
use imap_dal::{
    AnyMailbox, AttachmentInfo, Column, Expr, Projection, UsableIn,
    kind::{
        AddressList, AnyText, ArrivalDate, AttachmentList, BodyContent, ByteSize, ContentType, FreeText, HeaderDate,
        HeaderText, KeywordFlag, KeywordSet, MessageIdText, MessageUid, ModSeqValue, ObjectId, PreviewText, RawMessage,
        RecentFlag, ReferenceList, SaveDate, SequenceNumber, SystemFlag,
    },
};

/// A column of `M`, by its kind.
pub(crate) enum AnyColumn<M> {
    MessageUid(Column<M, MessageUid>),
    SequenceNumber(Column<M, SequenceNumber>),
    SystemFlag(Column<M, SystemFlag>),
    RecentFlag(Column<M, RecentFlag>),
    KeywordFlag(Column<M, KeywordFlag>),
    KeywordSet(Column<M, KeywordSet>),
    ArrivalDate(Column<M, ArrivalDate>),
    HeaderDate(Column<M, HeaderDate>),
    SaveDate(Column<M, SaveDate>),
    ByteSize(Column<M, ByteSize>),
    FreeText(Column<M, FreeText>),
    HeaderText(Column<M, HeaderText>),
    AddressList(Column<M, AddressList>),
    MessageIdText(Column<M, MessageIdText>),
    ReferenceList(Column<M, ReferenceList>),
    ContentType(Column<M, ContentType>),
    BodyContent(Column<M, BodyContent>),
    AnyText(Column<M, AnyText>),
    AttachmentList(Column<M, AttachmentList>),
    PreviewText(Column<M, PreviewText>),
    RawMessage(Column<M, RawMessage>),
    ModSeqValue(Column<M, ModSeqValue>),
    ObjectId(Column<M, ObjectId>),
}

/// A column and what SQL calls it.
pub(crate) struct Named<M> {
    /// As it is written: `subject`, `header."List-Id"`.
    pub(crate) name: String,
    /// What stands above its values, where nothing else is asked.
    pub(crate) heading: String,
    pub(crate) column: AnyColumn<M>,
}

impl<M> Clone for AnyColumn<M> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<M> Copy for AnyColumn<M> {}

/// What may stand where SQL names a column: messages in a mailbox, or the attachments of one.
pub(crate) trait Scope: Sized + UsableIn<Self> {
    /// The columns by name.
    fn columns() -> Vec<Named<Self>>;
    /// `header."List-Id"`, `keyword."$Junk"`.
    fn custom(family: &str, name: &str) -> Option<AnyColumn<Self>>;
    /// `any(attachments, ..)`, as far as there are attachments here.
    fn any(column: AnyColumn<Self>, condition: Expr<AttachmentInfo>) -> Option<Expr<Self>>;
}

macro_rules! columns {
    ($($name:ident: $kind:ident $doc:literal $([$($alias:literal)+])?,)*) => {
        /// The fixed columns, with what the library says of them.
        pub(crate) const FIXED: &[(&str, AnyColumn<AnyMailbox>, &str)] =
            &[$( (stringify!($name), AnyColumn::$kind(AnyMailbox::$name), $doc), )*];
    };
}
// The schema, once: the library's own list.
imap_dal::__columns! { @list [columns] }

/// What people call the columns elsewhere.
const ALIASES: &[(&str, &str)] = &[
    ("author", "sender"),
    ("body", "content"),
    ("charset", "encoding"),
    ("content_type", "mime"),
    ("date", "sent"),
    ("files", "attachments"),
    ("flags", "keywords"),
    ("from", "sender"),
    ("id", "uid"),
    ("internaldate", "created"),
    ("labels", "keywords"),
    ("raw", "email"),
    ("read", "seen"),
    ("received", "created"),
    ("starred", "flagged"),
    ("tags", "keywords"),
];

impl Scope for AnyMailbox {
    fn columns() -> Vec<Named<Self>> {
        FIXED.iter().map(|(name, column, _)| Named::of(name, *column)).collect()
    }

    fn custom(family: &str, name: &str) -> Option<AnyColumn<Self>> {
        match family.to_ascii_lowercase().as_str() {
            "header" => Some(AnyColumn::HeaderText(AnyMailbox::header(name))),
            "keyword" => Some(AnyColumn::KeywordFlag(AnyMailbox::keyword(name))),
            _ => None,
        }
    }

    fn any(column: AnyColumn<Self>, condition: Expr<AttachmentInfo>) -> Option<Expr<Self>> {
        match column {
            AnyColumn::AttachmentList(column) => Some(column.any(condition)),
            _ => None,
        }
    }
}

impl Scope for AttachmentInfo {
    fn columns() -> Vec<Named<Self>> {
        vec![
            Named::of("name", AnyColumn::FreeText(AttachmentInfo::name)),
            Named::of("media_type", AnyColumn::ContentType(AttachmentInfo::media_type)),
            Named::of("size", AnyColumn::ByteSize(AttachmentInfo::size)),
        ]
    }

    fn custom(_: &str, _: &str) -> Option<AnyColumn<Self>> {
        None
    }

    fn any(_: AnyColumn<Self>, _: Expr<AttachmentInfo>) -> Option<Expr<Self>> {
        None
    }
}

impl<M: Scope> Named<M> {
    fn of(name: &str, column: AnyColumn<M>) -> Self {
        Named { name: name.to_owned(), heading: name.to_owned(), column }
    }

    /// The column of these identifiers, one or two.
    ///
    /// # Errors
    /// Names the column there may be instead.
    pub(crate) fn find(parts: &[&str]) -> Result<Self, Failure> {
        match parts {
            [name] => {
                let columns = M::columns();
                if let Some(Named { name, column, .. }) =
                    columns.iter().find(|column| column.name.eq_ignore_ascii_case(name))
                {
                    return Ok(Named::of(name, *column));
                }
                let names = || columns.iter().map(|column| column.name.as_str());
                let alias = ALIASES
                    .iter()
                    .find(|(alias, column)| alias.eq_ignore_ascii_case(name) && names().any(|name| name == *column));
                let hint = match alias {
                    Some((_, column)) => format!("; did you mean `{column}`?"),
                    None => suggest::hint(name, names()),
                };
                let next = advice::on_name(name).unwrap_or(
                    "text stands in 'single quotes'; other headers are header.\"List-Id\", keywords keyword.\"$Junk\"; `imap-dal sql --help` lists the columns",
                );
                Err(Failure::usage(format!("there is no column `{}`{hint}", shown(name))).next(next))
            }
            [family, name] => {
                let written = format!("{}.\"{}\"", shown(family), shown(name));
                let named = |column| Named { name: written, heading: (*name).to_owned(), column };
                M::custom(family, name).map(named).ok_or_else(|| {
                    if family.eq_ignore_ascii_case("attachments") {
                        return Failure::usage(format!("there is no column `{}`", shown(&parts.join(".")))).next(
                            "SELECT attachments tells their names; a condition is any(attachments, name LIKE '%.pdf')",
                        );
                    }
                    // `sender.name`, or `inbox.subject`.
                    let is_column = M::columns().iter().any(|column| column.name.eq_ignore_ascii_case(family));
                    let alone = shown(if is_column { family } else { name });
                    Failure::usage(format!("there is no column `{}`", shown(&parts.join(".")))).next(format!(
                        "write `{alone}` alone: before a dot stand header and keyword only, as in header.\"List-Id\""
                    ))
                })
            }
            _ => Err(Failure::usage(format!("there is no column `{}`", shown(&parts.join("."))))
                .next("write the column's name alone")),
        }
    }
}

impl Named<AnyMailbox> {
    /// Whether `name` is another column's.
    pub(crate) fn is_another(&self, name: &str) -> bool {
        FIXED.iter().any(|(other, _, _)| other.eq_ignore_ascii_case(name)) && !self.name.eq_ignore_ascii_case(name)
    }

    /// The column as what a query yields.
    ///
    /// # Errors
    /// `text` has no value of its own.
    pub(crate) fn projection(&self) -> Result<Box<dyn Projection<AnyMailbox, Output = Value>>, Failure> {
        macro_rules! read {
            ($($kind:ident)*) => {
                match self.column {
                    $( AnyColumn::$kind(column) => Box::new(column.read_as::<Value>()), )*
                    AnyColumn::AnyText(_) => {
                        return Err(Failure::usage("`text` can be searched in, not selected")
                            .next("select `content` for the text parts, `email` for the whole message"));
                    }
                }
            };
        }
        Ok(read! {
            MessageUid SequenceNumber SystemFlag RecentFlag KeywordFlag KeywordSet ArrivalDate HeaderDate SaveDate ByteSize
            FreeText HeaderText AddressList MessageIdText ReferenceList ContentType BodyContent AttachmentList PreviewText
            RawMessage ModSeqValue ObjectId
        })
    }

    /// What `*` stands for: what needs no download, no extension, and does not depend on who looks.
    pub(crate) fn all() -> Vec<Self> {
        let is_plain = |column: &AnyColumn<AnyMailbox>| {
            !matches!(
                column,
                AnyColumn::SequenceNumber(_)
                    | AnyColumn::RecentFlag(_)
                    | AnyColumn::SaveDate(_)
                    | AnyColumn::BodyContent(_)
                    | AnyColumn::AnyText(_)
                    | AnyColumn::PreviewText(_)
                    | AnyColumn::RawMessage(_)
                    | AnyColumn::ModSeqValue(_)
                    | AnyColumn::ObjectId(_)
            )
        };
        AnyMailbox::columns().into_iter().filter(|named| is_plain(&named.column)).collect()
    }
}

/// A name, for an error.
pub(super) fn shown(name: &str) -> String {
    imap_dal::display::shortened(name, 60)
}
