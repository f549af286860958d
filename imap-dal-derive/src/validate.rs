//! What names may look like: those of columns in Rust, and those that a server knows.

use crate::{
    errors::Errors,
    names::{ALIASES, COLUMNS, FUNCTIONS, ROLES},
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
    let hint = suggest::hint_or_alias(&word, COLUMNS, ALIASES);
    errors.at(name.span(), format!("no IMAP column is called `{word}`{hint}{otherwise}"));
    false
}

/// Whether a custom column may have this name: it becomes a constant beside the fixed columns and the functions.
pub(crate) fn is_free(name: &Ident, in_model: bool, errors: &mut Errors) -> bool {
    let word = name.unraw().to_string();
    let mut otherwise = "";
    let taken = if COLUMNS.contains(&word.as_str()) {
        if in_model {
            otherwise = ", which a field of its name reads without an attribute";
        }
        "a fixed column"
    } else if FUNCTIONS.contains(&word.as_str()) {
        "a function"
    } else {
        return true;
    };
    let text =
        format!("`{word}` is {taken} of every mailbox{otherwise}; give this column another name, such as `{word}_`");
    errors.at(name.span(), text);
    false
}

/// A mailbox name, decoded: modified UTF-7 is the engine's business.
pub(crate) fn mailbox_name(name: &LitStr, errors: &mut Errors) {
    if name.value().is_empty() {
        errors.at(name.span(), "a mailbox name cannot be empty: \"\" names none");
    } else if name.value().contains(char::is_control) {
        errors.at(name.span(), format!("{:?} is not a mailbox name: it holds a control character", name.value()));
    } else if let Some(role) = name.value().strip_prefix('\\').and_then(|word| ROLES.iter().find(|role| **role == word))
    {
        let text = format!("`\\{role}` is a role, not a name: write `mailboxes! {{ .. => role {role}; }}`");
        errors.at(name.span(), text);
    } else if let Some(decoded) = decoded(&name.value()) {
        let text = format!("{:?} is in modified UTF-7: write {decoded:?}, as people read it", name.value());
        errors.at(name.span(), text);
    }
}

/// What `name` says, if somebody wrote it in modified UTF-7 (RFC 3501 section 5.1.3) by hand: `Entw&APw-rfe`.
///
/// Names that only look like it are names: it must hold letters of the scripts up to Arabic, which chance hardly spells.
fn decoded(name: &str) -> Option<String> {
    const BASE64: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,";
    let mut text = String::new();
    let mut shifted = false;
    let mut rest = name;
    while let Some((plain, coded)) = rest.split_once('&') {
        let (coded, after) = coded.split_once('-')?;
        text.push_str(plain);
        let (mut bits, mut held) = (0_u32, 0);
        for c in coded.chars() {
            bits = bits << 6 | u32::try_from(BASE64.find(c)?).ok()?;
            held += 6;
            if held >= 16 {
                held -= 16;
                let letter = char::from_u32(bits >> held).filter(|c| !c.is_ascii() && *c < '\u{700}');
                text.push(letter.filter(|c| c.is_alphanumeric())?);
                bits &= (1 << held) - 1;
                shifted = true;
            }
        }
        if held >= 6 || bits != 0 {
            return None;
        }
        if coded.is_empty() {
            text.push('&');
        }
        rest = after;
    }
    text.push_str(rest);
    shifted.then_some(text)
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
