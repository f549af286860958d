//! What the guide shows of the command line is what it prints. `IMAP_DAL_BLESS=1` writes what it prints into the chapter.

use crate::given::run;
use imap_dal_embedded::{EmbeddedServer, samples::samples};
use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

/// The account of the chapter.
fn account() -> EmbeddedServer {
    let now = "2026-05-08T12:00:00+02:00[Europe/Berlin]".parse().expect("a date");
    EmbeddedServer::builder()
        .user("alice", "wonderland")
        .mailbox("INBOX", samples(1, 200, &now))
        .empty_mailbox("Sent")
        .empty_mailbox("Trash")
        .start()
        .expect("a port")
}

fn file() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/src/command-line.md")
}

fn chapter() -> String {
    fs::read_to_string(file()).expect("a chapter")
}

/// The blocks of a language, without their fences.
fn blocks<'a>(chapter: &'a str, language: &str) -> Vec<&'a str> {
    let fence = format!("```{language}\n");
    chapter.split(fence.as_str()).skip(1).map(|block| block.split("```").next().expect("an end")).collect()
}

#[test]
fn the_commands_of_the_chapter_print_what_it_shows() {
    let server = account();
    let binary = Path::new(env!("CARGO_BIN_EXE_imap-dal"));
    let path = format!("{}:{}", binary.parent().expect("a folder").display(), env::var("PATH").unwrap_or_default());
    let chapter = chapter();
    let mut blessed = chapter.clone();
    let mut commands = 0;
    for shown in blocks(&chapter, "text") {
        let mut printed = String::new();
        for line in shown.lines().filter_map(|line| line.strip_prefix("$ ")) {
            printed += &format!("$ {line}\n");
            if !line.starts_with("imap-dal ") {
                continue;
            }
            let mut bash = Command::new("bash");
            bash.args(["-c", &format!("{line} 2>&1")]).env("PATH", &path).env("IMAP_DAL_URL", server.url());
            printed += &String::from_utf8(bash.output().expect("bash").stdout).expect("UTF-8");
            commands += 1;
        }
        if env::var_os("IMAP_DAL_BLESS").is_some() {
            blessed = blessed.replace(shown, &printed);
        } else {
            assert_eq!(shown, printed);
        }
    }
    assert!(commands > 4, "{commands}");
    if blessed != chapter {
        fs::write(file(), blessed).expect("the chapter can be written");
    }
}

#[test]
fn the_module_of_the_chapter_is_what_print_schema_writes() {
    let printed = run(Some(account().url()), ["print-schema"]).out;
    let module = printed.split_once("\n\n").expect("its documentation is shown elsewhere").1;
    let chapter = chapter();
    let shown = blocks(&chapter, "rust")[0].replace("# fn main() {}\n", "");
    assert_eq!(shown, module);
}
