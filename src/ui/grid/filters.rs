//! The filters beside the grid: labels with or, and, not; who labelled; where labels stand; type, region, folder and
//! metadata. All of it is in the address.

use crate::document::shape::ShapeKind;
use crate::document::{AnnotatorId, LabelStatus};
use crate::lists::{Filter, LabelChoice, LabelValue, Operator, Query, folders};
use crate::ui::icons::{ABSENT, CLOSE, FILTER, Icon, SEARCH};
use crate::ui::prefs;
use crate::ui::route::Route;
use crate::ui::studio::Studio;
use leptos::prelude::*;

/// So many concepts are listed; more are found by typing.
const LISTED: usize = 100;

/// So many folders are listed.
const FOLDERS: usize = 500;

/// What can be chosen of where a label stands.
const REVIEWS: [(&str, LabelStatus); 4] = [
    ("Success", LabelStatus::Success),
    ("Pending", LabelStatus::Pending),
    ("Awaiting review", LabelStatus::AwaitingReview),
    ("Review denied", LabelStatus::ReviewDenied),
];

/// What can be chosen of kinds of regions.
const REGIONS: [(&str, ShapeKind); 6] = [
    ("Bounding box", ShapeKind::Box),
    ("Polygon", ShapeKind::Polygon),
    ("Mask", ShapeKind::Mask),
    ("Span", ShapeKind::Span),
    ("Track", ShapeKind::Track),
    ("Time range", ShapeKind::Segment),
];

/// Whether the filters are shown; copied freely.
#[derive(Clone, Copy)]
pub struct FiltersOpen(RwSignal<bool>);

impl FiltersOpen {
    /// As it was left.
    pub fn new() -> Self {
        Self(RwSignal::new(prefs::load("filters_open")))
    }

    fn toggle(self) {
        self.0.update(|open| *open = !*open);
        prefs::store("filters_open", &self.0.get_untracked());
    }
}

/// The button that shows the filters, with how many things are chosen.
#[component]
pub fn FiltersButton() -> impl IntoView {
    let route = expect_context::<Route>();
    let open = expect_context::<FiltersOpen>();
    let count = move || route.query().filter.count();
    view! {
        <button class="btn" aria-label="Filters" title="Labels, labeler, type, region, folder, metadata"
            aria-expanded=move || open.0.get().to_string() on:click=move |_| open.toggle()>
            <Icon of=FILTER />
            "Filters"
            {move || (count() > 0).then(|| view! { <b class="count">{count()}</b> })}
        </button>
    }
}

/// The filters, where they are shown.
#[component]
pub fn Filters() -> impl IntoView {
    let open = expect_context::<FiltersOpen>();
    view! { <Show when=move || open.0.get()><Panel /></Show> }
}

/// Changes what is chosen.
fn change(route: Route, f: impl FnOnce(&mut Filter)) {
    let mut query = route.here_query();
    f(&mut query.filter);
    route.search(&query);
}

#[component]
fn Panel() -> impl IntoView {
    let route = expect_context::<Route>();
    let studio = expect_context::<Studio>();
    let is_empty = move || route.query().filter.is_empty();
    let labelers = move || {
        studio.revisions.concepts.track();
        let names = studio.look(|document, _| {
            let mut names: Vec<(AnnotatorId, String)> = document
                .annotators()
                .map(|it| (it.id, it.name.to_string()))
                .collect();
            names.sort_by(|a, b| a.1.cmp(&b.1));
            names.dedup_by(|a, b| a.1 == b.1);
            names
                .into_iter()
                .map(|(_, name)| (name.clone(), name))
                .collect::<Vec<_>>()
        });
        names.unwrap_or_default()
    };
    let kinds = move || {
        studio.revisions.inputs.track();
        studio
            .look(|document, _| media_kinds(document))
            .unwrap_or_default()
    };
    let all_folders = move || {
        studio.total.track();
        let found = studio
            .look(|document, _| folders(document))
            .unwrap_or_default()
            .into_iter();
        let named = found
            .take(FOLDERS)
            .map(|(name, count)| (name.clone(), format!("{name} ({count})")));
        named.collect::<Vec<_>>()
    };
    let fixed = |all: &[(&'static str, &'static str)]| {
        let all: Vec<_> = all
            .iter()
            .map(|(a, b)| ((*a).to_owned(), (*b).to_owned()))
            .collect();
        move || all.clone()
    };
    let reviews: Vec<_> = REVIEWS.iter().map(|(name, _)| (*name, *name)).collect();
    let regions: Vec<_> = REGIONS.iter().map(|(name, _)| (*name, *name)).collect();
    let review = move || named(&REVIEWS, route.query().filter.review);
    let region = move || named(&REGIONS, route.query().filter.region);
    view! {
        <aside class="filters" role="region" aria-label="Filters" tabindex="0">
            <div class="pane-head">
                <h2>"Filters"</h2>
                <button class="btn ghost small" disabled=is_empty
                    on:click=move |_| change(route, |filter| *filter = Filter::default())>"Clear filters"</button>
            </div>
            <Labels />
            <Choice name="Labeler" any="Anybody" all=labelers chosen=move || route.query().filter.labeler
                choose=move |name| change(route, |filter| filter.labeler = name) />
            <Choice name="Annotation status" any="Any" all=fixed(&reviews) chosen=review
                choose=move |name| change(route, |filter| filter.review = value(&REVIEWS, &name)) />
            <Choice name="Input type" any="Any" all=kinds chosen=move || route.query().filter.media
                choose=move |name| change(route, |filter| filter.media = name) />
            <Choice name="Region" any="Any" all=fixed(&regions) chosen=region
                choose=move |name| change(route, |filter| filter.region = value(&REGIONS, &name)) />
            <Choice name="Folder" any="Any" all=all_folders chosen=move || route.query().filter.folder
                choose=move |name| change(route, |filter| filter.folder = name) />
            <label class="stacked">
                <span>"Metadata"</span>
                <input class="field" type="text" aria-label="Metadata" placeholder="camera=north, run" spellcheck="false"
                    prop:value=move || route.query().filter.metadata
                    on:change=move |event| {
                        let text = event_target_value(&event);
                        change(route, |filter| filter.metadata = text);
                    } />
            </label>
        </aside>
    }
}

fn named<T: PartialEq>(all: &[(&'static str, T)], chosen: Option<T>) -> String {
    let found = all.iter().find(|(_, it)| Some(it) == chosen.as_ref());
    found
        .map(|(name, _)| (*name).to_owned())
        .unwrap_or_default()
}

fn value<T: Copy>(all: &[(&str, T)], name: &str) -> Option<T> {
    all.iter()
        .find(|(it, _)| *it == name)
        .map(|(_, value)| *value)
}

/// The types of files that there are, as the filter has them and as people call them.
fn media_kinds(document: &crate::document::Document) -> Vec<(String, String)> {
    let mut kinds = std::collections::BTreeSet::new();
    let mut waits = false;
    for entry in document.inputs() {
        let media = &entry.input.media;
        match media.source == crate::document::Source::Awaited {
            true => waits = true,
            false if !kinds.contains(&media.mime) => drop(kinds.insert(media.mime.clone())),
            false => {}
        }
    }
    let called = |mime: &str| {
        let short = mime
            .trim_start_matches("image/")
            .trim_start_matches("video/");
        short.to_uppercase()
    };
    let mut all: Vec<_> = kinds
        .iter()
        .map(|mime| (mime.clone(), called(mime)))
        .collect();
    if waits {
        all.push((
            Filter::AWAITED.to_owned(),
            "Waiting for its picture".to_owned(),
        ));
    }
    all
}

/// A drop-down: nothing, or one of several.
#[component]
fn Choice(
    name: &'static str,
    any: &'static str,
    all: impl Fn() -> Vec<(String, String)> + Send + 'static,
    chosen: impl Fn() -> String + Copy + Send + Sync + 'static,
    choose: impl Fn(String) + 'static,
) -> impl IntoView {
    view! {
        <label class="stacked">
            <span>{name}</span>
            <select aria-label=name on:change=move |event| choose(event_target_value(&event))>
                <option value="" selected=move || chosen().is_empty()>{any}</option>
                {move || all().into_iter().map(|(value, text)| {
                    let of = value.clone();
                    view! { <option value=value selected=move || chosen() == of>{text}</option> }
                }).collect_view()}
            </select>
        </label>
    }
}

/// A box for each concept and for *Unlabeled*; each that is chosen can be turned round.
#[component]
fn Labels() -> impl IntoView {
    let studio = expect_context::<Studio>();
    let route = expect_context::<Route>();
    let text = RwSignal::new(String::new());
    let rows = Memo::new(move |_| {
        studio.revisions.concepts.track();
        let wanted = text.get().trim().to_lowercase();
        let concepts = studio.look(|document, _| {
            let all = document.concepts();
            let found = all.filter(|it| it.name.as_str().to_lowercase().contains(&wanted));
            let named = found.map(|it| (it.name.to_string(), Some(it.color.rgb().css())));
            named.take(LISTED).collect::<Vec<_>>()
        });
        let unlabeled = ("Unlabeled".to_owned(), None);
        let first = "unlabeled".contains(&wanted).then_some(unlabeled);
        first
            .into_iter()
            .chain(concepts.unwrap_or_default())
            .collect::<Vec<_>>()
    });
    let operators = [("or", Operator::Or), ("and", Operator::And)];
    view! {
        <fieldset class="labels">
            <legend>"Labels"</legend>
            <div class="seg" role="radiogroup" aria-label="Operator">
                {operators.map(|(name, of)| view! {
                    <label class="seg-item">
                        <input type="radio" name="operator" class="sr" prop:checked=move || route.query().filter.operator == of
                            on:change=move |_| change(route, |filter| filter.operator = of) />
                        <span>{name}</span>
                    </label>
                })}
            </div>
            <div class="field thin">
                <Icon of=SEARCH />
                <input type="search" aria-label="Search labels" placeholder="Search labels"
                    prop:value=move || text.get() on:input=move |event| text.set(event_target_value(&event)) />
            </div>
            <ul class="plain">
                <For each=move || rows.get() key=Clone::clone let((name, color))>
                    <LabelRow name color />
                </For>
            </ul>
        </fieldset>
    }
}

#[component]
fn LabelRow(name: String, color: Option<String>) -> impl IntoView {
    let route = expect_context::<Route>();
    let what = match &color {
        None => LabelValue::Unlabeled,
        Some(_) => LabelValue::Concept(name.clone()),
    };
    let is_it = StoredValue::new(what);
    let chosen = Memo::new(move |_| {
        let labels = route.query().filter.labels;
        is_it.with_value(|what| labels.into_iter().find(|it| it.what == *what))
    });
    let toggle = move |_| {
        change(route, |filter| {
            is_it.with_value(
                |what| match filter.labels.iter().position(|it| it.what == *what) {
                    Some(at) => drop(filter.labels.remove(at)),
                    None => filter.labels.push(LabelChoice {
                        what: what.clone(),
                        is_not: false,
                    }),
                },
            );
        });
    };
    let turn = move |_| {
        change(route, |filter| {
            is_it.with_value(|what| {
                if let Some(choice) = filter.labels.iter_mut().find(|it| it.what == *what) {
                    choice.is_not = !choice.is_not;
                }
            });
        });
    };
    let is_not = move || chosen.get().is_some_and(|it| it.is_not);
    let (label, not) = (name.clone(), format!("Not {name}"));
    view! {
        <li class="label-row">
            <label class="tick">
                <input type="checkbox" aria-label=label prop:checked=move || chosen.get().is_some() on:change=toggle />
                <i class="swatch" style:background=color></i>
                <span class="name">{name}</span>
            </label>
            <Show when=move || chosen.get().is_some()>
                <button class="btn ghost small" class:not=is_not aria-label=not.clone()
                    title="Filter for inputs that do NOT match this value." aria-pressed=move || is_not().to_string()
                    on:click=turn><Icon of=ABSENT />"NOT"</button>
            </Show>
        </li>
    }
}

/// Takes one thing that is chosen away.
type Leave = Box<dyn Fn(&mut Filter)>;

/// A chip for everything that is chosen, with a button that takes it away.
#[component]
pub fn FilterChips() -> impl IntoView {
    let route = expect_context::<Route>();
    let chip = move |text: String, leave: Leave| {
        view! {
            <li class="chip filter">
                <span class="text">{text.clone()}</span>
                <button class="btn ghost icon small" aria-label=format!("Remove {text}")
                    on:click=move |_| change(route, |filter| leave(filter))>
                    <Icon of=CLOSE />
                </button>
            </li>
        }
    };
    let chips = move || {
        let filter = route.query().filter;
        let mut all: Vec<(String, Leave)> = Vec::new();
        for (at, choice) in filter.labels.iter().enumerate() {
            let name = match &choice.what {
                LabelValue::Unlabeled => "Unlabeled",
                LabelValue::Concept(name) => name.as_str(),
            };
            let sign = if choice.is_not { "NOT " } else { "" };
            all.push((
                format!("{sign}{name}"),
                Box::new(move |it| drop(it.labels.remove(at))),
            ));
        }
        if !filter.labeler.is_empty() {
            let text = format!("by {}", filter.labeler);
            all.push((text, Box::new(|it| it.labeler.clear())));
        }
        if filter.review.is_some() {
            let text = named(&REVIEWS, filter.review);
            all.push((text, Box::new(|it| it.review = None)));
        }
        if !filter.media.is_empty() {
            all.push((filter.media.clone(), Box::new(|it| it.media.clear())));
        }
        if filter.region.is_some() {
            let text = named(&REGIONS, filter.region);
            all.push((text, Box::new(|it| it.region = None)));
        }
        if !filter.folder.is_empty() {
            all.push((
                format!("in {}", filter.folder),
                Box::new(|it| it.folder.clear()),
            ));
        }
        if !filter.metadata.is_empty() {
            all.push((filter.metadata.clone(), Box::new(|it| it.metadata.clear())));
        }
        all.into_iter()
            .map(|(text, leave)| chip(text, leave))
            .collect_view()
    };
    view! { {chips} }
}

/// Nothing is searched for any more; what tiles show stays.
pub fn cleared(query: &Query) -> Query {
    Query {
        objects: query.objects,
        sort: query.sort,
        ..Query::default()
    }
}
