//! Keys as the browser tells them.

use crate::actions::Chord;
use wasm_bindgen::JsCast as _;
use web_sys::{Element, Event, HtmlInputElement, KeyboardEvent};

/// What was pressed; none for keys that nothing listens to.
pub fn chord(event: &KeyboardEvent) -> Option<Chord> {
    // While an input method composes a letter, its keys are its own.
    if event.is_composing() {
        return None;
    }
    Chord::read(
        &event.key(),
        &event.code(),
        event.ctrl_key() || event.meta_key(),
        event.shift_key(),
        event.alt_key(),
    )
}

/// A text field, a menu or a dialog has the focus: no key may do anything else.
pub fn is_typing(event: &Event) -> bool {
    let target = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok());
    dialog_is_open() || target.is_some_and(|target| takes_text(&target) || in_menu(&target))
}

/// This is a Mac, where ⌘ is pressed instead of Ctrl.
pub fn is_mac() -> bool {
    let navigator = web_sys::window().map(|window| window.navigator());
    let agent = navigator.and_then(|it| it.user_agent().ok());
    agent.is_some_and(|agent| agent.contains("Mac OS"))
}

fn dialog_is_open() -> bool {
    let document = web_sys::window().and_then(|window| window.document());
    document.is_some_and(|document| {
        let found = document.query_selector("dialog[open]");
        found.is_ok_and(|dialog| dialog.is_some())
    })
}

fn in_menu(element: &Element) -> bool {
    let menu = element.closest("[role=menu], [role=listbox], [role=combobox]");
    menu.is_ok_and(|menu| menu.is_some())
}

/// Text is written into it. Check boxes, sliders and the like take no text.
fn takes_text(element: &Element) -> bool {
    if let Some(input) = element.dyn_ref::<HtmlInputElement>() {
        let kind = input.type_();
        return !matches!(
            kind.as_str(),
            "checkbox" | "radio" | "range" | "button" | "file" | "color"
        );
    }
    let tag = element.tag_name();
    matches!(tag.as_str(), "TEXTAREA" | "SELECT")
        || element
            .dyn_ref::<web_sys::HtmlElement>()
            .is_some_and(web_sys::HtmlElement::is_content_editable)
}
