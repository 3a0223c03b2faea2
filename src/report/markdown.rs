//! Markdown for wikis and pull requests: the roadmap as a table, what is not built as another.

use std::io::{self, Write};

use super::{
    Line, Report,
    columns::{Content, RankingColumn, chosen, figures},
    sentences::sentences,
};
use crate::{model::Points, order::Verdict, untrusted};

/// Writes the report as Markdown.
pub fn markdown(report: &Report<'_, '_>, out: &mut dyn Write) -> io::Result<()> {
    let mut lines = report.lines().peekable();
    writeln!(out, "# Roadmap\n")?;
    for sentence in sentences(report, &report.summary()) {
        writeln!(out, "- {}", untrusted::markdown(&sentence))?;
    }
    if lines.peek().is_some_and(|line| line.verdict == Verdict::Build) {
        writeln!(out, "\n## To build, in this order\n")?;
        let mut figures = figures(report.policy);
        if report.roadmap.timetable.is_some() {
            figures.extend(chosen(report.policy, [Content::Finish]));
        }
        write!(out, "| # | Horizon | Request | Teams |")?;
        figures.iter().try_for_each(|column| write!(out, " {} |", untrusted::markdown(&column.heading)))?;
        write!(out, " Why |\n| ---: | --- | --- | --- |")?;
        figures
            .iter()
            .try_for_each(|it| write!(out, " {} |", if it.unit.is_some() { "---:" } else { "---" }))?;
        writeln!(out, " --- |")?;
        while let Some(line) = lines.next_if(|line| line.verdict == Verdict::Build) {
            build_row(&line, &figures, out)?;
        }
    }
    let mut rest: Vec<Line<'_, '_>> = lines.collect();
    rest.sort_by_key(|line| line.verdict);
    if !rest.is_empty() {
        writeln!(out, "\n## Not to build now\n")?;
        writeln!(out, "| Verdict | Request | Teams | Score | Weeks | Why |")?;
        writeln!(out, "| --- | --- | --- | ---: | ---: | --- |")?;
        for line in &rest {
            let score = line.score().map_or(String::new(), Points::short);
            let effort = line.request.effort.short();
            let [request, teams, why] = texts(line);
            writeln!(out, "| {} | {request} | {teams} | {score} | {effort} | {why} |", line.verdict.word())?;
        }
    }
    if report.not_ranked().next().is_some() {
        writeln!(out, "\n## Not ranked\n")?;
        writeln!(out, "| Request | Reason |")?;
        writeln!(out, "| --- | --- |")?;
        for settled in report.not_ranked() {
            let (id, title) = (untrusted::markdown(&settled.id), untrusted::markdown(&settled.title));
            writeln!(out, "| **{id}** {title} | {} |", untrusted::markdown(&settled.reason.sentence()))?;
        }
    }
    Ok(())
}

fn build_row(line: &Line<'_, '_>, figures: &[RankingColumn<'_>], out: &mut dyn Write) -> io::Result<()> {
    let [request, teams, why] = texts(line);
    let horizon = line.horizon.map_or("", |(horizon, _)| horizon.word());
    write!(out, "| {} | {horizon} | {request} | {teams} |", position(line))?;
    figures.iter().try_for_each(|column| write!(out, " {} |", column.shown(line)))?;
    writeln!(out, " {why} |")
}

fn texts(line: &Line<'_, '_>) -> [String; 3] {
    let id = untrusted::markdown(&line.request.id);
    [
        format!("**{id}** {}", untrusted::markdown(&line.request.title)),
        untrusted::markdown(&line.teams().join(", ")),
        untrusted::markdown(&line.reason()),
    ]
}

/// The place in the order, marked where a person decided about it.
fn position(line: &Line<'_, '_>) -> String {
    let mark = if line.is_overridden() { "\\*" } else { "" };
    format!("{mark}{}", line.position.unwrap_or_default())
}
