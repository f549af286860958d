//! `imap-dal mailboxes`.

use crate::{
    failure::Failure,
    output::{Format, Output, Value},
    progress::timed,
};
use imap_dal::{AnyMailbox, Dal, Error};

/// Lists the mailboxes with their counts: all are searched in one flight.
///
/// # Errors
/// What the server brings; a mailbox that may not be opened is listed without counts.
pub(crate) fn list(dal: &Dal, format: Format) -> Result<(), Failure> {
    let mailboxes = dal.mailboxes()?;
    let everywhere = AnyMailbox::in_mailboxes(&mailboxes);
    let (all, unread) = timed("counting messages", || {
        let all = everywhere.all().count(dal)?;
        Ok::<_, Failure>((all, everywhere.filter(AnyMailbox::seen.eq(false)).count(dal)?))
    })?;
    let headings = ["mailbox", "role", "messages", "unread"].map(str::to_owned);
    let mut output = Output::new(format, headings.into());
    for (mailbox, ((_, all), (_, unread))) in mailboxes.iter().zip(all.into_iter().zip(unread)) {
        let role = mailbox.role().map_or(Value::Null, |role| Value::Text(role.to_string()));
        output.row(vec![Value::Text(mailbox.name().to_owned()), role, count(all)?, count(unread)?])?;
    }
    output.finish()
}

fn count(outcome: Result<u64, Error>) -> Result<Value, Failure> {
    match outcome {
        Ok(count) => Ok(Value::Number(count)),
        // Listed and not to be opened, or gone since; or of a name that cannot be sent.
        Err(Error::No { .. } | Error::MailboxNotFound { .. } | Error::InvalidInput { .. }) => Ok(Value::Null),
        Err(error) => Err(error.into()),
    }
}
