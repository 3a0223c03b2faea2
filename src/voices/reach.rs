//! How far each request gets: within the capacity, beyond it, or not at all.

use crate::{policy::Policy, roadmap::Roadmap};

/// How far a request gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// It begins within the capacity of `now` and `next`; without a capacity, it is built.
    Granted,
    /// It is to build, and begins after that: it stands below the line that the roadmap draws.
    Later,
    /// It is not to build.
    Refused,
}

/// How far each request gets, by its number.
pub fn reach(roadmap: &Roadmap<'_>, policy: &Policy) -> Vec<Reach> {
    let end = policy.capacity.map(|capacity| capacity.now + capacity.next);
    let ranking = &roadmap.ranking;
    let of = |place: &Option<u32>| match (place, end) {
        (None, _) => Reach::Refused,
        (Some(_), None) => Reach::Granted,
        (Some(place), Some(end)) => {
            if ranking.begins[*place as usize] < end {
                Reach::Granted
            } else {
                Reach::Later
            }
        }
    };
    ranking.position.iter().map(of).collect()
}
