//! Replies speak to people: no signs, no names of columns, and nothing asked for that only new evidence can show.

use roadbed::{
    explain::{Audience, Explainer, reply, reply_settled},
    model::Column,
    policy::Policy,
    roadmap::Roadmap,
};

use crate::{files::Files, generated::generated, sample};

/// Words of the method, which say nothing to somebody who only asked for something.
const OF_THE_METHOD: [&str; 18] = [
    "adopter",
    "adopters",
    "backlog",
    "bespoke",
    "bundle",
    "capacity",
    "confidence",
    "criteria",
    "criterion",
    "effort",
    "horizon",
    "points",
    "policy",
    "pressure",
    "prerequisite",
    "rated",
    "score",
    "verdict",
];

/// Every reply about a roadmap, to every reader, with the id that it is about.
fn replies(roadmap: &Roadmap<'_>, policy: &Policy) -> Vec<(String, String)> {
    let explainer = Explainer::new(roadmap, policy);
    let readers = [None, Some(Audience::Team), Some(Audience::Executive), Some(Audience::Developer)];
    let mut replies = Vec::new();
    for node in roadmap.nodes() {
        let change = explainer.change(node);
        for reader in readers {
            replies.push((roadmap.id(node).to_owned(), reply(&explainer, node, change.as_ref(), reader)));
        }
    }
    for settled in &roadmap.backlog.settled {
        for reader in readers {
            replies.push((settled.id.to_string(), reply_settled(&explainer, settled, reader)));
        }
    }
    replies
}

/// A reply without what people wrote: titles stand in quotes.
fn own_words(reply: &str) -> String {
    reply.split('"').step_by(2).collect::<Vec<_>>().join(" ")
}

fn check(files: &Files) -> usize {
    files.rank(|roadmap, policy| {
        let replies = replies(roadmap, policy);
        for (id, reply) in &replies {
            let words = own_words(reply);
            let sign = |pair: &[u8]| matches!(pair[0], b'+' | b'-') && pair[1].is_ascii_digit();
            // A sign belongs to a number only where nothing stands before it: `A-1` is an id.
            let padded = format!(" {words}");
            let signed = padded.as_bytes().windows(3).any(|three| three[0] == b' ' && sign(&three[1..]));
            assert!(!signed, "{id} has a number with a sign: {reply}");
            let lower = words.to_lowercase();
            let word =
                lower.split(|it: char| !it.is_alphanumeric()).find(|word| OF_THE_METHOD.contains(word));
            assert_eq!(word, None, "{id}: {reply}");
            let mut columns =
                Column::ALL.iter().map(|column| column.name()).filter(|name| name.contains('_'));
            assert_eq!(columns.find(|name| lower.contains(name)), None, "{id}: {reply}");
            assert!(words.ends_with('.') && !words.contains(".."), "{id} is not in sentences: {reply}");
        }
        replies.len()
    })
}

#[test]
fn replies_of_the_sample_are_for_people() {
    assert!(check(&sample()) > 300);
}

#[test]
fn replies_of_generated_backlogs_are_for_people() {
    let all: usize = (0..60).map(|seed| check(&generated(seed, 10))).sum();
    assert!(all > 1000, "{all}");
}
