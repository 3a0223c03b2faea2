//! A line of the ranking: as a row of the page, and as data for sorting and filtering.

use std::borrow::Cow;

use serde::{Serialize, Serializer};

use super::standing::Standing;
use crate::{
    model::{Date, Kind, Node, Number, Points, Team, Weeks, Word},
    policy::Policy,
    report::Line,
    untrusted::shown,
};

/// A line of the ranking.
pub(super) struct RankedRow<'a> {
    node: Node,
    pub(super) position: Option<u32>,
    /// Whether an override of it is obeyed.
    pub(super) marked: bool,
    pub(super) id: &'a str,
    pub(super) title: &'a str,
    teams: &'a [Team],
    team_names: Vec<&'a str>,
    pub(super) kind: Kind,
    pub(super) standing: Standing,
    /// Points of the criteria, and of all else.
    points: Vec<Option<Points>>,
    score: Option<Points>,
    effort: Weeks,
    returned: Option<i64>,
    finish: Option<Date>,
    pub(super) why: String,
}

impl<'a> RankedRow<'a> {
    pub(super) fn new(line: &Line<'a, '_>, policy: &Policy) -> Self {
        let others = Some(line.other_points()).filter(|&points| points != Points::ZERO);
        Self {
            node: line.node(),
            position: line.position,
            marked: line.is_overridden(),
            id: &line.request.id,
            title: &line.request.title,
            teams: &line.request.teams,
            team_names: line.teams(),
            kind: line.request.kind,
            standing: Standing::of(line),
            points: policy.criteria().map(|criterion| line.points(criterion)).chain([others]).collect(),
            score: line.score(),
            effort: line.request.effort,
            returned: line.score_per_week_thousandths(),
            finish: line.finish(),
            why: line.reason(),
        }
    }

    pub(super) fn place(&self) -> String {
        let mark = if self.marked { "*" } else { "" };
        self.position.map_or(mark.to_owned(), |position| format!("{mark}{position}"))
    }

    pub(super) fn teams(&self) -> String {
        self.team_names.join(", ")
    }

    /// The figures as they are shown: points by source, score, weeks, score per week.
    pub(super) fn figures(&self) -> Vec<String> {
        let short = |points: &Option<Points>| points.map_or(String::new(), Points::short);
        let mut figures: Vec<String> = self.points.iter().map(short).collect();
        figures.push(short(&self.score));
        figures.push(self.effort.short());
        figures.push(short(&self.returned.map(Points::from_thousandths)));
        figures
    }

    /// The day on which it is finished; blank where that is not known.
    pub(super) fn finish(&self) -> String {
        self.finish.map_or(String::new(), |day| day.to_string())
    }
}

/// As a list, because there may be many: the script has the same order.
impl Serialize for RankedRow<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let teams: Vec<usize> = self.teams.iter().map(|team| team.place()).collect();
        let kind = Kind::WORDS.iter().position(|&(_, kind)| kind == self.kind);
        let points: Vec<Option<i64>> =
            self.points.iter().map(|points| points.map(Points::thousandths)).collect();
        let why: Cow<'_, str> = shown(&self.why);
        (
            self.node.place(),
            self.position,
            u8::from(self.marked),
            self.id,
            self.title,
            teams,
            kind,
            self.standing as u8,
            points,
            self.score.map(Points::thousandths),
            self.effort.thousandths(),
            self.returned,
            self.finish(),
            why,
        )
            .serialize(serializer)
    }
}
