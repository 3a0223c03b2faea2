//! The workbook: the review as sheets that can be sorted, filtered and asked "what if".
//!
//! Formulas are made of this program's own words and cell names only, and each carries the result
//! that it has, so that viewers which compute nothing show it. Text cells are text.

mod cell;
mod charts;
mod contributions;
mod dependencies;
mod look;
mod part;
mod policy;
mod ranking;
mod requests;
mod scales;
mod scoring;
mod sheet;
mod summary;
mod table;
mod teams;

use std::io::{self, Write};

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use super::Report;
pub use scoring::scoring_workbook;
use table::MOST_ROWS;

/// Writes the report as a workbook, made in memory. Refuses what has more rows than a sheet.
pub fn workbook(report: &Report<'_, '_>, out: &mut dyn Write) -> io::Result<()> {
    fits(report)?;
    let bytes = assembled(report).map_err(io::Error::other)?;
    out.write_all(&bytes)
}

fn assembled(report: &Report<'_, '_>) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    workbook.set_properties(&undated("Roadmap review")?);
    for sheet in [
        summary::sheet,
        ranking::sheet,
        contributions::sheet,
        requests::sheet,
        teams::sheet,
        dependencies::sheet,
        policy::sheet,
    ] {
        workbook.push_worksheet(sheet(report)?);
    }
    workbook.save_to_buffer()
}

/// The same input gives the same bytes, so the file says nothing about when it was made.
fn undated(title: &str) -> Result<DocProperties, XlsxError> {
    Ok(DocProperties::new().set_title(title).set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?))
}

/// An error where a sheet would need more rows than it has.
fn fits(report: &Report<'_, '_>) -> io::Result<()> {
    let backlog = &report.roadmap.backlog;
    let sheets = [
        (requests::NAME, backlog.requests.len() + backlog.settled.len()),
        (dependencies::NAME, dependencies::count(report)),
        (teams::NAME, backlog.teams.len()),
    ];
    sheets
        .into_iter()
        .find(|&(_, rows)| rows > MOST_ROWS)
        .map_or(Ok(()), |(name, rows)| Err(too_many(name, rows, WAY_OUT)))
}

const WAY_OUT: &str = "`roadbed rank` with --format csv or json has no such limit";

fn too_many(name: &str, rows: usize, way_out: &str) -> io::Error {
    let message =
        format!("the sheet {name} would need {rows} rows, and a workbook holds {MOST_ROWS}: {way_out}");
    io::Error::new(io::ErrorKind::FileTooLarge, message)
}
