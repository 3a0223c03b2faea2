//! Made-up backlogs of any size: their shapes, and the same rows again for the same seed.

#![allow(dead_code, reason = "each program uses a part of it")]

use std::io::{self, Write};

/// Links `(prerequisite, dependent)` between requests, by their numbers.
pub(crate) type Links = Vec<(u32, u32)>;

/// How requests depend on each other.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shape {
    /// Its name.
    pub(crate) name: &'static str,
    /// Makes the links between so many requests.
    pub(crate) links: fn(&mut Dice, u32) -> Links,
}

/// All of them.
pub(crate) const SHAPES: [Shape; 7] = [
    Shape { name: "sparse", links: sparse },
    Shape { name: "tangled", links: tangled },
    Shape { name: "chain", links: chain },
    Shape { name: "layered", links: layered },
    Shape { name: "hub", links: hub },
    Shape { name: "two-layer", links: two_layer },
    Shape { name: "near", links: near },
];

impl Shape {
    /// The shape with this name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        SHAPES.into_iter().find(|shape| shape.name == name)
    }

    /// The links between so many requests, sorted, each once.
    pub(crate) fn sorted_links(self, dice: &mut Dice, requests: u32) -> Links {
        let mut links = (self.links)(dice, requests);
        links.sort_unstable();
        links.dedup();
        links
    }
}

const HEADER: &str = "id,title,team,stakeholder,kind,area,adopters,scope,reliability,tech_debt,breaking,\
    consumers,migration,effort,confidence,pressure,metric,depends_on";
const WORDS: [&str; 20] = [
    "token", "refresh", "retry", "webhook", "schema", "export", "rotation", "quota", "latency", "cache",
    "region", "audit", "index", "queue", "billing", "sdk", "sandbox", "rollout", "tracing", "alert",
];
const AREAS: [&str; 10] = [
    "auth",
    "payments",
    "search",
    "deploy",
    "notifications",
    "api",
    "data-pipeline",
    "identity",
    "docs",
    "observability",
];
const KINDS: [&str; 11] = [
    "capability",
    "capability",
    "capability",
    "capability",
    "capability",
    "reliability",
    "reliability",
    "tech-debt",
    "tech-debt",
    "compatibility",
    "experience",
];

/// Writes a backlog of so many requests as CSV.
pub(crate) fn write_backlog(shape: Shape, requests: u32, seed: u64, out: &mut dyn Write) -> io::Result<()> {
    let dice = &mut Dice::new(seed);
    let mut links = shape.sorted_links(dice, requests);
    links.sort_unstable_by_key(|&(before, after)| (after, before));
    let mut links = links.into_iter().peekable();
    writeln!(out, "{HEADER}")?;
    for request in 0..requests {
        let words: Vec<&str> = (0..dice.within(3, 9)).map(|_| dice.one_of(&WORDS)).collect();
        let adopters = [1, 1, 2, 3, 5, 8][dice.within(0, 6) as usize];
        let first = dice.within(0, TEAMS);
        // Steps of a number that has no factor in common with the number of teams meet no team twice.
        let adopters: Vec<String> = (0..adopters).map(|step| team(first + 77 * step)).collect();
        let breaking = dice.one_of(&[
            "none",
            "none",
            "none",
            "none",
            "none",
            "none",
            "additive",
            "additive",
            "additive",
            "deprecating",
            "breaking",
        ]);
        let consumers = if breaking == "none" { String::new() } else { dice.within(1, 41).to_string() };
        let moves = matches!(breaking, "deprecating" | "breaking");
        let before = std::iter::from_fn(|| links.next_if(|&(_, after)| after == request));
        let waits_for: Vec<String> = before.map(|(before, _)| format!("R{before:07}")).collect();
        writeln!(
            out,
            "R{request:07},{},{},{},{},{},{},{},{},{},{breaking},{consumers},{},{},{},{},{},{}",
            words.join(" "),
            team(dice.within(0, TEAMS)),
            dice.one_of(&[
                "internal",
                "internal",
                "internal",
                "internal",
                "internal",
                "internal",
                "internal",
                "external",
                "executive",
                "platform",
            ]),
            dice.one_of(&KINDS),
            dice.one_of(&AREAS),
            adopters.join("; "),
            dice.one_of(&[
                "shared",
                "shared",
                "shared",
                "shared",
                "shared",
                "shared",
                "configurable",
                "configurable",
                "bespoke",
                "bespoke",
            ]),
            dice.between(-2, 5),
            dice.between(-5, 4),
            if moves { dice.one_of(&["none", "guide", "automated"]) } else { "" },
            dice.one_of(&["1", "2", "3", "5", "8", "1-2-5", "3-5-13"]),
            dice.one_of(&["high", "medium", "low"]),
            dice.within(0, 6),
            dice.one_of(&["adoption", "satisfaction", "integration-time", "reliability", "redundancy", ""]),
            waits_for.join(";"),
        )?;
    }
    Ok(())
}

/// How many teams there are.
const TEAMS: u32 = 240;

fn team(number: u32) -> String {
    format!("team-{:03}", number % TEAMS)
}

/// Each waits for one to three of the 500 before.
fn tangled(dice: &mut Dice, nodes: u32) -> Links {
    before(dice, nodes, 500)
}

/// Each waits for one to three of the 50 before.
fn near(dice: &mut Dice, nodes: u32) -> Links {
    before(dice, nodes, 50)
}

fn before(dice: &mut Dice, nodes: u32, reach: u32) -> Links {
    let mut pairs = Vec::new();
    for node in 1..nodes {
        let each = 1 + u32::from(dice.percent(60)) + u32::from(dice.percent(20));
        for _ in 0..each {
            pairs.push((dice.within(node.saturating_sub(reach), node), node));
        }
    }
    pairs
}

/// Components of one to 2,000, most of them small, with about 0.7 links per request.
fn sparse(dice: &mut Dice, nodes: u32) -> Links {
    let mut pairs = Vec::new();
    let (mut start, mut size) = (0, 1);
    for node in 0..nodes {
        if node >= start + size {
            // A heavy tail like that of a Pareto distribution: sizes above s in one case of s.
            (start, size) = (node, (10_000 / dice.within(5, 10_000)).min(2000));
        }
        let each = match dice.within(0, 100) {
            _ if node == start => 0,
            0..75 => 1,
            75..88 => 2,
            _ => 0,
        };
        for _ in 0..each {
            pairs.push((dice.within(start, node), node));
        }
    }
    pairs
}

/// Each waits for the one before.
fn chain(_: &mut Dice, nodes: u32) -> Links {
    (1..nodes).map(|node| (node - 1, node)).collect()
}

/// Ten layers; each waits for up to three of the layer before.
fn layered(dice: &mut Dice, nodes: u32) -> Links {
    layers(dice, nodes, 10)
}

/// Two layers; each of the second waits for up to three of the first.
fn two_layer(dice: &mut Dice, nodes: u32) -> Links {
    layers(dice, nodes, 2)
}

fn layers(dice: &mut Dice, nodes: u32, count: u32) -> Links {
    let size = nodes / count;
    let mut pairs = Vec::new();
    for node in size..nodes {
        let start = (node / size - 1) * size;
        for _ in 0..dice.within(0, 4) {
            pairs.push((dice.within(start, start + size), node));
        }
    }
    pairs
}

/// So many requests wait for the same one.
pub(crate) const HUB: u32 = 10_000;

/// One costly keystone for every 10,000, and one request in ten with a link across.
fn hub(dice: &mut Dice, nodes: u32) -> Links {
    let mut pairs = Vec::new();
    for node in (0..nodes).filter(|node| node % HUB != 0) {
        pairs.push((node / HUB * HUB, node));
        if dice.percent(10) {
            pairs.push((dice.within(0, node), node));
        }
    }
    pairs
}

/// A seeded source of numbers (`SplitMix64`, Steele, Lea and Flood 2014).
pub(crate) struct Dice(u64);

impl Dice {
    /// Dice that fall the same way for the same seed.
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number from `low` to `high`, both included.
    pub(crate) fn between(&mut self, low: i64, high: i64) -> i64 {
        low + (self.next() % (high - low + 1).unsigned_abs()).cast_signed()
    }

    /// A number in `low..limit`.
    pub(crate) fn within(&mut self, low: u32, limit: u32) -> u32 {
        let number = self.between(i64::from(low), i64::from(limit) - 1);
        u32::try_from(number).unwrap_or(low)
    }

    pub(crate) fn percent(&mut self, chance: u32) -> bool {
        self.within(0, 100) < chance
    }

    /// One of several.
    fn one_of<'t>(&mut self, several: &[&'t str]) -> &'t str {
        let at = self.within(0, u32::try_from(several.len()).unwrap_or(1));
        several[at as usize]
    }
}
