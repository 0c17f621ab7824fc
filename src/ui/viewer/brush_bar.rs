//! What the brush and the eraser paint with: at the head of the stage, while one of them is in hand.

use super::desk::Desk;
use crate::document::{ObjectId, Shape};
use crate::edit::Command;
use crate::geometry::{Mask, rasterise};
use crate::tools::{Brush, Stacking, Tip, ToolKind};
use crate::ui::aids;
use leptos::prelude::*;

/// What hangs together and has fewer pixels is a speck.
const SPECK: u64 = 64;

/// How far an outline may be from the pixels that it goes round, in picture pixels.
const TOLERANCE: f64 = 1.0;

/// The bar.
#[component]
pub fn BrushBar() -> impl IntoView {
    let desk = expect_context::<Desk>();
    let paints = Memo::new(move |_| matches!(desk.tool.get(), ToolKind::Brush | ToolKind::Eraser));
    view! { <Show when=move || paints.get()><Bar /></Show> }
}

#[component]
fn Bar() -> impl IntoView {
    let desk = expect_context::<Desk>();
    let brush = Memo::new(move |_| desk.aids.with(|aids| aids.brush));
    let change = move |f: &dyn Fn(Brush) -> Brush| {
        aids::change(desk.aids, |aids| aids.brush = f(aids.brush));
        desk.refresh();
    };
    // Of a small brush a pixel matters, of a large one it doesn't.
    let slid = move |event: web_sys::Event| {
        let at: f64 = event_target_value(&event).parse().unwrap_or_default();
        change(&|brush| brush.with_size(at.exp()));
    };
    let typed = move |event: web_sys::Event| {
        if let Ok(size) = event_target_value(&event).parse::<f64>() {
            change(&|brush| brush.with_size(size));
        }
    };
    let (least, most) = Brush::SIZES;
    let erasing = move || desk.tool.get() == ToolKind::Eraser;
    view! {
        <div class="brushbar" role="group" aria-label="Brush">
            <div class="choices" role="group" aria-label="Tip">
                {[(Tip::Round, "Round"), (Tip::Outline, "Outline")].map(|(tip, name)| view! {
                    <button class="btn small" aria-pressed=move || (brush.get().tip == tip).to_string()
                        on:click=move |_| { change(&|brush| Brush { tip, ..brush }); desk.take_tool(desk.tool.get_untracked()); }>
                        {name}
                    </button>
                })}
            </div>
            <Show when=move || brush.get().tip == Tip::Round>
                <label class="brush-size" title="[ and ] change it">
                    <span>"Size"</span>
                    <input type="range" aria-label="Brush size" min=least.ln().to_string() max=most.ln().to_string() step="0.01"
                        prop:value=move || brush.get().size.ln().to_string() on:input=slid />
                    <input type="number" aria-label="Brush size in pixels" min=least.to_string() max=most.to_string()
                        prop:value=move || brush.get().size.to_string() on:change=typed />
                </label>
                <label class="check" title="What a stroke goes round is painted as well">
                    <input type="checkbox" prop:checked=move || brush.get().fills
                        on:change=move |event| {
                            let fills = event_target_checked(&event);
                            change(&|brush| Brush { fills, ..brush });
                        } />
                    "Fill outlines"
                </label>
            </Show>
            <Show when=move || !erasing()>
                <select aria-label="Other masks" title="What becomes of other masks where you paint"
                    on:change=move |event| {
                        let chosen = event_target_value(&event);
                        if let Some((stacking, _)) = STACKING.into_iter().find(|(_, name)| *name == chosen) {
                            change(&|brush| Brush { stacking, ..brush });
                        }
                    }>
                    {STACKING.map(|(stacking, name)| view! {
                        <option selected=move || brush.get().stacking == stacking>{name}</option>
                    })}
                </select>
            </Show>
        </div>
    }
}

/// What becomes of other masks, in words.
const STACKING: [(Stacking, &str); 3] = [
    (Stacking::Overlap, "Overlap others"),
    (Stacking::Above, "Paint above others"),
    (Stacking::Below, "Paint below others"),
];

impl Desk {
    /// The brush or the eraser is in hand.
    pub fn paints(self) -> bool {
        matches!(
            self.tool.get_untracked(),
            ToolKind::Brush | ToolKind::Eraser
        )
    }

    /// The next size of the brush.
    pub fn resize_brush(self, larger: bool) {
        aids::change(self.aids, |aids| aids.brush = aids.brush.resized(larger));
        self.refresh();
    }

    /// Something is selected that the arrow keys can move.
    pub fn selection_moves(self) -> bool {
        let selection = self.selection.get_untracked();
        let found = self.with_seen(|objects| {
            let mut entries = selection.iter().filter_map(|id| objects.get(*id));
            entries.any(|entry| entry.object.shape().is_figure())
        });
        found.unwrap_or(false)
    }

    /// Some selected shape is like this.
    fn selected_shapes(self, is_it: impl Fn(&Shape) -> bool) -> bool {
        let selection = self.selection.get_untracked();
        let found = self.with_objects(|objects| {
            let mut entries = selection.iter().filter_map(|id| objects.get(*id));
            entries.any(|entry| is_it(entry.object.shape()))
        });
        found.unwrap_or(false)
    }

    /// A mask is selected.
    pub fn has_mask(self) -> bool {
        self.selection.track();
        self.selected_shapes(|shape| matches!(shape, Shape::Mask(_)))
    }

    /// A polygon is selected, and the picture's size is known.
    pub fn has_polygon(self) -> bool {
        self.selection.track();
        self.picture_size.get().is_some()
            && self.selected_shapes(|shape| matches!(shape, Shape::Polygon(_)))
    }

    /// Fills the holes of the selected masks.
    pub fn fill_holes(self) {
        self.change_masks(|mask| Some(Shape::Mask(mask.filled())));
    }

    /// Takes specks out of the selected masks.
    pub fn remove_specks(self) {
        self.change_masks(|mask| Some(Shape::Mask(mask.without_specks(SPECK))));
    }

    /// Makes polygons of the selected masks.
    pub fn masks_to_polygons(self) {
        self.change_masks(|mask| mask.outline(TOLERANCE).map(Shape::Polygon));
    }

    /// Makes masks of the selected polygons.
    pub fn polygons_to_masks(self) {
        let Some(size) = self.picture_size.get_untracked() else {
            return;
        };
        self.change_shapes(|shape| rasterise(size, shape.polygon()?).ok().map(Shape::Mask));
    }

    fn change_masks(self, change: impl Fn(&Mask) -> Option<Shape>) {
        self.change_shapes(|shape| change(shape.mask()?));
    }

    fn change_shapes(self, change: impl Fn(&Shape) -> Option<Shape>) {
        let Some((input, selected)) = self.selected() else {
            return;
        };
        let shapes = self.with_objects(|objects| {
            let entries = selected.iter().filter_map(|id| objects.get(*id));
            let changed =
                entries.filter_map(|entry| Some((entry.object.id, change(entry.object.shape())?)));
            changed.collect::<Vec<(ObjectId, Shape)>>()
        });
        let shapes = shapes.unwrap_or_default();
        self.studio
            .run_with_toast(Command::SetShapes { input, shapes });
        self.sync_scene();
    }
}
