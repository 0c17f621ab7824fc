//! Zoom, fit, and what the picture is looked through: at the foot of the stage.

use super::desk::{Adjust, Desk};
use crate::actions::ActionId;
use crate::ui::aids::{self, Aids};
use crate::ui::icons::{self, Icon};
use crate::ui::keyboard::Keyboard;
use crate::ui::shell::{Dialog, Shell};
use leptos::prelude::*;

/// The controls at the foot of the stage.
#[component]
pub fn ViewControls() -> impl IntoView {
    let desk = expect_context::<Desk>();
    let shell = expect_context::<Shell>();
    let keyboard = expect_context::<Keyboard>();
    let titled = move |name: &str, id| keyboard.titled(name, id);
    let percent = move || format!("{:.0} %", desk.camera.get().scale * 100.0);
    let adjusting = RwSignal::new(false);
    view! {
        <div class="zoombar" on:mousedown=move |event| event.prevent_default()>
            <button class="btn ghost icon" aria-label="Zoom out" title=move || titled("Zoom out", ActionId::ZoomOut)
                on:click=move |_| desk.zoom(0.8, None)><Icon of=icons::MINUS /></button>
            <span class="percent">{percent}</span>
            <button class="btn ghost icon" aria-label="Zoom in" title=move || titled("Zoom in", ActionId::ZoomIn)
                on:click=move |_| desk.zoom(1.25, None)><Icon of=icons::PLUS /></button>
            <span class="sep"></span>
            <button class="btn ghost" title=move || titled("The whole picture", ActionId::Fit) on:click=move |_| desk.fit()>
                <Icon of=icons::FIT />"Fit"
            </button>
            <button class="btn ghost" title=move || titled("One screen pixel per picture pixel", ActionId::ActualSize)
                on:click=move |_| desk.actual_size()>"100 %"</button>
            <button class="btn ghost icon" aria-label="Rotate" title=move || titled("Rotate", ActionId::Rotate)
                aria-pressed=move || (!desk.turn.get().is_none()).to_string()
                on:click=move |_| desk.rotate()><Icon of=icons::ROTATE /></button>
            <button class="btn ghost icon" aria-label="Invert" title=move || titled("Invert", ActionId::Invert)
                aria-pressed=move || desk.adjust.get().inverted.to_string()
                on:click=move |_| desk.invert()><Icon of=icons::INVERT /></button>
            <button class="btn ghost icon" aria-label="Adjust the picture" title="Brightness, contrast, saturation"
                aria-expanded=move || adjusting.get().to_string()
                on:click=move |_| adjusting.update(|open| *open = !*open)>
                <Icon of=icons::ADJUST />
            </button>
            <span class="sep"></span>
            <button class="btn ghost icon" aria-label="Info" title=move || titled("Info", ActionId::Info)
                on:click=move |_| if let Some(input) = desk.input.get_untracked() {
                    shell.show(Dialog::Info(input));
                }><Icon of=icons::INFO /></button>
            <button class="btn ghost icon" aria-label="Film strip" title=move || titled("Film strip", ActionId::FilmStrip)
                aria-pressed=move || desk.aids.with(|aids| aids.strip).to_string()
                on:click=move |_| desk.toggle_strip()><Icon of=icons::FILM /></button>
        </div>
        <Show when=move || adjusting.get()>
            <div class="adjust popover" role="group" aria-label="Adjust the picture">
                <Slider name="Brightness" get=|a| a.brightness set=|a, v| a.brightness = v />
                <Slider name="Contrast" get=|a| a.contrast set=|a, v| a.contrast = v />
                <Slider name="Saturation" get=|a| a.saturation set=|a, v| a.saturation = v />
                <MaskOpacity />
                <div class="slider-row">
                    <span>"Rotate"</span>
                    <span class="grow">{move || format!("{}°", desk.turn.get().degrees())}</span>
                    <span></span>
                    <button class="btn ghost small" aria-label="Reset rotate" disabled=move || desk.turn.get().is_none()
                        on:click=move |_| desk.turn.set(Default::default())>"Reset"</button>
                </div>
                <div class="slider-row">
                    <span>"Invert"</span>
                    <span class="grow">{move || if desk.adjust.get().inverted { "on" } else { "off" }}</span>
                    <span></span>
                    <button class="btn ghost small" aria-label="Reset invert" disabled=move || !desk.adjust.get().inverted
                        on:click=move |_| desk.invert()>"Reset"</button>
                </div>
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

/// How much of the masks' colours is seen.
#[component]
fn MaskOpacity() -> impl IntoView {
    let desk = expect_context::<Desk>();
    let value = move || desk.aids.with(|aids| aids.mask);
    let change = move |to: u8| aids::change(desk.aids, |aids| aids.mask = to);
    let usual = Aids::default().mask;
    view! {
        <label class="slider-row">
            <span>"Masks"</span>
            <input type="range" min="0" max="100" step="1" aria-label="Mask opacity"
                prop:value=move || value().to_string()
                on:input=move |event| change(event_target_value(&event).parse().unwrap_or(usual)) />
            <output>{move || format!("{} %", value())}</output>
            <button class="btn ghost small" aria-label="Reset mask opacity"
                disabled=move || value() == usual on:click=move |_| change(usual)>"Reset"</button>
        </label>
    }
}

impl Desk {
    /// Shows the colours inverted, or as they are.
    pub fn invert(self) {
        self.adjust
            .update(|adjust| adjust.inverted = !adjust.inverted);
    }

    /// Shows the film strip, or hides it.
    pub fn toggle_strip(self) {
        aids::change(self.aids, |aids| aids.strip = !aids.strip);
    }
}
