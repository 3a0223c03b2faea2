//! The policy: weights, scales, rules and capacity, validated, with all its problems at once.

mod calendar;
mod criterion;
mod own_criteria;
mod review;
mod scale;

use toml::de::DeTable;

pub use calendar::Calendar;
pub use criterion::{CellMeasure, Criterion, Definition, Effect, Measure, Says, Values};
pub use review::{ReviewSettings, WeekCost};
pub use scale::{Anchor, Scale};

use crate::{
    diagnostic::{Finding, Source},
    mapping::{self, Mapping},
    model::{Decimal, Field, Kind, OwnColumn, Share, Weeks, Word},
    rules::Rules,
    toml_file::{self, Entry, Reader, Section},
};

/// How requests are judged and how much can be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// The backlog's files, relative to the policy's own folder.
    pub files: Vec<String>,
    /// What requests are judged by: the built-in criteria, then those of the policy's own.
    pub criteria: Vec<Definition>,
    /// Names of the columns that criteria of the policy's own are read from.
    pub own_columns: Vec<String>,
    /// Consumers assumed where a deprecating or breaking request names none.
    pub assumed_consumers: u32,
    /// Size names with their weeks.
    pub sizes: Vec<(String, Weeks)>,
    /// The size of a request without an effort, by its place in `sizes`.
    pub default_size: usize,
    /// Whether the `value` column holds scores already divided by effort.
    pub value_per_effort: bool,
    /// How much can be done, where the policy says so.
    pub capacity: Option<Capacity>,
    /// When the work begins and how fast it goes, where the policy says so.
    pub calendar: Option<Calendar>,
    /// Target share of effort per kind, where the policy gives any.
    pub portfolio: Vec<(Kind, Share)>,
    /// What the review is called, and what a week costs.
    pub review: ReviewSettings,
    /// Settings of the stakeholder rules.
    pub rules: Rules,
    /// What columns of exports mean, beside the built-in mappings or laid over one of the same name.
    pub mappings: Vec<Mapping>,
}

/// How much work fits into the horizons.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Capacity {
    /// Weeks of work that fit into `now`.
    pub now: Weeks,
    /// Weeks of work that fit into `next`.
    pub next: Weeks,
    /// How many calendar weeks a horizon lasts.
    pub calendar_weeks: Weeks,
}

impl Capacity {
    /// Whether any work fits into it.
    pub fn has_room(&self) -> bool {
        self.now > Weeks::ZERO || self.next > Weeks::ZERO
    }
}

impl Default for Policy {
    fn default() -> Self {
        let weeks = |number: i64| Weeks::from_thousandths(number * 1000);
        Self {
            files: Vec::new(),
            criteria: criterion::built_in(),
            own_columns: Vec::new(),
            assumed_consumers: 5,
            sizes: [("S", 1), ("M", 3), ("L", 8), ("XL", 20)]
                .map(|(name, size)| (name.to_owned(), weeks(size)))
                .into(),
            default_size: 1,
            value_per_effort: false,
            capacity: None,
            calendar: None,
            portfolio: Vec::new(),
            review: ReviewSettings::default(),
            rules: Rules::default(),
            mappings: Vec::new(),
        }
    }
}

impl Policy {
    /// Reads a policy. What is wrong falls back to the default and is among the findings, all of
    /// which are errors.
    pub fn read(source: &Source, file: u32) -> (Self, Vec<Finding>) {
        let reader = Reader::new(&source.text, file);
        let (table, errors) = DeTable::parse_recoverable(&source.text);
        for error in errors {
            let mut finding = Finding::new(
                &toml_file::POLICY_SYNTAX,
                format!("this is not TOML: {}", error.message().replace('\n', ", ")),
            )
            .hint("https://toml.io shows the syntax; `roadbed init` writes a policy to start from");
            if let Some(span) = error.span() {
                finding = finding.at(reader.place(span));
            }
            reader.report(finding);
        }
        let root = reader.root(table.get_ref());
        let policy = Self::assemble(&root);
        root.close();
        (policy, reader.into_findings())
    }

    /// All criteria, in the order in which they are shown.
    pub fn criteria(&self) -> impl Iterator<Item = Criterion> + use<> {
        (0..).take(self.criteria.len()).map(Criterion)
    }

    /// What a criterion is.
    pub fn criterion(&self, criterion: Criterion) -> &Definition {
        &self.criteria[criterion.index()]
    }

    /// The points that a criterion can earn or cost at most, as an exact fraction in thousandths
    /// of a point: weights are scaled so that all together are 100 points.
    pub fn weight(&self, criterion: Criterion) -> (i128, i128) {
        let sum: i64 = self.criteria.iter().map(|it| it.weight.thousandths()).sum();
        (i128::from(self.criterion(criterion).weight.thousandths()) * 100_000, i128::from(sum))
    }

    /// The columns that criteria are read from by their cells, in the order of their slots.
    pub fn slots(&self) -> impl Iterator<Item = &CellMeasure> {
        self.criteria.iter().filter_map(|it| match &it.measure {
            Measure::Cells(cells) => Some(cells),
            Measure::Adoption | Measure::Consumers => None,
        })
    }

    /// The name of a column, canonical or not.
    pub fn column_name(&self, field: Field) -> &str {
        match field {
            Field::Known(column) => column.name(),
            Field::Own(OwnColumn(number)) => {
                self.own_columns.get(usize::from(number)).map_or("", String::as_str)
            }
        }
    }

    /// The effort of a request that states none, with the name of that size.
    pub fn default_effort(&self) -> (&str, Weeks) {
        let (name, weeks) = &self.sizes[self.default_size];
        (name, *weeks)
    }

    fn assemble(root: &Section<'_, '_>) -> Self {
        let default = Self::default();
        let mut policy = default.clone();
        if let Some(files) = root.get("files").and_then(|entry| entry.list()) {
            policy.files = files.iter().filter_map(|file| file.text().map(str::to_owned)).collect();
        }

        criterion::read_built_in(root, &mut policy.criteria);
        own_criteria::read(&root.section("criteria"), &mut policy);

        let section = root.section("compatibility");
        policy.assumed_consumers = section.whole("assumed_consumers", [0, 1_000_000], 5);
        section.close();

        let section = root.section("effort");
        policy.read_sizes(&section);
        section.close();

        let section = root.section("value");
        policy.value_per_effort = section.flag("per_effort", false);
        section.close();

        policy.capacity = capacity(&root.section("capacity"));
        policy.calendar = Calendar::read(&root.section("calendar"), policy.capacity);
        policy.portfolio = portfolio(&root.section("portfolio"));
        policy.review = ReviewSettings::read(&root.section("review"), &root.section("cost"));
        policy.rules = Rules::read(root);
        policy.mappings = mapping::read(&root.section("mapping"));
        // What-if scenarios may stand here; they are no part of how requests are judged.
        let _ = root.get("scenario");
        policy
    }

    fn read_sizes(&mut self, section: &Section<'_, '_>) {
        let sizes = section.section("sizes").entries();
        if !sizes.is_empty() {
            self.sizes = sizes
                .iter()
                .filter_map(|(name, entry)| {
                    let size = entry.number([0, 10_000])?;
                    if size == Decimal::ZERO {
                        entry.refuse("above 0", "give its weeks, such as 0.5");
                        return None;
                    }
                    Some((name.clone(), Weeks::from_thousandths(size.thousandths())))
                })
                .collect();
            self.sizes.sort_by(|left, right| (left.1, &left.0).cmp(&(right.1, &right.0)));
        }
        let entry = section.get("default");
        let name = entry.as_ref().and_then(Entry::text).unwrap_or("M");
        let place = self.sizes.iter().position(|(size, _)| size.eq_ignore_ascii_case(name));
        if place.is_none() {
            let names: Vec<&str> = self.sizes.iter().map(|(size, _)| size.as_str()).collect();
            let names = format!("the sizes are {}", names.join(", "));
            if let Some(entry) = entry {
                entry.refuse("the name of a size, for requests without an effort", &names);
            } else if let Some(sizes) = section.get("sizes") {
                sizes.refuse("given together with `effort.default`, because there is no size M", &names);
            }
        }
        self.default_size = place.unwrap_or(0);
        if self.sizes.is_empty() {
            self.sizes = Self::default().sizes;
        }
    }
}

fn capacity(section: &Section<'_, '_>) -> Option<Capacity> {
    let weeks = |key: &str| {
        section
            .get(key)
            .and_then(|entry| entry.number([0, 1_000_000]))
            .map(|number| Weeks::from_thousandths(number.thousandths()))
    };
    let (now, next) = (weeks("now"), weeks("next"));
    let calendar = section.number("calendar_weeks", [1, 520], Decimal::whole(13));
    if let Some(entry) = section.get("next").filter(|_| now.is_none()) {
        entry.refuse("given together with `capacity.now`", "add the weeks of work that fit into `now`");
    }
    section.close();
    Some(Capacity {
        now: now?,
        next: next.unwrap_or(Weeks::ZERO),
        calendar_weeks: Weeks::from_thousandths(calendar.thousandths()),
    })
}

fn portfolio(section: &Section<'_, '_>) -> Vec<(Kind, Share)> {
    let target = |word: &str| section.get(word).and_then(|entry| entry.number([0, 100]));
    let targets: Vec<(Kind, Decimal)> =
        Kind::WORDS.iter().filter_map(|&(word, kind)| Some((kind, target(word)?))).collect();
    let sum: i64 = targets.iter().map(|(_, percent)| percent.millionths()).sum();
    let too_much = sum > Decimal::whole(100).millionths();
    let last = targets.last().filter(|_| too_much).and_then(|(kind, _)| section.get(kind.word()));
    if let Some(entry) = last {
        entry.refuse("at most 100 together with the other targets", "targets are per cent of all effort");
    }
    section.close();
    targets.into_iter().filter_map(|(kind, percent)| Some((kind, Share::percent(percent)?))).collect()
}
