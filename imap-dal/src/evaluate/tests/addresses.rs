use super::{Message, holds, message};
use crate::{Address, AnyMailbox, schema::Fixed};

fn from(addresses: &[(Option<&str>, &str)]) -> Message {
    message().addresses(Fixed::sender, addresses)
}

#[test]
fn an_email_equals_ignoring_ascii_case_on_both_sides_of_the_at() {
    let ann = from(&[(Some("Ann Smith"), "Ann.Smith@Example.ORG"), (None, "bob@x.org")]);
    assert!(holds(AnyMailbox::sender.eq("ann.smith@example.org"), &ann));
    assert!(holds(AnyMailbox::sender.eq("ANN.SMITH@EXAMPLE.ORG"), &ann));
    assert!(holds(AnyMailbox::sender.eq(" bob@x.org "), &ann), "any of them; ends trimmed");
    assert!(holds(AnyMailbox::sender.eq(Address::from("Bob@x.org")), &ann));
    assert!(!holds(AnyMailbox::sender.eq("smith@example.org"), &ann), "the whole email");
    assert!(!holds(AnyMailbox::sender.eq("Ann Smith"), &ann), "not the name");
    assert!(!holds(AnyMailbox::sender.ne("BOB@X.ORG"), &ann));
    assert!(holds(AnyMailbox::sender.ne("carol@x.org"), &ann));
    assert!(holds(AnyMailbox::sender.is_in(["carol@x.org", "BOB@x.org"]), &ann));
    assert!(!holds(AnyMailbox::sender.is_in(["carol@x.org"]), &ann));
}

#[test]
fn case_is_ascii_for_emails_and_forms_are_normalised() {
    let ute = from(&[(None, "u\u{308}te@x.org")]);
    assert!(holds(AnyMailbox::sender.eq("üte@x.org"), &ute));
    assert!(!holds(AnyMailbox::sender.eq("Üte@x.org"), &ute));
    assert!(holds(AnyMailbox::sender.contains("ÜTE@"), &ute), "`contains` ignores the case of every letter");
}

#[test]
fn contains_looks_in_names_and_emails_ignoring_case() {
    let ann = from(&[(Some("Ann  Müller"), "am@x.org"), (None, "bob@y.org")]);
    for part in ["müLLER", "ANN MÜLLER", "ann  m", "AM@", "y.org", "bob", "@"] {
        assert!(holds(AnyMailbox::sender.contains(part), &ann), "{part:?}");
    }
    for part in ["muller", "Ann Müller <", "müller am", "carol"] {
        assert!(!holds(AnyMailbox::sender.contains(part), &ann), "{part:?}");
    }
}

#[test]
fn a_list_without_addresses_satisfies_ne_and_is_empty_only() {
    let nobody = message();
    assert!(holds(AnyMailbox::to.is_empty(), &nobody));
    assert!(holds(AnyMailbox::to.ne("ann@x.org"), &nobody));
    assert!(!holds(AnyMailbox::to.eq("ann@x.org"), &nobody));
    assert!(!holds(AnyMailbox::to.eq(""), &nobody));
    assert!(!holds(AnyMailbox::to.is_in([""]), &nobody));
    assert!(!holds(AnyMailbox::to.contains(""), &nobody));
    assert!(holds(AnyMailbox::sender.contains(""), &from(&[(None, "a@x.org")])));
    assert!(!holds(AnyMailbox::sender.is_empty(), &from(&[(None, "a@x.org")])));
}

#[test]
fn each_list_is_a_column_of_its_own() {
    let message = message()
        .addresses(Fixed::to, &[(None, "to@x.org")])
        .addresses(Fixed::cc, &[(None, "cc@x.org")])
        .addresses(Fixed::bcc, &[(None, "bcc@x.org")])
        .addresses(Fixed::reply_to, &[(None, "reply@x.org")]);
    assert!(holds(AnyMailbox::to.eq("to@x.org") & AnyMailbox::to.ne("cc@x.org"), &message));
    assert!(holds(AnyMailbox::cc.eq("cc@x.org") & AnyMailbox::bcc.eq("bcc@x.org"), &message));
    assert!(holds(AnyMailbox::reply_to.eq("reply@x.org") & AnyMailbox::sender.is_empty(), &message));
}
