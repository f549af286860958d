//! The schema of an account: as a `mailboxes!` module, and compared with one.

mod check;
mod declared;
mod identifier;
mod print;

pub(crate) use check::check;
pub(crate) use declared::read;
pub(crate) use print::print;

use crate::{failure::Failure, progress::timed};
use imap_dal::{AnyMailbox, Dal, Error, MailboxInfo, Role};

/// A mailbox of the server as a module declares it.
struct Live {
    info: MailboxInfo,
    /// Where no other mailbox has it.
    role: Option<Role>,
    /// Those that `mailboxes!` can name.
    keywords: Vec<String>,
    /// Those that it cannot.
    odd_keywords: Vec<String>,
}

fn live(dal: &Dal) -> Result<Vec<Live>, Failure> {
    timed("looking at mailboxes", || listed(dal))
}

fn listed(dal: &Dal) -> Result<Vec<Live>, Failure> {
    let infos = dal.mailboxes()?;
    let mut mailboxes = Vec::with_capacity(infos.len());
    for info in &infos {
        // A role of several is one that the library would choose of: their names are surer.
        let is_only = |role: &Role| infos.iter().filter(|other| other.role() == Some(*role)).count() == 1;
        let is_inbox = info.name().eq_ignore_ascii_case("INBOX");
        let role = info.role().filter(|role| is_only(role) && !is_inbox);
        let keywords = match AnyMailbox::in_mailbox(info).keywords(dal) {
            Ok(keywords) => keywords,
            // Listed and not to be opened, or gone since; or of a name that cannot be sent.
            Err(Error::No { .. } | Error::MailboxNotFound { .. } | Error::InvalidInput { .. }) => Vec::new(),
            Err(error) => return Err(error.into()),
        };
        let (keywords, odd_keywords) = keywords.into_iter().partition(|keyword| is_keyword(keyword));
        mailboxes.push(Live { info: info.clone(), role, keywords, odd_keywords });
    }
    Ok(mailboxes)
}

/// An atom of RFC 9051 section 9, as `mailboxes!` takes it.
fn is_keyword(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_graphic() && !b"(){%*\"\\]".contains(&byte))
}

/// Whether `mailboxes!` takes it.
fn can_be_declared(name: &str) -> bool {
    !name.is_empty() && !name.contains(char::is_control)
}

/// Names are equal as mailboxes are: INBOX has no case.
fn is_same(a: &str, b: &str) -> bool {
    a == b || a.eq_ignore_ascii_case("INBOX") && b.eq_ignore_ascii_case("INBOX")
}
