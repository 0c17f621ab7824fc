//! Small things of the page that web-sys has only behind further features.

use js_sys::{Array, Function, Object, Reflect};
use wasm_bindgen::{JsCast as _, JsValue, closure::Closure};
use web_sys::{Element, HtmlElement};

/// The elements inside that a selector finds, in the order of the page.
pub fn all(inside: &Element, selector: &str) -> Vec<HtmlElement> {
    let found = method(inside, "querySelectorAll")
        .and_then(|find| find.call1(inside, &selector.into()))
        .map(|list| Array::from(&list));
    found
        .iter()
        .flat_map(Array::iter)
        .filter_map(|element| element.dyn_into().ok())
        .collect()
}

/// Gives the focus without scrolling there.
pub fn focus_in_place(element: &HtmlElement) {
    let options = Object::new();
    let focused = Reflect::set(&options, &"preventScroll".into(), &JsValue::TRUE)
        .and_then(|_| method(element, "focus"))
        .and_then(|focus| focus.call1(element, &options));
    // An element that is gone needs no focus.
    drop(focused);
}

/// Does something once the next frame is on the screen.
pub fn after_paint(then: impl FnOnce() + 'static) {
    let Some(window) = web_sys::window() else {
        return;
    };
    let painted = Closure::once_into_js({
        let window = window.clone();
        move || {
            // A task of its own runs after the frame that this callback belongs to.
            let then = Closure::once_into_js(then);
            drop(window.set_timeout_with_callback(then.unchecked_ref()));
        }
    });
    drop(window.request_animation_frame(painted.unchecked_ref()));
}

fn method(of: &Element, name: &str) -> Result<Function, JsValue> {
    Reflect::get(of, &name.into())?.dyn_into()
}
