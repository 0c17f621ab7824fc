//! From the document to the canvas: the scene kept in step, what is in hand lifted out of it, a frame at a time.

use super::desk::{Desk, now};
use crate::document::{ConceptId, ObjectId};
use crate::geometry::ImageRect;
use crate::scene::Scene;
use crate::tools::Preview;
use crate::ui::aids::Aids;
use crate::web::painter::{Ink, Look, Painter};
use leptos::prelude::*;
use std::collections::HashSet;

/// The hand counts as moving for this long after it moved.
const REST_MS: f64 = 120.0;

impl Desk {
    /// Takes objects that are in hand out of the painted layer, and puts back those that were.
    pub(super) fn lift(self, preview: &Preview) {
        let lifted: HashSet<_> = preview
            .drafts
            .iter()
            .filter_map(|draft| draft.object)
            .collect();
        let changed: Vec<_> = self
            .hand
            .with_value(|hand| hand.lifted.symmetric_difference(&lifted).copied().collect());
        if changed.is_empty() {
            return;
        }
        self.hand.update_value(|hand| hand.lifted = lifted);
        for object in changed {
            let bounds = self
                .hand
                .with_value(|hand| hand.scene.get(object).map(|item| item.bounds));
            if let Some(bounds) = bounds {
                self.repaint(bounds);
            }
        }
        self.ask_frame();
    }

    /// Brings the scene in step with the document; only what changed is drawn again.
    pub fn sync_scene(self) {
        let Some(input) = self.input.get_untracked() else {
            return;
        };
        // Of a video everything is elsewhere on another frame.
        let fresh = self.is_video() || self.hand.with_value(|hand| hand.scene_of != Some(input));
        if self.is_video() {
            self.sync_seen();
        }
        let scene = self.with_seen(|objects| fresh.then(|| Scene::new(objects)));
        match scene {
            None => {}
            Some(Some(scene)) => {
                self.hand.update_value(|hand| {
                    hand.scene = scene;
                    hand.scene_of = Some(input);
                    hand.lifted.clear();
                });
                self.repaint_all();
            }
            Some(None) => self.sync_changes(),
        }
        let gone = self.with_objects(|objects| {
            self.selection
                .with_untracked(|s| s.iter().any(|id| objects.get(*id).is_none()))
        });
        if gone == Some(true) {
            self.with_objects(|objects| {
                self.selection
                    .update(|s| s.retain(|id| objects.get(*id).is_some()));
            });
        }
        self.refresh();
    }

    fn sync_changes(self) {
        let changed = self.studio.take_touched(self.input.get_untracked());
        let Some(changed) = changed else {
            self.hand.update_value(|hand| hand.scene_of = None);
            self.sync_scene();
            return;
        };
        for id in changed {
            let entry = self
                .with_objects(|objects| objects.get(id).cloned())
                .flatten();
            let dirty = self
                .hand
                .try_update_value(|hand| hand.scene.update(id, entry.as_ref()))
                .flatten();
            if let Some(dirty) = dirty {
                self.repaint(dirty);
            }
        }
        self.ask_frame();
    }

    /// The objects that are shown in a part of the picture, at most so many: those that are drawn last.
    pub fn shown_in(self, part: ImageRect, most: usize) -> Vec<ObjectId> {
        let hidden = self.hidden.get_untracked();
        self.hand.with_value(|hand| {
            let all = hand.scene.touching(part).into_iter().rev();
            let items = all.filter_map(|id| hand.scene.get(id));
            let shown = items.filter(|item| !hidden.hides_drawn(item.object, item.concept));
            shown.take(most).map(|item| item.object).collect()
        })
    }

    /// Draws everything again: other colours, other hidden shapes.
    pub fn repaint_all(self) {
        self.hand.update_value(|hand| {
            if let Some(painter) = &mut hand.painter {
                painter.forget();
            }
        });
        self.ask_frame();
    }

    fn repaint(self, part: ImageRect) {
        self.with_look(|painter, look| painter.repaint(part, look));
    }

    fn with_look<R>(self, f: impl FnOnce(&mut Painter, &Look) -> R) -> Option<R> {
        let hidden = self.hidden.get_untracked();
        let aids = self.aids.get_untracked();
        let ink = |concept: ConceptId| {
            self.studio
                .look(|document, _| document.concept(concept).map(|c| ink_of(c.color, aids)))
                .flatten()
                .unwrap_or_else(|| ink_of(crate::document::Color::Palette(0), aids))
        };
        self.hand
            .try_update_value(|hand| {
                let lifted = &hand.lifted;
                let skipped = |id: ObjectId, concept: ConceptId| {
                    lifted.contains(&id) || hidden.hides_drawn(id, concept)
                };
                let look = Look {
                    scene: &hand.scene,
                    skipped: &skipped,
                    ink: &ink,
                };
                hand.painter.as_mut().map(|painter| f(painter, &look))
            })
            .flatten()
    }

    /// Asks for one frame.
    pub fn ask_frame(self) {
        let asked = self
            .hand
            .try_update_value(|hand| std::mem::replace(&mut hand.frame_asked, true));
        if asked == Some(false) {
            request_animation_frame(move || self.frame());
        }
    }

    pub(super) fn frame(self) {
        if self
            .hand
            .try_update_value(|hand| hand.frame_asked = false)
            .is_none()
        {
            return;
        }
        let camera = self.camera.get_untracked();
        let size = self.picture_size.get_untracked();
        let moving = self.hand.with_value(|hand| now() - hand.moved_at < REST_MS);
        self.hand
            .update_value(|hand| hand.pictures.paint(camera, size, hand.reel.picture()));
        let more = self.with_look(|painter, look| painter.frame(camera, look, moving));
        if moving || more == Some(true) {
            self.ask_frame();
        }
    }
}

/// What a colour is drawn in.
fn ink_of(color: crate::document::Color, aids: Aids) -> Ink {
    let rgb = color.rgb();
    let dash = match color.dash() {
        0 => Vec::new(),
        1 => vec![8.0, 4.0],
        2 => vec![2.0, 4.0],
        _ => vec![8.0, 4.0, 2.0, 4.0],
    };
    Ink {
        line: rgb.css(),
        fill: format!("rgba({},{},{},{}%)", rgb.0, rgb.1, rgb.2, aids.fill),
        width: f64::from(aids.line) / 10.0,
        rgb: [rgb.0, rgb.1, rgb.2],
        mask: aids.mask,
        dash,
    }
}
