//! Random queries whose operands are taken from the mailbox, so that they match something, or are awkward.

use imap_dal::jiff::{Span, Timestamp, civil::Date, tz::TimeZone};

use crate::case::Case;
use crate::expression::{Tree, Value};
use crate::oracle::Pool;
use imap_dal_tests::random::Random;

const EQUALITY: [&str; 3] = ["eq", "ne", "is_in"];
const COMPARISON: [&str; 5] = ["lt", "le", "gt", "ge", "between"];
const TEXTUAL: [&str; 11] =
    ["eq", "ne", "is_in", "contains", "starts_with", "ends_with", "like", "ilike", "matches", "is_none", "is_some"];
const FLAGS: [&str; 5] = ["answered", "deleted", "draft", "flagged", "seen"];
const ADDRESSES: [&str; 5] = ["sender", "to", "cc", "bcc", "reply_to"];
const ZONES: [&str; 6] =
    ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Auckland", "America/Sao_Paulo"];

/// Operands that servers, quoting, patterns and case rules stumble over.
const AWKWARD: [&str; 34] = [
    "",
    " ",
    "  ",
    "%",
    "_",
    "\"",
    "\\\\",
    "a\"b\\\\c",
    "é",
    "e\u{301}",
    "ß",
    "SS",
    "strasse",
    "İ",
    "i\u{307}",
    "Σ",
    "ς",
    "{5}",
    "{5+}\r\n",
    ")",
    "(",
    "* OK",
    "\r\n",
    "\r\nA1 LOGOUT\r\n",
    "ALL",
    "x OR SEEN",
    "NIL",
    "日本",
    "🎉",
    "\u{fffd}",
    "\u{a0}",
    "\t",
    "re:",
    "\u{212b}",
];

/// Makes queries for one mailbox.
pub(crate) struct Generator<'a> {
    random: &'a mut Random,
    pool: &'a Pool,
    /// Capabilities that are not there.
    without: &'a [String],
    /// Only what the default mode promises to answer exactly is asked for, where this is false.
    exact: bool,
    /// How many kinds of tests are drawn from.
    kinds: usize,
}

/// All kinds of tests, and those that come first: of uids, flags, dates and sizes, whose keys servers join.
const KINDS: usize = 22;
const JOINED_KINDS: usize = 9;

impl<'a> Generator<'a> {
    pub(crate) fn new(random: &'a mut Random, pool: &'a Pool, without: &'a [String], exact: bool) -> Self {
        let kinds = if random.once_in(4) { JOINED_KINDS } else { KINDS };
        Generator { random, pool, without, exact, kinds }
    }

    pub(crate) fn case(&mut self) -> Case {
        let depth = self.random.within(1..6);
        let tree = self.tree(depth);
        let mut order = Vec::new();
        if self.random.once_in(3) {
            for _ in 0..self.random.within(1..3) {
                order.push((self.sortable(), self.random.once_in(2)));
            }
        }
        let is_window = self.random.once_in(4);
        let offset = if is_window { self.random.within(0..20) as u64 } else { 0 };
        let limit = (is_window && !self.random.once_in(4)).then(|| self.random.within(0..50) as u64);
        Case { tree, order, offset, limit, exact: self.exact }
    }

    fn sortable(&mut self) -> String {
        let mut columns = vec!["uid", "size", "created", "sent", "header:X-Odd", "header:List-Id"];
        if self.has_save_dates() {
            columns.push("saved");
        }
        if self.exact {
            columns.extend(["subject", "subject"]);
            columns.extend(ADDRESSES);
        }
        (*self.random.one_of(&columns)).to_owned()
    }

    fn has_save_dates(&self) -> bool {
        self.pool.has_save_dates() && !self.lacks("SAVEDATE")
    }

    fn lacks(&self, capability: &str) -> bool {
        self.without.iter().any(|name| name == capability)
    }

    fn tree(&mut self, depth: usize) -> Tree {
        if depth <= 1 || self.random.once_in(5) {
            return self.test();
        }
        match self.random.within(0..5) {
            0 => Tree::Not(Box::new(self.tree(depth - 1))),
            1 | 2 => Tree::And(self.trees(depth - 1)),
            _ => Tree::Or(self.trees(depth - 1)),
        }
    }

    fn trees(&mut self, depth: usize) -> Vec<Tree> {
        let count = if self.random.once_in(30) { 0 } else { self.random.within(2..4) };
        (0..count).map(|_| self.tree(depth)).collect()
    }

    fn test(&mut self) -> Tree {
        let named = |column: &str| column.to_owned();
        loop {
            let (column, operator, operands) = match self.random.within(0..self.kinds) {
                0 => (named("uid"), self.numeric(), Vec::new()),
                1 => {
                    let (operator, operands) = self.flag();
                    (named(FLAGS[self.random.within(0..5)]), operator, operands)
                }
                2 => {
                    let (operator, operands) = self.flag();
                    (format!("keyword:{}", self.keyword()), operator, operands)
                }
                3 => (named("keywords"), "contains", vec![Value::Text(self.keyword())]),
                4 => {
                    let (operator, operands) = self.date(self.exact);
                    (named("created"), operator, operands)
                }
                5 | 6 => {
                    let (operator, operands) = self.optional_date();
                    (named("sent"), operator, operands)
                }
                7 if self.has_save_dates() => {
                    let (operator, operands) = self.optional_date();
                    (named("saved"), operator, operands)
                }
                8 => (named("size"), self.numeric(), Vec::new()),
                9..12 => self.textual("subject"),
                12 => {
                    let column = *self.random.one_of(&["header:List-Id", "header:X-Odd", "header:list-id"]);
                    self.textual(column)
                }
                13 => {
                    let column = *self.random.one_of(&["mime", "encoding"]);
                    self.textual(column)
                }
                14 | 15 => self.addressed(),
                16 => self.identified(),
                17 => {
                    if self.random.once_in(4) {
                        (named("references"), "is_empty", Vec::new())
                    } else {
                        (named("references"), "contains", vec![Value::Text(self.id())])
                    }
                }
                18 if self.exact => {
                    let column = if self.random.once_in(2) { "content" } else { "text" };
                    (named(column), "contains", vec![Value::Text(self.piece("content"))])
                }
                19 => return self.attachments(),
                20 if !self.pool.numbers("modseq").is_empty() && !self.lacks("CONDSTORE") => {
                    (named("modseq"), *self.random.one_of(&COMPARISON), Vec::new())
                }
                21 if !self.lacks("OBJECTID") => {
                    let column = if self.random.once_in(2) { "email_id" } else { "thread_id" };
                    let known = self.pool.texts(column);
                    if known.is_empty() {
                        continue;
                    }
                    (named(column), "eq", vec![Value::Text(self.random.one_of(&known).clone())])
                }
                _ => continue,
            };
            let operands = match column.as_str() {
                "uid" => self.numbers("uid", operator).into_iter().map(Value::Uid).collect(),
                "size" => self.octets("size", operator),
                "modseq" => self.octets("modseq", operator),
                _ => operands,
            };
            return Tree::Test { column, operator, operands };
        }
    }

    fn numeric(&mut self) -> &'static str {
        if self.random.once_in(2) {
            self.random.one_of::<&str>(&EQUALITY)
        } else {
            self.random.one_of::<&str>(&COMPARISON)
        }
    }

    fn arity(&mut self, operator: &str, most: usize) -> usize {
        match operator {
            "between" => 2,
            "is_in" => self.random.within(0..most),
            _ => 1,
        }
    }

    fn numbers(&mut self, of: &str, operator: &str) -> Vec<u32> {
        let known = self.pool.numbers(of);
        let arity = self.arity(operator, 40);
        let one = |random: &mut Random| {
            let number = u32::try_from(*random.one_of(&known)).expect("a uid");
            if random.once_in(12) { *random.one_of(&[1, u32::MAX - 1, u32::MAX]) } else { number }
        };
        (0..arity).map(|_| one(self.random)).collect()
    }

    fn octets(&mut self, of: &str, operator: &str) -> Vec<Value> {
        let known = self.pool.numbers(of);
        let far = [0, 1, (1 << 31) - 1, 1 << 31, (1 << 32) - 1, 1 << 32, 1 << 40, 1 << 63, u64::MAX - 1, u64::MAX];
        let arity = self.arity(operator, 5);
        let one = |random: &mut Random| {
            let near = random.one_of(&known) + random.number() % 3;
            Value::Number(if random.once_in(6) { *random.one_of(&far) } else { near.saturating_sub(1) })
        };
        (0..arity).map(|_| one(self.random)).collect()
    }

    fn flag(&mut self) -> (&'static str, Vec<Value>) {
        let operator = self.random.one_of::<&str>(&EQUALITY);
        let arity = self.arity(operator, 3);
        (operator, (0..arity).map(|_| Value::Flag(self.random.once_in(2))).collect())
    }

    fn keyword(&mut self) -> String {
        let known = self.pool.texts("keyword");
        let keyword = if known.is_empty() || self.random.once_in(6) { "absent" } else { self.random.one_of(&known) };
        if self.random.once_in(2) { keyword.to_uppercase() } else { keyword.to_owned() }
    }

    fn optional_date(&mut self) -> (&'static str, Vec<Value>) {
        match self.random.within(0..8) {
            0 => ("is_none", Vec::new()),
            1 => ("is_some", Vec::new()),
            _ => self.date(true),
        }
    }

    fn date(&mut self, with_days: bool) -> (&'static str, Vec<Value>) {
        let operator = *self.random.one_of(&["eq", "ne", "lt", "le", "gt", "ge", "between", "on"]);
        if operator == "on" {
            let (day, _) = self.moment();
            return (operator, vec![Value::DayIn(day, self.random.one_of::<&str>(&ZONES))]);
        }
        let is_day = with_days && self.random.once_in(2);
        let arity = self.arity(operator, 1);
        let operand = |this: &mut Self| {
            let (day, instant) = this.moment();
            if is_day { Value::Day(day) } else { Value::Instant(instant) }
        };
        (operator, (0..arity).map(|_| operand(self)).collect())
    }

    /// A day and an instant, near one that occurs or far from all.
    fn moment(&mut self) -> (Date, Timestamp) {
        let known = self.pool.dates();
        let (day, instant) = *self.random.one_of(&known);
        let days = if self.random.once_in(2) { 0 } else { self.random.within(0..5) as i64 - 2 };
        let nanoseconds = *self.random.one_of(&[0, 0, 0, 1_000_000_000, -1_000_000_000, 500_000_000, 1]);
        if self.random.once_in(12) {
            let year = *self.random.one_of(&[1, 1899, 1969, 1970, 2038, 9998]);
            let day = Date::new(year, 1, 1).expect("a day");
            let instant = day.to_zoned(TimeZone::UTC).expect("an instant").timestamp();
            return (day, instant);
        }
        (day.saturating_add(Span::new().days(days)), instant + Span::new().nanoseconds(nanoseconds))
    }

    fn textual(&mut self, column: &str) -> (String, &'static str, Vec<Value>) {
        let operator = loop {
            let operator = *self.random.one_of(&TEXTUAL);
            if self.exact || operator != "contains" {
                break operator;
            }
        };
        let pool = match column {
            "header:list-id" => "header:List-Id",
            other => other,
        };
        (column.to_owned(), operator, self.texts(pool, operator))
    }

    fn texts(&mut self, pool: &str, operator: &str) -> Vec<Value> {
        let arity = match operator {
            "is_none" | "is_some" => 0,
            _ => self.arity(operator, 4),
        };
        let one = |this: &mut Self| match operator {
            "like" | "ilike" => this.pattern(pool),
            "matches" => this.regex(pool),
            "eq" | "ne" | "is_in" => this.whole(pool),
            _ => this.piece(pool),
        };
        (0..arity).map(|_| Value::Text(one(self))).collect()
    }

    fn addressed(&mut self) -> (String, &'static str, Vec<Value>) {
        let column = (*self.random.one_of(&ADDRESSES)).to_owned();
        let operators: &[&str] = if self.exact {
            &["eq", "ne", "is_in", "contains", "is_empty"]
        } else {
            &["eq", "ne", "is_in", "is_empty"]
        };
        let operator = *self.random.one_of(&["eq", "ne", "is_in", "contains", "is_empty"]);
        if !operators.contains(&operator) || operator == "is_empty" {
            return (column, "is_empty", Vec::new());
        }
        let arity = self.arity(operator, 4);
        let one = |this: &mut Self| match operator {
            "contains" if this.random.once_in(2) => this.piece("name"),
            "contains" => this.piece("email"),
            _ => this.whole("email"),
        };
        (column, operator, (0..arity).map(|_| Value::Text(one(self))).collect())
    }

    fn identified(&mut self) -> (String, &'static str, Vec<Value>) {
        let column = if self.random.once_in(2) { "message_id" } else { "in_reply_to" };
        let operator = *self.random.one_of(&["eq", "ne", "is_in", "contains", "is_none", "is_some"]);
        let operands = match operator {
            "contains" if self.exact => vec![Value::Text(self.piece("id"))],
            "contains" => return (column.to_owned(), "is_some", Vec::new()),
            "is_none" | "is_some" => Vec::new(),
            _ => (0..self.arity(operator, 4)).map(|_| Value::Text(self.id())).collect(),
        };
        (column.to_owned(), operator, operands)
    }

    fn id(&mut self) -> String {
        let known = self.pool.texts("id");
        let id = self.random.one_of(&known).clone();
        match self.random.within(0..6) {
            0 => id.trim_matches(['<', '>']).to_owned(),
            1 => id.to_uppercase(),
            2 => format!(" {id} "),
            _ => id,
        }
    }

    fn attachments(&mut self) -> Tree {
        if self.random.once_in(3) {
            return Tree::Test { column: "attachments".to_owned(), operator: "is_empty", operands: Vec::new() };
        }
        let mut inner = self.of_attachment();
        if self.random.once_in(3) {
            inner = Tree::And(vec![inner, self.of_attachment()]);
        }
        if self.random.once_in(4) {
            inner = Tree::Not(Box::new(inner));
        }
        Tree::Any(Box::new(inner))
    }

    fn of_attachment(&mut self) -> Tree {
        if self.random.once_in(3) {
            let operator = self.numeric();
            let operands = self.octets("attachment size", operator);
            return Tree::Test { column: "size".to_owned(), operator, operands };
        }
        let column = *self.random.one_of(&["name", "media_type"]);
        let operator = *self.random.one_of(&TEXTUAL);
        let operands = self.texts(&format!("attachment {column}"), operator);
        Tree::Test { column: column.to_owned(), operator, operands }
    }

    fn known(&mut self, pool: &str) -> String {
        let known = self.pool.texts(pool);
        if known.is_empty() || self.random.once_in(7) {
            return (*self.random.one_of(&AWKWARD)).to_owned();
        }
        self.random.one_of(&known).clone()
    }

    /// A value as it is, or written a little differently.
    fn whole(&mut self, pool: &str) -> String {
        let value = self.known(pool);
        match self.random.within(0..10) {
            0 => value.to_uppercase(),
            1 => value.to_lowercase(),
            2 => format!("  {value}\t"),
            3 => value.replace(' ', "  "),
            4 => value.replace(' ', "\r\n "),
            _ => value,
        }
    }

    /// A part of a value, or all of it.
    fn piece(&mut self, pool: &str) -> String {
        let value = self.whole(pool);
        let chars: Vec<char> = value.chars().collect();
        if chars.is_empty() {
            return value;
        }
        let length = self.random.within(1..chars.len().min(20) + 1);
        let at = self.random.within(0..chars.len() - length + 1);
        match self.random.within(0..5) {
            0 => chars[..length].iter().collect(),
            1 => chars[chars.len() - length..].iter().collect(),
            2 => value,
            _ => chars[at..at + length].iter().collect(),
        }
    }

    fn pattern(&mut self, pool: &str) -> String {
        let value = self.piece(pool);
        let mut pattern = String::new();
        let is_literal = self.random.once_in(2);
        if self.random.once_in(2) {
            pattern.push('%');
        }
        for char in value.chars() {
            match char {
                '%' | '_' | '\\' if is_literal => pattern.extend(['\\', char]),
                '\\' => pattern.push_str("\\\\"),
                _ if self.random.once_in(10) => pattern.push('_'),
                _ if self.random.once_in(15) => pattern.push('%'),
                _ => pattern.push(char),
            }
        }
        if self.random.once_in(2) {
            pattern.push('%');
        }
        pattern
    }

    /// Only what means the same to crate `regex` and to the oracle's engine.
    fn regex(&mut self, pool: &str) -> String {
        let mut literal = String::new();
        for char in self.piece(pool).chars() {
            if "\\.+*?()|[]{}^$#&-~".contains(char) {
                literal.push('\\');
            }
            literal.push(char);
        }
        match self.random.within(0..8) {
            0 => format!("^{literal}"),
            1 => format!("{literal}$"),
            2 => r"\d+".to_owned(),
            3 => format!("^{literal}|[A-Z]{{3,}}"),
            4 => "^.{1,12}$".to_owned(),
            5 if literal.is_ascii() => format!("(?i){literal}"),
            6 => format!("{literal}.*[a-z]"),
            _ => literal,
        }
    }
}
