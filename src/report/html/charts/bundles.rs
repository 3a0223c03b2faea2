//! The dependencies inside the first bundles: what ships together, and in which order.

use askama::Template;

use super::{Figure, picture};
use crate::{
    model::Node,
    report::{
        graph::{Picture, Sketch},
        review::Review,
    },
};

/// How many requests are drawn: more cannot be read.
const MOST: usize = 60;

/// Up to which width a picture can be shrunk to a wide screen and still be read; and from which on it is
/// printed on a page of its own.
const SHRINKS: i64 = 1600;
const BROAD: i64 = 900;

#[derive(Template)]
#[template(path = "charts/bundles.html")]
struct Drawing {
    words: String,
    width: i64,
    height: i64,
    /// Whether it can be shrunk to a wide screen and still be read.
    fits: bool,
    /// Boxes and links, with every text escaped by the renderer of graphs.
    contents: String,
}

/// The picture; nothing where no bundle has more than one request.
pub(in crate::report::html) fn bundles(review: &Review<'_, '_>) -> Option<Figure> {
    let roadmap = review.roadmap();
    let ranking = &roadmap.ranking;
    let mut members: Vec<Vec<Node>> = vec![Vec::new(); ranking.bundles.len()];
    for (&node, &bundle) in ranking.order.iter().zip(&ranking.bundle) {
        members[bundle].push(node);
    }
    members.retain(|members| members.len() > 1);
    let all = members.len();
    let mut drawn: Vec<Node> = Vec::new();
    let mut whole = 0;
    for members in &members {
        if drawn.len() + members.len() > MOST {
            break;
        }
        drawn.extend(members);
        whole += 1;
    }
    let shown = match (whole, all) {
        (_, 0) => return None,
        (0, _) => {
            drawn.extend(members[0].iter().take(MOST));
            format!("The first {} of the {} requests of the first bundle.", drawn.len(), members[0].len())
        }
        (whole, all) if whole < all => {
            format!(
                "The first {whole} of {all} bundles with more than one request: {} requests.",
                drawn.len()
            )
        }
        (1, _) => format!("The one bundle with more than one request: {} requests.", drawn.len()),
        (all, _) => format!("The {all} bundles with more than one request: {} requests.", drawn.len()),
    };
    let picture_of = Picture::of(roadmap, &drawn);
    let link = |&(before, after): &(usize, usize)| {
        format!("{} waits for {}.", picture_of.boxes[after].id, picture_of.boxes[before].id)
    };
    let words: Vec<String> = picture_of.links.iter().map(link).collect();
    let sketch = Sketch::new(&picture_of);
    let (width, height) = sketch.size();
    let mut contents = Vec::new();
    sketch.contents(&mut contents).ok()?;
    let contents = String::from_utf8(contents).ok()?;
    Some(Figure {
        name: "chart-bundles",
        heading: "What ships together",
        caption: format!(
            "{shown} Lines run from left to right, from a prerequisite to its dependent. Each box shows its position, \
             its horizon and its weeks of work."
        ),
        legend: Vec::new(),
        picture: picture(&Drawing {
            words: words.join(" "),
            width,
            height,
            fits: width <= SHRINKS,
            contents,
        })?,
        wide: true,
        broad: width > BROAD,
    })
}
