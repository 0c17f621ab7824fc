//! The browser: IndexedDB, files, the worker. Each a thin file over web-sys, never seen by the core.

pub mod database;
pub mod js;
