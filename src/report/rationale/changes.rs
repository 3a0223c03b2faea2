//! What would change the answer for a request, in words: what somebody can do, and apart from it what only new
//! evidence can show.

use crate::{
    explain::{
        Rationale,
        counterfactual::{Alternative, Goal},
        full_sentence,
    },
    report::document::Block,
    roadmap::Roadmap,
};

/// The smallest change, then the others that would do the same.
pub(super) fn changes(roadmap: &Roadmap<'_>, rationale: &Rationale<'_>) -> Vec<Block> {
    let Some(change) = &rationale.change else { return Vec::new() };
    let mut blocks = vec![Block::Paragraph(full_sentence(&change.sentence(roadmap, rationale.node)))];
    let words = |other: &Alternative| {
        let words = other.change.words(roadmap.id(rationale.node), &roadmap.policy);
        match other.goal {
            Goal::Horizon { horizon, .. } if other.goal != change.goal => {
                format!("{words}, even into {}", horizon.word())
            }
            _ => words,
        }
    };
    let others: Vec<String> = rationale.alternatives.iter().skip(1).map(words).collect();
    if !others.is_empty() {
        blocks.push(Block::Paragraph("Each of these alone would do the same:".to_owned()));
        blocks.push(Block::List(others));
    }
    blocks.extend(new_evidence(roadmap, rationale));
    blocks
}

/// What only new evidence can show, apart from what somebody can do.
fn new_evidence(roadmap: &Roadmap<'_>, rationale: &Rationale<'_>) -> Vec<Block> {
    let own = roadmap.id(rationale.node);
    let shown = rationale.evidence.iter().map(|it| {
        let words = it.change.words(own, &roadmap.policy);
        match it.goal {
            Goal::Horizon { horizon, .. } => format!("{words}: it would start in {}", horizon.word()),
            Goal::Build | Goal::Above(_) => format!("{words}: it would be built"),
        }
    });
    let shown: Vec<String> = shown.collect();
    if shown.is_empty() {
        return Vec::new();
    }
    let words =
        "Only new evidence can show these, such as a pilot or a measurement. If one of them turned out so:";
    vec![Block::Paragraph(words.to_owned()), Block::List(shown)]
}
