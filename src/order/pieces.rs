//! A graph that is taken apart into connected pieces, again and again, without moving house.
//!
//! All pieces live in two arrays. Each owns a stretch of nodes and a stretch of links, and
//! taking it apart only permutes these stretches, so however often that happens the arrays are
//! never copied as a whole. Within a piece nodes have local numbers `0..`, in ascending order of
//! the nodes they stand for, and links are pairs of local numbers.

use std::ops::Range;

use super::number;
use crate::graph::{Links, Node};

/// Prerequisite and dependent, in the local numbers of a piece.
pub(super) type Pair = (Node, Node);

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
    groups: Groups,
}

impl Pieces {
    /// The members of a graph with the links among them, and its connected pieces in ascending
    /// order of their smallest node.
    pub(super) fn new(graph: &Links, members: &[bool]) -> (Self, Vec<Piece>) {
        let mut nodes = Vec::new();
        let mut local = vec![0; members.len()];
        for (node, &member) in (0..).zip(members) {
            local[node as usize] = number(nodes.len());
            if member {
                nodes.push(node);
            }
        }
        let mut links = Vec::new();
        for &dependent in &nodes {
            for &prerequisite in graph.prerequisites(dependent) {
                if members[prerequisite as usize] {
                    links.push((local[prerequisite as usize], local[dependent as usize]));
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
        Self { nodes, links, spare_nodes: Vec::new(), spare_links: Vec::new(), groups: Groups::default() }
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

        let groups = &mut self.groups;
        groups.reset(nodes.len());
        for &link in &self.spare_links {
            groups.join(link);
        }
        groups.number();

        // A counting sort by group: sizes, then empty stretches, then everything in its place.
        let first = parts.len();
        parts.resize(first + groups.count, Piece::default());
        let parts = &mut parts[first..];
        for &group in &groups.of {
            parts[group as usize].nodes.end += 1;
        }
        for &(before, _) in &self.spare_links {
            parts[groups.of[before as usize] as usize].links.end += 1;
        }
        let (mut node, mut link) = (0, 0);
        for part in parts.iter_mut() {
            let (nodes, links) = (part.nodes.end, part.links.end);
            (part.nodes, part.links) = (node..node, link..link);
            (node, link) = (node + nodes, link + links);
        }
        let local = &mut groups.parent;
        for ((&node, &group), local) in self.spare_nodes.iter().zip(&groups.of).zip(&mut *local) {
            let stretch = &mut parts[group as usize].nodes;
            *local = number(stretch.len());
            nodes[stretch.end] = node;
            stretch.end += 1;
        }
        for &(before, after) in &self.spare_links {
            let stretch = &mut parts[groups.of[before as usize] as usize].links;
            links[stretch.end] = (local[before as usize], local[after as usize]);
            stretch.end += 1;
        }
        for part in parts {
            part.move_by(piece);
        }
    }
}

/// A union-find whose groups are numbered in ascending order of their smallest element.
#[derive(Default)]
struct Groups {
    /// A smaller element of the same group; the smallest has itself.
    parent: Vec<u32>,
    /// The number of each element's group.
    of: Vec<u32>,
    count: usize,
}

impl Groups {
    fn reset(&mut self, elements: usize) {
        self.parent.clear();
        self.parent.extend(0..number(elements));
    }

    /// The smallest element of the group, found so far, that `element` is in.
    fn root(&mut self, mut element: u32) -> u32 {
        while self.parent[element as usize] != element {
            let next = self.parent[element as usize];
            self.parent[element as usize] = self.parent[next as usize];
            element = next;
        }
        element
    }

    fn join(&mut self, (a, b): (u32, u32)) {
        let (a, b) = (self.root(a), self.root(b));
        self.parent[a.max(b) as usize] = a.min(b);
    }

    fn number(&mut self) {
        self.of.clear();
        self.count = 0;
        for element in 0..number(self.parent.len()) {
            let parent = self.parent[element as usize];
            // A parent is smaller, so its group has its number already.
            if parent == element {
                self.of.push(number(self.count));
                self.count += 1;
            } else {
                self.of.push(self.of[parent as usize]);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Nodes and links of each piece, both in the numbers of the graph.
    fn shown(pieces: &Pieces, parts: &[Piece]) -> Vec<(Vec<Node>, Vec<Pair>)> {
        parts
            .iter()
            .map(|part| {
                let nodes = pieces.nodes(part);
                let global = |&(a, b): &Pair| (nodes[a as usize], nodes[b as usize]);
                let links = pieces.links(part).iter().map(global).collect();
                (nodes.to_vec(), links)
            })
            .collect()
    }

    #[test]
    fn members_fall_into_connected_pieces_and_these_into_smaller_ones() {
        let links = Links::new(7, &[(4, 0), (0, 2), (2, 6), (5, 1), (3, 1)]);
        let members = [true, true, true, false, true, true, true];
        let (mut pieces, parts) = Pieces::new(&links, &members);
        assert_eq!(
            shown(&pieces, &parts),
            [(vec![0, 2, 4, 6], vec![(4, 0), (0, 2), (2, 6)]), (vec![1, 5], vec![(5, 1)]),]
        );
        let mut smaller = Vec::new();
        pieces.take_apart(&parts[0], |&link| link != (0, 1), &mut smaller);
        assert_eq!(shown(&pieces, &smaller), [(vec![0, 4], vec![(4, 0)]), (vec![2, 6], vec![(2, 6)])]);
        assert_eq!(pieces.nodes(&parts[1]), [1, 5]);
    }
}
