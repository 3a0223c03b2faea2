//! Cells that name teams, areas or the reason for a mandate, and the answers that people write there
//! instead.

use std::borrow::Cow;

use super::{
    answers, codes,
    entry::Registry,
    lists::items,
    readings::{how_to_write_count, readings},
    row::RowReader,
};
use crate::{
    diagnostic::Finding,
    model::{Column, Evidence, Few},
};

impl<'s> RowReader<'_, 's> {
    /// Names or a count.
    pub(super) fn adopters(&mut self, evidence: &mut Evidence) {
        let Some(text) = self.at.trimmed(Column::Adopters) else {
            return;
        };
        // A cell without any letter names nobody: it is a count, or a slip such as `1,200` or `5+`.
        let lettered = text.contains(char::is_alphabetic);
        let counted = if lettered {
            answers::is_nobody(&text).then_some(0)
        } else {
            self.at.sheet.numbers.count(&text).ok()
        };
        if counted.is_some() {
            evidence.adopter_count = counted;
            self.about_number(Column::Adopters.into(), &text);
        } else if answers::is_no_team(&text) {
            self.no_team(&text, "read as blank");
            return;
        } else if !lettered || text.ends_with(" teams") && text.starts_with(|c: char| !c.is_alphabetic()) {
            let hint = match &readings(&text)[..] {
                [_, _] => how_to_write_count(&text),
                _ => "write names separated by `;`, or how many teams there are: 5".into(),
            };
            let finding =
                Finding::new(&codes::BAD_ADOPTERS, format!("`{text}` is neither teams nor a count"))
                    .expected("team names, or a whole number")
                    .hint(hint);
            self.report(finding, Column::Adopters, true);
            return;
        } else {
            for name in items(&text).filter(|name| answers::is_no_team(name)) {
                self.no_team(name, "left out");
            }
            evidence.adopting = self.names(Column::Adopters, Registry::team, &evidence.adopting);
        }
        evidence.filled.insert(Column::Adopters);
    }

    fn no_team(&mut self, text: &str, so: &str) {
        let finding = Finding::new(&codes::NO_TEAM, format!("`{text}` names no team: {so}"))
            .expected("names of teams, or a whole number")
            .hint("name the teams, or say how many there are; `none` says that there are none");
        self.report(finding, Column::Adopters, false);
    }

    /// What mandates the request. An answer that is no reason counts as blank, because a mandate
    /// goes before everything else.
    pub(super) fn mandate(&mut self) -> Option<Cow<'s, str>> {
        let text = self.at.trimmed(Column::Mandate)?;
        if answers::is_reason(&text) {
            return Some(text);
        }
        let finding = Finding::new(
            &codes::MANDATE_WITHOUT_REASON,
            format!("`{text}` is not a reason for a mandate: read as blank"),
        )
        .expected("the law, contract or security reason")
        .hint("name the reason: a mandate goes before everything else");
        self.report(finding, Column::Mandate, false);
        None
    }

    /// The given names and those in a list cell, numbered; some may come more than once.
    pub(super) fn names<N: Copy + Default>(
        &mut self,
        column: Column,
        number: fn(&mut Registry<'s>, Cow<'s, str>) -> N,
        given: &[N],
    ) -> Few<N> {
        let given = given.iter().copied();
        let named = |name: &&str| column != Column::Adopters || !answers::is_no_team(name);
        match self.at.trimmed(column) {
            None => given.collect(),
            Some(Cow::Borrowed(text)) => given
                .chain(items(text).filter(named).map(|name| number(self.registry, Cow::Borrowed(name))))
                .collect(),
            Some(Cow::Owned(text)) => given
                .chain(
                    items(&text).filter(named).map(|name| number(self.registry, Cow::Owned(name.to_owned()))),
                )
                .collect(),
        }
    }
}
