//! Who asked, how loudly, and what became of it: figures about stakeholders, as plain values.
//!
//! Everything here is read off a finished roadmap and changes nothing about it. Words are in
//! `report`.

mod comparison;
mod fairness;
mod figures;
mod kendall;
mod portfolio;
mod ratio;
mod reach;
mod single_team;

pub use comparison::{Compared, Comparison, Places};
pub use fairness::{Fairness, jain};
pub use figures::{Figures, Tally};
pub use kendall::Pairs;
pub use portfolio::{Portfolio, PortfolioSlice};
pub use ratio::Ratio;
pub use reach::{Reach, reach};
pub use single_team::{Breadth, EffortByBreadth, SingleTeam};

use crate::{
    model::{Request, Stakeholder, Team, Weeks, Word},
    policy::Policy,
    roadmap::Roadmap,
    rules::{Marks, Rule, counts_escalations},
};

/// The figures about stakeholders of one roadmap.
#[derive(Clone, Debug, Default)]
pub struct Voices {
    /// What becomes of each request, by its number.
    pub reach: Vec<Reach>,
    /// Pressure beside score; nothing where the rule is switched off.
    pub comparison: Option<Comparison>,
    /// What each team asked for and got, by name. A request of several teams is each one's.
    pub teams: Vec<(Team, Figures)>,
    /// The requests that name no team.
    pub without_team: Figures,
    /// How evenly the teams fare.
    pub fairness: Fairness,
    /// Who marks most of what it asks for as urgent; nothing where the rule is switched off.
    pub inflation: Option<Inflation>,
    /// The same figures by whose interest a request is. Each request is in one of them.
    pub stakeholders: Vec<(Stakeholder, Figures)>,
    /// For how many teams the work is.
    pub single_team: SingleTeam,
    /// Effort by kind.
    pub portfolio: Portfolio,
    /// Effort of all that is granted.
    pub granted: Weeks,
}

/// How many of its requests each team marks as urgent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inflation {
    /// The teams that ask for enough to be judged, by name. None where `pressure` counts
    /// escalations.
    pub marks: Vec<Marks>,
    /// Whether `pressure` counts escalations, so that nobody is judged.
    pub counts_escalations: bool,
}

impl Voices {
    /// Reads the figures off a roadmap.
    pub fn of(roadmap: &Roadmap<'_>, policy: &Policy) -> Self {
        let reach = reach(roadmap, policy);
        let stakeholders = Stakeholder::WORDS
            .iter()
            .map(|&(_, stakeholder)| {
                let its = |request: &Request<'_>| request.stakeholder == stakeholder;
                (stakeholder, Figures::of(roadmap, &reach, its))
            })
            .filter(|(_, figures)| figures.asked.requests > 0)
            .collect();
        let teams = figures::by_team(roadmap, &reach);
        let single_team = SingleTeam::of(roadmap, &reach);
        let rules = &policy.rules;
        Self {
            comparison: rules.pressure_earns_nothing.compares().then(|| Comparison::of(roadmap)),
            fairness: Fairness::of(&teams),
            inflation: rules.inflation.is_enabled().then(|| Inflation {
                marks: rules.inflation.marks(&roadmap.backlog).unwrap_or_default(),
                counts_escalations: counts_escalations(&roadmap.backlog),
            }),
            portfolio: Portfolio::of(roadmap, policy),
            granted: single_team.granted.effort(),
            single_team,
            teams,
            without_team: Figures::of(roadmap, &reach, |request| request.teams.is_empty()),
            stakeholders,
            reach,
        }
    }
}
