//! Custom columns: a header field or a keyword under a name of its own.

use crate::source::Paths;
use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::{Attribute, LitStr};

pub(crate) struct CustomColumn {
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) name: Ident,
    pub(crate) custom: Custom,
    pub(crate) on_server: LitStr,
}

#[derive(Clone, Copy)]
pub(crate) enum Custom {
    Header,
    Keyword,
}

impl CustomColumn {
    /// Whether it is compiled under conditions only.
    pub(crate) fn is_conditional(&self) -> bool {
        self.attributes.iter().any(|attribute| attribute.path().is_ident("cfg"))
    }

    /// The column as a constant of `source`, under its name; as visible as that, like the fixed columns: where the type
    /// cannot be named, a private constant would be a second error.
    pub(crate) fn constant(&self, paths: &Paths, source: &TokenStream) -> TokenStream {
        let CustomColumn { attributes, name, .. } = self;
        let documented = attributes.iter().any(|attribute| attribute.path().is_ident("doc"));
        let doc = (!documented).then(|| {
            let on_server = self.on_server.value();
            let text = match self.custom {
                Custom::Header => format!("The `{on_server}` header."),
                Custom::Keyword => format!("The keyword `{on_server}`."),
            };
            quote!(#[doc = #text])
        });
        let (ty, value) = (self.ty(paths, source), self.value(paths));
        quote!(#(#attributes)* #doc pub const #name: #ty = #value;)
    }

    /// The column as an expression that needs no constant of a source.
    pub(crate) fn inline(&self, paths: &Paths, source: &TokenStream) -> TokenStream {
        let (ty, value) = (self.ty(paths, source), self.value(paths));
        quote!({ const __COLUMN: #ty = #value; __COLUMN })
    }

    fn ty(&self, Paths { private, .. }: &Paths, source: &TokenStream) -> TokenStream {
        match self.custom {
            Custom::Header => quote!(#private::Column<#source, #private::kind::HeaderText>),
            Custom::Keyword => quote!(#private::Column<#source, #private::kind::KeywordFlag>),
        }
    }

    fn value(&self, Paths { private, .. }: &Paths) -> TokenStream {
        let name = &self.on_server;
        match self.custom {
            Custom::Header => quote!(#private::Column::__new(#private::Key::Header(#name))),
            Custom::Keyword => quote!(#private::Column::__new(#private::Key::Keyword(#name))),
        }
    }
}
