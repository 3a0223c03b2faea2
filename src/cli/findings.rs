//! Showing what was found.

use std::io::{self, Write};

use crate::{
    diagnostic::{Finding, Severity, Source, Style, line, picture},
    ingest::Sheets,
    untrusted::visible,
};

/// Whether a finding has no place, where it is, and how severe it is.
type Order = (bool, Option<(u32, u32)>, Severity);

/// Findings with what is needed to show where they are.
#[derive(Clone, Copy)]
pub(super) struct Found<'a, 's> {
    pub(super) findings: &'a [Finding],
    pub(super) sheets: &'a Sheets<'s>,
    pub(super) sources: &'a [Source],
}

impl<'a> Found<'a, '_> {
    /// Shows errors in full on standard error.
    pub(super) fn show_errors(self, style: Style) {
        let errors = self.findings.iter().filter(|finding| finding.is_error()).collect();
        // Nothing can be done where standard error itself cannot be written.
        let _ = self.write_full(errors, style, &mut io::stderr().lock());
    }

    /// Writes findings in full, one after the other, by file and line.
    pub(super) fn write_full(
        self,
        findings: Vec<&Finding>,
        style: Style,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        for finding in self.in_order(findings) {
            let place = self.sheets.place_of(finding);
            let related: Vec<_> =
                finding.related.iter().filter_map(|&(row, column)| self.sheets.place(row, column)).collect();
            writeln!(out, "{}\n", picture(finding, place, &related, self.sources, style))?;
        }
        Ok(())
    }

    /// Writes every finding as a line with its hint, by file and line.
    pub(super) fn write_lines(self, out: &mut dyn Write) -> io::Result<()> {
        for finding in self.in_order(self.findings.iter().collect()) {
            writeln!(out, "{}", line(finding, self.sheets.place_of(finding), self.sources))?;
            if let Some(hint) = &finding.hint {
                writeln!(out, "  = help: {}", visible(hint))?;
            }
        }
        Ok(())
    }

    /// Shows warnings and notes on standard error, a line per kind: the first of each, and how
    /// many more there are.
    pub(super) fn show_briefly(self) {
        // Of each kind the first by file and place; there may be very many, so they are not sorted.
        let mut kinds: Vec<((Order, usize), &Finding, usize)> = Vec::new();
        let mild = self.findings.iter().enumerate().filter(|(_, finding)| !finding.is_error());
        for (number, finding) in mild {
            let order = (self.order(finding), number);
            match kinds.iter_mut().find(|(_, first, _)| first.code == finding.code) {
                Some((first_order, first, count)) => {
                    *count += 1;
                    if order < *first_order {
                        (*first_order, *first) = (order, finding);
                    }
                }
                None => kinds.push((order, finding, 1)),
            }
        }
        if kinds.is_empty() {
            return;
        }
        kinds.sort_by_key(|&(order, finding, _)| (finding.severity, order));
        let mut out = io::stderr().lock();
        for (_, finding, count) in kinds {
            let more = if count > 1 { format!(" (and {} more like it)", count - 1) } else { String::new() };
            let _ = writeln!(out, "{}{more}", line(finding, self.sheets.place_of(finding), self.sources));
        }
        let _ = writeln!(out, "`roadbed check` shows each of them, with its place and what to do.");
    }

    /// Findings by file and place; those without a place come last.
    fn in_order(self, findings: Vec<&'a Finding>) -> Vec<&'a Finding> {
        let mut keyed: Vec<_> = findings.into_iter().map(|finding| (self.order(finding), finding)).collect();
        keyed.sort_by_key(|&(order, _)| order);
        keyed.into_iter().map(|(_, finding)| finding).collect()
    }

    fn order(self, finding: &Finding) -> Order {
        let order = self.sheets.order_of(finding);
        (order.is_none(), order, finding.severity)
    }
}

/// How many there are of each severity, as a sentence.
pub(super) fn tally(findings: &[Finding]) -> String {
    let count = |severity, word: &str| {
        let number = findings.iter().filter(|finding| finding.severity == severity).count();
        format!("{number} {word}{}", if number == 1 { "" } else { "s" })
    };
    format!(
        "{}, {}, {}",
        count(Severity::Error, "error"),
        count(Severity::Warning, "warning"),
        count(Severity::Note, "note")
    )
}
