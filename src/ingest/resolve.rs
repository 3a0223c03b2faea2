//! Entries → backlog: references become links, repeats are folded, what is settled steps aside.

use std::collections::BTreeSet;

use rustc_hash::{FxHashMap, FxHashSet};

use super::{
    codes,
    entry::{Entry, Reference},
    repeats,
};
use crate::{
    diagnostic::Finding,
    model::{Backlog, Column, Reason, Request, Row, Settled, Status, natural},
    suggestion::closest,
};

/// Where an entry ends up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    Ranked,
    Done,
    Declined,
    /// Folded into the entry with this number.
    Repeat(usize),
    SetAside,
}

/// Resolves the references between entries. Entries of the `broken` rows, and those found broken
/// here, are set aside: what waits for them is stopped.
pub(crate) fn resolve<'s>(
    mut entries: Vec<Entry<'s>>,
    mut broken: FxHashSet<Row>,
    findings: &mut Vec<Finding>,
) -> Backlog<'s> {
    // From here on an entry's number is its place in natural id order; the same id again is
    // ordered by place, which only matters for findings.
    entries.sort_by(|left, right| {
        natural(&left.request.id, &right.request.id).then(left.request.row.cmp(&right.request.row))
    });
    let numbers = number_ids(&entries, &mut broken, findings);
    let targets: Vec<Vec<usize>> = (0..entries.len())
        .map(|number| prerequisites(number, &entries, &numbers, &mut broken, findings))
        .collect();
    let kept = kept_by_repeats(&entries, &numbers, &mut broken, findings);
    refuse_links_within(&entries, &targets, &kept, &mut broken, findings);
    let fates: Vec<Fate> = entries
        .iter()
        .zip(&kept)
        .map(|(entry, kept)| match (kept, entry.status) {
            _ if broken.contains(&entry.request.row) => Fate::SetAside,
            (Some(kept), _) => Fate::Repeat(*kept),
            (None, Status::Done) => Fate::Done,
            (None, Status::Declined) => Fate::Declined,
            (None, Status::Proposed | Status::InProgress) => Fate::Ranked,
        })
        .collect();
    fold(&mut entries, &fates, findings);
    let links = links(&entries, &targets, &fates);
    started_early(&entries, &links, &fates, findings);
    assemble(entries, &fates, &links)
}

/// Who has which id; ids that several rows have break all of them.
fn number_ids<'s>(
    entries: &[Entry<'s>],
    broken: &mut FxHashSet<Row>,
    findings: &mut Vec<Finding>,
) -> FxHashMap<std::borrow::Cow<'s, str>, usize> {
    let mut numbers = FxHashMap::default();
    for (number, entry) in entries.iter().enumerate() {
        let request = &entry.request;
        if request.id.is_empty() {
            continue;
        }
        if let Some(&first) = numbers.get(&request.id) {
            let first: &Entry<'_> = &entries[first];
            broken.extend([first.request.row, request.row]);
            findings.push(
                Finding::new(
                    &codes::DUPLICATE_ID,
                    format!("the id `{}` is given twice", request.id),
                )
                .about(&request.id)
                .cell(request.row, Column::Id)
                .expected("an id that no other request has")
                .hint("give one of them another id, or write `same_as` if they ask for the same")
                .spoils(first.request.row)
                .spoils(request.row),
            );
        } else {
            numbers.insert(request.id.clone(), number);
        }
    }
    numbers
}

/// The entries that an entry waits for by its own cell.
fn prerequisites(
    number: usize,
    entries: &[Entry<'_>],
    numbers: &FxHashMap<std::borrow::Cow<'_, str>, usize>,
    broken: &mut FxHashSet<Row>,
    findings: &mut Vec<Finding>,
) -> Vec<usize> {
    let entry = &entries[number];
    // The links of a settled row do not matter any more, so neither do their mistakes. A repeat
    // that was declined still hands its links to the request it repeats.
    if entry.status == Status::Done || entry.status == Status::Declined && entry.same_as.is_none() {
        return Vec::new();
    }
    let mut found = Vec::new();
    for reference in &entry.depends_on {
        match numbers.get(&reference.id) {
            Some(&target) if target == number => {
                broken.insert(entry.request.row);
                findings.push(
                    Finding::new(
                        &codes::SELF_DEPENDENCY,
                        format!("`{}` waits for itself", entry.request.id),
                    )
                    .about(&entry.request.id)
                    .at(reference.place)
                    .column(Column::DependsOn.name())
                    .hint("delete the id from the cell")
                    .spoils(entry.request.row),
                );
            }
            Some(&target) => found.push(target),
            None => {
                broken.insert(entry.request.row);
                findings.push(unknown(
                    reference,
                    &entry.request,
                    entries,
                    Column::DependsOn,
                ));
            }
        }
    }
    found
}

fn unknown(
    reference: &Reference<'_>,
    request: &Request<'_>,
    entries: &[Entry<'_>],
    column: Column,
) -> Finding {
    let ids = || entries.iter().map(|entry| &*entry.request.id);
    let meant = ids().find(|id| id.eq_ignore_ascii_case(&reference.id));
    // Comparing with every id is only worth it while there are few.
    let meant = meant.or_else(|| closest(&reference.id, ids().take(10_000)));
    let hint = match meant {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => "name every file of the backlog, or delete the id from the cell".to_owned(),
    };
    Finding::new(
        &codes::UNKNOWN_ID,
        format!("no request has the id `{}`", reference.id),
    )
    .about(&request.id)
    .at(reference.place)
    .column(column.name())
    .expected("the id of a request")
    .hint(hint)
    .spoils(request.row)
}

/// For each repeat the entry at the end of its chain.
fn kept_by_repeats(
    entries: &[Entry<'_>],
    numbers: &FxHashMap<std::borrow::Cow<'_, str>, usize>,
    broken: &mut FxHashSet<Row>,
    findings: &mut Vec<Finding>,
) -> Vec<Option<usize>> {
    let next: Vec<Option<usize>> = entries
        .iter()
        .map(|entry| {
            let reference = entry.same_as.as_ref()?;
            let target = numbers.get(&reference.id).copied();
            if target.is_none() {
                broken.insert(entry.request.row);
                findings.push(unknown(reference, &entry.request, entries, Column::SameAs));
            }
            target
        })
        .collect();
    let mut kept: Vec<Option<usize>> = vec![None; entries.len()];
    // The walk that first reached an entry; meeting one's own again is a ring.
    let mut reached: Vec<Option<usize>> = vec![None; entries.len()];
    for start in 0..entries.len() {
        let mut way = Vec::new();
        let mut at = start;
        while reached[at].is_none() {
            reached[at] = Some(start);
            way.push(at);
            let Some(further) = next[at] else { break };
            at = further;
        }
        let ring = way
            .iter()
            .position(|&member| member == at)
            .filter(|_| next[at].is_some());
        if let Some(from) = ring {
            ring_finding(&way[from..], entries, broken, findings);
            continue;
        }
        let end = kept[at].unwrap_or(at);
        for member in way.into_iter().filter(|&member| member != end) {
            kept[member] = Some(end);
        }
    }
    kept
}

fn ring_finding(
    ring: &[usize],
    entries: &[Entry<'_>],
    broken: &mut FxHashSet<Row>,
    findings: &mut Vec<Finding>,
) {
    let first = &entries[ring[0]].request;
    let message = if ring.len() == 1 {
        format!("`{}` repeats itself", first.id)
    } else {
        let ids: Vec<String> = ring
            .iter()
            .map(|&member| format!("`{}`", entries[member].request.id))
            .collect();
        format!("{} repeat each other", ids.join(", "))
    };
    let mut finding = Finding::new(&codes::REPEAT_RING, message)
        .about(&first.id)
        .cell(first.row, Column::SameAs)
        .hint("clear `same_as` in the one that is to be ranked");
    finding.rows = ring
        .iter()
        .map(|&member| entries[member].request.row)
        .collect();
    broken.extend(finding.rows.iter().copied());
    findings.push(finding);
}

/// Links between requests that are one: a repeat that waits for what it repeats.
fn refuse_links_within(
    entries: &[Entry<'_>],
    targets: &[Vec<usize>],
    kept: &[Option<usize>],
    broken: &mut FxHashSet<Row>,
    findings: &mut Vec<Finding>,
) {
    let group = |number: usize| kept[number].unwrap_or(number);
    for (number, entry) in entries.iter().enumerate() {
        for &target in targets[number]
            .iter()
            .filter(|&&target| group(target) == group(number))
        {
            broken.insert(entry.request.row);
            let (id, other) = (&entry.request.id, &entries[target].request.id);
            findings.push(
                Finding::new(
                    &codes::REPEAT_DEPENDENCY,
                    format!("`{id}` waits for `{other}`, and both are one request"),
                )
                .about(id)
                .cell(entry.request.row, Column::DependsOn)
                .hint("clear `same_as` if they differ, or `depends_on` if they are the same")
                .spoils(entry.request.row),
            );
        }
    }
}

fn fold(entries: &mut [Entry<'_>], fates: &[Fate], findings: &mut Vec<Finding>) {
    for number in 0..entries.len() {
        let Fate::Repeat(kept) = fates[number] else {
            continue;
        };
        match fates[kept] {
            Fate::Ranked => {
                let Ok([repeat, into]) = entries.get_disjoint_mut([number, kept]) else {
                    continue;
                };
                repeats::fold(into, repeat, findings);
            }
            _ => findings.extend(repeats::of_settled(
                &entries[number].request,
                &entries[kept].request,
                entries[kept].status,
            )),
        }
    }
}

/// Links `(prerequisite, dependent)` between entries that are ranked or set aside or declined,
/// seen from the requests that keep the repeats.
fn links(
    entries: &[Entry<'_>],
    targets: &[Vec<usize>],
    fates: &[Fate],
) -> BTreeSet<(usize, usize)> {
    let kept = |number: usize| match fates[number] {
        Fate::Repeat(kept) => kept,
        _ => number,
    };
    let mut links = BTreeSet::new();
    for number in 0..entries.len() {
        let dependent = kept(number);
        if fates[dependent] != Fate::Ranked || fates[number] == Fate::SetAside {
            continue;
        }
        for &target in &targets[number] {
            let prerequisite = kept(target);
            if fates[prerequisite] != Fate::Done && prerequisite != dependent {
                links.insert((prerequisite, dependent));
            }
        }
    }
    links
}

fn started_early(
    entries: &[Entry<'_>],
    links: &BTreeSet<(usize, usize)>,
    fates: &[Fate],
    findings: &mut Vec<Finding>,
) {
    for &(prerequisite, dependent) in links {
        let request = &entries[dependent].request;
        if request.started && fates[prerequisite] == Fate::Ranked {
            findings.push(
                Finding::new(
                    &codes::STARTED_EARLY,
                    format!(
                        "`{}` is in progress, and waits for `{}`, which is not done",
                        request.id, entries[prerequisite].request.id
                    ),
                )
                .about(&request.id)
                .cell(request.row, Column::DependsOn)
                .hint("check the status of both, or drop the link if it no longer holds"),
            );
        }
    }
}

/// Numbers what is ranked, and files the rest with its reason.
fn assemble<'s>(
    entries: Vec<Entry<'s>>,
    fates: &[Fate],
    links: &BTreeSet<(usize, usize)>,
) -> Backlog<'s> {
    let mut backlog = Backlog::default();
    let mut places = vec![0_u32; entries.len()];
    let kept_ids: Vec<String> = fates
        .iter()
        .map(|fate| {
            if let Fate::Repeat(kept) = fate {
                entries[*kept].request.id.to_string()
            } else {
                String::new()
            }
        })
        .collect();
    for (number, (entry, kept_id)) in entries.into_iter().zip(kept_ids).enumerate() {
        let reason = match fates[number] {
            Fate::Ranked => {
                places[number] = u32::try_from(backlog.requests.len()).unwrap_or(u32::MAX);
                backlog.requests.push(entry.request);
                continue;
            }
            Fate::Done => Reason::Done,
            Fate::Declined => Reason::Declined,
            Fate::Repeat(_) => Reason::Repeat(kept_id),
            Fate::SetAside => Reason::SetAside,
        };
        places[number] = u32::try_from(backlog.settled.len()).unwrap_or(u32::MAX);
        let Request { id, title, row, .. } = entry.request;
        backlog.settled.push(Settled {
            id,
            title,
            row,
            reason,
        });
    }
    for &(prerequisite, dependent) in links {
        let link = (places[prerequisite], places[dependent]);
        match fates[prerequisite] {
            Fate::Ranked => backlog.links.push(link),
            _ => backlog.stopped.push((link.1, link.0)),
        }
    }
    backlog.stopped.sort_unstable();
    backlog
}
