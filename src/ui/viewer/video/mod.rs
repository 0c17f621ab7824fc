//! Videos in the viewer: the frame that is shown, and the tracks as they lie on it. On a frame everything is as on a
//! picture: the tools don't know of time.

mod ranges;
mod time_line;
mod tracks;
mod transport;

pub use ranges::{Ranges, Scope, ScopeChoice};
pub use time_line::TimeLine;

use super::desk::{Desk, PictureState};
use crate::document::shape::Segment;
use crate::document::{InputId, Media, Moment, Objects, Source};
use crate::ui::studio::videos::{self, OpenVideo};
use crate::video::FrameTimes;
use leptos::prelude::*;
use std::rc::Rc;
use std::sync::Arc;

/// What is shown of a video; copied freely.
#[derive(Clone, Copy)]
pub struct Film {
    /// When its frames begin, once they are read.
    pub frames: RwSignal<Option<Arc<FrameTimes>>>,
    /// The frame that is shown, from 0.
    pub frame: RwSignal<usize>,
    /// It plays.
    pub playing: RwSignal<bool>,
    /// How fast it plays; 1 is as it was recorded.
    pub rate: RwSignal<f64>,
    /// It is heard.
    pub sound: RwSignal<bool>,
    /// The part of its time that is chosen.
    pub range: RwSignal<Option<Segment>>,
    /// Where a time range was begun that has no end yet.
    pub began: RwSignal<Option<Moment>>,
    /// What a classification is said of.
    pub scope: RwSignal<Scope>,
}

/// The video in hand, and what is on the frame that it shows.
#[derive(Default)]
pub struct Reel {
    video: Option<Rc<OpenVideo>>,
    /// The frame to go to next.
    wanted: Option<usize>,
    /// The frame that is sought now.
    sought: Option<usize>,
    /// The frame that was asked for last, since it was played: a browser may show a neighbour of it, and the next step
    /// goes on from what was asked for.
    asked: Option<usize>,
    /// The frame that the browser told of since it was sought.
    told: Option<usize>,
    /// The objects as they lie on the frame.
    seen: Option<Objects>,
}

impl Default for Film {
    fn default() -> Self {
        Self {
            frames: RwSignal::new(None),
            frame: RwSignal::new(0),
            playing: RwSignal::new(false),
            rate: RwSignal::new(1.0),
            sound: RwSignal::new(false),
            range: RwSignal::new(None),
            began: RwSignal::new(None),
            scope: RwSignal::new(Scope::Video),
        }
    }
}

impl Film {
    /// When the frame begins that is shown.
    pub fn moment(self) -> Moment {
        let frame = self.frame.get();
        self.frames
            .with(|frames| frames.as_ref().map(|frames| frames.start(frame)))
            .unwrap_or_default()
    }

    fn reset(self) {
        self.frames.set(None);
        self.frame.set(0);
        self.playing.set(false);
        self.range.set(None);
        self.began.set(None);
    }
}

impl Reel {
    /// What is on the frame that is shown.
    pub fn seen(&self) -> Option<&Objects> {
        self.seen.as_ref()
    }

    /// The element that shows the frame.
    pub fn picture(&self) -> Option<&web_sys::HtmlVideoElement> {
        Some(self.video.as_ref()?.player.video())
    }
}

impl Desk {
    /// The input is a video.
    pub fn is_video(self) -> bool {
        self.kind.get_untracked().is_video()
    }

    /// When the frame begins that is shown.
    pub fn moment(self) -> Moment {
        untrack(move || self.film.moment())
    }

    /// Looks at the objects as they are to be seen: of a video on the frame that is shown.
    pub fn with_seen<R>(self, f: impl FnOnce(&Objects) -> R) -> Option<R> {
        match self.is_video() {
            true => self.hand.with_value(|hand| hand.reel.seen.as_ref().map(f)),
            false => self.with_objects(f),
        }
    }

    /// What is on the frame, from the document as it is now.
    pub(super) fn sync_seen(self) {
        let moment = self.moment();
        let seen = self.with_objects(|objects| objects.seen_at(moment));
        self.hand.update_value(|hand| hand.reel.seen = seen);
    }

    /// Lets go of the video that was shown.
    pub(super) fn close_video(self) {
        let reel = self
            .hand
            .try_update_value(|hand| std::mem::take(&mut hand.reel));
        drop(reel);
        self.film.reset();
    }

    /// Opens the video of the input and shows its first frame.
    pub(super) fn show_video(self, input: InputId, media: &Media) {
        self.picture_size.set(media.size);
        self.picture.set(match media.source {
            Source::Awaited => PictureState::Awaited,
            _ => PictureState::Loading,
        });
        self.fit_or_keep(media.size);
        self.ask_frame();
        let Some(here) = media.video() else { return };
        leptos::task::spawn_local(async move {
            let opened = videos::open(self.studio, here).await;
            // Somebody has gone on meanwhile.
            if self.input.try_get_untracked().flatten() != Some(input) {
                return;
            }
            match opened {
                Ok(video) => self.show_reel(video),
                Err(reason) => self.picture.set(PictureState::Failed(reason)),
            }
        });
    }

    fn show_reel(self, video: OpenVideo) {
        let size = video.player.size();
        let frames = Arc::new(video.frames.clone());
        let player = &video.player;
        player.tell(move |time| self.frame_came(time));
        player.on("seeked", move || self.arrived());
        player.on("pause", move || self.stopped());
        player.on("error", move || self.broke_off());
        self.hand
            .update_value(|hand| hand.reel.video = Some(Rc::new(video)));
        self.film.frames.set(Some(frames));
        self.picture.set(PictureState::Shown);
        if self.picture_size.get_untracked() != Some(size) {
            self.picture_size.set(Some(size));
            self.fit_or_keep(Some(size));
        }
        self.show_frame(0);
    }

    fn reel(self) -> Option<Rc<OpenVideo>> {
        self.hand
            .try_with_value(|hand| hand.reel.video.clone())
            .flatten()
    }

    /// The browser shows a frame of this time.
    fn frame_came(self, time: f64) {
        if let Some(video) = self.reel() {
            let frame = video.player.frame_of(time, &video.frames);
            self.hand.update_value(|hand| hand.reel.told = Some(frame));
            self.show_frame(frame);
        }
    }

    /// A seek is over: on to the frame that is wanted by now.
    fn arrived(self) {
        let Some(video) = self.reel() else { return };
        let arrived = self.hand.try_update_value(|hand| {
            let reel = &mut hand.reel;
            let sought = reel.sought.take();
            let wanted = reel.wanted.take().filter(|wanted| Some(*wanted) != sought);
            // What the browser tells is the truth: it may have found another frame than was sought.
            (reel.told.or(sought), wanted)
        });
        let Some((here, wanted)) = arrived else {
            return;
        };
        let here = here.unwrap_or_else(|| video.player.frame_now(&video.frames));
        self.show_frame(here);
        if let Some(wanted) = wanted {
            self.go_to_frame(wanted);
        }
    }

    /// It plays no more. What a browser shows and what it says may be a frame apart then: the frame is gone to as to any
    /// other.
    fn stopped(self) {
        if self.film.playing.try_get_untracked() == Some(true) {
            self.film.playing.set(false);
        }
        if let Some(video) = self.reel() {
            self.go_to_frame(video.player.frame_now(&video.frames));
        }
    }

    fn broke_off(self) {
        if let Some(video) = self.reel() {
            let reason = video.player.complaint();
            self.studio
                .complain(format!("The video can't be shown from here on: {reason}."));
        }
    }

    /// The picture, and the tracks as they lie on it, in one go.
    fn show_frame(self, frame: usize) {
        let is_other = self.film.frame.get_untracked() != frame;
        if is_other {
            self.film.frame.set(frame);
        }
        let is_new = self
            .hand
            .try_update_value(|hand| {
                hand.pictures.is_another_frame();
                hand.reel.seen.is_none()
            })
            .unwrap_or(false);
        // Told twice of a frame, the tracks lie where they lay.
        if is_other || is_new {
            self.sync_scene();
        }
        self.frame();
    }

    /// Goes to a frame, and stops there.
    pub fn go_to_frame(self, frame: usize) {
        let Some(video) = self.reel() else { return };
        self.pause();
        let frame = frame.min(video.frames.count() - 1);
        let goes = self.hand.try_update_value(|hand| {
            let reel = &mut hand.reel;
            reel.asked = Some(frame);
            if reel.sought.is_some() {
                reel.wanted = Some(frame);
                return false;
            }
            reel.sought = Some(frame);
            reel.told = None;
            true
        });
        if goes == Some(true) {
            video.player.seek(frame, &video.frames);
        }
    }

    /// Goes to the frame at a moment.
    pub fn go_to(self, at: Moment) {
        let frame = self
            .film
            .frames
            .with_untracked(|frames| frames.as_ref().map(|frames| frames.index_at(at)));
        if let Some(frame) = frame {
            self.go_to_frame(frame);
        }
    }

    /// So many frames on, or back; from the one that is on its way.
    pub fn step_frames(self, by: isize) {
        let asked = self.hand.with_value(|hand| hand.reel.asked);
        let now = asked.unwrap_or_else(|| self.film.frame.get_untracked());
        self.go_to_frame(now.saturating_add_signed(by));
    }

    /// Plays, or stops.
    pub fn play_or_pause(self) {
        let Some(video) = self.reel() else { return };
        if self.film.playing.get_untracked() {
            return self.pause();
        }
        let last = video.frames.count() - 1;
        if self.film.frame.get_untracked() == last {
            video.player.seek(0, &video.frames);
        }
        let player = video.player.video();
        player.set_playback_rate(self.film.rate.get_untracked());
        player.set_muted(!self.film.sound.get_untracked());
        self.hand.update_value(|hand| hand.reel.asked = None);
        self.film.playing.set(true);
        video.player.play();
    }

    /// Stops.
    pub fn pause(self) {
        if self.film.playing.get_untracked() {
            self.film.playing.set(false);
            if let Some(video) = self.reel() {
                // Nothing to do about a video that doesn't stop.
                drop(video.player.video().pause());
            }
        }
    }

    /// Plays so fast from now on.
    fn set_rate(self, rate: f64) {
        self.film.rate.set(rate);
        if let Some(video) = self.reel() {
            video.player.video().set_playback_rate(rate);
        }
    }

    /// Is heard, or isn't.
    fn set_sound(self, sound: bool) {
        self.film.sound.set(sound);
        if let Some(video) = self.reel() {
            video.player.video().set_muted(!sound);
        }
    }
}
