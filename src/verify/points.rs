//! Points, computed again from the cells that the file quotes and the policy that it states.
//!
//! A cell is read here only where it is written plainly. How else it may be written is the reader's
//! business; such a cell is left out, and said to be.

use std::collections::BTreeSet;

use super::{
    check::Check,
    format::{Contribution, Criterion, Evidence, Ranking, Request, Setting},
    graph::is_on,
    number::{CONFIDENCE, Milli, items, plain, rounded, share, shown},
    quotes::CONSUMERS,
};

/// A share of a weight: numerator and denominator.
type Fraction = (i128, i128);

const MILLION: i128 = 1_000_000;

/// Checks every contribution of every request.
pub(super) fn check(ranking: &Ranking, check: &mut Check) {
    let sum: i128 = ranking.policy.criteria.iter().map(weight).sum();
    for criterion in &ranking.policy.criteria {
        let found = rounded(100_000 * weight(criterion), sum.max(1));
        check.expect(
            criterion.points.is(found),
            "",
            || format!("{} points for {}", shown(criterion.points.0.into()), criterion.name),
            || shown(found),
        );
    }
    for request in &ranking.requests {
        lines(ranking, request, check);
        for part in &request.contributions {
            columns(ranking, request, part, check);
            let Some(found) = points(ranking, request, part, sum) else {
                check.leave_out("points of cells that are not written as plain numbers or known words");
                continue;
            };
            check.expect(
                found.iter().any(|&found| part.points.is(found)),
                &request.id,
                || format!("{} {}", part.source, shown(part.points.0.into())),
                || found.first().map_or_else(|| "no such source".into(), |&found| shown(found)),
            );
        }
    }
}

/// The weight of a criterion, in thousandths.
fn weight(criterion: &Criterion) -> i128 {
    rounded(criterion.weight.0.into(), 1000)
}

/// Which contributions there must be, and which may not.
fn lines(ranking: &Ranking, request: &Request, check: &mut Check) {
    let id = &request.id;
    let has = |source: &str| request.contributions.iter().any(|part| part.source == source);
    let once: BTreeSet<&str> = request.contributions.iter().map(|part| part.source.as_str()).collect();
    check.equal(id, "contributions:", &request.contributions.len(), &once.len());
    let criteria = ranking.policy.criteria.iter().map(|it| it.name.as_str());
    let missing: Vec<&str> = if has("value") { Vec::new() } else { criteria.filter(|it| !has(it)).collect() };
    let same = missing == request.missing;
    check.expect(same, id, || format!("missing {:?}", request.missing), || format!("{missing:?}"));
    if request.contributions.is_empty() {
        return;
    }
    let sure = request.confidence.is_none_or(|it| (0..=1000).contains(&it.0));
    check.expect(sure, id, || "a confidence beyond 1".into(), || "a share of 1".into());
    let doubted = request.confidence.is_some_and(|it| it.0 < 1000);
    check.equal(id, "a discount for confidence:", &has("confidence"), &doubted);
    if !has("value") {
        check.equal(id, "special treatment:", &has("special-treatment"), &is_bespoke(ranking, request));
    }
}

fn is_bespoke(ranking: &Ranking, request: &Request) -> bool {
    is_on(ranking, "special-treatment") && request.scope.as_deref() == Some("bespoke")
}

/// Whether each cell stands in a column that its source is read from.
fn columns(ranking: &Ranking, request: &Request, part: &Contribution, check: &mut Check) {
    let own = |name: &str| ranking.policy.criteria.iter().find(|it| it.name == name);
    let needless = part.source == "reuse" && is_bespoke(ranking, request);
    let stated = || format!("{} without a cell", part.source);
    check.expect(needless || !part.evidence.is_empty(), &request.id, stated, || "no evidence".into());
    for cell in &part.evidence {
        let column = cell.column.as_str();
        let belongs = match part.source.as_str() {
            "reuse" => matches!(column, "adopters" | "team" | "reuse"),
            "compatibility" => column == "compatibility" || CONSUMERS.contains(&column),
            "value" => matches!(column, "value" | "effort"),
            "confidence" => column == "confidence",
            "special-treatment" => column == "scope",
            source => own(source).is_some_and(|it| it.column.as_deref() == Some(column)),
        };
        let stated = || format!("{} from column {column}", part.source);
        check.expect(belongs, &request.id, stated, || "not a column of this source".into());
    }
}

/// What a contribution comes to in thousandths: nothing where its cells cannot be read here, an empty list
/// where there is no such source. Where a header can change the unit, there are several.
fn points(ranking: &Ranking, request: &Request, part: &Contribution, sum: i128) -> Option<Vec<i128>> {
    match part.source.as_str() {
        "value" => {
            let weeks = if ranking.policy.value_per_effort { request.weeks() } else { 1000 };
            Some(vec![rounded(number(cell(part, "value")?)? * weeks, MILLION)])
        }
        "confidence" => {
            let sure = share(cell(part, "confidence")?, &CONFIDENCE)?;
            let stated = request.confidence.map(|it| i128::from(it.0));
            if stated != Some(sure / 1000) {
                return Some(Vec::new());
            }
            let gains = request.contributions.iter().map(|it| i128::from(it.points.0.max(0)));
            Some(vec![rounded(-gains.sum::<i128>() * (MILLION - sure), MILLION)])
        }
        "special-treatment" => match ranking.policy.rules.get("special-treatment")?.settings.get("penalty") {
            Some(Setting::Number(penalty)) => Some(vec![-i128::from(penalty.0) / 1000]),
            _ => Some(Vec::new()),
        },
        name => {
            let Some(criterion) = ranking.policy.criteria.iter().find(|it| it.name == name) else {
                return Some(Vec::new());
            };
            let sign = if criterion.effect == "cost" { -1 } else { 1 };
            let worth = |(numerator, denominator): Fraction| {
                let weight = 100_000 * weight(criterion) * sign;
                rounded(weight * numerator, sum.max(1) * denominator)
            };
            Some(shares(ranking, request, part, criterion)?.into_iter().map(worth).collect())
        }
    }
}

/// The share of its weight that a criterion gives.
fn shares(
    ranking: &Ranking,
    request: &Request,
    part: &Contribution,
    criterion: &Criterion,
) -> Option<Vec<Fraction>> {
    let of_five = |millionths: i128| vec![(millionths, 5 * MILLION)];
    match (&*criterion.name, &criterion.column) {
        ("reuse", _) if is_bespoke(ranking, request) => Some(vec![(0, 1)]),
        ("reuse", _) => match cell(part, "reuse") {
            Some(rating) => number(rating).map(of_five),
            None => Some(vec![scaled(&criterion.anchors, adopters(&part.evidence)?.into(), 1)]),
        },
        ("compatibility", _) => match cell(part, "compatibility") {
            Some(rating) => number(rating).map(of_five),
            None => consumers(ranking, part, criterion),
        },
        (_, Some(column)) => {
            let text = cell(part, column)?;
            let measure = match &criterion.words {
                Some(words) => {
                    let place = words.iter().position(|it| it.eq_ignore_ascii_case(text.trim()))?;
                    i128::try_from(place).ok()? * MILLION
                }
                None => number(text)?,
            };
            Some(vec![scaled(&criterion.anchors, measure, MILLION)])
        }
        _ => None,
    }
}

/// The only cell of a column.
fn cell<'p>(part: &'p Contribution, column: &str) -> Option<&'p str> {
    let mut cells = part.evidence.iter().filter(|cell| cell.column == column);
    let only = cells.next()?;
    cells.next().is_none().then_some(&only.value)
}

/// A plain number. One like `1.200` can be a thousand and two hundred elsewhere.
fn number(text: &str) -> Option<i128> {
    let grouped = text.trim().split_once('.').is_some_and(|(_, part)| part.len() == 3);
    plain(text).filter(|_| !grouped)
}

/// Distinct teams by name, or the count where that is larger.
fn adopters(cells: &[Evidence]) -> Option<u32> {
    let (mut names, mut count) = (BTreeSet::new(), 0);
    for cell in cells {
        let text = cell.value.trim();
        if let Some(number) = number(text).filter(|_| cell.column == "adopters") {
            count = count.max(u32::try_from(number / MILLION).ok()?);
        } else if cell.column == "adopters" && text.eq_ignore_ascii_case("none") {
            // A written 0.
        } else {
            names.extend(items(text)?);
        }
    }
    u32::try_from(names.len()).ok().map(|names| names.max(count))
}

/// What a change costs all consumers together, by the weeks that they need.
fn consumers(ranking: &Ranking, part: &Contribution, criterion: &Criterion) -> Option<Vec<Fraction>> {
    let read = |column| cell(part, column).map(number);
    let (internal, external) = (read("consumers"), read("external_consumers"));
    let known = internal.is_some() || external.is_some();
    let halves = match cell(part, "breaking").map(|text| text.trim().to_lowercase()).as_deref() {
        Some("none" | "additive") => return Some(vec![(0, 1)]),
        Some("deprecating") => 1,
        Some("breaking") => 2,
        None if known => 2,
        _ => return None,
    };
    let all = if known {
        internal.unwrap_or(Some(0))? + 2 * external.unwrap_or(Some(0))?
    } else {
        i128::from(ranking.policy.assumed_consumers) * MILLION
    };
    let by_hand = match cell(part, "migration") {
        Some(text) => MILLION - share(text, &[("none", 0), ("guide", 0), ("automated", 80)])?,
        None => MILLION,
    };
    // The header may say that the weeks are days or hours.
    let each = match read("consumer_effort") {
        Some(weeks) => {
            let weeks = weeks?;
            [1, 5, 40].map(|per| rounded(weeks, 1000 * per)).to_vec()
        }
        None => vec![1000],
    };
    let worth = |each: i128| {
        let (numerator, denominator) =
            scaled(&criterion.anchors, all / MILLION * each * by_hand, 1000 * MILLION);
        (numerator * halves, denominator * 2)
    };
    Some(each.into_iter().map(worth).collect())
}

/// The value of a scale at a measure, a fraction: level outside its anchors, linear between them.
fn scaled(anchors: &[[Milli; 2]], measure: i128, per: i128) -> Fraction {
    let wide = |it: Milli| i128::from(it.0);
    let Some(after) = anchors.iter().position(|[at, _]| measure * 1000 <= wide(*at) * per) else {
        return (anchors.last().map_or(0, |[_, value]| wide(*value)), 1000);
    };
    let [right, above] = anchors[after].map(wide);
    let Some([left, below]) = after.checked_sub(1).map(|before| anchors[before].map(wide)) else {
        return (above, 1000);
    };
    let run = (right - left).max(1) * per;
    (below * run + (measure * 1000 - left * per) * (above - below), run * 1000)
}
