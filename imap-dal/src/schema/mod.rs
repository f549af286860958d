//! The ground floor: what a column is, what it holds, which columns every message has, and the values users see.
//! It knows neither queries nor servers.

mod address;
mod attachment;
mod columns;
mod key;
mod keywords;
pub mod kind;
mod mailbox_info;
mod mailbox_status;
mod role;
#[cfg(all(test, feature = "serde"))]
mod serde_tests;
mod text_part;
mod uid;

pub use address::Address;
pub use attachment::{Attachment, AttachmentInfo};
pub(crate) use attachment::{Place, TransferEncoding};
pub(crate) use key::{AttachmentKey, HEADER_NAME_HELP, KEYWORD_HELP, is_header_name, is_keyword};
pub use key::{Fixed, Key};
pub use keywords::Keywords;
pub use mailbox_info::MailboxInfo;
pub use mailbox_status::MailboxStatus;
pub use role::Role;
pub use text_part::TextPart;
pub(crate) use uid::Fingerprint;
pub use uid::Uid;
