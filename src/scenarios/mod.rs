//! What if: scenarios as edits of what people wrote.
//!
//! A scenario changes the texts of the policy and of the backlog before they are read, so that evidence, rules and
//! findings act as on a real edit. `file` reads scenarios, `edit` says what they change, `policy` and `rows` apply
//! them. Not for ranking what comes of it, nor for comparing.

mod edit;
mod file;
mod policy;
mod rows;

pub use edit::{Edit, parse};
pub use file::read;

use crate::{
    diagnostic::{Finding, Source},
    policy::Policy,
};

crate::diagnostic::codes! {
    /// A scenario is not written as one.
    SCENARIO_FORM = Error "scenario-form";
    /// A scenario names what does not exist.
    SCENARIO_UNKNOWN = Error "scenario-unknown";
    /// A scenario changes nothing.
    SCENARIO_WITHOUT_EFFECT = Warning "scenario-without-effect";
}

/// A named set of edits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scenario {
    /// What it is called.
    pub name: String,
    /// Why it is looked at.
    pub why: Option<String>,
    /// What it changes, those of the scenario that it builds on first.
    pub edits: Vec<Edit>,
}

/// The texts of a scenario.
#[derive(Clone, Debug)]
pub struct Edited {
    /// The policy.
    pub policy: Policy,
    /// The files of the backlog.
    pub files: Vec<Source>,
}

/// The texts that the policy and the files become. `first` is the number of the first file. A name that
/// does not exist, and what is wrong with the policy afterwards, are findings.
pub fn apply(
    scenario: &Scenario,
    policy: &Source,
    files: &[Source],
    first: u32,
) -> Result<Edited, Vec<Finding>> {
    let policy = policy::edited(scenario, policy).map_err(|finding| vec![*finding])?;
    let (policy, problems) = Policy::read(&policy, 0);
    if !problems.is_empty() {
        return Err(problems.into_iter().map(|finding| about(scenario, finding)).collect());
    }
    let files = rows::edited(scenario, files, first, &policy)?;
    Ok(Edited { policy, files })
}

/// That a scenario changes nothing.
pub fn without_effect(scenario: &Scenario) -> Finding {
    Finding::new(
        &SCENARIO_WITHOUT_EFFECT,
        format!("the scenario \"{}\" changes nothing that counts", scenario.name),
    )
    .hint("say something else in it, or leave it out")
}

/// A finding as one about a scenario. The text of the changed policy is nobody's file, so a place in it would point
/// anywhere.
fn about(scenario: &Scenario, finding: Finding) -> Finding {
    let message = format!("in the scenario \"{}\": {}", scenario.name, finding.message);
    Finding { message: message.into(), place: None, ..finding }
}
