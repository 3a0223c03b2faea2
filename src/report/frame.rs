//! Rows of cells beside each other, with lines around them or without, under the names of sections.

use unicode_width::UnicodeWidthStr;

/// A row of a table.
pub(super) enum Row {
    /// The name of the section that begins here, in a line across all columns.
    Section(String),
    /// Cells, each with its lines.
    Cells(Vec<Vec<String>>),
}

/// On which side a column's texts stand.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Left,
    Right,
}

/// What lines are drawn with.
struct Ink {
    /// Between cells, and at both ends of a row.
    upright: char,
    /// Above the first row: its left end, what fills it, what stands over an upright, its right end.
    top: Option<[char; 4]>,
    /// The line of a section, the same way.
    section: [char; 4],
    /// Below the last row.
    bottom: Option<[char; 4]>,
}

const LINES: Ink = Ink {
    upright: '│',
    top: Some(['╭', '─', '┬', '╮']),
    section: ['├', '─', '┼', '┤'],
    bottom: Some(['╰', '─', '┴', '╯']),
};

const PLAIN: Ink = Ink { upright: ' ', top: None, section: ['-'; 4], bottom: None };

/// Where in its line the name of a section begins.
const NAME: usize = 2;

/// Draws a table: every column as wide as its widest line. Every row has as many cells as there are sides.
pub(super) fn draw(rows: &[Row], sides: &[Side], lines: bool) -> String {
    let ink = if lines { LINES } else { PLAIN };
    let mut widths = vec![0; sides.len()];
    for cells in rows.iter().filter_map(Row::cells) {
        for (width, cell) in widths.iter_mut().zip(cells) {
            *width = cell.iter().map(|line| columns(line)).fold(*width, usize::max);
        }
    }
    let mut drawn = String::new();
    let edge = |line: Option<[char; 4]>| line.map(|line| rule(line, &widths).into_iter().collect::<String>());
    drawn.extend(edge(ink.top).into_iter().flat_map(|line| [line, "\n".to_owned()]));
    for row in rows {
        match row {
            Row::Section(name) => section(name, &rule(ink.section, &widths), &mut drawn),
            Row::Cells(cells) => side_by_side(cells, &widths, sides, ink.upright, &mut drawn),
        }
    }
    drawn.extend(edge(ink.bottom));
    drawn.truncate(drawn.trim_end_matches('\n').len());
    drawn
}

impl Row {
    fn cells(&self) -> Option<&[Vec<String>]> {
        match self {
            Self::Cells(cells) => Some(cells),
            Self::Section(_) => None,
        }
    }
}

/// A line across all columns.
fn rule([left, fill, crossing, right]: [char; 4], widths: &[usize]) -> Vec<char> {
    let mut line = vec![left];
    for (number, width) in widths.iter().enumerate() {
        if number > 0 {
            line.push(crossing);
        }
        line.extend(std::iter::repeat_n(fill, width + 2));
    }
    line.push(right);
    line
}

/// Writes the line of a section with its name in it; a name that is too long ends with the line.
fn section(name: &str, line: &[char], drawn: &mut String) {
    let name = format!(" {name} ");
    let mut room = line.len().saturating_sub(NAME);
    drawn.extend(&line[..NAME]);
    for character in name.chars() {
        if room == 0 {
            break;
        }
        drawn.push(character);
        room -= 1;
    }
    drawn.extend(&line[line.len() - room..]);
    drawn.push('\n');
}

fn side_by_side(cells: &[Vec<String>], widths: &[usize], sides: &[Side], upright: char, drawn: &mut String) {
    let height = cells.iter().map(Vec::len).max().unwrap_or(0);
    for line in 0..height {
        drawn.push(upright);
        for ((cell, &width), &side) in cells.iter().zip(widths).zip(sides) {
            let text = cell.get(line).map_or("", String::as_str);
            let room = width - columns(text);
            drawn.push(' ');
            if side == Side::Right {
                blanks(room, drawn);
            }
            drawn.push_str(text);
            if side == Side::Left {
                blanks(room, drawn);
            }
            drawn.push(' ');
            drawn.push(upright);
        }
        drawn.push('\n');
    }
}

fn blanks(count: usize, drawn: &mut String) {
    drawn.extend(std::iter::repeat_n(' ', count));
}

/// How many columns of a terminal a line takes. There are no control characters in it, so what is
/// ASCII is as wide as it is long.
fn columns(line: &str) -> usize {
    if line.is_ascii() { line.len() } else { line.width() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows() -> Vec<Row> {
        let cells = |cells: &[&str]| {
            Row::Cells(cells.iter().map(|cell| cell.lines().map(str::to_owned).collect()).collect())
        };
        vec![
            cells(&["#", "Request"]),
            Row::Section("now".to_owned()),
            cells(&["1", "全é\nb"]),
            Row::Section("a name longer than the table".to_owned()),
            cells(&["10", "d"]),
        ]
    }

    #[test]
    fn cells_are_as_wide_as_the_widest_and_stand_on_their_side() {
        let lines = "\
╭────┬─────────╮
│  # │ Request │
├─ now ────────┤
│  1 │ 全é     │
│    │ b       │
├─ a name longer
│ 10 │ d       │
╰────┴─────────╯";
        assert_eq!(draw(&rows(), &[Side::Right, Side::Left], true), lines);
        let plain = "
   #   Request  
-- now ---------
   1   全é      
       b        
-- a name longer
  10   d        ";
        assert_eq!(draw(&rows(), &[Side::Right, Side::Left], false), plain[1..]);
    }
}
