//! Messages to insert, composed.

use crate::Address;
use jiff::Zoned;

/// A message to insert.
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct NewMessage(());

#[allow(unused_variables)]
#[rustfmt::skip]
#[allow(missing_docs)]
impl NewMessage {
    pub fn new() -> Self { Self::default() }
    pub fn from_rfc822(bytes: impl Into<Vec<u8>>) -> Self { Self::default() }
    pub fn sender(self, address: impl Into<Address>) -> Self { self }
    pub fn to<A: Into<Address>>(self, addresses: impl IntoIterator<Item = A>) -> Self { self }
    pub fn cc<A: Into<Address>>(self, addresses: impl IntoIterator<Item = A>) -> Self { self }
    pub fn bcc<A: Into<Address>>(self, addresses: impl IntoIterator<Item = A>) -> Self { self }
    pub fn subject(self, text: impl Into<String>) -> Self { self }
    pub fn text(self, text: impl Into<String>) -> Self { self }
    pub fn html(self, html: impl Into<String>) -> Self { self }
    pub fn attachment(self, name: impl Into<String>, media_type: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self { self }
    pub fn header(self, name: impl Into<String>, value: impl Into<String>) -> Self { self }
    pub fn seen(self, seen: bool) -> Self { self }
    pub fn keyword(self, keyword: impl Into<String>) -> Self { self }
    pub fn created(self, at: Zoned) -> Self { self }
}
