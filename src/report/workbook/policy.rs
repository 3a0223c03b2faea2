//! What requests were judged by. The yellow cells are what the other sheets compute with.

use rust_xlsxwriter::{Worksheet, XlsxError, utility::row_col_to_cell_absolute};

use super::{
    cell::{Cell, decimal},
    look::Look,
    sheet::Sheet,
};
use crate::{
    model::{Decimal, Kind, Share, number},
    policy::{Capacity, CellMeasure, Criterion, Definition, Measure, Policy, Values},
    report::Report,
    rules::Rules,
};

pub(super) const NAME: &str = "Policy";

const WORDS: &str = "What if? Change a yellow cell: score and score per week follow in the sheets Contributions, Ranking and \
                     Summary. Order, verdicts, horizons and enabled value stay as roadbed computed them; for those, \
                     change the policy file and run roadbed again.";

/// Numbers stand in the middle three columns of the tables that formulas compute with.
const HEADER: [Look; 4] = [Look::Header, Look::NumberHeader, Look::NumberHeader, Look::NumberHeader];

/// The same below.
const NUMBERS: [Look; 3] = [Look::Header, Look::NumberHeader, Look::NumberHeader];
const RULE: [Look; 3] = [Look::Header, Look::Header, Look::NumberHeader];

/// The row of the first weight.
const WEIGHTS: u32 = 4;
const WEIGHT: u16 = 1;
const SCALED: u16 = 2;

/// The row below the last weight.
fn below_weights(policy: &Policy) -> u32 {
    WEIGHTS + number(policy.criteria.len())
}

/// The row of the first rule that adds points.
fn first_rule(policy: &Policy) -> u32 {
    below_weights(policy) + 4
}

/// The cell of a criterion's weight, scaled so that all of them sum to 100, in formulas of any sheet.
pub(super) fn scaled_weight(criterion: Criterion) -> String {
    format!("{NAME}!{}", row_col_to_cell_absolute(WEIGHTS + u32::from(criterion.0), SCALED))
}

/// The cell of the points that a rule adds.
pub(super) fn rule_points(rule: usize, policy: &Policy) -> String {
    let row = first_rule(policy) + number(rule);
    format!("{NAME}!{}", row_col_to_cell_absolute(row, WEIGHT))
}

pub(super) fn sheet(report: &Report<'_, '_>) -> Result<Worksheet, XlsxError> {
    let mut sheet = Sheet::new(NAME)?;
    for (column, width) in (0..).zip([30.0, 12.0, 14.0, 14.0, 60.0]) {
        sheet.worksheet.set_column_width(column, width)?;
    }
    sheet.title("Policy: what requests were judged by", WORDS, (5, 130.0))?;
    weights(&mut sheet, report.policy)?;
    rules_that_add(&mut sheet, report.policy)?;
    let adding = number(Rules::ADJUSTMENTS.len());
    let mut below = Below { sheet, row: first_rule(report.policy) + adding + 1 };
    below.scales(report.policy)?;
    below.capacity(report.policy.capacity)?;
    below.portfolio(&report.policy.portfolio)?;
    below.settings(report.policy)?;
    below.rules(&report.policy.rules)?;
    below.overrides(report)?;
    Ok(below.sheet.worksheet)
}

fn weights(sheet: &mut Sheet, policy: &Policy) -> Result<(), XlsxError> {
    sheet.header(
        WEIGHTS - 1,
        &["Criterion", "Weight", "Scaled to 100", "As ranked", "What it measures"],
        &HEADER,
    )?;
    let cell = row_col_to_cell_absolute;
    let all = format!("{}:{}", cell(WEIGHTS, WEIGHT), cell(below_weights(policy) - 1, WEIGHT));
    for (row, criterion) in (WEIGHTS..).zip(policy.criteria()) {
        let definition = policy.criterion(criterion);
        let (points, sum) = policy.weight(criterion);
        let scaled = ratio(points, sum * 1000);
        sheet.put(row, 0, &Cell::Words(definition.label.to_string()), Look::Strong)?;
        sheet.put(row, WEIGHT, &definition.weight.into(), Look::Input)?;
        let formula = format!("100*{}/SUM({all})", cell(row, WEIGHT));
        sheet.put(row, SCALED, &Cell::Formula(formula, scaled), Look::Thousandths)?;
        sheet.put(row, SCALED + 1, &Cell::Number(scaled), Look::Thousandths)?;
        sheet.put(row, SCALED + 2, &Cell::Words(definition.about.to_string()), Look::Text)?;
    }
    let row = below_weights(policy);
    let sum: i64 = policy.criteria.iter().map(|definition| definition.weight.thousandths()).sum();
    sheet.put(row, 0, &"Sum".into(), Look::Text)?;
    sheet.put(row, WEIGHT, &Cell::Formula(format!("SUM({all})"), decimal(sum)), Look::Plain)?;
    let scaled = format!("SUM({}:{})", cell(WEIGHTS, SCALED), cell(row - 1, SCALED));
    sheet.put(row, SCALED, &Cell::Formula(scaled, 100.0), Look::Thousandths)
}

fn rules_that_add(sheet: &mut Sheet, policy: &Policy) -> Result<(), XlsxError> {
    let (rules, first) = (&policy.rules, first_rule(policy));
    sheet.header(
        first - 1,
        &["Rule that adds points", "Points", "As ranked", "", "What it is about"],
        &HEADER,
    )?;
    for ((row, rule), (name, about)) in (first..).zip(rules.adjustments()).zip(Rules::ADJUSTMENTS) {
        sheet.put(row, 0, &name.into(), Look::Strong)?;
        sheet.put(row, WEIGHT, &rule.each().into(), Look::Input)?;
        sheet.put(row, SCALED, &rule.each().into(), Look::Tenths)?;
        sheet.put(row, SCALED + 2, &about.into(), Look::Text)?;
    }
    Ok(())
}

/// The word at an anchor of a criterion that is measured in words.
fn word(definition: &Definition, number: usize) -> Option<&str> {
    match &definition.measure {
        Measure::Cells(CellMeasure { values: Values::Words(words), .. }) => {
            words.get(number).map(String::as_str)
        }
        _ => None,
    }
}

#[expect(clippy::cast_precision_loss, reason = "weights have at most seven digits")]
fn ratio(numerator: i128, denominator: i128) -> f64 {
    numerator as f64 / denominator as f64
}

/// What follows below the cells that formulas compute with, section by section.
struct Below {
    sheet: Sheet,
    row: u32,
}

impl Below {
    fn heading(&mut self, title: &str, names: &[&str], looks: &[Look]) -> Result<(), XlsxError> {
        self.sheet.put(self.row + 1, 0, &title.into(), Look::Heading)?;
        self.sheet.header(self.row + 2, names, looks)?;
        self.row += 3;
        Ok(())
    }

    fn line(&mut self, cells: &[(Cell<'_>, Look)]) -> Result<(), XlsxError> {
        for (column, (cell, look)) in (0..).zip(cells) {
            self.sheet.put(self.row, column, cell, *look)?;
        }
        self.row += 1;
        Ok(())
    }

    fn scales(&mut self, policy: &Policy) -> Result<(), XlsxError> {
        self.heading(
            "Scales: from a measure to a share of the weight",
            &["Criterion", "Measure", "Share"],
            &NUMBERS,
        )?;
        for definition in &policy.criteria {
            for (anchor, number) in definition.scale.anchors().iter().zip(0..) {
                let measure = match word(definition, number) {
                    Some(word) => Cell::Words(word.to_owned()),
                    None => Cell::Number(decimal(anchor.at)),
                };
                self.line(&[
                    (Cell::Words(definition.label.to_string()), Look::Text),
                    (measure, Look::Plain),
                    (Cell::Number(decimal(anchor.value)), Look::Plain),
                ])?;
            }
        }
        Ok(())
    }

    fn capacity(&mut self, capacity: Option<Capacity>) -> Result<(), XlsxError> {
        self.heading("Capacity", &["Horizon", "Weeks"], &NUMBERS)?;
        let Some(capacity) = capacity else {
            return self.line(&[("The policy states none: there are no horizons.".into(), Look::Text)]);
        };
        self.line(&[("now".into(), Look::Text), (capacity.now.into(), Look::Plain)])?;
        self.line(&[("next".into(), Look::Text), (capacity.next.into(), Look::Plain)])?;
        self.line(&[
            ("calendar weeks of a horizon".into(), Look::Text),
            (capacity.calendar_weeks.into(), Look::Plain),
        ])
    }

    fn portfolio(&mut self, targets: &[(Kind, Share)]) -> Result<(), XlsxError> {
        if targets.is_empty() {
            return Ok(());
        }
        self.heading("Target share of weeks per kind", &["Kind", "Share"], &NUMBERS)?;
        for &(kind, share) in targets {
            self.line(&[(kind.word().into(), Look::Text), (share.into(), Look::Percent)])?;
        }
        Ok(())
    }

    fn settings(&mut self, policy: &Policy) -> Result<(), XlsxError> {
        self.heading("Sizes and assumptions", &["What", "Number", "Unit"], &NUMBERS[..2])?;
        for (name, weeks) in &policy.sizes {
            self.line(&[
                (Cell::Words(format!("size {name}")), Look::Text),
                ((*weeks).into(), Look::Plain),
                ("weeks".into(), Look::Text),
            ])?;
        }
        let (name, weeks) = policy.default_effort();
        self.line(&[
            (Cell::Words(format!("a blank effort counts as size {name}")), Look::Text),
            (weeks.into(), Look::Plain),
            ("weeks".into(), Look::Text),
        ])?;
        self.line(&[
            ("consumers assumed where none are named".into(), Look::Text),
            (policy.assumed_consumers.into(), Look::Plain),
            ("consumers".into(), Look::Text),
        ])?;
        let per_effort =
            if policy.value_per_effort { "already divided by effort" } else { "points, before effort" };
        self.line(&[("values handed in are".into(), Look::Text), (per_effort.into(), Look::Text)])
    }

    fn rules(&mut self, rules: &Rules) -> Result<(), XlsxError> {
        self.heading("Rules", &["Rule", "State", "Number", "Unit"], &RULE)?;
        for rule in rules.all() {
            let state = if rule.is_enabled() { "on" } else { "off" };
            self.line(&[(rule.name().into(), Look::Text), (state.into(), Look::Text)])?;
        }
        self.line(&[
            ("notice before a removal".into(), Look::Text),
            (Cell::Blank, Look::Text),
            (rules.stability_promise.deprecation_window().into(), Look::Plain),
            ("calendar weeks".into(), Look::Text),
        ])?;
        for (area, left) in rules.error_budget.remaining() {
            let left: Decimal = *left;
            self.line(&[
                (Cell::Words(format!("error budget left: {area}")), Look::Text),
                (Cell::Blank, Look::Text),
                (left.into(), Look::Percent),
                ("of the budget".into(), Look::Text),
            ])?;
        }
        Ok(())
    }

    fn overrides(&mut self, report: &Report<'_, '_>) -> Result<(), XlsxError> {
        let list = report.policy.rules.overrides.list();
        if list.is_empty() {
            return Ok(());
        }
        self.heading(
            "Overrides: decisions against the computed order",
            &["Request", "Place", "Until", "By", "Reason"],
            &[],
        )?;
        for one in list {
            self.line(&[
                ((&*one.request).into(), Look::Text),
                (Cell::Words(one.place.to_string()), Look::Text),
                (Cell::or_blank(one.until), Look::Date),
                ((&*one.by).into(), Look::Text),
                ((&*one.reason).into(), Look::Text),
            ])?;
        }
        Ok(())
    }
}
