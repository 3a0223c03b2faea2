//! The charts of the page: inline SVG, each with its words for those who cannot see it.
//!
//! Places across are shares of the width, so that a chart fits any screen without shrinking its labels.
//! Looks are classes of `page.css`. All arithmetic is in whole numbers: the same roadmap gives the same
//! bytes everywhere.

mod bundles;
mod coverage;
mod roadmap;
mod scale;
mod scatter;

pub(super) use bundles::bundles;
pub(super) use coverage::coverage;
pub(super) use roadmap::roadmap_by_kind;
pub(super) use scatter::score_against_effort;

use askama::Template;

/// A chart with its words.
pub(super) struct Figure {
    /// The name of its element.
    pub(super) name: &'static str,
    /// What it shows.
    pub(super) heading: &'static str,
    /// How to read it.
    pub(super) caption: String,
    /// What its marks mean: a class and a word for each.
    pub(super) legend: Vec<(&'static str, String)>,
    /// The picture, made by a template of this folder.
    pub(super) picture: String,
    /// Whether it has a width of its own and is moved sideways on narrow screens.
    pub(super) wide: bool,
    /// Whether it is printed on a page of its own.
    pub(super) broad: bool,
}

/// A picture; `None` where it cannot be drawn, which happens to none of our templates.
fn picture(template: &impl Template) -> Option<String> {
    template.render().ok()
}
