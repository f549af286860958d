//! The code of `#[derive(ImapModel)]`.

use crate::{
    errors::Errors,
    model::{FieldColumn, Model, Reads},
    source::{Paths, at, located, once},
};
use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote, quote_spanned};
use std::collections::HashSet;
use syn::DeriveInput;

pub(crate) fn derive(input: &DeriveInput) -> TokenStream {
    let mut errors = Errors::default();
    let model = Model::new(input, &mut errors);
    let errors = errors.finish();
    let model = model.map(|model| {
        let paths = Paths::new(model.krate.as_ref());
        let source = if model.no_columns { TokenStream::new() } else { source(&model, &paths) };
        let row = row(&model, &paths, errors.is_some() || model.is_incomplete);
        once(&TokenStream::new(), &model.name, &quote!(#source #row))
    });
    quote!(#errors #model)
}

/// The model as what queries read.
fn source(model: &Model, paths: &Paths) -> TokenStream {
    let this = model.name.to_token_stream();
    let columns = model.fields.iter().filter_map(|field| match &field.reads {
        Reads::Column { column: FieldColumn::Custom(column), .. } => Some(column),
        _ => None,
    });
    let source = paths.source(&this, &this, columns);
    let private = &paths.private;
    let mailbox =
        model.mailbox.as_ref().map(|name| paths.mailbox(&this, &quote!(#private::MailboxName::__name(#name))));
    let flattened = model.fields.iter().filter(|field| matches!(field.reads, Reads::Flatten));
    let mut seen = HashSet::new();
    let guests = flattened.map(|field| field.ty.to_token_stream()).filter(|ty| seen.insert(ty.to_string()));
    let guests = guests.map(|guest| paths.takes(&this, &guest));
    quote!(#source #mailbox #(#guests)*)
}

/// The model as what is read from a message.
///
/// Each field names its column and its type once, in `__columns`, for fetching and for decoding: a wrong type is one
/// error, at the type. What is named here starts with `__`: a user's constant of the same name would take its place.
///
/// Where fields are missing after a mistake, those that are left are checked all the same: one mistake costs one error,
/// and every mistake is told at once.
fn row(model: &Model, paths: &Paths, is_incomplete: bool) -> TokenStream {
    let (this, private) = (&model.name, &paths.private);
    let (mut columns, mut types, mut locals) = (vec![], vec![], vec![]);
    let (mut wanted, mut reads) = (vec![], vec![]);
    for field in &model.fields {
        let (name, ty) = (&field.name, &field.ty);
        match &field.reads {
            Reads::Column { is_unsure: true, .. } => {}
            Reads::Column { column, default, .. } => {
                let any = quote!(#private::AnyMailbox);
                let column = match column {
                    FieldColumn::Fixed(column) if model.no_columns => quote_spanned!(at(column)=> #any::#column),
                    FieldColumn::Fixed(column) => quote_spanned!(at(column)=> #this::#column),
                    FieldColumn::Custom(custom) if model.no_columns => custom.inline(paths, &any),
                    FieldColumn::Custom(custom) => {
                        let column = &custom.name;
                        quote!(#this::#column)
                    }
                };
                let read_as = if *default { quote!(__read_or_default_as) } else { quote!(read_as) };
                let local = format_ident!("__c{}", locals.len());
                columns.push(quote_spanned!(at(ty)=> #column.#read_as::<#ty>()));
                types.push(ty.to_token_stream());
                reads.push(quote!(#name: #local));
                locals.push(local.to_token_stream());
            }
            Reads::Flatten => {
                let private = located(private, ty);
                wanted.push(quote_spanned!(at(ty)=> <#ty as #private::FromRow>::wanted(__out);));
                reads.push(quote_spanned!(at(ty)=> #name: <#ty as #private::FromRow>::from_row(__row)?));
            }
            Reads::Skip => {
                let private = located(private, ty);
                reads.push(quote_spanned!(at(ty)=> #name: <#ty as #private::Default>::default()));
            }
        }
    }
    let (mut fetch, mut take) = (None, None);
    let columns = (!locals.is_empty()).then(|| {
        let (columns, types, locals) = (nest(columns), nest(types), nest(locals));
        fetch = Some(quote!(#private::Readable::wanted(&__columns(), __out);));
        take = Some(quote!(let #locals = #private::Readable::read(&__columns(), __row)?;));
        quote!(fn __columns() -> impl #private::Readable<Output = #types> { #columns })
    });
    let row =
        if is_incomplete { quote!(#private::unreachable!()) } else { quote!(#private::Ok(#this { #(#reads),* })) };
    quote! {
        #[allow(deprecated)]
        const _: () = {
            #columns
            #[automatically_derived]
            #[allow(deprecated)]
            impl #private::Fields for #this {
                fn wanted_fields(__out: &mut #private::Wanted) { #fetch #(#wanted)* }
                fn from_fields(__row: &#private::Row) -> #private::Result<Self> { #take #row }
            }
        };
    }
}

/// The items as tuples of tuples, none longer than what `Readable` is implemented for.
///
/// So the loop over a model's fields is the library's, compiled once: a `?` for each field is most of what checking a
/// model costs.
fn nest(mut items: Vec<TokenStream>) -> TokenStream {
    while items.len() > 1 {
        items = items.chunks(8).map(|some| if let [one] = some { one.clone() } else { quote!((#(#some),*)) }).collect();
    }
    items.into_iter().collect()
}
