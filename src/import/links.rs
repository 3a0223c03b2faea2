//! Links between requests: from either end, each once, each with the sentence that it says.

use std::{
    borrow::Cow,
    cell::{Cell, OnceCell},
    fmt,
};

use rustc_hash::FxHashMap;

use super::{
    codes,
    export::Export,
    link_findings::{about, about_unread},
    translate::{Cells, PARENT, without_brackets},
    unmapped::{Unmapped, Why},
};
use crate::{
    diagnostic::{Finding, Place},
    ingest::{
        items,
        raw::RawCell,
        references::{self, Titles},
    },
    mapping::{Meaning, Target, same},
    model::{Column, natural, number},
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
    /// The same by their titles, once somebody asks.
    titles: OnceCell<Titles<Node>>,
    /// How many texts named a title, and the first of them.
    by_title: Cell<usize>,
    first_title: OnceCell<(Place, String)>,
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
            titles: OnceCell::new(),
            by_title: Cell::new(0),
            first_title: OnceCell::new(),
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
                for number in fields.iter().filter_map(|&field| export.said(raw, field)) {
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

    /// The row that the first of some texts names, and how many of them name it together. By its title only
    /// where nothing else does.
    fn first(&self, export: usize, texts: &[&str], place: Place) -> Option<(Node, usize)> {
        let text = texts.first()?;
        let by_id = self.find(export, text);
        let by_id =
            by_id.or_else(|| references::ids_in(text).into_iter().find_map(|id| self.find(export, id)));
        if let Some(node) = by_id {
            return Some((node, 1));
        }
        let titles = self.titles.get_or_init(|| {
            let rows = (0..).zip(self.rows).flat_map(|(export, rows)| {
                (0..).zip(rows).map(move |(row, cells)| (title(cells), Node::Row { export, row }))
            });
            Titles::new(rows)
        });
        let found = titles.first(texts)?;
        self.by_title.set(self.by_title.get() + 1);
        self.first_title.get_or_init(|| (place, (*text).to_owned()));
        Some(found)
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

/// The title among the cells of a row; blank where there is none.
fn title<'c>(cells: &'c Cells<'_>) -> &'c str {
    let found = cells.iter().find(|(column, _)| *column == Column::Title as u32);
    found.map_or("", |(_, cell)| &cell.text)
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
    unmapped: &mut [Unmapped],
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
            let this = Node::Row { export: number(at), row };
            let own = names.id(this);
            for &(field, reversed) in &directions {
                let Some(cell) = export.said(raw, field) else { continue };
                let to = if reversed { Target::Unlocks } else { Target::Column(Column::DependsOn) };
                let items = named(export, to, field, cell, &mut unmapped[at]);
                let mut rest = &items[..];
                while let Some(&item) = rest.first() {
                    let found = names.first(at, rest, cell.place);
                    rest = &rest[found.map_or(1, |(_, parts)| parts)..];
                    let other = found.map(|(node, _)| node);
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
        singles(at, export, &names, &mut links, &mut unmapped[at], findings);
    }
    gathered.sort_by(|left, right| {
        let (left, right) = (&left.edge, &right.edge);
        let ids = natural(&left.dependent, &right.dependent);
        ids.then_with(|| natural(&left.prerequisite, &right.prerequisite))
    });
    write_cells(&gathered, &mut links);
    links.edges = gathered.into_iter().map(|gathered| gathered.edge).collect();
    about(&links.edges, findings);
    if let Some((place, first)) = names.first_title.get() {
        findings.push(references::by_title(names.by_title.get(), first).at(*place));
    }
    about_unread(exports, |id| names.ids.contains_key(id), findings);
    links
}

/// Puts the ids that a row waits for into its cell.
fn write_cells<'s>(gathered: &[Gathered<'s>], links: &mut Links<'s>) {
    for Gathered { edge, dependent } in gathered {
        let (Some(Node::Row { export, row }), None) = (dependent, edge.left_out) else { continue };
        let cells = &mut links.cells[*export as usize][*row as usize];
        let before = cells.iter_mut().find(|(column, _)| *column == Column::DependsOn as u32);
        if let Some((_, cell)) = before {
            let before = cell.text.trim_end_matches(';');
            cell.text = Cow::Owned(format!("{before}; {}", edge.prerequisite));
        } else {
            let id = &edge.prerequisite;
            // What would separate items within the only id does not, with a stronger separator behind it.
            let text = if id.contains([',', '|', '\n', '\r']) && !id.contains(';') {
                Cow::Owned(format!("{id};"))
            } else {
                id.clone()
            };
            cells.push((Column::DependsOn as u32, RawCell { text, place: edge.place }));
        }
    }
}

/// The rows that a cell names, after what the mapping makes of its texts.
fn named<'c>(
    export: &'c Export<'_>,
    to: Target,
    field: u32,
    cell: &'c RawCell<'_>,
    unmapped: &mut Unmapped,
) -> Vec<&'c str> {
    let rule = export.rule(&export.fields[field as usize]);
    let mut meaning = |text: &'c str, named: &mut Vec<&'c str>| match rule.map(|rule| rule.meaning(text)) {
        Some(Meaning::Value(value)) => named.extend(items(value)),
        Some(Meaning::Blank | Meaning::Nothing) => {}
        Some(Meaning::Unknown) => unmapped.add(to, field, cell, Why::Word(text.to_owned())),
        Some(Meaning::AsItIs) | None => named.push(text),
    };
    let mut named = Vec::new();
    // A parent and what is repeated are one row, whatever stands in its name.
    let one = matches!(to, Target::Parent | Target::Column(Column::SameAs));
    if one || rule.is_some_and(|rule| rule.values.iter().any(|(known, _)| same(known, &cell.text))) {
        meaning(cell.text.trim(), &mut named);
    } else {
        items(without_brackets(&cell.text)).for_each(|item| meaning(item, &mut named));
    }
    named
}

/// The cells that name one row: the one that this repeats, and its parent.
fn singles<'s>(
    at: usize,
    export: &Export<'s>,
    names: &Names<'_, 's>,
    links: &mut Links<'s>,
    unmapped: &mut Unmapped,
    findings: &mut Vec<Finding>,
) {
    let repeats = export.fields_for(Target::Column(Column::SameAs));
    let parents = export.fields_for(Target::Parent);
    let mut outside: Option<(usize, Place, String)> = None;
    for (row, raw) in export.rows.iter().enumerate() {
        let own = id(&names.rows[at][row]).unwrap_or_default();
        let mut one = |to, fields: &[u32]| -> Vec<(&str, &RawCell<'s>)> {
            let cells = fields.iter().filter_map(|&field| Some((field, export.said(raw, field)?)));
            let texts = cells.flat_map(|(field, cell)| {
                named(export, to, field, cell, unmapped).into_iter().map(move |text| (text, cell))
            });
            texts.collect()
        };
        if let Some(&(text, cell)) = one(Target::Column(Column::SameAs), &repeats).first() {
            let found =
                names.first(at, &[text], cell.place).map(|(node, _)| names.id(node)).filter(|id| id != own);
            if let Some(id) = found {
                let cell = RawCell { text: id, place: cell.place };
                links.cells[at][row].push((Column::SameAs as u32, cell));
            } else {
                let words = format!("{} repeats {}", inline(own, 40), inline(text, 40));
                outside.get_or_insert((0, cell.place, words)).0 += 1;
            }
        }
        let said = one(Target::Parent, &parents);
        let found =
            said.iter().find_map(|&(text, cell)| Some((names.first(at, &[text], cell.place)?.0, text, cell)));
        if let Some((node, text, cell)) = found {
            let id = names.id(node);
            links.parents += usize::from(id != text);
            links.cells[at][row].push((PARENT, RawCell { text: id, place: cell.place }));
        } else if let Some(&(text, cell)) = said.iter().find(|(text, _)| text.contains(char::is_alphabetic)) {
            // An id that is not in these files says more than nothing.
            let text = Cow::Owned(text.to_owned());
            links.cells[at][row].push((PARENT, RawCell { text, place: cell.place }));
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
