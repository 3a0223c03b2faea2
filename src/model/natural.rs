//! Natural order of ids: `A-2` before `A-10`.

use std::cmp::Ordering;

/// Compares two texts with their runs of digits as numbers, and where that finds no difference
/// (`A-2` and `A-02`) byte by byte.
pub fn natural(left: &str, right: &str) -> Ordering {
    let (mut rest, mut other) = (left.as_bytes(), right.as_bytes());
    loop {
        match (rest.first(), other.first()) {
            (Some(x), Some(y)) if x.is_ascii_digit() && y.is_ascii_digit() => {
                let (run, other_run) = (digits(rest), digits(other));
                let order = number(&rest[..run]).cmp(&number(&other[..other_run]));
                if order.is_ne() {
                    return order;
                }
                (rest, other) = (&rest[run..], &other[other_run..]);
            }
            (Some(x), Some(y)) if x == y => (rest, other) = (&rest[1..], &other[1..]),
            (None, None) => return left.cmp(right),
            _ => return rest.cmp(other),
        }
    }
}

/// How many digits a text begins with.
fn digits(text: &[u8]) -> usize {
    text.iter().take_while(|byte| byte.is_ascii_digit()).count()
}

/// Digits as a key that orders like the number they write, however long.
fn number(digits: &[u8]) -> (usize, &[u8]) {
    let zeros = digits.iter().take_while(|&&byte| byte == b'0').count();
    (digits.len() - zeros, &digits[zeros..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_of_digits_compare_as_numbers() {
        let sorted = ["", "1E5", "7", "007b", "10", "A-02", "A-2", "A-2-1", "A-10", "A1", "B", "a", "ä"];
        for (at, left) in sorted.iter().enumerate() {
            for (other, right) in sorted.iter().enumerate() {
                assert_eq!(natural(left, right), at.cmp(&other), "{left} {right}");
            }
        }
    }
}
