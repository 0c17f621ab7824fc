//! The pictures of the viewer: the one that is shown, and its neighbours decoded ahead.

use super::desk::{Desk, PictureState};
use crate::document::{InputId, MediaKind, Source};
use crate::geometry::{Camera, PixelSize};
use crate::jobs::{Job, Reply};
use crate::ui::studio::Studio;
use leptos::prelude::*;
use std::collections::VecDeque;
use wasm_bindgen::JsCast as _;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, HtmlVideoElement, ImageBitmap};

/// So many pictures stay decoded.
const KEPT: usize = 4;

/// Decoded pictures and the canvas that one of them is shown on.
#[derive(Default)]
pub struct Pictures {
    canvas: Option<(HtmlCanvasElement, CanvasRenderingContext2d, f64)>,
    decoded: VecDeque<(InputId, ImageBitmap)>,
    wanted: Vec<InputId>,
    shown: Option<InputId>,
    painted: Option<(InputId, Camera)>,
}

impl Pictures {
    /// The canvas that the picture is shown on.
    pub fn set_canvas(&mut self, canvas: HtmlCanvasElement) {
        let context = canvas.get_context("2d").ok().flatten();
        self.canvas = context.map(|context| (canvas, context.unchecked_into(), 1.0));
    }

    /// The canvas has this size in CSS pixels, with so many device pixels in each.
    pub fn resize(&mut self, width: f64, height: f64, density: f64) {
        if let Some((canvas, _, kept)) = &mut self.canvas {
            canvas.set_width((width * density).round() as u32);
            canvas.set_height((height * density).round() as u32);
            *kept = density;
        }
        self.painted = None;
    }

    fn find(&self, input: InputId) -> Option<&ImageBitmap> {
        self.decoded
            .iter()
            .find(|(id, _)| *id == input)
            .map(|(_, bitmap)| bitmap)
    }

    fn keep(&mut self, input: InputId, bitmap: ImageBitmap) {
        self.wanted.retain(|id| *id != input);
        self.decoded.push_back((input, bitmap));
        while self.decoded.len() > KEPT {
            let oldest = self
                .decoded
                .iter()
                .position(|(id, _)| Some(*id) != self.shown);
            if let Some((_, bitmap)) = oldest.and_then(|at| self.decoded.remove(at)) {
                bitmap.close();
            }
        }
    }

    /// The video shows another frame.
    pub fn is_another_frame(&mut self) {
        self.painted = None;
    }

    /// Paints the picture, or the frame that a video shows, where the camera has it now.
    pub fn paint(
        &mut self,
        camera: Camera,
        size: Option<PixelSize>,
        video: Option<&HtmlVideoElement>,
    ) {
        let Some((canvas, context, density)) = &self.canvas else {
            return;
        };
        let Some(input) = self.shown else { return };
        if self.painted == Some((input, camera)) {
            return;
        }
        let (width, height) = (f64::from(canvas.width()), f64::from(canvas.height()));
        drop(context.set_transform(1.0, 0.0, 0.0, 1.0, 0.0, 0.0));
        context.clear_rect(0.0, 0.0, width, height);
        let Some(size) = size else { return };
        let (x, y) = (camera.origin.x * density, camera.origin.y * density);
        let scale = camera.scale * density;
        let (w, h) = (
            f64::from(size.width) * scale,
            f64::from(size.height) * scale,
        );
        // Near enough to see pixels, they are shown as such.
        context.set_image_smoothing_enabled(camera.scale < 3.0);
        match (video, self.find(input)) {
            (Some(video), _) => {
                drop(context.draw_image_with_html_video_element_and_dw_and_dh(video, x, y, w, h));
                self.painted = Some((input, camera));
            }
            (None, Some(bitmap)) => {
                drop(context.draw_image_with_image_bitmap_and_dw_and_dh(bitmap, x, y, w, h));
                self.painted = Some((input, camera));
            }
            (None, None) => {
                context.set_fill_style_str("rgba(128,128,128,.18)");
                context.fill_rect(x, y, w, h);
            }
        }
    }

    /// Lets go of every picture.
    pub fn clear(&mut self) {
        for (_, bitmap) in self.decoded.drain(..) {
            bitmap.close();
        }
    }
}

impl Desk {
    /// Shows the picture of the input, and decodes its neighbours in the list ahead.
    pub fn show_picture(self) {
        let Some(input) = self.input.get_untracked() else {
            return;
        };
        self.hand.update_value(|hand| {
            hand.pictures.shown = Some(input);
            hand.pictures.painted = None;
        });
        let media = self
            .studio
            .look(|document, _| document.input(input).map(|entry| entry.input.media.clone()))
            .flatten();
        self.close_video();
        if self.is_text() {
            self.picture_size.set(None);
            self.show_text();
            return;
        }
        let Some(media) = media else {
            self.picture.set(PictureState::Failed(
                "This input isn't in the project.".into(),
            ));
            return;
        };
        if media.kind.is_video() {
            self.show_video(&media);
            return;
        }
        self.picture_size.set(media.size);
        let ready = self.hand.with_value(|h| h.pictures.find(input).is_some());
        self.picture.set(match (&media.source, ready) {
            (_, true) => PictureState::Shown,
            (Source::Awaited, _) => PictureState::Awaited,
            _ => PictureState::Loading,
        });
        self.fit_or_keep(media.size);
        self.ask_frame();
        leptos::task::spawn_local(async move {
            self.decode(input).await;
            let neighbours = neighbours(self.studio, input);
            for neighbour in neighbours {
                self.studio.ensure_objects(neighbour).await;
                self.decode(neighbour).await;
            }
        });
    }

    /// Lets go of a picture whose file is another one now.
    pub(super) fn forget_picture(self, input: InputId) {
        self.hand.update_value(|hand| {
            let pictures = &mut hand.pictures;
            pictures.wanted.retain(|id| *id != input);
            let at = pictures.decoded.iter().position(|(id, _)| *id == input);
            if let Some((_, bitmap)) = at.and_then(|at| pictures.decoded.remove(at)) {
                bitmap.close();
            }
        });
    }

    async fn decode(self, input: InputId) {
        let is_picture = self.studio.look(|document, _| {
            let entry = document.input(input);
            entry.is_none_or(|entry| entry.input.media.kind == MediaKind::Image)
        });
        if is_picture == Some(false) {
            return;
        }
        let asked = self
            .hand
            .try_update_value(|hand| {
                let pictures = &mut hand.pictures;
                let known = pictures.find(input).is_some() || pictures.wanted.contains(&input);
                if !known {
                    pictures.wanted.push(input);
                }
                known
            })
            .unwrap_or(true);
        if asked {
            return;
        }
        let answer = decoded(self.studio, input).await;
        let shown = self.input.try_get_untracked().flatten() == Some(input);
        match answer {
            Ok(bitmap) => {
                let size = PixelSize::new(bitmap.width(), bitmap.height());
                let kept = self
                    .hand
                    .try_update_value(|hand| hand.pictures.keep(input, bitmap));
                if kept.is_some() && shown {
                    self.show_decoded(size);
                }
            }
            Err(reason) => {
                self.hand
                    .try_update_value(|hand| hand.pictures.wanted.retain(|id| *id != input));
                if shown && self.picture.get_untracked() == PictureState::Loading {
                    self.picture.set(PictureState::Failed(reason));
                }
            }
        }
    }

    /// The whole picture, unless the camera is to stay where it is and was over a picture of this size.
    pub(super) fn fit_or_keep(self, size: Option<PixelSize>) {
        let keeps = self.aids.with_untracked(|aids| aids.keeps_zoom);
        let before = self.hand.try_update_value(|hand| {
            let before = hand.looked_at;
            hand.looked_at = size.or(before);
            before
        });
        if !keeps || size.is_none() || before.flatten() != size {
            self.fit();
        } else {
            self.refresh();
        }
    }

    fn show_decoded(self, size: PixelSize) {
        self.picture.set(PictureState::Shown);
        if self.picture_size.get_untracked().is_none() {
            self.picture_size.set(Some(size));
            self.fit_or_keep(Some(size));
        }
        self.ask_frame();
        self.refresh();
    }
}

async fn decoded(studio: Studio, input: InputId) -> Result<ImageBitmap, String> {
    let media = studio
        .look(|document, _| document.input(input).map(|entry| entry.input.media.clone()))
        .flatten()
        .ok_or("it isn't in the project")?;
    let hash = media.hash.ok_or("its file isn't here")?;
    let job = Job::Decode {
        hash,
        source: media.source,
    };
    match studio.workers()?.ask(job, Vec::new()).await? {
        (Reply::Decoded, bitmap) => Ok(bitmap.unchecked_into()),
        (Reply::Refused(refusal), _) => Err(refusal.reason),
        _ => Err("the worker answered something else".to_owned()),
    }
}

/// The next input of the list and the one before.
fn neighbours(studio: Studio, input: InputId) -> Vec<InputId> {
    studio.list.with_untracked(|list| {
        let Some(at) = list.iter().position(|id| *id == input) else {
            return Vec::new();
        };
        let next = list.get(at + 1);
        let previous = at.checked_sub(1).and_then(|at| list.get(at));
        next.into_iter().chain(previous).copied().collect()
    })
}
