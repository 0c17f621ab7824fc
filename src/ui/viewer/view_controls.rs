//! Zoom, fit, and what the picture is looked through: at the foot of the stage.

use super::desk::{Adjust, Desk};
use crate::ui::icons::{self, Icon};
use leptos::prelude::*;

/// The controls at the foot of the stage.
#[component]
pub fn ViewControls() -> impl IntoView {
    let desk = expect_context::<Desk>();
    let percent = move || format!("{:.0} %", desk.camera.get().scale * 100.0);
    let adjusting = RwSignal::new(false);
    view! {
        <div class="zoombar" on:mousedown=move |event| event.prevent_default()>
            <button class="btn ghost icon" aria-label="Zoom out" title="Zoom out (Ctrl+−)"
                on:click=move |_| desk.zoom(0.8, None)><Icon of=icons::MINUS /></button>
            <span class="percent">{percent}</span>
            <button class="btn ghost icon" aria-label="Zoom in" title="Zoom in (Ctrl++)"
                on:click=move |_| desk.zoom(1.25, None)><Icon of=icons::PLUS /></button>
            <span class="sep"></span>
            <button class="btn ghost" title="The whole picture (Ctrl+0)" on:click=move |_| desk.fit()>
                <Icon of=icons::FIT />"Fit"
            </button>
            <button class="btn ghost" title="One screen pixel per picture pixel (Ctrl+1)"
                on:click=move |_| desk.actual_size()>"100 %"</button>
            <button class="btn ghost icon" aria-label="Adjust the picture" title="Brightness, contrast, saturation"
                aria-expanded=move || adjusting.get().to_string()
                on:click=move |_| adjusting.update(|open| *open = !*open)>
                <Icon of=icons::ADJUST />
            </button>
        </div>
        <Show when=move || adjusting.get()>
            <div class="adjust popover" role="group" aria-label="Adjust the picture">
                <Slider name="Brightness" get=|a| a.brightness set=|a, v| a.brightness = v />
                <Slider name="Contrast" get=|a| a.contrast set=|a, v| a.contrast = v />
                <Slider name="Saturation" get=|a| a.saturation set=|a, v| a.saturation = v />
                <p class="note">"They change what you see, never the file."</p>
            </div>
        </Show>
    }
}

/// One slider with its reset.
#[component]
fn Slider(name: &'static str, get: fn(&Adjust) -> u32, set: fn(&mut Adjust, u32)) -> impl IntoView {
    let desk = expect_context::<Desk>();
    let value = move || get(&desk.adjust.get());
    let change = move |to: u32| desk.adjust.update(|adjust| set(adjust, to));
    view! {
        <label class="slider-row">
            <span>{name}</span>
            <input type="range" min="0" max="300" step="5" aria-label=name
                prop:value=move || value().to_string()
                on:input=move |event| change(event_target_value(&event).parse().unwrap_or(100)) />
            <output>{move || format!("{} %", value())}</output>
            <button class="btn ghost small" aria-label=format!("Reset {}", name.to_lowercase())
                disabled=move || value() == 100 on:click=move |_| change(100)>"Reset"</button>
        </label>
    }
}
