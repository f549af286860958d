//! From the socket to the signed-in dialogue, and every way it can fail.

use super::*;
use crate::{Error, Result};
use std::{
    sync::{Arc, Mutex},
    time::Instant,
};

fn capabilities(dal: &Dal) -> Vec<String> {
    dal.connection().unwrap().capabilities().unwrap()
}

/// The error of a sign-in that runs into `script`, after which the server hangs up.
fn refused(url: impl Fn(&Server) -> String, script: impl FnOnce(&mut Peer) + Send + 'static) -> Error {
    let server = serve(|listener| script(&mut Peer::accept(listener)));
    let result = Dal::builder(&url(&server)).timeout(Duration::from_secs(1)).connect();
    server.end();
    result.expect_err("the sign-in succeeded")
}

#[test]
fn the_sign_in_is_one_login_where_the_server_tells_its_capabilities_unasked() {
    let server = serve(|listener| Peer::signed_in(listener, "ESEARCH X-Own").logged_out());
    let dal = server.dal().connect().unwrap();
    assert_eq!(capabilities(&dal), ["IMAP4REV1", "ESEARCH", "X-OWN"]);
    drop(dal);
    server.end();
}

#[test]
fn capabilities_are_asked_for_where_they_are_not_told() {
    let server = serve(|listener| {
        let mut peer = Peer::accept(listener);
        peer.say("* OK hello");
        // Whether LOGIN is allowed without TLS is known from the capabilities only.
        let tag = peer.expect("CAPABILITY");
        peer.say("* CAPABILITY IMAP4rev1 BEFORE");
        peer.say(&format!("{tag} OK"));
        peer.answer("LOGIN \"alice\" \"hunter2\"", "OK in");
        let tag = peer.expect("CAPABILITY");
        peer.say("* CAPABILITY IMAP4rev1 AFTER");
        peer.say(&format!("{tag} OK"));
        peer.logged_out();
    });
    let dal = server.dal().connect().unwrap();
    assert_eq!(capabilities(&dal), ["IMAP4REV1", "AFTER"]);
    drop(dal);
    server.end();
}

#[test]
fn an_untagged_capability_during_login_counts() {
    let server = serve(|listener| {
        let mut peer = Peer::accept(listener);
        peer.say("* OK [CAPABILITY IMAP4rev1] hello");
        let tag = peer.expect("LOGIN \"alice\" \"hunter2\"");
        peer.say("* CAPABILITY IMAP4rev1 AFTER");
        peer.say(&format!("{tag} OK in"));
        peer.logged_out();
    });
    let dal = server.dal().connect().unwrap();
    assert_eq!(capabilities(&dal), ["IMAP4REV1", "AFTER"]);
    drop(dal);
    server.end();
}

#[test]
fn text_that_is_not_ascii_and_responses_nobody_knows_do_not_disturb_the_sign_in() {
    let server = serve(|listener| {
        let mut peer = Peer::accept(listener);
        peer.say("* OK [CAPABILITY IMAP4rev1] Willkommen, schöne Grüße");
        let tag = peer.expect("LOGIN \"alice\" \"hunter2\"");
        peer.say("* X-NEWS (é {3)");
        peer.say("* OK [ALERT] 日本語");
        peer.say("* NO früh");
        peer.say(&format!("{tag} OK [CAPABILITY IMAP4rev1 IDLE] schön"));
        peer.logged_out();
    });
    let dal = server.dal().connect().unwrap();
    assert_eq!(capabilities(&dal), ["IMAP4REV1", "IDLE"]);
    drop(dal);
    server.end();
}

#[test]
fn after_preauth_nothing_is_signed_in_and_the_session_of_crate_imap_works() {
    let server = serve(|listener| {
        let mut peer = Peer::accept(listener);
        peer.say("* PREAUTH [CAPABILITY IMAP4rev1 ROOTED] you are root");
        peer.answer("NOOP", "OK");
        peer.answer("NOOP", "OK");
        peer.logged_out();
    });
    let dal = server.dal().connect().unwrap();
    assert_eq!(capabilities(&dal), ["IMAP4REV1", "ROOTED"]);
    dal.connection().unwrap().with_imap(|session| session.noop().map(drop)).unwrap();
    drop(dal);
    server.end();
}

#[test]
fn nothing_is_enabled() {
    let all = "ENABLE CONDSTORE QRESYNC UTF8=ACCEPT IMAP4rev2";
    let server = serve(move |listener| Peer::signed_in(listener, all).logged_out());
    drop(server.dal().connect().unwrap());
    server.end();
}

#[test]
fn a_hidden_capability_is_as_if_the_server_had_it_not() {
    let server = serve(|listener| Peer::signed_in(listener, "ENABLE CONDSTORE MOVE").logged_out());
    let dal = server.dal().hide_capabilities(["condstore", "MOVE"]).connect().unwrap();
    assert_eq!(capabilities(&dal), ["IMAP4REV1", "ENABLE"]);
    drop(dal);
    server.end();
}

#[test]
fn quotes_and_backslashes_stay_inside_their_argument() {
    let server = serve(|listener| {
        let mut peer = Peer::accept(listener);
        peer.say("* OK [CAPABILITY IMAP4rev1] hello");
        peer.answer(r#"LOGIN "al\"ice{3}" "a\\\" x""#, "OK [CAPABILITY IMAP4rev1] in");
        peer.logged_out();
    });
    let url = server.url().replace("alice:hunter2", "al%22ice%7B3%7D:a%5C%22%20x");
    drop(Dal::connect(&url).unwrap());
    server.end();
}

#[test]
fn what_login_cannot_carry_goes_by_authenticate_plain() {
    let server = serve(|listener| {
        let mut peer = Peer::accept(listener);
        peer.say("* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] hello");
        let tag = peer.expect("AUTHENTICATE PLAIN");
        peer.say("+ go on, please: é");
        // NUL alice NUL grüße
        assert_eq!(peer.line(), "AGFsaWNlAGdyw7zDn2U=");
        peer.say(&format!("{tag} OK [CAPABILITY IMAP4rev1] in"));
        peer.logged_out();
    });
    drop(Dal::connect(&server.url().replace("hunter2", "gr%C3%BC%C3%9Fe")).unwrap());
    server.end();
}

#[test]
fn what_login_cannot_carry_is_refused_where_there_is_no_other_way() {
    let error = refused(
        |server| server.url().replace("hunter2", "gr%C3%BC%C3%9Fe"),
        |peer| {
            peer.say("* OK [CAPABILITY IMAP4rev1] hello");
            assert_eq!(peer.line(), "", "nothing is sent");
        },
    );
    assert!(matches!(error, Error::InvalidInput { .. }), "{error:?}");
    assert!(error.to_string().contains("AUTH=PLAIN"), "{error}");
}

#[test]
fn a_wrong_password_is_told_in_the_servers_words_without_the_password() {
    let error = refused(Server::url, |peer| {
        peer.say("* OK [CAPABILITY IMAP4rev1] hello");
        let tag = peer.expect("LOGIN \"alice\" \"hunter2\"");
        peer.say(&format!("{tag} NO [AUTHENTICATIONFAILED] ungültig: alice/hunter2"));
    });
    let Error::Auth { host, text, .. } = &error else { panic!("{error:?}") };
    assert!(host.starts_with("127.0.0.1:"), "{host}");
    assert_eq!(&**text, "[AUTHENTICATIONFAILED] ungültig: alice/***");
}

#[test]
fn a_server_that_can_sign_in_nobody_is_no_wrong_password() {
    let error = refused(Server::url, |peer| {
        peer.say("* OK [CAPABILITY IMAP4rev1] hello");
        peer.answer("LOGIN \"alice\" \"hunter2\"", "NO [UNAVAILABLE] later");
    });
    assert!(matches!(error, Error::No { .. }) && error.code() == Some("UNAVAILABLE"), "{error:?}");
    let error = refused(Server::url, |peer| {
        peer.say("* OK [CAPABILITY IMAP4rev1] hello");
        peer.answer("LOGIN \"alice\" \"hunter2\"", "BAD LOGIN alice hunter2?");
    });
    assert!(matches!(error, Error::Bad { .. }) && !format!("{error:?} {error}").contains("hunter2"), "{error:?}");
}

#[test]
fn no_password_is_sent_where_the_server_wants_none_without_tls() {
    let error = refused(Server::url, |peer| {
        peer.say("* OK [CAPABILITY IMAP4rev1 LOGINDISABLED AUTH=PLAIN STARTTLS] hello");
        assert_eq!(peer.line(), "");
    });
    assert!(matches!(error, Error::Tls { .. }), "{error:?}");
}

#[test]
fn a_farewell_ends_the_sign_in_with_its_words() {
    let greeting: fn(&mut Peer) = |peer| peer.say("* BYE [UNAVAILABLE] too many");
    let login: fn(&mut Peer) = |peer| {
        peer.say("* OK [CAPABILITY IMAP4rev1] hello");
        peer.line();
        peer.say("* BYE [UNAVAILABLE] too many");
    };
    for script in [greeting, login] {
        let error = refused(Server::url, script);
        assert!(matches!(error, Error::Bye { .. }), "{error:?}");
        assert_eq!(error.to_string(), "the server closed the connection: [UNAVAILABLE] too many");
    }
}

/// What a server says before it stops in the middle, and what is waited for then.
const STAGES: [(&[&str], &str); 6] = [
    (&[], "greeting"),
    (&["* OK [CAPABILITY IMAP4rev1"], "greeting"),
    (&["* OK hello\r\n"], "CAPABILITY"),
    (&["* OK hello\r\n", "* CAPABILITY IMAP4rev1\r\nd1 OK\r\n"], "sign-in"),
    (&["* OK [CAPABILITY IMAP4rev1] hello\r\n", "* OK still checking\r\n"], "sign-in"),
    (&["* OK [CAPABILITY IMAP4rev1] hello\r\n", "a1 OK in\r\n"], "CAPABILITY"),
];

fn at_each_stage(then: fn(&mut Peer), check: fn(Error, &str)) {
    for (said, awaited) in STAGES {
        let error = refused(Server::url, move |peer| {
            for (index, text) in said.iter().enumerate() {
                if index > 0 {
                    peer.line();
                }
                peer.writer.write_all(text.as_bytes()).unwrap();
            }
            then(peer);
        });
        check(error, awaited);
    }
}

#[test]
fn the_end_of_the_stream_is_told_at_each_stage() {
    at_each_stage(|_| {}, |error, _| assert!(matches!(error, Error::Bye { .. }), "{error:?}"));
}

#[test]
fn silence_is_a_time_out_at_each_stage_that_names_what_was_waited_for() {
    at_each_stage(
        |peer| while !peer.line().is_empty() {},
        |error, awaited| {
            assert!(matches!(error, Error::Timeout { command } if command == awaited), "{awaited}: {error:?}");
        },
    );
}

#[test]
fn octets_that_drip_do_not_stretch_the_time_out() {
    let began = Instant::now();
    let error = refused(Server::url, |peer| {
        for byte in b"* OK hello".iter().cycle() {
            thread::sleep(Duration::from_millis(20));
            if peer.writer.write_all(&[*byte]).is_err() {
                break;
            }
        }
    });
    assert!(matches!(error, Error::Timeout { command: "greeting" }), "{error:?}");
    assert!(began.elapsed() < Duration::from_secs(5));
}

#[test]
fn what_is_no_imap_server_is_told_so() {
    let error = refused(Server::url, |peer| peer.say("220 smtp.example.org ESMTP"));
    assert!(matches!(error, Error::Protocol { .. }), "{error:?}");
    let error = refused(
        |server| server.url().replace("imap://", "imaps://"),
        |peer| peer.say("* OK [CAPABILITY IMAP4rev1] no TLS here"),
    );
    assert!(matches!(error, Error::Tls { .. }), "{error:?}");
}

#[test]
fn hosts_that_cannot_be_reached_are_named() {
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    for (url, host) in [
        (format!("imap://alice:hunter2@127.0.0.1:{closed}"), format!("127.0.0.1:{closed}")),
        ("imap://alice:hunter2@nowhere.invalid".to_owned(), "nowhere.invalid:143".to_owned()),
    ] {
        let error = Dal::connect(&url).unwrap_err();
        assert!(matches!(&error, Error::Connect { host: named, .. } if **named == host), "{error:?}");
        assert!(!format!("{error:?} {error}").contains("hunter2"));
    }
}

#[test]
fn options_that_cannot_be_used_are_refused_before_anything_is_sent() {
    let url = "imap://alice:hunter2@nowhere.invalid";
    let here = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
    for builder in [
        Dal::builder(url).pool_size(0),
        Dal::builder(url).timeout(Duration::ZERO),
        Dal::builder(url).root_certificate("/nowhere/ca.pem"),
        Dal::builder(url).root_certificate(here),
        Dal::builder("alice:hunter2"),
    ] {
        let error = builder.connect().unwrap_err();
        assert!(matches!(error, Error::InvalidInput { .. }), "{error:?}");
        assert!(!format!("{error:?} {error}").contains("hunter2"));
    }
}

#[test]
fn the_handle_shows_no_password() {
    let server = serve(|listener| Peer::signed_in(listener, "").logged_out());
    let dal = server.dal().timeout(Duration::MAX).connect().unwrap();
    let connection = dal.connection().unwrap();
    let shown = format!("{dal:?} {connection:?}");
    assert!(shown.contains("alice@127.0.0.1") && !shown.contains("hunter2"), "{shown}");
    drop((dal, connection));
    server.end();
}

/// The sign-in where STARTTLS is required, though the server is on this machine.
fn start_tls(script: impl FnOnce(&mut Peer) + Send + 'static) -> Result<()> {
    let server = serve(|listener| script(&mut Peer::accept(listener)));
    let outcome = server.dal().require_tls(true).connect().map(drop);
    server.end();
    outcome
}

#[test]
fn starttls_that_is_not_offered_refused_or_came_too_late_is_no_tls() {
    let not_offered = start_tls(|peer| peer.say("* OK [CAPABILITY IMAP4rev1] hello"));
    let refused = start_tls(|peer| {
        peer.say("* OK [CAPABILITY IMAP4rev1 STARTTLS] hello");
        peer.answer("STARTTLS", "NO not now");
    });
    let signed_in = start_tls(|peer| {
        peer.say("* PREAUTH [CAPABILITY IMAP4rev1 STARTTLS] hello");
        assert_eq!(peer.line(), "", "nothing is sent to whoever pretends that we have signed in");
    });
    for result in [not_offered, refused, signed_in] {
        assert!(matches!(result, Err(Error::Tls { .. })), "{result:?}");
    }
}

#[test]
fn what_is_injected_before_the_handshake_is_found() {
    let result = start_tls(|peer| {
        peer.say("* OK [CAPABILITY IMAP4rev1 STARTTLS] hello");
        let tag = peer.expect("STARTTLS");
        peer.say(&format!("{tag} OK begin\r\n* CAPABILITY IMAP4rev1 X-INJECTED"));
    });
    let error = result.unwrap_err();
    assert!(matches!(error, Error::Tls { .. }) && error.to_string().contains("attacker"), "{error:?}");
}

#[test]
fn a_referral_to_another_server_is_not_followed() {
    let elsewhere = TcpListener::bind("127.0.0.1:0").unwrap();
    elsewhere.set_nonblocking(true).unwrap();
    let referral = format!("[REFERRAL imap://alice;AUTH=*@{}/] try there", elsewhere.local_addr().unwrap());
    let refusal = format!("NO {referral}");
    let error = refused(Server::url, move |peer| {
        peer.say("* OK [CAPABILITY IMAP4rev1 LOGIN-REFERRALS] hello");
        peer.answer("LOGIN \"alice\" \"hunter2\"", &refusal);
    });
    assert!(matches!(error, Error::Auth { .. }) && error.to_string().contains("[REFERRAL]"), "{error:?}");
    let farewell = format!("* BYE {referral}");
    let error = refused(Server::url, move |peer| peer.say(&farewell));
    assert_eq!(error.code(), Some("REFERRAL"), "{error:?}");
    // It may be a hint only: then this is the server.
    let server = serve(move |listener| {
        let mut peer = Peer::accept(listener);
        peer.say("* OK [CAPABILITY IMAP4rev1 LOGIN-REFERRALS] hello");
        peer.answer("LOGIN \"alice\" \"hunter2\"", &format!("OK {referral}"));
        let tag = peer.expect("CAPABILITY");
        peer.say(&format!("* CAPABILITY IMAP4rev1\r\n{tag} OK"));
        peer.logged_out();
    });
    drop(server.dal().connect().unwrap());
    server.end();
    assert!(elsewhere.accept().is_err(), "it was followed");
}

#[test]
fn what_is_known_costs_no_round_trip() {
    let server = serve(|listener| Peer::signed_in(listener, "ESEARCH").logged_out());
    let dal = server.dal().connect().unwrap();
    let traffic = dal.lease().unwrap().traffic();
    assert_eq!((traffic.round_trips, traffic.commands), (1, 0), "LOGIN, and nothing of ours");
    drop(dal);
    server.end();
}

#[test]
fn the_first_response_goes_with_the_command_where_the_server_takes_it() {
    let server = serve(|listener| {
        let mut peer = Peer::accept(listener);
        peer.say("* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN] hello");
        // NUL alice NUL hunter2
        peer.answer("AUTHENTICATE PLAIN AGFsaWNlAGh1bnRlcjI=", "OK [CAPABILITY IMAP4rev1] in");
        peer.logged_out();
    });
    let dal = Dal::connect(&server.url().replace("alice:", "alice;AUTH=PLAIN:")).unwrap();
    assert_eq!(dal.lease().unwrap().traffic().round_trips, 1);
    drop(dal);
    server.end();
}

#[test]
fn a_token_goes_with_the_command_and_what_is_said_of_it_is_answered() {
    let server = serve(|listener| {
        let mut peer = Peer::accept(listener);
        peer.say("* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=XOAUTH2] hello");
        let tag = peer.expect("AUTHENTICATE XOAUTH2 dXNlcj1hbGljZQFhdXRoPUJlYXJlciBvbGQtdG9rZW4BAQ==");
        peer.say("+ eyJzdGF0dXMiOiI0MDEiLCJzY2hlbWVzIjoiYmVhcmVyIn0=");
        assert_eq!(peer.line(), "");
        peer.say(&format!("{tag} NO no"));
        drop(peer);
        let mut peer = Peer::accept(listener);
        peer.say("* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=OAUTHBEARER] hello");
        let tag = peer.expect("AUTHENTICATE OAUTHBEARER bixhPWFsaWNlLAFhdXRoPUJlYXJlciBuZXctdG9rZW4BAQ==");
        peer.say("+ eyJzdGF0dXMiOiJpbnZhbGlkX3Rva2VuIn0=");
        assert_eq!(peer.line(), "AQ==");
        peer.say(&format!("{tag} NO no"));
    });
    let error = tokens(&server).0.connect().unwrap_err();
    assert!(error.to_string().contains("invalid_token"), "{error}");
    server.end();
}

#[test]
fn the_url_may_say_how_to_sign_in() {
    let error = refused(
        |server| server.url().replace("alice:", "alice;AUTH=PLAIN:"),
        |peer| {
            peer.say("* OK [CAPABILITY IMAP4rev1] hello");
            assert_eq!(peer.line(), "", "nothing is sent");
        },
    );
    assert!(matches!(error, Error::Unsupported { capability: "AUTH=PLAIN", .. }), "{error:?}");
    // A token in the password's place.
    let server = serve(|listener| {
        let mut peer = Peer::accept(listener);
        peer.say("* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=XOAUTH2 AUTH=OAUTHBEARER] hello");
        let sent = "AUTHENTICATE XOAUTH2 dXNlcj1hbGljZQFhdXRoPUJlYXJlciBodW50ZXIyAQE=";
        peer.answer(sent, "OK [CAPABILITY IMAP4rev1] in");
        peer.logged_out();
    });
    drop(Dal::connect(&server.url().replace("alice:", "alice;AUTH=XOAUTH2:")).unwrap());
    server.end();
    for (url, has_provider) in
        [("imap://alice;AUTH=XOAUTH2@nowhere.invalid", false), ("imap://alice;AUTH=PLAIN@nowhere.invalid", true)]
    {
        let dal = Dal::builder(url);
        let dal = if has_provider { dal.token_provider(|_| Ok("t".to_owned())) } else { dal };
        assert!(matches!(dal.connect(), Err(Error::InvalidInput { .. })), "{url}");
    }
}

#[test]
fn an_option_of_the_url_that_is_none_is_an_error_that_lists_them() {
    for option in
        ["verify=none", "timeout=soon", "pool_size=0", "minimum_tls=1.1", "client_key=/k", "require_tls=hunter2"]
    {
        let error = Dal::connect(&format!("imaps://alice:hunter2@nowhere.invalid?{option}")).unwrap_err();
        assert!(matches!(error, Error::InvalidInput { .. }), "{option}: {error:?}");
        assert!(!error.to_string().contains("hunter2"), "{error}");
    }
    let error = Dal::connect("imaps://alice:hunter2@nowhere.invalid?verify=none").unwrap_err().to_string();
    assert!(error.contains("root_certificate") && !error.contains("verify"), "{error}");
}

/// A provider whose first token is refused, and what it was told.
fn tokens(server: &Server) -> (DalBuilder, Arc<Mutex<Vec<Option<String>>>>) {
    let asked = Arc::new(Mutex::new(Vec::new()));
    let told = Arc::clone(&asked);
    let url = server.url().replace(":hunter2", "");
    let dal = Dal::builder(&url).timeout(Duration::from_secs(10)).token_provider(move |refusal| {
        told.lock().unwrap().push(refusal.map(str::to_owned));
        Ok(if refusal.is_none() { "old-token" } else { "new-token" }.to_owned())
    });
    (dal, asked)
}

fn refuse_token(peer: &mut Peer) {
    peer.say("* OK [CAPABILITY IMAP4rev1 AUTH=XOAUTH2] hello");
    let tag = peer.expect("AUTHENTICATE XOAUTH2");
    peer.say("+ ");
    assert_eq!(peer.line(), "dXNlcj1hbGljZQFhdXRoPUJlYXJlciBvbGQtdG9rZW4BAQ==");
    peer.say("+ eyJzdGF0dXMiOiI0MDEiLCJzY2hlbWVzIjoiYmVhcmVyIn0=");
    assert_eq!(peer.line(), "");
    peer.say(&format!("{tag} NO [AUTHENTICATIONFAILED] old-token is no good"));
}

#[test]
fn a_token_that_is_refused_is_replaced_once_by_a_fresh_one() {
    let server = serve(|listener| {
        refuse_token(&mut Peer::accept(listener));
        let mut peer = Peer::accept(listener);
        peer.say("* OK [CAPABILITY IMAP4rev1 AUTH=XOAUTH2 AUTH=OAUTHBEARER] hello");
        let tag = peer.expect("AUTHENTICATE OAUTHBEARER");
        peer.say("+ ");
        assert_eq!(peer.line(), "bixhPWFsaWNlLAFhdXRoPUJlYXJlciBuZXctdG9rZW4BAQ==");
        peer.say(&format!("{tag} OK [CAPABILITY IMAP4rev1] welcome"));
        peer.logged_out();
    });
    let (dal, asked) = tokens(&server);
    drop(dal.connect().unwrap());
    let asked = asked.lock().unwrap().clone();
    assert_eq!((asked.len(), &asked[0]), (2, &None));
    let told = asked[1].as_deref().unwrap();
    assert!(told.contains("AUTHENTICATIONFAILED") && told.contains("401") && !told.contains("old-token"), "{told}");
    server.end();
}

#[test]
fn a_token_refused_twice_is_an_error_with_the_servers_description_and_without_the_token() {
    let server = serve(|listener| {
        refuse_token(&mut Peer::accept(listener));
        let mut peer = Peer::accept(listener);
        peer.say("* OK [CAPABILITY IMAP4rev1 AUTH=XOAUTH2] hello");
        let tag = peer.expect("AUTHENTICATE XOAUTH2");
        peer.say(&format!("{tag} NO new-token"));
    });
    let (dal, _) = tokens(&server);
    let error = dal.connect().unwrap_err();
    assert!(matches!(error, Error::Auth { .. }), "{error:?}");
    assert!(!format!("{error} {error:?}").contains("new-token"), "{error:?}");
    server.end();
}

#[test]
fn a_server_without_tokens_is_told_apart_from_a_wrong_one() {
    let server = serve(|listener| Peer::accept(listener).say("* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] hello"));
    let error = tokens(&server).0.connect().unwrap_err();
    assert!(matches!(error, Error::Unsupported { .. }), "{error:?}");
    server.end();
    for bad in ["", "two words", "tok\r\nA1 LOGOUT"] {
        let dal = Dal::builder("imap://alice@127.0.0.1:1").token_provider(move |_| Ok(bad.to_owned()));
        assert!(matches!(dal.connect(), Err(Error::InvalidInput { .. })), "{bad:?}");
    }
}
