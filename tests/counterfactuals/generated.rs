//! Made-up backlogs with a policy each: capacity, error budgets, criteria of its own, decisions.

use crate::{
    backlogs::{self, Form, Scoring, Tape},
    files::Files,
};

/// The same backlog and policy every time for each number.
pub(crate) fn generated(seed: u32, most: usize) -> Files {
    let bytes = bytes(seed);
    let tape = &mut Tape::new(&bytes);
    let policy = [capacity(tape), error_budgets(tape), criteria(tape)].concat();
    let scoring = if seed.is_multiple_of(4) { Scoring::Mixed } else { Scoring::Criteria };
    let backlog = backlogs::backlog(tape, most, scoring);
    let mut files = Files::new(&policy, &[Form::default().write(&backlog)]);
    if policy.contains("arr_at_risk") {
        files.add_column("arr_at_risk", |_| {
            tape.pick(&["", "", "0", "50000", "400000", "2000000"]).to_owned()
        });
        files.add_column("exposure", |_| tape.pick(&["", "none", "some", "much"]).to_owned());
    }
    decided(files, tape)
}

/// Bytes that look like chance.
fn bytes(seed: u32) -> Vec<u8> {
    let mut state = u64::from(seed).wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let mut byte = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_be_bytes()[3]
    };
    (0..1500).map(|_| byte()).collect()
}

fn capacity(tape: &mut Tape<'_>) -> String {
    let now = tape.pick(&["6", "2", "3.5", "10", ""]);
    let next = tape.pick(&["6.5", "0", "3", "8"]);
    if now.is_empty() { String::new() } else { format!("[capacity]\nnow = {now}\nnext = {next}\n") }
}

fn error_budgets(tape: &mut Tape<'_>) -> String {
    if tape.below(2) == 0 {
        return String::new();
    }
    let left = ["-0.02", "0", "0.1", "0.5"];
    let (search, auth) = (tape.pick(&left), tape.pick(&left));
    format!("[rules.error-budget.remaining]\nsearch = {search}\nauth = {auth}\n")
}

fn criteria(tape: &mut Tape<'_>) -> String {
    if tape.below(2) == 0 {
        return String::new();
    }
    let weight = tape.pick(&["20", "40"]);
    format!(
        "[criteria.revenue]\nlabel = \"Revenue at risk\"\nweight = {weight}\ncolumn = \"arr_at_risk\"\n\
         unit = \"EUR a year\"\nanchors = [[0, 0], [100000, 0.4], [1000000, 1]]\neffect = \"benefit\"\n\
         says = \"protects {{value}} of revenue\"\n\
         [criteria.exposure]\nlabel = \"Exposure\"\nweight = 15\ncolumn = \"exposure\"\n\
         values = {{ none = 0, some = 0.3, much = 1 }}\neffect = \"cost\"\nsays = \"exposes {{value}}\"\n"
    )
}

/// The files with up to three decisions that do not contradict each other, or anything else.
fn decided(mut files: Files, tape: &mut Tape<'_>) -> Files {
    for _ in 0..tape.below(8).saturating_sub(4) {
        let id = files.id(tape.below(100));
        let place = tape.pick(&["\"first\"", "\"last\"", "\"decline\"", "1", "2", "4"]);
        let decision =
            format!("[[override]]\nrequest = \"{id}\"\nplace = {place}\nby = \"us\"\nreason = \"x\"\n");
        let mut with = files.clone();
        with.policy += &decision;
        if !with.contradicts() {
            files = with;
        }
    }
    files
}
