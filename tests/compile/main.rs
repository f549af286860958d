//! The names, shapes, bounds and typical uses that programs outside the project rely on. It must compile, with no warning.
//! It is read, not run. What the operators mean is in `semantics.md`.
#![deny(warnings)]
use imap_dal::jiff::{Timestamp, Zoned, civil::Date, tz::TimeZone};
use imap_dal::kind::{AttachmentList, FreeText, HeaderText, SystemFlag};
use imap_dal::prelude::*;
use imap_dal::{
    Affected, Assignment, Cell, Delete, Error, Explain, Insert, MailboxInfo, MailboxName, Move, Moved, Needs, Ordering,
    Planned, Profile,
};
use imap_dal::{Result, Role, Row, Rows, TextKeys, Update, WithoutUidPlus};
use std::{collections::HashMap, time::Duration};

// ---- mailboxes! --------------------------------------------------------------------------------------------------
mailboxes! {
    /// A name. Rows are `imap_dal::Row`.
    pub Inbox => "INBOX";
    /// A role: the server's own name, resolved once connected.
    pub Sent => role Sent;
    /// Rows of a model; the model's own columns are usable here.
    pub Archive: Mail => "Archive/2026";
    /// Columns of its own.
    pub Bills => "Bills" {
        /// Which list sent it.
        header  list_id => "List-Id";
        keyword paid    => "$Paid";
    }
    /// Everything at once; names are decoded, visibility is any, attributes are kept, `;` after `}` is optional.
    #[derive(PartialEq)]
    pub(crate) Junk: Mail => role Junk { keyword not_junk => "$NotJunk" };
    Umlaut => "Entwürfe";
}

// Beside other items, in a module or a function body; `crate = path;` first when the crate goes by another name.
mod work {
    use imap_dal as db;
    db::mailboxes! { crate = db; pub Projects => "Projects/Alpha"; }
}

// ---- #[derive(ImapModel)] ----------------------------------------------------------------------------------------
/// Tied to a mailbox. Private fields, doc comments and other derives are fine.
#[derive(ImapModel, Debug, Clone, PartialEq)]
#[imap(mailbox = "INBOX")]
struct Message {
    uid: Uid,
    subject: Option<String>,
    /// The column has another name than the field; in queries it stays `Message::sender`.
    #[imap(column = sender)]
    from: Option<Address>,
    seen: bool,
    /// Becomes the column `Message::list_id`.
    #[imap(header = "List-Id")]
    list_id: Option<String>,
    #[imap(keyword = "$Junk")]
    junk: bool,
    attachments: Vec<AttachmentInfo>,
}

/// Not tied to a mailbox: `Mail::in_mailbox(name)`, or as rows of mailboxes.
#[derive(ImapModel, Debug)]
pub struct Mail {
    pub uid: Uid,
    pub created: Zoned,
    pub sent: Option<Timestamp>,
    #[imap(default)]
    pub subject: String, // missing: `Default::default()` instead of an error
    #[imap(header = "X-Priority", default)]
    pub priority: Priority,
    #[imap(flatten)]
    pub flags: Flags, // another row type; its own columns are usable in queries on `Mail`
    #[imap(skip)]
    pub note: HashMap<String, String>, // never read: `Default::default()`
}

#[derive(ImapModel, Debug, Clone, Copy)]
pub struct Flags {
    pub seen: bool,
    pub flagged: bool,
    #[imap(keyword = "work")]
    pub work: bool,
}

/// A pure row type: no columns, no functions, so any method name is free. `crate = path` when the crate goes by another name.
#[derive(ImapModel, Debug)]
#[imap(no_columns, crate = imap_dal)]
pub struct Parts {
    content: Vec<TextPart>,
    attachments: Vec<Attachment>,
    #[imap(column = content)]
    text: Option<String>,
    #[imap(column = attachments)]
    how_many: usize,
    #[imap(column = attachments)]
    has_any: bool,
    #[imap(column = sender)]
    authors: Vec<Address>,
    #[imap(column = sender)]
    author: String,
    #[imap(column = email)]
    raw: Vec<u8>,
    #[imap(header = "List-Id")]
    r#type: Option<Title>,
}
impl Parts {
    fn size(&self) -> usize {
        let data: usize = self.attachments.iter().map(|a| a.data.len() + a.info.size as usize).sum();
        let text: usize = self.content.iter().map(|p| p.text.len() + p.media_type.len()).sum();
        data + text
            + self.raw.len()
            + self.how_many
            + usize::from(self.has_any)
            + self.authors.len()
            + self.author.len()
    }
}

// ---- columns into own types --------------------------------------------------------------------------------------
/// For one kind. An error of the reading names mailbox, uid and column.
#[derive(Debug, Default)]
pub struct Priority(u8);
impl FromColumn<HeaderText> for Priority {
    fn from_column(cell: Cell<'_, HeaderText>) -> Result<Self> {
        String::from_column(cell)?.parse().map(Priority).map_err(|e| cell.error(e))
    }
}
/// For every kind that a `String` is read from.
#[derive(Debug)]
pub struct Title(String);
impl<K> FromColumn<K> for Title
where
    String: FromColumn<K>,
{
    const NEEDS: Needs = <String as FromColumn<K>>::NEEDS;
    fn from_column(cell: Cell<'_, K>) -> Result<Self> {
        String::from_column(cell).map(Title)
    }
}
/// What must be fetched is part of the type, also through `Option` and own types.
pub struct Files(Vec<Attachment>);
impl FromColumn<AttachmentList> for Files {
    const NEEDS: Needs = <Vec<Attachment> as FromColumn<AttachmentList>>::NEEDS;
    fn from_column(cell: Cell<'_, AttachmentList>) -> Result<Self> {
        <Vec<Attachment>>::from_column(cell).map(Files)
    }
}
const _: Needs = <Option<Files> as FromColumn<AttachmentList>>::NEEDS;

// ---- expressions -------------------------------------------------------------------------------------------------
fn operators(
    day: Date,
    at: Timestamp,
    local: &Zoned,
    zone: &TimeZone,
    uids: &[Uid],
    n: u32,
    word: String,
) -> Vec<Expr<Inbox>> {
    vec![
        Inbox::seen.eq(false),
        Inbox::answered.ne(true),
        Inbox::deleted.eq(true),
        Inbox::draft.eq(false),
        Inbox::flagged.is_in([true]),
        Inbox::recent.eq(true),
        Inbox::keywords.contains("$Forwarded"),
        // uids: `Uid` or `u32`
        Inbox::uid.eq(5),
        Inbox::uid.eq(n),
        Inbox::uid.ne(Uid::new(5)),
        Inbox::uid.lt(5),
        Inbox::uid.le(n),
        Inbox::uid.gt(uids[0]),
        Inbox::uid.ge(5),
        Inbox::uid.between(5, uids[0]),
        Inbox::uid.is_in(uids),
        Inbox::uid.is_in(uids.iter().copied()),
        Inbox::uid.is_in([1, 2, 3]),
        Inbox::uid.is_in(vec![n]),
        Inbox::uid.is_in(1..=9),
        Inbox::uid.is_in(Vec::<Uid>::new()), // none
        // numbers: `u64`
        Inbox::size.lt(6000),
        Inbox::size.between(1, 1 << 40),
        Inbox::size.is_in([1, 2]),
        Inbox::size.ne(7),
        Inbox::modseq.gt(7),
        Inbox::modseq.ge(u64::MAX),
        // dates: the day as the server prints it; the day in a zone; an instant
        Inbox::created.eq(day),
        Inbox::created.ne(day),
        Inbox::created.on(day, zone),
        Inbox::created.ge(at),
        Inbox::created.lt(local),
        Inbox::created.le(local.clone()),
        Inbox::created.between(day, at),
        Inbox::created.is_in([day]),
        Inbox::sent.gt(day),
        Inbox::sent.on(day, zone),
        Inbox::sent.is_none(),
        Inbox::saved.is_some(),
        Inbox::saved.ge(at),
        // text: `&str`, `String`, `&String`
        Inbox::subject.eq("x"),
        Inbox::subject.ne(&word),
        Inbox::subject.is_in(["a", "b"]),
        Inbox::subject.is_in(vec![word.clone()]),
        Inbox::subject.is_in(["a", "b"].iter()),
        Inbox::subject.contains(word),
        Inbox::subject.starts_with("x"),
        Inbox::subject.ends_with("x"),
        Inbox::subject.like("Re:%"),
        Inbox::subject.ilike("re:%"),
        Inbox::subject.matches(r"^\d+$"),
        Inbox::subject.is_none(),
        Inbox::subject.is_some(),
        Inbox::mime.eq("text/plain"),
        Inbox::encoding.is_none(),
        Inbox::sender.eq("a@x.org"),
        Inbox::to.contains("gumby"),
        Inbox::cc.is_in(["a@x.org"]),
        Inbox::bcc.is_empty(),
        Inbox::reply_to.ne("a@x.org"),
        Inbox::message_id.eq("<1@x>"),
        Inbox::in_reply_to.is_some(),
        Inbox::in_reply_to.contains("@x"),
        Inbox::references.contains("1@x"),
        Inbox::references.is_empty(),
        Inbox::content.contains("x"),
        Inbox::text.contains("x"),
        Inbox::email_id.eq("M1"),
        Inbox::thread_id.is_in(["T1", "T2"]),
        // attachments: the columns of `AttachmentInfo`
        Inbox::attachments.is_empty(),
        Inbox::attachments.any(
            AttachmentInfo::name.ends_with(".pdf") & AttachmentInfo::size.gt(1000)
                | AttachmentInfo::media_type.eq("image/png"),
        ),
    ]
}

/// A condition for every mailbox, kept apart from any.
fn unread() -> Expr<AnyMailbox> {
    AnyMailbox::seen.eq(false)
        & !AnyMailbox::header("X-Spam").contains("yes")
        & AnyMailbox::keyword("$Phishing").eq(false)
}

fn combining(many: Vec<Expr<Inbox>>) -> (Expr<Inbox>, Expr<Archive>) {
    let mut q = !Inbox::seen.eq(false) | Inbox::size.lt(1) & Inbox::flagged.eq(true);
    q &= Inbox::size.gt(1);
    q |= unread(); // `AnyMailbox` fits every mailbox ..
    q &= AnyMailbox::flagged.eq(true).or(Inbox::seen.eq(true)); // .. on either side; the narrower type remains
    q = unread() & q.and(Inbox::draft.eq(false)).or(unread()).not() | Expr::all_of(many.clone());
    q = q & Expr::any_of(many) & Expr::any_of([Inbox::uid.eq(1), Inbox::uid.eq(2)]);
    let a = Archive::seen.eq(true) & Mail::priority.eq("1")
        | (Mail::subject.contains("x") & Archive::size.gt(5) & unread());
    let _: Expr<Mail> = Mail::priority.is_some() & Flags::work.eq(true) & unread();
    let _ = format!("{:?}", q.clone());
    (q, a)
}

// ---- queries -----------------------------------------------------------------------------------------------------
fn reading(dal: &Dal, date: Date, zone: &TimeZone) -> Result<()> {
    let mut q = Inbox::seen.eq(false);
    q &= Inbox::created.on(date, zone);
    let today: Query<Inbox> = Inbox::filter(q); // a value: every method takes `&self`
    let (n, any): (u64, bool) = (today.count(dal)?, today.exists(dal)?);
    let rows: Vec<Message> = today.select_as::<Message>().load(dal)?;
    let pairs: Vec<(Uid, Option<String>)> = today.select((Inbox::uid, AnyMailbox::subject)).load(dal)?;
    let single: Vec<Option<String>> = today.select(Inbox::subject).load(dal)?;
    let titles: Vec<(Uid, Title, Vec<Attachment>)> = today
        .select((Inbox::uid, Inbox::subject.read_as(), Inbox::attachments.read_as::<Vec<Attachment>>()))
        .load(dal)?;
    let files: usize = today.select(Inbox::attachments.read_as::<Files>()).load(dal)?.iter().map(|f| f.0.len()).sum();
    let custom: Vec<(bool, Option<String>)> =
        Bills::all().select((Bills::paid, AnyMailbox::header("X-Foo"))).load(dal)?;
    let first: Option<Message> =
        Message::filter(Message::list_id.contains("dev") & Message::junk.eq(false)).first(dal)?;
    let newest: Ordering<Inbox> = Inbox::uid.desc();
    let uids: Vec<Uid> = today.order_by(newest).uids(dal)?;
    let page = Inbox::all()
        .order_by(AnyMailbox::created.desc())
        .order_by(Inbox::size.asc())
        .limit(10)
        .offset(20)
        .exact()
        .max_bytes(1 << 20)
        .select_as::<Mail>();
    let mails: Vec<Mail> = page.filter(unread() & AnyMailbox::created.ge(date)).load(dal)?; // narrows
    let explain: Explain = page.explain(dal)?;
    println!("{explain} {} {n} {any} {page:?}", today.explain_analyze(dal)?);
    let mut stream: Rows<Message> = today.select_as::<Message>().stream(dal)?; // constant memory
    let one: Option<Result<Message>> = stream.next();
    for row in Archive::all().stream(dal)? {
        let mail: Mail = row?;
        println!(
            "{} {} {:?} {} {:?} {:?}",
            mail.uid,
            mail.subject,
            mail.sent,
            mail.created,
            mail.priority.0,
            (mail.flags.seen, mail.flags.flagged, mail.flags.work, mail.note)
        );
    }
    for row in Inbox::all().load(dal)? {
        let row: Row = row; // without a model: every column that needs no body
        let subject: Option<String> = row.get(Inbox::subject)?;
        let (from, title, keywords): (Vec<Address>, Option<Title>, Keywords) =
            row.get((Inbox::sender, Inbox::subject.read_as(), AnyMailbox::keywords))?;
        println!(
            "{subject:?} {from:?} {:?} {} {:?}",
            title.map(|t| t.0),
            keywords.contains("work"),
            keywords.iter().collect::<Vec<&str>>()
        );
    }
    for part in Inbox::all().select_as::<Parts>().stream(dal)? {
        let part = part?;
        println!("{} {:?} {:?}", part.size(), part.text, part.r#type);
    }
    for m in rows.iter().filter(|m| m.seen || m.junk) {
        let Address { name, email } = m.from.clone().unwrap_or_else(|| "nobody@x.org".into());
        println!("{} {:?} {:?} {name:?} {email}", m.uid.get(), m.uid.validity(), (&m.subject, &m.list_id));
        for a in &m.attachments {
            let (name, size, path): (Option<&str>, u64, String) = (a.name.as_deref(), a.size, a.file_name()); // `file_name` is safe to write to
            println!("{name:?} {} {size} {path}", a.media_type);
        }
    }
    drop((pairs, single, titles, files, custom, first, uids, mails, one));
    Ok(())
}

// What `select` yields for each kind; two to eight columns.
type Short = (Uid, u32, bool, Keywords, Zoned, Option<Zoned>, u64, Option<String>);
type Long = (Vec<Address>, Vec<String>, u64, Option<String>, Vec<TextPart>, Vec<AttachmentInfo>, String, Vec<u8>);
fn native(dal: &Dal) -> Result<(Vec<Short>, Option<Long>)> {
    type M = AnyMailbox;
    let q = M::in_mailbox("INBOX").all();
    let short = q.select((M::uid, M::seq, M::seen, M::keywords, M::created, M::sent, M::size, M::mime));
    let long =
        q.select((M::to, M::references, M::modseq, M::email_id, M::content, M::attachments, M::preview, M::email));
    Ok((short.load(dal)?, long.first(dal)?))
}

// On one connection, and on either; helpers may run several queries.
fn on_connection(connection: &Connection) -> Result<u64> {
    Ok(Inbox::all().count(connection)? + Sent::all().count(connection)?)
}
fn on_either(on: &impl Executor) -> Result<u64> {
    Ok(Inbox::filter(unread()).count(on)? + Inbox::all().count(on)?)
}
// Over mailboxes, sources, columns, rows.
fn newest<M: Mailbox>(dal: &Dal) -> Result<Option<M::Row>> {
    M::filter(unread()).order_by(AnyMailbox::uid.desc()).first(dal)
}
fn texts<S: Source>(
    name: &str,
    column: Column<S, FreeText>,
    flag: Column<S, SystemFlag>,
    dal: &Dal,
) -> Result<Vec<Option<String>>> {
    S::in_mailbox(name).filter(column.is_some() & flag.eq(true) & unread()).select(column).load(dal)
}
fn rows<T: FromRow, S: Source>(query: &Query<S>, dal: &Dal) -> Result<Vec<T>> {
    query.select_as::<T>().load(dal)
}
fn model<T: ImapModel>(name: &str, dal: &Dal) -> Result<Vec<T>> {
    T::in_mailbox(name).all().load(dal)
}

// ---- mutations ---------------------------------------------------------------------------------------------------
fn writing(dal: &Dal, rows: &[Message], info: &MailboxInfo) -> Result<()> {
    let mine = Inbox::filter(Inbox::uid.is_in(rows.iter().map(|m| m.uid)));
    let done: Affected = mine.update(Inbox::seen.set(true)).execute(dal)?;
    mine.update((
        Inbox::seen.set(true),
        AnyMailbox::flagged.set(false),
        Inbox::keywords.add("a"),
        Inbox::keywords.remove("b"),
    ))
    .execute(dal)?;
    let both: [Assignment<Inbox>; 2] = [Inbox::keywords.add("a"), Inbox::draft.set(false)];
    let update: Update = mine.update(both).unchanged_since(7);
    update.execute(dal)?;
    mine.update(vec![AnyMailbox::keyword("$x").set(true)]).execute(dal)?;
    Bills::all().update(Bills::paid.set(true)).execute(dal)?; // only after `filter(..)` or the explicit `all()`
    mine.delete().unchanged_since(7).without_uidplus(WithoutUidPlus::LeaveMarked).execute(dal)?;
    let move_to: Move = mine.move_to(Archive); // a mailbox of `mailboxes!`, a model's, a name, a mailbox found
    let moved: Moved = move_to.execute(dal)?;
    mine.move_to(Message::mailbox()).execute(dal)?;
    mine.copy_to("Archive/2025").execute(dal)?;
    mine.copy_to(info).execute(dal)?;
    let trashed: Moved = mine.trash().execute(dal)?;
    println!(
        "{} {} {:?} {:?} {} {:?} {trashed:?}",
        done.matched,
        done.changed,
        done.conflicts,
        done.vanished,
        moved.matched,
        moved.uids.first().map(|(old, new)| (old.get(), new.get()))
    );

    let delete: Delete = mine.delete();
    let planned: Planned = delete.plan(dal)?; // `Display`: what would be done
    println!("{planned}");
    match delete.execute_plan(dal, planned.clone()) {
        Err(Error::PlanChanged { .. }) => println!("somebody was there"),
        Err(Error::OutcomeUnknown { token, .. }) => println!("{:?}", imap_dal::resume(dal, token)?.matched), // completes, without doubling
        other => println!("{:?}", other?.matched),
    }
    Ok(())
}

fn inserting(dal: &Dal, raw: Vec<u8>, at: Zoned) -> Result<()> {
    let new = NewMessage::new()
        .sender("a@x.org")
        .to(["b@y.org"])
        .cc(vec![String::from("c@y.org")])
        .bcc([Address { name: Some("D".into()), email: "d@y.org".into() }]);
    let new = new
        .subject("hi")
        .text("hello")
        .html("<p>hello</p>")
        .attachment("a.pdf", "application/pdf", raw.clone())
        .header("X-Foo", "bar")
        .seen(true)
        .keyword("work")
        .created(at);
    let insert: Insert = Inbox::insert(new.clone());
    let uid: Uid = insert.execute(dal)?;
    AnyMailbox::in_mailbox("Drafts").insert(NewMessage::from_rfc822(raw)).execute(dal)?;
    Mail::in_mailbox("Drafts").insert(new).execute(&dal.connection()?)?;
    Message::filter(Message::uid.eq(uid)).delete().execute(dal)?;
    Ok(())
}

// ---- connections -------------------------------------------------------------------------------------------------
fn connecting(url: &str) -> Result<Dal> {
    let dal = Dal::builder(url)
        .pool_size(4)
        .timeout(Duration::from_secs(30))
        .root_certificate("ca.pem")
        .pipelining(false)
        .hide_capabilities(["MOVE", "ESEARCH"]);
    let dal = dal.profile(Profile::default().text_keys(TextKeys::Substring)).connect()?;
    let mut deleted = 0;
    for mailbox in dal.mailboxes()? {
        let (name, attributes, role): (&str, &[String], Option<Role>) =
            (mailbox.name(), mailbox.attributes(), mailbox.role());
        println!("{name} {attributes:?} {}", role == Some(Role::Sent));
        deleted += AnyMailbox::in_mailbox(&mailbox)
            .filter(AnyMailbox::sender.contains("gumby"))
            .delete()
            .execute(&dal)?
            .matched;
    }
    let names: [MailboxName; 2] = [Sent::mailbox(), Message::mailbox()];
    let connection: Connection = dal.connection()?;
    let capabilities: Vec<String> = connection.capabilities()?;
    connection.with_imap(|session| session.noop().map(drop))?; // the session of crate `imap`, `imap_dal::imap`
    println!("{deleted} {names:?} {} {:?}", capabilities.join(" "), model::<Mail>("Sent", &dal)?);
    println!(
        "{}",
        on_connection(&connection)?
            + on_either(&connection)?
            + on_either(&dal)?
            + work::Projects::all().count(&dal)?
            + Umlaut::all().count(&dal)?
    );
    let newest: Option<Mail> = newest::<Junk>(&dal)?;
    let junk: Vec<Message> = rows(&Junk::filter(Junk::not_junk.eq(false)), &dal)?;
    println!("{newest:?} {junk:?} {:?}", texts("INBOX", Mail::subject, Mail::seen, &dal)?);
    Ok(dal.clone())
}

fn what_now(error: &Error) -> &'static str {
    match error {
        Error::Connect { .. } | Error::Tls { .. } | Error::Auth { .. } | Error::Timeout { .. } | Error::Bye { .. } => {
            "try again"
        }
        Error::No { .. }
        | Error::Bad { .. }
        | Error::Protocol { .. }
        | Error::Limit { .. }
        | Error::Unsupported { .. } => "another server",
        Error::MailboxNotFound { .. } | Error::UidValidityChanged { .. } | Error::PlanChanged { .. } => "look again",
        Error::Busy { .. } | Error::Decode { .. } | Error::InvalidInput { .. } => "mend the program",
        Error::OutcomeUnknown { .. } => "resume",
        _ => "read the message",
    }
}

// ---- what may cross threads --------------------------------------------------------------------------------------
const _: () = {
    const fn shared<T: Clone + Send + Sync + 'static>() {}
    const fn sent<T: Send + 'static>() {}
    const fn error<T: std::error::Error + Send + Sync + 'static>() {}
    const fn value<T: Copy + Ord + std::hash::Hash + std::fmt::Display + Send + Sync>() {}
    const fn handle<T: Copy + std::fmt::Debug + Send + Sync>() {}
    shared::<(Dal, Query<Inbox, Message>, Expr<Inbox>, Planned)>();
    sent::<(Connection, Rows<Message>, Row)>();
    error::<Error>();
    value::<Uid>();
    handle::<Column<Inbox, FreeText>>();
};

fn main() -> Result<()> {
    let dal = connecting("imaps://alice:secret@mail.example.org")?;
    let (day, now, zone) = (Date::constant(2026, 5, 1), Timestamp::UNIX_EPOCH, TimeZone::UTC);
    let (any, archive) =
        combining(operators(day, now, &now.to_zoned(zone.clone()), &zone, &[Uid::new(1)], 1, "x".into()));
    println!("{} {}", Inbox::filter(any).count(&dal)?, Archive::filter(archive).count(&dal)?);
    reading(&dal, day, &zone)?;
    println!("{:?}", native(&dal)?);
    writing(&dal, &[], &dal.mailboxes()?[0])?;
    inserting(&dal, vec![], now.to_zoned(zone))?;
    let _ = what_now;
    Ok(())
}
