//! A tile of one object: cut out of its picture, with what is said of it.

use super::facts::Chip;
use super::similar::search_like;
use super::thumbs::{Thumbs, Wanted};
use super::tile::{Cell, SelectBox, TileButton, chips_view, thumb_view};
use crate::document::shape::ShapeKind;
use crate::document::{InputId, Media, MediaKind, ObjectId};
use crate::edit::Command;
use crate::lists::{Item, Like, ObjectFacet, Part};
use crate::ui::icons::{Icon, SIMILAR, TRASH, WAITING};
use crate::ui::route::Route;
use crate::ui::studio::Studio;
use crate::ui::words::middle;
use leptos::prelude::*;

/// So much of an object's size is shown around it.
const AROUND: f32 = 0.15;

/// Everything that the tile shows.
#[derive(Clone, PartialEq)]
struct Facts {
    /// `sheep.2`
    name: String,
    input: String,
    chips: Vec<Chip>,
    picture: Option<Wanted>,
}

fn facts(studio: Studio, input: InputId, object: ObjectId) -> Option<Facts> {
    let (concepts, number, facet) = studio.look_at_object(input, object, |facet, number| {
        (facet.concepts(), number, facet.clone())
    })?;
    studio.look(|document, _| {
        let input = &document.input(input)?.input;
        let chips: Vec<_> = concepts
            .iter()
            .filter_map(|id| {
                let concept = document.concept(*id)?;
                Some(Chip {
                    name: concept.name.to_string(),
                    color: concept.color.rgb().css(),
                    count: None,
                    absent: false,
                })
            })
            .collect();
        let first = chips.first().map(|chip| chip.name.as_str());
        Some(Facts {
            name: format!("{}.{number}", first.unwrap_or("object")),
            input: input.name.clone(),
            picture: cut(&input.media, &facet),
            chips,
        })
    })?
}

/// What is seen of an object: its part of the picture or of the frame where it begins; of a time range the whole frame,
/// of a span the beginning of its text.
fn cut(media: &Media, facet: &ObjectFacet) -> Option<Wanted> {
    let part = around(facet.bounds);
    let picture = media.picture();
    let video = media.video().zip(facet.at);
    let picture = picture.map(|(hash, source)| Wanted::part(hash, source, part));
    let video = video.map(|((hash, source), at)| {
        let part = (facet.kind == ShapeKind::Track).then_some(part);
        Wanted::frame(hash, source, at, part)
    });
    picture.or(video).or_else(|| Wanted::face(media))
}

/// The part of the picture that an object takes; none for all of it.
fn part(studio: Studio, input: InputId, object: ObjectId) -> Option<Part> {
    let bounds = studio.look_at_object(input, object, |facet, _| facet.bounds)?;
    let size = studio.look(|document, _| document.input(input)?.input.media.size)??;
    let [left, top, right, bottom] = around(bounds).map(f64::from);
    let (width, height) = (f64::from(size.width), f64::from(size.height));
    Part::new([left / width, top / height, right / width, bottom / height])
}

/// Left, top, right, bottom of what is shown: the object with a margin.
fn around([left, top, right, bottom]: [f32; 4]) -> [i32; 4] {
    let margin = ((right - left).max(bottom - top) * AROUND).max(4.0);
    [left - margin, top - margin, right + margin, bottom + margin].map(|side| side.round() as i32)
}

/// A tile of one object.
#[component]
pub fn ObjectTile(index: usize, column: usize, input: InputId, object: ObjectId) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let thumbs = expect_context::<Thumbs>();
    let route = expect_context::<Route>();
    let facts = Memo::new(move |_| {
        studio.revisions.objects.track();
        studio.revisions.concepts.track();
        facts(studio, input, object)
    });
    let known = move |f: fn(&Facts) -> String| {
        facts.with(|facts| facts.as_ref().map(f).unwrap_or_default())
    };
    let name = Signal::derive(move || known(|it| format!("{} on {}", it.name, it.input)));
    let picture = Memo::new(move |_| facts.with(|facts| facts.as_ref()?.picture.clone()));
    let face = move || {
        match picture.get() {
        None => view! { <div class="hatch"><Icon of=WAITING /><span>"Waiting for its picture"</span></div> }.into_any(),
        Some(wanted) => {
            let thumb = thumbs.want(studio, wanted);
            (move || thumb_view(thumb.get())).into_any()
        }
    }
    };
    let chips = move || facts.with(|facts| facts.as_ref().map(|it| chips_view(&it.chips)));
    let similar = move || {
        let like = Like {
            part: part(studio, input, object),
            ..Like::input(input)
        };
        search_like(route, like);
    };
    let is_picture = Memo::new(move |_| {
        studio.revisions.inputs.track();
        let media = studio.look(|document, _| Some(document.input(input)?.input.media.kind));
        media.flatten() == Some(MediaKind::Image)
    });
    let delete = move || studio.run_and_say(Command::RemoveObjects(vec![(input, object)]));
    view! {
        <Cell index column item=Item::Object(input, object) name>
            <div class="thumb long">{face}</div>
            <div class="meta">
                <span class="name">{move || known(|it| it.name.clone())}</span>
                <span class="note">{move || known(|it| middle(&it.input, 20))}</span>
            </div>
            <div class="chips">{chips}</div>
            <SelectBox item=Item::Object(input, object) name index />
            <div class="tile-actions">
                <Show when=move || is_picture.get()>
                    <TileButton word="Search by similarity" icon=SIMILAR name index run=similar />
                </Show>
                <TileButton word="Delete" icon=TRASH name index run=delete />
            </div>
        </Cell>
    }
}
