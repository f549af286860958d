//! Many queries on one mailbox, by every way to the server, each compared with the oracle.

use std::env;
use std::time::{Instant, SystemTime};

use imap_dal::{AnyMailbox, Dal, Error, Profile};
use imap_dal_tests::proxy::{Direction, Proxy};

use crate::case::Case;
use crate::generate::Generator;
use crate::oracle::Oracle;
use imap_dal_tests::random::Random;

/// Where the mailbox is.
pub(crate) struct Account<'a> {
    pub(crate) address: &'a str,
    pub(crate) user: &'a str,
    pub(crate) password: &'a str,
    pub(crate) mailbox: &'a str,
}

/// A way to the server.
struct Way {
    name: String,
    dal: Dal,
    /// Sees what is said, and answers BAD to what is hidden.
    proxy: Option<Proxy>,
    without: Vec<String>,
}

impl Way {
    /// Lets the proxy forget what was said.
    fn forget(&self) {
        if let Some(proxy) = &self.proxy {
            proxy.reset();
        }
    }

    /// What was answered with BAD since.
    fn refusal(&self) -> Option<String> {
        let is_bad = |text: &str| text.split(' ').nth(1).is_some_and(|word| word == "BAD");
        let mut entries = self.proxy.iter().flat_map(Proxy::transcript);
        entries.find(|entry| entry.direction == Direction::ToClient && is_bad(&entry.text)).map(|entry| entry.text)
    }
}

/// The trial of one server.
pub(crate) struct Trial {
    server: String,
    mailbox: String,
    seed: u64,
    messages: usize,
    oracle: Oracle,
    ways: Vec<Way>,
}

/// What can be hidden together.
const HIDDEN: [&[&str]; 6] = [
    &["SEARCHRES"],
    &["ESEARCH", "SEARCHRES", "ESORT", "CONTEXT=SEARCH", "PARTIAL"],
    &["SORT", "ESORT", "SORT=DISPLAY"],
    &["LITERAL+", "LITERAL-"],
    &["CONDSTORE", "QRESYNC", "SAVEDATE", "OBJECTID"],
    &[
        "ESEARCH",
        "SEARCHRES",
        "ESORT",
        "CONTEXT=SEARCH",
        "PARTIAL",
        "SORT",
        "SORT=DISPLAY",
        "LITERAL+",
        "LITERAL-",
        "CONDSTORE",
        "QRESYNC",
        "SAVEDATE",
        "OBJECTID",
        "WITHIN",
        "BINARY",
        "PREVIEW",
    ],
];

const MESSAGES: usize = 1100;

impl Trial {
    pub(crate) fn new(server: &str, account: &Account<'_>, profiles: &[Profile]) -> Self {
        let seed = variable("IMAP_DAL_SEED").unwrap_or_else(|| {
            let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).expect("a clock after 1970");
            now.as_secs() % 1_000_000
        });
        let started = Instant::now();
        let Account { address, user, password, mailbox } = account;
        let oracle = Oracle::start(address, user, password, mailbox, 1, MESSAGES);
        eprintln!(
            "{server}: seed {seed}; {} messages, {} refused, after {:.1} s",
            oracle.pool.messages(),
            oracle.pool.refused(),
            started.elapsed().as_secs_f32()
        );
        let mut profiles = profiles.iter().cycle();
        let mut builder = |address: &str| {
            let profile = profiles.next().expect("a profile").clone();
            Dal::builder(&format!("imap://{user}:{password}@{address}")).profile(profile)
        };
        let mut ways = Vec::new();
        for pipelining in [true, false] {
            let proxy = Proxy::to(*address).start();
            let dal = builder(&proxy.address().to_string()).pipelining(pipelining);
            let name = if pipelining { "pipelined" } else { "one by one" };
            ways.push(Way { name: name.to_owned(), dal: connected(dal), proxy: Some(proxy), without: Vec::new() });
        }
        for hidden in HIDDEN {
            let without: Vec<String> = hidden.iter().map(|&name| name.to_owned()).collect();
            let dal = builder(address).hide_capabilities(hidden.iter().copied());
            let name = format!("asked to do without {}", hidden.join(" "));
            ways.push(Way { name, dal: connected(dal), proxy: None, without: without.clone() });
            let proxy = Proxy::to(*address).hide(hidden.iter().copied()).start();
            let dal = builder(&proxy.address().to_string());
            let name = format!("through a proxy without {}", hidden.join(" "));
            ways.push(Way { name, dal: connected(dal), proxy: Some(proxy), without });
        }
        Trial { server: server.to_owned(), mailbox: (*mailbox).to_owned(), seed, messages: MESSAGES, oracle, ways }
    }

    /// # Panics
    ///
    /// When a query fails, after the run, with a test for each.
    pub(crate) fn run(mut self) {
        let started = Instant::now();
        let full = env::var_os("IMAP_DAL_FULL").is_some();
        let cases = variable("IMAP_DAL_CASES").unwrap_or(if full { 2000 } else { 150 });
        let (mut failures, mut found) = (Vec::new(), 0);
        for number in 0..cases {
            let mut random = Random::new(self.seed.wrapping_mul(1_000_003).wrapping_add(number));
            let way = random.within(0..self.ways.len());
            let exact = !random.once_in(3);
            let without = &self.ways[way].without;
            let case = Generator::new(&mut random, &self.oracle.pool, without, exact).case();
            match self.wrong(way, &case) {
                Ok(count) => found += count,
                Err(failure) => {
                    let (case, failure) = self.shrunk(way, case, failure);
                    eprintln!("{}", self.report(number, way, &case, &failure));
                    failures.push(case.rust());
                }
            }
        }
        eprintln!(
            "{}: {cases} queries, {found} uids, {} failed, {:.1} s",
            self.server,
            failures.len(),
            started.elapsed().as_secs_f32()
        );
        assert!(failures.is_empty(), "{} of {cases} queries failed:\n{}", failures.len(), failures.join("\n"));
    }

    /// Counts by every test there is, in the default mode, where operands reach the server as they are: whatever is sent is
    /// accepted.
    ///
    /// # Panics
    ///
    /// When a query fails, or anything is answered with BAD.
    pub(crate) fn check_acceptance(self) {
        let full = env::var_os("IMAP_DAL_FULL").is_some();
        let cases = variable("IMAP_DAL_CASES").unwrap_or(if full { 2000 } else { 300 });
        let watched: Vec<&Way> = self.ways.iter().filter(|way| way.proxy.is_some()).collect();
        for number in 0..cases {
            let mut random = Random::new(self.seed.wrapping_mul(1_000_003).wrapping_add(number));
            let way = watched[random.within(0..watched.len())];
            let mut generator = Generator::new(&mut random, &self.oracle.pool, &way.without, true);
            let case = Case { exact: false, ..generator.case() };
            way.forget();
            let counted = case.query(&self.mailbox).count(&way.dal);
            let context = || format!("{}, IMAP_DAL_SEED={}, query {number}: {}", way.name, self.seed, case.rust());
            assert!(counted.is_ok(), "{}: {counted:?}", context());
            assert_eq!(way.refusal(), None, "{}", context());
        }
        eprintln!("{}: {cases} searches, none refused", self.server);
    }

    /// The number of uids when all is right.
    fn wrong(&mut self, way: usize, case: &Case) -> Result<usize, Failure> {
        let expected = self.oracle.uids(case);
        let way = &self.ways[way];
        way.forget();
        let query = case.query(&self.mailbox);
        let error = |error: Error| {
            let reason = format!("{error:?}");
            Failure { kind: reason.split(' ').next().unwrap_or_default().to_owned(), reason }
        };
        let uids: Vec<u32> = query.uids(&way.dal).map_err(error)?.iter().map(|uid| uid.get()).collect();
        compare("uids", &expected, &uids)?;
        let count = query.count(&way.dal).map_err(error)?;
        if count != expected.len() as u64 {
            return Err(Failure::wrong(format!("count is {count} instead of {}", expected.len())));
        }
        let rows = query.select((AnyMailbox::uid, AnyMailbox::subject)).load(&way.dal).map_err(error)?;
        compare("load", &expected, &rows.iter().map(|(uid, _)| uid.get()).collect::<Vec<_>>())?;
        match way.refusal() {
            Some(text) => Err(Failure { kind: "refused".to_owned(), reason: format!("a command was refused: {text}") }),
            None => Ok(expected.len()),
        }
    }

    /// The smallest that fails in the same manner.
    fn shrunk(&mut self, way: usize, mut case: Case, mut failure: Failure) -> (Case, Failure) {
        let mut attempts = 0;
        'smaller: loop {
            for smaller in case.smaller() {
                attempts += 1;
                if attempts > 100 {
                    return (case, failure);
                }
                match self.wrong(way, &smaller) {
                    Err(again) if again.kind == failure.kind => {
                        (case, failure) = (smaller, again);
                        continue 'smaller;
                    }
                    _ => {}
                }
            }
            return (case, failure);
        }
    }

    fn report(&mut self, number: u64, way: usize, case: &Case, failure: &Failure) -> String {
        let expected = self.oracle.uids(case);
        let reason = &failure.reason;
        let assertion = match expected.as_slice() {
            [some @ .., _] if some.len() < 40 => format!("assert_eq!(uids, {expected:?})"),
            [] => "assert_eq!(uids, [])".to_owned(),
            many => format!("assert_eq!(uids.len(), {})", many.len()),
        };
        let (server, seed, messages, way) = (&self.server, self.seed, self.messages, &self.ways[way].name);
        format!(
            "
// {server}, {way}; IMAP_DAL_SEED={seed}, query {number}: {reason}
#[test]
fn query_{number}_of_{seed}() {{
    // The mailbox holds the {messages} messages of the corpus with seed 1.
    let query = {};
    let uids: Vec<u32> = query.uids(&dal)?.iter().map(|uid| uid.get()).collect();
    {assertion};
}}",
            case.rust()
        )
    }
}

/// How a query failed.
struct Failure {
    /// What a smaller query must have in common with it.
    kind: String,
    reason: String,
}

impl Failure {
    fn wrong(reason: String) -> Self {
        Failure { kind: "wrong".to_owned(), reason }
    }
}

fn compare(what: &str, expected: &[u32], uids: &[u32]) -> Result<(), Failure> {
    if expected == uids {
        return Ok(());
    }
    let without = |all: &[u32], some: &[u32]| -> Vec<u32> {
        all.iter().filter(|uid| !some.contains(uid)).take(20).copied().collect()
    };
    let (missing, wrong) = (without(expected, uids), without(uids, expected));
    let order = if missing.is_empty() && wrong.is_empty() { ", in another order" } else { "" };
    Err(Failure::wrong(format!(
        "{what}: {} instead of {}, missing {missing:?}, wrong {wrong:?}{order}",
        uids.len(),
        expected.len()
    )))
}

fn connected(builder: imap_dal::DalBuilder) -> Dal {
    builder.connect().expect("the server lets alice in")
}

fn variable(name: &str) -> Option<u64> {
    env::var(name).ok().map(|value| value.parse().unwrap_or_else(|_| panic!("{name} is no number")))
}
