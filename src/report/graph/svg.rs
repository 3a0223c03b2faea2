//! Dependencies as SVG: a picture that needs nothing else.

use std::io::{self, Write};

use super::{
    Picture,
    layout::{Layout, layout},
};

const WIDE: i64 = 236;
const HIGH: i64 = 58;
/// Between layers, where links turn; and between boxes of a layer.
const GAP: (i64, i64) = (70, 16);
const MARGIN: i64 = 12;

/// Writes a picture as a stand-alone SVG. `title` says what it shows.
pub fn svg(picture: &Picture, title: &str, out: &mut dyn Write) -> io::Result<()> {
    let sketch = Sketch::new(picture);
    let (width, height) = sketch.size();
    writeln!(
        out,
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img">"#
    )?;
    writeln!(out, "<title>{}</title>", escaped(title))?;
    writeln!(out, "<style>{STYLE}</style>")?;
    sketch.contents(out)?;
    writeln!(out, "</svg>")
}

/// A picture with the places of its boxes.
pub(in crate::report) struct Sketch<'a> {
    picture: &'a Picture,
    layout: Layout,
}

impl<'a> Sketch<'a> {
    /// Lays a picture out.
    pub(in crate::report) fn new(picture: &'a Picture) -> Self {
        Self { picture, layout: layout(picture.boxes.len(), &picture.links) }
    }

    /// Width and height.
    pub(in crate::report) fn size(&self) -> (i64, i64) {
        (x(self.layout.layers.saturating_sub(1)) + WIDE + MARGIN, y(self.layout.across) + HIGH + MARGIN)
    }

    /// Writes links and boxes, which have classes and no looks.
    pub(in crate::report) fn contents(&self, out: &mut dyn Write) -> io::Result<()> {
        for way in &self.layout.ways {
            write!(out, r#"<path class="link" d=""#)?;
            for (number, pair) in way.windows(2).enumerate() {
                let middle = |across: i64| y(across) + HIGH / 2;
                // Where it passes through a layer, it runs level, like the box that it passes by.
                let start = (x(pair[0].0) + WIDE, middle(pair[0].1));
                let end = (x(pair[1].0), middle(pair[1].1));
                let turn = i64::midpoint(start.0, end.0);
                write!(out, "{}{},{}", if number == 0 { "M" } else { "L" }, start.0, start.1)?;
                write!(out, "C{turn},{} {turn},{} {},{}", start.1, end.1, end.0, end.1)?;
            }
            writeln!(out, r#""/>"#)?;
        }
        for (drawn, &(layer, across)) in self.picture.boxes.iter().zip(&self.layout.places) {
            let (left, top) = (x(layer), y(across));
            writeln!(out, r#"<g class="{}">"#, drawn.verdict.word())?;
            writeln!(out, r#"<rect x="{left}" y="{top}" width="{WIDE}" height="{HIGH}" rx="6"/>"#)?;
            let lines = [("id", &drawn.id, 17), ("", &drawn.title, 34), ("small", &drawn.standing, 50)];
            for (class, text, down) in lines {
                let (x, y) = (left + 9, top + down);
                writeln!(out, r#"<text class="{class}" x="{x}" y="{y}">{}</text>"#, escaped(text))?;
            }
            writeln!(out, "</g>")?;
        }
        Ok(())
    }
}

fn x(layer: usize) -> i64 {
    MARGIN + i64::try_from(layer).unwrap_or(0) * (WIDE + GAP.0)
}

fn y(across: i64) -> i64 {
    MARGIN + across * (HIGH + GAP.1) / 1000
}

const STYLE: &str = "\
text{font:12px system-ui,sans-serif;fill:#1b1b1b}.id{font-weight:600}.small{font-size:11px;fill:#555}\
rect{stroke:#8a8a8a}.link{fill:none;stroke:#8a8a8a;stroke-width:1.4}\
.build rect{fill:#d7ebdd}.hold rect{fill:#fdf0cc}.blocked rect{fill:#fbe0cf}\
.decline rect{fill:#f6d5d5}.unscored rect{fill:#e6e6e6}";

/// Text in an element: what XML could act on as entities; labels hold no control characters.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
