//! Preferences: what a person likes, never what a person made.

use gloo_storage::{LocalStorage, Storage as _};
use serde::{Serialize, de::DeserializeOwned};

/// Every key of ours begins with this, since an origin may be shared.
const PREFIX: &str = "cartouche.";

/// A preference, or its default where it was never set or the browser keeps none.
pub fn load<T: DeserializeOwned + Default>(key: &str) -> T {
    LocalStorage::get(format!("{PREFIX}{key}")).unwrap_or_default()
}

/// Keeps a preference, where the browser lets us.
pub fn store<T: Serialize>(key: &str, value: &T) {
    drop(LocalStorage::set(format!("{PREFIX}{key}"), value));
}
