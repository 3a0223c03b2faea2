//! Entries → backlog: references become links, repeats are folded, what is settled steps aside.

mod otherwise;

use std::{borrow::Cow, cell::OnceCell};

use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};

use super::{
    alike, codes,
    entry::{Claim, Entries, Entry, Reference},
    references::Titles,
    repeats,
};
use crate::{
    diagnostic::Finding,
    model::{Backlog, Column, Number, Numbering, Reason, Request, Row, Settled, Status, natural, numbers},
    policy::Policy,
};

numbers! {
    /// An entry, by its place among all entries in natural id order.
    struct Sorted;
}

/// What becomes of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    Ranked,
    Done,
    Declined,
    /// Folded into the entry with this number.
    Repeat(Sorted),
    SetAside,
}

/// Entries in natural id order, while their references are being resolved.
struct Resolver<'s, 'f> {
    requests: Vec<Request<'s>>,
    claims: Vec<Claim>,
    /// Rows that cannot be used; grows.
    broken: FxHashSet<Row>,
    policy: &'f Policy,
    findings: &'f mut Vec<Finding>,
    /// How many references to unknown ids were met.
    unknown_ids: usize,
    /// Entries by their titles, once somebody asks.
    titles: OnceCell<Titles<Sorted>>,
    /// References that name a title: how many, and the first.
    by_title: Option<(usize, Reference<'s>, Column)>,
}

/// A link `(prerequisite, dependent)` between entries.
type Link = (Sorted, Sorted);

/// Who has which id.
type Ids<'s> = FxHashMap<Cow<'s, str>, Sorted>;

/// Resolves the references between entries. Entries of the `broken` rows, and those found broken
/// here, are set aside: what waits for them is stopped.
pub(crate) fn resolve<'s>(
    entries: Entries<'s>,
    broken: FxHashSet<Row>,
    policy: &Policy,
    findings: &mut Vec<Finding>,
) -> Backlog<'s> {
    let Entries { requests, claims, depends_on, same_as } = entries;
    let (requests, claims, numbers) = in_natural_order(requests, claims);
    let mut resolver = Resolver {
        requests,
        claims,
        broken,
        policy,
        findings,
        unknown_ids: 0,
        titles: OnceCell::new(),
        by_title: None,
    };
    let ids = resolver.number_ids();
    resolver.findings.extend(alike::look_at(&resolver.requests));
    let links = resolver.links(&depends_on, &same_as, &numbers, &ids);
    let kept = resolver.kept_by_repeats(&same_as, &numbers, &ids);
    resolver.about_titles();
    drop((ids, depends_on, same_as, numbers));
    resolver.refuse_links_within(&links, &kept);
    let fates = resolver.fates(&kept);
    resolver.fold(&fates);
    let links = seen_from_kept(&links, &fates);
    resolver.started_early(&links, &fates);
    assemble(resolver.requests, &fates, &links)
}

/// Sorts entries by id; the same id again is ordered by row. Says for each entry, in the order
/// of the rows, which number it got.
fn in_natural_order(
    mut requests: Vec<Request<'_>>,
    claims: Vec<Claim>,
) -> (Vec<Request<'_>>, Vec<Claim>, Vec<Sorted>) {
    let numbers = || Sorted::first(claims.len());
    let order = |left: &Request<'_>, right: &Request<'_>| {
        natural(&left.id, &right.id).then_with(|| left.title.cmp(&right.title)).then(left.row.cmp(&right.row))
    };
    if requests.is_sorted_by(|left, right| order(left, right).is_le()) {
        let numbers = numbers().collect();
        return (requests, claims, numbers);
    }
    requests.sort_unstable_by(order);
    // Rows ascend as they were read, so an entry is found again by its row.
    let place = |row: Row| claims.binary_search_by_key(&row, |claim| claim.row).unwrap_or(0);
    let mut number_of: Vec<Sorted> = numbers().collect();
    let mut sorted = Vec::with_capacity(claims.len());
    for (number, request) in numbers().zip(&requests) {
        let entry = place(request.row);
        number_of[entry] = number;
        sorted.push(claims[entry]);
    }
    (requests, sorted, number_of)
}

impl<'s> Resolver<'s, '_> {
    fn request(&self, number: Sorted) -> &Request<'s> {
        &self.requests[number]
    }

    fn numbers(&self) -> impl Iterator<Item = Sorted> + use<> {
        Sorted::first(self.requests.len())
    }

    /// Files a finding that makes a row unusable.
    fn refuse(&mut self, finding: Finding, rows: &[Row]) {
        self.broken.extend(rows);
        self.findings.push(Finding { rows: rows.to_vec(), ..finding });
    }

    /// Who has which id; ids that several rows have break all of them.
    fn number_ids(&mut self) -> Ids<'s> {
        let mut numbers = FxHashMap::with_capacity_and_hasher(self.requests.len(), FxBuildHasher);
        for number in self.numbers() {
            let request = self.request(number);
            if request.id.is_empty() {
                continue;
            }
            // Equal ids stand beside each other, so only a neighbour can have the same one.
            let before = number.place().checked_sub(1).map(|before| &self.requests[before]);
            let before = before.filter(|other| other.id == request.id);
            let Some(before) = before else {
                numbers.insert(request.id.clone(), number);
                continue;
            };
            let rows = [before.row, request.row];
            let finding =
                Finding::new(&codes::DUPLICATE_ID, format!("the id `{}` is given twice", request.id))
                    .about(&request.id)
                    .cell(request.row, Column::Id)
                    .related(before.row, Column::Id)
                    .expected("an id that no other request has")
                    .hint("give one of them another id, or write `same_as` if they ask for the same");
            self.refuse(finding, &rows);
        }
        numbers
    }

    /// The links that the entries' own cells make.
    fn links(
        &mut self,
        depends_on: &[(Entry, Reference<'s>)],
        same_as: &[(Entry, Reference<'s>)],
        numbers: &[Sorted],
        ids: &Ids<'s>,
    ) -> Vec<Link> {
        let repeats: FxHashSet<Entry> = same_as.iter().map(|&(entry, _)| entry).collect();
        let mut links = Vec::with_capacity(depends_on.len());
        let mut at = 0;
        while let Some((entry, reference)) = depends_on.get(at) {
            let number = numbers[*entry];
            let (found, parts) = match ids.get(&*reference.id) {
                Some(&target) => (Some(target), 1),
                None => self.named_otherwise(&depends_on[at..], Column::DependsOn, ids),
            };
            at += parts;
            let status = self.claims[number].status;
            // The links of a settled row do not matter any more, so neither do their mistakes. A
            // repeat that was declined still hands its links to the request it repeats.
            if status == Status::Done || status == Status::Declined && !repeats.contains(entry) {
                continue;
            }
            match found {
                Some(target) if target == number => {
                    let request = self.request(number);
                    let row = request.row;
                    let finding =
                        Finding::new(&codes::SELF_DEPENDENCY, format!("`{}` waits for itself", request.id))
                            .about(&request.id)
                            .at(reference.place)
                            .column(Column::DependsOn.name())
                            .hint("delete the id from the cell");
                    self.refuse(finding, &[row]);
                }
                Some(target) => links.push((target, number)),
                None => self.unknown(reference, number, Column::DependsOn),
            }
        }
        links
    }

    /// For each repeat the entry at the end of its chain.
    fn kept_by_repeats(
        &mut self,
        same_as: &[(Entry, Reference<'s>)],
        numbers: &[Sorted],
        ids: &Ids<'s>,
    ) -> FxHashMap<Sorted, Sorted> {
        let mut next: FxHashMap<Sorted, Sorted> = FxHashMap::default();
        for one in same_as {
            let (entry, reference) = one;
            let number = numbers[*entry];
            let target = ids.get(&*reference.id).copied();
            match target.or_else(|| self.named_otherwise(std::slice::from_ref(one), Column::SameAs, ids).0) {
                Some(target) => _ = next.insert(number, target),
                None => self.unknown(reference, number, Column::SameAs),
            }
        }
        let mut starts: Vec<Sorted> = next.keys().copied().collect();
        starts.sort_unstable();
        let mut kept: FxHashMap<Sorted, Sorted> = FxHashMap::default();
        let mut in_ring: FxHashSet<Sorted> = FxHashSet::default();
        for start in starts {
            let mut way = vec![start];
            let mut places = FxHashMap::from_iter([(start, 0)]);
            let mut at = start;
            // Ends at something that repeats nothing or is known already, or meets its own way.
            let ring = loop {
                if kept.contains_key(&at) || in_ring.contains(&at) {
                    break None;
                }
                let Some(&further) = next.get(&at) else { break None };
                if let Some(&from) = places.get(&further) {
                    break Some(from);
                }
                places.insert(further, way.len());
                way.push(further);
                at = further;
            };
            if let Some(from) = ring {
                in_ring.extend(&way[from..]);
                self.refuse_ring(&way[from..]);
            }
            let end = kept.get(&at).copied().unwrap_or(at);
            way.retain(|member| *member != end && !in_ring.contains(member));
            kept.extend(way.into_iter().map(|member| (member, end)));
        }
        kept
    }

    fn refuse_ring(&mut self, ring: &[Sorted]) {
        let first = self.request(ring[0]);
        let message = if ring.len() == 1 {
            format!("`{}` repeats itself", first.id)
        } else {
            let ids: Vec<String> =
                ring.iter().map(|&member| format!("`{}`", self.request(member).id)).collect();
            format!("{} repeat each other", ids.join(", "))
        };
        let finding = Finding::new(&codes::REPEAT_RING, message)
            .about(&first.id)
            .cell(first.row, Column::SameAs)
            .hint("clear `same_as` in the one that is to be ranked");
        let rows: Vec<Row> = ring.iter().map(|&member| self.request(member).row).collect();
        self.refuse(finding, &rows);
    }

    /// Refuses links between requests that are one: a repeat that waits for what it repeats.
    fn refuse_links_within(&mut self, links: &[Link], kept: &FxHashMap<Sorted, Sorted>) {
        if kept.is_empty() {
            return;
        }
        let group = |number: Sorted| kept.get(&number).copied().unwrap_or(number);
        for &(prerequisite, dependent) in links.iter().filter(|link| group(link.0) == group(link.1)) {
            let (request, other) = (self.request(dependent), self.request(prerequisite));
            let row = request.row;
            let message = format!("`{}` waits for `{}`, but both are the same request", request.id, other.id);
            let finding = Finding::new(&codes::REPEAT_DEPENDENCY, message)
                .about(&request.id)
                .cell(row, Column::DependsOn)
                .hint("clear `same_as` if they differ, or `depends_on` if they are the same");
            self.refuse(finding, &[row]);
        }
    }

    fn fates(&self, kept: &FxHashMap<Sorted, Sorted>) -> Vec<Fate> {
        let fate = |number: Sorted| {
            let kept = kept.get(&number);
            let unusable = |number: Sorted| self.broken.contains(&self.request(number).row);
            // A repeat of what is set aside has nothing to be folded into.
            if unusable(number) || kept.is_some_and(|&kept| unusable(kept)) {
                return Fate::SetAside;
            }
            match (kept, self.claims[number].status) {
                (Some(&kept), _) => Fate::Repeat(kept),
                (None, Status::Done) => Fate::Done,
                (None, Status::Declined) => Fate::Declined,
                (None, Status::Proposed | Status::InProgress) => Fate::Ranked,
            }
        };
        self.numbers().map(fate).collect()
    }

    /// Folds repeats into what they repeat, in natural id order.
    fn fold(&mut self, fates: &[Fate]) {
        for (number, &fate) in Sorted::all().zip(fates) {
            let Fate::Repeat(kept) = fate else { continue };
            let (claim, kept_claim) = (self.claims[number], self.claims[kept]);
            if fates[kept] != Fate::Ranked {
                let (repeat, kept) = (&self.requests[number], &self.requests[kept]);
                self.findings.extend(repeats::of_settled(repeat, kept, kept_claim.status));
            } else if let Ok([repeat, into]) = self.requests.get_disjoint_mut([number.place(), kept.place()])
            {
                repeats::fold((into, kept_claim), (repeat, claim), self.policy, self.findings);
            }
        }
    }

    fn started_early(&mut self, links: &[Link], fates: &[Fate]) {
        for &(prerequisite, dependent) in links {
            let request = &self.requests[dependent];
            // What is done is no longer among the links.
            if request.started && fates[prerequisite] != Fate::SetAside {
                let other = &self.requests[prerequisite].id;
                let message =
                    format!("`{}` is in progress, but waits for `{other}`, which is not done", request.id);
                self.findings.push(
                    Finding::new(&codes::STARTED_EARLY, message)
                        .about(&request.id)
                        .cell(request.row, Column::DependsOn)
                        .hint("check the status of both, or delete the dependency if it no longer holds"),
                );
            }
        }
    }
}

/// The links of ranked requests as they are after folding: each once, without those that are met.
fn seen_from_kept(links: &[Link], fates: &[Fate]) -> Vec<Link> {
    let kept = |number: Sorted| match fates[number] {
        Fate::Repeat(kept) => kept,
        _ => number,
    };
    let mut seen: Vec<Link> = links
        .iter()
        .filter(|&&(_, dependent)| fates[dependent] != Fate::SetAside)
        .map(|&(prerequisite, dependent)| (kept(prerequisite), kept(dependent)))
        .filter(|&(prerequisite, dependent)| {
            fates[dependent] == Fate::Ranked && fates[prerequisite] != Fate::Done && prerequisite != dependent
        })
        .collect();
    seen.sort_unstable();
    seen.dedup();
    seen
}

/// Numbers what is ranked, and files the rest with its reason.
fn assemble<'s>(mut requests: Vec<Request<'s>>, fates: &[Fate], links: &[Link]) -> Backlog<'s> {
    let mut backlog = Backlog::default();
    let mut numbers = Vec::with_capacity(requests.len());
    let mut numbering = Numbering::default();
    for (request, &fate) in requests.iter().zip(fates) {
        numbers.push(numbering.next(fate == Fate::Ranked));
        let reason = match fate {
            Fate::Ranked => continue,
            Fate::Done => Reason::Done,
            Fate::Declined => Reason::Declined,
            Fate::Repeat(kept) => Reason::Repeat(requests[kept].id.to_string()),
            Fate::SetAside => Reason::SetAside,
        };
        backlog.settled.push(Settled {
            id: request.id.clone(),
            title: request.title.clone(),
            row: request.row,
            reason,
        });
    }
    // In place: the requests of a large backlog must not be in memory twice.
    let mut fate = fates.iter();
    requests.retain(|_| fate.next() == Some(&Fate::Ranked));
    backlog.requests = requests;
    backlog.link(links.iter().map(|&(before, after)| (numbers[before], numbers[after])));
    backlog
}
