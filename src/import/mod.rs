//! From a file to records: what a file is, and how what a label file says meets a project. See SPEC.md.

pub mod picture;
