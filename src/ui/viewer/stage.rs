//! The stage: the picture, the shapes at rest on a canvas, and above them what is in hand.

use super::brush_bar::BrushBar;
use super::canvas_menu::{CanvasMenu, open_menu};
use super::desk::{Adjust, Desk, PictureState};
use super::elsewhere::ElsewhereNotice;
use super::overlay::Overlay;
use super::picker::AskConcept;
use super::view_controls::ViewControls;
use crate::document::MediaKind;
use crate::geometry::{QuarterTurns, ScreenPoint, ScreenVector};
use crate::tools::{Event, Modifiers, Pointer, ToolKind};
use crate::ui::icons::{self, Icon};
use crate::ui::pick::ReconnectFolder;
use crate::web::painter::Painter;
use leptos::prelude::*;
use std::collections::HashMap;
use wasm_bindgen::{JsCast as _, closure::Closure};
use web_sys::{HtmlCanvasElement, PointerEvent, ResizeObserver, WheelEvent};

/// What the pointers on the stage are doing, besides what the tool is told.
#[derive(Default)]
struct Pointers {
    /// Where each is that is down.
    down: HashMap<i32, ScreenPoint>,
    /// The one that moves the picture.
    panning: Option<i32>,
    /// Two fingers are down: no tool sees them until all are up.
    pinching: bool,
    /// Where and when the last press was, to see a double one.
    last_press: Option<(ScreenPoint, f64)>,
}

/// Two presses within this time and distance are a double click.
const DOUBLE_MS: f64 = 400.0;
const DOUBLE_PX: f64 = 5.0;

/// The stage.
#[component]
pub fn Stage() -> impl IntoView {
    let desk = expect_context::<Desk>();
    let pointers = StoredValue::new_local(Pointers::default());
    let stage = NodeRef::<leptos::html::Div>::new();
    let picture = NodeRef::<leptos::html::Canvas>::new();
    let shapes = NodeRef::<leptos::html::Canvas>::new();
    let menu = RwSignal::new(None);
    set_up(desk, stage, picture, shapes);
    let cursor = move || match desk.tool.get() {
        ToolKind::Hand => "grab",
        ToolKind::Zoom => "zoom-in",
        _ => {
            let cursor = desk.preview.with(|preview| preview.cursor);
            cursor.turned(desk.turn.get()).css()
        }
    };
    let filter = move || {
        let adjust = desk.adjust.get();
        // A filter that changes nothing still costs every frame.
        if adjust == Adjust::NONE {
            return "none".to_owned();
        }
        let invert = if adjust.inverted { " invert(1)" } else { "" };
        format!(
            "brightness({}%) contrast({}%) saturate({}%){invert}",
            adjust.brightness, adjust.contrast, adjust.saturation
        )
    };
    let turned = Memo::new(move |_| {
        let turn = desk.turn.get();
        (!turn.is_none()).then(|| (turn.degrees(), desk.size.get()))
    });
    let length =
        move |of: fn((f64, f64)) -> f64| turned.get().map(|(_, size)| format!("{}px", of(size)));
    let turn = move || {
        let degrees = turned.get()?.0;
        Some(format!("translate(-50%, -50%) rotate({degrees}deg)"))
    };
    view! {
        <div class="stage" node_ref=stage>
            <div class="turned" class:is-turned=move || turned.get().is_some() style:transform=turn
                style:inline-size=move || length(|size| size.0) style:block-size=move || length(|size| size.1)>
                <canvas class="picture" node_ref=picture aria-hidden="true" style:filter=filter></canvas>
                <canvas class="shapes" node_ref=shapes aria-hidden="true"></canvas>
                <Overlay />
                <div
                    class="surface"
                    role="application"
                    aria-label="Canvas"
                    tabindex="0"
                    style:cursor=cursor
                    on:pointerdown=move |event| press(desk, pointers, &event)
                    on:pointermove=move |event| travel(desk, pointers, &event)
                    on:pointerup=move |event| release(desk, pointers, &event)
                    on:pointercancel=move |event| lose(desk, pointers, &event)
                    on:pointerleave=move |_| {
                        if pointers.with_value(|p| p.down.is_empty()) && !desk.is_asking() {
                            desk.step(Event::Move { at: AWAY, held: Modifiers::default() });
                        }
                    }
                    on:mousedown=move |event| event.prevent_default()
                    on:contextmenu=move |event| open_menu(desk, menu, &event)
                ></div>
            </div>
            <ReconnectFolder />
            <DrawingMode />
            <BrushBar />
            <PictureNotice />
            <ElsewhereNotice />
            <Hint />
            <ViewControls />
            <CanvasMenu at=menu />
            <AskConcept />
        </div>
    }
}

/// Far from everything.
const AWAY: ScreenPoint = ScreenPoint::new(-1e6, -1e6);

fn set_up(
    desk: Desk,
    stage: NodeRef<leptos::html::Div>,
    picture: NodeRef<leptos::html::Canvas>,
    shapes: NodeRef<leptos::html::Canvas>,
) {
    Effect::new(move |_| {
        let (Some(stage), Some(picture), Some(shapes)) = (stage.get(), picture.get(), shapes.get())
        else {
            return;
        };
        let shapes: HtmlCanvasElement = shapes;
        desk.hand.update_value(|hand| {
            hand.painter = Painter::new(shapes).ok();
            hand.pictures.set_canvas(picture);
        });
        let measured: web_sys::Element = stage.clone().unchecked_into();
        let resized = Closure::<dyn FnMut()>::new(move || measure(desk, &measured));
        let Ok(observer) = ResizeObserver::new(resized.as_ref().unchecked_ref()) else {
            return;
        };
        observer.observe(&stage);
        measure(desk, &stage);
        follow_turn(desk, &stage);
        listen_to_wheel(desk, &stage);
        let kept = StoredValue::new_local(Some((observer, resized)));
        on_cleanup(move || {
            if let Some((observer, _)) = kept.try_update_value(Option::take).flatten() {
                observer.disconnect();
            }
        });
    });
}

/// A view that was turned shows the whole picture.
fn follow_turn(desk: Desk, stage: &web_sys::Element) {
    let stage = StoredValue::new_local(stage.clone());
    Effect::new(move |before: Option<QuarterTurns>| {
        let turn = desk.turn.get();
        if before.is_some_and(|before| before != turn) {
            stage.with_value(|stage| measure(desk, stage));
            desk.fit();
        }
        turn
    });
}

fn measure(desk: Desk, stage: &web_sys::Element) {
    let rect = stage.get_bounding_client_rect();
    let stage = (rect.width().round(), rect.height().round());
    let Some(turn) = desk.turn.try_get_untracked() else {
        return;
    };
    let (width, height) = turn.canvas_size(stage);
    let density = window().device_pixel_ratio();
    let Some(before) = desk.size.try_get_untracked() else {
        return;
    };
    if width < 1.0 || height < 1.0 {
        return;
    }
    desk.hand.update_value(|hand| {
        if let Some(painter) = &mut hand.painter {
            painter.resize(width, height, density);
        }
        hand.pictures.resize(width, height, density);
    });
    desk.size.set((width, height));
    if before.0 == 0.0 || desk.is_fitted(before) {
        desk.fit();
    } else {
        // The middle of the stage stays the middle.
        let way = ScreenVector::new((width - before.0) / 2.0, (height - before.1) / 2.0);
        desk.pan(way);
    }
    desk.ask_frame();
}

/// A wheel listener that may keep the page from scrolling and zooming has to be said not to be passive.
fn listen_to_wheel(desk: Desk, stage: &web_sys::Element) {
    let turned = Closure::<dyn FnMut(WheelEvent)>::new(move |event: WheelEvent| {
        event.prevent_default();
        wheel(desk, &event);
    });
    let options = web_sys::AddEventListenerOptions::new();
    options.set_passive(false);
    let listener = turned.as_ref().unchecked_ref();
    // A listener of a known kind is never refused.
    drop(
        stage.add_event_listener_with_callback_and_add_event_listener_options(
            "wheel", listener, &options,
        ),
    );
    let kept = StoredValue::new_local(Some(turned));
    on_cleanup(move || drop(kept.try_update_value(Option::take)));
}

fn wheel(desk: Desk, event: &WheelEvent) {
    let unit = match event.delta_mode() {
        WheelEvent::DOM_DELTA_LINE => 16.0,
        WheelEvent::DOM_DELTA_PAGE => 400.0,
        _ => 1.0,
    };
    let (x, y) = (event.delta_x() * unit, event.delta_y() * unit);
    let held = event.ctrl_key() || event.meta_key();
    let turn = desk.turn.get_untracked();
    let wheel_zooms = desk.aids.with_untracked(|aids| aids.wheel_zooms);
    if held != (wheel_zooms && !event.shift_key()) {
        let rect = event
            .current_target()
            .and_then(|target| target.dyn_into::<web_sys::Element>().ok())
            .map(|stage| stage.get_bounding_client_rect());
        let about = rect.map(|rect| {
            let at = ScreenPoint::new(
                f64::from(event.client_x()) - rect.left(),
                f64::from(event.client_y()) - rect.top(),
            );
            turn.canvas_from_stage(at, desk.size.get_untracked())
        });
        // Proportional to the scroll: a notch of 100 px is a quarter nearer.
        desk.zoom((-y / 450.0).exp(), about);
    } else if event.shift_key() && x == 0.0 {
        desk.pan(turn.canvas_vector(ScreenVector::new(-y, 0.0)));
    } else {
        desk.pan(turn.canvas_vector(ScreenVector::new(-x, -y)));
    }
}

fn place(event: &PointerEvent) -> ScreenPoint {
    ScreenPoint::new(f64::from(event.offset_x()), f64::from(event.offset_y()))
}

fn held(event: &PointerEvent) -> Modifiers {
    Modifiers {
        shift: event.shift_key(),
        alt: event.alt_key(),
        command: event.ctrl_key() || event.meta_key(),
    }
}

fn press(desk: Desk, pointers: StoredValue<Pointers, LocalStorage>, event: &PointerEvent) {
    let at = place(event);
    let surface = event
        .current_target()
        .and_then(|target| target.dyn_into::<web_sys::HtmlElement>().ok());
    if let Some(surface) = surface {
        // Both fail only for a pointer that is up again.
        drop(surface.focus());
        drop(surface.set_pointer_capture(event.pointer_id()));
    }
    desk.pointer.set(match event.pointer_type().as_str() {
        "mouse" => Pointer::Mouse,
        _ => Pointer::Touch,
    });
    let id = event.pointer_id();
    let count = pointers
        .try_update_value(|p| {
            p.down.insert(id, at);
            if p.down.len() == 2 {
                p.pinching = true;
                p.panning = None;
            }
            p.count_press(at, event.time_stamp())
        })
        .unwrap_or(1);
    if pointers.with_value(|p| p.pinching) {
        desk.step(Event::Cancel);
        return;
    }
    let pans = event.button() == 1
        || (event.button() == 0
            && (desk.tool.get_untracked() == ToolKind::Hand || super::keys::space_is_held()));
    if pans {
        event.prevent_default();
        pointers.update_value(|p| p.panning = Some(id));
    } else if event.button() == 0 {
        feel(desk, event);
        // What is drawn is drawn on the frame that is seen.
        desk.pause();
        desk.step(Event::Down {
            at,
            held: held(event),
            count,
        });
    }
}

/// How hard the pen presses; a mouse and a finger don't say.
fn feel(desk: Desk, event: &PointerEvent) {
    let pen = event.pointer_type() == "pen";
    let pressure = pen.then(|| f64::from(event.pressure()));
    if desk.pressure.get_untracked() != pressure {
        desk.pressure.set(pressure);
    }
}

fn travel(desk: Desk, pointers: StoredValue<Pointers, LocalStorage>, event: &PointerEvent) {
    let at = place(event);
    let id = event.pointer_id();
    let before = pointers.try_update_value(|p| {
        let before = p.down.clone();
        if let Some(place) = p.down.get_mut(&id) {
            *place = at;
        }
        (before, p.panning == Some(id), p.pinching)
    });
    let Some((before, panning, pinching)) = before else {
        return;
    };
    if pinching {
        pinch(desk, &before, id, at);
    } else if panning {
        if let Some(from) = before.get(&id) {
            desk.pan(at - *from);
        }
    } else if !desk.is_asking() {
        feel(desk, event);
        desk.step(Event::Move {
            at,
            held: held(event),
        });
    }
}

/// Two fingers: what is under them stays under them.
fn pinch(desk: Desk, before: &HashMap<i32, ScreenPoint>, id: i32, at: ScreenPoint) {
    let (Some(from), Some(other)) = (
        before.get(&id),
        before.iter().find(|(other, _)| **other != id),
    ) else {
        return;
    };
    let other = *other.1;
    let middle = |a: ScreenPoint| ScreenPoint::new((a.x + other.x) / 2.0, (a.y + other.y) / 2.0);
    desk.pan(middle(at) - middle(*from));
    let factor = at.distance(other) / from.distance(other).max(1.0);
    desk.zoom(factor, Some(middle(at)));
}

fn release(desk: Desk, pointers: StoredValue<Pointers, LocalStorage>, event: &PointerEvent) {
    let id = event.pointer_id();
    let (was_panning, was_pinching) = pointers
        .try_update_value(|p| {
            let was = (p.panning == Some(id), p.pinching);
            p.lift(id);
            was
        })
        .unwrap_or_default();
    if was_panning || was_pinching || event.button() != 0 {
        return;
    }
    let at = place(event);
    if desk.tool.get_untracked() == ToolKind::Zoom {
        let factor = if event.alt_key() { 0.5 } else { 2.0 };
        desk.zoom(factor, Some(at));
    } else if !desk.is_asking() {
        desk.step(Event::Up {
            at,
            held: held(event),
        });
    }
}

fn lose(desk: Desk, pointers: StoredValue<Pointers, LocalStorage>, event: &PointerEvent) {
    pointers.update_value(|p| p.lift(event.pointer_id()));
    desk.step(Event::Cancel);
}

impl Pointers {
    fn lift(&mut self, id: i32) {
        self.down.remove(&id);
        if self.panning == Some(id) {
            self.panning = None;
        }
        if self.down.is_empty() {
            self.pinching = false;
        }
    }

    /// 1, or 2 for the second press of a double click.
    fn count_press(&mut self, at: ScreenPoint, now: f64) -> u32 {
        let double = self
            .last_press
            .is_some_and(|(place, when)| now - when < DOUBLE_MS && place.distance(at) < DOUBLE_PX);
        // A third press begins anew.
        self.last_press = (!double).then_some((at, now));
        if double { 2 } else { 1 }
    }
}

/// The box that names the concept in use.
#[component]
pub fn DrawingMode() -> impl IntoView {
    let desk = expect_context::<Desk>();
    let concept = move || {
        desk.studio.revisions.concepts.track();
        let id = desk.concept.get().filter(|_| desk.is_drawing())?;
        desk.studio
            .look(|document, _| {
                let concept = document.concept(id)?;
                Some((concept.name.to_string(), concept.color.rgb().css()))
            })
            .flatten()
    };
    view! {
        {move || concept().map(|(name, color)| view! {
            <div class="drawing" role="status">
                <i class="swatch" style:background=color></i>
                <span>"Drawing: "<b>{name}</b></span>
                <button class="btn small" on:click=move |_| desk.exit_drawing()>"Exit"</button>
                <kbd>"Esc"</kbd>
            </div>
        })}
    }
}

/// Why there is no picture.
#[component]
pub fn PictureNotice() -> impl IntoView {
    let desk = expect_context::<Desk>();
    let what = move || match desk.kind.get() {
        MediaKind::Image => "picture",
        MediaKind::Text => "text",
        MediaKind::Video(_) => "video",
    };
    let text = move || match desk.picture.get() {
        PictureState::Shown | PictureState::Loading => None,
        PictureState::Awaited => Some(format!(
            "The {} isn't here yet. Its labels wait for it: add the file of this name.",
            what()
        )),
        PictureState::Failed(reason) => Some(format!("The {} can't be shown: {reason}.", what())),
    };
    view! {
        {move || text().map(|text| view! {
            <div class="notice" role="status"><Icon of=icons::NO_PICTURE />{text}</div>
        })}
    }
}

/// What the tool in hand does, in a line.
#[component]
pub fn Hint() -> impl IntoView {
    let desk = expect_context::<Desk>();
    view! {
        <Show when=move || desk.aids.with(|aids| aids.hints) && !desk.hint.get().is_empty()>
            <div class="hint">{move || desk.hint.get()}</div>
        </Show>
    }
}
