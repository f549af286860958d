//! Models of any number of fields: each reads its own column.

use crate::{FromRow, ImapModel, row::testing::row_of_header};

#[derive(ImapModel, Debug, PartialEq)]
#[imap(no_columns)]
struct Ten {
    #[imap(header = "X-0")]
    a: String,
    #[imap(header = "X-1")]
    b: String,
    #[imap(header = "X-2")]
    c: String,
    #[imap(header = "X-3")]
    d: String,
    #[imap(header = "X-4")]
    e: String,
    #[imap(header = "X-5")]
    f: String,
    #[imap(header = "X-6")]
    g: String,
    #[imap(header = "X-7")]
    h: String,
    #[imap(header = "X-8")]
    i: String,
    #[imap(header = "X-9")]
    j: String,
}

#[test]
fn more_fields_than_a_tuple_may_have() {
    let row = row_of_header((0..10).map(|n| format!("X-{n}: {n}\r\n")).collect::<String>() + "\r\n");
    let Ten { a, b, c, d, e, f, g, h, i, j } = Ten::from_row(&row).unwrap();
    assert_eq!([a, b, c, d, e, f, g, h, i, j].concat(), "0123456789");
}

macro_rules! model {
    ($name:ident $($field:ident)*) => {
        #[derive(ImapModel)]
        #[imap(no_columns)]
        struct $name { $( #[imap(column = subject)] $field: String, )* }
        impl $name {
            fn values(self) -> Vec<String> { vec![$(self.$field),*] }
        }
    };
}
model! { Many
    a0 a1 a2 a3 a4 a5 a6 a7 a8 a9 b0 b1 b2 b3 b4 b5 b6 b7 b8 b9 c0 c1 c2 c3 c4 c5 c6 c7 c8 c9 d0 d1 d2 d3 d4 d5 d6 d7 d8 d9
    e0 e1 e2 e3 e4 e5 e6 e7 e8 e9 f0 f1 f2 f3 f4 f5 f6 f7 f8 f9 g0 g1 g2 g3 g4 g5 g6 g7 g8 g9 h0 h1 h2 h3 h4 h5 h6 h7 h8 h9
}
model! { One a }

#[test]
fn any_number_of_fields() {
    let row = row_of_header("Subject: x\r\n\r\n");
    assert_eq!(Many::from_row(&row).unwrap().values(), ["x"; 80]);
    assert_eq!(One::from_row(&row).unwrap().values(), ["x"]);
}
