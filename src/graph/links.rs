//! Dependencies as compact arrays, for the steps that walk them often.

use rustc_hash::FxHashSet;

/// A request's number in a graph: its place among all requests in natural id order, so that
/// nothing computed from the graph depends on the order of rows or files.
pub type Node = u32;

/// Who waits for whom, from both ends. Prerequisites and dependents of each node ascend.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Links {
    prerequisites: Adjacency,
    dependents: Adjacency,
}

impl Links {
    /// The links over nodes `0..nodes` from pairs `(prerequisite, dependent)`, of which no two
    /// are equal. Linear time.
    pub fn new(nodes: usize, pairs: &[(Node, Node)]) -> Self {
        // Two counting sorts, the second fed in the order of the first, leave both sides sorted.
        let prerequisites = Adjacency::new(nodes, pairs.iter().map(|&(before, after)| (after, before)));
        let dependents = Adjacency::new(nodes, prerequisites.pairs().map(|(after, before)| (before, after)));
        let prerequisites = Adjacency::new(nodes, dependents.pairs().map(|(before, after)| (after, before)));
        Self { prerequisites, dependents }
    }

    /// How many nodes there are.
    pub fn nodes(&self) -> usize {
        self.prerequisites.starts.len().saturating_sub(1)
    }

    /// Whether nothing waits for itself, directly or not. Linear time.
    pub fn is_acyclic(&self) -> bool {
        let mut waiting: Vec<u32> =
            self.prerequisites.starts.windows(2).map(|ends| ends[1] - ends[0]).collect();
        let mut free: Vec<Node> =
            (0..).zip(&waiting).filter(|&(_, &waiting)| waiting == 0).map(|(node, _)| node).collect();
        let mut seen = 0;
        while let Some(node) = free.pop() {
            seen += 1;
            for &dependent in self.dependents(node) {
                waiting[dependent as usize] -= 1;
                if waiting[dependent as usize] == 0 {
                    free.push(dependent);
                }
            }
        }
        seen == self.nodes()
    }

    /// What `node` directly waits for.
    pub fn prerequisites(&self, node: Node) -> &[Node] {
        self.prerequisites.of(node)
    }

    /// What directly waits for `node`.
    pub fn dependents(&self, node: Node) -> &[Node] {
        self.dependents.of(node)
    }

    /// What waits for `node`, directly or not, the nearest first. Costs what is looked at.
    pub fn served_by(&self, node: Node) -> impl Iterator<Item = Node> {
        self.dependents.walk(node)
    }

    /// What `node` waits for, directly or not, the nearest first. Costs what is looked at.
    pub fn needed_by(&self, node: Node) -> impl Iterator<Item = Node> {
        self.prerequisites.walk(node)
    }

    /// The given nodes and all that they wait for, directly or not. Linear time.
    pub fn with_prerequisites(&self, seeds: impl IntoIterator<Item = Node>) -> Vec<bool> {
        self.prerequisites.reach(seeds)
    }

    /// The given nodes and all that waits for them, directly or not. Linear time.
    pub fn with_dependents(&self, seeds: impl IntoIterator<Item = Node>) -> Vec<bool> {
        self.dependents.reach(seeds)
    }
}

/// For each node a slice of others, all slices in one array (compressed sparse rows).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Adjacency {
    starts: Vec<u32>,
    targets: Vec<Node>,
}

impl Adjacency {
    /// A counting sort of `pairs` by their first node; equal firsts keep their order.
    fn new(nodes: usize, pairs: impl Iterator<Item = (Node, Node)> + Clone) -> Self {
        let mut starts = vec![0_u32; nodes + 1];
        let mut count = 0;
        for (from, _) in pairs.clone() {
            starts[from as usize + 1] += 1;
            count += 1;
        }
        for node in 0..nodes {
            starts[node + 1] += starts[node];
        }
        let mut next = starts.clone();
        let mut targets = vec![0; count];
        for (from, to) in pairs {
            let place = &mut next[from as usize];
            targets[*place as usize] = to;
            *place += 1;
        }
        Self { starts, targets }
    }

    fn of(&self, node: Node) -> &[Node] {
        &self.targets[self.starts[node as usize] as usize..self.starts[node as usize + 1] as usize]
    }

    fn reach(&self, seeds: impl IntoIterator<Item = Node>) -> Vec<bool> {
        let mut reached = vec![false; self.starts.len().saturating_sub(1)];
        let mut waiting: Vec<Node> = seeds.into_iter().collect();
        while let Some(node) = waiting.pop() {
            if !std::mem::replace(&mut reached[node as usize], true) {
                waiting.extend(self.of(node));
            }
        }
        reached
    }

    /// Everything that can be reached from a node, itself left out, breadth first.
    fn walk(&self, from: Node) -> impl Iterator<Item = Node> {
        let mut met = Met { nodes: vec![from], set: FxHashSet::default() };
        let (mut looked_at, mut next) = (0, 1);
        std::iter::from_fn(move || {
            while next == met.nodes.len() {
                let node = *met.nodes.get(looked_at)?;
                looked_at += 1;
                self.of(node).iter().for_each(|&node| met.add(node));
            }
            next += 1;
            Some(met.nodes[next - 1])
        })
    }

    fn pairs(&self) -> impl Iterator<Item = (Node, Node)> + Clone + '_ {
        // Node numbers fit in u32 because the offsets do.
        (0..).zip(self.starts.windows(2)).flat_map(|(from, ends)| {
            self.targets[ends[0] as usize..ends[1] as usize].iter().map(move |&to| (from, to))
        })
    }
}

/// Nodes met on a walk, each once, in the order in which they were met.
struct Met {
    nodes: Vec<Node>,
    /// All of them, once looking through the list would take longer than looking here.
    set: FxHashSet<Node>,
}

impl Met {
    fn add(&mut self, node: Node) {
        const FEW: usize = 16;
        if self.nodes.len() < FEW {
            if !self.nodes.contains(&node) {
                self.nodes.push(node);
            }
            return;
        }
        if self.set.is_empty() {
            self.set.extend(&self.nodes);
        }
        if self.set.insert(node) {
            self.nodes.push(node);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_seen_from_both_ends_in_ascending_order() {
        let links = Links::new(4, &[(3, 0), (1, 0), (2, 0), (1, 2)]);
        assert_eq!(links.prerequisites(0), [1, 2, 3]);
        assert_eq!(links.dependents(1), [0, 2]);
        assert_eq!(links.nodes(), 4);
        assert!(links.prerequisites(3).is_empty());
    }

    #[test]
    fn a_ring_is_no_order() {
        assert!(Links::new(4, &[(3, 0), (1, 0), (2, 0), (1, 2)]).is_acyclic());
        assert!(!Links::new(4, &[(3, 0), (1, 0), (0, 2), (2, 1)]).is_acyclic());
        assert!(Links::new(0, &[]).is_acyclic());
    }

    #[test]
    fn what_is_needed_and_what_is_served_is_found_at_any_distance() {
        // 0 ← 1 ← 2   3
        let links = Links::new(4, &[(0, 1), (1, 2)]);
        assert_eq!(links.with_prerequisites([1]), [true, true, false, false]);
        assert_eq!(links.with_dependents([1]), [false, true, true, false]);
        assert_eq!(links.served_by(0).collect::<Vec<_>>(), [1, 2]);
        assert_eq!(links.needed_by(2).collect::<Vec<_>>(), [1, 0]);
    }

    #[test]
    fn a_walk_meets_every_node_once_and_the_nearer_ones_first() {
        // Each node serves the next three, in rows of forty.
        let near = |node: u32| (node + 1..node + 4).filter(move |after| after / 40 == node / 40);
        let pairs: Vec<_> = (0..120).flat_map(|node| near(node).map(move |after| (node, after))).collect();
        let met: Vec<Node> = Links::new(120, &pairs).served_by(40).collect();
        assert_eq!(met, (41..80).collect::<Vec<_>>());
    }
}
