//! One stored message: what changes (flags, modification sequence) and what never does (its content, shared by copies).

use std::sync::{Arc, OnceLock};

use jiff::Timestamp;

use super::flags::Flags;
use crate::mime::{Part, SearchText};

/// A message of a mailbox.
#[derive(Clone, Debug)]
pub(crate) struct Message {
    pub(crate) uid: u32,
    pub(crate) flags: Flags,
    pub(crate) internal: Timestamp,
    pub(crate) saved: Timestamp,
    pub(crate) modseq: u64,
    /// No session with write access has seen it yet.
    pub(crate) recent: bool,
    pub(crate) content: Arc<Content>,
}

/// The octets of a message and what is worked out from them, once.
#[derive(Debug)]
pub(crate) struct Content {
    pub(crate) bytes: Vec<u8>,
    pub(crate) email_id: String,
    pub(crate) thread_id: String,
    tree: OnceLock<Part>,
    text: OnceLock<SearchText>,
}

impl Content {
    pub(crate) fn new(bytes: Vec<u8>, email_id: String, thread_id: String) -> Content {
        Content { bytes, email_id, thread_id, tree: OnceLock::new(), text: OnceLock::new() }
    }

    /// The MIME structure.
    pub(crate) fn tree(&self) -> &Part {
        self.tree.get_or_init(|| Part::parse(&self.bytes))
    }

    /// The text SEARCH looks into.
    pub(crate) fn text(&self) -> &SearchText {
        self.text.get_or_init(|| SearchText::of(&self.bytes, self.tree()))
    }

    /// The octets of the header, with the empty line.
    pub(crate) fn header(&self) -> &[u8] {
        self.bytes.get(self.tree().header.clone()).unwrap_or_default()
    }

    pub(crate) fn size(&self) -> u64 {
        self.bytes.len() as u64
    }
}
