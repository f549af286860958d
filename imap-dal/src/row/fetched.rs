//! What FETCH told of one message.

/// What FETCH told of one message.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fetched {
    uid: u32,
}

impl Fetched {
    pub(crate) fn uid(&self) -> u32 {
        self.uid
    }
}
