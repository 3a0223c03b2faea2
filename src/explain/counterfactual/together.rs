//! Many changes together, where no pair does it.

use super::{
    change::{Move, Prerequisite},
    input::Ladder,
    probe::Probe,
    search::Search,
    setting::Setting,
};

impl Search<'_, '_> {
    /// A set of changes that reaches the goal and of which none can be left out.
    pub(super) fn nothing_short_of(&mut self, ladders: &[Ladder]) -> Option<Vec<Move>> {
        let mut moves = self.enough(ladders)?;
        self.drop_what_is_not_needed(&mut moves);
        // A smaller step can leave something else without a use, and that a third thing.
        while self.make_smaller(&mut moves, ladders) {
            self.drop_so_many(&mut moves, 1);
        }
        Some(moves)
    }

    /// All inputs at their best and what the request directly waits for done; where that is not
    /// enough, all that it waits for; where not even that is, all error budgets recovered.
    fn enough(&mut self, ladders: &[Ladder]) -> Option<Vec<Move>> {
        let mut moves = self.at_their_best(ladders);
        moves.extend(self.direct());
        if self.reaches(&moves) {
            return Some(moves);
        }
        let further = self.needed_by_any_way().into_iter().map(Move::Done);
        let further: Vec<Move> = further.filter(|done| !moves.contains(done)).collect();
        moves.extend(further);
        if self.reaches(&moves) {
            return Some(moves);
        }
        let spent = self.policy.rules.error_budget.spent_areas();
        moves.extend(spent.into_iter().map(|area| Move::Recovered(area.to_owned())));
        self.reaches(&moves).then_some(moves)
    }

    /// Drops what is not needed from the end: error budgets and far prerequisites first, then
    /// ratings, and so on to what is easiest to do. Half of them at a time, then a quarter, because
    /// there may be thousands of prerequisites.
    fn drop_what_is_not_needed(&mut self, moves: &mut Vec<Move>) {
        let mut at_a_time = moves.len().next_power_of_two();
        while at_a_time > 0 {
            let dropped = self.drop_so_many(moves, at_a_time);
            // Something may have been needed only beside what was dropped after it was looked at.
            if at_a_time > 1 || !dropped {
                at_a_time /= 2;
            }
        }
    }

    /// Drops moves so many at a time, from the end; says whether there were any to drop.
    fn drop_so_many(&mut self, moves: &mut Vec<Move>, at_a_time: usize) -> bool {
        let all = moves.len();
        let mut end = all;
        while end > 0 {
            let start = end.saturating_sub(at_a_time);
            let fewer: Vec<Move> = moves[..start].iter().chain(&moves[end..]).cloned().collect();
            if self.reaches(&fewer) {
                *moves = fewer;
            }
            end = start;
        }
        moves.len() < all
    }

    /// Gives each input in turn the smallest step that does it together with the others; says
    /// whether one of them got smaller.
    fn make_smaller(&mut self, moves: &mut [Move], ladders: &[Ladder]) -> bool {
        let mut smaller = false;
        for at in 0..moves.len() {
            let Move::Set { node, setting, steps: so_far } = moves[at] else { continue };
            let ladder = ladders.iter().find(|ladder| ladder.input == setting.input());
            let others = moves[..at].iter().chain(&moves[at + 1..]).cloned().collect();
            let mut probe = Probe::own(self.arena, self.aim, others);
            let mut steps = (1..so_far).zip(ladder.into_iter().flat_map(|ladder| &ladder.steps));
            if let Some((steps, &setting)) = steps.find(|&(_, &it)| probe.works(self.arena, &[it])) {
                moves[at] = Move::Set { node, setting, steps };
                smaller = true;
            }
        }
        smaller
    }

    /// Everything that the request waits for, known or not.
    fn needed_by_any_way(&mut self) -> Vec<Prerequisite> {
        let known = self.known.take();
        let needed = self.needed();
        self.known = known;
        needed
    }

    /// Every input at the step that brings most: most score, then least effort, then the smallest.
    /// What is measured displaces a rating, so of adopters and the rating of reuse only the better
    /// one is taken.
    fn at_their_best(&mut self, ladders: &[Ladder]) -> Vec<Move> {
        let node = self.aim.node;
        let mut moves: Vec<(u32, Setting)> = Vec::new();
        for ladder in ladders {
            let settings = |extra: Option<Setting>| {
                moves.iter().map(|&(_, setting)| setting).chain(extra).collect::<Vec<_>>()
            };
            let worth = |extra: Option<Setting>| {
                self.arena
                    .judged(node, &settings(extra))
                    .map(|judged| (!judged.breaks, judged.score, -judged.effort))
            };
            let mut best = (worth(None), None);
            for (steps, &setting) in (1..).zip(&ladder.steps) {
                let judged = worth(Some(setting));
                if judged > best.0 {
                    best = (judged, Some((steps, setting)));
                }
            }
            moves.extend(best.1);
        }
        moves.into_iter().map(|(steps, setting)| Move::Set { node, setting, steps }).collect()
    }
}
