//! Where boxes go: layers from left to right, few crossings, short links.
//!
//! Sugiyama's method: a request stands one layer behind the last of what it needs; links over
//! several layers are led through each; layers are sorted by the places of their neighbours, back
//! and forth; then boxes move towards their neighbours as far as the order lets them. Everything is
//! whole numbers and goes through lists only, so that the same picture comes out everywhere.
//! Source: Sugiyama, Tagawa, Toda (1981), "Methods for visual understanding of hierarchical system
//! structures".

use crate::{
    graph::Dependencies,
    model::{Number, numbers},
};

numbers! {
    /// A box, by its place among those that are drawn.
    struct Drawn;
}

/// How often layers are sorted, and boxes moved, back and forth.
const SWEEPS: usize = 12;

/// How far the centres of two neighbours in a layer are apart, in units of a box's height and gap.
const APART: i64 = 1000;

/// Where everything is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Layout {
    /// For each box its layer, and its place across in thousandths of a box, from 0.
    pub(super) places: Vec<(usize, i64)>,
    /// For each link the places it goes through, its ends among them.
    pub(super) ways: Vec<Vec<(usize, i64)>>,
    /// How many layers there are.
    pub(super) layers: usize,
    /// How far the last box is across.
    pub(super) across: i64,
}

/// Lays out boxes `0..boxes` with links, which have no cycles.
pub(super) fn layout(boxes: usize, links: &[(usize, usize)]) -> Layout {
    let layer = layers(boxes, links);
    let mut graph = Layered::new(&layer, links);
    graph.sort();
    let across = graph.place();
    let ways = graph.ways.iter().map(|way| way.iter().map(|&at| (graph.layer[at], across[at])).collect());
    Layout {
        ways: ways.collect(),
        layers: graph.rows.len(),
        across: across.iter().copied().max().unwrap_or(0),
        places: (0..boxes).map(|at| (graph.layer[at], across[at])).collect(),
    }
}

/// The longest way to each box.
fn layers(boxes: usize, links: &[(usize, usize)]) -> Vec<usize> {
    let pairs: Vec<(Drawn, Drawn)> =
        links.iter().map(|&(before, after)| (Drawn::at(before), Drawn::at(after))).collect();
    let links = Dependencies::new(boxes, &pairs);
    let mut layer = vec![0; boxes];
    for at in links.in_order().unwrap_or_default() {
        let behind = links.prerequisites(at).map(|before| layer[before] + 1).max();
        layer[at] = behind.unwrap_or(0);
    }
    layer
}

/// Boxes, and points that long links go through, in layers.
struct Layered {
    layer: Vec<usize>,
    rows: Vec<Vec<usize>>,
    /// Neighbours in the layer before and in the one behind.
    near: [Vec<Vec<usize>>; 2],
    ways: Vec<Vec<usize>>,
}

impl Layered {
    fn new(boxes: &[usize], links: &[(usize, usize)]) -> Self {
        let mut layer = boxes.to_vec();
        let mut ways = Vec::with_capacity(links.len());
        for &(before, after) in links {
            let mut way = vec![before];
            for between in layer[before] + 1..layer[after] {
                way.push(layer.len());
                layer.push(between);
            }
            way.push(after);
            ways.push(way);
        }
        let mut rows = vec![Vec::new(); layer.iter().max().map_or(0, |last| last + 1)];
        for (at, &layer) in layer.iter().enumerate() {
            rows[layer].push(at);
        }
        let mut near = [vec![Vec::new(); layer.len()], vec![Vec::new(); layer.len()]];
        for way in &ways {
            for pair in way.windows(2) {
                near[0][pair[1]].push(pair[0]);
                near[1][pair[0]].push(pair[1]);
            }
        }
        Self { layer, rows, near, ways }
    }

    /// Sorts layers back and forth, and keeps the order with the fewest crossings.
    fn sort(&mut self) {
        let mut best = (self.crossings(), self.rows.clone());
        for sweep in 0..SWEEPS {
            let forth = sweep % 2 == 0;
            let count = self.rows.len();
            for step in 1..count {
                let row = if forth { step } else { count - 1 - step };
                self.sort_row(row, usize::from(!forth));
            }
            let crossings = self.crossings();
            if crossings < best.0 {
                best = (crossings, self.rows.clone());
            }
        }
        self.rows = best.1;
    }

    /// Sorts a layer by the mean place of each one's neighbours; those without keep theirs.
    fn sort_row(&mut self, row: usize, side: usize) {
        let place = self.order();
        let mean = |at: usize| {
            let near = &self.near[side][at];
            let sum: usize = near.iter().map(|&other| place[other] * 1000).sum();
            if near.is_empty() { place[at] * 1000 } else { sum / near.len() }
        };
        let mut sorted = self.rows[row].clone();
        sorted.sort_by_key(|&at| (mean(at), place[at]));
        self.rows[row] = sorted;
    }

    /// For each one its place in its layer.
    fn order(&self) -> Vec<usize> {
        let mut place = vec![0; self.layer.len()];
        for row in &self.rows {
            for (number, &at) in row.iter().enumerate() {
                place[at] = number;
            }
        }
        place
    }

    fn crossings(&self) -> usize {
        let place = self.order();
        let between = |row: &Vec<usize>| {
            let mut ends: Vec<(usize, usize)> = row
                .iter()
                .flat_map(|&at| self.near[1][at].iter().map(move |&other| (at, other)))
                .map(|(at, other)| (place[at], place[other]))
                .collect();
            ends.sort_unstable();
            let later = |number: usize, end: usize| ends[number + 1..].iter().filter(|it| it.1 < end).count();
            ends.iter().enumerate().map(|(number, &(_, end))| later(number, end)).sum::<usize>()
        };
        self.rows.iter().map(between).sum()
    }

    /// How far across each one is: as near to its neighbours as the order in its layer lets it.
    fn place(&self) -> Vec<i64> {
        let mut across: Vec<i64> =
            self.order().into_iter().map(|place| i64::try_from(place).unwrap_or(0) * APART).collect();
        for sweep in 0..SWEEPS {
            let forth = sweep % 2 == 0;
            for step in 0..self.rows.len() {
                let row = if forth { step } else { self.rows.len() - 1 - step };
                let wanted = self.rows[row].iter().map(|&at| self.wanted(at, &across)).collect();
                for (&at, place) in self.rows[row].iter().zip(spread(wanted)) {
                    across[at] = place;
                }
            }
        }
        let first = across.iter().copied().min().unwrap_or(0);
        across.iter().map(|place| place - first).collect()
    }

    /// The mean place of its neighbours on both sides.
    fn wanted(&self, at: usize, across: &[i64]) -> i64 {
        let near: Vec<i64> =
            self.near.iter().flat_map(|side| &side[at]).map(|&other| across[other]).collect();
        match i64::try_from(near.len()) {
            Ok(count) if count > 0 => near.iter().sum::<i64>().div_euclid(count),
            _ => across[at],
        }
    }
}

/// Places in order, each at least [`APART`] from the next, with the least sum of squared distances
/// from what is wanted: where some are too close, they move together to their mean.
fn spread(wanted: Vec<i64>) -> Vec<i64> {
    // Without the distances between them, places only must not fall: blocks of equal ones.
    let mut blocks: Vec<(i64, i64)> = Vec::new();
    for (number, wanted) in (0..).zip(wanted) {
        let mut block = (wanted - number * APART, 1);
        while let Some(&(sum, count)) = blocks.last()
            && sum * block.1 > block.0 * count
        {
            block = (block.0 + sum, block.1 + count);
            blocks.pop();
        }
        blocks.push(block);
    }
    let level = blocks.into_iter().flat_map(|(sum, count)| (0..count).map(move |_| sum.div_euclid(count)));
    (0..).zip(level).map(|(number, place): (i64, i64)| place + number * APART).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_stands_behind_all_it_needs() {
        let found = layout(4, &[(0, 1), (1, 2), (0, 2), (0, 3)]);
        assert_eq!(found.places.iter().map(|place| place.0).collect::<Vec<_>>(), [0, 1, 2, 1]);
        assert_eq!(found.layers, 3);
        // The long link goes through the layer between.
        assert_eq!(found.ways[2].len(), 3);
    }

    #[test]
    fn boxes_of_a_layer_never_overlap() {
        let links: Vec<(usize, usize)> = (0..40).map(|at| (at % 7, 7 + at % 20)).collect();
        let found = layout(27, &links);
        for (at, one) in found.places.iter().enumerate() {
            for other in &found.places[at + 1..] {
                assert!(one.0 != other.0 || (one.1 - other.1).abs() >= APART, "{one:?} {other:?}");
            }
        }
    }

    #[test]
    fn a_ladder_has_no_crossing() {
        let found = layout(6, &[(0, 5), (1, 4), (2, 3)]);
        let across = |at: usize| found.places[at].1;
        assert_eq!([across(0), across(1), across(2)], [across(5), across(4), across(3)]);
    }

    #[test]
    fn places_too_close_move_to_their_mean() {
        assert_eq!(spread(vec![0, 0]), [-500, 500]);
        assert_eq!(spread(vec![0, 5000]), [0, 5000]);
        assert_eq!(spread(vec![3000, 0, 0]), [0, 1000, 2000]);
    }
}
