//! Message ids, attachments, content and text.

use super::{holds, message};
use crate::{AnyMailbox, AttachmentInfo, Expr, schema::Fixed};

#[test]
fn message_ids_equal_with_or_without_brackets() {
    let reply = message().text(Fixed::message_id, "<1@X.org>").text(Fixed::in_reply_to, "<0@x.org>");
    assert!(holds(AnyMailbox::message_id.eq("<1@X.org>"), &reply));
    assert!(holds(AnyMailbox::message_id.eq(" 1@X.org "), &reply));
    assert!(!holds(AnyMailbox::message_id.eq("1@x.org"), &reply), "case counts");
    assert!(!holds(AnyMailbox::message_id.eq("<1@X.org"), &reply), "half a pair is no pair");
    assert!(holds(AnyMailbox::message_id.is_in(["2@x", "<1@X.org>"]), &reply));
    assert!(!holds(AnyMailbox::in_reply_to.ne("0@x.org"), &reply));
    assert!(holds(AnyMailbox::message_id.contains("<1@x"), &reply), "a substring, ignoring case");
    assert!(holds(AnyMailbox::message_id.contains(""), &reply));
    assert!(holds(AnyMailbox::message_id.is_some(), &reply));
}

#[test]
fn a_missing_message_id_satisfies_ne_and_is_none_only() {
    let anonymous = message();
    assert!(holds(AnyMailbox::message_id.is_none() & AnyMailbox::in_reply_to.is_none(), &anonymous));
    assert!(holds(AnyMailbox::message_id.ne("1@x"), &anonymous));
    assert!(!holds(AnyMailbox::message_id.eq(""), &anonymous));
    assert!(!holds(AnyMailbox::message_id.is_in([""]), &anonymous));
    assert!(!holds(AnyMailbox::message_id.contains(""), &anonymous));
}

#[test]
fn references_have_members() {
    let reply = message().references(&["<1@x>", "<2@x>"]);
    assert!(holds(AnyMailbox::references.contains("<2@x>"), &reply));
    assert!(holds(AnyMailbox::references.contains("1@x"), &reply));
    assert!(!holds(AnyMailbox::references.contains("@x"), &reply), "membership, not a substring");
    assert!(!holds(AnyMailbox::references.contains("1@X"), &reply));
    assert!(!holds(AnyMailbox::references.contains(""), &reply));
    assert!(!holds(AnyMailbox::references.is_empty(), &reply));
    assert!(holds(AnyMailbox::references.is_empty(), &message()));
}

#[test]
fn one_attachment_must_satisfy_the_whole_expression() {
    let mail = message().attachment(Some("Bill.pdf"), "application/pdf", 900).attachment(None, "image/png", 5000);
    let any = |condition| holds(AnyMailbox::attachments.any(condition), &mail);
    assert!(any(AttachmentInfo::name.ends_with(".pdf")));
    assert!(any(AttachmentInfo::media_type.eq("image/png") & AttachmentInfo::size.gt(1000)));
    assert!(!any(AttachmentInfo::name.ends_with(".pdf") & AttachmentInfo::size.gt(1000)), "of two different ones");
    assert!(any(AttachmentInfo::name.ilike("%BILL%") & AttachmentInfo::size.between(900, 900)));
    assert!(any(AttachmentInfo::name.is_none()));
    assert!(any(!AttachmentInfo::name.is_some()));
    assert!(any(AttachmentInfo::name.ne("Bill.pdf")), "the picture has another name: none");
    assert!(any(AttachmentInfo::media_type.matches("^(image|video)/")));
    assert!(!any(AttachmentInfo::size.is_in([1, 2])));
    assert!(any(Expr::all_of([])));
    assert!(!any(Expr::any_of([])));
    assert!(!holds(AnyMailbox::attachments.is_empty(), &mail));
}

#[test]
fn without_attachments_none_satisfies_anything() {
    let plain = message();
    assert!(holds(AnyMailbox::attachments.is_empty(), &plain));
    assert!(!holds(AnyMailbox::attachments.any(Expr::<AttachmentInfo>::all_of([])), &plain));
    assert!(holds(!AnyMailbox::attachments.any(AttachmentInfo::size.ge(0)), &plain));
}

#[test]
fn content_contains_ignoring_case_in_one_part() {
    let mail = message().content(&["Dear  Ann,\nthe BILL\n\nis due", "<p>Käse</p>"]);
    assert!(holds(AnyMailbox::content.contains("dear ann, the bill is"), &mail), "a line end is a space");
    assert!(holds(AnyMailbox::content.contains("Bill\r\nis"), &mail), "in the operand too");
    assert!(holds(AnyMailbox::content.contains("KÄSE"), &mail));
    assert!(holds(AnyMailbox::content.contains("ka\u{308}se"), &mail), "in whatever normal form");
    assert!(!holds(AnyMailbox::content.contains("kase"), &mail), "no accent folding");
    assert!(!holds(AnyMailbox::content.contains("due <p>"), &mail), "not over two parts");
    assert!(holds(AnyMailbox::content.contains(""), &mail), "it has a text part");
    assert!(holds(AnyMailbox::content.contains(""), &message().content(&[""])));
    assert!(!holds(AnyMailbox::content.contains(""), &message()));
}

#[test]
fn text_is_every_header_and_the_content() {
    let mail = message().header_texts(&["Lunch on Friday", "Ann <ann@x.org>"]).content(&["see you"]);
    for part in ["lunch", "FRIDAY", "<ann@x", "See You", "on friday"] {
        assert!(holds(AnyMailbox::text.contains(part), &mail), "{part:?}");
    }
    assert!(!holds(AnyMailbox::text.contains("friday ann"), &mail), "not over two fields");
    assert!(!holds(AnyMailbox::text.contains("dinner"), &mail));
    assert!(holds(AnyMailbox::text.contains(""), &mail));
    assert!(holds(AnyMailbox::text.contains(""), &message()), "of every message");
    assert!(!holds(AnyMailbox::text.contains(" "), &message()));
}
