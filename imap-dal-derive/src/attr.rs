//! The grammar of `#[imap(..)]`: words, and what stands after each. It knows neither models nor columns.

use crate::{errors::Errors, names::ROLES, suggest};
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{
    Attribute, Lit, LitStr, Meta, Path, Token,
    ext::IdentExt,
    parse::{ParseStream, Parser},
    spanned::Spanned,
};

/// One word of the list, with what stands after it.
pub(crate) struct Word {
    pub(crate) name: Ident,
    value: Value,
}

enum Value {
    None,
    /// What stands after `=`.
    Equals(TokenStream),
    /// Anything else: `(..)`, `: ..`, or a literal at once.
    Other(Span, TokenStream),
}

/// The words of every `#[imap(..)]` of one place.
#[derive(Default)]
pub(crate) struct Words {
    /// In order.
    pub(crate) words: Vec<Word>,
    /// Something stands there that is no word: what is meant is not known.
    pub(crate) broken: bool,
}

/// After a mistake the rest is still read; `named` are words of that place that take a name in quotes.
pub(crate) fn words(attributes: &[Attribute], named: &[&str], errors: &mut Errors) -> Words {
    let mut words = Words::default();
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("imap")) {
        match &attribute.meta {
            Meta::List(list) if list.tokens.is_empty() => {
                errors.at(attribute.span(), "`#[imap()]` says nothing: remove it");
            }
            Meta::List(list) => {
                let read = |input: ParseStream<'_>| {
                    words.read(input, named, errors);
                    Ok(())
                };
                let parsed = read.parse2(list.tokens.clone());
                errors.take(parsed);
            }
            Meta::Path(_) | Meta::NameValue(_) => {
                words.broken = true;
                let name = text_in(attribute.meta.to_token_stream());
                let instead = with(named, name.as_deref().unwrap_or(".."), |word| format!("#[imap({word})]"));
                errors.at(attribute.span(), format!("`#[imap]` takes words in parentheses: write {instead}"));
            }
        }
    }
    words
}

impl Words {
    fn read(&mut self, input: ParseStream<'_>, named: &[&str], errors: &mut Errors) {
        while !input.is_empty() {
            match input.call(Ident::parse_any) {
                Ok(name) => self.words.push(Word { value: value(input), name }),
                Err(error) => {
                    self.broken = true;
                    let text = match input.parse::<Option<LitStr>>() {
                        Ok(Some(name)) => {
                            let name = quoted(&name);
                            format!("{name} stands alone: write {}", with(named, &name, |word| word))
                        }
                        _ => String::from("expected a word, as in `header = \"List-Id\"`"),
                    };
                    errors.at(error.span(), text);
                    up_to_comma(input);
                }
            }
            if !input.is_empty() && !input.peek(Token![,]) {
                let after = self.words.last().map(|word| format!(" or `=` after `{}`", word.name)).unwrap_or_default();
                errors.at(input.span(), format!("expected `,`{after}"));
                // Another word is still read; anything else ends at the next comma.
                if !input.peek(Ident::peek_any) {
                    up_to_comma(input);
                }
            }
            let _: Option<Token![,]> = input.parse().ok();
        }
    }
}

/// What to write: each of the words with the name, as `form` has it.
fn with(words: &[&str], name: &str, form: impl Fn(String) -> String) -> String {
    let each: Vec<_> = words.iter().map(|word| format!("`{}`", form(format!("{word} = {name}")))).collect();
    each.join(" or ")
}

fn quoted(name: &LitStr) -> String {
    format!("{:?}", name.value())
}

fn value(input: ParseStream<'_>) -> Value {
    if input.peek(Token![=]) && input.parse::<Token![=]>().is_ok() {
        Value::Equals(up_to_comma(input))
    } else if input.peek(Token![:]) || input.peek(syn::token::Paren) || input.peek(Lit) {
        Value::Other(input.span(), up_to_comma(input))
    } else {
        Value::None
    }
}

fn up_to_comma(input: ParseStream<'_>) -> TokenStream {
    let mut tokens = TokenStream::new();
    while !input.is_empty() && !input.peek(Token![,]) {
        tokens.extend(input.parse::<TokenTree>());
    }
    tokens
}

impl Word {
    pub(crate) fn is(&self, name: &str) -> bool {
        self.name == name
    }

    pub(crate) fn span(&self) -> Span {
        self.name.span()
    }

    /// The text after `=`; `example` is what one looks like, without its quotes.
    pub(crate) fn text(&self, example: &str, errors: &mut Errors) -> Option<LitStr> {
        self.one(&format!("{example:?}"), errors, |input| {
            let span = input.span();
            if input.peek(LitStr) {
                return input.parse();
            }
            if self.is("mailbox") && is_role(input) {
                let role = "a role stands in `mailboxes!`, as in `mailboxes! { Sent: Mail => role Sent; }`";
                let value = up_to_comma(input).to_string().replace(" :: ", "::");
                return Err(syn::Error::new(span, format!("`{value}` is no name: {role}")));
            }
            let is_word = input.peek(Ident::peek_any);
            let tokens = up_to_comma(input);
            if let Some(text) = text_in(tokens.clone()).filter(|_| !is_word) {
                return Err(self.wrong(span, &text));
            }
            let meant = unquoted(&tokens).unwrap_or_else(|| example.to_owned());
            Err(syn::Error::new(span, format!("a name stands in quotes: write `{} = {meant:?}`", self.name)))
        })
    }

    /// The name after `=`, without `r#`.
    pub(crate) fn ident(&self, example: &str, errors: &mut Errors) -> Option<Ident> {
        self.one(example, errors, |input| {
            let span = input.span();
            if let Some(text) = input.parse::<Option<LitStr>>()? {
                return Err(match syn::parse_str::<Ident>(&text.value()) {
                    Ok(column) => self.wrong(span, &column.to_string()),
                    Err(_) => {
                        let header = format!("for a header write `header = {}`", quoted(&text));
                        syn::Error::new(span, format!("no IMAP column is called `{}`; {header}", text.value()))
                    }
                });
            }
            let path = input.call(Path::parse_mod_style).map_err(|error| self.wrong(error.span(), example))?;
            match path.segments.last() {
                Some(column) if path.segments.len() > 1 => Err(self.wrong(span, &column.ident.to_string())),
                Some(column) => Ok(column.ident.unraw()),
                None => Err(self.wrong(span, example)),
            }
        })
    }

    /// The path after `=`.
    pub(crate) fn path(&self, example: &str, errors: &mut Errors) -> Option<Path> {
        self.one(example, errors, |input| match input.parse::<Option<LitStr>>()? {
            Some(quoted) => Err(self.wrong(quoted.span(), &quoted.value())),
            None => input.call(Path::parse_mod_style).map_err(|error| self.wrong(error.span(), example)),
        })
    }

    /// Nothing may stand after it.
    pub(crate) fn bare(&self, errors: &mut Errors) {
        if !matches!(self.value, Value::None) {
            errors.at(self.span(), format!("`{0}` takes no value: write `{0}` alone", self.name));
        }
    }

    /// It is none of those that stand `on` such a place; `elsewhere` are those of the other place.
    pub(crate) fn unknown(&self, on: &str, known: &[&str], elsewhere: Elsewhere<'_>, errors: &mut Errors) {
        let word = self.name.to_string();
        let instead = SYNONYMS.iter().find(|(synonym, meant)| *synonym == word && known.contains(meant));
        let text = if elsewhere.known.contains(&word.as_str()) {
            format!("`{word}` is an attribute of {}, not of {on}", elsewhere.on)
        } else {
            let hint =
                instead.map_or_else(|| suggest::hint(&word, known), |(_, meant)| format!("; did you mean `{meant}`?"));
            let tail = if hint.is_empty() { format!("; {on} takes `{}`", known.join("`, `")) } else { hint };
            format!("`{word}` is not an `imap` attribute of {on}{tail}")
        };
        errors.at(self.span(), text);
    }

    fn one<T>(
        &self,
        example: &str,
        errors: &mut Errors,
        parse: impl FnOnce(ParseStream<'_>) -> syn::Result<T>,
    ) -> Option<T> {
        let tokens = match &self.value {
            Value::Equals(tokens) if !tokens.is_empty() => tokens.clone(),
            Value::Equals(_) | Value::None => {
                errors.push(self.wrong(self.span(), example));
                return None;
            }
            Value::Other(span, tokens) => {
                let meant = if example.starts_with('"') { text_in(tokens.clone()) } else { word_in(tokens.clone()) };
                errors.push(self.wrong(*span, meant.as_deref().unwrap_or(example)));
                return None;
            }
        };
        let whole = |input: ParseStream<'_>| {
            let value = parse(input)?;
            let rest = input.span();
            if up_to_comma(input).is_empty() {
                Ok(value)
            } else {
                Err(syn::Error::new(rest, format!("expected `,` after the value of `{}`", self.name)))
            }
        };
        errors.take(whole.parse2(tokens))
    }

    fn wrong(&self, span: Span, example: &str) -> syn::Error {
        syn::Error::new(span, format!("write `{} = {example}`", self.name))
    }
}

/// `role Sent`, `Role::Sent`.
fn is_role(input: ParseStream<'_>) -> bool {
    let path = input.fork().call(Path::parse_mod_style);
    let last = path.ok().filter(|path| path.segments.len() > 1).and_then(|path| path.segments.last().cloned());
    let is_path = last.is_some_and(|role| ROLES.contains(&&*role.ident.to_string()));
    is_path || input.peek(syn::Ident) && input.peek2(syn::Ident)
}

/// The first text among the tokens, in its quotes.
fn text_in(tokens: TokenStream) -> Option<String> {
    tokens.into_iter().find_map(|token| match token {
        TokenTree::Group(group) => text_in(group.stream()),
        token => syn::parse2::<LitStr>(token.into()).ok().map(|text| quoted(&text)),
    })
}

/// The last word among the tokens.
fn word_in(tokens: TokenStream) -> Option<String> {
    let word = |token| match token {
        TokenTree::Group(group) => word_in(group.stream()),
        TokenTree::Ident(word) => Some(word.to_string()),
        TokenTree::Punct(_) | TokenTree::Literal(_) => None,
    };
    tokens.into_iter().filter_map(word).last()
}

/// What stands without quotes, or in quotes of another kind, as the text that was meant: `List-Id`, `'x'`, `b"x"`.
pub(crate) fn unquoted(tokens: &TokenStream) -> Option<String> {
    let meant = match syn::parse2::<Lit>(tokens.clone()) {
        Ok(Lit::Char(c)) => c.value().to_string(),
        Ok(Lit::ByteStr(bytes)) => String::from_utf8(bytes.value()).ok()?,
        Ok(Lit::CStr(text)) => text.value().into_string().ok()?,
        Ok(_) => return None,
        Err(_) => {
            let is_word = |token: &TokenTree| match token {
                TokenTree::Ident(_) => true,
                TokenTree::Punct(punct) => "-$\\/.".contains(punct.as_char()),
                TokenTree::Literal(literal) => syn::parse_str::<syn::LitInt>(&literal.to_string()).is_ok(),
                TokenTree::Group(_) => false,
            };
            let all = tokens.clone().into_iter().all(|token| is_word(&token));
            all.then(|| tokens.to_string().replace(' ', ""))?
        }
    };
    (!meant.is_empty()).then_some(meant)
}

/// The words of the other place: of the struct for a field, of a field for the struct.
#[derive(Clone, Copy)]
pub(crate) struct Elsewhere<'a> {
    pub(crate) on: &'a str,
    pub(crate) known: &'a [&'a str],
}

/// What other libraries call them.
const SYNONYMS: &[(&str, &str)] = &[
    ("folder", "mailbox"),
    ("ignore", "skip"),
    ("name", "mailbox"),
    ("rename", "column"),
    ("table", "mailbox"),
    ("table_name", "mailbox"),
    ("flag", "keyword"),
    ("embed", "flatten"),
    ("nested", "flatten"),
    ("field", "column"),
    ("inbox", "mailbox"),
];
