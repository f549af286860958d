//! What both macros emit: a type as a source, and whose columns fit where.

use crate::column::CustomColumn;
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{format_ident, quote, quote_spanned};
use syn::{Path, ext::IdentExt, spanned::Spanned};

/// Where generated code finds the runtime.
pub(crate) struct Paths {
    /// `::imap_dal`, or what `crate = ..` says.
    pub(crate) krate: TokenStream,
    pub(crate) private: TokenStream,
}

impl Paths {
    pub(crate) fn new(explicit: Option<&Path>) -> Self {
        let krate = explicit.map_or_else(|| quote!(::imap_dal), |path| quote!(#path));
        let private = quote!(#krate::__private);
        Paths { krate, private }
    }

    /// `this` as a source of `row`, with the fixed columns, the functions and columns of its own.
    pub(crate) fn source<'a>(
        &self,
        this: &TokenStream,
        row: &TokenStream,
        columns: impl IntoIterator<Item = &'a CustomColumn>,
    ) -> TokenStream {
        let Paths { krate, private } = self;
        let constants: Vec<_> = columns.into_iter().map(|column| column.constant(self, this)).collect();
        let own = (!constants.is_empty()).then(
            || quote!(#[allow(non_upper_case_globals, dead_code, unreachable_pub, deprecated)] impl #this { #(#constants)* }),
        );
        // Messages point into what these two make: there, at the name.
        let at_name = located(krate, this);
        let itself = self.usable(this, this);
        let any = self.narrows(this, &quote!(#private::AnyMailbox));
        let shared = quote_spanned! {at(this)=> #at_name::__columns!(#this); #at_name::__functions!(#this); };
        let source = quote_spanned! {at(this)=>
            #[automatically_derived] #[allow(deprecated)] impl #private::Source for #this { type Row = #row; }
        };
        quote!(#shared #own #source #itself #any)
    }

    /// What is said of functions that are called with a dot on `this`, a unit struct, and of a column `from`.
    pub(crate) fn on_mailboxes(&self, this: &TokenStream, from: bool) -> TokenStream {
        let krate = &self.krate;
        let from = from.then(|| quote_spanned!(at(this)=> #krate::__functions!(@from #this);));
        quote_spanned!(at(this)=> #krate::__functions!(@with_a_dot #this); #from)
    }

    /// `this` is tied to a mailbox; `name` makes its `MailboxName`.
    pub(crate) fn mailbox(&self, this: &TokenStream, name: &TokenStream) -> TokenStream {
        let private = &self.private;
        quote_spanned! {at(this)=>
            #[automatically_derived]
            #[allow(deprecated)]
            impl #private::Mailbox for #this {
                fn mailbox() -> #private::MailboxName { #name }
            }
        }
    }

    /// The columns of `guest` fit queries on `this`, on either side of `&` and `|`.
    pub(crate) fn takes(&self, this: &TokenStream, guest: &TokenStream) -> TokenStream {
        let (usable, narrows) = (self.usable(guest, this), self.narrows(this, guest));
        quote!(#usable #narrows)
    }

    /// Columns of `guest` may be used in queries on `this`, where they combine to conditions on `this`.
    fn usable(&self, guest: &TokenStream, this: &TokenStream) -> TokenStream {
        let private = &self.private;
        quote_spanned! {at(this)=>
            #[automatically_derived]
            #[allow(deprecated)]
            impl #private::Fits<#this> for #guest {}
            #[automatically_derived]
            #[allow(deprecated)]
            impl #private::Joins<#this> for #guest { type Both = #this; }
        }
    }

    /// A condition on `this`, on the left, stays one on `this` beside one on `guest`.
    fn narrows(&self, this: &TokenStream, guest: &TokenStream) -> TokenStream {
        let private = &self.private;
        quote_spanned! {at(this)=>
            #[automatically_derived]
            #[allow(deprecated)]
            impl #private::Joins<#guest> for #this { type Both = #this; }
        }
    }
}

/// `code`, which makes `this` a source, under the conditions `cfg`, unless a type of that name is one here already.
///
/// Where a name is declared twice, rustc says so, and then that each column, function and trait of it is: fifty errors. Of
/// two modules of one name it takes the first for all paths, with the macro in it, which lets through the code of its
/// own place only.
pub(crate) fn once(cfg: &TokenStream, this: &Ident, code: &TokenStream) -> TokenStream {
    let (module, place) = (format_ident!("columns_of_{}", this.unraw(), span = at(this)), place(this));
    quote_spanned! {at(this)=>
        #cfg #[doc(hidden)] #[allow(non_snake_case, unused_macro_rules)]
        mod #module {
            macro_rules! only {
                (#place $($code:tt)*) => { $($code)* };
                ($($code:tt)*) => {};
            }
            pub(super) use only;
        }
        #cfg #module::only! { #place #code }
    }
}

/// A word for the place of this call of a macro: where the name stands, since a macro of the user's may make several calls,
/// and where the call does, since one struct may derive twice.
fn place(this: &Ident) -> Ident {
    let mut place = format_ident!("at");
    // Not in tests.
    if proc_macro::is_available() {
        for span in [this.span(), Span::call_site()].map(Span::unwrap) {
            place = format_ident!("{place}_{}_{}", span.line(), span.column());
        }
    }
    place
}

/// The path, as if it stood where `tokens` do: a message points there.
pub(crate) fn located(path: &TokenStream, tokens: &impl Spanned) -> TokenStream {
    let moved = |mut token: TokenTree| {
        token.set_span(token.span().located_at(tokens.span()));
        token
    };
    path.clone().into_iter().map(moved).collect()
}

/// Where `tokens` stand, for messages; names resolve as in all of the expansion, also where a macro of the user's passed
/// the tokens on.
pub(crate) fn at(tokens: &impl Spanned) -> Span {
    tokens.span().resolved_at(Span::call_site())
}
