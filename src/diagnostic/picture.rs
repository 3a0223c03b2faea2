//! Findings for a terminal: the message, a picture of the line, and the way out.

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet, renderer::DecorStyle};

use super::{Finding, Place, Severity, Source};
use crate::untrusted::{inline, visible};

/// How much of a message is shown: a cell that it quotes may be of any length.
const LONGEST: usize = 400;

/// How pictures are drawn.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// With colours and line drawing.
    pub fancy: bool,
    /// Columns available.
    pub width: usize,
}

/// A finding as several lines of text, without a line break at the end. Its place and
/// those of related cells are given by whoever knows the files.
pub fn picture(
    finding: &Finding,
    place: Option<Place>,
    related: &[Place],
    sources: &[Source],
    style: Style,
) -> String {
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let mut group =
        Group::with_title(level.primary_title(inline(&finding.message, LONGEST)).id(finding.code.name));
    if let Some((source, place)) = place.and_then(|place| Some((sources.get(place.file as usize)?, place))) {
        let address = source.address(place);
        let (source, place) = source.seen(place);
        let (line, from) = source.line_of(place);
        let start = (place.start as usize).saturating_sub(from).min(line.len());
        let end = (place.end as usize).saturating_sub(from).clamp(start, line.len());
        let stretch = Stretch::around(line, start, end);
        let before = stretch.before();
        let marked = visible(line.get(start..stretch.marked_to).unwrap_or("")).into_owned();
        let after = stretch.after();
        let span = before.len()..before.len() + marked.len();
        let label = finding.expected.as_deref().map(|expected| visible(expected).into_owned());
        let snippet = Snippet::source(before + &marked + &after)
            .line_start(place.line as usize)
            .annotation(AnnotationKind::Primary.span(span).label(label));
        group = match address {
            // In a sheet a cell has an address, and no column of characters.
            Some(address) => {
                group.element(Origin::path(location(source, place, Some(address)))).element(snippet)
            }
            None if stretch.from > 0 => {
                let column = 1 + line[..start].chars().count();
                let origin = Origin::path(visible(&source.name).into_owned()).line(place.line as usize);
                group.element(origin.char_column(column)).element(snippet)
            }
            None => group.element(snippet.path(visible(&source.name).into_owned())),
        };
    }
    let others: Vec<String> = related
        .iter()
        .filter_map(|&place| {
            let source = sources.get(place.file as usize)?;
            Some(location(source, place, source.address(place)))
        })
        .collect();
    if !others.is_empty() {
        group = group.element(Level::NOTE.message(format!("see also {}", others.join(", "))));
    }
    if let Some(hint) = &finding.hint {
        group = group.element(Level::HELP.message(inline(hint, LONGEST)));
    }
    let renderer = if style.fancy {
        Renderer::styled().decor_style(DecorStyle::Unicode)
    } else {
        Renderer::plain().decor_style(DecorStyle::Ascii)
    };
    renderer.term_width(style.width).render(&[group])
}

/// How much of a line is shown before and behind what a finding is about, and of that itself. More than
/// any terminal is wide; a header may be very much longer.
const SHOWN: usize = 1000;

/// What is shown of a line.
struct Stretch<'l> {
    line: &'l str,
    from: usize,
    marked_from: usize,
    marked_to: usize,
    to: usize,
}

impl<'l> Stretch<'l> {
    fn around(line: &'l str, start: usize, end: usize) -> Self {
        let boundary =
            |at: usize| (at..line.len()).find(|&at| line.is_char_boundary(at)).unwrap_or(line.len());
        let marked_to = boundary(end.min(start + SHOWN));
        Self {
            line,
            from: boundary(start.saturating_sub(SHOWN)),
            marked_from: start,
            marked_to,
            to: boundary(marked_to + SHOWN),
        }
    }

    fn before(&self) -> String {
        let cut = if self.from > 0 { "…" } else { "" };
        cut.to_owned() + &visible(self.line.get(self.from..self.marked_from).unwrap_or(""))
    }

    fn after(&self) -> String {
        let cut = if self.to < self.line.len() { "…" } else { "" };
        visible(self.line.get(self.marked_to..self.to).unwrap_or("")).into_owned() + cut
    }
}

/// A finding as one line of text: `file:line: warning[code]: message`.
pub fn line(finding: &Finding, place: Option<Place>, sources: &[Source]) -> String {
    let place = place
        .and_then(|place| {
            let source = sources.get(place.file as usize)?;
            Some(location(source, place, source.address(place)) + ": ")
        })
        .unwrap_or_default();
    format!(
        "{}[{}]: {place}{}",
        finding.severity.word(),
        finding.code.name,
        inline(&finding.message, LONGEST)
    )
}

/// A place as a word: file and line, or file and the address of the cell.
fn location(source: &Source, place: Place, address: Option<String>) -> String {
    let name = visible(&source.name);
    address.map_or_else(|| format!("{name}:{}", place.line), |address| format!("{name}!{address}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Code;

    static CODE: Code = Code { name: "test-code", severity: Severity::Error };

    #[test]
    fn of_a_very_long_line_a_stretch_is_shown() {
        let text = format!("{},bad,{}", "é,".repeat(9000), "y,".repeat(9000));
        let start = u32::try_from(text.find("bad").unwrap()).unwrap();
        let sources = [Source::new("a.csv", text)];
        let finding = Finding::new(&CODE, "bad").at(Place { file: 0, line: 1, start, end: start + 3 });
        let text = picture(&finding, finding.place, &[], &sources, Style { fancy: false, width: 80 });
        assert!(
            text.contains(" --> a.csv:1:18002\n") && text.contains(",bad,") && text.len() < 600,
            "{text}"
        );
    }

    #[test]
    fn the_picture_shows_the_line_and_escapes_it() {
        let sources = [Source::new("a.csv", "id,title,effort\nA,\u{1b}[2Jx,3w\nB,y,1\n")];
        let finding = Finding::new(&CODE, "`3w` is no effort")
            .at(Place { file: 0, line: 2, start: 24, end: 26 })
            .expected("weeks, such as 3")
            .hint("write 3");
        let text = picture(&finding, finding.place, &[], &sources, Style { fancy: false, width: 80 });
        assert_eq!(
            text,
            "error[test-code]: `3w` is no effort\n --> a.csv:2:14\n  |\n2 | A,\\u{1b}[2Jx,3w\n  |              ^^ weeks, such as 3\n  |\n  = help: write 3"
        );
        assert_eq!(line(&finding, finding.place, &sources), "error[test-code]: a.csv:2: `3w` is no effort");
    }
}
