//! Mappings: which column of an export means what. Data only: what is made of an export by one is
//! the business of `import`.
//!
//! The built-in ones are files in the policy's own syntax (`presets/`), read by the reader that
//! reads a policy's `[mapping.NAME]`. So there is nothing that a preset can do and a policy cannot.

mod headings;
mod presets;
mod read;
mod vocabulary;
mod write;

use crate::model::{Column, Decimal};

pub(crate) use headings::headed;
pub(crate) use presets::{preset, preset_names, presets_for};
pub(crate) use read::{NONE, laid_over, read};
pub(crate) use vocabulary::{meant, meant_in};
pub(crate) use write::{quoted, rule};

/// What an export's columns mean.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mapping {
    /// Its name, which is also what the columns that it carries begin with.
    pub name: String,
    /// Lists of names: a header that has all names of one of them is this kind of export.
    pub recognise: Vec<Vec<String>>,
    /// Columns that begin so are fields of their own even where they have the same name.
    pub separate: Vec<String>,
    /// Texts that count as blank in every column: `null`, `n/a`.
    pub blank: Vec<String>,
    /// How dates in numbers are written, where the file itself does not show it.
    pub dates: Option<DateForm>,
    /// What becomes of each column. Of several that fill the same cell the first one counts that
    /// says something.
    pub columns: Vec<(String, ColumnRule)>,
}

/// How dates in numbers are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateForm {
    /// 31/12/2026
    DayMonth,
    /// 12/31/2026
    MonthDay,
    /// Seconds since 1970: 1798675200
    Seconds,
    /// Thousandths of seconds since 1970: 1798675200000
    Milliseconds,
}

impl DateForm {
    /// All of them, with their words.
    pub const WORDS: [(&'static str, Self); 4] = [
        ("day-month", Self::DayMonth),
        ("month-day", Self::MonthDay),
        ("seconds", Self::Seconds),
        ("milliseconds", Self::Milliseconds),
    ];
}

/// Stands among values for any that is not named.
pub(crate) const ANY: &str = "*";

/// What becomes of a column, besides being carried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnRule {
    /// What its cells are.
    pub to: Target,
    /// Values and what they become; a blank one says nothing. `*` is any value that is not named.
    pub values: Vec<(String, String)>,
    /// What becomes of other values.
    pub others: Others,
    /// What a number is multiplied by.
    pub factor: Option<Factor>,
    /// Labels, and the cells that they fill.
    pub labels: Vec<Label>,
}

/// What the cells of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Target {
    /// Nothing that roadbed computes with.
    Carry,
    /// Cells of a canonical column. In `depends_on` and `same_as` they name other rows.
    Column(Column),
    /// Other rows that wait for this one.
    Unlocks,
    /// The row that this one is a part of.
    Parent,
    /// A number of the row that others may name instead of its id.
    Number,
}

/// What becomes of a value that the rule does not name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Others {
    /// It is taken as it is.
    Keep,
    /// It is reported, and the cell stays blank.
    Say,
    /// The column says nothing.
    Skip,
    /// Of a status: words for what is open or done leave it to the next column. Any other is reported, and
    /// the row does not count as done.
    NotDone,
}

/// What a rule makes of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Meaning<'r> {
    /// This.
    Value(&'r str),
    /// A blank cell.
    Blank,
    /// What stands there.
    AsItIs,
    /// Nothing: the next column that fills the cell is asked.
    Nothing,
    /// The rule does not know it.
    Unknown,
}

impl Others {
    /// All of them, with their words.
    pub const WORDS: [(&'static str, Self); 4] =
        [("keep", Self::Keep), ("say", Self::Say), ("skip", Self::Skip), ("not-done", Self::NotDone)];

    /// What is usual where nothing is said. Most texts that name rows are no word of a list.
    pub const fn usual(to: Target, has_values: bool) -> Self {
        if has_values && !to.refers() { Self::Say } else { Self::Keep }
    }
}

/// What a number is multiplied by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Factor {
    /// By this.
    Times(Decimal),
    /// By one part of so many: seconds of a week are not a short decimal.
    DividedBy(Decimal),
}

/// A label and the cell that it fills.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The label; with `*` at its end, whatever begins so.
    pub name: String,
    /// The column that it fills.
    pub column: Column,
    /// With what; `*` stands for the rest of the label.
    pub value: String,
}

impl Label {
    /// What this label makes of an item, if it is meant.
    pub fn value_for(&self, item: &str) -> Option<String> {
        let Some(start) = self.name.strip_suffix('*') else {
            return (same(&self.name, item)).then(|| self.value.clone());
        };
        let rest =
            item.get(start.len()..).filter(|_| item.get(..start.len()).is_some_and(|it| same(it, start)))?;
        let rest = rest.trim();
        (!rest.is_empty()).then(|| self.value.replace('*', rest))
    }
}

impl Default for ColumnRule {
    fn default() -> Self {
        Self::to(Target::Carry)
    }
}

impl ColumnRule {
    /// A rule that takes cells as they are.
    pub const fn to(to: Target) -> Self {
        Self { to, values: Vec::new(), others: Others::Keep, factor: None, labels: Vec::new() }
    }

    /// What it makes of a text.
    pub(crate) fn meaning(&self, text: &str) -> Meaning<'_> {
        let named = self.values.iter().find(|(known, _)| same(known, text));
        if let Some((_, value)) = named.or_else(|| self.values.iter().find(|(known, _)| known == ANY)) {
            return if value.is_empty() { Meaning::Blank } else { Meaning::Value(value) };
        }
        match self.others {
            Others::Keep => Meaning::AsItIs,
            Others::Say => Meaning::Unknown,
            Others::Skip => Meaning::Nothing,
            Others::NotDone => match meant(Column::Status, text) {
                None | Some("declined") => Meaning::Unknown,
                Some(_) => Meaning::Nothing,
            },
        }
    }
}

impl Target {
    /// Words for what is no canonical column.
    pub const WORDS: [(&'static str, Self); 4] = [
        ("carry", Self::Carry),
        ("unlocks", Self::Unlocks),
        ("parent", Self::Parent),
        ("number", Self::Number),
    ];

    /// The word for it.
    pub fn word(self) -> &'static str {
        if let Self::Column(column) = self {
            return column.name();
        }
        Self::WORDS.iter().find(|(_, target)| *target == self).map_or("carry", |(word, _)| word)
    }

    /// What a word means.
    pub fn parse(word: &str) -> Option<Self> {
        let special = Self::WORDS.iter().find(|(name, _)| same(name, word)).map(|&(_, target)| target);
        special.or_else(|| Column::from_header(word).map(Self::Column))
    }

    /// Whether its cells name other rows.
    pub const fn refers(self) -> bool {
        matches!(self, Self::Unlocks | Self::Parent | Self::Column(Column::DependsOn | Column::SameAs))
    }
}

impl Mapping {
    /// The number of the rule for a column of that name.
    pub fn rule(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|(known, _)| same(known, name))
    }

    /// The canonical column that a column of that name fills.
    pub fn column(&self, name: &str) -> Option<Column> {
        match self.columns[self.rule(name)?].1.to {
            Target::Column(column) => Some(column),
            _ => None,
        }
    }

    /// Whether a text says nothing in any column.
    pub fn is_blank(&self, text: &str) -> bool {
        self.blank.iter().any(|blank| same(blank, text))
    }

    /// Whether columns of that name are fields of their own where there are several.
    pub fn is_separate(&self, name: &str) -> bool {
        let begins = |start: &String| name.get(..start.len()).is_some_and(|it| same(it, start));
        self.separate.iter().any(begins)
    }

    /// Whether a header with these names is this kind of export.
    pub fn fits(&self, names: &[String]) -> bool {
        let has = |wanted: &String| names.iter().any(|name| same(name, wanted));
        self.recognise.iter().any(|all| !all.is_empty() && all.iter().all(has))
    }

    /// What the names of the columns begin with that it carries.
    pub fn prefix(&self) -> String {
        format!("{}: ", self.name)
    }
}

/// A name as names are compared: without blanks around it and without regard to case.
fn plain(name: &str) -> String {
    name.trim().to_lowercase()
}

/// Whether two names or values are the same but for case and blanks around them.
pub(crate) fn same(left: &str, right: &str) -> bool {
    let (left, right) = (left.trim(), right.trim());
    left.eq_ignore_ascii_case(right)
        || !(left.is_ascii() && right.is_ascii()) && left.to_lowercase() == right.to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_every_other_value() {
        let values = [("false", ""), ("*", "done")].map(|(from, to)| (from.to_owned(), to.to_owned()));
        let rule = ColumnRule { values: values.into(), ..ColumnRule::to(Target::Column(Column::Status)) };
        assert_eq!(rule.meaning("2026-10-02"), Meaning::Value("done"));
        assert_eq!(rule.meaning("FALSE"), Meaning::Blank);
    }

    #[test]
    fn a_label_fills_a_cell_as_a_whole_or_by_its_beginning() {
        let label =
            |name: &str, value: &str| Label { name: name.into(), column: Column::Area, value: value.into() };
        assert_eq!(
            label("Breaking-Change", "breaking").value_for("breaking-change"),
            Some("breaking".into())
        );
        assert_eq!(label("area::*", "*").value_for("Area::auth"), Some("auth".into()));
        assert_eq!(label("area::*", "*").value_for("area::"), None);
        assert_eq!(label("area::*", "*").value_for("änderung"), None);
        assert_eq!(label("area", "*").value_for("area::auth"), None);
    }
}
