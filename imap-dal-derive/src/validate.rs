//! What names may look like: those of columns in Rust, and those that a server knows.

use crate::{
    errors::Errors,
    names::{ALIASES, COLUMNS, FUNCTIONS},
    suggest,
};
use proc_macro2::{Ident, Span};
use syn::{LitStr, ext::IdentExt};

/// Whether `name` is a fixed column; else an error that ends in `otherwise`.
pub(crate) fn is_fixed_column(name: &Ident, otherwise: &str, errors: &mut Errors) -> bool {
    let word = name.to_string();
    if COLUMNS.contains(&word.as_str()) {
        return true;
    }
    let alias = ALIASES.iter().find(|(alias, _)| *alias == word);
    let hint = alias.map_or_else(|| suggest::hint(&word, COLUMNS), |(_, column)| format!("; did you mean `{column}`?"));
    errors.at(name.span(), format!("no IMAP column is called `{word}`{hint}{otherwise}"));
    false
}

/// Whether a custom column may have this name: it becomes a constant beside the fixed columns and the functions.
pub(crate) fn is_free(name: &Ident, errors: &mut Errors) -> bool {
    let word = name.unraw().to_string();
    let taken = if COLUMNS.contains(&word.as_str()) {
        "a fixed column"
    } else if FUNCTIONS.contains(&word.as_str()) {
        "a function"
    } else {
        return true;
    };
    let text = format!("`{word}` is {taken} of every mailbox; give this column another name, such as `{word}_`");
    errors.at(name.span(), text);
    false
}

/// A mailbox name, decoded: modified UTF-7 is the engine's business.
pub(crate) fn mailbox_name(name: &LitStr, errors: &mut Errors) {
    if name.value().is_empty() {
        errors.at(name.span(), "a mailbox name cannot be empty: \"\" names none");
    } else if name.value().contains(char::is_control) {
        errors.at(name.span(), format!("{:?} is not a mailbox name: it holds a control character", name.value()));
    }
}

/// A field name of RFC 5322 section 3.6.8.
pub(crate) fn header_name(name: &LitStr, errors: &mut Errors) {
    let word = name.value();
    if let Some(bare) = word.strip_suffix(':') {
        errors.at(name.span(), format!("{word:?} is not a header name: write {bare:?}, without the colon"));
    } else if word.is_empty() || !word.bytes().all(|byte| byte.is_ascii_graphic() && byte != b':') {
        let form = "write printable ASCII without spaces and colons, as in \"List-Id\"";
        errors.at(name.span(), format!("{word:?} is not a header name: {form}"));
    }
}

/// An atom of RFC 9051 section 9.
pub(crate) fn keyword_name(name: &LitStr, errors: &mut Errors) {
    let word = name.value();
    let form = "write printable ASCII without spaces and without any of ( ) { % * \" \\ ], as in \"$Junk\"";
    if let Some(flag) = word.strip_prefix('\\') {
        let column = flag.to_ascii_lowercase();
        let instead = if COLUMNS.contains(&column.as_str()) {
            format!("; its column is `{column}`")
        } else {
            String::from("; keywords have no backslash")
        };
        errors.at(name.span(), format!("`{word}` is a system flag, not a keyword{instead}"));
    } else if word.is_empty() || !word.bytes().all(|byte| byte.is_ascii_graphic() && !b"(){%*\"\\]".contains(&byte)) {
        errors.at(name.span(), format!("{word:?} is not a keyword: {form}"));
    }
}

/// Stands for a name that was not given, after the mistake was reported.
pub(crate) fn nameless(span: Span) -> LitStr {
    LitStr::new("", span)
}
