//! Office Open XML: the sheet of an .xlsx workbook.

use super::{
    OtherSheet, Remarks, Sheet, broken, choose,
    container::Container,
    formats::Format,
    grid::{Grid, MOST_COLUMNS, MOST_ROWS},
    numbers::shown,
    shared_strings::SharedStrings,
    too_much,
    xml::{Step, Tag, Xml},
};
use crate::diagnostic::Finding;

/// What a workbook's parts have to do with each other.
#[derive(Debug, Default)]
struct Relation {
    id: String,
    /// The last word of its type: `worksheet`, `styles`.
    kind: String,
    target: String,
}

/// A sheet as the workbook lists it.
#[derive(Debug)]
struct Listed {
    name: String,
    hidden: bool,
    relation: String,
}

/// What the cells of every sheet need.
#[derive(Debug, Default)]
struct Context {
    strings: SharedStrings,
    formats: Vec<Format>,
    from_1904: bool,
}

pub(super) fn read(container: &mut Container<'_>, wanted: Option<&str>) -> Result<Sheet, Box<Finding>> {
    let root = container.part("_rels/.rels", |xml| relations(xml, ""))?.unwrap_or_default();
    let main = root.iter().find(|relation| relation.kind == "officeDocument");
    let main = main.map_or("xl/workbook.xml", |relation| &relation.target).to_owned();
    let (listed, from_1904) =
        container.part(&main, workbook)?.ok_or_else(|| broken("it has no list of sheets"))?;
    let (folder, file) = main.rsplit_once('/').unwrap_or(("", &main));
    let related = format!("{folder}/_rels/{file}.rels");
    let related =
        container.part(related.trim_start_matches('/'), |xml| relations(xml, folder))?.unwrap_or_default();
    let target = |kind: &str| related.iter().find(|relation| relation.kind == kind);
    // Sheets of other kinds, such as charts, hold no cells.
    let part = |sheet: &Listed| {
        let relation = related.iter().find(|relation| relation.id == sheet.relation)?;
        (relation.kind == "worksheet").then(|| relation.target.clone())
    };
    let sheets: Vec<(Listed, String)> =
        listed.into_iter().filter_map(|sheet| part(&sheet).map(|part| (sheet, part))).collect();
    let chosen = choose(sheets.iter().map(|(sheet, _)| (sheet.name.as_str(), sheet.hidden)), wanted)?;

    let mut context = Context { from_1904, ..Context::default() };
    if let Some(relation) = target("styles") {
        context.formats = container.part(&relation.target, formats)?.unwrap_or_default();
    }
    if let Some(relation) = target("sharedStrings") {
        context.strings = container.part(&relation.target, SharedStrings::read)?.unwrap_or_default();
    }
    let (sheet, path) = &sheets[chosen];
    let mut read = Reader::new(&context);
    container.part(path, |xml| read.walk(xml, false))?.ok_or_else(|| broken("a sheet is missing"))?;
    let mut others = Vec::new();
    for (at, (other, path)) in sheets.iter().enumerate() {
        if at == chosen || wanted.is_some() {
            continue;
        }
        let mut glance = Reader::new(&context);
        container.part(path, |xml| glance.walk(xml, true))?;
        if !glance.grid.is_empty() {
            others.push(OtherSheet { name: other.name.clone(), hidden: other.hidden });
        }
    }
    Ok(Sheet { name: sheet.name.clone(), grid: read.grid, remarks: read.remarks, others })
}

/// The relations of a part that lies in a folder.
fn relations(xml: &mut Xml<'_>, folder: &str) -> Result<Vec<Relation>, Box<Finding>> {
    let mut relations = Vec::new();
    loop {
        match xml.step()? {
            Step::Open(tag) if tag.name() == "Relationship" => {
                let attribute = |name| tag.attribute(name).unwrap_or_default();
                if attribute("TargetMode") == "External" {
                    continue;
                }
                let kind = attribute("Type").rsplit('/').next().unwrap_or_default().to_owned();
                relations.push(Relation {
                    id: attribute("Id"),
                    kind,
                    target: path(folder, &attribute("Target")),
                });
                if relations.len() > 10_000 {
                    return Err(too_much("parts"));
                }
            }
            Step::End => return Ok(relations),
            _ => {}
        }
    }
}

/// The path of a part in the archive, from what a part in `folder` calls it.
fn path(folder: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut steps: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
    for step in target.split('/') {
        match step {
            "." | "" => {}
            ".." => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    steps.join("/")
}

/// The sheets, and whether days are counted from 1904.
fn workbook(xml: &mut Xml<'_>) -> Result<(Vec<Listed>, bool), Box<Finding>> {
    let (mut sheets, mut from_1904) = (Vec::new(), false);
    loop {
        match xml.step()? {
            Step::Open(tag) if tag.name() == "workbookPr" => from_1904 = tag.says("date1904"),
            Step::Open(tag) if tag.name() == "sheet" => {
                sheets.push(Listed {
                    name: tag.attribute("name").unwrap_or_default(),
                    hidden: tag.attribute("state").is_some_and(|state| state != "visible"),
                    relation: tag.attribute("id").unwrap_or_default(),
                });
                if sheets.len() > 10_000 {
                    return Err(too_much("sheets"));
                }
            }
            Step::End => return Ok((sheets, from_1904)),
            _ => {}
        }
    }
}

/// The number format of each cell style.
fn formats(xml: &mut Xml<'_>) -> Result<Vec<Format>, Box<Finding>> {
    let mut own: Vec<(u32, Format)> = Vec::new();
    let mut formats = Vec::new();
    let mut of_cells = None;
    loop {
        let depth = xml.depth();
        match xml.step()? {
            Step::Open(tag) => match tag.name() {
                "numFmt" => {
                    let code = tag.attribute("formatCode").unwrap_or_default();
                    own.push((tag.number("numFmtId").unwrap_or(0), Format::of_code(&code)));
                }
                "cellXfs" => of_cells = Some(depth),
                "xf" if of_cells.is_some() => {
                    let id = tag.number("numFmtId").unwrap_or(0);
                    let own = own.iter().find(|(own, _)| *own == id).map(|(_, format)| format.clone());
                    formats.push(own.unwrap_or_else(|| Format::built_in(id)));
                }
                _ => {}
            },
            Step::Close if of_cells == Some(depth - 1) => of_cells = None,
            Step::End => return Ok(formats),
            _ => {}
        }
        // Excel itself stops at 65,490 styles and far fewer formats.
        if formats.len() > 1 << 16 || own.len() > 1 << 12 {
            return Err(too_much("cell styles"));
        }
    }
}

/// What the text at hand belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Within {
    Nothing,
    Value,
    Inline,
    Formula,
}

/// A cell being read.
#[derive(Debug, Default)]
struct Cell {
    column: u32,
    kind: String,
    style: usize,
    /// What is stored, or the number of a shared text.
    value: String,
    /// The text that stands in the cell itself.
    inline: String,
    formula: bool,
}

/// Walks over the cells of a sheet.
#[derive(Debug)]
struct Reader<'c> {
    context: &'c Context,
    grid: Grid,
    remarks: Remarks,
    row: u32,
    next_row: u32,
    next_column: u32,
    row_hidden: bool,
    hidden_columns: Vec<(u32, u32)>,
}

impl<'c> Reader<'c> {
    fn new(context: &'c Context) -> Self {
        Self {
            context,
            grid: Grid::default(),
            remarks: Remarks::default(),
            row: 0,
            next_row: 0,
            next_column: 0,
            row_hidden: false,
            hidden_columns: Vec::new(),
        }
    }

    /// Walks over a sheet; at a glance, only up to the first cell that is not blank.
    fn walk(&mut self, xml: &mut Xml<'_>, glance: bool) -> Result<(), Box<Finding>> {
        let mut cell: Option<(usize, Cell)> = None;
        let mut within = Within::Nothing;
        let mut pronounced = None;
        let mut in_data = false;
        loop {
            let depth = xml.depth();
            match xml.step()? {
                Step::Open(tag) => match (tag.name(), &mut cell) {
                    ("sheetData", _) => in_data = true,
                    ("row", None) if in_data => self.begin_row(&tag)?,
                    ("c", None) if in_data => cell = Some((depth, self.begin_cell(&tag)?)),
                    ("rPh", Some(_)) => pronounced = pronounced.or(Some(depth)),
                    ("v", Some(_)) => within = Within::Value,
                    ("t", Some(_)) if pronounced.is_none() => within = Within::Inline,
                    ("f", Some((_, cell))) => {
                        cell.formula = true;
                        within = Within::Formula;
                    }
                    ("col", _) if tag.says("hidden") => self.hide_columns(&tag),
                    ("mergeCell", _) => self.merged(&tag),
                    _ => {}
                },
                Step::Text(text) => {
                    if let Some((_, cell)) = &mut cell {
                        match within {
                            Within::Value => cell.value.push_str(&text),
                            Within::Inline => cell.inline.push_str(&text),
                            Within::Nothing | Within::Formula => {}
                        }
                    }
                }
                Step::Close => {
                    within = Within::Nothing;
                    if pronounced == Some(depth - 1) {
                        pronounced = None;
                    }
                    if let Some((_, cell)) = cell.take_if(|(began, _)| *began == depth - 1) {
                        self.end_cell(&cell)?;
                        if glance && !self.grid.is_empty() {
                            return Ok(());
                        }
                    }
                }
                Step::End => return Ok(()),
                Step::Nothing => {}
            }
        }
    }

    fn begin_row(&mut self, tag: &Tag<'_>) -> Result<(), Box<Finding>> {
        let number = tag.number("r").and_then(|row| row.checked_sub(1));
        self.row = number.unwrap_or(self.next_row);
        if self.row < self.next_row || self.row >= MOST_ROWS {
            return Err(broken("its rows are not in order"));
        }
        self.next_row = self.row + 1;
        self.next_column = 0;
        self.row_hidden = tag.says("hidden");
        Ok(())
    }

    fn begin_cell(&mut self, tag: &Tag<'_>) -> Result<Cell, Box<Finding>> {
        let column = match tag.attribute("r") {
            None => self.next_column,
            Some(address) => match cell_address(&address) {
                Some((row, column)) if row == self.row => column,
                _ => return Err(broken("a cell stands in another row than its address says")),
            },
        };
        self.next_column = column + 1;
        Ok(Cell {
            column,
            kind: tag.attribute("t").unwrap_or_default(),
            style: tag.number("s").map_or(0, |style| style as usize),
            ..Cell::default()
        })
    }

    fn end_cell(&mut self, cell: &Cell) -> Result<(), Box<Finding>> {
        if cell.formula && cell.value.is_empty() && cell.inline.is_empty() && cell.kind != "str" {
            self.remarks.uncalculated.add(self.row, cell.column);
        }
        let content = self.content(cell)?;
        let hides = |&(first, last): &(u32, u32)| (first..=last).contains(&cell.column);
        if !content.is_empty() && (self.row_hidden || self.hidden_columns.iter().any(hides)) {
            self.remarks.hidden.add(self.row, cell.column);
        }
        self.grid.push(self.row, cell.column, &content)
    }

    /// What the cell shows.
    fn content(&self, cell: &Cell) -> Result<String, Box<Finding>> {
        let value = &cell.value;
        Ok(match cell.kind.as_str() {
            "inlineStr" if !cell.inline.is_empty() => unescaped(&cell.inline),
            _ if value.is_empty() => unescaped(&cell.inline),
            "s" => {
                let text = value.trim().parse().ok().and_then(|number| self.context.strings.get(number));
                unescaped(text.ok_or_else(|| broken("a cell refers to a text that does not exist"))?)
            }
            "str" | "inlineStr" => unescaped(value),
            "b" => if value.trim() == "0" { "FALSE" } else { "TRUE" }.to_owned(),
            "d" => value.strip_suffix("T00:00:00").unwrap_or(value).to_owned(),
            "e" => value.clone(),
            _ => {
                let format = self.context.formats.get(cell.style).unwrap_or(&Format::Number);
                shown(value, format, self.context.from_1904)
            }
        })
    }

    fn hide_columns(&mut self, tag: &Tag<'_>) {
        let bound = |name| tag.number(name).unwrap_or(1).clamp(1, MOST_COLUMNS) - 1;
        if self.hidden_columns.len() < 1000 {
            self.hidden_columns.push((bound("min"), bound("max")));
        }
    }

    /// Several cells as one. Only those in the columns and rows of the table are worth a word.
    fn merged(&mut self, tag: &Tag<'_>) {
        let area = tag.attribute("ref").unwrap_or_default();
        let first = area.split(':').next().and_then(cell_address);
        if let Some((row, column)) = first.filter(|&(row, _)| row < self.next_row) {
            self.remarks.merged.add(row, column);
        }
    }
}

/// The row and column of an address, counted from 0.
fn cell_address(address: &str) -> Option<(u32, u32)> {
    let digits = address.find(|c: char| c.is_ascii_digit())?;
    let (letters, row) = address.split_at(digits);
    let mut column = 0_u32;
    for letter in letters.bytes() {
        let value = letter.to_ascii_uppercase().checked_sub(b'A').filter(|&value| value < 26)?;
        column = column.checked_mul(26)?.checked_add(u32::from(value) + 1)?;
    }
    let row: u32 = row.parse().ok()?;
    let (row, column) = (row.checked_sub(1)?, column.checked_sub(1)?);
    (row < MOST_ROWS && column < MOST_COLUMNS).then_some((row, column))
}

/// Text with the characters that XML cannot hold, which are written `_x000D_`. Source: ECMA-376,
/// part 1, 22.9.2.19.
fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        let code = rest.get(at + 2..at + 7).and_then(|code| code.strip_suffix('_'));
        let code = code.filter(|code| code.bytes().all(|byte| byte.is_ascii_hexdigit()));
        let character = code.and_then(|code| u32::from_str_radix(code, 16).ok()).and_then(char::from_u32);
        plain.push_str(&rest[..at]);
        if let Some(character) = character {
            plain.push(character);
            rest = &rest[at + 7..];
        } else {
            plain.push_str("_x");
            rest = &rest[at + 2..];
        }
    }
    plain.push_str(rest);
    // A line break inside a cell is LF; some writers put an escaped CR before it.
    plain.replace("\r\n", "\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_letters_and_digits() {
        assert_eq!(cell_address("A1"), Some((0, 0)));
        assert_eq!(cell_address("XFD1048576"), Some((1_048_575, 16_383)));
        for address in ["XFE1", "A0", "1", "A", "", "A1048577", "AAAAAAAAAAAA1", "é1"] {
            assert_eq!(cell_address(address), None, "{address}");
        }
    }

    #[test]
    fn parts_are_named_from_the_folder_they_are_named_in() {
        assert_eq!(path("xl", "worksheets/sheet1.xml"), "xl/worksheets/sheet1.xml");
        assert_eq!(path("xl", "/xl/styles.xml"), "xl/styles.xml");
        assert_eq!(path("xl/a", "../styles.xml"), "xl/styles.xml");
    }

    #[test]
    fn escaped_characters_are_themselves_again() {
        assert_eq!(unescaped("a_x000D_\nb"), "a\nb");
        assert_eq!(unescaped("_x005F_x000D_"), "_x000D_");
        assert_eq!(unescaped("max_x, _x12, _xZZZZ_"), "max_x, _x12, _xZZZZ_");
    }
}
