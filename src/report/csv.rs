//! CSV for spreadsheets and other programs: every figure of every request, and every column
//! that came in without being known.

use std::{
    borrow::Cow,
    io::{self, Write},
};

use ::csv::{QuoteStyle, Writer, WriterBuilder};

use super::{Line, Report};
use crate::{
    model::{Points, Settled},
    policy::Criterion,
    untrusted::guard,
};

/// The columns before those that are carried through.
const COLUMNS: [&str; 27] = [
    "position",
    "id",
    "title",
    "team",
    "stakeholder",
    "kind",
    "area",
    "verdict",
    "horizon",
    "straddles",
    "merit",
    "effort",
    "return",
    "bundle",
    "carried_value",
    "reuse",
    "reliability",
    "tech_debt",
    "compatibility",
    "other_points",
    "mandate",
    "needed_by",
    "waits_for",
    "unlocks",
    "pulled_forward_by",
    "repeats",
    "why",
];

/// Writes the report as CSV, row by row. What is not ranked comes last, with its reason in the
/// place of a verdict.
///
/// Texts are quoted throughout, because a `;` or a tab splits unquoted cells in some programs,
/// and guarded against being taken for formulas unless the report says otherwise.
pub fn csv(report: &Report<'_, '_>, out: &mut dyn Write) -> io::Result<()> {
    let mut writer = WriterBuilder::new()
        .quote_style(QuoteStyle::NonNumeric)
        .from_writer(out);
    let carried = report.roadmap.sheets.carried_columns();
    let text = |text: &str| -> String {
        if report.raw_csv {
            text.to_owned()
        } else {
            guard(text).into_owned()
        }
    };
    for column in COLUMNS {
        writer.write_field(column)?;
    }
    for name in &carried {
        // A carried column may be called like one of ours.
        let taken = COLUMNS.contains(name);
        writer.write_field(text(&if taken {
            Cow::Owned(format!("{name} (source)"))
        } else {
            Cow::Borrowed(*name)
        }))?;
    }
    end_row(&mut writer)?;
    for line in report.lines() {
        for field in fields(&line, &text) {
            writer.write_field(field)?;
        }
        for cell in report.roadmap.sheets.carried(line.request.row, &carried) {
            writer.write_field(text(&cell))?;
        }
        end_row(&mut writer)?;
    }
    for settled in report.not_ranked() {
        for column in COLUMNS {
            writer.write_field(settled_field(settled, column, &text))?;
        }
        for cell in report.roadmap.sheets.carried(settled.row, &carried) {
            writer.write_field(text(&cell))?;
        }
        end_row(&mut writer)?;
    }
    writer.flush()
}

fn end_row(writer: &mut Writer<&mut dyn Write>) -> io::Result<()> {
    Ok(writer.write_record(None::<&[u8]>)?)
}

fn fields(line: &Line<'_, '_>, text: &dyn Fn(&str) -> String) -> [String; COLUMNS.len()] {
    let request = line.request;
    let list = |names: Vec<&str>| text(&names.join("; "));
    let thousandths = |number: Option<i64>| {
        number.map_or(String::new(), |it| Points::from_thousandths(it).to_string())
    };
    let number = |number: Option<u32>| number.map_or(String::new(), |it| it.to_string());
    let points = |criterion| {
        line.points(criterion)
            .map_or(String::new(), |points| points.to_string())
    };
    [
        number(line.position),
        text(&request.id),
        text(&request.title),
        list(line.teams()),
        request.stakeholder.word().to_owned(),
        request.kind.word().to_owned(),
        list(line.areas()),
        line.verdict.word().to_owned(),
        line.horizon
            .map_or("", |(horizon, _)| horizon.word())
            .to_owned(),
        line.horizon
            .map_or(
                "",
                |(_, straddles)| if straddles { "true" } else { "false" },
            )
            .to_owned(),
        line.merit()
            .map_or(String::new(), |merit| merit.to_string()),
        request.effort.to_string(),
        thousandths(line.return_thousandths()),
        number(line.bundle),
        thousandths(line.carried_thousandths()),
        points(Criterion::Reuse),
        points(Criterion::Reliability),
        points(Criterion::TechDebt),
        points(Criterion::Compatibility),
        line.other_points().to_string(),
        text(request.mandate.as_deref().unwrap_or_default()),
        request
            .needed_by
            .map_or(String::new(), |date| date.to_string()),
        list(line.waits_for()),
        list(line.unlocks()),
        list(line.pulled_forward_by()),
        list(request.repeats.iter().map(|repeat| &*repeat.id).collect()),
        text(&line.why()),
    ]
}

fn settled_field(settled: &Settled<'_>, column: &str, text: &dyn Fn(&str) -> String) -> String {
    match column {
        "id" => text(&settled.id),
        "title" => text(&settled.title),
        "verdict" => settled.reason.word().to_owned(),
        "why" => text(&settled.reason.sentence()),
        _ => String::new(),
    }
}
