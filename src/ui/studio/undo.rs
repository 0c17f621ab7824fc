//! Undo and redo: the reverse of an entry, appended.

use super::Studio;
use crate::document::InputId;
use crate::edit::{EntryKind, Head, LayerSwitch, Step};
use crate::open::Open;
use crate::persist::{Table, decode, journal_key};
use leptos::prelude::*;

/// Back or forth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    Back,
    Forth,
}

impl Studio {
    /// Takes back the newest step that belongs to what is seen.
    pub fn undo(self) {
        self.walk(Way::Back);
    }

    /// Does again what was undone last.
    pub fn redo(self) {
        self.walk(Way::Forth);
    }

    /// What undo would take back; asks to be told of changes.
    pub fn undo_title(self) -> Option<String> {
        self.target_title(Way::Back)
    }

    /// What redo would do again; asks to be told of changes.
    pub fn redo_title(self) -> Option<String> {
        self.target_title(Way::Forth)
    }

    fn target_title(self, way: Way) -> Option<String> {
        self.revisions.history.track();
        let viewed = self.viewed.get();
        self.open
            .with_value(|open| Some(target(open.as_ref()?, way, viewed)?.title.clone()))
    }

    /// One after the other: what is taken back is chosen when its turn comes, since a step may have to be read first.
    fn walk(self, way: Way) {
        let viewed = self.viewed.get_untracked();
        let is_first = self.walking.try_update_value(|walking| {
            walking.push_back((way, viewed));
            walking.len() == 1
        });
        if is_first != Some(true) {
            return;
        }
        leptos::task::spawn_local(async move {
            while let Some((way, viewed)) =
                self.walking.with_value(|walking| walking.front().copied())
            {
                self.walk_now(way, viewed).await;
                self.walking.update_value(|walking| {
                    walking.pop_front();
                });
            }
        });
    }

    async fn walk_now(self, way: Way, viewed: Option<InputId>) {
        loop {
            let picked = self.change(|open| {
                let head = target(open, way, viewed)?.clone();
                Some((head, open.generation()))
            });
            let Some((head, generation)) = picked.flatten() else {
                return;
            };
            match self.replay(&head, way, generation).await {
                Ok(true) => return,
                // Another tab was faster: entries may have other numbers now.
                Ok(false) => {}
                Err(reason) => {
                    let title = &head.title;
                    return self.complain(format!("“{title}” can't be undone: {reason}."));
                }
            }
        }
    }

    /// Whether it was done: not where the project was read anew meanwhile.
    async fn replay(self, head: &Head, way: Way, generation: u32) -> Result<bool, String> {
        let step = self.step(head.seq).await?;
        let needed = match way {
            Way::Back => step.clone().reversed().diff.inputs_with_objects(),
            Way::Forth => step.diff.inputs_with_objects(),
        };
        self.hold(&needed).await;
        let is_current = self.change(|open| open.generation() == generation);
        let replayed = match is_current {
            Some(true) => self.replay_held(head, way, step).await,
            _ => Ok(()),
        };
        self.release();
        replayed?;
        if is_current == Some(true) {
            let said = if way == Way::Back { "Undone" } else { "Redone" };
            self.say(format!("{said}: {}", head.title), false);
        }
        Ok(is_current != Some(false))
    }

    async fn replay_held(self, head: &Head, way: Way, step: Step) -> Result<(), String> {
        let applied = self.change(|open| {
            let (step, kind) = match way {
                Way::Back => (open.way_back(head.seq, step), EntryKind::Undo(head.seq)),
                Way::Forth => (step, EntryKind::Redo(head.seq)),
            };
            open.apply(&step).map(|()| (step, kind))
        });
        let (step, kind) = applied
            .ok_or("the project was closed")?
            .map_err(|refused| refused.to_string())?;
        self.append_switching(step, head.title.clone(), kind).await;
        Ok(())
    }

    /// A step of the journal: this session's, or the database's.
    async fn step(self, seq: u64) -> Result<Step, String> {
        if let Some(step) = self.change(|open| open.step(seq).cloned()).flatten() {
            return Ok(step);
        }
        let project = self
            .look(|document, _| document.project().id)
            .ok_or("no project is open")?;
        let database = self.database().await.map_err(|error| error.to_string())?;
        let row = database
            .get(Table::Steps, &journal_key(project, seq))
            .await
            .map_err(|error| error.to_string())?
            .ok_or("the history doesn't go back that far")?;
        decode(&row).map_err(|damage| damage.to_string())
    }

    /// Puts a step, already applied, into the journal, and turns on or off the layer that it switches: in one go, so that
    /// what another tab wrote comes before or after. What a layer brings is read then.
    pub(super) async fn append_switching(self, step: Step, title: String, kind: EntryKind) {
        let layer = step.layer;
        self.switch_layer(layer);
        let said = title.clone();
        self.append(step, title, kind);
        self.load_switched(layer, &said).await;
    }

    /// Turns a layer on or off in what is seen.
    pub(super) fn switch_layer(self, layer: Option<LayerSwitch>) {
        if let Some(switch) = layer {
            self.change(|open| open.layout.switch(switch, open.editor.loading()));
        }
    }

    /// Reads what a layer brings that was turned on, and shows it.
    pub(super) async fn load_switched(self, layer: Option<LayerSwitch>, title: &str) {
        let Some(switch) = layer.filter(|switch| switch.on) else {
            return;
        };
        if let Err(reason) = self.load_layer(switch.layer).await {
            self.complain(format!(
                "“{title}” is in the project, but can't be read now: {reason}. Reload the page."
            ));
        }
        self.tell(&Step {
            layer,
            ..Step::default()
        });
    }
}

fn target(open: &Open, way: Way, viewed: Option<InputId>) -> Option<&Head> {
    match way {
        Way::Back => open.history().undo_target(viewed),
        Way::Forth => open.history().redo_target(viewed),
    }
}
