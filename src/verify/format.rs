//! The parts of `roadbed.ranking/2` that are checked, as they stand in the file.
//!
//! A field that stands twice is refused, as is a number that the format does not have. Fields that are
//! not checked are passed over.

use std::{collections::BTreeMap, fmt, marker::PhantomData};

use serde::{Deserialize, Deserializer, de};

use super::number::{Micro, Milli};

/// The name and version of the format.
pub(super) const SCHEMA: &str = "roadbed.ranking/2";

#[derive(Deserialize)]
pub(super) struct Ranking {
    pub(super) schema: String,
    pub(super) policy: Policy,
    pub(super) inputs: Vec<Input>,
    pub(super) summary: Option<Summary>,
    pub(super) requests: Vec<Request>,
    pub(super) not_ranked: Vec<NotRanked>,
    pub(super) without_overrides: Option<WithoutOverrides>,
}

#[derive(Deserialize)]
pub(super) struct Policy {
    pub(super) criteria: Vec<Criterion>,
    pub(super) assumed_consumers: u32,
    #[serde(deserialize_with = "unique")]
    pub(super) sizes: BTreeMap<String, Milli>,
    pub(super) value_per_effort: bool,
    pub(super) capacity: Option<Capacity>,
    pub(super) calendar: Option<Calendar>,
    #[serde(deserialize_with = "unique")]
    pub(super) rules: BTreeMap<String, Rule>,
    pub(super) overrides: Vec<Decision>,
}

#[derive(Deserialize)]
pub(super) struct Criterion {
    pub(super) name: String,
    pub(super) effect: String,
    pub(super) column: Option<String>,
    pub(super) words: Option<Vec<String>>,
    pub(super) weight: Micro,
    pub(super) points: Milli,
    pub(super) anchors: Vec<[Milli; 2]>,
}

#[derive(Deserialize)]
pub(super) struct Capacity {
    pub(super) now: Milli,
    pub(super) next: Milli,
    pub(super) calendar_weeks: Milli,
}

#[derive(Deserialize)]
pub(super) struct Calendar {
    pub(super) start: String,
    pub(super) people: Option<Milli>,
}

#[derive(Deserialize)]
pub(super) struct Rule {
    pub(super) enabled: bool,
    #[serde(deserialize_with = "unique")]
    pub(super) settings: BTreeMap<String, Setting>,
}

#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum Setting {
    Number(Micro),
    Numbers(#[serde(deserialize_with = "unique")] BTreeMap<String, Micro>),
}

/// A decision of the policy; beside a request also what became of it.
#[derive(Deserialize)]
pub(super) struct Decision {
    pub(super) request: Option<String>,
    pub(super) place: String,
    pub(super) by: String,
    pub(super) reason: String,
    pub(super) until: Option<String>,
    pub(super) obeyed: Option<bool>,
}

#[derive(Deserialize)]
pub(super) struct Input {
    pub(super) file: String,
    pub(super) sha256: Option<String>,
    pub(super) rows: usize,
}

#[derive(Deserialize)]
pub(super) struct Summary {
    pub(super) requests: usize,
    pub(super) build: usize,
    pub(super) hold: usize,
    pub(super) blocked: usize,
    pub(super) decline: usize,
    pub(super) unscored: usize,
    pub(super) done: usize,
    pub(super) declined_earlier: usize,
    pub(super) repeats: usize,
    pub(super) set_aside: usize,
    pub(super) effort: Milli,
    pub(super) score: Milli,
    pub(super) cost: Milli,
    pub(super) lower_bound: Milli,
    pub(super) override_cost: Milli,
    pub(super) optimal: bool,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(super) enum Verdict {
    Build,
    Hold,
    Blocked,
    Decline,
    Unscored,
}

impl Verdict {
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Build => "build",
            Self::Hold => "hold",
            Self::Blocked => "blocked",
            Self::Decline => "decline",
            Self::Unscored => "unscored",
        }
    }
}

#[derive(Deserialize)]
pub(super) struct Request {
    pub(super) position: Option<usize>,
    pub(super) id: String,
    pub(super) title: String,
    pub(super) description: Option<String>,
    pub(super) teams: Vec<String>,
    pub(super) stakeholder: String,
    pub(super) kind: String,
    pub(super) areas: Vec<String>,
    pub(super) verdict: Verdict,
    pub(super) horizon: Option<String>,
    pub(super) straddles: Option<bool>,
    pub(super) score: Option<Milli>,
    pub(super) effort: Milli,
    pub(super) score_per_week: Option<Milli>,
    pub(super) bundle: Option<usize>,
    pub(super) enabled_value: Option<Milli>,
    pub(super) confidence: Option<Milli>,
    pub(super) mandated: bool,
    pub(super) mandate: Option<String>,
    pub(super) needed_by: Option<String>,
    pub(super) finish: Option<String>,
    pub(super) late_weeks: Option<Milli>,
    pub(super) metric: Option<String>,
    pub(super) outcome: Option<String>,
    pub(super) squad: Option<String>,
    pub(super) scope: Option<String>,
    pub(super) pressure: Option<Milli>,
    pub(super) hold: Option<Hold>,
    #[serde(rename = "override")]
    pub(super) decision: Option<Decision>,
    pub(super) contributions: Vec<Contribution>,
    pub(super) missing: Vec<String>,
    pub(super) waits_for: Vec<String>,
    pub(super) unlocks: Vec<String>,
    pub(super) pulled_forward_by: Vec<String>,
    pub(super) repeats: Vec<String>,
    #[serde(deserialize_with = "unique")]
    pub(super) carried: BTreeMap<String, String>,
}

impl Request {
    /// Points in thousandths; 0 where it has none.
    pub(super) fn points(&self) -> i128 {
        self.score.map_or(0, |score| score.0.into())
    }

    /// Weeks in thousandths.
    pub(super) fn weeks(&self) -> i128 {
        self.effort.0.into()
    }

    pub(super) fn is_built(&self) -> bool {
        self.verdict == Verdict::Build
    }
}

#[derive(Deserialize)]
pub(super) struct Hold {
    pub(super) rule: String,
    pub(super) evidence: Vec<Evidence>,
}

#[derive(Deserialize)]
pub(super) struct Contribution {
    pub(super) source: String,
    pub(super) points: Milli,
    pub(super) evidence: Vec<Evidence>,
}

#[derive(Deserialize)]
pub(super) struct Evidence {
    pub(super) file: String,
    pub(super) line: u64,
    pub(super) column: String,
    pub(super) value: String,
}

#[derive(Deserialize)]
pub(super) struct NotRanked {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) reason: String,
    pub(super) same_as: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct WithoutOverrides {
    pub(super) order: Vec<String>,
    pub(super) bundles: Vec<usize>,
    pub(super) cost: Milli,
}

/// An object whose names are the file's own, each of them once.
fn unique<'de, D: Deserializer<'de>, V: Deserialize<'de>>(
    deserializer: D,
) -> Result<BTreeMap<String, V>, D::Error> {
    struct Names<V>(PhantomData<V>);

    impl<'de, V: Deserialize<'de>> de::Visitor<'de> for Names<V> {
        type Value = BTreeMap<String, V>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }

        fn visit_map<A: de::MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
            let mut map = BTreeMap::new();
            while let Some((name, value)) = entries.next_entry::<String, V>()? {
                if map.contains_key(&name) {
                    return Err(de::Error::custom(format!("duplicate field `{name}`")));
                }
                map.insert(name, value);
            }
            Ok(map)
        }
    }

    deserializer.deserialize_map(Names(PhantomData))
}
