//! Cells that hold a list.

/// The items of a list cell: separated by `;`; a cell without one may use `|`, and a cell without
/// either `,` or line breaks. Items are trimmed, blank ones dropped.
pub(crate) fn items(cell: &str) -> impl Iterator<Item = &str> {
    let strongest = |found: u8, byte| match byte {
        b';' => b';',
        b'|' if found != b';' => b'|',
        _ => found,
    };
    let separators = match cell.bytes().fold(b',', strongest) {
        b',' => [b',', b'\n', b'\r'],
        separator => [separator; 3],
    };
    let mut rest = Some(cell);
    std::iter::from_fn(move || {
        // By bytes, because separators are ASCII and most cells are.
        while let Some(cell) = rest {
            let end = cell.bytes().position(|byte| separators.contains(&byte));
            let item = trim(&cell[..end.unwrap_or(cell.len())]);
            rest = end.map(|end| &cell[end + 1..]);
            if !item.is_empty() {
                return Some(item);
            }
        }
        None
    })
}

/// The text without blanks around it. What begins and ends with a visible ASCII character has none.
pub(crate) fn trim(text: &str) -> &str {
    match text.as_bytes() {
        [first, .., last] if first.is_ascii_graphic() && last.is_ascii_graphic() => text,
        [] => text,
        [only] if only.is_ascii_graphic() => text,
        _ => text.trim(),
    }
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
