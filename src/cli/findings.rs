//! Showing what was found.

use std::io::{self, Write};

use crate::diagnostic::{Code, Finding, Severity, Source, Style, line, picture};

/// Shows errors in full on standard error.
pub(super) fn show_errors(findings: &[Finding], sources: &[Source], style: Style) {
    let errors: Vec<&Finding> = findings
        .iter()
        .filter(|finding| finding.is_error())
        .collect();
    // Nothing can be done where standard error itself cannot be written.
    let _ = write_full(&mut io::stderr().lock(), &in_order(errors), sources, style);
}

/// Writes findings in full, one after the other.
pub(super) fn write_full(
    out: &mut dyn Write,
    findings: &[&Finding],
    sources: &[Source],
    style: Style,
) -> io::Result<()> {
    for finding in findings {
        writeln!(out, "{}\n", picture(finding, sources, style))?;
    }
    Ok(())
}

/// Shows warnings and notes on standard error, a line per kind: the first of each, and how many
/// more there are.
pub(super) fn show_briefly(findings: &[Finding], sources: &[Source]) {
    let mild: Vec<&Finding> = findings
        .iter()
        .filter(|finding| !finding.is_error())
        .collect();
    if mild.is_empty() {
        return;
    }
    let mut kinds: Vec<(&Code, &Finding, usize)> = Vec::new();
    for finding in in_order(mild) {
        match kinds.iter_mut().find(|(code, ..)| *code == finding.code) {
            Some((_, _, count)) => *count += 1,
            None => kinds.push((finding.code, finding, 1)),
        }
    }
    kinds.sort_by_key(|(_, finding, _)| finding.severity);
    let mut out = io::stderr().lock();
    for (_, finding, count) in kinds {
        let more = if count > 1 {
            format!(" (and {} more like it)", count - 1)
        } else {
            String::new()
        };
        let _ = writeln!(out, "{}{more}", line(finding, sources));
    }
    let _ = writeln!(
        out,
        "`roadbed check` shows each of them with its place and what to do about it."
    );
}

/// Findings by file and line; those without a place come last.
pub(super) fn in_order(mut findings: Vec<&Finding>) -> Vec<&Finding> {
    findings.sort_by_key(|finding| (finding.place.is_none(), finding.place, finding.severity));
    findings
}

/// How many there are of each severity, as a sentence.
pub(super) fn tally(findings: &[Finding]) -> String {
    let count = |severity, word: &str| {
        let number = findings
            .iter()
            .filter(|finding| finding.severity == severity)
            .count();
        format!("{number} {word}{}", if number == 1 { "" } else { "s" })
    };
    format!(
        "{}, {}, {}",
        count(Severity::Error, "error"),
        count(Severity::Warning, "warning"),
        count(Severity::Note, "note")
    )
}
