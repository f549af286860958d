//! Expansions, formatted and held to `snapshots/`; and what happens to input that is no Rust of ours.

use crate::{expand, mailboxes};
use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::quote;
use std::mem;
use syn::{File, Item, parse_quote};

fn formatted(tokens: TokenStream) -> String {
    let mut file = parsed(tokens);
    file.items = file.items.into_iter().flat_map(let_through).collect();
    prettyplease::unparse(&file)
}

fn parsed(tokens: TokenStream) -> File {
    match syn::parse2(tokens.clone()) {
        Ok(file) => file,
        Err(error) => panic!("the expansion is no Rust ({error}): {tokens}"),
    }
}

/// The item; of `columns_of_..::only! { at .. }` the items behind the place, after an `only!` without them.
fn let_through(mut item: Item) -> Vec<Item> {
    let mut items = Vec::new();
    if let Item::Macro(call) = &mut item
        && call.mac.path.segments.last().is_some_and(|name| name.ident == "only")
    {
        let mut code = mem::take(&mut call.mac.tokens).into_iter();
        call.mac.tokens.extend(code.next());
        items = parsed(code.collect()).items;
    }
    items.insert(0, item);
    items
}

#[test]
fn a_model_with_a_mailbox() {
    let model = expand::derive(&parse_quote! {
        #[imap(mailbox = "INBOX")]
        struct Message {
            uid: Uid,
            #[imap(column = sender)]
            from: Option<Address>,
            /// Which list sent it.
            #[imap(header = "List-Id", default)]
            list_id: String,
            #[imap(keyword = "$Junk")]
            r#type: bool,
            #[imap(flatten)]
            flags: Flags,
            #[imap(skip)]
            note: u8,
        }
    });
    insta::assert_snapshot!(formatted(model));
}

#[test]
fn a_pure_row_type() {
    let model = expand::derive(&parse_quote! {
        #[imap(no_columns, crate = post)]
        pub struct Parts {
            size: u64,
            #[imap(header = "X-Filter")]
            filter: Option<String>,
        }
    });
    insta::assert_snapshot!(formatted(model));
}

#[test]
fn a_model_with_a_mistake_keeps_its_columns_and_functions() {
    let model = expand::derive(&parse_quote! {
        #[imap(mailbx = "INBOX")]
        struct Message {
            sujbect: String,
            #[imap(keyword = "$Junk")]
            junk: bool,
        }
    });
    insta::assert_snapshot!(formatted(model));
}

#[test]
fn mailboxes_of_every_form() {
    let mailboxes = mailboxes::expand(quote! {
        crate = post;
        /// Documented.
        pub Inbox => "INBOX";
        #[cfg(feature = "sent")]
        #[derive(Debug, PartialEq)]
        pub(crate) Sent: Mail => role Sent { keyword paid => "$Paid" };
    });
    insta::assert_snapshot!(formatted(mailboxes));
}

/// `tokens` with one token left out, doubled or replaced, at every place and at every depth.
fn mutilated(tokens: &TokenStream) -> Vec<TokenStream> {
    let trees: Vec<TokenTree> = tokens.clone().into_iter().collect();
    let mut all = Vec::new();
    for (n, tree) in trees.iter().enumerate() {
        let mut with = |replacement: TokenStream| {
            let (head, tail) = (trees.iter().take(n).cloned(), trees.iter().skip(n + 1).cloned());
            all.push(head.chain(replacement).chain(tail).collect());
        };
        for replacement in [quote!(), quote!(#tree #tree), quote!(,), quote!(;), quote!(=), quote!("text"), quote!(fn)]
        {
            with(replacement);
        }
        for replacement in [quote!({}), quote!(()), quote!(5), quote!(crate), quote!(r#type), quote!(=>), quote!(#)] {
            with(replacement);
        }
        if let TokenTree::Group(group) = tree {
            for inner in mutilated(&group.stream()) {
                with(TokenTree::Group(Group::new(group.delimiter(), inner)).into());
            }
            with(TokenTree::Group(Group::new(Delimiter::None, group.stream())).into());
        }
    }
    all
}

#[test]
fn no_input_makes_the_macros_panic_or_write_what_is_no_rust() {
    let mailboxes = quote! {
        crate = post;
        /// Documented.
        #[derive(Debug)]
        pub(crate) Sent: Mail => role Sent { keyword paid => "$Paid"; header list_id => "List-Id" };
        Inbox => "INBOX";
    };
    let broken = mutilated(&mailboxes);
    assert!(broken.len() > 500);
    for input in broken {
        formatted(mailboxes::expand(input));
    }

    let model = quote! {
        #[imap(mailbox = "INBOX", no_columns, crate = post)]
        struct Message {
            #[imap(header = "List-Id", default)]
            list_id: String,
            #[imap(column = sender)]
            from: Option<Address>,
        }
    };
    for input in mutilated(&model) {
        // What is no item at all is refused by rustc before a derive sees it.
        if let Ok(item) = syn::parse2(input) {
            formatted(expand::derive(&item));
        }
    }
}
