//! The whole way from files to a ranked roadmap, as one value.

use crate::{
    diagnostic::{Finding, Source},
    graph::{Links, Node, cycle_findings},
    ingest::{self, Sheets},
    model::{Backlog, Column, Date, Points, Reason, Row, Settled, Weeks, natural},
    order::{self, Ranking, Verdict},
    policy::Policy,
    rules::{self, Mandate, StabilityPromise},
    score::{self, Score},
    workers::Workers,
};

crate::diagnostic::codes! {
    /// A request will be done after it is needed.
    LATE = Warning "late";
    /// There is nothing to rank.
    NOTHING_TO_RANK = Warning "nothing-to-rank";
}

/// A backlog with everything that was computed from it.
#[derive(Debug, Default)]
pub struct Roadmap<'s> {
    /// The requests.
    pub backlog: Backlog<'s>,
    /// The files' tables, for looking up cells.
    pub sheets: Sheets<'s>,
    /// Who waits for whom.
    pub links: Links,
    /// What each request earns.
    pub scores: Vec<Score>,
    /// Verdicts and order.
    pub ranking: Ranking,
    /// What was found on the way.
    pub findings: Vec<Finding>,
    /// Whether errors stopped the job: then nothing was ranked.
    pub stopped: bool,
    /// What consumers were promised.
    pub stability: StabilityPromise,
}

/// What a ranking may depend on besides backlog and policy.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Rank without the rows that have errors.
    pub set_aside: bool,
    /// The day on which the roadmap begins, for judging dates.
    pub as_of: Option<Date>,
    /// How many threads work on it. That never shows in the result.
    pub workers: Workers,
}

impl<'s> Roadmap<'s> {
    /// Reads and ranks a backlog. `first` is the number of the first source. Where errors stop
    /// the job, only the findings are filled in.
    pub fn build(sources: &'s [Source], first: u32, policy: &Policy, options: Options) -> Self {
        let ingest::Reading { mut backlog, sheets, mut findings } = ingest::read(sources, first, policy, options.workers);
        backlog = set_aside(backlog, cycle_findings, &mut findings);
        let stopped =
            |backlog: &Backlog<'_>| Mandate::stopped(&policy.rules.mandate, backlog, &links(backlog));
        backlog = set_aside(backlog, stopped, &mut findings);
        // Said even where errors stop the job: nobody should meet these only after correcting those.
        findings.extend(score::findings(&backlog, policy));
        findings.extend(policy.rules.notes().iter().flat_map(|rule| rule.findings(&backlog)));
        let fatal = |finding: &Finding| finding.is_error() && (finding.rows.is_empty() || !options.set_aside);
        if findings.iter().any(fatal) {
            return Self { sheets, findings, stopped: true, ..Self::default() };
        }
        let links = links(&backlog);
        let scores: Vec<Score> =
            backlog.requests.iter().map(|request| score::score(request, policy)).collect();
        let ranking = order::rank(&backlog, &links, &scores, policy);
        let broken = ranking.promises_broken.iter().map(|&node| &backlog.requests[node as usize]);
        findings.extend(broken.map(rules::broken_promise));
        findings.extend(nothing_to_rank(&backlog));
        findings.extend(late(&backlog, &ranking, policy, options.as_of));
        let stability = policy.rules.stability_promise.clone();
        Self { backlog, sheets, links, scores, ranking, findings, stopped: false, stability }
    }
}

/// Answers about one request.
impl Roadmap<'_> {
    /// Its id.
    pub fn id(&self, node: Node) -> &str {
        &self.backlog.requests[node as usize].id
    }

    /// The ids of what it directly waits for and is not done, in natural order.
    pub fn waits_for(&self, node: Node) -> Vec<&str> {
        let stopped = self.stopped_by(node).map(|settled| &*settled.id);
        let mut ids: Vec<&str> = self.ids(self.links.prerequisites(node)).chain(stopped).collect();
        ids.sort_by(|left, right| natural(left, right));
        ids
    }

    /// Of what it directly waits for, what will not be built, each with what became of it.
    pub fn waits_for_with_state(&self, node: Node) -> Vec<String> {
        let verdicts = &self.ranking.verdicts.of;
        let unbuilt = self
            .links
            .prerequisites(node)
            .iter()
            .filter(|&&before| verdicts[before as usize] != Verdict::Build);
        let open = unbuilt
            .map(|&before| format!("{} ({})", self.id(before), verdicts[before as usize].participle()));
        let settled = self.stopped_by(node).map(|settled| {
            let state =
                if settled.reason == Reason::Declined { "declined earlier" } else { settled.reason.word() };
            format!("{} ({state})", settled.id)
        });
        open.chain(settled).collect()
    }

    /// The ids of what directly waits for it, in natural order.
    pub fn unlocks(&self, node: Node) -> Vec<&str> {
        self.ids(self.links.dependents(node)).collect()
    }

    /// The ids of what directly waits for it and is built, in natural order.
    pub fn unlocks_built(&self, node: Node) -> Vec<&str> {
        let built = |&&after: &&Node| self.ranking.verdicts.of[after as usize] == Verdict::Build;
        self.links.dependents(node).iter().filter(built).map(|&after| self.id(after)).collect()
    }

    /// The ids of the requests in its bundle that it goes early for: those that directly wait for
    /// it, where its own return is below its bundle's.
    pub fn pulled_forward_by(&self, node: Node) -> Vec<&str> {
        let Some(bundle) = self.bundle_of(node).filter(|&bundle| self.is_below_bundle(node, bundle)) else {
            return Vec::new();
        };
        let dependents =
            self.links.dependents(node).iter().filter(|&&after| self.bundle_of(after) == Some(bundle));
        dependents.map(|&after| self.id(after)).collect()
    }

    /// The nearest requests behind it in its bundle that the bundle owes its return to: what it
    /// goes early for, in the end. Looks at no more than some dozens.
    pub fn pulled_by_return(&self, node: Node) -> Vec<&str> {
        const LOOKED_AT: usize = 64;
        let Some(bundle) = self.bundle_of(node).filter(|_| !self.pulled_forward_by(node).is_empty()) else {
            return Vec::new();
        };
        let earns =
            |&after: &Node| self.bundle_of(after) == Some(bundle) && !self.is_below_bundle(after, bundle);
        self.links.served_by(node).take(LOOKED_AT).filter(earns).map(|after| self.id(after)).collect()
    }

    fn bundle_of(&self, node: Node) -> Option<u32> {
        let place = self.ranking.place[node as usize]?;
        Some(self.ranking.bundle[place as usize])
    }

    /// Whether a request's own return is below that of a bundle.
    fn is_below_bundle(&self, node: Node, number: u32) -> bool {
        let bundle = &self.ranking.bundles[number as usize];
        let (own, effort) = (self.scores[node as usize].merit, self.backlog.requests[node as usize].effort);
        let product =
            |points: Points, weeks: Weeks| i128::from(points.thousandths()) * i128::from(weeks.thousandths());
        product(own, bundle.effort) < product(bundle.merit, effort)
    }

    fn ids(&self, nodes: &[Node]) -> impl Iterator<Item = &str> {
        nodes.iter().map(|&node| self.id(node))
    }

    /// What it waits for and is settled without being done.
    fn stopped_by(&self, node: Node) -> impl Iterator<Item = &Settled<'_>> {
        let stopped = &self.backlog.stopped;
        let from = stopped.partition_point(|&(dependent, _)| dependent < node);
        stopped[from..]
            .iter()
            .take_while(move |&&(dependent, _)| dependent == node)
            .map(|&(_, settled)| &self.backlog.settled[settled as usize])
    }
}

fn links(backlog: &Backlog<'_>) -> Links {
    Links::new(backlog.requests.len(), &backlog.links)
}

/// Sets aside the rows that a check finds broken.
fn set_aside<'s>(
    backlog: Backlog<'s>,
    check: impl Fn(&Backlog<'s>) -> Vec<Finding>,
    findings: &mut Vec<Finding>,
) -> Backlog<'s> {
    let mut found = check(&backlog);
    let mut rows: Vec<Row> = found.iter().flat_map(|finding| finding.rows.iter().copied()).collect();
    rows.sort_unstable();
    findings.append(&mut found);
    backlog.without(&rows)
}

/// A warning where there are rows and none of them is ranked.
fn nothing_to_rank(backlog: &Backlog<'_>) -> Option<Finding> {
    if !backlog.requests.is_empty() || backlog.settled.is_empty() {
        return None;
    }
    let count = |reason: fn(&Reason) -> bool| {
        backlog.settled.iter().filter(|settled| reason(&settled.reason)).count()
    };
    let counts = [
        (count(|reason| *reason == Reason::Done), "done"),
        (count(|reason| *reason == Reason::Declined), "declined"),
        (count(|reason| matches!(reason, Reason::Repeat(_))), "repeats of these"),
        (count(|reason| *reason == Reason::SetAside), "set aside because of errors"),
    ];
    let parts: Vec<String> = counts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| format!("{count} {what}"))
        .collect();
    Some(
        Finding::new(&NOTHING_TO_RANK, format!("nothing is left to rank: {}", parts.join(", ")))
            .hint("open requests have the status proposed or in-progress, or none"),
    )
}

/// Warnings about dates that the order does not keep, where the day it begins and the capacity
/// are known.
fn late(backlog: &Backlog<'_>, ranking: &Ranking, policy: &Policy, as_of: Option<Date>) -> Vec<Finding> {
    let (Some(as_of), Some(capacity)) = (as_of, policy.capacity) else {
        return Vec::new();
    };
    let mut findings = Vec::new();
    for (node, &begins) in ranking.order.iter().zip(&ranking.begins) {
        let request = &backlog.requests[*node as usize];
        let Some(needed_by) = request.needed_by else {
            continue;
        };
        let days = capacity.days_until(begins + request.effort);
        let late = days.map_or(i64::MAX, |days| as_of.days() + days - needed_by.days());
        if late > 0 {
            let message = match days {
                None => format!("needed by {needed_by}, but no capacity reaches it"),
                Some(_) => format!(
                    "needed by {needed_by}, done {late} day{} later at this pace",
                    if late == 1 { "" } else { "s" }
                ),
            };
            findings.push(
                Finding::new(&LATE, message)
                    .about(&request.id)
                    .cell(request.row, Column::NeededBy)
                    .hint("a date never buys rank: add capacity, cut the work, or move the date"),
            );
        }
    }
    findings
}
