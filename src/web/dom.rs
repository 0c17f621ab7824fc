//! Small things of the page that web-sys has only behind further features.

use js_sys::{Array, Function, Object, Reflect};
use wasm_bindgen::{JsCast as _, JsValue};
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

fn method(of: &Element, name: &str) -> Result<Function, JsValue> {
    Reflect::get(of, &name.into())?.dyn_into()
}
