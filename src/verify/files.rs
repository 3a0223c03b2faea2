//! The files of the backlog, read again with nothing but the `csv` crate.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
};

use sha2::{Digest, Sha256};

use super::{check::Check, format::Ranking, own_cells, quotes};

/// A file of the backlog.
pub struct File {
    /// The name by which it is known.
    pub name: String,
    /// What stands in it.
    pub bytes: Vec<u8>,
}

/// A file as rows, each with the line it begins on.
pub(super) struct Table {
    /// The names of its columns as they are written, and as the format has them.
    names: Vec<String>,
    header: Vec<String>,
    rows: Vec<(u64, csv::StringRecord)>,
}

/// Checks digests and rows, each cell that is quoted, and that no row is missing.
pub(super) fn check(
    ranking: &Ranking,
    files: &[File],
    inputs: &mut Check,
    cells: &mut Check,
    rows: &mut Check,
) {
    let mut tables: BTreeMap<&str, Option<Table>> = BTreeMap::new();
    for input in &ranking.inputs {
        let Some(file) = files.iter().find(|file| same_name(&file.name, &input.file)) else {
            inputs.expect(false, "", || input.file.clone(), || "the file is not given".into());
            continue;
        };
        let digest = digest(&file.bytes);
        let stated = input.sha256.as_deref().unwrap_or("no digest");
        inputs.expect(stated == digest, "", || format!("{} {stated}", input.file), || digest.clone());
        let table = table(&file.bytes);
        if let Some(table) = &table {
            let found = table.rows.len();
            inputs.expect(input.rows == found, "", || format!("{} rows", input.rows), || found.to_string());
        } else {
            cells.leave_out(format!("{} is not CSV in UTF-8", input.file));
        }
        tables.insert(&input.file, table);
    }
    for file in files {
        let known = ranking.inputs.iter().any(|input| same_name(&file.name, &input.file));
        inputs.expect(known, "", || "nothing".into(), || format!("{} was not read for it", file.name));
    }
    for request in &ranking.requests {
        quotes::stand(request, &tables, cells);
    }
    ids(ranking, &tables, cells, rows);
}

/// The digest of a file, as `sha256sum` prints it.
pub fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Whether a file is the one that the ranking names: by its name without folders.
fn same_name(given: &str, stated: &str) -> bool {
    let last = |path: &str| path.rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
    given == stated || last(given) == last(stated)
}

/// Every row is in the ranking or among what is not ranked, and nothing else is; and what a row says for
/// itself is what the ranking says.
fn ids(ranking: &Ranking, tables: &BTreeMap<&str, Option<Table>>, cells: &mut Check, rows: &mut Check) {
    if tables.len() < ranking.inputs.len()
        || tables.values().any(|it| it.as_ref().is_none_or(|it| it.column("id").is_none()))
    {
        rows.leave_out("rows: not every file could be read, or has a column `id`");
        return;
    }
    let mut by_id: BTreeMap<&str, Row<'_>> = BTreeMap::new();
    let mut count = 0;
    for row in tables.values().flatten().flat_map(Table::all) {
        count += 1;
        by_id.insert(row.cell("id").unwrap_or_default(), row);
    }
    let mut known = BTreeSet::new();
    for request in &ranking.requests {
        known.insert(&*request.id);
        let Some(&row) = by_id.get(&*request.id) else { continue };
        let repeats: Option<Vec<Row<'_>>> =
            request.repeats.iter().map(|id| by_id.get(id.as_str()).copied()).collect();
        let stated = || format!("repeats {:?}", request.repeats);
        rows.expect(repeats.is_some(), &request.id, stated, || "not all of them have a row".into());
        let repeats = repeats.unwrap_or_default();
        own_cells::check(&ranking.policy, request, row, &repeats, cells);
        quotes::complete(ranking, request, row, &repeats, cells);
    }
    for other in &ranking.not_ranked {
        known.insert(&*other.id);
        let title = by_id.get(&*other.id).and_then(|row| row.cell("title"));
        // Of rows without an id, or with that of another one, only one is found.
        if let Some(title) =
            title.filter(|it| !other.id.is_empty() && !it.is_empty() && other.reason != "set-aside")
        {
            let stated = || format!("title {:?}", other.title);
            cells.expect(bare(&other.title) == title, &other.id, stated, || format!("{title:?}"));
        }
    }
    for id in by_id.keys().filter(|id| !known.contains(*id)) {
        rows.expect(false, id, || "not in the ranking".into(), || "a row".into());
    }
    for id in known {
        rows.expect(by_id.contains_key(id), id, || "in the ranking".into(), || "no row".into());
    }
    let stated = ranking.requests.len() + ranking.not_ranked.len();
    rows.equal("", "rows in the ranking:", &stated, &count);
}

/// A cell without blanks around it, and without the apostrophe that keeps it from being a formula.
pub(super) fn bare(text: &str) -> &str {
    let text = text.trim();
    text.strip_prefix('\'').unwrap_or(text)
}

impl Table {
    /// Where a column stands, by its canonical name.
    pub(super) fn column(&self, name: &str) -> Option<usize> {
        self.header.iter().position(|header| header == name)
    }

    fn all(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|(line, cells)| Row { table: self, line: *line, cells })
    }

    /// The last row that begins on that line or before.
    pub(super) fn row_at(&self, line: u64) -> Option<Row<'_>> {
        let at = self.rows.partition_point(|&(first, _)| first <= line).checked_sub(1)?;
        self.rows.get(at).map(|(line, cells)| Row { table: self, line: *line, cells })
    }
}

/// A row of a file.
#[derive(Clone, Copy)]
pub(super) struct Row<'t> {
    table: &'t Table,
    line: u64,
    cells: &'t csv::StringRecord,
}

impl<'t> Row<'t> {
    pub(super) fn at(self, column: usize) -> Option<&'t str> {
        self.cells.get(column)
    }

    /// A cell by the canonical name of its column, where the header has that; blank where it is.
    pub(super) fn cell(self, name: &str) -> Option<&'t str> {
        self.table.column(name).map(|at| bare(self.at(at).unwrap_or_default()))
    }

    /// A cell by the name of its column as the header writes it.
    pub(super) fn named(self, name: &str) -> &'t str {
        let column = self.table.names.iter().position(|it| it == name);
        column.and_then(|at| self.at(at)).map(bare).unwrap_or_default()
    }

    /// The line that a cell begins on: cells before it may have several.
    pub(super) fn line_of(self, column: usize) -> u64 {
        self.line + self.cells.iter().take(column).map(|cell| line_ends(cell.as_bytes())).sum::<u64>()
    }

    /// Whether it stands on that line, among others.
    pub(super) fn has_line(self, line: u64) -> bool {
        (self.line..=self.line_of(self.cells.len())).contains(&line)
    }

    pub(super) fn is_done(self) -> bool {
        self.cell("status").is_some_and(|status| status.eq_ignore_ascii_case("done"))
    }
}

/// The rows of a CSV file in UTF-8 below its first row that is not blank.
fn table(bytes: &[u8]) -> Option<Table> {
    let text = std::str::from_utf8(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)).ok()?;
    if text.contains('\0') {
        return None;
    }
    let (text, skipped) = match text.split_once('\n') {
        Some((first, rest)) if first.trim_end().to_lowercase().starts_with("sep=") => (rest, 1),
        _ => (text, 0),
    };
    let first = text.lines().find(|line| !line.trim().is_empty())?;
    let delimiter = *b",;\t|".iter().max_by_key(|&&it| first.bytes().filter(|&byte| byte == it).count())?;
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut table = Table { names: Vec::new(), header: Vec::new(), rows: Vec::new() };
    let (mut line, mut counted) = (1 + skipped, 0);
    for record in reader.records() {
        let record = record.ok()?;
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        if table.header.is_empty() {
            table.names = record.iter().map(|it| it.trim().to_owned()).collect();
            table.header = record.iter().map(|it| bare(it).to_lowercase().replace([' ', '-'], "_")).collect();
        } else {
            // A record begins behind the line end of the one before, of which a part may be left.
            let start = record.position().and_then(|it| usize::try_from(it.byte()).ok())?;
            let blank = text.as_bytes()[start..].iter().take_while(|it| matches!(it, b'\r' | b'\n')).count();
            line += line_ends(&text.as_bytes()[counted..start + blank]);
            counted = start + blank;
            table.rows.push((line, record));
        }
    }
    Some(table)
}

/// How many lines end in a text, whatever ends them.
fn line_ends(text: &[u8]) -> u64 {
    let ends = (0..text.len())
        .filter(|&at| text[at] == b'\n' && (at == 0 || text[at - 1] != b'\r') || text[at] == b'\r');
    ends.count() as u64
}
