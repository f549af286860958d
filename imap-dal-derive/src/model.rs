//! A struct as a model: which column each field reads. Every mistake is collected; what remains can be expanded.

use crate::{
    attr::{self, Elsewhere, Word, Words},
    column::{Custom, CustomColumn},
    errors::Errors,
    validate,
};
use proc_macro2::{Ident, Span};
use quote::ToTokens;
use std::mem;
use syn::{Attribute, Data, DeriveInput, Field as Input, Fields, LitStr, Path, Type, ext::IdentExt, spanned::Spanned};

pub(crate) struct Model {
    pub(crate) name: Ident,
    pub(crate) krate: Option<Path>,
    pub(crate) mailbox: Option<LitStr>,
    pub(crate) no_columns: bool,
    pub(crate) fields: Vec<Field>,
    /// Some field is missing from them, or its type is, by a mistake that rustc reports.
    pub(crate) is_incomplete: bool,
}

pub(crate) struct Field {
    pub(crate) name: Ident,
    pub(crate) ty: Type,
    pub(crate) reads: Reads,
}

/// Where a field's value comes from.
pub(crate) enum Reads {
    Column {
        column: FieldColumn,
        default: bool,
        /// After a mistake it is not known whether the type is meant for this column.
        is_unsure: bool,
    },
    Flatten,
    Skip,
}

pub(crate) enum FieldColumn {
    Fixed(Ident),
    Custom(CustomColumn),
}

const OF_MODEL: Elsewhere<'_> = Elsewhere { on: "the struct", known: &["mailbox", "no_columns", "crate"] };
const OF_FIELD: Elsewhere<'_> =
    Elsewhere { on: "a field", known: &["column", "header", "keyword", "flatten", "skip", "default"] };

impl Model {
    /// The model; none for a generic struct, of which no source can be made.
    pub(crate) fn new(input: &DeriveInput, errors: &mut Errors) -> Option<Self> {
        let mut model = Model {
            name: input.ident.clone(),
            krate: None,
            mailbox: None,
            no_columns: false,
            fields: Vec::new(),
            is_incomplete: false,
        };
        model.attributes(&input.attrs, errors);
        if let Some(parameter) = input.generics.params.first() {
            let text =
                "`ImapModel` cannot be derived for a generic struct: a row owns what it holds, of types that are known";
            errors.at(parameter.span(), format!("`{}` is generic; {text}", input.ident));
            return None;
        }
        for field in named_fields(input, errors) {
            let Some(name) = &field.ident else { continue };
            // A second field of one name is an error already, of rustc.
            if model.fields.iter().any(|other| other.name.unraw() == name.unraw()) {
                continue;
            }
            let mut reads = Reads::new(name, field, model.no_columns, errors);
            let instead = owned(&field.ty);
            if let Some(instead) = &instead {
                errors.at(field.ty.span(), format!("a row owns what it holds: write {instead}"));
            }
            // Of these rustc says that no field may have such a type.
            let is_no_type = matches!(field.ty, Type::Infer(_) | Type::ImplTrait(_));
            model.is_incomplete |= is_no_type;
            if instead.is_some() || is_no_type {
                match &mut reads {
                    Reads::Column { is_unsure, .. } => *is_unsure = true,
                    other => *other = Reads::Skip,
                }
            }
            model.fields.push(Field { name: name.clone(), ty: field.ty.clone(), reads });
        }
        // Of no known size, as its last field, it can be nothing of what follows.
        let is_unsized = |field: &Field| !matches!(field.ty, Type::Reference(_)) && owned(&field.ty).is_some();
        Some(model).filter(|model| !model.fields.last().is_some_and(is_unsized))
    }

    fn attributes(&mut self, attributes: &[Attribute], errors: &mut Errors) {
        let Words { words, broken } = attr::words(attributes, &["mailbox"], errors);
        // After a mistake there is a mailbox still: its functions are no second error.
        if broken {
            self.mailbox = Some(validate::nameless(self.name.span()));
        }
        let mut is_named = false;
        for word in words {
            if word.is("mailbox") {
                let name = word.text("INBOX", errors);
                name.iter().for_each(|name| validate::mailbox_name(name, errors));
                let name = name.unwrap_or_else(|| validate::nameless(word.span()));
                self.mailbox = Some(name);
                once(&word, mem::replace(&mut is_named, true), errors);
            } else if word.is("crate") {
                let path = word.path("imap_dal", errors);
                once(&word, self.krate.is_some(), errors);
                self.krate = path.or(self.krate.take());
            } else if word.is("no_columns") {
                word.bare(errors);
                once(&word, mem::replace(&mut self.no_columns, true), errors);
            } else if word.is("role") {
                let text = format!(
                    "a `role` stands in `mailboxes!`: write `mailboxes! {{ Sent: {} => role Sent; }}`",
                    self.name
                );
                errors.at(word.span(), text);
                self.mailbox.get_or_insert_with(|| validate::nameless(word.span()));
            } else {
                word.unknown(OF_MODEL.on, OF_MODEL.known, OF_FIELD, errors);
                self.mailbox.get_or_insert_with(|| validate::nameless(word.span()));
            }
        }
        let mailbox = self.mailbox.as_ref().filter(|name| self.no_columns && !name.value().is_empty());
        if let Some(name) = mailbox {
            let text = "`no_columns` makes a pure row type, which has no `mailbox`: remove one of the two";
            errors.at(name.span(), text);
        }
    }
}

/// What to write for a type that owns nothing.
fn owned(ty: &Type) -> Option<String> {
    let sized = |ty: &Type| match ty {
        Type::Path(path) if path.path.is_ident("str") => Some(String::from("`String`")),
        Type::Slice(slice) => Some(format!("`Vec<{}>`", slice.elem.to_token_stream())),
        Type::TraitObject(_) => Some(String::from("a type that is known, as `String`")),
        _ => None,
    };
    let Type::Reference(reference) = ty else { return sized(ty) };
    let instead = sized(&reference.elem).unwrap_or_else(|| format!("`{}`", reference.elem.to_token_stream()));
    Some(instead + " without `&`")
}

impl Reads {
    fn new(name: &Ident, field: &Input, no_columns: bool, errors: &mut Errors) -> Self {
        let Words { words, broken } = attr::words(&field.attrs, &["header", "keyword"], errors);
        let (mut reads, mut default): (Option<(Word, Self)>, Option<Word>) = (None, None);
        let mut unknown = broken;
        for word in words {
            let new = if word.is("column") {
                match word.ident("sender", errors).filter(|column| is_readable(column, "", errors)) {
                    Some(column) => Reads::fixed(column),
                    None => Reads::Skip,
                }
            } else if word.is("header") {
                let header = word.text("List-Id", errors);
                header.iter().for_each(|header| validate::header_name(header, errors));
                Reads::custom(name, field, Custom::Header, header)
            } else if word.is("keyword") {
                let keyword = word.text("$Junk", errors);
                keyword.iter().for_each(|keyword| validate::keyword_name(keyword, errors));
                Reads::custom(name, field, Custom::Keyword, keyword)
            } else if word.is("flatten") {
                word.bare(errors);
                Reads::Flatten
            } else if word.is("skip") {
                word.bare(errors);
                Reads::Skip
            } else if word.is("default") {
                word.bare(errors);
                once(&word, default.is_some(), errors);
                default = Some(word);
                continue;
            } else {
                word.unknown(OF_FIELD.on, OF_FIELD.known, OF_MODEL, errors);
                unknown = true;
                continue;
            };
            match &reads {
                Some((first, _)) if first.name == word.name => once(&word, true, errors),
                Some((first, _)) => {
                    let text = format!("`{}` and `{}` on one field: keep one of the two", first.name, word.name);
                    errors.at(word.span(), text);
                    unknown = true;
                }
                None => reads = Some((word, new)),
            }
        }
        match (reads, default) {
            (Some((word, Reads::Flatten)), Some(default)) => {
                errors
                    .at(default.span(), format!("`default` is for columns: it has no meaning beside `{}`", word.name));
                Reads::Flatten
            }
            (Some((word, Reads::Skip)), Some(default)) if word.is("skip") => {
                errors.at(default.span(), "`skip` gives `Default::default()` already: remove `default`");
                Reads::Skip
            }
            (Some((_, Reads::Column { column, is_unsure, .. })), default) => {
                let constant = matches!(column, FieldColumn::Custom(_)) && !no_columns;
                if constant && !validate::is_free(name, true, errors) {
                    return Reads::Skip;
                }
                Reads::Column { column, default: default.is_some(), is_unsure: is_unsure || unknown }
            }
            (Some((_, reads)), _) => reads,
            (None, _) if unknown => Reads::Skip, // The unknown word may well say where it is read from.
            (None, default) => {
                let column = name.unraw();
                let custom = format!(
                    "\nwrite `#[imap(header = {:?})]` for any other header, `#[imap(keyword = \"...\")]` for a keyword, \
                     `#[imap(flatten)]` for another row type, `#[imap(skip)]` for what is not read",
                    header_like(&column)
                );
                if !is_readable(&column, &custom, errors) {
                    return Reads::Skip;
                }
                Reads::Column { column: FieldColumn::Fixed(column), default: default.is_some(), is_unsure: false }
            }
        }
    }

    fn fixed(column: Ident) -> Self {
        Reads::Column { column: FieldColumn::Fixed(column), default: false, is_unsure: false }
    }

    fn custom(name: &Ident, field: &Input, custom: Custom, on_server: Option<LitStr>) -> Self {
        let docs = field.attrs.iter().filter(|attribute| attribute.path().is_ident("doc")).cloned().collect();
        let is_unsure = on_server.is_none();
        let on_server = on_server.unwrap_or_else(|| validate::nameless(name.span()));
        let column = CustomColumn { attributes: docs, name: name.clone(), custom, on_server };
        Reads::Column { column: FieldColumn::Custom(column), default: false, is_unsure }
    }
}

/// Whether `name` is a fixed column whose value can be read; else an error that ends in `otherwise`.
fn is_readable(name: &Ident, otherwise: &str, errors: &mut Errors) -> bool {
    if name == "text" {
        errors.at(name.span(), "`text` can be searched in, not read; the text of a message is `content`");
        return false;
    }
    validate::is_fixed_column(name, otherwise, errors)
}

/// The header field that a name would be of: `List-Id` of `list_id`.
fn header_like(name: &Ident) -> String {
    let name = name.to_string();
    let words = name.split('_').filter_map(|word| {
        let mut letters = word.chars();
        letters.next().map(|first| first.to_uppercase().chain(letters).collect::<String>())
    });
    words.collect::<Vec<_>>().join("-")
}

fn once(word: &Word, again: bool, errors: &mut Errors) {
    if again {
        errors.at(word.span(), format!("`{}` is given twice", word.name));
    }
}

/// The fields of a struct with named ones.
fn named_fields<'a>(input: &'a DeriveInput, errors: &mut Errors) -> impl Iterator<Item = &'a Input> + use<'a> {
    let name = &input.ident;
    let mut refuse = |span: Span, text: String| errors.at(span, text);
    let fields = match &input.data {
        Data::Struct(data) => Some(&data.fields),
        Data::Enum(data) => {
            refuse(data.enum_token.span, format!("`{name}` is an enum; `ImapModel` is for structs with named fields"));
            None
        }
        Data::Union(data) => {
            refuse(data.union_token.span, format!("`{name}` is a union; `ImapModel` is for structs with named fields"));
            None
        }
    };
    match fields {
        Some(Fields::Unnamed(_)) => {
            let why = "the name of a field says which column it reads";
            refuse(name.span(), format!("the fields of `{name}` have no names; {why}"));
        }
        Some(fields) if fields.is_empty() => {
            let instead =
                format!("give it a field, such as `uid: Uid`, or write `mailboxes! {{ {name} => \"NAME\"; }}`");
            refuse(name.span(), format!("`{name}` has no fields, so it reads nothing: {instead}"));
        }
        _ => {}
    }
    fields.into_iter().flatten()
}
