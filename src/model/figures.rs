//! Figures written digit by digit: there are so many of them that formatting each would take most of
//! the time of writing.

/// A whole number in digits.
pub(crate) fn digits(mut number: u64, out: &mut Vec<u8>) {
    // Twenty digits hold any number of 64 bits.
    let mut digits = [b'0'; 20];
    let mut first = digits.len() - 1;
    while number >= 10 {
        digits[first] = digit(number);
        number /= 10;
        first -= 1;
    }
    digits[first] = digit(number);
    out.extend_from_slice(&digits[first..]);
}

/// A whole number in digits, into a text.
pub(crate) fn push_digits(number: u64, out: &mut String) {
    let mut power = 1;
    while number / power >= 10 {
        power *= 10;
    }
    while power > 0 {
        out.push(char::from(digit(number / power)));
        power /= 10;
    }
}

/// Thousandths as the shortest exact decimal: `3`, `2.5`, `-0.125`.
pub(crate) fn decimal(thousandths: i64, out: &mut Vec<u8>) {
    if thousandths < 0 {
        out.push(b'-');
    }
    let size = thousandths.unsigned_abs();
    digits(size / 1000, out);
    let part = size % 1000;
    if part > 0 {
        let places = [b'.', digit(part / 100), digit(part / 10), digit(part)];
        let shown = places.iter().rposition(|&place| place != b'0').map_or(0, |last| last + 1);
        out.extend_from_slice(&places[..shown]);
    }
}

/// The last digit of a number.
const fn digit(number: u64) -> u8 {
    b'0' + (number % 10) as u8
}
