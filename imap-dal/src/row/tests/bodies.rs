//! Content, preview and the whole message.

use crate::row::{testing::row_of_message, text_of_content};

#[track_caller]
fn content(message: &[u8]) -> Vec<(String, String)> {
    let parts = row_of_message(message).content().unwrap();
    parts.into_iter().map(|part| (part.media_type, part.text)).collect()
}

#[track_caller]
fn reads(message: &[u8], expected: &[(&str, &str)]) {
    let expected: Vec<_> = expected.iter().map(|(kind, text)| ((*kind).to_owned(), (*text).to_owned())).collect();
    assert_eq!(content(message), expected, "{}", message.escape_ascii());
}

fn single(header: &str, body: &[u8]) -> Vec<u8> {
    [header.as_bytes(), b"\r\n\r\n", body].concat()
}

#[test]
fn a_single_part_is_decoded_leniently() {
    let table: &[(&str, &[u8], &str, &str)] = &[
        ("Subject: no content type", b"one\r\ntwo\r\n", "text/plain", "one\ntwo\n"),
        ("Subject: bare LF", b"one\ntwo\rthree", "text/plain", "one\ntwo\nthree"),
        ("Content-Type: garbage", b"one", "text/plain", "one"),
        ("Content-Type: text/plain; charset=iso-8859-1", b"caf\xe9", "text/plain", "caf\u{e9}"),
        ("Content-Type: text/plain; charset=\"UTF-8\"", b"caf\xc3\xa9\xff", "text/plain", "caf\u{e9}\u{fffd}"),
        ("Content-Type: text/plain; charset=x-nobody", b"caf\xe9", "text/plain", "caf\u{e9}"),
        ("Content-Type: text/plain", b"caf\xe9", "text/plain", "caf\u{e9}"),
        ("Content-Type: text/plain", b"caf\xc3\xa9", "text/plain", "caf\u{e9}"),
        ("Content-Type: TEXT/HTML", b"<b>x</b>", "text/html", "<b>x</b>"),
        ("Content-Type: text/x-diff", b"+x", "text/x-diff", "+x"),
        (
            "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: Base64",
            b"R3LD\r\n!vMOfZQ",
            "text/plain",
            "Gr\u{fc}\u{df}e",
        ),
        (
            "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable",
            b"Gr=C3=BC=\r\n=C3=9Fe 50=% \r\nend",
            "text/plain",
            "Gr\u{fc}\u{df}e 50=%\nend",
        ),
        ("Content-Type: text/plain; charset=utf-16le", b"a\0\r\0\n\0\xe9\0", "text/plain", "a\n\u{e9}"),
        ("Content-Type: text/plain; charset=iso-2022-jp", b"\x1b$B%O%m\x1b(B", "text/plain", "\u{30cf}\u{30ed}"),
        ("Content-Type: text/plain\r\nContent-Transfer-Encoding: x-unknown", b"as it is", "text/plain", "as it is"),
        ("Content-Disposition: inline", b"inline", "text/plain", "inline"),
        ("Subject: empty", b"", "text/plain", ""),
    ];
    for (header, body, media_type, text) in table {
        reads(&single(header, body), &[(media_type, text)]);
    }
}

const ALTERNATIVE: &str = "Content-Type: multipart/alternative; boundary=\"in ner\"\r\n\
    \r\n\
    --in ner\r\n\
    Content-Type: text/plain\r\n\
    \r\n\
    plain\r\n\
    \r\n\
    --in ner\r\n\
    Content-Type: text/html\r\n\
    \r\n\
    <p>html</p>\r\n\
    --in ner--\r\n";

#[test]
fn the_text_leaves_of_a_multipart_are_the_content() {
    let nested = format!(
        "Content-Type: multipart/mixed; boundary=outer\r\n\r\npreamble\r\n--outer\r\n{ALTERNATIVE}epilogue\r\n--outer\r\n\
         Content-Type: image/png\r\nContent-Disposition: inline\r\n\r\nPNG\r\n--outer\r\n\r\nsecond\r\n--outer\r\n\
         Content-Type: text/plain; name=a.txt\r\n\r\nattached\r\n--outer--\r\nepilogue\r\n--outer\r\n\r\nnot here\r\n"
    );
    reads(nested.as_bytes(), &[("text/plain", "plain\n"), ("text/html", "<p>html</p>"), ("text/plain", "second")]);
}

#[test]
fn parts_end_where_any_open_multipart_goes_on() {
    let (cut, _) = ALTERNATIVE.split_once("--in ner\r\nContent-Type: text/html").unwrap();
    let whole = format!("Content-Type: multipart/mixed; boundary=outer\r\n\r\n--outer\r\n{cut}--outer\r\n\r\nnext\r\n");
    reads(whole.as_bytes(), &[("text/plain", "plain\n"), ("text/plain", "next\n")]);
    // A boundary that another one starts with.
    let message = b"Content-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: multipart/mixed; boundary=ab\n\n\
        --ab\n\none\n--ab--\n--a\n\ntwo\n--a--\n";
    reads(message, &[("text/plain", "one"), ("text/plain", "two")]);
    // Headers without a body, and a part that is nothing at all.
    let message =
        b"Content-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: text/html\n--a\n--a  \n\nthree\n--a--";
    reads(message, &[("text/html", ""), ("text/plain", ""), ("text/plain", "three")]);
}

#[test]
fn multiparts_without_parts_have_no_content() {
    reads(b"Content-Type: multipart/mixed\r\n\r\n--b\r\n\r\nx\r\n--b--\r\n", &[]);
    reads(b"Content-Type: multipart/mixed; boundary=b\r\n\r\nno delimiter\r\n", &[]);
}

#[test]
fn an_embedded_message_is_no_content() {
    reads(
        b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\nsee below\n--b\nContent-Type: message/rfc822\n\n\
          Subject: inner\n\ninner text\n--b--\n",
        &[("text/plain", "see below")],
    );
    // Its delimiters are not those of the multipart around it, even where one boundary begins with the other.
    reads(
        b"Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: message/rfc822\n\n\
          Content-Type: multipart/mixed; boundary=bb\n\n--bb\n\ninner text\n--bb--\n--b\n\nouter text\n--b--\n",
        &[("text/plain", "outer text")],
    );
    // In a digest that is what parts are by default (RFC 2046 section 5.1.5).
    reads(b"Content-Type: multipart/digest; boundary=b\n\n--b\n\nSubject: inner\n\ninner text\n--b--\n", &[]);
}

#[test]
fn read_as_a_string_plain_text_comes_before_html() {
    let string = |message: &str| text_of_content(row_of_message(message).content().unwrap());
    let part = |kind: &str, text: &str| format!("--b\nContent-Type: text/{kind}\n\n{text}\n");
    let mixed = |parts: &[String]| format!("Content-Type: multipart/mixed; boundary=b\n\n{}--b--\n", parts.concat());
    assert_eq!(string(&mixed(&[part("html", "<p>"), part("plain", "one"), part("plain", "two")])), "one\ntwo");
    assert_eq!(string(&mixed(&[part("calendar", "x"), part("html", "<p>1"), part("html", "<p>2")])), "<p>1");
    assert_eq!(string(&mixed(&[part("calendar", "x")])), "");
    assert_eq!(string("Content-Type: image/png\n\nPNG"), "");
}

#[test]
fn a_preview_is_the_first_text_without_its_markup() {
    let preview = |message: &str| row_of_message(message).preview().unwrap();
    assert_eq!(preview("Subject: x\r\n\r\n one\r\n\r\n two\t three "), "one two three");
    assert_eq!(preview("Content-Type: text/html\n\n<p>one <b>two</b></p><script>no</script>"), "one two");
    assert_eq!(preview("Content-Type: image/png\n\nPNG"), "");
    assert_eq!(preview(&format!("Subject: long\n\n{}", "\u{fc}".repeat(300))), "\u{fc}".repeat(200));
    assert_eq!(preview(&format!("Subject: words\n\n{}", "123456789 ".repeat(30))), "123456789 ".repeat(20).trim_end());
}

#[test]
fn the_email_is_the_message_as_stored() {
    let message = b"Subject: x\n\n\x00\xff\r\n";
    assert_eq!(row_of_message(message).email().unwrap(), message);
}
