//! What both macros emit: a type as a source, and whose columns fit where.

use crate::column::CustomColumn;
use proc_macro2::TokenStream;
use quote::quote;
use syn::Path;

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
        let itself = self.usable(cfg, this, this);
        let any = self.narrows(cfg, this, &quote!(#private::AnyMailbox));
        quote! {
            #cfg #krate::__columns!(#this);
            #cfg #krate::__functions!(#this);
            #own
            #cfg #[automatically_derived] impl #private::Source for #this { type Row = #row; }
            #itself
            #any
        }
    }

    /// `this` is tied to a mailbox; `name` makes its `MailboxName`.
    pub(crate) fn mailbox(&self, cfg: &TokenStream, this: &TokenStream, name: &TokenStream) -> TokenStream {
        let private = &self.private;
        quote! {
            #cfg #[diagnostic::do_not_recommend] #[automatically_derived]
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
        quote! {
            #cfg #[diagnostic::do_not_recommend] #[automatically_derived]
            impl #private::UsableIn<#this> for #guest {}
            #cfg #[diagnostic::do_not_recommend] #[automatically_derived]
            impl #private::CombinesWith<#this> for #guest { type Both = #this; }
        }
    }

    /// A condition on `this`, on the left, stays one on `this` beside one on `guest`.
    fn narrows(&self, cfg: &TokenStream, this: &TokenStream, guest: &TokenStream) -> TokenStream {
        let private = &self.private;
        quote! {
            #cfg #[diagnostic::do_not_recommend] #[automatically_derived]
            impl #private::CombinesWith<#guest> for #this { type Both = #this; }
        }
    }
}
