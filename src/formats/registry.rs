//! The readers and writers: for the worker and the command line only, so that the page links none of them.

use super::catalog::Format;
use super::{Reader, Writer, coco, native};

/// How much of a file's beginning [`detect`] should see, where the file is that long.
pub const HEAD_BYTES: usize = 64 << 10;

/// Which format a file is, by its first bytes; none where nothing is recognised. The name only decides where the bytes
/// don't.
pub fn detect(head: &[u8], file_name: &str) -> Option<Format> {
    if native::looks_like(head) {
        return Some(Format::Native);
    }
    if coco::looks_like(head) {
        return Some(Format::Coco);
    }
    let name = file_name.to_lowercase();
    if name.ends_with(".cartouche.json") {
        Some(Format::Native)
    } else if name.ends_with("coco.json") {
        Some(Format::Coco)
    } else {
        None
    }
}

/// A reader at the start of a file.
pub fn reader(format: Format) -> Box<dyn Reader> {
    match format {
        Format::Native => Box::new(native::NativeReader::new()),
        Format::Coco => Box::new(coco::CocoReader::new()),
    }
}

/// A writer that hasn't written anything.
pub fn writer(format: Format) -> Box<dyn Writer> {
    match format {
        Format::Native => Box::new(native::NativeWriter::default()),
        Format::Coco => Box::new(coco::CocoWriter::default()),
    }
}
