//! The browser: IndexedDB, files, the worker. Each a thin file over web-sys, never seen by the core.

pub mod archives;
pub mod blob_reader;
pub mod border;
mod changed;
mod connection;
pub mod database;
mod descriptors;
pub mod dom;
pub mod export;
mod facets;
#[cfg(feature = "faults")]
pub mod faults;
pub mod files;
pub mod folders;
pub mod indexed;
pub mod js;
pub mod keys;
mod likeness;
pub mod locks;
pub mod memory;
pub mod message;
pub mod offline;
pub mod oneshot;
pub mod originals;
pub mod painter;
pub mod pictures;
pub mod player;
pub mod rows;
mod sampling;
mod scope;
pub mod serve;
pub mod stage;
mod texts;
pub mod thumbs;
pub mod videos;
pub mod worker_pool;
