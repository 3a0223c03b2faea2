//! What is said of dates that requests are needed by.

use super::{
    Roadmap,
    findings::{DATES_NOT_JUDGED, LATE},
};
use crate::{
    diagnostic::Finding,
    model::{Column, Date, Node},
};

impl Roadmap<'_> {
    /// A warning per request that is finished after it is needed, in the order of the ranking. Where the calendar
    /// is not known, one note that no date was judged.
    pub(super) fn late_findings(&self) -> Vec<Finding> {
        let dated = self.ranking.order.iter().filter_map(|&node| Some((node, self.needed_by(node)?)));
        if self.timetable.is_none() {
            return not_judged(dated.count()).into_iter().collect();
        }
        dated.filter_map(|(node, needed_by)| self.late(node, needed_by)).collect()
    }

    fn needed_by(&self, node: Node) -> Option<Date> {
        self.backlog.requests[node].needed_by
    }

    fn late(&self, node: Node, needed_by: Date) -> Option<Finding> {
        let message = match self.finish(node) {
            None => format!("needed by {needed_by}, but finished after the year 9999"),
            Some(finish) => match self.days_late(node)? {
                0 => return None,
                1 => format!("needed by {needed_by}, finished on {finish}, a day late"),
                days => format!("needed by {needed_by}, finished on {finish}, {days} days late"),
            },
        };
        let request = &self.backlog.requests[node];
        let hint = "a date does not change the order: add people, make the work smaller, or move the date";
        Some(Finding::new(&LATE, message).about(&request.id).cell(request.row, Column::NeededBy).hint(hint))
    }
}

fn not_judged(count: usize) -> Option<Finding> {
    let message = match count {
        0 => return None,
        1 => "1 request to build has a `needed_by` date, which was not judged: it is not known when work begins and how \
              fast it goes"
            .to_owned(),
        _ => format!(
            "{count} requests to build have a `needed_by` date, none of which was judged: it is not known when work begins \
             and how fast it goes"
        ),
    };
    let hint =
        "give the start and the pace in the policy: `[calendar]` with `start = 2027-01-04` and `people = 4`";
    Some(Finding::new(&DATES_NOT_JUDGED, message).hint(hint))
}
