//! A video that plays in the page: the browser decodes, and says which frame it shows. Page only.

use super::js::message;
use super::oneshot::oneshot;
use super::pictures::scaled;
use crate::document::Moment;
use crate::geometry::PixelSize;
use crate::video::FrameTimes;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::{JsCast as _, JsValue, closure::Closure, prelude::wasm_bindgen};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, EventTarget, HtmlVideoElement, ImageBitmap, Url};

/// A video that says nothing for so long isn't waited for (S10 of the failures to survive), in milliseconds.
const PATIENCE: i32 = 10_000;

#[wasm_bindgen]
extern "C" {
    /// A video that tells when a frame is shown. web-sys has it behind an unstable flag.
    #[wasm_bindgen(extends = HtmlVideoElement, js_name = HTMLVideoElement)]
    type TellingVideo;

    #[wasm_bindgen(method, js_name = requestVideoFrameCallback)]
    fn request_video_frame_callback(this: &TellingVideo, callback: &js_sys::Function) -> u32;

    #[wasm_bindgen(method, js_name = cancelVideoFrameCallback)]
    fn cancel_video_frame_callback(this: &TellingVideo, handle: u32);

    /// What is known of a frame that is shown.
    type FrameMetadata;

    /// Its time in the file, in seconds.
    #[wasm_bindgen(method, getter, js_name = mediaTime)]
    fn media_time(this: &FrameMetadata) -> f64;
}

/// Between two looks at whether the page is seen, in milliseconds.
const LOOK: i32 = 250;

/// A video element with a file in it.
pub struct Player {
    video: HtmlVideoElement,
    url: String,
    /// The time of the first frame in the browser's count, in seconds: files begin where they like.
    anchor: f64,
    told: Rc<RefCell<Option<Telling>>>,
    listeners: RefCell<Vec<Listener>>,
}

/// The event, and what is done then.
type Listener = (&'static str, Closure<dyn FnMut()>);

/// Somebody is told of every frame that is shown.
struct Telling {
    callback: Closure<dyn FnMut(f64, FrameMetadata)>,
    handle: Cell<u32>,
}

/// How an event came.
enum Came {
    Good,
    Bad,
    Late,
}

impl Player {
    /// Opens a file and waits for its first frame.
    ///
    /// # Errors
    /// The browser can't play it; in plain words.
    pub async fn open(file: &Blob) -> Result<Self, String> {
        let said = |error: JsValue| message(&error);
        let document = web_sys::window()
            .and_then(|window| window.document())
            .ok_or("there is no page")?;
        let video: HtmlVideoElement = document
            .create_element("video")
            .map_err(said)?
            .unchecked_into();
        // Without it nobody knows which frame is seen.
        if !js_sys::Reflect::has(&video, &"requestVideoFrameCallback".into()).unwrap_or(false) {
            return Err("this browser is too old: it doesn't tell which frame it shows".to_owned());
        }
        let url = Url::create_object_url_with_blob(file).map_err(said)?;
        let mut player = Self {
            video,
            url,
            anchor: 0.0,
            told: Rc::default(),
            listeners: RefCell::default(),
        };
        let video = &player.video;
        video.set_muted(true);
        video.set_preload("auto");
        // Not attributes of web-sys, and without them a phone plays over the whole screen.
        drop(video.set_attribute("playsinline", ""));
        let (giver, first) = oneshot();
        let giver = Cell::new(Some(giver));
        player.tell(move |time| {
            if let Some(giver) = giver.take() {
                giver.give(time);
            }
        });
        let ready = event(&player.video, "loadeddata", Some("error"), PATIENCE);
        player.video.set_src(&player.url);
        match ready.await {
            Came::Good => {}
            Came::Bad => return Err(player.complaint()),
            Came::Late => return Err("the browser didn't open it within ten seconds".to_owned()),
        }
        if player.size().area() == 0 {
            return Err("it has no pictures that this browser can show".to_owned());
        }
        player.anchor = shown(first)
            .await
            .ok_or("the browser didn't show its first frame within ten seconds")?;
        player.hush();
        Ok(player)
    }

    /// The element, to be drawn from.
    pub fn video(&self) -> &HtmlVideoElement {
        &self.video
    }

    /// The size of its pictures, as displayed.
    pub fn size(&self) -> PixelSize {
        PixelSize::new(self.video.video_width(), self.video.video_height())
    }

    /// How long the browser takes it to be, in seconds from its first frame.
    pub fn length(&self) -> f64 {
        self.video.duration() - self.anchor
    }

    /// Goes to a frame; `seeked` comes when it is there.
    pub fn seek(&self, frame: usize, frames: &FrameTimes) {
        let middle = self.anchor + frames.middle(frame).seconds();
        self.video.set_current_time(middle);
    }

    /// The frame of a time that the browser told.
    pub fn frame_of(&self, media_time: f64, frames: &FrameTimes) -> usize {
        frames.nearest(Moment::from_seconds(media_time - self.anchor))
    }

    /// The frame that is shown now, by the element's clock.
    pub fn frame_now(&self, frames: &FrameTimes) -> usize {
        frames.index_at(Moment::from_seconds(
            self.video.current_time() - self.anchor,
        ))
    }

    /// Goes to a frame and waits until it is there.
    ///
    /// # Errors
    /// It can't be decoded; in plain words.
    pub async fn arrive(&self, frame: usize, frames: &FrameTimes) -> Result<(), String> {
        let there = event(&self.video, "seeked", Some("error"), PATIENCE);
        self.seek(frame, frames);
        match there.await {
            Came::Good => Ok(()),
            Came::Bad => Err(self.complaint()),
            Came::Late => Err(format!(
                "frame {} didn't come within ten seconds",
                frame + 1
            )),
        }
    }

    /// The picture that is shown now.
    ///
    /// # Errors
    /// The browser gives none; in plain words.
    pub async fn picture(&self) -> Result<ImageBitmap, String> {
        let said = |error: JsValue| message(&error);
        let window = web_sys::window().ok_or("there is no page")?;
        let promise = window.create_image_bitmap_with_html_video_element(&self.video);
        let bitmap = JsFuture::from(promise.map_err(said)?).await.map_err(said)?;
        Ok(bitmap.unchecked_into())
    }

    /// The picture that is shown now, as small as a thumbnail, or a part of it: left, top, right, bottom in its pixels.
    ///
    /// # Errors
    /// The browser gives none; in plain words.
    pub async fn still(&self, part: Option<[i32; 4]>) -> Result<Blob, String> {
        let bitmap = self.picture().await?;
        let (width, height) = (f64::from(bitmap.width()), f64::from(bitmap.height()));
        let [left, top, right, bottom] = match part {
            Some(part) => part.map(f64::from),
            None => [0.0, 0.0, width, height],
        };
        let (left, top) = (left.clamp(0.0, width), top.clamp(0.0, height));
        let (right, bottom) = (right.min(width), bottom.min(height));
        let part = [left, top, (right - left).max(1.0), (bottom - top).max(1.0)];
        let blob = scaled(&bitmap, part).await;
        bitmap.close();
        blob.map_err(|error| message(&error))
    }

    /// From now on somebody is told the time of every frame that is shown, in the browser's count; nobody else is.
    pub fn tell(&self, mut f: impl FnMut(f64) + 'static) {
        self.hush();
        let told = self.told.clone();
        let again = self.video.clone();
        let callback = Closure::new(move |_now: f64, frame: FrameMetadata| {
            // Asked for again first: what is told may ask for silence.
            if let Some(telling) = told.borrow().as_ref() {
                telling.ask(&again);
            }
            f(frame.media_time());
        });
        let telling = Telling {
            callback,
            handle: Cell::new(0),
        };
        telling.ask(&self.video);
        *self.told.borrow_mut() = Some(telling);
    }

    /// Does something whenever an event comes, as long as the player is there.
    pub fn on(&self, name: &'static str, f: impl FnMut() + 'static) {
        let listener = Closure::new(f);
        let function = listener.as_ref().unchecked_ref();
        // A listener of a known kind is never refused.
        drop(self.video.add_event_listener_with_callback(name, function));
        self.listeners.borrow_mut().push((name, listener));
    }

    /// Plays on.
    pub fn play(&self) {
        if let Ok(begun) = self.video.play() {
            // A pause before it began is no failure; what is one comes as an event.
            wasm_bindgen_futures::spawn_local(async move { drop(JsFuture::from(begun).await) });
        }
    }

    /// Nobody is told any more.
    fn hush(&self) {
        // Not dropped while it runs.
        let told = self.told.borrow_mut().take();
        if let Some(telling) = told {
            let video: &TellingVideo = self.video.unchecked_ref();
            video.cancel_video_frame_callback(telling.handle.get());
            drop_later(telling);
        }
    }

    /// Why it doesn't play.
    pub fn complaint(&self) -> String {
        let code = self
            .video
            .error()
            .map(|error| (error.code(), error.message()));
        match code {
            Some((web_sys::MediaError::MEDIA_ERR_DECODE, said)) => {
                format!("it is damaged: the browser can't decode it ({said})")
            }
            Some((web_sys::MediaError::MEDIA_ERR_SRC_NOT_SUPPORTED, said)) => {
                format!("this browser can't play it ({said})")
            }
            Some((_, said)) => said,
            None => "this browser can't play it".to_owned(),
        }
    }
}

impl Telling {
    fn ask(&self, video: &HtmlVideoElement) {
        let video: &TellingVideo = video.unchecked_ref();
        let callback = self.callback.as_ref().unchecked_ref();
        self.handle
            .set(video.request_video_frame_callback(callback));
    }
}

/// What may be running now is dropped when it is over.
fn drop_later(telling: Telling) {
    wasm_bindgen_futures::spawn_local(async move { drop(telling) });
}

impl Drop for Player {
    fn drop(&mut self) {
        self.hush();
        for (name, listener) in self.listeners.take() {
            let function = listener.as_ref().unchecked_ref();
            drop(
                self.video
                    .remove_event_listener_with_callback(name, function),
            );
            wasm_bindgen_futures::spawn_local(async move { drop(listener) });
        }
        drop(self.video.pause());
        // Lets go of the decoder and of the file.
        drop(self.video.remove_attribute("src"));
        self.video.load();
        drop(Url::revoke_object_url(&self.url));
    }
}

/// Waits for one of two events, or until it is late.
fn event(
    target: &EventTarget,
    good: &'static str,
    bad: Option<&'static str>,
    patience: i32,
) -> impl Future<Output = Came> + use<> {
    let (giver, taker) = oneshot();
    let giver = Rc::new(Cell::new(Some(giver)));
    let listen = |name: &'static str, came: fn() -> Came| {
        let giver = giver.clone();
        let listener = Closure::<dyn FnMut()>::new(move || {
            if let Some(giver) = giver.take() {
                giver.give(came());
            }
        });
        // A listener of a known kind is never refused.
        drop(target.add_event_listener_with_callback(name, listener.as_ref().unchecked_ref()));
        (name, listener)
    };
    let mut listeners = vec![listen(good, || Came::Good)];
    listeners.extend(bad.map(|bad| listen(bad, || Came::Bad)));
    let target = target.clone();
    async move {
        let came = within(taker, patience).await.unwrap_or(Came::Late);
        for (name, listener) in &listeners {
            let listener = listener.as_ref().unchecked_ref();
            drop(target.remove_event_listener_with_callback(name, listener));
        }
        came
    }
}

/// The time of the first frame. A page that isn't seen shows no frames: then it is waited for until it is.
async fn shown(first: impl Future<Output = f64> + 'static) -> Option<f64> {
    let (giver, taker) = oneshot();
    let giver = Rc::new(Cell::new(Some(giver)));
    let late = giver.clone();
    wasm_bindgen_futures::spawn_local(async move {
        let time = first.await;
        if let Some(giver) = giver.take() {
            giver.give(Some(time));
        }
    });
    wasm_bindgen_futures::spawn_local(async move {
        let mut seen = 0;
        while seen < PATIENCE {
            super::js::pause(LOOK).await;
            let document = web_sys::window().and_then(|window| window.document());
            if document.is_some_and(|document| !document.hidden()) {
                seen += LOOK;
            }
        }
        if let Some(giver) = late.take() {
            giver.give(None);
        }
    });
    taker.await
}

/// What a future comes to, unless it takes longer than so many milliseconds.
async fn within<T: 'static>(future: impl Future<Output = T> + 'static, ms: i32) -> Option<T> {
    let (giver, taker) = oneshot();
    let giver = Rc::new(Cell::new(Some(giver)));
    let late = giver.clone();
    wasm_bindgen_futures::spawn_local(async move {
        let value = future.await;
        if let Some(giver) = giver.take() {
            giver.give(Some(value));
        }
    });
    wasm_bindgen_futures::spawn_local(async move {
        super::js::pause(ms).await;
        if let Some(giver) = late.take() {
            giver.give(None);
        }
    });
    taker.await
}
