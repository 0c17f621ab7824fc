//! The viewer: one picture, its shapes, and the panes beside it.

mod brush_bar;
mod canvas_menu;
mod classifications;
mod copying;
mod desk;
mod elsewhere;
mod film_strip;
mod hidden;
mod keys;
mod objects;
mod overlay;
mod painting;
mod picker;
mod pictures;
mod selected;
mod stage;
mod text;
mod toolbar;
mod video;
mod view_controls;

use self::classifications::Classifications;
use self::desk::Desk;
use self::film_strip::FilmStrip;
use self::objects::ObjectsPane;
pub use self::picker::ConceptCombobox;
use self::picker::SelectLabel;
use self::stage::Stage;
use self::toolbar::Toolbar;
use super::route::Route;
use super::studio::Studio;
use crate::document::{Document, InputId, Media, MediaKind, ObjectId};
use crate::tools::Modifiers;
use crate::web::dom::after_paint;
use leptos::prelude::*;
use std::collections::BTreeSet;
use text::TextStage;
use video::TimeLine;

/// The page of one input.
#[component]
pub fn Viewer() -> impl IntoView {
    let studio = expect_context::<Studio>();
    let route = expect_context::<Route>();
    let input = Memo::new(move |_| route.place().input);
    let desk = Desk::new(studio, input);
    provide_context(desk);
    follow(desk);
    keys::listen(desk, route);
    let is_text = Memo::new(move |_| desk.kind.get() == MediaKind::Text);
    let is_video = Memo::new(move |_| desk.kind.get().is_video());
    view! {
        <div class="viewer">
            <Toolbar />
            {move || match is_text.get() {
                true => view! { <TextStage /> }.into_any(),
                false => view! {
                    <div class="cinema">
                        <Stage />
                        <Show when=move || is_video.get()><TimeLine /></Show>
                    </div>
                }.into_any(),
            }}
            <FilmStrip />
            <aside class="panes">
                <SelectLabel />
                <Classifications />
                <ObjectsPane />
            </aside>
        </div>
    }
}

/// Keeps the desk in step with the address and the document.
fn follow(desk: Desk) {
    let studio = desk.studio;
    // Another input: its objects, its picture, nothing selected.
    Effect::new(move |before: Option<Option<InputId>>| {
        let input = desk.input.get();
        if before != Some(input) {
            // Nobody is told of what stays as it is: that would draw the panes before the picture.
            if !desk.selection.with_untracked(BTreeSet::is_empty) {
                desk.selection.set(BTreeSet::new());
            }
            if !desk
                .hidden
                .with_untracked(|hidden| hidden.objects.is_empty())
            {
                desk.hidden.update(|hidden| hidden.objects.clear());
            }
            desk.take_tool(desk.tool.get_untracked());
            desk.show_picture();
            after_paint(move || {
                desk.turns
                    .try_update(|turns| *turns = turns.wrapping_add(1));
            });
            if let Some(input) = input {
                leptos::task::spawn_local(async move {
                    studio.ensure_objects(input).await;
                    desk.sync_scene();
                    let object = desk.route.here().object;
                    let known = |id: &ObjectId| desk.with_objects(|all| all.get(*id).is_some());
                    if let Some(object) = object.filter(|id| known(id) == Some(true)) {
                        desk.select(object, Modifiers::default());
                    }
                });
            }
        }
        input
    });
    Effect::new(move |_| {
        studio.revisions.objects.track();
        desk.sync_scene();
    });
    // The input has another file: here, by undo, or in another tab.
    Effect::new(move |before: Option<Option<(InputId, Media)>>| {
        studio.revisions.inputs.track();
        let now = desk.input.get().and_then(|input| {
            let media = |document: &Document| Some(document.input(input)?.input.media.clone());
            Some((input, studio.look(|document, _| media(document)).flatten()?))
        });
        if let (Some(Some((before, old))), Some((input, new))) = (&before, &now)
            && before == input
            && (old.hash, &old.source) != (new.hash, &new.source)
        {
            desk.forget_picture(*input);
            desk.show_picture();
        }
        now
    });
    // A folder may be read again: its picture is tried again.
    Effect::new(move |before: Option<bool>| {
        let lapsed = !studio.lapsed.with(Vec::is_empty);
        if before == Some(true) && !lapsed {
            desk.show_picture();
        }
        lapsed
    });
    // Colours, what is hidden, how lines are drawn.
    Effect::new(move |_| {
        studio.revisions.concepts.track();
        desk.hidden.track();
        desk.aids.track();
        desk.repaint_all();
        desk.refresh();
    });
    Effect::new(move |_| {
        desk.selection.track();
        // Nobody is told of what stays as it is.
        if desk.asking.get_untracked().is_some() {
            desk.asking.set(None);
        }
        desk.refresh();
    });
    on_cleanup(move || {
        desk.hand.try_update_value(|hand| hand.pictures.clear());
        desk.close_video();
    });
}
