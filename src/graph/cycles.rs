//! Cycles: requests that wait for each other and could never begin.

use petgraph::{
    algo::{kosaraju_scc, toposort},
    graph::EdgeReference,
    visit::{EdgeFiltered, EdgeRef},
};

use super::{
    Dependencies,
    dependencies::{index, of_index},
};
use crate::model::{Node, Number, numbers};

numbers! {
    /// A request that waits for itself, by its place among those that wait for each other.
    struct Member;
}

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

/// All cycles of the graph, by smallest member. Linear time where there is none.
///
/// Kosaraju's algorithm, because petgraph's is iterative: a chain of a million requests must not
/// overflow the stack.
pub fn cycles(links: &Dependencies) -> Vec<Cycle> {
    let mut cycles: Vec<Cycle> = kosaraju_scc(&links.graph)
        .into_iter()
        .filter(|component| component.len() > 1)
        .map(|component| cycle(links, component.into_iter().map(of_index).collect()))
        .collect();
    cycles.sort_by(|left, right| left.members.cmp(&right.members));
    cycles
}

fn cycle(links: &Dependencies, mut members: Vec<Node>) -> Cycle {
    members.sort_unstable();
    // The members by their places among themselves, so that every choice below depends on ids only.
    let place = |node: Node| members.binary_search(&node).ok().map(Member::at);
    let mut inner = Vec::new();
    for (before, &member) in Member::all().zip(&members) {
        inner.extend(links.dependents(member).filter_map(|after| Some((before, place(after)?))));
    }
    let name = |place: Member| members[place];
    let knot = Dependencies::new(members.len(), &inner);
    let path = way_round(&knot).into_iter().map(name).collect();
    let dropped = links_to_drop(&knot, inner);
    let to_drop = dropped.into_iter().map(|(before, after)| (name(before), name(after))).collect();
    Cycle { members, path, to_drop }
}

/// A shortest way from the first member over what it waits for back to it, which is not repeated.
fn way_round(knot: &Dependencies<Member>) -> Vec<Member> {
    let first = Member::at(0);
    knot.way(first, |node| knot.prerequisites(node).any(|before| before == first))
        .unwrap_or_else(|| vec![first])
}

/// How many links are proposed for dropping at most: who has to drop more has another problem.
const PROPOSED: usize = 20;

/// Links to drop so that nothing waits for itself: the one that is enough where there is one and
/// the knot is small, else one per round, into the member that most others wait for.
fn links_to_drop(knot: &Dependencies<Member>, links: Vec<(Member, Member)>) -> Vec<(Member, Member)> {
    let single = (links.len() <= 256).then(|| links.iter().find(|&&link| is_acyclic_without(knot, link)));
    if let Some(&single) = single.flatten() {
        return vec![single];
    }
    let mut left = links;
    let mut dropped = Vec::new();
    while dropped.len() < PROPOSED {
        let Some(at) = busiest_link(&Dependencies::new(knot.nodes(), &left), &left) else { break };
        dropped.push(left.remove(at));
    }
    dropped
}

/// Whether the loss of one link leaves no cycle.
fn is_acyclic_without(knot: &Dependencies<Member>, (before, after): (Member, Member)) -> bool {
    let ends = (index(before), index(after));
    let others = |link: EdgeReference<'_, (), u32>| (link.source(), link.target()) != ends;
    toposort(&EdgeFiltered::from_fn(&knot.graph, others), None).is_ok()
}

/// Among the links into the member that most others wait for, one on a cycle; none where nothing
/// waits for itself.
fn busiest_link(knot: &Dependencies<Member>, links: &[(Member, Member)]) -> Option<usize> {
    let mut group = vec![0; knot.nodes()];
    for (number, component) in kosaraju_scc(&knot.graph).iter().enumerate() {
        for node in component {
            group[node.index()] = number;
        }
    }
    let on_cycle = |&(before, after): &(Member, Member)| group[before] == group[after];
    let mut served = vec![0_usize; knot.nodes()];
    for &(before, _) in links.iter().filter(|link| on_cycle(link)) {
        served[before] += 1;
    }
    let candidates = (0..links.len()).filter(|&at| on_cycle(&links[at]));
    candidates.max_by_key(|&at| (served[links[at].1], std::cmp::Reverse(at)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::pairs;
    use proptest::prelude::*;

    #[test]
    fn a_ring_is_found_with_its_path_and_one_link_to_drop() {
        // 0 waits for 1, 1 for 2, 2 for 0; 3 waits for 0 and is no part of it.
        let found = cycles(&Dependencies::new(4, &pairs(&[(0, 2), (0, 3), (1, 0), (2, 1)])));
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].members, [0, 1, 2]);
        assert_eq!(found[0].path, [0, 1, 2]);
        assert_eq!(found[0].to_drop.len(), 1);
    }

    #[test]
    fn two_rings_through_one_request_share_the_link_to_drop_where_they_can() {
        // 0 → 1 → 0 and 0 → 1 → 2 → 0 share the link 0 → 1.
        let found = cycles(&Dependencies::new(3, &pairs(&[(0, 1), (1, 0), (1, 2), (2, 0)])));
        assert_eq!(found[0].to_drop, pairs(&[(0, 1)]));
    }

    #[test]
    fn a_million_in_a_row_do_not_overflow_the_stack() {
        let links: Vec<(Node, Node)> = (1..1_000_000).map(|at| (Node::at(at - 1), Node::at(at))).collect();
        assert!(cycles(&Dependencies::new(1_000_000, &links)).is_empty());
    }

    proptest! {
        #[test]
        fn dropping_what_is_proposed_leaves_no_cycle(
            links in proptest::collection::btree_set((0..9_usize, 0..9_usize), 0..30)
        ) {
            let links: Vec<_> = links.into_iter().filter(|(a, b)| a != b).collect();
            let links = pairs::<Node>(&links);
            let found = cycles(&Dependencies::new(9, &links));
            let dropped: Vec<_> = found.iter().flat_map(|cycle| &cycle.to_drop).collect();
            let kept: Vec<_> = links.iter().copied().filter(|link| !dropped.contains(&link)).collect();
            prop_assert!(cycles(&Dependencies::new(9, &kept)).is_empty());
            for cycle in &found {
                for (at, &node) in cycle.path.iter().enumerate() {
                    let next = cycle.path[(at + 1) % cycle.path.len()];
                    prop_assert!(links.contains(&(next, node)));
                }
            }
        }
    }
}
