//! Label files: the rules of `src/formats/SPEC.md`, by their numbers.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    missing_docs
)]

#[path = "formats/arbitrary.rs"]
mod arbitrary;
#[path = "formats/coco_read.rs"]
mod coco_read;
#[path = "formats/coco_write.rs"]
mod coco_write;
#[path = "formats/corpus.rs"]
mod corpus;
#[path = "formats/json.rs"]
mod json;
#[path = "formats/native.rs"]
mod native;
#[path = "formats/other_readers.rs"]
mod other_readers;
#[path = "formats/robust.rs"]
mod robust;
#[path = "formats/speed.rs"]
mod speed;
#[path = "formats/support.rs"]
mod support;
