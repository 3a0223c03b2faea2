//! The first page of the review: what somebody decides on who reads no further.

#[allow(dead_code, reason = "every test file uses a part of it")]
mod harness;

use std::path::Path;

use harness::Folder;

/// The sample, with more lines in its policy.
fn sample(more: &str) -> Folder {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    let read = |name: &str| std::fs::read_to_string(samples.join(name)).expect("a sample");
    let names = ["product-teams.csv", "external-developers.csv", "platform-and-executives.csv"];
    let folder = names.iter().fold(Folder::new(), |folder, name| folder.with(name, read(name)));
    folder.with("roadbed.toml", read("roadbed.toml") + more)
}

/// The review as Markdown, up to the sections that go into details.
fn first_page(folder: &Folder) -> String {
    let outcome = folder.run(&["export", "--quiet", "-o", "review.md"]);
    assert_eq!(outcome.code, 0, "{outcome}");
    let review = folder.read("review.md");
    let (page, _) = review.split_once("\n## What the capacity buys").expect("more than one page");
    page.to_owned()
}

#[test]
fn the_first_page_says_what_to_approve_by_its_name() {
    let mut settings = insta::Settings::clone_current();
    settings.set_omit_expression(true);
    settings.set_prepend_module_to_snapshot(false);
    settings.bind(|| insta::assert_snapshot!("first-page", first_page(&sample(""))));
}

#[test]
fn title_and_cost_are_those_of_the_policy() {
    let more =
        "\n[review]\ntitle = \"Platform, first quarter\"\n[cost]\nper_week = 5250.5\ncurrency = \"EUR\"\n";
    let page = first_page(&sample(more));
    assert!(page.starts_with("# Platform, first quarter\n"), "{page}");
    assert!(
        page.contains("Approve 52.0 person-weeks, about 273,026 EUR, for the first quarter of 2027"),
        "{page}"
    );
}

#[test]
fn a_currency_needs_a_cost() {
    let outcome = sample("\n[cost]\ncurrency = \"EUR\"\n").run(&["export", "--quiet", "-o", "review.md"]);
    assert_eq!(outcome.code, 1, "{outcome}");
    assert!(
        outcome.stderr.contains("`cost.currency` must be given together with `cost.per_week`"),
        "{outcome}"
    );
}

#[test]
fn where_nothing_is_judged_it_says_what_to_judge_first() {
    let backlog = "id,title,depends_on\nA,Tokens,\nB,Webhooks,A\nC,Lists,A\n";
    let folder = Folder::new().with("b.csv", backlog);
    let outcome = folder.run(&["export", "--quiet", "b.csv", "-o", "review.md"]);
    assert_eq!(outcome.code, 0, "{outcome}");
    let review = folder.read("review.md");
    let says = "Nothing can be decided yet: 3 of 3 requests have not been judged. To be judged first:\n\n- Tokens (A)\n";
    assert!(review.contains(says), "{review}");
    assert!(!review.contains("approve no work"), "{review}");
}
