//! The roadmap as a table for people, fitted to a width.

use std::io::{self, Write};

use anstyle::Style;
use tabled::{
    Table,
    builder::Builder,
    settings::{
        Alignment,
        object::{Columns, Rows},
        style::{HorizontalLine, LineText, Style as Frame},
        themes::Theme,
    },
};
use unicode_width::UnicodeWidthStr;

use super::{Line, Report, Slice, sentences::sentences, wrap::wrap};
use crate::{
    model::Points,
    order::{Horizon, Verdict},
    policy::Criterion,
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

/// The most text of one cell that is looked at; nobody reads more in a table.
const LONGEST: usize = 400;

/// Writes the report as a table, and its summary below.
pub fn table(report: &Report<'_, '_>, drawing: Drawing, out: &mut dyn Write) -> io::Result<()> {
    let mut lines: Vec<Line<'_, '_>> = report.lines().collect();
    // What is not built is grouped by what became of it; within a group by id, as it came.
    lines.sort_by_key(|line| line.verdict);
    let summary = report.summary();
    if lines.is_empty() {
        writeln!(out, "Nothing to show.")?;
    } else {
        let layout = Layout::fitting(drawing, &lines);
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
fn marked(line: &Line<'_, '_>) -> String {
    match line.horizon {
        Some((horizon, true)) => format!("starts in {}, ends after it; ", horizon.word()),
        _ => String::new(),
    }
}

/// The widest that a column of figures gets.
fn figure_width((heading, cell): &Figure, lines: &[Line<'_, '_>]) -> usize {
    lines.iter().map(|line| cell(line).len()).max().unwrap_or(0).max(heading.len())
}

/// A column of figures: its heading and what stands in it.
type Figure = (&'static str, fn(&Line<'_, '_>) -> String);

/// Which columns there are, and how wide those with text may be.
struct Layout {
    drawing: Drawing,
    before: Vec<Figure>,
    texts: Vec<(Text, usize)>,
    figures: Vec<Figure>,
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

const CRITERIA: [Figure; 4] = [
    ("Reuse", |line| points(line.points(Criterion::Reuse))),
    ("Reliab.", |line| points(line.points(Criterion::Reliability))),
    ("Debt", |line| points(line.points(Criterion::TechDebt))),
    ("Compat.", |line| points(line.points(Criterion::Compatibility))),
];
const OTHER: Figure = ("Other", |line| match line.other_points() {
    Points::ZERO => String::new(),
    other => other.short(),
});
const MERIT: Figure = ("Merit", |line| points(line.merit()));
const WEEKS: Figure = ("Weeks", |line| line.request.effort.short());
const RETURN: Figure = ("Return", |line| points(line.return_thousandths().map(Points::from_thousandths)));
const CARRIES: Figure = ("Carries", |line| points(line.carried_thousandths().map(Points::from_thousandths)));

fn points(points: Option<Points>) -> String {
    points.map_or(String::new(), Points::short)
}

impl Layout {
    /// The layout for a width: narrow ones keep what decides, wider ones show the points of the
    /// criteria, wide ones give the reason a column of its own. Columns without any figure go.
    fn fitting(drawing: Drawing, lines: &[Line<'_, '_>]) -> Self {
        let criteria = [&CRITERIA[..], &[OTHER, MERIT, WEEKS, RETURN]].concat();
        let (mut figures, texts) = match drawing.width {
            ..64 => (vec![MERIT], vec![Text::Request]),
            64..116 => (vec![MERIT, WEEKS, RETURN], vec![Text::Request]),
            116..170 => (criteria, vec![Text::Request]),
            _ => ([criteria, vec![CARRIES]].concat(), vec![Text::Title, Text::Teams, Text::Why]),
        };
        figures.retain(|(_, cell)| lines.iter().any(|line| !cell(line).is_empty()));
        let position: Figure =
            ("#", |line| line.position.map_or(String::new(), |position| position.to_string()));
        let before = vec![position];
        // Two columns of padding and one of a line beside each, and a line at the end.
        let frame = 3 * (before.len() + figures.len() + texts.len()) + 1;
        let numbers: usize = before.iter().chain(&figures).map(|figure| figure_width(figure, lines)).sum();
        let room = drawing.width.saturating_sub(frame + numbers);
        Self { drawing, before, texts: Self::share(room, &texts, lines), figures }
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
            Text::Why => marked(line) + &inline(&line.why(), LONGEST),
        }
    }

    fn draw(&self, lines: &[Line<'_, '_>], slices: &[Slice]) -> String {
        let mut builder = Builder::default();
        let headings =
            |figures: &[Figure]| figures.iter().map(|&(heading, _)| heading.to_owned()).collect::<Vec<_>>();
        let texts = self.texts.iter().map(|(text, _)| text.heading().to_owned()).collect();
        builder.push_record([headings(&self.before), texts, headings(&self.figures)].concat());
        let mut sections = Vec::new();
        let mut section = None;
        for line in lines {
            let of = (line.verdict, line.horizon.map(|(horizon, _)| horizon));
            if section != Some(of) {
                sections.push((builder.count_records(), Self::section(of.0, of.1, slices)));
            }
            section = Some(of);
            builder.push_record(self.row(line));
        }
        let mut table = builder.build();
        let last_text = self.before.len() + self.texts.len();
        table.modify(Columns::new(..), Alignment::right());
        table.modify(Columns::new(self.before.len()..last_text), Alignment::left());
        self.frame(&mut table, sections);
        table.to_string()
    }

    /// Draws a line above the first row of each section, with the section's name in it.
    fn frame(&self, table: &mut Table, sections: Vec<(usize, String)>) {
        let (mut theme, line) = if self.drawing.lines {
            (
                Theme::from_style(Frame::rounded().remove_horizontals()),
                HorizontalLine::full('─', '┼', '├', '┤'),
            )
        } else {
            (Theme::from_style(Frame::blank()), HorizontalLine::full('-', '-', '-', '-'))
        };
        for &(row, _) in &sections {
            theme.insert_horizontal_line(row, line);
        }
        table.with(theme);
        for (row, title) in sections {
            table.with(LineText::new(format!(" {title} "), Rows::one(row)).offset(2));
        }
    }

    /// The name of a section: a horizon with what it holds, or what became of the requests.
    fn section(verdict: Verdict, horizon: Option<Horizon>, slices: &[Slice]) -> String {
        let Some(horizon) = horizon else {
            return verdict.participle().to_owned();
        };
        let slice = slices.iter().find(|slice| slice.horizon == horizon);
        slice.map_or(String::new(), |slice| match slice.capacity {
            Some(capacity) => {
                format!("{}: {} of {} weeks", horizon.word(), slice.effort.short(), capacity.short())
            }
            None => format!("{}: {} weeks", horizon.word(), slice.effort.short()),
        })
    }

    fn row(&self, line: &Line<'_, '_>) -> Vec<String> {
        let figures = |figures: &[Figure]| figures.iter().map(|(_, cell)| cell(line)).collect::<Vec<_>>();
        let texts = self.texts.iter().map(|&(text, width)| self.text(line, text, width)).collect();
        [figures(&self.before), texts, figures(&self.figures)].concat()
    }

    fn text(&self, line: &Line<'_, '_>, text: Text, width: usize) -> String {
        let plain = Self::plain(line, text);
        let bold = |lines| self.styled(lines, Style::new().bold(), "");
        match text {
            Text::Title => bold(wrap(&plain, width, 3)),
            Text::Teams => wrap(&plain, width, 3).join("\n"),
            Text::Why => wrap(&plain, width, 6).join("\n"),
            Text::Request => {
                let why = wrap(&Self::plain(line, Text::Why), width.saturating_sub(2), 6);
                format!("{}\n{}", bold(wrap(&plain, width, 3)), self.styled(why, Style::new().dimmed(), "  "))
            }
        }
    }

    fn styled(&self, lines: Vec<String>, style: Style, indent: &str) -> String {
        let style = if self.drawing.colour { style } else { Style::new() };
        let lines: Vec<String> =
            lines.into_iter().map(|line| format!("{indent}{style}{line}{style:#}")).collect();
        lines.join("\n")
    }
}
