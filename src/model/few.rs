//! Short lists that need no memory of their own.

use smallvec::SmallVec;

/// A list that is short most of the time. There are several per request, so a piece of memory for
/// each would be most of what reading a large backlog takes. As many items stand in the list itself
/// as fit in the room of a `Vec`, where they have 32 bits.
pub type Few<T> = SmallVec<[T; 4]>;

/// The same items, each once, ascending.
pub fn sorted<T: Copy + Ord>(mut list: Few<T>) -> Few<T> {
    list.sort_unstable();
    list.dedup();
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_takes_no_more_room_than_a_vec() {
        assert_eq!(size_of::<Few<u32>>(), size_of::<Vec<u32>>());
    }

    #[test]
    fn sorting_leaves_each_item_once() {
        assert_eq!(*sorted(Few::from_iter([3, 1, 3, 2, 9, 1])), [1, 2, 3, 9]);
    }
}
