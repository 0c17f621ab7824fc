//! **Info**: what is known of an input.

use super::metadata::{JsonField, members};
use super::{Closer, Modal};
use crate::document::{Input, InputId, MediaKind, Source};
use crate::edit::{Command, MetadataEdit};
use crate::ui::grid::status_name;
use crate::ui::icons::{DOWNLOAD, Icon};
use crate::ui::shell::Shell;
use crate::ui::studio::Studio;
use crate::ui::words::{bytes, date, number};
use leptos::prelude::*;

/// The window.
#[component]
pub fn Info(input: InputId) -> impl IntoView {
    let shell = expect_context::<Shell>();
    view! { <Modal title="Info" closed=move || shell.dialog.set(None)><Facts input /></Modal> }
}

#[component]
fn Facts(input: InputId) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let closer = expect_context::<Closer>();
    let known = studio
        .look(|document, layout| {
            let entry = document.input(input)?;
            let is_labelled = !entry.labels.is_empty() || layout.has_objects(input);
            Some(Input {
                status: entry.input.status.seen(is_labelled),
                ..entry.input.clone()
            })
        })
        .flatten();
    let Some(known) = known else {
        return view! { <p class="note">"This input isn't in the project."</p> }.into_any();
    };
    let rows = facts(&known).map(|(name, value)| view! { <dt>{name}</dt><dd>{value}</dd> });
    let is_here = known.media.source != Source::Awaited;
    let text = RwSignal::new(pretty(&known));
    let before = text.get_untracked();
    let is_same = move || text.get() == before;
    let save = move |_| {
        let Ok(all) = text.with_untracked(|text| members(text)) else {
            return;
        };
        studio.run_and_say(Command::EditMetadata {
            inputs: vec![input],
            edit: MetadataEdit::Replace(all),
        });
        closer.close();
    };
    view! {
        <dl class="known">{rows.collect_view()}</dl>
        <JsonField name="Metadata" text rows=6 />
        <div class="end">
            <button class="btn" disabled=!is_here on:click=move |_| studio.download_original(input)>
                <Icon of=DOWNLOAD />"Download original"
            </button>
            <span class="grow"></span>
            <button class="btn ghost" on:click=move |_| closer.close()>"Cancel"</button>
            <button class="btn primary" on:click=save
                disabled=move || is_same() || text.with(|text| members(text).is_err())>"Save metadata"</button>
        </div>
    }
    .into_any()
}

fn pretty(input: &Input) -> String {
    match input.metadata.is_empty() {
        true => String::new(),
        // Members of JSON are always written.
        false => serde_json::to_string_pretty(&input.metadata.members()).unwrap_or_default(),
    }
}

fn facts(input: &Input) -> impl Iterator<Item = (&'static str, String)> {
    let media = &input.media;
    let resolution = media.size.map(|size| {
        let (width, height) = (number(size.width as usize), number(size.height as usize));
        format!("{width} × {height} pixels")
    });
    let turned = match media.orientation.number() {
        1 => None,
        number => Some(format!("turned as EXIF says ({number})")),
    };
    let length = match media.kind {
        MediaKind::Video(footage) if footage.frames > 0 => Some(format!(
            "{}, {} frames",
            footage.end.text(),
            number(footage.frames as usize)
        )),
        _ => None,
    };
    let kept = match &media.source {
        Source::Stored => "in this browser".to_owned(),
        Source::Folder { path, .. } => format!("in its folder, {path}"),
        Source::Awaited => "not here yet".to_owned(),
    };
    [
        ("Name", Some(input.name.clone())),
        ("Size", (media.bytes > 0).then(|| bytes(media.bytes))),
        ("Added", Some(date(input.added_at))),
        ("Resolution", resolution),
        ("Length", length),
        ("Orientation", turned),
        (
            "Type",
            Some(media.mime.clone()).filter(|mime| !mime.is_empty()),
        ),
        ("File", Some(kept)),
        ("Status", Some(status_name(input.status).to_owned())),
        (
            "Split",
            Some(input.split.clone()).filter(|split| !split.is_empty()),
        ),
        ("ID", Some(input.id.to_string())),
    ]
    .into_iter()
    .filter_map(|(name, value)| Some((name, value?)))
}
