//! Paints shapes at rest on a canvas. The canvas that is shown is a moved copy of a larger one that was painted at an
//! earlier camera; that one is painted anew, a few milliseconds a frame, when the hand rests.

use super::sampling::{Part, Window, sample};
use crate::document::{ConceptId, ObjectId};
use crate::geometry::{Camera, ImageRect, Mask, ScreenPoint, ScreenVector};
use crate::scene::{Detail, Item, Scene, detail};
use std::collections::HashMap;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{
    CanvasRenderingContext2d, CanvasWindingRule, HtmlCanvasElement, ImageData, OffscreenCanvas,
    OffscreenCanvasRenderingContext2d,
};

/// Milliseconds of painting in one frame.
const SLICE_MS: f64 = 5.0;

/// The kept canvas reaches this far beyond the shown one, as a part of its length.
const MARGIN: f64 = 0.25;

/// The halo under a line is so much wider, in CSS pixels.
const HALO_PX: f64 = 1.5;

/// The widest line.
const LINE_PX: f64 = 6.0;

/// A shape's line and halo are at most so far from it, in CSS pixels.
const REACH_PX: f64 = (LINE_PX + HALO_PX) / 2.0 + 1.0;

/// What a concept is drawn in.
#[derive(Clone, Debug, PartialEq)]
pub struct Ink {
    /// The line.
    pub line: String,
    /// The inside.
    pub fill: String,
    /// Red, green and blue, for masks.
    pub rgb: [u8; 3],
    /// How much of a mask's colour is seen, per cent.
    pub mask: u8,
    /// How wide the line is, in CSS pixels.
    pub width: f64,
    /// Dash pattern in CSS pixels; empty for a line without gaps.
    pub dash: Vec<f64>,
}

impl Ink {
    /// A pixel of a mask: its bytes in the order of the canvas.
    fn mask_pixel(&self) -> u32 {
        let [red, green, blue] = self.rgb;
        let alpha = (u32::from(self.mask.min(100)) * 255 / 100) as u8;
        u32::from_le_bytes([red, green, blue, alpha])
    }
}

/// What is drawn, and how.
pub struct Look<'a> {
    /// The shapes.
    pub scene: &'a Scene,
    /// Shapes that aren't drawn: hidden ones, and the one in hand.
    pub skipped: &'a dyn Fn(ObjectId, ConceptId) -> bool,
    /// The colours.
    pub ink: &'a dyn Fn(ConceptId) -> Ink,
}

/// A canvas painted at some camera.
struct Kept {
    canvas: OffscreenCanvas,
    context: OffscreenCanvasRenderingContext2d,
    camera: Camera,
    /// The whole of the scene is on it.
    complete: bool,
}

/// Painting that goes on over several frames.
struct Underway {
    kept: Kept,
    queue: Vec<ObjectId>,
    next: usize,
}

/// What of a canvas is old.
#[derive(Clone, Copy, PartialEq)]
enum Stale {
    Nothing,
    Part(ImageRect),
    All,
}

impl Stale {
    fn and(self, part: ImageRect) -> Self {
        match self {
            Self::Nothing => Self::Part(part),
            Self::Part(other) => Self::Part(other.union(part)),
            Self::All => Self::All,
        }
    }
}

/// Paints the shapes of one input.
pub struct Painter {
    shown: HtmlCanvasElement,
    context: CanvasRenderingContext2d,
    /// CSS pixels.
    size: (f64, f64),
    density: f64,
    kept: Option<Kept>,
    underway: Option<Underway>,
    /// The canvas that was kept before, to paint on next: a new one costs more than the shapes of most pictures.
    spare: Option<Kept>,
    /// Where the shown canvas was shown last.
    shown_at: Camera,
    /// What of the shown canvas is old.
    stale: Stale,
    /// Where the pixels of a mask are put together.
    scratch: Option<(OffscreenCanvas, OffscreenCanvasRenderingContext2d)>,
    pixels: Vec<u32>,
    inks: HashMap<ConceptId, Ink>,
}

impl Painter {
    /// A painter of this canvas.
    ///
    /// # Errors
    /// The browser gives no context to paint on.
    pub fn new(shown: HtmlCanvasElement) -> Result<Self, JsValue> {
        let context = shown
            .get_context("2d")?
            .ok_or("no canvas context")?
            .unchecked_into();
        Ok(Self {
            shown,
            context,
            size: (1.0, 1.0),
            density: 1.0,
            kept: None,
            underway: None,
            spare: None,
            shown_at: Camera {
                scale: 1.0,
                origin: ScreenPoint::default(),
            },
            stale: Stale::All,
            scratch: None,
            pixels: Vec::new(),
            inks: HashMap::new(),
        })
    }

    /// The canvas has this size in CSS pixels, with so many device pixels in each.
    pub fn resize(&mut self, width: f64, height: f64, density: f64) {
        if (width, height, density) == (self.size.0, self.size.1, self.density) {
            return;
        }
        self.size = (width, height);
        self.density = density;
        self.kept = None;
        self.spare = None;
        self.shown.set_width((width * density).round() as u32);
        self.shown.set_height((height * density).round() as u32);
        self.forget();
    }

    /// Everything is painted anew: another input, other colours, other hidden shapes.
    pub fn forget(&mut self) {
        self.spare = self.kept.take().or(self.spare.take());
        self.underway = None;
        self.stale = Stale::All;
        self.inks.clear();
    }

    /// Paints anew where something changed; cheap, since the rest stays.
    pub fn repaint(&mut self, part: ImageRect, look: &Look) {
        // What is underway may have painted the old state already.
        if self.underway.take().is_some() && self.kept.is_none() {
            return;
        }
        let Some(mut kept) = self.kept.take() else {
            return;
        };
        let part = part.grown(kept.camera.image_length(REACH_PX));
        self.repaint_part(&mut kept, part, look);
        self.kept = Some(kept);
        self.stale = self.stale.and(part);
    }

    fn repaint_part(&mut self, kept: &mut Kept, part: ImageRect, look: &Look) {
        // Whole pixels: a part of a pixel can't be painted anew without what else is in it.
        let whole = |at: f64, round: fn(f64) -> f64| round(at * self.density) / self.density;
        let from = kept.camera.screen_from_image(part.min);
        let from = ScreenPoint::new(whole(from.x, f64::floor), whole(from.y, f64::floor));
        let to = kept.camera.screen_from_image(part.max);
        let to = ScreenPoint::new(whole(to.x, f64::ceil), whole(to.y, f64::ceil));
        let context = &kept.context;
        context.save();
        context.begin_path();
        context.rect(from.x, from.y, to.x - from.x, to.y - from.y);
        context.clip();
        context.clear_rect(from.x, from.y, to.x - from.x, to.y - from.y);
        // The lines of shapes beside it reach into it.
        let reach = kept.camera.image_length(REACH_PX + 1.0);
        let ids = look.scene.touching(part.grown(reach));
        let count = ids.len();
        let pixels = self.kept_pixels();
        let clip = pixels.within(from, to, self.density);
        for id in ids {
            self.paint_item(kept, look, id, (count, clip));
        }
        kept.context.restore();
    }

    /// One frame. Returns whether another is needed for what is still to be painted. While `moving` nothing is painted
    /// anew: the kept canvas is moved.
    pub fn frame(&mut self, camera: Camera, look: &Look, moving: bool) -> bool {
        let fits = self
            .kept
            .as_ref()
            .is_some_and(|kept| kept.complete && self.wanted(camera) == kept.camera);
        if !moving && !fits {
            self.go_on(camera, look);
        }
        self.show(camera);
        !moving && self.underway.is_some()
    }

    /// The camera of a kept canvas for this camera: moved in by the margin.
    fn wanted(&self, camera: Camera) -> Camera {
        camera.panned(ScreenVector::new(
            (self.size.0 * MARGIN).round(),
            (self.size.1 * MARGIN).round(),
        ))
    }

    fn go_on(&mut self, camera: Camera, look: &Look) {
        let wanted = self.wanted(camera);
        let mut underway = match self.underway.take() {
            Some(underway) if underway.kept.camera == wanted => underway,
            dropped => {
                self.spare = dropped.map(|it| it.kept).or(self.spare.take());
                match self.begin(wanted, look) {
                    Some(underway) => underway,
                    None => return,
                }
            }
        };
        let began = now();
        let count = underway.queue.len();
        let pixels = self.kept_pixels();
        while let Some(id) = underway.queue.get(underway.next).copied() {
            self.paint_item(&mut underway.kept, look, id, (count, pixels));
            underway.next += 1;
            // A mask is as much work as many outlines.
            let is_mask = look.scene.get(id).is_some_and(|item| item.mask.is_some());
            if (is_mask || underway.next % 16 == 0) && now() - began > SLICE_MS {
                break;
            }
        }
        if underway.next >= count {
            underway.kept.complete = true;
            self.spare = self.kept.replace(underway.kept);
            self.stale = Stale::All;
        } else {
            if self.kept.is_none() {
                self.stale = Stale::All;
            }
            self.underway = Some(underway);
        }
    }

    fn begin(&mut self, camera: Camera, look: &Look) -> Option<Underway> {
        let (width, height) = self.kept_size();
        let queue = look.scene.touching(camera.visible(width, height));
        let kept = match self.spare.take() {
            Some(spare) => {
                spare.context.clear_rect(0.0, 0.0, width, height);
                Kept {
                    camera,
                    complete: false,
                    ..spare
                }
            }
            None => self.blank(camera)?,
        };
        Some(Underway {
            kept,
            queue,
            next: 0,
        })
    }

    /// A canvas with nothing on it.
    fn blank(&self, camera: Camera) -> Option<Kept> {
        let (width, height) = self.kept_size();
        let canvas = OffscreenCanvas::new(
            (width * self.density).round() as u32,
            (height * self.density).round() as u32,
        )
        .ok()?;
        let context: OffscreenCanvasRenderingContext2d =
            canvas.get_context("2d").ok()??.unchecked_into();
        context.scale(self.density, self.density).ok()?;
        context.set_line_join("round");
        Some(Kept {
            canvas,
            context,
            camera,
            complete: false,
        })
    }

    fn kept_size(&self) -> (f64, f64) {
        (
            self.size.0 + 2.0 * (self.size.0 * MARGIN).round(),
            self.size.1 + 2.0 * (self.size.1 * MARGIN).round(),
        )
    }

    /// All pixels of the kept canvas.
    fn kept_pixels(&self) -> Part {
        let (width, height) = self.kept_size();
        Part::all(
            (width * self.density).round(),
            (height * self.density).round(),
        )
    }

    /// The kept canvas, moved to where the camera is now; only what is old, where the camera is where it was.
    fn show(&mut self, camera: Camera) {
        let stale = match self.shown_at == camera {
            true => self.stale,
            false => Stale::All,
        };
        if stale == Stale::Nothing {
            return;
        }
        self.shown_at = camera;
        self.stale = Stale::Nothing;
        let all = (
            0.0,
            0.0,
            self.shown.width().into(),
            self.shown.height().into(),
        );
        let (left, top, width, height) = match stale {
            Stale::Part(part) => self.device_pixels(camera, part),
            _ => all,
        };
        let context = &self.context;
        context.save();
        context.begin_path();
        context.rect(left, top, width, height);
        context.clip();
        context.clear_rect(left, top, width, height);
        self.show_kept(camera);
        self.context.restore();
    }

    /// Whole pixels of the shown canvas around a part of the picture: left, top, width, height.
    fn device_pixels(&self, camera: Camera, part: ImageRect) -> (f64, f64, f64, f64) {
        let (from, to) = (
            camera.screen_from_image(part.min),
            camera.screen_from_image(part.max),
        );
        let (left, top) = (
            (from.x * self.density).floor() - 1.0,
            (from.y * self.density).floor() - 1.0,
        );
        (
            left,
            top,
            (to.x * self.density).ceil() + 1.0 - left,
            (to.y * self.density).ceil() + 1.0 - top,
        )
    }

    fn show_kept(&self, camera: Camera) {
        // A first look at an input shows what is done so far.
        let kept = match (&self.kept, &self.underway) {
            (Some(kept), _) => kept,
            (None, Some(underway)) => &underway.kept,
            (None, None) => return,
        };
        let factor = camera.scale / kept.camera.scale;
        let x = camera.origin.x - kept.camera.origin.x * factor;
        let y = camera.origin.y - kept.camera.origin.y * factor;
        let (kept_width, kept_height) = self.kept_size();
        drop(self.context.draw_image_with_offscreen_canvas_and_dw_and_dh(
            &kept.canvas,
            x * self.density,
            y * self.density,
            kept_width * factor * self.density,
            kept_height * factor * self.density,
        ));
    }

    fn paint_item(
        &mut self,
        kept: &mut Kept,
        look: &Look,
        id: ObjectId,
        (in_view, part): (usize, Part),
    ) {
        let Some(item) = look.scene.get(id) else {
            return;
        };
        if (look.skipped)(id, item.concept) {
            return;
        }
        let ink = self
            .inks
            .entry(item.concept)
            .or_insert_with(|| (look.ink)(item.concept))
            .clone();
        if let Some(mask) = &item.mask {
            self.paint_mask(kept, item, mask, &ink, part);
            return;
        }
        paint_rings(kept, item, &ink, detail(item.bounds, kept.camera, in_view));
    }

    fn paint_mask(&mut self, kept: &Kept, item: &Item, mask: &Mask, ink: &Ink, part: Part) {
        let Some(window) = Window::of(item.bounds, kept.camera, self.density, part) else {
            return;
        };
        self.pixels.resize(window.width * window.height, 0);
        self.pixels.fill(0);
        sample(mask, &window, ink.mask_pixel(), &mut self.pixels);
        drop(self.put_pixels(kept, &window));
    }

    /// Lays the sampled pixels on the canvas.
    fn put_pixels(&mut self, kept: &Kept, window: &Window) -> Result<(), JsValue> {
        let (width, height) = (window.width as u32, window.height as u32);
        let scratch = match &self.scratch {
            Some(scratch) => scratch.clone(),
            None => {
                let canvas = OffscreenCanvas::new(1, 1)?;
                let context = canvas.get_context("2d")?.ok_or("no canvas context")?;
                self.scratch
                    .insert((canvas, context.unchecked_into()))
                    .clone()
            }
        };
        let (canvas, context): (OffscreenCanvas, OffscreenCanvasRenderingContext2d) = scratch;
        if canvas.width() < width || canvas.height() < height {
            canvas.set_width(width.max(canvas.width()));
            canvas.set_height(height.max(canvas.height()));
        }
        let pixels = js_sys::Uint32Array::from(self.pixels.as_slice());
        let bytes = js_sys::Uint8ClampedArray::new(&pixels.buffer());
        let data = ImageData::new_with_js_u8_clamped_array(&bytes, width)?;
        context.put_image_data(&data, 0.0, 0.0)?;
        let (across, down) = (f64::from(width), f64::from(height));
        let (left, top) = (
            window.left as f64 / self.density,
            window.top as f64 / self.density,
        );
        kept.context.set_image_smoothing_enabled(false);
        kept.context
            .draw_image_with_offscreen_canvas_and_sw_and_sh_and_dx_and_dy_and_dw_and_dh(
                &canvas,
                0.0,
                0.0,
                across,
                down,
                left,
                top,
                across / self.density,
                down / self.density,
            )
    }
}

fn paint_rings(kept: &Kept, item: &Item, ink: &Ink, detail: Detail) {
    let context = &kept.context;
    if detail == Detail::Dot {
        let at = kept.camera.screen_from_image(item.bounds.center());
        context.set_fill_style_str(&ink.line);
        context.fill_rect(at.x - 1.0, at.y - 1.0, 2.0, 2.0);
        return;
    }
    context.begin_path();
    for ring in item.rings.iter() {
        trace(context, kept.camera, ring, detail);
    }
    context.set_stroke_style_str(&ink.line);
    if detail == Detail::Coarse {
        context.set_line_width(1.0);
        context.stroke();
        return;
    }
    context.set_global_alpha(if item.locked { 0.5 } else { 1.0 });
    context.set_fill_style_str(&ink.fill);
    match item.rings.holes {
        true => context.fill_with_canvas_winding_rule(CanvasWindingRule::Evenodd),
        false => context.fill(),
    }
    context.set_stroke_style_str("rgba(0,0,0,.45)");
    context.set_line_width(ink.width + HALO_PX);
    context.stroke();
    context.set_stroke_style_str(&ink.line);
    context.set_line_width(ink.width);
    let dashed = !ink.dash.is_empty();
    if dashed {
        set_dash(context, &ink.dash);
    }
    context.stroke();
    if dashed {
        set_dash(context, &[]);
    }
    context.set_global_alpha(1.0);
}

fn set_dash(context: &OffscreenCanvasRenderingContext2d, dash: &[f64]) {
    let dash: js_sys::Array = dash
        .iter()
        .map(|length| JsValue::from_f64(*length))
        .collect();
    // A pattern of finite lengths is never refused.
    drop(context.set_line_dash(&dash));
}

fn trace(
    context: &OffscreenCanvasRenderingContext2d,
    camera: Camera,
    ring: &[f32],
    detail: Detail,
) {
    let place = |at: &[f32]| {
        let (x, y) = (f64::from(at[0]), f64::from(at[1]));
        ScreenPoint::new(
            x * camera.scale + camera.origin.x,
            y * camera.scale + camera.origin.y,
        )
    };
    let mut last: Option<ScreenPoint> = None;
    for at in ring.chunks_exact(2) {
        let at = place(at);
        match last {
            None => context.move_to(at.x, at.y),
            Some(last) if detail == Detail::Coarse && last.distance(at) < 1.0 => continue,
            Some(_) => context.line_to(at.x, at.y),
        }
        last = Some(at);
    }
    context.close_path();
}

fn now() -> f64 {
    web_sys::window()
        .and_then(|window| window.performance())
        .map_or(0.0, |performance| performance.now())
}
