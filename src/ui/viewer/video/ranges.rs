//! What is said of a frame or of a time range: chosen on the time line, said and listed in the pane of classifications.

use super::Desk;
use crate::document::shape::Segment;
use crate::document::{ConceptId, Label, Moment, ObjectId, Shape};
use crate::edit::Command;
use crate::tools::Modifiers;
use crate::ui::icons::{self, Icon};
use crate::ui::viewer::classifications::{People, names};
use leptos::prelude::*;

/// What a classification of a video is said of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scope {
    /// The whole video.
    #[default]
    Video,
    /// The frame that is shown.
    Frame,
    /// The time range that is chosen.
    Range,
}

impl Scope {
    const ALL: [Self; 3] = [Self::Video, Self::Frame, Self::Range];

    fn name(self) -> &'static str {
        match self {
            Self::Video => "Video",
            Self::Frame => "Frame",
            Self::Range => "Time range",
        }
    }
}

/// A row of the pane.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Row {
    object: ObjectId,
    concept: ConceptId,
    name: String,
    color: String,
    segment: Segment,
    annotators: Vec<String>,
}

impl Desk {
    /// The part of the video that is spoken of; none where that is all of it, or nothing is chosen.
    fn spoken_of(self) -> Option<Segment> {
        match self.film.scope.get_untracked() {
            Scope::Video => None,
            Scope::Frame => Some(Segment::frame(self.moment())),
            Scope::Range => self.film.range.get_untracked(),
        }
    }

    /// Says a concept of the frame or the time range that is chosen, or takes it off it. False: the whole video is meant.
    pub(in crate::ui::viewer) fn say_in_time(self, concept: ConceptId, takes_off: bool) -> bool {
        if !self.is_video() || self.film.scope.get_untracked() == Scope::Video {
            return false;
        }
        self.on_frame(move || self.say_here(concept, takes_off));
        true
    }

    fn say_here(self, concept: ConceptId, takes_off: bool) {
        let Some((input, segment)) = self.input.get_untracked().zip(self.spoken_of()) else {
            return self.studio.complain(
                "Choose a time range first: Shift+drag on the time line, or press T where it begins and where it ends."
                    .to_owned(),
            );
        };
        let objects = self.said_by_me(concept, segment);
        let command = match objects.is_empty() {
            true => Command::AddObject {
                input,
                shape: Shape::Segment(segment),
                concept,
                parent: None,
            },
            false if takes_off => Command::Unlabel {
                input,
                objects,
                concept,
            },
            false => return,
        };
        self.studio.run_with_toast(command);
    }

    /// What this person has said of a frame or a time range; what others say of it is theirs.
    fn said_by_me(self, concept: ConceptId, segment: Segment) -> Vec<ObjectId> {
        let me = self.studio.author.get_untracked();
        let is_me = |label: &Label| {
            let name = self.studio.look(|document, _| {
                let annotator = document.annotator(label.annotator)?;
                Some(annotator.name.as_str() == me)
            });
            label.concept == concept && name.flatten() == Some(true)
        };
        let found = self.with_objects(|objects| {
            let entries = objects.iter().filter(|entry| {
                entry.object.shape() == &Shape::Segment(segment) && entry.labels.iter().any(is_me)
            });
            entries.map(|entry| entry.object.id).collect()
        });
        found.unwrap_or_default()
    }

    /// A time range begins at this frame; the second time it ends at it.
    pub fn mark_range(self) {
        self.on_frame(move || self.mark_range_here());
    }

    fn mark_range_here(self) {
        let at = self.moment();
        match self.film.began.get_untracked() {
            None => {
                self.film.began.set(Some(at));
                self.film.range.set(None);
            }
            Some(began) => {
                self.film.began.set(None);
                self.choose_range(Segment::between(began, at));
            }
        }
    }

    /// A part of the video is chosen: what is said next is said of it.
    pub(super) fn choose_range(self, range: Segment) {
        self.film.range.set(Some(range));
        self.film.scope.set(Scope::Range);
    }

    /// Nothing is chosen. False: nothing was.
    pub(in crate::ui::viewer) fn drop_range(self) -> bool {
        let film = self.film;
        if film.range.get_untracked().is_none() && film.began.get_untracked().is_none() {
            return false;
        }
        film.range.set(None);
        film.began.set(None);
        if film.scope.get_untracked() == Scope::Range {
            film.scope.set(Scope::Video);
        }
        true
    }

    /// An end of a time range goes to the frame that is shown, or on its way.
    fn move_range_end(self, object: ObjectId, ends: fn(Moment, Segment) -> (Moment, Moment)) {
        self.on_frame(move || {
            let now = self.with_objects(|objects| objects.get(object)?.object.shape().segment());
            if let Some(segment) = now.flatten() {
                let (first, last) = ends(self.moment(), segment);
                self.set_segment(object, Segment::between(first, last));
            }
        });
    }

    /// A time range is from here to there now.
    pub(super) fn set_segment(self, object: ObjectId, segment: Segment) {
        if let Some(input) = self.input.get_untracked() {
            let shapes = vec![(object, Shape::Segment(segment))];
            self.studio
                .run_with_toast(Command::SetShapes { input, shapes });
        }
    }
}

/// What a classification is said of: three buttons over the field.
#[component]
pub fn ScopeChoice() -> impl IntoView {
    let desk = expect_context::<Desk>();
    let scope = desk.film.scope;
    let said = move || match scope.get() {
        Scope::Video => None,
        Scope::Frame => Some(desk.film.moment().text()),
        Scope::Range => Some(match desk.film.range.get() {
            Some(range) => ends(range),
            None => "none chosen yet".to_owned(),
        }),
    };
    view! {
        <div class="scope" role="group" aria-label="Said of">
            {Scope::ALL.map(|it| view! {
                <button class="btn small" aria-pressed=move || (scope.get() == it).to_string()
                    on:click=move |_| scope.set(it)>{it.name()}</button>
            })}
            <span class="note grow">{said}</span>
        </div>
    }
}

/// `0:03.200 – 0:05.000`, or the one moment of a frame.
fn ends(segment: Segment) -> String {
    match segment.is_frame() {
        true => segment.first().text(),
        false => format!("{} – {}", segment.first().text(), segment.last().text()),
    }
}

/// The rows of what is said of frames and time ranges, in the order of time.
#[component]
pub fn Ranges(
    /// How many there are.
    count: RwSignal<usize>,
) -> impl IntoView {
    let desk = expect_context::<Desk>();
    let rows = Memo::new(move |_| {
        desk.studio.revisions.objects.track();
        desk.studio.revisions.concepts.track();
        desk.turns.track();
        rows(desk)
    });
    Effect::new(move |_| count.set(rows.with(Vec::len)));
    view! {
        <For each=move || rows.get() key=Row::clone let(row)>
            <RangeRow row />
        </For>
    }
}

fn rows(desk: Desk) -> Vec<Row> {
    let found = desk.with_objects(|objects| {
        let mut found: Vec<_> = objects
            .iter()
            .filter_map(|entry| Some((entry.object.shape().segment()?, entry.clone())))
            .collect();
        found.sort_by_key(|(segment, entry)| (*segment, entry.object.id));
        found
    });
    let rows = found.unwrap_or_default().into_iter();
    rows.filter_map(|(segment, entry)| {
        let concept = entry.labels.first()?.concept;
        let (name, color) = desk
            .studio
            .look(|document, _| {
                let concept = document.concept(concept)?;
                Some((concept.name.to_string(), concept.color.rgb().css()))
            })
            .flatten()?;
        Some(Row {
            object: entry.object.id,
            concept,
            name,
            color,
            segment,
            annotators: names(desk, entry.labels.iter().map(|label| label.annotator)),
        })
    })
    .collect()
}

#[component]
fn RangeRow(row: Row) -> impl IntoView {
    let desk = expect_context::<Desk>();
    let Row {
        object,
        concept,
        segment,
        ..
    } = row;
    let name = format!("{} {}", row.name, ends(segment));
    let selected = move || desk.selection.with(|selection| selection.contains(&object));
    let delete = move || {
        if let Some(input) = desk.input.get_untracked() {
            desk.studio.run_with_toast(Command::Unlabel {
                input,
                objects: vec![object],
                concept,
            });
        }
    };
    // The end that is meant is the one of its button, whatever lies between.
    let begin = move || {
        desk.move_range_end(object, |here, segment| {
            (here.min(segment.last()), segment.last())
        })
    };
    let end = move || {
        desk.move_range_end(object, |here, segment| {
            (segment.first(), here.max(segment.first()))
        })
    };
    let button = |label: String, icon, run: Box<dyn Fn()>| {
        view! {
            <button class="btn ghost icon small" aria-label=label.clone() title=label on:click=move |_| run()>
                <Icon of=icon />
            </button>
        }
    };
    view! {
        <li class="instance-row range" class:selected=selected>
            <input class="tick" type="checkbox" checked aria-label=name.clone() on:change=move |_| delete() />
            <i class="swatch" style:background=row.color></i>
            <button class="name" aria-pressed=move || selected().to_string() title=name.clone()
                on:click=move |_| desk.select(object, Modifiers::default())>
                {row.name}<small>{ends(segment)}</small>
            </button>
            <span class="row-actions">
                {button(format!("Begin {name} here"), icons::RANGE_BEGIN, Box::new(begin))}
                {button(format!("End {name} here"), icons::RANGE_END, Box::new(end))}
                {button(format!("Delete {name}"), icons::TRASH, Box::new(delete))}
            </span>
            <People names=row.annotators />
        </li>
    }
}
