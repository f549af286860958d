//! The columns of an attachment: what `attachments.any(..)` takes.

use super::{Fits, Joins};
use crate::{
    AttachmentInfo, Column,
    kind::{ByteSize, ContentType, FreeText},
    schema::{AttachmentKey, Key},
};

/// The columns of an attachment, for [`attachments.any(..)`](Column::any). They fit no query.
///
/// ```
/// # use imap_dal::prelude::*;
/// let pictures = AttachmentInfo::media_type.starts_with("image/") & AttachmentInfo::size.gt(1_000_000);
/// let with_pictures = AnyMailbox::attachments.any(pictures);
/// # let _ = with_pictures;
/// ```
#[allow(non_upper_case_globals)]
impl AttachmentInfo {
    /// The file name, decoded.
    pub const name: Column<Self, FreeText> = Column::__new(Key::OfAttachment(AttachmentKey::name));
    /// `type/subtype` in lower case.
    pub const media_type: Column<Self, ContentType> = Column::__new(Key::OfAttachment(AttachmentKey::media_type));
    /// Octets as encoded in the message.
    pub const size: Column<Self, ByteSize> = Column::__new(Key::OfAttachment(AttachmentKey::size));
}

impl Fits<AttachmentInfo> for AttachmentInfo {}

impl Joins<AttachmentInfo> for AttachmentInfo {
    type Both = AttachmentInfo;
}
