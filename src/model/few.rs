//! Short lists that need no memory of their own.

use std::ops::Deref;

/// How many items stand in the list itself: as many 32-bit ones as fit in the room of a `Vec`.
const IN_PLACE: u8 = 5;

/// A list that is short most of the time, and does not grow. There are several per request, so a
/// piece of memory for each would be most of what reading a large backlog takes.
#[derive(Clone)]
pub struct Few<T>(Items<T>);

#[derive(Clone)]
enum Items<T> {
    Few { count: u8, items: [T; IN_PLACE as usize] },
    Many(Box<[T]>),
}

impl<T: Copy + Default> FromIterator<T> for Few<T> {
    fn from_iter<I: IntoIterator<Item = T>>(list: I) -> Self {
        let mut list = list.into_iter();
        let mut items = [T::default(); IN_PLACE as usize];
        for (count, place) in (0..).zip(&mut items) {
            match list.next() {
                Some(item) => *place = item,
                None => return Self(Items::Few { count, items }),
            }
        }
        match list.next() {
            Some(next) => Self(Items::Many(items.into_iter().chain([next]).chain(list).collect())),
            None => Self(Items::Few { count: IN_PLACE, items }),
        }
    }
}

impl<T: Copy + Default> Default for Few<T> {
    fn default() -> Self {
        Self(Items::Few { count: 0, items: [T::default(); IN_PLACE as usize] })
    }
}

impl<T> Deref for Few<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        match &self.0 {
            Items::Few { count, items } => &items[..usize::from(*count)],
            Items::Many(items) => items,
        }
    }
}

impl<T: Copy + Default + Ord> Few<T> {
    /// The same items, each once, ascending.
    #[must_use]
    pub fn sorted(mut self) -> Self {
        let items = match &mut self.0 {
            Items::Few { count, items } => &mut items[..usize::from(*count)],
            Items::Many(items) => items,
        };
        items.sort_unstable();
        if items.is_sorted_by(|left, right| left < right) {
            return self;
        }
        let mut items = items.to_vec();
        items.dedup();
        items.into_iter().collect()
    }
}

impl<T: std::fmt::Debug> std::fmt::Debug for Few<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl<'f, T> IntoIterator for &'f Few<T> {
    type Item = &'f T;
    type IntoIter = std::slice::Iter<'f, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_any_length_is_the_list_it_was_made_from() {
        for length in 0..12 {
            let list: Vec<u32> = (0..length).collect();
            assert_eq!(*list.iter().copied().collect::<Few<u32>>(), *list);
            let twice = list.iter().rev().chain(&list).copied();
            assert_eq!(*twice.collect::<Few<u32>>().sorted(), *list);
        }
        assert_eq!(size_of::<Few<u32>>(), size_of::<Vec<u32>>());
    }
}
