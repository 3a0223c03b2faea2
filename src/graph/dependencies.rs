//! Who waits for whom, as a graph of petgraph's.

use std::borrow::Cow;

use petgraph::{
    Direction,
    algo::toposort,
    graph::{DiGraph, NodeIndex},
};

/// A request's number in a graph: its place among all requests in natural id order, so that
/// nothing computed from the graph depends on the order of rows or files.
pub type Node = u32;

/// Who waits for whom: an edge leads from a prerequisite to its dependent. Prerequisites and
/// dependents of each node ascend.
#[derive(Clone, Debug, Default)]
pub struct Dependencies {
    pub(super) graph: DiGraph<(), (), Node>,
}

impl Dependencies {
    /// The graph over nodes `0..nodes` with links `(prerequisite, dependent)`, of which no two are
    /// equal. Linear time where they are sorted by one end and then by the other.
    pub fn new(nodes: usize, links: &[(Node, Node)]) -> Self {
        let by_dependent = |&(before, after): &(Node, Node)| (after, before);
        let mut links = Cow::Borrowed(links);
        if !links.is_sorted() && !links.is_sorted_by_key(by_dependent) {
            links.to_mut().sort_unstable();
        }
        let mut graph = DiGraph::with_capacity(nodes, links.len());
        for _ in 0..nodes {
            graph.add_node(());
        }
        // petgraph shows the neighbours that were added last first.
        graph.extend_with_edges(links.iter().rev());
        Self { graph }
    }

    /// How many nodes there are.
    pub fn nodes(&self) -> usize {
        self.graph.node_count()
    }

    /// What `node` directly waits for.
    pub fn prerequisites(&self, node: Node) -> impl Iterator<Item = Node> + Clone {
        self.graph.neighbors_directed(node.into(), Direction::Incoming).map(number)
    }

    /// What directly waits for `node`.
    pub fn dependents(&self, node: Node) -> impl Iterator<Item = Node> + Clone {
        self.graph.neighbors_directed(node.into(), Direction::Outgoing).map(number)
    }

    /// All nodes, each after everything that it waits for; `None` where some wait for themselves.
    /// Linear time.
    pub fn in_order(&self) -> Option<Vec<Node>> {
        // petgraph's `is_cyclic_directed` would be recursive.
        let order = toposort(&self.graph, None).ok()?;
        Some(order.into_iter().map(number).collect())
    }
}

/// A node of petgraph's as the number that everything else knows it by.
#[expect(clippy::cast_possible_truncation, reason = "nodes are numbered in 32 bits")]
pub(super) fn number(node: NodeIndex<Node>) -> Node {
    node.index() as Node
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_seen_from_both_ends_in_ascending_order() {
        for links in [
            [(3, 0), (1, 0), (2, 0), (1, 2)],
            [(1, 0), (1, 2), (2, 0), (3, 0)],
            [(1, 0), (2, 0), (3, 0), (1, 2)],
        ] {
            let links = Dependencies::new(4, &links);
            assert!(links.prerequisites(0).eq([1, 2, 3]));
            assert!(links.dependents(1).eq([0, 2]));
            assert_eq!(links.prerequisites(3).count(), 0);
            assert_eq!(links.nodes(), 4);
        }
    }

    #[test]
    fn a_ring_has_no_order() {
        let order = |links: &[(Node, Node)]| Dependencies::new(4, links).in_order();
        assert_eq!(order(&[(3, 0), (0, 1), (1, 2)]), Some(vec![3, 0, 1, 2]));
        assert_eq!(order(&[(3, 0), (1, 0), (0, 2), (2, 1)]), None);
        assert_eq!(Dependencies::new(0, &[]).in_order(), Some(vec![]));
    }
}
