//! The inputs that a counterfactual may change, and the steps that each of them takes.

use super::setting::{CONFIDENCE_WORDS, Setting, percent};
use crate::{
    model::{Breaking, Decimal, Evidence, Kind, Migration, Request, Scope, Share, Weeks, number},
    policy::{Criterion, Effect, Measure, Policy, Values},
};

/// Something that could be changed, in the order in which equally small changes are preferred:
/// what can be decided about the work first, then what has to be won or found out, then ratings,
/// and last what others have to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Input {
    /// The migration path that consumers get.
    Migration,
    /// For how many it is built.
    Scope,
    /// How many teams would use it.
    Adopters,
    /// What it does to existing consumers.
    Breaking,
    /// Weeks of work.
    Effort,
    /// How sure the evidence is.
    Confidence,
    /// The rating of the cost to consumers.
    Compatibility,
    /// The rating of reuse.
    Reuse,
    /// What stands in the column of a criterion.
    Criterion(Criterion),
    /// Whether a prerequisite is done.
    Prerequisite,
    /// What is left of an area's error budget: an input of the policy.
    ErrorBudget,
}

/// Who can bring a change about. The kinds are never mixed in one answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeKind {
    /// Something that somebody can do.
    Action,
    /// Something that only new evidence can show.
    Evidence,
}

impl Input {
    /// Who can change it.
    pub const fn kind(self) -> ChangeKind {
        match self {
            Self::Confidence | Self::Compatibility | Self::Reuse | Self::Criterion(_) => ChangeKind::Evidence,
            Self::Migration
            | Self::Scope
            | Self::Adopters
            | Self::Breaking
            | Self::Effort
            | Self::Prerequisite
            | Self::ErrorBudget => ChangeKind::Action,
        }
    }
}

/// The most steps of one input that are looked at.
const MOST_STEPS: usize = 200;

/// Half a week.
const HALF_A_WEEK: i64 = 500;

/// One input of a request with all its steps, the smallest first.
#[derive(Clone, Debug)]
pub(super) struct Ladder {
    pub(super) input: Input,
    pub(super) steps: Vec<Setting>,
}

impl Ladder {
    /// How many steps there are.
    pub(super) fn most(&self) -> u32 {
        number(self.steps.len())
    }

    /// What so many steps lead to.
    pub(super) fn step(&self, steps: u32) -> Option<Setting> {
        self.steps.get(usize::try_from(steps.checked_sub(1)?).ok()?).copied()
    }
}

/// The inputs of one kind that may act on a request, alone or together, in the order of [`Input`].
///
/// Of evidence only what is stated: nobody is asked to imagine a rating where there is none. Work that is
/// there to change compatibility is not asked to leave its consumers alone.
///
/// Left out is what cannot act: where points agreed elsewhere stand in for the criteria, a criterion's
/// cell changes neither score nor effort, and only `breaking` and `migration` can open a gate; a
/// rating counts only while nothing is measured; and without work that deprecates or breaks there is
/// nobody to migrate. A migration written there would only silence a rating.
pub(super) fn ladders(request: &Request<'_>, kind: ChangeKind, policy: &Policy) -> Vec<Ladder> {
    let evidence = &request.evidence;
    let by_criteria = request.value.is_none();
    let measured = evidence.counts_adopters();
    let costly = matches!(evidence.breaking_level(), Some(Breaking::Deprecating | Breaking::Breaking));
    let rated = !evidence.filled.intersects(Evidence::COMPATIBILITY_MEASURES);
    let most = adoption_ends(policy);
    let known = [
        (costly, Input::Migration, migrations(evidence.migration)),
        (by_criteria, Input::Scope, scopes(request.scope)),
        (by_criteria, Input::Adopters, adopters(request.adopters(), most)),
        (costly && request.kind != Kind::Compatibility, Input::Breaking, levels(evidence.breaking_level())),
        (true, Input::Effort, efforts(request.effort)),
        (true, Input::Confidence, confidences(request.confidence)),
        (
            by_criteria && rated,
            Input::Compatibility,
            ratings(evidence.compatibility, 0, Setting::Compatibility),
        ),
        (by_criteria && !measured, Input::Reuse, ratings(evidence.reuse, 5, Setting::Reuse)),
    ];
    let cells = policy.criteria().filter_map(|criterion| {
        let steps = cells(criterion, request, policy)?;
        Some((by_criteria, Input::Criterion(criterion), steps))
    });
    known
        .into_iter()
        .chain(cells)
        .filter(|(acts, input, steps)| *acts && input.kind() == kind && !steps.is_empty())
        .map(|(_, input, steps)| Ladder { input, steps })
        .collect()
}

/// Where the scale of adoption ends, in thousandths.
fn adoption_ends(policy: &Policy) -> i64 {
    let adoption = policy.criteria.iter().find(|it| it.measure == Measure::Adoption);
    adoption.map_or(0, |definition| definition.scale.last())
}

/// What a criterion's own cell could say instead, from a little better to the best.
fn cells(criterion: Criterion, request: &Request<'_>, policy: &Policy) -> Option<Vec<Setting>> {
    let definition = policy.criterion(criterion);
    let Measure::Cells(cells) = &definition.measure else { return None };
    let now = request.evidence.cells.get(usize::from(cells.slot)).copied().flatten()?;
    let setting = |value: Decimal| Setting::Cell { criterion, slot: cells.slot, value };
    let better = |value: &Decimal| match definition.effect {
        Effect::Benefit => *value > now,
        Effect::Cost => *value < now,
    };
    let mut values: Vec<Decimal> = match &cells.values {
        Values::Rating { least, most } => {
            let end = if definition.effect == Effect::Benefit { *most } else { *least };
            return Some(ratings(Some(now), end, setting));
        }
        Values::Numbers => {
            let anchors = definition.scale.anchors().iter();
            anchors.map(|anchor| Decimal::from_millionths(anchor.at * 1000)).collect()
        }
        Values::Words(words) => (0..).zip(words).map(|(place, _)| Decimal::whole(place)).collect(),
    };
    values.retain(better);
    if definition.effect == Effect::Cost {
        values.reverse();
    }
    Some(values.into_iter().map(setting).collect())
}

/// No path, a guide, a tool.
fn migrations(now: Option<Migration>) -> Vec<Setting> {
    let tool = Migration::Path(percent(80));
    let steps = match now {
        None | Some(Migration::None) => vec![Migration::Path(Share::NONE), tool],
        Some(Migration::Path(share)) if share < percent(80) => vec![tool],
        Some(Migration::Path(_)) => Vec::new(),
    };
    steps.into_iter().map(Setting::Migration).collect()
}

fn scopes(now: Option<Scope>) -> Vec<Setting> {
    let steps: &[Scope] = match now {
        Some(Scope::Bespoke) => &[Scope::Configurable, Scope::Shared],
        Some(Scope::Configurable) => &[Scope::Shared],
        Some(Scope::Shared) | None => &[],
    };
    steps.iter().copied().map(Setting::Scope).collect()
}

/// One more at a time, up to where the scale ends.
fn adopters(now: u32, most: i64) -> Vec<Setting> {
    // Anchors are in thousandths; a scale that ends between two counts is reached by the larger.
    let most = u32::try_from((most + 999) / 1000).unwrap_or(0);
    (now.saturating_add(1)..=most).take(MOST_STEPS).map(Setting::Adopters).collect()
}

fn levels(now: Option<Breaking>) -> Vec<Setting> {
    let levels = [Breaking::Deprecating, Breaking::Additive, Breaking::None];
    levels.into_iter().filter(|&level| Some(level) < now).map(Setting::Breaking).collect()
}

/// Half a week less at a time, down to half of the estimate: less would be other work.
fn efforts(now: Weeks) -> Vec<Setting> {
    let less = |steps: i64| now.thousandths() - steps * HALF_A_WEEK;
    (1..)
        .map(less)
        .take_while(|&left| left * 2 >= now.thousandths())
        .take(MOST_STEPS)
        .map(|left| Setting::Effort(Weeks::from_thousandths(left)))
        .collect()
}

/// The words above what is written. Nothing written is certain already.
fn confidences(now: Option<Share>) -> Vec<Setting> {
    let words = CONFIDENCE_WORDS.map(|(_, share)| percent(share));
    words.into_iter().filter(|&share| now.is_some_and(|now| share > now)).map(Setting::Confidence).collect()
}

/// One at a time towards the end of the scale, the last step as short as it has to be. Of a blank rating there
/// is nothing that could turn out otherwise.
fn ratings(now: Option<Decimal>, end: i32, setting: impl Fn(Decimal) -> Setting) -> Vec<Setting> {
    let Some(now) = now.map(Decimal::millionths) else { return Vec::new() };
    let end = Decimal::whole(end).millionths();
    let way = (end - now).signum();
    let one = Decimal::whole(1).millionths() * way;
    let whole = (1..).map(|steps| now + steps * one);
    let between = whole.take_while(|&rating| way != 0 && (end - rating).signum() == way);
    let last = (way != 0).then_some(end);
    between.chain(last).map(|rating| setting(Decimal::from_millionths(rating))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(steps: Vec<Setting>) -> Vec<String> {
        steps.into_iter().map(|step| step.text(&Policy::default())).collect()
    }

    #[test]
    fn words_and_counts_have_their_steps() {
        assert_eq!(texts(migrations(None)), ["guide", "automated"]);
        assert_eq!(texts(migrations(Some(Migration::Path(percent(60))))), ["automated"]);
        assert!(migrations(Some(Migration::Path(percent(85)))).is_empty());
        assert_eq!(texts(scopes(Some(Scope::Bespoke))), ["configurable", "shared"]);
        assert_eq!(texts(adopters(6, 8000)), ["7", "8"]);
        assert_eq!(texts(adopters(7, 7500)), ["8"]);
        assert!(adopters(9, 8000).is_empty());
        assert_eq!(texts(levels(Some(Breaking::Breaking))), ["deprecating", "additive", "none"]);
        assert_eq!(texts(confidences(Some(percent(70)))), ["medium", "high"]);
        assert!(confidences(None).is_empty());
    }

    #[test]
    fn numbers_go_step_by_step_and_the_last_step_is_as_short_as_it_has_to_be() {
        assert_eq!(texts(efforts(Weeks::from_thousandths(1333))), ["0.833"]);
        assert_eq!(texts(efforts(Weeks::from_thousandths(1000))), ["0.5"]);
        assert!(efforts(Weeks::from_thousandths(999)).is_empty());
        let decimal = |text| Decimal::parse(text);
        assert_eq!(texts(ratings(decimal("3.5"), 5, Setting::Reuse)), ["4.5", "5"]);
        assert_eq!(texts(ratings(decimal("-3.5"), -5, Setting::Reuse)), ["-4.5", "-5"]);
        assert!(ratings(None, 5, Setting::Reuse).is_empty());
        assert_eq!(texts(ratings(decimal("2"), 0, Setting::Compatibility)), ["1", "0"]);
        assert!(ratings(decimal("5"), 5, Setting::Reuse).is_empty());
    }
}
