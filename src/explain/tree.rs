//! What a request waits for, and what waits for it, as a tree.

use rustc_hash::FxHashSet;

use crate::{
    model::{Node, SettledNumber},
    roadmap::Roadmap,
};

/// The most entries of a tree: nobody reads more, and a tangle has more paths than anyone could.
const LONGEST: usize = 60;

/// Requests that hang together by links, in the order in which they are read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tree {
    /// The entries, each below the one it hangs on.
    pub entries: Vec<Entry>,
    /// How many more requests there are.
    pub more: usize,
}

/// A line of a tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// How far down, from 0.
    pub depth: u32,
    /// Which request.
    pub hangs: Hanging,
    /// Whether it stands above already, with everything below it.
    pub repeated: bool,
}

/// What hangs in a tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Hanging {
    /// A request with a verdict.
    Request(Node),
    /// One that is settled without being done, by its place among those.
    Settled(SettledNumber),
}

impl Tree {
    /// What a request waits for, directly or not.
    pub(super) fn of_needs(roadmap: &Roadmap<'_>, node: Node) -> Self {
        let next = |node: Node| {
            let stopped = &roadmap.backlog.stopped;
            let from = stopped.partition_point(|&(dependent, _)| dependent < node);
            let settled = stopped[from..].iter().take_while(move |&&(dependent, _)| dependent == node);
            let needed = roadmap.links.prerequisites(node).map(Hanging::Request);
            needed.chain(settled.map(|&(_, settled)| Hanging::Settled(settled))).collect()
        };
        Self::grown(node, next, roadmap.links.needed_by(node).count())
    }

    /// What waits for a request, directly or not.
    pub(super) fn of_served(roadmap: &Roadmap<'_>, node: Node) -> Self {
        let next = |node: Node| roadmap.links.dependents(node).map(Hanging::Request).collect();
        Self::grown(node, next, roadmap.links.served_by(node).count())
    }

    /// Depth first, each request in full where it comes first.
    fn grown(root: Node, next: impl Fn(Node) -> Vec<Hanging>, all: usize) -> Self {
        let mut tree = Self::default();
        let mut seen: FxHashSet<Hanging> = FxHashSet::default();
        let below = |node: Node, depth: u32| next(node).into_iter().rev().map(move |hangs| (hangs, depth));
        let mut open: Vec<(Hanging, u32)> = below(root, 0).collect();
        while let Some((hangs, depth)) = open.pop() {
            if tree.entries.len() == LONGEST {
                break;
            }
            let repeated = !seen.insert(hangs);
            if let (Hanging::Request(node), false) = (hangs, repeated) {
                open.extend(below(node, depth + 1));
            }
            tree.entries.push(Entry { depth, hangs, repeated });
        }
        let shown = seen.iter().filter(|hangs| matches!(hangs, Hanging::Request(_))).count();
        tree.more = all.saturating_sub(shown);
        // What stands above already and has nothing below it is no more to read here than there.
        let leaf = |entry: &Entry| match entry.hangs {
            Hanging::Request(node) => next(node).is_empty(),
            Hanging::Settled(_) => true,
        };
        for entry in tree.entries.iter_mut().filter(|entry| entry.repeated) {
            entry.repeated = !leaf(entry);
        }
        tree
    }
}
