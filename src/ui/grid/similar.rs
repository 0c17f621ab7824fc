//! Searching by what pictures look like: by a tile, by a picture that somebody shows, by a part of one.

use super::thumbs::{Thumb, Thumbs, Wanted};
use crate::document::{ContentHash, Source};
use crate::lists::{Like, LikeOf, Query};
use crate::ui::icons::{CLOSE, Icon, SIMILAR};
use crate::ui::route::Route;
use crate::ui::shell::{Dialog, Shell};
use crate::ui::studio::Studio;
use leptos::prelude::*;

/// Shows what looks like this, the most first; the filters stay.
pub fn search_like(route: Route, like: Like) {
    route.search(&Query {
        like: Some(like),
        objects: false,
        ..route.here_query()
    });
}

/// **Visual search**: by a picture that isn't here, or by a part of one.
#[component]
pub fn VisualSearchButton() -> impl IntoView {
    let shell = expect_context::<Shell>();
    view! {
        <button class="btn ghost icon" aria-label="Visual search" title="Visual search: by a picture, or a part of one"
            on:click=move |_| shell.show(Dialog::VisualSearch)><Icon of=SIMILAR /></button>
    }
}

/// The picture that is searched by, as its thumbnail shows it.
pub fn picture_of(studio: Studio, of: LikeOf) -> Option<(ContentHash, Source, String)> {
    match of {
        LikeOf::Picture(hash) => Some((hash, Source::Stored, "a picture".to_owned())),
        LikeOf::Input(input) => studio.look(|document, _| {
            let input = &document.input(input)?.input;
            Some((
                input.media.hash?,
                input.media.source.clone(),
                input.file_name().to_owned(),
            ))
        })?,
    }
}

/// What is searched by, with a button that takes it away.
#[component]
pub fn LikeChip() -> impl IntoView {
    let studio = expect_context::<Studio>();
    let route = expect_context::<Route>();
    let thumbs = expect_context::<Thumbs>();
    let leave = move |_| {
        route.search(&Query {
            like: None,
            ..route.here_query()
        });
    };
    let like = Memo::new(move |_| route.query().like);
    view! {
        {move || like.get().map(|like| {
            let picture = picture_of(studio, like.of);
            let name = picture.as_ref().map_or("a picture", |(_, _, name)| name.as_str());
            let part = if like.part.is_some() { "a part of " } else { "" };
            let text = format!("Similar to {part}{name}");
            let thumb = picture.map(|(hash, source, _)| thumbs.want(studio, Wanted::whole(hash, source)));
            let face = move || match thumb.map(|thumb| thumb.get()) {
                Some(Thumb::Here(url)) => Some(view! { <img class="like" src=url alt="" /> }),
                _ => None,
            };
            view! {
                <li class="chip filter">
                    {face}
                    <span class="text">{text.clone()}</span>
                    <button class="btn ghost icon small" aria-label=format!("Remove {text}") on:click=leave>
                        <Icon of=CLOSE />
                    </button>
                </li>
            }
        })}
    }
}
