//! The roadmap as a table for people, fitted to a width.

use std::io::{self, Write};

use anstyle::Style;
use tabled::{
    Table,
    builder::Builder,
    settings::{
        Alignment, Border, Padding, Settings, Span, Style as Frame,
        formatting::Justification,
        object::{Columns, Rows},
        themes::Theme,
    },
};
use unicode_width::UnicodeWidthStr;

use super::{
    Line, Report, Slice,
    columns::{Content, RankingColumn, chosen, figures},
    sentences::sentences,
    trim::trimmed,
    wrap::wrap,
};
use crate::{
    order::{Horizon, Verdict},
    policy::Policy,
    untrusted::inline,
};

/// How a table is drawn.
#[derive(Clone, Copy, Debug)]
pub struct Drawing {
    /// Columns available.
    pub width: usize,
    /// With lines around cells.
    pub lines: bool,
    /// With colours.
    pub colour: bool,
}

/// The longest heading of a column of figures, in letters.
const HEADING: usize = 8;

/// The most text of one cell that is looked at; nobody reads more in a table.
const LONGEST: usize = 400;

/// Writes the report as a table, and its summary below.
pub fn table(report: &Report<'_, '_>, drawing: Drawing, out: &mut dyn Write) -> io::Result<()> {
    let mut lines: Vec<Line<'_, '_>> = report.lines().collect();
    // What is not built is grouped by what became of it; within a group by id, as it came.
    lines.sort_by_key(|line| line.verdict);
    let summary = report.summary();
    if lines.is_empty() && summary.requests() > 0 {
        writeln!(out, "No request matches what was asked for.")?;
    } else if !lines.is_empty() {
        let layout = Layout::fitting(drawing, &lines, report.policy);
        writeln!(out, "{}", layout.draw(&lines, &summary.slices))?;
    }
    for sentence in sentences(report, &summary) {
        for line in wrap(&sentence, drawing.width, usize::MAX) {
            writeln!(out, "{line}")?;
        }
    }
    Ok(())
}

/// What has to be said before the reason.
fn straddling(line: &Line<'_, '_>) -> String {
    match (line.horizon, line.finishes()) {
        (Some((horizon, _)), Some(end)) => {
            format!("starts in {}, finishes in {}; ", horizon.word(), end.word())
        }
        _ => String::new(),
    }
}

/// The widest that a column of figures gets.
fn widest((heading, cells): &Figures) -> usize {
    cells.iter().map(String::len).max().unwrap_or(0).max(heading.len())
}

/// A column of figures as it is drawn: its heading, and a cell per request.
type Figures = (String, Vec<String>);

/// Which columns there are, and how wide those with text may be.
struct Layout {
    drawing: Drawing,
    positions: Figures,
    texts: Vec<(Text, usize)>,
    figures: Vec<Figures>,
}

/// A column of text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Text {
    /// Id, title and the reason below.
    Request,
    /// Id and title.
    Title,
    Teams,
    Why,
}

impl Text {
    const fn heading(self) -> &'static str {
        match self {
            Self::Request | Self::Title => "Request",
            Self::Teams => "Teams",
            Self::Why => "Why",
        }
    }
}

impl Layout {
    /// The layout for a width: narrow ones keep what decides, wider ones show the points of the
    /// criteria, wide ones give the reason a column of its own. Columns without any figure go.
    fn fitting(drawing: Drawing, lines: &[Line<'_, '_>], policy: &Policy) -> Self {
        let (score, weeks) = (Content::Score, Content::Effort);
        let per_week = Content::ScorePerWeek;
        let (figures, texts) = match drawing.width {
            ..64 => (chosen(policy, [score]), vec![Text::Request]),
            64..116 => (chosen(policy, [score, weeks, per_week]), vec![Text::Request]),
            116..170 => (figures(policy), vec![Text::Request]),
            _ => {
                let enabled = chosen(policy, [Content::EnabledValue]);
                ([figures(policy), enabled].concat(), vec![Text::Title, Text::Teams, Text::Why])
            }
        };
        let position = |line: &Line<'_, '_>| {
            let position = line.position.map_or(String::new(), |position| position.to_string());
            if line.is_overridden() { format!("*{position}") } else { position }
        };
        let positions: Figures = ("#".to_owned(), lines.iter().map(position).collect());
        let drawn = |column: &RankingColumn<'_>| -> Figures {
            (column.heading_within(HEADING), lines.iter().map(|line| column.shown(line)).collect())
        };
        let mut figures: Vec<Figures> = figures.iter().map(drawn).collect();
        figures.retain(|(_, cells)| cells.iter().any(|cell| !cell.is_empty()));
        // Two columns of padding and one of a line beside each, and a line at the end.
        let frame = 3 * (1 + figures.len() + texts.len()) + 1;
        let numbers: usize = figures.iter().chain([&positions]).map(widest).sum();
        let room = drawing.width.saturating_sub(frame + numbers);
        Self { drawing, positions, texts: Self::share(room, &texts, lines), figures }
    }

    /// Shares the room among the texts: nobody gets more than it can use, and what one leaves
    /// the others take.
    fn share(room: usize, texts: &[Text], lines: &[Line<'_, '_>]) -> Vec<(Text, usize)> {
        let [text] = texts else {
            let mut left = room;
            let mut shared = Vec::new();
            // Teams take little, titles up to a third of the rest, and reasons what remains.
            for (text, most) in [(Text::Teams, room / 6), (Text::Title, room * 2 / 5), (Text::Why, room)] {
                let widest = |text: &str| text.lines().map(UnicodeWidthStr::width).max().unwrap_or(0);
                let wanted = lines.iter().map(|line| widest(&Self::plain(line, text))).max().unwrap_or(0);
                let width = wanted.clamp(8, most.max(8)).min(left);
                left -= width;
                shared.push((text, width));
            }
            let width =
                |text: Text| shared.iter().find(|(shared, _)| *shared == text).map_or(8, |&(_, width)| width);
            return texts.iter().map(|&text| (text, width(text))).collect();
        };
        vec![(*text, room.max(8))]
    }

    /// A text cell before it is broken into lines.
    fn plain(line: &Line<'_, '_>, text: Text) -> String {
        match text {
            Text::Request | Text::Title => {
                format!("{} · {}", inline(&line.request.id, 40), inline(&line.request.title, LONGEST))
            }
            Text::Teams => inline(&line.teams().join(", "), LONGEST),
            Text::Why => straddling(line) + &inline(&line.why().to_string(), LONGEST),
        }
    }

    fn draw(&self, lines: &[Line<'_, '_>], slices: &[Slice]) -> String {
        let mut rows = Builder::with_capacity(lines.len() + 1, 1 + self.texts.len() + self.figures.len());
        let texts = self.texts.iter().map(|(text, _)| text.heading());
        let headings = self.figures.iter().map(|(heading, _)| heading.as_str());
        rows.push_record([self.positions.0.as_str()].into_iter().chain(texts).chain(headings));
        let mut sections = Vec::new();
        let mut section = None;
        for (number, line) in lines.iter().enumerate() {
            let of = (line.verdict, line.horizon.map(|(horizon, _)| horizon));
            if section != Some(of) {
                sections.push(rows.count_records());
                // Beside the name are two blanks, both ends of the row, and one more of its line.
                let name = inline(&Self::section(of.0, of.1, slices), self.drawing.width.saturating_sub(5));
                rows.push_record([format!(" {name} ")]);
            }
            section = Some(of);
            let texts = self.texts.iter().map(|&(text, width)| self.text(line, text, width));
            let figures = self.figures.iter().map(|(_, cells)| cells[number].clone());
            rows.push_record([self.positions.1[number].clone()].into_iter().chain(texts).chain(figures));
        }
        let mut table = rows.build();
        table.with(Alignment::right());
        table.modify(Columns::new(1..=self.texts.len()), Alignment::left());
        self.frame(&mut table, &sections);
        let drawn = trimmed(&table);
        if self.drawing.colour { coloured(&drawn) } else { drawn }
    }

    /// Lines between the columns and around the table, or blanks instead. The name of a section
    /// goes across all columns, and the rest of its row is a line.
    fn frame(&self, table: &mut Table, sections: &[usize]) {
        let (theme, [left, line, right]) = if self.drawing.lines {
            (Theme::from_style(Frame::rounded().remove_horizontals()), ['├', '─', '┤'])
        } else {
            (Theme::from_style(Frame::blank().left(' ').right(' ')), ['-'; 3])
        };
        table.with(theme);
        let name = Settings::empty()
            .with(Span::column(isize::MAX))
            .with(Alignment::left())
            .with(Padding::new(1, 0, 0, 0).fill(line, line, line, line))
            .with(Justification::new(line));
        for &row in sections {
            table.modify((row, 0), name.clone());
            table.modify(Rows::one(row), Border::new().left(left).right(right));
        }
    }

    /// The name of a section: a horizon with what it holds, or what became of the requests.
    fn section(verdict: Verdict, horizon: Option<Horizon>, slices: &[Slice]) -> String {
        let Some(horizon) = horizon else {
            return verdict.shown().to_owned();
        };
        let slice = slices.iter().find(|slice| slice.horizon == horizon);
        slice.map_or(String::new(), |slice| match slice.capacity {
            Some(capacity) => {
                format!("{}: {} of {} weeks", horizon.word(), slice.effort.short(), capacity.short())
            }
            None => format!("{}: {} weeks", horizon.word(), slice.effort.short()),
        })
    }

    /// A text cell, broken into lines.
    fn text(&self, line: &Line<'_, '_>, text: Text, width: usize) -> String {
        let plain = Self::plain(line, text);
        match text {
            Text::Title => self.marked(&wrap(&plain, width, 3), BOLD, ""),
            Text::Teams => wrap(&plain, width, 3).join("\n"),
            Text::Why => wrap(&plain, width, 6).join("\n"),
            Text::Request => {
                let why = wrap(&Self::plain(line, Text::Why), width.saturating_sub(2), 6);
                self.marked(&wrap(&plain, width, 3), BOLD, "") + "\n" + &self.marked(&why, DIM, "  ")
            }
        }
    }

    /// Indented lines, with marks for [`coloured`] around each.
    fn marked(&self, lines: &[String], mark: char, indent: &str) -> String {
        let colour = self.drawing.colour;
        let marked = |line: &String| {
            if colour { format!("{indent}{mark}{line}{RESET}") } else { format!("{indent}{line}") }
        };
        lines.iter().map(marked).collect::<Vec<_>>().join("\n")
    }
}

/// Marks that become escape sequences once the table stands. They have no width, so the table
/// can be laid out with them in it, and no cell can hold one: it would be shown written out.
const BOLD: char = '\u{2061}';
const DIM: char = '\u{2062}';
const RESET: char = '\u{2063}';

fn coloured(table: &str) -> String {
    let sequence = |style: Style| style.render().to_string();
    table
        .replace(BOLD, &sequence(Style::new().bold()))
        .replace(DIM, &sequence(Style::new().dimmed()))
        .replace(RESET, &anstyle::Reset.render().to_string())
}
