//! What stands in a cell.

use unicode_width::UnicodeWidthStr;

use crate::model::{Date, Decimal, Points, Share, Weeks};

/// The most lines of a cell that are shown at once.
const MOST_LINES: usize = 25;

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Cell<'t> {
    /// Nothing.
    Blank,
    /// Text, never a formula.
    Text(&'t str),
    /// Text made for this cell.
    Words(String),
    /// A number.
    Number(f64),
    /// A day.
    Date(Date),
    /// A formula with the result that it has with the numbers as they are written.
    Formula(String, f64),
    /// The same for a result in words.
    WordsFormula(String, String),
    /// An address of the web that can be followed, and what is shown of it.
    Link(&'t str, &'static str),
}

impl Cell<'_> {
    /// Texts in one cell.
    pub(super) fn list(texts: &[&str]) -> Self {
        if texts.is_empty() { Self::Blank } else { Self::Words(texts.join("; ")) }
    }

    /// How many lines it takes in a column of that width.
    pub(super) fn lines(&self, width: f64) -> f64 {
        match self {
            Self::Text(text) => lines(text, width),
            Self::Words(text) => lines(text, width),
            Self::Blank
            | Self::Number(_)
            | Self::Date(_)
            | Self::Formula(..)
            | Self::WordsFormula(..)
            | Self::Link(..) => 1.0,
        }
    }

    /// What there is of it.
    pub(super) fn or_blank<T: Into<Self>>(value: Option<T>) -> Self {
        value.map_or(Self::Blank, Into::into)
    }
}

impl From<Points> for Cell<'_> {
    fn from(points: Points) -> Self {
        Self::Number(decimal(points.thousandths()))
    }
}

impl From<Weeks> for Cell<'_> {
    fn from(weeks: Weeks) -> Self {
        Self::Number(decimal(weeks.thousandths()))
    }
}

impl From<u32> for Cell<'_> {
    fn from(number: u32) -> Self {
        Self::Number(number.into())
    }
}

impl From<Date> for Cell<'_> {
    fn from(date: Date) -> Self {
        Self::Date(date)
    }
}

impl From<Decimal> for Cell<'_> {
    fn from(number: Decimal) -> Self {
        Self::Number(millionths(number.millionths()))
    }
}

impl From<Share> for Cell<'_> {
    fn from(share: Share) -> Self {
        Self::Number(millionths(share.millionths().into()))
    }
}

impl<'t> From<&'t str> for Cell<'t> {
    fn from(text: &'t str) -> Self {
        if text.is_empty() { Self::Blank } else { Self::Text(text) }
    }
}

/// A count as the number of a cell.
#[expect(clippy::cast_precision_loss, reason = "nothing that is counted comes near 2⁵³")]
pub(super) const fn count(number: usize) -> f64 {
    number as f64
}

#[expect(clippy::cast_precision_loss, reason = "what people write in a cell has at most nine digits")]
const fn millionths(millionths: i64) -> f64 {
    millionths as f64 / 1_000_000.0
}

/// Thousandths as the number of a cell.
#[expect(
    clippy::cast_precision_loss,
    reason = "what a double cannot hold is beyond 9 · 10¹² points or weeks"
)]
pub(super) const fn decimal(thousandths: i64) -> f64 {
    thousandths as f64 / 1000.0
}

/// How many lines a text takes in a cell of that width. Estimated: fonts differ, and widths are given
/// in digits, which are wider than most letters.
pub(super) fn lines(text: &str, width: f64) -> f64 {
    let of = |line: &str| (count(line.width()) / (1.05 * width)).ceil().max(1.0);
    text.lines().take(MOST_LINES).map(of).sum::<f64>().clamp(1.0, count(MOST_LINES))
}
