//! Sidney's decomposition: which requests belong together, as bundles.
//!
//! The best thing to do first is the closed set of greatest score ÷ effort, then the best of the
//! rest, and so on (Sidney 1975, "Decomposition algorithms for single-machine sequencing with
//! precedence relations and deferral costs"); some optimal order respects this. Here it is found
//! from the other end (Margot, Queyranne and Wang 2003, "Decompositions, network flows, and a
//! precedence constrained single-machine scheduling problem"): a connected piece is cut at its own
//! ratio λ into the closed set that lies above and the rest that lies below, and each part is
//! taken apart in turn. Where no closed set lies above, the piece is a bundle. At most
//! 2 × bundles − 1 cuts.
//!
//! Every cut takes the largest closed set at its λ, which makes the result canonical: the
//! bundles are the connected pieces of each level of equal ratio, whatever the cuts were. It
//! follows that requests of two bundles can only be linked from a higher ratio to a lower one.

use super::{
    closure::Closure,
    pieces::{Pair, Piece, Pieces},
};
use crate::model::{Node, Points, Weeks};

/// The bundles of connected pieces, in no particular order. `score` may be negative, `effort` must not
/// be; both have one entry per node.
pub(super) fn bundles(
    score: &[Points],
    effort: &[Weeks],
    mut pieces: Pieces,
    mut open: Vec<Piece>,
) -> (Pieces, Vec<Piece>) {
    let mut cutter = Cutter { score, effort, narrow: Closure::default(), wide: Closure::default() };
    let mut bundles = Vec::new();
    while let Some(piece) = open.pop() {
        let nodes = pieces.nodes(&piece);
        let above = match nodes.len() {
            1 => &[true][..],
            _ => cutter.above_average(nodes, pieces.links(&piece)),
        };
        if above.iter().all(|&above| above) {
            bundles.push(piece);
        } else {
            let same_side = |&(a, b): &Pair| above[a] == above[b];
            pieces.take_apart(&piece, same_side, &mut open);
        }
    }
    (pieces, bundles)
}

/// Cuts pieces at their own ratio.
struct Cutter<'a> {
    score: &'a [Points],
    effort: &'a [Weeks],
    narrow: Closure<i64>,
    wide: Closure<i128>,
}

impl Cutter<'_> {
    /// The largest closed set among `nodes` whose score exceeds, by as much as possible, what
    /// its effort would bring at the ratio of them all. All of them where nothing exceeds it.
    fn above_average(&mut self, nodes: &[Node], links: &[Pair]) -> &[bool] {
        let score = |node: Node| self.score[node].thousandths();
        let effort = |node: Node| self.effort[node].thousandths();
        let (mut total, mut sizes, mut weeks) = (Points::ZERO, Points::ZERO, Weeks::ZERO);
        for &node in nodes {
            total += self.score[node];
            sizes += Points::from_thousandths(score(node).abs());
            weeks += self.effort[node];
        }
        let (total, sizes, weeks) = (total.thousandths(), sizes.thousandths(), weeks.thousandths());
        // The ratio a/b in lowest terms keeps the profits b·score − a·effort small.
        let common = greatest_common_divisor(total.unsigned_abs(), weeks.unsigned_abs()).cast_signed();
        let (a, b) = (total / common, weeks / common);
        // All flow is made of these profits, so where their sizes add up to an `i64`, it is one.
        let bound = wide(b) * wide(sizes) + wide(a.abs()) * wide(weeks);
        if bound <= wide(i64::MAX) {
            let profits = nodes.iter().map(|&node| b * score(node) - a * effort(node));
            self.narrow.greatest(profits, links)
        } else {
            let profits =
                nodes.iter().map(|&node| wide(b) * wide(score(node)) - wide(a) * wide(effort(node)));
            self.wide.greatest(profits, links)
        }
    }
}

fn wide(number: i64) -> i128 {
    i128::from(number)
}

/// Euclid's algorithm. `b` must not be zero.
fn greatest_common_divisor(mut a: u64, mut b: u64) -> u64 {
    while a != 0 {
        (a, b) = (b % a, a);
    }
    b
}
