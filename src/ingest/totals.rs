//! A last row that is no request but the sum of those above it.

use super::{
    codes,
    lists::trim,
    scanner::{Cell, RowStart, Scanner},
    sheet::Sheet,
};
use crate::{
    diagnostic::Finding,
    model::{Column, Decimal, letters},
    untrusted::inline,
};

/// What stands before a sum, as the letters of it.
const NAMES: &str = "total totals subtotal grandtotal overall sum sums summe gesamt gesamtsumme insgesamt \
    zwischensumme somme totaux ensemble suma totale somma soma totais итого 合計 合计 总计";

/// A column whose last cell may be the sum of those above it.
struct Summed {
    at: usize,
    /// What the last row says.
    said: i64,
    /// The sum of the rows above it, and how many of them add to it.
    sum: i64,
    adding: usize,
}

/// What is said about the last row that is not blank.
pub(super) fn look_at(sheet: &Sheet<'_>, last: RowStart) -> Option<Finding> {
    let (mut cells, mut faults) = (Vec::new(), Vec::new());
    Scanner::new(&sheet.source.text, sheet.dialect.delimiter, last).row(&mut cells, &mut faults);
    let label = label(sheet, &cells);
    let numbers = (0..).zip(&cells).filter_map(|(at, &cell)| Some((at, number(sheet, cell)?)));
    let columns = numbers.filter(|&(at, said)| said > 0 && sheet.by_column[Column::Id as usize] != Some(at));
    let columns = columns.map(|(at, said)| Summed { at, said, sum: 0, adding: 0 }).collect();
    let sums = sums(sheet, last, columns);
    let place = |at: usize| cells.get(at).map(|&cell| sheet.place(cell, last));
    // One sum may be chance where nothing else says so.
    if sums.len() < 2 && (label.is_none() || sums.is_empty() && !label.as_ref()?.1) {
        return None;
    }
    let at = label.as_ref().map_or_else(|| sheet.at(Column::Id).unwrap_or(0), |label| label.0);
    let named = |sum: &Summed| {
        let name = sheet.header.get(sum.at).map_or("", |header| &header.name);
        format!("`{}` {}", inline(name, 40), Decimal::from_millionths(sum.said))
    };
    let add_up: Vec<String> = sums.iter().map(named).collect();
    let how = match &add_up[..] {
        [] => "it is named like one".to_owned(),
        sums => format!("the rows above it add up to its {}", sums.join(" and ")),
    };
    let finding =
        Finding::new(&codes::TOTALS_ROW, format!("the last row looks like a sum and not a request: {how}"));
    Some(
        finding
            .at(place(at)?)
            .column(sheet.header.get(at).map_or(String::new(), |header| header.name.clone()))
            .hint("delete the row if it is a sum; it is ranked like a request as it stands"),
    )
}

/// The first of `id` and `title` that names a sum; whether it says nothing else.
fn label(sheet: &Sheet<'_>, cells: &[Cell]) -> Option<(usize, bool)> {
    let is_name = |word: &str| !word.is_empty() && NAMES.split(' ').any(|name| name == word);
    [Column::Id, Column::Title].into_iter().find_map(|column| {
        let at = sheet.at(column)?;
        let text = sheet.content(*cells.get(at)?);
        if is_name(&letters(&text)) {
            return Some((at, true));
        }
        let words = text.split(|c: char| !c.is_alphanumeric());
        words.into_iter().any(|word| is_name(&letters(word))).then_some((at, false))
    })
}

/// The columns whose last cell is the sum of two or more above it.
fn sums(sheet: &Sheet<'_>, last: RowStart, mut columns: Vec<Summed>) -> Vec<Summed> {
    let (mut cells, mut faults) = (Vec::new(), Vec::new());
    let mut scanner = Scanner::new(&sheet.source.text, sheet.dialect.delimiter, sheet.dialect.header);
    scanner.row(&mut cells, &mut faults);
    // What is beyond its last cell cannot come back, because negative numbers end the count as well: so of
    // a long file only its beginning is read.
    while !columns.is_empty()
        && scanner.row(&mut cells, &mut faults).is_some_and(|start| start.offset < last.offset)
    {
        columns.retain_mut(|column| {
            let Some(number) = cells.get(column.at).and_then(|&cell| number(sheet, cell)) else {
                return true;
            };
            column.sum = column.sum.saturating_add(number);
            column.adding += usize::from(number > 0);
            number >= 0 && column.sum <= column.said
        });
    }
    columns.retain(|column| column.sum == column.said && column.adding > 1);
    columns
}

/// A cell's number in millionths, where it is one.
fn number(sheet: &Sheet<'_>, cell: Cell) -> Option<i64> {
    if cell.start == cell.end {
        return None;
    }
    sheet.numbers.decimal(trim(&sheet.content(cell))).map(Decimal::millionths)
}
