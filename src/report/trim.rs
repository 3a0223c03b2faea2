//! Drawn tables without blanks at the ends of their lines.

use tabled::Table;

/// The lines of a table. Cells are padded to the width of their column, and the last ones of a line
/// would leave blanks that nobody sees until they copy or compare the line.
pub(super) fn trimmed(table: &Table) -> String {
    let drawn = table.to_string();
    let lines: Vec<&str> = drawn.lines().map(|line| line.trim_end_matches(' ')).collect();
    lines.join("\n")
}
