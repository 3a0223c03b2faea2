//! The columns of the ranking: one list, from which every renderer takes what it has room for.
//!
//! A column has its name in data, its heading for people, what its figures count, and what stands in
//! it. Criteria have a column each, the policy's own among them.

use std::borrow::Cow;

use super::Line;
use crate::{
    explain::Why,
    model::{Date, Points, Weeks},
    policy::{Criterion, Policy},
};

/// A column of the ranking.
#[derive(Clone, Debug)]
pub(super) struct RankingColumn<'p> {
    /// What stands in it.
    pub(super) content: Content,
    /// Its name in data.
    pub(super) name: Cow<'p, str>,
    /// Its heading for people.
    pub(super) heading: Cow<'p, str>,
    /// What its figures count; nothing where it has none.
    pub(super) unit: Option<Unit>,
}

/// What a column is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Content {
    Position,
    Id,
    Title,
    Team,
    Stakeholder,
    Kind,
    Area,
    Verdict,
    Horizon,
    Straddles,
    Score,
    Effort,
    ScorePerWeek,
    Bundle,
    EnabledValue,
    Criterion(Criterion),
    OtherPoints,
    Mandate,
    NeededBy,
    Finish,
    LateWeeks,
    WaitsFor,
    Unlocks,
    PulledForwardBy,
    Repeats,
    Why,
}

/// What figures count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    /// Places and numbers of bundles.
    Number,
    /// Points.
    Points,
    /// Weeks of work.
    Weeks,
    /// Points per week of work.
    PointsPerWeek,
}

/// What stands in a cell.
#[derive(Debug)]
pub(super) enum Value<'a> {
    /// Nothing.
    Blank,
    /// A word of ours.
    Word(&'static str),
    /// Text that somebody typed.
    Text(&'a str),
    /// Such texts in one cell.
    List(Vec<&'a str>),
    /// A number.
    Number(u32),
    /// Points, weeks or points per week.
    Thousandths(i64),
    /// Yes or no.
    Flag(bool),
    /// A date.
    Date(Date),
    /// The reason.
    Why(Why<'a>),
}

/// All columns, in the order in which data has them.
pub(super) fn columns(policy: &Policy) -> Vec<RankingColumn<'_>> {
    let fixed = |content: Content, name, heading, unit| RankingColumn {
        content,
        name: Cow::Borrowed(name),
        heading: Cow::Borrowed(heading),
        unit,
    };
    let (number, points, weeks) = (Some(Unit::Number), Some(Unit::Points), Some(Unit::Weeks));
    let per_week = Some(Unit::PointsPerWeek);
    let mut columns = vec![
        fixed(Content::Position, "position", "#", number),
        fixed(Content::Id, "id", "Request", None),
        fixed(Content::Title, "title", "Title", None),
        fixed(Content::Team, "team", "Teams", None),
        fixed(Content::Stakeholder, "stakeholder", "Stakeholder", None),
        fixed(Content::Kind, "kind", "Kind", None),
        fixed(Content::Area, "area", "Area", None),
        fixed(Content::Verdict, "verdict", "Verdict", None),
        fixed(Content::Horizon, "horizon", "Horizon", None),
        fixed(Content::Straddles, "straddles", "Straddles", None),
        fixed(Content::Score, "score", "Score", points),
        fixed(Content::Effort, "effort", "Weeks", weeks),
        fixed(Content::ScorePerWeek, "score_per_week", "Score per week", per_week),
        fixed(Content::Bundle, "bundle", "Bundle", number),
        fixed(Content::EnabledValue, "enabled_value", "Enabled", points),
    ];
    columns.extend(policy.criteria().map(|criterion| {
        let definition = policy.criterion(criterion);
        RankingColumn {
            content: Content::Criterion(criterion),
            // Read back, points must not be taken for ratings.
            name: format!("{}_points", definition.name).into(),
            heading: Cow::Borrowed(&*definition.heading),
            unit: points,
        }
    }));
    columns.extend([
        fixed(Content::OtherPoints, "other_points", "Other", points),
        fixed(Content::Mandate, "mandate", "Mandate", None),
        fixed(Content::NeededBy, "needed_by", "Needed by", None),
        fixed(Content::Finish, "finish", "Finish", None),
        fixed(Content::LateWeeks, "late_weeks", "Weeks late", weeks),
        fixed(Content::WaitsFor, "waits_for", "Waits for", None),
        fixed(Content::Unlocks, "unlocks", "Unlocks", None),
        fixed(Content::PulledForwardBy, "pulled_forward_by", "Pulled forward by", None),
        fixed(Content::Repeats, "repeats", "Repeats", None),
        fixed(Content::Why, "why", "Why", None),
    ]);
    columns
}

/// The columns that a table for people has beside its texts: what each criterion and all else earned,
/// what that sums to, the effort, and the score per week; in this order.
pub(super) fn figures(policy: &Policy) -> Vec<RankingColumn<'_>> {
    let sums = [Content::OtherPoints, Content::Score, Content::Effort, Content::ScorePerWeek];
    let criteria = policy.criteria().map(Content::Criterion);
    chosen(policy, criteria.chain(sums))
}

/// The columns with these contents, in this order.
pub(super) fn chosen(policy: &Policy, contents: impl IntoIterator<Item = Content>) -> Vec<RankingColumn<'_>> {
    let all = columns(policy);
    let find = |content| all.iter().find(|column| column.content == content).cloned();
    contents.into_iter().filter_map(find).collect()
}

/// How many letters of a long word are enough.
const BEGINNING: usize = 6;

impl RankingColumn<'_> {
    /// Its heading in so many letters: the whole of it, its first word, or the beginning of that.
    pub(super) fn heading_within(&self, most: usize) -> String {
        let fits = |text: &str| text.chars().count() <= most;
        match self.heading.split(' ').next() {
            _ if fits(&self.heading) => self.heading.to_string(),
            // It stands behind the score.
            _ if self.content == Content::ScorePerWeek => "Per week".to_owned(),
            Some(word) if fits(word) => word.to_owned(),
            _ => self.heading.chars().take(BEGINNING).chain(['.']).collect(),
        }
    }

    /// What stands in a row, as tables for people show it: figures with one decimal.
    pub(super) fn shown(&self, line: &Line<'_, '_>) -> String {
        match self.content.value(line) {
            // What adds nothing is left out.
            Value::Thousandths(0) if self.content == Content::OtherPoints => String::new(),
            Value::Thousandths(thousandths) => Points::from_thousandths(thousandths).short(),
            Value::Number(number) => number.to_string(),
            Value::Word(word) => word.to_owned(),
            Value::Text(text) => text.to_owned(),
            Value::List(texts) => texts.join(", "),
            Value::Date(date) => date.to_string(),
            Value::Why(why) => why.to_string(),
            Value::Flag(flag) => (if flag { "yes" } else { "no" }).to_owned(),
            Value::Blank => String::new(),
        }
    }
}

impl Content {
    /// What stands in a row.
    pub(super) fn value<'a>(self, line: &Line<'a, '_>) -> Value<'a> {
        let request = line.request;
        match self {
            Self::Position => number(line.position),
            Self::Id => Value::Text(&request.id),
            Self::Title => Value::Text(&request.title),
            Self::Team => Value::List(line.teams()),
            Self::Stakeholder => Value::Word(request.stakeholder.word()),
            Self::Kind => Value::Word(request.kind.word()),
            Self::Area => Value::List(line.areas()),
            Self::Verdict => Value::Word(line.verdict.word()),
            Self::Horizon => line.horizon.map_or(Value::Blank, |(horizon, _)| Value::Word(horizon.word())),
            Self::Straddles => line.horizon.map_or(Value::Blank, |(_, straddles)| Value::Flag(straddles)),
            Self::Score => points(line.score()),
            Self::Effort => Value::Thousandths(request.effort.thousandths()),
            Self::ScorePerWeek => thousandths(line.score_per_week_thousandths()),
            Self::Bundle => number(line.bundle),
            Self::EnabledValue => thousandths(line.enabled_thousandths()),
            Self::Criterion(criterion) => points(line.points(criterion)),
            Self::OtherPoints => Value::Thousandths(line.other_points().thousandths()),
            Self::Mandate => request.mandate.as_deref().map_or(Value::Blank, Value::Text),
            Self::NeededBy => request.needed_by.map_or(Value::Blank, Value::Date),
            Self::Finish => line.finish().map_or(Value::Blank, Value::Date),
            Self::LateWeeks => thousandths(line.late_weeks().map(Weeks::thousandths)),
            Self::WaitsFor => Value::List(line.waits_for()),
            Self::Unlocks => Value::List(line.unlocks()),
            Self::PulledForwardBy => Value::List(line.pulled_forward_by()),
            Self::Repeats => Value::List(request.repeats.iter().map(|repeat| &*repeat.id).collect()),
            Self::Why => Value::Why(line.why()),
        }
    }
}

fn number<'a>(number: Option<u32>) -> Value<'a> {
    number.map_or(Value::Blank, Value::Number)
}

fn points<'a>(points: Option<Points>) -> Value<'a> {
    thousandths(points.map(Points::thousandths))
}

fn thousandths<'a>(thousandths: Option<i64>) -> Value<'a> {
    thousandths.map_or(Value::Blank, Value::Thousandths)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_has_a_name_of_its_own() {
        let policy = Policy::default();
        let mut names: Vec<_> = columns(&policy).into_iter().map(|column| column.name).collect();
        let all = names.len();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), all);
    }

    #[test]
    fn headings_are_shortened_to_their_first_word_or_its_beginning() {
        let policy = Policy::default();
        let short: Vec<String> = figures(&policy).iter().map(|column| column.heading_within(8)).collect();
        assert_eq!(short, ["Reuse", "Reliab.", "Debt", "Compat.", "Other", "Score", "Weeks", "Per week"]);
        let heading = |heading: &'static str| {
            let column = RankingColumn { heading: Cow::Borrowed(heading), ..columns(&policy)[0].clone() };
            column.heading_within(8)
        };
        assert_eq!(heading("Revenue at risk"), "Revenue");
    }
}
