//! The scales in words, on a sheet of their own, and what the cells of the scoring sheet take.

use rust_xlsxwriter::{
    DataValidation, DataValidationRule, Formula, Worksheet, XlsxError,
    utility::{cell_range_absolute, row_col_to_cell},
};

use super::{
    cell::Cell,
    look::Look,
    sheet::{LINE_HEIGHT, Sheet},
};
use crate::{
    model::Decimal,
    scoring_sheet::{Answer, Question, Step, in_short},
};

const NAME: &str = "Scales";

const WORDS: &str = "What each answer means. Numbers in between are answers too: 2, or 2.5.";

const HEADERS: [&str; 5] = ["Column", "Answer", "What it means", "Example", "Judged so already"];
const WIDTHS: [f64; 5] = [20.0, 18.0, 44.0, 48.0, 44.0];
const ANSWER: u16 = 1;
const FIRST: u32 = 4;

/// Most that the prompt of a cell may say, in letters. Source: Microsoft, data validation.
const PROMPT: usize = 255;

/// The largest number of teams and of weeks that is taken: a date that a spreadsheet made of `2-3-6` is a
/// larger one.
const MOST: u32 = 10_000;

/// Where the answers to each question stand.
pub(super) struct Scales(Vec<(String, u32, u32)>);

/// The sheet, and where the answers stand in it.
pub(super) fn sheet(questions: &[Question]) -> Result<(Scales, Worksheet), XlsxError> {
    let mut sheet = Sheet::new(NAME)?;
    for (column, width) in (0..).zip(WIDTHS) {
        sheet.worksheet.set_column_width(column, width)?;
    }
    sheet.title("Scales", WORDS, (4, 130.0))?;
    sheet.header(FIRST - 1, &HEADERS, &[])?;
    sheet.worksheet.set_freeze_panes(FIRST, 0)?;
    let mut places = Vec::new();
    let mut row = FIRST;
    for question in questions {
        let (first, last) = scale(&mut sheet, row, question)?;
        places.push((question.column.clone(), first, last));
        row = last + 2;
    }
    sheet.worksheet.protect();
    Ok((Scales(places), sheet.worksheet))
}

/// One question with its answers; the rows of the first and the last answer.
fn scale(sheet: &mut Sheet, row: u32, question: &Question) -> Result<(u32, u32), XlsxError> {
    sheet.put(row, 0, &Cell::Words(question.heading()), Look::Heading)?;
    sheet.put(row, ANSWER, &(&*question.asks).into(), Look::Strong)?;
    let mut last = row;
    for (at, step) in (row + 1..).zip(&question.steps) {
        self::step(sheet, at, question, step)?;
        last = at;
    }
    Ok((row + 1, last))
}

fn step(sheet: &mut Sheet, at: u32, question: &Question, step: &Step) -> Result<(), XlsxError> {
    let number = Decimal::parse(&step.answer).filter(|_| question.answer != Answer::Words);
    let answer = number.map_or(Cell::Text(&step.answer), Cell::from);
    let cells = [
        (answer, Look::Answered),
        ((&*step.means).into(), Look::Wrapped),
        ((&*step.example).into(), Look::Wrapped),
        (Cell::or_blank(step.precedent.as_deref()), Look::Wrapped),
    ];
    let mut height: f64 = 1.0;
    for ((column, width), (cell, look)) in (ANSWER..).zip(&WIDTHS[1..]).zip(&cells) {
        sheet.put(at, column, cell, *look)?;
        height = height.max(cell.lines(width - 2.0));
    }
    sheet.worksheet.set_row_height(at, height * LINE_HEIGHT)?;
    Ok(())
}

/// How wide a question's column is.
pub(super) fn width(question: &Question) -> f64 {
    match question.answer {
        Answer::Teams => 24.0,
        Answer::Words => 14.0,
        Answer::Rating(..) | Answer::Count | Answer::Number | Answer::Weeks => 13.0,
    }
}

/// Whether its answers are words more often than numbers.
pub(super) fn is_in_words(question: &Question) -> bool {
    matches!(question.answer, Answer::Teams | Answer::Words)
}

impl Scales {
    /// What the cells of a question take, in words and as a rule. `first` is the row of the first of them.
    pub(super) fn rule(
        &self,
        question: &Question,
        column: u16,
        first: u32,
    ) -> Result<DataValidation, XlsxError> {
        let cell = row_col_to_cell(first, column);
        let between = |least: i32, most: i32| {
            DataValidation::new()
                .allow_decimal_number(DataValidationRule::Between(f64::from(least), f64::from(most)))
        };
        let (rule, expected) = match question.answer {
            Answer::Rating(least, most) => {
                (between(least, most), format!("a number from {least} to {most}, or nothing"))
            }
            Answer::Number => (between(-1_000_000_000, 1_000_000_000), "a number, or nothing".to_owned()),
            Answer::Count => (
                DataValidation::new().allow_whole_number(DataValidationRule::Between(0, 1_000_000)),
                "a whole number, 0 or more, or nothing".to_owned(),
            ),
            Answer::Words => (
                DataValidation::new()
                    .allow_list_formula(Formula::new(format!("={}", self.answers(question)))),
                "one of the words of the list, or nothing".to_owned(),
            ),
            Answer::Teams => {
                let count = format!("AND({cell}>=0,{cell}<={MOST},{cell}=INT({cell}))");
                let formula = format!("=IF(ISNUMBER({cell}),{count},TRUE)");
                let expected = "names of teams with ; between them, or how many teams there are";
                (DataValidation::new().allow_custom(Formula::new(formula)), expected.to_owned())
            }
            Answer::Weeks => {
                let weeks = format!("AND({cell}>0,{cell}<={MOST})");
                let size = format!("COUNTIF({},{cell})>0", self.answers(question));
                let formula = format!("=IF(ISNUMBER({cell}),{weeks},{size})");
                let expected = format!("{}; without a unit, more than 0", question.hint);
                (DataValidation::new().allow_custom(Formula::new(formula)), expected)
            }
        };
        rule.set_input_title(title(question))?
            .set_input_message(in_short(question, PROMPT))?
            .set_error_title("This cannot stand here")?
            .set_error_message(cut(
                &format!("Expected: {expected}. The sheet Scales shows what it means."),
                PROMPT,
            ))
    }

    /// The cells with the answers to a question, in a formula of any sheet.
    fn answers(&self, question: &Question) -> String {
        let place = self.0.iter().find(|(column, ..)| *column == question.column);
        let (first, last) = place.map_or((FIRST, FIRST), |&(_, first, last)| (first, last));
        format!("{NAME}!{}", cell_range_absolute(first, ANSWER, last, ANSWER))
    }
}

/// A heading as short as the title of a prompt has to be.
fn title(question: &Question) -> String {
    const TITLE: usize = 32;
    cut(&question.heading(), TITLE)
}

/// So many letters of a text.
fn cut(text: &str, most: usize) -> String {
    text.chars().take(most).collect()
}
