//! A graph that is taken apart into connected pieces, again and again, without moving house.
//!
//! All pieces live in two arrays. Each owns a stretch of nodes and a stretch of links, and
//! taking it apart only permutes these stretches, so however often that happens the arrays are
//! never copied as a whole. Within a piece nodes have local numbers `0..`, in ascending order of
//! the nodes they stand for, and links are pairs of local numbers.

use std::ops::Range;

use crate::{
    graph::{Component, Dependencies, components},
    model::{Node, Number, numbers},
};

numbers! {
    /// A node of a piece, by its place there.
    pub(super) struct Local;
}

/// Prerequisite and dependent, in the local numbers of a piece.
pub(super) type Pair = (Local, Local);

/// Where one piece lives in the arrays of its [`Pieces`].
#[derive(Clone, Debug, Default)]
pub(super) struct Piece {
    nodes: Range<usize>,
    links: Range<usize>,
}

impl Piece {
    /// Turns places within `whole` into places within the arrays.
    fn move_by(&mut self, whole: &Self) {
        let moved = |part: &Range<usize>, start| part.start + start..part.end + start;
        self.nodes = moved(&self.nodes, whole.nodes.start);
        self.links = moved(&self.links, whole.links.start);
    }
}

/// Disjoint parts of a graph, and the memory that taking them apart needs.
pub(super) struct Pieces {
    nodes: Vec<Node>,
    links: Vec<Pair>,
    spare_nodes: Vec<Node>,
    spare_links: Vec<Pair>,
    spare_local: Vec<Local>,
}

impl Pieces {
    /// The members of a graph with the links among them, and its connected pieces in ascending
    /// order of their smallest node.
    pub(super) fn new(graph: &Dependencies, members: &[bool]) -> (Self, Vec<Piece>) {
        let mut nodes = Vec::new();
        let mut local = vec![Local::default(); members.len()];
        for (node, &member) in Node::all().zip(members) {
            local[node] = Local::at(nodes.len());
            if member {
                nodes.push(node);
            }
        }
        let mut links = Vec::new();
        for &dependent in &nodes {
            for prerequisite in graph.prerequisites(dependent) {
                if members[prerequisite] {
                    links.push((local[prerequisite], local[dependent]));
                }
            }
        }
        let whole = Piece { nodes: 0..nodes.len(), links: 0..links.len() };
        let mut pieces = Self::of(nodes, links);
        let mut connected = Vec::new();
        pieces.take_apart(&whole, |_| true, &mut connected);
        (pieces, connected)
    }

    /// Some of its pieces, which follow each other, with arrays of their own.
    pub(super) fn only(&self, parts: &[Piece]) -> (Self, Vec<Piece>) {
        let stretch = |of: fn(&Piece) -> &Range<usize>| match parts {
            [] => 0..0,
            [first, .., last] => of(first).start..of(last).end,
            [only] => of(only).clone(),
        };
        let (nodes, links) = (stretch(|piece| &piece.nodes), stretch(|piece| &piece.links));
        let moved = |part: &Range<usize>, start| part.start - start..part.end - start;
        let moved = |piece: &Piece| Piece {
            nodes: moved(&piece.nodes, nodes.start),
            links: moved(&piece.links, links.start),
        };
        let parts = parts.iter().map(moved).collect();
        (Self::of(self.nodes[nodes.clone()].to_vec(), self.links[links.clone()].to_vec()), parts)
    }

    fn of(nodes: Vec<Node>, links: Vec<Pair>) -> Self {
        let (spare_nodes, spare_links, spare_local) = (Vec::new(), Vec::new(), Vec::new());
        Self { nodes, links, spare_nodes, spare_links, spare_local }
    }

    /// The nodes of a piece, ascending. A node's place here is its local number.
    pub(super) fn nodes(&self, piece: &Piece) -> &[Node] {
        &self.nodes[piece.nodes.clone()]
    }

    /// The links of a piece, in local numbers.
    pub(super) fn links(&self, piece: &Piece) -> &[Pair] {
        &self.links[piece.links.clone()]
    }

    /// Cuts the links of `piece` that are not `kept` and appends what then hangs together to
    /// `parts`. Linear but for the union-find.
    pub(super) fn take_apart(&mut self, piece: &Piece, kept: impl Fn(&Pair) -> bool, parts: &mut Vec<Piece>) {
        let nodes = &mut self.nodes[piece.nodes.clone()];
        let links = &mut self.links[piece.links.clone()];
        self.spare_nodes.clear();
        self.spare_nodes.extend_from_slice(nodes);
        self.spare_links.clear();
        let kept = links.iter().filter(|link| kept(link));
        self.spare_links.extend(kept);

        let (part_of, count): (Vec<Component>, _) = components(nodes.len(), &self.spare_links);

        // A counting sort by part: sizes, then empty stretches, then everything in its place.
        let first = parts.len();
        parts.resize(first + count, Piece::default());
        let parts = &mut parts[first..];
        for &part in &part_of {
            parts[part].nodes.end += 1;
        }
        for &(before, _) in &self.spare_links {
            parts[part_of[before]].links.end += 1;
        }
        let (mut node, mut link) = (0, 0);
        for part in parts.iter_mut() {
            let (nodes, links) = (part.nodes.end, part.links.end);
            (part.nodes, part.links) = (node..node, link..link);
            (node, link) = (node + nodes, link + links);
        }
        let local = &mut self.spare_local;
        local.clear();
        for (&node, &part) in self.spare_nodes.iter().zip(&part_of) {
            let stretch = &mut parts[part].nodes;
            local.push(Local::at(stretch.len()));
            nodes[stretch.end] = node;
            stretch.end += 1;
        }
        for &(before, after) in &self.spare_links {
            let stretch = &mut parts[part_of[before]].links;
            links[stretch.end] = (local[before], local[after]);
            stretch.end += 1;
        }
        for part in parts {
            part.move_by(piece);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::{nodes, pairs};

    /// Nodes and links of a piece, both in the numbers of the graph.
    type Shown = (Vec<Node>, Vec<(Node, Node)>);

    fn shown(pieces: &Pieces, parts: &[Piece]) -> Vec<Shown> {
        parts
            .iter()
            .map(|part| {
                let nodes = pieces.nodes(part);
                let global = |&(a, b): &Pair| (nodes[a], nodes[b]);
                let links = pieces.links(part).iter().map(global).collect();
                (nodes.to_vec(), links)
            })
            .collect()
    }

    #[test]
    fn members_fall_into_connected_pieces_and_these_into_smaller_ones() {
        let links = Dependencies::new(7, &pairs(&[(4, 0), (0, 2), (2, 6), (5, 1), (3, 1)]));
        let members = [true, true, true, false, true, true, true];
        let (mut pieces, parts) = Pieces::new(&links, &members);
        assert_eq!(
            shown(&pieces, &parts),
            [(nodes([0, 2, 4, 6]), pairs(&[(4, 0), (0, 2), (2, 6)])), (nodes([1, 5]), pairs(&[(5, 1)]))]
        );
        let mut smaller = Vec::new();
        pieces.take_apart(&parts[0], |&link| link != (Local::at(0), Local::at(1)), &mut smaller);
        assert_eq!(
            shown(&pieces, &smaller),
            [(nodes([0, 4]), pairs(&[(4, 0)])), (nodes([2, 6]), pairs(&[(2, 6)]))]
        );
        assert_eq!(pieces.nodes(&parts[1]), [1, 5]);
    }
}
