//! One row of cells → a typed request.

use std::borrow::Cow;

use super::{
    codes,
    entry::{Claim, Entries, Entry, Reference, Registry},
    lists::items,
    numbers,
    scanner::{Cell, RowStart},
    sheet::{Sheet, unguarded},
    values::{self, Wrong},
};
use crate::{
    diagnostic::{Finding, Place, Severity, Words},
    model::{
        Column, Decimal, Evidence, Few, Field, Kind, Number, Request, Row, Stakeholder, Status, Team, Weeks,
        Word,
    },
    policy::{CellMeasure, Policy, Values},
    untrusted::inline,
};

/// The cells of a row, and where it stands.
#[derive(Clone, Copy)]
pub(crate) struct ScannedRow<'a, 's> {
    pub(crate) sheet: &'a Sheet<'s>,
    pub(crate) cells: &'a [Cell],
    pub(crate) start: RowStart,
    pub(crate) row: Row,
    /// Whether a cell has line breaks in it.
    pub(crate) several_lines: bool,
}

impl<'s> ScannedRow<'_, 's> {
    /// A cell's text, nothing where the file has no such column.
    fn text(&self, column: Column) -> Option<Cow<'s, str>> {
        let cell = self.cell(column)?;
        Some(self.plain(cell).map_or_else(|| unguarded(self.sheet.content(cell)), Cow::Borrowed))
    }

    /// A cell's text without blanks around it, where there is any.
    #[inline]
    pub(super) fn trimmed(&self, column: impl Into<Field>) -> Option<Cow<'s, str>> {
        let cell = self.cell(column).filter(|cell| cell.start != cell.end)?;
        self.plain(cell).map_or_else(|| self.trimmed_with_care(cell), |text| Some(Cow::Borrowed(text)))
    }

    /// What names the row.
    pub(super) fn id(&self) -> Cow<'s, str> {
        let made = || self.sheet.made_id(self.start).map(Cow::Owned);
        self.trimmed(Column::Id).or_else(made).unwrap_or_default()
    }

    fn trimmed_with_care(&self, cell: Cell) -> Option<Cow<'s, str>> {
        let text = match unguarded(self.sheet.content(cell)) {
            Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
            Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
        };
        (!text.is_empty()).then_some(text)
    }

    /// A cell's text where it means what stands there: no doubled quotes, no guard, no blanks
    /// around it. That is so for nearly all cells and takes no time to see.
    #[inline]
    fn plain(&self, cell: Cell) -> Option<&'s str> {
        let text = &self.sheet.source.text[cell.start as usize..cell.end as usize];
        let first = text.as_bytes().first().is_some_and(|&byte| byte.is_ascii_graphic() && byte != b'\'');
        let last = text.as_bytes().last().is_some_and(u8::is_ascii_graphic);
        (first && last && !cell.escaped).then_some(text)
    }

    #[inline]
    fn cell(&self, field: impl Into<Field>) -> Option<Cell> {
        self.cells.get(self.sheet.at(field)?).copied()
    }

    fn place(&self, column: impl Into<Field>) -> Place {
        let nowhere = Cell { start: self.start.offset, end: self.start.offset, escaped: false };
        let cell = self.cell(column).or(self.cells.first().copied());
        self.sheet.place(cell.unwrap_or(nowhere), self.start)
    }
}

/// One row being read.
pub(crate) struct RowReader<'a, 's> {
    pub(crate) at: ScannedRow<'a, 's>,
    pub(crate) policy: &'a Policy,
    pub(crate) registry: &'a mut Registry<'s>,
    pub(crate) findings: &'a mut Vec<Finding>,
    pub(crate) id: Cow<'s, str>,
    /// What a cell that cannot be used is: an error where the row is ranked, else a warning.
    pub(crate) severity: Severity,
}

impl<'s> RowReader<'_, 's> {
    /// Reads the row. Cells that cannot be used count as blank and are among the findings.
    pub(crate) fn read(mut self, into: &mut Entries<'s>) {
        self.id = self.at.id();
        let status = self.word(Column::Status).unwrap_or(Status::Proposed);
        let mut same_as = Vec::new();
        self.references(Column::SameAs, |reference| same_as.push(reference));
        if matches!(status, Status::Done | Status::Declined) || !same_as.is_empty() {
            self.severity = Severity::Warning;
        }
        if self.id.is_empty() {
            let finding = Finding::new(&codes::BLANK_ID, "a request without an id")
                .expected("an id")
                .hint("give every request its own id");
            self.report(finding, Column::Id, true);
        }
        if same_as.len() > 1 {
            let finding = Finding::new(
                &codes::SEVERAL_IDS,
                "`same_as` gives several ids, but a request repeats only one",
            )
            .expected("one id")
            .hint("name the one that is to be ranked; the others can repeat it too");
            // An error although the row is a repeat: which request it repeats is not known.
            self.report(finding.spoils(self.at.row), Column::SameAs, false);
        }
        let ranked = self.severity == Severity::Error;
        let title = self.at.text(Column::Title).unwrap_or_default();
        if title.trim().is_empty() && ranked {
            let finding = Finding::new(&codes::BLANK_TITLE, "a request without a title")
                .hint("say in one line what it is");
            self.report(finding, Column::Title, false);
        }
        let effort = self.value(Column::Effort, |text, reader| {
            let sheet = reader.at.sheet;
            sheet.numbers.effort(text, sheet.unit(Column::Effort), reader.policy)
        });
        if effort.is_none() && ranked {
            self.blank_effort();
        }
        let confidence =
            self.value(Column::Confidence, |text, reader| reader.at.sheet.numbers.confidence(text));
        if confidence.is_none() && ranked {
            let place = || self.at.place(Column::Confidence);
            self.registry.counts.blank_confidence.add(place, Column::Confidence.name());
        }
        let stakeholder = self.word(Column::Stakeholder).unwrap_or(Stakeholder::Internal);
        let teams = self.names(Column::Team, Registry::team, &[]);
        let adopting = if stakeholder.adopts() { teams.clone() } else { Few::default() };
        let value = self.value(Column::Value, |text, reader| reader.at.sheet.numbers.points(text));
        let huge = |value: &Decimal| {
            let whole =
                i128::from(value.millionths()) * i128::from(effort.unwrap_or(Weeks::ZERO).thousandths());
            self.policy.value_per_effort
                && whole.abs() > i128::from(Decimal::whole(1_000_000_000).millionths()) * 1000
        };
        if value.as_ref().is_some_and(huge) {
            let finding = Finding::new(&codes::BAD_NUMBER, "value × effort is beyond 1000000000 points")
                .expected("points per week, as `value.per_effort` says")
                .hint("use smaller units, or switch `value.per_effort` off");
            self.report(finding, Column::Value, true);
        }
        let mandate = self.mandate();
        let mut evidence = self.evidence(adopting);
        for (column, filled) in [(Column::Value, value.is_some()), (Column::Mandate, mandate.is_some())] {
            if filled {
                evidence.filled.insert(column);
            }
        }
        let request = Request {
            teams,
            stakeholder,
            kind: self.word(Column::Kind).unwrap_or(Kind::Capability),
            areas: self.names(Column::Area, Registry::area, &[]),
            started: status == Status::InProgress,
            scope: self.word(Column::Scope),
            evidence,
            value,
            effort: effort.unwrap_or_else(|| self.policy.default_effort().1),
            confidence,
            pressure: self
                .value(Column::Pressure, |text, reader| reader.at.sheet.numbers.within(text, 0, 1_000_000)),
            mandate,
            needed_by: self.value(Column::NeededBy, |text, _| values::date(text)),
            metric: self.word(Column::Metric),
            repeats: Vec::new(),
            asked: Vec::new(),
            title,
            row: self.at.row,
            id: self.id.clone(),
        };
        let entry = Entry::at(into.requests.len());
        self.references(Column::DependsOn, |reference| into.depends_on.push((entry, reference)));
        into.same_as.extend(same_as.into_iter().take(1).map(|reference| (entry, reference)));
        into.claims.push(Claim { row: self.at.row, status, has_effort: effort.is_some() });
        into.requests.push(request);
    }

    /// Reads of a row that cannot be trusted only what names it.
    pub(crate) fn read_name(mut self, into: &mut Entries<'s>) {
        self.id = self.at.id();
        let request = Request {
            id: self.id.clone(),
            title: self.at.text(Column::Title).unwrap_or_default(),
            row: self.at.row,
            teams: Few::default(),
            stakeholder: Stakeholder::Internal,
            kind: Kind::Capability,
            areas: Few::default(),
            started: false,
            scope: None,
            evidence: Evidence::default(),
            value: None,
            effort: self.policy.default_effort().1,
            confidence: None,
            pressure: None,
            mandate: None,
            needed_by: None,
            metric: None,
            repeats: Vec::new(),
            asked: Vec::new(),
        };
        into.claims.push(Claim { row: self.at.row, status: Status::Proposed, has_effort: false });
        into.requests.push(request);
    }

    fn evidence(&mut self, adopting: Few<Team>) -> Evidence {
        let mut evidence = Evidence { adopting, ..Evidence::default() };
        let rating = |least| move |text: &str, reader: &Self| reader.at.sheet.numbers.within(text, least, 5);
        let count = |text: &str, reader: &Self| reader.at.sheet.numbers.count(text);
        self.adopters(&mut evidence);
        evidence.reuse = self.value(Column::Reuse, rating(0));
        let policy = self.policy;
        evidence.cells = policy.slots().map(|cells| self.criterion_cell(cells)).collect();
        evidence.breaking = self.word(Column::Breaking);
        evidence.consumers = self.value(Column::Consumers, count);
        evidence.external_consumers = self.value(Column::ExternalConsumers, count);
        evidence.consumer_effort = self.value(Column::ConsumerEffort, |text, reader| {
            let sheet = reader.at.sheet;
            sheet.numbers.weeks(text, sheet.unit(Column::ConsumerEffort))
        });
        evidence.migration =
            self.value(Column::Migration, |text, reader| reader.at.sheet.numbers.migration(text));
        evidence.compatibility = self.value(Column::Compatibility, rating(0));
        evidence.filled.set(Column::Reuse, evidence.reuse.is_some());
        evidence.filled.set(Column::Breaking, evidence.breaking.is_some());
        evidence.filled.set(Column::Consumers, evidence.consumers.is_some());
        evidence.filled.set(Column::ExternalConsumers, evidence.external_consumers.is_some());
        evidence.filled.set(Column::ConsumerEffort, evidence.consumer_effort.is_some());
        evidence.filled.set(Column::Migration, evidence.migration.is_some());
        evidence.filled.set(Column::Compatibility, evidence.compatibility.is_some());
        evidence.filled.set(Column::Outcome, self.at.trimmed(Column::Outcome).is_some());
        evidence
    }

    /// A cell that a criterion is read from.
    fn criterion_cell(&mut self, cells: &CellMeasure) -> Option<Decimal> {
        let parse = |text: &str, reader: &Self| match &cells.values {
            Values::Rating { least, most } => reader.at.sheet.numbers.within(text, *least, *most),
            Values::Numbers => reader.at.sheet.numbers.measure(text),
            Values::Words(words) => values::place_among(text, words),
        };
        self.value(cells.field, parse)
    }

    fn blank_effort(&mut self) {
        // Where the file has no such column, one note says so.
        if self.at.sheet.by_column[Column::Effort as usize].is_none()
            || self.at.trimmed(Column::Effort).is_some()
        {
            return;
        }
        let (size, weeks) = self.policy.default_effort();
        let finding = Finding::new(
            &codes::BLANK_EFFORT,
            format!("effort is blank: the default size {size} counts, {}", weeks.in_words()),
        )
        .expected("weeks of work")
        .hint("estimate it, however roughly: 2-3-6");
        self.report(finding, Column::Effort, false);
    }

    /// The ids in a list cell, each with its place.
    fn references(&mut self, column: Column, mut take: impl FnMut(Reference<'s>)) {
        let Some(text) = self.at.trimmed(column) else { return };
        let whole = self.at.place(column);
        match text {
            Cow::Borrowed(text) => {
                // The text is a part of the file's, so its address says where in the file it is.
                let file = self.at.sheet.source.text.as_ptr().addr();
                for item in items(text) {
                    let start = u32::try_from(item.as_ptr().addr() - file).unwrap_or(whole.start);
                    let end = start + u32::try_from(item.len()).unwrap_or(0);
                    take(Reference { id: Cow::Borrowed(item), place: Place { start, end, ..whole } });
                }
            }
            Cow::Owned(text) => {
                items(&text)
                    .for_each(|item| take(Reference { id: Cow::Owned(item.to_owned()), place: whole }));
            }
        }
    }

    fn word<W: Word>(&mut self, column: Column) -> Option<W> {
        self.value(column, |text, _| values::word(column, text))
    }

    /// A cell's value, where it is filled and can be used.
    fn value<T>(
        &mut self,
        column: impl Into<Field>,
        parse: impl Fn(&str, &Self) -> Result<T, Wrong>,
    ) -> Option<T> {
        let column = column.into();
        let text = self.at.trimmed(column)?;
        match parse(&text, self) {
            Ok(value) => {
                if text.contains(['.', ',']) {
                    self.about_number(column, &text);
                }
                Some(value)
            }
            Err(wrong) => {
                let finding = Finding::new(
                    wrong.code,
                    format!("`{}` is not a valid `{}`", inline(&text, 60), self.name(column)),
                )
                .expected(wrong.expected)
                .maybe_hint(wrong.hint);
                self.report(finding, column, true);
                None
            }
        }
    }

    /// Counts what is to be said of numbers that can be used.
    pub(super) fn about_number(&mut self, field: Field, text: &str) {
        let name = self.name(field);
        if self.at.sheet.numbers.has_decimal_comma(text) {
            self.registry.counts.decimal_commas.add(|| self.at.place(field), name.clone());
        }
        if numbers::is_rounded(text, decimals_kept(field)) {
            let count = self.registry.counts.rounded.entry(name.clone()).or_default();
            count.add(|| self.at.place(field), name);
        }
    }

    /// The name of a column.
    fn name(&self, field: Field) -> Words {
        match field {
            Field::Known(column) => Words::Borrowed(column.name()),
            Field::Own(_) => Words::Owned(self.policy.column_name(field).to_owned()),
        }
    }

    /// Files a finding about a cell of this row; unusable cells spoil a row that is ranked.
    pub(super) fn report(&mut self, finding: Finding, column: impl Into<Field>, unusable: bool) {
        let column = column.into();
        let mut finding = finding.at(self.at.place(column)).column(self.name(column)).about(&self.id);
        if unusable {
            finding.severity = self.severity;
            if finding.is_error() {
                finding = finding.spoils(self.at.row);
            }
        }
        self.findings.push(finding);
    }
}

/// How many decimals of a number count in a column.
const fn decimals_kept(field: Field) -> usize {
    match field {
        Field::Known(Column::Effort | Column::ConsumerEffort | Column::Value) => 3,
        Field::Known(Column::Confidence | Column::Migration) => 4,
        _ => 6,
    }
}
