//! What hangs together.

use petgraph::unionfind::UnionFind;

use crate::model::{Number, number, numbers};

numbers! {
    /// A connected piece of a graph, by its place among all of them.
    pub(crate) struct Component;
}

/// Numbers the connected pieces of a graph in ascending order of their smallest node: for each of
/// so many nodes the number of its piece, and how many pieces there are. Linear but for the
/// union-find.
pub(crate) fn components<N: Number>(nodes: usize, links: &[(N, N)]) -> (Vec<Component>, usize) {
    let mut sets = UnionFind::<u32>::new(nodes);
    for &(before, after) in links {
        sets.union(number(before.place()), number(after.place()));
    }
    // By representative, 0 where it has no number yet: memory that is zero costs nothing.
    let mut numbers = vec![0_usize; nodes];
    let mut count = 0;
    let component = |set: u32| {
        let number = &mut numbers[set as usize];
        if *number == 0 {
            count += 1;
            *number = count;
        }
        Component::at(*number - 1)
    };
    (sets.into_labeling().into_iter().map(component).collect(), count)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Node;

    #[test]
    fn pieces_are_numbered_by_their_smallest_node() {
        let links = [(5, 1), (4, 0), (4, 3)].map(|(before, after)| (Node::at(before), Node::at(after)));
        let pieces = [0, 1, 2, 0, 0, 1].map(Component::at);
        assert_eq!(components(6, &links), (pieces.to_vec(), 3));
        assert_eq!(components::<Node>(0, &[]), (vec![], 0));
    }
}
