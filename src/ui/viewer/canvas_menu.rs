//! What a right click on the canvas offers.

use super::desk::Desk;
use crate::ui::icons::{DOWNLOAD, INFO, Icon, PASTE};
use crate::ui::shell::{Dialog, Shell};
use crate::web::dom::all;
use leptos::{html, prelude::*};
use wasm_bindgen::JsCast as _;
use web_sys::{Element, KeyboardEvent, MouseEvent};

/// Opens the menu where the pointer is; its place is counted from the stage's corner, in CSS pixels.
pub fn open_menu(desk: Desk, at: RwSignal<Option<(f64, f64)>>, event: &MouseEvent) {
    event.prevent_default();
    let surface = event
        .current_target()
        .and_then(|it| it.dyn_into::<Element>().ok());
    let stage = surface.and_then(|it| it.closest(".stage").ok().flatten());
    if let Some(stage) = stage.filter(|_| desk.input.get_untracked().is_some()) {
        let corner = stage.get_bounding_client_rect();
        let x = f64::from(event.client_x()) - corner.left();
        let y = f64::from(event.client_y()) - corner.top();
        at.set(Some((
            x.min(corner.width() - 220.0).max(4.0),
            y.min(corner.height() - 120.0).max(4.0),
        )));
    }
}

/// The menu, while it is open.
#[component]
pub fn CanvasMenu(at: RwSignal<Option<(f64, f64)>>) -> impl IntoView {
    let desk = expect_context::<Desk>();
    let shell = expect_context::<Shell>();
    let list = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        if let Some(list) = list.get().filter(|_| at.get_untracked().is_some()) {
            request_animation_frame(move || focus(&list, 0));
        }
    });
    let close = move || at.set(None);
    let then = move |run: fn(Desk)| {
        move |_: MouseEvent| {
            close();
            run(desk);
        }
    };
    let info = move |_| {
        close();
        if let Some(input) = desk.input.get_untracked() {
            shell.show(Dialog::Info(input));
        }
    };
    view! {
        {move || at.get().map(|(left, top)| view! {
            <div class="pop menu canvas-menu" role="menu" aria-label="Canvas menu" tabindex="-1" node_ref=list
                style:left=format!("{left}px") style:top=format!("{top}px")
                on:keydown=move |event| keys(&event, list, at)
                on:focusout=move |event: web_sys::FocusEvent| if leaves(&event) { close() }>
                <button class="menu-item" role="menuitem" tabindex="-1" on:click=then(Desk::download_original)>
                    <Icon of=DOWNLOAD /><span class="text">"Download original"</span>
                </button>
                <button class="menu-item" role="menuitem" tabindex="-1" on:click=then(Desk::copy_name)>
                    <Icon of=PASTE /><span class="text">"Copy name"</span>
                </button>
                <button class="menu-item" role="menuitem" tabindex="-1" on:click=info>
                    <Icon of=INFO /><span class="text">"Info"</span>
                </button>
            </div>
        })}
    }
}

/// The focus goes somewhere else.
fn leaves(event: &web_sys::FocusEvent) -> bool {
    let to = event
        .related_target()
        .and_then(|it| it.dyn_into::<web_sys::Node>().ok());
    let menu = event
        .current_target()
        .and_then(|it| it.dyn_into::<web_sys::Node>().ok());
    !menu.is_some_and(|menu| menu.contains(to.as_ref()))
}

fn keys(event: &KeyboardEvent, list: NodeRef<html::Div>, at: RwSignal<Option<(f64, f64)>>) {
    let Some(list) = list.get_untracked() else {
        return;
    };
    let items = all(&list, "[role=menuitem]");
    let focused = document().active_element();
    let here = items
        .iter()
        .position(|item| Some(item.unchecked_ref::<Element>()) == focused.as_ref())
        .unwrap_or(0);
    let count = items.len().max(1);
    match event.key().as_str() {
        "Escape" | "Tab" => {
            at.set(None);
            super::picker::focus_canvas();
        }
        "ArrowDown" => focus(&list, (here + 1) % count),
        "ArrowUp" => focus(&list, (here + count - 1) % count),
        _ => return,
    }
    event.prevent_default();
    event.stop_propagation();
}

fn focus(list: &Element, at: usize) {
    if let Some(item) = all(list, "[role=menuitem]").get(at) {
        // An item that is gone needs no focus.
        drop(item.focus());
    }
}

impl Desk {
    /// Downloads the file of the input.
    fn download_original(self) {
        if let Some(input) = self.input.get_untracked() {
            self.studio.download_original(input);
        }
    }

    /// Copies the name of the input, with its folders.
    fn copy_name(self) {
        let input = self.input.get_untracked();
        let name = self
            .studio
            .look(|document, _| Some(document.input(input?)?.input.name.clone()));
        if let Some(name) = name.flatten() {
            let copied = window().navigator().clipboard().write_text(&name);
            leptos::task::spawn_local(async move {
                match wasm_bindgen_futures::JsFuture::from(copied).await {
                    Ok(_) => self.studio.say("Name copied".to_owned(), false),
                    Err(_) => self
                        .studio
                        .complain(format!("The browser doesn't let the page copy: {name}")),
                }
            });
        }
    }
}
