//! Fills the mailboxes of the server that `with-server` started, over IMAP, so that any server will do.
#![allow(clippy::print_stderr)]

use imap_dal_embedded::samples::samples;
use imap_dal_tests::raw::{Raw, mailbox_name};
use jiff::Zoned;

const ROLES: [&str; 5] = ["Drafts", "Sent", "Junk", "Trash", "Archive"];

/// The other mailboxes of both users and how many messages Alice has in them.
const MAILBOXES: [(&str, usize); 9] = [
    ("Projects", 0),
    ("Projects/Alpha", 40),
    ("Projects/Beta", 12),
    ("Archive/2026", 60),
    ("Two Words", 9),
    ("Entwürfe", 7),
    ("日本語", 11),
    ("Tom & Jerry", 3),
    ("Quote\"d", 2),
];

fn main() {
    let url = std::env::var("IMAP_DAL_URL").expect("with-server sets IMAP_DAL_URL");
    let (_, address) = url.rsplit_once('@').expect("a URL with credentials");
    let now = Zoned::now();

    let mut alice = Raw::login(address, "alice", "wonderland");
    create_mailboxes(&mut alice);
    let own = [("INBOX", 400), ("Sent", 50), ("Junk", 10), ("Drafts", 3)];
    for (seed, (mailbox, count)) in own.into_iter().chain(MAILBOXES).enumerate() {
        fill(&mut alice, mailbox, seed as u64, count, &now);
    }

    let mut bob = Raw::login(address, "bob", "builder");
    create_mailboxes(&mut bob);
    fill(&mut bob, "INBOX", 100, 20, &now);
}

fn create_mailboxes(client: &mut Raw) {
    let existing = client.mailboxes();
    for name in ROLES.into_iter().chain(MAILBOXES.map(|(name, _)| name)) {
        let own = client.own_name(name);
        if existing.contains(&own) {
            continue;
        }
        let answer = client.command(format!("CREATE {}", mailbox_name(&own)));
        if answer.is_ok() {
            client.ok(format!("SUBSCRIBE {}", mailbox_name(&own)));
        } else {
            eprintln!("provision: no mailbox {name} here: {}", answer.tagged);
        }
    }
}

/// A mailbox the server would not make stays unfilled.
fn fill(client: &mut Raw, mailbox: &str, seed: u64, count: usize, now: &Zoned) {
    let own = client.own_name(mailbox);
    if !client.command(format!("STATUS {} (MESSAGES)", mailbox_name(&own))).is_ok() {
        return;
    }
    let mail = samples(seed, count, now);
    let messages = mail
        .iter()
        .map(|sample| (sample.bytes.as_slice(), sample.flags.as_slice(), Some(sample.internal_date.as_str())));
    client.append_all(&own, messages);
}
