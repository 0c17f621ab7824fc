//! The tools.

use super::desk::Desk;
use crate::actions::{ActionId, action};
use crate::tools::ToolKind;
use crate::ui::icons::{self, Icon};
use crate::ui::keyboard::Keyboard;
use leptos::prelude::*;

/// The tools in their order, with their rows in the table of actions and their icons.
const TOOLS: [(ToolKind, ActionId, &str); 8] = [
    (ToolKind::Select, ActionId::ToolSelect, icons::POINTER),
    (ToolKind::Box, ActionId::ToolBox, icons::BOX),
    (ToolKind::Polygon, ActionId::ToolPolygon, icons::POLYGON),
    (ToolKind::Brush, ActionId::ToolBrush, icons::BRUSH),
    (ToolKind::Eraser, ActionId::ToolEraser, icons::ERASER),
    (ToolKind::Span, ActionId::ToolSpan, icons::SPAN),
    (ToolKind::Hand, ActionId::ToolHand, icons::HAND),
    (ToolKind::Zoom, ActionId::ToolZoom, icons::ZOOM_IN),
];

/// The toolbar.
#[component]
pub fn Toolbar() -> impl IntoView {
    let desk = expect_context::<Desk>();
    let keyboard = expect_context::<Keyboard>();
    view! {
        // A click leaves the focus on the canvas, so that the space bar still moves the picture.
        <div class="toolbar" role="toolbar" aria-label="Tools" aria-orientation="vertical"
            on:mousedown=move |event| event.prevent_default()>
            {move || TOOLS.into_iter().filter(|(tool, ..)| tool.is_for(desk.kind.get())).map(|(kind, id, icon)| {
                let name = action(id).label;
                let key = move || keyboard.text(id);
                view! {
                    <button
                        class="tool"
                        aria-label=name
                        title=move || keyboard.titled(name, id)
                        aria-keyshortcuts=key
                        aria-pressed=move || (desk.tool.get() == kind).to_string()
                        on:click=move |_| desk.take_tool(kind)
                    >
                        <Icon of=icon />
                        <kbd aria-hidden="true">{key}</kbd>
                    </button>
                }
            }).collect_view()}
        </div>
    }
}
