//! What a row says for itself, beside what the ranking says of its request.
//!
//! A column that the header names otherwise is left alone, and so is a cell that is not written plainly.

use std::collections::BTreeSet;

use super::{
    check::Check,
    files::{Row, bare},
    format::{Policy, Request},
    number::{CONFIDENCE, Milli, items, plain, rounded, share, shown},
};

/// Checks texts, names, words and numbers of a request against its own row and those of its repeats.
pub(super) fn check(
    policy: &Policy,
    request: &Request,
    row: Row<'_>,
    repeats: &[Row<'_>],
    check: &mut Check,
) {
    texts(request, row, check);
    words(request, row, check);
    names(request, row, repeats, check);
    pressure(request, row, repeats, check);
    if repeats.is_empty() {
        numbers(policy, request, row, check);
    }
}

/// Texts as they were written, and carried columns.
fn texts(request: &Request, row: Row<'_>, check: &mut Check) {
    let mut same = |what: &str, stated: &str, found: &str| {
        let holds = bare(stated) == found;
        check.expect(holds, &request.id, || format!("{what} {stated:?}"), || format!("{found:?}"));
    };
    for (name, stated) in [
        ("title", Some(&request.title)),
        ("description", request.description.as_ref()),
        ("outcome", request.outcome.as_ref()),
        ("squad", request.squad.as_ref()),
    ] {
        if let Some(found) = row.cell(name).filter(|found| name != "title" || !found.is_empty()) {
            same(name, stated.map_or("", String::as_str), found);
        }
    }
    for (name, stated) in &request.carried {
        same(name, stated, row.named(name));
    }
    if request.repeats.is_empty() {
        let date = |text: &str| text.is_empty() || text.len() == 10 && text.as_bytes()[4] == b'-';
        if let Some(found) = row.cell("needed_by").filter(|found| date(found)) {
            same("needed_by", request.needed_by.as_deref().unwrap_or_default(), found);
        }
        if let (Some(found), Some(stated)) = (row.cell("mandate"), &request.mandate) {
            same("mandate", stated, found);
        }
    }
}

/// Teams and areas. A repeat hands over its teams, unless it is done.
fn names(request: &Request, row: Row<'_>, repeats: &[Row<'_>], check: &mut Check) {
    let open = repeats.iter().filter(|repeat| !repeat.is_done());
    let asking: Vec<Row<'_>> = [row].into_iter().chain(open.copied()).collect();
    for (what, stated, rows, column) in
        [("teams", &request.teams, &*asking, "team"), ("areas", &request.areas, &[row], "area")]
    {
        // Nothing where there is no such column, or answers such as "n/a" stand in it.
        let named = |row: &Row<'_>| row.cell(column).and_then(items);
        let Some(found) = rows.iter().map(named).collect::<Option<Vec<_>>>() else { continue };
        let found: BTreeSet<String> = found.into_iter().flatten().collect();
        let lower: BTreeSet<String> = stated.iter().map(|name| name.to_lowercase()).collect();
        let same = found == lower && stated.len() == lower.len();
        check.expect(same, &request.id, || format!("{what} {stated:?}"), || format!("{found:?}"));
    }
}

/// Words of a fixed vocabulary, where the cell has one of them.
fn words(request: &Request, row: Row<'_>, check: &mut Check) {
    let known: [(&str, &[&str], Option<&String>); 4] = [
        ("stakeholder", &["internal", "external", "executive", "platform"], Some(&request.stakeholder)),
        (
            "kind",
            &["capability", "reliability", "tech-debt", "compatibility", "experience"],
            Some(&request.kind),
        ),
        (
            "metric",
            &["adoption", "satisfaction", "integration-time", "reliability", "redundancy"],
            request.metric.as_ref(),
        ),
        ("scope", &["shared", "configurable", "bespoke"], request.scope.as_ref()),
    ];
    for (name, words, stated) in known {
        let is_word = stated.is_none_or(|stated| words.contains(&stated.as_str()));
        check.expect(is_word, &request.id, || format!("{name} {stated:?}"), || "no word for it".into());
        let Some(text) = row.cell(name).map(str::to_lowercase) else { continue };
        let found = match (name, &*text) {
            ("stakeholder", "") => "internal",
            ("kind", "") => "capability",
            (_, text) => text,
        };
        let lent = name == "scope" && !request.repeats.is_empty();
        if words.contains(&found) || found.is_empty() && !lent {
            let stated = stated.map_or("", String::as_str);
            let words = || format!("{name} {stated:?}");
            check.expect(stated == found, &request.id, words, || format!("{found:?}"));
        }
    }
}

/// Effort and confidence.
fn numbers(policy: &Policy, request: &Request, row: Row<'_>, check: &mut Check) {
    let cell = |name: &str| row.cell(name).unwrap_or("?");
    let effort = cell("effort");
    let size = policy.sizes.iter().find(|(name, _)| name.eq_ignore_ascii_case(effort));
    let size = size.map(|(_, it)| i128::from(it.0));
    let parts: Option<Vec<i128>> = effort.split(['-', '\u{2013}']).map(plain).collect();
    let weeks = size.or_else(|| match parts.as_deref()? {
        [weeks] => Some(rounded(*weeks, 1000)),
        [best, likely, worst] => Some(rounded(best + 4 * likely + worst, 6000)),
        _ => None,
    });
    if let Some(weeks) = weeks {
        let stated = request.weeks();
        // The header may count days or hours instead.
        let same = [1, 5, 40].iter().any(|per| (stated * per - weeks).abs() <= *per / 2);
        check.expect(same, &request.id, || format!("effort {}", shown(stated)), || shown(weeks));
    }
    let confidence = cell("confidence");
    let found = share(confidence, &CONFIDENCE).map(|found| found / 1000);
    if found.is_some() || confidence.is_empty() {
        same_number("confidence", request, request.confidence, found, check);
    }
}

/// The highest pressure of a request and its repeats.
fn pressure(request: &Request, row: Row<'_>, repeats: &[Row<'_>], check: &mut Check) {
    let mut highest = None;
    for row in [row].iter().chain(repeats) {
        match row.cell("pressure").map(|text| (text.is_empty(), plain(text))) {
            Some((_, Some(found))) => highest = highest.max(Some(rounded(found, 1000))),
            Some((true, None)) => {}
            _ => return,
        }
    }
    same_number("pressure", request, request.pressure, highest, check);
}

fn same_number(what: &str, request: &Request, stated: Option<Milli>, found: Option<i128>, check: &mut Check) {
    let in_words = |it: Option<i128>| it.map_or_else(|| "nothing".into(), shown);
    let stated = stated.map(|it| i128::from(it.0));
    let words = || format!("{what} {}", in_words(stated));
    check.expect(stated == found, &request.id, words, || in_words(found));
}
