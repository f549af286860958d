//! What to write instead: the next step after mistakes that people bring from other SQL and from mail programs. It knows
//! words only; what is a mistake is decided elsewhere.

use super::column::FIXED;
use sqlparser::ast::{BinaryOperator, Expr, UnaryOperator, Value};

/// The words of SQL that a slip may have been meant as.
const WORDS: [&str; 12] =
    ["SELECT", "FROM", "WHERE", "ORDER", "LIMIT", "OFFSET", "UPDATE", "DELETE", "BETWEEN", "LIKE", "ILIKE", "COUNT"];

const DAYS: &str = "days are counted: CURRENT_DATE - 7; an instant is '2026-05-01T08:00:00Z'";
pub(super) const FROM: &str = "the column of From is called sender: SELECT uid, sender, subject FROM INBOX";
pub(super) const SPACES: &str =
    "a name with spaces stands in double quotes, the statement in single ones: 'SELECT .. FROM \"Sent Items\"'";
const CUSTOM: &str = "write header.\"List-Id\", or keyword.\"$Junk\"";
const OUTSIDE: &str = "select the columns with --csv or --json, and group them there";

/// Where the parser gave up with `error`.
pub(super) fn on_syntax(statement: &str, error: &str) -> String {
    if error.contains("Unterminated string") {
        return "a quote inside text is written twice: 'it''s'".to_owned();
    }
    // What stands in quotes is no word of SQL.
    let bare = statement.split(['\'', '"']).step_by(2);
    let words: Vec<&str> = bare.flat_map(|text| text.split(|c: char| !c.is_alphanumeric() && c != '_')).collect();
    if words.iter().filter(|word| word.eq_ignore_ascii_case("from")).count() > 1 {
        return FROM.to_owned();
    }
    if let Some(meant) = words.iter().find_map(|word| meant(word)) {
        return format!("did you mean {meant}?");
    }
    if error.starts_with("No infix parser") {
        return "write LIKE 'part%', or matches(subject, 'regular expression')".to_owned();
    }
    let found = error.split("found: ").nth(1).and_then(|rest| rest.split_whitespace().next()).unwrap_or_default();
    if ["contains", "starts_with", "ends_with", "matches"].iter().any(|name| found.eq_ignore_ascii_case(name)) {
        return format!("functions are written {}(subject, 'text')", found.to_ascii_lowercase());
    }
    let is_number = |word: &&str| word.starts_with(|c: char| c.is_ascii_digit()) && word.parse::<u64>().is_err();
    if words.iter().any(is_number) {
        return "a number is digits alone, size > 1000000; a date stands in quotes, created > '2026-05-01'".to_owned();
    }
    let first = words.iter().find(|word| !word.is_empty()).map(|word| word.to_ascii_uppercase());
    match first.as_deref().unwrap_or_default() {
        "UPDATE" => "write UPDATE INBOX SET seen = true WHERE sender = 'ann@example.org'",
        "DELETE" => "write DELETE FROM INBOX WHERE sender = 'ann@example.org'",
        "SELECT" => {
            "text stands in 'single quotes', a name of more than letters and digits in \"double quotes\": FROM \"[Gmail]/All Mail\""
        }
        other => on_statement(other),
    }
    .to_owned()
}

fn meant(word: &str) -> Option<&'static str> {
    let upper = word.to_uppercase();
    let is_known = WORDS.contains(&upper.as_str()) || FIXED.iter().any(|(name, _, _)| name.eq_ignore_ascii_case(word));
    let near = |known: &&&str| word.len() > 2 && strsim::damerau_levenshtein(&upper, known) == 1;
    WORDS.iter().find(near).copied().filter(|_| !is_known)
}

/// Instead of a statement that begins with `word`.
pub(super) fn on_statement(word: &str) -> &'static str {
    match word {
        "SHOW" => "`imap-dal mailboxes` lists the mailboxes, `imap-dal sql --help` the columns",
        "DESCRIBE" | "DESC" => "`imap-dal sql --help` lists the columns, which are the same in every mailbox",
        "EXPLAIN" => "pass --explain or --analyze beside the statement",
        "INSERT" => "there are SELECT, SELECT count(*), UPDATE and DELETE; the library's `insert` adds messages",
        "TRUNCATE" => "write DELETE FROM INBOX, with --all",
        _ => "there are SELECT, SELECT count(*), UPDATE and DELETE",
    }
}

/// Instead of a clause.
pub(super) fn on_clause(clause: &str) -> &'static str {
    match clause {
        "JOIN" | "UPDATE .. FROM" | "USING" => "run one statement for each mailbox",
        "DISTINCT" | "GROUP BY" | "HAVING" | "WINDOW" | "QUALIFY" => OUTSIDE,
        "WITH" | "INTO" => "write one SELECT, and keep its output with --csv or --json",
        "RETURNING" | "OUTPUT" => "SELECT the messages first, or see them with --dry-run",
        "FOR UPDATE" => "leave it out: UPDATE and DELETE look at each message again before they change it",
        _ => "leave it out; `imap-dal sql --help` says what there is",
    }
}

/// Instead of a column that is called `name` elsewhere and is none here.
pub(super) fn on_name(name: &str) -> Option<&'static str> {
    Some(match name.to_ascii_lowercase().as_str() {
        "unread" | "unseen" | "new" => {
            "unread is what is not `seen`: write `NOT seen`, and to change it `SET seen = false`"
        }
        "mailbox" | "folder" => {
            "the mailbox stands after FROM; nothing here moves messages, the library's `move_to` does"
        }
        "flag" | "flags" => "a flag is a column: answered, deleted, draft, flagged, seen; others are keyword.\"$Work\"",
        "keyword" | "label" | "labels" | "tag" | "tags" => "write keyword.\"$Work\", or '$Work' = ANY(keywords)",
        "has_attachment" | "has_attachments" => "write `NOT is_empty(attachments)`",
        _ => return None,
    })
}

/// Instead of what stands where a column is expected.
pub(super) fn on_column(expr: &Expr) -> &'static str {
    match expr {
        Expr::BinaryOp { op: BinaryOperator::Minus, left, right } if is_name(left) && is_name(right) => {
            "a name with a hyphen stands in double quotes: header.\"List-Id\""
        }
        Expr::CompoundFieldAccess { .. } => CUSTOM,
        Expr::UnaryOp { op: UnaryOperator::Minus, .. } => "write the column, in ORDER BY with DESC behind it",
        Expr::Value(_) => "name the column",
        other => on_call(other).unwrap_or("columns are selected and compared as they are"),
    }
}

/// Instead of what stands where a value is expected.
pub(super) fn on_value(expr: &Expr) -> &'static str {
    match expr {
        Expr::Interval(_) => DAYS,
        Expr::Cast { .. } => "write the value alone: '2026-05-01'",
        other => on_call(other).unwrap_or("compare a column with a number, a 'text', a 'date', true or false"),
    }
}

/// Instead of a word without quotes where a value is expected.
pub(super) fn on_word(word: &str) -> String {
    match word.to_ascii_lowercase().as_str() {
        "today" | "now" => "write CURRENT_DATE".to_owned(),
        "yesterday" => "write CURRENT_DATE - 1".to_owned(),
        _ => format!("text stands in single quotes: '{}'", super::shown(&word.replace('\'', "''"))),
    }
}

/// Instead of arithmetic.
pub(super) fn on_arithmetic(expr: &Expr) -> &'static str {
    let mut first = expr;
    while let Expr::BinaryOp { left, op: BinaryOperator::Minus, .. } = first {
        first = left;
    }
    match first {
        Expr::Value(value) if matches!(value.value, Value::Number(..)) => "a date stands in quotes: '2026-05-01'",
        _ => DAYS,
    }
}

/// Instead of an operator.
pub(super) fn on_operator(operator: &BinaryOperator) -> &'static str {
    match operator {
        BinaryOperator::StringConcat => "write OR",
        BinaryOperator::PGOverlap => "write AND",
        BinaryOperator::PGRegexMatch | BinaryOperator::PGRegexIMatch | BinaryOperator::Regexp => {
            "write matches(subject, 'pattern')"
        }
        _ => "there are = <> < <= > >= BETWEEN IN LIKE ILIKE IS NULL AND OR NOT",
    }
}

/// Instead of a function in SELECT.
pub(super) fn on_selected(function: &str) -> &'static str {
    match function.to_ascii_lowercase().as_str() {
        "count" => "write count(*)",
        "header" | "keyword" => CUSTOM,
        "sum" | "avg" => "select the column with --csv or --json, and add them up there",
        "max" | "min" => "write ORDER BY .. LIMIT 1, with DESC for the greatest",
        _ => "the only one is count(*); columns are selected as they are",
    }
}

fn is_name(expr: &Expr) -> bool {
    matches!(expr, Expr::Identifier(_) | Expr::CompoundIdentifier(_))
}

fn on_call(expr: &Expr) -> Option<&'static str> {
    let function = match expr {
        Expr::Extract { .. } => "extract".to_owned(),
        Expr::Function(function) => function.name.to_string().to_ascii_lowercase(),
        Expr::UnaryOp { expr, .. } => return on_call(expr),
        _ => return None,
    };
    Some(match function.as_str() {
        "lower" | "upper" | "lcase" | "ucase" => "ILIKE ignores case: subject ILIKE '%part%'",
        "date" | "day" | "month" | "year" | "extract" | "date_trunc" | "strftime" | "to_char" => {
            "a column of dates is compared with days: created = '2026-05-01', or BETWEEN two of them"
        }
        "header" | "keyword" => CUSTOM,
        "instr" | "position" | "strpos" | "locate" | "charindex" => "write contains(subject, 'part')",
        "datediff" | "date_diff" | "date_sub" | "dateadd" | "date_add" | "age" => DAYS,
        "now" | "today" | "getdate" | "curdate" | "sysdate" | "current_timestamp" | "localtimestamp" => {
            "write CURRENT_DATE, CURRENT_DATE - 7, or an instant: '2026-05-01T08:00:00Z'"
        }
        "count" | "length" | "cardinality" | "array_length" => {
            "whether there are any is is_empty(attachments) or NOT is_empty(attachments)"
        }
        _ => return None,
    })
}
