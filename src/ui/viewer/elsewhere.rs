//! What is shown where the file of an input, in a folder that is used in place, isn't the one that was added any more: both
//! side by side, or where its bytes are now. Labels go nowhere unless somebody says so.

use super::desk::{Desk, PictureState};
use crate::document::{InputId, MediaKind};
use crate::ui::studio::{Elsewhere, NamedFile};
use leptos::prelude::*;
use web_sys::Url;

/// Looks what became of the file whenever it can't be shown.
#[component]
pub fn ElsewhereNotice() -> impl IntoView {
    let desk = expect_context::<Desk>();
    let found = RwSignal::new_local(None::<(InputId, Elsewhere)>);
    Effect::new(move |_| {
        let failed = matches!(desk.picture.get(), PictureState::Failed(_));
        let input = desk.input.get();
        found.set(None);
        if let Some(input) = input.filter(|_| failed) {
            leptos::task::spawn_local(async move {
                let elsewhere = desk.studio.look_elsewhere(input).await;
                let is_shown = desk.input.try_get_untracked().flatten() == Some(input);
                if is_shown && let Some(elsewhere) = elsewhere {
                    found.try_set(Some((input, elsewhere)));
                }
            });
        }
    });
    let notice = move |(input, elsewhere): (InputId, Elsewhere)| match elsewhere {
        Elsewhere::Changed(file) => view! { <Changed input file /> }.into_any(),
        Elsewhere::Moved(files) => view! { <Moved input files /> }.into_any(),
    };
    move || found.get().map(notice)
}

#[component]
fn Changed(input: InputId, file: NamedFile) -> impl IntoView {
    let desk = expect_context::<Desk>();
    let is_picture = desk.kind.get_untracked() == MediaKind::Image;
    let now = is_picture
        .then(|| Url::create_object_url_with_blob(&file.file).ok())
        .flatten();
    let before = RwSignal::new(None::<String>);
    if is_picture {
        leptos::task::spawn_local(async move {
            let thumb = desk.studio.thumbnail_of(input).await;
            let url = thumb.and_then(|blob| Url::create_object_url_with_blob(&blob).ok());
            before.try_set(url);
        });
    }
    let of_now = now.clone();
    on_cleanup(move || {
        for url in of_now
            .into_iter()
            .chain(before.try_get_untracked().flatten())
        {
            drop(Url::revoke_object_url(&url));
        }
    });
    let side = |name: &'static str, url: Option<String>| {
        view! {
            <figure>
                {url.map(|url| view! { <img src=url alt=name /> })}
                <figcaption>{name}</figcaption>
            </figure>
        }
    };
    let name = file.name.clone();
    let take = move |_| desk.studio.replace_file(input, file.clone());
    view! {
        <div class="elsewhere" role="group" aria-label="The file has changed">
            <h2>"The file has changed"</h2>
            <p>
                {name}" isn't the file that was added: something else wrote it. Its labels are kept, and shown on no other \
                 picture unless you say so."
            </p>
            {is_picture.then(|| view! {
                <div class="both">
                    {move || side("When it was added", before.get())}
                    {side("Now in the folder", now)}
                </div>
            })}
            <div class="end">
                <button class="btn" on:click=move |_| desk.show_picture()>"Look again"</button>
                <button class="btn primary" on:click=take>"Use the new file for these labels"</button>
            </div>
        </div>
    }
}

#[component]
fn Moved(input: InputId, files: Vec<NamedFile>) -> impl IntoView {
    let desk = expect_context::<Desk>();
    let is_gone = files.is_empty();
    let choice = move |file: NamedFile| {
        let name = format!("Use {}", file.name);
        view! {
            <button class="btn primary" on:click=move |_| desk.studio.replace_file(input, file.clone())>{name}</button>
        }
    };
    view! {
        <div class="elsewhere" role="group" aria-label="The file isn't where it was">
            <h2>"The file isn't where it was"</h2>
            <p>{match is_gone {
                true => "It isn't in the folder any more, under no name. Its labels are kept: put it back, and look again.",
                false => "The same file lies elsewhere in the folder: it was renamed or moved.",
            }}</p>
            <div class="end">
                <button class="btn" on:click=move |_| desk.show_picture()>"Look again"</button>
                {files.into_iter().take(3).map(choice).collect_view()}
            </div>
        </div>
    }
}
