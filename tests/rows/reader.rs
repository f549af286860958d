//! The readers, a Python program at the other end of a pipe.

use serde_json::{Value as Json, json};
use std::{
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
};

/// What the mailbox is filled with.
pub(crate) enum Mail {
    /// So many messages of the corpus.
    Corpus(u32),
    /// The files below a folder.
    Folder(String),
}

/// The readers of one mailbox, which they have filled.
pub(crate) struct Reader {
    process: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    /// Whether its mail was made to be awkward in known ways.
    pub(crate) is_corpus: bool,
    pub(crate) messages: Vec<Expected>,
}

/// What the readers say of a message.
pub(crate) struct Expected {
    pub(crate) uid: u32,
    columns: Json,
    /// Why they differ, where there is a reason.
    pub(crate) differences: Vec<String>,
}

impl Expected {
    /// The values that are right.
    pub(crate) fn values(&self, column: &str) -> &[Json] {
        self.columns[column].as_array().unwrap_or_else(|| panic!("the readers tell of {column}"))
    }
}

impl Reader {
    pub(crate) fn start(address: &str, user: &str, password: &str, mailbox: &str, mail: &Mail) -> Self {
        let (host, port) = address.split_once(':').expect("host and port");
        let mut command = Command::new("python3");
        command.arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("rows/reader"));
        command.args([host, port, user, password, mailbox]);
        match mail {
            Mail::Corpus(count) => command.arg(count.to_string()),
            Mail::Folder(folder) => command.args(["0", folder]),
        };
        let mut process = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("python3 runs");
        let input = process.stdin.take().expect("a pipe");
        let output = BufReader::new(process.stdout.take().expect("a pipe"));
        let is_corpus = matches!(mail, Mail::Corpus(_));
        let mut reader = Reader { process, input, output, is_corpus, messages: Vec::new() };
        loop {
            let line = reader.line();
            if line.is_null() {
                return reader;
            }
            let differences = line["differences"].as_array().expect("a list");
            let differences = differences.iter().map(|name| name.as_str().expect("a name").to_owned()).collect();
            let (uid, columns) = (number(&line["uid"]), line["columns"].clone());
            reader.messages.push(Expected { uid, columns, differences });
        }
    }

    /// The uids in the order of these columns (the second of each tells whether it descends), inside a window.
    pub(crate) fn ordered(&mut self, order: &[(&str, bool)], offset: u64, limit: Option<u64>) -> Vec<u32> {
        let order: Vec<Json> = order.iter().map(|(column, descending)| json!([column, descending])).collect();
        let query = json!({"order": order, "offset": offset, "limit": limit});
        writeln!(self.input, "{query}").expect("the reader listens");
        self.line().as_array().expect("a list").iter().map(number).collect()
    }

    fn line(&mut self) -> Json {
        let mut line = String::new();
        self.output.read_line(&mut line).expect("the reader speaks");
        serde_json::from_str(&line).unwrap_or_else(|_| panic!("the reader ended; its reason is above"))
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn number(json: &Json) -> u32 {
    json.as_u64().and_then(|number| u32::try_from(number).ok()).expect("32 bits")
}
