//! What the rules, criteria and the order decide exactly at the boundaries that the documents name.
//!
//! Each test says a sentence of the documents. They go through the library, so that they are quick.

#[path = "specification/explained.rs"]
mod explained;

use roadbed::{
    diagnostic::Source,
    order::Verdict,
    policy::Policy,
    roadmap::{Options, Roadmap},
};

/// What is to be known of a ranking.
struct Ranked {
    order: Vec<String>,
    requests: Vec<(String, Verdict, i64, String)>,
    findings: Vec<(String, String)>,
    evidence: Vec<(String, Vec<String>)>,
}

impl Ranked {
    fn of(&self, id: &str) -> &(String, Verdict, i64, String) {
        self.requests.iter().find(|it| it.0 == id).unwrap_or_else(|| panic!("no request {id}"))
    }

    fn verdict(&self, id: &str) -> Verdict {
        self.of(id).1
    }

    /// In thousandths.
    fn score(&self, id: &str) -> i64 {
        self.of(id).2
    }

    fn why(&self, id: &str) -> &str {
        &self.of(id).3
    }

    fn has(&self, code: &str) -> bool {
        self.findings.iter().any(|it| it.0 == code)
    }
}

/// Ranks rows below this header: `|` stands between cells.
fn rank(header: &str, rows: &[&str], policy: &str) -> Ranked {
    rank_with(header, rows, policy, Options::default())
}

fn rank_with(header: &str, rows: &[&str], policy: &str, options: Options) -> Ranked {
    let (policy, problems) = Policy::read(&Source::new("roadbed.toml", policy), 0);
    assert!(problems.is_empty(), "{problems:?}");
    let text = format!("{header}\n{}\n", rows.join("\n"));
    let sources = [Source::new("b.csv", text)];
    let roadmap = Roadmap::build(&sources, 0, &policy, options);
    let requests = roadmap.nodes().map(|node| {
        let verdict = roadmap.ranking.verdicts.of[node];
        let score = roadmap.contributions[node].score.thousandths();
        (roadmap.id(node).to_owned(), verdict, score, roadbed::explain::Why::of(&roadmap, node).to_string())
    });
    let evidence = roadmap.nodes().map(|node| {
        let request = &roadmap.backlog.requests[node];
        let parts = roadmap.contributions[node].iter();
        let cells = parts.flat_map(|part| roadbed::score::evidence(request, part.source, &policy));
        let names = cells.map(|(row, field)| format!("{}:{}", row.number + 2, policy.column_name(field)));
        (request.id.to_string(), names.collect())
    });
    Ranked {
        requests: requests.collect(),
        evidence: evidence.collect(),
        order: roadmap.ranking.order.iter().map(|&node| roadmap.id(node).to_owned()).collect(),
        findings: roadmap
            .findings
            .iter()
            .map(|finding| (finding.code.name.to_owned(), finding.message.to_string()))
            .collect(),
    }
}

// The promise of stability.

const BREAKING: &str =
    "id|title|reliability|breaking|consumers|external_consumers|consumer_effort|migration|mandate|effort";

#[test]
fn breaking_work_without_a_path_is_held_unless_it_has_explicitly_no_consumers() {
    let ranked = rank(
        BREAKING,
        &[
            "KNOWN|x|5|breaking|1||1|||1",
            "UNKNOWN|x|5|breaking||||||1",
            "NOBODY|x|5|breaking|0|0||||1",
            "NONE-INSIDE|x|5|breaking|0|||||1",
            "PATH|x|5|breaking|1||1|guide||1",
            "NO-PATH|x|5|breaking|1||1|none||1",
            "ZERO|x|5|breaking|1||1|0 %||1",
            "SOON|x|5|deprecating|1||1|||1",
            "LAW|x|5|breaking|1||1||GDPR|1",
        ],
        "",
    );
    for (id, verdict) in [
        ("KNOWN", Verdict::Hold),
        ("UNKNOWN", Verdict::Hold),
        ("NOBODY", Verdict::Build),
        ("NONE-INSIDE", Verdict::Build),
        ("PATH", Verdict::Build),
        ("NO-PATH", Verdict::Hold),
        ("ZERO", Verdict::Hold),
        ("SOON", Verdict::Build),
        ("LAW", Verdict::Build),
    ] {
        assert_eq!(ranked.verdict(id), verdict, "{id}: {}", ranked.why(id));
    }
    assert!(ranked.has("promise-broken"), "{:?}", ranked.findings);
}

#[test]
fn the_promise_can_be_switched_off() {
    let off = "[rules.stability-promise]\nenabled = false\n";
    assert_eq!(rank(BREAKING, &["A|x|5|breaking|1||1|||1"], off).verdict("A"), Verdict::Build);
}

// Error budgets.

#[test]
fn a_budget_of_exactly_nothing_is_spent() {
    let header = "id|title|kind|area|reliability|effort|depends_on|mandate";
    let rows = ["NEW|x|capability|search|5|1||", "OTHER|x|capability|auth|5|1||"];
    let with = |left: &str| {
        rank(header, &rows, &format!("[rules.error-budget]\nremaining = {{ search = {left} }}\n"))
    };
    assert_eq!(with("0").verdict("NEW"), Verdict::Hold);
    assert_eq!(with("-0.001").verdict("NEW"), Verdict::Hold);
    assert_eq!(with("0.001").verdict("NEW"), Verdict::Build);
    assert_eq!(with("0").verdict("OTHER"), Verdict::Build);
    assert!(with("0").why("NEW").contains("(0 % left)"), "{}", with("0").why("NEW"));
}

#[test]
fn reliability_work_what_it_needs_and_mandates_pass_a_spent_budget() {
    let ranked = rank(
        "id|title|kind|area|reliability|effort|depends_on|mandate",
        &[
            "FIX|x|reliability|search|5|1|TOOL|",
            "TOOL|x|capability|search|1|1||",
            "LAW|x|capability|search|1|1||GDPR",
            "NEW|x|capability|search|5|1||",
        ],
        "[rules.error-budget]\nremaining = { Search = 0 }\n",
    );
    for (id, verdict) in
        [("FIX", Verdict::Build), ("TOOL", Verdict::Build), ("LAW", Verdict::Build), ("NEW", Verdict::Hold)]
    {
        assert_eq!(ranked.verdict(id), verdict, "{id}");
    }
}

// Adoption.

const ADOPTION: &str = "id|title|team|stakeholder|adopters|reuse|scope|same_as|effort";

#[test]
fn two_distinct_adopters_count_and_a_single_name_does_not_displace_a_rating() {
    let ranked = rank(
        ADOPTION,
        &[
            "ONE|x|ads||ads|4|||1",
            "SAME|x|Ads||ADS|4|||1",
            "TWO|x|ads||search|5|||1",
            "COUNT|x|||1|5|||1",
            "BOSS|x|ads|executive|search|4|||1",
            "MORE|x|a||b; c; d||||1",
        ],
        "",
    );
    // 4 of 5 of 35 points.
    assert_eq!(ranked.score("ONE"), 28_000);
    assert_eq!(ranked.score("SAME"), 28_000);
    // Two adopters are worth 0.35, whatever the rating says.
    assert_eq!(ranked.score("TWO"), 12_250);
    assert!(ranked.has("measured-beats-rating"), "{:?}", ranked.findings);
    // A count of one is a measure, and worth nothing.
    assert_eq!(ranked.score("COUNT"), 0);
    // Executive sponsorship adopts nothing: one name is left, and the rating counts.
    assert_eq!(ranked.score("BOSS"), 28_000);
    assert_eq!(ranked.score("MORE"), 24_500);
}

#[test]
fn evidence_of_adoption_names_the_cells_of_repeats_too() {
    let ranked = rank(ADOPTION, &["A|x|ads||search||||1", "B|x|web||docs|||A|1"], "");
    let cells = &ranked.evidence.iter().find(|it| it.0 == "A").expect("A").1;
    assert_eq!(cells, &["2:adopters", "2:team", "3:adopters", "3:team"]);
}

#[test]
fn words_that_name_no_team_earn_nothing_for_reuse() {
    let rows = ["n/a", "TBD", "all teams", "-", "none", "0", "web", "web; n/a"];
    let rows: Vec<String> =
        rows.iter().enumerate().map(|(at, named)| format!("R{at}|x|ads||{named}|5|||1")).collect();
    let ranked = rank(ADOPTION, &rows.iter().map(String::as_str).collect::<Vec<_>>(), "");
    let scores: Vec<i64> = (0..8).map(|at| ranked.score(&format!("R{at}"))).collect();
    // Where nothing is measured the rating counts; a written 0 measures; two teams are worth 0.35.
    assert_eq!(scores, [35_000, 35_000, 35_000, 35_000, 0, 0, 12_250, 12_250]);
    assert_eq!(ranked.findings.iter().filter(|it| it.0 == "no-team").count(), 5, "{:?}", ranked.findings);
}

#[test]
fn a_mandate_without_a_reason_in_words_mandates_nothing() {
    let rows = ["-", "0", "nein", "n.a.", "x", "✓", "?", "GDPR"];
    let rows: Vec<String> =
        rows.iter().enumerate().map(|(at, mandate)| format!("R{at}|x|-1|{mandate}|1")).collect();
    let ranked =
        rank("id|title|reliability|mandate|effort", &rows.iter().map(String::as_str).collect::<Vec<_>>(), "");
    assert_eq!(ranked.order, ["R7"]);
    assert_eq!(ranked.findings.iter().filter(|it| it.0 == "mandate-without-reason").count(), 7);
}

#[test]
fn a_rating_from_a_repeat_counts_with_what_was_said_about_it() {
    let header = "id|title|same_as|reliability|tech_debt|confidence|scope|effort";
    let rows = [
        // The rating of B arrives with its confidence: 25 points less a half.
        "A|x||||||1",
        "B|x|A|5||low||1",
        // What C says of itself stays: 25 points less a fifth.
        "C|x||||medium||1",
        "D|x|C|5||low||1",
        // A repeat that fills nothing brings nothing.
        "E|x||5||||1",
        "F|x|E|5||low||1",
        // The first to fill in natural id order also brings what it says; later ones fill on.
        "G|x||||||1",
        "H-10|x|G||-2|low||1",
        "H-9|x|G|5||medium|bespoke|1",
    ];
    let ranked = rank(header, &rows, "");
    assert_eq!(["A", "C", "E"].map(|id| ranked.score(id)), [12_500, 20_000, 25_000]);
    // (25 + 8) points, 10 less for bespoke work, and a fifth less of what is positive.
    assert_eq!(ranked.score("G"), 33_000 - 10_000 - 6_600);
    assert_eq!(
        ranked.findings.iter().filter(|it| it.0 == "repeat-lends").count(),
        2,
        "{:?}",
        ranked.findings
    );
}

#[test]
fn bespoke_work_earns_nothing_for_reuse_and_pays_the_penalty() {
    let rows = ["A|x|ads||b; c|||", "B|x|ads||b; c|5|bespoke|"].map(|row| format!("{row}|1"));
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let ranked = rank(ADOPTION, &rows, "");
    assert_eq!((ranked.score("A"), ranked.score("B")), (18_375, -10_000));
    assert!(ranked.has("bespoke-with-adopters"), "{:?}", ranked.findings);
    let dear = rank(ADOPTION, &rows, "[rules.special-treatment]\npenalty = 2.5\n");
    assert_eq!(dear.score("B"), -2_500);
}

// Compatibility.

#[test]
fn a_rating_of_compatibility_counts_only_where_nothing_measures() {
    let ranked = rank(
        "id|title|reliability|breaking|consumers|external_consumers|consumer_effort|migration|compatibility|effort",
        &[
            "RATED|x|5||||||5|1",
            "MEASURED|x|5|breaking|5||1|guide|5|1",
            "SILENCED|x|5|||||guide|5|1",
            "OUTSIDE|x|5|breaking||5|1|guide||1",
            "SOON|x|5|deprecating|5||1|||1",
            "HALF|x|5|breaking|10||1|50 %||1",
            "NOTHING|x|5|additive|5|||||1",
        ],
        "",
    );
    // Reliability earns 25 points.
    assert_eq!(ranked.score("RATED"), 5_000);
    // Five weeks are 0.3 of 20 points.
    assert_eq!(ranked.score("MEASURED"), 19_000);
    assert_eq!(ranked.score("SILENCED"), 25_000);
    assert!(ranked.has("rating-ignored"), "{:?}", ranked.findings);
    // An external consumer counts twice: ten weeks.
    assert_eq!(ranked.score("OUTSIDE"), 25_000 - 8_667);
    assert_eq!(ranked.score("SOON"), 22_000);
    assert_eq!(ranked.score("HALF"), 19_000);
    assert_eq!(ranked.score("NOTHING"), 25_000);
}

// Confidence.

#[test]
fn the_words_for_confidence_mean_the_same_everywhere() {
    let header = "id|title|reliability|tech_debt|confidence|effort";
    let rows = ["H|x|5|5|high|1", "M|x|5|5|medium|1", "L|x|5|5|low|1", "B|x|5|5||1", "P|x|5|5|80 %|1"];
    let ranked = rank(header, &rows, "");
    // 25 points earned, of which a part is not sure, and 20 that it costs for certain.
    for (id, score) in [("H", 5_000), ("M", 0), ("L", -7_500), ("B", 5_000), ("P", 0)] {
        assert_eq!(ranked.score(id), score, "{id}");
    }
    let (policy, _) = Policy::read(&Source::new("p", ""), 0);
    let sources = [Source::new("b.csv", format!("{header}\n{}\n", rows.join("\n")))];
    let roadmap = Roadmap::build(&sources, 0, &policy, Options::default());
    let low = roadmap.nodes().find(|&node| roadmap.id(node) == "L").expect("L");
    let what_if = roadbed::explain::counterfactual::WhatIf::new(&roadmap, &policy);
    let shown = what_if.evidence(low);
    let sentences: Vec<String> = shown.iter().map(|it| it.change.words("L", &policy)).collect();
    assert!(sentences.iter().any(|it| it.contains("confidence high")), "{sentences:?}");
}

// Mandates.

const MANDATES: &str = "id|title|reliability|mandate|depends_on|status|effort";

#[test]
fn a_mandate_goes_first_with_what_it_needs_and_is_not_told_that_it_brings_nothing() {
    let ranked = rank(
        MANDATES,
        &["BEST|x|5||||1", "LAW|x|0|GDPR|NEED||1", "NEED|x|-2||||1", "BLANK|x||PCI DSS|||1"],
        "",
    );
    assert_eq!(ranked.order[3], "BEST");
    for id in ["LAW", "NEED", "BLANK"] {
        assert_eq!(ranked.verdict(id), Verdict::Build, "{id}");
        assert!(!ranked.why(id).contains("brings nothing"), "{}", ranked.why(id));
    }
}

#[test]
fn a_declined_prerequisite_stops_a_mandate_with_its_name_and_one_that_is_set_aside_does_not() {
    let rows = ["LAW|x|1|GDPR|NEED||1", "NEED|x|1|||declined|1"];
    let ranked = rank(MANDATES, &rows, "");
    let stopped = ranked.findings.iter().find(|it| it.0 == "mandate-stopped").expect("an error");
    assert!(stopped.1.contains("GDPR") && stopped.1.contains("NEED"), "{}", stopped.1);
    // What cannot be read yet may still be mended: the mandate waits, and nothing is refused.
    let options = Options { set_aside: true, ..Options::default() };
    let ranked = rank_with(MANDATES, &["LAW|x|1|GDPR|NEED||1", "NEED|x|lots||||1"], "", options);
    assert!(!ranked.has("mandate-stopped"), "{:?}", ranked.findings);
    assert_eq!(ranked.verdict("LAW"), Verdict::Blocked);
}

// Inflation and success measures.

#[test]
fn more_than_half_of_three_at_the_threshold_is_inflation() {
    let header = "id|title|team|pressure|value|effort";
    let rows = |pressures: [&str; 4]| {
        let row = |(at, pressure): (usize, &&str)| format!("A-{at}|x|loud|{pressure}|1|1");
        pressures.iter().enumerate().filter(|(_, it)| **it != "-").map(row).collect::<Vec<_>>()
    };
    let noted = |pressures: [&str; 4]| {
        let rows = rows(pressures);
        rank(header, &rows.iter().map(String::as_str).collect::<Vec<_>>(), "").has("inflated-pressure")
    };
    assert!(noted(["4", "4", "1", "-"]));
    assert!(!noted(["4", "4", "-", "-"]), "two requests are too few");
    assert!(!noted(["4", "4", "1", "1"]), "half is not more than half");
    assert!(!noted(["3.999", "3.999", "4", "-"]));
    assert!(!noted(["4", "4", "6", "-"]), "beyond five, pressure counts escalations");
}

#[test]
fn a_metric_or_an_outcome_is_a_success_measure() {
    let header = "id|title|value|metric|outcome|effort";
    let noted = |row: &str| rank(header, &[row], "").has("no-success-measure");
    assert!(noted("A|x|1|||1"));
    assert!(!noted("A|x|1|adoption||1"));
    assert!(!noted("A|x|1||fewer pages|1"));
}

// Ties.

#[test]
fn of_equals_the_earlier_date_goes_first_then_less_effort_then_the_smaller_id() {
    let header = "id|title|value|effort|needed_by|depends_on";
    let ranked = rank(
        header,
        &["A-10|x|4|2||", "A-2|x|4|2||", "B|x|2|1||", "C|x|6|3|2027-05-01|", "D|x|6|3|2027-04-01|"],
        "",
    );
    assert_eq!(ranked.order, ["D", "C", "B", "A-2", "A-10"]);
    // Inside a bundle, too: all of them wait for one enabler.
    let ranked = rank(
        header,
        &["E|x|-1|1||", "A-2|x|4|2||E", "A-1|x|6|3||E", "B|x|2|1||E", "C|x|2|1|2027-04-01|E"],
        "",
    );
    assert_eq!(ranked.order, ["E", "C", "B", "A-2", "A-1"]);
}

#[test]
fn value_per_week_is_multiplied_by_the_effort() {
    let header = "id|title|value|effort";
    let policy = "[value]\nper_effort = true\n";
    assert_eq!(rank(header, &["A|x|2.5|3"], policy).score("A"), 7_500);
    assert_eq!(rank(header, &["A|x|2.5|3"], "").score("A"), 2_500);
}
