//! What mutations do to a mailbox, as an independent client sees it afterwards.

mod changes;
mod faults;
mod inserts;
mod plans;
mod reading_back;
mod transfers;

use std::collections::BTreeMap;

use imap_dal::{Dal, InMailbox, prelude::*};
use imap_dal_tests::{proxy::Proxy, raw::Raw, server::Server};

/// A mailbox of its own, with messages whose subjects are their uids in words.
struct Scene {
    server: Server,
    mailbox: String,
}

/// What the independent client sees of one message: the subject, and the flags in order.
type Seen = (String, Vec<String>);

impl Scene {
    /// One message for each subject, with the uids 1, 2, ..
    fn new(hint: &str, subjects: &[&str]) -> Self {
        let server = Server::from_env();
        let mailbox = server.mailbox(hint);
        let scene = Scene { server, mailbox };
        scene.deliver(subjects);
        scene
    }

    fn deliver(&self, subjects: &[&str]) {
        let mut raw = self.server.alice().raw();
        for (number, subject) in subjects.iter().enumerate() {
            let message = format!(
                "From: ann@example.org\r\nSubject: {subject}\r\nMessage-ID: <{number}.{}@example.org>\r\n\r\n{subject}\r\n",
                subject.len()
            );
            raw.append(&self.mailbox, &[], Some("05-Mar-2026 09:30:00 +0100"), message.as_bytes());
        }
    }

    fn dal(&self) -> Dal {
        Dal::connect(&self.server.alice().url()).expect("connects")
    }

    fn dal_through(&self, proxy: &Proxy) -> Dal {
        Dal::connect(&self.server.alice().url_at(proxy.address())).expect("connects through the proxy")
    }

    fn proxy(&self) -> imap_dal_tests::proxy::Builder {
        Proxy::to(self.server.address())
    }

    fn messages(&self) -> InMailbox<AnyMailbox> {
        AnyMailbox::in_mailbox(&self.mailbox)
    }

    /// An empty mailbox beside this one.
    fn other(&self) -> String {
        self.server.mailbox("other")
    }

    /// The second client, in the mailbox.
    fn second(&self) -> Raw {
        let mut raw = self.server.alice().raw();
        raw.select(&self.mailbox);
        raw
    }

    fn seen(&self) -> BTreeMap<u32, Seen> {
        self.seen_in(&self.mailbox)
    }

    fn seen_in(&self, mailbox: &str) -> BTreeMap<u32, Seen> {
        let mut raw = self.server.alice().raw();
        raw.ok(format!("EXAMINE {}", imap_dal_tests::raw::mailbox_name(mailbox)));
        let flags = raw.flags();
        let messages = raw.messages();
        let subject = |message: &[u8]| {
            let text = String::from_utf8_lossy(message).into_owned();
            text.lines().find_map(|line| line.strip_prefix("Subject: ")).unwrap_or_default().to_owned()
        };
        messages.iter().map(|(uid, message)| (*uid, (subject(message), flags[uid].clone()))).collect()
    }

    /// The uids that are left.
    fn uids(&self) -> Vec<u32> {
        self.seen().into_keys().collect()
    }

    /// The flags of one message.
    fn flags(&self, uid: u32) -> Vec<String> {
        self.seen()[&uid].1.clone()
    }
}

fn numbers(uids: &[Uid]) -> Vec<u32> {
    uids.iter().map(|uid| uid.get()).collect()
}
