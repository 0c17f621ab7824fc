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
use crate::document::{Media, Moment, Objects, Source};
use crate::ui::studio::videos::{self, OpenVideo};
use crate::video::FrameTimes;
use leptos::prelude::*;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

/// A frame is waited for so long.
const PATIENCE: Duration = Duration::from_secs(10);

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
    /// The objects as they lie on the frame.
    seen: Option<Objects>,
    /// Tells one opening from another: the last one asked for is the one that is shown.
    opening: u32,
    /// Tells one seek from another.
    seeks: u32,
    /// What is to be done on the frame that is on its way.
    then: Vec<Box<dyn FnOnce()>>,
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
        self.scope.set(Scope::Video);
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

    /// Something is selected that isn't on the frame: a time range, or a track in other frames.
    pub(super) fn selection_is_elsewhere(self) -> bool {
        let selection = self.selection.get_untracked();
        let is_elsewhere =
            self.with_seen(|seen| selection.iter().any(|id| seen.get(*id).is_none()));
        self.is_video() && is_elsewhere == Some(true)
    }

    /// What is on the frame, from the document as it is now.
    pub(super) fn sync_seen(self) {
        let moment = self.moment();
        let seen = self.with_objects(|objects| objects.seen_at(moment));
        self.hand.update_value(|hand| hand.reel.seen = seen);
    }

    /// Lets go of the video that was shown.
    pub(super) fn close_video(self) {
        let reel = self.hand.try_update_value(|hand| {
            let opening = hand.reel.opening.wrapping_add(1);
            let closed = Reel {
                opening,
                ..Reel::default()
            };
            std::mem::replace(&mut hand.reel, closed)
        });
        drop(reel);
        self.film.reset();
    }

    /// Opens the video of the input and shows its first frame.
    pub(super) fn show_video(self, media: &Media) {
        self.picture_size.set(media.size);
        self.picture.set(match media.source {
            Source::Awaited => PictureState::Awaited,
            _ => PictureState::Loading,
        });
        self.fit_or_keep(media.size);
        self.ask_frame();
        self.open_at(media, 0);
    }

    /// Opens the video and shows a frame of it.
    fn open_at(self, media: &Media, frame: usize) {
        let Some(here) = media.video() else { return };
        let opening = self.hand.with_value(|hand| hand.reel.opening);
        leptos::task::spawn_local(async move {
            let opened = videos::open(self.studio, here).await;
            // Somebody has gone on meanwhile.
            if self.hand.try_with_value(|hand| hand.reel.opening) != Some(opening) {
                return;
            }
            match opened {
                Ok(video) => self.show_reel(video, frame),
                Err(reason) => self.picture.set(PictureState::Failed(reason)),
            }
        });
    }

    fn show_reel(self, video: OpenVideo, frame: usize) {
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
        if frame > 0 {
            self.go_to_frame(frame);
        }
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
            (sought, wanted)
        });
        let Some((here, wanted)) = arrived else {
            return;
        };
        // What the browser tells of later is the truth: it may have found a neighbour of what was sought.
        let here = here.unwrap_or_else(|| video.player.frame_now(&video.frames));
        self.show_frame(here);
        match wanted {
            Some(wanted) => self.go_to_frame(wanted),
            None => self.do_what_waited(),
        }
    }

    /// Does something on the frame that was asked for: now, or once it is there. A hand is faster than a decoder.
    pub(super) fn on_frame(self, what: impl FnOnce() + 'static) {
        let is_on_its_way = self.hand.with_value(|hand| hand.reel.sought.is_some());
        match is_on_its_way {
            true => self
                .hand
                .update_value(|hand| hand.reel.then.push(Box::new(what))),
            false => what(),
        }
    }

    fn do_what_waited(self) {
        let waiting = self
            .hand
            .try_update_value(|hand| std::mem::take(&mut hand.reel.then));
        for what in waiting.unwrap_or_default() {
            what();
        }
    }

    /// A frame that doesn't come isn't waited for.
    fn give_up(self, seek: u32) {
        let is_late = self.hand.try_with_value(|hand| {
            let reel = &hand.reel;
            reel.sought.filter(|_| reel.seeks == seek)
        });
        if let Some(frame) = is_late.flatten() {
            let said = format!("Frame {} didn't come within ten seconds", frame + 1);
            self.break_off(said);
        }
    }

    /// The video is opened once more, and shows what it showed last.
    fn break_off(self, said: String) {
        self.studio.complain(format!("{said}."));
        let last = self.film.frame.get_untracked();
        let input = self.input.get_untracked();
        let media = self.studio.look(|document, _| {
            let input = document.input(input?)?;
            Some(input.input.media.clone())
        });
        self.close_video();
        if let Some(media) = media.flatten() {
            self.open_at(&media, last);
        }
    }

    /// It plays no more. What a browser shows and what it says may be a frame apart then: the frame is gone to as to any
    /// other.
    fn stopped(self) {
        if self.film.playing.try_get_untracked() == Some(true) {
            self.film.playing.set(false);
        }
        let goes = self
            .hand
            .try_with_value(|hand| hand.reel.sought.is_some())
            .unwrap_or(true);
        // Who has stopped it to go somewhere goes there.
        if let Some(video) = self.reel().filter(|_| !goes) {
            self.go_to_frame(video.player.frame_now(&video.frames));
        }
    }

    fn broke_off(self) {
        if let Some(video) = self.reel() {
            let reason = video.player.complaint();
            self.break_off(format!("The video can't be shown there: {reason}"));
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
            reel.seeks = reel.seeks.wrapping_add(1);
            true
        });
        if goes == Some(true) {
            video.player.seek(frame, &video.frames);
            let seek = self.hand.with_value(|hand| hand.reel.seeks);
            set_timeout(move || self.give_up(seek), PATIENCE);
        }
    }

    /// Goes to the frame at a moment.
    pub fn go_to(self, at: Moment) {
        if let Some(frame) = self.frame_at(at) {
            self.go_to_frame(frame);
        }
    }

    /// The frame of a moment that was said: key frames of files may be a little beside the beginnings of frames.
    fn frame_at(self, at: Moment) -> Option<usize> {
        self.film
            .frames
            .with_untracked(|frames| frames.as_ref().map(|frames| frames.nearest(at)))
    }

    /// So many frames on, or back; from the one that is on its way.
    pub fn step_frames(self, by: isize) {
        self.go_to_frame(self.frame_asked_for().saturating_add_signed(by));
    }

    /// The frame that is shown, or the one that was asked for and is on its way.
    fn frame_asked_for(self) -> usize {
        let asked = self.hand.with_value(|hand| hand.reel.asked);
        asked.unwrap_or_else(|| self.film.frame.get_untracked())
    }

    /// Plays, or stops.
    pub fn play_or_pause(self) {
        let Some(video) = self.reel() else { return };
        if self.film.playing.get_untracked() {
            return self.pause();
        }
        let last = video.frames.count() - 1;
        let on_its_way = self.hand.try_update_value(|hand| {
            let reel = &mut hand.reel;
            let wanted = reel.wanted.take();
            reel.sought = None;
            wanted
        });
        let at_end = self.film.frame.get_untracked() == last;
        if let Some(frame) = on_its_way.flatten().or(at_end.then_some(0)) {
            video.player.seek(frame, &video.frames);
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
