//! Waiting on servers that end IDLE, refuse it, fall silent or hang up.

use imap_dal::{Error, prelude::*};
use imap_dal_tests::script::Script;
use std::time::{Duration, Instant};

type M = AnyMailbox;

const LONG: Duration = Duration::from_secs(60);

/// Opens the mailbox with so many messages.
trait Opened {
    fn opened(self, messages: u32) -> Self;
}

impl Opened for Script {
    fn opened(self, messages: u32) -> Self {
        let told = format!("* {messages} EXISTS\r\n* OK [UIDVALIDITY 7] v\r\n* OK [UIDNEXT 9] n\r\n<tag> OK done");
        self.expect("EXAMINE").send(&told)
    }
}

fn idling() -> Script {
    Script::new().sign_in("IMAP4rev1 IDLE").opened(3).expect("IDLE").send("+ idling")
}

fn wait(script: Script, timeout: Duration) -> imap_dal::Result<bool> {
    let server = script.start();
    let dal = Dal::builder(&server.url()).timeout(Duration::from_secs(5)).connect()?;
    let outcome = M::in_mailbox("INBOX").all().wait(&dal, timeout);
    drop(dal);
    server.finish();
    outcome
}

#[test]
fn news_that_is_none_is_waited_through() {
    let chatter = "* OK still here\r\n* 3 EXISTS\r\n* 0 RECENT\r\n* X-ODD (1)";
    let script = idling().send(chatter).pause(Duration::from_millis(200)).send("* 4 EXISTS");
    let script = script.expect("DONE").send("<IDLE> OK done").opened(4).stall();
    let began = Instant::now();
    assert!(wait(script, LONG).unwrap());
    assert!(began.elapsed() >= Duration::from_millis(150));
}

#[test]
fn idle_that_is_refused_is_replaced_by_asking() {
    let script = Script::new().sign_in("IMAP4rev1 IDLE").opened(3).expect("IDLE").send("<IDLE> NO not today");
    let script = script.pause(Duration::from_millis(100)).send("* 2 EXPUNGE").opened(2).stall();
    assert!(wait(script, LONG).unwrap());
}

#[test]
fn idle_that_the_server_ends_is_begun_anew() {
    let script = idling().send("<IDLE> OK enough").expect("IDLE").send("+ go on").send("* 1 FETCH (FLAGS ())");
    assert!(wait(script.expect("DONE").send("<IDLE> OK done").opened(3).stall(), LONG).unwrap());
}

#[test]
fn a_server_that_says_goodbye_is_connected_to_again() {
    let script = idling().send("* BYE idle for too long").next_connection();
    assert!(wait(script.sign_in("IMAP4rev1 IDLE").opened(4).stall(), LONG).unwrap());
}

#[test]
fn a_server_that_no_longer_answers_is_connected_to_again() {
    let script = idling().expect("DONE").pause(Duration::from_millis(1_500)).next_connection();
    let server = script.sign_in("IMAP4rev1 IDLE").opened(4).stall().start();
    let dal = Dal::builder(&server.url())
        .timeout(Duration::from_millis(1_000))
        .idle_timeout(Duration::from_millis(200))
        .connect()
        .unwrap();
    assert!(M::in_mailbox("INBOX").all().wait(&dal, LONG).unwrap());
    drop(dal);
    server.finish();
}

#[test]
fn a_server_that_hangs_up_again_and_again_is_an_error() {
    let bye = |script: Script| script.send("* BYE go away");
    let again = Script::next_connection(bye(idling())).sign_in("IMAP4rev1 IDLE").opened(3).expect("IDLE");
    let error = wait(bye(again.send("+ idling")), LONG).unwrap_err();
    assert!(matches!(error, Error::Bye { .. }), "{error:?}");
}

#[test]
fn a_server_that_talks_out_of_turn_is_an_error() {
    for said in ["zz9 OK done", "* X {99999999999}", "x"] {
        let error = wait(idling().send(said).stall(), LONG).unwrap_err();
        assert!(matches!(error, Error::Protocol { .. } | Error::Limit { .. }), "{said}: {error:?}");
    }
}
