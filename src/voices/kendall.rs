//! Kendall's tau-b: how far two orders of the same things agree, ties included.
//!
//! Source: Kendall 1945, "The treatment of ties in ranking problems"; counted in O(n log n) as in
//! Knight 1966, "A computer method for calculating Kendall's tau with ungrouped data".

/// What two orders of the same things say about each pair of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pairs {
    /// How many pairs there are.
    pub all: u64,
    /// Both orders put the same one first.
    pub agree: u64,
    /// They put different ones first.
    pub disagree: u64,
    /// The left order puts none first; the right one may, or not.
    pub tied_left: u64,
    /// The right order puts none first; the left one may, or not.
    pub tied_right: u64,
}

impl Pairs {
    /// Counts the pairs of things that each have a number in both orders.
    pub fn of(mut numbers: Vec<(i64, i64)>) -> Self {
        numbers.sort_unstable();
        let all = choose_two(numbers.len());
        let tied_left = tied(&numbers, |number| number.0);
        let tied_both = tied(&numbers, |&number| number);
        let mut right: Vec<i64> = numbers.into_iter().map(|number| number.1).collect();
        // Equal left numbers have ascending right ones, so none of those pairs is out of order.
        let disagree = sort_counting(&mut right);
        let tied_right = tied(&right, |&number| number);
        Self {
            all,
            disagree,
            tied_left,
            tied_right,
            agree: all + tied_both - tied_left - tied_right - disagree,
        }
    }

    /// Pairs that at least one order puts at the same place.
    pub const fn tied(&self) -> u64 {
        self.all - self.agree - self.disagree
    }

    /// (agree − disagree) ÷ √((pairs not tied on the left) × (pairs not tied on the right)), from
    /// −1 to 1. Not defined where either order puts all at one place.
    #[expect(clippy::cast_precision_loss, reason = "rounded correctly, so the same on every machine")]
    pub fn tau_b(&self) -> Option<f64> {
        let (left, right) = (self.all - self.tied_left, self.all - self.tied_right);
        if left == 0 || right == 0 {
            return None;
        }
        let size = (u128::from(left) * u128::from(right)) as f64;
        let difference = i128::from(self.agree) - i128::from(self.disagree);
        Some((difference as f64 / size.sqrt()).clamp(-1.0, 1.0))
    }
}

/// How many pairs there are among so many.
fn choose_two(number: usize) -> u64 {
    let number = number as u64;
    number * number.saturating_sub(1) / 2
}

/// How many pairs have equal keys; equal keys stand side by side.
fn tied<T, K: PartialEq>(sorted: &[T], key: impl Fn(&T) -> K) -> u64 {
    sorted.chunk_by(|one, other| key(one) == key(other)).map(|run| choose_two(run.len())).sum()
}

/// Sorts by merging runs of doubling length, and says how many pairs were in the wrong order.
fn sort_counting(numbers: &mut Vec<i64>) -> u64 {
    let mut wrong = 0;
    let mut merged = Vec::with_capacity(numbers.len());
    let mut run = 1;
    while run < numbers.len() {
        merged.clear();
        for pair in numbers.chunks(2 * run) {
            let (mut left, mut right) = pair.split_at(run.min(pair.len()));
            while let ([first, left_rest @ ..], [second, right_rest @ ..]) = (left, right) {
                if second < first {
                    // It overtakes all that is left of the run before it.
                    wrong += left.len() as u64;
                    merged.push(*second);
                    right = right_rest;
                } else {
                    merged.push(*first);
                    left = left_rest;
                }
            }
            merged.extend_from_slice(left);
            merged.extend_from_slice(right);
        }
        std::mem::swap(numbers, &mut merged);
        run *= 2;
    }
    wrong
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The definition: every pair looked at.
    fn by_definition(numbers: &[(i64, i64)]) -> Pairs {
        let mut pairs = Pairs::default();
        for (at, one) in numbers.iter().enumerate() {
            for other in &numbers[..at] {
                let (left, right) = (one.0.cmp(&other.0), one.1.cmp(&other.1));
                pairs.all += 1;
                pairs.tied_left += u64::from(left.is_eq());
                pairs.tied_right += u64::from(right.is_eq());
                pairs.agree += u64::from(left.is_ne() && left == right);
                pairs.disagree += u64::from(left.is_ne() && left == right.reverse());
            }
        }
        pairs
    }

    fn numbers() -> impl Strategy<Value = Vec<(i64, i64)>> {
        prop_oneof![
            proptest::collection::vec((0..4_i64, 0..4_i64), 0..30),
            proptest::collection::vec((any::<i64>(), -9..9_i64), 0..30),
        ]
    }

    #[test]
    fn by_hand() {
        // Pressure 5 5 3 1 beside score 1 2 2 9: the six pairs are tied on the left once (5 5),
        // tied on the right once (2 2), and the other four disagree.
        // tau-b = (0 − 4) ÷ √((6 − 1) × (6 − 1)) = −0.8.
        let pairs = Pairs::of(vec![(5, 1), (5, 2), (3, 2), (1, 9)]);
        assert_eq!(pairs, Pairs { all: 6, agree: 0, disagree: 4, tied_left: 1, tied_right: 1 });
        assert_eq!((pairs.tau_b(), pairs.tied()), (Some(-0.8), 2));
    }

    #[test]
    fn one_thing_alone_has_no_order() {
        assert_eq!(Pairs::of(Vec::new()).tau_b(), None);
        assert_eq!(Pairs::of(vec![(1, 1)]).tau_b(), None);
    }

    proptest! {
        #[test]
        fn counting_by_merging_is_counting_by_looking(numbers in numbers()) {
            prop_assert_eq!(Pairs::of(numbers.clone()), by_definition(&numbers));
        }

        #[test]
        fn a_list_agrees_with_itself_and_opposes_its_reverse(numbers in numbers()) {
            let own: Vec<i64> = numbers.iter().map(|number| number.1).collect();
            let tau = |other: fn(i64) -> i64| Pairs::of(own.iter().map(|&it| (it, other(it))).collect()).tau_b();
            let constant = own.iter().all(|it| Some(it) == own.first());
            prop_assert_eq!(tau(|it| it), (!constant).then_some(1.0));
            prop_assert_eq!(tau(|it| -it), (!constant).then_some(-1.0));
        }

        #[test]
        fn it_is_symmetric_and_a_reversed_side_turns_the_sign(numbers in numbers()) {
            let numbers: Vec<(i64, i64)> = numbers.into_iter().map(|(a, b)| (a / 2, b)).collect();
            let mapped = |map: fn((i64, i64)) -> (i64, i64)| {
                Pairs::of(numbers.iter().copied().map(map).collect()).tau_b()
            };
            let tau = mapped(|it| it);
            prop_assert_eq!(mapped(|(a, b)| (b, a)), tau);
            prop_assert_eq!(mapped(|(a, b)| (a, -b)), tau.map(|tau| -tau));
            prop_assert!(tau.is_none_or(|tau| (-1.0..=1.0).contains(&tau)));
        }
    }
}
