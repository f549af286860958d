//! Messages to insert: what the caller says of one, and its octets, which crate `mail-builder` composes.
//! It knows nothing of servers.

use crate::{
    Address, Called, Error, Result, SenderIsMeant,
    schema::{HEADER_NAME_HELP, KEYWORD_HELP, is_header_name, is_keyword},
    wire::{Open, Payload, with_crlf},
    words,
};
use jiff::{Zoned, fmt::rfc2822};
use mail_builder::{
    MessageBuilder,
    headers::{HeaderType, address, raw::Raw, text::Text},
};
use std::{
    collections::hash_map::RandomState,
    fmt,
    hash::{BuildHasher, Hasher},
    io::{self, Read},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

/// A message to insert: composed from parts, or [as it is](NewMessage::from_rfc822).
///
/// Flags, keywords and the internal date are told to the server beside it (APPEND, RFC 9051 section 6.3.12).
/// Values are checked when it is inserted: a control character in a header value, an address that is none, a keyword
/// that is no atom are [`InvalidInput`](Error::InvalidInput), and nothing is sent.
///
/// ```
/// use imap_dal::prelude::*;
///
/// let message = NewMessage::new()
///     .sender(Address { name: Some("Ann".into()), email: "ann@example.org".into() })
///     .to(["bob@example.org"])
///     .subject("Grüße")
///     .text("hello")
///     .attachment("notes.txt", "text/plain", "a note")
///     .seen(true)
///     .keyword("$Important");
/// # let _ = message;
/// ```
#[derive(Clone, Default)]
#[must_use = "a message is not inserted until `insert(message).execute(..)`"]
pub struct NewMessage {
    /// A whole message; then there may be no parts.
    whole: Option<Whole>,
    parts: Parts,
    flags: Vec<&'static str>,
    keywords: Vec<String>,
    created: Option<Zoned>,
}

#[derive(Clone)]
enum Whole {
    Held(Arc<Vec<u8>>),
    Kept(Open),
}

#[derive(Clone, Default, PartialEq)]
struct Parts {
    sender: Vec<Address>,
    to: Vec<Address>,
    cc: Vec<Address>,
    bcc: Vec<Address>,
    reply_to: Vec<Address>,
    subject: Option<String>,
    sent: Option<Zoned>,
    headers: Vec<(String, String)>,
    text: Option<String>,
    html: Option<String>,
    attachments: Vec<NewAttachment>,
}

#[derive(Clone, PartialEq)]
struct NewAttachment {
    name: String,
    media_type: String,
    data: Vec<u8>,
}

/// What [`to`](NewMessage::to), `cc`, `bcc` and `reply_to` take: an array, a `Vec` or any other iterator of `&str`,
/// `String` or [`Address`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a list of addresses",
    label = "expected several, as in `[\"ann@example.org\"]`",
    note = "an address is a `&str`, a `String` or an `Address {{ name, email }}`; of one write a list of one"
)]
pub trait Addresses {
    #[doc(hidden)]
    fn into_addresses(self) -> Vec<Address>;
}

#[diagnostic::do_not_recommend]
impl<A: Into<Address>, I: IntoIterator<Item = A>> Addresses for I {
    fn into_addresses(self) -> Vec<Address> {
        self.into_iter().map(Into::into).collect()
    }
}

/// A text of a message.
#[diagnostic::on_unimplemented(message = "`{Self}` is not a text", label = "expected a `&str` or a `String`")]
pub trait IntoText {
    #[doc(hidden)]
    fn into_text(self) -> String;
}

#[diagnostic::do_not_recommend]
impl<T: Into<String>> IntoText for T {
    fn into_text(self) -> String {
        self.into()
    }
}

/// Never implemented: its message is for those who take this for a mailer.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "IMAP stores messages, it does not send them",
    label = "write `Inbox::insert(message).execute(&dal)` to store it, and send it by SMTP"
)]
pub trait Sends {
    /// What sending would give, so that it is the only error.
    fn never<T>() -> T;
}

/// Words of other libraries: each is told what it is called here.
#[doc(hidden)]
#[rustfmt::skip]
impl NewMessage {
    pub fn from<A>(self, _: A) -> Self where for<'a> Self: SenderIsMeant { <Self as SenderIsMeant>::never() }
    pub fn send<D, T>(self, _: D) -> T where for<'a> Self: Sends { <Self as Sends>::never() }
    pub fn date<A>(self, _: A) -> Self where for<'a> Self: Called<words::date, words::sent> { <Self as Called<_, _>>::never() }
    pub fn body<A>(self, _: A) -> Self where for<'a> Self: Called<words::body, words::text> { <Self as Called<_, _>>::never() }
    pub fn content<A>(self, _: A) -> Self where for<'a> Self: Called<words::content, words::text> { <Self as Called<_, _>>::never() }
    pub fn keywords<A>(self, _: A) -> Self where for<'a> Self: Called<words::keywords, words::keyword> { <Self as Called<_, _>>::never() }
}

/// A message as the server gets it.
#[derive(Clone)]
pub(crate) struct Composed {
    pub(crate) payload: Payload,
    /// System flags and keywords, as APPEND takes them.
    pub(crate) flags: Vec<String>,
    pub(crate) created: Option<Zoned>,
}

impl NewMessage {
    /// An empty message, to be filled.
    pub fn new() -> Self {
        NewMessage::default()
    }

    /// A whole message (RFC 5322), kept as it is but for its line ends, which become CRLF.
    pub fn from_rfc822(octets: impl Into<Vec<u8>>) -> Self {
        NewMessage { whole: Some(Whole::Held(Arc::new(octets.into()))), ..NewMessage::default() }
    }

    /// A whole message (RFC 5322) that is read bit by bit while it is sent, and never held as a whole: for large ones.
    ///
    /// `open` gives a reader at its beginning, and is called twice: IMAP wants to know its length first. (Once more for
    /// each try of [`resume`](crate::resume).) Line ends become CRLF.
    ///
    /// ```no_run
    /// # use imap_dal::{Result, prelude::*};
    /// # fn restore(dal: &Dal) -> Result<Uid> {
    /// let message = NewMessage::from_rfc822_reader(|| std::fs::File::open("backup/1.eml")).seen(true);
    /// AnyMailbox::in_mailbox("Archive").insert(message).execute(dal)
    /// # }
    /// ```
    pub fn from_rfc822_reader<R: Read + Send + 'static>(
        open: impl Fn() -> io::Result<R> + Send + Sync + 'static,
    ) -> Self {
        let open: Open = Arc::new(move || open().map(|reader| Box::new(reader) as Box<dyn Read + Send>));
        NewMessage { whole: Some(Whole::Kept(open)), ..NewMessage::default() }
    }

    /// The `From` header.
    pub fn sender(self, address: impl Into<Address>) -> Self {
        self.with(|parts| parts.sender = vec![address.into()])
    }

    /// The `To` header; a further call adds to it.
    pub fn to(self, addresses: impl Addresses) -> Self {
        self.with(|parts| parts.to.extend(addresses.into_addresses()))
    }

    /// The `Cc` header; a further call adds to it.
    pub fn cc(self, addresses: impl Addresses) -> Self {
        self.with(|parts| parts.cc.extend(addresses.into_addresses()))
    }

    /// The `Bcc` header, which is kept: the message is stored, not sent. A further call adds to it.
    pub fn bcc(self, addresses: impl Addresses) -> Self {
        self.with(|parts| parts.bcc.extend(addresses.into_addresses()))
    }

    /// The `Reply-To` header; a further call adds to it.
    pub fn reply_to(self, addresses: impl Addresses) -> Self {
        self.with(|parts| parts.reply_to.extend(addresses.into_addresses()))
    }

    /// The `Subject` header, in any script.
    pub fn subject(self, text: impl IntoText) -> Self {
        self.with(|parts| parts.subject = Some(text.into_text()))
    }

    /// The `Date` header; without it the time of inserting.
    pub fn sent(self, at: Zoned) -> Self {
        self.with(|parts| parts.sent = Some(at))
    }

    /// The plain text.
    pub fn text(self, text: impl IntoText) -> Self {
        self.with(|parts| parts.text = Some(text.into_text()))
    }

    /// The HTML text; beside a plain text, its alternative.
    pub fn html(self, html: impl IntoText) -> Self {
        self.with(|parts| parts.html = Some(html.into_text()))
    }

    /// Attaches a file: its name, its media type (`application/pdf`), its octets.
    pub fn attachment(self, name: impl IntoText, media_type: impl IntoText, octets: impl Into<Vec<u8>>) -> Self {
        let attachment =
            NewAttachment { name: name.into_text(), media_type: media_type.into_text(), data: octets.into() };
        self.with(|parts| parts.attachments.push(attachment))
    }

    /// Any other header field: `X-Priority`, `In-Reply-To`, `References`, `Message-ID` (else one is made), ..
    pub fn header(self, name: impl IntoText, value: impl IntoText) -> Self {
        let field = (name.into_text(), value.into_text());
        self.with(|parts| parts.headers.push(field))
    }

    /// `\Answered`.
    pub fn answered(self, on: bool) -> Self {
        self.with_flag("\\Answered", on)
    }

    /// `\Deleted`.
    pub fn deleted(self, on: bool) -> Self {
        self.with_flag("\\Deleted", on)
    }

    /// `\Draft`.
    pub fn draft(self, on: bool) -> Self {
        self.with_flag("\\Draft", on)
    }

    /// `\Flagged`.
    pub fn flagged(self, on: bool) -> Self {
        self.with_flag("\\Flagged", on)
    }

    /// `\Seen`.
    pub fn seen(self, on: bool) -> Self {
        self.with_flag("\\Seen", on)
    }

    /// A keyword (an atom of RFC 9051); a further call adds another.
    pub fn keyword(mut self, keyword: impl IntoText) -> Self {
        self.keywords.push(keyword.into_text());
        self
    }

    /// The internal date, which column `created` reads; without it the server's time.
    pub fn created(mut self, at: Zoned) -> Self {
        self.created = Some(at);
        self
    }

    fn with_flag(mut self, flag: &'static str, on: bool) -> Self {
        self.flags.retain(|own| *own != flag);
        self.flags.extend(on.then_some(flag));
        self
    }

    fn with(mut self, change: impl FnOnce(&mut Parts)) -> Self {
        change(&mut self.parts);
        self
    }

    /// Its octets, flags and date.
    ///
    /// # Errors
    /// `InvalidInput` where a value cannot be in a message, or where there is none at all.
    pub(crate) fn compose(&self) -> Result<Composed> {
        let payload = match &self.whole {
            Some(_) if self.parts != Parts::default() => {
                return Err(Error::invalid(
                    "a message made by `from_rfc822` is complete: give it only flags, keywords and `created`",
                ));
            }
            Some(Whole::Held(octets)) => Payload::held(with_crlf(octets)),
            Some(Whole::Kept(open)) => Payload::kept(Arc::clone(open)).map_err(|source| Error::Read { source })?,
            None if self.parts == Parts::default() => Payload::held(Vec::new()),
            None => Payload::held(self.parts.compose()?),
        };
        if payload.len() == 0 {
            return Err(Error::invalid("the message is empty; give it at least a sender, a subject or a text"));
        }
        if payload.octets().is_some_and(|octets| octets.contains(&0)) {
            return Err(Error::invalid(
                "the message holds a NUL octet, which IMAP cannot carry; encode such content in base64",
            ));
        }
        if let Some(keyword) = self.keywords.iter().find(|keyword| !is_keyword(keyword)) {
            return Err(Error::invalid(format!("{keyword:?} is not a keyword; {KEYWORD_HELP}")));
        }
        let flags = self.flags.iter().map(|flag| (*flag).to_owned()).chain(self.keywords.iter().cloned()).collect();
        Ok(Composed { payload, flags, created: self.created.clone() })
    }
}

impl fmt::Debug for NewMessage {
    /// What it is made of, without any text of it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NewMessage")
            .field("is_whole", &self.whole.is_some())
            .field("attachments", &self.parts.attachments.len())
            .field("flags", &self.flags)
            .field("keywords", &self.keywords)
            .field("created", &self.created)
            .finish_non_exhaustive()
    }
}

impl Parts {
    fn compose(&self) -> Result<Vec<u8>> {
        let mut message = MessageBuilder::new();
        let lists = [
            ("From", &self.sender),
            ("To", &self.to),
            ("Cc", &self.cc),
            ("Bcc", &self.bcc),
            ("Reply-To", &self.reply_to),
        ];
        for (name, list) in lists {
            if !list.is_empty() {
                message = message.header(name, addresses(name, list)?);
            }
        }
        if let Some(subject) = &self.subject {
            no_controls("Subject", subject)?;
            message = message.header("Subject", Text::new(subject.as_str()));
        }
        let own = |wanted: &str| self.headers.iter().any(|(name, _)| name.eq_ignore_ascii_case(wanted));
        if !own("Date") {
            let sent = self.sent.clone().unwrap_or_else(Zoned::now);
            let date = rfc2822::to_string(&sent)
                .map_err(|_| Error::invalid("the `Date` header cannot say a year before 0 or after 9999"))?;
            message = message.header("Date", Raw::new(date));
        } else if self.sent.is_some() {
            return Err(Error::invalid("the `Date` header is given twice: by `sent` and by `header`"));
        }
        if !own("Message-ID") {
            message = message.header("Message-ID", Raw::new(self.message_id()));
        }
        for (name, value) in &self.headers {
            message = message.header(canonical(name).to_owned(), header(name, value)?);
        }
        if let Some(html) = &self.html {
            message = message.html_body(html.as_str());
        }
        if self.text.is_some() || (self.html.is_none() && self.attachments.is_empty()) {
            message = message.text_body(self.text.as_deref().unwrap_or_default());
        }
        for attachment in &self.attachments {
            let NewAttachment { name, media_type, data } = attachment;
            no_controls("attachment name", name)?;
            if !is_media_type(media_type) {
                return Err(Error::invalid(format!(
                    "{media_type:?} is not a media type; write `type/subtype`, as in \"application/pdf\""
                )));
            }
            message = message.attachment(media_type.as_str(), name.as_str(), data.as_slice());
        }
        message.write_to_vec().map_err(|error| Error::invalid(format!("the message cannot be composed: {error}")))
    }

    /// Unique, and of the sender's domain, so that it says nothing of this machine (RFC 5322 section 3.6.4).
    fn message_id(&self) -> String {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let mut random = RandomState::new().build_hasher();
        random.write_u64(COUNT.fetch_add(1, Ordering::Relaxed));
        let domain = self.sender.first().and_then(|sender| sender.email.rsplit_once('@')).map(|(_, domain)| domain);
        let now = jiff::Timestamp::now().as_nanosecond();
        format!("<{now:x}.{:016x}@{}>", random.finish(), domain.unwrap_or("localhost"))
    }
}

fn addresses<'a>(header: &str, list: &'a [Address]) -> Result<address::Address<'a>> {
    let list = list.iter().map(|Address { name, email }| {
        if let Some(name) = name {
            no_controls(header, name)?;
        }
        if !is_address(email) {
            return Err(Error::invalid(format!(
                "{email:?} in `{header}` is not an address; write `local@domain` in ASCII, and a display name as \
                 `Address {{ name: Some(..), email: .. }}`"
            )));
        }
        Ok(address::Address::new_address(name.as_deref(), email.as_str()))
    });
    Ok(address::Address::new_list(list.collect::<Result<_>>()?))
}

/// A header field that has no method of its own.
fn header<'a>(name: &str, value: &'a str) -> Result<HeaderType<'a>> {
    const OWN: &[(&str, &str)] = &[
        ("From", "sender"),
        ("To", "to"),
        ("Cc", "cc"),
        ("Bcc", "bcc"),
        ("Reply-To", "reply_to"),
        ("Subject", "subject"),
    ];
    if let Some((field, method)) = OWN.iter().find(|(field, _)| field.eq_ignore_ascii_case(name)) {
        return Err(Error::invalid(format!("`{field}` is not given by `header`; write `.{method}(..)`")));
    }
    let structural = ["MIME-Version", "Content-Type", "Content-Transfer-Encoding", "Content-Disposition"];
    if structural.iter().any(|field| field.eq_ignore_ascii_case(name)) {
        return Err(Error::invalid(format!(
            "`{name}` follows from `text`, `html` and `attachment`; for a message of your own making use `from_rfc822`"
        )));
    }
    if !is_header_name(name) {
        return Err(Error::invalid(format!("{name:?} is not a header name; {HEADER_NAME_HELP}")));
    }
    no_controls(name, value)?;
    Ok(if value.is_ascii() { Raw::new(value).into() } else { Text::new(value).into() })
}

/// The crate adds `Date` and `Message-ID` where they are missing, comparing case.
fn canonical(name: &str) -> &str {
    ["Date", "Message-ID"].into_iter().find(|own| own.eq_ignore_ascii_case(name)).unwrap_or(name)
}

fn no_controls(what: &str, value: &str) -> Result<()> {
    match value.chars().find(|c| c.is_control() && *c != '\t') {
        None => Ok(()),
        Some(control) => Err(Error::invalid(format!(
            "`{what}` of the message holds the control character {control:?}; a header value is one line"
        ))),
    }
}

/// `local@domain`, the local part possibly quoted, in ASCII (RFC 5321 section 4.1.2, without comments).
fn is_address(email: &str) -> bool {
    let Some((local, domain)) = email.rsplit_once('@') else { return false };
    let atom = |text: &str| {
        !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic() && !b"()<>[]:;@\\,\"".contains(&byte))
    };
    let quoted = |text: &str| {
        let inner = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
        inner.is_some_and(|inner| {
            let mut escaped = false;
            let fits = inner.bytes().all(|byte| {
                let ends = byte == b'"' && !escaped;
                escaped = byte == b'\\' && !escaped;
                !ends && matches!(byte, b' '..=b'~')
            });
            fits && !escaped
        })
    };
    let literal = |text: &str| {
        let inner = text.strip_prefix('[').and_then(|text| text.strip_suffix(']'));
        inner.is_some_and(|inner| inner.bytes().all(|byte| byte.is_ascii_graphic() && !b"[]\\".contains(&byte)))
    };
    (atom(local) || quoted(local)) && (atom(domain) || literal(domain))
}

fn is_media_type(text: &str) -> bool {
    let token = |text: &str| {
        !text.is_empty() && text.bytes().all(|b| b.is_ascii_graphic() && !b"()<>@,;:\\\"/[]?=".contains(&b))
    };
    text.split_once('/').is_some_and(|(main, sub)| token(main) && token(sub))
}

#[cfg(test)]
mod tests {
    use super::*;
    use mail_parser::{MessageParser, MimeHeaders};

    fn octets(message: &NewMessage) -> Vec<u8> {
        message.compose().expect("composes").payload.octets().expect("is held").to_vec()
    }

    fn refusal(message: &NewMessage) -> String {
        message.compose().map(|_| ()).expect_err("is refused").to_string()
    }

    #[test]
    fn what_is_put_in_reads_back() {
        let ann = Address { name: Some("Änn, \"A\"".into()), email: "ann@x.org".into() };
        let message = NewMessage::new()
            .sender(ann)
            .to(["bob@y.org"])
            .bcc(["secret@z.org"])
            .subject("Grüße, 日本語")
            .text("hello\nworld")
            .html("<p>hello</p>")
            .attachment("Straße.pdf", "application/pdf", vec![1, 2, 3])
            .header("X-Foo", "bär")
            .header("References", "<1@x> <2@x>")
            .seen(true)
            .keyword("work");
        let composed = message.compose().expect("composes");
        assert_eq!(composed.flags, ["\\Seen", "work"]);
        let parsed = MessageParser::default().parse(composed.payload.octets().expect("is held")).expect("parses");
        let from = parsed.from().and_then(|list| list.first()).expect("a sender");
        assert_eq!((from.name(), from.address()), (Some("Änn, \"A\""), Some("ann@x.org")));
        assert_eq!(parsed.bcc().and_then(|list| list.first()).and_then(|a| a.address()), Some("secret@z.org"));
        assert_eq!(parsed.subject(), Some("Grüße, 日本語"));
        assert_eq!(parsed.body_text(0).as_deref().map(str::trim_end), Some("hello\r\nworld"));
        assert_eq!(parsed.body_html(0).as_deref().map(str::trim_end), Some("<p>hello</p>"));
        let attachment = parsed.attachment(0).expect("an attachment");
        assert_eq!((attachment.attachment_name(), attachment.contents()), (Some("Straße.pdf"), &[1, 2, 3][..]));
        assert_eq!(parsed.header("X-Foo").and_then(|v| v.as_text()), Some("=?utf-8?B?YsOkcg==?="));
        assert!(parsed.message_id().is_some_and(|id| id.ends_with("@x.org")));
        assert!(parsed.date().is_some());
    }

    #[test]
    fn two_messages_have_two_ids() {
        let message = NewMessage::new().subject("x");
        let id =
            |octets: Vec<u8>| MessageParser::default().parse(&octets).and_then(|m| m.message_id().map(str::to_owned));
        assert_ne!(id(octets(&message)), id(octets(&message)));
    }

    #[test]
    fn no_value_leaves_its_header() {
        let base = NewMessage::new;
        for (message, word) in [
            (base().subject("a\r\nBcc: x@y.org"), "Subject"),
            (base().subject("a\0b"), "Subject"),
            (base().sender("a@x.org\r\nX: y"), "From"),
            (base().to(["a@x.org, b@x.org"]), "To"),
            (base().cc(["<a@x.org>"]), "Cc"),
            (base().cc([Address { name: Some("a\nb".into()), email: "a@x.org".into() }]), "Cc"),
            (base().header("X-Foo: y\r\nX", "z"), "header name"),
            (base().header("X-Foo", "a\nb"), "X-Foo"),
            (base().header("subject", "a"), ".subject(..)"),
            (base().header("Content-Type", "text/html"), "from_rfc822"),
            (base().attachment("a\r\nb", "text/plain", ""), "attachment name"),
            (base().attachment("a", "text/plain; x=y", ""), "media type"),
            (base().subject("x").keyword("a b"), "keyword"),
            (base().subject("x").keyword("\\Recent"), "keyword"),
            (base(), "empty"),
            (NewMessage::from_rfc822(*b"Subject: x\r\n\r\na\0b"), "NUL"),
            (NewMessage::from_rfc822(*b"Subject: x\r\n\r\n").subject("y"), "complete"),
        ] {
            let text = refusal(&message);
            assert!(text.contains(word), "{text}");
        }
    }

    #[test]
    fn a_whole_message_changes_in_its_line_ends_only() {
        assert_eq!(octets(&NewMessage::from_rfc822(*b"A: b\n\nx\r\ny\rz")), b"A: b\r\n\r\nx\r\ny\r\nz");
    }

    #[test]
    fn addresses_are_told_from_other_text() {
        for good in ["a@x.org", "\"a b\"@x.org", "a+b@[10.0.0.1]", "\"a\\\"b\"@x"] {
            assert!(is_address(good), "{good}");
        }
        for bad in ["", "a", "a@", "@x", "a b@x.org", "a@x org", "é@x.org", "\"a\"b\"@x", "\"a\\\"@x", "a@x>"] {
            assert!(!is_address(bad), "{bad}");
        }
    }

    #[test]
    fn the_date_is_the_one_given_with_its_offset() {
        let at: Zoned = "2026-05-01T10:00:00+02:00[+02:00]".parse().expect("a date");
        let text = String::from_utf8(octets(&NewMessage::new().subject("x").sent(at))).expect("ASCII");
        assert!(text.contains("\r\nDate: Fri, 1 May 2026 10:00:00 +0200\r\n"), "{text}");
    }
}
