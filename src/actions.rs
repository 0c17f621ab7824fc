//! The table of actions: what can be done by a key, where, and what people call it. Buttons, menus, the key handling
//! and the help all read it; nothing else knows a key.

mod chord;
mod keymap;
mod presets;
mod table;

pub use chord::{Chord, Key, Named};
pub use keymap::{Keymap, Owner};
pub use presets::Preset;
pub use table::{Action, ActionId, Section, TABLE, Where};

/// The row of an action.
pub fn action(id: ActionId) -> &'static Action {
    TABLE
        .iter()
        .find(|action| action.id == id)
        .unwrap_or(&TABLE[0])
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::{BTreeMap, BTreeSet};

    #[test]
    fn no_two_actions_share_a_chord_in_one_place() {
        for (preset, place) in Preset::ALL
            .iter()
            .flat_map(|it| Where::ALL.map(|at| (it, at)))
        {
            let keymap = preset.keymap();
            let mut taken = BTreeMap::new();
            for action in TABLE.iter().filter(|a| a.places.contains(&place)) {
                for chord in keymap.keys(action.id) {
                    let before = taken.insert(chord.text(false), action.id);
                    assert_eq!(
                        before,
                        None,
                        "{} in {place:?}, {preset:?}",
                        chord.text(false)
                    );
                }
            }
        }
    }

    #[test]
    fn no_bare_letter_deletes() {
        for preset in Preset::ALL {
            for id in [ActionId::Delete, ActionId::DeleteInput, ActionId::Skip] {
                let keymap = preset.keymap();
                let bare = |chord: &&Chord| matches!(chord.key, Key::Letter(_)) && !chord.ctrl;
                assert_eq!(keymap.keys(id).iter().find(bare), None, "{preset:?}");
            }
        }
    }

    #[test]
    fn every_action_has_one_row() {
        let ids: BTreeSet<_> = TABLE.iter().map(|action| action.id).collect();
        assert_eq!(ids.len(), TABLE.len());
        for action in TABLE {
            assert_eq!(super::action(action.id).id, action.id);
            assert!(!action.places.is_empty(), "{:?}", action.id);
        }
    }

    #[test]
    fn digits_without_ctrl_stay_free_for_concepts() {
        for (preset, place) in Preset::ALL
            .iter()
            .flat_map(|it| Where::ALL.map(|at| (it, at)))
        {
            let keymap = preset.keymap();
            for digit in 0..10 {
                for shift in [false, true] {
                    let chord = Chord {
                        ctrl: false,
                        shift,
                        alt: false,
                        key: Key::Digit(digit),
                    };
                    assert_eq!(keymap.action_for(&chord, place), None);
                }
            }
        }
    }

    #[test]
    fn keys_do_what_the_table_says() {
        let read = |key, code, ctrl, shift| Chord::read(key, code, ctrl, shift, false);
        let keymap = Keymap::default();
        let viewer = |chord: Option<Chord>| keymap.action_for(&chord?, Where::Viewer);
        assert_eq!(
            viewer(read("b", "KeyB", false, false)),
            Some(ActionId::ToolBox)
        );
        assert_eq!(viewer(read("B", "KeyB", false, true)), None);
        assert_eq!(
            viewer(read("b", "KeyB", true, false)),
            Some(ActionId::ToggleSidebar)
        );
        assert_eq!(viewer(read("Z", "KeyZ", true, true)), Some(ActionId::Redo));
        assert_eq!(
            viewer(read("Enter", "Enter", true, false)),
            Some(ActionId::DoneAndNext)
        );
        assert_eq!(
            viewer(read("?", "Slash", false, true)),
            Some(ActionId::Shortcuts)
        );
        assert_eq!(
            viewer(read("0", "Digit0", true, false)),
            Some(ActionId::Fit)
        );
        assert_eq!(
            viewer(read("+", "Equal", true, true)),
            Some(ActionId::ZoomIn)
        );
        let grid = |chord: Option<Chord>| keymap.action_for(&chord?, Where::Grid);
        assert_eq!(grid(read("b", "KeyB", false, false)), None);
    }
}
