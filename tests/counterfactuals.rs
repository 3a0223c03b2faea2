//! Every counterfactual holds: the cells it names are edited in the files, all is read and ranked
//! again, and what was promised is there; at no smaller step of that input it is. Where nothing
//! is offered, nothing is found by trying everything.

#[allow(dead_code, reason = "every test file uses a part of it")]
#[path = "harness/backlogs.rs"]
mod backlogs;

use std::collections::BTreeMap;

use backlogs::{Form, Scoring, Tape};
use roadbed::{
    diagnostic::Source,
    explain::counterfactual::{Change, Counterfactual, Edit, Goal, Input, Way, WhatIf},
    graph::Node,
    model::{Breaking, Column, Decimal, Migration, Request, Scope},
    order::{Horizon, Verdict},
    policy::{Criterion, Definition, Effect, Measure, Policy, Values},
    roadmap::{Options, Roadmap},
};

/// A policy and tables of cells, the header first.
#[derive(Clone, Debug)]
struct Files {
    policy: String,
    tables: Vec<Vec<Vec<String>>>,
}

/// What became of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Fate {
    verdict: Verdict,
    horizon: Option<Horizon>,
    place: Option<u32>,
}

type Fates = BTreeMap<String, Fate>;

impl Files {
    fn new(policy: &str, texts: &[String]) -> Self {
        let table = |text: &String| {
            let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
            let rows = reader.records().map(|row| row.expect("valid CSV"));
            rows.map(|row| row.iter().map(str::to_owned).collect()).collect()
        };
        Self { policy: policy.to_owned(), tables: texts.iter().map(table).collect() }
    }

    /// Reads and ranks everything from its text, which must be possible.
    fn rank<T>(&self, job: impl FnOnce(&Roadmap<'_>, &Policy) -> T) -> T {
        self.roadmap(|roadmap, policy| {
            assert!(!roadmap.stopped, "{:?}", roadmap.findings);
            job(roadmap, policy)
        })
    }

    fn roadmap<T>(&self, job: impl FnOnce(&Roadmap<'_>, &Policy) -> T) -> T {
        let source = Source::new("roadbed.toml", self.policy.clone());
        let (policy, problems) = Policy::read(&source, 0);
        assert!(problems.is_empty(), "{problems:?}");
        let sources: Vec<Source> = self
            .tables
            .iter()
            .map(|table| {
                let mut writer = csv::WriterBuilder::new().from_writer(Vec::new());
                for row in table {
                    writer.write_record(row).expect("memory");
                }
                let bytes = writer.into_inner().expect("memory");
                Source::new("b.csv", String::from_utf8(bytes).expect("UTF-8"))
            })
            .collect();
        let roadmap = Roadmap::build(&sources, 0, &policy, Options { set_aside: true, ..Options::default() });
        job(&roadmap, &policy)
    }

    /// Whether the decisions of its policy contradict each other.
    fn contradicts(&self) -> bool {
        self.roadmap(|roadmap, _| roadmap.stopped)
    }

    fn fates(&self) -> Fates {
        self.rank(|roadmap, policy| {
            (0..)
                .zip(&roadmap.backlog.requests)
                .map(|(node, request): (Node, _)| {
                    let place = roadmap.ranking.position[node as usize];
                    let horizon = place.zip(policy.capacity).map(|(place, capacity)| {
                        let begins = roadmap.ranking.begins[place as usize];
                        capacity.horizon(begins, begins + request.effort).0
                    });
                    let verdict = roadmap.ranking.verdicts.of[node as usize];
                    (request.id.to_string(), Fate { verdict, horizon, place })
                })
                .collect()
        })
    }

    /// The files after a person has made the changes.
    fn with(&self, changes: &[Change]) -> Self {
        let mut files = self.clone();
        for change in changes {
            match &change.edit {
                Edit::Cell(cell) => {
                    let before = files.write(&cell.id, &cell.column, &cell.to);
                    assert_eq!(before.trim(), cell.from, "{cell:?}");
                }
                Edit::ErrorBudget { area } => {
                    let spent = format!("{area} = -0.0");
                    assert!(files.policy.contains(&spent), "{area}");
                    files.policy = files.policy.replace(&spent, &format!("{area} = 0.0"));
                }
            }
        }
        files
    }

    /// Writes a cell of the row with this id; gives what stood there.
    fn write(&mut self, id: &str, column: &str, to: &str) -> String {
        let is_column = |header: &String, column: &str| Column::plain(header) == Column::plain(column);
        for table in &mut self.tables {
            let ids = table[0].iter().position(|header| is_column(header, "id")).expect("ids");
            let Some(row) = table.iter().position(|row| row[ids].trim() == id) else { continue };
            let at = table[0].iter().position(|header| is_column(header, column)).unwrap_or_else(|| {
                for row in table.iter_mut() {
                    row.push(String::new());
                }
                column.clone_into(table[0].last_mut().expect("a cell"));
                table[0].len() - 1
            });
            return std::mem::replace(&mut table[row][at], to.to_owned());
        }
        panic!("no row {id}");
    }

    fn text(&self) -> String {
        let rows = self.tables.iter().flatten().map(|row| row.join("|"));
        format!("{}\n{}", self.policy, rows.collect::<Vec<_>>().join("\n"))
    }
}

/// Whether a request has reached a goal.
fn reached(fates: &Fates, id: &str, goal: &Wanted) -> bool {
    let own = fates[id];
    own.verdict == Verdict::Build
        && match goal {
            Wanted::Build => true,
            Wanted::Horizon(horizon) => own.horizon.is_some_and(|own| own <= *horizon),
            Wanted::Above(rival) => {
                let rival = fates.get(rival).and_then(|rival| rival.place);
                rival.is_none_or(|rival| own.place < Some(rival))
            }
        }
}

/// A goal by ids, which outlive the roadmap.
#[derive(Clone, Debug)]
enum Wanted {
    Build,
    Horizon(Horizon),
    Above(String),
}

fn wanted(roadmap: &Roadmap<'_>, goal: Goal) -> Wanted {
    match goal {
        Goal::Build => Wanted::Build,
        Goal::Horizon { horizon, .. } => Wanted::Horizon(horizon),
        Goal::Above(rival) => Wanted::Above(roadmap.id(rival).to_owned()),
    }
}

/// The texts of all steps of an input of a request, the smallest first.
fn steps(request: &Request<'_>, input: Input, policy: &Policy) -> Vec<String> {
    let evidence = &request.evidence;
    let words = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect::<Vec<_>>();
    let rating = |now: Option<Decimal>, end: i64| {
        let mut now = now.map_or(0, Decimal::millionths);
        let mut texts = Vec::new();
        while now != end * 1_000_000 {
            let left = end * 1_000_000 - now;
            now += left.clamp(-1_000_000, 1_000_000);
            texts.push(Decimal::from_millionths(now).to_string());
        }
        texts
    };
    match input {
        Input::Migration => match evidence.migration {
            None | Some(Migration::None) => words(&["guide", "automated"]),
            Some(Migration::Path(share)) if share.millionths() < 800_000 => words(&["automated"]),
            Some(Migration::Path(_)) => Vec::new(),
        },
        Input::Scope => match request.scope {
            Some(Scope::Bespoke) => words(&["configurable", "shared"]),
            Some(Scope::Configurable) => words(&["shared"]),
            _ => Vec::new(),
        },
        Input::Adopters => {
            let (share, whole) = policy.criteria[0].scale.at(8, 1);
            assert_eq!(share, whole, "all scales here end at 8");
            (request.adopters() + 1..=8).map(|count| count.to_string()).collect()
        }
        Input::Breaking => match evidence.breaking_level() {
            Some(Breaking::Breaking) => words(&["deprecating", "additive", "none"]),
            Some(Breaking::Deprecating) => words(&["additive", "none"]),
            Some(Breaking::Additive) => words(&["none"]),
            _ => Vec::new(),
        },
        Input::Effort => {
            let halves = (1..).map(|half| request.effort.thousandths() - half * 500);
            let weeks = halves.take_while(|&weeks| weeks > 0);
            weeks.map(|weeks| roadbed::model::Weeks::from_thousandths(weeks).to_string()).collect()
        }
        Input::Confidence => match request.confidence.map(roadbed::model::Share::millionths) {
            Some(0..500_000) => words(&["low", "medium", "high"]),
            Some(500_000..800_000) => words(&["medium", "high"]),
            Some(800_000..1_000_000) => words(&["high"]),
            _ => Vec::new(),
        },
        Input::Compatibility => evidence.compatibility.map_or(Vec::new(), |now| rating(Some(now), 0)),
        Input::Reuse => rating(evidence.reuse, 5),
        Input::Criterion(criterion) => {
            own_steps(&policy.criteria[usize::from(criterion.0)], request, &rating)
        }
        Input::Prerequisite | Input::ErrorBudget => Vec::new(),
    }
}

/// The texts of all steps of the cell that a criterion is read from.
fn own_steps(
    definition: &Definition,
    request: &Request<'_>,
    rating: &dyn Fn(Option<Decimal>, i64) -> Vec<String>,
) -> Vec<String> {
    let Measure::Cells(cells) = &definition.measure else { panic!("{definition:?}") };
    let now = request.evidence.cells[usize::from(cells.slot)];
    let benefit = definition.effect == Effect::Benefit;
    let better = |value: &i64| match now.map(Decimal::millionths) {
        None => benefit,
        Some(now) if benefit => *value > now,
        Some(now) => *value < now,
    };
    let sorted = |mut values: Vec<i64>| {
        values.retain(better);
        if !benefit {
            values.reverse();
        }
        values
    };
    match &cells.values {
        Values::Rating { least, most } => rating(now, i64::from(if benefit { *most } else { *least })),
        Values::Numbers => {
            let anchors = definition.scale.anchors().iter().map(|anchor| anchor.at * 1000).collect();
            sorted(anchors).into_iter().map(|value| Decimal::from_millionths(value).to_string()).collect()
        }
        Values::Words(words) => {
            let places = (0..).zip(words).map(|(place, _)| place * 1_000_000).collect();
            sorted(places)
                .into_iter()
                .map(|place| words[usize::try_from(place / 1_000_000).expect("a place")].clone())
                .collect()
        }
    }
}

/// The request that a change is about: the one that has the row, also as a repeat.
fn owner<'r, 's>(roadmap: &'r Roadmap<'s>, id: &str) -> &'r Request<'s> {
    let is_owner =
        |request: &&Request<'_>| request.id == id || request.repeats.iter().any(|repeat| repeat.id == id);
    roadmap.backlog.requests.iter().find(is_owner).expect("a request")
}

/// Checks a change that is offered by itself: it does what is promised, and no smaller step does.
fn check_single(
    files: &Files,
    roadmap: &Roadmap<'_>,
    policy: &Policy,
    id: &str,
    goal: &Wanted,
    change: &Change,
) {
    let after = files.with(std::slice::from_ref(change)).fates();
    assert!(reached(&after, id, goal), "{id} {goal:?} {change:?}\n{after:?}\n{}", files.text());
    let Edit::Cell(cell) = &change.edit else { panic!("{change:?}") };
    if change.input == Input::Prerequisite {
        return;
    }
    let steps = steps(owner(roadmap, &cell.id), change.input, policy);
    let place = change.steps as usize - 1;
    assert_eq!(steps[place], cell.to, "{change:?}");
    for smaller in &steps[..place] {
        let mut files = files.clone();
        files.write(&cell.id, &cell.column, smaller);
        assert!(!reached(&files.fates(), id, goal), "{id} {goal:?} {change:?} {smaller}\n{}", files.text());
    }
}

/// Checks whatever is offered.
fn check(files: &Files, roadmap: &Roadmap<'_>, policy: &Policy, node: Node, answer: &Counterfactual) {
    let (id, goal) = (roadmap.id(node), wanted(roadmap, answer.goal));
    let changes = match &answer.way {
        Way::Single(change) => return check_single(files, roadmap, policy, id, &goal, change),
        Way::Pair(pair) => pair.as_slice(),
        Way::NothingShortOf(changes) => changes,
        Way::None => return,
    };
    let after = files.with(changes).fates();
    assert!(reached(&after, id, &goal), "{id} {goal:?} {changes:?}\n{}", files.text());
    for left_out in 0..changes.len() {
        let mut fewer = changes.to_vec();
        fewer.remove(left_out);
        let after = files.with(&fewer).fates();
        assert!(!reached(&after, id, &goal), "{id} {goal:?} {changes:?} {left_out}\n{}", files.text());
    }
    if matches!(answer.way, Way::NothingShortOf(_)) {
        check_no_more_than_needed(files, roadmap, policy, id, &goal, changes);
    }
}

/// Checks that no part of what is asked for together could be a smaller step.
fn check_no_more_than_needed(
    files: &Files,
    roadmap: &Roadmap<'_>,
    policy: &Policy,
    id: &str,
    goal: &Wanted,
    changes: &[Change],
) {
    let all = files.with(changes);
    for change in changes {
        let Edit::Cell(cell) = &change.edit else { continue };
        if change.input == Input::Prerequisite {
            continue;
        }
        let steps = steps(owner(roadmap, &cell.id), change.input, policy);
        for smaller in &steps[..change.steps as usize - 1] {
            let mut files = all.clone();
            files.write(&cell.id, &cell.column, smaller);
            let text = files.text();
            assert!(!reached(&files.fates(), id, goal), "{id} {goal:?} {changes:?} {smaller}\n{text}");
        }
    }
}

/// How much is checked.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Depth {
    /// The answer for every request.
    Answers,
    /// Also the alternatives to it, what places a request before its neighbour, and that one request
    /// asked for alone gets the same answer.
    Everything,
}

/// Checks what is offered for a backlog; counts the answers of each kind.
fn check_all(files: &Files, depth: Depth, tally: &mut BTreeMap<&'static str, usize>) {
    files.rank(|roadmap, policy| {
        let what_if = WhatIf::new(roadmap, policy);
        if depth == Depth::Everything {
            for neighbours in roadmap.ranking.order.windows(2) {
                if let Some(answer) = what_if.above(neighbours[1], neighbours[0]) {
                    check(files, roadmap, policy, neighbours[1], &answer);
                }
            }
        }
        for (node, answer) in (0..).zip(what_if.all(roadbed::workers::Workers::new(2))) {
            let verdict = roadmap.ranking.verdicts.of[node as usize];
            let Some(answer) = answer else {
                assert!(matches!(verdict, Verdict::Build | Verdict::Unscored));
                continue;
            };
            check(files, roadmap, policy, node, &answer);
            if depth == Depth::Everything {
                assert_eq!(what_if.of(node).as_ref(), Some(&answer), "{}", files.text());
                let alternatives = what_if.alternatives(node);
                if let Way::Single(change) = &answer.way {
                    assert_eq!(alternatives.first(), Some(change));
                } else {
                    assert!(alternatives.is_empty());
                }
                let goal = wanted(roadmap, answer.goal);
                for change in &alternatives {
                    check_single(files, roadmap, policy, roadmap.id(node), &goal, change);
                }
            }
            let kind = match answer.way {
                Way::Single(_) => "single",
                Way::Pair(_) => "pair",
                Way::NothingShortOf(_) => "nothing short of",
                Way::None => "none",
            };
            *tally.entry(kind).or_default() += 1;
        }
    });
}

/// The same bytes every time for each number.
fn tape(seed: u32) -> Vec<u8> {
    let mut state = u64::from(seed).wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let mut byte = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_be_bytes()[3]
    };
    (0..900).map(|_| byte()).collect()
}

const BUSY: &str = "[capacity]\nnow = 6\nnext = 6.5\n\
                    [rules.error-budget.remaining]\nsearch = -0.02\nauth = 0.1\n";

fn generated(seed: u32, most: usize, policy: &str) -> Files {
    let scoring = if seed.is_multiple_of(4) { Scoring::Mixed } else { Scoring::Criteria };
    let backlog = backlogs::backlog(&mut Tape::new(&tape(seed)), most, scoring);
    Files::new(policy, &[Form::default().write(&backlog)])
}

#[test]
fn every_counterfactual_of_the_sample_holds() {
    let read = |name: &str| {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("samples").join(name);
        std::fs::read_to_string(path).expect("a sample")
    };
    let names = ["product-teams.csv", "external-developers.csv", "platform-and-executives.csv"];
    let files = Files::new(&read("roadbed.toml"), &names.map(read));
    let mut tally = BTreeMap::new();
    check_all(&files, Depth::Everything, &mut tally);
    assert!(tally["single"] > 10, "{tally:?}");
}

#[test]
fn every_counterfactual_of_generated_backlogs_holds() {
    let mut tally = BTreeMap::new();
    for seed in 0..200 {
        let files = generated(seed, 14, BUSY);
        check_all(
            &files,
            if seed.is_multiple_of(10) { Depth::Everything } else { Depth::Answers },
            &mut tally,
        );
    }
    assert!(["single", "pair", "nothing short of", "none"].iter().all(|kind| tally[kind] > 5), "{tally:?}");
}

#[test]
fn every_counterfactual_holds_where_people_decided_otherwise() {
    let mut tally = BTreeMap::new();
    for seed in 300..315 {
        let mut files = generated(seed, 10, BUSY);
        for (row, place) in [(1, "1"), (3, "\"last\""), (4, "\"first\""), (6, "3")] {
            let Some(id) = files.tables[0].get(row).map(|row| row[0].clone()) else { continue };
            let place =
                format!("[[override]]\nrequest = \"{id}\"\nplace = {place}\nby = \"us\"\nreason = \"x\"\n");
            // Two rows may be one request: then only the first is decided about.
            let decided = Files { policy: format!("{}\n{place}", files.policy), ..files.clone() };
            if !decided.contradicts() {
                files = decided;
            }
        }
        check_all(&files, Depth::Answers, &mut tally);
    }
    assert!(tally["single"] > 5, "{tally:?}");
}

/// Something that a person might try: an input with its steps, and the cell to write.
#[derive(Clone, Debug)]
struct Attempt {
    input: Input,
    steps: u32,
    id: String,
    column: Column,
    text: String,
}

const OWN: [(Input, Column); 10] = [
    (Input::Migration, Column::Migration),
    (Input::Scope, Column::Scope),
    (Input::Adopters, Column::Adopters),
    (Input::Breaking, Column::Breaking),
    (Input::Effort, Column::Effort),
    (Input::Confidence, Column::Confidence),
    (Input::Compatibility, Column::Compatibility),
    (Input::Reuse, Column::Reuse),
    (Input::Criterion(Criterion(1)), Column::Reliability),
    (Input::Criterion(Criterion(2)), Column::TechDebt),
];

/// All steps of all inputs of a request, whether they can act or not. Not among them: what is no
/// input of a request. There is nobody to migrate where nothing breaks or is deprecated; and a cell
/// whose mere presence takes back what a repeat lends is not for asking what would be better.
fn own_attempts(roadmap: &Roadmap<'_>, node: Node, policy: &Policy) -> Vec<Attempt> {
    let request = &roadmap.backlog.requests[node as usize];
    let lent = request.evidence.borrowed.iter().any(|&(field, _)| field == Column::Value.into());
    let costly =
        matches!(request.evidence.breaking_level(), Some(Breaking::Breaking | Breaking::Deprecating));
    let mut attempts = Vec::new();
    for (input, column) in OWN {
        let criterion = !matches!(input, Input::Effort | Input::Confidence | Input::Scope);
        if (lent && criterion) || (input == Input::Migration && !costly) {
            continue;
        }
        for (steps, text) in (1..).zip(steps(request, input, policy)) {
            attempts.push(Attempt { input, steps, id: request.id.to_string(), column, text });
        }
    }
    attempts
}

/// Every prerequisite of a request, direct or not, that could be done.
fn done_attempts(roadmap: &Roadmap<'_>, node: Node, direct_only: bool) -> Vec<Attempt> {
    let done = |id: &str| Attempt {
        input: Input::Prerequisite,
        steps: 1,
        id: id.to_owned(),
        column: Column::Status,
        text: "done".to_owned(),
    };
    let mut ids: Vec<&str> = Vec::new();
    for needed in [node].into_iter().chain(roadmap.links.needed_by(node)) {
        if needed != node && (!direct_only || roadmap.links.prerequisites(node).any(|it| it == needed)) {
            ids.push(roadmap.id(needed));
        }
        if needed == node || !direct_only {
            let settled = roadmap.backlog.stopped.iter().filter(|&&(dependent, _)| dependent == needed);
            ids.extend(settled.map(|&(_, settled)| &*roadmap.backlog.settled[settled as usize].id));
        }
    }
    ids.sort_unstable();
    ids.dedup();
    ids.into_iter().map(done).collect()
}

impl Files {
    fn attempt(&self, attempts: &[&Attempt]) -> Fates {
        let mut files = self.clone();
        for attempt in attempts {
            files.write(&attempt.id, attempt.column.name(), &attempt.text);
        }
        files.fates()
    }
}

/// What trying everything finds: the fewest steps of one change with the first of its inputs, and if
/// there is none the fewest steps of a pair.
fn by_trying(files: &Files, roadmap: &Roadmap<'_>, policy: &Policy, node: Node, goal: &Wanted) -> Found {
    let id = roadmap.id(node);
    let own = own_attempts(roadmap, node, policy);
    let done = done_attempts(roadmap, node, false);
    let works = |attempts: &[&Attempt]| reached(&files.attempt(attempts), id, goal);
    let single = own.iter().chain(&done).filter(|attempt| works(&[attempt]));
    if let Some(best) = single.min_by_key(|attempt| (attempt.steps, attempt.input)) {
        return Found::Single(best.steps, best.input);
    }
    let direct = done_attempts(roadmap, node, true);
    let mut pairs: Vec<[&Attempt; 2]> = Vec::new();
    for (at, first) in own.iter().enumerate() {
        pairs.extend(
            own[at + 1..].iter().filter(|second| second.input != first.input).map(|second| [first, second]),
        );
        pairs.extend(direct.iter().map(|second| [first, second]));
    }
    for (at, first) in direct.iter().enumerate() {
        pairs.extend(direct[at + 1..].iter().map(|second| [first, second]));
    }
    pairs.sort_by_key(|[first, second]| first.steps + second.steps);
    let best = pairs.iter().find(|pair| works(pair.as_slice()));
    best.map_or(Found::Nothing, |[first, second]| Found::Pair(first.steps + second.steps))
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Found {
    Single(u32, Input),
    Pair(u32),
    Nothing,
}

/// Each takes about a second: every pair of steps is a ranking of its own.
const CASES: u32 = 8;

#[test]
fn trying_everything_finds_nothing_smaller() {
    let mut tally: BTreeMap<String, usize> = BTreeMap::new();
    for seed in 1000..1000 + CASES {
        let files = generated(seed, 6, BUSY);
        files.rank(|roadmap, policy| {
            let what_if = WhatIf::new(roadmap, policy);
            for (node, _) in (0..).zip(&roadmap.backlog.requests) {
                let Some(answer) = what_if.of(node) else { continue };
                let goal = wanted(roadmap, answer.goal);
                let own = roadmap.id(node);
                let offered = match &answer.way {
                    // What lifts the partner of an enabler is not its own input.
                    Way::Single(Change { edit: Edit::Cell(cell), input, .. })
                        if *input != Input::Prerequisite && owner(roadmap, &cell.id).id != own =>
                    {
                        continue;
                    }
                    Way::Single(change) => Found::Single(change.steps, change.input),
                    Way::Pair([first, second]) => Found::Pair(first.steps + second.steps),
                    Way::NothingShortOf(_) | Way::None => Found::Nothing,
                };
                let found = by_trying(&files, roadmap, policy, node, &goal);
                assert_eq!(offered, found, "{own} {goal:?} {answer:?}\n{}", files.text());
                *tally.entry(format!("{found:?}")[..4].to_owned()).or_default() += 1;
            }
        });
    }
    assert!(["Sing", "Pair", "Noth"].iter().all(|kind| tally[*kind] > 1), "{tally:?}");
}

/// The answer for one request of a backlog, applied and found true, in words.
fn answer(text: &str, id: &str) -> String {
    let files = Files::new("[rules.error-budget.remaining]\nsearch = -0.02\n", &[text.to_owned()]);
    check_all(&files, Depth::Everything, &mut BTreeMap::new());
    files.rank(|roadmap, policy| {
        let is = |request: &Request<'_>| request.id == id;
        let node = roadmap.backlog.requests.iter().position(is).expect("a request");
        let node = Node::try_from(node).expect("small");
        let answer = WhatIf::new(roadmap, policy).of(node).expect("an answer");
        answer.sentence(roadmap, node)
    })
}

#[test]
fn what_was_declined_earlier_or_set_aside_may_be_done() {
    let backlog = "id,title,effort,reliability,depends_on,status\n\
                   P,Has an effort that nobody can read,abc,1,,\n\
                   D,Was declined,1,1,,declined\n\
                   A,Waits for both,1,3,P;D,\n\
                   B,Waits for one,1,3,P,\n";
    assert_eq!(answer(backlog, "A"), "finishing D together with finishing P would get it built");
    assert_eq!(answer(backlog, "B"), "finishing P would get it built");
}

#[test]
fn what_is_needed_together_asks_for_no_more_than_is_needed() {
    let backlog = "id,title,effort,tech_debt,breaking,depends_on\n\
                   A,Pays down much,1,-5,breaking,\n\
                   B,Adds a little,3,2,breaking,A\n";
    assert_eq!(
        answer(backlog, "B"),
        "nothing short of a migration guide, tech debt rated -2 instead of 2 and finishing A would get it built"
    );
}

#[test]
fn what_is_set_aside_for_more_than_its_cells_cannot_be_done() {
    let backlog = "id,title,effort,reliability,depends_on\n\
                   P,One,1,1,\nP,Another one,1,1,\nB,Waits,1,3,P\n";
    assert_eq!(
        answer(backlog, "B"),
        "no change of effort, evidence, scope, migration or prerequisites would get it built"
    );
}

#[test]
fn a_lent_value_stays_lent() {
    let backlog = "id,title,effort,value,breaking,consumers,same_as\n\
                   K,Kept,1,,,,\n\
                   R,Lends its value,1,5,breaking,3,K\n";
    assert_eq!(answer(backlog, "K"), "a migration guide for R would get it built");
}

#[test]
fn an_enabler_is_lifted_with_what_it_is_held_with() {
    let backlog = "id,title,effort,reliability,breaking,external_consumers,depends_on\n\
                   E,Worth nothing by itself,2,-4,,,\n\
                   H,Breaks its consumers,3,5,breaking,1,E\n";
    assert_eq!(answer(backlog, "E"), "a migration guide for H would get it built");
}

#[test]
fn a_spent_error_budget_has_to_recover() {
    let backlog = "id,title,area,effort,reliability\nS,More search,search,2,3\n";
    assert_eq!(
        answer(backlog, "S"),
        "nothing short of bringing search back within its error budget would get it built"
    );
}
