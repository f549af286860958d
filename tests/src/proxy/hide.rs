//! Makes a server look as if it lacked capabilities.

/// The response without the hidden capabilities and what they bring; `None` when nothing of it is left.
pub(super) fn rewrite(response: &[u8], hidden: &[String]) -> Option<Vec<u8>> {
    let Ok(text) = std::str::from_utf8(response) else { return Some(response.to_vec()) };
    let hides = |name: &str| hidden.iter().any(|hidden| hidden == name);
    if let Some(list) = text.strip_prefix("* CAPABILITY ") {
        return Some(format!("* CAPABILITY {}\r\n", without(list.trim_ascii_end(), hidden)).into_bytes());
    }
    if hides("CONDSTORE") && (text.starts_with("* OK [HIGHESTMODSEQ") || text.starts_with("* OK [NOMODSEQ")) {
        return None;
    }
    let Some((head, rest)) = text.split_once('[') else { return Some(response.to_vec()) };
    let (Some((code, tail)), true) = (rest.split_once(']'), is_status(head)) else { return Some(response.to_vec()) };
    let name = code.split(' ').next().unwrap_or_default();
    match name {
        "CAPABILITY" => {
            let list = without(code.strip_prefix("CAPABILITY ").unwrap_or_default(), hidden);
            Some(format!("{head}[CAPABILITY {list}]{tail}").into_bytes())
        }
        "APPENDUID" | "COPYUID" if hides("UIDPLUS") => Some(format!("{head}{}", tail.trim_ascii_start()).into_bytes()),
        _ => Some(response.to_vec()),
    }
}

/// The first hidden capability that a command line (or a later piece of one) cannot do without.
pub(super) fn used<'a>(line: &str, hidden: &'a [String]) -> Option<&'a str> {
    let skeleton = skeleton(line);
    let words: Vec<&str> =
        skeleton.split([' ', '(', ')', '[', ']', '<', '>']).filter(|word| !word.is_empty()).collect();
    hidden.iter().map(String::as_str).find(|capability| uses(capability, &skeleton, &words))
}

fn uses(capability: &str, skeleton: &str, words: &[&str]) -> bool {
    let has = |word: &str| words.contains(&word);
    let verb = match words.get(1..) {
        Some(["UID", verb, ..]) | Some([verb, ..]) => *verb,
        _ => return false,
    };
    match capability {
        "SEARCHRES" => has("SAVE") && has("RETURN") || has("$"),
        "ESEARCH" => skeleton.contains("SEARCH RETURN"),
        "ESORT" => skeleton.contains("SORT RETURN"),
        "PARTIAL" | "CONTEXT=SEARCH" => has("PARTIAL"),
        "UIDPLUS" => skeleton.contains("UID EXPUNGE"),
        "CONDSTORE" => ["UNCHANGEDSINCE", "CHANGEDSINCE", "MODSEQ", "HIGHESTMODSEQ", "CONDSTORE"].into_iter().any(has),
        "SORT=DISPLAY" => has("DISPLAYFROM") || has("DISPLAYTO"),
        "LITERAL+" => skeleton.trim_ascii_end().ends_with("+}"),
        "WITHIN" => has("OLDER") || has("YOUNGER"),
        "BINARY" => words.iter().any(|word| word.starts_with("BINARY")),
        "OBJECTID" => has("EMAILID") || has("THREADID") || has("MAILBOXID"),
        "LIST-EXTENDED" => verb == "LIST" && (has("RETURN") || skeleton.contains("LIST (")),
        "LIST-STATUS" => verb == "LIST" && has("STATUS"),
        "STATUS=SIZE" => has("STATUS") && has("SIZE"),
        "SPECIAL-USE" => has("SPECIAL-USE") || verb == "CREATE" && has("USE"),
        "SASL-IR" => verb == "AUTHENTICATE" && words.len() > 3,
        "PREVIEW" | "SAVEDATE" => has(capability),
        "QRESYNC" => has("QRESYNC") || has("VANISHED"),
        _ => verb == capability.split('=').next().unwrap_or(capability),
    }
}

fn without(list: &str, hidden: &[String]) -> String {
    let shown = list.split(' ').filter(|word| !hidden.iter().any(|hidden| hidden.eq_ignore_ascii_case(word)));
    shown.collect::<Vec<_>>().join(" ")
}

/// `* OK ` or `tag OK `: only there a bracket begins a response code.
fn is_status(head: &str) -> bool {
    let mut words = head.split(' ');
    let status = words.nth(1).unwrap_or_default();
    ["OK", "NO", "BAD", "BYE", "PREAUTH"].contains(&status) && words.next() == Some("") && words.next().is_none()
}

/// The line in capitals with its quoted strings emptied.
fn skeleton(line: &str) -> String {
    let mut skeleton = String::new();
    let mut quoted = false;
    let mut escaped = false;
    for c in line.chars() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => {
                quoted = !quoted;
                skeleton.push(c);
            }
            _ if quoted => {}
            _ => skeleton.push(c.to_ascii_uppercase()),
        }
    }
    skeleton
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hidden(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    fn rewritten(response: &str, names: &[&str]) -> Option<String> {
        rewrite(response.as_bytes(), &hidden(names)).map(|bytes| String::from_utf8(bytes).unwrap())
    }

    #[test]
    fn capabilities_vanish_from_responses_and_codes() {
        let list = rewritten("* CAPABILITY IMAP4rev1 ESEARCH SEARCHRES MOVE\r\n", &["SEARCHRES"]);
        assert_eq!(list.as_deref(), Some("* CAPABILITY IMAP4rev1 ESEARCH MOVE\r\n"));
        let code = rewritten("a OK [CAPABILITY IMAP4rev1 MOVE SORT] Logged in\r\n", &["MOVE", "SORT"]);
        assert_eq!(code.as_deref(), Some("a OK [CAPABILITY IMAP4rev1] Logged in\r\n"));
    }

    #[test]
    fn what_they_bring_to_responses_vanishes_too() {
        let appended = rewritten("a OK [APPENDUID 1 7] Append completed.\r\n", &["UIDPLUS"]);
        assert_eq!(appended.as_deref(), Some("a OK Append completed.\r\n"));
        assert_eq!(rewritten("* OK [HIGHESTMODSEQ 9] Highest\r\n", &["CONDSTORE"]), None);
        let body = "* 1 FETCH (BODY[HEADER] \"[APPENDUID 1 2]\")\r\n";
        assert_eq!(rewritten(body, &["UIDPLUS"]).as_deref(), Some(body));
    }

    #[test]
    fn commands_are_known_by_what_they_use() {
        let cases = [
            ("a UID FETCH $ (FLAGS)", "SEARCHRES"),
            ("a UID SEARCH RETURN (SAVE COUNT) ALL", "SEARCHRES"),
            ("a UID SEARCH RETURN () ALL", "ESEARCH"),
            ("a UID MOVE 1 Trash", "MOVE"),
            ("a uid expunge 1:3", "UIDPLUS"),
            ("a UID STORE 1 (UNCHANGEDSINCE 5) +FLAGS (\\Seen)", "CONDSTORE"),
            ("a UID SORT (DATE) UTF-8 ALL", "SORT"),
            ("a APPEND x {3+}", "LITERAL+"),
            ("a IDLE", "IDLE"),
        ];
        for (line, capability) in cases {
            assert_eq!(used(line, &hidden(&[capability])), Some(capability), "{line}");
        }
    }

    #[test]
    fn values_do_not_count_as_use() {
        let all = hidden(&["SEARCHRES", "MOVE", "SORT", "CONDSTORE", "LITERAL+", "UIDPLUS"]);
        for line in ["a UID SEARCH SUBJECT \"a $ SAVE \\\" MODSEQ\"", "a EXPUNGE", "a UID COPY 1 \"MOVE\"", "a X {3}"] {
            assert_eq!(used(line, &all), None, "{line}");
        }
    }
}
