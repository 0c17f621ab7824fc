//! Thumbnails: asked for while their tile is there, the newest wish first, and kept for a while.

use crate::document::{ContentHash, Source};
use crate::jobs::{Job, Reply};
use crate::ui::studio::Studio;
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
    /// Why there is none.
    Failed(String),
}

/// A tile that waits.
struct Wish {
    id: u32,
    hash: ContentHash,
    source: Source,
    show: RwSignal<Thumb>,
}

#[derive(Default)]
struct State {
    here: HashMap<ContentHash, String>,
    /// In the order in which they were wanted last.
    recent: VecDeque<ContentHash>,
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
    pub fn want(self, studio: Studio, hash: ContentHash, source: Source) -> RwSignal<Thumb> {
        let show = RwSignal::new(Thumb::Waiting);
        let id = self.0.try_update_value(|state| {
            if let Some(url) = state.touch(hash) {
                show.set(Thumb::Here(url));
                return None;
            }
            state.next += 1;
            state.wishes.push(Wish {
                id: state.next,
                hash,
                source,
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
                let thumb = fetch(studio, wish.hash, wish.source).await;
                self.0.try_update_value(|state| {
                    state.flying -= 1;
                    if let Thumb::Here(url) = &thumb {
                        state.keep(wish.hash, url.clone());
                    }
                });
                wish.show.try_set(thumb);
                self.pump(studio);
            });
        }
    }
}

impl State {
    /// The address of a thumbnail that is here.
    fn touch(&mut self, hash: ContentHash) -> Option<String> {
        let url = self.here.get(&hash)?.clone();
        self.recent.retain(|other| *other != hash);
        self.recent.push_back(hash);
        Some(url)
    }

    fn keep(&mut self, hash: ContentHash, url: String) {
        if let Some(before) = self.here.insert(hash, url) {
            revoke(&before);
        }
        self.recent.retain(|other| *other != hash);
        self.recent.push_back(hash);
        while self.recent.len() > KEPT {
            let oldest = self.recent.pop_front();
            if let Some(url) = oldest.and_then(|hash| self.here.remove(&hash)) {
                revoke(&url);
            }
        }
    }
}

/// A picture that shows it keeps showing it.
fn revoke(url: &str) {
    drop(Url::revoke_object_url(url));
}

async fn fetch(studio: Studio, hash: ContentHash, source: Source) -> Thumb {
    let workers = match studio.workers() {
        Ok(workers) => workers,
        Err(reason) => return Thumb::Failed(reason),
    };
    match workers
        .ask(Job::Thumbnail { hash, source }, Vec::new())
        .await
    {
        Ok((Reply::Thumbnail, blob)) => {
            match Url::create_object_url_with_blob(blob.unchecked_ref::<Blob>()) {
                Ok(url) => Thumb::Here(url),
                Err(error) => Thumb::Failed(crate::web::js::message(&error)),
            }
        }
        Ok((Reply::Refused(refusal), _)) => Thumb::Failed(refusal.reason),
        Ok(_) => Thumb::Failed("the worker answered something else".to_owned()),
        Err(reason) => Thumb::Failed(reason),
    }
}
