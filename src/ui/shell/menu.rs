//! A button with a menu under it: arrow keys, Escape, and the focus back where it was.

use crate::ui::icons::{CHECK, Icon};
use crate::web::dom::all;
use leptos::{context::Provider, html, prelude::*};
use wasm_bindgen::JsCast as _;
use web_sys::{Element, KeyboardEvent, Node};

/// Closes the menu around whoever has it in context.
#[derive(Clone, Copy)]
struct Closer {
    open: RwSignal<bool>,
    button: NodeRef<html::Button>,
}

impl Closer {
    fn close(self) {
        self.open.set(false);
        if let Some(button) = self.button.get_untracked() {
            // A button that is gone needs no focus.
            drop(button.focus());
        }
    }
}

/// A button and its menu. The button shows `face` and is called `name`.
#[component]
pub fn Menu<F, V>(
    /// What the button is called.
    #[prop(into)]
    name: Signal<String>,
    /// The button's classes.
    class: &'static str,
    /// `start` or `end`: the side of the button that the menu is aligned with.
    side: &'static str,
    /// What the button shows.
    face: F,
    /// The items.
    children: ChildrenFn,
) -> impl IntoView
where
    F: Fn() -> V + Send + 'static,
    V: IntoView + 'static,
{
    let closer = Closer {
        open: RwSignal::new(false),
        button: NodeRef::new(),
    };
    let list = NodeRef::<html::Div>::new();
    let children = StoredValue::new(children);
    Effect::new(move |_| {
        if let Some(list) = list.get().filter(|_| closer.open.get_untracked()) {
            request_animation_frame(move || step(&list, Step::First));
        }
    });
    let lost_focus = move |event: web_sys::FocusEvent| {
        let to = event
            .related_target()
            .and_then(|to| to.dyn_into::<Node>().ok());
        let root = event
            .current_target()
            .and_then(|it| it.dyn_into::<Node>().ok());
        if !root.is_some_and(|root| root.contains(to.as_ref())) {
            closer.open.set(false);
        }
    };
    view! {
        <div class="menu-root" on:focusout=lost_focus on:keydown=move |event| keys(&event, closer, list)>
            <button class=class node_ref=closer.button aria-haspopup="menu"
                aria-label=move || name.get() title=move || name.get()
                aria-expanded=move || closer.open.get().to_string()
                on:click=move |_| closer.open.update(|open| *open = !*open)>
                {face}
            </button>
            <Show when=move || closer.open.get()>
                <div class=format!("pop menu {side}") role="menu" tabindex="-1" node_ref=list
                    aria-label=move || name.get()>
                    <Provider value=closer>{children.with_value(|children| children())}</Provider>
                </div>
            </Show>
        </div>
    }
}

/// Something that the menu does.
#[component]
pub fn MenuItem(
    /// What it is called.
    #[prop(into)]
    text: String,
    /// Its icon.
    icon: &'static str,
    /// It destroys something.
    #[prop(optional)]
    danger: bool,
    /// What it does.
    pick: impl Fn() + 'static,
) -> impl IntoView {
    let closer = expect_context::<Closer>();
    view! {
        <button class="menu-item" class:danger=danger role="menuitem" tabindex="-1" on:click=move |_| {
            closer.close();
            pick();
        }>
            <Icon of=icon />
            <span class="text">{text}</span>
        </button>
    }
}

/// One of several that the menu chooses from.
#[component]
pub fn MenuChoice(
    /// What it is called.
    #[prop(into)]
    text: String,
    /// Its icon.
    icon: &'static str,
    /// It is the one.
    #[prop(into)]
    chosen: Signal<bool>,
    /// Chooses it.
    pick: impl Fn() + 'static,
) -> impl IntoView {
    let closer = expect_context::<Closer>();
    view! {
        <button class="menu-item" role="menuitemradio" tabindex="-1"
            aria-checked=move || chosen.get().to_string()
            on:click=move |_| {
                closer.close();
                pick();
            }>
            <Icon of=icon />
            <span class="text">{text}</span>
            <Show when=move || chosen.get()><Icon of=CHECK /></Show>
        </button>
    }
}

/// Where the focus goes in the list.
enum Step {
    First,
    Last,
    By(i32),
}

fn keys(event: &KeyboardEvent, closer: Closer, list: NodeRef<html::Div>) {
    let Some(list) = list.get_untracked().filter(|_| closer.open.get_untracked()) else {
        return;
    };
    match event.key().as_str() {
        "Escape" => closer.close(),
        "Tab" => return closer.open.set(false),
        "ArrowDown" => step(&list, Step::By(1)),
        "ArrowUp" => step(&list, Step::By(-1)),
        "Home" => step(&list, Step::First),
        "End" => step(&list, Step::Last),
        _ => return,
    }
    event.prevent_default();
    event.stop_propagation();
}

fn step(list: &Element, step: Step) {
    let items = all(list, "[role^=menuitem]");
    let focused = document().active_element();
    let at = items
        .iter()
        .position(|item| Some(item.unchecked_ref::<Element>()) == focused.as_ref());
    let count = items.len() as i32;
    let to = match (step, at) {
        (Step::First, _) => 0,
        (Step::Last, _) => count - 1,
        (Step::By(way), Some(at)) => (at as i32 + way).rem_euclid(count.max(1)),
        (Step::By(_), None) => 0,
    };
    if let Some(item) = items.get(to.max(0) as usize) {
        // An item that is gone needs no focus.
        drop(item.focus());
    }
}
