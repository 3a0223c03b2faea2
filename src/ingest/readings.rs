//! What a text with marks between its digits can mean, and how to write that so that it is taken.

use crate::{diagnostic::Words, model::Decimal};

/// How to write what was probably meant by a text that is not a usable number.
pub(super) fn how_to_write(text: &str) -> Words {
    match &readings(text)[..] {
        [one, other] => {
            return format!("this can mean {one} or {other}: write the one that is meant").into();
        }
        [number] if decimal_mark(text) == Some(b',') => {
            return format!("write a point for a decimal comma: {number}").into();
        }
        [number] if number != text => return format!("write {number}").into(),
        _ => {}
    }
    let exponent = text.bytes().any(|byte| byte == b'e' || byte == b'E');
    if exponent && text.parse::<f64>().is_ok_and(f64::is_finite) {
        return "a spreadsheet shortened it: write all digits".into();
    }
    "write a plain number such as 3 or 2.5, or leave the cell blank".into()
}

/// The same for a text that is not a usable number of things: what is offered is whole.
pub(super) fn how_to_write_count(text: &str) -> Words {
    let readings = readings(text);
    match &readings[..] {
        [thousands, other] if other.contains('.') => format!(
            "this can mean {thousands} or {other}, which is no whole number: write {thousands} if that is meant"
        )
        .into(),
        [number] if number.contains('.') => "write a whole number such as 3".into(),
        _ => how_to_write(text),
    }
}

/// Every number that a text with marks between its digits can mean, written so that it is taken:
/// `1.200` is 1200 or 1.2, `1.200,50` is 1200.50.
pub(super) fn readings(text: &str) -> Vec<String> {
    let (sign, digits) = match text.strip_prefix(['-', '\u{2212}']) {
        Some(digits) => ("-", digits),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    };
    let is_group = |c: char| matches!(c, '.' | ',' | '\'' | '\u{2019}' | ' ' | '\u{a0}' | '\u{202f}');
    let grouped = |text: &str| {
        let mut groups = text.split(is_group);
        let first = groups.next().is_some_and(|first| (1..=3).contains(&first.len()));
        (first && groups.all(|group| group.len() == 3)).then(|| text.replace(is_group, ""))
    };
    let mark = digits.rfind(['.', ',']);
    let several = |at: usize| digits[..at].contains(&digits[at..=at]);
    let decimal = mark.filter(|&at| !several(at)).and_then(|at| {
        let (whole, part) = (&digits[..at], &digits[at + 1..]);
        let whole = if whole.contains(is_group) { grouped(whole)? } else { whole.to_owned() };
        let number = match part.trim_end_matches('0') {
            "" => return Some(whole),
            part => format!("{whole}.{part}"),
        };
        // As it is it could be taken for thousands once more.
        Some(if mark_of_thousands(&number).is_some() { number + "0" } else { number })
    });
    // What begins with 0 has no thousands.
    let thousands = digits.contains(is_group).then(|| grouped(digits)).flatten();
    let thousands = thousands.filter(|number| !number.starts_with('0'));
    let readings = thousands.into_iter().chain(decimal).map(|number| format!("{sign}{number}"));
    readings.filter(|number| Decimal::parse(number).is_some()).collect()
}

/// The mark in a number such as `1.200` or `1,200`, which may separate thousands.
pub(super) fn mark_of_thousands(text: &str) -> Option<u8> {
    let digits = text.trim_start_matches(['-', '+', '\u{2212}']).as_bytes();
    let (whole, rest) = digits.split_at(digits.len().checked_sub(4)?);
    let are_digits = |bytes: &[u8]| bytes.iter().all(u8::is_ascii_digit);
    let (&mark, part) = rest.split_first()?;
    let thousands = matches!(whole, [b'1'..=b'9', more @ ..] if more.len() < 3 && are_digits(more));
    (thousands && matches!(mark, b'.' | b',') && are_digits(part)).then_some(mark)
}

/// The mark in a number that can be nothing but a decimal mark: `2.5`, `0,125`.
pub(super) fn decimal_mark(text: &str) -> Option<u8> {
    let at = text.find(['.', ','])?;
    let number = text.strip_prefix(['-', '+', '\u{2212}']).unwrap_or(text);
    let plain = number.bytes().filter(u8::is_ascii_digit).count() + 1 == number.len();
    (plain && mark_of_thousands(text).is_none() && at + 1 < text.len()).then(|| text.as_bytes()[at])
}

#[cfg(test)]
mod tests {
    use super::{super::numbers::Numbers, *};

    #[test]
    fn what_is_offered_is_taken() {
        let all = [Numbers::separated_by(b','), Numbers::separated_by(b';'), Numbers::of_workbook()];
        for (text, offered) in [
            ("1.200", &["1200", "1.2"][..]),
            ("1,234", &["1234", "1.2340"]),
            ("-1,200", &["-1200", "-1.2"]),
            ("1.200,50", &["1200.5"]),
            ("1,200.50", &["1200.5"]),
            ("1.200.000", &["1200000"]),
            ("1 200", &["1200"]),
            ("1'200.5", &["1200.5"]),
            ("0,125", &["0.125"]),
            ("3,5", &["3.5"]),
            ("1.2.3", &[]),
            ("12,34,567", &[]),
            ("abc", &[]),
            ("é,5", &[]),
            ("", &[]),
        ] {
            let readings = readings(text);
            assert_eq!(readings, offered, "{text}");
            let taken = |number: &String| all.iter().all(|numbers| numbers.decimal(number).is_some());
            assert!(readings.iter().all(taken), "{text}");
        }
    }
}
