//! One request of a report.

use crate::{
    explain::Why,
    model::{Date, Node, Number, Points, Request, Team, Weeks},
    order::{Horizon, Overridden, Verdict, enabled_points},
    policy::Criterion,
    roadmap::Roadmap,
    rules::{Hold, Override},
    score::{Contributions, Contributor},
};

/// A request with everything computed about it. Lists are made when they are asked for.
#[derive(Clone, Debug)]
pub struct Line<'a, 's> {
    roadmap: &'a Roadmap<'s>,
    node: Node,
    /// The request itself.
    pub request: &'a Request<'s>,
    /// What it earns.
    pub contributions: &'a Contributions,
    /// What becomes of it.
    pub verdict: Verdict,
    /// Its place in the order, from 1.
    pub position: Option<u32>,
    /// Its bundle, from 1.
    pub bundle: Option<u32>,
    /// When it begins, and whether it ends after that horizon.
    pub horizon: Option<(Horizon, bool)>,
}

impl<'a, 's> Line<'a, 's> {
    pub(super) fn new(roadmap: &'a Roadmap<'s>, node: Node) -> Self {
        let request = &roadmap.backlog.requests[node];
        let place = roadmap.ranking.position[node];
        Self {
            roadmap,
            node,
            request,
            contributions: &roadmap.contributions[node],
            verdict: roadmap.ranking.verdicts.of[node],
            position: place.map(|place| place + 1),
            bundle: place.map(|place| roadmap.ranking.bundle[place as usize].ordinal()),
            horizon: roadmap.horizon(node),
        }
    }

    /// Its number.
    pub fn node(&self) -> Node {
        self.node
    }

    /// The horizon it finishes in, where that is a later one than it starts in.
    pub fn finishes(&self) -> Option<Horizon> {
        self.roadmap.finishes(self.node())
    }

    /// The day on which it is finished, where that is known.
    pub fn finish(&self) -> Option<Date> {
        self.roadmap.finish(self.node)
    }

    /// By how many weeks it is finished after its `needed_by`; 0 where the date is kept.
    pub fn late_weeks(&self) -> Option<Weeks> {
        self.roadmap.late_weeks(self.node)
    }

    /// That it is late, and by how much, in words.
    fn late(&self) -> Option<String> {
        let (days, needed_by) = (self.roadmap.days_late(self.node)?, self.request.needed_by?);
        match days {
            0 => None,
            1 => Some(format!("late by a day (needed by {needed_by})")),
            _ => Some(format!("late by {days} days (needed by {needed_by})")),
        }
    }

    /// Its score; `None` where it is unscored.
    pub fn score(&self) -> Option<Points> {
        self.roadmap.score(self.node)
    }

    /// Score per week of effort, in thousandths.
    pub fn score_per_week_thousandths(&self) -> Option<i64> {
        self.score().map(|score| self.request.score_per_week(score))
    }

    /// Points of others' score that flow through it, and its own share; in thousandths, halves
    /// to even.
    pub fn enabled_thousandths(&self) -> Option<i64> {
        self.position?;
        let billionths = self.roadmap.ranking.enabled_value.as_ref()?[self.node];
        Some(enabled_points(billionths).thousandths())
    }

    /// Points of a criterion, where there was evidence for it.
    pub fn points(&self, criterion: Criterion) -> Option<Points> {
        self.contributions.of(Contributor::Criterion(criterion))
    }

    /// Points of everything that is no criterion: value, confidence and rules.
    pub fn other_points(&self) -> Points {
        let others =
            self.contributions.iter().filter(|part| !matches!(part.source, Contributor::Criterion(_)));
        others.map(|part| part.points).sum()
    }

    /// Names of the teams that ask for it.
    pub fn teams(&self) -> Vec<&'a str> {
        self.request.teams.iter().map(|&team: &Team| self.roadmap.backlog.team(team)).collect()
    }

    /// Names of the areas it touches.
    pub fn areas(&self) -> Vec<&'a str> {
        self.request.areas.iter().map(|&area| self.roadmap.backlog.area(area)).collect()
    }

    /// What it directly waits for.
    pub fn waits_for(&self) -> Vec<&'a str> {
        self.roadmap.waits_for(self.node)
    }

    /// What directly waits for it.
    pub fn unlocks(&self) -> Vec<&'a str> {
        self.roadmap.unlocks(self.node)
    }

    /// What it goes early for.
    pub fn pulled_forward_by(&self) -> Vec<&'a str> {
        self.roadmap.pulled_forward_by(self.node)
    }

    /// The gate that holds it.
    pub fn gate(&self) -> Option<&'a Hold> {
        self.roadmap.ranking.verdicts.gates[self.node].as_deref()
    }

    /// Whether it is in the segment of mandated work.
    pub fn is_mandated(&self) -> bool {
        self.roadmap.ranking.verdicts.mandated[self.node]
    }

    /// The short reason.
    pub fn why(&self) -> Why<'a> {
        Why::of(self.roadmap, self.node)
    }

    /// The short reason, after how late it is and where it ends if not where it starts: for tables that have no columns for
    /// these.
    pub fn reason(&self) -> String {
        let late = self.late().map_or(String::new(), |late| format!("{late}; "));
        let straddling = match (self.horizon, self.finishes()) {
            (Some((horizon, _)), Some(end)) => {
                format!("starts in {}, finishes in {}; ", horizon.word(), end.word())
            }
            _ => String::new(),
        };
        late + &straddling + &self.why().to_string()
    }

    /// Whether an override of it is obeyed, as far as that goes.
    pub fn is_overridden(&self) -> bool {
        self.roadmap.overridden(self.node).is_some_and(|one| one.obedience.acts())
    }

    /// What became of the override of it, with the decision.
    pub fn overridden(&self) -> Option<(&'a Overridden, &'a Override)> {
        let overridden = self.roadmap.overridden(self.node)?;
        Some((overridden, self.roadmap.policy.rules.overrides.of(&overridden.decision)))
    }
}
