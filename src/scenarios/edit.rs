//! What a scenario changes, and how it is typed.

/// A change of what people wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// A key of the policy, with its value as TOML.
    Policy {
        /// With the sections around it: `capacity.now`.
        key: String,
        /// `6`, `"M"`, `[2, 3]`.
        value: String,
    },
    /// A cell.
    Cell {
        /// The request.
        id: String,
        /// The column.
        column: String,
        /// What to write.
        text: String,
    },
    /// The request's row is gone.
    Drop(String),
    /// The request is done.
    Done(String),
    /// The request is declined.
    Decline(String),
    /// A team is gone.
    WithoutTeam(String),
    /// One more request: cells by their columns.
    Add(Vec<(String, String)>),
}

impl Edit {
    /// In words: "capacity.now = 6".
    pub fn words(&self) -> String {
        match self {
            Self::Policy { key, value } => format!("{key} = {value}"),
            Self::Cell { id, column, text } if text.trim().is_empty() => format!("{id}: {column} blank"),
            Self::Cell { id, column, text } => format!("{id}: {column} = {text}"),
            Self::Drop(id) => format!("without {id}"),
            Self::Done(id) => format!("{id} done"),
            Self::Decline(id) => format!("{id} declined"),
            Self::WithoutTeam(team) => format!("without the team {team}"),
            Self::Add(cells) => {
                let of = |name: &str| {
                    cells.iter().find(|(column, _)| column == name).map(|(_, text)| text.as_str())
                };
                format!("one more: {} {}", of("id").unwrap_or_default(), of("title").unwrap_or_default())
                    .trim()
                    .to_owned()
            }
        }
    }
}

/// Reads `capacity.now=6` or `PAY-13.effort=5`: what stands before the last full stop is the id of a request, or
/// else a part of the policy. Nothing where it is neither.
pub fn parse(typed: &str, is_id: impl Fn(&str) -> bool) -> Option<Edit> {
    let (key, value) = typed.split_once('=')?;
    let (key, value) = (key.trim(), value.trim());
    let (before, column) = key.rsplit_once('.')?;
    Some(if is_id(before) {
        Edit::Cell { id: before.to_owned(), column: column.to_owned(), text: value.to_owned() }
    } else {
        Edit::Policy { key: key.to_owned(), value: value.to_owned() }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typed_edit_is_one_of_a_cell_or_of_the_policy() {
        let is_id = |text: &str| text == "PAY-13" || text == "v1.2";
        let words = |typed: &str| parse(typed, is_id).map(|edit| edit.words());
        assert_eq!(words("capacity.now=6").as_deref(), Some("capacity.now = 6"));
        assert_eq!(words("PAY-13.effort = 5").as_deref(), Some("PAY-13: effort = 5"));
        assert_eq!(words("v1.2.effort=5").as_deref(), Some("v1.2: effort = 5"));
        assert_eq!(words("PAY-13.effort=").as_deref(), Some("PAY-13: effort blank"));
        assert_eq!(words("effort"), None);
        assert_eq!(words("effort=5"), None);
    }
}
