//! The scoring sheet as a workbook: the requests with a cell for each answer, and the scales beside it.
//!
//! Whoever gets it has never heard of roadbed. So each cell says what may stand there and refuses anything
//! else, what is not theirs is locked (without a password), and what is missing is yellow and counted.

use std::io::{self, Write};

use rust_xlsxwriter::{
    ConditionalFormatFormula, Format, ProtectionOptions, Workbook, Worksheet, XlsxError,
    utility::{cell_range, cell_range_absolute, column_number_to_name, row_col_to_cell},
};

use super::{
    cell::{Cell, count},
    look::{INPUT, Look},
    scales::{self, Scales},
    sheet::{LINE_HEIGHT, Sheet},
    table::MOST_ROWS,
    too_many, undated,
};
use crate::{
    model::{Decimal, number},
    scoring_sheet::{
        AS_SENT, FILLED_IN_BY, MARK, Question, Row, ScoringSheet, Subject, When, consumers_change,
    },
};

const NAME: &str = "Requests to judge";

const WORDS: &str = "Fill in the yellow cells as well as you can; a guess is better than nothing, and what you do not \
                     know stays blank. 0 and none are answers. Each cell says what may stand in it, and the sheet \
                     Scales has an example for every step. Answers that stand there already can be changed if you see \
                     it another way. You may sort, filter and delete rows: Review > Unprotect Sheet asks for no \
                     password. Then save the file and send it back.";

// Rows, from the top.
const PROGRESS: u32 = 2;
const HINTS: u32 = 3;
const HEADER: u32 = 4;
const FIRST: u32 = 5;

// Columns, from the left.
const ID: u16 = 0;
const DESCRIPTION: u16 = 2;
const LINK: u16 = 3;
const TEAM: u16 = 4;
const MISSING: u16 = 6;
const ANSWERS: u16 = 7;

/// What stands left of the answers, with its width.
const KNOWN: [(&str, f64); 7] = [
    ("Id", 12.0),
    ("Title", 34.0),
    ("Description", 46.0),
    ("Link", 8.0),
    ("Team", 16.0),
    ("Requests that wait for it", 10.0),
    ("Answers missing", 10.0),
];

/// The most lines of a description that are shown at once: whoever wants to read on opens the cell.
const MOST_LINES: f64 = 6.0;

/// Writes the scoring sheet as a workbook, made in memory. Refuses what has more rows than a sheet.
pub fn scoring_workbook(sheet: &ScoringSheet<'_>, out: &mut dyn Write) -> io::Result<()> {
    if sheet.rows.len() > MOST_ROWS - 1 {
        return Err(too_many(NAME, sheet.rows.len(), "`--top` makes a shorter sheet"));
    }
    let bytes = assembled(sheet).map_err(io::Error::other)?;
    out.write_all(&bytes)
}

fn assembled(content: &ScoringSheet<'_>) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    workbook.set_properties(&undated("Requests to judge")?);
    let (scales, words) = scales::sheet(&content.questions)?;
    workbook.push_worksheet(requests(content, &scales)?);
    workbook.push_worksheet(words);
    workbook.save_to_buffer()
}

fn requests(content: &ScoringSheet<'_>, scales: &Scales) -> Result<Worksheet, XlsxError> {
    let layout = Layout::new(content);
    let mut sheet = Sheet::new(NAME)?;
    above(&mut sheet, &layout)?;
    header(&mut sheet, &layout)?;
    for (at, row) in (FIRST..).zip(&content.rows) {
        request(&mut sheet, &layout, at, row)?;
    }
    for (column, question) in layout.questions() {
        let rule = scales.rule(question, column, FIRST)?;
        sheet.worksheet.add_data_validation(FIRST, column, layout.last, column, &rule)?;
        yellow(&mut sheet, &layout, column, question)?;
    }
    sheet.worksheet.set_freeze_panes(FIRST, DESCRIPTION)?;
    sheet.worksheet.set_repeat_rows(HEADER, HEADER)?;
    sheet.worksheet.set_print_area(0, 0, layout.last, layout.sent - 1)?;
    sheet.worksheet.autofilter(HEADER, 0, layout.last, layout.sent)?;
    sheet.worksheet.set_column_hidden(layout.sent)?;
    if content.rows.iter().all(|row| row.link.is_none()) {
        sheet.worksheet.set_column_hidden(LINK)?;
    }
    sheet.worksheet.set_selection(FIRST, ANSWERS, FIRST, ANSWERS)?;
    sheet.worksheet.protect_with_options(&still_allowed());
    Ok(sheet.worksheet)
}

/// What can be done without taking the protection off.
fn still_allowed() -> ProtectionOptions {
    ProtectionOptions {
        format_cells: true,
        format_columns: true,
        format_rows: true,
        sort: true,
        use_autofilter: true,
        ..ProtectionOptions::new()
    }
}

/// Where everything stands.
struct Layout<'c> {
    content: &'c ScoringSheet<'c>,
    /// The last row.
    last: u32,
    /// The column that says how a row was sent.
    sent: u16,
}

impl<'c> Layout<'c> {
    fn new(content: &'c ScoringSheet<'c>) -> Self {
        let rows = number(content.rows.len().max(1));
        let answers = u16::try_from(content.questions.len()).unwrap_or(u16::MAX - ANSWERS);
        Self { content, last: FIRST + rows - 1, sent: ANSWERS + answers }
    }

    /// The questions with their columns.
    fn questions(&self) -> impl Iterator<Item = (u16, &'c Question)> + use<'c> {
        (ANSWERS..).zip(&self.content.questions)
    }

    /// The first and the last column of a subject's questions.
    fn columns(&self, subject: Subject) -> Option<(u16, u16)> {
        let mut columns = self.questions().filter(|(_, it)| it.subject == subject).map(|(column, _)| column);
        let first = columns.next()?;
        Some((first, columns.last().unwrap_or(first)))
    }

    /// How many subjects of a row nobody has answered yet, as a formula, with the number as it is sent.
    fn missing(&self, at: u32, row: &Row<'_>) -> Cell<'static> {
        let blank = |subject: &Subject| {
            let (first, last) = self.columns(*subject)?;
            Some(format!("IF(COUNTA({})=0,1,0)", cell_range(at, first, at, last)))
        };
        let terms: Vec<String> = row.to_fill.iter().filter_map(blank).collect();
        let number = row.to_fill.iter().filter(|&&subject| !self.is_answered(subject, row)).count();
        let formula = if terms.is_empty() { "0".to_owned() } else { terms.join("+") };
        Cell::Formula(formula, count(number))
    }

    /// Whether a cell of a subject's is filled: that is not yet enough to judge by where one cell needs another.
    fn is_answered(&self, subject: Subject, row: &Row<'_>) -> bool {
        let answers = self.content.questions.iter().zip(&row.answers);
        answers.filter(|(question, _)| question.subject == subject).any(|(_, answer)| answer.is_some())
    }
}

/// Title, words, progress, and the cell for a name.
fn above(sheet: &mut Sheet, layout: &Layout<'_>) -> Result<(), XlsxError> {
    let title = match layout.content.team {
        Some(team) => format!("Requests to judge: {team}"),
        None => "Requests to judge".to_owned(),
    };
    for (column, (_, width)) in (0..).zip(KNOWN) {
        sheet.worksheet.set_column_width(column, width)?;
    }
    let width = KNOWN[..=usize::from(LINK)].iter().map(|(_, width)| width).sum();
    sheet.title(&title, WORDS, (LINK + 1, width))?;
    let column = |column| cell_range_absolute(FIRST, column, layout.last, column);
    let formula = format!("COUNTIF({},0)&\" of \"&COUNTA({})&\" judged\"", column(MISSING), column(ID));
    let rows = &layout.content.rows;
    let missing = |row: &&Row<'_>| row.to_fill.iter().all(|&subject| layout.is_answered(subject, row));
    let result = format!("{} of {} judged", rows.iter().filter(missing).count(), rows.len());
    sheet.put(PROGRESS, ID, &Cell::WordsFormula(formula, result), Look::Heading)?;
    sheet.put(PROGRESS, DESCRIPTION, &FILLED_IN_BY.into(), Look::Right)?;
    let name = layout.content.team.map_or(Cell::Words(String::new()), Cell::from);
    sheet.worksheet.merge_range(PROGRESS, LINK, PROGRESS, TEAM, "", &Look::Name.format())?;
    sheet.put(PROGRESS, LINK, &name, Look::Name)?;
    sheet.put(PROGRESS, ANSWERS, &MARK.into(), Look::Quiet)
}

fn header(sheet: &mut Sheet, layout: &Layout<'_>) -> Result<(), XlsxError> {
    for (column, (name, _)) in (0..).zip(KNOWN) {
        sheet.put(HEADER, column, &name.into(), Look::Header)?;
    }
    for (column, question) in layout.questions() {
        sheet.worksheet.set_column_width(column, scales::width(question))?;
        sheet.put(HINTS, column, &(&*question.hint).into(), Look::Hint)?;
        sheet.put(HEADER, column, &Cell::Words(question.heading()), Look::Header)?;
    }
    sheet.put(HEADER, layout.sent, &AS_SENT.into(), Look::Header)?;
    sheet.worksheet.set_row_height(HINTS, 2.5 * LINE_HEIGHT)?;
    sheet.worksheet.set_row_height(HEADER, 3.0 * LINE_HEIGHT)?;
    Ok(())
}

fn request(sheet: &mut Sheet, layout: &Layout<'_>, at: u32, row: &Row<'_>) -> Result<(), XlsxError> {
    let description = row.description.as_deref().unwrap_or_default();
    let waiting = row.place.waiting;
    let waiting = match waiting.number {
        0 => Cell::Blank,
        number if waiting.at_least => Cell::Words(format!("{number} or more")),
        number => Cell::Number(count(number)),
    };
    let known: [(Cell<'_>, Look); 7] = [
        (row.id.into(), Look::Text),
        (row.title.trim().into(), Look::Wrapped),
        (description.into(), Look::Wrapped),
        (row.link.as_deref().map_or(Cell::Blank, |link| Cell::Link(link, "open")), Look::Link),
        (Cell::list(&row.teams), Look::Wrapped),
        (waiting, Look::Whole),
        (layout.missing(at, row), Look::Missing),
    ];
    let lines = known.iter().zip(KNOWN).map(|((cell, _), (_, width))| cell.lines(width - 2.0));
    let answers = layout.questions().zip(&row.answers).filter(|((_, it), _)| scales::is_in_words(it));
    let answered =
        answers.map(|((_, it), answer)| as_a_cell(answer.as_deref()).lines(scales::width(it) - 2.0));
    let height = lines.chain(answered).fold(1.0, f64::max).min(MOST_LINES);
    for (column, (cell, look)) in (0..).zip(&known) {
        sheet.put(at, column, cell, *look)?;
    }
    for ((column, question), answer) in layout.questions().zip(&row.answers) {
        let look = if scales::is_in_words(question) { Look::AnswerInWords } else { Look::Answer };
        // Blank cells are written too: they are the ones that must not be locked.
        sheet.put(at, column, &as_a_cell(answer.as_deref()), look)?;
    }
    sheet.put(at, layout.sent, &Cell::Words(row.as_sent(&layout.content.questions)), Look::Quiet)?;
    sheet.worksheet.set_row_height(at, height * LINE_HEIGHT)?;
    Ok(())
}

/// An answer that stands there already: a number where it is one, so that it can be computed with.
fn as_a_cell(answer: Option<&str>) -> Cell<'_> {
    match answer {
        None => Cell::Words(String::new()),
        Some(text) => Decimal::parse(text).map_or(Cell::Text(text), Cell::from),
    }
}

/// Blank cells are yellow while the row needs an answer there.
fn yellow(sheet: &mut Sheet, layout: &Layout<'_>, column: u16, question: &Question) -> Result<(), XlsxError> {
    let cell = row_col_to_cell(FIRST, column);
    let own = column_number_to_name(column);
    let at = FIRST + 1;
    let condition = match question.when {
        When::Wished => return Ok(()),
        When::Always => format!("AND(ISBLANK({cell}),${}{at}>0)", column_number_to_name(MISSING)),
        When::ConsumersChange => {
            let Some((first, _)) = layout.columns(question.subject) else { return Ok(()) };
            let first = column_number_to_name(first);
            let words: Vec<String> =
                consumers_change().map(|word| format!("${first}{at}=\"{word}\"")).collect();
            format!("AND(ISBLANK({own}{at}),OR({}))", words.join(","))
        }
    };
    let rule = ConditionalFormatFormula::new()
        .set_rule(condition.as_str())
        .set_format(Format::new().set_background_color(INPUT));
    sheet.worksheet.add_conditional_format(FIRST, column, layout.last, column, &rule)?;
    Ok(())
}
