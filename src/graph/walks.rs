//! Walks along the links: petgraph's visitors, which need no stack, started and read in numbers.

use std::collections::VecDeque;

use petgraph::visit::{
    Bfs, Dfs, DfsPostOrder, IntoNeighbors, IntoNeighborsDirected, NodeFiltered, Reversed, UndirectedAdaptor,
    Visitable,
};
use rustc_hash::{FxHashMap, FxHashSet};

use super::{
    Dependencies,
    dependencies::{Index, index, of_index},
};
use crate::model::Number;

impl<N: Number> Dependencies<N> {
    /// What waits for `node`, directly or not, the nearest first. Costs what is looked at.
    pub fn served_by(&self, node: N) -> impl Iterator<Item = N> {
        breadth_first(&self.graph, node)
    }

    /// What `node` waits for, directly or not, the nearest first. Costs what is looked at.
    pub fn needed_by(&self, node: N) -> impl Iterator<Item = N> {
        breadth_first(Reversed(&self.graph), node)
    }

    /// What `node` waits for over nodes that count only, itself among them.
    pub fn needed_over(&self, node: N, counts: impl Fn(N) -> bool) -> impl Iterator<Item = N> {
        let counting = NodeFiltered::from_fn(Reversed(&self.graph), move |node| counts(of_index(node)));
        let mut bfs = from(node);
        std::iter::from_fn(move || bfs.next(&counting).map(of_index)).skip(1)
    }

    /// A shortest way from `node` over what it waits for to the nearest one that is wanted, both
    /// ends included. Costs what is looked at.
    pub fn way(&self, node: N, is_wanted: impl Fn(N) -> bool) -> Option<Vec<N>> {
        let mut bfs = from(node);
        let mut met: FxHashMap<N, usize> = FxHashMap::default();
        loop {
            let next = of_index(bfs.next(Reversed(&self.graph))?);
            met.insert(next, met.len());
            if is_wanted(next) {
                break self.way_back(node, next, &met);
            }
        }
    }

    /// The way on which a breadth-first walk from `start` came to `end`; for each node that it met
    /// how many it met before.
    fn way_back(&self, start: N, end: N, met: &FxHashMap<N, usize>) -> Option<Vec<N>> {
        let mut way = vec![end];
        let mut here = end;
        while here != start {
            // The walk came from the first that it met of those that wait for this one.
            here =
                self.dependents(here).filter(|before| met.contains_key(before)).min_by_key(|it| met[it])?;
            way.push(here);
        }
        way.reverse();
        Some(way)
    }

    /// The given nodes and all that they wait for, directly or not. Linear time.
    pub fn with_prerequisites(&self, seeds: impl IntoIterator<Item = N>) -> Vec<bool> {
        self.reached(Reversed(&self.graph), seeds)
    }

    /// The given nodes and all that waits for them, directly or not. Linear time.
    pub fn with_dependents(&self, seeds: impl IntoIterator<Item = N>) -> Vec<bool> {
        self.reached(&self.graph, seeds)
    }

    /// The given nodes and all that hangs together with them by links in any direction, as far as
    /// it counts; ascending. Linear time.
    pub fn connected(&self, seeds: impl IntoIterator<Item = N>, counts: impl Fn(N) -> bool) -> Vec<N> {
        let seeds = seeds.into_iter().filter(|&seed| counts(seed)).collect::<Vec<_>>();
        let counting = NodeFiltered::from_fn(&self.graph, |node| counts(of_index(node)));
        let reached = self.reached(UndirectedAdaptor(&counting), seeds);
        N::all().zip(reached).filter(|&(_, reached)| reached).map(|(node, _)| node).collect()
    }

    /// What is linked to `node` by at most so many links in any direction, and itself; ascending.
    /// Costs what is looked at.
    pub fn near(&self, node: N, steps: u32) -> Vec<N> {
        let mut bfs = from(node);
        for _ in 0..steps {
            // What is in the queue has the same distance; what it meets is one step further.
            let circle = bfs.stack.len();
            if (0..circle).filter_map(|_| bfs.next(UndirectedAdaptor(&self.graph))).count() == 0 {
                break;
            }
        }
        let mut near: Vec<N> = bfs.discovered.into_iter().map(of_index).collect();
        near.sort_unstable();
        near
    }

    /// The members, each after all members that it waits for. Those that wait for one member, which
    /// waits for one itself, and so on, follow it before any other with such a path. Without cycles
    /// only. Linear time.
    pub fn depth_first(&self, members: &[bool]) -> Vec<N> {
        let graph = NodeFiltered::from_fn(&self.graph, |node: Index| members[node.index()]);
        let mut dfs = DfsPostOrder::empty(&self.graph);
        let mut order = Vec::new();
        for (node, _) in N::all().zip(members).filter(|&(_, &member)| member) {
            if !self.prerequisites(node).any(|before| members[before.place()]) {
                dfs.move_to(index(node));
                order.extend(std::iter::from_fn(|| dfs.next(&graph).map(of_index::<N>)));
            }
        }
        order.reverse();
        order
    }

    fn reached<G>(&self, graph: G, seeds: impl IntoIterator<Item = N>) -> Vec<bool>
    where
        G: IntoNeighbors<NodeId = Index>,
    {
        let mut dfs = Dfs::from_parts(seeds.into_iter().map(index).collect(), self.graph.visit_map());
        while dfs.next(graph).is_some() {}
        (0..self.nodes()).map(|node| dfs.discovered.contains(node)).collect()
    }
}

/// A walk that begins at a node. petgraph's own would make room for all nodes first, which is too
/// much where many short walks are made.
fn from<N: Number>(node: N) -> Bfs<Index, FxHashSet<Index>> {
    let start = index(node);
    Bfs { stack: VecDeque::from([start]), discovered: FxHashSet::from_iter([start]) }
}

/// Everything that can be reached from a node, itself left out, breadth first.
fn breadth_first<G, N: Number>(graph: G, node: N) -> impl Iterator<Item = N>
where
    G: IntoNeighborsDirected<NodeId = Index>,
{
    let mut bfs = from(node);
    std::iter::from_fn(move || bfs.next(graph).map(of_index)).skip(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        graph::{nodes, pairs},
        model::Node,
    };

    /// 0 ← 1 ← 2   3
    fn row() -> Dependencies {
        Dependencies::new(4, &pairs(&[(0, 1), (1, 2)]))
    }

    #[test]
    fn what_is_needed_and_what_is_served_is_found_at_any_distance() {
        let links = row();
        assert_eq!(links.with_prerequisites([Node::at(1)]), [true, true, false, false]);
        assert_eq!(links.with_dependents([Node::at(1)]), [false, true, true, false]);
        assert_eq!(links.served_by(Node::at(0)).collect::<Vec<_>>(), [1, 2]);
        assert_eq!(links.needed_by(Node::at(2)).collect::<Vec<_>>(), [1, 0]);
        assert_eq!(links.needed_over(Node::at(2), |it| it != Node::at(0)).collect::<Vec<_>>(), [1]);
        assert_eq!(links.needed_over(Node::at(2), |it| it != Node::at(1)).count(), 0);
    }

    #[test]
    fn what_is_near_or_hangs_together_is_found_in_both_directions() {
        let links = row();
        assert_eq!(links.near(Node::at(1), 0), [1]);
        assert_eq!(links.near(Node::at(1), 1), [0, 1, 2]);
        assert_eq!(links.near(Node::at(0), u32::MAX), [0, 1, 2]);
        assert_eq!(links.connected(nodes([0, 3]), |_| true), [0, 1, 2, 3]);
        assert_eq!(links.connected(nodes([0, 3]), |it| it != Node::at(1)), [0, 3]);
        assert!(links.connected([Node::at(1)], |it| it != Node::at(1)).is_empty());
    }

    #[test]
    fn a_walk_meets_every_node_once_and_the_nearer_ones_first() {
        // Each node serves the next three, in rows of forty.
        let near = |node: usize| (node + 1..node + 4).filter(move |after| after / 40 == node / 40);
        let links: Vec<_> = (0..120).flat_map(|node| near(node).map(move |after| (node, after))).collect();
        let met: Vec<Node> = Dependencies::new(120, &pairs(&links)).served_by(Node::at(40)).collect();
        assert_eq!(met, nodes::<Node>(41..80));
    }

    #[test]
    fn the_way_found_is_a_shortest_one() {
        // 5 waits for 4 and 3; 4 for 2; 2 and 3 for 0; 0 for 1.
        let links = Dependencies::new(6, &pairs(&[(4, 5), (3, 5), (2, 4), (0, 2), (0, 3), (1, 0)]));
        assert_eq!(links.way(Node::at(5), |it| it == Node::at(1)), Some(nodes([5, 3, 0, 1])));
        assert_eq!(links.way(Node::at(5), |it| it == Node::at(5)), Some(nodes([5])));
        assert_eq!(links.way(Node::at(0), |it| it == Node::at(2)), None);
    }

    #[test]
    fn paths_follow_where_they_begin() {
        // 0 → 1 → 2, 0 → 3 → 6, 4 → 5, and 6 waits for 5 as well.
        let links = Dependencies::<Node>::new(7, &pairs(&[(0, 1), (1, 2), (0, 3), (3, 6), (4, 5), (5, 6)]));
        let order = links.depth_first(&[true; 7]);
        let place = |at: usize| order.iter().position(|&other| other == Node::at(at)).unwrap();
        assert!(place(3) < place(6) && place(5) < place(6));
        let paths: Vec<Node> = order.iter().copied().filter(|&it| it != Node::at(6)).collect();
        let start = |at: usize| paths.iter().position(|&other| other == Node::at(at)).unwrap();
        assert_eq!(start(5), start(4) + 1);
        assert_eq!(start(2), start(1) + 1);
        assert!(start(0) < start(1) && start(1).max(start(3)) <= start(0) + 3);
        assert_eq!(links.depth_first(&[false, true, true, false, true, false, true]).len(), 4);
    }

    #[test]
    fn a_million_in_a_row_need_no_stack() {
        let links: Vec<_> = (1..1_000_000).map(|at| (Node::at(at - 1), Node::at(at))).collect();
        let links = Dependencies::<Node>::new(1_000_000, &links);
        assert_eq!(links.in_order().map(|order| order.len()), Some(1_000_000));
        assert_eq!(links.depth_first(&vec![true; 1_000_000]).last(), Some(&Node::at(999_999)));
        assert_eq!(links.served_by(Node::at(0)).count(), 999_999);
        assert!(links.with_prerequisites([Node::at(999_999)])[0]);
        assert_eq!(links.connected([Node::at(500_000)], |_| true).len(), 1_000_000);
        assert_eq!(
            links.way(Node::at(999_999), |it| it == Node::at(0)).map(|way| way.len()),
            Some(1_000_000)
        );
    }
}
