//! How fast large backlogs are put in order, and how close to the lower bound.
//!
//! `cargo run --release --example order_speed [WORDS]` runs the instances whose names contain
//! one of the words, by default all. Instances are made from a fixed seed.

#![expect(clippy::print_stdout, reason = "the figures are the purpose of the program")]

use std::time::Instant;

mod instances;

use instances::{Dice, HUB, Shape};
use roadbed::{
    graph::Dependencies,
    model::{Node, Number, Points, Weeks},
    order::{Work, arrange, enabled_value, worth_doing},
    workers::Workers,
};

fn main() {
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    let workers = Workers::new(std::thread::available_parallelism().map_or(1, std::num::NonZero::get));
    println!(
        "{:17} seconds  (choose + arrange)  cost/bound  bundles  largest  left out  carried",
        "instance",
    );
    for (name, nodes, shape) in [
        ("tangled 10k", 10_000, "tangled"),
        ("tangled 100k", 100_000, "tangled"),
        ("sparse 1M", 1_000_000, "sparse"),
        ("chain 1M", 1_000_000, "chain"),
        ("layered 100k", 100_000, "layered"),
        ("hub 100k", 100_000, "hub"),
        ("two-layer 100k", 100_000, "two-layer"),
        ("near 100k", 100_000, "near"),
    ] {
        let asked = wanted.is_empty() || wanted.iter().any(|word| name.contains(word.as_str()));
        if let Some(shape) = Shape::named(shape).filter(|_| asked) {
            measure(name, nodes, shape, workers);
        }
    }
}

fn measure(name: &str, nodes: u32, shape: Shape, workers: Workers) {
    let dice = &mut Dice::new(7);
    let pairs = shape.sorted_links(dice, nodes);
    let node = |at: u32| Node::at(at as usize);
    let pairs: Vec<_> = pairs.into_iter().map(|(before, after)| (node(before), node(after))).collect();
    let links = Dependencies::new(nodes as usize, &pairs);
    let mut score: Vec<Points> =
        (0..nodes).map(|_| Points::from_thousandths(dice.between(-20_000, 60_000))).collect();
    if name.starts_with("hub") {
        for keystone in score.iter_mut().step_by(HUB as usize) {
            *keystone = Points::from_thousandths(-60_000);
        }
    }
    let effort: Vec<Weeks> =
        (0..nodes).map(|_| Weeks::from_thousandths(1000 * dice.between(1, 13))).collect();
    let due = vec![None; nodes as usize];

    let start = Instant::now();
    let worth = worth_doing(&links, &score, &vec![true; nodes as usize]);
    let chosen = start.elapsed().as_secs_f64();
    let work = Work { links: &links, score: &score, effort: &effort, due: &due };
    let arrangement = arrange(&work, &worth, workers);
    let seconds = start.elapsed().as_secs_f64();

    let start = Instant::now();
    let carried = enabled_value(&links, &score, &worth);
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
