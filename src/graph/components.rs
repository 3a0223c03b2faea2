//! What hangs together.

use petgraph::unionfind::UnionFind;

use super::Node;

/// Numbers the connected pieces of a graph in ascending order of their smallest node: for each of
/// the nodes `0..nodes` the number of its piece, and how many pieces there are. Linear but for the
/// union-find.
pub(crate) fn components(nodes: usize, links: &[(Node, Node)]) -> (Vec<u32>, usize) {
    let mut sets = UnionFind::new(nodes);
    for &(before, after) in links {
        sets.union(before, after);
    }
    let mut of = sets.into_labeling();
    // By representative, 0 where it has no number yet: memory that is zero costs nothing.
    let mut numbers = vec![0_u32; nodes];
    let mut count = 0;
    for set in &mut of {
        let number = &mut numbers[*set as usize];
        if *number == 0 {
            count += 1;
            *number = count;
        }
        *set = *number - 1;
    }
    (of, count as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_numbered_by_their_smallest_node() {
        assert_eq!(components(6, &[(5, 1), (4, 0), (4, 3)]), (vec![0, 1, 2, 0, 0, 1], 3));
        assert_eq!(components(0, &[]), (vec![], 0));
    }
}
