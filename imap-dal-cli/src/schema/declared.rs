//! What a Rust file declares: the mailboxes of every `mailboxes!` and of models, wherever they stand. Only tokens are
//! looked at, so that a file of any edition is read.

use crate::failure::Failure;
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use std::{fs, path::Path};

/// A mailbox that the file names.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Declared {
    /// `src/mailboxes.rs:12`
    pub(super) place: String,
    pub(super) target: Target,
    pub(super) keywords: Vec<String>,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Target {
    Name(String),
    /// As written.
    Role(String),
}

/// Reads the file.
///
/// # Errors
/// A file that cannot be read, is no Rust, or declares nothing.
pub(crate) fn read(file: &Path) -> Result<Vec<Declared>, Failure> {
    let shown = imap_dal::display::shortened(&file.to_string_lossy(), 200);
    let text = fs::read_to_string(file).map_err(|error| {
        Failure::usage(format!("{shown} cannot be read: {error}")).next("name a Rust file with `mailboxes!`")
    })?;
    let tokens: TokenStream = text.parse().map_err(|error: proc_macro2::LexError| {
        let line = error.span().start().line;
        Failure::usage(format!("{shown}:{line} is not Rust: {error}")).next("name a Rust file with `mailboxes!`")
    })?;
    let mut declared = Vec::new();
    collect(&shown, tokens, &mut declared);
    if declared.is_empty() {
        return Err(Failure::usage(format!("{shown} declares no mailbox"))
            .next("a file to check has `mailboxes! { .. }`; `imap-dal print-schema` writes one"));
    }
    Ok(declared)
}

// The lexer bounds how deep groups nest by its own recursion, which is deeper in memory than this one.
fn collect(file: &str, tokens: TokenStream, declared: &mut Vec<Declared>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    for (index, token) in tokens.iter().enumerate() {
        let TokenTree::Group(group) = token else { continue };
        let before = |back: usize| index.checked_sub(back).and_then(|at| tokens.get(at));
        let is_call = is_punct(before(1), '!') && is_word(before(2), "mailboxes");
        if is_call {
            entries(file, group.stream(), declared);
        } else {
            if is_punct(before(1), '#') {
                model(file, group.stream(), tokens.get(index + 1..).unwrap_or_default(), declared);
            }
            collect(file, group.stream(), declared);
        }
    }
}

/// `.. => "NAME" { keyword x => ".."; }`, `.. => role Sent;`: whatever stands before the arrow is the program's.
fn entries(file: &str, tokens: TokenStream, declared: &mut Vec<Declared>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    for (index, window) in tokens.windows(3).enumerate() {
        let [equals, greater, target] = window else { continue };
        if !is_punct(Some(equals), '=') || !is_punct(Some(greater), '>') {
            continue;
        }
        let mut after = tokens.iter().skip(index + 3);
        let name = match target {
            TokenTree::Literal(_) => text(target).map(Target::Name),
            TokenTree::Ident(word) if *word == "role" => after.next().map(|role| Target::Role(role.to_string())),
            _ => None,
        };
        let Some(name) = name else { continue };
        let keywords = match after.next() {
            Some(TokenTree::Group(columns)) if columns.delimiter() == Delimiter::Brace => columns_of(columns.stream()),
            _ => Vec::new(),
        };
        declared.push(Declared { place: place(file, target), target: name, keywords });
    }
}

/// `keyword paid => "$Paid";`
fn columns_of(tokens: TokenStream) -> Vec<String> {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let keywords = tokens.windows(5).filter_map(|window| match window {
        [word, _, equals, greater, name]
            if is_word(Some(word), "keyword") && is_punct(Some(equals), '=') && is_punct(Some(greater), '>') =>
        {
            text(name)
        }
        _ => None,
    });
    keywords.collect()
}

/// `#[imap(mailbox = "INBOX")] struct .. { #[imap(keyword = "$Junk")] junk: bool }`
fn model(file: &str, attribute: TokenStream, rest: &[TokenTree], declared: &mut Vec<Declared>) {
    let Some(name) = value_of("mailbox", attribute) else { return };
    let fields = rest.iter().take_while(|token| !is_punct(Some(token), ';')).find_map(|token| match token {
        TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => Some(group.stream()),
        _ => None,
    });
    let fields: Vec<TokenTree> = fields.into_iter().flatten().collect();
    let keywords = fields.iter().filter_map(|token| match token {
        TokenTree::Group(group) if group.delimiter() == Delimiter::Bracket => {
            value_of("keyword", group.stream()).and_then(|token| text(&token))
        }
        _ => None,
    });
    let keywords = keywords.collect();
    if let Some(target) = text(&name).map(Target::Name) {
        declared.push(Declared { place: place(file, &name), target, keywords });
    }
}

/// Of `imap(key = "value")`.
fn value_of(key: &str, attribute: TokenStream) -> Option<TokenTree> {
    let tokens: Vec<TokenTree> = attribute.into_iter().collect();
    let [word, TokenTree::Group(group)] = tokens.as_slice() else { return None };
    if !is_word(Some(word), "imap") {
        return None;
    }
    let inner: Vec<TokenTree> = group.stream().into_iter().collect();
    inner.windows(3).find_map(|window| match window {
        [name, equals, value] if is_word(Some(name), key) && is_punct(Some(equals), '=') => Some(value.clone()),
        _ => None,
    })
}

fn text(token: &TokenTree) -> Option<String> {
    let TokenTree::Literal(literal) = token else { return None };
    match syn::Lit::new(literal.clone()) {
        syn::Lit::Str(text) => Some(text.value()),
        _ => None,
    }
}

fn place(file: &str, token: &TokenTree) -> String {
    format!("{file}:{}", token.span().start().line)
}

fn is_punct(token: Option<&TokenTree>, c: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == c)
}

fn is_word(token: Option<&TokenTree>, word: &str) -> bool {
    matches!(token, Some(TokenTree::Ident(ident)) if *ident == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn declared(text: &str) -> Vec<(Target, Vec<String>)> {
        let mut found = Vec::new();
        collect("f.rs", text.parse().unwrap(), &mut found);
        found.into_iter().map(|declared| (declared.target, declared.keywords)).collect()
    }

    #[test]
    fn mailboxes_are_found_wherever_they_stand() {
        let text = r##"
            mod inner {
                imap_dal::mailboxes! {
                    crate = imap_dal;
                    /// With => an arrow, and "INBOX".
                    pub Inbox: Mail => "INBOX" { header list => "List-Id"; keyword paid => "$Paid" }
                    pub(crate) Sent => role Sent;
                }
            }
            fn f() { mailboxes! { Odd => r#"a"b"#; } }
            #[derive(ImapModel)] #[imap(mailbox = "Bills")]
            pub struct Bill { uid: Uid, #[imap(keyword = "$Due")] due: bool }
            #[imap(mailbox = "Unit")] struct Unit;
            fn other(x: u8) { match x { 1 => "not one", _ => "none" }; }
        "##;
        let name = |name: &str| Target::Name(name.to_owned());
        assert_eq!(
            declared(text),
            [
                (name("INBOX"), vec!["$Paid".to_owned()]),
                (Target::Role("Sent".to_owned()), vec![]),
                (name("a\"b"), vec![]),
                (name("Bills"), vec!["$Due".to_owned()]),
                (name("Unit"), vec![]),
            ]
        );
    }
}
