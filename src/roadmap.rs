//! The whole way from files to a ranked roadmap, as one value.

mod cut;
mod dates;
mod findings;
mod judging;
mod overrides;

pub use cut::Cut;
pub(crate) use findings::CODES;
use findings::{enabled_value_left_out, nothing_to_rank};
pub use judging::{Lacking, ToJudge, Waiting, counts};

use crate::{
    diagnostic::{Finding, Source},
    graph::{Dependencies, cycle_findings},
    ingest::{self, RowCells, Sheets},
    model::{
        Backlog, Column, Date, Node, Number, Points, Reason, Row, Settled, SettledNumber, Weeks, divide,
        natural,
    },
    order::{self, BundleNumber, Horizon, Overridden, Ranking, Timetable, Verdict},
    policy::Policy,
    rules::{self, Placement},
    score::{self, Contributions},
    workers::Workers,
};

/// A backlog with everything that was computed from it.
#[derive(Debug, Default)]
pub struct Roadmap<'s> {
    /// The requests.
    pub backlog: Backlog<'s>,
    /// The files' tables, for looking up cells.
    pub sheets: Sheets<'s>,
    /// Who waits for whom.
    pub links: Dependencies,
    /// What each request earns.
    pub contributions: Vec<Contributions>,
    /// Verdicts and order.
    pub ranking: Ranking,
    /// Which week of the order is which day, where a start and a pace are known.
    pub timetable: Option<Timetable>,
    /// What was found on the way.
    pub findings: Vec<Finding>,
    /// Whether errors stopped the job; nothing was ranked then.
    pub stopped: bool,
    /// The policy it was computed by.
    pub policy: Policy,
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

/// What is being done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Files become requests.
    Reading,
    /// Requests are checked and scored.
    Scoring,
    /// Requests are put in order.
    Ordering,
    /// What would change each request is looked for.
    Explaining,
    /// The result is written.
    Writing,
}

impl Stage {
    /// The word for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Reading => "reading",
            Self::Scoring => "checking and scoring",
            Self::Ordering => "ordering",
            Self::Explaining => "looking for what would change the answers",
            Self::Writing => "writing",
        }
    }
}

impl<'s> Roadmap<'s> {
    /// Reads and ranks a backlog. `first` is the number of the first source. Where errors stop
    /// the job, only the findings are filled in.
    pub fn build(sources: &'s [Source], first: u32, policy: &Policy, options: Options) -> Self {
        Self::build_watched(sources, first, policy, options, &|_| ())
    }

    /// The same; says what it does when it begins with that.
    pub fn build_watched(
        sources: &'s [Source],
        first: u32,
        policy: &Policy,
        options: Options,
        enter: &dyn Fn(Stage),
    ) -> Self {
        enter(Stage::Reading);
        let ingest::Reading { mut backlog, sheets, mut findings } =
            ingest::read(sources, first, policy, options.workers);
        enter(Stage::Scoring);
        let mut links = links(&backlog);
        let found = cycle_findings(&backlog, &links);
        (backlog, links) = set_aside((backlog, links), found, &mut findings);
        let found = policy.rules.mandate.stopped(&backlog, &links);
        (backlog, links) = set_aside((backlog, links), found, &mut findings);
        // Said even where errors stop the job: nobody should meet these only after correcting those.
        findings.extend(score::findings(&backlog, policy, options.workers));
        findings.extend(policy.rules.notes().iter().flat_map(|rule| rule.findings(&backlog)));
        let mandated = || policy.rules.mandate.segment(&backlog, &links);
        let (overrides, mut wrong) =
            policy.rules.overrides.resolved(&backlog, &links, mandated, options.as_of);
        findings.append(&mut wrong);
        let fatal = |finding: &Finding| finding.is_error() && (finding.rows.is_empty() || !options.set_aside);
        if findings.iter().any(fatal) {
            return Self { sheets, findings, stopped: true, policy: policy.clone(), ..Self::default() };
        }
        let contributions = score::all_contributions(&backlog.requests, policy, options.workers);
        enter(Stage::Ordering);
        let ranking = order::rank(&backlog, &links, &contributions, policy, &overrides, options.workers);
        let broken = ranking.promises_broken.iter().map(|&node| &backlog.requests[node]);
        findings.extend(broken.map(rules::broken_promise));
        findings.extend(nothing_to_rank(&backlog));
        findings.extend(enabled_value_left_out(&ranking));
        let mut roadmap = Self {
            backlog,
            sheets,
            links,
            contributions,
            ranking,
            timetable: Timetable::new(policy, options.as_of),
            findings,
            stopped: false,
            policy: policy.clone(),
        };
        let more: Vec<Finding> = roadmap.late_findings().into_iter().chain(roadmap.disobeyed()).collect();
        roadmap.findings.extend(more);
        roadmap
    }
}

/// Answers about one request.
impl Roadmap<'_> {
    /// The numbers of all requests.
    pub fn nodes(&self) -> impl Iterator<Item = Node> + use<> {
        Node::first(self.backlog.requests.len())
    }

    /// Its id.
    pub fn id(&self, node: Node) -> &str {
        &self.backlog.requests[node].id
    }

    /// The ids of what it directly waits for and is not done, in natural order.
    pub fn waits_for(&self, node: Node) -> Vec<&str> {
        let mut ids: Vec<&str> = self.ids(self.links.prerequisites(node)).collect();
        let open = ids.len();
        ids.extend(self.stopped_by(node).map(|settled| &*settled.id));
        // What is open is in order already.
        if ids.len() > open {
            ids.sort_by(|left, right| natural(left, right));
        }
        ids
    }

    /// Of what it directly waits for, what will not be built, each with what became of it.
    pub fn waits_for_with_state(&self, node: Node) -> Vec<String> {
        let verdicts = &self.ranking.verdicts.of;
        let unbuilt = self.links.prerequisites(node).filter(|&before| verdicts[before] != Verdict::Build);
        let open = unbuilt.map(|before| format!("{} ({})", self.id(before), verdicts[before].shown()));
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
        let built = |&after: &Node| self.ranking.verdicts.of[after] == Verdict::Build;
        self.ids(self.links.dependents(node).filter(built)).collect()
    }

    /// The requests in its bundle that it goes early for: those that directly wait for it, where
    /// its own score per week is below its bundle's.
    pub fn pulled_by(&self, node: Node) -> Vec<Node> {
        self.bundle_of(node).map_or_else(Vec::new, |bundle| self.pulling(node, bundle).collect())
    }

    /// The same, of the bundle it is in.
    fn pulling(&self, node: Node, bundle: BundleNumber) -> impl Iterator<Item = Node> {
        let pulls =
            move |after: &Node| self.bundle_of(*after) == Some(bundle) && self.is_below_bundle(node, bundle);
        self.links.dependents(node).filter(pulls)
    }

    /// The ids of the requests that it goes early for.
    pub fn pulled_forward_by(&self, node: Node) -> Vec<&str> {
        self.ids(self.pulled_by(node)).collect()
    }

    /// The nearest requests after it in its bundle to which the bundle owes its score per week: those
    /// it goes early for. Looks at a few dozen at most.
    pub fn pulled_by_score_per_week(&self, node: Node) -> Vec<&str> {
        const LOOKED_AT: usize = 64;
        let Some(bundle) = self.bundle_of(node).filter(|&bundle| self.pulling(node, bundle).next().is_some())
        else {
            return Vec::new();
        };
        let earns =
            |&after: &Node| self.bundle_of(after) == Some(bundle) && !self.is_below_bundle(after, bundle);
        self.links.served_by(node).take(LOOKED_AT).filter(earns).map(|after| self.id(after)).collect()
    }

    /// The score; `None` if it is unscored and not built.
    pub fn score(&self, node: Node) -> Option<Points> {
        let counts = self.contributions[node].scored || self.ranking.verdicts.of[node] == Verdict::Build;
        counts.then_some(self.contributions[node].score)
    }

    /// Weeks of work before it begins and until it is done, where it is built.
    pub fn times(&self, node: Node) -> Option<(Weeks, Weeks)> {
        let begins = self.ranking.begins[self.ranking.position[node]? as usize];
        Some((begins, begins + self.backlog.requests[node].effort))
    }

    /// The day on which it is finished, where it is built and the start and the pace are known.
    pub fn finish(&self, node: Node) -> Option<Date> {
        let (_, ends) = self.times(node)?;
        self.timetable?.finish(ends)
    }

    /// How many days after its `needed_by` it is finished; 0 where the date is kept. `None` where there is no date
    /// to keep or none to expect.
    pub fn days_late(&self, node: Node) -> Option<i64> {
        let needed_by = self.backlog.requests[node].needed_by?;
        Some((self.finish(node)?.days() - needed_by.days()).max(0))
    }

    /// The same in weeks of seven days, to the thousandth.
    pub fn late_weeks(&self, node: Node) -> Option<Weeks> {
        let days = i128::from(self.days_late(node)?);
        i64::try_from(divide(days * 1000, 7)).ok().map(Weeks::from_thousandths)
    }

    /// The horizon it begins in, and whether it ends after that; where it is built and the
    /// capacity is known.
    pub fn horizon(&self, node: Node) -> Option<(Horizon, bool)> {
        let ((begins, ends), capacity) = self.times(node).zip(self.policy.capacity)?;
        Some(capacity.horizon(begins, ends))
    }

    /// The horizon it finishes in, where that is a later one than it starts in.
    pub fn finishes(&self, node: Node) -> Option<Horizon> {
        let (capacity, (begins, ends)) = (self.policy.capacity?, self.times(node)?);
        let beyond = ends > capacity.now + capacity.next;
        let later = if beyond { Horizon::Later } else { Horizon::Next };
        capacity.horizon(begins, ends).1.then_some(later)
    }

    /// What became of the override of a request, if there is one.
    pub fn overridden(&self, node: Node) -> Option<&Overridden> {
        self.ranking.overridden.iter().find(|overridden| overridden.decision.node == node)
    }

    /// Whether a person declined it.
    pub fn is_refused(&self, node: Node) -> bool {
        self.overridden(node).is_some_and(|overridden| overridden.decision.place == Placement::Decline)
    }

    /// The number of the bundle it is in, from 0.
    pub fn bundle_of(&self, node: Node) -> Option<BundleNumber> {
        let place = self.ranking.position[node]?;
        Some(self.ranking.bundle[place as usize])
    }

    /// Whether a request's own score per week is below that of a bundle.
    fn is_below_bundle(&self, node: Node, number: BundleNumber) -> bool {
        let bundle = &self.ranking.bundles[number];
        let (own, effort) = (self.contributions[node].score, self.backlog.requests[node].effort);
        let product =
            |points: Points, weeks: Weeks| i128::from(points.thousandths()) * i128::from(weeks.thousandths());
        product(own, bundle.effort) < product(bundle.score, effort)
    }

    fn ids(&self, nodes: impl IntoIterator<Item = Node>) -> impl Iterator<Item = &str> {
        nodes.into_iter().map(|node| self.id(node))
    }

    /// Whether a settled request would be done if its status said so: it was declined, or it was
    /// set aside for nothing but cells that do not matter in a row that is done.
    pub fn can_be_done(&self, number: SettledNumber) -> bool {
        let settled = &self.backlog.settled[number];
        match settled.reason {
            Reason::Declined => true,
            Reason::SetAside => {
                let spoils = |finding: &&Finding| finding.is_error() && finding.rows.contains(&settled.row);
                let mut spoiling = self.findings.iter().filter(spoils).peekable();
                let repeats = |cells: RowCells<'_, '_>| cells.cell(Column::SameAs).is_some();
                spoiling.peek().is_some()
                    && spoiling.all(ingest::spares_done)
                    && !self.sheets.row(settled.row).is_some_and(repeats)
            }
            Reason::Done | Reason::Repeat(_) => false,
        }
    }

    /// What it waits for and is settled without being done.
    pub fn stopped_by(&self, node: Node) -> impl Iterator<Item = &Settled<'_>> {
        let stopped = &self.backlog.stopped;
        let from = stopped.partition_point(|&(dependent, _)| dependent < node);
        stopped[from..]
            .iter()
            .take_while(move |&&(dependent, _)| dependent == node)
            .map(|&(_, settled)| &self.backlog.settled[settled])
    }
}

fn links(backlog: &Backlog<'_>) -> Dependencies {
    Dependencies::new(backlog.requests.len(), &backlog.links)
}

/// Sets aside the rows that a check found broken.
fn set_aside<'s>(
    (backlog, graph): (Backlog<'s>, Dependencies),
    mut found: Vec<Finding>,
    findings: &mut Vec<Finding>,
) -> (Backlog<'s>, Dependencies) {
    if found.is_empty() {
        return (backlog, graph);
    }
    let mut rows: Vec<Row> = found.iter().flat_map(|finding| finding.rows.iter().copied()).collect();
    rows.sort_unstable();
    findings.append(&mut found);
    let backlog = backlog.without(&rows);
    let graph = links(&backlog);
    (backlog, graph)
}
