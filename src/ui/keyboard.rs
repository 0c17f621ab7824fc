//! The keys as this person has them: for whoever listens to keys, and for whoever names them.

use super::prefs;
use crate::actions::{ActionId, Chord, Keymap, Where};
use crate::web::keys::is_mac;
use leptos::prelude::*;

/// The keys; copied freely.
#[derive(Clone, Copy)]
pub struct Keyboard(RwSignal<Keymap>);

impl Keyboard {
    /// As they were left.
    pub fn new() -> Self {
        Self(RwSignal::new(Keymap::read(&prefs::load("keys"))))
    }

    /// What a key does in a place.
    pub fn action_for(self, chord: &Chord, place: Where) -> Option<ActionId> {
        self.0
            .with_untracked(|keymap| keymap.action_for(chord, place))
    }

    /// Looks at all keys; asks to be told of changes.
    pub fn with<R>(self, f: impl FnOnce(&Keymap) -> R) -> R {
        self.0.with(f)
    }

    /// Changes keys, and remembers.
    pub fn change(self, f: impl FnOnce(&mut Keymap)) {
        self.0.update(f);
        prefs::store("keys", &self.0.with_untracked(Keymap::written));
    }

    /// The first key of an action, as people read it; empty where it has none. Asks to be told of changes.
    pub fn text(self, id: ActionId) -> String {
        self.with(|keymap| keymap.text(id, is_mac()))
    }

    /// A name with its key: `Undo (Ctrl+Z)`. Asks to be told of changes.
    pub fn titled(self, name: &str, id: ActionId) -> String {
        match self.text(id) {
            key if key.is_empty() => name.to_owned(),
            key => format!("{name} ({key})"),
        }
    }
}
