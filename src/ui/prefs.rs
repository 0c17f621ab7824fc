//! Preferences: what a person likes, never what a person made.

use serde::{Serialize, de::DeserializeOwned};

/// Every key of ours begins with this, since an origin may be shared.
const PREFIX: &str = "cartouche.";

/// A preference, or its default where it was never set or the browser keeps none.
pub fn load<T: DeserializeOwned + Default>(key: &str) -> T {
    let found = storage().and_then(|it| it.get_item(&format!("{PREFIX}{key}")).ok()?);
    found
        .and_then(|found| serde_json::from_str(&found).ok())
        .unwrap_or_default()
}

/// Keeps a preference, where the browser lets us.
pub fn store<T: Serialize>(key: &str, value: &T) {
    if let (Some(storage), Ok(value)) = (storage(), serde_json::to_string(value)) {
        drop(storage.set_item(&format!("{PREFIX}{key}"), &value));
    }
}

/// None where the browser lets the page store nothing: even to ask for it is refused then.
fn storage() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok()?
}
