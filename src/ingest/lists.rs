//! Cells that hold a list.

/// The items of a list cell: separated by `;`; a cell without one may use `|`, and a cell without
/// either `,` or line breaks. Items are trimmed, blank ones dropped.
pub(crate) fn items(cell: &str) -> impl Iterator<Item = &str> {
    let separators = if cell.contains(';') {
        [';'; 3]
    } else if cell.contains('|') {
        ['|'; 3]
    } else {
        [',', '\n', '\r']
    };
    cell.split(separators).map(str::trim).filter(|item| !item.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_strongest_separator_in_a_cell_separates() {
        for (cell, expected) in [
            ("a; b,c ;", vec!["a", "b,c"]),
            ("a, b", vec!["a", "b"]),
            ("a\nb\r\nc", vec!["a", "b", "c"]),
            ("R1|R2", vec!["R1", "R2"]),
            (" ", vec![]),
        ] {
            assert_eq!(items(cell).collect::<Vec<_>>(), expected, "{cell:?}");
        }
    }
}
