//! Every request as it was handed in, with what became of it, and whatever else its file says.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::{
    cell::Cell,
    look::Look,
    table::{Column, FIRST_ROW, Table},
};
use crate::{
    model::{Breaking, Column as Input, Field, Metric, Migration, Scope, Settled},
    policy::{CellMeasure, Definition, Measure, Policy},
    report::{Line, Report},
};

pub(super) const NAME: &str = "Requests";

const WORDS: &str = "What was handed in, one row per request, and the columns of the files that roadbed \
                     does not know, unchanged. What is not ranked comes last, with its reason as verdict.";

/// The last column that is printed: all of them would be too small to read.
const PRINTED: u16 = 9;

pub(super) fn sheet(report: &Report<'_, '_>) -> Result<Worksheet, XlsxError> {
    let carried = report.roadmap.sheets.carried_columns();
    let known = columns(report.policy);
    let names = carried.iter().map(|&name| Column::new(name, 18.0, Look::Text));
    let mut table = Table::new(NAME, ("Requests", WORDS), known.into_iter().chain(names).collect(), 3)?;
    for (number, line) in (1..).zip(report.lines()) {
        let mut cells = ranked(number, &line, report);
        let texts = report.roadmap.sheets.carried(line.request.row, &carried);
        cells.extend(texts.iter().map(|text| Cell::from(&**text)));
        table.row(&cells)?;
    }
    for settled in report.not_ranked() {
        let mut cells = not_ranked(settled, report);
        let texts = report.roadmap.sheets.carried(settled.row, &carried);
        cells.extend(texts.iter().map(|text| Cell::from(&**text)));
        table.row(&cells)?;
    }
    let last = table.rows().1;
    table.sheet.worksheet.set_print_area(0, 0, last, PRINTED)?;
    table.grey_where(&format!("$D{}<>\"build\"", FIRST_ROW + 1))?;
    table.finish()
}

/// The criteria that are read from canonical columns of their own. Those of the policy's own columns
/// come in with the columns of the files.
fn rated(policy: &Policy) -> impl Iterator<Item = (&Definition, &CellMeasure, Input)> {
    policy.criteria.iter().filter_map(|definition| match &definition.measure {
        Measure::Cells(cells @ CellMeasure { field: Field::Known(column), .. }) => {
            Some((definition, cells, *column))
        }
        _ => None,
    })
}

fn columns(policy: &Policy) -> Vec<Column<'static>> {
    let text = |name, width| Column::new(name, width, Look::Text);
    let number = |name, width| Column::new(name, width, Look::Quiet);
    let mut columns = vec![
        number("No.", 6.0),
        text("Request", 12.0),
        text("Title", 46.0),
        text("Verdict", 10.0),
        text("Team", 20.0),
        text("Stakeholder", 12.0),
        text("Kind", 13.0),
        text("Area", 16.0),
        Column::new("Adopters", 10.0, Look::Whole),
        Column::new("Reuse rating", 11.0, Look::Plain),
        text("Scope", 12.0),
    ];
    columns.extend(
        rated(policy).map(|(it, ..)| Column::named(format!("{} rating", it.label), 11.0, Look::Plain)),
    );
    columns.extend([
        text("Breaking", 12.0),
        Column::new("Internal consumers", 11.0, Look::Whole),
        Column::new("External consumers", 11.0, Look::Whole),
        Column::new("Weeks per consumer", 11.0, Look::Plain),
        Column::new("Migration automated", 11.0, Look::Percent),
        Column::new("Compatibility rating", 12.0, Look::Plain),
        Column::new("Value", 10.0, Look::Plain),
        Column::new("Weeks", 8.0, Look::Tenths),
        Column::new("Confidence", 11.0, Look::Percent),
        Column::new("Pressure", 9.0, Look::Plain),
        text("Mandate", 20.0),
        Column::new("Needed by", 12.0, Look::Date),
        text("Metric", 15.0),
        text("Outcome", 40.0),
        text("Waits for", 16.0),
        text("Repeated by", 16.0),
        text("Squad", 12.0),
        text("Description", 60.0),
        text("File", 24.0),
        Column::new("Line", 7.0, Look::Quiet),
    ]);
    columns
}

fn ranked<'a>(number: u32, line: &Line<'a, '_>, report: &Report<'a, '_>) -> Vec<Cell<'a>> {
    let (request, evidence) = (line.request, &line.request.evidence);
    let sheets = &report.roadmap.sheets;
    let row = sheets.row(request.row);
    let written = |column| {
        let text = row.as_ref().and_then(|row| row.cell(column)).map(|(_, text)| text.into_owned());
        text.map_or(Cell::Blank, Cell::Words)
    };
    let repeats: Vec<&str> = request.repeats.iter().map(|repeat| &*repeat.id).collect();
    let line_number = row.as_ref().and_then(|row| row.cell(Input::Id)).map(|(line, _)| line);
    let mut cells = vec![
        number.into(),
        (&*request.id).into(),
        (&*request.title).into(),
        line.verdict.word().into(),
        Cell::list(&line.teams()),
        request.stakeholder.word().into(),
        request.kind.word().into(),
        Cell::list(&line.areas()),
        Cell::or_blank(Some(request.adopters()).filter(|&adopters| adopters > 0)),
        Cell::or_blank(evidence.reuse),
        Cell::or_blank(request.scope.map(Scope::word)),
    ];
    let ratings = rated(report.policy).map(|(_, cells, _)| evidence.cells.get(usize::from(cells.slot)));
    cells.extend(ratings.map(|rating| Cell::or_blank(rating.copied().flatten())));
    cells.extend([
        Cell::or_blank(evidence.breaking.map(Breaking::word)),
        Cell::or_blank(evidence.consumers),
        Cell::or_blank(evidence.external_consumers),
        Cell::or_blank(evidence.consumer_effort),
        Cell::or_blank(evidence.migration.map(Migration::automated)),
        Cell::or_blank(evidence.compatibility),
        Cell::or_blank(request.value),
        request.effort.into(),
        Cell::or_blank(request.confidence),
        Cell::or_blank(request.pressure),
        Cell::or_blank(request.mandate.as_deref()),
        Cell::or_blank(request.needed_by),
        Cell::or_blank(request.metric.map(Metric::word)),
        written(Input::Outcome),
        Cell::list(&line.waits_for()),
        Cell::list(&repeats),
        written(Input::Squad),
        written(Input::Description),
        sheets.file(request.row).into(),
        Cell::or_blank(line_number),
    ]);
    cells
}

fn not_ranked<'a>(settled: &'a Settled<'_>, report: &Report<'a, '_>) -> Vec<Cell<'a>> {
    let sheets = &report.roadmap.sheets;
    let row = sheets.row(settled.row);
    let line_number = row.as_ref().and_then(|row| row.cell(Input::Id)).map(|(line, _)| line);
    let mut cells =
        vec![Cell::Blank, (&*settled.id).into(), (&*settled.title).into(), settled.reason.word().into()];
    let written = |column| {
        let text = row.as_ref().and_then(|row| row.cell(column)).map(|(_, text)| text.into_owned());
        text.map_or(Cell::Blank, Cell::Words)
    };
    // What is not ranked is not read further: its cells are text as they were handed in.
    cells.extend(BEFORE_RATINGS.map(written));
    cells.extend(rated(report.policy).map(|(.., column)| written(column)));
    cells.extend(BEHIND_RATINGS.map(written));
    cells.push(sheets.file(settled.row).into());
    cells.push(Cell::or_blank(line_number));
    cells
}

/// The columns of the files behind those of this sheet, from the team on.
const BEFORE_RATINGS: [Input; 7] =
    [Input::Team, Input::Stakeholder, Input::Kind, Input::Area, Input::Adopters, Input::Reuse, Input::Scope];

/// The same behind the ratings.
const BEHIND_RATINGS: [Input; 18] = [
    Input::Breaking,
    Input::Consumers,
    Input::ExternalConsumers,
    Input::ConsumerEffort,
    Input::Migration,
    Input::Compatibility,
    Input::Value,
    Input::Effort,
    Input::Confidence,
    Input::Pressure,
    Input::Mandate,
    Input::NeededBy,
    Input::Metric,
    Input::Outcome,
    Input::DependsOn,
    Input::SameAs,
    Input::Squad,
    Input::Description,
];
