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
            has_key: tracks.iter().any(|(_, track)| track.key_at(at).is_some()),
            has_begun: !sights.is_empty(),
            occluded: all(Sight::Occluded),
            outside: all(Sight::Outside),
        }
    }

    fn edit_tracks(self, edit: TrackEdit) {
        let tracks = untrack(move || self.selected_tracks());
        let Some(input) = self.input.get_untracked().filter(|_| !tracks.is_empty()) else {
            return;
        };
        self.pause();
        self.studio.run_with_toast(Command::EditTracks {
            input,
            objects: tracks.into_iter().map(|(id, _)| id).collect(),
            at: self.moment(),
            edit,
        });
        self.sync_scene();
    }

    /// A key frame here, or none.
    pub fn toggle_key_frame(self) {
        self.edit_tracks(match untrack(move || self.standing()).has_key {
            true => TrackEdit::RemoveKey,
            false => TrackEdit::AddKey,
        });
    }

    /// Something is before it from here on, or nothing.
    pub fn toggle_occluded(self) {
        self.edit_tracks(TrackEdit::Sight(
            match untrack(move || self.standing()).occluded {
                true => Sight::Visible,
                false => Sight::Occluded,
            },
        ));
    }

    /// It isn't in the picture from here on, or it is.
    pub fn toggle_outside(self) {
        self.edit_tracks(TrackEdit::Sight(
            match untrack(move || self.standing()).outside {
                true => Sight::Visible,
                false => Sight::Outside,
            },
        ));
    }

    /// It ends before this frame.
    pub fn end_track(self) {
        self.edit_tracks(TrackEdit::End);
    }

    /// It ends before this frame, and another begins here.
    pub fn split_track(self) {
        self.edit_tracks(TrackEdit::Split);
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
        let keys = self.key_frames_about(|track, at| track.key_after(at));
        if let Some(next) = keys.into_iter().min() {
            self.go_to(next);
        }
    }

    /// The key frame before.
    pub fn previous_key_frame(self) {
        let keys = self.key_frames_about(|track, at| track.key_before(at));
        if let Some(previous) = keys.into_iter().max() {
            self.go_to(previous);
        }
    }

    fn key_frames_about(self, find: impl Fn(&Track, Moment) -> Option<Moment>) -> Vec<Moment> {
        let at = self.moment();
        let selected = untrack(move || self.selected_tracks());
        if !selected.is_empty() {
            let found = selected.iter().filter_map(|(_, track)| find(track, at));
            return found.collect();
        }
        let all = self.with_objects(|objects| {
            let tracks = objects
                .iter()
                .filter_map(|entry| entry.object.shape().track());
            tracks.filter_map(|track| find(track, at)).collect()
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
