//! Whatever a server sends, a query ends in bounded time and memory, with an error that says so.

use imap_dal::{Limits, Result, prelude::*};
use std::{
    fs,
    io::{self, BufRead as _, BufReader, Write as _},
    net::{TcpListener, TcpStream},
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

type M = AnyMailbox;

const TIMEOUT: Duration = Duration::from_millis(400);

/// For everything but the waiting: the machine may be busy.
const SLACK: Duration = Duration::from_secs(10);

const MIB: usize = 1024 * 1024;

/// What the limits allow to be held, several times over.
const MOST_GROWTH: usize = 160 * MIB;

/// Of the first message, which has an attachment of several pieces.
const STRUCTURE: &str = "* 1 FETCH (UID 1 BODYSTRUCTURE ((\"text\" \"plain\" NIL NIL NIL \"7bit\" 10 1)\
    (\"application\" \"pdf\" (\"name\" \"a\") NIL NIL \"7bit\" 700000 NIL NIL NIL) \"mixed\"))\r\n";

/// Of all five messages.
const FLAGS: &str = "* 1 FETCH (UID 1 FLAGS ())\r\n* 2 FETCH (UID 2 FLAGS ())\r\n* 3 FETCH (UID 3 FLAGS ())\r\n\
    * 4 FETCH (UID 4 FLAGS ())\r\n* 5 FETCH (UID 5 FLAGS ())\r\n";

const CODE: &str = "[CAPABILITY IMAP4rev1 ESEARCH SEARCHRES IDLE UIDPLUS CONDSTORE] ";

/// What a server says instead of the answer to the command with this tag.
type Attack = Box<dyn Fn(&mut TcpStream, &str) -> io::Result<()> + Send + Sync>;

struct Hostile {
    url: String,
}

impl Hostile {
    /// Answers like an honest server up to the command that contains `at`, and attacks there; at "" with its greeting.
    fn at(at: &'static str, attack: Attack) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("imap://alice:secret@{}", listener.local_addr().unwrap());
        let attack = Arc::new(attack);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let attack = Arc::clone(&attack);
                thread::spawn(move || serve(stream, at, &attack));
            }
        });
        Hostile { url }
    }

    fn dal(&self) -> Result<Dal> {
        self.dal_with(TIMEOUT)
    }

    fn dal_with(&self, timeout: Duration) -> Result<Dal> {
        let limits = Limits::default().line(MIB).literal(4 * MIB).response(8 * MIB).waiting(16 * MIB);
        Dal::builder(&self.url).timeout(timeout).limits(limits).connect()
    }
}

/// Ends with an error when the client has hung up.
fn serve(mut stream: TcpStream, at: &str, attack: &Attack) -> io::Result<()> {
    stream.set_write_timeout(Some(Duration::from_secs(20)))?;
    stream.set_read_timeout(Some(Duration::from_secs(20)))?;
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    if at.is_empty() {
        attack(&mut stream, "*")?;
    }
    stream.write_all(b"* OK [CAPABILITY IMAP4rev1] ready\r\n")?;
    while let Some(line) = lines.next().transpose()? {
        let (tag, command) = line.split_once(' ').unwrap_or_default();
        let untagged = if !at.is_empty() && command.starts_with(at) {
            attack(&mut stream, tag)?;
            continue;
        } else if command.starts_with("EXAMINE") || command.starts_with("SELECT") {
            "* 5 EXISTS\r\n* OK [UIDVALIDITY 7] valid\r\n* OK [HIGHESTMODSEQ 9] latest\r\n"
        } else if command.starts_with("UID FETCH") && command.contains("BODYSTRUCTURE") {
            STRUCTURE
        } else if command.starts_with("UID FETCH") && !command.contains("CHANGEDSINCE") {
            FLAGS
        } else if command.starts_with("LIST") {
            "* LIST () \"/\" x\r\n"
        } else if command.starts_with("UID SEARCH RETURN") {
            "* ESEARCH UID ALL 1:5\r\n"
        } else if command.starts_with("UID SEARCH") {
            "* SEARCH 1 2 3 4 5\r\n"
        } else if command.starts_with("LOGOUT") {
            "* BYE then\r\n"
        } else {
            ""
        };
        let code = if command.starts_with("LOGIN") { CODE } else { "" };
        stream.write_all(format!("{untagged}{tag} OK {code}done\r\n").as_bytes())?;
    }
    Ok(())
}

/// Says it again and again, as fast as it is taken.
fn for_ever(said: &'static [u8]) -> Attack {
    after("", said)
}

/// Says the first once and the second again and again.
fn after(first: &'static str, said: &'static [u8]) -> Attack {
    let many = said.repeat(1 + 60_000 / said.len());
    Box::new(move |stream, _| {
        stream.write_all(first.as_bytes())?;
        loop {
            stream.write_all(&many)?;
        }
    })
}

/// Says it once, with the tag where it has `<tag>`, and then nothing.
fn once(said: &'static str) -> Attack {
    Box::new(move |stream, tag| {
        stream.write_all(said.replace("<tag>", tag).as_bytes())?;
        thread::sleep(Duration::from_secs(20));
        Err(io::ErrorKind::TimedOut.into())
    })
}

/// Says it and hangs up.
fn and_hangs_up(said: &'static str) -> Attack {
    Box::new(move |stream, tag| {
        stream.write_all(said.replace("<tag>", tag).as_bytes())?;
        Err(io::ErrorKind::ConnectionReset.into())
    })
}

/// Rows of ever other messages, each with a subject.
fn ever_other_rows() -> Attack {
    Box::new(|stream, _| {
        let field = format!("Subject: {}\r\n\r\n", "x".repeat(900));
        for uid in 1.. {
            let row =
                format!("* {uid} FETCH (UID {uid} BODY[HEADER.FIELDS (SUBJECT)] {{{}}}\r\n{field})\r\n", field.len());
            stream.write_all(row.as_bytes())?;
        }
        Ok(())
    })
}

/// One response that takes several reads.
fn much_of_nothing() -> &'static [u8] {
    Box::leak(format!("* X-ODD ({{1000000}}\r\n{})\r\n", "x".repeat(1_000_000)).into_bytes().into_boxed_slice())
}

fn garbage() -> Attack {
    let mut state = 0x2545_f491_u32;
    let octets: Vec<u8> = (0..60_000)
        .map(|_| {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            state.to_le_bytes()[0]
        })
        .collect();
    Box::new(move |stream, _| {
        loop {
            stream.write_all(&octets)?;
        }
    })
}

fn slow_drip() -> Attack {
    Box::new(|stream, _| {
        loop {
            stream.write_all(b"*")?;
            thread::sleep(Duration::from_millis(20));
        }
    })
}

/// What a server may do wherever something is awaited of it.
fn attacks() -> Vec<(&'static str, Attack)> {
    vec![
        ("endless line", after("* ", b"x")),
        ("endless line of brackets", after("* 1 FETCH (UID 1 BODYSTRUCTURE ", b"(")),
        ("endless literal", after("* 1 FETCH (UID 1 BODY[] {4000000}\r\n", b"x")),
        ("endless literals", after("* 1 FETCH (", b"BODY[] {4}\r\nabcd ")),
        ("a literal too long", once("* 1 FETCH (UID 1 BODY[] {4294967295}\r\n")),
        ("a literal longer than any number", once("* 1 FETCH (UID 1 BODY[] {99999999999999999999999}\r\n")),
        ("a literal that never comes", once("* 1 FETCH (UID 1 BODY[] {4000000}\r\n")),
        ("NUL", for_ever(b"* \0\r\n")),
        ("nothing but NUL", for_ever(b"\0")),
        ("empty lines", for_ever(b"\r\n")),
        ("bare line feeds", for_ever(b"\n")),
        ("deep nesting", after("", b"* 1 FETCH (UID 1 BODYSTRUCTURE ((((((((((((((((((((((((((((((((((((((((\r\n")),
        ("news without end", for_ever(b"* 5 EXISTS\r\n")),
        ("words without end", for_ever(b"* OK still here\r\n")),
        ("flags without end", for_ever(b"* 1 FETCH (FLAGS ())\r\n")),
        ("one message without end", for_ever(b"* 1 FETCH (UID 1 FLAGS (\\Seen))\r\n")),
        ("a message nobody asked for, without end", for_ever(b"* 9 FETCH (UID 900 FLAGS ())\r\n")),
        ("expunges without end", for_ever(b"* 1 EXPUNGE\r\n")),
        ("mailboxes without end", for_ever(b"* LIST () \"/\" more\r\n")),
        ("capabilities without end", for_ever(b"* CAPABILITY IMAP4rev1\r\n")),
        ("what nobody knows, without end", for_ever(b"* X-ODD (1 2 {3}\r\nabc)\r\n")),
        ("much that nobody knows, without end", for_ever(much_of_nothing())),
        (
            "answers to nothing",
            for_ever(b"* SORT 9 8\r\n* ESEARCH (TAG \"zz\") UID ALL 7\r\n* STATUS x (MESSAGES 1)\r\n"),
        ),
        ("a tag nobody used", once("zz9 OK done\r\n")),
        ("a tag of ours to come", once("d4000000000 OK done\r\n")),
        ("a continuation nobody waits for", once("+ go on\r\n+ go on\r\n")),
        ("PREAUTH out of place", for_ever(b"* PREAUTH you\r\n")),
        ("garbage", garbage()),
        ("slow drip", slow_drip()),
        ("silence", once("")),
        ("a farewell", and_hangs_up("* BYE enough\r\n")),
        ("the end", and_hangs_up("")),
        ("half a line and the end", and_hangs_up("* 1 FET")),
        ("half a literal and the end", and_hangs_up("* 1 FETCH (UID 1 BODY[] {500}\r\nSubject")),
    ]
}

/// The most this process has held since this was last called, in octets.
fn peak() -> usize {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM")).unwrap();
    let kibibytes: usize = line.split_whitespace().nth(1).unwrap().parse().unwrap();
    // 5 resets the peak (proc(5)).
    fs::write("/proc/self/clear_refs", "5").unwrap();
    kibibytes * 1024
}

/// Runs it and holds it to its time and memory.
fn bounded<T>(what: &str, run: impl FnOnce() -> Result<T>) -> Result<T> {
    peak();
    let before = peak();
    let began = Instant::now();
    let outcome = run();
    let took = began.elapsed();
    assert!(took < 3 * TIMEOUT + SLACK, "{what} took {took:?}");
    let grown = peak().saturating_sub(before);
    assert!(grown < MOST_GROWTH, "{what} took {} MiB", grown / MIB);
    outcome
}

fn attacked(at: &'static str, run: impl Fn(Dal) -> Result<()>) {
    for (name, attack) in attacks() {
        let server = Hostile::at(at, attack);
        let what = format!("{name} at {at:?}");
        let error = bounded(&what, || server.dal().and_then(&run)).expect_err(&what);
        let text = error.to_string();
        assert!(!text.contains("secret") && text.len() < 600 && !text.contains(char::is_control), "{what}: {text:?}");
    }
}

fn load(dal: &Dal) -> Result<()> {
    M::in_mailbox("x").all().select((M::uid, M::subject)).load(dal).map(drop)
}

fn load_found(dal: &Dal) -> Result<()> {
    M::in_mailbox("x").filter(M::seen.eq(true)).select((M::uid, M::subject)).load(dal).map(drop)
}

#[test]
fn no_attack_gets_beyond_the_greeting() {
    // News before a greeting, or a sign-in that is taken for granted, is no honest server either.
    attacked("", |dal| load(&dal));
}

#[test]
fn no_attack_gets_beyond_the_sign_in() {
    attacked("LOGIN", |dal| load(&dal));
}

#[test]
fn no_attack_gets_beyond_opening_a_mailbox() {
    attacked("EXAMINE", |dal| load(&dal));
}

#[test]
fn no_attack_gets_beyond_a_search() {
    attacked("UID SEARCH", |dal| load_found(&dal));
    attacked("UID SEARCH", |dal| M::in_mailbox("x").filter(M::seen.eq(true)).count(&dal).map(drop));
}

#[test]
fn no_attack_gets_beyond_a_fetch() {
    attacked("UID FETCH", |dal| load(&dal));
    attacked("UID FETCH", |dal| load_found(&dal));
    attacked("UID FETCH", |dal| {
        M::in_mailbox("x").all().select((M::uid, M::subject)).stream(&dal)?.try_for_each(|row| row.map(drop))
    });
}

fn mark(dal: &Dal) -> Result<()> {
    M::in_mailbox("x").filter(M::flagged.eq(false)).update(M::seen.set(true)).execute(dal).map(drop)
}

fn download(dal: &Dal) -> Result<()> {
    let infos = M::in_mailbox("x").filter(M::uid.eq(1)).select(M::attachments).load(dal)?;
    infos[0][0].stream(dal, &mut io::sink()).map(drop)
}

#[test]
fn no_attack_gets_beyond_a_change() {
    attacked("UID STORE", |dal| mark(&dal));
}

#[test]
fn no_attack_gets_beyond_an_attachment() {
    attacked("UID FETCH 1 (UID BODY.PEEK[2]<0", |dal| download(&dal));
}

#[test]
fn what_a_server_says_again_and_again_ends_and_is_not_held() {
    let has_ended = |what: &'static str, at: &'static str, attack: Attack, run: &dyn Fn(&Dal) -> Result<()>| {
        let server = Hostile::at(at, attack);
        bounded(what, || server.dal_with(SLACK / 4).and_then(|dal| run(&dal))).expect_err(what);
    };
    let counts = for_ever(b"* STATUS \"x\" (UNSEEN 1)\r\n");
    has_ended("counts", "STATUS", counts, &|dal| dal.unread_counts().map(drop));
    let names = for_ever(b"* LSUB () \"/\" more\r\n");
    has_ended("names", "LSUB", names, &|dal| dal.subscriptions().map(drop));
    let keywords = for_ever(b"* FLAGS (a b c d e f g h i j k l m n o p q r s t)\r\n");
    has_ended("keywords", "EXAMINE", keywords, &|dal| M::in_mailbox("x").keywords(dal).map(drop));
    let changed = "UID FETCH 1:5 (UID) (CHANGEDSINCE";
    has_ended("changed", changed, ever_other_rows(), &|dal| {
        M::in_mailbox("x").filter(M::flagged.eq(false)).move_to("y").execute(dal).map(drop)
    });
    let copied = for_ever(b"* OK [COPYUID 1 1:5 1:5] copied\r\n");
    has_ended("copied", "UID COPY", copied, &|dal| {
        M::in_mailbox("x").filter(M::uid.le(5)).copy_to("y").execute(dal).map(drop)
    });
    let pieces: Attack = Box::new(|stream, _| {
        (1_u64..).try_for_each(|piece| {
            let head = format!("* 1 FETCH (UID 1 BODY[2]<{}> {{262144}}\r\n", piece * 262_144);
            stream.write_all(&[head.as_bytes(), &[b'x'; 262_144], b")\r\n"].concat())
        })
    });
    has_ended("pieces", "UID FETCH 1 (UID BODY.PEEK[2]<0", pieces, &download);
}

#[test]
fn no_attack_keeps_a_wait_beyond_its_time() {
    for (name, attack) in attacks() {
        let attack: Attack = Box::new(move |stream, tag| {
            stream.write_all(b"+ idling\r\n")?;
            attack(stream, tag)
        });
        let server = Hostile::at("IDLE", attack);
        let wait = || M::in_mailbox("x").all().wait(&server.dal()?, TIMEOUT);
        // What looks like news may be told as such.
        if let Err(error) = bounded(&format!("{name} in IDLE"), wait) {
            let text = error.to_string();
            assert!(text.len() < 600 && !text.contains(char::is_control), "{name}: {text:?}");
        }
    }
}

#[test]
fn a_list_of_mailboxes_without_end_is_an_error() {
    let mailbox: &'static str = Box::leak(format!("* LIST () \"/\" {}\r\n", "x".repeat(2_000)).into_boxed_str());
    let server = Hostile::at("LIST", for_ever(mailbox.as_bytes()));
    let error = bounded("LIST", || server.dal()?.mailboxes()).unwrap_err();
    assert!(matches!(error, imap_dal::Error::Limit { .. }), "{error:?}");
}

#[test]
fn rows_without_end_before_the_search_is_answered_are_not_held() {
    let server = Hostile::at("UID SEARCH", ever_other_rows());
    let error = bounded("rows", || load_found(&server.dal_with(SLACK)?)).unwrap_err();
    assert!(matches!(error, imap_dal::Error::Limit { .. }), "{error:?}");
    assert!(error.to_string().contains("Limits::waiting"), "{error}");
}

#[test]
fn rows_without_end_of_a_mailbox_of_few_are_not_taken() {
    let row = |seq: u32, uid: u32| {
        format!("* {seq} FETCH (UID {uid} BODY[HEADER.FIELDS (Subject)] {{14}}\r\nSubject: x\r\n\r\n)\r\n")
    };
    for numbers in [|uid: u32| (uid, ""), |_| (1, ""), |_| (1, "* 1 EXPUNGE\r\n")] {
        let attack: Attack = Box::new(move |stream, _| {
            (1..u32::MAX).try_for_each(|uid| {
                let (seq, news) = numbers(uid);
                stream.write_all((row(seq, uid) + news).as_bytes())
            })
        });
        let server = Hostile::at("UID FETCH", attack);
        let error = bounded("rows", || load(&server.dal_with(SLACK)?)).unwrap_err();
        assert!(matches!(error, imap_dal::Error::Limit { .. }), "{error:?}");
    }
}

#[test]
fn rows_without_end_in_another_order_than_asked_are_not_held() {
    let server = Hostile::at("UID FETCH", ever_other_rows());
    let attacked = || {
        let dal = server.dal_with(SLACK)?;
        let rows = M::in_mailbox("x").filter(M::uid.gt(5)).order_by(M::uid.desc()).select((M::uid, M::subject));
        rows.load(&dal)
    };
    bounded("rows", attacked).unwrap_err();
}

#[test]
fn a_search_that_finds_more_than_there_can_be_is_an_error() {
    for answer in
        ["* ESEARCH UID ALL 1:4294967295\r\n<tag> OK done\r\n", "* ESEARCH UID ALL 4294967295:1,7\r\n<tag> OK done\r\n"]
    {
        let server = Hostile::at("UID SEARCH", once(answer));
        let all = M::in_mailbox("x").all();
        let error = bounded(answer, || all.uids(&server.dal()?)).unwrap_err();
        assert!(matches!(error, imap_dal::Error::Limit { .. }), "{error:?}");
        let error = bounded(answer, || load_found(&server.dal()?)).unwrap_err();
        assert!(matches!(error, imap_dal::Error::Limit { .. }), "{error:?}");
    }
}

#[test]
fn an_answer_given_twice_does_not_become_the_answer_to_what_is_asked_next() {
    let twice = || {
        let attack: Attack = Box::new(|stream, tag| {
            stream.write_all(
                format!("* ESEARCH UID COUNT 3\r\n{tag} OK done\r\n* ESEARCH UID COUNT 9\r\n{tag} OK again\r\n")
                    .as_bytes(),
            )
        });
        Hostile::at("UID SEARCH", attack)
    };
    let server = twice();
    let connection = server.dal().unwrap().connection().unwrap();
    for _ in 0..5 {
        match bounded("twice", || M::in_mailbox("x").filter(M::seen.eq(true)).count(&connection)) {
            Ok(count) => assert_eq!(count, 3),
            Err(error) => assert!(matches!(error, imap_dal::Error::Protocol { .. }), "{error:?}"),
        }
    }
}
