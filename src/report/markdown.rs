//! Markdown for wikis and pull requests: the roadmap as a table, what is not built as another.

use std::io::{self, Write};

use super::{Line, Report, sentences::sentences};
use crate::{model::Points, order::Verdict, policy::Criterion, untrusted};

/// Writes the report as Markdown.
pub fn markdown(report: &Report<'_, '_>, out: &mut dyn Write) -> io::Result<()> {
    let mut lines = report.lines().peekable();
    writeln!(out, "# Roadmap\n")?;
    for sentence in sentences(report, &report.summary()) {
        writeln!(out, "- {}", untrusted::markdown(&sentence))?;
    }
    if lines.peek().is_some_and(|line| line.verdict == Verdict::Build) {
        writeln!(out, "\n## To build, in this order\n")?;
        writeln!(
            out,
            "| # | Horizon | Request | Teams | Reuse | Reliability | Debt | Compatibility | Other | Score | Weeks | Score per week | Why |"
        )?;
        writeln!(
            out,
            "| ---: | --- | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |"
        )?;
        while let Some(line) = lines.next_if(|line| line.verdict == Verdict::Build) {
            build_row(&line, out)?;
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

fn build_row(line: &Line<'_, '_>, out: &mut dyn Write) -> io::Result<()> {
    let points = |criterion| line.points(criterion).map_or(String::new(), Points::short);
    let [request, teams, why] = texts(line);
    let horizon = line.horizon.map_or("", |(horizon, _)| horizon.word());
    writeln!(
        out,
        "| {} | {horizon} | {request} | {teams} | {} | {} | {} | {} | {} | {} | {} | {} | {why} |",
        position(line),
        points(Criterion::Reuse),
        points(Criterion::Reliability),
        points(Criterion::TechDebt),
        points(Criterion::Compatibility),
        if line.other_points() == Points::ZERO { String::new() } else { line.other_points().short() },
        line.score().map_or(String::new(), Points::short),
        line.request.effort.short(),
        line.score_per_week_thousandths().map_or(String::new(), |it| Points::from_thousandths(it).short()),
    )
}

fn texts(line: &Line<'_, '_>) -> [String; 3] {
    let id = untrusted::markdown(&line.request.id);
    [
        format!("**{id}** {}", untrusted::markdown(&line.request.title)),
        untrusted::markdown(&line.teams().join(", ")),
        untrusted::markdown(&line.why().to_string()),
    ]
}

/// The place in the order, marked where a person decided about it.
fn position(line: &Line<'_, '_>) -> String {
    let mark = if line.is_overridden() { "\\*" } else { "" };
    format!("{mark}{}", line.position.unwrap_or_default())
}
