//! A condition as it would be written, for `explain`.

use crate::{
    display::shortened,
    query::{Node, Operand},
    schema::AttachmentKey,
    schema::Key,
};

/// The most characters of an operand, and the most operands, that are shown.
const LONGEST_OPERAND: usize = 60;
const MOST_OPERANDS: usize = 5;

/// `subject.eq("x")`.
pub(super) fn described(node: &Node) -> String {
    match node {
        Node::Test { key, operator, operands } => {
            let mut shown: Vec<String> = operands.iter().take(MOST_OPERANDS).map(operand).collect();
            if operands.len() > MOST_OPERANDS {
                shown.push(format!(".. {} in all", operands.len()));
            }
            format!("{}.{}({})", column(*key), operator.name(), shown.join(", "))
        }
        Node::Any { key, condition } => format!("{}.any({})", column(*key), described(condition)),
        Node::And(nodes) if nodes.is_empty() => "true".to_owned(),
        Node::Or(nodes) if nodes.is_empty() => "false".to_owned(),
        Node::And(nodes) => joined(nodes, " & "),
        Node::Or(nodes) => joined(nodes, " | "),
        Node::Not(node) => format!("!{}", described(node)),
        Node::TooDeep => "(nested too deep)".to_owned(),
    }
}

fn joined(nodes: &[Node], operator: &str) -> String {
    let sides: Vec<String> = nodes.iter().map(described).collect();
    format!("({})", sides.join(operator))
}

fn column(key: Key) -> String {
    match key {
        Key::OfAttachment(AttachmentKey::name) => "name".to_owned(),
        Key::OfAttachment(AttachmentKey::media_type) => "media_type".to_owned(),
        Key::OfAttachment(AttachmentKey::size) => "size".to_owned(),
        key => key.to_string(),
    }
}

fn operand(operand: &Operand) -> String {
    match operand {
        Operand::Flag(set) => set.to_string(),
        Operand::Text(text) => format!("\"{}\"", shortened(text, LONGEST_OPERAND)),
        Operand::Number(number) => number.to_string(),
        Operand::Uid(uid) => uid.to_string(),
        Operand::Day(day) => day.to_string(),
        Operand::DayIn(day, zone) => format!("{day} in {}", zone.iana_name().unwrap_or("a zone of its own")),
        Operand::Instant(instant) => instant.to_string(),
    }
}
