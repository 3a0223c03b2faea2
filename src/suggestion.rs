//! "Did you mean": the known name closest to one that is not known.

/// The candidate that a typing mistake most likely turned into `name`, if any is close enough.
pub(crate) fn closest<'c>(name: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    // Nobody meant a known name by a text of that length.
    if name.len() > 200 {
        return None;
    }
    let name = name.to_lowercase();
    candidates
        .into_iter()
        .map(|candidate| (strsim::jaro_winkler(&name, &candidate.to_lowercase()), candidate))
        .filter(|&(likeness, _)| likeness > 0.85)
        // Of equal likeness the first, so that the order of candidates decides.
        .reduce(|best, next| if next.0 > best.0 { next } else { best })
        .map(|(_, candidate)| candidate)
}

/// Whether two names differ by one slip of the finger, digits aside: `relability`, `chekout`.
pub(crate) fn is_slip(left: &str, right: &str) -> bool {
    left != right
        && left.len().abs_diff(right.len()) <= 4
        && left.len().min(right.len()) >= 4
        && strsim::damerau_levenshtein(left, right) == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_finds_the_name_that_was_meant() {
        let known = ["reliability", "tech_debt", "reuse"];
        assert_eq!(closest("relability", known), Some("reliability"));
        assert_eq!(closest("Tech-debt", known), Some("tech_debt"));
        assert_eq!(closest("colour", known), None);
    }
}
