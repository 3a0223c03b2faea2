//! A file as a table of cells, each of which can be looked up again at any time.

use std::borrow::Cow;

use rustc_hash::FxHashSet;

use super::{
    codes,
    dialect::Dialect,
    header::Header,
    numbers::{self, Numbers},
    scanner::{Cell, RowStart, Scanner},
    units::Unit,
};
use crate::{
    diagnostic::{Finding, Place, Source},
    model::{Column, Field, OwnColumn, Row, number},
    untrusted::unguard,
};

/// A file's table. It keeps where its rows begin, and reads a row's cells again when somebody
/// asks for them, so that nothing but the text is held in memory.
#[derive(Clone, Debug)]
pub(crate) struct Sheet<'s> {
    pub(crate) file: u32,
    pub(crate) source: &'s Source,
    pub(crate) dialect: Dialect,
    pub(crate) header: Vec<Header>,
    pub(crate) by_column: [Option<usize>; Column::ALL.len()],
    /// Where the columns stand that criteria of the policy's own are read from. They are carried
    /// through as well, as all columns are that are not canonical.
    pub(crate) own: Vec<Option<usize>>,
    /// Where the rows below the header begin, blank ones among them.
    pub(crate) rows: Vec<RowStart>,
    /// How many of them are not blank.
    pub(crate) filled: usize,
    /// How numbers are written here.
    pub(crate) numbers: Numbers,
    /// Which of the files without ids this is, counted from 1, where it is one.
    pub(crate) without_ids: Option<u32>,
}

impl<'s> Sheet<'s> {
    pub(crate) fn new(file: u32, source: &'s Source, dialect: Dialect) -> Self {
        Self {
            file,
            source,
            dialect,
            header: Vec::new(),
            by_column: [None; Column::ALL.len()],
            own: Vec::new(),
            rows: Vec::new(),
            filled: 0,
            numbers: match source.form.sheet {
                Some(_) => Numbers::of_workbook(),
                None => Numbers::separated_by(dialect.delimiter),
            },
            without_ids: None,
        }
    }

    /// Finds where the rows below the header begin, and how numbers are written in them.
    pub(crate) fn find_rows(&mut self) {
        let mut scanner = Scanner::new(&self.source.text, self.dialect.delimiter, self.dialect.header);
        scanner.row(&mut Vec::new(), &mut Vec::new());
        self.rows = scanner.starts();
        self.numbers = numbers::shown_in(self);
    }

    /// Whether its rows were made of those of an export.
    pub(crate) fn is_made(&self) -> bool {
        self.source.form.origin.is_some()
    }

    /// Where a column stands, where there is one.
    #[inline]
    pub(crate) fn at(&self, field: impl Into<Field>) -> Option<usize> {
        match field.into() {
            Field::Known(column) => self.by_column[column as usize],
            Field::Own(OwnColumn(number)) => self.own.get(usize::from(number)).copied().flatten(),
        }
    }

    /// What the numbers of a column count, as its header says.
    pub(crate) fn unit(&self, column: Column) -> Unit {
        self.at(column).and_then(|at| self.header.get(at)).map_or(Unit::PLAIN, |header| header.unit)
    }

    /// A cell's content, doubled quotes made single.
    pub(crate) fn content(&self, cell: Cell) -> Cow<'s, str> {
        let text = &self.source.text[cell.start as usize..cell.end as usize];
        if cell.escaped { Cow::Owned(text.replace("\"\"", "\"")) } else { Cow::Borrowed(text) }
    }

    /// Where a cell stands. Only for cells of the header: the line is the header's.
    pub(crate) fn place_of(&self, cell: Cell) -> Place {
        self.place(cell, self.dialect.header)
    }

    /// Where a cell of a row stands; in rows of several lines the line is the cell's own.
    pub(crate) fn place(&self, cell: Cell, row: RowStart) -> Place {
        let form = &self.source.form;
        let line = match (&form.sheet, &form.origin) {
            (Some(rows), _) => rows.row_at(cell.start),
            (_, Some(origin)) => origin.line_at(cell.start),
            _ => row.line + line_ends(&self.source.text.as_bytes()[row.offset as usize..cell.start as usize]),
        };
        Place { file: self.file, line, start: cell.start, end: cell.end }
    }

    /// Where a row begins, as a place without extent.
    pub(crate) fn row_place(&self, row: RowStart) -> Place {
        self.place(Cell { start: row.offset, end: row.offset, escaped: false }, row)
    }

    /// The id of the row that begins there, where no column holds ids.
    pub(crate) fn made_id(&self, row: RowStart) -> Option<String> {
        let id = |nth| made_id(nth, self.row_place(row).line);
        self.without_ids.map(id)
    }

    /// The header row as a whole.
    pub(crate) fn header_place(&self) -> Place {
        let place = self.row_place(self.dialect.header);
        let rest = &self.source.text[place.start as usize..];
        let length = rest.find(['\n', '\r']).unwrap_or(rest.len());
        Place { end: place.start + u32::try_from(length).unwrap_or(0), ..place }
    }

    /// The places of the columns without a name.
    pub(crate) fn unnamed_columns(&self) -> impl Iterator<Item = usize> {
        let unnamed = |header: &Header| header.name.is_empty() && header.column.is_none();
        self.header.iter().enumerate().filter(move |(_, header)| unnamed(header)).map(|(at, _)| at)
    }

    fn cells(&self, row: u32) -> (RowStart, Vec<Cell>) {
        let (mut cells, mut faults) = (Vec::new(), Vec::new());
        let start = self.rows[row as usize];
        Scanner::new(&self.source.text, self.dialect.delimiter, start).row(&mut cells, &mut faults);
        (start, cells)
    }
}

/// The id of a row on this line of a file, the nth one whose rows have none.
pub(crate) fn made_id(nth: u32, line: u32) -> String {
    if nth == 1 { format!("row-{line}") } else { format!("row-{nth}-{line}") }
}

/// That ids are made, and what that costs.
pub(crate) fn made_ids(nth: u32, header: Place) -> Finding {
    let message = format!(
        "no column holds ids: they are made of the lines, `{}` and so on",
        made_id(nth, header.line + 1)
    );
    Finding::new(&codes::MADE_IDS, message).at(header).without_value().hint(
        "a row that moves to another line gets another id: add a column `id`, or write the ids down with `roadbed import FILE -o backlog.csv`",
    )
}

/// One row of a file, read again.
#[derive(Clone, Debug)]
pub struct RowCells<'a, 's> {
    sheet: &'a Sheet<'s>,
    start: RowStart,
    cells: Vec<Cell>,
}

impl<'s> RowCells<'_, 's> {
    /// A cell with the line it stands on, where it is not blank.
    pub fn cell(&self, field: impl Into<Field>) -> Option<(u32, Cow<'s, str>)> {
        let at = self.sheet.at(field)?;
        let cell = *self.cells.get(at)?;
        let text = unguarded(self.sheet.content(cell));
        (!text.trim().is_empty()).then(|| (self.sheet.place(cell, self.start).line, text))
    }

    /// The cells in the given columns that are not canonical; blank where there is none.
    pub fn carried(&self, names: &[&str]) -> Vec<Cow<'s, str>> {
        let is = |at: usize, name: &str| {
            self.sheet.header.get(at).is_some_and(|header| header.column.is_none() && header.name == name)
        };
        // The names come in the order of a header, so the next one mostly stands behind the last.
        let mut next = 0;
        let mut cell = |name: &&str| {
            let behind = (next..self.sheet.header.len()).find(|&at| is(at, name));
            let at = behind.or_else(|| (0..next).find(|&at| is(at, name)))?;
            next = at + 1;
            Some(unguarded(self.sheet.content(*self.cells.get(at)?)))
        };
        names.iter().map(|name| cell(name).unwrap_or_default()).collect()
    }
}

/// How many lines end in the text, whatever ends them.
pub(crate) fn line_ends(text: &[u8]) -> u32 {
    let ends = memchr::memchr2_iter(b'\n', b'\r', text)
        .filter(|&at| text[at] == b'\n' || text.get(at + 1) != Some(&b'\n'))
        .count();
    number(ends)
}

/// The tables of all files, for looking up cells.
#[derive(Clone, Debug, Default)]
pub struct Sheets<'s> {
    pub(crate) sheets: Vec<Sheet<'s>>,
}

impl<'s> Sheets<'s> {
    fn sheet(&self, row: Row) -> Option<&Sheet<'s>> {
        self.sheets.iter().find(|sheet| sheet.file == row.file)
    }

    /// Where a row's cell stands; where the file has no such column, the row's first cell.
    pub fn place(&self, row: Row, field: impl Into<Field>) -> Option<Place> {
        let sheet = self.sheet(row)?;
        let (start, cells) = sheet.cells(row.number);
        let at = sheet.at(field).or(sheet.at(Column::Id)).unwrap_or(0);
        Some(sheet.place(*cells.get(at)?, start))
    }

    /// Where a finding is.
    pub fn place_of(&self, finding: &Finding) -> Option<Place> {
        finding.place.or_else(|| finding.cell.and_then(|(row, column)| self.place(row, column)))
    }

    /// What stands where a finding is, where that is what it is about.
    pub fn value_of<'v>(&self, finding: &Finding, sources: &'v [Source]) -> Option<&'v str> {
        let place = finding.place.or_else(|| {
            let (row, field) = finding.cell?;
            self.sheet(row)?.at(field)?;
            self.place(row, field)
        })?;
        let source = sources.get(place.file as usize).filter(|_| finding.quotes)?;
        Some(source.value(place)).filter(|value| !value.is_empty())
    }

    /// What findings are sorted by where they are shown one after the other: file, then place in
    /// it. Cheaper than the place itself.
    pub fn order_of(&self, finding: &Finding) -> Option<(u32, u32)> {
        let of_row = |row: Row| Some((row.file, self.sheet(row)?.rows.get(row.number as usize)?.offset));
        let place = finding.place.map(|place| (place.file, place.start));
        place.or_else(|| finding.cell.and_then(|(row, _)| of_row(row)))
    }

    /// A row for looking up several of its cells: it is read once.
    pub fn row(&self, row: Row) -> Option<RowCells<'_, 's>> {
        let sheet = self.sheet(row)?;
        let (start, cells) = sheet.cells(row.number);
        Some(RowCells { sheet, start, cells })
    }

    /// Whether the file that a row stands in has a column.
    pub fn has_column(&self, row: Row, field: impl Into<Field>) -> bool {
        self.sheet(row).is_some_and(|sheet| sheet.at(field).is_some())
    }

    /// For each file its number, and how many of its rows below the header are not blank.
    pub fn filled_rows(&self) -> impl Iterator<Item = (u32, usize)> {
        self.sheets.iter().map(|sheet| (sheet.file, sheet.filled))
    }

    /// The name of the file that a row stands in.
    pub fn file(&self, row: Row) -> &'s str {
        self.sheet(row).map_or("", |sheet| &sheet.source.name)
    }

    /// The columns that are not canonical, each name once, in the order of the files.
    pub(crate) fn carried_headers(&self) -> impl Iterator<Item = &Header> {
        let mut seen = FxHashSet::default();
        let headers = self.sheets.iter().flat_map(|sheet| &sheet.header);
        let carried = headers.filter(|header| header.column.is_none() && !header.name.is_empty());
        carried.filter(move |header| seen.insert(header.name.as_str()))
    }

    /// The names of the columns that are not canonical, each once, in the order of the files.
    pub fn carried_columns(&self) -> Vec<&str> {
        self.carried_headers().map(|header| header.name.as_str()).collect()
    }

    /// A row's cells in the given columns that are not canonical; blank where it has none.
    pub fn carried(&self, row: Row, names: &[&str]) -> Vec<Cow<'s, str>> {
        let cells = if names.is_empty() { None } else { self.row(row) };
        cells.map_or_else(|| vec![Cow::Borrowed(""); names.len()], |cells| cells.carried(names))
    }
}

/// The text without the apostrophe that writing put before it.
pub(crate) fn unguarded(text: Cow<'_, str>) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(unguard(text).0),
        Cow::Owned(text) => Cow::Owned(unguard(&text).0.to_owned()),
    }
}
