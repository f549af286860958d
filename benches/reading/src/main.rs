//! What reading costs on a real server: memory for one large attachment, and which share of a mailbox travels.
#![allow(clippy::print_stdout)]

use imap_dal::prelude::*;
use imap_dal_tests::{proxy::Proxy, raw::mailbox_name, server::Server};
use std::{
    env,
    error::Error,
    fs,
    io::{self, Write},
    process::Command,
};

type Outcome<T> = Result<T, Box<dyn Error>>;
type M = AnyMailbox;

/// Messages of the large mailbox.
const MANY: u64 = 100_000;

/// Octets of the large attachment, decoded.
const LARGE: usize = 50 << 20;

fn main() -> Outcome<()> {
    match env::args().skip(1).collect::<Vec<_>>().as_slice() {
        [] => {
            large_attachment()?;
            shares()?;
            many_rows()
        }
        // A process of its own: what made the message is not measured.
        [word, mailbox] if word == "stream" => stream(mailbox),
        [word, mailbox, rows] if word == "list" => list(mailbox, rows.parse()?),
        _ => Err("takes no arguments".into()),
    }
}

fn large_attachment() -> Outcome<()> {
    let server = Server::from_env();
    let mailbox = server.mailbox("large");
    let line = format!("{}\r\n", "QUJD".repeat(19));
    let body = line.repeat(LARGE / (19 * 3));
    let head = "MIME-Version: 1.0\r\nContent-Type: application/octet-stream; name=large.bin\r\n\
                Content-Transfer-Encoding: base64\r\n\r\n";
    server.alice().raw().append(&mailbox, &[], None, format!("{head}{body}").as_bytes());
    measured(&["stream", &mailbox])
}

fn measured(arguments: &[&str]) -> Outcome<()> {
    let status = Command::new(env::current_exe()?).args(arguments).status()?;
    if status.success() { Ok(()) } else { Err("the measured process failed".into()) }
}

fn stream(mailbox: &str) -> Outcome<()> {
    let dal = Dal::connect(&Server::from_env().alice().url())?;
    let infos = M::in_mailbox(mailbox).all().select(M::attachments).first(&dal)?.unwrap_or_default();
    let info = infos.first().ok_or("no attachment")?;
    // The peak begins anew (proc(5)).
    fs::write("/proc/self/clear_refs", "5")?;
    let before = memory("VmRSS")?;
    let octets = info.stream(&dal, &mut io::sink())?;
    let after = memory("VmHWM")?;
    println!("one attachment of {octets} octets: {} KiB more at the peak than the {before} KiB before", after - before);
    Ok(())
}

/// KiB.
fn memory(field: &str) -> Outcome<u64> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix(field)).ok_or("no such field")?;
    Ok(line.trim_start_matches(':').trim().trim_end_matches(" kB").parse()?)
}

/// Which share of the mailbox travels to the client. Half of the messages have an attachment of 300 KiB.
fn shares() -> Outcome<()> {
    let server = Server::from_env();
    let mailbox = server.mailbox("shares");
    let attachment = format!("{}\r\n", "QUJD".repeat(19)).repeat(4_000);
    let text = "Words of the message, as people write them. \r\n".repeat(40);
    let messages: Vec<Vec<u8>> = (0..100)
        .map(|number| {
            let mut mail = format!("Subject: {number}\r\nMIME-Version: 1.0\r\n").into_bytes();
            if number % 2 == 0 {
                let _ = write!(mail, "Content-Type: text/plain\r\n\r\n{text}");
            } else {
                let _ = write!(
                    mail,
                    "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n{text}\r\n\
                     --b\r\nContent-Type: application/pdf; name=a{number}.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n\
                     {attachment}\r\n--b--\r\n"
                );
            }
            mail
        })
        .collect();
    server.alice().raw().append_all(&mailbox, messages.iter().map(|mail| (mail.as_slice(), &[][..], None)));
    let total: u64 = messages.iter().map(|mail| mail.len() as u64).sum();
    let proxy = Proxy::to(server.address()).start();
    let dal = Dal::connect(&server.alice().url_at(proxy.address()))?;
    let all = M::in_mailbox(&mailbox).all();
    let told = |what: &str| {
        let octets = proxy.bytes_to_client();
        let (share, each) = (octets as f64 * 100.0 / total as f64, octets / messages.len() as u64);
        println!("{what}: {octets} of {total} octets, {share:.2} %, {each} a row");
        proxy.reset();
    };
    proxy.reset();
    all.select((M::uid, M::created, M::sender, M::subject, M::seen)).load(&dal)?;
    told("list of 5 columns, 100 rows");
    all.select(M::attachments).load(&dal)?;
    told("what is known of the attachments");
    all.select(M::content).load(&dal)?;
    told("texts");
    all.select(M::preview).load(&dal)?;
    told("previews");
    all.select(M::attachments.read_as::<Vec<Attachment>>()).load(&dal)?;
    told("attachments");
    Ok(())
}

fn many_rows() -> Outcome<()> {
    let server = Server::from_env();
    let mailbox = server.mailbox("many");
    let mut raw = server.alice().raw();
    let own = MANY / 8;
    for start in (0..own).step_by(1_000) {
        let mails: Vec<String> = (start..own.min(start + 1_000))
            .map(|number| {
                format!("Subject: message {number}\r\nFrom: Ann {number} <ann{number}@x.org>\r\n\r\ntext\r\n")
            })
            .collect();
        raw.append_all(&mailbox, mails.iter().map(|mail| (mail.as_bytes(), &[][..], None)));
    }
    // Copies of what is there already: a server makes them faster than it takes messages.
    raw.select(&mailbox);
    for first in (1..=MANY - own).step_by(2_500) {
        raw.ok(format!("COPY {first}:{} {}", (MANY - own).min(first + 2_499), mailbox_name(&mailbox)));
    }
    measured(&["list", &mailbox, &(MANY / 10).to_string()])?;
    measured(&["list", &mailbox, &MANY.to_string()])
}

fn list(mailbox: &str, rows: u64) -> Outcome<()> {
    let dal = Dal::connect(&Server::from_env().alice().url())?;
    let query = M::in_mailbox(mailbox).all().limit(rows).select((M::uid, M::created, M::sender, M::subject, M::seen));
    let mut octets = 0;
    let mut count = 0;
    for row in query.stream(&dal)? {
        let (_, _, sender, subject, _) = row?;
        octets += sender.first().map_or(0, |address| address.email.len()) + subject.map_or(0, |subject| subject.len());
        count += 1;
    }
    println!("{count} rows of 5 columns ({octets} octets of text): {} KiB at the peak", memory("VmHWM")?);
    Ok(())
}
