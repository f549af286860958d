//! Whatever goes wrong at a sign-in: the secret stands in no error, no Debug output, no trace and no panic, in no form.

use base64::{Engine as _, prelude::BASE64_STANDARD};
use imap_dal::{Result, prelude::*};
use imap_dal_tests::script::Script;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use std::{
    error::Error as _,
    fmt::{self, Write as _},
    panic::{self, AssertUnwindSafe},
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};
use tracing::{
    Metadata, Subscriber,
    field::{Field, Visit},
    span::{Attributes, Id, Record},
};

type M = AnyMailbox;

/// With characters that quoting, Base64 and percent-encoding change.
const SECRET: &str = "hunter\"2 = Pass/wort?";

/// What must not be seen of any sign-in.
fn forms() -> Vec<String> {
    [forms_of(Way::Plain), forms_of(Way::Token(""))].concat()
}

/// What must not be seen of one: its secret, and what is made of it.
fn forms_of(way: Way) -> Vec<String> {
    let (secret, sasl) = match way {
        Way::Login | Way::Plain => (SECRET, vec![format!("\0alice\0{SECRET}")]),
        Way::Token(_) => {
            let bearer = format!("\u{1}auth=Bearer {TOKEN}\u{1}\u{1}");
            (TOKEN, vec![format!("user=alice{bearer}"), format!("n,a=alice,{bearer}")])
        }
    };
    let mut forms: Vec<String> = sasl.iter().map(|text| BASE64_STANDARD.encode(text)).collect();
    forms.push(BASE64_STANDARD.encode(secret));
    forms.push(secret.to_owned());
    forms.push(secret.replace('"', "\\\""));
    forms.push(utf8_percent_encode(secret, NON_ALPHANUMERIC).to_string());
    forms
}

const TOKEN: &str = "ya29.to-ken_of~access+and/more==";

/// Keeps all that is traced, as text.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<String>>, Arc<AtomicU64>);

impl Visit for Log {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        let _ = write!(self.0.lock().unwrap(), "{field}={value:?} ");
    }
}

impl Subscriber for Log {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("imap_dal")
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let id = self.1.fetch_add(1, Ordering::Relaxed) + 1;
        let _ = write!(self.0.lock().unwrap(), "\n{} {id}: ", span.metadata().name());
        span.record(&mut self.clone());
        Id::from_u64(id)
    }

    fn record(&self, span: &Id, values: &Record<'_>) {
        let _ = write!(self.0.lock().unwrap(), "\n.. {}: ", span.into_u64());
        values.record(&mut self.clone());
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &tracing::Event<'_>) {
        let _ = write!(self.0.lock().unwrap(), "\n! ");
        event.record(&mut self.clone());
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

impl Log {
    /// What `run` traces on this thread.
    fn of<T>(run: impl FnOnce() -> T) -> (T, String) {
        let log = Log::default();
        let outcome = tracing::subscriber::with_default(log.clone(), run);
        let text = log.0.lock().unwrap().clone();
        (outcome, text)
    }
}

/// How a client signs in.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Way {
    Login,
    Plain,
    Token(&'static str),
}

const WAYS: [Way; 4] = [Way::Login, Way::Plain, Way::Token("XOAUTH2"), Way::Token("OAUTHBEARER")];

/// What the server says instead of taking the sign-in; it may repeat all it was told.
const ANSWERS: [&str; 12] = [
    "<tag> NO [AUTHENTICATIONFAILED] <secret> is wrong",
    "<tag> NO [UNAVAILABLE] <secret> later",
    "<tag> NO [LIMIT] Too many simultaneous connections of <secret>",
    "<tag> NO [<secret>] no",
    "<tag> BAD what is <secret>?",
    "* BYE [ALERT] <secret>",
    "* BYE <secret>",
    "<secret>",
    "* 1 FETCH <secret>",
    "* <secret> {5}",
    "zz <secret>",
    "<tag> MAYBE <secret>",
];

fn server(way: Way, answer: &str, has_initial: bool) -> Script {
    let capabilities = match way {
        Way::Login => "".to_owned(),
        Way::Plain => "AUTH=PLAIN".to_owned(),
        Way::Token(name) => format!("AUTH={name}"),
    };
    let initial = if has_initial { " SASL-IR" } else { "" };
    let greeting = format!("* OK [CAPABILITY IMAP4rev1 {capabilities}{initial}] hello");
    let script = Script::new().send(&greeting).expect(if way == Way::Login { "LOGIN" } else { "AUTHENTICATE" });
    let script = if way == Way::Login || has_initial { script } else { script.send("+ ") };
    script.send(&format!("* OK [ALERT] {answer}")).send(answer)
}

fn builder(way: Way, url: &str) -> imap_dal::DalBuilder {
    let secret = utf8_percent_encode(SECRET, NON_ALPHANUMERIC).to_string();
    let url = url.replace(
        "alice:wonderland",
        &match way {
            Way::Login => format!("alice:{secret}"),
            Way::Plain => format!("alice;AUTH=PLAIN:{secret}"),
            Way::Token(name) => format!("alice;AUTH={name}"),
        },
    );
    let dal = Dal::builder(&url).timeout(Duration::from_millis(200));
    if let Way::Token(_) = way { dal.token_provider(|_| Ok(TOKEN.to_owned())) } else { dal }
}

#[track_caller]
fn is_clean(what: &str, text: &str) {
    for form in forms() {
        assert!(!text.contains(&form), "{what}: {form} in {text}");
    }
}

/// All that can be printed of an outcome.
fn printed<T: fmt::Debug>(outcome: &Result<T>) -> String {
    let mut text = format!("{outcome:?} {outcome:#?}");
    if let Err(error) = outcome {
        let mut cause = error.source();
        let _ = write!(text, " {error} {error:#}");
        while let Some(source) = cause {
            let _ = write!(text, " {source} {source:?}");
            cause = source.source();
        }
    }
    text
}

#[test]
fn no_sign_in_that_fails_shows_its_secret() {
    let mut failures = 0;
    for way in WAYS {
        for answer in ANSWERS {
            for form in forms_of(way) {
                let server = server(way, &answer.replace("<secret>", &form), true).start();
                let (outcome, traced) = Log::of(|| builder(way, &server.url()).connect());
                let what = format!("{way:?} {answer}");
                assert!(outcome.is_err(), "{what}");
                is_clean(&what, &printed(&outcome));
                is_clean(&what, &traced);
                assert!(traced.contains("not connected"), "{traced}");
                failures += 1;
                drop(server);
            }
        }
        for answer in ["* BYE enough", "<tag> NO no"] {
            let server = server(way, answer, false).start();
            let (outcome, traced) = Log::of(|| builder(way, &server.url()).connect());
            is_clean("without SASL-IR", &(printed(&outcome) + &traced));
        }
    }
    assert!(failures > 200, "{failures}");
}

#[test]
fn no_sign_in_that_succeeds_shows_its_secret() {
    for way in WAYS {
        let capabilities = "IMAP4rev1 AUTH=PLAIN AUTH=XOAUTH2 AUTH=OAUTHBEARER SASL-IR";
        let script = server(way, "<tag> OK [CAPABILITY IMAP4rev1 ESEARCH] in", true);
        let script = script.expect("EXAMINE").expect("UID SEARCH").send("<EXAMINE> NO \u{1b}[2J not \u{202e} now");
        let server = script.send("<UID SEARCH> BAD no mailbox").expect("LIST").send("<tag> BAD no").stall().start();
        let ((), traced) = Log::of(|| {
            let dal = builder(way, &server.url()).timeout(Duration::from_secs(10)).connect().unwrap();
            let outcome = M::in_mailbox("private mailbox").filter(M::subject.contains("needle")).count(&dal);
            is_clean("a query", &printed(&outcome));
            is_clean("a handle", &format!("{dal:?} {dal:#?} {:?}", dal.connection().unwrap()));
        });
        is_clean(capabilities, &traced);
        assert!(traced.contains("commands=\"EXAMINE, UID SEARCH\""), "{traced}");
        assert!(traced.contains("round_trips=1"), "{traced}");
        assert!(
            !traced.contains('\u{1b}') && !traced.contains('\u{202e}') && traced.contains("\\\\u{1b}[2J"),
            "{traced}"
        );
        assert!(!traced.contains("needle") && !traced.contains("private mailbox"), "no argument is traced: {traced}");
    }
}

#[test]
fn what_a_server_repeats_later_shows_no_secret() {
    let answers = [
        "<EXAMINE> NO [ALERT] of <secret>\r\n<SEARCH> BAD no",
        "<EXAMINE> BAD <secret>",
        "* OK [ALERT] <secret>\r\n* BYE [<secret>] <secret>",
        "* 1 FETCH <secret>\r\n<secret> OK <secret>",
        "<secret>",
    ];
    for way in WAYS {
        for answer in answers {
            for form in forms_of(way) {
                let script = server(way, "<tag> OK [CAPABILITY IMAP4rev1] in", true).expect("EXAMINE").expect("SEARCH");
                let server = script.send(&answer.replace("<secret>", &form)).start();
                let (outcome, traced) = Log::of(|| {
                    let dal = builder(way, &server.url()).timeout(Duration::from_secs(2)).connect().unwrap();
                    M::in_mailbox("INBOX").filter(M::seen.eq(true)).count(&dal)
                });
                assert!(outcome.is_err(), "{way:?} {answer}");
                is_clean(answer, &(printed(&outcome) + &traced));
            }
        }
    }
}

#[test]
fn no_url_that_is_refused_shows_its_secret() {
    let secret = utf8_percent_encode(SECRET, NON_ALPHANUMERIC).to_string();
    for url in [
        format!("imap://alice:{SECRET}@h"),
        format!("imap//alice:{secret}@h"),
        format!("imaps://{secret}@h"),
        format!("imaps://alice:{secret}"),
        format!("imaps://alice:{secret}@"),
        format!("imaps://alice:{secret}@h:port"),
        format!("imaps://alice:{secret}%@h"),
        format!("imaps://alice;AUTH={secret}@h"),
        format!("imaps://alice:x@h?password={secret}"),
        format!("imaps://alice:x@h?{secret}=1"),
        format!("imaps://alice:x@h?timeout={secret}"),
        format!("imaps://alice:x@h?root_certificate=/x&minimum_tls={secret}"),
        format!("imaps://alice:{secret}@nowhere.invalid"),
    ] {
        let (outcome, traced) = Log::of(|| Dal::connect(&url));
        assert!(outcome.is_err(), "{url}");
        is_clean(&url, &(printed(&outcome) + &traced));
    }
}

#[test]
fn no_panic_shows_the_secret() {
    let seen = Arc::new(Mutex::new(String::new()));
    for way in WAYS {
        let server = server(way, "<tag> OK [CAPABILITY IMAP4rev1] in", true).stall().start();
        let dal = builder(way, &server.url()).timeout(Duration::from_secs(10)).connect().unwrap();
        let connection = dal.connection().unwrap();
        let outcome = panic::catch_unwind(AssertUnwindSafe(|| {
            let _ = connection.with_imap::<()>(|session| panic!("{session:?} {connection:?}"));
        }));
        let panicked = outcome.unwrap_err();
        let text = panicked.downcast_ref::<String>().unwrap();
        assert!(text.contains("Connection"), "{text}");
        seen.lock().unwrap().push_str(text);
    }
    is_clean("panics", &seen.lock().unwrap());
}
