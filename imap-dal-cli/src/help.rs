//! What `--help` says.

use crate::sql::FIXED;

pub(crate) const MAIN: &str = "\
Mailboxes as tables, messages as rows.

    imap-dal mailboxes                 the mailboxes of the account, with counts
    imap-dal sql 'STATEMENT'           SELECT, SELECT count(*), UPDATE of flags, DELETE
    imap-dal print-schema              a `mailboxes!` module for Rust, from the server
    imap-dal check-schema FILE         compares a Rust file with the server

The account
    --url URL     imaps://user@host, or imaps://user:password@host:port (or set IMAP_DAL_URL)
    --ca FILE     certificates of authorities to trust beside the system's, PEM (or set IMAP_DAL_CA)
    --timeout S   how many seconds to wait for the server (30)
    The password is that of the URL, else IMAP_DAL_PASSWORD, else it is asked for. Gmail, iCloud and others want one
    made for programs. With imaps://user;AUTH=XOAUTH2@host (or OAUTHBEARER) it is an OAuth 2.0 access token.

Output
    --format table|csv|json    json is one object a line; --csv and --json are short for it

Exit status: 0 done; 1 the file and the server differ (check-schema); 2 the command cannot be understood;
3 the server or the network did not do it.

`imap-dal COMMAND --help` says more. Try first:

    imap-dal sql 'SELECT uid, sender, subject FROM INBOX WHERE NOT seen ORDER BY created DESC LIMIT 10'
";

const SQL: &str = "\
imap-dal sql 'STATEMENT' [--explain | --analyze | --dry-run] [--exact] [--all] [--format table|csv|json]

    SELECT uid, sender, subject FROM INBOX WHERE NOT seen AND size < 6000 ORDER BY created DESC LIMIT 10
    SELECT count(*) FROM role('Sent') WHERE created >= CURRENT_DATE - 7
    UPDATE INBOX SET seen = true, keyword.\"$Read\" = true WHERE sender = 'news@example.org'
    DELETE FROM \"Sent Items\" WHERE any(attachments, name ILIKE '%.exe')

Options
    --explain    what would be sent and what is decided here, and why; nothing is run
    --analyze    runs a SELECT and says what was sent, how much came, and how long it took
    --dry-run    for UPDATE and DELETE: which messages would be changed
    --exact      decides here what is else taken from the server's search (contains, days of arrival)
    --all        allows an UPDATE or DELETE without WHERE

Mailboxes
    INBOX, \"Sent Items\" (case counts, but for INBOX), role('Sent'): All Archive Drafts Flagged Important Junk Sent Trash

Conditions
    = <> < <= > >= BETWEEN IN LIKE ILIKE IS NULL AND OR NOT; a flag is a condition by itself
    sender ILIKE '%part%'        some address or name has it; content and text are searched the same way
    '$Work' = ANY(keywords)      the same as keyword.\"$Work\"
    header.\"List-Id\" IS NULL     any header field
    contains(column, 'part')  starts_with(..)  ends_with(..)  matches(column, 'regular expression')
    is_empty(attachments)     any(attachments, name LIKE '%.pdf' AND size > 1000)    on(created, '2026-05-01', 'Europe/Berlin')
    There are two truth values: subject <> 'x' holds for a message without a subject.

Dates
    '2026-05-01' is the day as the message has it; '2026-05-01T08:00:00+02:00' an instant; CURRENT_DATE - 7

Columns (* are those that need no download)
";

const PRINT_SCHEMA: &str = "\
imap-dal print-schema > src/mailboxes.rs

Writes a Rust module: `mailboxes!` with every mailbox of the account, roles where the server tells them, and the
keywords that each mailbox knows. Identifiers are made from names and may be renamed: check-schema compares names.
";

const CHECK_SCHEMA: &str = "\
imap-dal check-schema FILE [--declared-only]

Compares the `mailboxes!` and models of a Rust file with the server, and exits with 1 where they differ: a mailbox, role
or keyword that is declared and not there, and one that is there and not declared.

    --declared-only    what is there and not declared is fine
";

const MAILBOXES: &str = "\
imap-dal mailboxes [--format table|csv|json]

Lists the mailboxes, with their roles, how many messages they have, and how many of these are unread.
";

/// The help of a command.
pub(crate) fn of(command: &str) -> String {
    match command {
        "print-schema" => PRINT_SCHEMA.to_owned(),
        "check-schema" => CHECK_SCHEMA.to_owned(),
        "mailboxes" => MAILBOXES.to_owned(),
        _ => {
            let mut text = SQL.to_owned();
            for (name, _, doc) in FIXED {
                text.push_str(&format!("    {name:<12} {}\n", doc.replace('`', "")));
            }
            text
        }
    }
}
