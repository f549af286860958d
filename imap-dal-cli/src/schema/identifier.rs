//! Names of mailboxes and keywords as identifiers: different names, different identifiers, none of them a word that Rust
//! or the library keeps, and none that rustc warns about.

use std::collections::HashMap;
use unicode_normalization::UnicodeNormalization;

/// Words of Rust in the case of types, and names of the prelude that would shadow it for whoever writes `use ..::*`.
const TYPES: [&str; 30] = [
    "Self",
    "Option",
    "Some",
    "None",
    "Result",
    "Ok",
    "Err",
    "Vec",
    "String",
    "Box",
    "Send",
    "Sync",
    "Sized",
    "Drop",
    "Fn",
    "FnMut",
    "FnOnce",
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "Eq",
    "PartialEq",
    "Ord",
    "PartialOrd",
    "From",
    "Into",
    "AsRef",
    "Iterator",
    "ToString",
];

/// Functions of a source, and words of Rust, in the case of columns. The fixed columns are added to them.
const CONSTANTS: [&str; 62] = [
    "all",
    "filter",
    "insert",
    "in_mailbox",
    "mailbox",
    "delete",
    "count",
    "as",
    "async",
    "await",
    "break",
    "const",
    "continue",
    "crate",
    "dyn",
    "else",
    "enum",
    "extern",
    "false",
    "fn",
    "for",
    "if",
    "impl",
    "in",
    "let",
    "loop",
    "match",
    "mod",
    "move",
    "mut",
    "pub",
    "ref",
    "return",
    "self",
    "static",
    "struct",
    "super",
    "trait",
    "true",
    "type",
    "unsafe",
    "use",
    "where",
    "while",
    "abstract",
    "become",
    "box",
    "do",
    "final",
    "gen",
    "macro",
    "override",
    "priv",
    "try",
    "typeof",
    "unsized",
    "virtual",
    "yield",
    "union",
    "header",
    "keyword",
    "role",
];

/// An identifier for each, in their order: made from what is called first, told apart by the name, which no other has.
pub(super) fn types<'a>(names: impl IntoIterator<Item = (&'a str, &'a str)>) -> Vec<String> {
    let plain = |name: &str| {
        let camel = camel(name);
        if camel.is_empty() || TYPES.contains(&camel.as_str()) { format!("{camel}Mailbox") } else { camel }
    };
    distinct(names.into_iter().map(|(called, name)| (plain(called), name)).collect())
}

/// A column for each keyword, in their order.
pub(super) fn constants<'a>(names: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let is_taken =
        |name: &str| CONSTANTS.contains(&name) || crate::sql::FIXED.iter().any(|(column, _, _)| *column == name);
    let plain = |name: &str| {
        let snake = snake(name);
        if snake.is_empty() || is_taken(&snake) {
            format!("{snake}_keyword").trim_matches('_').to_owned()
        } else {
            snake
        }
    };
    distinct(names.into_iter().map(|name| (plain(name), name)).collect())
}

/// `Projects/Alpha`, `sent items` to `ProjectsAlpha`, `SentItems`. Letters beyond Latin stand as their code points: with
/// letters as they are, rustc may take them for others that look alike.
fn camel(name: &str) -> String {
    let mut out = String::new();
    let mut starts = true;
    for c in name.nfc() {
        if is_plain(c) {
            if starts && c.is_lowercase() {
                out.extend(c.to_uppercase());
            } else {
                out.push(c);
            }
            starts = c.is_ascii_digit();
        } else {
            if !c.is_ascii() && !c.is_control() {
                out.push_str(&format!("U{:x}", u32::from(c)));
            }
            starts = true;
        }
    }
    // All in capitals, as INBOX, reads better as a word.
    if out.len() > 1 && out.chars().all(|c| c.is_ascii_uppercase()) {
        let (first, rest) = out.split_at(1);
        out = format!("{first}{}", rest.to_ascii_lowercase());
    }
    if out.starts_with(|c: char| c.is_ascii_digit()) { format!("M{out}") } else { out }
}

/// `$NotJunk` to `not_junk`.
fn snake(name: &str) -> String {
    let mut out = String::new();
    let mut after_small = false;
    for c in name.chars() {
        if c.is_ascii_alphanumeric() {
            if c.is_ascii_uppercase() && after_small {
                out.push('_');
            }
            out.push(c.to_ascii_lowercase());
            after_small = !c.is_ascii_uppercase();
        } else {
            if !out.is_empty() && !out.ends_with('_') {
                out.push('_');
            }
            after_small = false;
        }
    }
    let out = out.trim_matches('_');
    if out.starts_with(|c: char| c.is_ascii_digit()) { format!("k{out}") } else { out.to_owned() }
}

/// Latin letters and digits of general use.
fn is_plain(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || matches!(c, '\u{c0}'..='\u{17f}' if !matches!(c, '×' | '÷' | '\u{132}' | '\u{133}' | '\u{138}' | '\u{13f}' | '\u{140}' | '\u{149}' | '\u{17f}'))
}

/// Whoever shares an identifier gets one with a number made from the name: it does not depend on the others.
fn distinct(names: Vec<(String, &str)>) -> Vec<String> {
    let mut uses: HashMap<String, usize> = HashMap::new();
    for (plain, _) in &names {
        *uses.entry(plain.clone()).or_default() += 1;
    }
    let numbered: Vec<String> = names
        .iter()
        .map(
            |(plain, name)| {
                if uses.get(plain) == Some(&1) { plain.clone() } else { format!("{plain}_{:08x}", hash(name)) }
            },
        )
        .collect();
    let mut taken: HashMap<&str, usize> = HashMap::new();
    for identifier in &numbered {
        *taken.entry(identifier).or_default() += 1;
    }
    // Two of one number, which only somebody who tries will see: all octets of the name are never shared.
    let out = names.iter().zip(&numbered).map(|((plain, name), identifier)| {
        if taken.get(identifier.as_str()) == Some(&1) {
            return identifier.clone();
        }
        let octets: String = name.bytes().map(|byte| format!("{byte:02x}")).collect();
        format!("{plain}_x{octets}")
    });
    out.collect()
}

/// FNV-1a, 32 bit.
fn hash(name: &str) -> u32 {
    name.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    fn of<const N: usize>(names: [&str; N]) -> Vec<String> {
        types(names.map(|name| (name, name)))
    }

    #[test]
    fn names_become_words() {
        let names = [
            "INBOX",
            "Sent Items",
            "projects/alpha",
            "Entwürfe",
            "2026/Bills",
            "日本",
            "🎉",
            "self",
            "--",
            "[Gmail]/All Mail",
        ];
        assert_eq!(
            of(names),
            [
                "Inbox",
                "SentItems",
                "ProjectsAlpha",
                "Entwürfe",
                "M2026Bills",
                "U65e5U672c",
                "U1f389",
                "SelfMailbox",
                "Mailbox",
                "GmailAllMail"
            ]
        );
        assert_eq!(
            constants(["$NotJunk", "work", "Seen", "$type", "7up", "$"]),
            ["not_junk", "work", "seen_keyword", "type_keyword", "k7up", "keyword"]
        );
    }

    #[test]
    fn different_names_have_different_identifiers() {
        let names = [
            "Work/A B", "Work_A/B", "WorkAB", "a-b", "ab", "a b", "A B", "e\u{301}", "\u{e9}", "-", "--", "\"", "\\",
            "None", "U1f389", "🎉",
        ];
        let identifiers = of(names);
        assert_eq!(identifiers.iter().collect::<HashSet<_>>().len(), names.len(), "{identifiers:?}");
    }

    #[test]
    fn an_identifier_does_not_depend_on_the_order() {
        let (mut one, mut two) = (of(["a-b", "ab", "x"]), of(["x", "ab", "a-b"]));
        one.sort();
        two.sort();
        assert_eq!(one, two);
    }

    #[test]
    fn a_role_and_a_mailbox_of_its_name_are_two() {
        let identifiers = types([("Sent", "Gesendet"), ("Sent", "Sent")]);
        assert_ne!(identifiers[0], identifiers[1]);
    }
}
