//! What is done to the selected tracks at the frame that is shown.

use super::Desk;
use crate::document::shape::{Sight, Track};
use crate::document::{Moment, ObjectId};
use crate::edit::{Command, TrackEdit};
use leptos::prelude::Track as _;
use leptos::prelude::*;

/// How the selected tracks stand at the frame.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// How many are selected.
    pub count: usize,
    /// One of them has a key frame here.
    pub has_key: bool,
    /// One of them is there already, if not in the picture.
    pub has_begun: bool,
    /// All of them are occluded here.
    pub occluded: bool,
    /// All of them are outside the picture here.
    pub outside: bool,
}

impl Desk {
    /// The tracks that are selected.
    fn selected_tracks(self) -> Vec<(ObjectId, Track)> {
        let selection = self.selection.get();
        let tracks = self.with_objects(|objects| {
            let entries = selection.iter().filter_map(|id| objects.get(*id));
            let tracks = entries
                .filter_map(|entry| Some((entry.object.id, entry.object.shape().track()?.clone())));
            tracks.collect()
        });
        tracks.unwrap_or_default()
    }

    /// How the selected tracks stand here; followed as they change.
    pub(super) fn standing(self) -> Standing {
        self.studio.revisions.objects.track();
        let at = self.film.moment();
        let tracks = self.selected_tracks();
        let sights: Vec<_> = tracks
            .iter()
            .filter_map(|(_, track)| Some(track.at(at)?.1))
            .collect();
        let all = |sight| !sights.is_empty() && sights.iter().all(|it| *it == sight);
        Standing {
            count: tracks.len(),
            has_key: self.key_here(&tracks).is_some(),
            has_begun: !sights.is_empty(),
            occluded: all(Sight::Occluded),
            outside: all(Sight::Outside),
        }
    }

    /// An edit as the selected tracks stand on the frame that is shown, or on its way.
    fn edit_tracks(self, edit: impl FnOnce(Standing) -> TrackEdit + 'static) {
        self.pause();
        self.on_frame(move || {
            let (tracks, edit) = untrack(move || (self.selected_tracks(), edit(self.standing())));
            let Some(input) = self.input.get_untracked().filter(|_| !tracks.is_empty()) else {
                return;
            };
            let at = match edit {
                TrackEdit::RemoveKey => self.key_here(&tracks),
                _ => None,
            };
            self.studio.run_with_toast(Command::EditTracks {
                input,
                objects: tracks.into_iter().map(|(id, _)| id).collect(),
                at: at.unwrap_or_else(|| self.moment()),
                edit,
            });
            self.sync_scene();
        });
    }

    /// The first key frame that belongs to the frame that is shown.
    fn key_here(self, tracks: &[(ObjectId, Track)]) -> Option<Moment> {
        let frame = self.film.frame.get_untracked();
        let mut keys = tracks.iter().flat_map(|(_, track)| track.keys());
        let here = keys.find(|key| self.frame_at(key.at) == Some(frame));
        here.map(|key| key.at)
    }

    /// A key frame here, or none.
    pub fn toggle_key_frame(self) {
        self.edit_tracks(|standing| match standing.has_key {
            true => TrackEdit::RemoveKey,
            false => TrackEdit::AddKey,
        });
    }

    /// Something is before it from here on, or nothing.
    pub fn toggle_occluded(self) {
        self.edit_tracks(|standing| {
            TrackEdit::Sight(match standing.occluded {
                true => Sight::Visible,
                false => Sight::Occluded,
            })
        });
    }

    /// It isn't in the picture from here on, or it is.
    pub fn toggle_outside(self) {
        self.edit_tracks(|standing| {
            TrackEdit::Sight(match standing.outside {
                true => Sight::Visible,
                false => Sight::Outside,
            })
        });
    }

    /// It ends before this frame.
    pub fn end_track(self) {
        self.edit_tracks(|_| TrackEdit::End);
    }

    /// It ends before this frame, and another begins here.
    pub fn split_track(self) {
        self.edit_tracks(|_| TrackEdit::Split);
    }

    /// The selected tracks become one.
    pub fn merge_tracks(self) {
        let tracks = untrack(move || self.selected_tracks());
        let Some(input) = self.input.get_untracked().filter(|_| tracks.len() > 1) else {
            return;
        };
        self.studio.run_with_toast(Command::MergeTracks {
            input,
            objects: tracks.into_iter().map(|(id, _)| id).collect(),
        });
        self.sync_scene();
    }

    /// The next key frame of the selected tracks, of all tracks where none is selected.
    pub fn next_key_frame(self) {
        let here = self.frame_asked_for();
        let next = self
            .key_frames()
            .into_iter()
            .filter(|key| *key > here)
            .min();
        if let Some(next) = next {
            self.go_to_frame(next);
        }
    }

    /// The key frame before.
    pub fn previous_key_frame(self) {
        let here = self.frame_asked_for();
        let previous = self
            .key_frames()
            .into_iter()
            .filter(|key| *key < here)
            .max();
        if let Some(previous) = previous {
            self.go_to_frame(previous);
        }
    }

    /// The frames that are key frames of the selected tracks; of all tracks where none is selected.
    fn key_frames(self) -> Vec<usize> {
        let frames = |track: &Track| {
            let keys = track.keys().iter();
            let frames = keys.filter_map(|key| self.frame_at(key.at));
            frames.collect::<Vec<_>>()
        };
        let selected = untrack(move || self.selected_tracks());
        if !selected.is_empty() {
            return selected
                .iter()
                .flat_map(|(_, track)| frames(track))
                .collect();
        }
        let all = self.with_objects(|objects| {
            let tracks = objects
                .iter()
                .filter_map(|entry| entry.object.shape().track());
            tracks.flat_map(frames).collect()
        });
        all.unwrap_or_default()
    }

    /// So that an object is on the frame: goes where it begins, unless it is here.
    pub(in crate::ui::viewer) fn reveal_in_time(self, object: ObjectId) {
        let at = self.moment();
        let begins = self.with_objects(|objects| {
            let shape = objects.get(object)?.object.shape();
            let segment = shape.segment();
            let is_here = shape
                .track()
                .is_some_and(|track| track.seen_at(at).is_some())
                || segment.is_some_and(|segment| segment.contains(at));
            let track = || {
                let stretches = shape.track()?.stretches();
                stretches.first().map(|(from, _)| *from)
            };
            let begins = segment.map(|segment| segment.first()).or_else(track);
            begins.filter(|_| !is_here)
        });
        if let Some(begins) = begins.flatten() {
            self.go_to(begins);
        }
    }
}
