//! `mailboxes! { .. }`: its grammar, what it refuses, and its code.

use crate::{
    attr,
    column::{Custom, CustomColumn},
    errors::Errors,
    names::{ROLE_ALIASES, ROLES},
    source::{Paths, at, once},
    suggest, validate,
};
use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::{
    Attribute, Ident, LitStr, Path, Token, Type, Visibility,
    ext::IdentExt,
    parse::{ParseStream, Parser},
    spanned::Spanned,
};

/// One mailbox: `pub Archive: Mail => "Archive" { .. }`.
struct Entry {
    attributes: Vec<Attribute>,
    vis: Visibility,
    name: Ident,
    row: Option<Type>,
    /// None after a mistake.
    target: Option<Target>,
    columns: Vec<CustomColumn>,
}

enum Target {
    Name(LitStr),
    Role(Ident),
}

const ENTRY: &str = "write `pub Inbox => \"INBOX\";`, `pub Sent => role Sent;` or `pub Archive: Mail => \"Archive\";`";
const COLUMN: &str = "write `header list_id => \"List-Id\";` or `keyword paid => \"$Paid\";`";

pub(crate) fn expand(input: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let parsed = (|input: ParseStream<'_>| Ok(file(input, &mut errors))).parse2(input);
    let (krate, mut entries) = errors.take(parsed).unwrap_or_default();
    check(&mut entries, &mut errors);
    let paths = Paths::new(krate.as_ref());
    let entries = entries.iter().map(|entry| entry.expand(&paths));
    let errors = errors.finish();
    quote!(#(#entries)* #errors)
}

// ---- grammar --------------------------------------------------------------------------------------------------------

fn file(input: ParseStream<'_>, errors: &mut Errors) -> (Option<Path>, Vec<Entry>) {
    let (mut krate, mut entries) = (None, Vec::new());
    while !input.is_empty() {
        if input.peek(Token![;]) {
            let _: Option<Token![;]> = input.parse().ok();
        } else if input.peek(Token![crate]) {
            let first = krate.is_none() && entries.is_empty();
            krate = recover(input, errors, |input, errors| crate_path(input, first, errors)).or(krate);
        } else {
            entries.extend(recover(input, errors, entry));
        }
    }
    (krate, entries)
}

/// What `parse` finds; after a failure, input goes on behind the next `;`.
fn recover<T>(
    input: ParseStream<'_>,
    errors: &mut Errors,
    parse: impl FnOnce(ParseStream<'_>, &mut Errors) -> syn::Result<T>,
) -> Option<T> {
    let parsed = parse(input, errors);
    if parsed.is_err() {
        while let Ok(token) = input.parse::<TokenTree>() {
            if matches!(&token, TokenTree::Punct(punct) if punct.as_char() == ';') {
                break;
            }
        }
    }
    errors.take(parsed)
}

/// `, found ..`, for what stands there: a word of the language, a literal.
fn found(input: ParseStream<'_>) -> String {
    match input.fork().parse::<TokenTree>() {
        Ok(TokenTree::Ident(word)) => format!(", found `{word}`, which is a word of Rust"),
        Ok(TokenTree::Literal(literal)) => format!(", found `{literal}`"),
        _ => String::new(),
    }
}

fn crate_path(input: ParseStream<'_>, first: bool, errors: &mut Errors) -> syn::Result<Path> {
    let word: Token![crate] = input.parse()?;
    if !first {
        errors.at(word.span(), "`crate = path;` is written once, before the mailboxes");
    }
    let form = |error: syn::Error| syn::Error::new(error.span(), "write `crate = path;`, as in `crate = imap_dal;`");
    input.parse::<Token![=]>().map_err(form)?;
    let path = input.call(Path::parse_mod_style).map_err(form)?;
    input.parse::<Token![;]>().map_err(form)?;
    Ok(path)
}

fn entry(input: ParseStream<'_>, errors: &mut Errors) -> syn::Result<Entry> {
    let mut attributes = input.call(Attribute::parse_outer)?;
    let attribute = attributes.iter().position(|attribute| attribute.path().is_ident("imap"));
    let attribute = attribute.map(|index| attributes.remove(index));
    if let Some(attribute) = &attribute {
        let text = "`#[imap(..)]` is for structs: the name of a mailbox stands after `=>`, its columns in `{ .. }` behind that";
        errors.at(attribute.span(), text);
    }
    for attribute in &attributes {
        for model in derived(attribute).filter(|derived| derived == "ImapModel") {
            errors.at(
                model.span(),
                "`ImapModel` is for structs: a mailbox has its columns and functions already, remove it",
            );
        }
    }
    attributes.retain(|attribute| !derived(attribute).any(|derived| derived == "ImapModel"));
    let vis = input.parse()?;
    let name = match input.parse::<Ident>() {
        Ok(name) => name,
        Err(error) => {
            let word = input.fork().call(Ident::parse_any);
            if let Ok(word) = word
                && input.peek2(Ident)
                && ["struct", "type", "const", "static", "mod", "let", "fn"].contains(&&*word.to_string())
            {
                let text = format!("a mailbox is declared by its name: remove `{word}`\n{ENTRY}");
                return Err(syn::Error::new(error.span(), text));
            }
            let found = found(input);
            return Err(syn::Error::new(error.span(), format!("expected the name of a mailbox{found}\n{ENTRY}")));
        }
    };
    let mut entry = Entry { attributes, vis, name, row: None, target: None, columns: Vec::new() };
    // What such an attribute says is missing here: no further error.
    if attribute.is_some() && is_end(input) {
        return Ok(entry);
    }
    recover(input, errors, |input, errors| entry.rest(input, errors));
    Ok(entry)
}

impl Entry {
    fn rest(&mut self, input: ParseStream<'_>, errors: &mut Errors) -> syn::Result<()> {
        if input.peek(Token![:]) && input.peek2(LitStr) {
            let span = input.span();
            input.parse::<Token![:]>()?;
            let name: LitStr = input.parse()?;
            let text = format!("expected `=>` after `{0}`: write `{0} => {1:?};`", self.name, name.value());
            return Err(syn::Error::new(span, text));
        }
        if input.parse::<Option<Token![:]>>()?.is_some() {
            let at = input.span();
            let row =
                input.parse().map_err(|_| syn::Error::new(at, format!("expected the type of the rows\n{ENTRY}")))?;
            self.row = Some(row);
        }
        if !input.peek(Token![=>]) {
            let span = if input.is_empty() { self.name.span() } else { input.span() };
            return Err(syn::Error::new(span, format!("expected `=>` after `{}`\n{ENTRY}", self.name)));
        }
        input.parse::<Token![=>]>()?;
        self.target = target(&self.name, input, errors)?;
        if input.peek(syn::token::Brace) {
            let inner;
            syn::braced!(inner in input);
            while !inner.is_empty() {
                let column = recover(&inner, errors, column);
                self.columns.extend(column);
            }
            input.parse::<Option<Token![;]>>()?;
        } else if input.peek(Token![,]) {
            errors.at(input.span(), format!("expected `;` after `{}`: mailboxes are not separated by `,`", self.name));
            input.parse::<Token![,]>()?;
        } else if input.peek(Token![:]) {
            let text = format!("the type of the rows stands before `=>`, as in `{}: Mail => ..`", self.name);
            return Err(syn::Error::new(input.span(), text));
        } else if !input.is_empty() && !input.peek(Token![;]) {
            let text = format!("expected `;` after `{}`, or `{{ .. }}` with columns of its own", self.name);
            let error = syn::Error::new(input.span(), text);
            if !(input.peek(Ident) || input.peek(Token![pub]) || input.peek(Token![#])) {
                return Err(error);
            }
            // The next mailbox is not skipped.
            errors.push(error);
        } else if !input.is_empty() {
            input.parse::<Token![;]>()?;
        }
        Ok(())
    }
}

fn target(name: &Ident, input: ParseStream<'_>, errors: &mut Errors) -> syn::Result<Option<Target>> {
    let expected = |span| syn::Error::new(span, format!("expected a mailbox name in quotes, or `role`\n{ENTRY}"));
    if input.peek(LitStr) {
        let name: LitStr = input.parse()?;
        validate::mailbox_name(&name, errors);
        return Ok(Some(Target::Name(name)));
    }
    let word = input.call(Ident::parse_any).map_err(|error| expected(error.span()))?;
    if word == "role" {
        return role(&word, input, errors).map(|role| role.map(Target::Role));
    }
    if word == "Role" && !is_end(input) {
        let role = up_to_end(input).into_iter().filter_map(word_of).collect::<String>();
        errors.at(word.span(), format!("a role is named by its word: write `role {role}`"));
        return Ok(None);
    }
    if input.peek(Token![:]) && !input.peek(Token![::]) {
        let text = format!("the type of the rows stands before `=>`: write `{name}: {word} => ..`");
        return Err(syn::Error::new(word.span(), text));
    }
    let mut bare = word.to_token_stream();
    bare.extend(up_to_end(input));
    let Some(bare) = attr::unquoted(&bare) else {
        let text =
            "a mailbox name stands in quotes; one known at run time only is given to `AnyMailbox::in_mailbox(name)`";
        return Err(syn::Error::new(word.span(), text));
    };
    let instead = role_called(&bare).map_or_else(|| format!("{bare:?}"), |role| format!("role {role}"));
    errors.at(word.span(), format!("a mailbox name stands in quotes, a role after `role`: write `{instead}`"));
    Ok(None)
}

/// The role after the word `role`.
fn role(word: &Ident, input: ParseStream<'_>, errors: &mut Errors) -> syn::Result<Option<Ident>> {
    if !input.peek(Ident::peek_any) || input.peek2(Token![::]) {
        let span = if is_end(input) { word.span() } else { input.span() };
        let meant = up_to_end(input).into_iter().filter_map(word_of).last();
        let text = match meant.and_then(|meant| role_called(&meant)) {
            Some(role) => format!("a role is named by its word: write `role {role}`"),
            None => format!("expected a role after `role`: `{}`", ROLES.join("`, `")),
        };
        errors.at(span, text);
        return Ok(None);
    }
    let role = input.call(Ident::parse_any)?;
    let word = role.to_string();
    if ROLES.contains(&word.as_str()) {
        return Ok(Some(role));
    }
    let hint = suggest::hint_or_alias(&word, ROLES, ROLE_ALIASES);
    let tail = match &*word.to_lowercase() {
        "inbox" => String::from("; the inbox goes by its name: write `\"INBOX\"`"),
        _ if hint.is_empty() => format!("; the roles are `{}`", ROLES.join("`, `")),
        _ => hint,
    };
    errors.at(role.span(), format!("no mailbox role is called `{word}`{tail}"));
    Ok(None)
}

/// What the attribute derives, if it is `derive`, without paths.
fn derived(attribute: &Attribute) -> impl Iterator<Item = Ident> + use<> {
    let mut derived = Vec::new();
    if attribute.path().is_ident("derive") {
        // A malformed list is rustc's to report.
        let _ = attribute.parse_nested_meta(|meta| {
            derived.extend(meta.path.segments.last().map(|segment| segment.ident.clone()));
            Ok(())
        });
    }
    derived.into_iter()
}

fn is_end(input: ParseStream<'_>) -> bool {
    input.is_empty() || input.peek(Token![;]) || input.peek(Token![,]) || input.peek(syn::token::Brace)
}

/// What stands before the end of the entry.
fn up_to_end(input: ParseStream<'_>) -> TokenStream {
    let mut tokens = TokenStream::new();
    while !is_end(input) {
        tokens.extend(input.parse::<TokenTree>());
    }
    tokens
}

/// A word, in quotes or parentheses or not.
fn word_of(token: TokenTree) -> Option<String> {
    match token {
        TokenTree::Ident(word) => Some(word.to_string()),
        TokenTree::Literal(literal) => syn::parse_str::<LitStr>(&literal.to_string()).ok().map(|text| text.value()),
        TokenTree::Group(group) => group.stream().into_iter().find_map(word_of),
        TokenTree::Punct(_) => None,
    }
}

/// The role of that name, whatever its case.
fn role_called(word: &str) -> Option<&'static str> {
    let word = word.trim_start_matches('\\');
    ROLES.iter().copied().find(|role| role.eq_ignore_ascii_case(word))
}

fn column(input: ParseStream<'_>, errors: &mut Errors) -> syn::Result<CustomColumn> {
    let attributes = input.call(Attribute::parse_outer)?;
    let form = |span, text: &str| syn::Error::new(span, format!("{text}\n{COLUMN}"));
    let word = input.call(Ident::parse_any).map_err(|error| form(error.span(), "expected `header` or `keyword`"))?;
    let custom = match word.to_string().as_str() {
        "header" => Custom::Header,
        "keyword" => Custom::Keyword,
        "pub" => return Err(form(word.span(), "a column is as visible as its mailbox: remove `pub`")),
        other => {
            let hint =
                suggest::hint_or_alias(other, &["header", "keyword"], &[("flag", "keyword"), ("column", "header")]);
            return Err(form(word.span(), &format!("expected `header` or `keyword`, found `{other}`{hint}")));
        }
    };
    let name = input
        .parse::<Ident>()
        .map_err(|error| form(error.span(), &format!("expected a name after `{word}`{}", found(input))))?;
    let after = |error: syn::Error| form(error.span(), &format!("expected `=>` after `{name}`"));
    input.parse::<Token![=>]>().map_err(after)?;
    let on_server = input.parse::<LitStr>().map_err(|error| form(error.span(), "expected a name in quotes"))?;
    match custom {
        Custom::Header => validate::header_name(&on_server, errors),
        Custom::Keyword => validate::keyword_name(&on_server, errors),
    }
    if input.peek(Token![,]) {
        errors.at(input.span(), format!("expected `;` after the column `{name}`: columns are not separated by `,`"));
        input.parse::<Token![,]>()?;
    } else if !input.is_empty() {
        let text = format!("expected `;` after the column `{name}`");
        input.parse::<Token![;]>().map_err(|error| syn::Error::new(error.span(), text))?;
    }
    Ok(CustomColumn { attributes, name, custom, on_server })
}

// ---- rules ----------------------------------------------------------------------------------------------------------

/// Refuses what is declared twice, and leaves it out.
fn check(entries: &mut Vec<Entry>, errors: &mut Errors) {
    let mut kept: Vec<Entry> = Vec::new();
    for mut entry in entries.drain(..) {
        if let Some(row) = entry.row.take_if(|row| entry.name == row.to_token_stream().to_string()) {
            errors.at(
                row.span(),
                format!("the mailbox `{0}` cannot be its own row type: give it another name", entry.name),
            );
        }
        let mut columns: Vec<CustomColumn> = Vec::new();
        for column in entry.columns.drain(..) {
            let twin = |other: &CustomColumn| {
                other.name.unraw() == column.name.unraw() && !column.is_conditional() && !other.is_conditional()
            };
            if columns.iter().any(twin) {
                errors.at(column.name.span(), format!("`{}` already has a column `{}`", entry.name, column.name));
            } else if validate::is_free(&column.name, false, errors) {
                columns.push(column);
            }
        }
        entry.columns = columns;
        // Under conditions, two may exclude each other.
        let conditional = !entry.cfg().is_empty();
        let twin = kept.iter().find(|other| {
            let same = |target: &Target| other.target.as_ref().is_some_and(|theirs| target.is(theirs));
            !conditional && other.cfg().is_empty() && entry.target.as_ref().is_some_and(same)
        });
        if let (Some(twin), Some(target)) = (twin, &entry.target) {
            errors.at(target.span(), format!("{target} is already declared as `{}`", twin.name));
        }
        if !conditional && kept.iter().any(|other| other.cfg().is_empty() && other.name == entry.name) {
            errors.at(entry.name.span(), format!("a mailbox called `{}` is already declared", entry.name));
        } else {
            kept.push(entry);
        }
    }
    *entries = kept;
}

impl Target {
    /// Whether both are one mailbox: INBOX has no case (RFC 9051 section 5.1).
    fn is(&self, other: &Target) -> bool {
        match (self, other) {
            (Target::Name(a), Target::Name(b)) => {
                let (a, b) = (a.value(), b.value());
                a == b || a.eq_ignore_ascii_case("INBOX") && b.eq_ignore_ascii_case("INBOX")
            }
            (Target::Role(a), Target::Role(b)) => a == b,
            _ => false,
        }
    }

    fn span(&self) -> Span {
        match self {
            Target::Name(name) => name.span(),
            Target::Role(role) => role.span(),
        }
    }
}

impl std::fmt::Display for Target {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Target::Name(name) => write!(f, "the mailbox {:?}", name.value()),
            Target::Role(role) => write!(f, "the mailbox with the role `{role}`"),
        }
    }
}

// ---- code -----------------------------------------------------------------------------------------------------------

impl Entry {
    fn expand(&self, paths: &Paths) -> TokenStream {
        let Entry { attributes, vis, name, .. } = self;
        let (private, this) = (&paths.private, name.to_token_stream());
        let documented = attributes.iter().any(|attribute| attribute.path().is_ident("doc"));
        let doc = self.target.as_ref().filter(|_| !documented).map(|target| {
            let text = match target {
                Target::Name(name) => format!("The mailbox `{}`.", name.value()),
                Target::Role(role) => format!("The mailbox with the role `{role}`."),
            };
            quote!(#[doc = #text])
        });
        let derives = self.derives();
        let row = self.row.as_ref().map_or_else(|| quote!(#private::Row), ToTokens::to_token_stream);
        let source = paths.source(&this, &row, &self.columns);
        let mailbox = match &self.target {
            Some(Target::Name(name)) => quote!(#private::MailboxName::__name(#name)),
            Some(Target::Role(role)) => quote!(#private::MailboxName::__role(#private::Role::#role)),
            None => quote!(#private::unreachable!()),
        };
        let mailbox = paths.mailbox(&this, &mailbox);
        let model = self.row.as_ref().map(|row| paths.takes(&this, &row.to_token_stream()));
        let declared = quote_spanned!(at(name)=> struct #name;);
        let functions = paths.on_mailboxes(&this, self.columns.iter().all(|column| column.name != "from"));
        let code = once(&self.cfg(), name, &quote!(#derives #source #functions #mailbox #model));
        quote!(#(#attributes)* #doc #vis #declared #code)
    }

    /// The conditions it is compiled under, which hold for all that is made of it.
    fn cfg(&self) -> TokenStream {
        self.attributes
            .iter()
            .filter(|attribute| attribute.path().is_ident("cfg"))
            .map(ToTokens::to_token_stream)
            .collect()
    }

    /// `Clone`, `Copy` and `Debug`, but for what its own attributes derive. Not derived, so that it is not implemented
    /// once more for a name that is declared twice.
    fn derives(&self) -> TokenStream {
        let (name, text) = (&self.name, self.name.unraw().to_string());
        let own: Vec<Ident> = self.attributes.iter().flat_map(derived).collect();
        let all = [
            ("Clone", quote!(::core::clone::Clone for #name { fn clone(&self) -> Self { *self } })),
            ("Copy", quote!(::core::marker::Copy for #name {})),
            (
                "Debug",
                quote! {
                    ::core::fmt::Debug for #name {
                        fn fmt(&self, __f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result { __f.write_str(#text) }
                    }
                },
            ),
        ];
        let impls = all.iter().filter(|(name, _)| !own.iter().any(|own| own == name)).map(|(_, code)| code);
        quote!(#(#[automatically_derived] #[allow(deprecated)] impl #impls)*)
    }
}
