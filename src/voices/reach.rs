//! How far each request gets: within the capacity, beyond it, or not at all.

use crate::{model::Request, policy::Policy, roadmap::Roadmap};

/// How far a request gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// It is finished within the capacity of `now` and `next`; without a capacity, it is built.
    Granted,
    /// It is to build, and ends after that. Value comes when a request ships, so work that only
    /// begins within the capacity is not granted yet.
    Later,
    /// It is not to build.
    Refused,
}

/// How far each request gets, by its number.
pub fn reach(roadmap: &Roadmap<'_>, policy: &Policy) -> Vec<Reach> {
    let end = policy.capacity.map(|capacity| capacity.now + capacity.next);
    let ranking = &roadmap.ranking;
    let of = |(request, place): (&Request<'_>, &Option<u32>)| match (place, end) {
        (None, _) => Reach::Refused,
        (Some(_), None) => Reach::Granted,
        (Some(place), Some(end)) => {
            let ends = ranking.begins[*place as usize] + request.effort;
            if ends <= end { Reach::Granted } else { Reach::Later }
        }
    };
    roadmap.backlog.requests.iter().zip(&ranking.place).map(of).collect()
}
