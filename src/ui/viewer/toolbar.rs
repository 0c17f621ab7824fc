//! The tools.

use super::desk::Desk;
use crate::tools::ToolKind;
use crate::ui::icons::{self, Icon};
use leptos::prelude::*;

/// The tools in their order: name, key, icon.
const TOOLS: [(ToolKind, &str, &str, &str); 5] = [
    (ToolKind::Select, "Select / Edit", "V", icons::POINTER),
    (ToolKind::Box, "Bounding Box", "B", icons::BOX),
    (ToolKind::Polygon, "Polygon", "P", icons::POLYGON),
    (ToolKind::Hand, "Hand", "H", icons::HAND),
    (ToolKind::Zoom, "Zoom", "Z", icons::ZOOM_IN),
];

/// The toolbar.
#[component]
pub fn Toolbar() -> impl IntoView {
    let desk = expect_context::<Desk>();
    view! {
        // A click leaves the focus on the canvas, so that the space bar still moves the picture.
        <div class="toolbar" role="toolbar" aria-label="Tools" aria-orientation="vertical"
            on:mousedown=move |event| event.prevent_default()>
            {TOOLS.into_iter().map(|(kind, name, key, icon)| view! {
                <button
                    class="tool"
                    aria-label=name
                    title=format!("{name} ({key})")
                    aria-keyshortcuts=key
                    aria-pressed=move || (desk.tool.get() == kind).to_string()
                    on:click=move |_| desk.take_tool(kind)
                >
                    <Icon of=icon />
                    <kbd aria-hidden="true">{key}</kbd>
                </button>
            }).collect_view()}
        </div>
    }
}
