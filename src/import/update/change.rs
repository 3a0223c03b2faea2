//! One difference between a backlog and what the tracker says now.

use std::fmt;

use crate::untrusted::inline;

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    /// A request is new.
    Added { id: String, title: String },
    /// A cell says what the tracker says now.
    Refreshed { id: String, column: String, before: String, after: String },
    /// A cell was changed by a person, and by the tracker too.
    Kept { id: String, column: String, yours: String, before: String, now: String },
    /// The tracker's own words were refreshed.
    Words { id: String, columns: Vec<String> },
    /// The tracker no longer has a request.
    Gone { id: String },
    /// It has it again.
    Back { id: String },
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let short = |text: &str| {
            if text.is_empty() { "blank".to_owned() } else { format!("`{}`", inline(text, 60)) }
        };
        let id = |id: &str| inline(id, 60);
        match self {
            Self::Added { id: new, title } => write!(f, "+ {} {}", id(new), inline(title, 80)),
            Self::Refreshed { id: of, column, before, after } => {
                write!(f, "~ {} {column}: {} → {}", id(of), short(before), short(after))
            }
            Self::Kept { id: of, column, yours, before, now } => write!(
                f,
                "= {} {column}: yours stays, {}; the tracker said {} and now says {}",
                id(of),
                short(yours),
                short(before),
                short(now)
            ),
            Self::Words { id: of, columns } => {
                let columns: Vec<String> =
                    columns.iter().map(|name| format!("`{}`", inline(name, 60))).collect();
                write!(f, "~ {} tracker columns refreshed: {}", id(of), columns.join(", "))
            }
            Self::Gone { id: of } => write!(f, "- {} is not in the export: marked, and kept", id(of)),
            Self::Back { id: of } => write!(f, "+ {} is in the export again: the mark is taken off", id(of)),
        }
    }
}
