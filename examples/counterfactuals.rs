//! Times counterfactuals on a file, with a quarter of the work in each of now and next:
//! `cargo run --release --example counterfactuals -- FILE [ID]`.

#![expect(clippy::print_stdout, reason = "an example reports on the terminal")]

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use roadbed::{
    explain::counterfactual::{Counterfactual, Goal, Way, WhatIf},
    ingest::{self, Input, ReadAs},
    model::Weeks,
    policy::{Capacity, Policy},
    roadmap::{Options, Roadmap},
};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("usage: counterfactuals FILE [ID]")?;
    let wanted = std::env::args().nth(2);
    let bytes = std::fs::read(&path)?;
    let (source, _) = ingest::decode(Input { name: path, bytes }, 0, &ReadAs::default());
    let sources = [source];
    let mut policy = Policy::default();
    let work: Weeks = {
        let roadmap = Roadmap::build(&sources, 0, &policy, Options::default());
        let order = roadmap.ranking.order.iter();
        order.map(|&node| roadmap.backlog.requests[node].effort).sum()
    };
    let quarter = Weeks::from_thousandths(work.thousandths() / 4);
    policy.capacity =
        Some(Capacity { now: quarter, next: quarter, calendar_weeks: Weeks::from_thousandths(13_000) });
    let roadmap = Roadmap::build(&sources, 0, &policy, Options::default());
    let what_if = WhatIf::new(&roadmap, &policy);
    let nodes = roadmap.nodes().zip(&roadmap.backlog.requests);
    if let Some(wanted) = wanted {
        let (node, _) = nodes.into_iter().find(|(_, it)| it.id == wanted).ok_or("no such id")?;
        let start = Instant::now();
        let answer = what_if.of(node);
        let answered = start.elapsed();
        let alternatives = answer.as_ref().map_or(Vec::new(), |answer| what_if.alternatives(node, answer));
        println!(
            "{} after {answered:?}, {} alternatives after {:?}",
            answer.map_or("nothing to ask".to_owned(), |answer| answer.sentence(&roadmap, node)),
            alternatives.len(),
            start.elapsed()
        );
        return Ok(());
    }
    let start = Instant::now();
    let answers = what_if.all(roadbed::workers::Workers::new(2));
    println!("all {} requests: {:.2} s", answers.len(), start.elapsed().as_secs_f64());
    let mut kinds: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for answer in answers.iter().flatten() {
        *kinds.entry(kind(answer)).or_default() += 1;
    }
    println!("{kinds:?}");
    let mut slowest: Vec<_> = Vec::new();
    let mut sums: BTreeMap<_, Duration> = BTreeMap::new();
    for (node, request) in nodes {
        let start = Instant::now();
        let answer = what_if.of(node);
        let time = start.elapsed();
        *sums.entry(answer.as_ref().map(kind)).or_default() += time;
        slowest.push((time, &*request.id));
    }
    slowest.sort();
    println!("slowest one by one: {:?}", slowest.iter().rev().take(5).collect::<Vec<_>>());
    println!("sums one by one: {sums:?}");
    Ok(())
}

fn kind(answer: &Counterfactual) -> (&'static str, &'static str) {
    let goal = match answer.goal {
        Goal::Build => "build",
        Goal::Horizon { .. } => "sooner",
        Goal::Above(_) => "above",
    };
    let way = match answer.way {
        Way::Single(_) => "one change",
        Way::Pair(_) => "a pair",
        Way::NothingShortOf(_) => "nothing short of",
        Way::None => "none",
    };
    (goal, way)
}
