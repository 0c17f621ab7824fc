//! Before much is copied into the browser's storage.

use super::{Closer, Modal};
use crate::ui::pick::OpenFolder;
use crate::ui::studio::Studio;
use crate::ui::words::{bytes, number};
use leptos::prelude::*;

/// Says how much it would be, and offers the way without a copy.
#[component]
pub fn LargeCopyQuestion() -> impl IntoView {
    let studio = expect_context::<Studio>();
    let (pictures, size) = studio
        .large
        .with_untracked(|large| large.as_ref().map(|it| (it.pictures, it.bytes)))
        .unwrap_or_default();
    let title = format!("Copy {} into this browser?", bytes(size));
    let files = match pictures {
        1 => "The file is".to_owned(),
        _ => format!("{} files are", number(pictures)),
    };
    let closed = move || studio.answer_large_copy(false);
    view! { <Modal title closed><Question files /></Modal> }
}

#[component]
fn Question(files: String) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let closer = expect_context::<Closer>();
    let in_place = crate::web::folders::supported();
    view! {
        <p>{format!("{files} copied into the browser's storage, so that the project opens without them.")}</p>
        {in_place.then(|| view! {
            <p class="note">"“Open folder” uses pictures where they are, and takes no room here."</p>
        })}
        <div class="end">
            <button class="btn" on:click=move |_| closer.close()>"Cancel"</button>
            <OpenFolder also=move |()| studio.answer_large_copy(false) />
            <button class="btn primary" autofocus on:click=move |_| studio.answer_large_copy(true)>"Copy"</button>
        </div>
    }
}
