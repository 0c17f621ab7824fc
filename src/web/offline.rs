//! The page as the service worker keeps it (`public/sw.js`): whether it starts without the network, and whether a newer
//! build waits. Without a service worker nothing else is missing.

use super::js::{message, meta};
use super::oneshot::{Giver, oneshot};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::{JsCast as _, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    MessageChannel, MessageEvent, RegistrationOptions, ServiceWorker, ServiceWorkerContainer,
    ServiceWorkerRegistration, ServiceWorkerUpdateViaCache,
};

/// Where the service worker is, from the page on.
const SCRIPT: &str = "./sw.js";
/// A service worker that says nothing for so long isn't waited for, in milliseconds.
const PATIENCE: i32 = 10_000;

/// What holds of the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// It starts without the network: everything is kept, and was checked.
    pub works_offline: bool,
    /// A newer build is kept and waits.
    pub update_waits: bool,
}

/// The service worker of this page.
#[derive(Clone, Debug)]
pub struct Keeper {
    container: ServiceWorkerContainer,
    registration: ServiceWorkerRegistration,
    build: String,
}

/// What a service worker says of itself.
struct State {
    build: String,
    is_complete: bool,
}

impl Keeper {
    /// Registers the service worker.
    ///
    /// # Errors
    /// The browser keeps no pages here; in plain words.
    pub async fn register() -> Result<Self, String> {
        let build = meta("cartouche-build").ok_or("this is no finished build")?;
        let window = web_sys::window().ok_or("there is no window")?;
        let container = window.navigator().service_worker();
        if container.is_undefined() {
            return Err(
                "the browser keeps pages only from https:// or this machine (localhost), \
                        and outside private windows"
                    .to_owned(),
            );
        }
        let options = RegistrationOptions::new();
        options.set_update_via_cache(ServiceWorkerUpdateViaCache::None);
        let registered = container.register_with_options(SCRIPT, &options);
        let registration = JsFuture::from(registered)
            .await
            .map_err(|error| message(&error))?
            .unchecked_into();
        Ok(Self {
            container,
            registration,
            build: build.content(),
        })
    }

    /// Calls whenever something may have changed, as long as the page is there.
    pub fn on_change(&self, changed: impl Fn() + 'static) {
        let changed: Rc<dyn Fn()> = Rc::new(changed);
        let registration = self.registration.clone();
        let listen_to_new = {
            let changed = Rc::clone(&changed);
            move || {
                if let Some(worker) = registration.installing() {
                    let changed = Rc::clone(&changed);
                    let on = Closure::<dyn FnMut()>::new(move || changed());
                    worker.set_onstatechange(Some(on.as_ref().unchecked_ref()));
                    on.forget();
                }
                changed();
            }
        };
        listen_to_new();
        let found = Closure::<dyn FnMut()>::new(listen_to_new);
        self.registration
            .set_onupdatefound(Some(found.as_ref().unchecked_ref()));
        found.forget();
        let taken_over = Closure::<dyn FnMut()>::new(move || changed());
        let listener = taken_over.as_ref().unchecked_ref();
        drop(
            self.container
                .add_event_listener_with_callback("controllerchange", listener),
        );
        taken_over.forget();
    }

    /// Asks the server whether there is a newer build.
    pub async fn look_for_update(&self) {
        if let Ok(asked) = self.registration.update() {
            // Without the network there is no answer.
            drop(JsFuture::from(asked).await);
        }
    }

    /// What holds now.
    pub async fn look(&self) -> Kept {
        if let Some(waiting) = self.registration.waiting()
            && let Some(state) = ask(&waiting).await
            && state.build == self.build
        {
            // This page came past what was kept, and is as new as what waits.
            drop(waiting.post_message(&"take over".into()));
        }
        let active = match self.registration.active() {
            Some(active) => ask(&active).await,
            None => None,
        };
        let Some(active) = active else {
            return Kept::default();
        };
        let waits = self.registration.waiting().is_some();
        let was_replaced = active.build != self.build && self.registration.installing().is_none();
        Kept {
            works_offline: active.is_complete,
            update_waits: waits || was_replaced,
        }
    }

    /// Lets the newer build take over, for the pages that are opened from here on.
    pub async fn take_over(&self) {
        let Some(waiting) = self.registration.waiting() else {
            return;
        };
        let (giver, taker) = oneshot();
        let changed = calls_once(giver);
        self.container.set_oncontrollerchange(Some(&changed));
        if waiting.post_message(&"take over".into()).is_ok() {
            taker.await;
        }
    }
}

/// A callback that gives the word, and gives up after [`PATIENCE`].
fn calls_once(giver: Giver<()>) -> js_sys::Function {
    let giver = RefCell::new(Some(giver));
    let callback: js_sys::Function = Closure::<dyn FnMut()>::new(move || {
        if let Some(giver) = giver.borrow_mut().take() {
            giver.give(());
        }
    })
    .into_js_value()
    .unchecked_into();
    after_patience(&callback);
    callback
}

fn after_patience(callback: &js_sys::Function) {
    if let Some(window) = web_sys::window() {
        drop(window.set_timeout_with_callback_and_timeout_and_arguments_0(callback, PATIENCE));
    }
}

/// What a service worker says of itself; none where it doesn't answer.
async fn ask(worker: &ServiceWorker) -> Option<State> {
    let channel = MessageChannel::new().ok()?;
    let (giver, taker) = oneshot();
    let giver = RefCell::new(Some(giver));
    let answered: js_sys::Function = Closure::<dyn FnMut(JsValue)>::new(move |event: JsValue| {
        if let Some(giver) = giver.borrow_mut().take() {
            giver.give(
                event
                    .dyn_into::<MessageEvent>()
                    .ok()
                    .and_then(|it| state(&it.data())),
            );
        }
    })
    .into_js_value()
    .unchecked_into();
    channel.port1().set_onmessage(Some(&answered));
    after_patience(&answered);
    let ports = js_sys::Array::of1(&channel.port2());
    worker
        .post_message_with_transferable(&"state".into(), &ports)
        .ok()?;
    taker.await
}

fn state(said: &JsValue) -> Option<State> {
    let field = |name: &str| js_sys::Reflect::get(said, &name.into()).ok();
    Some(State {
        build: field("build")?.as_string()?,
        is_complete: field("complete")?.as_bool()?,
    })
}
