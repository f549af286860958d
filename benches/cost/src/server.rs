//! A server that evaluates nothing: it says that every search finds all messages, and tells of each what a list view asks
//! for, from a fixed set of headers. It costs next to nothing itself, and its octets are the same in every run.

use crate::Outcome;
use imap_dal::Dal;
use std::{
    env,
    io::{self, BufRead, BufReader, BufWriter, Write},
    net::{TcpListener, TcpStream},
    process::{Child, Command, Stdio},
};

/// Header fields as people write them: of ten, six plain, two encoded, one folded, one quoted.
const HEADERS: [(&str, &str); 10] = [
    ("Re: minutes of the last meeting", "Ann Lee <ann.lee@example.org>"),
    ("Invoice 2026-0412 for your order", "\"Billing, Example Ltd.\" <billing@shop.example.com>"),
    (
        "=?utf-8?Q?Einladung_zum_Sommerfest_am_3=2E_Juli_in_M=C3=BCnchen?=",
        "=?utf-8?Q?J=C3=BCrgen_Gro=C3=9F?= <j@example.de>",
    ),
    ("[announce] release 4.2.1 is out", "Release Bot <bot@lists.example.net>"),
    ("Your parcel arrives today between 10:00 and\r\n 12:00, as you wished", "Parcels <no-reply@parcel.example>"),
    ("lunch?", "bob@example.org"),
    ("Fwd: holiday pictures", "Carol <carol@example.org>"),
    ("=?iso-8859-1?B?UulzdW3pIGRlIGxhIHLpdW5pb24=?=", "\"Ren\u{e9}e\" <renee@example.fr>"),
    ("Build 8812 failed on main", "CI <ci@example.org>"),
    ("Re: Re: Re: question about the contract of last year", "Dave Miller <d.miller@law.example.com>"),
];

/// Serves mailboxes of as many messages as their name says, on a free loopback port, which it prints.
///
/// # Errors
/// Of the socket.
pub fn serve() -> io::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    println!("{}", listener.local_addr()?);
    for client in listener.incoming() {
        // One after the other, until whoever started it ends it.
        dialogue(client?).ok();
    }
    Ok(())
}

fn dialogue(client: TcpStream) -> io::Result<()> {
    client.set_nodelay(true)?;
    let mut lines = BufReader::new(client.try_clone()?);
    let mut out = BufWriter::with_capacity(64 * 1024, client);
    write!(out, "* OK [CAPABILITY IMAP4rev1 ESEARCH SEARCHRES UIDPLUS LITERAL+] ready\r\n")?;
    let (mut line, mut messages) = (String::new(), 0);
    loop {
        // What is asked is answered before more is waited for.
        if lines.buffer().is_empty() {
            out.flush()?;
        }
        line.clear();
        if lines.read_line(&mut line)? == 0 {
            return Ok(());
        }
        let (tag, command) = line.trim_end().split_once(' ').unwrap_or_default();
        let words: Vec<&str> = command.splitn(4, ' ').collect();
        match words.as_slice() {
            ["EXAMINE" | "SELECT", name, ..] => {
                messages = name.trim_matches('"').parse().unwrap_or(0);
                write!(out, "* {messages} EXISTS\r\n* OK [UIDVALIDITY 17] valid\r\n")?;
            }
            ["UID", "SEARCH", ..] => {
                write!(out, "* ESEARCH (TAG \"{tag}\") UID COUNT {messages} ALL 1:{messages}\r\n")?
            }
            ["UID", "FETCH", set, ..] => {
                let whole = format!("1:{messages}");
                let ranges = if *set == "$" { &whole } else { *set };
                for range in ranges.split(',') {
                    let (first, last) = range.split_once(':').unwrap_or((range, range));
                    for uid in first.parse::<usize>().unwrap_or(1)..=last.parse().unwrap_or(messages) {
                        row(&mut out, uid)?;
                    }
                }
            }
            ["LOGIN", ..] => {
                write!(out, "{tag} OK [CAPABILITY IMAP4rev1 ESEARCH SEARCHRES UIDPLUS LITERAL+] done\r\n")?;
                continue;
            }
            ["LOGOUT"] => {
                write!(out, "* BYE done\r\n{tag} OK done\r\n")?;
                return out.flush();
            }
            _ => {}
        }
        write!(out, "{tag} OK done\r\n")?;
    }
}

fn row(out: &mut impl Write, uid: usize) -> io::Result<()> {
    let (subject, sender) = HEADERS[uid % HEADERS.len()];
    let fields = format!("Subject: {subject}\r\nFrom: {sender}\r\n\r\n");
    let seen = if uid % 3 == 0 { "" } else { "\\Seen" };
    let (day, size) = (1 + uid % 28, 900 + uid % 9000);
    write!(
        out,
        "* {uid} FETCH (UID {uid} FLAGS ({seen}) INTERNALDATE \"{day:02}-Mar-2026 09:30:00 +0100\" RFC822.SIZE {size} \
         BODY[HEADER.FIELDS (SUBJECT FROM)] {{{}}}\r\n{fields})\r\n",
        fields.len()
    )
}

/// The server, in a process of its own, which ends with it.
pub struct Server {
    process: Child,
    address: String,
}

impl Server {
    /// # Errors
    /// Of starting the process.
    pub fn start() -> Outcome<Self> {
        let program = env::current_exe()?.with_file_name(env!("CARGO_PKG_NAME"));
        let mut process = Command::new(program).arg("serve").stdout(Stdio::piped()).spawn()?;
        let mut address = String::new();
        BufReader::new(process.stdout.take().ok_or("no output")?).read_line(&mut address)?;
        Ok(Server { process, address: address.trim_end().to_owned() })
    }

    /// # Errors
    /// Of connecting.
    pub fn connected(&self) -> imap_dal::Result<Dal> {
        Dal::connect(&format!("imap://alice:secret@{}", self.address))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.process.kill().ok();
        self.process.wait().ok();
    }
}
