//! `#[derive(ImapModel)]`.
use crate::{
    attr::{self, Reads},
    errors::Errors,
};
use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use std::collections::HashSet;
use syn::{Attribute, Data, DeriveInput, Fields, spanned::Spanned};

pub(crate) fn derive(input: &DeriveInput) -> TokenStream {
    let mut errors = Errors::default();
    let (name, vis) = (&input.ident, &input.vis);
    let this = quote!(#name);
    let attrs = attr::model(&input.attrs, &mut errors);
    let krate = attr::crate_path(attrs.krate.as_ref());
    let p = quote!(#krate::__private);
    if !input.generics.params.is_empty() {
        errors
            .at(input.generics.span(), "`ImapModel` cannot be derived for a generic struct: a row owns what it holds");
        return errors.finish().map(syn::Error::into_compile_error).unwrap_or_default();
    }
    let fields = match &input.data {
        Data::Struct(s) => match &s.fields {
            Fields::Named(f) => Some(&f.named),
            other => {
                errors.at(
                    if other.is_empty() { name.span() } else { other.span() },
                    "`ImapModel` needs named fields, since a field's name says which column it reads",
                );
                None
            }
        },
        Data::Enum(e) => {
            errors.at(e.enum_token.span, "`ImapModel` is for structs");
            None
        }
        Data::Union(u) => {
            errors.at(u.union_token.span, "`ImapModel` is for structs");
            None
        }
    };
    let (mut constants, mut columns, mut types, mut locals) = (vec![], vec![], vec![], vec![]);
    let (mut wanted, mut reads, mut parts, mut flattened) = (vec![], vec![], vec![], HashSet::new());
    for field in fields.into_iter().flatten() {
        let (Some(id), ty) = (&field.ident, &field.ty) else { continue };
        let docs: Vec<&Attribute> = field.attrs.iter().filter(|a| a.path().is_ident("doc")).collect();
        let attrs_of_field = attr::field(id, &field.attrs, &mut errors);
        let of = if attrs.no_columns { quote!(#p::AnyMailbox) } else { this.clone() };
        let column = match &attrs_of_field.reads {
            Reads::Fixed(c) => quote_spanned!(c.span()=> #of::#c),
            custom @ (Reads::Header(_) | Reads::Keyword(_)) => {
                if attrs.no_columns {
                    let (ty, value, _) = attr::custom(&p, &of, custom).expect("a custom column");
                    quote!({ const COLUMN: #ty = #value; COLUMN })
                } else {
                    constants.push(attr::constant(&p, vis, &docs, &of, id, custom));
                    quote!(#of::#id)
                }
            }
            Reads::Flatten => {
                wanted.push(quote_spanned!(ty.span()=> <#ty as #p::FromRow>::wanted(out);));
                reads.push(quote_spanned!(ty.span()=> #id: <#ty as #p::FromRow>::from_row(row)?));
                if !attrs.no_columns && flattened.insert(quote!(#ty).to_string()) {
                    parts.push(attr::usable(&p, &quote!(#ty), &this));
                    parts.push(attr::takes(&p, &this, &quote!(#ty)));
                }
                continue;
            }
            Reads::Skip => {
                reads.push(quote_spanned!(ty.span()=> #id: #p::Default::default()));
                continue;
            }
        };
        // `read_as` once, for fetching and for decoding: a wrong type is one error, at the type.
        let read_as = if attrs_of_field.default { quote!(__read_or_default_as) } else { quote!(read_as) };
        let local = format_ident!("c{}", columns.len(), span = Span::mixed_site());
        columns.push(quote_spanned!(ty.span()=> #column.#read_as::<#ty>()));
        types.push(ty);
        wanted.push(quote!(#p::Readable::wanted(&#local, out);));
        reads.push(quote!(#id: #p::Readable::read(&#local, row)?));
        locals.push(local);
    }
    let source = (!attrs.no_columns).then(|| {
        let (itself, any) = (attr::usable(&p, &this, &this), attr::takes(&p, &this, &quote!(#p::AnyMailbox)));
        quote! {
            #krate::__columns!(#name);
            #krate::__functions!(#name);
            #[allow(non_upper_case_globals, dead_code)] impl #name { #(#constants)* }
            #[automatically_derived] impl #p::Source for #name { type Row = #name; }
            #itself #any #(#parts)*
        }
    });
    let mailbox = attrs.mailbox.as_ref().filter(|_| !attrs.no_columns).map(|m| {
        quote! { #[diagnostic::do_not_recommend] #[automatically_derived] impl #p::Mailbox for #name { fn mailbox() -> #p::MailboxName { #p::MailboxName::__name(#m) } } }
    });
    // After a mistake: the accessors and empty bodies, so that one mistake costs one error.
    let errors = errors.finish().map(syn::Error::into_compile_error);
    let (columns, wanted, body) = match errors {
        Some(_) => (quote!(), quote!(), quote!(::core::unreachable!())),
        None => {
            let columns_fn = quote!(fn columns() -> (#(impl #p::Readable<Output = #types>,)*) { (#(#columns,)*) });
            let take = quote!(let (#(#locals,)*) = columns(););
            (columns_fn, quote!(#take #(#wanted)*), quote!(#take #p::Ok(#name { #(#reads),* })))
        }
    };
    quote! {
        #errors #source #mailbox
        const _: () = {
            #columns
            #[diagnostic::do_not_recommend] #[automatically_derived] impl #p::FromRow for #name {
                fn wanted(out: &mut #p::Wanted) { #wanted }
                fn from_row(row: &#p::Row) -> #p::Result<Self> { #body }
            }
        };
    }
}
