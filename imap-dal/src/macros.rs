//! The two macros, documented where users read them, and the trait that the derive promises.

use crate::{FromRow, Source};

/// Makes a struct a model: each field reads a column of the fixed IMAP schema, by its name.
///
/// ```no_run
/// use imap_dal::{Result, prelude::*};
///
/// #[derive(ImapModel, Debug)]
/// #[imap(mailbox = "INBOX")]
/// struct Message {
///     uid: Uid,
///     subject: Option<String>,
///     #[imap(column = sender)]
///     from: Option<Address>,
///     seen: bool,
///     #[imap(header = "List-Id")]
///     list_id: Option<String>,
///     #[imap(keyword = "$Junk")]
///     junk: bool,
///     attachments: Vec<AttachmentInfo>, // metadata only: nothing is downloaded
/// }
///
/// fn main() -> Result<()> {
///     let dal = Dal::connect("imaps://alice:secret@mail.example.org")?;
///     let wanted = Message::filter(Message::seen.eq(false) & Message::list_id.contains("dev"));
///     for message in wanted.load(&dal)? {
///         println!("{message:?}");
///     }
///     Ok(())
/// }
/// ```
///
/// The struct becomes
/// - a **source**: every [fixed column](crate::AnyMailbox#implementations) is a constant of it, whether or not it has
///   such a field (`Message::size`), and so is every custom column of its fields (`Message::list_id`);
/// - a **row type**: any query yields it by [`select_as`](crate::Query::select_as), and a mailbox of
///   [`mailboxes!`](crate::mailboxes) may have it as its rows;
/// - a **mailbox**, with `#[imap(mailbox = ..)]`: `Message::all()`, `Message::filter(..)`, `Message::insert(..)`.
///
/// Only what the fields need is fetched. What a field's type may be is said at [`FromColumn`](trait@crate::FromColumn):
/// the column's own type, another that it can be read as, or one of yours. A value that a message lacks needs `Option`
/// or `default`, else it is an error of that row.
///
/// The struct has named fields and no generics. No field may be called like a function of a source (`all`, `filter`,
/// `insert`, `in_mailbox`, `mailbox`, `delete`, `count`) if it has a custom column.
///
/// # Attributes of the struct
///
/// ### `mailbox = "NAME"`
/// Ties it to a mailbox, named as people read it: `"Entwürfe"`, `"Projects/Alpha"`.
///
/// Without it, the mailbox is named at run time, or declared by `mailboxes!`:
/// ```
/// use imap_dal::prelude::*;
///
/// #[derive(ImapModel)]
/// struct Mail {
///     uid: Uid,
/// }
/// mailboxes! { Archive: Mail => "Archive"; }
///
/// let drafts: Query<Mail> = Mail::in_mailbox("Drafts").all();
/// let archive: Query<Archive, Mail> = Archive::filter(Mail::flagged.eq(true));
/// # let _ = (drafts, archive);
/// ```
///
/// ### `no_columns`
/// Makes a pure row type: no columns, no functions, so that its methods may have any name. It has no mailbox.
/// ```
/// use imap_dal::prelude::*;
///
/// #[derive(ImapModel)]
/// #[imap(no_columns)]
/// struct Envelope {
///     size: u64,
/// }
/// impl Envelope {
///     fn size(&self) -> u64 {
///         self.size
///     }
/// }
/// let envelopes: Query<AnyMailbox, Envelope> = AnyMailbox::in_mailbox("INBOX").all().select_as();
/// # let _ = (envelopes, Envelope { size: 1 }.size());
/// ```
///
/// ### `crate = path`
/// Where this crate is found, if it goes by another name.
/// ```
/// use imap_dal as db;
///
/// #[derive(db::ImapModel)]
/// #[imap(crate = db)]
/// struct Mail {
///     uid: db::Uid,
/// }
/// # let _ = Mail::uid;
/// ```
///
/// # Attributes of a field
///
/// ### `column = name`
/// Reads the fixed column `name`, when the field is called otherwise. In queries the column keeps its name.
/// ```
/// use imap_dal::prelude::*;
///
/// #[derive(ImapModel)]
/// struct Mail {
///     #[imap(column = sender)]
///     from: Option<Address>,
///     #[imap(column = attachments)]
///     has_files: bool,
/// }
/// let from_ann = Mail::sender.eq("ann@example.org");
/// # let _ = from_ann;
/// ```
///
/// ### `header = "NAME"`
/// Reads the first header field of that name. The column is called like the field.
/// ```
/// use imap_dal::prelude::*;
///
/// #[derive(ImapModel)]
/// struct Mail {
///     #[imap(header = "List-Id")]
///     list_id: Option<String>,
/// }
/// let from_lists = Mail::list_id.is_some();
/// # let _ = from_lists;
/// ```
///
/// ### `keyword = "NAME"`
/// Reads whether the message has that keyword. The column is called like the field.
/// ```
/// use imap_dal::prelude::*;
///
/// #[derive(ImapModel)]
/// #[imap(mailbox = "INBOX")]
/// struct Mail {
///     #[imap(keyword = "$Junk")]
///     junk: bool,
/// }
/// let clear = Mail::filter(Mail::junk.eq(true)).update(Mail::junk.set(false));
/// # let _ = clear;
/// ```
///
/// ### `flatten`
/// Reads another row type in place. If that one has columns, they are usable in queries on this model.
/// ```
/// use imap_dal::prelude::*;
///
/// #[derive(ImapModel)]
/// struct Flags {
///     seen: bool,
///     #[imap(keyword = "work")]
///     work: bool,
/// }
/// #[derive(ImapModel)]
/// struct Mail {
///     uid: Uid,
///     #[imap(flatten)]
///     flags: Flags,
/// }
/// let condition: Expr<Mail> = Mail::size.lt(6000) & Flags::work.eq(true);
/// # let _ = condition;
/// ```
///
/// ### `skip`
/// Reads nothing: the field becomes `Default::default()`.
/// ```
/// use imap_dal::prelude::*;
///
/// #[derive(ImapModel)]
/// struct Mail {
///     uid: Uid,
///     #[imap(skip)]
///     notes: Vec<String>,
/// }
/// # let _ = Mail::uid;
/// ```
///
/// ### `default`
/// A value that a message lacks becomes `Default::default()`, not an error. One that cannot be read stays an error.
/// ```
/// use imap_dal::prelude::*;
///
/// #[derive(ImapModel)]
/// struct Mail {
///     #[imap(default)]
///     subject: String,
///     #[imap(header = "X-Priority", default)]
///     priority: String,
/// }
/// # let _ = Mail::priority;
/// ```
///
/// # Mistakes
///
/// All mistakes of a struct are reported together, each at its place, with what to write instead:
/// ```compile_fail
/// use imap_dal::prelude::*;
///
/// #[derive(ImapModel)]
/// struct Mail {
///     sujbect: Option<String>, // no IMAP column is called `sujbect`; did you mean `subject`?
///     #[imap(haeder = "List-Id")] // `haeder` is not an `imap` attribute of a field; did you mean `header`?
///     list_id: Option<String>,
/// }
/// ```
#[doc(inline)]
pub use imap_dal_derive::ImapModel;

/// Declares mailboxes as types, with the columns of the fixed IMAP schema and columns of their own.
///
/// ```no_run
/// use imap_dal::{Result, prelude::*};
///
/// #[derive(ImapModel, Debug)]
/// pub struct Mail {
///     uid: Uid,
///     subject: Option<String>,
/// }
///
/// mailboxes! {
///     /// Where new mail arrives.
///     pub Inbox => "INBOX";
///     /// The server's own name for it, resolved once connected.
///     pub Sent => role Sent;
///     /// Rows of type `Mail`.
///     pub Archive: Mail => "Archive/2026";
///     /// Columns of its own.
///     pub Bills => "Bills" {
///         /// Which list sent it.
///         header list_id => "List-Id";
///         keyword paid => "$Paid";
///     }
/// }
///
/// fn main() -> Result<()> {
///     let dal = Dal::connect("imaps://alice:secret@mail.example.org")?;
///     println!("{} unread", Inbox::filter(Inbox::seen.eq(false)).count(&dal)?);
///     let newest: Option<Mail> = Archive::all().order_by(Archive::created.desc()).first(&dal)?;
///     Bills::filter(Bills::list_id.contains("invoices")).update(Bills::paid.set(true)).execute(&dal)?;
///     println!("{newest:?}");
///     Ok(())
/// }
/// ```
///
/// Each declaration makes a unit struct that is a [`Source`](crate::Source) and a [`Mailbox`](crate::Mailbox). It may
/// stand in a module or in a function.
///
/// ### `Name => "NAME";`
/// The mailbox of that name, as people read it: `"Entwürfe"`, `"Projects/Alpha"`. `INBOX` has no case.
///
/// ### `Name => role Role;`
/// The mailbox that the server says is for it (RFC 6154): `All`, `Archive`, `Drafts`, `Flagged`, `Important`, `Junk`,
/// `Sent`, `Trash`.
///
/// ### `Name: Row => ..;`
/// Its rows are of type `Row`, which derives [`ImapModel`](macro@crate::ImapModel): that is what `load` yields, and the
/// model's own columns are usable here. Without it, rows are [`Row`](struct@crate::Row): every column that needs no
/// body.
///
/// ### `{ header name => "NAME"; keyword name => "NAME"; }`
/// Columns of its own, after the mailbox and instead of its `;`: the first header field of a name, or a keyword as a
/// flag. They are as visible as the mailbox.
/// ```
/// use imap_dal::prelude::*;
///
/// mailboxes! {
///     Lists => "Lists" { header list_id => "List-Id"; }
/// }
/// let from_rust = Lists::filter(Lists::list_id.contains("rust-lang"));
/// # let _ = from_rust;
/// ```
///
/// ### Visibility, doc comments, attributes
/// Stand before the name as before a struct. `Clone`, `Copy` and `Debug` are derived.
/// ```
/// imap_dal::mailboxes! {
///     /// What the filter moved away.
///     #[derive(PartialEq)]
///     pub(crate) Junk => role Junk;
/// }
/// assert!(Junk == Junk);
/// ```
///
/// ### `crate = path;`
/// First, if this crate goes by another name.
/// ```
/// use imap_dal as db;
///
/// db::mailboxes! {
///     crate = db;
///     Inbox => "INBOX";
/// }
/// # let _ = Inbox::all();
/// ```
#[doc(inline)]
pub use imap_dal_derive::mailboxes;

/// What [`#[derive(ImapModel)]`](macro@crate::ImapModel) promises of a model that has columns: a source whose rows are
/// the type itself.
///
/// ```no_run
/// use imap_dal::{Result, prelude::*};
///
/// fn load<T: ImapModel>(mailbox: &str, dal: &Dal) -> Result<Vec<T>> {
///     T::in_mailbox(mailbox).all().load(dal)
/// }
/// # #[derive(ImapModel)] struct Mail { uid: Uid }
/// # fn main() -> Result<()> {
/// # let _: Vec<Mail> = load("INBOX", &Dal::connect("imaps://mail.example.org")?)?;
/// # Ok(()) }
/// ```
pub trait ImapModel: Source<Row = Self> + FromRow {}

impl<T: Source<Row = T> + FromRow> ImapModel for T {}
