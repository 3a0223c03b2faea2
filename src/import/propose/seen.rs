//! What was seen in the cells of a column.

use rustc_hash::FxHashMap;

use crate::{
    import::export::{Export, cell},
    model::natural,
    untrusted::inline,
};

/// Texts that are counted before a column is said to hold many.
const MOST: usize = 200;

/// Words that are blank cells in every column.
const BLANKS: [&str; 9] = ["null", "nil", "undefined", "nan", "n/a", "(none)", "(ninguno)", "-", "—"];

/// The different texts of a column, in natural order, and how many cells have each.
pub(super) struct Seen<'e> {
    texts: Vec<(&'e str, usize)>,
    filled: usize,
    too_many: bool,
}

impl<'e> Seen<'e> {
    /// What stands in the columns of a name.
    pub(super) fn of(export: &'e Export<'_>, name: &str) -> Self {
        let fields: Vec<u32> =
            (0..).zip(&export.fields).filter(|(_, field)| field.header == name).map(|(at, _)| at).collect();
        let mut numbers: FxHashMap<&str, usize> = FxHashMap::default();
        let (mut filled, mut too_many) = (0, false);
        for text in export.rows.iter().flat_map(|row| fields.iter().filter_map(|&field| cell(row, field))) {
            let text = text.text.trim();
            if is_blank(text) {
                continue;
            }
            filled += 1;
            if numbers.len() < MOST || numbers.contains_key(text) {
                *numbers.entry(text).or_default() += 1;
            } else {
                too_many = true;
            }
        }
        let mut texts: Vec<(&str, usize)> = numbers.into_iter().collect();
        texts.sort_by(|left, right| natural(left.0, right.0).then(left.0.cmp(right.0)));
        Self { texts, filled, too_many }
    }

    pub(super) const fn is_blank(&self) -> bool {
        self.filled == 0
    }

    pub(super) const fn is_too_many(&self) -> bool {
        self.too_many
    }

    /// The different texts.
    pub(super) fn texts(&self) -> impl Iterator<Item = &'e str> {
        self.texts.iter().map(|&(text, _)| text)
    }

    /// Why these cannot be the ids of so many rows.
    pub(super) fn not_an_id(&self, rows: usize) -> Option<String> {
        if let Some((text, _)) = self.texts.iter().find(|(text, _)| text.contains(';')) {
            return Some(format!("no id: {} looks like a list", quoted(text)));
        }
        let twice = self.texts.iter().find(|&&(_, number)| number > 1);
        match (rows - self.filled.min(rows), twice) {
            (0, None) => None,
            (0, Some((text, _))) => Some(format!("no id: several rows have {}", quoted(text))),
            (blank, _) => Some(format!("no id: blank in {blank} of {rows} rows")),
        }
    }

    /// How many texts of its own a column has that could be titles: several words each, mostly different.
    pub(super) fn like_titles(&self) -> Option<usize> {
        let words = self.texts.iter().filter(|(text, _)| text.contains(' ') && text.len() <= 200).count();
        (words > 0 && words * 2 >= self.texts.len()).then_some(words)
    }
}

fn is_blank(text: &str) -> bool {
    BLANKS.iter().any(|blank| blank.eq_ignore_ascii_case(text))
}

/// The words that stand for blank cells in a table.
pub(super) fn blank_words(export: &Export<'_>) -> Vec<String> {
    let mut met = [false; BLANKS.len()];
    for text in export.rows.iter().flat_map(|row| &row.cells).map(|(_, cell)| cell.text.trim()) {
        if let Some(at) = BLANKS.iter().position(|blank| blank.eq_ignore_ascii_case(text)) {
            met[at] = true;
        }
    }
    BLANKS.iter().zip(met).filter(|&(_, met)| met).map(|(blank, _)| (*blank).to_owned()).collect()
}

fn quoted(text: &str) -> String {
    format!("`{}`", inline(text, 40))
}

/// How many words are listed.
const LISTED: usize = 5;

/// Words to decide on.
pub(super) fn listed(words: &[&str]) -> String {
    let shown: Vec<String> = words.iter().take(LISTED).map(|word| quoted(word)).collect();
    let more = words.len().saturating_sub(LISTED);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{}{more}", shown.join(", "))
}
