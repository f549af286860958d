//! `#[imap(..)]`, parsed by hand.
use crate::{
    errors::Errors,
    names::{ALIASES, COLUMNS, FUNCTIONS},
    suggest::hint,
};
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::{Attribute, LitStr, Path, Token, ext::IdentExt, meta::ParseNestedMeta, spanned::Spanned};

#[derive(Default)]
pub(crate) struct ModelAttrs {
    pub mailbox: Option<LitStr>,
    pub krate: Option<Path>,
    pub no_columns: bool,
}
#[derive(Clone)]
pub(crate) enum Reads {
    Fixed(Ident),
    Header(LitStr),
    Keyword(LitStr),
    Flatten,
    Skip,
}
pub(crate) struct FieldAttrs {
    pub reads: Reads,
    pub default: bool,
}

pub(crate) fn model(attrs: &[Attribute], errors: &mut Errors) -> ModelAttrs {
    let mut out = ModelAttrs::default();
    each(attrs, errors, |meta, errors| {
        if meta.path.is_ident("mailbox") {
            let name = text(&meta, "mailbox = \"INBOX\"")?;
            mailbox_name(&name, errors);
            once(&mut out.mailbox, name, &meta, errors);
        } else if meta.path.is_ident("crate") {
            once(&mut out.krate, meta.value()?.call(Path::parse_mod_style)?, &meta, errors);
        } else if meta.path.is_ident("no_columns") {
            out.no_columns = true;
        } else {
            unknown(&meta, &["mailbox", "no_columns", "crate"], "a model", errors)?;
        }
        Ok(())
    });
    if let (true, Some(name)) = (out.no_columns, &out.mailbox) {
        errors.at(name.span(), "`no_columns` makes a pure row type, which has no mailbox; remove one of the two");
    }
    out
}

pub(crate) fn field(name: &Ident, attrs: &[Attribute], errors: &mut Errors) -> FieldAttrs {
    let (mut reads, mut default) = (None, false);
    each(attrs, errors, |meta, errors| {
        let new = if meta.path.is_ident("column") {
            let column = meta.value()?.call(Ident::parse_any)?;
            match known_column(&column, "", errors) {
                true => Reads::Fixed(column),
                false => Reads::Skip,
            }
        } else if meta.path.is_ident("header") {
            let header = text(&meta, "header = \"List-Id\"")?;
            header_name(&header, errors);
            Reads::Header(header)
        } else if meta.path.is_ident("keyword") {
            let keyword = text(&meta, "keyword = \"$Junk\"")?;
            keyword_name(&keyword, errors);
            Reads::Keyword(keyword)
        } else if meta.path.is_ident("flatten") {
            Reads::Flatten
        } else if meta.path.is_ident("skip") {
            Reads::Skip
        } else if meta.path.is_ident("default") {
            default = true;
            return Ok(());
        } else {
            if reads.is_none() {
                reads = Some(Reads::Skip); // one mistake, one error
            }
            return unknown(&meta, &["column", "header", "keyword", "flatten", "skip", "default"], "a field", errors);
        };
        if reads.is_some() {
            let word = meta.path.get_ident().map_or_else(String::new, Ident::to_string);
            errors.at(
                meta.path.span(),
                format!("`{word}` on a field that is already read from another place: keep one of the two"),
            );
        } else {
            reads = Some(new);
        }
        Ok(())
    });
    let reads = match reads {
        Some(Reads::Header(_) | Reads::Keyword(_)) if !free_name(name, errors) => Reads::Skip,
        Some(reads) => reads,
        None => {
            let column = name.unraw();
            match known_column(
                &column,
                "\nfor any other header write `#[imap(header = \"...\")]`, for a keyword `#[imap(keyword = \"...\")]`",
                errors,
            ) {
                true => Reads::Fixed(column),
                false => Reads::Skip,
            }
        }
    };
    FieldAttrs { reads, default }
}

fn known_column(name: &Ident, tail: &str, errors: &mut Errors) -> bool {
    let word = name.to_string();
    let known = COLUMNS.contains(&&*word);
    if !known {
        let hint = ALIASES
            .iter()
            .find(|a| a.0 == word)
            .map_or_else(|| hint(&word, COLUMNS), |a| format!("; did you mean `{}`?", a.1));
        errors.at(name.span(), format!("no IMAP column is called `{word}`{hint}{tail}"));
    }
    known
}

/// A custom column becomes a constant, so it may not be called like a fixed column or a function.
pub(crate) fn free_name(name: &Ident, errors: &mut Errors) -> bool {
    let word = name.unraw().to_string();
    let taken = if COLUMNS.contains(&&*word) {
        "a fixed column"
    } else if FUNCTIONS.contains(&&*word) {
        "a function"
    } else {
        return true;
    };
    errors.at(
        name.span(),
        format!("`{word}` is {taken} of every mailbox; give this column another name, such as `{word}_`"),
    );
    false
}
pub(crate) fn mailbox_name(name: &LitStr, errors: &mut Errors) {
    if name.value().is_empty() {
        errors.at(name.span(), "a mailbox name cannot be empty");
    } else if name.value().contains(char::is_control) {
        errors.at(name.span(), "a mailbox name cannot hold control characters");
    }
}
pub(crate) fn header_name(name: &LitStr, errors: &mut Errors) {
    let word = name.value();
    if word.is_empty() || !word.bytes().all(|b| b.is_ascii_graphic() && b != b':') {
        errors.at(
            name.span(),
            format!(
                "{word:?} is not a header name: write printable ASCII without spaces and colons, as in \"List-Id\""
            ),
        );
    }
}
pub(crate) fn keyword_name(name: &LitStr, errors: &mut Errors) {
    let word = name.value();
    if word.starts_with('\\') {
        errors.at(
            name.span(),
            format!("{word:?} is a system flag, not a keyword: it has a column of its own, such as `seen`"),
        );
    } else if word.is_empty() || !word.bytes().all(|b| b.is_ascii_graphic() && !b"(){%*\"\\]".contains(&b)) {
        errors.at(
            name.span(),
            format!(
                "{word:?} is not a keyword: write printable ASCII without spaces and without any of ( ) {{ % * \" \\ ]"
            ),
        );
    }
}

fn each(
    attrs: &[Attribute],
    errors: &mut Errors,
    mut f: impl FnMut(ParseNestedMeta<'_>, &mut Errors) -> syn::Result<()>,
) {
    for attr in attrs.iter().filter(|a| a.path().is_ident("imap")) {
        let parsed = attr.parse_nested_meta(|meta| f(meta, errors));
        errors.take(parsed);
    }
}
/// The text after `=`.
fn text(meta: &ParseNestedMeta<'_>, form: &str) -> syn::Result<LitStr> {
    let wrong = |span| syn::Error::new(span, format!("write `{form}`"));
    if !meta.input.peek(Token![=]) {
        return Err(wrong(meta.path.span()));
    }
    let value: syn::Expr = meta.value()?.parse()?;
    match value {
        syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) => Ok(text),
        other => Err(wrong(other.span())),
    }
}
fn once<T>(slot: &mut Option<T>, value: T, meta: &ParseNestedMeta<'_>, errors: &mut Errors) {
    match slot {
        Some(_) => {
            errors.push(meta.error(format!(
                "`{}` is given twice",
                meta.path.get_ident().map_or_else(String::new, Ident::to_string)
            )))
        }
        None => *slot = Some(value),
    }
}
fn unknown(meta: &ParseNestedMeta<'_>, known: &[&str], of: &str, errors: &mut Errors) -> syn::Result<()> {
    let word = meta.path.get_ident().map_or_else(|| "this".into(), Ident::to_string);
    let mut tail = hint(&word, known);
    if tail.is_empty() {
        tail = format!("; {of} takes `{}`", known.join("`, `"));
    }
    errors.at(meta.path.span(), format!("`{word}` is not an `imap` attribute of {of}{tail}"));
    // skip its value, so that the rest of the list is still checked
    if meta.input.peek(Token![=]) {
        let _: syn::Expr = meta.value()?.parse()?;
    } else if meta.input.peek(syn::token::Paren) {
        let inner;
        syn::parenthesized!(inner in meta.input);
        let _: TokenStream = inner.parse()?;
    }
    Ok(())
}

/// `::imap_dal`, or what `crate = ..` says.
pub(crate) fn crate_path(explicit: Option<&Path>) -> TokenStream {
    explicit.map_or_else(|| quote!(::imap_dal), |p| quote!(#p))
}

/// The constant of a custom column.
pub(crate) fn constant(
    p: &TokenStream,
    vis: &syn::Visibility,
    docs: &[&Attribute],
    of: &TokenStream,
    name: &Ident,
    reads: &Reads,
) -> TokenStream {
    let (ty, value, text) = custom(p, of, reads).expect("a header or a keyword");
    let doc = docs.is_empty().then(|| quote!(#[doc = #text]));
    quote!(#(#docs)* #doc #vis const #name: #ty = #value;)
}
/// Type, value and description of a custom column of `of`.
pub(crate) fn custom(p: &TokenStream, of: &TokenStream, reads: &Reads) -> Option<(TokenStream, TokenStream, String)> {
    let (kind, key, name, text) = match reads {
        Reads::Header(h) => ("HeaderText", "Header", h, format!("The `{}` header.", h.value())),
        Reads::Keyword(k) => ("KeywordFlag", "Keyword", k, format!("The keyword `{}`.", k.value())),
        _ => return None,
    };
    let (kind, key) = (Ident::new(kind, Span::call_site()), Ident::new(key, Span::call_site()));
    Some((quote!(#p::Column<#of, #p::kind::#kind>), quote!(#p::Column::__new(#p::Key::#key(#name))), text))
}

/// Columns of `from` may be used in queries on `to`.
pub(crate) fn usable(p: &TokenStream, from: &TokenStream, to: &TokenStream) -> TokenStream {
    quote! {
        #[diagnostic::do_not_recommend] #[automatically_derived] impl #p::UsableIn<#to> for #from {}
        #[diagnostic::do_not_recommend] #[automatically_derived] impl #p::CombinesWith<#to> for #from { type Both = #to; }
    }
}
/// `from` combined from the left with something whose columns it takes.
pub(crate) fn takes(p: &TokenStream, this: &TokenStream, other: &TokenStream) -> TokenStream {
    quote! { #[diagnostic::do_not_recommend] #[automatically_derived] impl #p::CombinesWith<#other> for #this { type Both = #this; } }
}
