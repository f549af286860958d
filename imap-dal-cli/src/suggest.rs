//! "Did you mean ..": the nearest of some names.

/// `; did you mean ..?`, or nothing where no candidate is near.
pub(crate) fn hint<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> String {
    nearest(word, candidates).map_or_else(String::new, |candidate| format!("; did you mean `{candidate}`?"))
}

/// The candidate that differs in at most a third of its letters, and least.
pub(crate) fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let lower = word.to_lowercase();
    let near = candidates.into_iter().map(|candidate| (distance(&lower, candidate), candidate));
    near.filter(|(distance, candidate)| *distance <= candidate.len().max(word.len()).div_ceil(3))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

fn distance(lower: &str, candidate: &str) -> usize {
    strsim::damerau_levenshtein(lower, &candidate.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::hint;

    #[test]
    fn a_slip_is_near_and_another_word_is_not() {
        assert_eq!(hint("sujbect", ["sent", "subject"]), "; did you mean `subject`?");
        assert_eq!(hint("colour", ["sent", "subject"]), "");
    }
}
