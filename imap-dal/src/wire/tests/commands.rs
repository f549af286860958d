//! Commands as a server reads them.

use proptest::prelude::*;

use super::super::{
    Command, Literals, Payload, SequenceSet,
    error::InvalidArgument,
    testing::{Token, lex},
};

fn atom(text: &str) -> Token {
    Token::Atom(text.to_owned())
}

fn text(text: &str) -> Token {
    Token::Text(text.as_bytes().to_vec())
}

fn sent(command: &Command) -> String {
    let encoded = command.encode("A1", Literals::Plus).expect("encodes");
    assert_eq!(encoded.chunks.len(), 1);
    String::from_utf8_lossy(&encoded.octets()[0]).into_owned()
}

fn refused(build: impl FnOnce(&mut Command) -> &mut Command) -> &'static str {
    let mut command = Command::new("NOOP");
    build(&mut command);
    let InvalidArgument { what } = command.encode("A1", Literals::Plus).expect_err("refused");
    what
}

#[test]
fn arguments_are_separated_by_one_space_except_at_parentheses() {
    let mut command = Command::new("UID STORE");
    command.set(&SequenceSet::range(1, 3)).open().word("UNCHANGEDSINCE").number(7).close();
    command.word("+FLAGS.SILENT").open().flag(r"\Deleted").flag("$Junk").close().open().close();
    assert_eq!(sent(&command), "A1 UID STORE 1:3 (UNCHANGEDSINCE 7) +FLAGS.SILENT (\\Deleted $Junk) ()\r\n");
}

#[test]
fn a_command_alone_is_its_name() {
    assert_eq!(sent(&Command::new("NOOP")), "A1 NOOP\r\n");
}

#[test]
fn values_are_never_atoms() {
    let mut command = Command::new("UID SEARCH");
    command.word("SUBJECT").astring("ALL").word("FROM").astring("").word("BODY").astring(r#"a"b\c {5}"#);
    assert_eq!(sent(&command), "A1 UID SEARCH SUBJECT \"ALL\" FROM \"\" BODY \"a\\\"b\\\\c {5}\"\r\n");
}

#[test]
fn what_quotes_cannot_carry_is_a_literal() {
    for value in ["é", "a\r\nA2 LOGOUT", "\t", "\u{7f}"] {
        let mut command = Command::new("UID SEARCH");
        command.word("TEXT").astring(value).word("SEEN");
        let encoded = command.encode("A1", Literals::Synchronizing).expect("encodes");
        assert_eq!(encoded.octets()[0], format!("A1 UID SEARCH TEXT {{{}}}\r\n", value.len()).into_bytes());
        assert_eq!(encoded.octets()[1], format!("{value} SEEN\r\n").into_bytes());
        assert_eq!(sent(&command), format!("A1 UID SEARCH TEXT {{{}+}}\r\n{value} SEEN\r\n", value.len()));
    }
}

#[test]
fn quoted_strings_end_at_1_000_octets() {
    let mut command = Command::new("X");
    command.astring("a".repeat(1000));
    assert!(sent(&command).starts_with("A1 X \"aaa"));
    let mut command = Command::new("X");
    command.astring("a".repeat(1001));
    assert!(sent(&command).starts_with("A1 X {1001+}\r\naaa"));
}

#[test]
fn literal_minus_waits_beyond_4096_octets() {
    for (size, waits) in [(4096, false), (4097, true)] {
        let mut command = Command::new("APPEND");
        command.mailbox("x").literal(Payload::held(vec![b'a'; size]));
        assert_eq!(command.encode("A1", Literals::Minus).expect("encodes").chunks.len(), if waits { 2 } else { 1 });
    }
}

#[test]
fn header_names_are_atoms_where_they_can_be() {
    let mut command = Command::new("UID SEARCH");
    command.word("HEADER").header_name("List-Id").astring("x").word("HEADER").header_name("Sub(ject").astring("");
    command.word("HEADER").header_name("X]").astring("").word("HEADER").header_name("NIL").astring("");
    assert_eq!(
        sent(&command),
        "A1 UID SEARCH HEADER List-Id \"x\" HEADER \"Sub(ject\" \"\" HEADER \"X]\" \"\" HEADER \"NIL\" \"\"\r\n"
    );
}

#[test]
fn header_fields_are_one_fetch_item() {
    let mut command = Command::new("UID FETCH");
    command
        .word("$")
        .open()
        .word("UID")
        .header_fields(["Subject", "Fr\"om"])
        .raw_word("BODY.PEEK[1.2.MIME]<0.100>")
        .close();
    assert_eq!(
        sent(&command),
        "A1 UID FETCH $ (UID BODY.PEEK[HEADER.FIELDS (Subject \"Fr\\\"om\")] BODY.PEEK[1.2.MIME]<0.100>)\r\n"
    );
}

#[test]
fn mailboxes_are_sent_in_modified_utf_7() {
    let mut command = Command::new("EXAMINE");
    command.mailbox("Entwürfe \"neu\"\t");
    assert_eq!(sent(&command), "A1 EXAMINE \"Entw&APw-rfe \\\"neu\\\"&AAk-\"\r\n");
}

#[test]
fn what_cannot_be_sent_is_refused_and_nothing_is_sent() {
    assert_eq!(refused(|c| c.astring("a\0b")), "a value holds a NUL character, which IMAP cannot carry");
    assert_eq!(
        refused(|c| c.literal(Payload::held(b"a\0b".to_vec()))),
        "a message holds a NUL character, which IMAP cannot carry"
    );
    for name in ["a\0b", "a\r", "\nb"] {
        let what = refused(|c| c.mailbox(name));
        assert_eq!(what, "a mailbox name holds a NUL character or a line end, which no mailbox has", "{name:?}");
    }
    assert_eq!(refused(|c| c.mailbox(&"ü".repeat(2_000))), "a mailbox name is longer than any mailbox has");
    assert_eq!(refused(|c| c.set(&SequenceSet::default())), "a sequence set is empty");
    assert_eq!(refused(|c| c.header_fields([])), "a fetch of header fields names none");
    assert_eq!(refused(|c| c.open()), "a parenthesis is never closed");
    assert_eq!(refused(|c| c.close().open()), "a parenthesis closes that was not opened");
    for flag in ["", "\\", "a b", "a\r\nb", "(", "é", "\\*", "a]", "\\\\Seen"] {
        assert_eq!(refused(|c| c.flag(flag)), "a flag is empty or holds characters that need quoting", "{flag}");
    }
    for word in ["", "a b", "{5}", "\"", "a\r\nb", "é", "(", ")", "*", "%", "\\Seen", "a\0"] {
        assert_eq!(refused(|c| c.raw_word(word)), "a word holds characters that need quoting", "{word}");
    }
    for name in ["", "a b", "a:", "é", "a\r\nb", "a\0", &"a".repeat(999)] {
        assert!(refused(|c| c.header_name(name)).starts_with("a header field's name is"), "{name}");
    }
}

#[test]
fn the_first_refusal_stands() {
    let what = refused(|c| c.flag("").astring("\0").word("SEEN"));
    assert_eq!(what, "a flag is empty or holds characters that need quoting");
}

#[test]
fn tags_are_checked_too() {
    for tag in ["", "A 1", "A1\r\nA2", "+", "*"] {
        assert!(Command::new("NOOP").encode(tag, Literals::Plus).is_err(), "{tag}");
    }
}

#[test]
fn a_trace_shows_no_message() {
    let mut command = Command::new("APPEND");
    command.astring("alice").astring("a\u{1b}\u{202e}é").literal(Payload::held(b"Subject: x".to_vec()));
    assert_eq!(command.to_string(), r#"APPEND "alice" {7} a\u{1b}\u{202e}é {10}"#);
    assert_eq!(format!("{command:?}"), command.to_string());
    let encoded = command.encode("A1", Literals::Plus).expect("encodes");
    assert!(!format!("{encoded:?}").contains("Subject"));
    assert_eq!(command.name(), "APPEND");
}

/// One argument with what a server must read for it.
#[derive(Clone, Debug)]
enum Argument {
    Value(String),
    Octets(Vec<u8>),
    Mailbox(String),
    HeaderName(String),
    Fields(Vec<String>),
    Flag(String),
    Word(String),
    Number(u64),
    Set(Vec<u32>),
    Message(Vec<u8>),
    List(Vec<Argument>),
}

impl Argument {
    fn add_to(&self, command: &mut Command) {
        match self {
            Self::Value(value) => command.astring(value),
            Self::Octets(value) => command.astring(value),
            Self::Mailbox(name) => command.mailbox(name),
            Self::HeaderName(name) => command.header_name(name),
            Self::Fields(names) => command.header_fields(names.iter().map(String::as_str)),
            Self::Flag(flag) => command.flag(flag),
            Self::Word(word) => command.raw_word(word),
            Self::Number(n) => command.number(*n),
            Self::Set(numbers) => command.set(&numbers.iter().copied().collect()),
            Self::Message(message) => command.literal(Payload::held(message.clone())),
            Self::List(arguments) => {
                command.open();
                arguments.iter().for_each(|argument| argument.add_to(command));
                command.close()
            }
        };
    }

    /// The tokens it must be; None where its form (atom or quoted) is the encoder's to choose and only one is allowed.
    fn tokens(&self, out: &mut Vec<Option<Token>>) {
        match self {
            Self::Value(value) => out.push(Some(text(value))),
            Self::Octets(value) | Self::Message(value) => out.push(Some(Token::Text(value.clone()))),
            Self::Flag(word) | Self::Word(word) => out.push(Some(atom(word))),
            Self::Number(n) => out.push(Some(atom(&n.to_string()))),
            Self::Mailbox(_) | Self::HeaderName(_) | Self::Set(_) => out.push(None),
            Self::Fields(names) => {
                out.extend([Some(atom("BODY.PEEK[HEADER.FIELDS")), Some(Token::Open)]);
                out.extend(names.iter().map(|_| None));
                out.extend([Some(Token::Close), Some(atom("]"))]);
            }
            Self::List(arguments) => {
                out.push(Some(Token::Open));
                arguments.iter().for_each(|argument| argument.tokens(out));
                out.push(Some(Token::Close));
            }
        }
    }
}

/// Text with what is dangerous on a line, more often than chance would have it.
fn nasty() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        any::<char>().prop_map(String::from),
        prop::sample::select(vec![
            "\r\n",
            "\"",
            "\\",
            "{5}",
            "{5+}",
            ")",
            "(",
            "A2 DELETE x",
            "*",
            "%",
            "]",
            "~",
            "\n",
            "é",
            "NIL"
        ])
        .prop_map(str::to_owned),
        "[ -~]{0,12}",
    ];
    proptest::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat())
}

fn argument() -> impl Strategy<Value = Argument> {
    let leaf = prop_oneof![
        nasty().prop_map(Argument::Value),
        proptest::collection::vec(any::<u8>(), 0..1100).prop_map(Argument::Octets),
        nasty().prop_map(Argument::Mailbox),
        nasty().prop_map(Argument::HeaderName),
        proptest::collection::vec("[!-9;-~]{1,8}", 0..3).prop_map(Argument::Fields),
        nasty().prop_map(Argument::Flag),
        nasty().prop_map(Argument::Word),
        any::<u64>().prop_map(Argument::Number),
        proptest::collection::vec(any::<u32>(), 0..5).prop_map(Argument::Set),
        proptest::collection::vec(any::<u8>(), 0..50).prop_map(Argument::Message),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| proptest::collection::vec(inner, 0..4).prop_map(Argument::List))
}

fn literals() -> impl Strategy<Value = Literals> {
    prop::sample::select(vec![Literals::Synchronizing, Literals::Plus, Literals::Minus])
}

proptest! {
    #[test]
    fn every_command_is_read_as_the_arguments_it_was_built_from(
        arguments in proptest::collection::vec(argument(), 0..5),
        literals in literals(),
    ) {
        let mut command = Command::new("UID SEARCH");
        let mut expected = vec![Some(atom("A1")), Some(atom("UID")), Some(atom("SEARCH"))];
        for argument in &arguments {
            argument.add_to(&mut command);
            argument.tokens(&mut expected);
        }
        // A refusal is one way to keep a value inside its argument.
        if let Ok(encoded) = command.encode("A1", literals) {
            let commands = lex(&encoded);
            prop_assert_eq!(commands.len(), 1);
            let tokens = &commands[0];
            prop_assert_eq!(tokens.len(), expected.len());
            for (token, expected) in tokens.iter().zip(&expected) {
                match expected {
                    Some(expected) => prop_assert_eq!(token, expected),
                    None => prop_assert!(matches!(token, Token::Atom(_) | Token::Text(_))),
                }
            }
            prop_assert!(encoded.chunks.len() == 1 || literals != Literals::Plus);
        }
    }

    #[test]
    fn a_value_without_nul_is_always_sent_and_stays_one_argument(value in nasty(), literals in literals()) {
        prop_assume!(!value.contains('\0'));
        let mut command = Command::new("UID SEARCH");
        command.word("SUBJECT").astring(&value).word("SEEN");
        let commands = lex(&command.encode("T7", literals).expect("encodes"));
        let expected = [atom("T7"), atom("UID"), atom("SEARCH"), atom("SUBJECT"), text(&value), atom("SEEN")];
        prop_assert_eq!(commands, [expected]);
    }

    #[test]
    fn the_length_is_that_of_what_is_sent(arguments in proptest::collection::vec(argument(), 0..5)) {
        let mut command = Command::new("X");
        arguments.iter().for_each(|argument| argument.add_to(&mut command));
        if let Ok(encoded) = command.encode("A1", Literals::Plus) {
            prop_assert_eq!(encoded.octets().concat().len(), "A1 ".len() + command.len() + "\r\n".len());
        }
    }

    #[test]
    fn a_trace_is_one_line_of_harmless_text(arguments in proptest::collection::vec(argument(), 0..5)) {
        let mut command = Command::new("X");
        arguments.iter().for_each(|argument| argument.add_to(&mut command));
        prop_assert!(!command.to_string().chars().any(char::is_control));
    }
}
