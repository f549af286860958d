//! One value of a row, of whatever kind, and how each format writes it.

use base64::{Engine, engine::general_purpose::STANDARD};
use imap_dal::{
    Address, AttachmentInfo, Cell, FromColumn, Keywords, Needs, Result, TextPart, Uid, display::escaped, jiff::Zoned,
    kind::Kind,
};
use serde_json::{Value as Json, json};

/// A value.
#[derive(Clone, Debug)]
pub(crate) enum Value {
    Null,
    Bool(bool),
    Number(u64),
    Text(String),
    Date(Zoned),
    Words(Vec<String>),
    Addresses(Vec<Address>),
    Attachments(Vec<AttachmentInfo>),
    Parts(Vec<TextPart>),
    Octets(Vec<u8>),
}

/// Every column that can be read, as its own type.
impl<K: Kind<Native: FromColumn<K> + Into<Value>>> FromColumn<K> for Value {
    const NEEDS: Needs = <K::Native as FromColumn<K>>::NEEDS;

    fn from_column(cell: Cell<'_, K>) -> Result<Self> {
        K::Native::from_column(cell).map(Into::into)
    }
}

impl Value {
    /// In a cell of a table: one line, nothing that draws.
    pub(crate) fn for_table(&self) -> String {
        match self {
            Value::Date(date) => date.strftime("%Y-%m-%d %H:%M %:z").to_string(),
            Value::Octets(octets) => format!("{} octets", octets.len()),
            other => one_line(&other.plain()),
        }
    }

    /// In a field of CSV: lines and tabs stay, other control characters are escaped as in a table.
    pub(crate) fn for_csv(&self) -> String {
        let text = self.plain();
        let mut field = String::with_capacity(text.len());
        for c in text.chars() {
            match c {
                '\n' | '\t' => field.push(c),
                other => field.push_str(&escaped(other.encode_utf8(&mut [0; 4])).to_string()),
            }
        }
        field
    }

    pub(crate) fn for_json(&self) -> Json {
        match self {
            Value::Null => Json::Null,
            Value::Bool(value) => json!(value),
            Value::Number(value) => json!(value),
            Value::Text(text) => json!(text),
            Value::Date(_) => json!(self.plain()),
            Value::Words(words) => json!(words),
            Value::Addresses(list) => {
                list.iter().map(|address| json!({ "name": address.name, "email": address.email })).collect()
            }
            Value::Attachments(list) => list
                .iter()
                .map(|file| json!({ "name": file.name, "media_type": file.media_type, "size": file.size }))
                .collect(),
            Value::Parts(parts) => {
                parts.iter().map(|part| json!({ "media_type": part.media_type, "text": part.text })).collect()
            }
            Value::Octets(octets) => match str::from_utf8(octets) {
                Ok(text) => json!(text),
                Err(_) => json!({ "base64": STANDARD.encode(octets) }),
            },
        }
    }

    /// As text, with nothing escaped.
    fn plain(&self) -> String {
        match self {
            Value::Null => String::new(),
            Value::Bool(value) => value.to_string(),
            Value::Number(value) => value.to_string(),
            Value::Text(text) => text.clone(),
            Value::Date(date) => date.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string(),
            Value::Words(words) => words.join(" "),
            Value::Addresses(list) => joined(list, |address| match &address.name {
                Some(name) => format!("{name} <{}>", address.email),
                None => address.email.clone(),
            }),
            Value::Attachments(list) => joined(list, |file| match &file.name {
                Some(name) => format!("{name} ({} octets)", file.size),
                None => format!("{} ({} octets)", file.media_type, file.size),
            }),
            Value::Parts(parts) => {
                // As the library reads it: the plain parts, else the first one.
                let plain: Vec<&str> = parts
                    .iter()
                    .filter(|part| part.media_type == "text/plain")
                    .map(|part| part.text.as_str())
                    .collect();
                if plain.is_empty() {
                    parts.first().map_or(String::new(), |part| part.text.clone())
                } else {
                    plain.join("\n")
                }
            }
            Value::Octets(octets) => match str::from_utf8(octets) {
                Ok(text) => text.replace("\r\n", "\n"),
                Err(_) => format!("base64:{}", STANDARD.encode(octets)),
            },
        }
    }
}

fn joined<T>(list: &[T], text: impl Fn(&T) -> String) -> String {
    list.iter().map(text).collect::<Vec<_>>().join(", ")
}

/// Lines and tabs by their names, other control characters escaped.
fn one_line(text: &str) -> String {
    let text = text.trim_end().replace('\n', "\\n").replace('\t', "\\t");
    escaped(&text).to_string()
}

macro_rules! from {
    ($($t:ty => $f:expr;)*) => { $(
        impl From<$t> for Value {
            fn from(value: $t) -> Self {
                let f: fn($t) -> Value = $f;
                f(value)
            }
        }
    )* };
}
from! {
    bool => Value::Bool;
    u32 => |number| Value::Number(number.into());
    u64 => Value::Number;
    Uid => |uid| Value::Number(uid.get().into());
    String => Value::Text;
    Option<String> => |text| text.map_or(Value::Null, Value::Text);
    Zoned => Value::Date;
    Option<Zoned> => |date| date.map_or(Value::Null, Value::Date);
    Vec<String> => Value::Words;
    Keywords => |keywords| Value::Words(keywords.iter().map(str::to_owned).collect());
    Vec<Address> => Value::Addresses;
    Vec<AttachmentInfo> => Value::Attachments;
    Vec<TextPart> => Value::Parts;
    Vec<u8> => Value::Octets;
}
