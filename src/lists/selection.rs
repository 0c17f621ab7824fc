//! Which inputs of a list are selected, as files are in a file manager.

use crate::document::InputId;
use std::collections::HashSet;

/// The inputs that are selected, and where a range begins.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Selection {
    inputs: HashSet<InputId>,
    /// The input that was selected or let go of last.
    anchor: Option<InputId>,
}

impl Selection {
    /// This input is selected.
    pub fn contains(&self, input: InputId) -> bool {
        self.inputs.contains(&input)
    }

    /// How many are selected.
    pub fn len(&self) -> usize {
        self.inputs.len()
    }

    /// Nothing is selected.
    pub fn is_empty(&self) -> bool {
        self.inputs.is_empty()
    }

    /// Selects an input, or lets go of it. A range begins here.
    pub fn toggle(&mut self, input: InputId) {
        if !self.inputs.remove(&input) {
            self.inputs.insert(input);
        }
        self.anchor = Some(input);
    }

    /// Selects everything from where the range begins to this input, whichever comes first in the list. Without a
    /// beginning, this input alone.
    pub fn extend_to(&mut self, input: InputId, list: &[InputId]) {
        let place = |wanted: InputId| list.iter().position(|id| *id == wanted);
        let Some(to) = place(input) else { return };
        let from = self.anchor.and_then(place).unwrap_or(to);
        let range = from.min(to)..=from.max(to);
        self.inputs.extend(&list[range]);
        self.anchor = self.anchor.filter(|_| from != to).or(Some(input));
    }

    /// Selects the whole list.
    pub fn select_all(&mut self, list: &[InputId]) {
        self.inputs = list.iter().copied().collect();
    }

    /// Lets go of everything.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// Lets go of what isn't in the list any more.
    pub fn keep_to(&mut self, list: &[InputId]) {
        let here: HashSet<_> = list.iter().copied().collect();
        self.inputs.retain(|input| here.contains(input));
        self.anchor = self.anchor.filter(|anchor| here.contains(anchor));
    }

    /// What is selected, in the order of the list.
    pub fn in_order(&self, list: &[InputId]) -> Vec<InputId> {
        list.iter()
            .copied()
            .filter(|input| self.contains(*input))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list() -> Vec<InputId> {
        (1..=9).map(InputId).collect()
    }

    fn selected(selection: &Selection) -> Vec<u64> {
        let all = selection.in_order(&list()).into_iter();
        all.map(|input| input.0).collect()
    }

    #[test]
    fn a_range_goes_from_the_last_one_either_way_and_adds() {
        let mut selection = Selection::default();
        selection.toggle(InputId(9));
        selection.toggle(InputId(4));
        selection.extend_to(InputId(6), &list());
        assert_eq!(selected(&selection), [4, 5, 6, 9]);
        // It still begins at 4.
        selection.extend_to(InputId(2), &list());
        assert_eq!(selected(&selection), [2, 3, 4, 5, 6, 9]);
    }

    #[test]
    fn a_range_without_a_beginning_is_one_input() {
        let mut selection = Selection::default();
        selection.extend_to(InputId(3), &list());
        assert_eq!(selected(&selection), [3]);
        selection.extend_to(InputId(5), &list());
        assert_eq!(selected(&selection), [3, 4, 5]);
    }

    #[test]
    fn toggled_twice_is_as_before() {
        let mut selection = Selection::default();
        selection.toggle(InputId(3));
        selection.toggle(InputId(3));
        assert!(selection.is_empty());
    }

    #[test]
    fn what_leaves_the_list_leaves_the_selection() {
        let mut selection = Selection::default();
        selection.select_all(&list());
        assert_eq!(selection.len(), 9);
        selection.keep_to(&[InputId(2), InputId(7)]);
        assert_eq!(selected(&selection), [2, 7]);
        selection.clear();
        assert!(selection.is_empty());
    }
}
