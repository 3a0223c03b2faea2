//! What is said about cycles.

use super::{Cycle, Dependencies, cycles};
use crate::{
    diagnostic::Finding,
    model::{Backlog, Column, Node},
};

crate::diagnostic::codes! {
    /// Requests wait for each other.
    CYCLE = Error "cycle";
}

/// One error per cycle, with its path as a sentence and the links to drop. `links` are the
/// backlog's.
pub fn cycle_findings(backlog: &Backlog<'_>, links: &Dependencies) -> Vec<Finding> {
    // Seeing that there is none takes half the time of looking for them.
    if links.in_order().is_some() {
        return Vec::new();
    }
    cycles(links).iter().map(|cycle| finding(cycle, backlog)).collect()
}

fn finding(cycle: &Cycle, backlog: &Backlog<'_>) -> Finding {
    let id = |node: Node| &*backlog.requests[node].id;
    let first = cycle.path[0];
    let mut path = format!("`{}`", id(first));
    for (step, &node) in cycle.path[1..].iter().chain([&first]).enumerate() {
        path.push_str(if step == 0 { " waits for " } else { ", which waits for " });
        path.push('`');
        path.push_str(id(node));
        path.push('`');
    }
    let others = cycle.members.len() - cycle.path.len();
    if others > 0 {
        path = format!("{path} ({others} more requests are part of this knot)");
    }
    let drops: Vec<String> = cycle
        .to_drop
        .iter()
        .map(|&(before, after)| format!("`{}` from the depends_on of `{}`", id(before), id(after)))
        .collect();
    let row = backlog.requests[first].row;
    let mut finding = Finding::new(&CYCLE, format!("none of these can begin: {path}"))
        .about(id(first))
        .cell(row, Column::DependsOn)
        .hint(format!("check for a reversed link; without {} there is no cycle", drops.join(" and ")));
    let others = cycle.members.iter().filter(|&&member| member != first);
    finding.related = others.map(|&node| (backlog.requests[node].row, Column::DependsOn)).collect();
    finding.rows = cycle.members.iter().map(|&node| backlog.requests[node].row).collect();
    finding
}
