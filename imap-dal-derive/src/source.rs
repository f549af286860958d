//! What both macros emit: a type as a source, and whose columns fit where.

use crate::column::CustomColumn;
use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{quote, quote_spanned};
use syn::{Path, spanned::Spanned};

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
    /// `cfg` are the conditions it is compiled under.
    pub(crate) fn source<'a>(
        &self,
        cfg: &TokenStream,
        this: &TokenStream,
        row: &TokenStream,
        columns: impl IntoIterator<Item = &'a CustomColumn>,
    ) -> TokenStream {
        let Paths { krate, private } = self;
        let constants: Vec<_> = columns.into_iter().map(|column| column.constant(self, this)).collect();
        let own = (!constants.is_empty())
            .then(|| quote!(#cfg #[allow(non_upper_case_globals, dead_code)] impl #this { #(#constants)* }));
        // Messages point into what these two make: there, at the name.
        let at_name = located(krate, this);
        let itself = self.usable(cfg, this, this);
        let any = self.narrows(cfg, this, &quote!(#private::AnyMailbox));
        let shared = quote_spanned! {at(this)=> #cfg #at_name::__columns!(#this); #cfg #at_name::__functions!(#this); };
        let source = quote_spanned! {at(this)=>
            #cfg #[automatically_derived] impl #private::Source for #this { type Row = #row; }
        };
        quote!(#shared #own #source #itself #any)
    }

    /// `this` is tied to a mailbox; `name` makes its `MailboxName`.
    pub(crate) fn mailbox(&self, cfg: &TokenStream, this: &TokenStream, name: &TokenStream) -> TokenStream {
        let private = &self.private;
        quote_spanned! {at(this)=>
            #cfg #[automatically_derived]
            impl #private::Mailbox for #this {
                fn mailbox() -> #private::MailboxName { #name }
            }
        }
    }

    /// The columns of `guest` fit queries on `this`, on either side of `&` and `|`.
    pub(crate) fn takes(&self, cfg: &TokenStream, this: &TokenStream, guest: &TokenStream) -> TokenStream {
        let (usable, narrows) = (self.usable(cfg, guest, this), self.narrows(cfg, this, guest));
        quote!(#usable #narrows)
    }

    /// Columns of `guest` may be used in queries on `this`, where they combine to conditions on `this`.
    fn usable(&self, cfg: &TokenStream, guest: &TokenStream, this: &TokenStream) -> TokenStream {
        let private = &self.private;
        quote_spanned! {at(this)=>
            #cfg #[automatically_derived]
            impl #private::Fits<#this> for #guest {}
            #cfg #[automatically_derived]
            impl #private::Joins<#this> for #guest { type Both = #this; }
        }
    }

    /// A condition on `this`, on the left, stays one on `this` beside one on `guest`.
    fn narrows(&self, cfg: &TokenStream, this: &TokenStream, guest: &TokenStream) -> TokenStream {
        let private = &self.private;
        quote_spanned! {at(this)=>
            #cfg #[automatically_derived]
            impl #private::Joins<#guest> for #this { type Both = #this; }
        }
    }
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
