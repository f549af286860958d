//! Which column is meant, without types: what the typed handles carry and the engine works with.

use std::fmt;

/// Which column.
#[doc(hidden)]
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Key {
    /// One of the columns that every message has.
    Fixed(Fixed),
    /// A header field by name.
    Header(&'static str),
    /// A keyword by name.
    Keyword(&'static str),
    /// A column of one attachment.
    OfAttachment(AttachmentKey),
}

macro_rules! fixed {
    ($($name:ident: $kind:ident $doc:literal $([$($alias:literal)+])?,)*) => {
        /// The columns that every message has, named as users name them.
        #[doc(hidden)]
        #[allow(non_camel_case_types)]
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Fixed { $( #[doc = $doc] $name, )* }

        impl Fixed {
            /// All of them, in the order of the schema.
            pub const ALL: &[Fixed] = &[$( Fixed::$name, )*];

            /// The column's name.
            pub const fn name(self) -> &'static str {
                match self { $( Fixed::$name => stringify!($name), )* }
            }

            /// What people call it elsewhere.
            pub const fn aliases(self) -> &'static [&'static str] {
                match self { $( Fixed::$name => &[$($($alias),+)?], )* }
            }
        }
    };
}
crate::__columns!(@list [fixed]);

/// The columns of an attachment, usable inside `attachments.any(..)`.
#[doc(hidden)]
#[allow(non_camel_case_types)]
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum AttachmentKey {
    /// The file name.
    name,
    /// `type/subtype`, lower case.
    media_type,
    /// Octets as encoded.
    size,
}

/// What to write for a header name.
pub(crate) const HEADER_NAME_HELP: &str = "write printable ASCII without spaces and colons, as in \"List-Id\"";

/// What to write for a keyword.
pub(crate) const KEYWORD_HELP: &str =
    "write printable ASCII without spaces and without any of ( ) { % * \" \\ ], as in \"$Junk\"";

/// Whether a header field may be called so (RFC 5322 section 3.6.8).
pub(crate) fn is_header_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_graphic() && byte != b':')
}

/// Whether a keyword may be called so: an atom (RFC 9051 section 9, `flag-keyword`).
pub(crate) fn is_keyword(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_graphic() && !b"(){%*\"\\]".contains(&byte))
}

impl fmt::Display for Key {
    /// The column as error messages and `explain` name it: `subject`, `header "List-Id"`, `keyword "$Junk"`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Key::Fixed(fixed) => f.write_str(fixed.name()),
            Key::Header(name) => write!(f, "header {name:?}"),
            Key::Keyword(name) => write!(f, "keyword {name:?}"),
            Key::OfAttachment(AttachmentKey::name) => f.write_str("attachment name"),
            Key::OfAttachment(AttachmentKey::media_type) => f.write_str("attachment media_type"),
            Key::OfAttachment(AttachmentKey::size) => f.write_str("attachment size"),
        }
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
