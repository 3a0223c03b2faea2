//! `inflation`: names every team that marks most of its requests as urgent. Where everything is
//! urgent, urgency does not say what to do first.

use super::{Note, Overview, Rule, Setting};
use crate::{
    diagnostic::Finding,
    model::{Backlog, Column, Decimal, Number, Request, Team},
    toml_file::Section,
};

crate::diagnostic::codes! {
    /// A team marks most of its requests as urgent.
    INFLATED_PRESSURE = Note "inflated-pressure";
}

/// Above this, `pressure` counts escalations instead of rating urgency, and no threshold applies.
const HIGHEST_RATING: Decimal = Decimal::whole(5);

/// The rule with its settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inflation {
    enabled: bool,
    /// The pressure from which a request counts as marked urgent.
    pub threshold: Decimal,
    /// Teams that ask for fewer are not judged.
    pub minimum: usize,
}

impl Default for Inflation {
    fn default() -> Self {
        Self { enabled: true, threshold: Decimal::whole(4), minimum: 3 }
    }
}

/// How many of a team's requests it marks as urgent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Marks {
    /// Which team.
    pub team: Team,
    /// How many requests it asks for.
    pub requests: usize,
    /// How many of them it marks.
    pub marked: usize,
}

impl Marks {
    /// Whether it marks more than half of them.
    pub const fn inflates(&self) -> bool {
        2 * self.marked > self.requests
    }
}

impl Inflation {
    /// Its name in policy and output.
    pub const NAME: &'static str = "inflation";

    pub(super) fn read(section: &Section<'_, '_>) -> Self {
        let default = Self::default();
        let minimum = section.whole("minimum", [1, 1000], 3);
        Self {
            enabled: section.flag("enabled", true),
            threshold: section.number("threshold", [0, 5], default.threshold),
            minimum: usize::try_from(minimum).unwrap_or(default.minimum),
        }
    }

    /// How many requests each team marks, of the teams that ask for enough, by name. Nothing
    /// where the rule is off or `pressure` counts escalations.
    ///
    /// A team answers for what its own rows say: a repeat by another team, however loud, is not
    /// held against it.
    pub fn marks(&self, backlog: &Backlog<'_>) -> Option<Vec<Marks>> {
        if !self.enabled || counts_escalations(backlog) {
            return None;
        }
        let teams = Team::first(backlog.teams.len());
        let mut marks: Vec<Marks> = teams.map(|team| Marks { team, requests: 0, marked: 0 }).collect();
        for request in &backlog.requests {
            for &team in &request.teams {
                let marks = &mut marks[team];
                marks.requests += 1;
                marks.marked += usize::from(self.is_marked(request, team));
            }
        }
        marks.retain(|marks| marks.requests >= self.minimum);
        Some(marks)
    }

    fn is_marked(&self, request: &Request<'_>, team: Team) -> bool {
        request.pressure_of(team).is_some_and(|pressure| pressure >= self.threshold)
    }
}

/// Whether `pressure` counts escalations instead of rating urgency.
pub fn counts_escalations(backlog: &Backlog<'_>) -> bool {
    backlog.requests.iter().any(|request| request.pressure > Some(HIGHEST_RATING))
}

impl Rule for Inflation {
    fn name(&self) -> &'static str {
        Self::NAME
    }

    fn is_enabled(&self) -> bool {
        self.enabled
    }

    fn settings(&self) -> Vec<(&'static str, Setting)> {
        // At most a thousand.
        let minimum = Decimal::whole(i32::try_from(self.minimum).unwrap_or(i32::MAX));
        vec![("threshold", Setting::Number(self.threshold)), ("minimum", Setting::Number(minimum))]
    }

    fn acts(&self, overview: &Overview<'_, '_>, request: &Request<'_>) -> Option<String> {
        let marks =
            |marks: &&Marks| request.teams.contains(&marks.team) && self.is_marked(request, marks.team);
        let marks = overview.inflating.iter().find(marks)?;
        Some(format!(
            "{} marks {} of its {} requests as urgent (pressure {} or more)",
            overview.backlog.team(marks.team),
            marks.marked,
            marks.requests,
            self.threshold
        ))
    }
}

impl Note for Inflation {
    fn findings(&self, backlog: &Backlog<'_>) -> Vec<Finding> {
        let marks = self.marks(backlog).unwrap_or_default();
        let named = marks.into_iter().filter(Marks::inflates).map(|marks| {
            let message = format!(
                "`{}` marks {} of its {} requests ({} %) as urgent (pressure {} or more)",
                backlog.team(marks.team),
                marks.marked,
                marks.requests,
                (200 * marks.marked + marks.requests) / (2 * marks.requests),
                self.threshold,
            );
            let finding = Finding::new(&INFLATED_PRESSURE, message)
                .hint("ask the team which of these requests it wants first");
            let asks = |request: &&Request<'_>| {
                request.teams.contains(&marks.team) && self.is_marked(request, marks.team)
            };
            match backlog.requests.iter().find(asks) {
                Some(first) => finding.cell(first.row, Column::Pressure).without_value(),
                None => finding,
            }
        });
        named.collect()
    }
}
