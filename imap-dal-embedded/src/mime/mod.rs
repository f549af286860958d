//! Messages as MIME: structure, header fields, addresses, decoded text. It knows octets only, no store and no wire. The
//! only room that knows mail-parser, for encoded words and charsets.

pub(crate) mod address;
pub(crate) mod binary;
pub(crate) mod decode;
pub(crate) mod encode;
pub(crate) mod header;
mod part;
pub(crate) mod text;
pub(crate) mod value;

pub(crate) use self::part::{Inner, Part};
pub(crate) use self::text::SearchText;
