//! Videos: looked at before they are added, opened for the viewer, and single frames of them as thumbnails. Workers read
//! the files; the page alone can have the browser decode them.

use super::Studio;
use crate::document::{ContentHash, Moment, Source};
use crate::jobs::{Job, Reply, VideoLook};
use crate::video::FrameTimes;
use crate::web::js::message;
use crate::web::oneshot::{Giver, oneshot};
use crate::web::player::Player;
use crate::web::thumbs::PictureStore;
use crate::web::worker_pool::WorkerPool;
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{Blob, File};

/// How the names of videos end.
const ENDINGS: [&str; 4] = [".mp4", ".m4v", ".mov", ".webm"];

/// The file is a video by its name.
pub fn is_video_name(name: &str) -> bool {
    let name = name.to_lowercase();
    ENDINGS.iter().any(|end| name.ends_with(end))
}

/// A video that can be shown, and when its frames begin.
pub struct OpenVideo {
    /// The browser's player.
    pub player: Player,
    /// When its frames begin.
    pub frames: FrameTimes,
}

/// A browser that takes a trimmed video to be so much longer shows what is cut off, in seconds.
const LONGER: f64 = 0.02;

impl OpenVideo {
    /// Opens a file that was looked at.
    ///
    /// # Errors
    /// The browser can't play it, or not as it is meant; in plain words.
    async fn new(file: &Blob, look: &VideoLook) -> Result<Self, String> {
        let player = Player::open(file).await?;
        if look.is_trimmed && player.length() > look.frames.end().seconds() + LONGER {
            return Err(
                "frames at its beginning are cut off by an edit list, which this browser doesn't follow: every frame \
                 would be another one. Open it in a Chromium browser, or encode it anew"
                    .to_owned(),
            );
        }
        Ok(Self {
            player,
            frames: look.frames.clone(),
        })
    }

    /// Goes to the frame at a moment and waits until it is there.
    ///
    /// # Errors
    /// It can't be decoded; in plain words.
    async fn show(&self, at: Moment) -> Result<(), String> {
        let frame = self.frames.index_at(at);
        self.player.arrive(frame, &self.frames).await
    }
}

/// Takes a video: its frames are read, it is tried whether the browser shows its first, a middle and its last one, and
/// then its bytes are kept.
///
/// # Errors
/// The worker is gone; in plain words. What is wrong with the file comes as a refusal.
pub(super) async fn add(
    workers: Rc<WorkerPool>,
    name: String,
    file: File,
    source: Source,
) -> Result<(Reply, JsValue), String> {
    let beside = || vec![JsValue::from(file.clone())];
    let job = Job::LookAtVideo { name: name.clone() };
    let mut look = match workers.ask(job, beside()).await? {
        (Reply::Video(look), _) => look,
        refused => return Ok(refused),
    };
    let still = first_look(&file, &mut look).await?;
    let job = Job::AddVideo { name, source, look };
    let answer = workers.ask(job, beside()).await?;
    if let (Reply::Picture(media), _) = &answer
        && let Some(hash) = &media.hash
    {
        keep_still(hash, &still).await;
    }
    Ok(answer)
}

/// A thumbnail of a video that isn't added yet. Its size is what the browser says.
///
/// # Errors
/// The browser can't show it; in plain words.
async fn first_look(file: &File, look: &mut VideoLook) -> Result<Blob, String> {
    let coded = |reason: String| format!("{reason}; its pictures are coded as {}", look.codec);
    let typed = file.slice_with_f64_and_f64_and_content_type(0.0, file.size(), &look.mime);
    let typed = typed.map_err(|error| message(&error))?;
    let video = OpenVideo::new(&typed, look).await.map_err(coded)?;
    let footage = video.frames.footage();
    let last = video.show(footage.end).await;
    last.map_err(|reason| format!("its last frame can't be shown: {reason}"))?;
    video.show(footage.poster()).await?;
    look.size = video.player.size();
    video.player.still(None).await
}

/// What can't be kept is made again when it is asked for.
async fn keep_still(hash: &ContentHash, still: &Blob) {
    if let Ok(store) = PictureStore::open().await {
        drop(store.put_thumb(hash, still).await);
    }
}

/// A frame of a video as small as a thumbnail, or a part of it: left, top, right, bottom in its pixels. The whole frame
/// that stands for the video is kept.
///
/// # Errors
/// It isn't there any more, or can't be decoded; in plain words.
pub async fn still(
    studio: Studio,
    (hash, source): (ContentHash, Source),
    at: Option<Moment>,
    part: Option<[i32; 4]>,
) -> Result<Blob, String> {
    if at.is_none() && part.is_none() {
        let store = PictureStore::open().await;
        let kept = match store {
            Ok(store) => store.thumb(&hash).await.ok().flatten(),
            Err(_) => None,
        };
        if let Some(kept) = kept {
            return Ok(kept);
        }
    }
    let _turn = Turn::take().await;
    let taken = take_still(studio, (hash, source), at, part).await;
    if taken.is_err() {
        // A player that failed may answer the next wish with what it was asked before.
        LAST.set(None);
    }
    let still = taken?;
    if at.is_none() && part.is_none() {
        keep_still(&hash, &still).await;
    }
    Ok(still)
}

async fn take_still(
    studio: Studio,
    (hash, source): (ContentHash, Source),
    at: Option<Moment>,
    part: Option<[i32; 4]>,
) -> Result<Blob, String> {
    let video = recent(studio, hash, source).await?;
    video
        .show(at.unwrap_or_else(|| video.frames.footage().poster()))
        .await?;
    video.player.still(part).await
}

/// Opens a video to be shown.
///
/// # Errors
/// It isn't there any more, or the browser can't play it; in plain words.
pub async fn open(
    studio: Studio,
    (hash, source): (ContentHash, Source),
) -> Result<OpenVideo, String> {
    let workers = studio.workers()?;
    let job = Job::Frames {
        hash,
        source: source.clone(),
    };
    let look = match workers.ask(job, Vec::new()).await? {
        (Reply::Video(look), _) => look,
        (Reply::Refused(refusal), _) => return Err(refusal.reason),
        _ => return Err("the worker answered something else".to_owned()),
    };
    let job = Job::Original { hash, source };
    let file: Blob = match workers.ask(job, Vec::new()).await? {
        (Reply::Original, file) => file.unchecked_into(),
        (Reply::Refused(refusal), _) => return Err(refusal.reason),
        _ => return Err("the worker answered something else".to_owned()),
    };
    OpenVideo::new(&file, &look).await
}

thread_local! {
    /// The video of the last thumbnail: its others are asked for next.
    static LAST: RefCell<Option<(ContentHash, Rc<OpenVideo>)>> = const { RefCell::new(None) };
    static WAITING: RefCell<VecDeque<Giver<()>>> = const { RefCell::new(VecDeque::new()) };
    static TAKEN: Cell<bool> = const { Cell::new(false) };
}

async fn recent(
    studio: Studio,
    hash: ContentHash,
    source: Source,
) -> Result<Rc<OpenVideo>, String> {
    let last = LAST.with_borrow(|last| last.clone().filter(|(of, _)| *of == hash));
    if let Some((_, video)) = last {
        return Ok(video);
    }
    LAST.set(None);
    let video = Rc::new(open(studio, (hash, source)).await?);
    LAST.set(Some((hash, video.clone())));
    Ok(video)
}

/// One thumbnail at a time: a player shows one frame.
struct Turn;

impl Turn {
    async fn take() -> Self {
        if TAKEN.replace(true) {
            let (giver, taker) = oneshot();
            WAITING.with_borrow_mut(|waiting| waiting.push_back(giver));
            taker.await;
        }
        Self
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let next = WAITING.with_borrow_mut(|waiting| {
            waiting.retain(Giver::is_wanted);
            waiting.pop_front()
        });
        match next {
            Some(next) => next.give(()),
            None => {
                TAKEN.set(false);
                // A decoder that nobody needs is let go.
                LAST.set(None);
            }
        }
    }
}
