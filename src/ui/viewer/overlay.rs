//! What is hovered, selected or being drawn: a few elements of SVG above the canvas, in screen pixels at any zoom.

use super::desk::Desk;
use crate::document::{ConceptId, ObjectId, Shape};
use crate::geometry::{Camera, ImagePoint};
use crate::scene::Rings;
use crate::tools::{BrushMark, HandleKind, OpenLine, Preview};
use crate::ui::aids::Names;
use leptos::prelude::*;

/// So many selected shapes are outlined; of more, the first.
const OUTLINED: usize = 300;

/// So many shapes have their names on them; of more in view, those that are drawn last.
const NAMED: usize = 200;

/// A shape to draw, with how.
#[derive(Clone, PartialEq)]
struct Outline {
    path: String,
    color: String,
    class: &'static str,
}

/// A tag with a name at the top-left corner of a shape.
#[derive(Clone, PartialEq)]
struct Tag {
    x: f64,
    y: f64,
    text: String,
    color: String,
    /// The text stays upright.
    upright: Option<String>,
}

/// The overlay.
#[component]
pub fn Overlay() -> impl IntoView {
    let desk = expect_context::<Desk>();
    view! {
        <svg class="overlay" aria-hidden="true">
            {move || {
                desk.studio.revisions.objects.track();
                desk.film.frame.track();
                let camera = desk.camera.get();
                let preview = desk.preview.get();
                let outlines = outlines(desk, &preview, camera);
                view! {
                    {outlines.into_iter().map(outline).collect_view()}
                    {preview.line.as_ref().map(|line| open_line(desk, line, camera))}
                    {brush(desk, &preview, camera)}
                    {handles(desk, &preview, camera)}
                    {tags(desk, &preview, camera).into_iter().map(tag).collect_view()}
                    {size_tag(desk, &preview, camera)}
                    {guides(desk, &preview, camera)}
                    {marquee(&preview, camera)}
                }
            }}
        </svg>
    }
}

fn outline(shape: Outline) -> impl IntoView {
    view! {
        <path class="halo" d=shape.path.clone()></path>
        <path class=shape.class d=shape.path style:stroke=shape.color.clone() style:fill=shape.color></path>
    }
}

/// What an object is drawn in; the concept that is drawn with for a new one.
fn color(desk: Desk, object: Option<ObjectId>) -> String {
    let concept = match object {
        Some(object) => first_concept(desk, object),
        None => desk.concept.get_untracked(),
    };
    concept
        .and_then(|id| {
            desk.studio
                .look(|document, _| document.concept(id).map(|c| c.color.rgb().css()))
                .flatten()
        })
        .unwrap_or_else(|| "#888".to_owned())
}

fn first_concept(desk: Desk, object: ObjectId) -> Option<ConceptId> {
    desk.with_objects(|objects| Some(objects.get(object)?.labels.first()?.concept))
        .flatten()
}

fn outlines(desk: Desk, preview: &Preview, camera: Camera) -> Vec<Outline> {
    let drafted = |id: ObjectId| preview.drafts.iter().any(|draft| draft.object == Some(id));
    let selection = desk.selection.get();
    let mut outlines = Vec::new();
    let mut push = |shape: &Shape, object: Option<ObjectId>, class| {
        let class = match (shape, class) {
            (Shape::Mask(_), "selected") => "selected around",
            (Shape::Mask(_), "hovered") => "hovered around",
            (_, class) => class,
        };
        outlines.push(Outline {
            path: path(shape, camera),
            color: color(desk, object),
            class,
        });
    };
    desk.with_seen(|objects| {
        if let Some(entry) = preview
            .hovered
            .filter(|id| !selection.contains(id) && !drafted(*id))
            .and_then(|id| objects.get(id))
        {
            push(entry.object.shape(), Some(entry.object.id), "hovered");
        }
        for id in selection.iter().filter(|id| !drafted(**id)).take(OUTLINED) {
            if let Some(entry) = objects.get(*id) {
                push(entry.object.shape(), Some(*id), "selected");
            }
        }
    });
    for draft in &preview.drafts {
        let class = if draft.object.is_some() {
            "selected"
        } else {
            "drawn"
        };
        push(&draft.shape, draft.object, class);
    }
    outlines
}

/// The lines of a shape on the screen, as SVG writes a path. Of a mask: the box around it.
fn path(shape: &Shape, camera: Camera) -> String {
    let rings = match shape {
        Shape::Mask(_) => Rings::of(&Shape::Box(shape.bounds())),
        _ => Rings::of(shape),
    };
    let mut text = String::new();
    for ring in rings.iter() {
        for (index, at) in ring.chunks_exact(2).enumerate() {
            let at = camera.screen_from_image(ImagePoint::new(f64::from(at[0]), f64::from(at[1])));
            let letter = if index == 0 { 'M' } else { 'L' };
            text += &format!("{letter}{:.2} {:.2}", at.x, at.y);
        }
        text.push('Z');
    }
    text
}

fn open_line(desk: Desk, line: &OpenLine, camera: Camera) -> impl IntoView + use<> {
    let color = color(desk, None);
    let mut places: Vec<_> = line
        .vertices
        .iter()
        .map(|at| camera.screen_from_image(*at))
        .collect();
    let points = |places: &[crate::geometry::ScreenPoint]| {
        places
            .iter()
            .map(|at| format!("{:.2},{:.2} ", at.x, at.y))
            .collect::<String>()
    };
    let drawn = points(&places);
    let band = line.end.map(|end| {
        let end = camera.screen_from_image(end);
        let last = places.last().copied().unwrap_or(end);
        format!("{:.2},{:.2} {:.2},{:.2}", last.x, last.y, end.x, end.y)
    });
    let first = places.first().copied();
    let closes = line.closes;
    places.truncate(400);
    view! {
        <polyline class="halo" points=drawn.clone()></polyline>
        <polyline class="drawn open" points=drawn style:stroke=color.clone()></polyline>
        {band.map(|band| view! {
            <polyline class="halo" points=band.clone()></polyline>
            <polyline class="band" points=band></polyline>
        })}
        {places.into_iter().skip(1).map(|at| view! {
            <circle class="vertex" cx=at.x cy=at.y r="4" style:stroke=color.clone()></circle>
        }).collect_view()}
        {first.map(|at| view! {
            <circle class="vertex first" class:closes=closes cx=at.x cy=at.y r=if closes { "7" } else { "5" }
                style:stroke=color.clone()></circle>
        })}
    }
}

/// The tip of the brush, and the way that it has gone.
fn brush(desk: Desk, preview: &Preview, camera: Camera) -> impl IntoView + use<> {
    preview.brush.as_ref().map(|mark| {
        let color = match mark.erases {
            true => "#fff".to_owned(),
            false => color(desk, mark.onto),
        };
        let way = way(mark, camera, color.clone());
        let tip = mark.tip.map(|tip| {
            let at = camera.screen_from_image(tip.at);
            let radius = tip.radius * camera.scale;
            view! {
                <circle class="tip halo" cx=at.x cy=at.y r=radius></circle>
                <circle class="tip" cx=at.x cy=at.y r=radius style:stroke=color></circle>
            }
        });
        view! { {way}{tip} }
    })
}

/// The way of a brush: a line as wide as the tip; of a pen, whose tip changes, a piece at a time.
fn way(mark: &BrushMark, camera: Camera, color: String) -> impl IntoView + use<> {
    let mut pieces: Vec<(f64, String)> = Vec::new();
    let mut last = None;
    for dab in &mark.way {
        let at = camera.screen_from_image(dab.at);
        let width = 2.0 * dab.radius * camera.scale;
        let here = format!("{:.1},{:.1} ", at.x, at.y);
        match pieces.last_mut() {
            Some((of, points)) if (*of - width).abs() < 0.5 => *points += &here,
            _ => {
                let from: String = last.clone().unwrap_or_default();
                pieces.push((width, from + &here));
            }
        }
        last = Some(here);
    }
    let lines = pieces.into_iter().map(|(width, points)| {
        // A single place is a line to itself: a disc.
        let points = if points.split(' ').count() <= 2 {
            format!("{points}{points}")
        } else {
            points
        };
        view! { <polyline points=points stroke-width=width.to_string()></polyline> }
    });
    view! { <g class="brushed" style:stroke=color>{lines.collect_view()}</g> }
}

fn handles(desk: Desk, preview: &Preview, camera: Camera) -> impl IntoView + use<> {
    let handles: Vec<_> = preview
        .handles
        .iter()
        .take(4000)
        .map(|handle| {
            let at = camera.screen_from_image(handle.at);
            (at, handle.kind, handle.selected, handle.object)
        })
        .collect();
    let mut last: Option<(ObjectId, String)> = None;
    handles
        .into_iter()
        .map(|(at, kind, selected, object)| {
            let color = match &last {
                Some((of, color)) if *of == object => color.clone(),
                _ => color(desk, Some(object)),
            };
            last = Some((object, color.clone()));
            let round = if kind == HandleKind::Vertex { "4.5" } else { "1" };
            view! {
                <rect class="handle" class:chosen=selected x=at.x - 4.5 y=at.y - 4.5 width="9" height="9"
                    rx=round style:stroke=color></rect>
            }
        })
        .collect_view()
}

fn tags(desk: Desk, preview: &Preview, camera: Camera) -> Vec<Tag> {
    let turn = desk.turn.get();
    named(desk, preview, camera)
        .into_iter()
        .filter_map(|id| {
            let (text, bounds) = desk.with_objects(|objects| {
                let name = objects.instance_name(id)?;
                let concept = desk
                    .studio
                    .look(|document, _| document.concept(name.concept).map(|c| c.name.to_string()))
                    .flatten()?;
                let draft = preview.drafts.iter().find(|draft| draft.object == Some(id));
                let bounds = match draft {
                    Some(draft) => draft.shape.bounds(),
                    None => {
                        desk.with_seen(|seen| Some(seen.get(id)?.object.shape().bounds()))??
                    }
                };
                Some((format!("{concept}.{}", name.number), bounds))
            })??;
            // The corner that is seen at the top left.
            let at = camera.screen_from_image(match turn.degrees() {
                90 => ImagePoint::new(bounds.min.x, bounds.max.y),
                180 => bounds.max,
                270 => ImagePoint::new(bounds.max.x, bounds.min.y),
                _ => bounds.min,
            });
            let upright = format!("rotate(-{} {:.2} {:.2})", turn.degrees(), at.x, at.y);
            Some(Tag {
                upright: (!turn.is_none()).then_some(upright),
                x: at.x,
                y: at.y,
                text,
                color: color(desk, Some(id)),
            })
        })
        .collect()
}

/// The objects whose names are shown.
fn named(desk: Desk, preview: &Preview, camera: Camera) -> Vec<ObjectId> {
    let selection = desk.selection.get_untracked();
    match desk.aids.with(|aids| aids.names) {
        Names::Never => Vec::new(),
        Names::Always => {
            let (width, height) = desk.size.get_untracked();
            desk.shown_in(camera.visible(width, height), NAMED)
        }
        Names::Hover => {
            let only = selection.iter().copied().take(1);
            let hovered = preview.hovered.filter(|id| !selection.contains(id));
            only.filter(|_| selection.len() == 1)
                .chain(hovered)
                .collect()
        }
    }
}

fn tag(tag: Tag) -> impl IntoView {
    let width = 12.0 + 6.6 * tag.text.chars().count() as f64;
    view! {
        <g class="tag" transform=tag.upright>
            <rect x=tag.x - 1.0 y=tag.y - 20.0 width=width height="17" rx="3" style:fill=tag.color></rect>
            <text x=tag.x + 5.0 y=tag.y - 7.5>{tag.text}</text>
        </g>
    }
}

/// The rectangle that selects what it touches.
fn marquee(preview: &Preview, camera: Camera) -> impl IntoView + use<> {
    preview.marquee.map(|rect| {
        let at = camera.screen_from_image(rect.min);
        let (width, height) = (rect.width() * camera.scale, rect.height() * camera.scale);
        view! { <rect class="marquee" x=at.x y=at.y width=width height=height></rect> }
    })
}

fn size_tag(desk: Desk, preview: &Preview, camera: Camera) -> impl IntoView + use<> {
    let shown = desk.aids.with(|aids| aids.sizes);
    preview.size.as_ref().filter(|_| shown).map(|size| {
        let at = camera.screen_from_image(size.of.max);
        let text = size.text.clone();
        view! { <text class="size" x=at.x + 8.0 y=at.y + 16.0>{text}</text> }
    })
}

fn guides(desk: Desk, preview: &Preview, camera: Camera) -> impl IntoView + use<> {
    let (width, height) = desk.size.get_untracked();
    let shown = desk.aids.with(|aids| aids.guides);
    preview.guides.filter(|_| shown).map(|at| {
        let at = camera.screen_from_image(at);
        ["guide halo", "guide"].map(|class| {
            view! {
                <line class=class x1="0" y1=at.y x2=width y2=at.y></line>
                <line class=class x1=at.x y1="0" x2=at.x y2=height></line>
            }
        })
    })
}
