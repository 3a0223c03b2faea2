//! `mandate`: work that a law, a contract or security requires goes first, with everything it needs.

use super::{Overview, Rule, stability_promise::consumers};
use crate::{
    diagnostic::Finding,
    graph::Dependencies,
    model::{Backlog, Column, Node, Number, Reason, Request},
    toml_file::Section,
};

crate::diagnostic::codes! {
    /// Mandated work waits for something that was declined.
    MANDATE_STOPPED = Error "mandate-stopped";
    /// Mandated work breaks consumers who have no migration path.
    PROMISE_BROKEN = Warning "promise-broken";
}

/// The rule with its settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mandate {
    enabled: bool,
}

impl Default for Mandate {
    fn default() -> Self {
        Self { enabled: true }
    }
}

impl Mandate {
    /// Its name in policy and output.
    pub const NAME: &'static str = "mandate";

    pub(super) fn read(section: &Section<'_, '_>) -> Self {
        Self { enabled: section.flag("enabled", true) }
    }

    /// Whether the request itself is mandated.
    pub fn forces(&self, request: &Request<'_>) -> bool {
        self.enabled && request.mandate.is_some()
    }

    /// Mandated work and everything it needs, except work that cannot be done because one of its
    /// prerequisites was declined or set aside.
    pub fn segment(&self, backlog: &Backlog<'_>, links: &Dependencies) -> Vec<bool> {
        let out_of_reach = links.with_dependents(backlog.stopped.iter().map(|&(dependent, _)| dependent));
        links.with_prerequisites(
            Node::all()
                .zip(&backlog.requests)
                .filter(|&(node, request)| self.forces(request) && !out_of_reach[node])
                .map(|(node, _)| node),
        )
    }

    /// An error for each mandate that needs something declined.
    pub fn stopped(&self, backlog: &Backlog<'_>, links: &Dependencies) -> Vec<Finding> {
        let refused = |node: Node| {
            let from = backlog.stopped.partition_point(|&(dependent, _)| dependent < node);
            let own = backlog.stopped[from..].iter().take_while(|&&(dependent, _)| dependent == node);
            let mut settled = own.map(|&(_, settled)| &backlog.settled[settled]);
            settled.find(|settled| settled.reason == Reason::Declined)
        };
        let waiting = links.with_dependents(backlog.stopped.iter().map(|&(dependent, _)| dependent));
        let mandated = Node::all()
            .zip(&backlog.requests)
            .filter(|&(node, request)| waiting[node] && self.forces(request));
        mandated
            .filter_map(|(node, request)| {
                let refused = [node].into_iter().chain(links.needed_by(node)).find_map(refused)?;
                let (refused, reason) = (&refused.id, request.mandate.as_deref().unwrap_or_default());
                let message = format!(
                    "`{}` is mandated by `{reason}`, but it needs `{refused}`, which was declined",
                    request.id
                );
                let finding = Finding::new(&MANDATE_STOPPED, message)
                    .of(request, Column::Mandate)
                    .hint(format!("reopen `{refused}`, remove the dependency on it, or clear the mandate"));
                Some(finding.spoils(request.row))
            })
            .collect()
    }
}

impl Rule for Mandate {
    fn name(&self) -> &'static str {
        Self::NAME
    }

    fn is_enabled(&self) -> bool {
        self.enabled
    }

    fn acts(&self, _: &Overview<'_, '_>, request: &Request<'_>) -> Option<String> {
        let reason = request.mandate.as_deref().filter(|_| self.enabled)?;
        Some(format!("mandated by {}: goes first, with everything it needs", reason.trim()))
    }
}

/// The warning that a mandate breaks the promise of stability.
pub fn broken_promise(request: &Request<'_>) -> Finding {
    let message = format!(
        "breaks {} without a migration path, but goes first because it is mandated",
        consumers(request)
    );
    Finding::new(&PROMISE_BROKEN, message).of(request, Column::Migration).hint(
        "plan a migration guide, or a tool: automating 80 % of the migration leaves consumers a fifth of the work",
    )
}
