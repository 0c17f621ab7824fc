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
        let (step, kind) = match way {
            Way::Back => (step.reversed(), EntryKind::Undo(head.seq)),
            Way::Forth => (step, EntryKind::Redo(head.seq)),
        };
        self.hold(&step.diff.inputs_with_objects()).await;
        let is_current = self.change(|open| open.generation() == generation);
        let replayed = match is_current {
            Some(true) => self.replay_held(step, head.title.clone(), kind).await,
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

    async fn replay_held(self, step: Step, title: String, kind: EntryKind) -> Result<(), String> {
        self.change(|open| open.apply(&step))
            .ok_or("the project was closed")?
            .map_err(|refused| refused.to_string())?;
        if let Some(switch) = step.layer {
            self.switch_layer(switch).await?;
        }
        self.append(step, title, kind);
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

    /// Turns a layer on or off in what is seen; the journal is told by whoever calls.
    pub(super) async fn switch_layer(self, switch: LayerSwitch) -> Result<(), String> {
        let loaded: Vec<InputId> = self
            .look(|document, _| document.loaded_inputs().collect())
            .unwrap_or_default();
        let touched = self
            .change(|open| open.layout.switch(switch, open.editor.loading()))
            .unwrap_or_default();
        if switch.on {
            self.load_layer(switch.layer).await?;
        }
        for input in loaded {
            if switch.on || touched.contains(&input) {
                self.reload_objects(input).await;
            }
        }
        Ok(())
    }
}

fn target(open: &Open, way: Way, viewed: Option<InputId>) -> Option<&Head> {
    match way {
        Way::Back => open.history().undo_target(viewed),
        Way::Forth => open.history().redo_target(viewed),
    }
}
