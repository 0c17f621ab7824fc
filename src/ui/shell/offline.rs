//! Whether the page starts without the network, and whether a newer one waits.

use crate::ui::icons::{Icon, OFFLINE};
use crate::ui::studio::Studio;
use crate::web::offline::{Keeper, Kept};
use leptos::prelude::*;
use std::time::Duration;

/// Nobody waits for it: what is opened goes first.
const BEGINS_AFTER: Duration = Duration::from_millis(1_500);
/// A page that stays open for days hears of newer builds too.
const LOOKS_EVERY: Duration = Duration::from_secs(3_600);

const NOT_RELOADED: &str = "The page isn't loaded anew while something is in its memory alone: export it first, then close this tab.";

/// **Works offline** once everything is kept; **Update ready** with **Reload** once a newer build is.
#[component]
pub fn Offline() -> impl IntoView {
    let studio = expect_context::<Studio>();
    let kept = RwSignal::new(Kept::default());
    let keeper = StoredValue::new_local(None::<Keeper>);
    set_timeout(
        move || leptos::task::spawn_local(watch(keeper, kept)),
        BEGINS_AFTER,
    );
    let reload = move |_| {
        leptos::task::spawn_local(async move {
            let is_settled = studio.settled().await.is_ok();
            if !is_settled || studio.has_unsaved() {
                return studio.complain(NOT_RELOADED.to_owned());
            }
            if let Some(keeper) = keeper.with_value(Clone::clone) {
                keeper.take_over().await;
            }
            drop(window().location().reload());
        });
    };
    view! {
        <Show when=move || kept.get().update_waits>
            <div class="update" aria-live="polite">
                <span class="text">"Update ready"</span>
                <button class="btn small" title="Everything is saved first. Nothing else changes until you reload."
                    on:click=reload>"Reload"</button>
            </div>
        </Show>
        <Show when=move || kept.get().works_offline>
            <span class="offline" title="Works offline: everything that this page needs is kept in this browser.">
                <Icon of=OFFLINE />
                <span class="text">"Works offline"</span>
            </span>
        </Show>
    }
}

async fn watch(keeper: StoredValue<Option<Keeper>, LocalStorage>, kept: RwSignal<Kept>) {
    // Where a browser keeps no pages nothing is said: nothing else is missing.
    let Ok(registered) = Keeper::register().await else {
        return;
    };
    keeper.try_set_value(Some(registered.clone()));
    let look = {
        let registered = registered.clone();
        move || {
            let registered = registered.clone();
            leptos::task::spawn_local(async move {
                let found = registered.look().await;
                if kept.try_get_untracked() != Some(found) {
                    kept.try_set(found);
                }
            });
        }
    };
    registered.on_change(look);
    let look_for_update = move || {
        let registered = registered.clone();
        leptos::task::spawn_local(async move { registered.look_for_update().await });
    };
    let every_hour = look_for_update.clone();
    set_interval(every_hour, LOOKS_EVERY);
    window_event_listener(leptos::ev::focus, move |_| look_for_update());
}
