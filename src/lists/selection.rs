//! Which items of a list are selected, as files are in a file manager.

use std::collections::HashSet;
use std::hash::Hash;

/// The items that are selected, and where a range begins.
#[derive(Clone, Debug, PartialEq)]
pub struct Selection<T: Eq + Hash> {
    items: HashSet<T>,
    /// The item that was selected or let go of last.
    anchor: Option<T>,
}

impl<T: Eq + Hash> Default for Selection<T> {
    fn default() -> Self {
        Self {
            items: HashSet::new(),
            anchor: None,
        }
    }
}

impl<T: Copy + Eq + Hash> Selection<T> {
    /// This item is selected.
    pub fn contains(&self, item: T) -> bool {
        self.items.contains(&item)
    }

    /// How many are selected.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Nothing is selected.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// Selects an item, or lets go of it. A range begins here.
    pub fn toggle(&mut self, item: T) {
        if !self.items.remove(&item) {
            self.items.insert(item);
        }
        self.anchor = Some(item);
    }

    /// Selects everything from where the range begins to this item, whichever comes first in the list. Without a
    /// beginning, this item alone.
    pub fn extend_to(&mut self, item: T, list: impl Iterator<Item = T> + Clone) {
        let place = |wanted: T| list.clone().position(|it| it == wanted);
        let Some(to) = place(item) else { return };
        let from = self.anchor.and_then(place).unwrap_or(to);
        let (first, last) = (from.min(to), from.max(to));
        self.items
            .extend(list.clone().skip(first).take(last - first + 1));
        self.anchor = self.anchor.filter(|_| from != to).or(Some(item));
    }

    /// Selects the whole list.
    pub fn select_all(&mut self, list: impl Iterator<Item = T>) {
        self.items = list.collect();
    }

    /// Lets go of everything.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// Lets go of what isn't in the list any more.
    pub fn keep_to(&mut self, list: impl Iterator<Item = T>) {
        let here: HashSet<_> = list.collect();
        self.items.retain(|item| here.contains(item));
        self.anchor = self.anchor.filter(|anchor| here.contains(anchor));
    }

    /// What is selected, in the order of the list.
    pub fn in_order(&self, list: impl Iterator<Item = T>) -> Vec<T> {
        list.filter(|item| self.contains(*item)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list() -> std::ops::RangeInclusive<u64> {
        1..=9
    }

    fn selected(selection: &Selection<u64>) -> Vec<u64> {
        selection.in_order(list())
    }

    #[test]
    fn a_range_goes_from_the_last_one_either_way_and_adds() {
        let mut selection = Selection::default();
        selection.toggle(9);
        selection.toggle(4);
        selection.extend_to(6, list());
        assert_eq!(selected(&selection), [4, 5, 6, 9]);
        // It still begins at 4.
        selection.extend_to(2, list());
        assert_eq!(selected(&selection), [2, 3, 4, 5, 6, 9]);
    }

    #[test]
    fn a_range_without_a_beginning_is_one_input() {
        let mut selection = Selection::default();
        selection.extend_to(3, list());
        assert_eq!(selected(&selection), [3]);
        selection.extend_to(5, list());
        assert_eq!(selected(&selection), [3, 4, 5]);
    }

    #[test]
    fn toggled_twice_is_as_before() {
        let mut selection = Selection::default();
        selection.toggle(3);
        selection.toggle(3);
        assert!(selection.is_empty());
    }

    #[test]
    fn what_leaves_the_list_leaves_the_selection() {
        let mut selection = Selection::default();
        selection.select_all(list());
        assert_eq!(selection.len(), 9);
        selection.keep_to([2, 7].into_iter());
        assert_eq!(selected(&selection), [2, 7]);
        selection.clear();
        assert!(selection.is_empty());
    }
}
