//! The policy that was in force, as a part of the ranking's JSON: who reads a ranking later can
//! compute every number of it again without the policy file.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{decimal, weeks};
use crate::{
    model::{Date, Decimal, Points},
    policy::{Capacity, Criterion, Effect, Measure, Policy, Values},
    rules::{Override, Setting},
};

#[derive(Serialize)]
pub(super) struct PolicyJson<'a> {
    criteria: Vec<CriterionJson<'a>>,
    assumed_consumers: u32,
    sizes: BTreeMap<&'a str, f64>,
    default_size: &'a str,
    value_per_effort: bool,
    capacity: Option<CapacityJson>,
    calendar: Option<CalendarJson>,
    portfolio: BTreeMap<&'static str, f64>,
    rules: BTreeMap<&'static str, RuleJson<'a>>,
    overrides: Vec<OverrideJson<'a>>,
}

#[derive(Serialize)]
struct CriterionJson<'a> {
    name: &'a str,
    label: &'a str,
    effect: &'static str,
    column: Option<&'a str>,
    unit: Option<&'a str>,
    words: Option<&'a [String]>,
    weight: f64,
    points: f64,
    anchors: Vec<[f64; 2]>,
}

#[derive(Serialize)]
struct CapacityJson {
    now: f64,
    next: f64,
    calendar_weeks: f64,
}

#[derive(Serialize)]
struct CalendarJson {
    start: String,
    people: Option<f64>,
}

#[derive(Serialize)]
struct RuleJson<'a> {
    enabled: bool,
    settings: BTreeMap<&'static str, SettingJson<'a>>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum SettingJson<'a> {
    Number(f64),
    Numbers(BTreeMap<&'a str, f64>),
}

#[derive(Serialize)]
struct OverrideJson<'a> {
    request: &'a str,
    place: String,
    by: &'a str,
    reason: &'a str,
    until: Option<String>,
}

impl<'a> PolicyJson<'a> {
    /// The policy; `settings` are those of its rules, which make them when they are asked.
    ///
    /// `start` is the day from which dates were counted, which `--as-of` may have moved.
    pub(super) fn new(policy: &'a Policy, settings: &'a [RuleSettings], start: Option<Date>) -> Self {
        Self {
            criteria: policy.criteria().map(|it| CriterionJson::new(it, policy)).collect(),
            assumed_consumers: policy.assumed_consumers,
            sizes: policy.sizes.iter().map(|(name, size)| (name.as_str(), weeks(*size))).collect(),
            default_size: policy.default_effort().0,
            value_per_effort: policy.value_per_effort,
            capacity: policy.capacity.as_ref().map(CapacityJson::new),
            calendar: calendar(policy, start),
            portfolio: policy
                .portfolio
                .iter()
                .map(|(kind, share)| (kind.word(), decimal(i128::from(share.millionths()) / 1000)))
                .collect(),
            rules: settings.iter().map(|rule| (rule.name, RuleJson::new(rule))).collect(),
            overrides: policy.rules.overrides.list().iter().map(OverrideJson::new).collect(),
        }
    }
}

/// What the policy sets about a rule.
pub(super) struct RuleSettings {
    name: &'static str,
    enabled: bool,
    settings: Vec<(&'static str, Setting)>,
}

impl RuleSettings {
    /// The settings of all rules.
    pub(super) fn of(policy: &Policy) -> Vec<Self> {
        let rules = policy.rules.all().into_iter();
        rules
            .map(|rule| Self { name: rule.name(), enabled: rule.is_enabled(), settings: rule.settings() })
            .collect()
    }
}

impl<'a> CriterionJson<'a> {
    fn new(criterion: Criterion, policy: &'a Policy) -> Self {
        let definition = policy.criterion(criterion);
        let (numerator, denominator) = policy.weight(criterion);
        let anchors = definition.scale.anchors().iter();
        let cells = match &definition.measure {
            Measure::Cells(cells) => Some(cells),
            Measure::Adoption | Measure::Consumers => None,
        };
        Self {
            name: &definition.name,
            label: &definition.label,
            effect: match definition.effect {
                Effect::Benefit => "benefit",
                Effect::Cost => "cost",
            },
            column: cells.map(|cells| policy.column_name(cells.field)),
            unit: cells.map(|cells| &*cells.unit).filter(|unit| !unit.is_empty()),
            words: cells.and_then(|cells| match &cells.values {
                Values::Words(words) => Some(&**words),
                Values::Numbers | Values::Rating { .. } => None,
            }),
            weight: number(definition.weight),
            points: decimal(Points::rounded(numerator, denominator).thousandths().into()),
            anchors: anchors.map(|it| [decimal(it.at.into()), decimal(it.value.into())]).collect(),
        }
    }
}

impl CapacityJson {
    fn new(capacity: &Capacity) -> Self {
        Self {
            now: weeks(capacity.now),
            next: weeks(capacity.next),
            calendar_weeks: weeks(capacity.calendar_weeks),
        }
    }
}

/// The calendar that dates were counted by.
fn calendar(policy: &Policy, start: Option<Date>) -> Option<CalendarJson> {
    let start = start.or(policy.calendar.map(|calendar| calendar.start))?;
    let people = policy.calendar.and_then(|calendar| calendar.people);
    Some(CalendarJson {
        start: start.to_string(),
        people: people.map(|people| decimal(people.thousandths().into())),
    })
}

impl<'a> RuleJson<'a> {
    fn new(rule: &'a RuleSettings) -> Self {
        let setting = |setting: &'a Setting| match setting {
            Setting::Number(value) => SettingJson::Number(number(*value)),
            Setting::Numbers(values) => SettingJson::Numbers(
                values.iter().map(|(name, value)| (name.as_str(), number(*value))).collect(),
            ),
        };
        let settings = rule.settings.iter().map(|(name, value)| (*name, setting(value))).collect();
        Self { enabled: rule.enabled, settings }
    }
}

impl<'a> OverrideJson<'a> {
    fn new(one: &'a Override) -> Self {
        Self {
            request: &one.request,
            place: one.place.to_string(),
            by: &one.by,
            reason: &one.reason,
            until: one.until.map(|until| until.to_string()),
        }
    }
}

/// A number of the policy, which may have six decimal places.
#[expect(clippy::cast_precision_loss, reason = "the policy's numbers are below 10⁶")]
fn number(value: Decimal) -> f64 {
    value.millionths() as f64 / 1_000_000.0
}
