//! How numbers are written in a file, and cell text → numbers.
//!
//! A mark before exactly three digits may be a decimal mark or separate thousands: `1.200`. Where the
//! file does not show which, the cell is refused and both readings are offered.

use super::{
    codes,
    readings::{decimal_mark, how_to_write, how_to_write_count, mark_of_thousands},
    scanner::Scanner,
    sheet::Sheet,
    units::Unit,
    values::{Wrong, wrong},
};
use crate::model::{Column, Columns, Decimal, Weeks};

/// Columns that hold numbers.
pub(crate) const COLUMNS: Columns = Columns::of(&[
    Column::Adopters,
    Column::Reuse,
    Column::Reliability,
    Column::TechDebt,
    Column::Consumers,
    Column::ExternalConsumers,
    Column::ConsumerEffort,
    Column::Migration,
    Column::Compatibility,
    Column::Value,
    Column::Effort,
    Column::Confidence,
    Column::Pressure,
]);

/// How numbers are written in a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Numbers {
    /// Whether a comma can be a decimal comma, because it does not separate cells.
    commas: bool,
    points: Points,
}

/// What a point before three digits is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Points {
    /// A decimal point: the file's cells are separated by commas, or its other numbers show it.
    #[default]
    Decimal,
    /// A decimal point where the last digit is not 0. A number that a workbook stores never ends in
    /// one, so that one which does was typed as text.
    Stored,
    /// A decimal point or a separator of thousands.
    Unsure,
}

impl Numbers {
    /// How numbers are written in a file whose cells are separated by this.
    pub(super) const fn separated_by(delimiter: u8) -> Self {
        match delimiter {
            b',' => Self { commas: false, points: Points::Decimal },
            _ => Self { commas: true, points: Points::Unsure },
        }
    }

    /// How numbers are written in a workbook: those that it stores have a point.
    pub(super) const fn of_workbook() -> Self {
        Self { commas: true, points: Points::Stored }
    }

    /// The same, with what other cells of numbers show: a point is a decimal point where one can be
    /// nothing else and no comma is a decimal comma.
    #[must_use]
    pub(super) fn seen_in<T: AsRef<str>>(self, cells: impl Iterator<Item = T>) -> Self {
        if self.points != Points::Unsure {
            return self;
        }
        let mut points = false;
        for cell in cells {
            for number in cell.as_ref().split(['-', '\u{2013}', '%']) {
                match decimal_mark(number.trim()) {
                    Some(b',') => return self,
                    Some(_) => points = true,
                    None => {}
                }
            }
        }
        Self { points: if points { Points::Decimal } else { Points::Unsure }, ..self }
    }

    /// Whether a text may hold a number that only the file's other numbers explain.
    pub(super) fn needs_others(self, text: &str) -> bool {
        let digit = |at: usize| text.as_bytes().get(at).is_some_and(u8::is_ascii_digit);
        self.points == Points::Unsure
            && memchr::memchr_iter(b'.', text.as_bytes())
                .any(|at| at > 0 && digit(at - 1) && (1..=3).all(|behind| digit(at + behind)))
    }

    /// Whether a number is written with a decimal comma.
    pub(super) fn has_decimal_comma(self, text: &str) -> bool {
        self.commas && text.contains(',')
    }

    /// A decimal number.
    pub(crate) fn decimal(self, text: &str) -> Option<Decimal> {
        if self.is_ambiguous(text) {
            return None;
        }
        if self.has_decimal_comma(text) && !text.contains('.') {
            return Decimal::parse(&text.replacen(',', ".", 1));
        }
        // A true minus sign is what typographers write.
        match text.strip_prefix('\u{2212}') {
            Some(rest) if rest.starts_with(|c: char| c.is_ascii_digit()) => {
                Decimal::parse(&format!("-{rest}"))
            }
            _ => Decimal::parse(text),
        }
    }

    /// The numbers of a cell written with points, where they have decimal commas.
    pub(crate) fn with_points(self, text: &str) -> Option<String> {
        let is_number = |part: &str| !part.contains(',') || self.decimal(part.trim()).is_some();
        let numbers = self.has_decimal_comma(text)
            && !text.contains(['.', ';'])
            && text.split(['-', '\u{2013}', '%']).all(is_number);
        numbers.then(|| text.replace(',', "."))
    }

    /// Whether the mark of a number may be a decimal mark or separate thousands.
    pub(crate) fn is_ambiguous(self, text: &str) -> bool {
        match (mark_of_thousands(text), self.points) {
            (Some(b','), _) => self.commas,
            (Some(_), Points::Unsure) => true,
            (Some(_), Points::Stored) => text.ends_with('0'),
            (Some(_), Points::Decimal) | (None, _) => false,
        }
    }

    /// A number from `least` to `most`.
    pub(crate) fn within(self, text: &str, least: i32, most: i32) -> Result<Decimal, Wrong> {
        let expected = || format!("a number from {least} to {most}");
        match self.decimal(text) {
            Some(number) if number >= Decimal::whole(least) && number <= Decimal::whole(most) => Ok(number),
            Some(_) => {
                wrong(&codes::BAD_NUMBER, expected(), "rate it on that scale, or leave the cell blank")
            }
            None => wrong(&codes::BAD_NUMBER, expected(), how_to_write(text)),
        }
    }

    /// A number of things: whole, not negative, at most a million. Nobody writes one with three
    /// decimals, so that `1.000` is a thousand or a slip whatever the file.
    pub(crate) fn count(self, text: &str) -> Result<u32, Wrong> {
        let plain = mark_of_thousands(text).is_none().then(|| self.decimal(text)).flatten();
        let count = plain.filter(|number| number.millionths() % 1_000_000 == 0);
        match count.map(|number| u32::try_from(number.millionths() / 1_000_000)) {
            Some(Ok(count)) if count <= 1_000_000 => Ok(count),
            _ => wrong(&codes::BAD_NUMBER, "a whole number from 0 to 1000000", how_to_write_count(text)),
        }
    }

    /// Weeks that may be none.
    pub(crate) fn weeks(self, text: &str, unit: Unit) -> Result<Weeks, Wrong> {
        match self.decimal(text) {
            Some(number) if number >= Decimal::ZERO && number <= Decimal::whole(1_000_000) => {
                Ok(unit.weeks(number.millionths().into(), 1))
            }
            _ => wrong(&codes::BAD_NUMBER, "a number of weeks, 0 or more", how_to_write(text)),
        }
    }

    /// Any number, for points agreed elsewhere.
    pub(crate) fn points(self, text: &str) -> Result<Decimal, Wrong> {
        self.decimal(text)
            .map_or_else(|| wrong(&codes::BAD_NUMBER, "a number below 1000000000", how_to_write(text)), Ok)
    }

    /// What a criterion of the policy's own measures.
    pub(crate) fn measure(self, text: &str) -> Result<Decimal, Wrong> {
        self.within(text, -1_000_000_000, 1_000_000_000)
    }
}

/// How numbers are written in a sheet, as its own ones show.
pub(super) fn shown_in(sheet: &Sheet<'_>) -> Numbers {
    if !sheet.numbers.needs_others(&sheet.source.text) {
        return sheet.numbers;
    }
    let known = Column::ALL.iter().filter(|&&column| COLUMNS.contains(column));
    let known = known.filter_map(|&column| sheet.by_column[column as usize]);
    let columns: Vec<usize> = known.chain(sheet.own.iter().copied().flatten()).collect();
    let (mut cells, mut faults) = (Vec::new(), Vec::new());
    let mut scanner = Scanner::new(&sheet.source.text, sheet.dialect.delimiter, sheet.dialect.header);
    let mut texts = Vec::new();
    scanner.row(&mut cells, &mut faults);
    while scanner.row(&mut cells, &mut faults).is_some() {
        let of_row = columns.iter().filter_map(|&at| cells.get(at)).map(|&cell| sheet.content(cell));
        texts.extend(of_row.filter(|text| text.contains(['.', ','])));
    }
    sheet.numbers.seen_in(texts.into_iter())
}

/// Whether a number has digits that are lost where so many decimals are kept.
pub(super) fn is_rounded(text: &str, kept: usize) -> bool {
    let part = |number: &str| number.rfind(['.', ',']).map(|at| number[at + 1..].trim_end_matches('0').len());
    text.split(['-', '\u{2013}', '%']).any(|number| part(number.trim()).is_some_and(|digits| digits > kept))
}

#[cfg(test)]
mod tests {
    use super::*;

    const COMMAS: Numbers = Numbers::separated_by(b',');
    const SEMICOLONS: Numbers = Numbers::separated_by(b';');
    const WORKBOOK: Numbers = Numbers::of_workbook();

    fn hint(wrong: &Wrong) -> &str {
        wrong.hint.as_deref().unwrap()
    }

    #[test]
    fn numbers_outside_their_range_or_form_are_wrong() {
        assert!(COMMAS.within("5", -5, 5).is_ok());
        assert!(COMMAS.within("\u{2212}4", -5, 5).is_ok());
        assert!(COMMAS.within("5.1", -5, 5).is_err());
        assert_eq!(hint(&COMMAS.within("3,5", 0, 5).unwrap_err()), "write a point for a decimal comma: 3.5");
        assert_eq!(SEMICOLONS.within("3,5", 0, 5), Ok(Decimal::from_millionths(3_500_000)));
        assert!(COMMAS.count("2.5").is_err());
        assert_eq!(COMMAS.count("40"), Ok(40));
        assert_eq!(hint(&COMMAS.points("1E5").unwrap_err()), "a spreadsheet shortened it: write all digits");
    }

    #[test]
    fn a_mark_before_three_digits_is_refused_where_it_may_separate_thousands() {
        for (numbers, text, value) in [
            (COMMAS, "1.200", Some(1_200_000)),
            (COMMAS, "1,200", None),
            (SEMICOLONS, "1.200", None),
            (SEMICOLONS, "1,200", None),
            (SEMICOLONS, "-1.200", None),
            (SEMICOLONS, "0,125", Some(125_000)),
            (SEMICOLONS, "0.125", Some(125_000)),
            (SEMICOLONS, "1,2000", Some(1_200_000)),
            (SEMICOLONS, "1200,5", Some(1_200_500_000)),
            (SEMICOLONS, "1234,567", Some(1_234_567_000)),
            (WORKBOOK, "1.234", Some(1_234_000)),
            (WORKBOOK, "1.230", None),
            (WORKBOOK, "1,234", None),
        ] {
            assert_eq!(numbers.decimal(text), value.map(Decimal::from_millionths), "{text}");
        }
    }

    #[test]
    fn decimal_commas_are_written_as_points_where_they_are_decimal_commas() {
        for (numbers, text, pointed) in [
            (SEMICOLONS, "2,5", Some("2.5")),
            (SEMICOLONS, "0,5-1-2,25", Some("0.5-1-2.25")),
            (SEMICOLONS, "62,5 %", Some("62.5 %")),
            (SEMICOLONS, "ads, pay", None),
            (SEMICOLONS, "1,200", None),
            (SEMICOLONS, "3", None),
            (COMMAS, "2,5", None),
        ] {
            assert_eq!(numbers.with_points(text).as_deref(), pointed, "{text}");
        }
    }

    #[test]
    fn the_other_numbers_of_a_file_show_what_its_points_are() {
        for (cells, value) in [
            (&["2.5", "M"][..], Some(1_200_000)),
            (&["2.5", "3,5"], None),
            (&["1", "1.5.2027", "10.000"], None),
            (&["0.5-1-2"], Some(1_200_000)),
        ] {
            let numbers = SEMICOLONS.seen_in(cells.iter());
            assert_eq!(numbers.decimal("1.200"), value.map(Decimal::from_millionths), "{cells:?}");
            assert_eq!(numbers.decimal("1,200"), None);
        }
        assert!(SEMICOLONS.needs_others("a;1.200\n"));
        assert!(!SEMICOLONS.needs_others("a;1.2;.500;v.1\n"));
        assert!(!COMMAS.needs_others("a,1.200\n"));
    }

    #[test]
    fn a_count_with_three_decimals_is_a_thousand_or_a_slip() {
        for numbers in [COMMAS, SEMICOLONS, WORKBOOK] {
            for text in ["1.000", "1,000"] {
                let wrong = numbers.count(text).unwrap_err();
                assert_eq!(hint(&wrong), "this can mean 1000 or 1: write the one that is meant", "{text}");
            }
            let hint_of = |text: &str| hint(&numbers.count(text).unwrap_err()).to_owned();
            assert_eq!(
                hint_of("1.200"),
                "this can mean 1200 or 1.2, which is no whole number: write 1200 if that is meant"
            );
            assert_eq!(hint_of("2.5"), "write a whole number such as 3");
        }
    }

    #[test]
    fn digits_behind_those_that_are_kept_are_noticed() {
        for (text, kept, rounded) in [
            ("5.0000000000001", 6, true),
            ("5.0000000", 6, false),
            ("1.2345", 3, true),
            ("1.2340", 3, false),
            ("1-2,00001-3", 3, true),
            ("2-3-6", 3, false),
            ("M", 3, false),
        ] {
            assert_eq!(is_rounded(text, kept), rounded, "{text}");
        }
    }
}
