//! The steps of every input, read anew from the documentation.

use roadbed::{
    explain::counterfactual::Input,
    model::{Breaking, Decimal, Kind, Migration, Request, Scope, Share, Weeks},
    policy::{Definition, Effect, Measure, Policy, Values},
};

/// The texts of all steps of an input of a request, the smallest first.
pub(crate) fn steps(request: &Request<'_>, input: Input, policy: &Policy) -> Vec<String> {
    let evidence = &request.evidence;
    let words = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect::<Vec<_>>();
    let rating = |now: Option<Decimal>, end: i64| {
        let Some(mut now) = now.map(Decimal::millionths) else { return Vec::new() };
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
        Input::Breaking if request.kind == Kind::Compatibility => Vec::new(),
        Input::Breaking => match evidence.breaking_level() {
            Some(Breaking::Breaking) => words(&["deprecating", "additive", "none"]),
            Some(Breaking::Deprecating) => words(&["additive", "none"]),
            Some(Breaking::Additive) => words(&["none"]),
            _ => Vec::new(),
        },
        Input::Effort => {
            let halves = (1..).map(|half| request.effort.thousandths() - half * 500);
            let weeks = halves.take_while(|&weeks| 2 * weeks >= request.effort.thousandths());
            weeks.map(|weeks| Weeks::from_thousandths(weeks).to_string()).collect()
        }
        Input::Confidence => match request.confidence.map(Share::millionths) {
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
pub(crate) fn own_steps(
    definition: &Definition,
    request: &Request<'_>,
    rating: &dyn Fn(Option<Decimal>, i64) -> Vec<String>,
) -> Vec<String> {
    let Measure::Cells(cells) = &definition.measure else { panic!("{definition:?}") };
    let now = request.evidence.cells[usize::from(cells.slot)];
    let benefit = definition.effect == Effect::Benefit;
    let better = |value: &i64| match now.map(Decimal::millionths) {
        None => false,
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
