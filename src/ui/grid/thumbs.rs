//! Thumbnails, frames of videos, and the first lines of texts: asked for while their tile is there, the newest wish first, and kept for a while.

use crate::document::{ContentHash, Media, Moment, Source};
use crate::jobs::{Job, Reply};
use crate::ui::studio::{Studio, videos};
use leptos::prelude::*;
use std::collections::{HashMap, VecDeque};
use wasm_bindgen::JsCast as _;
use web_sys::{Blob, Url};

/// Thumbnails that are kept.
const KEPT: usize = 400;

/// Thumbnails that are asked for at a time.
const AT_A_TIME: usize = 6;

/// What a tile shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Thumb {
    /// It isn't there yet.
    #[default]
    Waiting,
    /// Its address.
    Here(String),
    /// The first lines of a text.
    Text(String),
    /// Why there is none.
    Failed(String),
}

/// A picture that a tile wants, a part of it, a frame of a video, or the first lines of a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Wanted {
    hash: ContentHash,
    source: Source,
    what: What,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum What {
    Whole,
    /// Left, top, right, bottom in picture pixels.
    Part([i32; 4]),
    /// The frame that stands for a video.
    Poster,
    /// A part of the frame at a moment; all of it where none is named.
    Frame(Moment, Option<[i32; 4]>),
    Lines,
}

/// What a thumbnail is kept under.
type Key = (ContentHash, What);

/// So many characters are more than a tile shows.
const CHARACTERS: usize = 600;

impl Wanted {
    /// What stands for an input: its picture, a frame of its video, the first lines of its text. None while it isn't
    /// here.
    pub fn face(media: &Media) -> Option<Self> {
        let of = |what| move |(hash, source)| Self { hash, source, what };
        let picture = media.picture().map(of(What::Whole));
        let video = media.video().map(of(What::Poster));
        picture.or(video).or(media.text().map(of(What::Lines)))
    }

    /// All of a picture.
    pub fn whole(hash: ContentHash, source: Source) -> Self {
        Self {
            hash,
            source,
            what: What::Whole,
        }
    }

    /// A part of a picture: left, top, right, bottom in its pixels.
    pub fn part(hash: ContentHash, source: Source, part: [i32; 4]) -> Self {
        Self {
            hash,
            source,
            what: What::Part(part),
        }
    }

    /// A part of the frame at a moment of a video: left, top, right, bottom in its pixels; all of it where none is named.
    pub fn frame(hash: ContentHash, source: Source, at: Moment, part: Option<[i32; 4]>) -> Self {
        Self {
            hash,
            source,
            what: What::Frame(at, part),
        }
    }

    fn key(&self) -> Key {
        (self.hash, self.what)
    }
}

/// A tile that waits.
struct Wish {
    id: u32,
    wanted: Wanted,
    show: RwSignal<Thumb>,
}

#[derive(Default)]
struct State {
    here: HashMap<Key, Thumb>,
    /// In the order in which they were wanted last.
    recent: VecDeque<Key>,
    wishes: Vec<Wish>,
    flying: usize,
    next: u32,
}

/// All thumbnails of this tab; copied freely.
#[derive(Clone, Copy)]
pub struct Thumbs(StoredValue<State, LocalStorage>);

impl Default for Thumbs {
    fn default() -> Self {
        Self(StoredValue::new_local(State::default()))
    }
}

impl Thumbs {
    /// A tile wants a thumbnail, as long as it is there.
    pub fn want(self, studio: Studio, wanted: Wanted) -> RwSignal<Thumb> {
        let show = RwSignal::new(Thumb::Waiting);
        let id = self.0.try_update_value(|state| {
            if let Some(thumb) = state.touch(wanted.key()) {
                show.set(thumb);
                return None;
            }
            state.next += 1;
            state.wishes.push(Wish {
                id: state.next,
                wanted,
                show,
            });
            Some(state.next)
        });
        if let Some(id) = id.flatten() {
            on_cleanup(move || {
                self.0
                    .try_update_value(|state| state.wishes.retain(|wish| wish.id != id));
            });
            // After the other tiles of this frame have said what they want.
            queue_microtask(move || self.pump(studio));
        }
        show
    }

    /// Asks for the newest wishes.
    fn pump(self, studio: Studio) {
        loop {
            let next = self.0.try_update_value(|state| {
                if state.flying >= AT_A_TIME {
                    return None;
                }
                let wish = state.wishes.pop()?;
                state.flying += 1;
                Some(wish)
            });
            let Some(wish) = next.flatten() else {
                return;
            };
            leptos::task::spawn_local(async move {
                let key = wish.wanted.key();
                let thumb = fetch(studio, wish.wanted).await;
                self.0.try_update_value(|state| {
                    state.flying -= 1;
                    if let Thumb::Here(_) | Thumb::Text(_) = &thumb {
                        state.keep(key, thumb.clone());
                    }
                });
                wish.show.try_set(thumb);
                self.pump(studio);
            });
        }
    }
}

impl State {
    /// A thumbnail that is here.
    fn touch(&mut self, key: Key) -> Option<Thumb> {
        let thumb = self.here.get(&key)?.clone();
        self.recent.retain(|other| *other != key);
        self.recent.push_back(key);
        Some(thumb)
    }

    fn keep(&mut self, key: Key, thumb: Thumb) {
        if let Some(before) = self.here.insert(key, thumb) {
            revoke(&before);
        }
        self.recent.retain(|other| *other != key);
        self.recent.push_back(key);
        while self.recent.len() > KEPT {
            let oldest = self.recent.pop_front();
            if let Some(thumb) = oldest.and_then(|key| self.here.remove(&key)) {
                revoke(&thumb);
            }
        }
    }
}

/// A picture that shows it keeps showing it.
fn revoke(thumb: &Thumb) {
    if let Thumb::Here(url) = thumb {
        drop(Url::revoke_object_url(url));
    }
}

async fn fetch(studio: Studio, wanted: Wanted) -> Thumb {
    let Wanted { hash, source, what } = wanted;
    let job = match what {
        What::Whole => Job::Thumbnail { hash, source },
        What::Part(part) => Job::Crop { hash, source, part },
        What::Lines => Job::Text {
            hash,
            source,
            most: Some(CHARACTERS),
        },
        What::Poster => return here(videos::still(studio, (hash, source), None, None).await),
        What::Frame(at, part) => {
            return here(videos::still(studio, (hash, source), Some(at), part).await);
        }
    };
    let workers = match studio.workers() {
        Ok(workers) => workers,
        Err(reason) => return Thumb::Failed(reason),
    };
    match workers.ask(job, Vec::new()).await {
        Ok((Reply::Thumbnail, blob)) => here(Ok(blob.unchecked_into())),
        Ok((Reply::Text(text), _)) => Thumb::Text(text),
        Ok((Reply::Refused(refusal), _)) => Thumb::Failed(refusal.reason),
        Ok(_) => Thumb::Failed("the worker answered something else".to_owned()),
        Err(reason) => Thumb::Failed(reason),
    }
}

/// A picture as an address.
fn here(blob: Result<Blob, String>) -> Thumb {
    let url = blob.and_then(|blob| {
        Url::create_object_url_with_blob(&blob).map_err(|error| crate::web::js::message(&error))
    });
    match url {
        Ok(url) => Thumb::Here(url),
        Err(reason) => Thumb::Failed(reason),
    }
}
