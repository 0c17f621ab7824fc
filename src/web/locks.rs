//! Which tabs have which project open, by the browser's own locks: they end with the tab, however it ends.
#![allow(unsafe_code)]

use super::oneshot::oneshot;
use crate::document::ProjectId;
use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// The browser's `LockManager`.
    type LockManager;

    #[wasm_bindgen(method, catch)]
    fn request(
        this: &LockManager,
        name: &str,
        options: &JsValue,
        granted: &JsValue,
    ) -> Result<Promise, JsValue>;
}

/// A lock; let go of when dropped.
#[derive(Debug)]
pub struct Hold {
    release: Option<Function>,
}

impl Drop for Hold {
    fn drop(&mut self) {
        // A resolved promise takes no offence.
        drop(
            self.release
                .take()
                .map(|release| release.call0(&JsValue::UNDEFINED)),
        );
    }
}

/// This tab has the project open. None where the browser has no locks.
pub fn hold_open(project: ProjectId) -> Option<Hold> {
    let (release, until) = promise();
    let granted = Closure::once_into_js(move |_: JsValue| until);
    request(project, &[("mode", "shared".into())], &granted)?;
    Some(Hold { release })
}

/// The project, for one who takes it away: refused while a tab has it open. Without locks nobody can tell, and it is
/// given.
pub async fn take_alone(project: ProjectId) -> Option<Hold> {
    let (release, until) = promise();
    let (giver, taker) = oneshot();
    let granted = Closure::once_into_js(move |lock: JsValue| {
        giver.give(!lock.is_null());
        until
    });
    let options = [("mode", "exclusive".into()), ("ifAvailable", JsValue::TRUE)];
    let is_given = match request(project, &options, &granted) {
        Some(()) => taker.await,
        None => true,
    };
    is_given.then_some(Hold { release })
}

fn request(project: ProjectId, options: &[(&str, JsValue)], granted: &JsValue) -> Option<()> {
    let navigator = Reflect::get(&js_sys::global(), &"navigator".into()).ok()?;
    let manager = Reflect::get(&navigator, &"locks".into()).ok()?;
    if manager.is_falsy() {
        return None;
    }
    let given = Object::new();
    for (name, value) in options {
        Reflect::set(&given, &(*name).into(), value).ok()?;
    }
    let name = format!("cartouche/{project}");
    let manager: LockManager = manager.unchecked_into();
    let end = manager.request(&name, &given, granted).ok()?;
    // Nobody awaits the end of the lock; where the browser denies locks, that is as if it had none.
    let granted: Function = granted.clone().unchecked_into();
    let denied = Closure::<dyn FnMut(JsValue)>::new(move |_: JsValue| {
        drop(granted.call1(&JsValue::UNDEFINED, &JsValue::TRUE));
    });
    drop(end.catch(&denied));
    denied.forget();
    Some(())
}

/// A promise, and what keeps it.
fn promise() -> (Option<Function>, Promise) {
    let mut release = None;
    let until = Promise::new(&mut |resolve, _| release = Some(resolve));
    (release, until)
}
