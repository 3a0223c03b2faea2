//! A column that evidence is read from: one of the canonical ones, or one that a criterion of the
//! policy names.

use super::Column;

/// A column that a criterion of the policy names, by its place among these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OwnColumn(pub u8);

/// A column of either sort.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// A canonical column.
    Known(Column),
    /// A column that a criterion of the policy names.
    Own(OwnColumn),
}

impl From<Column> for Field {
    fn from(column: Column) -> Self {
        Self::Known(column)
    }
}
