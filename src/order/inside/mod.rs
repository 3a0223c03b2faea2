//! The order inside a bundle.
//!
//! Up to 13 requests it is exact. Beyond, two ways are tried and the cheaper one is taken: Smith's
//! rule among what is available, and a look-ahead that lists a request together with what it
//! still needs. On 10,000 tangled requests (`examples/order_speed.rs`) the look-ahead brings the
//! cost from 2.3 % above the lower bound to 0.5 %.

mod exact;
mod look_ahead;
mod smith;

use super::{
    cost::Cost,
    pieces::{Local, Pair},
    ties::Due,
};
use crate::{
    graph::Dependencies,
    model::{Node, Number, Points, Weeks},
    order::Work,
};

/// How much is tried inside a bundle.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    /// The most requests of a bundle that is ordered exactly; at most 20.
    pub(super) exact: usize,
    /// The most requests that the look-ahead lists at once.
    pub(super) look_ahead: usize,
}

impl Default for Limits {
    /// The exact order looks at up to 2¹³ sets of requests, which takes about a millisecond at
    /// worst. A look-ahead of 16 is where the gain levels off: on 10,000 tangled requests the cost
    /// is 1.3 % above the lower bound with 4, 0.7 % with 8, 0.51 % with 16, and 0.46 % with 64,
    /// which takes ten times as long.
    fn default() -> Self {
        Self { exact: 13, look_ahead: 16 }
    }
}

/// One request of the bundle.
#[derive(Clone, Copy, Debug)]
pub(super) struct Member {
    pub(super) node: Node,
    pub(super) score: Points,
    pub(super) effort: Weeks,
    pub(super) due: Due,
}

impl Member {
    pub(super) fn new(work: &Work<'_>, node: Node) -> Self {
        Self { node, score: work.score[node], effort: work.effort[node], due: Due(work.due[node]) }
    }
}

/// How good an order of a bundle's requests is.
pub(super) struct Inside {
    /// With time counted from the bundle's start.
    pub(super) cost: Cost,
    /// What no order of the bundle undercuts.
    pub(super) lower_bound: Cost,
    /// Whether no other order costs less, for certain.
    pub(super) exact: bool,
}

/// Appends the members of one bundle to `order`. The links among them, which hold them together,
/// are by their places in `members`.
pub(super) fn order_inside(
    members: &[Member],
    links: &[Pair],
    limits: &Limits,
    order: &mut Vec<Node>,
) -> Inside {
    let lower_bound = lower_bound(members);
    let mut list = |members: &[Member], places: &[Local], exact: bool| {
        order.extend(places.iter().map(|&at| members[at].node));
        let cost = cost(members, places);
        Inside { cost, lower_bound, exact: exact || cost == lower_bound }
    };
    // Most bundles are of one or two, the latter held together by their only link.
    match links {
        [] => return list(members, &[Local::at(0)], true),
        &[(before, after)] => return list(members, &[before, after], true),
        _ => {}
    }
    if members.len() > limits.exact
        && let Some(only) = only_order(&Dependencies::new(members.len(), links))
    {
        return list(members, &only, true);
    }
    let (members, links) = by_ties(members, links);
    if members.len() <= limits.exact {
        return list(&members, &exact::cheapest(&members, &links), true);
    }
    let links = Dependencies::new(members.len(), &links);
    list(&members, &better_guess(&members, &links, limits), false)
}

/// Renumbers the members so that the smaller number goes first between equals: by date, then
/// effort, then node.
fn by_ties(members: &[Member], links: &[Pair]) -> (Vec<Member>, Vec<Pair>) {
    let mut order: Vec<Local> = Local::first(members.len()).collect();
    order.sort_unstable_by_key(|&at| {
        let member = &members[at];
        (member.due, member.effort, member.node)
    });
    let mut place = vec![Local::default(); members.len()];
    for (new, &old) in Local::all().zip(&order) {
        place[old] = new;
    }
    let moved = |&(before, after): &Pair| (place[before], place[after]);
    (order.iter().map(|&at| members[at]).collect(), links.iter().map(moved).collect())
}

/// The order of a graph that has just one: each node waits for the one before it.
fn only_order(links: &Dependencies<Local>) -> Option<Vec<Local>> {
    let order = links.in_order()?;
    let linked = |two: &[Local]| links.prerequisites(two[1]).any(|before| before == two[0]);
    order.windows(2).all(linked).then_some(order)
}

/// The cheaper of Smith's rule and the look-ahead; of equal ones the former.
fn better_guess(members: &[Member], links: &Dependencies<Local>, limits: &Limits) -> Vec<Local> {
    let ranks = smith::ranks(members);
    let smith = smith::available_first(&ranks, links);
    let look_ahead = look_ahead::densest_first(members, &ranks, links, limits.look_ahead);
    if cost(members, &look_ahead) < cost(members, &smith) { look_ahead } else { smith }
}

/// Σ score × completion time.
fn cost(members: &[Member], order: &[Local]) -> Cost {
    let mut time = Weeks::ZERO;
    order
        .iter()
        .map(|&at| {
            let member = &members[at];
            time += member.effort;
            Cost::of_delay(member.score, time)
        })
        .sum()
}

/// (w·p + Σ w(j)·p(j)) / 2, with w the score and p the effort of all members and of each.
///
/// No beginning of a bundle has more score per week than the whole. So if each request earned its score
/// evenly while it is worked on, at no time would more than an even share have been earned, and
/// the rest, waiting for p/2 on average, would cost w·p/2. That a request earns only when it is
/// done costs w(j)·p(j)/2 more.
fn lower_bound(members: &[Member]) -> Cost {
    let score = members.iter().map(|member| member.score).sum();
    let effort = members.iter().map(|member| member.effort).sum();
    let own = |member: &Member| Cost::half_of_delay(member.score, member.effort);
    Cost::half_of_delay(score, effort) + members.iter().map(own).sum()
}
