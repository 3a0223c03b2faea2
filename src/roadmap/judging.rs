//! What people still have to say before a request is judged, and which requests that matters for most.

use super::Roadmap;
use crate::{
    model::{Column, Decimal, Node},
    policy::{Criterion, Measure, Policy},
    score::judge,
};

/// What a request lacks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lacking {
    /// Criteria that count and that nothing is known for.
    pub criteria: Vec<Criterion>,
    /// Whether nobody estimated its effort.
    pub effort: bool,
}

impl Lacking {
    /// Whether nothing is lacking.
    pub fn is_nothing(&self) -> bool {
        self.criteria.is_empty() && !self.effort
    }
}

/// How many requests wait for one, directly or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Waiting {
    /// How many there are, as far as they were counted.
    pub number: usize,
    /// Whether counting stopped there: there may be more.
    pub at_least: bool,
}

/// A request among those to judge, with what its place among them rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ToJudge {
    /// The request.
    pub node: Node,
    /// What waits for it.
    pub waiting: Waiting,
    /// How loudly it is asked for.
    pub pressure: Option<Decimal>,
}

/// How many links are looked at in all to count what waits. Up to some 4,000 requests everything is counted.
const STEPS: usize = 20_000_000;

/// So much is counted for each request whatever there is.
const COUNTED_AT_LEAST: usize = 20;

/// Whether a criterion has any effect: it has a weight, or a rule looks at the same cells.
pub fn counts(criterion: Criterion, policy: &Policy) -> bool {
    let definition = policy.criterion(criterion);
    definition.weight > Decimal::ZERO || definition.measure == Measure::Consumers
}

impl Roadmap<'_> {
    /// What a request lacks. Points agreed elsewhere stand in for the criteria.
    pub fn lacking(&self, node: Node) -> Lacking {
        let request = &self.backlog.requests[node];
        // That only one team would use it earns nothing, and is an answer all the same.
        let one_adopter = |criterion: Criterion| {
            self.policy.criterion(criterion).measure == Measure::Adoption
                && request.evidence.filled.contains(Column::Adopters)
        };
        let unknown = |&criterion: &Criterion| {
            counts(criterion, &self.policy)
                && judge(criterion, request, &self.policy).is_none()
                && !one_adopter(criterion)
        };
        let criteria = if request.value.is_some() {
            Vec::new()
        } else {
            self.policy.criteria().filter(unknown).collect()
        };
        let effort = self.sheets.row(request.row).is_none_or(|row| row.cell(Column::Effort).is_none());
        Lacking { criteria, effort }
    }

    /// The given requests, those first that it matters most to judge: most that waits for them, then the
    /// loudest, then the oldest. Ids are given in the order of time, so the smaller one is the older one.
    pub fn judge_first(&self, nodes: &[Node]) -> Vec<ToJudge> {
        let most = (STEPS / nodes.len().max(1)).max(COUNTED_AT_LEAST);
        let to_judge = |&node: &Node| {
            let number = self.links.served_by(node).take(most).count();
            ToJudge {
                node,
                waiting: Waiting { number, at_least: number == most },
                pressure: self.backlog.requests[node].pressure,
            }
        };
        let mut all: Vec<ToJudge> = nodes.iter().map(to_judge).collect();
        all.sort_by_key(|it| (std::cmp::Reverse((it.waiting.number, it.pressure)), it.node));
        all
    }
}
