//! The order and the enabled values of small backlogs, compared with exact answers that other
//! programs worked out.

#![expect(clippy::unwrap_used, reason = "a test may end where its data is broken")]

use std::{collections::BTreeMap, path::Path};

use roadbed::{
    graph::Dependencies,
    model::{Node, Number, Points, Weeks},
    order::{Work, arrange, enabled_value},
    workers::Workers,
};

/// The rows of a file of reference answers, by column name. No field is quoted.
fn rows(file: &str, count: usize) -> Vec<BTreeMap<String, String>> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/sequencing");
    let text = std::fs::read_to_string(Path::new(folder).join(file)).unwrap();
    assert_eq!(text.lines().count(), count + 1, "{file}");
    let mut lines = text.lines();
    let header: Vec<&str> = lines.next().unwrap().split(',').collect();
    let row = |line: &str| {
        let fields = header.iter().zip(line.split(','));
        fields.map(|(name, field)| ((*name).to_owned(), field.to_owned())).collect()
    };
    lines.map(row).collect()
}

fn numbers(field: &str) -> Vec<i64> {
    field.split(';').map(|number| number.parse().unwrap()).collect()
}

fn links(row: &BTreeMap<String, String>) -> Dependencies {
    let end = |text: &str| Node::at(text.parse().unwrap());
    let pairs: Vec<_> = row["edges(before>after)"]
        .split(';')
        .filter_map(|link| link.split_once('>'))
        .map(|(before, after)| (end(before), end(after)))
        .collect();
    Dependencies::new(row["n"].parse().unwrap(), &pairs)
}

fn points(field: &str) -> Vec<Points> {
    numbers(field).into_iter().map(|number| Points::from_thousandths(1000 * number)).collect()
}

fn weeks(field: &str) -> Vec<Weeks> {
    numbers(field).into_iter().map(|number| Weeks::from_thousandths(1000 * number)).collect()
}

/// `15/4` or `3` as numerator and denominator.
fn fraction(text: &str) -> (i128, i128) {
    let (top, bottom) = text.split_once('/').unwrap_or((text, "1"));
    (top.parse().unwrap(), bottom.parse().unwrap())
}

#[test]
fn bundles_bound_and_cost_of_180_backlogs_are_the_exact_ones() {
    for row in rows("prec_wc_small_exact.csv", 180) {
        let links = links(&row);
        let (score, effort) = (points(&row["value_w"]), weeks(&row["effort_p"]));
        let due = vec![None; links.nodes()];
        let work = Work { links: &links, score: &score, effort: &effort, due: &due };
        let arrangement = arrange(&work, &vec![true; links.nodes()], Workers::sharing(2, 1));

        // The reference does not take unrelated bundles of equal ratio apart.
        let mut blocks: Vec<(Vec<Node>, (i128, i128))> = Vec::new();
        for bundle in &arrangement.bundles {
            let nodes = &arrangement.order[bundle.members.clone()];
            let score = i128::from(bundle.score.thousandths());
            let effort = i128::from(bundle.effort.thousandths());
            match blocks.last_mut() {
                Some((block, ratio)) if score * ratio.1 == ratio.0 * effort => block.extend(nodes),
                _ => blocks.push((nodes.to_vec(), (score, effort))),
            }
            assert!(bundle.exact);
        }
        let shown: Vec<String> = blocks
            .iter_mut()
            .map(|(block, _)| {
                block.sort_unstable();
                block.iter().map(|node| node.place().to_string()).collect::<Vec<_>>().join(" ")
            })
            .collect();
        assert_eq!(shown.join(" | "), row["sidney_blocks"], "{row:?}");
        for ((_, ratio), expected) in blocks.iter().zip(row["sidney_ratios"].split(' ')) {
            let expected = fraction(expected);
            assert_eq!(ratio.0 * expected.1, expected.0 * ratio.1, "{row:?}");
        }
        assert_eq!(blocks.len(), row["sidney_ratios"].split(' ').count());

        let (top, bottom) = fraction(&row["lower_bound"]);
        let bound = arrangement.lower_bound.half_millionths();
        assert_eq!(bound * bottom, top * 2_000_000, "{row:?}");
        let cost = arrangement.cost.thousandths();
        assert_eq!(cost, 1000 * row["opt_cost"].parse::<i128>().unwrap(), "{row:?}");
    }
}

#[test]
fn enabled_values_of_40_backlogs_are_the_exact_ones() {
    for row in rows("shapley_small_exact.csv", 40) {
        let links = links(&row);
        let members = vec![true; links.nodes()];
        let enabled = enabled_value(&links, &points(&row["value"]), &members).unwrap();
        let expected = row["shapley_exact"].split(';').map(fraction);
        for (enabled, (top, bottom)) in enabled.iter().zip(expected) {
            // Half a thousandth at most, in billionths.
            let off = (enabled * bottom - top * 1_000_000_000).abs();
            assert!(off <= 500_000 * bottom, "{row:?}");
        }
    }
}
