//! Attachments: what is known of one without downloading it, and one with its content.

use super::Uid;
use crate::{Executor, Result, execute};
use std::io::Write;

/// What is known of an attachment without downloading it (from BODYSTRUCTURE, RFC 9051 section 7.5.2).
///
/// Its columns [`name`](AttachmentInfo::name), [`media_type`](AttachmentInfo::media_type) and
/// [`size`](AttachmentInfo::size) are usable inside [`attachments.any(..)`](crate::Column::any).
///
/// One that was read with a row also knows where it is: [`stream`](AttachmentInfo::stream) reads its content. `Eq` does
/// not look at that.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct AttachmentInfo {
    /// The `filename` or `name` parameter, decoded (RFC 2231, RFC 2047). Not safe to write to: see
    /// [`file_name`](AttachmentInfo::file_name).
    pub name: Option<String>,
    /// `type/subtype` in lower case.
    pub media_type: String,
    /// Octets as encoded in the message.
    pub size: u64,
    place: Option<Box<Place>>,
}

/// Where an attachment is.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Place {
    /// The decoded name.
    pub(crate) mailbox: Box<str>,
    pub(crate) uid: Uid,
    /// The part's number, as `1.2` (RFC 9051 section 6.4.5.1).
    pub(crate) path: Box<str>,
    pub(crate) encoding: TransferEncoding,
}

/// A Content-Transfer-Encoding as far as it changes the octets (RFC 2045 section 6).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) enum TransferEncoding {
    /// 7bit, 8bit, binary, and what is not known.
    #[default]
    Identity,
    Base64,
    QuotedPrintable,
}

impl AttachmentInfo {
    pub(crate) fn new(name: Option<String>, media_type: String, size: u64) -> Self {
        AttachmentInfo { name, media_type, size, place: None }
    }

    /// The same, with where it is.
    pub(crate) fn at(self, place: Place) -> Self {
        AttachmentInfo { place: Some(Box::new(place)), ..self }
    }

    pub(crate) fn place(&self) -> Option<&Place> {
        self.place.as_deref()
    }

    /// A name that is safe to write to in a folder of your choice: without path separators, control and bidirectional
    /// characters, leading dots, names reserved on Windows, and at most 120 octets long; `attachment` where nothing is
    /// left. It says nothing about whether such a file exists.
    pub fn file_name(&self) -> String {
        const LONGEST: usize = 120;
        let raw = self.name.as_deref().unwrap_or_default();
        let last = raw.rsplit(['/', '\\']).next().unwrap_or_default();
        let kept: String = last.chars().filter(|c| !crate::display::is_hazard(*c)).collect();
        let kept: String = kept.chars().map(|c| if r#"<>:"|?*"#.contains(c) { '_' } else { c }).collect();
        let is_edge = |c: char| c == '.' || c.is_whitespace();
        let kept = kept.trim_matches(is_edge);
        let (stem, extension) = kept.rsplit_once('.').filter(|(_, e)| e.len() <= 16).unwrap_or((kept, ""));
        let mut name = if is_device(kept) { format!("_{stem}") } else { stem.to_owned() };
        let tail = if extension.is_empty() { String::new() } else { format!(".{extension}") };
        while name.len() + tail.len() > LONGEST && name.pop().is_some() {}
        name.truncate(name.trim_end_matches(is_edge).len());
        name.push_str(&tail);
        if name.is_empty() { "attachment".to_owned() } else { name }
    }

    /// Reads the content, transfer-decoded, into `to`, and tells how many octets that were. It is fetched in pieces of
    /// 256 KiB, of which two at most are held, whatever its size. Where the connection is lost, it goes on over a new one
    /// from the piece that is next, once; the mailbox must still be the same.
    ///
    /// ```no_run
    /// # use imap_dal::prelude::*;
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let dal = Dal::connect("imaps://alice:secret@mail.example.org")?;
    /// for attachments in AnyMailbox::in_mailbox("INBOX").all().select(AnyMailbox::attachments).load(&dal)? {
    ///     for info in attachments.iter().filter(|info| info.media_type == "application/pdf") {
    ///         info.stream(&dal, &mut std::fs::File::create_new(info.file_name())?)?;
    ///     }
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// `InvalidInput` where it was not read with a row, or on another account; `UidValidityChanged`; `Decode` where the
    /// message is gone, also where it went half-way; `Write` where `to` fails; what a connection can bring. Part of the content
    /// may have been written.
    // Here, and not in `execute`: rustc, in users' errors, names a method by its type only beside it.
    pub fn stream<E: Executor + ?Sized>(&self, on: &E, to: &mut (impl Write + ?Sized)) -> Result<u64> {
        execute::download(self, on, to)
    }
}

impl PartialEq for AttachmentInfo {
    fn eq(&self, other: &Self) -> bool {
        (self.size, &self.name, &self.media_type) == (other.size, &other.name, &other.media_type)
    }
}

impl Eq for AttachmentInfo {}

/// Whether Windows takes the name for a device's: what stands before the first dot decides.
fn is_device(name: &str) -> bool {
    let word = name.split('.').next().unwrap_or_default().trim_end().to_uppercase();
    let number = ["COM", "LPT"].iter().find_map(|device| word.strip_prefix(device));
    ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"].contains(&&*word)
        || number.is_some_and(|n| {
            n.chars().count() == 1 && n.contains(|c: char| c.is_ascii_digit() || "\u{b9}\u{b2}\u{b3}".contains(c))
        })
}

/// An attachment with its content.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Attachment {
    /// What BODYSTRUCTURE says of it.
    pub info: AttachmentInfo,
    /// Its content, transfer-decoded.
    pub data: Vec<u8>,
}

impl Attachment {
    pub(crate) fn new(info: AttachmentInfo, data: Vec<u8>) -> Self {
        Attachment { info, data }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::path::{Component, Path};

    #[test]
    fn a_file_name_stays_in_its_folder_and_draws_nothing() {
        let safe = |name: &str| AttachmentInfo::new(Some(name.into()), "application/pdf".into(), 1).file_name();
        assert_eq!(safe("../../etc/passwd"), "passwd");
        assert_eq!(safe("C:\\temp\\bill.pdf"), "bill.pdf");
        assert_eq!(safe("..."), "attachment");
        assert_eq!(safe(".bashrc"), "bashrc");
        assert_eq!(safe("nul.txt"), "_nul.txt");
        assert_eq!(safe("COM1"), "_COM1");
        assert_eq!(safe("a\u{202e}fdp.exe"), "afdp.exe");
        assert_eq!(safe("what? why*.pdf"), "what_ why_.pdf");
        assert_eq!(safe("日本語.pdf"), "日本語.pdf");
        let long = safe(&format!("{}.pdf", "ü".repeat(200)));
        assert!(long.len() <= 120 && long.ends_with("ü.pdf"), "{long}");
        assert_eq!(AttachmentInfo::new(None, "image/png".into(), 1).file_name(), "attachment");
        assert_eq!(safe(" . .bashrc"), "bashrc");
        assert_eq!(safe("a\0b\r\n.txt . "), "ab.txt");
        assert_eq!(safe("lpt\u{b2}.txt"), "_lpt\u{b2}.txt");
        assert_eq!(safe("con .tar.gz"), "_con .tar.gz");
        assert_eq!(safe("CONSOLE"), "CONSOLE");
        assert_eq!(safe(&format!("{}  .{}", "x".repeat(119), "y".repeat(300))), "x".repeat(119));
        for nothing in ["", "/", "..", "../..", "a/..", "\\", " \t", "\u{202e}", "..."] {
            assert_eq!(safe(nothing), "attachment", "{nothing:?}");
        }
    }

    proptest! {
        /// Held to what file systems say, not to how it is done.
        #[test]
        fn any_name_is_one_plain_component_of_a_path(
            name in r#"([./\\: ]|[\x00-\x1f\x7f]|[a-cA-C]|con|COM1|nul|[\u{202a}-\u{202e}]|[\u{a0}\u{3000}é日🎉]|[<>"|?*]){0,90}"#,
        ) {
            let safe = AttachmentInfo::new(Some(name), "image/png".into(), 1).file_name();
            prop_assert!(!safe.is_empty() && safe.len() <= 120, "{safe:?}");
            prop_assert!(Path::new(&safe).components().eq([Component::Normal(safe.as_ref())]), "{safe:?}");
            prop_assert!(!safe.contains(|c: char| r#"\/<>:"|?*"#.contains(c) || c.is_control()), "{safe:?}");
            prop_assert!(!safe.contains(|c: char| ('\u{202a}'..='\u{202e}').contains(&c)), "{safe:?}");
            prop_assert!(!safe.starts_with(['.', ' ']) && !safe.ends_with(['.', ' ']), "{safe:?}");
            let word = safe.split('.').next().unwrap_or_default().trim().to_lowercase();
            prop_assert!(!["con", "com1", "nul"].contains(&&*word), "{safe:?}");
        }
    }
}
