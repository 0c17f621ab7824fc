//! Copy, paste, duplicate: objects once more, on this input or another.

use super::desk::Desk;
use crate::document::{InputId, ObjectId};
use crate::edit::{Command, NewObject, Refused, copied, placed, without_own};
use crate::geometry::{ImageVector, ScreenVector};
use crate::tools::ToolKind;
use crate::ui::studio::{Clipboard, Landing};
use crate::ui::walk;
use crate::ui::words::count;
use leptos::prelude::*;

/// What is pasted where it was copied lies so far aside, in CSS pixels.
const ASIDE: f64 = 12.0;

impl Desk {
    /// Remembers what is selected; false where nothing is.
    pub fn copy(self) -> bool {
        let Some((input, objects)) = self.selected_objects() else {
            return false;
        };
        let said = format!("{} copied", count(objects.len(), "object", "objects"));
        self.put_on_clipboard(input, objects);
        self.studio.say(said, false);
        true
    }

    /// Adds what is remembered; false where nothing is.
    pub fn paste(self) -> bool {
        let clipboard = self.studio.clipboard.get_value();
        let (Some(input), Some(clipboard)) = (self.input.get_untracked(), clipboard) else {
            return false;
        };
        let Clipboard {
            from,
            objects,
            landing,
        } = clipboard;
        let way = match (from == input, landing) {
            (true, Landing::Aside) => self.aside(),
            (true, Landing::InPlace) | (false, _) => ImageVector::default(),
        };
        let objects = match from == input {
            true => objects,
            false => self.for_another(objects),
        };
        if objects.is_empty() {
            return true;
        }
        let pasted = self.add_objects(input, &objects, way);
        if from == input {
            // Pasted again, it lies aside of this one.
            self.put_on_clipboard(input, pasted);
        }
        true
    }

    fn put_on_clipboard(self, from: InputId, objects: Vec<NewObject>) {
        self.studio.clipboard.set_value(Some(Clipboard {
            from,
            objects,
            landing: Landing::Aside,
        }));
    }

    /// What is selected once more, a little aside.
    pub fn duplicate(self) {
        if let Some((input, objects)) = self.selected_objects() {
            self.add_objects(input, &objects, self.aside());
        }
    }

    /// The input before this one in the list.
    pub fn previous(self) -> Option<InputId> {
        let input = self.input.get_untracked()?;
        self.studio.list.with_untracked(|list| {
            let at = walk::place_of(list, input)?;
            list.get(at.checked_sub(1)?).copied()
        })
    }

    /// Everything that the input before has.
    pub fn copy_from_previous(self) {
        let (Some(input), Some(previous)) = (self.input.get_untracked(), self.previous()) else {
            return;
        };
        self.studio.with_objects(vec![previous, input], move || {
            let objects = self.studio.look(|document, _| {
                let objects = document.objects(previous)?;
                let all = objects.iter().map(|entry| entry.object.id).collect();
                Some(copied(objects, &all))
            });
            let objects = objects.map(|objects| objects.map(|objects| self.for_another(objects)));
            match objects.flatten().filter(|objects| !objects.is_empty()) {
                Some(objects) => drop(self.add_objects(input, &objects, ImageVector::default())),
                None => self
                    .studio
                    .say("Nothing is on the previous input.".to_owned(), false),
            }
        });
    }

    /// What can be taken to another input; says what can't.
    fn for_another(self, objects: Vec<NewObject>) -> Vec<NewObject> {
        let all = objects.len();
        let objects = without_own(objects);
        if objects.len() < all {
            self.studio.complain(
                "Spans, tracks and time ranges weren't taken over: they are of their own text or video.".to_owned(),
            );
        }
        objects
    }

    fn aside(self) -> ImageVector {
        let camera = self.camera.get_untracked();
        camera.image_vector(ScreenVector::new(ASIDE, ASIDE))
    }

    fn selected_objects(self) -> Option<(InputId, Vec<NewObject>)> {
        let input = self.input.get_untracked()?;
        let selection = self.selection.get_untracked();
        // Of a video what is on the frame is copied, to begin anew where it is pasted.
        let objects = self.with_seen(|objects| copied(objects, &selection))?;
        (!objects.is_empty()).then_some((input, objects))
    }

    /// Adds objects as one step and selects them; says which the picture has no room for. Returns those that were added.
    fn add_objects(
        self,
        input: InputId,
        objects: &[NewObject],
        way: ImageVector,
    ) -> Vec<NewObject> {
        let picture = self.picture_size.get_untracked();
        let objects_placed = placed(objects, way, picture);
        let left = objects.len() - objects_placed.len();
        if left > 0 {
            self.studio.complain(format!(
                "{} left out: this picture is too small, or of another size than the mask.",
                count(left, "object was", "objects were")
            ));
        }
        let command = self.in_time(Command::AddObjects {
            input,
            objects: objects_placed.clone(),
        });
        match self.studio.try_run(&command) {
            Ok(outcome) => {
                self.sync_scene();
                if self.tool.get_untracked() != ToolKind::Select {
                    self.take_tool(ToolKind::Select);
                }
                let new: Vec<ObjectId> = outcome.new_objects().collect();
                self.selection.set(new.into_iter().collect());
                self.studio.say(outcome.title, true);
            }
            Err(Refused::Nothing) => {}
            Err(refused) => self
                .studio
                .complain(format!("Nothing was pasted: {refused}.")),
        }
        objects_placed
    }
}
