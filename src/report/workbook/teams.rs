//! What each team asked for, gets and does not get.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::{
    cell::{Cell, count, decimal},
    look::Look,
    table::{Column, Table},
};
use crate::{
    model::{Points, Weeks},
    order::{Horizon, Verdict},
    report::{Line, Report},
};

pub(super) const NAME: &str = "Teams";

const WORDS: &str = "A request of several teams counts for each of them, so columns add up to more than the whole. \
                     \"Would use\" counts what is built and names the team as an adopter. As ranked: this sheet does \
                     not follow changed weights.";

/// What one team asked for, and what became of it.
#[derive(Clone, Debug, Default)]
struct Balance {
    verdicts: [usize; 5],
    horizons: [usize; 3],
    used: usize,
    score: Points,
    weeks: Weeks,
    first: Option<u32>,
}

pub(super) fn sheet(report: &Report<'_, '_>) -> Result<Worksheet, XlsxError> {
    let mut table = Table::new(NAME, ("What each team gets", WORDS), columns(), 1)?;
    let balances = balances(report);
    let weeks = report.summary().effort;
    let named = report.roadmap.backlog.teams.iter().zip(&balances);
    for (name, balance) in named.filter(|(_, balance)| balance.is_worth_a_row()) {
        table.row(&cells(name, balance, weeks))?;
    }
    for column in [9, SHARE] {
        table.bars(column)?;
    }
    table.finish()
}

const SHARE: u16 = 11;

fn columns() -> Vec<Column<'static>> {
    let whole = |name| Column::new(name, 9.0, Look::Whole);
    vec![
        Column::new("Team", 26.0, Look::Text),
        whole("Asked for"),
        whole("To build"),
        whole("Starts in now"),
        whole("Starts in next"),
        whole("Held"),
        whole("Blocked"),
        whole("Declined"),
        whole("Need input"),
        Column::new("Score to build", 12.0, Look::Tenths),
        Column::new("Weeks to build", 10.0, Look::Tenths),
        Column::new("Share of all weeks", 12.0, Look::Percent),
        whole("Would use"),
        Column::new("First at position", 9.0, Look::Whole),
    ]
}

fn cells<'t>(name: &'t str, balance: &Balance, weeks: Weeks) -> Vec<Cell<'t>> {
    let number = |number: usize| Cell::Number(count(number));
    let verdict = |verdict: Verdict| number(balance.verdicts[verdict as usize]);
    let share = decimal(balance.weeks.thousandths()) / decimal(weeks.thousandths());
    vec![
        name.into(),
        number(balance.verdicts.iter().sum()),
        verdict(Verdict::Build),
        number(balance.horizons[Horizon::Now as usize]),
        number(balance.horizons[Horizon::Next as usize]),
        verdict(Verdict::Hold),
        verdict(Verdict::Blocked),
        verdict(Verdict::Decline),
        verdict(Verdict::Unscored),
        balance.score.into(),
        balance.weeks.into(),
        if weeks == Weeks::ZERO { Cell::Blank } else { Cell::Number(share) },
        number(balance.used),
        Cell::or_blank(balance.first),
    ]
}

fn balances(report: &Report<'_, '_>) -> Vec<Balance> {
    let mut balances = vec![Balance::default(); report.roadmap.backlog.teams.len()];
    for line in report.lines() {
        for &team in &line.request.teams {
            balances[team].add(&line);
        }
        if line.verdict == Verdict::Build {
            for &team in &line.request.evidence.adopting {
                balances[team].used += 1;
            }
        }
    }
    balances
}

impl Balance {
    fn add(&mut self, line: &Line<'_, '_>) {
        self.verdicts[line.verdict as usize] += 1;
        if line.verdict == Verdict::Build {
            self.score += line.contributions.score;
            self.weeks += line.request.effort;
            self.first = self.first.into_iter().chain(line.position).min();
        }
        if let Some((horizon, _)) = line.horizon {
            self.horizons[horizon as usize] += 1;
        }
    }

    /// Whether it asks for something or would use something: teams of finished work do neither.
    fn is_worth_a_row(&self) -> bool {
        self.used > 0 || self.verdicts.iter().any(|&count| count > 0)
    }
}
