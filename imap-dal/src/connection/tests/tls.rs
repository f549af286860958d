//! TLS against an authority made for the test: whose certificate is taken, what is said of others, and what of a
//! dialogue that began before TLS is believed after it.

use super::*;
use crate::{Error, TlsVersion};
use openssl::ssl::{Ssl, SslContext, SslFiletype, SslMethod, SslStream, SslVerifyMode, SslVersion};
use std::{
    fs,
    path::{Path, PathBuf},
    process::{self, Command},
    sync::LazyLock,
};

/// Certificates: an authority's, of it a good one for 127.0.0.1, one for another host, one that has expired, and one for
/// a client; and one of nobody's.
static FOLDER: LazyLock<PathBuf> = LazyLock::new(|| {
    const SCRIPT: &str = r#"
        set -eu
        make() { # NAME SUBJECT_ALT_NAME DAYS..
            name=$1 san=$2; shift 2
            openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj "/CN=$name" \
                -keyout "$name.key" -out "$name.csr"
            printf 'basicConstraints=critical,CA:FALSE\nsubjectAltName=%s\n' "$san" >"$name.ext"
            openssl x509 -req -in "$name.csr" -CA ca.pem -CAkey ca.key -CAcreateserial -extfile "$name.ext" \
                -out "$name.pem" "$@"
        }
        for name in ca nobody; do
            openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 30 -subj "/CN=$name" \
                -keyout $name.key -out $name.pem -addext keyUsage=critical,keyCertSign -addext subjectAltName=IP:127.0.0.1
        done
        make good IP:127.0.0.1 -days 30
        make other DNS:mail.example.org -days 30
        make late IP:127.0.0.1 -days -1 || make late IP:127.0.0.1 -not_before 20200101000000Z -not_after 20200102000000Z
        make client DNS:alice -days 30
        openssl pkcs12 -export -in client.pem -inkey client.key -passout pass:hunter2 -out client.p12
        cat client.pem client.key >both.pem
    "#;
    let folder = std::env::temp_dir().join(format!("imap-dal-tls-{}", process::id()));
    fs::create_dir_all(&folder).unwrap();
    let made = Command::new("sh").args(["-c", SCRIPT]).current_dir(&folder).output().unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    folder
});

fn file(name: &str) -> PathBuf {
    FOLDER.join(name)
}

/// A server's side of a connection under TLS.
struct Secured(BufReader<SslStream<TcpStream>>);

/// How a server does TLS.
#[derive(Clone, Copy)]
struct How {
    certificate: &'static str,
    newest: Option<SslVersion>,
    wants_client: bool,
}

const GOOD: How = How { certificate: "good", newest: None, wants_client: false };

impl Secured {
    /// None where the client breaks off.
    fn accept(stream: TcpStream, how: How) -> Option<Secured> {
        let mut context = SslContext::builder(SslMethod::tls_server()).unwrap();
        context.set_certificate_chain_file(file(&format!("{}.pem", how.certificate))).unwrap();
        context.set_private_key_file(file(&format!("{}.key", how.certificate)), SslFiletype::PEM).unwrap();
        context.set_max_proto_version(how.newest).unwrap();
        context.set_ca_file(file("ca.pem")).unwrap();
        if how.wants_client {
            context.set_verify(SslVerifyMode::PEER | SslVerifyMode::FAIL_IF_NO_PEER_CERT);
        }
        let mut stream = SslStream::new(Ssl::new(&context.build()).unwrap(), stream).unwrap();
        stream.accept().ok()?;
        Some(Secured(BufReader::new(stream)))
    }

    fn say(&mut self, line: &str) {
        self.0.get_mut().write_all(format!("{line}\r\n").as_bytes()).unwrap();
    }

    fn answer(&mut self, command: &str, answer: &str) {
        let mut line = String::new();
        self.0.read_line(&mut line).unwrap();
        let (tag, rest) = line.trim_end().split_once(' ').unwrap();
        assert_eq!(rest, command);
        self.say(&format!("{tag} {answer}"));
    }

    fn signs_in(&mut self) {
        self.answer("LOGIN \"alice\" \"hunter2\"", "OK [CAPABILITY IMAP4rev1 SAFE] in");
        self.answer("LOGOUT", "OK bye");
    }
}

/// Connects to a server that does TLS so; its error, where it has one.
fn connected(how: How, options: impl FnOnce(DalBuilder) -> DalBuilder) -> Result<(), Error> {
    let server = serve(move |listener| {
        let (stream, _) = listener.accept().unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        if let Some(mut peer) = Secured::accept(stream, how) {
            peer.say("* OK [CAPABILITY IMAP4rev1] hello");
            peer.signs_in();
        }
    });
    let url = server.url().replace("imap://", "imaps://");
    let outcome = options(Dal::builder(&url).timeout(Duration::from_secs(10))).connect();
    let outcome =
        outcome.map(|dal| assert_eq!(dal.connection().unwrap().capabilities().unwrap(), ["IMAP4REV1", "SAFE"]));
    server.end();
    outcome
}

fn ca(builder: DalBuilder) -> DalBuilder {
    builder.root_certificate(file("ca.pem"))
}

/// The text of a TLS error, which names the host.
#[track_caller]
fn refusal(outcome: Result<(), Error>) -> String {
    let error = outcome.expect_err("the connection was made");
    assert!(matches!(&error, Error::Tls { host, .. } if host.starts_with("127.0.0.1:")), "{error:?}");
    let text = error.to_string();
    assert!(text.contains("127.0.0.1:") && !text.contains("hunter2"), "{text}");
    text
}

#[test]
fn a_certificate_of_an_authority_of_ones_own_is_taken() {
    connected(GOOD, ca).unwrap();
}

#[test]
fn a_certificate_that_is_not_taken_is_named_with_the_reason() {
    let text = refusal(connected(GOOD, |dal| dal));
    assert!(text.contains("no authority that is trusted") && text.contains("root_certificate"), "{text}");
    let text = refusal(connected(How { certificate: "nobody", ..GOOD }, ca));
    assert!(text.contains("no authority that is trusted"), "{text}");
    let text = refusal(connected(How { certificate: "other", ..GOOD }, ca));
    assert!(text.contains("not for \"127.0.0.1\"") && text.contains("server_name"), "{text}");
    let text = refusal(connected(How { certificate: "late", ..GOOD }, ca));
    assert!(text.contains("has expired"), "{text}");
}

#[test]
fn the_certificate_may_be_for_another_name_where_that_is_said() {
    let other = How { certificate: "other", ..GOOD };
    connected(other, |dal| ca(dal).server_name("mail.example.org")).unwrap();
    let text = refusal(connected(GOOD, |dal| ca(dal).server_name("mail.example.org")));
    assert!(text.contains("not for \"mail.example.org\""), "{text}");
}

#[test]
fn a_version_of_tls_that_is_too_old_is_refused() {
    let old = How { newest: Some(SslVersion::TLS1_2), ..GOOD };
    connected(old, ca).unwrap();
    refusal(connected(old, |dal| ca(dal).minimum_tls(TlsVersion::Tls13)));
    connected(GOOD, |dal| ca(dal).minimum_tls(TlsVersion::Tls13)).unwrap();
}

#[test]
fn a_client_certificate_is_shown_where_it_is_wanted() {
    // Of TLS 1.2, which refuses in the handshake and not after it.
    let demanding = How { wants_client: true, newest: Some(SslVersion::TLS1_2), ..GOOD };
    refusal(connected(demanding, ca));
    for how in [demanding, How { newest: None, ..demanding }] {
        connected(how, |dal| ca(dal).client_certificate(file("client.pem"), file("client.key"))).unwrap();
        connected(how, |dal| ca(dal).client_pkcs12(file("client.p12"), "hunter2")).unwrap();
    }
}

#[test]
fn the_url_says_all_that_the_builder_does() {
    let path = |name| file(name).display().to_string();
    let options = format!("127.0.0.1:PORT?root_certificate={}&minimum_tls=1.3&server_name=127.0.0.1", path("ca.pem"));
    for client in [
        format!("client_certificate={}", path("both.pem")),
        format!("client_certificate={}&client_key={}", path("client.pem"), path("client.key")),
    ] {
        let server = serve(|listener| {
            let (stream, _) = listener.accept().unwrap();
            let mut peer = Secured::accept(stream, How { wants_client: true, ..GOOD }).unwrap();
            peer.say("* OK [CAPABILITY IMAP4rev1] hello");
            peer.signs_in();
        });
        let options = options.replace("PORT", &server.port.to_string());
        drop(Dal::connect(&format!("imaps://alice:hunter2@{options}&timeout=10&pool_size=1&{client}")).unwrap());
        server.end();
    }
}

#[test]
fn files_that_cannot_be_used_are_named_before_anything_is_sent_and_not_quoted() {
    let url = "imaps://alice:hunter2@nowhere.invalid";
    let missing = Path::new("/nowhere/at/all.pem");
    for (builder, named) in [
        (Dal::builder(url).root_certificate(missing), "all.pem"),
        (Dal::builder(url).root_certificate(file("client.key")), "client.key"),
        (Dal::builder(url).client_certificate(missing, file("client.key")), "all.pem"),
        (Dal::builder(url).client_certificate(file("client.pem"), file("client.csr")), "client.csr"),
        (Dal::builder(url).client_pkcs12(file("client.p12"), "wrong"), "client.p12"),
        (Dal::builder(url).client_pkcs12(file("ca.pem"), "hunter2"), "ca.pem"),
    ] {
        let error = builder.connect().unwrap_err();
        assert!(matches!(error, Error::InvalidInput { .. }), "{error:?}");
        let text = format!("{error} {error:?}");
        assert!(text.contains(named) && !text.contains("hunter2") && !text.contains("PRIVATE KEY-----\n"), "{text}");
    }
}

#[test]
fn what_was_learnt_before_starttls_is_forgotten_after_it() {
    let server = serve(|listener| {
        let mut peer = Peer::accept(listener);
        // Somebody between strips what protects, and promises what is not there.
        peer.say("* OK [CAPABILITY IMAP4rev1 STARTTLS AUTH=NONE UIDPLUS LITERAL+] hello");
        peer.answer("STARTTLS", "OK [CAPABILITY IMAP4rev1 MOVE] begin");
        let mut peer = Secured::accept(peer.writer, GOOD).unwrap();
        peer.signs_in();
    });
    let dal = ca(server.dal()).require_tls(true).connect().unwrap();
    assert_eq!(dal.connection().unwrap().capabilities().unwrap(), ["IMAP4REV1", "SAFE"]);
    drop(dal);
    server.end();
}

#[test]
fn login_is_tried_under_tls_where_the_server_still_lists_it_as_disabled() {
    for (listed, command) in [
        ("LOGINDISABLED", "LOGIN \"alice\" \"hunter2\""),
        ("LOGINDISABLED AUTH=PLAIN SASL-IR", "AUTHENTICATE PLAIN AGFsaWNlAGh1bnRlcjI="),
    ] {
        let server = serve(move |listener| {
            let mut peer = Secured::accept(listener.accept().unwrap().0, GOOD).unwrap();
            peer.say(&format!("* OK [CAPABILITY IMAP4rev1 {listed}] hello"));
            peer.answer(command, "OK [CAPABILITY IMAP4rev1] in");
            peer.answer("LOGOUT", "OK bye");
        });
        let url = server.url().replace("imap://", "imaps://");
        drop(ca(Dal::builder(&url)).connect().unwrap());
        server.end();
    }
}
