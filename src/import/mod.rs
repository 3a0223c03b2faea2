//! Exports of trackers → backlogs, by a mapping ([`crate::mapping`]).
//!
//! An export is read into named fields (`export`), its cells become cells of a backlog (`translate`,
//! with `links` between rows), and these are written out: as a text that the one reader of backlogs
//! reads (`text`), or as a file for people to fill in (`backlog`), which can be brought up to date later
//! (`update`). Not for judging requests, and not for files.

mod backlog;
mod codes;
mod dates;
mod export;
mod link_findings;
mod links;
mod mappings;
mod propose;
mod show;
mod summary;
#[cfg(test)]
mod tests;
mod text;
mod translate;
mod twice;
mod unmapped;
mod update;

pub(crate) use backlog::{Backlog, Row};
pub(crate) use codes::CODES;
pub(crate) use links::Edge;
pub(crate) use show::show_mapping;
pub(crate) use text::as_backlogs;
pub(crate) use update::update;

use std::borrow::Cow;

use export::Export;
use mappings::Mappings;
use translate::{Cells, Translation, translate};
use twice::{key_twice, repeated_rows};

use crate::{
    diagnostic::{Finding, Place, Severity, Source},
    ingest::{
        self, Sheets,
        raw::{self, RawRow},
    },
    mapping::{self, Mapping},
    model::{Column, number},
    policy::Policy,
};

/// Where the mapping of a file comes from, where the user says so.
pub(crate) type From = Option<String>;

/// The names that a mapping can be asked for by.
pub(crate) fn mapping_names(policy: &Policy) -> Vec<String> {
    let mut names = Mappings(policy).names();
    names.push(mapping::NONE.to_owned());
    names
}

/// Reads a backlog that is to be brought up to date. Nothing where it cannot be read.
pub(crate) fn read_backlog<'s>(
    number: u32,
    source: &'s Source,
    policy: &Policy,
    findings: &mut Vec<Finding>,
) -> Option<Backlog<'s>> {
    let File::Backlog { names, rows, delimiter } =
        backlog_file(number, source, policy, Use::Update, findings)
    else {
        return None;
    };
    for finding in findings.iter_mut().filter(|finding| ingest::leaves_lines_out(finding)) {
        // They would be gone from the file.
        finding.severity = Severity::Error;
    }
    let mut backlog = Backlog::default();
    backlog.delimiter = delimiter;
    backlog.take(&names, &rows, None);
    Some(backlog)
}

/// The mapping by which a file is to be read: the one that is named, or else the first that its
/// header fits. Nothing for a backlog.
fn recognise(source: &Source, mappings: &Mappings<'_>, from: &From) -> Option<(raw::Dialect, Mapping)> {
    match from.as_deref() {
        Some(mapping::NONE) => None,
        Some(name) => {
            let mapping = mappings.named(name)?;
            let fitting = raw::find_header(source, |names| mapping.fits(names).then_some(()));
            let dialect = fitting.map(|(dialect, ())| dialect).or_else(|| raw::widest(source))?;
            Some((dialect, mapping))
        }
        None => raw::find_header(source, |names| {
            mappings.fitting(names, |mapping| mapping.fits(names) && !is_written_by_import(names, mapping))
        }),
    }
}

/// Whether a header is that of a backlog which an import wrote: a mapping may name canonical columns.
fn is_written_by_import(names: &[String], mapping: &Mapping) -> bool {
    let has = |wanted: &str| names.iter().any(|name| Column::plain(name) == wanted);
    let prefix = mapping.prefix();
    [Column::Id.name(), Column::Title.name(), ingest::SOURCE].into_iter().all(has)
        && names.iter().any(|name| name.starts_with(&prefix))
}

/// A file that was read for an import.
#[derive(Debug)]
enum File<'s> {
    /// The next export of a tracker.
    Export,
    /// A backlog: the names of its columns, its rows, and what separates its cells.
    Backlog { names: Vec<String>, rows: Vec<RawRow<'s>>, delimiter: u8 },
    /// Nothing that can be read; findings say why.
    Unreadable,
}

/// What files say, before it is written as a backlog.
#[derive(Debug, Default)]
pub(crate) struct Import<'s> {
    /// The number of the first file.
    first: u32,
    sources: Vec<&'s Source>,
    files: Vec<File<'s>>,
    exports: Vec<Export<'s>>,
    translation: Translation<'s>,
    /// Rows of exports that are left out because they are there already, by export.
    twice: Vec<Vec<bool>>,
    /// The names of all mappings there are.
    trackers: Vec<String>,
    pub(crate) findings: Vec<Finding>,
}

impl<'s> Import<'s> {
    /// Reads files; `first` is the number of the first one, `from` says for each what it is, and
    /// `others` are ids of requests that stand elsewhere and can be waited for.
    pub(crate) fn read(
        sources: &'s [Source],
        first: u32,
        policy: &Policy,
        from: &[From],
        others: &[String],
    ) -> Self {
        let mappings = Mappings(policy);
        let mut import =
            Self { first, sources: sources.iter().collect(), trackers: mappings.names(), ..Self::default() };
        let mut without_ids = 0;
        for ((number, source), from) in (first..).zip(sources).zip(from) {
            let findings = &mut import.findings;
            let file = if let Some((dialect, mapping)) = recognise(source, &mappings, from) {
                let raw = raw::read(number, source, dialect, |name| mapping.column(name), findings);
                findings.extend(check_header(&raw, &mapping));
                let mut export = Export::new(raw, mapping);
                if export.fields_for(mapping::Target::Column(Column::Id)).is_empty() {
                    without_ids += 1;
                    export.without_ids = Some(without_ids);
                    findings.push(ingest::made_ids(without_ids, export.header));
                }
                import.exports.push(export);
                File::Export
            } else {
                backlog_file(number, source, policy, Use::Join { without_ids: &mut without_ids }, findings)
            };
            import.files.push(file);
        }
        import.translate(others);
        import
    }

    fn translate(&mut self, others: &[String]) {
        let ids = self.files.iter().flat_map(|file| match file {
            File::Backlog { names, rows, .. } => ids_of(names, rows),
            _ => Vec::new(),
        });
        let others = ids.chain(others.iter().map(|id| Cow::Owned(id.clone())));
        let others: Vec<Cow<'s, str>> = others.collect();
        self.translation = translate(&self.exports, &others);
        self.findings.append(&mut self.translation.findings);
        let (twice, findings) = repeated_rows(&self.exports, &self.translation.rows);
        self.twice = twice;
        self.findings.extend(findings);
    }

    /// Every link that an export says.
    pub(crate) fn edges(&self) -> &[Edge<'s>] {
        &self.translation.links.edges
    }

    /// What was found, for an update: there it is an error where a row cannot be told by its id.
    pub(crate) fn findings_for_update(&self) -> Vec<Finding> {
        let unsure = [codes::KEY_TWICE.name, codes::NO_KEY.name, ingest::MADE_IDS.name];
        let is_unsure = |finding: &Finding| unsure.contains(&finding.code.name);
        let mut findings = self.findings.clone();
        for finding in findings.iter_mut().filter(|finding| is_unsure(finding)) {
            finding.severity = Severity::Error;
        }
        let backlogs =
            (self.first..).zip(&self.files).filter(|(_, file)| matches!(file, File::Backlog { .. }));
        findings.extend(backlogs.map(|(file, _)| {
            Finding::new(
                &codes::NO_EXPORT,
                "this is not the export of a tracker, so nothing can be updated from it",
            )
            .at(Place { file, line: 1, start: 0, end: 0 })
            .without_value()
            .hint("name exports that are recognised by their headers, or say which they are with `--from`")
        }));
        findings
    }

    /// Where a row came from, in a word: file and line.
    fn place_word(&self, place: Place) -> String {
        let source = self.sources.get((place.file - self.first) as usize);
        format!("{}:{}", source.map_or("", |source| &source.name), place.line)
    }

    /// The exports with the cells that were made of them.
    fn translated(
        &self,
    ) -> impl Iterator<Item = (&Export<'s>, impl Iterator<Item = (&RawRow<'s>, &Cells<'s>)>)> {
        let rows = |at: usize| {
            let export: &Export<'s> = &self.exports[at];
            let rows = export.rows.iter().zip(&self.translation.rows[at]).zip(&self.twice[at]);
            rows.filter(|(_, twice)| !**twice).map(|(row, _)| row)
        };
        (0..self.exports.len()).map(move |at| (&self.exports[at], rows(at)))
    }
}

/// What the cells of a backlog are read for.
enum Use<'n> {
    /// To be joined with others into a new file; so many before it have no ids.
    Join { without_ids: &'n mut u32 },
    /// To be written into the same file again.
    Update,
}

/// Reads a file that is a backlog, for taking its cells along.
fn backlog_file<'s>(
    file: u32,
    source: &'s Source,
    policy: &Policy,
    to: Use<'_>,
    findings: &mut Vec<Finding>,
) -> File<'s> {
    let before = findings.len();
    let sheet = ingest::open(file, source, findings);
    let is_missing = |finding: &&mut Finding| ingest::is_missing_column(finding);
    if let Some(hint) = findings[before..].iter_mut().find(is_missing).and_then(|it| it.hint.as_mut())
        && !hint.contains("--show-mapping")
    {
        let way_out = "for an export that is not recognised, `roadbed import FILE --show-mapping` prints a mapping to start from";
        *hint = format!("{hint}; {way_out}").into();
    }
    let Some(mut sheet) = sheet else { return File::Unreadable };
    let mut rows = raw::rows_of(&mut sheet, findings);
    convert(&sheet, matches!(to, Use::Update), &mut rows, findings);
    let sheets = Sheets { sheets: vec![sheet.clone()] };
    ingest::about_unknown_columns(&sheets, policy, findings);
    about_ids_twice(&sheet, &rows, findings);
    let name = |(at, header): (usize, &ingest::Header)| match header.column {
        Some(column) => column.name().to_owned(),
        None if header.name.is_empty() => format!("column {}", at + 1),
        None => crate::untrusted::unguard(&header.name).0.to_owned(),
    };
    let mut names: Vec<String> = sheet.header.iter().enumerate().map(name).collect();
    match to {
        _ if sheet.at(Column::Id).is_some() => {}
        Use::Update => findings.push(
            ingest::missing_column(Column::Id, sheet.header_place())
                .hint("rows without ids cannot be told apart: add a column `id`"),
        ),
        Use::Join { without_ids } => {
            *without_ids += 1;
            findings.push(ingest::made_ids(*without_ids, sheet.header_place()));
            let at = number(names.len());
            names.push(Column::Id.name().to_owned());
            for row in &mut rows {
                let text = ingest::made_id(*without_ids, row.place.line).into();
                row.cells.push((at, raw::RawCell { text, place: row.place }));
            }
        }
    }
    File::Backlog { names, rows, delimiter: sheet.dialect.delimiter }
}

/// Says which ids of a backlog come again.
fn about_ids_twice(sheet: &ingest::Sheet<'_>, rows: &[RawRow<'_>], findings: &mut Vec<Finding>) {
    let id = sheet.at(Column::Id).map(number);
    let mut met = rustc_hash::FxHashSet::default();
    let ids = rows.iter().flat_map(|row| &row.cells).filter(|(column, _)| Some(*column) == id);
    let ids = ids.map(|(_, cell)| (cell.place, cell.text.trim()));
    let twice: Vec<_> = ids.filter(|&(_, id)| !met.insert(id)).collect();
    findings.extend(key_twice(&twice, ""));
}

/// Writes the cells of numbers for a file whose header has plain names, and whose cells are separated by
/// commas unless it stays the same file: in weeks, with points. A number that can be read in two ways is an
/// error, because the new file would show only one of them.
fn convert(sheet: &ingest::Sheet<'_>, same: bool, rows: &mut [RawRow<'_>], findings: &mut Vec<Finding>) {
    let is_number = |header: &&ingest::Header| header.column.is_some_and(|it| ingest::NUMBERS.contains(it));
    for (at, cell) in rows.iter_mut().flat_map(|row| &mut row.cells) {
        let Some(header) = sheet.header.get(*at as usize).filter(is_number) else { continue };
        let text = cell.text.trim();
        if header.unit != ingest::Unit::PLAIN {
            cell.text = sheet.numbers.written_in_weeks(text, header.unit).into();
            continue;
        }
        if same {
            continue;
        }
        if sheet.numbers.is_ambiguous(text) {
            findings.push(ingest::ambiguous_number(text).at(cell.place).column(header.name.clone()));
        } else if let Some(pointed) = sheet.numbers.with_points(text) {
            cell.text = pointed.into();
        }
    }
}

/// The cells of a column, trimmed.
fn ids_of<'s>(names: &[String], rows: &[RawRow<'s>]) -> Vec<Cow<'s, str>> {
    let Some(at) = names.iter().position(|name| name == Column::Id.name()) else { return Vec::new() };
    let cells = rows.iter().flat_map(|row| &row.cells).filter(|(column, _)| *column as usize == at);
    cells.map(|(_, cell)| Cow::Owned(cell.text.trim().to_owned())).collect()
}

/// What an export must have: a column for the title.
fn check_header(raw: &raw::Raw<'_>, mapping: &Mapping) -> Option<Finding> {
    if raw.names.iter().any(|name| mapping.column(name) == Some(Column::Title)) {
        return None;
    }
    let finding = ingest::missing_column(Column::Title, raw.header);
    Some(finding.hint(format!(
        "no column of the file fills it by the mapping `{0}`: name one in the policy, [mapping.{0}.columns] \"NAME\" = \"title\"",
        mapping.name
    )))
}
