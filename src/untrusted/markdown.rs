//! Text in a Markdown table cell: literal, on one line, inside its cell.

use std::fmt::Write;

/// The text with everything that Markdown, HTML or a template engine could act on written as a
/// numeric entity, which every renderer shows literally. Line breaks become spaces.
///
/// Entities are used instead of backslashes because a backslash before `|` is read differently
/// inside and outside tables.
pub fn markdown(text: &str) -> String {
    let mut cell = String::with_capacity(text.len());
    let mut blank = true;
    let mut rest = text.chars().peekable();
    while let Some(character) = rest.next() {
        if character.is_whitespace() {
            if !blank {
                cell.push(' ');
            }
            blank = true;
            continue;
        }
        blank = false;
        if super::is_unsafe(character) {
            cell.push_str("&#xfffd;");
        } else if is_syntax(character)
            || character == ':' && rest.peek().is_some_and(|next| !next.is_whitespace())
        {
            // Writing to a string cannot fail.
            let _ = write!(cell, "&#{};", u32::from(character));
        } else {
            cell.push(character);
        }
    }
    cell.truncate(cell.trim_end().len());
    // `www.` makes a link without any special character.
    cell.replace("www.", "www&#46;")
}

/// The same for a line of its own, where the first characters could begin a list or a heading.
pub fn markdown_line(text: &str) -> String {
    let line = markdown(text);
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let marks = if digits > 0 { &['.', ')'][..] } else { &['-', '+', '=', ':'] };
    match line[digits..].chars().next().filter(|first| marks.contains(first)) {
        Some(mark) => format!("{}&#{};{}", &line[..digits], u32::from(mark), &line[digits + 1..]),
        None => line,
    }
}

/// Whether Markdown or one of its common extensions gives this character a meaning inside a line.
/// A colon has one where something follows it at once: in addresses and emoji codes.
const fn is_syntax(character: char) -> bool {
    matches!(
        character,
        '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '&' | '$' | '@' | '^'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_begins_no_list_and_no_heading() {
        for (text, line) in [
            ("- a", "&#45; a"),
            ("1. a", "1&#46; a"),
            ("12) a", "12&#41; a"),
            ("===", "&#61;=="),
            ("1 a", "1 a"),
            ("A-1", "A-1"),
            ("", ""),
        ] {
            assert_eq!(markdown_line(text), line);
        }
    }

    #[test]
    fn nothing_in_a_cell_is_syntax() {
        for (text, cell) in [
            ("plain: text (with +1 no) syntax", "plain: text (with +1 no) syntax"),
            ("a|b", "a&#124;b"),
            ("a\r\nb", "a b"),
            ("<b>", "&#60;b&#62;"),
            ("\u{1b}[31m", "&#xfffd;&#91;31m"),
            ("https://example.invalid", "https&#58;//example.invalid"),
            ("www.example.invalid", "www&#46;example.invalid"),
        ] {
            assert_eq!(markdown(text), cell);
        }
    }
}
