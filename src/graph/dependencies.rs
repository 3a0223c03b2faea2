//! Who waits for whom, as a graph of petgraph's.

use std::{borrow::Cow, marker::PhantomData};

use petgraph::{
    Direction,
    algo::toposort,
    graph::{DiGraph, NodeIndex},
};

use crate::model::{Node, Number, number};

/// Who waits for whom: an edge leads from a prerequisite to its dependent. Prerequisites and
/// dependents of each node ascend.
///
/// The nodes are the requests of a backlog, or have numbers of another sort where a part of one is
/// looked at by itself.
#[derive(Clone, Debug, Default)]
pub struct Dependencies<N = Node> {
    pub(super) graph: DiGraph<(), (), u32>,
    numbers: PhantomData<N>,
}

impl<N: Number> Dependencies<N> {
    /// The graph over so many nodes with links `(prerequisite, dependent)`, of which no two are
    /// equal. Linear time where they are sorted by one end and then by the other.
    pub fn new(nodes: usize, links: &[(N, N)]) -> Self {
        let by_dependent = |&(before, after): &(N, N)| (after, before);
        let mut links = Cow::Borrowed(links);
        if !links.is_sorted() && !links.is_sorted_by_key(by_dependent) {
            links.to_mut().sort_unstable();
        }
        let mut graph = DiGraph::with_capacity(nodes, links.len());
        for _ in 0..nodes {
            graph.add_node(());
        }
        // petgraph shows the neighbours that were added last first.
        graph.extend_with_edges(links.iter().rev().map(|&(before, after)| (index(before), index(after))));
        Self { graph, numbers: PhantomData }
    }

    /// How many nodes there are.
    pub fn nodes(&self) -> usize {
        self.graph.node_count()
    }

    /// What `node` directly waits for.
    pub fn prerequisites(&self, node: N) -> impl Iterator<Item = N> + Clone {
        self.graph.neighbors_directed(index(node), Direction::Incoming).map(of_index)
    }

    /// What directly waits for `node`.
    pub fn dependents(&self, node: N) -> impl Iterator<Item = N> + Clone {
        self.graph.neighbors_directed(index(node), Direction::Outgoing).map(of_index)
    }

    /// All nodes, each after everything that it waits for; `None` where some wait for themselves.
    /// Linear time.
    pub fn in_order(&self) -> Option<Vec<N>> {
        // petgraph's `is_cyclic_directed` would be recursive.
        let order = toposort(&self.graph, None).ok()?;
        Some(order.into_iter().map(of_index).collect())
    }
}

/// A node as petgraph knows it.
pub(super) type Index = NodeIndex<u32>;

pub(super) fn index<N: Number>(node: N) -> Index {
    number(node.place()).into()
}

/// A node of petgraph's as the number that everything else knows it by.
pub(super) fn of_index<N: Number>(node: Index) -> N {
    N::at(node.index())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::{nodes, pairs};

    #[test]
    fn links_are_seen_from_both_ends_in_ascending_order() {
        for links in [
            [(3, 0), (1, 0), (2, 0), (1, 2)],
            [(1, 0), (1, 2), (2, 0), (3, 0)],
            [(1, 0), (2, 0), (3, 0), (1, 2)],
        ] {
            let links = Dependencies::<Node>::new(4, &pairs(&links));
            assert!(links.prerequisites(Node::at(0)).eq(nodes::<Node>([1, 2, 3])));
            assert!(links.dependents(Node::at(1)).eq(nodes::<Node>([0, 2])));
            assert_eq!(links.prerequisites(Node::at(3)).count(), 0);
            assert_eq!(links.nodes(), 4);
        }
    }

    #[test]
    fn a_ring_has_no_order() {
        let order = |links: &[(usize, usize)]| Dependencies::<Node>::new(4, &pairs(links)).in_order();
        assert_eq!(order(&[(3, 0), (0, 1), (1, 2)]), Some(nodes([3, 0, 1, 2])));
        assert_eq!(order(&[(3, 0), (1, 0), (0, 2), (2, 1)]), None);
        assert_eq!(Dependencies::<Node>::new(0, &[]).in_order(), Some(vec![]));
    }
}
