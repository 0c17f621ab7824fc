//! Buttons that are ordinary file inputs.

use super::app::named;
use super::icons::{FOLDER, Icon};
use super::studio::Studio;
use crate::web::files::chosen;
use leptos::{html, prelude::*};
use wasm_bindgen::JsCast as _;

/// What is chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Take {
    /// Pictures, and label files with them.
    Inputs,
    /// A folder with everything in it.
    Folder,
    /// Label files.
    Labels,
}

impl Take {
    fn accept(self) -> &'static str {
        match self {
            Self::Inputs => {
                "image/*,video/mp4,video/webm,.mp4,.m4v,.mov,.webm,.json,.txt,.text,.md,.markdown,.csv,.tsv,.jsonl,.ndjson,.zip"
            }
            Self::Folder => "",
            Self::Labels => ".json,application/json,.png,.txt,.zip",
        }
    }
}

/// A button over a file input: the input lies on it, unseen, so that a click, a key and a drop are the browser's own.
#[component]
pub fn PickButton(
    /// What is chosen.
    take: Take,
    /// What it is called.
    name: &'static str,
    /// Its icon.
    icon: &'static str,
    /// Its classes besides `btn pick`.
    #[prop(optional)]
    class: &'static str,
) -> impl IntoView {
    let studio = expect_context::<Studio>();
    view! {
        <label class=format!("btn pick {class}")>
            <Icon of=icon />
            <span class="text" aria-hidden="true">{name}</span>
            <input type="file" multiple aria-label=name title=name accept=take.accept()
                prop:webkitdirectory=take == Take::Folder
                on:change=move |event| taken(studio, take, &event) />
        </label>
    }
}

/// **Open folder**, where the browser can: the files stay where they are.
#[component]
pub fn OpenFolder(
    /// Its classes besides `btn`.
    #[prop(optional)]
    class: &'static str,
    /// What a click does besides.
    #[prop(into, optional)]
    also: Option<Callback<()>>,
) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let open = move |_| {
        studio.open_folder();
        if let Some(also) = also {
            also.run(());
        }
    };
    crate::web::folders::supported().then(|| {
        view! {
            <button class=format!("btn {class}") aria-label="Open folder" title="Open folder: uses the pictures where they are, without a copy"
                on:click=open>
                <Icon of=FOLDER />
                <span class="text">"Open folder"</span>
            </button>
        }
    })
}

/// **Reconnect folder**, while the browser wants to be asked again for a folder that is used in place.
#[component]
pub fn ReconnectFolder() -> impl IntoView {
    let studio = expect_context::<Studio>();
    view! {
        <Show when=move || !studio.lapsed.with(Vec::is_empty)>
            <div class="banner" role="status">
                <span>"The browser asks before it reads the folder of these pictures again. Labels and thumbnails are here."</span>
                <button class="btn small" on:click=move |_| studio.reconnect_folders()>"Reconnect folder"</button>
            </div>
        </Show>
    }
}

/// A file input that something else opens.
#[component]
pub fn Chooser(
    /// What is chosen.
    take: Take,
    /// Where to find it.
    node: NodeRef<html::Input>,
) -> impl IntoView {
    let studio = expect_context::<Studio>();
    view! {
        <input type="file" multiple hidden node_ref=node accept=take.accept()
            on:change=move |event| taken(studio, take, &event) />
    }
}

fn taken(studio: Studio, take: Take, event: &web_sys::Event) {
    let input = event
        .target()
        .and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok());
    let files = input.map(|input| chosen(&input)).unwrap_or_default();
    let files = named(files);
    match take {
        _ if files.is_empty() => {}
        Take::Labels => studio.take_labels(files),
        Take::Inputs | Take::Folder => studio.take_files(files),
    }
}
