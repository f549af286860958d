//! BODYSTRUCTURE as servers write it.

use super::super::{BodyStructure, Item, Leaf};
use super::items;

/// `path type/subtype size` of every leaf.
fn leaves(structure: &BodyStructure<'_>) -> Vec<String> {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).to_lowercase();
    structure
        .leaves()
        .map(|(path, leaf)| format!("{path} {}/{} {}", text(&leaf.media_type), text(&leaf.subtype), leaf.size))
        .collect()
}

fn with_structure<T>(text: &str, check: impl FnOnce(&BodyStructure<'_>) -> T) -> T {
    let line = format!("* 1 FETCH (BODYSTRUCTURE {text} UID 1)");
    let items = items(line.as_bytes());
    let [Item::Structure(structure), Item::Uid(1)] = &items[..] else { panic!("{items:?}") };
    check(structure)
}

fn leaves_of(text: &str) -> Vec<String> {
    with_structure(text, leaves)
}

fn with_leaf<T>(text: &str, check: impl FnOnce(&Leaf<'_>) -> T) -> T {
    with_structure(text, |structure| match structure {
        BodyStructure::Leaf(leaf) => check(leaf),
        BodyStructure::Multipart(_) => panic!("not a leaf: {structure:?}"),
    })
}

const PLAIN: &str = r#"("TEXT" "PLAIN" ("CHARSET" "utf-8" "FORMAT" "flowed") "<id@x>" "a note" "QUOTED-PRINTABLE" 2279 48 "md5==" ("inline" NIL) ("en" "de") "loc" ext (1 (2)))"#;

#[test]
fn a_single_part_has_number_1_and_all_its_fields() {
    assert_eq!(leaves_of(PLAIN), ["1 text/plain 2279"]);
    with_leaf(PLAIN, |leaf| {
        assert_eq!(leaf.params.len(), 2);
        assert_eq!((&*leaf.params[1].0, &*leaf.params[1].1), (&b"FORMAT"[..], &b"flowed"[..]));
        assert_eq!(leaf.id.as_deref(), Some(&b"<id@x>"[..]));
        assert_eq!(leaf.description.as_deref(), Some(&b"a note"[..]));
        assert_eq!(leaf.encoding.as_deref(), Some(&b"QUOTED-PRINTABLE"[..]));
        assert_eq!(leaf.lines, Some(48));
        let (word, params) = leaf.disposition.as_ref().expect("a disposition");
        assert_eq!((&**word, params.len()), (&b"inline"[..], 0));
    });
}

#[test]
fn parts_are_numbered_as_in_fetch() {
    let text = format!(
        r#"(({PLAIN}("text" "html" NIL NIL NIL "7bit" 30 1) "alternative" ("boundary" "b") NIL NIL)("image" "png" ("name" "a.png") NIL NIL "base64" 900 NIL ("attachment" ("filename" "a.png")) NIL) "mixed" ("boundary" "a") ("inline" NIL) NIL NIL)"#
    );
    assert_eq!(leaves_of(&text), ["1.1 text/plain 2279", "1.2 text/html 30", "2 image/png 900"]);
    with_structure(&text, |structure| {
        let BodyStructure::Multipart(mixed) = structure else { panic!() };
        assert_eq!((&*mixed.subtype, mixed.params.len(), mixed.children.len()), (&b"mixed"[..], 1, 2));
        assert_eq!(mixed.disposition.as_ref().map(|(word, _)| &**word), Some(&b"inline"[..]));
        let (_, png) = structure.leaves().last().expect("a leaf");
        let (word, params) = png.disposition.as_ref().expect("a disposition");
        assert_eq!((&**word, &*params[0].1), (&b"attachment"[..], &b"a.png"[..]));
    });
}

#[test]
fn an_embedded_message_is_one_leaf_and_keeps_its_structure() {
    let text = format!(
        r#"(("text" "plain" NIL NIL NIL "7bit" 1 1)("message" "rfc822" NIL NIL NIL "7bit" 3000 ("Mon, 1 Jan 2026" "s" NIL NIL NIL NIL NIL NIL NIL "<2@x>") ({PLAIN}{PLAIN} "mixed") 99 NIL ("attachment" ("filename" "f.eml"))) "mixed")"#
    );
    assert_eq!(leaves_of(&text), ["1 text/plain 1", "2 message/rfc822 3000"]);
    with_structure(&text, |structure| {
        let (_, message) = structure.leaves().last().expect("a leaf");
        assert_eq!(message.lines, Some(99));
        assert_eq!(
            message.inner.as_deref().map(leaves),
            Some(vec!["1 text/plain 2279".into(), "2 text/plain 2279".into()])
        );
        assert!(message.disposition.is_some());
    });
}

#[test]
fn an_embedded_message_described_like_any_file_is_read() {
    let text =
        r#"("message" "rfc822" ("name" "f.eml") NIL NIL "7bit" 3000 NIL ("attachment" ("filename" "f.eml")) NIL)"#;
    with_leaf(text, |leaf| {
        assert!(leaf.inner.is_none());
        assert_eq!(leaf.disposition.as_ref().map(|(word, _)| &**word), Some(&b"attachment"[..]));
    });
}

#[test]
fn the_short_form_ends_early() {
    for text in [
        r#"("TEXT" "PLAIN" NIL NIL NIL "7BIT" 5 1)"#,
        r#"("TEXT" "PLAIN" NIL NIL NIL "7BIT" 5)"#,
        r#"("TEXT" "PLAIN" () NIL NIL "7BIT" 5 1 NIL)"#,
        r#"("TEXT" "PLAIN" NIL NIL NIL NIL "5" "1" NIL NIL)"#,
        r#"(TEXT PLAIN NIL NIL NIL 7BIT 5 1)"#,
        r#"( "TEXT"  "PLAIN" ( ) NIL NIL "7BIT" 5 NIL NIL NIL NIL NIL )"#,
    ] {
        assert_eq!(leaves_of(text), ["1 text/plain 5"], "{text}");
    }
    assert_eq!(leaves_of(r#"("TEXT" "PLAIN")"#), ["1 text/plain 0"]);
}

#[test]
fn nil_stands_in_for_any_string_and_number() {
    assert_eq!(leaves_of(r#"(NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL)"#), ["1 / 0"]);
    assert_eq!(
        leaves_of(r#"((NIL NIL NIL NIL NIL "7BIT" 0 NIL NIL NIL NIL)("a" "b" ("n" NIL) NIL NIL "base64" -1) "mixed")"#),
        ["1 / 0", "2 a/b 0"]
    );
}

#[test]
fn multiparts_without_children_have_no_leaves() {
    for text in
        [r#"("mixed" ("boundary" "x") NIL NIL)"#, r#"("multipart" "mixed" ("boundary" "x") NIL NIL "7bit" 0)"#, "()"]
    {
        assert_eq!(leaves_of(text), [""; 0], "{text}");
    }
    assert_eq!(leaves_of(r#"(()("a" "b" NIL NIL NIL "7bit" 5)("mixed" ("boundary" "y")) "mixed")"#), ["2 a/b 5"]);
}

#[test]
fn a_line_count_of_nil_does_not_hide_the_disposition() {
    with_leaf(r#"("text" "csv" NIL NIL NIL "7bit" 5 NIL NIL ("attachment" NIL) NIL NIL)"#, |leaf| {
        assert_eq!(leaf.disposition.as_ref().map(|(word, _)| &**word), Some(&b"attachment"[..]));
    });
}

#[test]
fn odd_parameters_and_dispositions_are_kept_as_far_as_they_go() {
    with_leaf(r#"("a" "b" ("x" "1" "y") NIL NIL "7bit" 5 NIL "attachment")"#, |leaf| {
        assert_eq!(leaf.params.len(), 1);
        assert_eq!(leaf.disposition.as_ref().map(|(word, _)| &**word), Some(&b"attachment"[..]));
    });
    with_leaf(
        r#"("a" "b" (("nested" "list") "x" "1") NIL NIL "7bit" 5 NIL ("inline" ("filename" "a" "size")))"#,
        |leaf| {
            assert_eq!(leaf.params.len(), 1);
            assert_eq!(leaf.disposition.as_ref().map(|(_, params)| params.len()), Some(1));
        },
    );
}

#[test]
fn names_may_be_literals_and_8_bit() {
    with_leaf("(\"a\" \"b\" (\"name\" {7}\r\na)\"\\éb) NIL {2}\r\n() \"7bit\" 5)", |leaf| {
        assert_eq!(&*leaf.params[0].1, "a)\"\\éb".as_bytes());
        assert_eq!(leaf.description.as_deref(), Some(&b"()"[..]));
    });
}
