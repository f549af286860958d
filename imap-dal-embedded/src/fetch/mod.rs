//! FETCH items of one message, printed. It reads messages and prints octets; which messages, and what becomes of
//! `\Seen`, is the session's.

mod envelope;
mod section;
mod structure;

use jiff::tz::TimeZone;

use crate::date;
use crate::mime::text;
use crate::parse::{Body, Item};
use crate::reply::{self, Refusal};
use crate::store::{Content, Message};

/// A message as a session shows it.
#[derive(Clone, Copy)]
pub(crate) struct Shown<'a> {
    pub(crate) number: u32,
    pub(crate) recent: bool,
    pub(crate) message: &'a Message,
}

/// Whether these items can be told of a message.
///
/// # Errors
/// A BINARY item of a part in an encoding nobody knows (RFC 3516, UNKNOWN-CTE).
pub(crate) fn check(content: &Content, items: &[Item]) -> Result<(), Refusal> {
    items.iter().try_for_each(|item| match item {
        Item::Binary(Body { path, .. }) | Item::BinarySize(path) => section::check_encoding(content, path),
        _ => Ok(()),
    })
}

/// Prints one item with its name. Items are printed one by one, so that nobody has to hold all of them.
pub(crate) fn item(out: &mut Vec<u8>, shown: Shown<'_>, item: &Item, zone: &TimeZone) {
    let message = shown.message;
    let content: &Content = &message.content;
    match item {
        Item::Uid => put(out, &format!("UID {}", message.uid)),
        Item::Flags => put(out, &format!("FLAGS ({})", flags(shown))),
        Item::InternalDate => put(out, &format!("INTERNALDATE \"{}\"", date::print_date_time(message.internal, zone))),
        Item::Size => put(out, &format!("RFC822.SIZE {}", content.size())),
        Item::ModSeq => put(out, &format!("MODSEQ ({})", message.modseq)),
        Item::EmailId => put(out, &format!("EMAILID ({})", content.email_id)),
        Item::ThreadId => put(out, &format!("THREADID ({})", content.thread_id)),
        Item::SaveDate => put(out, &format!("SAVEDATE \"{}\"", date::print_date_time(message.saved, zone))),
        Item::Envelope => {
            put(out, "ENVELOPE ");
            envelope::print(out, content.header());
        }
        Item::Structure(extended) => {
            put(out, if *extended { "BODYSTRUCTURE " } else { "BODY " });
            structure::print(out, &content.bytes, content.tree(), *extended);
        }
        Item::Preview => {
            put(out, "PREVIEW ");
            reply::string(out, text::preview(&content.bytes, content.tree()).as_bytes());
        }
        Item::Section(body) => section::print(out, content, body),
        Item::Old(name, which) => {
            put(out, name);
            out.push(b' ');
            reply::literal(out, &section::octets(content, &[], which).unwrap_or_default());
        }
        Item::Binary(body) => section::print_binary(out, content, body),
        Item::BinarySize(path) => section::print_binary_size(out, content, path),
    }
}

/// The flags as FETCH lists them, `\Recent` among them.
pub(crate) fn flags(shown: Shown<'_>) -> String {
    let recent = shown.recent.then_some("\\Recent");
    shown.message.flags.iter().chain(recent).collect::<Vec<_>>().join(" ")
}

fn put(out: &mut Vec<u8>, text: &str) {
    out.extend_from_slice(text.as_bytes());
}
