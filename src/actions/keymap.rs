//! Which keys do what: the table's, but for those that a person gave otherwise.

use super::{Action, ActionId, Chord, Key, Named, TABLE, Where, action};
use std::collections::BTreeMap;

/// The keys of every action.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keymap {
    /// Actions whose keys aren't the table's.
    changed: BTreeMap<ActionId, Vec<Chord>>,
}

/// What has a key already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// This action, in a place where the other one can be done too.
    Action(ActionId),
    /// The tool in hand: Escape steps back, Enter closes, Backspace and Delete remove.
    Tool,
    /// Digits, with Shift or without, are the concepts'.
    Concepts,
}

impl Keymap {
    /// The keys of an action; the first one is shown beside its name.
    pub fn keys(&self, id: ActionId) -> &[Chord] {
        match self.changed.get(&id) {
            Some(keys) => keys,
            None => action(id).keys,
        }
    }

    /// As people read the first of them: `V`, `Ctrl+Z`; empty where there is none.
    pub fn text(&self, id: ActionId, mac: bool) -> String {
        let first = self.keys(id).first();
        first.map(|chord| chord.text(mac)).unwrap_or_default()
    }

    /// What a key does in a place.
    pub fn action_for(&self, chord: &Chord, place: Where) -> Option<ActionId> {
        let mut here = TABLE.iter().filter(|it| it.places.contains(&place));
        let found = here.find(|action| self.keys(action.id).contains(chord));
        found.map(|action| action.id)
    }

    /// The keys of an action aren't the table's.
    pub fn is_changed(&self, id: ActionId) -> bool {
        self.changed.contains_key(&id)
    }

    /// Gives an action other keys.
    pub fn set(&mut self, id: ActionId, keys: Vec<Chord>) {
        match keys == action(id).keys {
            true => drop(self.changed.remove(&id)),
            false => drop(self.changed.insert(id, keys)),
        }
    }

    /// Gives an action the table's keys again, but for those that another one has meanwhile.
    pub fn reset(&mut self, id: ActionId) {
        let keys = action(id).keys.iter().copied();
        let free = keys.filter(|chord| !matches!(self.owner(id, chord), Some(Owner::Action(_))));
        let free = free.collect();
        self.set(id, free);
    }

    /// Gives an action a key besides its own, and takes it from whatever action has it.
    pub fn give(&mut self, id: ActionId, chord: Chord) {
        while let Some(Owner::Action(other)) = self.owner(id, &chord) {
            let rest = self.keys(other).iter().filter(|it| **it != chord);
            let rest = rest.copied().collect();
            self.set(other, rest);
        }
        let mut keys = self.keys(id).to_vec();
        if !keys.contains(&chord) {
            keys.push(chord);
            self.set(id, keys);
        }
    }

    /// What else has a key, where the action can be done.
    pub fn owner(&self, id: ActionId, chord: &Chord) -> Option<Owner> {
        let this = action(id);
        let shares = |other: &&Action| {
            other.id != id && other.places.iter().any(|place| this.places.contains(place))
        };
        let mut others = TABLE.iter().filter(shares);
        if let Some(other) = others.find(|other| self.keys(other.id).contains(chord)) {
            return Some(Owner::Action(other.id));
        }
        let in_viewer = this.places.contains(&Where::Viewer);
        match chord.key {
            Key::Digit(_) if in_viewer && !chord.ctrl && !chord.alt => Some(Owner::Concepts),
            Key::Named(Named::Enter | Named::Escape | Named::Backspace | Named::Delete)
                if in_viewer && !chord.ctrl =>
            {
                Some(Owner::Tool)
            }
            _ => None,
        }
    }

    /// What was changed, to be kept: the keys of each action as text.
    pub fn written(&self) -> BTreeMap<ActionId, Vec<String>> {
        let text = |keys: &Vec<Chord>| keys.iter().map(|chord| chord.text(false)).collect();
        let changed = self.changed.iter();
        changed.map(|(id, keys)| (*id, text(keys))).collect()
    }

    /// From what was kept. Keys that this version doesn't know are passed over.
    pub fn read(written: &BTreeMap<ActionId, Vec<String>>) -> Self {
        let mut keymap = Self::default();
        for (id, keys) in written {
            let keys = keys.iter().filter_map(|text| Chord::parse(text));
            keymap.set(*id, keys.collect());
        }
        keymap
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(text: &str) -> Chord {
        Chord::parse(text).unwrap_or_else(|| panic!("{text}"))
    }

    #[test]
    fn every_key_of_the_table_is_read_as_it_is_written() {
        for chord in TABLE.iter().flat_map(|action| action.keys) {
            assert_eq!(Chord::parse(&chord.text(false)), Some(*chord));
        }
        for text in ["", "Ctrl+", "Q Q", "F5", "ctrl+q"] {
            assert_eq!(Chord::parse(text), None, "{text}");
        }
        assert_eq!(key("Ctrl++").key, Key::Sign('+'));
    }

    #[test]
    fn a_key_is_taken_from_whoever_has_it() {
        let mut keymap = Keymap::default();
        let owner = keymap.owner(ActionId::NextInput, &key("B"));
        assert_eq!(owner, Some(Owner::Action(ActionId::ToolBox)));
        keymap.give(ActionId::NextInput, key("B"));
        let at = |keymap: &Keymap, text| keymap.action_for(&key(text), Where::Viewer);
        assert_eq!(at(&keymap, "B"), Some(ActionId::NextInput));
        assert_eq!(at(&keymap, "→"), Some(ActionId::NextInput));
        assert!(keymap.keys(ActionId::ToolBox).is_empty());
        // What the table says of it is somebody else's now.
        keymap.reset(ActionId::ToolBox);
        assert!(keymap.keys(ActionId::ToolBox).is_empty());
        keymap.reset(ActionId::NextInput);
        keymap.reset(ActionId::ToolBox);
        assert_eq!(keymap, Keymap::default());
    }

    #[test]
    fn the_same_key_means_another_thing_in_another_place() {
        let keymap = Keymap::default();
        assert_eq!(keymap.owner(ActionId::SelectAll, &key("B")), None);
        // What can be done everywhere clashes with what can be done anywhere.
        let owner = keymap.owner(ActionId::Undo, &key("B"));
        assert_eq!(owner, Some(Owner::Action(ActionId::ToolBox)));
        assert_eq!(
            keymap.owner(ActionId::Skip, &key("Shift+4")),
            Some(Owner::Concepts)
        );
        assert_eq!(keymap.owner(ActionId::Skip, &key("Esc")), Some(Owner::Tool));
    }

    #[test]
    fn what_was_changed_is_kept() {
        let mut keymap = Keymap::default();
        keymap.give(ActionId::Fit, key("Ctrl+Shift+Q"));
        keymap.set(ActionId::Undo, Vec::new());
        let text = serde_json::to_string(&keymap.written()).unwrap_or_default();
        assert_eq!(text, r#"{"undo":[],"fit":["Ctrl+0","Ctrl+Shift+Q"]}"#);
        let read = serde_json::from_str(&text).map(|kept| Keymap::read(&kept));
        assert_eq!(read.ok(), Some(keymap));
    }
}
