//! `print-schema`, `check-schema` and `mailboxes`.

use crate::given::{Given, embedded, on_each, run};
use imap_dal_embedded::{Capability, EmbeddedServer, Role, StoredMessage};
use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{self, Command},
};

/// Names that want to break out of a module, or meet in one identifier.
const NAMES: [&str; 34] = [
    "Self",
    "self",
    "crate",
    "None",
    "Some",
    "Ok",
    "Option",
    "Result",
    "String",
    "Vec",
    "Box",
    "123",
    "2026/Bills",
    "Work/A B",
    "Work_A/B",
    "WorkAB",
    "a-b",
    "ab",
    "🎉",
    "日本語",
    "Entwürfe",
    "e\u{301}",
    "é",
    "Quote\"d",
    "Back`tick",
    "*/ } fn main() {",
    "//",
    "{}",
    "r#\"x\"#",
    "Rtl\u{202e}",
    "Zero\u{200b}width",
    "Ѕent",
    "--",
    "...",
];

fn hostile() -> Given {
    let keywords = ["$Paid", "paid", "seen", "all", "type", "$", "7", "a-b", "a.b", "NonJunk"];
    let mail = StoredMessage::new("Subject: x\r\n\r\n").flags(keywords);
    let mut builder = EmbeddedServer::builder().user("alice", "wonderland").mailbox("INBOX", [mail]);
    for name in NAMES.into_iter().chain(["Sent", "Trash", "Gesendete Objekte"]) {
        builder = builder.empty_mailbox(name);
    }
    let server = builder.start().expect("a port");
    Given { url: server.url().to_owned(), mailbox: String::new(), name: String::new(), server: Some(server) }
}

fn file(name: &str, text: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{}.rs", process::id()));
    fs::write(&path, text).expect("a file");
    path
}

/// What rustc says of a program, against the library as it was built for these tests.
fn compiled(program: &Path) -> String {
    let deps = env::current_exe().expect("a path").parent().expect("a folder").to_owned();
    let is_library = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        name.starts_with("libimap_dal-") && name.ends_with(".rlib")
    };
    let libraries =
        fs::read_dir(&deps).expect("target/debug/deps").flatten().map(|entry| entry.path()).filter(is_library);
    let age = |path: &PathBuf| fs::metadata(path).and_then(|data| data.modified()).expect("a time");
    let newest = libraries.max_by_key(age).expect("the library");
    let output = Command::new(env::var("RUSTC").unwrap_or_else(|_| "rustc".to_owned()))
        .args(["--edition", "2024", "--emit", "metadata", "--out-dir", env!("CARGO_TARGET_TMPDIR")])
        .args(["-L".to_owned(), format!("dependency={}", deps.display())])
        .args(["--extern".to_owned(), format!("imap_dal={}", newest.display())])
        .arg(program)
        .output()
        .expect("rustc runs");
    String::from_utf8_lossy(&output.stderr).into_owned() + if output.status.success() { "" } else { "it failed" }
}

#[test]
fn the_printed_module_compiles_whatever_mailboxes_are_called() {
    let given = hostile();
    let said = given.run(["print-schema"]);
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    assert!(said.out.contains("pub Sent => role Sent;"), "{}", said.out);
    assert!(said.out.contains("keyword non_junk => \"NonJunk\";"), "{}", said.out);
    assert!(said.out.contains("/// The mailbox `Entwürfe`."), "{}", said.out);
    for name in NAMES {
        assert!(said.out.contains(&format!("=> {name:?}")), "{name:?} in {}", said.out);
    }
    let module = file("printed", &said.out);
    let program = format!(
        "#![deny(warnings)]\n#[path = {:?}]\npub mod mailboxes;\nuse mailboxes::Inbox;\n\
         fn main() {{ let _ = Inbox::filter(Inbox::non_junk.eq(true) & Inbox::seen.eq(false)); }}\n",
        module.to_str().expect("UTF-8")
    );
    assert_eq!(compiled(&file("program", &program)), "", "{}", said.out);
}

#[test]
fn what_cannot_be_declared_as_it_is_has_a_comment() {
    let odd = StoredMessage::new("Subject: x\r\n\r\n").flags(["a]b", "Fine"]);
    let server = EmbeddedServer::builder()
        .user("alice", "wonderland")
        .mailbox("INBOX", [odd])
        .empty_mailbox("Sent")
        .empty_mailbox("Sent Items")
        .empty_mailbox("Bell\u{7}\n} fn main() {")
        .role("Sent Items", Role::Sent)
        .start()
        .expect("a port");
    let said = run(Some(server.url()), ["print-schema"]);
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    let by_name = "    // By its name: the server gives the role Sent to other mailboxes too.\n";
    for name in ["Sent", "Sent Items"] {
        let type_name = name.replace(' ', "");
        let entry = format!("{by_name}    /// The mailbox `{name}`.\n    pub {type_name} => \"{name}\";\n");
        assert!(said.out.contains(&entry), "{}", said.out);
    }
    let comments: Vec<&str> = said.out.lines().filter(|line| line.contains("Not declared")).collect();
    assert_eq!(
        comments,
        [
            "    // Not declared, since it is no keyword of IMAP: \"a]b\"",
            "    // Not declared, since its name holds control characters: \"Bell\\u{7}\\u{a}} fn main() {\"",
        ]
    );
    let listed = run(Some(server.url()), ["mailboxes", "--csv"]).out;
    assert!(
        listed.contains("Bell\\u{7}\n} fn main() {\",\"\",\"\",\"\"\r\n") && listed.contains("INBOX,\"\",1,1"),
        "{listed}"
    );
    let module = file("odd", &said.out);
    let program = format!(
        "#![deny(warnings)]\n#[path = {:?}]\npub mod mailboxes;\nfn main() {{}}\n",
        module.to_str().expect("UTF-8")
    );
    assert_eq!(compiled(&file("odd-program", &program)), "", "{}", said.out);
    let checked = run(Some(server.url()), ["check-schema", module.to_str().expect("UTF-8")]);
    assert_eq!((checked.code, checked.out.as_str()), (0, "the file and the server agree\n"), "{}", checked.err);
}

/// Such a server, as Gmail, would list every uid to tell how many there are.
#[test]
fn without_esearch_mailboxes_are_not_searched() {
    let server = EmbeddedServer::builder()
        .user("alice", "wonderland")
        .without(Capability::Esearch)
        .mailbox(
            "INBOX",
            [StoredMessage::new("Subject: a\r\n\r\n").flags(["\\Seen"]), StoredMessage::new("Subject: b\r\n\r\n")],
        )
        .empty_mailbox("Bell\u{7}\n")
        .empty_mailbox("Later")
        .start()
        .expect("a port");
    let said = run(Some(server.url()), ["mailboxes", "--csv"]);
    assert_eq!(said.code, 0, "{}", said.err);
    for line in ["\r\nINBOX,\"\",2,1\r\n", "\r\nLater,\"\",0,0\r\n", ",\"\",\"\",\"\"\r\n"] {
        assert!(said.out.contains(line), "{}", said.out);
    }
    let sent = server.transcript();
    assert!(sent.iter().all(|command| command.name != "UID SEARCH"), "it searched");
}

#[test]
fn a_role_is_checked_as_the_library_finds_it() {
    let given = EmbeddedServer::builder()
        .user("alice", "wonderland")
        .without(Capability::SpecialUse)
        .empty_mailbox("Trash")
        .start()
        .expect("a port");
    let trash = file("role", "imap_dal::mailboxes! { pub Bin => role Trash; pub Inbox => \"INBOX\"; }");
    let said = run(Some(given.url()), ["check-schema", trash.to_str().expect("UTF-8")]);
    assert_eq!((said.code, said.out.as_str()), (0, "the file and the server agree\n"), "{}", said.err);
    let sent = file("no-role", "imap_dal::mailboxes! { pub Bin => role Sent; }");
    let said = run(Some(given.url()), ["check-schema", sent.to_str().expect("UTF-8")]);
    assert!(said.code == 1 && said.out.contains("a mailbox with the role Sent is not on the server"), "{}", said.out);
}

#[test]
fn an_account_with_nothing_in_it_has_a_schema() {
    let given = embedded([]);
    let said = given.run(["print-schema"]);
    assert!(said.code == 0 && said.out.contains("    pub Inbox => \"INBOX\";\n}\n"), "{}{}", said.out, said.err);
}

#[test]
fn what_is_printed_agrees_until_the_server_changes() {
    let given = hostile();
    let printed = file("agrees", &given.run(["print-schema"]).out);
    let check = |url: &str, file: &Path, option: Option<&str>| {
        run(Some(url), ["check-schema", file.to_str().expect("UTF-8")].into_iter().chain(option))
    };
    let said = check(&given.url, &printed, None);
    assert_eq!((said.code, said.out.as_str()), (0, "the file and the server agree\n"), "{}", said.err);

    let smaller = embedded([("INBOX", vec![]), ("New", vec![])]);
    let said = check(&smaller.url, &printed, None);
    assert_eq!(said.code, 1);
    assert!(said.out.contains("mailbox \"Entwürfe\" is not on the server"), "{}", said.out);
    assert!(said.out.contains("a mailbox with the role Sent is not on the server"), "{}", said.out);
    assert!(said.out.contains("mailbox \"INBOX\" knows no keyword \"$Paid\""), "{}", said.out);
    assert!(said.out.contains("mailbox \"New\" is on the server and not declared"), "{}", said.out);
    assert!(said.out.contains(&format!("{}:", printed.display())), "no line is named: {}", said.out);

    let few = file("few", "imap_dal::mailboxes! { pub Inbox => \"INBOX\"; }");
    assert_eq!(check(&smaller.url, &few, None).code, 1);
    assert_eq!(check(&smaller.url, &few, Some("--declared-only")).code, 0);
    let none = file("none", "fn main() {}");
    assert_eq!(check(&smaller.url, &none, None).code, 2);
    let broken = file("broken", "fn main() {");
    assert_eq!(check(&smaller.url, &broken, None).code, 2);
}

#[test]
fn keywords_seen_on_the_server_are_columns() {
    on_each(|given| {
        let said = given.run(["print-schema"]);
        assert_eq!(said.code, 0, "{}", said.err);
        let entry = said
            .out
            .split("    pub ")
            .find(|entry| entry.contains(&format!("=> \"{}\"", given.name)))
            .expect("the mailbox");
        assert!(entry.contains("keyword paid => \"$Paid\";"), "{entry}");
        let printed = file(if given.server.is_some() { "embedded" } else { "real" }, &said.out);
        let declared_only = ["check-schema", printed.to_str().expect("UTF-8"), "--declared-only"];
        assert_eq!(given.run(declared_only).code, 0);
    });
}

#[test]
fn mailboxes_are_listed_with_counts() {
    on_each(|given| {
        let said = given.run(["mailboxes", "--csv"]);
        assert_eq!(said.code, 0, "{}", said.err);
        assert!(said.out.starts_with("mailbox,role,messages,unread\r\n"), "{}", said.out);
        assert!(said.out.contains(&format!("\r\n{},\"\",3,2\r\n", given.name)), "{}", said.out);
        if env::var("IMAP_DAL_SERVER").is_ok_and(|name| name == "dovecot") && given.server.is_none() {
            assert!(said.out.contains("\r\nSent,Sent,"), "{}", said.out);
        }
    });
}
