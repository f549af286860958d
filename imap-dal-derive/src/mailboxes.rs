//! `mailboxes! { .. }`.
use crate::{
    attr::{self, Reads},
    errors::Errors,
    names::ROLES,
    suggest::hint,
};
use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{
    Attribute, Ident, LitStr, Path, Token, Type, Visibility,
    ext::IdentExt,
    parse::{ParseStream, Parser},
};

struct Entry {
    attrs: Vec<Attribute>,
    vis: Visibility,
    name: Ident,
    row: Option<Type>,
    target: Option<Target>,
    columns: Vec<(Vec<Attribute>, Ident, Reads)>,
}
enum Target {
    Name(LitStr),
    Role(Ident),
}
impl Target {
    fn same(&self, other: &Target) -> bool {
        match (self, other) {
            (Target::Name(a), Target::Name(b)) => a.value() == b.value(),
            (Target::Role(a), Target::Role(b)) => a == b,
            _ => false,
        }
    }
    fn span(&self) -> proc_macro2::Span {
        match self {
            Target::Name(n) => n.span(),
            Target::Role(r) => r.span(),
        }
    }
}

const FORM: &str = "write `pub Inbox => \"INBOX\";`, `pub Sent => role Sent;` or `pub Archive: Mail => \"Archive\";`";

fn entry(input: ParseStream<'_>, errors: &mut Errors) -> syn::Result<Entry> {
    let attrs = input.call(Attribute::parse_outer)?;
    let vis = input.parse()?;
    let name: Ident = input.parse()?;
    let mut entry = Entry { attrs, vis, name, row: None, target: None, columns: vec![] };
    if let Err(e) = rest(input, &mut entry, errors) {
        errors.push(e);
        skip(input);
    }
    Ok(entry)
}
fn rest(input: ParseStream<'_>, entry: &mut Entry, errors: &mut Errors) -> syn::Result<()> {
    if input.peek(Token![:]) {
        input.parse::<Token![:]>()?;
        entry.row = Some(input.parse()?);
    }
    if !input.peek(Token![=>]) {
        return Err(input.error(format!("expected `=>`\n{FORM}")));
    }
    input.parse::<Token![=>]>()?;
    if input.peek(LitStr) {
        let name: LitStr = input.parse()?;
        attr::mailbox_name(&name, errors);
        entry.target = Some(Target::Name(name));
    } else if input.peek(Ident) && input.fork().parse::<Ident>()? == "role" {
        input.parse::<Ident>()?;
        let role: Ident = input.call(Ident::parse_any)?;
        let word = role.to_string();
        if ROLES.contains(&&*word) {
            entry.target = Some(Target::Role(role));
        } else {
            let mut tail = hint(&word, ROLES);
            if tail.is_empty() {
                tail = format!("; the roles are `{}`", ROLES.join("`, `"));
            }
            errors.at(role.span(), format!("no mailbox role is called `{word}`{tail}"));
        }
    } else {
        return Err(input.error(format!("expected a mailbox name in quotes, or `role`\n{FORM}")));
    }
    if input.peek(syn::token::Brace) {
        let inner;
        syn::braced!(inner in input);
        while !inner.is_empty() {
            match column(&inner, errors) {
                Ok(column) => entry.columns.push(column),
                Err(e) => {
                    errors.push(e);
                    skip(&inner);
                    continue;
                }
            }
            if !inner.is_empty() {
                inner.parse::<Token![;]>()?;
            }
        }
        let _: Option<Token![;]> = input.parse()?;
    } else if input.peek(Token![,]) {
        errors.at(input.span(), "mailboxes are separated by `;`");
        input.parse::<Token![,]>()?;
    } else if !input.is_empty() {
        if !input.peek(Token![;]) {
            return Err(input.error("expected `;`, or `{ .. }` with columns of this mailbox"));
        }
        input.parse::<Token![;]>()?;
    }
    Ok(())
}
fn column(input: ParseStream<'_>, errors: &mut Errors) -> syn::Result<(Vec<Attribute>, Ident, Reads)> {
    const FORM: &str = "write `header list_id => \"List-Id\";` or `keyword paid => \"$Paid\";`";
    let attrs = input.call(Attribute::parse_outer)?;
    let word: Ident = input
        .call(Ident::parse_any)
        .map_err(|e| syn::Error::new(e.span(), format!("expected `header` or `keyword`\n{FORM}")))?;
    if word != "header" && word != "keyword" {
        return Err(syn::Error::new(word.span(), format!("expected `header` or `keyword`, found `{word}`\n{FORM}")));
    }
    let name: Ident = input.parse()?;
    input.parse::<Token![=>]>().map_err(|e| syn::Error::new(e.span(), format!("expected `=>`\n{FORM}")))?;
    let value: LitStr = input.parse()?;
    let reads = if word == "header" {
        attr::header_name(&value, errors);
        Reads::Header(value)
    } else {
        attr::keyword_name(&value, errors);
        Reads::Keyword(value)
    };
    Ok((attrs, name, reads))
}
/// On to the next `;`.
fn skip(input: ParseStream<'_>) {
    while let Ok(token) = input.parse::<TokenTree>() {
        if matches!(&token, TokenTree::Punct(p) if p.as_char() == ';') {
            break;
        }
    }
}

pub(crate) fn expand(input: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let mut krate = None;
    let mut entries = vec![];
    let parser = |input: ParseStream<'_>| {
        if input.peek(Token![crate]) && input.peek2(Token![=]) {
            input.parse::<Token![crate]>()?;
            input.parse::<Token![=]>()?;
            krate = Some(input.call(Path::parse_mod_style)?);
            input.parse::<Token![;]>()?;
        }
        while !input.is_empty() {
            match entry(input, &mut errors) {
                Ok(e) => entries.push(e),
                Err(e) => {
                    errors.push(e);
                    skip(input);
                }
            }
        }
        Ok(())
    };
    let parsed = parser.parse2(input);
    errors.take(parsed);
    let krate = attr::crate_path(krate.as_ref());
    let p = quote!(#krate::__private);
    let mut out = TokenStream::new();
    for (n, entry) in entries.iter().enumerate() {
        let Entry { attrs, vis, name, row, target, columns } = entry;
        if let Some(target) = target {
            let first = entries[..n].iter().find(|f| f.target.as_ref().is_some_and(|t| t.same(target)));
            if let Some(first) = first {
                errors.at(target.span(), format!("this mailbox is already declared as `{}`", first.name));
            }
        }
        let this = name.to_token_stream();
        let mut constants = vec![];
        for (m, (attrs, name, reads)) in columns.iter().enumerate() {
            if columns[..m].iter().any(|c| c.1 == *name) {
                errors.at(name.span(), format!("this mailbox has two columns called `{name}`"));
            } else if attr::free_name(name, &mut errors) {
                constants.push(attr::constant(&p, vis, &attrs.iter().collect::<Vec<_>>(), &this, name, reads));
            }
        }
        let (itself, any) = (attr::usable(&p, &this, &this), attr::takes(&p, &this, &quote!(#p::AnyMailbox)));
        let row_type = row.as_ref().map_or_else(|| quote!(#p::Row), |r| r.to_token_stream());
        let model = row.as_ref().map(|r| {
            let r = r.to_token_stream();
            let (usable, takes) = (attr::usable(&p, &r, &this), attr::takes(&p, &this, &r));
            quote!(#usable #takes)
        });
        let mailbox = match target {
            Some(Target::Name(n)) => quote!(#p::MailboxName::__name(#n)),
            Some(Target::Role(r)) => quote!(#p::MailboxName::__role(#p::Role::#r)),
            None => quote!(::core::unreachable!()),
        };
        let doc = attrs.iter().all(|a| !a.path().is_ident("doc")).then(|| {
            let text = format!(
                "The mailbox {}.",
                target.as_ref().map_or(String::new(), |t| match t {
                    Target::Name(n) => format!("`{}`", n.value()),
                    Target::Role(r) => format!("with the role `{r}`"),
                })
            );
            quote!(#[doc = #text])
        });
        out.extend(quote! {
            #(#attrs)* #doc #[derive(Clone, Copy, Debug)] #vis struct #name;
            #krate::__columns!(#name);
            #krate::__functions!(#name);
            #[allow(non_upper_case_globals, dead_code)] impl #name { #(#constants)* }
            #[automatically_derived] impl #p::Source for #name { type Row = #row_type; }
            #[diagnostic::do_not_recommend] #[automatically_derived] impl #p::Mailbox for #name { fn mailbox() -> #p::MailboxName { #mailbox } }
            #itself #any #model
        });
    }
    out.extend(errors.finish().map(syn::Error::into_compile_error));
    out
}
