//! `imap-dal mailboxes`.

use crate::{
    failure::Failure,
    output::{Format, Output, Value},
    progress::Line,
};
use imap_dal::{AnyMailbox, Dal, Error};

/// Lists the mailboxes with their counts.
///
/// # Errors
/// What the server brings; a mailbox that may not be opened is listed without counts.
pub(crate) fn list(dal: &Dal, format: Format) -> Result<(), Failure> {
    let headings = ["mailbox", "role", "messages", "unread"].map(str::to_owned);
    let mut output = Output::new(format, headings.into());
    let mailboxes = dal.mailboxes()?;
    let mut line = Line::new();
    let eraser = line.eraser();
    for (index, mailbox) in mailboxes.iter().enumerate() {
        line.show(|| format!("{index} of {} mailboxes counted", mailboxes.len()));
        let here = AnyMailbox::in_mailbox(mailbox);
        let role = mailbox.role().map_or(Value::Null, |role| Value::Text(role.to_string()));
        let counts =
            here.all().count(dal).and_then(|all| Ok((all, here.filter(AnyMailbox::seen.eq(false)).count(dal)?)));
        let (messages, unread) = match counts {
            Ok((messages, unread)) => (Value::Number(messages), Value::Number(unread)),
            // Listed and not to be opened, or gone since.
            Err(Error::No { .. } | Error::MailboxNotFound { .. }) => (Value::Null, Value::Null),
            Err(error) => return Err(error.into()),
        };
        output.row(vec![Value::Text(mailbox.name().to_owned()), role, messages, unread])?;
    }
    eraser.erase();
    output.finish()
}
