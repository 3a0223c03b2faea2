//! How fast large backlogs are put in order, and how close to the lower bound.
//!
//! `cargo run --release --example order_speed [WORDS]` runs the instances whose names contain
//! one of the words, by default all. Instances are made from a fixed seed.

#![expect(clippy::print_stdout, reason = "the figures are the purpose of the program")]

use std::time::Instant;

use roadbed::{
    graph::{Links, Node},
    model::{Points, Weeks},
    order::{Work, arrange, carried_value, worth_doing},
};

fn main() {
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    println!(
        "{:17} seconds  (choose + arrange)  cost/bound  bundles  largest  left out  carried",
        "instance",
    );
    for (name, nodes, shape) in [
        ("tangled 10k", 10_000, tangled as Shape),
        ("tangled 100k", 100_000, tangled),
        ("sparse 1M", 1_000_000, sparse),
        ("chain 1M", 1_000_000, chain),
        ("layered 100k", 100_000, layered),
        ("hub 100k", 100_000, hub),
        ("two-layer 100k", 100_000, two_layer),
        ("near 100k", 100_000, near),
    ] {
        if wanted.is_empty() || wanted.iter().any(|word| name.contains(word.as_str())) {
            measure(name, nodes, shape);
        }
    }
}

/// Makes links between so many nodes.
type Shape = fn(&mut Dice, u32) -> Vec<(Node, Node)>;

fn measure(name: &str, nodes: u32, shape: Shape) {
    let dice = &mut Dice(7);
    let mut pairs = shape(dice, nodes);
    pairs.sort_unstable();
    pairs.dedup();
    let links = Links::new(nodes as usize, &pairs);
    let mut merit: Vec<Points> =
        (0..nodes).map(|_| Points::from_thousandths(dice.between(-20_000, 60_000))).collect();
    if name.starts_with("hub") {
        for keystone in merit.iter_mut().step_by(HUB as usize) {
            *keystone = Points::from_thousandths(-60_000);
        }
    }
    let effort: Vec<Weeks> =
        (0..nodes).map(|_| Weeks::from_thousandths(1000 * dice.between(1, 13))).collect();
    let due = vec![None; nodes as usize];

    let start = Instant::now();
    let worth = worth_doing(&links, &merit, &vec![true; nodes as usize]);
    let chosen = start.elapsed().as_secs_f64();
    let work = Work { links: &links, merit: &merit, effort: &effort, due: &due };
    let arrangement = arrange(&work, &worth);
    let seconds = start.elapsed().as_secs_f64();

    let start = Instant::now();
    let carried = carried_value(&links, &merit, &worth);
    let carrying = match carried {
        Some(_) => format!("{:7.3}", start.elapsed().as_secs_f64()),
        None => format!("too much ({:.3})", start.elapsed().as_secs_f64()),
    };

    let largest = arrangement.bundles.iter().map(|bundle| bundle.members.len()).max();
    #[expect(clippy::cast_precision_loss, reason = "six digits are shown")]
    let ratio = arrangement.cost.half_millionths() as f64 / arrangement.lower_bound.half_millionths() as f64;
    println!(
        "{name:16} {seconds:8.3}  ({chosen:6.3} + {:7.3})  {ratio:10.6}  {:7}  {:7}  {:8}  {carrying}",
        seconds - chosen,
        arrangement.bundles.len(),
        largest.unwrap_or(0),
        nodes as usize - arrangement.order.len(),
    );
}

/// Each waits for one to three of the 500 before.
fn tangled(dice: &mut Dice, nodes: u32) -> Vec<(Node, Node)> {
    before(dice, nodes, 500)
}

/// Each waits for one to three of the 50 before.
fn near(dice: &mut Dice, nodes: u32) -> Vec<(Node, Node)> {
    before(dice, nodes, 50)
}

fn before(dice: &mut Dice, nodes: u32, reach: u32) -> Vec<(Node, Node)> {
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
fn sparse(dice: &mut Dice, nodes: u32) -> Vec<(Node, Node)> {
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
fn chain(_: &mut Dice, nodes: u32) -> Vec<(Node, Node)> {
    (1..nodes).map(|node| (node - 1, node)).collect()
}

/// Ten layers; each waits for up to three of the layer before.
fn layered(dice: &mut Dice, nodes: u32) -> Vec<(Node, Node)> {
    layers(dice, nodes, 10)
}

/// Two layers; each of the second waits for up to three of the first.
fn two_layer(dice: &mut Dice, nodes: u32) -> Vec<(Node, Node)> {
    layers(dice, nodes, 2)
}

fn layers(dice: &mut Dice, nodes: u32, count: u32) -> Vec<(Node, Node)> {
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
const HUB: u32 = 10_000;

/// One costly keystone for every 10,000, and one request in ten with a link across.
fn hub(dice: &mut Dice, nodes: u32) -> Vec<(Node, Node)> {
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
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number from `low` to `high`, both included.
    fn between(&mut self, low: i64, high: i64) -> i64 {
        low + (self.next() % (high - low + 1).unsigned_abs()).cast_signed()
    }

    /// A number in `low..limit`.
    fn within(&mut self, low: u32, limit: u32) -> u32 {
        let number = self.between(i64::from(low), i64::from(limit) - 1);
        u32::try_from(number).unwrap_or(low)
    }

    fn percent(&mut self, chance: u32) -> bool {
        self.within(0, 100) < chance
    }
}
