//! `imap-dal mailboxes`.

use crate::{
    failure::Failure,
    output::{Format, Output, Value},
    progress::timed,
};
use imap_dal::{AnyMailbox, Dal, Error, MailboxInfo, Result};

/// Messages, and those that are unread.
type Counts = Result<(u64, u64)>;

/// Lists the mailboxes with their counts.
///
/// # Errors
/// What the server brings; a mailbox that may not be opened is listed without counts.
pub(crate) fn list(dal: &Dal, format: Format) -> Result<(), Failure> {
    let mailboxes = dal.mailboxes()?;
    let counts = timed("counting messages", || counts(dal, &mailboxes))?;
    let headings = ["mailbox", "role", "messages", "unread"].map(str::to_owned);
    let mut output = Output::new(format, headings.into());
    for (mailbox, counts) in mailboxes.iter().zip(counts) {
        let role = mailbox.role().map_or(Value::Null, |role| Value::Text(role.to_string()));
        let (messages, unread) = match counts {
            Ok((messages, unread)) => (Value::Number(messages), Value::Number(unread)),
            // Listed and not to be opened, or gone since; or of a name that cannot be sent.
            Err(Error::No { .. } | Error::MailboxNotFound { .. } | Error::InvalidInput { .. }) => {
                (Value::Null, Value::Null)
            }
            Err(error) => return Err(error.into()),
        };
        output.row(vec![Value::Text(mailbox.name().to_owned()), role, messages, unread])?;
    }
    output.finish()
}

/// All are searched in one flight. A server without ESEARCH would tell every uid to say how many there are: it is asked for
/// the STATUS of each.
fn counts(dal: &Dal, mailboxes: &[MailboxInfo]) -> Result<Vec<Counts>> {
    let capabilities = dal.connection()?.capabilities()?;
    if !capabilities.iter().any(|name| name.eq_ignore_ascii_case("ESEARCH")) {
        let status = |mailbox| dal.status(mailbox).map(|status| (status.messages, status.unseen));
        return Ok(mailboxes.iter().map(status).collect());
    }
    let everywhere = AnyMailbox::in_mailboxes(mailboxes);
    let all = everywhere.all().count(dal)?;
    let unread = everywhere.filter(AnyMailbox::seen.eq(false)).count(dal)?;
    Ok(all.into_iter().zip(unread).map(|((_, all), (_, unread))| Ok((all?, unread?))).collect())
}
