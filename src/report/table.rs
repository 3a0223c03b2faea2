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
    columns::{Content, RankingColumn, chosen},
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

/// The widest column of text beside the title.
const TEXT: usize = 24;

/// The most lines of a title, and of a reason.
const TITLE_LINES: usize = 3;
const REASON_LINES: usize = 6;

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
        writeln!(out, "{}", layout.draw(&summary.slices))?;
    }
    for sentence in sentences(report, &summary) {
        for line in wrap(&sentence, drawing.width, usize::MAX) {
            writeln!(out, "{line}")?;
        }
    }
    Ok(())
}

/// A column beside the title as it is drawn: its heading, and a cell per request, broken into lines.
struct Drawn {
    content: Content,
    heading: String,
    cells: Vec<Vec<String>>,
    width: usize,
    is_text: bool,
}

impl Drawn {
    fn new(column: &RankingColumn<'_>, lines: &[Line<'_, '_>]) -> Self {
        let is_text = column.unit.is_none();
        let cell = |line: &Line<'_, '_>| {
            let shown = column.shown(line);
            if is_text { wrap(&inline(&shown, LONGEST), TEXT, 3) } else { vec![shown] }
        };
        let (heading, cells) = (column.heading_within(HEADING), lines.iter().map(cell).collect::<Vec<_>>());
        let widest = cells.iter().flatten().map(|line| line.width()).max().unwrap_or(0);
        Self { content: column.content, width: widest.max(heading.width()), heading, cells, is_text }
    }

    fn is_blank(&self) -> bool {
        self.cells.iter().flatten().all(String::is_empty)
    }
}

/// What a column takes beside its text: two blanks, and a line.
const BESIDE: usize = 3;

/// The least room for a title.
const LEAST: usize = 8;

/// The requests as they are drawn: a row with title and figures, and below it the reason across all columns.
struct Layout<'l, 'a, 's> {
    drawing: Drawing,
    lines: &'l [Line<'a, 's>],
    positions: Vec<String>,
    titles: Vec<String>,
    /// Room for a title.
    room: usize,
    columns: Vec<Drawn>,
    reasons: Vec<String>,
}

impl<'l, 'a, 's> Layout<'l, 'a, 's> {
    /// The layout for a width. The figures that decide are always there, as far as the width allows; more columns are added
    /// where they make the table no longer: more room is for titles and reasons first.
    fn fitting(drawing: Drawing, lines: &'l [Line<'a, 's>], policy: &Policy) -> Self {
        let position = |line: &Line<'_, '_>| {
            let position = line.position.map_or(String::new(), |position| position.to_string());
            if line.is_overridden() { format!("*{position}") } else { position }
        };
        let title = |line: &Line<'_, '_>| {
            format!("{} · {}", inline(&line.request.id, 40), inline(&line.request.title, LONGEST))
        };
        let reason = |line: &Line<'_, '_>| inline(&line.reason(), LONGEST);
        let mut layout = Self {
            drawing,
            lines,
            positions: lines.iter().map(position).collect(),
            titles: lines.iter().map(title).collect(),
            room: 0,
            columns: Vec::new(),
            reasons: lines.iter().map(reason).collect(),
        };
        layout.choose(policy);
        layout.shrink();
        layout
    }

    fn choose(&mut self, policy: &Policy) {
        let criteria = || policy.criteria().map(Content::Criterion).chain([Content::OtherPoints]);
        let order = [Content::Team].into_iter().chain(criteria()).chain([
            Content::Score,
            Content::Effort,
            Content::ScorePerWeek,
            Content::EnabledValue,
            Content::Finish,
        ]);
        let order: Vec<Content> = order.collect();
        let least: &[Content] = match self.drawing.width {
            ..64 => &[Content::Score],
            64..96 => &[Content::Score, Content::Effort, Content::ScorePerWeek],
            96.. => &[Content::Score, Content::Effort, Content::ScorePerWeek, Content::Finish],
        };
        self.columns = self.drawn(policy, least);
        self.room = self.room_beside(&self.columns);
        let height = self.height(self.room, &self.columns);
        for more in [criteria().collect(), vec![Content::Team], vec![Content::EnabledValue]] {
            let own = self.columns.len();
            let mut wider = std::mem::take(&mut self.columns);
            wider.extend(self.drawn(policy, &more));
            let room = self.room_beside(&wider);
            if room >= LEAST && self.height(room, &wider) <= height {
                self.room = room;
            } else {
                wider.truncate(own);
            }
            self.columns = wider;
        }
        self.columns.sort_by_key(|column| order.iter().position(|&content| content == column.content));
    }

    /// The columns with these contents that say anything.
    fn drawn(&self, policy: &Policy, contents: &[Content]) -> Vec<Drawn> {
        let columns = chosen(policy, contents.iter().copied());
        let drawn = columns.iter().map(|column| Drawn::new(column, self.lines));
        drawn.filter(|column| !column.is_blank()).collect()
    }

    /// What is left for titles beside other columns.
    fn room_beside(&self, columns: &[Drawn]) -> usize {
        let others: usize = columns.iter().map(|column| column.width + BESIDE).sum();
        self.drawing.width.saturating_sub(self.place() + others + 2 * BESIDE + 1).max(LEAST)
    }

    /// How many lines titles and figures take.
    fn height(&self, room: usize, columns: &[Drawn]) -> usize {
        let of = |(number, title): (usize, &String)| {
            let beside = columns.iter().map(|column| column.cells[number].len()).max();
            wrap(title, room, TITLE_LINES).len().max(beside.unwrap_or(0))
        };
        self.titles.iter().enumerate().map(of).sum()
    }

    /// Takes no more room than titles and reasons can use.
    fn shrink(&mut self) {
        let widest = |texts: &[String]| texts.iter().map(|text| text.width()).max().unwrap_or(0);
        let others: usize = self.columns.iter().map(|column| column.width + BESIDE).sum();
        let wanted = widest(&self.titles).max(widest(&self.reasons).saturating_sub(others));
        self.room = self.room.min(wanted.max(LEAST));
    }

    fn draw(&self, slices: &[Slice]) -> String {
        let mut rows = Builder::with_capacity(self.lines.len() + 1, 2 + self.columns.len());
        let request = format!("{:<1$}", "Request", self.room);
        let headings = self.columns.iter().map(|column| column.heading.clone());
        rows.push_record(["#".to_owned(), request].into_iter().chain(headings));
        let mut sections = Vec::new();
        // Of each row how many lines it has, and the request whose reason follows it.
        let mut heights = vec![(1, None)];
        let mut section = None;
        for (number, line) in self.lines.iter().enumerate() {
            let of = (line.verdict, line.horizon.map(|(horizon, _)| horizon));
            if section != Some(of) {
                sections.push(rows.count_records());
                // Beside the name are two blanks, both ends of the row, and one more of its line.
                let name = inline(&Self::section(of.0, of.1, slices), self.drawing.width.saturating_sub(5));
                rows.push_record([format!(" {name} ")]);
                heights.push((1, None));
            }
            section = Some(of);
            let title = wrap(&self.titles[number], self.room, TITLE_LINES);
            let beside = self.columns.iter().map(|column| &column.cells[number]);
            heights.push((beside.clone().map(Vec::len).fold(title.len(), usize::max), Some(number)));
            let title = self.marked(&title, BOLD).join("\n");
            let cells = beside.map(|lines| lines.join("\n"));
            rows.push_record([self.positions[number].clone(), title].into_iter().chain(cells));
        }
        let mut table = rows.build();
        table.with(Alignment::right());
        table.modify(Columns::one(1), Alignment::left());
        for (number, _) in (2..).zip(&self.columns).filter(|(_, column)| column.is_text) {
            table.modify(Columns::one(number), Alignment::left());
        }
        self.frame(&mut table, &sections);
        let drawn = self.with_reasons(&trimmed(&table), &heights);
        if self.drawing.colour { coloured(&drawn) } else { drawn }
    }

    /// The drawn table with each reason below its request, across all columns but the first. They are put in
    /// afterwards because `tabled` takes long for a table with a span in every other row.
    fn with_reasons(&self, drawn: &str, heights: &[(usize, Option<usize>)]) -> String {
        let side = if self.drawing.lines { '│' } else { ' ' };
        let across = self.across();
        let mut lines = drawn.lines();
        let mut all: Vec<String> = Vec::new();
        let above = usize::from(self.drawing.lines);
        all.extend(lines.by_ref().take(above).map(str::to_owned));
        for &(height, request) in heights {
            all.extend(lines.by_ref().take(height).map(str::to_owned));
            let Some(reason) =
                request.map(|number| &self.reasons[number]).filter(|reason| !reason.is_empty())
            else {
                continue;
            };
            let reason = wrap(reason, across, REASON_LINES);
            for (line, marked) in reason.iter().zip(self.marked(&reason, DIM)) {
                let blanks = across.saturating_sub(line.width());
                let (place, blanks) = (" ".repeat(self.place()), " ".repeat(blanks));
                let row = format!("{side} {place} {side} {marked}{blanks} {side}");
                all.push(row.trim_end_matches(' ').to_owned());
            }
        }
        all.extend(lines.map(str::to_owned));
        all.join("\n")
    }

    /// The width of the column of positions.
    fn place(&self) -> usize {
        self.positions.iter().map(String::len).max().unwrap_or(0).max(1)
    }

    /// The width of all other columns together.
    fn across(&self) -> usize {
        self.room + self.columns.iter().map(|column| column.width + BESIDE).sum::<usize>()
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

    /// Lines with marks for [`coloured`] around each.
    fn marked(&self, lines: &[String], mark: char) -> Vec<String> {
        let colour = self.drawing.colour;
        let marked = |line: &String| if colour { format!("{mark}{line}{RESET}") } else { line.clone() };
        lines.iter().map(marked).collect()
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
