//! Whether the browser promises to keep what is stored, however little room there is.

use super::Studio;
use crate::ui::prefs;
use js_sys::Promise;
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

/// The preference that remembers that the browser was asked.
const ASKED: &str = "asked_to_keep";

/// What the browser said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keeping {
    /// It wasn't asked yet, and promised nothing.
    Unasked,
    /// It was asked and hasn't answered; some ask the person first, some never answer.
    Asking,
    /// It keeps everything until somebody deletes it.
    Promised,
    /// It was asked and promised nothing.
    Declined,
    /// It can't be asked here.
    Mute,
}

impl Studio {
    /// Looks whether it was promised on an earlier visit. Nobody waits for the answer.
    pub fn look_at_keeping(self) {
        leptos::task::spawn_local(async move {
            if answer(window().navigator().storage().persisted()).await == Some(true) {
                self.keeping.set(Keeping::Promised);
            } else if prefs::load::<bool>(ASKED) {
                self.keeping.set(Keeping::Declined);
            }
        });
    }

    /// Asks the browser to keep everything, the first time that there is something to keep.
    pub(super) fn ask_to_keep_once(self) {
        let is_unasked = self.keeping.get_untracked() == Keeping::Unasked;
        if is_unasked && !self.is_in_memory() {
            self.ask_to_keep();
        }
    }

    /// Asks the browser to keep everything. Nobody waits for the answer.
    pub fn ask_to_keep(self) {
        self.keeping.set(Keeping::Asking);
        prefs::store(ASKED, &true);
        leptos::task::spawn_local(async move {
            let answered = answer(window().navigator().storage().persist()).await;
            self.keeping.set(match answered {
                Some(true) => Keeping::Promised,
                Some(false) => Keeping::Declined,
                None => Keeping::Mute,
            });
        });
    }
}

/// None where it can't be asked.
async fn answer(asked: Result<Promise, JsValue>) -> Option<bool> {
    let answer = JsFuture::from(asked.ok()?).await.ok()?;
    Some(answer.is_truthy())
}
