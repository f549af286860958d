//! The oracle, a Python program at the other end of a pipe, and what it tells of the mailbox.

use imap_dal::jiff::{Timestamp, civil::Date};
use serde_json::{Value as Json, json};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use crate::case::Case;

/// The oracle of one mailbox, which it has filled with the corpus.
pub(crate) struct Oracle {
    process: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    pub(crate) pool: Pool,
}

/// What occurs in the mailbox.
pub(crate) struct Pool(Json);

impl Oracle {
    pub(crate) fn start(address: &str, user: &str, password: &str, mailbox: &str, seed: u64, messages: usize) -> Self {
        let (host, port) = address.split_once(':').expect("host and port");
        let mut process = Command::new("python3")
            .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("differential/oracle"))
            .args([host, port, user, password, mailbox, &seed.to_string(), &messages.to_string()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("python3 runs");
        let input = process.stdin.take().expect("a pipe");
        let mut output = BufReader::new(process.stdout.take().expect("a pipe"));
        let pool = Pool(answer(&mut output));
        Oracle { process, input, output, pool }
    }

    /// The uids a query selects, in order.
    pub(crate) fn uids(&mut self, case: &Case) -> Vec<u32> {
        let order: Vec<_> = case.order.iter().map(|(column, descending)| json!([column, descending])).collect();
        let query = json!({"filter": case.tree.json(), "order": order, "offset": case.offset, "limit": case.limit});
        writeln!(self.input, "{query}").expect("the oracle listens");
        let uids = answer(&mut self.output);
        uids.as_array().expect("a list").iter().map(|uid| u32::try_from(number(uid)).expect("32 bits")).collect()
    }
}

impl Drop for Oracle {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Pool {
    pub(crate) fn messages(&self) -> u64 {
        number(&self.0["messages"])
    }

    /// Of these, this many were refused by the server.
    pub(crate) fn refused(&self) -> u64 {
        number(&self.0["refused"])
    }

    pub(crate) fn texts(&self, name: &str) -> Vec<String> {
        let list = self.0[name].as_array().unwrap_or_else(|| panic!("the oracle tells of {name}"));
        list.iter().map(|text| text.as_str().expect("text").to_owned()).collect()
    }

    pub(crate) fn numbers(&self, name: &str) -> Vec<u64> {
        self.0[name].as_array().expect("a list").iter().map(number).collect()
    }

    pub(crate) fn dates(&self) -> Vec<(Date, Timestamp)> {
        let one = |date: &Json| {
            let part = |at: usize| i16::try_from(number(&date[at])).expect("a part of a date");
            let small = |at: usize| i8::try_from(part(at)).expect("a month or day");
            let nanoseconds = date[3].as_str().and_then(|text| text.parse().ok()).expect("nanoseconds");
            let instant = Timestamp::from_nanosecond(nanoseconds).expect("an instant");
            (Date::new(part(0), small(1), small(2)).expect("a day"), instant)
        };
        self.0["date"].as_array().expect("a list").iter().map(one).collect()
    }

    pub(crate) fn has_save_dates(&self) -> bool {
        self.0["saved"] == true
    }
}

fn answer(output: &mut impl BufRead) -> Json {
    let mut line = String::new();
    output.read_line(&mut line).expect("the oracle speaks");
    serde_json::from_str(&line).unwrap_or_else(|_| panic!("the oracle ended; its reason is above"))
}

fn number(json: &Json) -> u64 {
    json.as_u64().expect("a number")
}
