//! The requests in order, with a score and a score per week that follow the weights of the policy sheet.

use rust_xlsxwriter::{Worksheet, XlsxError, utility::column_number_to_name};

use super::{
    cell::{Cell, count, decimal},
    contributions,
    look::Look,
    table::{Column, FIRST_ROW, Table, range},
};
use crate::{
    model::{Metric, Points},
    report::{Line, Report},
};

pub(super) const NAME: &str = "Ranking";

const WORDS: &str = "The order, verdicts and horizons stay as roadbed computed them, whatever is changed in the \
                     yellow cells of sheet Policy: order and dependencies need a new run. Score and score per week \
                     follow, and the two columns \"Position by … alone\" show where they alone, without dependencies, \
                     would now put each request. No. 1 is built first; what is not built (grey) follows by id.";

// Columns, from the left.
pub(super) const KIND: u16 = 4;
pub(super) const VERDICT: u16 = 5;
pub(super) const HORIZON: u16 = 6;
pub(super) const SCORE: u16 = 7;
pub(super) const WEEKS: u16 = 8;
const SCORE_PER_WEEK: u16 = 9;
/// The last column that is printed.
const WHY: u16 = 10;
const AS_RANKED: u16 = 13;
pub(super) const UNTIL: u16 = 15;
pub(super) const SCORE_UNTIL: u16 = 16;
pub(super) const METRIC: u16 = 19;

pub(super) fn sheet(report: &Report<'_, '_>) -> Result<Worksheet, XlsxError> {
    let mut table = Table::new(NAME, ("Ranking", WORDS), columns(), 3)?;
    let lines: Vec<Line<'_, '_>> = report.lines().collect();
    let places = Places::of(&lines);
    let mut delivered = Points::ZERO;
    for (number, line) in (1..).zip(&lines) {
        delivered += line.contributions.score;
        table.row(&cells(number, line, report, &places, delivered, lines.len()))?;
    }
    for column in [SCORE, SCORE_PER_WEEK] {
        table.bars(column)?;
    }
    table.grey_where(&format!("${}{}<>\"build\"", column_number_to_name(VERDICT), FIRST_ROW + 1))?;
    let last = table.rows().1;
    table.sheet.worksheet.set_print_area(0, 0, last, WHY)?;
    table.finish()
}

fn columns() -> Vec<Column<'static>> {
    let text = |name, width| Column::new(name, width, Look::Text);
    let number = |name, look| Column::new(name, 11.0, look);
    vec![
        Column::new("No.", 6.0, Look::Quiet),
        text("Request", 12.0),
        Column::new("Title", 46.0, Look::Wrapped),
        Column::new("Team", 20.0, Look::Wrapped),
        text("Kind", 13.0),
        text("Verdict", 10.0),
        text("Horizon", 9.0),
        number("Score", Look::Tenths),
        Column::new("Weeks", 8.0, Look::Tenths),
        number("Score per week", Look::Tenths),
        Column::new("Why", 64.0, Look::Wrapped),
        number("Position by score alone", Look::Whole),
        number("Position by score per week alone", Look::Whole),
        number("Score as ranked", Look::Tenths),
        number("Score changed by", Look::Signed),
        number("Weeks until done", Look::Tenths),
        number("Score delivered by then, as ranked", Look::Tenths),
        number("Enabled value, as ranked", Look::Tenths),
        Column::new("Bundle", 8.0, Look::Whole),
        text("Metric", 15.0),
        Column::new("Needed by", 12.0, Look::Date),
        Column::new("Finish", 12.0, Look::Date),
        number("Weeks late", Look::Tenths),
        text("Waits for", 16.0),
    ]
}

fn cells<'a>(
    number: u32,
    line: &Line<'a, '_>,
    report: &Report<'a, '_>,
    places: &Places,
    delivered: Points,
    rows: usize,
) -> Vec<Cell<'a>> {
    let request = line.request;
    let row = FIRST_ROW + number;
    // Found by number, so that they stay right when a reader sorts either sheet.
    let found = |column: u16, result: i64| {
        let (cells, numbers) = (
            range(contributions::NAME, column, rows),
            range(contributions::NAME, contributions::NUMBER, rows),
        );
        Cell::Formula(format!("INDEX({cells},MATCH($A{row},{numbers},0))"), decimal(result))
    };
    let made_of = contributions::Columns::new(report.policy);
    let at = |column: u16| format!("{}{row}", column_number_to_name(column));
    let rank = |column: u16, place: usize| {
        let all = range(NAME, column, rows);
        Cell::Formula(format!("RANK({},{all})", at(column)), count(place))
    };
    let mut cells = vec![
        number.into(),
        (&*request.id).into(),
        (&*request.title).into(),
        Cell::list(&line.teams()),
        request.kind.word().into(),
        line.verdict.word().into(),
        Cell::or_blank(line.horizon.map(|(horizon, _)| horizon.word())),
    ];
    let weeks = found(made_of.weeks, request.effort.thousandths());
    let why = Cell::Words(line.reason());
    match line.score() {
        None => {
            cells.extend([Cell::Blank, weeks, Cell::Blank, why]);
            cells.extend(std::iter::repeat_n(Cell::Blank, 4));
        }
        Some(score) => {
            let per_week = request.score_per_week(score);
            cells.extend([
                found(made_of.score, score.thousandths()),
                weeks,
                Cell::Formula(format!("ROUND({}/{},3)", at(SCORE), at(WEEKS)), decimal(per_week)),
                why,
                rank(SCORE, places.by_score(score.thousandths())),
                rank(SCORE_PER_WEEK, places.by_score_per_week(per_week)),
                score.into(),
                Cell::Formula(format!("ROUND({}-{},3)", at(SCORE), at(AS_RANKED)), 0.0),
            ]);
        }
    }
    cells.extend([
        Cell::or_blank(report.roadmap.times(line.node()).map(|(_, ends)| ends)),
        Cell::or_blank(line.position.map(|_| delivered)),
        Cell::or_blank(line.enabled_thousandths().map(Points::from_thousandths)),
        Cell::or_blank(line.bundle),
        Cell::or_blank(request.metric.map(Metric::word)),
        Cell::or_blank(request.needed_by),
        Cell::or_blank(line.finish()),
        Cell::or_blank(line.late_weeks()),
        Cell::list(&line.waits_for()),
    ]);
    cells
}

/// Scores and scores per week, the largest first: positions among them are those that the sheet computes.
struct Places {
    scores: Vec<i64>,
    per_week: Vec<i64>,
}

impl Places {
    fn of(lines: &[Line<'_, '_>]) -> Self {
        let descending = |mut all: Vec<i64>| {
            all.sort_unstable_by_key(|&it| std::cmp::Reverse(it));
            all
        };
        Self {
            scores: descending(lines.iter().filter_map(|line| Some(line.score()?.thousandths())).collect()),
            per_week: descending(lines.iter().filter_map(Line::score_per_week_thousandths).collect()),
        }
    }

    fn by_score(&self, score: i64) -> usize {
        1 + self.scores.partition_point(|&other| other > score)
    }

    fn by_score_per_week(&self, per_week: i64) -> usize {
        1 + self.per_week.partition_point(|&other| other > per_week)
    }
}
