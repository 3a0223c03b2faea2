//! Who asks for close to the same: texts and their groups as requests again.

use std::{borrow::Cow, cmp::Reverse, fmt};

use rustc_hash::FxHashMap;

use super::{
    index::{Index, Pair, Request as Terms, Text},
    stars::{Star, Texts, stars},
    vocabulary::{Term, Vocabulary, Word},
    weights::Likeness,
};
use crate::{
    ingest,
    model::{Column, Node, Number, Reason, Row, Settled, SettledNumber, natural},
    order::Verdict,
    roadmap::Roadmap,
    workers::Workers,
};

/// One who asks: a request that is ranked, or one that was done or declined, by its place among what
/// is settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Asking {
    /// Still open.
    Open(Node),
    /// Done or declined.
    Settled(SettledNumber),
}

/// The requests of a roadmap, ready to be compared. Repeats that were folded and rows that were set
/// aside do not take part.
pub struct Similar<'r, 's> {
    roadmap: &'r Roadmap<'s>,
    vocabulary: Vocabulary,
    index: Index,
    /// Who has a text. Requests that say the same share one.
    asking: Vec<Vec<Asking>>,
    /// The text of each; none for those that say nothing.
    text_of: FxHashMap<Asking, Text>,
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Groups {
    /// How many requests were compared.
    pub compared: usize,
    /// The groups, the most like ones first.
    pub groups: Vec<Group>,
    /// How many groups were left out because one team alone asks in them.
    pub within_a_team: usize,
}

/// Requests that ask for close to the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The one that the others would be folded into.
    pub kept: Asking,
    /// The others, those most like it first.
    pub repeats: Vec<Close>,
}

/// A request that asks for something close.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Close {
    /// Who asks.
    pub asking: Asking,
    /// How like it is.
    pub likeness: Likeness,
    /// The words that both have, as one of them writes them, those that count most first.
    pub shared: Vec<String>,
}

/// The most words of a title and of a description that are compared: a wish that is said later than
/// that is not found.
const WORDS: usize = 400;

/// How many shared words are named.
const NAMED: usize = 6;

/// How many requests before and behind another one are looked at: whether two wait for each other.
const LOOKED_AT: usize = 1000;

impl<'r, 's> Similar<'r, 's> {
    /// Reads the texts of a roadmap's requests.
    pub fn new(roadmap: &'r Roadmap<'s>) -> Self {
        let open = roadmap.nodes().map(Asking::Open);
        let settled =
            SettledNumber::all().zip(&roadmap.backlog.settled).filter(|(_, settled)| is_decided(settled));
        let all: Vec<Asking> = open.chain(settled.map(|(place, _)| Asking::Settled(place))).collect();
        let mut vocabulary = Vocabulary::default();
        let words: Vec<[Vec<Word>; 2]> = all
            .iter()
            .map(|&asking| {
                let [title, description] = texts(roadmap, asking);
                [vocabulary.read(&title, WORDS), vocabulary.read(&description, WORDS)]
            })
            .collect();
        vocabulary.find_compounds();
        let mut known: FxHashMap<Terms, Text> = FxHashMap::default();
        let mut asking: Vec<Vec<Asking>> = Vec::new();
        let mut text_of = FxHashMap::default();
        for (one, [title, description]) in all.into_iter().zip(words) {
            let terms =
                Terms { title: vocabulary.terms(&title), description: vocabulary.terms(&description) };
            if terms.title.plain.is_empty() && terms.description.plain.is_empty() {
                continue;
            }
            let next = Text::at(asking.len());
            let text = *known.entry(terms).or_insert(next);
            if text == next {
                asking.push(Vec::new());
            }
            asking[text].push(one);
            text_of.insert(one, text);
        }
        let mut different: Vec<(Terms, Text)> = known.into_iter().collect();
        different.sort_unstable_by_key(|&(_, text)| text);
        let different: Vec<Terms> = different.into_iter().map(|(terms, _)| terms).collect();
        let index = Index::new(&different, vocabulary.next_term());
        Self { roadmap, vocabulary, index, asking, text_of }
    }

    /// The roadmap.
    pub fn roadmap(&self) -> &'r Roadmap<'s> {
        self.roadmap
    }

    /// How many requests were compared.
    pub fn compared(&self) -> usize {
        self.asking.iter().map(Vec::len).sum()
    }

    /// Groups of requests that are at least so like the one that would be kept. Groups in which one
    /// team alone asks are counted; with `same_team` they are listed like the others.
    pub fn groups(&self, least: Likeness, same_team: bool, workers: Workers) -> Groups {
        let first = |text: Text| self.asking[text][0];
        let may_join = |pair: &&Pair| !self.linked(first(pair.texts[0]), first(pair.texts[1]));
        let pairs = workers.map(&self.index.pairs(least, workers), |_, pairs| -> Vec<Pair> {
            pairs.iter().filter(may_join).copied().collect()
        });
        let pairs = pairs.concat();
        let mut found = stars(self.asking.len(), &pairs, least, self);
        // A text that several have is a group by itself where it is in no other.
        let mut grouped = vec![false; self.asking.len()];
        found.iter().flat_map(|star| &star.members).for_each(|&text| grouped[text] = true);
        let alone = Text::all().zip(grouped).filter(|&(_, grouped)| !grouped).map(|(text, _)| text);
        found.extend(alone.map(|text| Star { members: vec![text], centres: vec![text] }));
        let groups: Vec<Group> = found.iter().filter_map(|star| self.group(star)).collect();
        let (mut groups, within): (Vec<Group>, Vec<Group>) =
            groups.into_iter().partition(|group| same_team || !self.is_within_a_team(group));
        groups.sort_by(|left, right| {
            let best = |group: &Group| Reverse(group.repeats[0].likeness);
            best(left)
                .cmp(&best(right))
                .then_with(|| natural(left.kept.id(self.roadmap), right.kept.id(self.roadmap)))
        });
        Groups { compared: self.compared(), groups, within_a_team: within.len() }
    }

    /// The requests that are at least so like another one, those most like it first, but for those it
    /// waits for and those that wait for it.
    pub fn close(&self, node: Node, least: Likeness) -> Vec<Close> {
        let one = Asking::Open(node);
        let Some(&text) = self.text_of.get(&one) else { return Vec::new() };
        let like = [(text, Likeness::SAME)].into_iter().chain(self.index.like(text, least));
        let asking =
            like.flat_map(|(text, likeness)| self.asking[text].iter().map(move |&asking| (asking, likeness)));
        let others = asking.filter(|&(other, _)| other != one && !self.linked(one, other));
        self.close_to(one, others.map(|(other, _)| other))
    }

    /// A star as requests: the best known of its centres is kept, the others that are open repeat it.
    fn group(&self, star: &Star) -> Option<Group> {
        let of = |texts: &[Text]| -> Vec<Asking> {
            texts.iter().flat_map(|&text| self.asking[text].iter().copied()).collect()
        };
        let mut centres = of(&star.centres);
        centres.sort_by(|&left, &right| {
            self.standing(left)
                .cmp(&self.standing(right))
                .then_with(|| natural(left.id(self.roadmap), right.id(self.roadmap)))
        });
        let kept = *centres.first()?;
        let members = of(&star.members);
        let others =
            members.into_iter().filter(|&one| one != kept && one.is_open() && !self.linked(one, kept));
        let repeats = self.close_to(kept, others);
        (!repeats.is_empty()).then_some(Group { kept, repeats })
    }

    /// What decides which one is kept, before the id: done, declined, begun, with repeats already, with
    /// more of the cells filled that the criteria are computed from.
    fn standing(&self, asking: Asking) -> (u8, Reverse<usize>) {
        match asking {
            Asking::Settled(place) => {
                let done = self.roadmap.backlog.settled[place].reason == Reason::Done;
                (u8::from(!done), Reverse(0))
            }
            Asking::Open(node) => {
                let request = &self.roadmap.backlog.requests[node];
                let rank = match (request.started, request.repeats.is_empty()) {
                    (true, _) => 2,
                    (false, false) => 3,
                    (false, true) => 4,
                };
                (rank, Reverse(request.evidence.spoken()))
            }
        }
    }

    /// How like others are to a request, and by which of its words, those most like it first.
    fn close_to(&self, one: Asking, others: impl Iterator<Item = Asking>) -> Vec<Close> {
        let written = texts(self.roadmap, one).map(|text| self.vocabulary.written(&text, WORDS)).concat();
        let text = self.text_of.get(&one);
        let mut close: Vec<Close> = others
            .map(|asking| match text.zip(self.text_of.get(&asking)) {
                Some((&text, &other)) if text != other => Close {
                    asking,
                    likeness: self.index.likeness(text, other),
                    shared: named(&written, self.index.shared(text, other)),
                },
                _ => Close {
                    asking,
                    likeness: Likeness::SAME,
                    shared: named(&written, written.iter().map(|&(term, _)| term)),
                },
            })
            .collect();
        close.sort_by(|left, right| {
            let by_likeness = right.likeness.cmp(&left.likeness);
            by_likeness.then_with(|| natural(left.asking.id(self.roadmap), right.asking.id(self.roadmap)))
        });
        close
    }

    /// Whether one waits for the other: then they are two, however like each other they are.
    fn linked(&self, one: Asking, other: Asking) -> bool {
        let names = |waiting: Asking, other: Asking| {
            let cell = cell(self.roadmap, waiting.row(self.roadmap), Column::DependsOn);
            ingest::items(&cell).any(|id| id == other.id(self.roadmap))
        };
        match (one, other) {
            (Asking::Open(one), Asking::Open(other)) => {
                let links = &self.roadmap.links;
                links.needed_by(one).take(LOOKED_AT).any(|node| node == other)
                    || links.served_by(one).take(LOOKED_AT).any(|node| node == other)
            }
            // Links to what is settled are not kept, but the cell still has them.
            _ => names(one, other) || names(other, one),
        }
    }

    /// Whether the same teams ask in all of a group. Where no team is named, nobody knows.
    fn is_within_a_team(&self, group: &Group) -> bool {
        let teams = |asking: Asking| -> Vec<String> {
            let mut names: Vec<String> =
                asking.teams(self.roadmap).iter().map(|name| name.to_lowercase()).collect();
            names.sort_unstable();
            names.dedup();
            names
        };
        let kept = teams(group.kept);
        !kept.is_empty() && group.repeats.iter().all(|repeat| teams(repeat.asking) == kept)
    }
}

impl fmt::Debug for Similar<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Similar").field("compared", &self.compared()).finish_non_exhaustive()
    }
}

impl Texts for Similar<'_, '_> {
    fn is_settled(&self, text: Text) -> bool {
        self.asking[text].iter().any(|asking| !asking.is_open())
    }

    fn likeness(&self, one: Text, other: Text) -> Likeness {
        self.index.likeness(one, other)
    }
}

impl Asking {
    /// Whether it is still open.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Open(_))
    }

    /// Its id.
    pub fn id<'r>(self, roadmap: &'r Roadmap<'_>) -> &'r str {
        match self {
            Self::Open(node) => roadmap.id(node),
            Self::Settled(place) => &roadmap.backlog.settled[place].id,
        }
    }

    /// Its title.
    pub fn title<'r>(self, roadmap: &'r Roadmap<'_>) -> &'r str {
        match self {
            Self::Open(node) => &roadmap.backlog.requests[node].title,
            Self::Settled(place) => &roadmap.backlog.settled[place].title,
        }
    }

    /// Where it was handed in.
    pub fn row(self, roadmap: &Roadmap<'_>) -> Row {
        match self {
            Self::Open(node) => roadmap.backlog.requests[node].row,
            Self::Settled(place) => roadmap.backlog.settled[place].row,
        }
    }

    /// The names of who asks.
    pub fn teams<'r>(self, roadmap: &'r Roadmap<'_>) -> Vec<Cow<'r, str>> {
        match self {
            Self::Open(node) => {
                let teams = roadmap.backlog.requests[node].teams.iter();
                teams.map(|&team| Cow::Borrowed(roadmap.backlog.team(team))).collect()
            }
            // What is settled is no longer anybody's voice, so only its row still knows the names.
            Self::Settled(_) => {
                let cell = cell(roadmap, self.row(roadmap), Column::Team);
                ingest::items(&cell).map(|team| Cow::Owned(team.to_owned())).collect()
            }
        }
    }

    /// What became of it, in a word or two.
    pub fn state(self, roadmap: &Roadmap<'_>) -> &'static str {
        match self {
            Self::Settled(place) if roadmap.backlog.settled[place].reason == Reason::Done => "done",
            Self::Settled(_) => "declined earlier",
            Self::Open(node) if roadmap.backlog.requests[node].started => "in progress",
            Self::Open(node) => roadmap.ranking.verdicts.of[node].shown(),
        }
    }

    /// The same for programs, which know the verdict `unscored` by that name.
    pub fn state_word(self, roadmap: &Roadmap<'_>) -> &'static str {
        match self {
            Self::Open(node)
                if !roadmap.backlog.requests[node].started
                    && roadmap.ranking.verdicts.of[node] == Verdict::Unscored =>
            {
                "unscored"
            }
            _ => self.state(roadmap),
        }
    }
}

/// Terms as the words that stand for them in a text, the first few.
fn named(written: &[(Term, String)], terms: impl IntoIterator<Item = Term>) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for term in terms {
        let word = written.iter().find(|&&(its, _)| its == term).map(|(_, word)| word);
        words.extend(word.filter(|word| !words.contains(word)).cloned());
        if words.len() == NAMED {
            break;
        }
    }
    words
}

/// Whether something settled can be asked for again.
fn is_decided(settled: &Settled<'_>) -> bool {
    matches!(settled.reason, Reason::Done | Reason::Declined)
}

/// Title and description.
fn texts<'s>(roadmap: &Roadmap<'s>, asking: Asking) -> [Cow<'s, str>; 2] {
    let title = Cow::Owned(asking.title(roadmap).to_owned());
    [title, cell(roadmap, asking.row(roadmap), Column::Description)]
}

fn cell<'s>(roadmap: &Roadmap<'s>, row: Row, column: Column) -> Cow<'s, str> {
    let cell = roadmap.sheets.row(row).and_then(|cells| cells.cell(column));
    cell.map_or(Cow::Borrowed(""), |(_, text)| text)
}
