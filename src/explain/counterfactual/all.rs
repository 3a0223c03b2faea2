//! The answers for all requests at once, in several threads.

use super::{Counterfactual, Goal, WhatIf, arena::Arena, change::Move, change::Prerequisite};
use crate::{
    model::{Node, Number},
    workers::Workers,
};

/// A request with what one would want for it.
#[derive(Clone, Copy)]
struct Job {
    node: Node,
    goal: Goal,
    /// The smallest request of the arena it is judged in: jobs of one arena have the same.
    arena: Node,
}

/// The answers for all requests, or for the wanted ones, which are ascending. They do not depend on
/// the number of threads.
pub(super) fn all(
    what_if: &WhatIf<'_, '_>,
    wanted: Option<&[Node]>,
    workers: Workers,
) -> Vec<Option<Counterfactual>> {
    let nodes = what_if.roadmap.links.nodes();
    let mut jobs = jobs(what_if);
    if let Some(wanted) = wanted {
        jobs.retain(|job| wanted.binary_search(&job.node).is_ok());
    }
    // One arena after the other, so that each is made once, or once in every thread.
    jobs.sort_by_key(|job| (job.goal == Goal::Build, job.arena, job.node));
    let known = known(what_if, &jobs, workers);
    let answers = workers.each(&jobs, Bench::default, |bench, job| {
        let known = (job.goal != Goal::Build).then(|| known[job.node].as_slice());
        let arena = bench.arena(what_if, job);
        what_if.search(arena, job.node, job.goal, known).smallest()
    });
    let mut all = vec![None; nodes];
    for (job, answer) in jobs.iter().zip(answers) {
        all[job.node] = Some(answer);
    }
    all
}

fn jobs(what_if: &WhatIf<'_, '_>) -> Vec<Job> {
    let goals: Vec<Option<Goal>> = what_if.roadmap.nodes().map(|node| what_if.goal(node)).collect();
    // Filled for a whole arena at a time.
    let (mut of_verdicts, mut of_order) = (vec![None; goals.len()], vec![None; goals.len()]);
    let mut jobs = Vec::new();
    for (node, goal) in Node::all().zip(goals) {
        let Some(goal) = goal else { continue };
        let arenas = if goal == Goal::Build { &mut of_verdicts } else { &mut of_order };
        if arenas[node].is_none() {
            let members = what_if.members(node, goal);
            for &member in &members {
                arenas[member] = members.first().copied();
            }
        }
        let arena = arenas[node].unwrap_or(node);
        jobs.push(Job { node, goal, arena });
    }
    jobs
}

/// For each request that is to begin sooner the prerequisites that bring that about by being done,
/// ascending: one trial for each prerequisite tells it of all requests.
fn known(what_if: &WhatIf<'_, '_>, jobs: &[Job], workers: Workers) -> Vec<Vec<Node>> {
    let links = &what_if.roadmap.links;
    let mut goals = vec![None; links.nodes()];
    let mut arenas = vec![None; links.nodes()];
    for job in jobs {
        if let Goal::Horizon { before, .. } = job.goal {
            goals[job.node] = Some(before);
            for needed in links.needed_by(job.node) {
                arenas[needed] = Some(*job);
            }
        }
    }
    let mut prerequisites: Vec<(Node, Job)> =
        Node::all().zip(&arenas).filter_map(|(node, job)| Some((node, (*job)?))).collect();
    prerequisites.sort_by_key(|(node, job)| (job.arena, *node));
    let reached = workers.each(&prerequisites, Bench::default, |bench, (done, job)| {
        let arena = bench.arena(what_if, job);
        let trial = arena.trial(&[Move::Done(Prerequisite::Ranked(*done))]);
        let begins = trial.begins();
        let sooner = |&after: &Node| {
            let begins = arena.local(after).and_then(|own| begins[own.0]);
            goals[after].is_some_and(|before| begins.is_some_and(|begins| begins < before))
        };
        links.served_by(*done).filter(sooner).collect::<Vec<Node>>()
    });
    let mut known = vec![Vec::new(); links.nodes()];
    let mut found: Vec<(Node, Node)> = Vec::new();
    for ((done, _), reached) in prerequisites.iter().zip(reached) {
        found.extend(reached.into_iter().map(|node| (*done, node)));
    }
    found.sort_unstable();
    for (done, node) in found {
        known[node].push(done);
    }
    known
}

/// The arena that a thread works in at the moment.
#[derive(Default)]
struct Bench<'s> {
    at: Option<(Node, bool, Arena<'s>)>,
}

impl<'s> Bench<'s> {
    fn arena(&mut self, what_if: &WhatIf<'_, 's>, job: &Job) -> &mut Arena<'s> {
        let build = job.goal == Goal::Build;
        let is_at = |at: &(Node, bool, Arena<'s>)| at.0 == job.arena && at.1 == build;
        self.at = self.at.take().filter(is_at);
        let at = self.at.get_or_insert_with(|| (job.arena, build, what_if.arena(job.node, job.goal)));
        &mut at.2
    }
}
