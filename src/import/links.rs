//! Links between requests: from either end, each once, each with the sentence that it says.

use std::{borrow::Cow, collections::BTreeMap, fmt};

use rustc_hash::{FxHashMap, FxHashSet};

use super::{
    codes,
    export::{Export, cell},
    translate::{Cells, PARENT},
};
use crate::{
    diagnostic::{Finding, Place},
    ingest::{items, raw::RawCell},
    mapping::Target,
    model::{Column, natural},
    untrusted::inline,
};

/// A request that waits for another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Edge<'s> {
    pub(crate) dependent: Cow<'s, str>,
    pub(crate) prerequisite: Cow<'s, str>,
    /// Why it is not among the links of the backlog, where it is not.
    pub(crate) left_out: Option<LeftOut>,
    /// By how many cells it is said.
    pub(crate) said: usize,
    /// Where it is said first.
    pub(crate) place: Place,
}

/// Why a link cannot be one of the backlog.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LeftOut {
    /// One end stands in none of the files.
    Outside,
    /// The one that waits stands in a file that is no export, which is not changed.
    NoExport,
    /// It leads back to where it comes from.
    ToItself,
}

impl fmt::Display for Edge<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let id = |id: &str| inline(id, 80);
        write!(f, "{} waits for {}", id(&self.dependent), id(&self.prerequisite))?;
        match self.left_out {
            None => Ok(()),
            Some(LeftOut::Outside) => write!(f, " (left out: one of the two is not in these files)"),
            Some(LeftOut::NoExport) => {
                write!(f, " (left out: write it into `depends_on` of {})", id(&self.dependent))
            }
            Some(LeftOut::ToItself) => write!(f, " (left out: nothing can wait for itself)"),
        }
    }
}

/// The links of all exports.
#[derive(Debug, Default)]
pub(crate) struct Links<'s> {
    /// Every link that is said, in natural order.
    pub(crate) edges: Vec<Edge<'s>>,
    /// The cells that name other rows, by export and row.
    pub(crate) cells: Vec<Vec<Cells<'s>>>,
    /// How many parents were named by a number and are now named by their ids.
    pub(crate) parents: usize,
}

/// A row that can be named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Node {
    Row {
        export: u32,
        row: u32,
    },
    /// One of a file that is no export, by its place among those.
    Other(u32),
}

struct Names<'a, 's> {
    ids: FxHashMap<&'a str, Node>,
    /// The same of each tracker: bare numbers may be ids of several.
    own: Vec<FxHashMap<&'a str, Node>>,
    /// Which of these each export has.
    tracker: Vec<usize>,
    numbers: Vec<FxHashMap<&'a str, Node>>,
    rows: &'a [Vec<Cells<'s>>],
    others: &'a [Cow<'s, str>],
}

impl<'a, 's> Names<'a, 's> {
    fn new(exports: &'a [Export<'s>], rows: &'a [Vec<Cells<'s>>], others: &'a [Cow<'s, str>]) -> Self {
        let name = |export: &'a Export<'s>| export.mapping.name.as_str();
        let first = |export| exports.iter().position(|other| name(other) == name(export)).unwrap_or(0);
        let mut names = Self {
            ids: FxHashMap::default(),
            own: vec![FxHashMap::default(); exports.len()],
            tracker: exports.iter().map(first).collect(),
            numbers: Vec::new(),
            rows,
            others,
        };
        for ((at, export), of_export) in (0..).zip(exports).zip(rows) {
            let fields = export.fields_for(Target::Number);
            let mut numbers = FxHashMap::default();
            for ((row, cells), raw) in (0..).zip(of_export).zip(&export.rows) {
                let node = Node::Row { export: at, row };
                if let Some(id) = id(cells) {
                    // Of several rows with one id the first is meant.
                    names.ids.entry(id).or_insert(node);
                    names.own[names.tracker[at as usize]].entry(id).or_insert(node);
                }
                for number in fields.iter().filter_map(|&field| cell(raw, field)) {
                    numbers.entry(number.text.trim()).or_insert(node);
                }
            }
            names.numbers.push(numbers);
        }
        for (at, id) in (0..).zip(others) {
            names.ids.entry(id).or_insert(Node::Other(at));
        }
        names
    }

    /// The row that a text of an export names: by its id, or else by a number.
    fn find(&self, export: usize, text: &str) -> Option<Node> {
        let own = self.own[self.tracker[export]].get(text);
        own.or_else(|| self.numbers[export].get(text)).or_else(|| self.ids.get(text)).copied()
    }

    fn id(&self, node: Node) -> Cow<'s, str> {
        match node {
            Node::Row { export, row } => id_cell(&self.rows[export as usize][row as usize])
                .map_or(Cow::Borrowed(""), |it| it.text.clone()),
            Node::Other(at) => self.others[at as usize].clone(),
        }
    }
}

fn id_cell<'c, 's>(cells: &'c Cells<'s>) -> Option<&'c RawCell<'s>> {
    cells.iter().find(|(column, _)| *column == Column::Id as u32).map(|(_, cell)| cell)
}

/// The id among the cells of a row.
pub(crate) fn id<'c>(cells: &'c Cells<'_>) -> Option<&'c str> {
    id_cell(cells).map(|cell| &*cell.text)
}

/// An edge being gathered.
struct Gathered<'s> {
    edge: Edge<'s>,
    dependent: Option<Node>,
}

/// Finds the links of all exports. Rows have their ids by now.
pub(crate) fn find<'s>(
    exports: &[Export<'s>],
    rows: &[Vec<Cells<'s>>],
    others: &[Cow<'s, str>],
    findings: &mut Vec<Finding>,
) -> Links<'s> {
    let names = Names::new(exports, rows, others);
    let mut links = Links {
        cells: rows.iter().map(|of_export| vec![Vec::new(); of_export.len()]).collect(),
        ..Links::default()
    };
    let mut gathered: Vec<Gathered<'s>> = Vec::new();
    let mut known: FxHashMap<(Cow<'s, str>, Cow<'s, str>), usize> = FxHashMap::default();
    for (at, export) in exports.iter().enumerate() {
        let waits = export.fields_for(Target::Column(Column::DependsOn));
        let unlocks = export.fields_for(Target::Unlocks);
        let directions = waits.iter().map(|&it| (it, false)).chain(unlocks.iter().map(|&it| (it, true)));
        let directions: Vec<(u32, bool)> = directions.collect();
        for (row, raw) in (0..).zip(&export.rows) {
            let this = Node::Row { export: u32::try_from(at).unwrap_or(u32::MAX), row };
            let own = names.id(this);
            for &(field, reversed) in &directions {
                let Some(cell) = cell(raw, field) else { continue };
                for item in items(&cell.text) {
                    let other = names.find(at, item);
                    let ends =
                        (own.clone(), other.map_or_else(|| Cow::Owned(item.to_owned()), |it| names.id(it)));
                    let (nodes, (dependent, prerequisite)) = if reversed {
                        ((other, Some(this)), (ends.1, ends.0))
                    } else {
                        ((Some(this), other), ends)
                    };
                    let next = gathered.len();
                    let key = (dependent.clone(), prerequisite.clone());
                    let number = *known.entry(key).or_insert(next);
                    if number < next {
                        gathered[number].edge.said += 1;
                        continue;
                    }
                    let left_out = match nodes {
                        (Some(dependent), Some(prerequisite)) if dependent == prerequisite => {
                            Some(LeftOut::ToItself)
                        }
                        (Some(Node::Row { .. }), Some(_)) => None,
                        (Some(Node::Other(_)), Some(_)) => Some(LeftOut::NoExport),
                        _ => Some(LeftOut::Outside),
                    };
                    let edge = Edge { dependent, prerequisite, left_out, said: 1, place: cell.place };
                    gathered.push(Gathered { edge, dependent: nodes.0 });
                }
            }
        }
        singles(at, export, &names, &mut links, findings);
    }
    gathered.sort_by(|left, right| {
        let (left, right) = (&left.edge, &right.edge);
        let ids = natural(&left.dependent, &right.dependent);
        ids.then_with(|| natural(&left.prerequisite, &right.prerequisite))
    });
    write_cells(&gathered, &mut links);
    links.edges = gathered.into_iter().map(|gathered| gathered.edge).collect();
    about(&links.edges, findings);
    about_unread(exports, &names, findings);
    links
}

/// Puts the ids that a row waits for into its cell.
fn write_cells<'s>(gathered: &[Gathered<'s>], links: &mut Links<'s>) {
    for Gathered { edge, dependent } in gathered {
        let (Some(Node::Row { export, row }), None) = (dependent, edge.left_out) else { continue };
        let cells = &mut links.cells[*export as usize][*row as usize];
        let before = cells.iter_mut().find(|(column, _)| *column == Column::DependsOn as u32);
        if let Some((_, cell)) = before {
            cell.text = Cow::Owned(format!("{}; {}", cell.text, edge.prerequisite));
        } else {
            let cell = RawCell { text: edge.prerequisite.clone(), place: edge.place };
            cells.push((Column::DependsOn as u32, cell));
        }
    }
}

/// The cells that name one row: the one that this repeats, and its parent.
fn singles<'s>(
    at: usize,
    export: &Export<'s>,
    names: &Names<'_, 's>,
    links: &mut Links<'s>,
    findings: &mut Vec<Finding>,
) {
    let repeats = export.fields_for(Target::Column(Column::SameAs));
    let parents = export.fields_for(Target::Parent);
    let mut outside: Option<(usize, Place, String)> = None;
    for (row, raw) in export.rows.iter().enumerate() {
        let own = id(&names.rows[at][row]).unwrap_or_default();
        if let Some(cell) = repeats.iter().find_map(|&field| cell(raw, field)) {
            let found = names.find(at, cell.text.trim()).map(|node| names.id(node)).filter(|id| id != own);
            if let Some(id) = found {
                let cell = RawCell { text: id, place: cell.place };
                links.cells[at][row].push((Column::SameAs as u32, cell));
            } else {
                let words = format!("{} repeats {}", inline(own, 40), inline(cell.text.trim(), 40));
                outside.get_or_insert((0, cell.place, words)).0 += 1;
            }
        }
        let said = parents.iter().filter_map(|&field| cell(raw, field));
        let found = said.clone().find_map(|cell| Some((names.find(at, cell.text.trim())?, cell)));
        if let Some((node, cell)) = found {
            let text = names.id(node);
            links.parents += usize::from(text != cell.text.trim());
            links.cells[at][row].push((PARENT, RawCell { text, place: cell.place }));
        } else if let Some(cell) = said.clone().find(|cell| cell.text.contains(char::is_alphabetic)) {
            // An id that is not in these files says more than nothing.
            links.cells[at][row].push((PARENT, cell.clone()));
        }
    }
    if let Some((number, place, words)) = outside {
        let message = format!(
            "repeats of requests that are not in these files: {number}, the first `{words}`; `same_as` stays blank"
        );
        let finding = Finding::new(&codes::LINK_OUTSIDE, message).at(place).column(Column::SameAs.name());
        findings.push(finding.hint("export both, if the repeat is to be folded into what it repeats"));
    }
}

fn about(edges: &[Edge<'_>], findings: &mut Vec<Finding>) {
    let mut report =
        |left_out: LeftOut, code, message: fn(usize, &Edge<'_>) -> String, hint: &'static str| {
            let mut these = edges.iter().filter(|edge| edge.left_out == Some(left_out));
            if let Some(first) = these.next() {
                let finding = Finding::new(code, message(1 + these.count(), first)).at(first.place);
                findings.push(finding.column(Column::DependsOn.name()).hint(hint));
            }
        };
    report(
        LeftOut::Outside,
        &codes::LINK_OUTSIDE,
        |number, first| {
            let ends =
                format!("{} waits for {}", inline(&first.dependent, 40), inline(&first.prerequisite, 40));
            format!(
                "links to requests that are not in these files: {number}, the first `{ends}`; left out of `depends_on`"
            )
        },
        "export what is missing too, if it is not done; `roadbed import --links` prints every link",
    );
    report(
        LeftOut::NoExport,
        &codes::LINK_OUTSIDE,
        |number, first| {
            format!(
                "links of requests in a file that is not an export: {number}, the first `{} waits for {}`; left out",
                inline(&first.dependent, 40),
                inline(&first.prerequisite, 40)
            )
        },
        "write them into the column `depends_on` of that file; `roadbed import --links` prints every link",
    );
    report(
        LeftOut::ToItself,
        &codes::LINK_TO_ITSELF,
        |number, first| {
            let more = if number > 1 { format!(", and {} more like it", number - 1) } else { String::new() };
            format!("{} waits for itself{more}; left out of `depends_on`", inline(&first.dependent, 40))
        },
        "remove the link in the tracker",
    );
    let said: FxHashSet<(&str, &str)> = edges
        .iter()
        .filter(|edge| edge.left_out.is_none())
        .map(|edge| (&*edge.dependent, &*edge.prerequisite))
        .collect();
    let contradicts = |edge: &&Edge<'_>| {
        let (dependent, prerequisite) = (&*edge.dependent, &*edge.prerequisite);
        said.contains(&(prerequisite, dependent))
            && edge.left_out.is_none()
            && natural(dependent, prerequisite).is_lt()
    };
    for edge in edges.iter().filter(contradicts) {
        let (one, other) = (inline(&edge.dependent, 40), inline(&edge.prerequisite, 40));
        let message = format!("{one} waits for {other}, and {other} waits for {one}");
        let finding = Finding::new(&codes::LINKS_CONTRADICT, message).at(edge.place);
        let finding = finding.column(Column::DependsOn.name());
        findings
            .push(finding.hint("remove one of the two links: nothing can be ranked while both are there"));
    }
}

/// Columns that hold ids of other rows and are not read as links. Ids that are mere numbers say
/// nothing: a weight of 5 names no request.
fn about_unread(exports: &[Export<'_>], names: &Names<'_, '_>, findings: &mut Vec<Finding>) {
    for export in exports {
        let unread = |field: &(u32, &super::export::Field)| {
            export.rule(field.1).is_none_or(|rule| rule.to == Target::Carry && rule.labels.is_empty())
        };
        let mut found: Vec<(&str, Place)> = Vec::new();
        let unread: FxHashMap<u32, &str> =
            (0..).zip(&export.fields).filter(unread).map(|(at, field)| (at, &*field.header)).collect();
        let mut others: FxHashSet<u32> = FxHashSet::default();
        let mut holders: BTreeMap<u32, Place> = BTreeMap::new();
        for (field, cell) in export.rows.iter().flat_map(|row| &row.cells) {
            if others.contains(field) || !unread.contains_key(field) {
                continue;
            }
            let is_id =
                |item: &str| item.contains(char::is_alphabetic) && item.len() < 80 && is_like_an_id(item);
            if cell.text.len() > 4000 || !items(&cell.text).all(is_id) {
                others.insert(*field);
            } else if items(&cell.text).any(|item| names.ids.contains_key(item)) {
                holders.entry(*field).or_insert(cell.place);
            }
        }
        for (field, place) in holders.into_iter().filter(|(field, _)| !others.contains(field)) {
            let header = unread[&field];
            if !found.iter().any(|&(known, _)| known == header) {
                found.push((header, place));
            }
        }
        if let Some(&(_, place)) = found.first() {
            let list: Vec<String> = found.iter().map(|(name, _)| format!("`{}`", inline(name, 60))).collect();
            let message =
                format!("columns that name other requests and are not read as links: {}", list.join(", "));
            let hint = format!(
                "if they say what waits for what, map them in the policy: [mapping.{}.columns] {} = \"depends_on\" (this row waits for those) or \"unlocks\" (those wait for this row)",
                export.mapping.name,
                crate::mapping::quoted(found[0].0)
            );
            findings.push(Finding::new(&codes::UNREAD_LINKS, message).at(place).without_value().hint(hint));
        }
    }
}

/// Letters, digits and few other signs, at least one digit among them: `SDK-12`.
fn is_like_an_id(text: &str) -> bool {
    text.contains(|c: char| c.is_ascii_digit())
        && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '#' | '/' | '.'))
}
