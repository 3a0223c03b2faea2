//! Places in lists as numbers, a type for each sort of list, so that none is taken for another.

use std::{fmt::Debug, hash::Hash};

/// The most that one list or text may hold: every length below it, and the length itself, fits in
/// the 32 bits that places are kept in.
pub const MOST: usize = u32::MAX as usize - 1;

/// A length, or a place in a list or a text, in the 32 bits that all places are kept in.
///
/// # Panics
///
/// Above [`MOST`]. Nothing that is read gets there: longer texts are refused, and so are files whose
/// rows would be more together with those of the files before them. A stop is better than a wrong
/// number.
pub const fn number(length: usize) -> u32 {
    assert!(length <= MOST, "texts and lists this long are refused where they are read");
    #[expect(clippy::cast_possible_truncation, reason = "it is below 2³²")]
    let number = length as u32;
    number
}

/// The place of something in a list, counted from 0. Lists are indexed by it like by a `usize`.
pub trait Number: Copy + Debug + Default + Eq + Hash + Ord {
    /// The number of what stands at a place.
    fn at(place: usize) -> Self;

    /// The place.
    fn place(self) -> usize;

    /// The number as people count: the first is 1.
    fn ordinal(self) -> u32 {
        number(self.place() + 1)
    }

    /// All numbers, from the first on: for counting along a list.
    fn all() -> impl Iterator<Item = Self> {
        (0..).map(Self::at)
    }

    /// The numbers of a list of that length.
    fn first(length: usize) -> impl DoubleEndedIterator<Item = Self> + ExactSizeIterator + Clone {
        (0..length).map(Self::at)
    }
}

/// Defines types that are places in lists.
macro_rules! numbers {
    ($($(#[$about:meta])* $visible:vis struct $name:ident;)+) => {$(
        $(#[$about])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        $visible struct $name(u32);

        impl $crate::model::Number for $name {
            fn at(place: usize) -> Self {
                Self($crate::model::number(place))
            }

            fn place(self) -> usize {
                self.0 as usize
            }
        }

        /// Tests say which place they expect.
        #[cfg(test)]
        impl PartialEq<usize> for $name {
            fn eq(&self, place: &usize) -> bool {
                self.0 as usize == *place
            }
        }

        impl<T> std::ops::Index<$name> for [T] {
            type Output = T;

            fn index(&self, number: $name) -> &T {
                &self[number.0 as usize]
            }
        }

        impl<T> std::ops::IndexMut<$name> for [T] {
            fn index_mut(&mut self, number: $name) -> &mut T {
                &mut self[number.0 as usize]
            }
        }

        impl<T> std::ops::Index<$name> for Vec<T> {
            type Output = T;

            fn index(&self, number: $name) -> &T {
                &self[number.0 as usize]
            }
        }

        impl<T> std::ops::IndexMut<$name> for Vec<T> {
            fn index_mut(&mut self, number: $name) -> &mut T {
                &mut self[number.0 as usize]
            }
        }
    )+};
}

pub(crate) use numbers;

numbers! {
    /// A ranked request, by its place in natural id order: so nothing that is computed depends on
    /// the order of rows or files. Graph, scores, verdicts and the order all know it by this number.
    pub struct Node;

    /// A request that is not ranked, by its place among these in natural id order.
    pub struct SettledNumber;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_indexed_by_its_numbers() {
        let mut list = vec!["a", "b", "c"];
        list[Node::at(1)] = "x";
        assert_eq!(Node::first(list.len()).rev().map(|node| list[node]).collect::<String>(), "cxa");
        assert_eq!(Node::all().zip(&list).map(|(node, _)| node.place()).collect::<Vec<_>>(), [0, 1, 2]);
    }

    #[test]
    #[should_panic(expected = "refused where they are read")]
    fn a_length_that_does_not_fit_is_no_other_number() {
        number(MOST + 1);
    }
}
