//! The grammar of `#[imap(..)]`: words, and what stands after each. It knows neither models nor columns.

use crate::{errors::Errors, suggest};
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use syn::{
    Attribute, LitStr, Meta, Path, Token,
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
    /// Anything else: `(..)`, or `: ..`.
    Other(Span),
}

/// The words of every `#[imap(..)]`, in order. After a mistake the rest is still read.
pub(crate) fn words(attributes: &[Attribute], errors: &mut Errors) -> Vec<Word> {
    let mut words = Vec::new();
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("imap")) {
        match &attribute.meta {
            Meta::List(list) if list.tokens.is_empty() => {
                errors.at(attribute.span(), "`#[imap()]` says nothing: remove it");
            }
            Meta::List(list) => {
                let parsed = (|input: ParseStream<'_>| Ok(list_of_words(input, errors))).parse2(list.tokens.clone());
                words.extend(errors.take(parsed).unwrap_or_default());
            }
            Meta::Path(_) | Meta::NameValue(_) => {
                errors.at(attribute.span(), "`#[imap]` takes words in parentheses: write `#[imap(..)]`");
            }
        }
    }
    words
}

fn list_of_words(input: ParseStream<'_>, errors: &mut Errors) -> Vec<Word> {
    let mut words = Vec::new();
    while !input.is_empty() {
        match input.call(Ident::parse_any) {
            Ok(name) => words.push(Word { value: value(input), name }),
            Err(error) => {
                errors.at(error.span(), "expected a word, as in `header = \"List-Id\"`");
                up_to_comma(input);
            }
        }
        if !input.is_empty() && !input.peek(Token![,]) {
            let after = words.last().map(|word| format!(" or `=` after `{}`", word.name)).unwrap_or_default();
            errors.at(input.span(), format!("expected `,`{after}"));
            // Another word is still read; anything else ends at the next comma.
            if !input.peek(Ident::peek_any) {
                up_to_comma(input);
            }
        }
        let _: Option<Token![,]> = input.parse().ok();
    }
    words
}

fn value(input: ParseStream<'_>) -> Value {
    if input.peek(Token![=]) && input.parse::<Token![=]>().is_ok() {
        Value::Equals(up_to_comma(input))
    } else if input.peek(Token![:]) || input.peek(syn::token::Paren) {
        let span = input.span();
        up_to_comma(input);
        Value::Other(span)
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
            let (span, ahead) = (input.span(), input.fork());
            let word = ahead.call(Ident::parse_any).ok().filter(|_| ahead.is_empty());
            let meant = word.map_or_else(|| example.to_owned(), |word| word.to_string());
            input.parse().map_err(|_| self.wrong(span, &format!("{meant:?}")))
        })
    }

    /// The name after `=`, without `r#`.
    pub(crate) fn ident(&self, example: &str, errors: &mut Errors) -> Option<Ident> {
        self.one(example, errors, |input| match input.parse::<Option<LitStr>>()? {
            Some(quoted) => Err(self.wrong(quoted.span(), &quoted.value())),
            None => {
                input.call(Ident::parse_any).map(|name| name.unraw()).map_err(|error| self.wrong(error.span(), example))
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
            Value::Other(span) => {
                errors.push(self.wrong(*span, example));
                return None;
            }
        };
        let whole = |input: ParseStream<'_>| {
            let value = parse(input)?;
            let rest = input.span();
            if up_to_comma(input).is_empty() {
                Ok(value)
            } else {
                Err(syn::Error::new(rest, "expected `,` before this"))
            }
        };
        errors.take(whole.parse2(tokens))
    }

    fn wrong(&self, span: Span, example: &str) -> syn::Error {
        syn::Error::new(span, format!("write `{} = {example}`", self.name))
    }
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
];
