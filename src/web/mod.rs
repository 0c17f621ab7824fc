//! The browser: IndexedDB, files, the worker. Each a thin file over web-sys, never seen by the core.

pub mod database;
pub mod dom;
pub mod js;
pub mod painter;
pub mod files;
pub mod keys;
pub mod worker_pool;
pub mod message;
mod oneshot;
pub mod originals;
pub mod pictures;
mod scope;
pub mod serve;
pub mod thumbs;
pub mod export;
pub mod rows;
pub mod stage;
