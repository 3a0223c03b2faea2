//! The dependencies as a picture: for Graphviz, for Mermaid, or as SVG.
//!
//! Nodes have made-up names, so that no id can be syntax; what people wrote is only ever a label.

mod dot;
mod layout;
mod mermaid;
mod svg;

pub use dot::dot;
pub use mermaid::mermaid;
pub(super) use svg::Sketch;
pub use svg::svg;

use rustc_hash::FxHashMap;

use crate::{
    model::{Node, Number},
    order::{Horizon, Verdict},
    roadmap::Roadmap,
    untrusted::inline,
};

/// How much of a title a label shows.
const TITLE: usize = 31;

/// Which requests are drawn. Every condition narrows the others down.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// Only what is linked to this one by at most so many links, in whatever direction.
    pub around: Option<(Node, u32)>,
    /// Only this bundle, counted from 1.
    pub bundle: Option<u32>,
    /// Only what begins in this horizon.
    pub horizon: Option<Horizon>,
}

/// Requests and links as they are drawn.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Picture {
    /// What is drawn, in natural id order.
    pub boxes: Vec<Drawn>,
    /// Links between boxes, from a prerequisite to its dependent, by their places.
    pub links: Vec<(usize, usize)>,
    /// How many requests were left out because no link leads to or from them.
    pub unlinked: usize,
}

/// A request as it is drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawn {
    /// Its id, safe to show.
    pub id: String,
    /// The beginning of its title.
    pub title: String,
    /// Its place in the order and its horizon, or what became of it.
    pub standing: String,
    /// What becomes of it.
    pub verdict: Verdict,
}

impl Picture {
    /// The picture of a selection. Without one, requests that no link leads to or from are left out.
    pub fn new(roadmap: &Roadmap<'_>, selection: Selection) -> Self {
        let links = &roadmap.links;
        let linked = |node: Node| links.prerequisites(node).chain(links.dependents(node)).next().is_some();
        let near = selection.around.map(|(node, depth)| links.near(node, depth));
        let fits = |&node: &Node| {
            let bundle = roadmap.bundle_of(node).map(Number::ordinal);
            let horizon = roadmap.horizon(node).map(|(horizon, _)| horizon);
            near.as_ref().is_none_or(|near| near.binary_search(&node).is_ok())
                && selection.bundle.is_none_or(|wanted| bundle == Some(wanted))
                && selection.horizon.is_none_or(|wanted| horizon == Some(wanted))
        };
        let fitting: Vec<Node> = roadmap.nodes().filter(fits).collect();
        let whole = selection == Selection::default();
        let shown: Vec<Node> = fitting.iter().copied().filter(|&node| !whole || linked(node)).collect();
        Self { unlinked: fitting.len() - shown.len(), ..Self::of(roadmap, &shown) }
    }

    /// The picture of these requests, in this order, and of the links among them.
    pub fn of(roadmap: &Roadmap<'_>, shown: &[Node]) -> Self {
        let place: FxHashMap<Node, usize> = shown.iter().copied().zip(0..).collect();
        let links = shown.iter().flat_map(|&after| {
            let from = roadmap.links.prerequisites(after).filter_map(|before| place.get(&before));
            from.map(|&before| (before, place[&after])).collect::<Vec<_>>()
        });
        Self {
            links: links.collect(),
            unlinked: 0,
            boxes: shown.iter().map(|&node| Drawn::new(roadmap, node)).collect(),
        }
    }
}

impl Drawn {
    fn new(roadmap: &Roadmap<'_>, node: Node) -> Self {
        let request = &roadmap.backlog.requests[node];
        let verdict = roadmap.ranking.verdicts.of[node];
        let standing = match (roadmap.ranking.position[node], roadmap.horizon(node)) {
            (Some(place), Some((horizon, _))) => format!("{} · {}", place + 1, horizon.word()),
            (Some(place), None) => format!("{}", place + 1),
            (None, _) => verdict.shown().to_owned(),
        };
        let standing = format!("{standing} · {} weeks", request.effort.short());
        Self { id: inline(&request.id, 24), title: inline(&request.title, TITLE), standing, verdict }
    }
}
