//! Cycles: requests that wait for each other and could never begin.

use petgraph::{
    algo::kosaraju_scc,
    graph::{DiGraph, NodeIndex},
};

use super::Node;

/// Requests that all wait for each other, directly or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cycle {
    /// All of them, ascending.
    pub members: Vec<Node>,
    /// A shortest way round through the smallest member: each waits for the next, the last for
    /// the first.
    pub path: Vec<Node>,
    /// Links `(prerequisite, dependent)` without which the members no longer wait for each other.
    /// One link where one is enough; otherwise few, though not always the fewest (finding those
    /// is NP-hard: feedback arc set, Karp 1972). In a knot that needs many, only the first ones.
    pub to_drop: Vec<(Node, Node)>,
}

/// All cycles of the graph over `nodes` with links `(prerequisite, dependent)`, by smallest
/// member. Linear time where there is none.
///
/// Kosaraju's algorithm, because petgraph's is iterative: a chain of a million requests must not
/// overflow the stack.
pub fn cycles(nodes: usize, links: &[(Node, Node)]) -> Vec<Cycle> {
    let graph = graph(nodes, links);
    let components: Vec<Vec<NodeIndex<Node>>> =
        kosaraju_scc(&graph).into_iter().filter(|component| component.len() > 1).collect();
    if components.is_empty() {
        return Vec::new();
    }
    let mut component_of = vec![usize::MAX; nodes];
    for (number, component) in components.iter().enumerate() {
        for node in component {
            component_of[node.index()] = number;
        }
    }
    let mut inner = vec![Vec::new(); components.len()];
    for &(before, after) in links {
        let component = component_of[before as usize];
        if component != usize::MAX && component == component_of[after as usize] {
            inner[component].push((before, after));
        }
    }
    let mut cycles: Vec<Cycle> =
        components.into_iter().zip(&inner).map(|(component, links)| cycle(component, links)).collect();
    cycles.sort_by(|left, right| left.members.cmp(&right.members));
    cycles
}

/// A place among the members as the number that petgraph knows it by.
#[expect(clippy::cast_possible_truncation, reason = "places of nodes, which are numbered in 32 bits")]
const fn number(place: usize) -> Node {
    place as Node
}

fn graph(nodes: usize, links: &[(Node, Node)]) -> DiGraph<(), (), Node> {
    let mut graph = DiGraph::with_capacity(nodes, links.len());
    for _ in 0..nodes {
        graph.add_node(());
    }
    graph.extend_with_edges(links.iter().copied());
    graph
}

fn cycle(component: Vec<NodeIndex<Node>>, links: &[(Node, Node)]) -> Cycle {
    let mut members: Vec<Node> = component.into_iter().map(|node| number(node.index())).collect();
    members.sort_unstable();
    let place = |node: Node| members.binary_search(&node).ok();
    // The links among the members, over their places. Sorted, so that every choice below
    // depends on ids only.
    let mut inner: Vec<(usize, usize)> =
        links.iter().filter_map(|&(before, after)| Some((place(before)?, place(after)?))).collect();
    inner.sort_unstable();
    let name = |&(before, after): &(usize, usize)| (members[before], members[after]);
    let path = way_round(members.len(), &inner, 0).into_iter().map(|at| members[at]).collect();
    let to_drop = links_to_drop(members.len(), &inner).iter().map(name).collect();
    Cycle { members, path, to_drop }
}

/// A shortest way from `start` over what it waits for back to `start`, by breadth-first search.
fn way_round(nodes: usize, links: &[(usize, usize)], start: usize) -> Vec<usize> {
    let mut prerequisites = vec![Vec::new(); nodes];
    for &(before, after) in links {
        prerequisites[after].push(before);
    }
    let mut came_from = vec![None; nodes];
    let mut queue = std::collections::VecDeque::from([start]);
    while let Some(node) = queue.pop_front() {
        for &next in &prerequisites[node] {
            if next == start {
                let mut path = vec![node];
                while let Some(before) = came_from[path[path.len() - 1]] {
                    path.push(before);
                }
                path.reverse();
                return path;
            }
            if came_from[next].is_none() {
                came_from[next] = Some(node);
                queue.push_back(next);
            }
        }
    }
    vec![start]
}

/// How many links are proposed for dropping at most: who has to drop more has another problem.
const PROPOSED: usize = 20;

/// Links to drop so that nothing waits for itself: the one that is enough where there is one and
/// the knot is small, else one per round, into the member that most others wait for.
fn links_to_drop(nodes: usize, links: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let single = (links.len() <= 256).then(|| single_cut(nodes, links)).flatten();
    if let Some(at) = single {
        return vec![links[at]];
    }
    let mut kept = links.to_vec();
    let mut dropped = Vec::new();
    while dropped.len() < PROPOSED && !is_acyclic(nodes, &kept) {
        dropped.push(kept.remove(busiest_link(nodes, &kept)));
    }
    dropped
}

/// A link whose loss alone leaves no cycle.
fn single_cut(nodes: usize, links: &[(usize, usize)]) -> Option<usize> {
    (0..links.len()).find(|&at| {
        let mut others = links.to_vec();
        others.remove(at);
        is_acyclic(nodes, &others)
    })
}

/// Among the links into the member that most others wait for, one on a cycle.
fn busiest_link(nodes: usize, links: &[(usize, usize)]) -> usize {
    let graph = graph(nodes, &links.iter().map(|&(a, b)| (number(a), number(b))).collect::<Vec<_>>());
    let mut group = vec![0; nodes];
    for (number, component) in kosaraju_scc(&graph).iter().enumerate() {
        for node in component {
            group[node.index()] = number;
        }
    }
    let mut served = vec![0_usize; nodes];
    for &(before, after) in links {
        served[before] += usize::from(group[before] == group[after]);
    }
    let on_cycle = (0..links.len()).filter(|&at| group[links[at].0] == group[links[at].1]);
    on_cycle.max_by_key(|&at| (served[links[at].1], std::cmp::Reverse(at))).unwrap_or(0)
}

fn is_acyclic(nodes: usize, links: &[(usize, usize)]) -> bool {
    let mut waits = vec![0_usize; nodes];
    let mut dependents = vec![Vec::new(); nodes];
    for &(before, after) in links {
        waits[after] += 1;
        dependents[before].push(after);
    }
    let mut free: Vec<usize> = (0..nodes).filter(|&node| waits[node] == 0).collect();
    let mut seen = 0;
    while let Some(node) = free.pop() {
        seen += 1;
        for &next in &dependents[node] {
            waits[next] -= 1;
            if waits[next] == 0 {
                free.push(next);
            }
        }
    }
    seen == nodes
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_ring_is_found_with_its_path_and_one_link_to_drop() {
        // 0 waits for 1, 1 for 2, 2 for 0; 3 waits for 0 and is no part of it.
        let found = cycles(4, &[(0, 2), (0, 3), (1, 0), (2, 1)]);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].members, [0, 1, 2]);
        assert_eq!(found[0].path, [0, 1, 2]);
        assert_eq!(found[0].to_drop.len(), 1);
    }

    #[test]
    fn two_rings_through_one_request_share_the_link_to_drop_where_they_can() {
        // 0 → 1 → 0 and 0 → 1 → 2 → 0 share the link 0 → 1.
        let found = cycles(3, &[(0, 1), (1, 0), (1, 2), (2, 0)]);
        assert_eq!(found[0].to_drop, [(0, 1)]);
    }

    #[test]
    fn a_million_in_a_row_do_not_overflow_the_stack() {
        let links: Vec<(Node, Node)> = (1..1_000_000).map(|node| (node - 1, node)).collect();
        assert!(cycles(1_000_000, &links).is_empty());
    }

    proptest! {
        #[test]
        fn dropping_what_is_proposed_leaves_no_cycle(
            links in proptest::collection::btree_set((0..9_u32, 0..9_u32), 0..30)
        ) {
            let links: Vec<(Node, Node)> = links.into_iter().filter(|(a, b)| a != b).collect();
            let found = cycles(9, &links);
            let dropped: Vec<_> = found.iter().flat_map(|cycle| &cycle.to_drop).collect();
            let kept: Vec<_> = links.iter().copied().filter(|link| !dropped.contains(&link)).collect();
            prop_assert!(cycles(9, &kept).is_empty());
            for cycle in &found {
                for (at, &node) in cycle.path.iter().enumerate() {
                    let next = cycle.path[(at + 1) % cycle.path.len()];
                    prop_assert!(links.contains(&(next, node)));
                }
            }
        }
    }
}
