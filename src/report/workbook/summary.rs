//! The first page: what a reader has to know in sentences, figures and two charts.

use rust_xlsxwriter::{Worksheet, XlsxError, utility::row_col_to_cell};

use super::{
    cell::{Cell, decimal},
    charts,
    look::Look,
    part::Portion,
    sheet::Sheet,
};
use crate::{
    model::{Kind, Metric, Points, Share, Weeks, Word},
    order::{Horizon, Verdict},
    report::{
        Line, Report, Summary,
        document::Block,
        review::{first_page, heading},
        sentences::sentences,
    },
};

pub(super) const NAME: &str = "Summary";

const WORDS: &str =
    "Score follows the yellow cells of sheet Policy. Everything else is as roadbed computed it.";

/// What there is on the other sheets.
const GUIDE: [(&str, &str); 6] = [
    ("Ranking", "the order with its reasons, and where score or score per week alone would put each request"),
    ("Contributions", "what each request earns and costs, as live formulas"),
    ("Requests", "what was handed in, and the other columns of the files"),
    ("Teams", "what each team asked for, gets and does not get"),
    ("Dependencies", "who waits for whom"),
    ("Policy", "weights and rules; the yellow cells may be changed"),
];

/// How many columns the page has, and their width.
const PAGE: (u16, f64) = (8, 26.0 + 7.0 * 13.0);

/// The row of the first sentence.
const PAGE_TOP: u32 = 3;

/// Where the lines of a chart are computed, beside the page.
const BESIDE: u16 = PAGE.0 + 1;

pub(super) fn sheet(report: &Report<'_, '_>) -> Result<Worksheet, XlsxError> {
    let summary = report.summary();
    let lines: Vec<Line<'_, '_>> = report.lines().collect();
    let mut page =
        Page { sheet: Sheet::new(NAME)?, row: PAGE_TOP, lines: &lines, horizons: horizons(&summary) };
    page.sheet.worksheet.set_portrait().set_screen_gridlines(false).set_column_width(0, 26)?;
    page.sheet.worksheet.set_column_range_width(1, PAGE.0 - 1, 13)?;
    page.sheet.title(heading(report.policy), WORDS, PAGE)?;
    if !lines.is_empty() {
        page.first_page(report, &summary)?;
    }
    for sentence in sentences(report, &summary) {
        page.sheet.paragraph(page.row, &sentence, PAGE)?;
        page.row += 1;
    }
    if !lines.is_empty() {
        let top = page.row + 1;
        page.row = top + charts::ROWS;
        let kinds = page.by_kind(&summary)?;
        page.by_metric()?;
        page.by_verdict()?;
        let cuts = page.cuts(report, &summary)?;
        let built = summary.count(Verdict::Build);
        if built > 0 {
            let by_kind = charts::score_by_kind(&kinds);
            page.sheet.worksheet.insert_chart(top, 0, &by_kind)?;
            page.sheet.worksheet.insert_chart(top, 4, &charts::score_over_weeks(built, &cuts))?;
        }
    }
    page.sheet.put(page.row + 1, 0, &"The other sheets".into(), Look::Heading)?;
    page.row += 2;
    for (name, words) in GUIDE {
        page.line(&[(name.into(), Look::Strong), (words.into(), Look::Text)])?;
    }
    page.sheet.worksheet.set_print_area(0, 0, page.row, PAGE.0 - 1)?;
    Ok(page.sheet.worksheet)
}

/// The horizons that there are; where there are none, one column for all that is built.
fn horizons(summary: &Summary) -> Vec<Option<Horizon>> {
    if summary.slices.is_empty() {
        return vec![None];
    }
    summary.slices.iter().map(|slice| Some(slice.horizon)).collect()
}

/// The page being written, from top to bottom.
struct Page<'l, 'a, 's> {
    sheet: Sheet,
    row: u32,
    lines: &'l [Line<'a, 's>],
    horizons: Vec<Option<Horizon>>,
}

impl Page<'_, '_, '_> {
    /// What is to be decided, and what is at risk or waits, as the review says it.
    fn first_page(&mut self, report: &Report<'_, '_>, summary: &Summary) -> Result<(), XlsxError> {
        let decision = first_page::decision(report, summary);
        let others = [first_page::at_risk(report, summary), first_page::large(report, summary)];
        for section in [decision].into_iter().chain(others.into_iter().flatten()) {
            self.sheet.put(self.row, 0, &section.heading.as_str().into(), Look::Heading)?;
            self.row += 1;
            for line in section.blocks.iter().flat_map(Block::lines) {
                self.sheet.paragraph(self.row, &line, PAGE)?;
                self.row += 1;
            }
        }
        self.sheet.put(self.row, 0, &"The roadmap".into(), Look::Heading)?;
        self.row += 1;
        Ok(())
    }

    fn heading(&mut self, title: &str, names: &[&str]) -> Result<(), XlsxError> {
        self.sheet.put(self.row + 1, 0, &title.into(), Look::Heading)?;
        let looks: Vec<Look> = names.iter().map(|_| Look::NumberHeader).collect();
        self.sheet.header(self.row + 2, names, &[&[Look::Header], &looks[1..]].concat())?;
        self.row += 3;
        Ok(())
    }

    fn line(&mut self, cells: &[(Cell<'_>, Look)]) -> Result<(), XlsxError> {
        for (column, (cell, look)) in (0..).zip(cells) {
            self.sheet.put(self.row, column, cell, *look)?;
        }
        self.row += 1;
        Ok(())
    }

    /// The headings of a table of score by horizon.
    fn headings(&self, first: &'static str, last: &[&'static str]) -> Vec<&'static str> {
        let horizons = self.horizons.iter().map(|horizon| match horizon {
            Some(Horizon::Now) => "Score: now",
            Some(Horizon::Next) => "Score: next",
            Some(Horizon::Later) => "Score: later",
            None => "Score to build",
        });
        [first].into_iter().chain(horizons).chain(last.iter().copied()).collect()
    }

    /// Score of a part in each horizon.
    fn scores(&self, part: Portion) -> Vec<(Cell<'static>, Look)> {
        let score = |&horizon: &Option<Horizon>| (part.horizon(horizon).score(self.lines), Look::Tenths);
        self.horizons.iter().map(score).collect()
    }

    /// What is built, by kind of work.
    fn by_kind(&mut self, summary: &Summary) -> Result<charts::Block, XlsxError> {
        let names = self.headings("Kind", &["Requests", "Weeks", "Share", "Target"]);
        self.heading("What is built, by kind of work", &names)?;
        let (first, columns) = (self.row, u16::try_from(self.horizons.len()).unwrap_or(0));
        let weeks_column = 1 + columns + 1;
        let total = self.row + u32::try_from(Kind::WORDS.len()).unwrap_or(0);
        for &(word, kind) in Kind::WORDS {
            let part = Portion::of(Verdict::Build).kind(kind);
            let target = summary.portfolio.iter().find(|share| share.kind == kind).map(|share| share.target);
            let effort: Weeks =
                self.built().filter(|line| line.request.kind == kind).map(|it| it.request.effort).sum();
            let share = self.share(effort, summary.effort, (weeks_column, total));
            let mut cells = vec![(word.into(), Look::Text)];
            cells.extend(self.scores(part));
            cells.extend([
                (part.number(self.lines), Look::Whole),
                (part.weeks(self.lines), Look::Tenths),
                (share, Look::Percent),
                (Cell::or_blank::<Share>(target), Look::Percent),
            ]);
            self.line(&cells)?;
        }
        let all = Portion::of(Verdict::Build);
        let mut cells = vec![("All".into(), Look::Strong)];
        cells.extend(self.scores(all).into_iter().map(|(cell, _)| (cell, Look::StrongTenths)));
        cells.extend([(all.number(self.lines), Look::Strong), (all.weeks(self.lines), Look::StrongTenths)]);
        self.line(&cells)?;
        self.sheet.bars(weeks_column + 1, (first, total - 1))?;
        Ok(charts::Block { header: first - 1, first, last: total - 1, columns })
    }

    fn built(&self) -> impl Iterator<Item = &Line<'_, '_>> {
        self.lines.iter().filter(|line| line.verdict == Verdict::Build)
    }

    /// The share of the weeks in a row among those in the row of the total.
    fn share(&self, effort: Weeks, all: Weeks, (column, total): (u16, u32)) -> Cell<'static> {
        if all == Weeks::ZERO {
            return Cell::Blank;
        }
        let formula = format!("{}/{}", row_col_to_cell(self.row, column), row_col_to_cell(total, column));
        Cell::Formula(formula, decimal(effort.thousandths()) / decimal(all.thousandths()))
    }

    /// What is built, by what success is measured by.
    fn by_metric(&mut self) -> Result<(), XlsxError> {
        let names = self.headings("Success measure", &["Requests", "Weeks"]);
        self.heading("What is built, by success measure", &names)?;
        for &(word, metric) in Metric::WORDS {
            let part = Portion::of(Verdict::Build).metric(metric);
            let mut cells = vec![(word.into(), Look::Text)];
            cells.extend(self.scores(part));
            cells.extend([(part.number(self.lines), Look::Whole), (part.weeks(self.lines), Look::Tenths)]);
            self.line(&cells)?;
        }
        Ok(())
    }

    /// How much has each verdict.
    fn by_verdict(&mut self) -> Result<(), XlsxError> {
        self.heading("Verdicts", &["Verdict", "Requests", "Score", "Weeks"])?;
        for verdict in Verdict::ALL {
            let part = Portion::of(verdict);
            self.line(&[
                (verdict.word().into(), Look::Text),
                (part.number(self.lines), Look::Whole),
                (part.score(self.lines), Look::Tenths),
                (part.weeks(self.lines), Look::Tenths),
            ])?;
        }
        Ok(())
    }

    /// Where capacity cuts the order, with the lines of the chart.
    fn cuts(&mut self, report: &Report<'_, '_>, summary: &Summary) -> Result<Vec<charts::Cut>, XlsxError> {
        let Some(capacity) = report.policy.capacity else { return Ok(Vec::new()) };
        self.heading("Where capacity ends", &["Horizon", "Capacity", "Used", "Ends at week"])?;
        let mut cuts = Vec::new();
        for slice in &summary.slices {
            let Some(size) = slice.capacity else { continue };
            let (name, ends) = match slice.horizon {
                Horizon::Now => ("end of now", capacity.now),
                Horizon::Next | Horizon::Later => ("end of next", capacity.now + capacity.next),
            };
            // Two points of a line: from no score to all of it, at the week where capacity ends.
            let column = BESIDE + 2 * u16::try_from(cuts.len()).unwrap_or(0);
            let top = PAGE_TOP + 1;
            for (row, score) in [(top, Points::ZERO), (top + 1, summary.score)] {
                self.sheet.put(row, column, &ends.into(), Look::Quiet)?;
                self.sheet.put(row, column + 1, &score.into(), Look::Quiet)?;
            }
            self.sheet.put(PAGE_TOP, column, &Cell::Words(format!("Line in chart: {name}")), Look::Quiet)?;
            cuts.push(charts::Cut { name, row: top, column });
            self.line(&[
                (slice.horizon.word().into(), Look::Text),
                (size.into(), Look::Tenths),
                (slice.effort.into(), Look::Tenths),
                (ends.into(), Look::Tenths),
            ])?;
        }
        Ok(cuts)
    }
}
