//! A part of the ranking: what is added up for the first page, in formulas and here.

use super::{
    cell::{Cell, count, decimal},
    ranking,
    table::range,
};
use crate::{
    model::{Kind, Metric, Points},
    order::{Horizon, Verdict},
    report::Line,
};

/// The requests of one verdict that also are of one kind, metric or horizon, where these are given.
#[derive(Clone, Copy, Debug)]
pub(super) struct Portion {
    verdict: Verdict,
    kind: Option<Kind>,
    metric: Option<Metric>,
    horizon: Option<Horizon>,
}

impl Portion {
    /// The requests of a verdict.
    pub(super) const fn of(verdict: Verdict) -> Self {
        Self { verdict, kind: None, metric: None, horizon: None }
    }

    pub(super) const fn kind(self, kind: Kind) -> Self {
        Self { kind: Some(kind), ..self }
    }

    pub(super) const fn metric(self, metric: Metric) -> Self {
        Self { metric: Some(metric), ..self }
    }

    /// Those that begin in a horizon; all where there are no horizons.
    pub(super) const fn horizon(self, horizon: Option<Horizon>) -> Self {
        Self { horizon, ..self }
    }

    fn contains(self, line: &Line<'_, '_>) -> bool {
        line.verdict == self.verdict
            && self.kind.is_none_or(|kind| line.request.kind == kind)
            && self.metric.is_none_or(|metric| line.request.metric == Some(metric))
            && self.horizon.is_none_or(|horizon| line.horizon.is_some_and(|(it, _)| it == horizon))
    }

    /// How many there are, as a formula over the ranking.
    pub(super) fn number(self, lines: &[Line<'_, '_>]) -> Cell<'static> {
        let formula = format!("COUNTIFS({})", self.criteria(lines.len()));
        Cell::Formula(formula, count(lines.iter().filter(|line| self.contains(line)).count()))
    }

    /// Their score.
    pub(super) fn score(self, lines: &[Line<'_, '_>]) -> Cell<'static> {
        let score = |line: &Line<'_, '_>| line.score().map_or(0, Points::thousandths);
        self.sum(ranking::SCORE, lines, score)
    }

    /// Their effort.
    pub(super) fn weeks(self, lines: &[Line<'_, '_>]) -> Cell<'static> {
        self.sum(ranking::WEEKS, lines, |line| line.request.effort.thousandths())
    }

    fn sum(self, column: u16, lines: &[Line<'_, '_>], of: impl Fn(&Line<'_, '_>) -> i64) -> Cell<'static> {
        let (rows, criteria) = (lines.len(), self.criteria(lines.len()));
        let formula = format!("ROUND(SUMIFS({},{criteria}),3)", range(ranking::NAME, column, rows));
        Cell::Formula(formula, decimal(lines.iter().filter(|line| self.contains(line)).map(of).sum()))
    }

    /// The conditions of a formula. The words are this program's own.
    fn criteria(self, rows: usize) -> String {
        let conditions = [
            Some((ranking::VERDICT, self.verdict.word())),
            self.kind.map(|kind| (ranking::KIND, kind.word())),
            self.metric.map(|metric| (ranking::METRIC, metric.word())),
            self.horizon.map(|horizon| (ranking::HORIZON, horizon.word())),
        ];
        let conditions: Vec<String> = conditions
            .into_iter()
            .flatten()
            .map(|(column, word)| format!("{},\"{word}\"", range(ranking::NAME, column, rows)))
            .collect();
        conditions.join(",")
    }
}
