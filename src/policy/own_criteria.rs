//! `[criteria.NAME]`: what a policy judges requests by beside the built-in criteria.

use std::borrow::Cow;

use super::{CellMeasure, Definition, Effect, Measure, Policy, Says, Scale, Values};
use crate::{
    model::{Column, Decimal, Field, OwnColumn},
    toml_file::{Entry, Section},
};

/// So many criteria of its own a policy may have: more than anybody keeps in mind.
const MOST: usize = 32;

/// Names of other sources of points, which a criterion must not have.
const TAKEN: [&str; 3] = ["value", "confidence", "special-treatment"];

/// The longest heading, in letters.
const HEADING: usize = 16;

/// Reads the section and adds its criteria to the policy, in the order of their names.
pub(super) fn read(section: &Section<'_, '_>, policy: &mut Policy) {
    for (name, entry) in section.entries() {
        if is_taken(&name, &entry, policy) {
            continue;
        }
        let own = section.section(&name);
        let definition = definition(&name, &own, policy);
        own.close();
        let Some((definition, column)) = definition else { continue };
        if policy.own_columns.len() == MOST {
            entry.refuse(&format!("one of at most {MOST} criteria"), "unite some of them");
            return;
        }
        policy.criteria.push(definition);
        policy.own_columns.push(column);
    }
    let all_zero = policy.criteria.iter().all(|it| it.weight == Decimal::ZERO);
    if let Some((_, entry)) = section.entries().first().filter(|_| all_zero) {
        entry.refuse("given a weight above 0 where all other weights are 0", "set `weight`");
    }
    section.close();
}

/// Whether another source of points has the name; reports that.
fn is_taken(name: &str, entry: &Entry<'_, '_>, policy: &Policy) -> bool {
    let known = policy.criteria.iter().any(|it| it.name == name);
    let taken = known || TAKEN.contains(&name);
    if taken {
        let hint = if known { "built-in criteria are set under [weights] and [scales]" } else { "rename it" };
        entry.refuse("another name than that of a source of points", hint);
    }
    taken
}

/// One criterion with the name of its column.
fn definition(name: &str, own: &Section<'_, '_>, policy: &Policy) -> Option<(Definition, String)> {
    let words = |key: &str| own.get(key).and_then(|entry| entry.words()).map(str::to_owned);
    let label = words("label").unwrap_or_else(|| name.replace(['_', '-'], " "));
    let heading = words("heading").unwrap_or_else(|| heading(&label));
    let says = words("says").unwrap_or_else(|| format!("{} {{value}}", label.to_lowercase()));
    let unit = words("unit").unwrap_or_default();
    let weight = own.number("weight", [0, 1000], Decimal::ZERO);
    if own.get("weight").is_none() {
        own.lacks("weight");
    }
    let effect = effect(own);
    let column = column(own, policy);
    let measured = measured(own);
    let (column, (values, scale)) = (column?, measured?);
    let about = about(&label, &column, &unit, effect);
    let number = u8::try_from(policy.own_columns.len()).ok()?;
    let slot = u8::try_from(policy.slots().count()).ok()?;
    let field = Field::Own(OwnColumn(number));
    let definition = Definition {
        name: Cow::Owned(name.to_owned()),
        label: label.into(),
        heading: heading.into(),
        weight,
        scale,
        measure: Measure::Cells(CellMeasure { field, slot, values, unit: unit.into() }),
        effect,
        says: Says::Value(says),
        about: about.into(),
    };
    Some((definition, column))
}

fn about(label: &str, column: &str, unit: &str, effect: Effect) -> String {
    let unit = if unit.is_empty() { String::new() } else { format!(", in {unit}") };
    let does = match effect {
        Effect::Benefit => "earns points",
        Effect::Cost => "costs points",
    };
    format!("{label}: column {column}{unit}; {does}")
}

/// As much of a label as fits above figures: whole words, at least one of them.
fn heading(label: &str) -> String {
    let mut heading = String::new();
    for word in label.split_whitespace() {
        if heading.is_empty() {
            word.chars().take(HEADING).for_each(|letter| heading.push(letter));
        } else if heading.chars().count() + 1 + word.chars().count() <= HEADING {
            heading.push(' ');
            heading.push_str(word);
        } else {
            break;
        }
    }
    heading
}

fn effect(own: &Section<'_, '_>) -> Effect {
    let Some(entry) = own.get("effect") else { return Effect::Benefit };
    match entry.as_text() {
        Some("benefit") => Effect::Benefit,
        Some("cost") => Effect::Cost,
        _ => {
            entry.refuse("\"benefit\" or \"cost\"", "a benefit earns points, a cost takes them off");
            Effect::Benefit
        }
    }
}

/// The column that it is read from: none that is read as something else already.
fn column(own: &Section<'_, '_>, policy: &Policy) -> Option<String> {
    let Some(entry) = own.get("column") else {
        own.lacks("column");
        return None;
    };
    let column = entry.words()?;
    let plain = Column::plain(column);
    match Column::from_header(column) {
        Some(Column::Pressure) => {
            entry.refuse(
                "another column than `pressure`",
                "pressure earns nothing: it is shown beside the score",
            );
            return None;
        }
        Some(_) => {
            let expected = format!("a column that is not read as `{plain}` already");
            entry.refuse(&expected, "name a column of your own");
            return None;
        }
        None => {}
    }
    if policy.own_columns.iter().any(|other| Column::plain(other) == plain) {
        entry.refuse(
            "a column that no other criterion is read from",
            "each criterion has a column of its own",
        );
        return None;
    }
    Some(column.to_owned())
}

/// What may stand in the cells, and what that is worth.
fn measured(own: &Section<'_, '_>) -> Option<(Values, Scale)> {
    let words = own.get("values");
    if own.get("anchors").is_some() {
        if let Some(words) = words {
            words.refuse("left out beside `anchors`", "cells hold either numbers or words");
            return None;
        }
        let scale = Scale::read_signed(own, "anchors")?;
        return Some((Values::Numbers, scale));
    }
    if words.is_none() {
        own.lacks("anchors");
        return None;
    }
    let section = own.section("values");
    let shares = section.entries().into_iter().filter_map(|(word, entry)| {
        let share = entry.number([-1, 1])?;
        if word.trim().is_empty() {
            entry.refuse("named by a word", "what stands in the cells comes first: low = 0.2");
            return None;
        }
        Some((share, word))
    });
    let mut shares: Vec<(Decimal, String)> = shares.collect();
    section.close();
    shares.sort();
    if shares.is_empty() {
        return None;
    }
    let points: Vec<(i64, i64)> =
        (0..).zip(&shares).map(|(place, (share, _))| (place * 1000, share.thousandths())).collect();
    Some((Values::Words(shares.into_iter().map(|(_, word)| word).collect()), Scale::through(&points)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Source;

    fn read(text: &str) -> (Policy, Vec<String>) {
        let (policy, findings) = Policy::read(&Source::new("roadbed.toml", text), 0);
        (policy, findings.into_iter().map(|finding| finding.message.into_owned()).collect())
    }

    #[test]
    fn numbers_and_words_become_criteria_beside_the_built_in_ones() {
        let (policy, problems) = read(
            "[criteria.revenue]\nlabel = \"Revenue at risk\"\nweight = 20\ncolumn = \"arr_at_risk\"\n\
             unit = \"EUR a year\"\nanchors = [[0, 0], [100000, 0.4], [1000000, 1]]\n\
             [criteria.goal]\nweight = 5\ncolumn = \"goal\"\neffect = \"cost\"\nvalues = { none = 0, some = 0.5 }\n",
        );
        assert!(problems.is_empty(), "{problems:?}");
        assert_eq!(policy.criteria.len(), 6);
        let goal = &policy.criteria[4];
        assert_eq!((&*goal.label, &*goal.heading, goal.effect), ("goal", "goal", Effect::Cost));
        let Measure::Cells(cells) = &goal.measure else { panic!("{goal:?}") };
        assert_eq!(cells.values, Values::Words(vec!["none".to_owned(), "some".to_owned()]));
        let revenue = &policy.criteria[5];
        assert_eq!((&*revenue.heading, revenue.effect), ("Revenue at risk", Effect::Benefit));
        assert_eq!(policy.column_name(Field::Own(OwnColumn(1))), "arr_at_risk");
        let weights: Vec<(i128, i128)> = policy.criteria().map(|it| policy.weight(it)).collect();
        assert_eq!(weights.iter().map(|weight| weight.0).sum::<i128>(), 100_000 * weights[0].1);
    }

    #[test]
    fn a_criterion_cannot_be_read_from_pressure_or_twice_from_one_column() {
        for (criteria, problem) in [
            (
                "[criteria.a]\nweight = 1\ncolumn = \"Pressure\"\nvalues = { x = 1 }\n",
                "`criteria.a.column` must be another column than `pressure`",
            ),
            (
                "[criteria.a]\nweight = 1\ncolumn = \"effort\"\nvalues = { x = 1 }\n",
                "`criteria.a.column` must be a column that is not read as `effort` already",
            ),
            (
                "[criteria.reuse]\nweight = 1\ncolumn = \"c\"\nvalues = { x = 1 }\n",
                "`criteria.reuse` must be another name than that of a source of points",
            ),
            (
                "[criteria.a]\nweight = 1\ncolumn = \"c\"\nvalues = { x = 1 }\nanchors = [[0, 0], [1, 1]]\n",
                "`criteria.a.values` must be left out beside `anchors`",
            ),
            (
                "[criteria.a]\nweight = 1\ncolumn = \"c\"\nvalues = { x = 1 }\n[criteria.b]\nweight = 1\ncolumn = \"C\"\nvalues = { x = 1 }\n",
                "`criteria.b.column` must be a column that no other criterion is read from",
            ),
        ] {
            assert_eq!(read(criteria).1, [problem], "{criteria}");
        }
    }

    #[test]
    fn a_heading_is_the_whole_words_that_fit() {
        assert_eq!(heading("Revenue at risk"), "Revenue at risk");
        assert_eq!(heading("Revenue that is at risk"), "Revenue that is");
        assert_eq!(heading("Incomprehensibilities"), "Incomprehensibil");
    }
}
