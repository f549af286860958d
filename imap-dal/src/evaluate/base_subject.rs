//! The base subject (RFC 5256 section 2.1): a subject without the marks of replying and forwarding.

/// The base subject of a decoded subject in which white space is single spaces (step 1 of the RFC); in the case it has.
///
/// Each loop takes text away and looks at no character more than a fixed number of times, so the time is linear.
pub(super) fn base_subject(subject: &str) -> &str {
    let mut rest = subject;
    loop {
        rest = without_leaders(without_trailers(rest));
        // Step 6: `[fwd: subject]`.
        match strip_prefix(rest, "[fwd:").and_then(|rest| rest.strip_suffix(']')) {
            Some(forwarded) => rest = forwarded,
            None => return rest,
        }
    }
}

/// Step 2: without any `subj-trailer`, `(fwd)` or white space.
fn without_trailers(mut text: &str) -> &str {
    loop {
        text = text.trim_end_matches(is_wsp);
        match strip_suffix(text, "(fwd)") {
            Some(rest) => text = rest,
            None => return text,
        }
    }
}

/// Steps 3 to 5: without any `subj-leader`, and without the `subj-blob`s before what remains, but never without the last
/// one where nothing else remains.
fn without_leaders(mut text: &str) -> &str {
    loop {
        text = text.trim_start_matches(is_wsp);
        // All blobs of the run at once: a `re:` behind the last one takes every one before it along.
        let (mut last, mut rest) = (text, text);
        while let Some(after) = strip_blob(rest) {
            (last, rest) = (rest, after);
        }
        match strip_refwd(rest) {
            Some(after) => text = after,
            None => return if rest.is_empty() { last } else { rest },
        }
    }
}

/// `subj-refwd = ("re" / ("fw" ["d"])) *WSP [subj-blob] ":"`
fn strip_refwd(text: &str) -> Option<&str> {
    let rest = ["re", "fwd", "fw"].iter().find_map(|word| strip_prefix(text, word))?;
    let rest = rest.trim_start_matches(is_wsp);
    strip_blob(rest).unwrap_or(rest).strip_prefix(':')
}

/// `subj-blob = "[" *BLOBCHAR "]" *WSP`. The RFC's `BLOBCHAR` is ASCII as its whole grammar is; here, as in servers, it
/// is any character but the brackets.
fn strip_blob(text: &str) -> Option<&str> {
    let inside = text.strip_prefix('[')?;
    let end = inside.find(['[', ']'])?;
    inside.get(end..)?.strip_prefix(']').map(|rest| rest.trim_start_matches(is_wsp))
}

/// `prefix` in ASCII lower case; `text` in any case.
fn strip_prefix<'t>(text: &'t str, prefix: &str) -> Option<&'t str> {
    let (head, rest) = text.split_at_checked(prefix.len())?;
    head.eq_ignore_ascii_case(prefix).then_some(rest)
}

/// `suffix` in ASCII lower case; `text` in any case.
fn strip_suffix<'t>(text: &'t str, suffix: &str) -> Option<&'t str> {
    let (rest, tail) = text.split_at_checked(text.len().checked_sub(suffix.len())?)?;
    tail.eq_ignore_ascii_case(suffix).then_some(rest)
}

fn is_wsp(c: char) -> bool {
    matches!(c, ' ' | '\t')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn base(cases: &[(&str, &str)]) {
        for (subject, expected) in cases {
            assert_eq!(base_subject(subject), *expected, "of {subject:?}");
        }
    }

    #[test]
    fn a_plain_subject_is_its_own_base() {
        base(&[("Lunch", "Lunch"), ("", ""), ("Resume", "Resume"), ("re", "re"), ("Fwd", "Fwd"), ("日本語", "日本語")]);
    }

    #[test]
    fn trailers_go_in_any_number() {
        base(&[
            ("Lunch (fwd)", "Lunch"),
            ("Lunch(FWD)", "Lunch"),
            ("Lunch (fwd) (Fwd)  ", "Lunch"),
            ("(fwd)", ""),
            ("(fwd) Lunch", "(fwd) Lunch"),
            ("Lunch (fw)", "Lunch (fw)"),
            ("Mittag ü(fwd)", "Mittag ü"),
        ]);
    }

    #[test]
    fn leaders_go_in_any_number_and_case() {
        base(&[
            ("Re: Lunch", "Lunch"),
            ("RE:Lunch", "Lunch"),
            ("re : Lunch", "Lunch"),
            ("Fw: Lunch", "Lunch"),
            ("FWD: Lunch", "Lunch"),
            ("fwd \t : Lunch", "Lunch"),
            ("Re: Fwd: re: Lunch", "Lunch"),
            (" \t Lunch", "Lunch"),
            ("Re:", ""),
            ("Re: (fwd)", ""),
            ("Aw: Lunch", "Aw: Lunch"),
            ("Res: Lunch", "Res: Lunch"),
            ("Re Lunch", "Re Lunch"),
            ("Re; Lunch", "Re; Lunch"),
        ]);
    }

    #[test]
    fn a_reply_may_hold_a_blob() {
        base(&[
            ("Re[2]: Lunch", "Lunch"),
            ("Re [2] : Lunch", "Lunch"),
            ("Fwd[a b]:Lunch", "Lunch"),
            ("Re[2] Lunch", "Re[2] Lunch"),
            ("Re[2][3]: Lunch", "Re[2][3]: Lunch"),
            ("Re[[2]]: Lunch", "Re[[2]]: Lunch"),
        ]);
    }

    #[test]
    fn blobs_before_a_reply_go_with_it() {
        base(&[
            ("[list] Re: Lunch", "Lunch"),
            ("[list][sub] Re: Lunch", "Lunch"),
            ("[list] [sub] Re: [list] Fwd: Lunch", "Lunch"),
            ("[list] Re:", ""),
            ("[] Re: Lunch", "Lunch"),
        ]);
    }

    #[test]
    fn blobs_before_text_go_but_the_last_thing_stays() {
        base(&[
            ("[list] Lunch", "Lunch"),
            ("[list][sub]  Lunch", "Lunch"),
            ("Re: [list] Lunch", "Lunch"),
            ("[日本] Lunch", "Lunch"),
            ("[list]", "[list]"),
            ("Re: [list]", "[list]"),
            ("[list] [sub]", "[sub]"),
            ("[list] (fwd)", "[list]"),
            ("[list] [open", "[open"),
            ("[open Lunch", "[open Lunch"),
            ("[a[b]] Lunch", "[a[b]] Lunch"),
            ("Lunch [list]", "Lunch [list]"),
        ]);
    }

    #[test]
    fn a_forwarded_subject_is_unwrapped() {
        base(&[
            ("[Fwd: Lunch]", "Lunch"),
            ("[FWD:Lunch]", "Lunch"),
            ("[fwd: [Fwd: Lunch]]", "Lunch"),
            ("[Fwd: Re: Lunch (fwd)]", "Lunch"),
            ("Re: [Fwd: Lunch] (fwd)", "Lunch"),
            ("[list] [Fwd: Re: [list] Lunch]", "Lunch"),
            ("[Fwd: [list]]", "[list]"),
            ("[Fwd:]", ""),
            ("[Fwd: Lunch", "[Fwd: Lunch"),
            ("[Fwd: Lunch] today", "today"),
            ("Re: [Fwd: [Fwd: Re: a (fwd)] (fwd)]", "a"),
        ]);
    }

    #[test]
    fn long_subjects_take_linear_time() {
        assert_eq!(base_subject(&"[a]".repeat(200_000)), "[a]");
        assert_eq!(base_subject(&format!("{}x", "[a]re:".repeat(100_000))), "x");
        assert_eq!(base_subject(&format!("{}x{}", "[fwd:".repeat(100_000), "]".repeat(100_000))), "x");
        assert_eq!(base_subject(&"(fwd)".repeat(200_000)), "");
    }

    proptest! {
        #[test]
        fn a_base_subject_is_part_of_the_subject_and_its_own_base(
            subject in "(re|fwd|fw|:|\\[|\\]|\\(fwd\\)|\\[fwd:| |a|ü){0,20}",
        ) {
            let base = base_subject(&subject);
            prop_assert!(subject.contains(base));
            prop_assert_eq!(base_subject(base), base);
        }
    }
}
