//! What a policy sets about a rule, as data for those who show or keep a policy.

use crate::model::Decimal;

/// One setting of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Setting {
    /// A number.
    Number(Decimal),
    /// Numbers by name.
    Numbers(Vec<(String, Decimal)>),
}
