//! The canonical columns of a backlog.

macro_rules! columns {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)+) => {
        /// A canonical column.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Column {
            $($(#[$doc])* $variant,)+
        }

        impl Column {
            /// All of them, in the order of the documentation.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Its name in a header.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)+
                }
            }
        }
    };
}

columns! {
    /// Unique name of the request.
    Id = "id",
    /// One line that says what it is.
    Title = "title",
    /// What it is, at length.
    Description = "description",
    /// Who asks.
    Team = "team",
    /// Whose interest it is.
    Stakeholder = "stakeholder",
    /// What sort of work it is.
    Kind = "kind",
    /// Which part of the platform it touches.
    Area = "area",
    /// Who would use it: names or a count.
    Adopters = "adopters",
    /// Rating of reuse, where nothing is measured.
    Reuse = "reuse",
    /// For how many it is built.
    Scope = "scope",
    /// Rating of the effect on reliability.
    Reliability = "reliability",
    /// Rating of the effect on technical debt.
    TechDebt = "tech_debt",
    /// What it does to existing consumers.
    Breaking = "breaking",
    /// Internal consumers who must change.
    Consumers = "consumers",
    /// External consumers who must change.
    ExternalConsumers = "external_consumers",
    /// Weeks each consumer needs.
    ConsumerEffort = "consumer_effort",
    /// How consumers are helped across.
    Migration = "migration",
    /// Rating of the cost to consumers, where nothing is measured.
    Compatibility = "compatibility",
    /// Points agreed elsewhere, in place of the criteria.
    Value = "value",
    /// Weeks of work.
    Effort = "effort",
    /// How sure the evidence is.
    Confidence = "confidence",
    /// How loudly it is asked for.
    Pressure = "pressure",
    /// What forces it.
    Mandate = "mandate",
    /// By when it is needed.
    NeededBy = "needed_by",
    /// What success is measured by.
    Metric = "metric",
    /// What gets better.
    Outcome = "outcome",
    /// What it waits for.
    DependsOn = "depends_on",
    /// Which request it repeats.
    SameAs = "same_as",
    /// How far it has come.
    Status = "status",
    /// Who would do it.
    Squad = "squad",
}

impl Column {
    /// The column that a header name means: case does not matter, and blanks, `-` and `_`
    /// are alike.
    pub fn from_header(header: &str) -> Option<Self> {
        let name = Self::plain(header);
        Self::ALL.iter().copied().find(|column| column.name() == name)
    }

    /// A header name in the spelling of the canonical names.
    pub fn plain(header: &str) -> String {
        header
            .split([' ', '-', '_', '\u{a0}'])
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join("_")
            .to_lowercase()
    }
}

/// A set of canonical columns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Columns(u32);

impl Columns {
    /// The set of the given columns.
    pub const fn of(columns: &[Column]) -> Self {
        let mut set = 0;
        let mut next = 0;
        while next < columns.len() {
            set |= 1 << columns[next] as u32;
            next += 1;
        }
        Self(set)
    }

    /// The columns of both sets.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Adds a column.
    pub const fn insert(&mut self, column: Column) {
        self.0 |= 1 << column as u32;
    }

    /// Adds a column where a condition holds.
    pub const fn set(&mut self, column: Column, holds: bool) {
        self.0 |= (holds as u32) << column as u32;
    }

    /// Whether a column is in the set.
    pub const fn contains(self, column: Column) -> bool {
        self.0 & (1 << column as u32) != 0
    }

    /// How many columns are in both sets.
    pub const fn in_common(self, other: Self) -> u32 {
        (self.0 & other.0).count_ones()
    }

    /// Whether any column is in both sets.
    pub const fn intersects(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_match_whatever_their_case_and_separators() {
        for (header, column) in [
            (" ID ", Some(Column::Id)),
            ("External Consumers", Some(Column::ExternalConsumers)),
            ("NEEDED-by", Some(Column::NeededBy)),
            ("relability", None),
        ] {
            assert_eq!(Column::from_header(header), column, "{header}");
        }
    }

    #[test]
    fn a_set_holds_every_column() {
        let set = Columns::of(Column::ALL);
        assert!(Column::ALL.iter().all(|&column| set.contains(column)));
        assert!(!Columns::of(&[Column::Reuse]).intersects(Columns::of(&[Column::Value])));
    }
}
