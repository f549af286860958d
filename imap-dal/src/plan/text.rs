//! Bounds of tests on text. Servers and we differ in white space, case beyond ASCII, accents and broken headers, so
//! that a key asks for runs of ASCII letters and digits, never for the operand itself; `contains` in the default mode
//! alone is what the server makes of it.

use super::{
    bounds::{Bounds, Lowering, Pieces, Trust},
    profile::TextKeys,
    search_key::{SearchKey, TextKey},
};
use crate::{
    query::{Operand, Operator},
    schema::{Fixed, Key},
};
use regex::RegexBuilder;
use unicode_normalization::UnicodeNormalization;

/// The most runs of one operand that are asked for, and the longest: more would cost the server more than it saves us.
const MOST_RUNS: usize = 8;
const LONGEST_RUN: usize = 100;

/// What is known of a text column.
#[derive(Clone, Copy)]
struct Column {
    place: Place,
    /// The server's search in this place is what `contains` means: not where the value is only a part of the field.
    answers_contains: bool,
    /// The field has a value wherever it is present.
    is_valued_where_present: bool,
}

/// Where a text stands.
#[derive(Clone, Copy)]
enum Place {
    Field(&'static str, Option<TextKey>),
    Body,
    Anywhere,
}

/// A piece of a pattern.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Token {
    Char(char),
    /// Anything may stand here.
    Wild,
}

impl Lowering<'_> {
    pub(super) fn text(&self, key: Key, operator: Operator, operands: &[Operand]) -> Bounds {
        let Some(column) = Column::of(key) else { return Bounds::unknown() };
        let operand = match operands {
            [Operand::Text(text)] => normalised(text),
            [] => String::new(),
            _ => return Bounds::unknown(),
        };
        let literal = || operand.chars().map(Token::Char);
        match operator {
            Operator::IsNone | Operator::IsEmpty => self.valued(column).negated(),
            Operator::Contains if is_membership(key) => self.narrowed(column, literal().collect()),
            Operator::Contains => self.contains(column, &operand),
            Operator::StartsWith if operand.is_empty() => self.valued(column),
            Operator::StartsWith => self.narrowed(column, literal().chain([Token::Wild]).collect()),
            Operator::EndsWith if operand.is_empty() => self.valued(column),
            Operator::EndsWith => self.narrowed(column, [Token::Wild].into_iter().chain(literal()).collect()),
            Operator::Like | Operator::LikeIgnoringCase => {
                let pattern = like(&operand);
                let is_any = !pattern.is_empty() && operand.chars().all(|c| c == '%');
                if is_any { self.valued(column) } else { self.narrowed(column, pattern) }
            }
            Operator::Matches => self.narrowed(column, vec![Token::Wild]),
            _ => self.narrowed(column, operand.trim().chars().map(Token::Char).collect()),
        }
    }

    fn contains(&self, column: Column, operand: &str) -> Bounds {
        if operand.is_empty() {
            return match column.place {
                Place::Anywhere => Bounds::exact(SearchKey::All),
                Place::Body => Bounds::unknown(),
                Place::Field(..) => self.valued(column),
            };
        }
        let can_ask = operand.is_ascii() || !self.server.charset_refused;
        if self.trust == Trust::Answer && column.answers_contains && can_ask && !operand.trim().is_empty() {
            return Bounds::exact(column.key(operand));
        }
        let open = [Token::Wild];
        self.narrowed(column, open.into_iter().chain(operand.chars().map(Token::Char)).chain(open).collect())
    }

    /// The message has a value.
    fn valued(&self, column: Column) -> Bounds {
        match column.place {
            Place::Field(name, _) => self.presence(name, column.is_valued_where_present),
            Place::Body | Place::Anywhere => Bounds::unknown(),
        }
    }

    /// The message has the field, which is all it takes where `is_enough`.
    pub(super) fn presence(&self, name: &'static str, is_enough: bool) -> Bounds {
        let key = SearchKey::Header(name, "".into());
        let bounds = match (self.trust, self.server.profile.text_keys) {
            (Trust::Exact, TextKeys::Words | TextKeys::Unknown) => Bounds::unknown(),
            (Trust::Answer | Trust::Exact, _) if is_enough && self.server.capabilities.searches_own_header() => {
                Bounds::exact(key)
            }
            _ => Bounds::narrowed_by(key),
        };
        match self.server.capabilities.finds_empty_fields() {
            true => bounds,
            false => Bounds { upper: SearchKey::All, ..bounds },
        }
    }

    /// The value has the runs of `pattern`.
    fn narrowed(&self, column: Column, pattern: Vec<Token>) -> Bounds {
        let Some(pieces) = self.pieces() else { return Bounds::unknown() };
        let runs =
            if self.searches(column, &pattern) { runs(&without_idn(column, pattern), pieces) } else { Vec::new() };
        match column.place {
            Place::Field(name, _) if runs.is_empty() => Bounds::narrowed_by(self.presence(name, false).upper),
            _ => Bounds::narrowed_by(SearchKey::and(runs.iter().map(|run| column.narrowing_key(run)))),
        }
    }

    /// Whether the server searches what the column reads. What it searches instead does no harm in a mutation, which every
    /// target is decided for here.
    fn searches(&self, column: Column, pattern: &[Token]) -> bool {
        let capabilities = &self.server.capabilities;
        let Place::Field(name, _) = column.place else { return true };
        let is_as_written = !column.is_addresses() || capabilities.searches_domains_as_written();
        self.trust == Trust::Targets
            || (capabilities.searches_first_of(name) && (is_as_written || !pattern.contains(&Token::Wild)))
    }
}

impl Column {
    fn of(key: Key) -> Option<Column> {
        let field = |name, key| Place::Field(name, key);
        let text = |place| Column { place, answers_contains: true, is_valued_where_present: true };
        let list = |place| Column { place, answers_contains: true, is_valued_where_present: false };
        let part = |place| Column { place, answers_contains: false, is_valued_where_present: false };
        Some(match key {
            Key::Header(name) => text(field(name, None)),
            Key::Fixed(Fixed::subject) => text(field("Subject", Some(TextKey::Subject))),
            Key::Fixed(Fixed::sender) => list(field("From", Some(TextKey::From))),
            Key::Fixed(Fixed::to) => list(field("To", Some(TextKey::To))),
            Key::Fixed(Fixed::cc) => list(field("Cc", Some(TextKey::Cc))),
            Key::Fixed(Fixed::bcc) => list(field("Bcc", Some(TextKey::Bcc))),
            Key::Fixed(Fixed::reply_to) => list(field("Reply-To", None)),
            Key::Fixed(Fixed::message_id) => list(field("Message-ID", None)),
            Key::Fixed(Fixed::in_reply_to) => list(field("In-Reply-To", None)),
            Key::Fixed(Fixed::references) => part(field("References", None)),
            Key::Fixed(Fixed::mime | Fixed::encoding) => part(field("Content-Type", None)),
            Key::Fixed(Fixed::content) => list(Place::Body),
            Key::Fixed(Fixed::text) => list(Place::Anywhere),
            _ => return None,
        })
    }

    fn is_addresses(self) -> bool {
        let Place::Field(name, _) = self.place else { return false };
        ["From", "To", "Cc", "Bcc", "Reply-To"].contains(&name)
    }

    /// The key that finds no less than the value has: Dovecot 2.3 looks for addresses in what it can parse of the field, but
    /// for headers in all of it.
    fn narrowing_key(self, text: &str) -> SearchKey {
        match self.place {
            Place::Field(name, _) if self.is_addresses() => SearchKey::Header(name, text.into()),
            _ => self.key(text),
        }
    }

    fn key(self, text: &str) -> SearchKey {
        match self.place {
            Place::Field(_, Some(key)) => SearchKey::Text(key, text.into()),
            Place::Field(name, None) => SearchKey::Header(name, text.into()),
            Place::Body => SearchKey::Text(TextKey::Body, text.into()),
            Place::Anywhere => SearchKey::Text(TextKey::Text, text.into()),
        }
    }
}

/// `contains` asks for an element, not for a piece of text.
fn is_membership(key: Key) -> bool {
    key == Key::Fixed(Fixed::references)
}

/// Whether a test holds of every value, so that it says no more than that there is one.
pub(super) fn is_mere_presence(key: Key, operator: Operator, operands: &[Operand]) -> bool {
    let text = match operands {
        [Operand::Text(text)] => text.as_str(),
        _ => "",
    };
    match operator {
        Operator::IsNone | Operator::IsSome => true,
        Operator::IsEmpty => key != Key::Fixed(Fixed::attachments),
        Operator::Contains | Operator::StartsWith | Operator::EndsWith => text.is_empty(),
        Operator::Like | Operator::LikeIgnoringCase => {
            !text.is_empty() && like(text).iter().all(|token| *token == Token::Wild)
        }
        // Two texts that no pattern meant to tell messages apart would both match.
        Operator::Matches => RegexBuilder::new(text)
            .size_limit(1 << 20)
            .build()
            .is_ok_and(|pattern| ["", "q7 \u{3a9}\u{1}Zé-"].iter().all(|probe| pattern.is_match(probe))),
        _ => false,
    }
}

/// The pattern of an address without the labels of its domain that a server may show in Unicode (RFC 5891).
fn without_idn(column: Column, pattern: Vec<Token>) -> Vec<Token> {
    if !column.is_addresses() {
        return pattern;
    }
    let is_prefix = |label: &[Token]| {
        let letters =
            label.iter().take(4).map(|token| if let Token::Char(c) = token { c.to_ascii_lowercase() } else { '%' });
        letters.eq("xn--".chars())
    };
    let labels = pattern.split_inclusive(|token| matches!(token, Token::Char('.' | '@')));
    labels
        .flat_map(|label| match label {
            [.., end @ Token::Char('.' | '@')] if is_prefix(label) => vec![Token::Wild, *end],
            label if is_prefix(label) => vec![Token::Wild],
            label => label.to_vec(),
        })
        .collect()
}

/// NFC, and every run of white space as one space.
fn normalised(text: &str) -> String {
    let mut normal = String::with_capacity(text.len());
    for c in text.nfc() {
        if !matches!(c, ' ' | '\t' | '\r' | '\n') {
            normal.push(c);
        } else if !normal.ends_with(' ') {
            normal.push(' ');
        }
    }
    normal
}

/// `%` any run, `_` one character, `\` escapes.
fn like(pattern: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut chars = pattern.chars();
    while let Some(c) = chars.next() {
        tokens.push(match c {
            '%' | '_' => Token::Wild,
            '\\' => Token::Char(chars.next().unwrap_or('\\')),
            c => Token::Char(c),
        });
    }
    tokens
}

/// The runs of ASCII letters and digits, two or more long, that every text of this pattern has.
fn runs(pattern: &[Token], pieces: Pieces) -> Vec<String> {
    let is_of_run = |token: &Token| matches!(token, Token::Char(c) if c.is_ascii_alphanumeric());
    let mut found: Vec<String> = Vec::new();
    let mut start = 0;
    while let Some(offset) = pattern[start..].iter().position(is_of_run) {
        let first = start + offset;
        let end = pattern[first..].iter().position(|token| !is_of_run(token)).map_or(pattern.len(), |n| first + n);
        start = end;
        let before = first.checked_sub(1).map(|index| pattern[index]);
        let after = pattern.get(end).copied();
        let characters = pattern[first..end].iter().filter_map(|token| match token {
            Token::Char(c) => Some(*c),
            Token::Wild => None,
        });
        let mut run: String = characters.collect();
        match pieces {
            Pieces::Words if run.len() > LONGEST_RUN || !ends_word(before) || !ends_word(after) => continue,
            Pieces::Words => {}
            Pieces::Runs => {
                // An accent that follows may be one character with the last letter, in the message or at the server.
                if matches!(after, Some(Token::Char(c)) if !c.is_ascii()) {
                    run.pop();
                }
                run.truncate(LONGEST_RUN);
            }
        }
        if run.len() >= 2 && !found.iter().any(|known| known.eq_ignore_ascii_case(&run)) {
            found.push(run);
        }
    }
    if pieces == Pieces::Runs {
        let lower: Vec<String> = found.iter().map(|run| run.to_ascii_lowercase()).collect();
        let is_implied = |run: &String| lower.iter().any(|other| other.len() > run.len() && other.contains(run));
        let mut implied = lower.iter().map(is_implied);
        found.retain(|_| implied.next() == Some(false));
    }
    let mut lengths: Vec<usize> = found.iter().map(String::len).collect();
    lengths.sort_unstable_by(|a, b| b.cmp(a));
    let shortest = lengths.get(MOST_RUNS - 1).copied().unwrap_or(0);
    found.retain(|run| run.len() >= shortest);
    found.truncate(MOST_RUNS);
    found
}

/// Whether a word ends here for every server: at the end of the text, or at ASCII that joins no words.
fn ends_word(neighbour: Option<Token>) -> bool {
    match neighbour {
        None => true,
        Some(Token::Wild) => false,
        Some(Token::Char(c)) => c.is_ascii() && !matches!(c, '_' | '\''),
    }
}
