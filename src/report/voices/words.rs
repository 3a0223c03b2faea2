//! The figures in words: headings, sentences and tables, the same for every rendering for people.

use super::{
    super::document::{Block, Grid, Holds, Section},
    VoicesReport,
    pressure::{self, plural},
};
use crate::{
    model::{Node, Stakeholder, Team, Weeks},
    order::Horizon,
    voices::{Figures, Inflation, Ratio, SingleTeam, Tally},
};

/// Everything there is to say, in order.
pub(super) fn sections(report: &VoicesReport<'_, '_>) -> Vec<Section> {
    if report.roadmap.backlog.requests.is_empty() {
        let nothing = Block::Paragraph("There is nothing to rank.".into());
        return vec![Section::new("", vec![nothing])];
    }
    let all = [
        Topic::Pressure,
        Topic::Teams,
        Topic::Fairness,
        Topic::Refused,
        Topic::Inflation,
        Topic::Stakeholders,
        Topic::Portfolio,
    ];
    all.into_iter().flat_map(|one| topic(report, one)).collect()
}

/// A topic of the figures.
#[derive(Clone, Copy, Debug)]
pub(in crate::report) enum Topic {
    Pressure,
    Teams,
    Fairness,
    Refused,
    Inflation,
    Stakeholders,
    Portfolio,
}

/// What there is to say about one topic.
pub(in crate::report) fn topic(report: &VoicesReport<'_, '_>, topic: Topic) -> Vec<Section> {
    match topic {
        Topic::Pressure => {
            let comparison = report.voices.comparison.as_ref();
            comparison.map_or_else(Vec::new, |comparison| pressure::sections(report, comparison))
        }
        Topic::Teams => teams(report),
        Topic::Fairness => fairness(report),
        Topic::Refused => refused(report),
        Topic::Inflation => {
            let found = report.voices.inflation.as_ref();
            found.map_or_else(Vec::new, |found| inflation(report, found))
        }
        Topic::Stakeholders => stakeholders(report),
        Topic::Portfolio => portfolio(report),
    }
}

impl VoicesReport<'_, '_> {
    /// A request's id and title.
    pub(super) fn name(&self, node: Node) -> String {
        let request = &self.roadmap.backlog.requests[node];
        format!("{} · {}", request.id, request.title)
    }

    fn team(&self, team: Team) -> &str {
        self.roadmap.backlog.team(team)
    }

    fn teams(&self, teams: &[Team]) -> String {
        let names: Vec<&str> = teams.iter().map(|&team| self.team(team)).collect();
        names.join(", ")
    }
}

/// The columns of every table that shows [`Figures`].
fn figures_grid(heading: &'static str) -> Grid {
    Grid::new(&[
        (heading, Holds::Text),
        ("Asked", Holds::Figures(0)),
        ("Granted", Holds::Figures(0)),
        ("Later", Holds::Figures(3)),
        ("Refused", Holds::Figures(1)),
        ("Weeks granted", Holds::Figures(5)),
        ("Score granted", Holds::Figures(4)),
        ("Coverage", Holds::Figures(0)),
        ("Share", Holds::Figures(2)),
    ])
}

fn figures_row(name: &str, figures: &Figures, granted: Weeks) -> Vec<String> {
    let of = |part: String, whole: String| format!("{part} of {whole}");
    let (asked, got): (&Tally, &Tally) = (&figures.asked, &figures.granted);
    vec![
        name.to_owned(),
        asked.requests.to_string(),
        got.requests.to_string(),
        figures.later.requests.to_string(),
        figures.refused.len().to_string(),
        of(got.effort.short(), asked.effort.short()),
        of(got.score.short(), asked.score.short()),
        figures.coverage().map_or("-".into(), percent),
        figures.share(granted).map_or("-".into(), percent),
    ]
}

fn teams(report: &VoicesReport<'_, '_>) -> Vec<Section> {
    let voices = report.voices;
    let granted = match report.policy.capacity {
        Some(capacity) => format!(
            "Granted requests start within the capacity, {} weeks in now and next. Later requests start after that. Refused requests are not to be built.",
            (capacity.now + capacity.next).short()
        ),
        None => {
            "The policy has no capacity, so every request to build counts as granted. Refused requests are not to be built.".into()
        }
    };
    let mut grid = figures_grid("Team");
    let rows =
        voices.teams.iter().map(|(team, figures)| figures_row(report.team(*team), figures, voices.granted));
    grid.rows = rows.collect();
    if voices.without_team.asked.requests > 0 {
        grid.rows.push(figures_row("(no team)", &voices.without_team, voices.granted));
    }
    vec![Section::new(
        "Teams",
        vec![
        Block::Paragraph(granted),
        Block::Paragraph(
            "Coverage is the positive score granted, as a share of the positive score asked for. Share is the team's part of the granted weeks. A request of several teams counts in full for each of them; only in Share are its weeks split among them.".into(),
        ),
        Block::Table(grid),
        ],
    )]
}

fn fairness(report: &VoicesReport<'_, '_>) -> Vec<Section> {
    let fairness = &report.voices.fairness;
    let mut sentences = Vec::new();
    let count = fairness.coverages.len();
    if let Some((least, teams)) = &fairness.minimum {
        let index = match fairness.jain {
            Some(jain) => format!(
                "The coverage of {count} team{} has an evenness of {jain:.2} of 1 (Jain's index, where {:.2} means that one team gets everything).",
                plural(count),
                Ratio::of(1, i64::try_from(count).unwrap_or(i64::MAX)).map_or(0.0, Ratio::to_f64),
            ),
            None => "No team has any of its score granted, so there is no evenness to measure (Jain's index is not defined).".to_owned(),
        };
        sentences.push(index);
        sentences.push(format!("The lowest coverage is {}, for {}.", percent(*least), report.teams(teams)));
    } else {
        sentences
            .push("No team asked for any positive score, so there is no coverage to compare.".to_owned());
    }
    if !fairness.left_out.is_empty() {
        sentences.push(format!(
            "Left out because they asked for no positive score: {}.",
            report.teams(&fairness.left_out)
        ));
    }
    sentences.extend(with_nothing(report));
    sentences.extend(single_team(report));
    vec![Section::new("Fairness", sentences.into_iter().map(Block::Paragraph).collect())]
}

/// Who gets nothing within the capacity, and who of these gets something later.
fn with_nothing(report: &VoicesReport<'_, '_>) -> Option<String> {
    let voices = report.voices;
    let nothing = &voices.fairness.with_nothing;
    let gets_later =
        |team: &Team| voices.teams.iter().any(|(other, figures)| other == team && figures.later.requests > 0);
    let later: Vec<Team> = nothing.iter().copied().filter(gets_later).collect();
    let (names, count, all) = (report.teams(nothing), nothing.len(), voices.teams.len());
    match (nothing.is_empty(), later.is_empty()) {
        (true, _) => None,
        (_, true) => Some(format!("{count} of {all} teams get nothing within the capacity: {names}.")),
        (_, false) => Some(format!(
            "{count} of {all} teams get nothing within the capacity: {names}. Of these, {} get something later.",
            report.teams(&later)
        )),
    }
}

/// How much of the work is for one team alone.
fn single_team(report: &VoicesReport<'_, '_>) -> Option<String> {
    let SingleTeam { to_build, granted } = &report.voices.single_team;
    let share = to_build.share()?;
    let unknown = if to_build.unknown > Weeks::ZERO {
        format!(" No adopter is named for {} weeks of work.", to_build.unknown.short())
    } else {
        String::new()
    };
    let within = match report.policy.capacity {
        Some(_) => format!(", of which {} are granted", granted.one.short()),
        None => String::new(),
    };
    Some(format!(
        "Work for one team alone takes {} of the {} weeks to build ({}, {} request{}){within}.{unknown}",
        to_build.one.short(),
        to_build.effort().short(),
        percent(share),
        to_build.requests,
        plural(to_build.requests),
    ))
}

fn refused(report: &VoicesReport<'_, '_>) -> Vec<Section> {
    let voices = report.voices;
    let mut grid = Grid::new(&[("Team", Holds::Text), ("Request", Holds::Text), ("Why", Holds::Text)]);
    let named = voices.teams.iter().map(|(team, figures)| (report.team(*team), figures));
    for (name, figures) in named.chain([("(no team)", &voices.without_team)]) {
        for (number, &node) in figures.refused.iter().enumerate() {
            let team = if number == 0 { name } else { "" };
            grid.rows.push(vec![team.to_owned(), report.name(node), report.reason(node)]);
        }
    }
    if grid.rows.is_empty() {
        return Vec::new();
    }
    vec![Section::new("Refused, by team", vec![Block::Table(grid)])]
}

fn inflation(report: &VoicesReport<'_, '_>, inflation: &Inflation) -> Vec<Section> {
    let rule = &report.policy.rules.inflation;
    let named: Vec<String> = inflation
        .marks
        .iter()
        .filter(|marks| marks.inflates())
        .map(|marks| {
            let share =
                Ratio::of(as_i64(marks.marked), as_i64(marks.requests)).map_or(String::new(), percent);
            format!("{} ({} of {}, {share})", report.team(marks.team), marks.marked, marks.requests)
        })
        .collect();
    let sentence = if inflation.counts_escalations {
        "A pressure above 5 counts escalations and is not a rating, so no team is judged.".to_owned()
    } else if named.is_empty() {
        format!(
            "No team with at least {} requests marks more than half of them as urgent (pressure {} or more).",
            rule.minimum, rule.threshold
        )
    } else {
        format!(
            "These teams mark more than half of their requests as urgent (pressure {} or more): {}.",
            rule.threshold,
            named.join(", ")
        )
    };
    vec![Section::new("Inflation", vec![Block::Paragraph(sentence)])]
}

fn stakeholders(report: &VoicesReport<'_, '_>) -> Vec<Section> {
    let voices = report.voices;
    let mut grid = figures_grid("Stakeholder");
    grid.rows = voices
        .stakeholders
        .iter()
        .map(|(stakeholder, figures)| figures_row(stakeholder.word(), figures, voices.granted))
        .collect();
    let coverage = |wanted: Stakeholder| {
        let found = voices.stakeholders.iter().find(|(stakeholder, _)| *stakeholder == wanted);
        found.and_then(|(_, figures)| figures.coverage())
    };
    let mut blocks = Vec::new();
    if let (Some(external), Some(internal)) =
        (coverage(Stakeholder::External), coverage(Stakeholder::Internal))
    {
        blocks.push(Block::Paragraph(format!(
            "Of the score that external developers ask for, {} is granted; of what internal teams ask for, {}.",
            percent(external),
            percent(internal)
        )));
    }
    blocks.push(Block::Table(grid));
    vec![Section::new("External against internal", blocks)]
}

fn portfolio(report: &VoicesReport<'_, '_>) -> Vec<Section> {
    let portfolio = &report.voices.portfolio;
    if portfolio.kinds.is_empty() || portfolio.slices.iter().all(|slice| slice.effort == Weeks::ZERO) {
        return Vec::new();
    }
    let targeted = portfolio.kinds.iter().any(|(_, target)| target.is_some());
    let mut columns = vec![("Kind", Holds::Text)];
    if targeted {
        columns.push(("Target", Holds::Figures(0)));
    }
    let horizons = portfolio.slices.iter().map(|slice| slice.horizon.map_or("all", Horizon::word));
    columns.extend(horizons.zip((0..).map(Holds::Figures)));
    let mut grid = Grid::new(&columns);
    for (place, &(kind, target)) in portfolio.kinds.iter().enumerate() {
        let mut row = vec![kind.word().to_owned()];
        if targeted {
            row.push(
                target.map_or("-".into(), |target| target.to_string().trim_end_matches(" %").to_owned()),
            );
        }
        row.extend(portfolio.slices.iter().map(|slice| match (slice.share(place), target) {
            (None, _) => "-".to_owned(),
            (Some(share), None) => tenths_of_percent(share),
            (Some(share), Some(target)) => {
                format!(
                    "{} ({})",
                    tenths_of_percent(share),
                    signed_tenths(share.tenths_above(target.millionths()))
                )
            }
        }));
        grid.rows.push(row);
    }
    let mut weeks = vec!["weeks".to_owned()];
    weeks.resize(if targeted { 2 } else { 1 }, String::new());
    weeks.extend(portfolio.slices.iter().map(|slice| slice.effort.short()));
    grid.rows.push(weeks);
    let drift = if targeted {
        " In brackets: percentage points above (+) or below (-) the policy's target."
    } else {
        " The policy has no targets to compare it with."
    };
    vec![Section::new(
        "Portfolio",
        vec![
            Block::Paragraph(format!("Effort by kind, in per cent of the work to build.{drift}")),
            Block::Table(grid),
        ],
    )]
}

fn as_i64(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// In whole per cent: `83 %`.
fn percent(ratio: Ratio) -> String {
    format!("{} %", ratio.percent())
}

/// Per cent with one decimal and without the sign: `83.3`.
fn tenths_of_percent(ratio: Ratio) -> String {
    format!("{}.{}", ratio.thousandths() / 10, ratio.thousandths() % 10)
}

/// Tenths with their sign: `+8.3`.
fn signed_tenths(tenths: i128) -> String {
    let sign = match tenths {
        ..0 => "-",
        0 => "",
        1.. => "+",
    };
    let size = tenths.unsigned_abs();
    format!("{sign}{}.{}", size / 10, size % 10)
}
