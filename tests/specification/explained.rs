//! What an explanation says, sentence by sentence.

use roadbed::{
    diagnostic::Source,
    explain::Explainer,
    policy::Policy,
    report::{
        document::Page,
        rationale::{self, Explanation, Subject},
    },
    roadmap::{Options, Roadmap},
};

/// The explanation of a request, on lines of any length.
fn explained(header: &str, rows: &[&str], policy: &str, id: &str) -> String {
    let (policy, problems) = Policy::read(&Source::new("roadbed.toml", policy), 0);
    assert!(problems.is_empty(), "{problems:?}");
    let sources = [Source::new("b.csv", format!("{header}\n{}\n", rows.join("\n")))];
    let roadmap = Roadmap::build(&sources, 0, &policy, Options::default());
    let node = roadmap.nodes().find(|&node| roadmap.id(node) == id).expect("a request of that id");
    let explainer = Explainer::new(&roadmap, &policy);
    let explanation = Explanation { explainer: &explainer, subjects: vec![Subject::Request(node)] };
    let mut text = Vec::new();
    let page = Page { width: 10_000, fancy: false, colour: false };
    rationale::text(&explanation, page, &mut text).expect("memory can be written");
    String::from_utf8(text).expect("text")
}

/// The lines below a heading, without indent and bullets.
fn below<'t>(text: &'t str, heading: &str) -> Vec<&'t str> {
    let lines = text.lines().skip_while(|line| *line != heading).skip(1);
    lines.take_while(|line| line.starts_with(' ')).map(|line| line.trim().trim_start_matches("- ")).collect()
}

fn rules_that_acted(header: &str, row: &str, policy: &str) -> Vec<String> {
    let id = row.split('|').next().expect("an id");
    let text = explained(header, &[row], policy, id);
    below(&text, "Rules that acted").into_iter().map(str::to_owned).collect()
}

#[test]
fn pressure_and_sponsorship_are_said_to_earn_nothing_where_there_is_any() {
    let acted = |row: &str| rules_that_acted("id|title|value|effort|outcome|stakeholder|pressure", row, "");
    let says = |words: &str| vec![format!("pressure-earns-nothing: {words}")];
    assert_eq!(acted("A|x|1|1|y||3"), says("pressure 3 earns no points"));
    assert_eq!(acted("A|x|1|1|y||0"), Vec::<String>::new());
    assert_eq!(acted("A|x|1|1|y||"), Vec::<String>::new());
    assert_eq!(acted("A|x|1|1|y|executive|"), says("executive sponsorship earns no points"));
    assert_eq!(acted("A|x|1|1|y|executive|0"), says("executive sponsorship earns no points"));
    assert_eq!(
        acted("A|x|1|1|y|executive|5"),
        says("neither executive sponsorship nor pressure 5 earns points")
    );
    let off = "[rules.pressure-earns-nothing]\nenabled = false\n";
    let header = "id|title|value|effort|outcome|stakeholder|pressure";
    assert_eq!(rules_that_acted(header, "A|x|1|1|y|executive|5", off), Vec::<String>::new());
}

#[test]
fn a_variant_for_one_team_is_said_to_pay_unless_its_points_were_agreed_elsewhere() {
    let header = "id|title|reliability|value|effort|outcome|scope|adopters";
    let acted = |row: &str| rules_that_acted(header, row, "");
    let says = "special-treatment: a variant for one team: reuse earns nothing, and 10.0 points come off";
    assert_eq!(acted("A|x|5||1|y|bespoke|"), [says]);
    assert_eq!(acted("A|x|5||1|y|shared|"), Vec::<String>::new());
    assert_eq!(acted("A|x||5|1|y|bespoke|"), Vec::<String>::new());
    let cheap = "[rules.special-treatment]\npenalty = 2.5\n";
    assert_eq!(
        rules_that_acted(header, "A|x|5||1|y|bespoke|", cheap),
        ["special-treatment: a variant for one team: reuse earns nothing, and 2.5 points come off"]
    );
}

#[test]
fn breaking_work_is_said_to_wait_for_a_path_or_to_be_announced() {
    let header =
        "id|title|reliability|breaking|consumers|external_consumers|consumer_effort|migration|effort|outcome";
    let acted = |row: &str, policy: &str| rules_that_acted(header, row, policy);
    let held = |who: &str| {
        vec![format!("stability-promise: breaks {who} without a migration path, which only a mandate allows")]
    };
    assert_eq!(acted("A|x|5|breaking|1||1||1|y", ""), held("1 internal consumer"));
    assert_eq!(acted("A|x|5|breaking|2|1|1||1|y", ""), held("2 internal consumers and 1 external consumer"));
    assert_eq!(acted("A|x|5|breaking||3|1|none|1|y", ""), held("3 external consumers"));
    assert_eq!(acted("A|x|5|breaking|||1||1|y", ""), held("an unknown number of consumers"));
    let path = "A|x|5|breaking|2||1|guide|1|y";
    let announced = "stability-promise: breaks 2 internal consumers: announce it to them 26 weeks ahead";
    assert_eq!(acted(path, ""), [announced]);
    let window = |weeks: &str| format!("[rules.stability-promise]\ndeprecation_window = {weeks}\n");
    assert_eq!(acted(path, &window("1"))[0], announced.replace("26 weeks", "1 week"));
    assert_eq!(acted(path, &window("0")), Vec::<String>::new());
    assert_eq!(acted("A|x|5|deprecating|2||1|guide|1|y", ""), Vec::<String>::new());
    assert_eq!(acted("A|x|5|breaking|0|0|1|guide|1|y", ""), Vec::<String>::new());
}

#[test]
fn a_spent_error_budget_is_said_with_what_is_left_and_what_goes_on() {
    let header = "id|title|kind|area|reliability|effort|outcome";
    let policy = "[rules.error-budget]\nremaining = { search = -0.08, auth = 0.35 }\n";
    let acted = |row: &str| rules_that_acted(header, row, policy);
    assert_eq!(
        acted("A|x|capability|Search|5|1|y"),
        ["error-budget: the error budget of search is spent (-8 % left)"]
    );
    assert_eq!(
        acted("A|x|reliability|auth; search|5|1|y"),
        ["error-budget: the error budget of search is spent (-8 % left); reliability work continues"]
    );
    assert_eq!(acted("A|x|capability|auth|5|1|y"), Vec::<String>::new());
    let off = policy.replace("remaining", "enabled = false\nremaining");
    assert_eq!(rules_that_acted(header, "A|x|capability|search|5|1|y", &off), Vec::<String>::new());
}
