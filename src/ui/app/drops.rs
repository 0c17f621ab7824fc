//! The whole page takes files, by drop and by paste.

use crate::document::{InputId, MediaKind};
use crate::ui::route::{Route, View};
use crate::ui::studio::{NamedFile, Phase, RefusedFile, Studio};
use crate::web::files::{self, Dropped};
use crate::web::js::pause;
use crate::web::keys::is_typing;
use leptos::prelude::*;

/// Listens as long as the page is there. What is given tells whether files are held over the page.
pub fn listen(studio: Studio, route: Route) -> RwSignal<bool> {
    let dragging = RwSignal::new(false);
    let over = window_event_listener(leptos::ev::dragover, move |event| {
        if event
            .data_transfer()
            .is_some_and(|it| files::carries_files(&it))
        {
            event.prevent_default();
            if !dragging.get_untracked() {
                dragging.set(true);
            }
        }
    });
    let leave = window_event_listener(leptos::ev::dragleave, move |event| {
        // Without a related target the pointer has left the window.
        if event.related_target().is_none() {
            dragging.set(false);
        }
    });
    let drop = window_event_listener(leptos::ev::drop, move |event| {
        dragging.set(false);
        let Some(transfer) = event.data_transfer().filter(files::carries_files) else {
            return;
        };
        event.prevent_default();
        take_dropped(studio, route, Dropped::take(&transfer));
    });
    let paste = window_event_listener(leptos::ev::paste, move |event| {
        if is_typing(&event) {
            return;
        }
        let pasted = files::pasted(&event, &moment());
        // Over a picture that is being labelled words are nothing to be added.
        let takes_words = route.here().view == View::Inputs;
        let pasted = match pasted.is_empty() && takes_words {
            true => files::pasted_text(&event, &moment()).into_iter().collect(),
            false => pasted,
        };
        if !pasted.is_empty() {
            event.prevent_default();
            studio.take_files(named(pasted));
        }
    });
    files::on_launch(move |(found, failed)| {
        leptos::task::spawn_local(async move {
            // The window may have been opened for them.
            while studio.phase.get_untracked() != Phase::Ready {
                pause(50).await;
            }
            refuse(studio, failed);
            if !found.is_empty() {
                studio.take_files(named(found));
            }
        });
    });
    on_cleanup(move || {
        over.remove();
        leave.remove();
        drop.remove();
        paste.remove();
    });
    dragging
}

fn take_dropped(studio: Studio, route: Route, dropped: Dropped) {
    let taking = studio.begin_taking();
    leptos::task::spawn_local(async move {
        let _taking = taking;
        let (found, failed) = dropped.walk().await;
        refuse(studio, failed);
        // On a picture that is open, PNGs may be its masks.
        let is_picture = |input: &InputId| {
            studio
                .look(|document, _| {
                    Some(document.input(*input)?.input.media.kind == MediaKind::Image)
                })
                .flatten()
                == Some(true)
        };
        let input = route.here().input.filter(is_picture);
        let are_pngs = found
            .iter()
            .all(|(name, _)| name.to_lowercase().ends_with(".png"));
        match input.filter(|_| are_pngs && !found.is_empty()) {
            Some(_) => studio.take_masks(named(found), input),
            None => studio.take_files(named(found)),
        }
    });
}

/// Says which files couldn't be read, and why.
fn refuse(studio: Studio, failed: Vec<(String, String)>) {
    if failed.is_empty() {
        return;
    }
    let refused = failed
        .into_iter()
        .map(|(name, reason)| RefusedFile { name, reason });
    studio.refusals.update(|all| all.extend(refused));
}

/// Files as the studio takes them.
pub fn named(files: Vec<files::Named>) -> Vec<NamedFile> {
    files
        .into_iter()
        .map(|(name, file)| NamedFile { name, file })
        .collect()
}

/// Now, as part of a file's name: `2026-11-24 18.20.31`.
fn moment() -> String {
    let now = String::from(js_sys::Date::new_0().to_iso_string());
    let now = now.split('.').next().unwrap_or(&now);
    now.replace('T', " ").replace(':', ".")
}
