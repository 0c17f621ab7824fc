//! Which inputs the grid shows: the search box with a chip for each term, the status, the order. All of it is in the
//! address.

use super::filters::{FilterChips, FiltersButton, cleared};
use super::similar::{LikeChip, VisualSearchButton};
use super::status_name;
use crate::document::InputStatus;
use crate::lists::{Query, Shown, Sort, TermKind};
use crate::ui::icons::{CLOSE, Icon, SEARCH};
use crate::ui::route::Route;
use crate::ui::studio::Studio;
use leptos::{html, prelude::*};
use wasm_bindgen::JsCast as _;

/// The controls.
#[component]
pub fn Search() -> impl IntoView {
    let route = expect_context::<Route>();
    let studio = expect_context::<Studio>();
    let field = NodeRef::<html::Input>::new();
    let text = RwSignal::new(route.query().text);
    // The address follows the hand; it comes back into the field only where nobody types.
    Effect::new(move |_| {
        let wanted = route.query().text;
        let typing = field.get_untracked().is_some_and(|field| has_focus(&field));
        if !typing && text.get_untracked() != wanted {
            text.set(wanted);
        }
    });
    let typed = move |event: web_sys::Event| {
        text.set(event_target_value(&event));
        let text = text.get_untracked();
        route.search(&Query {
            text,
            ..route.query()
        });
    };
    view! {
        <div class="field thin search">
            <Icon of=SEARCH />
            <input type="search" aria-label="Search inputs" placeholder="Search inputs" spellcheck="false"
                title="Words of the name or the metadata, #concept, absent:concept, OR between two, - in front for the opposite"
                node_ref=field prop:value=move || text.get() on:input=typed
                on:focus=move |_| studio.learn_texts() />
        </div>
        <VisualSearchButton />
        <FiltersButton />
        <StatusFilter />
        <Order />
        <Terms />
    }
}

fn has_focus(field: &web_sys::HtmlInputElement) -> bool {
    document()
        .active_element()
        .is_some_and(|active| active.is_same_node(Some(field)))
}

#[component]
fn StatusFilter() -> impl IntoView {
    let route = expect_context::<Route>();
    let chosen = move |event: web_sys::Event| {
        let name = event_target_value(&event);
        let status = InputStatus::ALL
            .into_iter()
            .find(|it| status_name(*it) == name);
        route.search(&Query {
            status,
            ..route.query()
        });
    };
    view! {
        <select aria-label="Status" title="Status" on:change=chosen>
            <option value="" selected=move || route.query().status.is_none()>"Any status"</option>
            {InputStatus::ALL.map(|status| view! {
                <option selected=move || route.query().status == Some(status)>{status_name(status)}</option>
            })}
        </select>
    }
}

#[component]
fn Order() -> impl IntoView {
    let route = expect_context::<Route>();
    let chosen = move |event: web_sys::Event| {
        let name = event_target_value(&event);
        let sort = Sort::ALL.into_iter().find(|it| it.name() == name);
        route.search(&Query {
            sort: sort.unwrap_or_default(),
            ..route.query()
        });
    };
    view! {
        <select aria-label="Sort" title="Sort" on:change=chosen>
            {Sort::ALL.map(|sort| view! {
                <option selected=move || route.query().sort == sort>{sort.name()}</option>
            })}
        </select>
    }
}

/// A chip for each term, with a button that takes it away.
#[component]
fn Terms() -> impl IntoView {
    let route = expect_context::<Route>();
    let chips = move || {
        let query = route.query();
        let groups = query.groups().into_iter().enumerate();
        groups
            .map(|(place, group)| {
                let text = group.written();
                let names_concept = group.0.iter().any(|term| term.kind != TermKind::Word);
                let leave = move |_| route.search(&route.query().without(place));
                view! {
                    <li class="chip" class:concept=names_concept>
                        <span class="text">{text.clone()}</span>
                        <button class="btn ghost icon small" aria-label=format!("Remove {text}") on:click=leave>
                            <Icon of=CLOSE />
                        </button>
                    </li>
                }
            })
            .collect_view()
    };
    view! { <ul class="terms" aria-label="Search terms">{chips}<LikeChip /><FilterChips /></ul> }
}

/// What stands there when nothing is found.
#[component]
pub fn NothingFound() -> impl IntoView {
    let studio = expect_context::<Studio>();
    let route = expect_context::<Route>();
    let nothing = Memo::new(move |_| {
        studio.shown.with(Shown::is_empty) && studio.total.get() > 0 && !studio.looking.get()
    });
    view! {
        <Show when=move || nothing.get()>
            <div class="nothing" role="status">
                <p>{move || match route.query() {
                    query if query.trash => "The trash is empty.",
                    query if query.objects => "No object matches.",
                    _ => "No input matches.",
                }}</p>
                <button class="btn" on:click=move |_| route.search(&cleared(&route.here_query()))>"Clear search"</button>
            </div>
        </Show>
    }
}

/// Gives the focus to the search box, with what is in it selected.
pub fn focus_search() {
    let field = document().query_selector(".search > input").ok().flatten();
    let field = field.and_then(|it| it.dyn_into::<web_sys::HtmlInputElement>().ok());
    if let Some(field) = field {
        // A field that is gone needs no focus.
        drop(field.focus());
        field.select();
    }
}
