//! References that are no id of any entry: by what else they may name one, and what is said where they name
//! nothing.

use super::{Ids, Resolver, Sorted};
use crate::{
    diagnostic::Finding,
    ingest::{
        codes,
        entry::{Entry, Reference},
        references::{self, Titles},
    },
    model::{Column, Number},
    suggestion::closest,
};

/// For how many unknown ids the one that was meant is looked for.
const LOOKED_UP: usize = 20;

impl<'s> Resolver<'s, '_> {
    /// The entry that the first of some references names although none has it as its id, and how many of them
    /// name it together: a title may have a comma.
    pub(super) fn named_otherwise(
        &mut self,
        references: &[(Entry, Reference<'s>)],
        column: Column,
        ids: &Ids<'s>,
    ) -> (Option<Sorted>, usize) {
        let (entry, first) = &references[0];
        let by_id = references::ids_in(&first.id).into_iter().find_map(|id| ids.get(id).copied());
        if by_id.is_some() {
            return (by_id, 1);
        }
        let of_cell: Vec<&str> =
            references.iter().take_while(|(of, _)| of == entry).map(|(_, one)| &*one.id).collect();
        let titles = self.titles.get_or_init(|| {
            Titles::new(Sorted::all().zip(&self.requests).map(|(number, request)| (&*request.title, number)))
        });
        let found = titles.first(&of_cell);
        if found.is_some() {
            self.by_title.get_or_insert_with(|| (0, first.clone(), column)).0 += 1;
        }
        found.map_or((None, 1), |(target, parts)| (Some(target), parts))
    }

    /// Says that references name titles.
    pub(super) fn about_titles(&mut self) {
        if let Some((number, first, column)) = self.by_title.take() {
            self.findings.push(references::by_title(number, &first.id).at(first.place).column(column.name()));
        }
    }

    /// Refuses a reference to an id that nobody has.
    pub(super) fn unknown(&mut self, reference: &Reference<'s>, number: Sorted, column: Column) {
        // Looking through all ids is worth it for the first few; after that something else is wrong
        // than a slip of the finger.
        self.unknown_ids += 1;
        let ids = || self.requests.iter().map(|request| &*request.id);
        let meant = (self.unknown_ids <= LOOKED_UP).then(|| {
            ids().find(|id| id.eq_ignore_ascii_case(&reference.id)).or_else(|| closest(&reference.id, ids()))
        });
        let meant = meant.flatten();
        let hint = match meant {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => "name every file of the backlog, or delete the id from the cell".to_owned(),
        };
        let request = self.request(number);
        let row = request.row;
        let finding = Finding::new(&codes::UNKNOWN_ID, format!("no request has the id `{}`", reference.id))
            .about(&request.id)
            .at(reference.place)
            .column(column.name())
            .expected("the id of a request")
            .hint(hint);
        self.refuse(finding, &[row]);
    }
}
