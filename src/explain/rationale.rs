//! Everything there is to say about one request, as data.

use std::cell::OnceCell;

use super::{
    contrast::Contrast,
    counterfactual::{Alternative, Counterfactual, WhatIf},
    enabled::{Enabled, Sharers},
    phrase::{Phrase, phrase},
    tree::Tree,
    why::Why,
};
use crate::{
    model::{Field, Node, Number, Points, Request, Row, Weeks},
    order::{Horizon, Overridden, Total, Verdict},
    policy::{Criterion, Policy},
    roadmap::Roadmap,
    rules::{Override, Overview},
    score::{Contributor, evidence},
    similar::{CLOSE, Close, Similar},
    workers::Workers,
};

/// How many similar requests are named.
const CLOSEST: usize = 3;

/// The most requests for which a document says of each what would change it.
const ALL_CHANGES: usize = 2000;

/// For how many requests it says so where there are more.
const NEAREST: usize = 200;

/// A roadmap ready to be explained. What is the same for every request is computed once.
#[derive(Debug)]
pub struct Explainer<'a, 's> {
    pub(super) roadmap: &'a Roadmap<'s>,
    pub(super) policy: &'a Policy,
    sharers: Sharers,
    /// Made when somebody asks for the first time: it reads every text.
    similar: OnceCell<Similar<'a, 's>>,
    overview: Overview<'a, 's>,
    /// The requests of each bundle, in order.
    bundles: Vec<Vec<Node>>,
    /// The smallest change for each request, where all are to be explained.
    changes: Option<Vec<Option<Counterfactual>>>,
    /// Whether there are too many requests to say everything about each.
    brief: bool,
}

/// Everything there is to say about one request.
#[derive(Debug)]
pub struct Rationale<'a> {
    /// Its number.
    pub node: Node,
    /// The request itself.
    pub request: &'a Request<'a>,
    /// What becomes of it.
    pub verdict: Verdict,
    /// Its place in the order, from 1.
    pub position: Option<u32>,
    /// How many requests are built.
    pub built: usize,
    /// When it begins, and whether it ends after that horizon.
    pub horizon: Option<(Horizon, bool)>,
    /// Weeks of work before it and until it is done.
    pub times: Option<(Weeks, Weeks)>,
    /// Its score, if it has one.
    pub score: Option<Points>,
    /// The short reason.
    pub why: Why<'a>,
    /// What it earns and costs; sums to the score.
    pub contributions: Vec<Contributed<'a>>,
    /// Criteria without evidence: they contribute 0.
    pub missing: Vec<Criterion>,
    /// What each rule that acted says about it.
    pub rules: Vec<(&'static str, String)>,
    /// A person's decision about it, and what became of that.
    pub decision: Option<(&'a Override, &'a Overridden)>,
    /// The bundle it belongs to.
    pub bundle: Option<InBundle>,
    /// The contrast with the request before it in the order.
    pub before: Option<Contrast>,
    /// The contrast with the request after it in the order.
    pub after: Option<Contrast>,
    /// What it enables of others' scores.
    pub enabled: Option<Enabled>,
    /// The smallest change that would get it built, or built sooner.
    pub change: Option<Counterfactual>,
    /// The smallest change of each single input that would do the same, where they were asked for.
    pub alternatives: Vec<Alternative>,
    /// What only new evidence can show that would do the same, where alternatives were asked for.
    pub evidence: Vec<Alternative>,
    /// What it waits for, directly or not.
    pub needs: Tree,
    /// What waits for it, directly or not.
    pub serves: Tree,
    /// Similar requests, the most similar first.
    pub close: Vec<Close>,
}

/// A contribution with where it comes from.
#[derive(Clone, Debug)]
pub struct Contributed<'a> {
    /// The criterion or rule.
    pub source: Contributor,
    /// Its points.
    pub points: Points,
    /// What it is for, in words.
    pub phrase: Phrase<'a>,
    /// The filled cells it came from.
    pub evidence: Vec<Cell>,
}

/// A filled cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// The file, as it was named.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
    /// The column.
    pub column: String,
    /// What stands there.
    pub value: String,
}

/// A request's place in its bundle.
#[derive(Clone, Debug)]
pub struct InBundle {
    /// The bundle, from 1.
    pub number: u32,
    /// What its requests come to together.
    pub total: Total,
    /// Its requests, in order.
    pub members: Vec<Node>,
    /// What the request goes early for, because it brings less than its bundle by itself.
    pub pulled_by: Vec<Node>,
}

impl<'a, 's> Explainer<'a, 's> {
    /// Prepares a roadmap. Takes one step per pair of a built request and a request that it needs.
    pub fn new(roadmap: &'a Roadmap<'s>, policy: &'a Policy) -> Self {
        let mut bundles = vec![Vec::new(); roadmap.ranking.bundles.len()];
        for (&node, &number) in roadmap.ranking.order.iter().zip(&roadmap.ranking.bundle) {
            bundles[number].push(node);
        }
        Self {
            roadmap,
            policy,
            sharers: Sharers::new(roadmap),
            similar: OnceCell::new(),
            overview: Overview::of(&roadmap.backlog, &policy.rules),
            bundles,
            changes: None,
            brief: false,
        }
    }

    /// Looks for what would change each request, all at once, in this many threads: for callers that
    /// explain all requests. Alternatives are then left out.
    #[must_use]
    pub fn with_all_changes(mut self, workers: Workers) -> Self {
        self.changes = Some(WhatIf::new(self.roadmap, self.policy).all(workers));
        self
    }

    /// Looks for what would change each request: for all of up to 2,000 requests, beyond that for the
    /// 200 nearest to the capacity line. Alternatives are then left out; of more than 2,000 requests,
    /// similar requests are left out too.
    #[must_use]
    pub fn with_changes(mut self, workers: Workers) -> Self {
        let what_if = WhatIf::new(self.roadmap, self.policy);
        let all = self.roadmap.backlog.requests.len() <= ALL_CHANGES;
        self.brief = !all;
        self.changes = Some(if all { what_if.all(workers) } else { what_if.nearest(NEAREST, workers) });
        self
    }

    /// For how many of the requests that could be built, or built sooner, what would change them was
    /// looked for, and how many these are; nothing where that is all of them.
    pub fn changes_looked_for(&self) -> Option<(usize, usize)> {
        let found = self.changes.as_ref()?.iter().flatten().count();
        let all = self.roadmap.nodes().filter(|&node| self.has_goal(node)).count();
        (found < all).then_some((found, all))
    }

    /// Whether what would change a request was left out.
    pub fn is_change_left_out(&self, node: Node) -> bool {
        self.changes.as_ref().is_some_and(|changes| changes[node].is_none()) && self.has_goal(node)
    }

    fn has_goal(&self, node: Node) -> bool {
        WhatIf::new(self.roadmap, self.policy).goal(node).is_some()
    }

    /// The smallest change that places a request before a rival; nothing where it is there already.
    pub fn above(&self, node: Node, rival: Node) -> Option<Counterfactual> {
        WhatIf::new(self.roadmap, self.policy).above(node, rival)
    }

    /// What a request enables of others' scores.
    pub fn enabled(&self, node: Node) -> Option<Enabled> {
        self.sharers.enabled(self.roadmap, node)
    }

    /// The smallest change for a request.
    pub fn change(&self, node: Node) -> Option<Counterfactual> {
        match &self.changes {
            Some(changes) => changes[node].clone(),
            None => WhatIf::new(self.roadmap, self.policy).of(node),
        }
    }

    /// The requests that ask for something close, the closest first, at most some.
    pub(super) fn close(&self, node: Node) -> Vec<Close> {
        if self.brief {
            return Vec::new();
        }
        let similar = self.similar.get_or_init(|| Similar::new(self.roadmap));
        let mut close = similar.close(node, CLOSE);
        close.truncate(CLOSEST);
        close
    }

    /// The roadmap.
    pub fn roadmap(&self) -> &'a Roadmap<'s> {
        self.roadmap
    }

    /// Explains a request.
    pub fn explain(&self, node: Node) -> Rationale<'a> {
        let roadmap = self.roadmap;
        let (request, contributions) = (&roadmap.backlog.requests[node], &roadmap.contributions[node]);
        let verdict = roadmap.ranking.verdicts.of[node];
        let place = roadmap.ranking.position[node];
        let neighbour = |place: Option<u32>| roadmap.ranking.order.get(place? as usize).copied();
        let before = place.and_then(|place| neighbour(place.checked_sub(1)));
        let after = place.and_then(|place| neighbour(place.checked_add(1)));
        let missing =
            self.policy.criteria().filter(|&it| contributions.of(Contributor::Criterion(it)).is_none());
        let rules = self.policy.rules.all().into_iter();
        let change = self.change(node);
        let asked = change.as_ref().filter(|_| self.changes.is_none());
        let what_if = WhatIf::new(roadmap, self.policy);
        let alternatives = asked.map(|change| what_if.alternatives(node, change));
        let evidence = asked.map(|_| what_if.evidence(node));
        Rationale {
            node,
            request,
            verdict,
            position: place.map(|place| place + 1),
            built: roadmap.ranking.order.len(),
            horizon: roadmap.horizon(node),
            times: roadmap.times(node),
            score: roadmap.score(node),
            why: Why::of(roadmap, node),
            contributions: self.contributions(node),
            missing: if request.value.is_none() { missing.collect() } else { Vec::new() },
            rules: rules
                .filter_map(|rule| Some((rule.name(), rule.acts(&self.overview, request)?)))
                .collect(),
            decision: roadmap
                .overridden(node)
                .map(|one| (roadmap.policy.rules.overrides.of(&one.decision), one)),
            bundle: self.bundle(node),
            before: before.map(|before| Contrast::new(roadmap, node, before)),
            after: after.map(|after| Contrast::new(roadmap, node, after)),
            enabled: self.sharers.enabled(roadmap, node),
            change,
            alternatives: alternatives.unwrap_or_default(),
            evidence: evidence.unwrap_or_default(),
            needs: Tree::of_needs(roadmap, node),
            serves: Tree::of_served(roadmap, node),
            close: self.close(node),
        }
    }

    fn contributions(&self, node: Node) -> Vec<Contributed<'a>> {
        let request = &self.roadmap.backlog.requests[node];
        let contributed = |part: crate::score::Contribution| {
            let cells = evidence(request, part.source, self.policy);
            Contributed {
                source: part.source,
                points: part.points,
                phrase: phrase(request, part, &self.roadmap.policy),
                evidence: cells.into_iter().filter_map(|cell| self.cell(cell)).collect(),
            }
        };
        self.roadmap.contributions[node].iter().map(contributed).collect()
    }

    fn cell(&self, (row, field): (Row, Field)) -> Option<Cell> {
        let sheets = &self.roadmap.sheets;
        let (line, value) = sheets.row(row)?.cell(field)?;
        let column = self.policy.column_name(field).to_owned();
        Some(Cell { file: sheets.file(row).to_owned(), line, column, value: value.into_owned() })
    }

    fn bundle(&self, node: Node) -> Option<InBundle> {
        let ranking = &self.roadmap.ranking;
        let number = ranking.bundle[ranking.position[node]? as usize];
        Some(InBundle {
            number: number.ordinal(),
            total: ranking.bundles[number],
            members: self.bundles[number].clone(),
            pulled_by: self.roadmap.pulled_by(node),
        })
    }
}
