//! What is said of work that will be built: when it starts and ends, what it is for, what it takes.

use super::{About, Audience, listed, named, reasons::sentence};
use crate::{
    explain::why::Clause,
    model::{Date, Node, Weeks},
    order::Horizon,
};

impl About<'_, '_, '_> {
    /// The answer about work that will be built.
    pub(super) fn built(&self) -> Vec<String> {
        let later = matches!(self.roadmap.horizon(self.node), Some((Horizon::Later, _)));
        let mut sentences = vec![self.start()];
        sentences.extend(self.date_to_keep());
        sentences.extend(self.placed());
        sentences.extend(self.purpose());
        sentences.extend(self.takes());
        sentences.extend(self.owed());
        sentences.extend(self.builds_on());
        sentences.extend(self.condition());
        if later {
            sentences.extend(self.offer());
        }
        sentences.extend(self.also_answers());
        sentences
    }

    /// That it will be built, and when.
    fn start(&self) -> String {
        let name = self.name();
        let finish = self.roadmap.finish(self.node).map(Date::in_words);
        let by = finish.as_ref().map_or(String::new(), |day| format!(" and should be finished by {day}"));
        let period = match self.roadmap.horizon(self.node) {
            Some((Horizon::Now, _)) => "current",
            Some((Horizon::Next, _)) => "next",
            Some((Horizon::Later, _)) => {
                let then = finish.map_or(String::new(), |day| {
                    format!(" As things stand, it would be finished around {day}.")
                });
                return format!(
                    "{name} is worth building, but not soon: it comes after what is planned for the current and the next \
                     planning period.{then}"
                );
            }
            None => {
                let place = self.roadmap.ranking.position[self.node].map_or(0, |place| place + 1);
                let all = self.roadmap.ranking.order.len();
                let date =
                    finish.map_or(String::new(), |day| format!(", and it should be finished by {day}"));
                return format!(
                    "We will build {name}: it comes {} of {all} in the order{date}.",
                    ordinal(place)
                );
            }
        };
        format!("We will build {name}: it starts in the {period} planning period{by}.")
    }

    /// What becomes of the date it is needed by.
    fn date_to_keep(&self) -> Option<String> {
        let needed_by = self.request.needed_by?;
        let day = needed_by.in_words();
        if self.roadmap.timetable.is_none() {
            return Some(format!("It is needed by {day}; whether that can be kept is not known yet."));
        }
        let late = match self.roadmap.days_late(self.node) {
            Some(0) => return Some(format!("That is in time for {day}, when it is needed.")),
            Some(1) => "a day".to_owned(),
            Some(days) if days < 21 => format!("{days} days"),
            Some(days) => format!("{} weeks", (days + 6) / 7),
            None => "many years".to_owned(),
        };
        Some(format!(
            "That is {late} after {day}, when it is needed: tell us if that date cannot move, because then a smaller \
             version or more people have to be found."
        ))
    }

    /// Why, or what for: an executive hears first what gets better.
    fn purpose(&self) -> Vec<String> {
        let outcome = self.outcome().filter(|_| self.audience == Audience::Executive);
        outcome.into_iter().chain(self.weighed().as_deref().map(sentence)).collect()
    }

    /// How much work it is, for those who decide about people.
    fn takes(&self) -> Option<String> {
        let weeks = rounded(self.request.effort).in_words();
        (self.audience == Audience::Executive)
            .then(|| format!("It takes about {weeks} of one person's work."))
    }

    /// What those who use the platform today are owed.
    fn owed(&self) -> Vec<String> {
        let owed = self.why.clauses.iter().filter_map(|clause| match clause {
            Clause::Announce(weeks) => Some(format!(
                "It changes what others use today, so they hear of it {} ahead and get a way to migrate.",
                weeks.in_words()
            )),
            Clause::BreaksPromise => Some(
                "It changes what others use today, and they still need a way to migrate before it happens."
                    .to_owned(),
            ),
            _ => None,
        });
        owed.collect()
    }

    /// What it builds on, and what builds on it. Developers outside see no other requests.
    fn builds_on(&self) -> Vec<String> {
        if self.audience == Audience::Developer {
            return Vec::new();
        }
        let built = |node: &Node| self.roadmap.ranking.position[*node].is_some();
        let names =
            |nodes: Vec<Node>| nodes.into_iter().map(|node| named(self.roadmap, node)).collect::<Vec<_>>();
        let before = names(self.roadmap.links.prerequisites(self.node).filter(built).collect());
        let after = names(self.gains().unwrap_or_default());
        let needs =
            (!before.is_empty()).then(|| format!("It comes after {}, which it needs.", listed(&before)));
        let verb = if after.len() == 1 { "builds" } else { "build" };
        let serves = (!after.is_empty()).then(|| format!("{} {verb} on it.", listed(&after)));
        needs.into_iter().chain(serves).collect()
    }

    /// The requests that were folded into it.
    pub(super) fn also_answers(&self) -> Option<String> {
        let ids: Vec<&str> = self.request.repeats.iter().map(|repeat| &*repeat.id).collect();
        let verb = if ids.len() == 1 { "asks" } else { "ask" };
        (!ids.is_empty()).then(|| format!("This also answers {}, which {verb} for the same.", listed(&ids)))
    }
}

/// To the half week, but never to nothing.
fn rounded(effort: Weeks) -> Weeks {
    const HALF: i64 = 500;
    Weeks::from_thousandths(((effort.thousandths() + HALF / 2) / HALF * HALF).max(HALF))
}

/// "1st", "2nd", "11th".
fn ordinal(number: u32) -> String {
    let ending = match (number % 100, number % 10) {
        (11..=13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    };
    format!("{number}{ending}")
}

#[cfg(test)]
mod tests {
    use super::ordinal;

    #[test]
    fn places_are_ordinals() {
        let shown: Vec<String> = [1, 2, 3, 4, 11, 12, 13, 21, 111, 122].map(ordinal).into();
        assert_eq!(shown, ["1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "111th", "122nd"]);
    }
}
