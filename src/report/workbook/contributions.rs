//! What each request earns and costs, as formulas: shares of the weights in the policy sheet, rules,
//! low confidence, and what they sum to.

use rust_xlsxwriter::{Worksheet, XlsxError, utility::column_number_to_name};

use super::{
    cell::{Cell, decimal},
    look::Look,
    policy as policy_sheet,
    table::{Column, FIRST_ROW, Table},
};
use crate::{
    model::Points,
    policy::Policy,
    report::{Line, Report},
    score::{Contributor, Fraction, judge},
};

pub(super) const NAME: &str = "Contributions";

const WORDS: &str = "Points = share of the weight × weight (sheet Policy, yellow cells), rounded to thousandths; \
                     score is their sum, Low confidence takes (1 − confidence) of what is \
                     positive. No share: no evidence, no points. These are live formulas.";

// Columns, from the left.
pub(super) const NUMBER: u16 = 0;
const SHARES: u16 = 4;

/// Where the columns stand behind those of the criteria's shares, of which the policy says how many
/// there are.
#[derive(Clone, Copy, Debug)]
pub(super) struct Columns {
    confidence: u16,
    value: u16,
    pub(super) weeks: u16,
    points: u16,
    /// After those of the sources of points.
    pub(super) score: u16,
}

impl Columns {
    pub(super) fn new(policy: &Policy) -> Self {
        let count = |all: usize| u16::try_from(all).unwrap_or(u16::MAX);
        let confidence = SHARES + count(policy.criteria.len());
        let points = confidence + 3;
        let score = points + count(Contributor::all(policy.criteria.len()).count());
        Self { confidence, value: confidence + 1, weeks: confidence + 2, points, score }
    }
}

pub(super) fn sheet(report: &Report<'_, '_>) -> Result<Worksheet, XlsxError> {
    let mut table =
        Table::new(NAME, ("What each request earns and costs", WORDS), columns(report.policy), 3)?;
    for (number, line) in (1..).zip(report.lines()) {
        table.row(&cells(number, &line, report))?;
    }
    table.bars(Columns::new(report.policy).score)?;
    table.grey_where(&format!("$D{}<>\"build\"", FIRST_ROW + 1))?;
    table.finish()
}

fn columns(policy: &Policy) -> Vec<Column<'static>> {
    let text = |name: &'static str, width| Column::new(name, width, Look::Text);
    let given = policy.criteria.iter().map(|definition| {
        Column::named(format!("{}: share of weight", definition.label), 13.0, Look::Thousandths)
    });
    let points = Contributor::all(policy.criteria.len())
        .map(|source| Column::named(format!("{}: points", label(source, policy)), 13.0, Look::Signed));
    let mut columns = vec![
        Column::new("No.", 6.0, Look::Quiet),
        text("Request", 12.0),
        text("Title", 46.0),
        text("Verdict", 10.0),
    ];
    columns.extend(given);
    columns.extend([
        Column::new("Confidence", 11.0, Look::Percent),
        Column::new("Value as handed in", 11.0, Look::Plain),
        Column::new("Weeks", 8.0, Look::Tenths),
    ]);
    columns.extend(points);
    columns.extend([
        Column::new("Score", 12.0, Look::Tenths),
        Column::new("Score per week", 11.0, Look::Tenths),
        Column::new("Score as ranked", 11.0, Look::Tenths),
    ]);
    columns
}

/// A source of points as a heading.
fn label(source: Contributor, policy: &Policy) -> String {
    match source {
        Contributor::Criterion(criterion) => policy.criterion(criterion).label.to_string(),
        _ => title(source.name(policy)),
    }
}

/// A name as a heading: `special-treatment` becomes `Special treatment`.
fn title(name: &str) -> String {
    let mut letters = name.chars().map(|letter| if matches!(letter, '_' | '-') { ' ' } else { letter });
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

fn cells<'a>(number: u32, line: &Line<'a, '_>, report: &Report<'_, '_>) -> Vec<Cell<'a>> {
    let request = line.request;
    let row = FIRST_ROW + number;
    let mut cells =
        vec![number.into(), (&*request.id).into(), (&*request.title).into(), line.verdict.word().into()];
    let judged = request.value.is_none() && line.contributions.scored;
    let policy = report.policy;
    let columns = Columns::new(policy);
    cells.extend(policy.criteria().map(|criterion| {
        let judgement = judge(criterion, request, policy).filter(|_| judged);
        judgement.map_or(Cell::Blank, |judgement| Cell::Number(quotient(judgement.share)))
    }));
    cells.push(Cell::or_blank(request.confidence));
    cells.push(Cell::or_blank(request.value));
    cells.push(request.effort.into());
    cells.extend(Contributor::all(policy.criteria.len()).zip(columns.points..).map(|(source, column)| {
        let points = line.contributions.of(source);
        points.map_or(Cell::Blank, |points| live(formula(source, column, row, report), points))
    }));
    let last = column_number_to_name(columns.score - 1);
    cells.extend(match line.score() {
        None => [Cell::Blank, Cell::Blank, Cell::Blank],
        Some(score) => {
            let sum = format!("ROUND(SUM({}{row}:{last}{row}),3)", column_number_to_name(columns.points));
            let weeks = column_number_to_name(columns.weeks);
            let per_week = format!("ROUND({}{row}/{weeks}{row},3)", column_number_to_name(columns.score));
            let returned = Points::from_thousandths(request.score_per_week(score));
            [live(sum, score), live(per_week, returned), score.into()]
        }
    });
    cells
}

/// How points are computed from the other cells of their row and the policy.
fn formula(source: Contributor, column: u16, row: u32, report: &Report<'_, '_>) -> String {
    let cell = |column: u16| format!("${}{row}", column_number_to_name(column));
    let columns = Columns::new(report.policy);
    match source {
        Contributor::Criterion(criterion) => {
            let share = cell(SHARES + u16::from(criterion.0));
            format!("ROUND({}*{share},3)", policy_sheet::scaled_weight(criterion))
        }
        Contributor::Value if report.policy.value_per_effort => {
            format!("ROUND({}*{},3)", cell(columns.value), cell(columns.weeks))
        }
        Contributor::Value => format!("ROUND({},3)", cell(columns.value)),
        Contributor::Rule(number) => policy_sheet::rule_points(number, report.policy),
        Contributor::Confidence => {
            let (first, last) = (cell(columns.points), cell(column - 1));
            // 1 − 0.9 is not quite 0.1 for a spreadsheet.
            format!("-ROUND(ROUND(1-{},6)*SUMIF({first}:{last},\">0\"),3)", cell(columns.confidence))
        }
    }
}

fn live<'t>(formula: String, points: Points) -> Cell<'t> {
    Cell::Formula(formula, decimal(points.thousandths()))
}

/// A fraction as the nearest double: in lowest terms both parts are exact for all that people write.
#[expect(clippy::cast_precision_loss, reason = "beyond 2⁵³ the last digits decide no thousandth")]
fn quotient((numerator, denominator): Fraction) -> f64 {
    let (mut a, mut b) = (numerator.abs(), denominator);
    while b != 0 {
        (a, b) = (b, a % b);
    }
    (numerator / a) as f64 / (denominator / a) as f64
}
