//! Preferences, and the space that is used.

use super::keyboard::KeyboardSection;
use crate::ui::aids::{self, Aids, Names};
use crate::ui::shell::ThemeChoice;
use crate::ui::studio::{Keeping, Studio};
use crate::ui::words::bytes;
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

/// The page.
#[component]
pub fn SettingsPage() -> impl IntoView {
    let studio = expect_context::<Studio>();
    view! {
        <div class="sheet settings">
            <h1>"Settings"</h1>
            <section>
                <h2>"You"</h2>
                <label class="stacked">
                    <span>"Your name"</span>
                    <input class="field" type="text" autocomplete="name"
                        prop:value=move || studio.author.get()
                        on:change=move |event| studio.set_author(&event_target_value(&event)) />
                    <small>"Stands beside the labels that you make from here on."</small>
                </label>
            </section>
            <section>
                <h2>"Theme"</h2>
                <ThemeChoice />
            </section>
            <Viewing />
            <KeyboardSection />
            <Space />
        </div>
    }
}

/// What helps the eye and the hand in the viewer.
#[component]
fn Viewing() -> impl IntoView {
    view! {
        <section>
            <h2>"Viewer"</h2>
            <Switch name="Crosshair guides" note="While drawing" get=|it| it.guides set=|it, on| it.guides = on />
            <Switch name="Size of what is drawn" note="In picture pixels" get=|it| it.sizes set=|it, on| it.sizes = on />
            <Switch name="Hints for the tool in hand" note="At the foot of the stage" get=|it| it.hints set=|it, on| it.hints = on />
            <Switch name="Film strip" note="Under the stage" get=|it| it.strip set=|it, on| it.strip = on />
            <Switch name="Keep the zoom from input to input" note="Between pictures of one size"
                get=|it| it.keeps_zoom set=|it, on| it.keeps_zoom = on />
            <Switch name="Zoom with the wheel alone" note="Ctrl and the wheel then scroll"
                get=|it| it.wheel_zooms set=|it, on| it.wheel_zooms = on />
            <Switch name="Nest boxes automatically" note="A new box belongs to the smallest one around it"
                get=|it| it.nests set=|it, on| it.nests = on />
            <Length name="Opacity of fill" said=|to| format!("{to} %") most=60 get=|it| it.fill set=|it, to| it.fill = to />
            <Length name="Opacity of masks" said=|to| format!("{to} %") most=100 get=|it| it.mask set=|it, to| it.mask = to />
            <Length name="Width of outline" said=|to| format!("{:.1} px", f64::from(to) / 10.0) most=60 get=|it| it.line set=|it, to| it.line = to.max(5) />
            <NamesChoice />
        </section>
    }
}

#[component]
fn Switch(
    name: &'static str,
    note: &'static str,
    get: fn(&Aids) -> bool,
    set: fn(&mut Aids, bool),
) -> impl IntoView {
    let aids = expect_context::<RwSignal<Aids>>();
    view! {
        <label class="check">
            <input type="checkbox" prop:checked=move || aids.with(get)
                on:change=move |event| aids::change(aids, |aids| set(aids, event_target_checked(&event))) />
            <span>{name}<small class="note">{note}</small></span>
        </label>
    }
}

#[component]
fn Length(
    name: &'static str,
    said: fn(u8) -> String,
    most: u8,
    get: fn(&Aids) -> u8,
    set: fn(&mut Aids, u8),
) -> impl IntoView {
    let aids = expect_context::<RwSignal<Aids>>();
    let value = move || aids.with(get);
    let change = move |event: web_sys::Event| {
        if let Ok(to) = event_target_value(&event).parse() {
            aids::change(aids, |aids| set(aids, to));
        }
    };
    view! {
        <label class="slider-row wide">
            <span>{name}</span>
            <input type="range" min="0" max=most.to_string() step="5" aria-label=name
                prop:value=move || value().to_string() on:input=change />
            <output>{move || said(value())}</output>
        </label>
    }
}

#[component]
fn NamesChoice() -> impl IntoView {
    let aids = expect_context::<RwSignal<Aids>>();
    let all = [
        (Names::Always, "Always"),
        (Names::Hover, "On hover"),
        (Names::Never, "Never"),
    ];
    view! {
        <div class="beside">
            <span id="names-on-shapes">"Names on shapes"</span>
            <div class="seg" role="radiogroup" aria-labelledby="names-on-shapes">
                {all.map(|(of, name)| view! {
                    <label class="seg-item">
                        <input type="radio" name="names" class="sr" prop:checked=move || aids.with(|it| it.names == of)
                            on:change=move |_| aids::change(aids, |it| it.names = of) />
                        <span>{name}</span>
                    </label>
                })}
            </div>
        </div>
    }
}

/// What the browser says of its storage.
#[derive(Clone, Copy, Default)]
struct Estimate {
    used: u64,
    quota: u64,
}

#[component]
fn Space() -> impl IntoView {
    let studio = expect_context::<Studio>();
    let estimate = RwSignal::new(None::<Estimate>);
    Effect::new(move |_| {
        studio.keeping.track();
        leptos::task::spawn_local(async move {
            if let Ok(found) = ask_estimate().await {
                estimate.try_set(Some(found));
            }
        });
    });
    let may_ask = move || !matches!(studio.keeping.get(), Keeping::Promised | Keeping::Asking);
    view! {
        <section>
            <h2>"Space"</h2>
            <p>{move || space(estimate.get())}</p>
            <Usage estimate />
            <p role="status">{move || promise(studio.keeping.get())}</p>
            <Show when=may_ask>
                <button class="btn" on:click=move |_| studio.ask_to_keep()>"Keep my data"</button>
            </Show>
        </section>
    }
}

fn promise(keeping: Keeping) -> &'static str {
    match keeping {
        Keeping::Unasked => {
            "The browser may delete this data when the disk gets full; it is asked to keep it once there is something to \
             keep."
        }
        Keeping::Asking => {
            "The browser was asked to keep this data and hasn't answered yet. It may want your answer first."
        }
        Keeping::Promised => "The browser promised to keep this data until you delete it.",
        Keeping::Declined => {
            "The browser was asked to keep this data and didn't promise it: it may delete it when the disk gets full, and a \
             private window does when it is closed. It agrees more readily once the page is installed, bookmarked or used \
             often; until then, export now and then."
        }
        Keeping::Mute => {
            "The browser can't be asked to keep this data here, and may delete it: export now and then."
        }
    }
}

#[component]
fn Usage(estimate: RwSignal<Option<Estimate>>) -> impl IntoView {
    let share = move || {
        let found = estimate.get().filter(|found| found.quota > 0);
        found.map_or(0.0, |found| found.used as f64 / found.quota as f64)
    };
    view! {
        <div class="bar" role="meter" aria-label="Space in use" aria-valuemin="0" aria-valuemax="100"
            aria-valuenow=move || (share() * 100.0).round().to_string()>
            <div class="fill" style:width=move || format!("{}%", share() * 100.0)></div>
        </div>
    }
}

fn space(estimate: Option<Estimate>) -> String {
    match estimate {
        Some(found) => format!(
            "{} in use by all projects; the browser gives up to {}.",
            bytes(found.used),
            bytes(found.quota)
        ),
        None => "The browser doesn't say how much space is in use.".to_owned(),
    }
}

async fn ask_estimate() -> Result<Estimate, JsValue> {
    let storage = window().navigator().storage();
    let found = JsFuture::from(storage.estimate()?).await?;
    let number = |name: &str| {
        let value = js_sys::Reflect::get(&found, &name.into());
        value
            .ok()
            .and_then(|value| value.as_f64())
            .unwrap_or_default() as u64
    };
    Ok(Estimate {
        used: number("usage"),
        quota: number("quota"),
    })
}
