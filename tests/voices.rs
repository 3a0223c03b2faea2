//! The figures about stakeholders: equal to figures computed by hand, to those of another program,
//! and consistent with each other on any backlog.

#[allow(dead_code, reason = "every test file uses a part of it")]
#[path = "harness/backlogs.rs"]
mod backlogs;
#[allow(dead_code, reason = "every test file uses a part of it")]
mod harness;

use backlogs::{Form, Scoring, Tape, backlog};
use harness::Folder;
use proptest::prelude::*;
use roadbed::{
    diagnostic::Source,
    model::{Kind, Points, Stakeholder, Weeks},
    order::Horizon,
    policy::Policy,
    roadmap::{Options, Roadmap},
    voices::{Compared, EffortByBreadth, Figures, Pairs, Places, Ratio, Tally, Voices},
};

fn source(text: &str) -> Source {
    Source::new("requests.csv", text)
}

fn policy(text: &str) -> Policy {
    let (policy, problems) = Policy::read(&source(text), 0);
    assert!(problems.is_empty(), "{problems:#?}");
    policy
}

/// What `look` finds in the figures of a backlog.
fn with<T>(csv: &str, toml: &str, look: impl FnOnce(&Voices, &Roadmap<'_>) -> T) -> T {
    let (sources, policy) = ([source(csv)], policy(toml));
    let options = Options { set_aside: true, ..Options::default() };
    let roadmap = Roadmap::build(&sources, 0, &policy, options);
    assert!(!roadmap.stopped, "{:#?}", roadmap.findings);
    look(&Voices::of(&roadmap, &policy), &roadmap)
}

fn weeks(number: i64) -> Weeks {
    Weeks::from_thousandths(number * 1000)
}

fn tally(requests: usize, effort: i64, score: i64) -> Tally {
    Tally { requests, effort: weeks(effort), score: Points::from_thousandths(score * 1000) }
}

fn ratio(part: i64, whole: i64) -> Option<Ratio> {
    Ratio::of(part, whole)
}

/// In the order of their return: A-1 (4 points a week), A-2 (3), A-3 (2), B-2 (1); they end after
/// 2, 4, 6 and 8 weeks. B-1 has negative score and is declined.
const BACKLOG: &str = "\
id,title,team,stakeholder,kind,value,effort,pressure
A-1,One,ads,internal,capability,8,2,5
A-2,Two,ads; web,external,reliability,6,2,1
A-3,Three,web,internal,capability,4,2,4
B-1,Four,board,executive,experience,-3,1,5
B-2,Five,,platform,tech-debt,2,2,
";

/// Four weeks of capacity: begin within it, A-3 begins where it ends.
const FOUR_WEEKS: &str = "[capacity]\nnow = 2\nnext = 2\n";

/// Five weeks: A-3 begins within them and ends after.
const FIVE_WEEKS: &str = "[capacity]\nnow = 2\nnext = 3\n[portfolio]\ncapability = 50\n";

#[test]
fn what_teams_asked_for_and_got_is_what_it_is_by_hand() {
    with(BACKLOG, FOUR_WEEKS, |voices, roadmap| {
        let names: Vec<&str> = voices.teams.iter().map(|&(team, _)| roadmap.backlog.team(team)).collect();
        assert_eq!(names, ["ads", "board", "web"]);
        let [ads, board, web] = [0, 1, 2].map(|at| &voices.teams[at].1);
        // ads, both granted. A-2 is asked for by two, so a week of it is ads' part.
        assert_eq!(
            (ads.asked, ads.granted, ads.later, ads.part),
            (tally(2, 4, 14), tally(2, 4, 14), tally(0, 0, 0), weeks(3))
        );
        assert_eq!(ads.coverage(), ratio(14, 14));
        // web: A-2 granted, A-3 later: 6 of 10 points.
        assert_eq!(
            (web.asked, web.granted, web.later, web.part),
            (tally(2, 4, 10), tally(1, 2, 6), tally(1, 2, 4), weeks(1))
        );
        assert_eq!(web.coverage(), ratio(6, 10));
        // board: its negative score is no score asked for.
        assert_eq!((board.asked, board.coverage()), (tally(1, 1, 0), None));
        assert_eq!(board.refused.iter().map(|&node| roadmap.id(node)).collect::<Vec<_>>(), ["B-1"]);
        assert_eq!(voices.without_team.later, tally(1, 2, 2));
        // Four weeks are granted: three quarters are ads', one is web's.
        assert_eq!(voices.granted, weeks(4));
        assert_eq!((ads.share(voices.granted), web.share(voices.granted)), (ratio(3, 4), ratio(1, 4)));
    });
}

#[test]
fn fairness_is_what_it_is_by_hand() {
    with(BACKLOG, FOUR_WEEKS, |voices, roadmap| {
        let fairness = &voices.fairness;
        // Coverages 1 and 0.6: (1 + 0.6)² ÷ (2 × (1 + 0.36)) = 2.56 ÷ 2.72.
        let jain = fairness.jain.expect("an index");
        assert!((jain - 2.56 / 2.72).abs() < 1e-12, "{jain}");
        let (least, who) = fairness.minimum.clone().expect("a minimum");
        assert_eq!((Some(least), roadmap.backlog.team(who[0])), (ratio(6, 10), "web"));
        let board: Vec<&str> = fairness.left_out.iter().map(|&team| roadmap.backlog.team(team)).collect();
        assert_eq!((board, &fairness.left_out), (vec!["board"], &fairness.with_nothing));
    });
}

#[test]
fn without_a_capacity_everything_to_build_is_granted() {
    with(BACKLOG, "", |voices, _| {
        let granted: Vec<usize> = voices.teams.iter().map(|(_, figures)| figures.granted.requests).collect();
        assert_eq!((granted, voices.granted), (vec![2, 0, 2], weeks(8)));
        assert_eq!(voices.fairness.jain, Some(1.0));
    });
}

#[test]
fn stakeholders_breadth_and_portfolio_are_what_they_are_by_hand() {
    with(BACKLOG, FIVE_WEEKS, |voices, _| {
        let coverages: Vec<(Stakeholder, Option<Ratio>)> =
            voices.stakeholders.iter().map(|(who, figures)| (*who, figures.coverage())).collect();
        // Internal, which begins in time. External: A-2. Platform: B-2, later.
        assert_eq!(
            coverages,
            [
                (Stakeholder::Internal, ratio(12, 12)),
                (Stakeholder::External, ratio(6, 6)),
                (Stakeholder::Executive, None),
                (Stakeholder::Platform, ratio(0, 2)),
            ]
        );
        // are for the team that asks, A-2 for two, and B-2 names nobody.
        let breadth = |one, requests, several, unknown| EffortByBreadth {
            one: weeks(one),
            requests,
            several: weeks(several),
            unknown: weeks(unknown),
        };
        assert_eq!(voices.single_team.to_build, breadth(4, 2, 2, 2));
        assert_eq!(voices.single_team.granted, breadth(4, 2, 2, 0));
        // now: 2 weeks of A-1. next: A-2, and the first week of A-3. later: the rest of A-3, B-2.
        let portfolio = &voices.portfolio;
        let kinds: Vec<Kind> = portfolio.kinds.iter().map(|&(kind, _)| kind).collect();
        assert_eq!(kinds, [Kind::Capability, Kind::Reliability, Kind::TechDebt]);
        let slices: Vec<_> =
            portfolio.slices.iter().map(|slice| (slice.horizon, slice.effort, slice.kinds.clone())).collect();
        assert_eq!(
            slices,
            [
                (Some(Horizon::Now), weeks(2), vec![weeks(2), weeks(0), weeks(0)]),
                (Some(Horizon::Next), weeks(3), vec![weeks(1), weeks(2), weeks(0)]),
                (Some(Horizon::Later), weeks(3), vec![weeks(1), weeks(0), weeks(2)]),
                (None, weeks(8), vec![weeks(4), weeks(2), weeks(2)]),
            ]
        );
        // Against a target of 50 %: 100 % is 50 points above it, a third 16.67 below.
        let drift = |slice: usize| portfolio.slices[slice].share(0).map(|share| share.tenths_above(500_000));
        assert_eq!([drift(0), drift(1), drift(3)], [Some(500), Some(-167), Some(0)]);
    });
}

#[test]
fn pressure_beside_score_is_what_it_is_by_hand() {
    with(BACKLOG, FIVE_WEEKS, |voices, roadmap| {
        let comparison = voices.comparison.as_ref().expect("a comparison");
        assert_eq!((comparison.requests.len(), comparison.without_pressure), (4, 1));
        // A-1 5 8, A-2 1 6, A-3 4 4, B-1 5 -3. A-1 beside agrees; A-2 beside
        // beside B-1 and A-3 beside B-1 disagree; A-1 and B-1 are equally loud.
        assert_eq!(comparison.pairs, Pairs { all: 6, agree: 2, disagree: 3, tied_left: 1, tied_right: 0 });
        let tau = comparison.pairs.tau_b().expect("a tau");
        assert!((tau + 1.0 / 30.0_f64.sqrt()).abs() < 1e-12, "{tau}");
        let ids = |moved: Vec<&Compared>| -> Vec<String> {
            moved.iter().map(|it| roadmap.id(it.node).to_owned()).collect()
        };
        assert_eq!(ids(comparison.fallen()), ["B-1"]);
        assert_eq!(ids(comparison.risen()), ["A-2", "A-1"]);
        let loudest = comparison.fallen()[0].clone();
        assert_eq!(
            (loudest.by_pressure, loudest.by_score),
            (Places { first: 1, last: 2 }, Places { first: 4, last: 4 })
        );
    });
}

#[test]
fn a_team_answers_for_its_own_rows_only() {
    // `loud` repeats what web asks for quietly. The folded requests have a pressure of 5, and web
    // marks none of them.
    let csv = "\
id,title,team,value,effort,pressure,same_as
A-1,a,ads,1,1,4,
A-2,a,ads,1,1,5,
A-3,a,ads,1,1,,
L-1,w,loud,,,5,W-1
L-2,w,loud,,,5,W-2
L-3,w,loud,,,5,W-3
T-1,t,two,1,1,5,
T-2,t,two,1,1,5,
W-1,w,web,1,1,1,
W-2,w,web,1,1,2,
W-3,w,web,1,1,3,
";
    let named = |csv: &str, toml: &str| {
        let sources = [source(csv)];
        let roadmap = Roadmap::build(&sources, 0, &policy(toml), Options::default());
        let own = roadmap.findings.iter().filter(|finding| finding.code.name == "inflated-pressure");
        own.map(|finding| finding.message.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(
        named(csv, ""),
        [
            "`ads` marks 2 of its 3 requests (67 %) as urgent (pressure 4 or more)",
            "`loud` marks 3 of its 3 requests (100 %) as urgent (pressure 4 or more)"
        ]
    );
    // Half is not more than half, and a team of two is judged only where the policy says so.
    assert_eq!(named(csv, "[rules.inflation]\nthreshold = 5\n").len(), 1);
    assert_eq!(named(csv, "[rules.inflation]\nminimum = 2\n").len(), 3);
    assert!(named(csv, "[rules.inflation]\nenabled = false\n").is_empty());
    // One pressure above 5, and the column counts escalations.
    assert!(named(&csv.replace(",1,1,4,", ",1,1,6,"), "").is_empty());
}

/// Lists with the tau-b that `SciPy` 1.17.1 gives for them (`scipy.stats.kendalltau`), blank where it
/// gives none.
const REFERENCE: &str = include_str!("data/voices/kendalltau.csv");

#[test]
fn tau_b_is_that_of_the_reference() {
    let mut looked_at = 0;
    for line in REFERENCE.lines().skip(1) {
        let (rest, tau) = line.rsplit_once(',').expect("a tau");
        let (rest, right) = rest.rsplit_once(',').expect("a list");
        let (name, left) = rest.rsplit_once(',').expect("a list");
        let numbers = |list: &str| -> Vec<i64> {
            list.split(' ').map(|number| number.parse().expect("a number")).collect()
        };
        let found = Pairs::of(numbers(left).into_iter().zip(numbers(right)).collect()).tau_b();
        let expected: Option<f64> = tau.parse().ok();
        match (found, expected) {
            (Some(found), Some(expected)) => {
                assert!((found - expected).abs() < 1e-14, "{name}: {found} is not {expected}");
            }
            _ => assert!(found.is_none() && expected.is_none() && tau.is_empty(), "{name}: {found:?}"),
        }
        looked_at += 1;
    }
    assert_eq!(looked_at, 23);
}

#[test]
fn pressure_moves_nothing_and_both_rules_can_be_switched_off() {
    let off = "[rules.inflation]\nenabled = false\n[rules.pressure-earns-nothing]\nenabled = false\n";
    let quiet = BACKLOG.replace(",5\n", ",\n").replace(",4\n", ",0\n");
    let places = |voices: &Voices, roadmap: &Roadmap<'_>| {
        (roadmap.ranking.order.clone(), roadmap.contributions.clone(), voices.comparison.is_some())
    };
    let (order, scores, compared) = with(BACKLOG, "", places);
    assert!(compared);
    assert_eq!(with(BACKLOG, off, places), (order.clone(), scores.clone(), false));
    assert_eq!(with(&quiet, "", places), (order, scores, true));

    let folder = Folder::new().with("b.csv", BACKLOG).with("off.toml", off);
    let plain = folder.run(&["rank", "b.csv"]);
    let without = folder.run(&["rank", "--policy", "off.toml", "b.csv"]);
    let line = "What is asked for more loudly often scores lower.\n";
    assert!(plain.stdout.contains(line), "{plain}");
    assert_eq!(plain.stdout.replace(line, ""), without.stdout);
    let voices = folder.run(&["voices", "--policy", "off.toml", "b.csv"]);
    assert!(!voices.stdout.contains("Pressure") && !voices.stdout.contains("Inflation"), "{voices}");
}

fn sums(all: &[&Figures]) -> (usize, Weeks) {
    (all.iter().map(|figures| figures.asked.requests).sum(), all.iter().map(|figures| figures.part).sum())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn on_any_backlog_the_figures_fit_together(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        let mut tape = Tape::new(&bytes);
        let mut requests = backlog(&mut tape, 14, Scoring::Mixed);
        let csv = Form::default().write(&requests);
        requests.reverse();
        let reversed = Form::default().write(&requests);
        for toml in ["", "[capacity]\nnow = 4\nnext = 3\n", "[capacity]\nnow = 0\n"] {
            with(&csv, toml, |voices, roadmap| {
                let teams = voices.teams.iter().map(|(_, figures)| figures);
                let stakeholders: Vec<&Figures> = voices.stakeholders.iter().map(|(_, figures)| figures).collect();
                let by_team: Vec<&Figures> = teams.chain([&voices.without_team]).collect();
                // Everybody's parts sum to what is granted, and every request is some stakeholder's.
                prop_assert_eq!(sums(&stakeholders), (roadmap.backlog.requests.len(), voices.granted));
                prop_assert_eq!(sums(&by_team).1, voices.granted);
                for figures in by_team.iter().chain(&stakeholders) {
                    let Figures { asked, granted, later, refused, .. } = figures;
                    prop_assert_eq!(asked.requests, granted.requests + later.requests + refused.len());
                    prop_assert!(figures.coverage() <= Ratio::of(1, 1));
                }
                let jain = voices.fairness.jain.unwrap_or(1.0);
                let count = voices.fairness.coverages.len().max(1);
                prop_assert!(jain <= 1.0 && jain * f64::from(u32::try_from(count).unwrap()) >= 1.0 - 1e-9);
                // The slices are the roadmap, and the kinds are each slice.
                let (whole, slices) = voices.portfolio.slices.split_last().unwrap();
                prop_assert!(slices.is_empty() || slices.iter().map(|it| it.effort).sum::<Weeks>() == whole.effort);
                for slice in &voices.portfolio.slices {
                    prop_assert_eq!(slice.kinds.iter().copied().sum::<Weeks>(), slice.effort);
                }
                prop_assert_eq!(whole.effort, voices.single_team.to_build.effort());
                if let Some(comparison) = &voices.comparison {
                    let falls: i128 = comparison.requests.iter().map(Compared::fall_doubled).sum();
                    prop_assert_eq!(falls, 0);
                }
                let shown = |voices: &Voices, _: &Roadmap<'_>| format!("{voices:?}");
                prop_assert_eq!(with(&reversed, toml, shown), shown(voices, roadmap), "the order of rows shows");
                Ok(())
            })?;
        }
    }
}
