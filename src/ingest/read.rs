//! Files → entries: walks every sheet once.

use super::{
    checks::{Checks, Condition, Met},
    codes,
    entry::{Entries, Registry},
    row::{RowReader, ScannedRow},
    scanner::Scanner,
    sheet::Sheet,
};
use crate::{
    diagnostic::{Finding, Severity},
    model::{Column, Row, number},
    policy::Policy,
    workers::Workers,
};

/// Reads the rows of a sheet, in parts that follow each other and do not depend on each other.
pub(crate) fn rows<'s>(sheet: &mut Sheet<'s>, policy: &Policy, workers: Workers) -> Vec<ReadPart<'s>> {
    sheet.find_rows();
    let sheet = &*sheet;
    workers.map(&sheet.rows, |first, rows| ReadPart::read(sheet, first, rows.len(), policy))
}

/// What was read of some rows.
#[derive(Default)]
pub(crate) struct ReadPart<'s> {
    pub(crate) entries: Entries<'s>,
    pub(crate) registry: Registry<'s>,
    pub(crate) findings: Vec<Finding>,
    pub(crate) met: Met,
}

impl<'s> ReadPart<'s> {
    /// Reads so many rows, beginning with the one of the number `first`.
    fn read(sheet: &Sheet<'s>, first: usize, count: usize, policy: &Policy) -> Self {
        let Some(&start) = sheet.rows.get(first) else {
            return Self::default();
        };
        let text = &sheet.source.text;
        let end = sheet.rows.get(first + count).map_or(text.len(), |next| next.offset as usize);
        let mut checks = Checks::new(sheet, &text[start.offset as usize..end]);
        let mut part = Self { entries: Entries::with_capacity(count), ..Self::default() };
        let mut scanner = Scanner::new(text, sheet.dialect.delimiter, start);
        let (mut cells, mut faults) = (Vec::new(), Vec::new());
        for place in (first..).take(count) {
            let Some(start) = scanner.row(&mut cells, &mut faults) else {
                break;
            };
            let row = Row { file: sheet.file, number: number(place) };
            let several_lines = scanner.position().line > start.line + 1;
            let at = ScannedRow { sheet, cells: &cells, start, row, several_lines };
            match checks.look_at(&at, &faults, &mut part.findings) {
                Condition::Blank => {}
                condition => part.take(at, condition == Condition::Whole, policy),
            }
        }
        part.met = checks.into_met();
        part
    }

    /// Reads a row; of one that cannot be trusted only what names it.
    fn take(&mut self, at: ScannedRow<'_, 's>, whole: bool, policy: &Policy) {
        let reader = RowReader {
            at,
            policy,
            registry: &mut self.registry,
            findings: &mut self.findings,
            id: "".into(),
            severity: Severity::Error,
        };
        if whole {
            reader.read(&mut self.entries);
        } else {
            reader.read_name(&mut self.entries);
        }
    }
}

/// What can only be said once all rows of a sheet are read.
pub(crate) fn about_sheet(sheet: &Sheet<'_>, met: &mut Met) -> Vec<Finding> {
    let mut findings = Vec::new();
    about_columns(sheet, |at| met.filled.contains(&at), &mut findings);
    met.about_rows(sheet, &mut findings);
    findings
}

/// Notes about columns without a name, and about the effort column.
fn about_columns(sheet: &Sheet<'_>, filled: impl Fn(usize) -> bool, findings: &mut Vec<Finding>) {
    let mut report = |finding: Finding| findings.push(finding.at(sheet.header_place()).without_value());
    for at in sheet.unnamed_columns().filter(|&at| filled(at)) {
        let message = format!("column {} has no name; what stands in it is not used", at + 1);
        report(Finding::new(&codes::UNNAMED_COLUMN, message).hint("name it in the header"));
    }
    let empty: Vec<usize> = sheet.unnamed_columns().filter(|&at| !filled(at)).map(|at| at + 1).collect();
    if let [first, others @ ..] = &empty[..] {
        let message = match others {
            [] => format!("column {first} is empty and has no name; left out"),
            [.., last] => {
                let number = empty.len();
                format!(
                    "{number} columns, the first {first} and the last {last}, are empty and have no name; left out"
                )
            }
        };
        report(Finding::new(&codes::EMPTY_COLUMN, message));
    }
    if sheet.by_column[Column::Effort as usize].is_none() {
        findings.push(
            Finding::new(&codes::ABSENT_COLUMN, "no column `effort`: every request takes the default size")
                .at(sheet.header_place())
                .without_value()
                .column(Column::Effort.name())
                .hint("add a column `effort` with weeks of work"),
        );
    }
}
