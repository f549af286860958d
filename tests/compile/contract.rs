//! Every public name and bound that a program relies on, used as a program would.

use imap_dal::{
    Affected, Assignment, Cell, Delete, Error, Explain, Insert, MailboxInfo, MailboxName, Move, Moved, Needs, Ordering,
    Planned, Profile, Result, Role, Row, Rows, TextKeys, Update, WithoutUidPlus,
    jiff::{Timestamp, Zoned, civil::Date, civil::date, tz::TimeZone},
    kind::{AttachmentList, ByteSize, FreeText, HeaderText, SystemFlag},
    prelude::*,
};
use std::{collections::BTreeMap, time::Duration};

mailboxes! {
    Inbox => "INBOX";
    /// By role.
    pub Sent => role Sent;
    /// With rows.
    pub Orders: Order => "Orders/2026" { keyword shipped => "$Shipped"; }
    Lists => "Lists" { header list_id => "List-Id"; keyword muted => "$Muted" }
    #[derive(PartialEq)]
    pub(crate) Spam: Order => role Junk { keyword not_junk => "$NotJunk" };
    Umlaut => "Entwürfe";
}

/// A model that is tied to a mailbox.
#[derive(ImapModel, Debug, Clone, PartialEq)]
#[imap(mailbox = "INBOX")]
struct Message {
    uid: Uid,
    subject: Option<String>,
    #[imap(column = sender)]
    from: Option<Address>,
    seen: bool,
    #[imap(header = "List-Id")]
    list_id: Option<String>,
    #[imap(keyword = "$Junk")]
    junk: bool,
    attachments: Vec<AttachmentInfo>,
}

/// A model for any mailbox.
#[derive(ImapModel, Debug)]
pub struct Order {
    uid: Uid,
    created: Zoned,
    sent: Option<Timestamp>,
    #[imap(default)]
    subject: String,
    #[imap(header = "X-Priority", default)]
    priority: Priority,
    #[imap(flatten)]
    marks: Marks,
    #[imap(skip)]
    notes: BTreeMap<u8, String>,
}

#[derive(ImapModel, Debug, Clone, Copy)]
struct Marks {
    seen: bool,
    flagged: bool,
    #[imap(keyword = "urgent")]
    urgent: bool,
}

#[derive(ImapModel, Debug)]
#[imap(no_columns, crate = imap_dal)]
struct Parts {
    content: Vec<TextPart>,
    attachments: Vec<Attachment>,
    #[imap(column = content)]
    text: Option<String>,
    #[imap(column = attachments)]
    how_many: usize,
    #[imap(column = attachments)]
    any: bool,
    #[imap(column = sender)]
    authors: Vec<Address>,
    #[imap(column = sender)]
    author: String,
    #[imap(column = email)]
    raw: Vec<u8>,
    #[imap(header = "List-Id")]
    r#type: Option<Title>,
    size: Octets,
}

impl Parts {
    /// Called like a column, which a pure row type permits.
    fn size(&self) -> u64 {
        let texts = self.content.iter().map(|part| part.text.len() + part.media_type.len());
        let files = self.attachments.iter().map(|file| file.data.len() + file.info.media_type.len());
        let lengths = texts.chain(files).sum::<usize>() + self.author.len() + self.authors.len() + self.how_many;
        self.size.0 + lengths as u64 + u64::from(self.any) + self.text.iter().len() as u64 + self.raw.len() as u64
    }
}

#[derive(Debug, Default)]
struct Priority(u8);

impl FromColumn<HeaderText> for Priority {
    fn from_column(cell: Cell<'_, HeaderText>) -> Result<Self> {
        let text = String::from_column(cell)?;
        text.parse().map(Priority).map_err(|error| cell.error(error))
    }
}

#[derive(Debug)]
struct Octets(u64);

impl FromColumn<ByteSize> for Octets {
    fn from_column(cell: Cell<'_, ByteSize>) -> Result<Self> {
        u64::from_column(cell).map(Octets)
    }
}

#[derive(Debug)]
struct Title(String);

impl<K> FromColumn<K> for Title
where
    String: FromColumn<K>,
{
    const NEEDS: Needs = <String as FromColumn<K>>::NEEDS;

    fn from_column(cell: Cell<'_, K>) -> Result<Self> {
        String::from_column(cell).map(Title)
    }
}

struct Files(Vec<Attachment>);

impl FromColumn<AttachmentList> for Files {
    const NEEDS: Needs = <Vec<Attachment> as FromColumn<AttachmentList>>::NEEDS;

    fn from_column(cell: Cell<'_, AttachmentList>) -> Result<Self> {
        <Vec<Attachment>>::from_column(cell).map(Files)
    }
}

const _: Needs = <Option<Files> as FromColumn<AttachmentList>>::NEEDS;

/// What needs no server.
pub fn values() {
    let (day, at, zone) = (date(2026, 5, 1), Timestamp::UNIX_EPOCH, TimeZone::UTC);
    let local = at.to_zoned(zone.clone());
    let flags = [Inbox::seen.eq(true), Inbox::answered.ne(true), Inbox::flagged.is_in([true]), Inbox::recent.eq(false)];
    let uids = [Uid::new(1), Uid::new(2)];
    let numbers = [
        Inbox::uid.eq(5),
        Inbox::uid.ne(uids[0]),
        Inbox::uid.between(5, uids[1]),
        Inbox::uid.is_in(uids),
        Inbox::uid.is_in(uids.iter()),
        Inbox::uid.is_in(uids.iter().copied()),
        Inbox::uid.is_in(vec![1, 2]),
        Inbox::uid.is_in(1..=9),
        Inbox::uid.is_in(Vec::<Uid>::new()),
        Inbox::size.lt(6000) & Inbox::size.le(1 << 40) & Inbox::size.ne(7),
        Inbox::modseq.ge(u64::MAX) | Inbox::modseq.gt(7),
    ];
    let dates = [
        Inbox::created.eq(day) | Inbox::created.on(day, &zone) | Inbox::created.is_in([day]),
        Inbox::created.between(day, at) & Inbox::created.lt(&local) & Inbox::created.le(local.clone()),
        Inbox::sent.gt(day) | Inbox::sent.on(day, &zone) | Inbox::sent.is_none() | Inbox::saved.ge(at),
    ];
    let word = String::from("x");
    let texts = [
        Inbox::subject.eq("x") | Inbox::subject.ne(&word) | Inbox::subject.is_in(["a", "b"].iter()),
        Inbox::subject.contains(word) & Inbox::subject.starts_with("x") & Inbox::subject.ends_with("x"),
        Inbox::subject.like("%") & Inbox::subject.ilike("%") & Inbox::subject.matches("x") & Inbox::subject.is_some(),
        Inbox::sender.eq("a@x.org") | Inbox::sender.eq(Address::from("a@x.org")) | Inbox::cc.is_in(["a@x.org"]),
        Inbox::bcc.is_empty() & Inbox::references.is_empty() & Inbox::references.contains("1@x"),
        Inbox::message_id.eq("<1@x>") | Inbox::in_reply_to.is_some() | Inbox::mime.eq("text/plain"),
        Inbox::content.contains("x") | Inbox::text.contains("x") | Inbox::keywords.contains("$Forwarded"),
        Inbox::email_id.eq("M1") | Inbox::thread_id.is_in(["T1"]) | Inbox::encoding.is_none(),
        !Inbox::attachments.is_empty()
            & Inbox::attachments.any(AttachmentInfo::name.ends_with(".pdf") | AttachmentInfo::media_type.eq("a/b")),
    ];
    let mut all = Expr::all_of(flags) & Expr::any_of(numbers) | Expr::all_of(dates).not().or(Expr::any_of(texts));
    all &= unread();
    all |= AnyMailbox::flagged.eq(true).and(Inbox::seen.eq(true));
    let (_, _): (Expr<Inbox>, Expr<Orders>) = (
        unread() & all.clone(),
        Orders::shipped.eq(true) & Order::priority.eq("1") & unread()
            | (Order::subject.contains("x") & Orders::size.gt(5)),
    );
    let _: Expr<Order> = Order::priority.is_some() & Marks::urgent.eq(true) & unread();
    let query: Query<Inbox> = Inbox::filter(all).order_by(Inbox::size.asc()).order_by(AnyMailbox::uid.desc());
    let query = query.limit(10).offset(20).exact().max_bytes(1 << 20).filter(unread());
    assert!(format!("{query:?}").starts_with(r#"in_mailbox("INBOX").filter("#));
    let both: [Assignment<Inbox>; 2] = [Inbox::keywords.add("a"), Inbox::draft.set(false)];
    let update: Update = query.update(both).unchanged_since(7);
    let _ =
        (update, query.update(vec![AnyMailbox::keyword("$x").set(true)]), Lists::all().update(Lists::muted.set(true)));
    let _: (Delete, Move, Move, Move) = (
        query.delete().unchanged_since(7).without_uidplus(WithoutUidPlus::LeaveMarked),
        query.move_to(Sent),
        query.copy_to("Archive/2025"),
        query.trash().unchanged_since(7),
    );
    let newest: Ordering<Inbox> = Inbox::uid.desc();
    let names: [MailboxName; 2] = [Sent::mailbox(), Message::mailbox()];
    assert_eq!(names[1], Inbox::mailbox());
    let _ = (query.order_by(newest), query.move_to(&names[0]), Spam, Umlaut::all(), Spam::not_junk.eq(true));
    let insert: Insert = Inbox::insert(letter(vec![], local));
    let _ = (insert, Order::in_mailbox("Drafts").insert(NewMessage::from_rfc822("Subject: x\r\n\r\n")));
}

/// For every mailbox.
fn unread() -> Expr<AnyMailbox> {
    AnyMailbox::seen.eq(false) & !AnyMailbox::header("X-Spam").contains("yes") & AnyMailbox::keyword("$x").eq(false)
}

fn letter(file: Vec<u8>, at: Zoned) -> NewMessage {
    let to = Address { name: Some("D".into()), email: "d@y.org".into() };
    let new = NewMessage::new().sender("a@x.org").to(["b@y.org"]).cc(vec![String::from("c@y.org")]).bcc([to]);
    let new = new.subject("hi").text("hello").html("<p>hello</p>").attachment("a.pdf", "application/pdf", file);
    new.header("X-Foo", "bar").seen(true).keyword("work").created(at)
}

/// Types of what is read.
#[allow(dead_code)]
fn reading(dal: &Dal, connection: &Connection) -> Result<()> {
    let all = Inbox::all();
    let (_, _): (u64, bool) = (all.count(dal)?, all.exists(connection)?);
    let _: Vec<Message> = all.select_as::<Message>().load(dal)?;
    let _: Vec<(Uid, Option<String>)> = all.select((Inbox::uid, AnyMailbox::subject)).load(dal)?;
    let _: Vec<(Title, Vec<Attachment>)> =
        all.select((Inbox::subject.read_as(), Inbox::attachments.read_as::<Vec<Attachment>>())).load(dal)?;
    let _: usize = all.select(Inbox::attachments.read_as::<Files>()).load(dal)?.iter().map(|files| files.0.len()).sum();
    let _: Vec<(bool, Option<String>)> = Lists::all().select((Lists::muted, Lists::list_id)).load(dal)?;
    let _: Option<Message> = Message::filter(Message::list_id.contains("dev") & Message::junk.eq(false)).first(dal)?;
    let _: Vec<Uid> = all.uids(dal)?;
    let (plan, measured): (Explain, Explain) = (all.explain(dal)?, all.explain_analyze(dal)?);
    let _ = format!("{plan} {measured}");
    let mut rows: Rows<Message> = all.select_as::<Message>().stream(dal)?;
    let _: Option<Result<Message>> = rows.next();
    for order in Orders::all().stream(dal)? {
        let Order { uid, created, sent, subject, priority, marks, notes } = order?;
        let _ = (uid.get(), uid.validity(), created, sent, subject, priority.0, notes);
        let _ = (marks.seen, marks.flagged, marks.urgent);
    }
    for row in all.load(dal)? {
        let row: Row = row;
        let _: Option<String> = row.get(Inbox::subject)?;
        let (_, title, keywords): (Vec<Address>, Option<Title>, Keywords) =
            row.get((Inbox::sender, Inbox::subject.read_as(), AnyMailbox::keywords))?;
        let _ = (title.map(|title| title.0), keywords.contains("work"), keywords.iter().next(), keywords.len());
    }
    for parts in all.select_as::<Parts>().load(dal)? {
        let _ = (parts.size(), parts.r#type);
    }
    for Message { uid, subject, from, seen, list_id, junk, attachments } in all.select_as().load(dal)? {
        let Address { name, email } = from.unwrap_or_else(|| "nobody@x.org".into());
        let _ = (uid, subject, seen, list_id, junk, name, email);
        let _ = attachments.iter().map(|file| (file.name.as_deref(), file.size, file.file_name())).next();
    }
    Ok(())
}

type Short = (Uid, u32, bool, Keywords, Zoned, Option<Zoned>, u64, Option<String>);
type Long = (Vec<Address>, Vec<String>, u64, Option<String>, Vec<TextPart>, Vec<AttachmentInfo>, String, Vec<u8>);

#[allow(dead_code)]
fn native(dal: &Dal) -> Result<(Vec<Short>, Option<Long>)> {
    type M = AnyMailbox;
    let all = M::in_mailbox("INBOX").all();
    let short = all.select((M::uid, M::seq, M::seen, M::keywords, M::created, M::sent, M::size, M::mime));
    let long =
        all.select((M::to, M::references, M::modseq, M::email_id, M::content, M::attachments, M::preview, M::email));
    Ok((short.load(dal)?, long.first(dal)?))
}

/// Code over mailboxes, sources, columns, rows and executors.
#[allow(dead_code)]
fn general<M: Mailbox, S: Source, T: ImapModel, R: FromRow>(
    query: &Query<S>,
    (text, flag): (Column<S, FreeText>, Column<S, SystemFlag>),
    on: &impl Executor,
) -> Result<u64> {
    let _: Option<M::Row> = M::filter(unread()).order_by(AnyMailbox::uid.desc()).first(on)?;
    let _: Vec<Option<String>> =
        S::in_mailbox("x").filter(text.is_some() & flag.eq(true) & unread()).select(text).load(on)?;
    let (_, _): (Vec<T>, Vec<R>) = (T::in_mailbox("x").all().load(on)?, query.select_as().load(on)?);
    query.count(on)
}

#[allow(dead_code)]
fn writing(dal: &Dal, info: &MailboxInfo, raw: Vec<u8>, at: Zoned) -> Result<()> {
    let some = Inbox::filter(Inbox::uid.is_in([Uid::new(1)]));
    let many = (Inbox::seen.set(true), AnyMailbox::flagged.set(false), Inbox::keywords.remove("b"));
    let Affected { matched, changed, conflicts, vanished, .. } = some.update(many).execute(dal)?;
    let Moved { matched: moved, uids, .. } = some.move_to(Sent).execute(dal)?;
    let (_, _): ([u64; 3], [Vec<Uid>; 2]) = ([matched, changed, moved], [conflicts, vanished]);
    let _: Vec<(Uid, Uid)> = uids;
    some.copy_to(info).execute(dal)?;
    let planned: Planned = some.delete().plan(dal)?;
    match some.delete().execute_plan(dal, planned.clone()) {
        Err(Error::OutcomeUnknown { token, .. }) => imap_dal::resume(dal, token)?.matched,
        other => other?.matched,
    };
    let uid: Uid = Inbox::insert(letter(raw, at)).execute(&dal.connection()?)?;
    Message::filter(Message::uid.eq(uid)).delete().execute(dal)?;
    let _ = planned.to_string();
    Ok(())
}

#[allow(dead_code)]
fn connecting(url: &str) -> Result<Dal> {
    let builder = Dal::builder(url).pool_size(4).timeout(Duration::from_secs(30)).root_certificate("ca.pem");
    let builder = builder.pipelining(false).hide_capabilities(["MOVE", "ESEARCH"]);
    let dal = builder.profile(Profile::default().text_keys(TextKeys::Substring)).connect()?;
    for mailbox in dal.mailboxes()? {
        let (_, _, role): (&str, &[String], Option<Role>) = (mailbox.name(), mailbox.attributes(), mailbox.role());
        if role != Some(Role::Sent) {
            AnyMailbox::in_mailbox(&mailbox).filter(AnyMailbox::sender.contains("gumby")).delete().execute(&dal)?;
        }
    }
    let connection: Connection = dal.connection()?;
    let _: Vec<String> = connection.capabilities()?;
    connection.with_imap(|session| session.noop().map(drop))?;
    Ok(dal)
}

/// The server in the process, which stops when it is dropped.
#[allow(dead_code)]
fn embedded(messages: Vec<Vec<u8>>) -> std::result::Result<u64, Box<dyn std::error::Error>> {
    let builder = imap_dal_embedded::EmbeddedServer::builder().user("alice", "secret");
    let server = builder.mailbox("INBOX", messages).mailbox("Sent", ["Subject: hi\r\n\r\nhello"]).start()?;
    Ok(Inbox::all().count(&Dal::connect(server.url())?)?)
}

#[allow(dead_code)]
const fn what_now(error: &Error) -> &'static str {
    match error {
        Error::Connect { .. } | Error::Tls { .. } | Error::Auth { .. } | Error::Timeout { .. } | Error::Bye { .. } => {
            "try again"
        }
        Error::No { .. } | Error::Bad { .. } | Error::Protocol { .. } | Error::Limit { .. } => "another server",
        Error::MailboxNotFound { .. } | Error::UidValidityChanged { .. } | Error::PlanChanged { .. } => "look again",
        Error::Busy { .. } | Error::Decode { .. } | Error::InvalidInput { .. } | Error::Unsupported { .. } => "mend it",
        Error::OutcomeUnknown { .. } => "resume",
        _ => "read the message",
    }
}

const _: () = {
    const fn shared<T: Clone + Send + Sync + 'static>() {}
    const fn sent<T: Send + 'static>() {}
    const fn error<T: std::error::Error + Send + Sync + 'static>() {}
    const fn value<T: Copy + Ord + std::hash::Hash + std::fmt::Display + Send + Sync>() {}
    const fn handle<T: Copy + std::fmt::Debug + Send + Sync>() {}
    shared::<(Dal, Query<Inbox, Message>, Expr<Inbox>, Planned)>();
    shared::<(Update, Delete, Move, Insert, NewMessage, Assignment<Inbox>, Ordering<Inbox>)>();
    shared::<(MailboxInfo, MailboxName, Address, AttachmentInfo, Attachment, TextPart, Keywords, Role, Profile)>();
    sent::<(Connection, Rows<Message>, Row)>();
    error::<Error>();
    value::<Uid>();
    handle::<Column<Inbox, FreeText>>();
};

#[allow(dead_code)]
const DAY: Date = Date::constant(2026, 5, 1);
