//! What is said of work that will not be built, or not yet: held, blocked, declined, without evidence.

use super::{
    About, Audience,
    conditions::{condition, spent},
    decided, listed, named,
};
use crate::{
    explain::{
        counterfactual::{Edit, Goal, Input, Way},
        why::Clause,
    },
    model::{Node, Reason, Settled},
    order::Verdict,
    policy::{Criterion, Measure, Policy, Says},
    roadmap::counts,
    rules::{ErrorBudget, Hold},
};

/// How many of the causes of a wait are looked for.
const CAUSES: usize = 3;

/// What an unbuilt request waits for in the end.
enum Cause<'r> {
    /// A request of the backlog that is not built, and not because of what it waits for itself.
    Open(Node),
    /// One that is not ranked and not done.
    Settled(&'r Settled<'r>),
}

impl About<'_, '_, '_> {
    /// The answer about work that a gate holds, or that is worth building only with such work.
    pub(super) fn held(&self) -> Vec<String> {
        let mut sentences = vec![format!("We cannot build {} yet.", self.name())];
        sentences.extend(self.started());
        for clause in &self.why.clauses {
            match clause {
                Clause::Held(hold) => sentences.push(self.gate(hold)),
                Clause::WorthOnlyWith(with) => sentences.push(self.only_with(with)),
                _ => {}
            }
        }
        let condition = self.condition();
        if condition.is_none() && self.nothing_helps() {
            sentences.push(
                "Even once that is mended it would not be built as it stands, because it costs the platform more than it \
                 brings."
                    .to_owned(),
            );
        }
        sentences.extend(condition);
        sentences.extend(self.also_answers());
        sentences
    }

    fn gate(&self, hold: &Hold) -> String {
        if hold.rule == ErrorBudget::NAME {
            let areas = self.policy().rules.error_budget.spent_areas();
            let own = self.request.areas.iter().map(|&area| self.roadmap.backlog.area(area));
            let own: Vec<&str> = own.filter(|area| areas.contains(&area.to_lowercase().as_str())).collect();
            return spent(&own);
        }
        "It would break what others use today, and they have no way to migrate yet.".to_owned()
    }

    fn only_with(&self, with: &[&str]) -> String {
        let alone =
            "By itself it costs the platform more than it brings; it is worth building only together with";
        if with.is_empty() || self.audience == Audience::Developer {
            format!("{alone} other work that has to wait.")
        } else {
            format!("{alone} {}, which cannot be built yet.", listed(&self.titles(with)))
        }
    }

    /// The answer about work that waits for something that will not be built.
    pub(super) fn blocked(&self) -> Vec<String> {
        let causes = self.causes();
        let mut sentences = vec![format!("{} cannot start yet: it needs other work first.", self.name())];
        sentences.extend(self.started());
        sentences.extend(causes.iter().map(|cause| self.cause(cause)));
        let refused =
            |cause: &Cause<'_>| matches!(cause, Cause::Open(node) if self.roadmap.is_refused(*node));
        if !causes.iter().any(refused) {
            sentences.extend(self.once_finished().or_else(|| self.condition()));
        }
        sentences.extend(self.also_answers());
        sentences
    }

    /// The unbuilt requests at the ends of what it waits for, the first few in natural order.
    fn causes(&self) -> Vec<Cause<'_>> {
        let roadmap = self.roadmap;
        let verdict = |node: Node| roadmap.ranking.verdicts.of[node];
        let stopping = |node: Node| roadmap.stopped_by(node).map(Cause::Settled);
        let open = roadmap.links.needed_by(self.node).filter(|&node| verdict(node) != Verdict::Build);
        let mut causes: Vec<Cause<'_>> = stopping(self.node).take(CAUSES).collect();
        for node in open {
            if verdict(node) == Verdict::Blocked {
                causes.extend(stopping(node));
            } else {
                causes.push(Cause::Open(node));
            }
            if causes.len() >= CAUSES {
                break;
            }
        }
        causes.truncate(CAUSES);
        causes
    }

    /// What is the matter with what it waits for, and who can do something about it.
    fn cause(&self, cause: &Cause<'_>) -> String {
        match cause {
            Cause::Open(node) => self.open_cause(*node),
            Cause::Settled(settled) => {
                let name = self.other(settled.id.to_string());
                match settled.reason {
                    Reason::Declined => {
                        format!("{name} was declined earlier, and would have to be opened again.")
                    }
                    _ => format!(
                        "{name} could not be judged: what is written down about it has errors, which the platform team \
                         has to correct first."
                    ),
                }
            }
        }
    }

    fn open_cause(&self, node: Node) -> String {
        let roadmap = self.roadmap;
        let name = self.other(named(roadmap, node));
        let other = About { node, request: &roadmap.backlog.requests[node], ..*self };
        match roadmap.ranking.verdicts.of[node] {
            Verdict::Unscored => {
                let (judges, questions) = (other.judges(), other.questions());
                format!("{name} has not been judged yet: {judges} can do that, by saying {questions}.")
            }
            Verdict::Hold => match &roadmap.ranking.verdicts.gates[node] {
                Some(hold) if hold.rule == ErrorBudget::NAME => {
                    format!("{name} has to wait. {}", other.gate(hold))
                }
                Some(_) => {
                    let judges = other.judges();
                    format!(
                        "{name} would break what others use today: {judges} has to give them a way to migrate first."
                    )
                }
                None => format!("{name} has to wait for other work itself."),
            },
            _ => match roadmap.overridden(node).filter(|_| roadmap.is_refused(node)) {
                Some(refused) => {
                    let decision = decided(self.policy().rules.overrides.of(&refused.decision));
                    format!("{name} will not be built. {decision}")
                }
                None => other.declined_cause(&name),
            },
        }
    }

    /// That it will not be built, and what would change that.
    fn declined_cause(&self, name: &str) -> String {
        let change = self.explainer.change(self.node);
        let condition =
            change.and_then(|change| condition(self.roadmap, self.request, &change, self.audience));
        let condition = condition.map_or(String::new(), |condition| format!(" {condition}"));
        format!(
            "{name} will not be built as it is described, because it costs the platform more than it \
             brings.{condition}"
        )
    }

    /// That finishing what it waits for is all it takes, where that was found.
    fn once_finished(&self) -> Option<String> {
        let counterfactual = self.change?;
        let (Goal::Build, Way::Single(change)) = (counterfactual.goal, &counterfactual.way) else {
            return None;
        };
        let Edit::Cell(cell) = &change.edit else { return None };
        let finished = change.input == Input::Prerequisite;
        let what = if self.audience == Audience::Developer { "that work" } else { cell.id.as_str() };
        finished.then(|| format!("Once {what} is finished, we will build it."))
    }

    /// The answer about work that costs more than it brings, or that a person declined.
    pub(super) fn declined(&self) -> Vec<String> {
        let refused = self.roadmap.is_refused(self.node);
        let mut sentences = vec![if refused {
            format!("We will not build {}.", self.name())
        } else {
            format!("We will not build {} as it is described.", self.name())
        }];
        sentences.extend(self.started());
        if refused {
            sentences.extend(self.decision());
        } else {
            sentences.push(self.balance());
            let condition = self.condition();
            if condition.is_none() && self.nothing_helps() {
                sentences.push(
                    "We looked for a smaller version, more teams to use it and a gentler change for those who use the \
                     platform today, and none of these would be enough."
                        .to_owned(),
                );
            }
            sentences.extend(condition);
            sentences.extend(self.offer());
        }
        sentences.extend(self.also_answers());
        sentences
    }

    /// Both sides of what it brings and costs.
    fn balance(&self) -> String {
        let nothing = self.why.clauses.iter().any(|clause| matches!(clause, Clause::BringsNothing(_)));
        match (self.weighed(), nothing) {
            (None, true) if self.request.value.is_some() => {
                "The value that was agreed for it is nothing.".to_owned()
            }
            (None, true) => "Nothing that is written down about it says what gets better.".to_owned(),
            (Some(weighed), true) => format!("It costs the platform as much as it brings: {weighed}."),
            (Some(weighed), false) => format!("It costs the platform more than it brings: {weighed}."),
            (None, false) => "It costs the platform more than it brings.".to_owned(),
        }
    }

    /// The answer about work that nobody has judged.
    pub(super) fn unscored(&self) -> Vec<String> {
        let waiting = self.roadmap.links.served_by(self.node).take(100).count();
        let mut sentences = vec![format!(
            "We cannot say yet whether {} will be built, because nobody has judged it.",
            self.name()
        )];
        sentences.extend(self.started());
        sentences.push(format!(
            "Please tell us {}. \"Nobody\" and \"nothing\" are answers too.",
            self.questions()
        ));
        sentences.extend(match waiting {
            0 => None,
            1 => Some("Another request waits for the answer.".to_owned()),
            2..=99 => Some(format!("{waiting} other requests wait for the answer.")),
            _ => Some("More than a hundred other requests wait for the answer.".to_owned()),
        });
        sentences.extend(self.also_answers());
        sentences
    }

    /// What has to be said before it can be judged, as the end of a sentence.
    fn questions(&self) -> String {
        let policy = self.policy();
        let asked: Vec<String> =
            policy.criteria().filter(|&it| counts(it, policy)).map(|it| question(it, policy)).collect();
        match asked.split_last() {
            Some((last, [])) => last.clone(),
            Some((last, others)) => format!("{} and {last}", others.join(", ")),
            None => "how much work it is".to_owned(),
        }
    }

    /// Who can say something about it.
    fn judges(&self) -> String {
        let team = self.request.teams.first().map(|&team| self.roadmap.backlog.team(team));
        match team.filter(|_| self.audience != Audience::Developer) {
            Some(team) => team.to_owned(),
            None => "the platform team".to_owned(),
        }
    }

    /// That work has begun which is not to be built.
    fn started(&self) -> Option<String> {
        let begun = self.why.clauses.iter().any(|clause| matches!(clause, Clause::Started));
        begun.then(|| "Work on it has begun all the same: it has to be stopped or finished.".to_owned())
    }

    /// Another request at the start of a sentence. Developers outside hear no internal names.
    fn other(&self, name: String) -> String {
        if self.audience == Audience::Developer { "Other work".to_owned() } else { name }
    }

    fn titles(&self, ids: &[&str]) -> Vec<String> {
        let node = |id: &&str| self.roadmap.nodes().find(|&node| self.roadmap.id(node) == *id);
        ids.iter()
            .map(|id| node(id).map_or_else(|| (*id).to_owned(), |node| named(self.roadmap, node)))
            .collect()
    }

    fn policy(&self) -> &Policy {
        &self.roadmap.policy
    }
}

/// What has to be said about a criterion.
fn question(criterion: Criterion, policy: &Policy) -> String {
    let definition = policy.criterion(criterion);
    match &definition.measure {
        Measure::Adoption => "which teams would use it".to_owned(),
        Measure::Consumers => "whether it changes anything for those who use the platform today".to_owned(),
        Measure::Cells(_) => match definition.says {
            Says::Either { .. } => format!("what it does for {}", definition.label.to_lowercase()),
            _ => format!("what is known about its {}", definition.label.to_lowercase()),
        },
    }
}
