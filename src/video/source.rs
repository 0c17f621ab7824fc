//! Numbers at places of a file, of which a small window is held.

use super::VideoError;
use std::io::{self, Read, Seek, SeekFrom};

/// How much is read at once: numbers stand close together, and each read of a file in a browser costs.
const WINDOW: u64 = 64 * 1024;

/// A file that is read here and there.
pub(super) struct Source<'f, F> {
    file: &'f mut F,
    length: u64,
    window: Vec<u8>,
    window_at: u64,
}

impl<'f, F: Read + Seek> Source<'f, F> {
    /// All of this file.
    pub(super) fn new(file: &'f mut F) -> Result<Self, VideoError> {
        let length = file.seek(SeekFrom::End(0)).map_err(unreadable)?;
        Ok(Self {
            file,
            length,
            window: Vec::new(),
            window_at: 0,
        })
    }

    /// How many bytes the file has.
    pub(super) fn length(&self) -> u64 {
        self.length
    }

    /// The first bytes of the file, at most as many as a window has.
    pub(super) fn head(&mut self, bytes: u64) -> Result<Vec<u8>, VideoError> {
        self.fill(0)?;
        let count = usize::try_from(bytes.min(WINDOW)).unwrap_or_default();
        Ok(self.window.iter().copied().take(count).collect())
    }

    /// The bytes at this place.
    pub(super) fn bytes<const N: usize>(&mut self, at: u64) -> Result<[u8; N], VideoError> {
        if let Some(found) = self.held(at) {
            return Ok(found);
        }
        self.fill(at)?;
        self.held(at).ok_or(VideoError::Damaged {
            at: self.length,
            what: "it ends too early",
        })
    }

    /// The byte at this place.
    pub(super) fn u8(&mut self, at: u64) -> Result<u8, VideoError> {
        Ok(u8::from_be_bytes(self.bytes(at)?))
    }

    /// The number of two bytes at this place.
    pub(super) fn u16(&mut self, at: u64) -> Result<u16, VideoError> {
        Ok(u16::from_be_bytes(self.bytes(at)?))
    }

    /// The number of four bytes at this place.
    pub(super) fn u32(&mut self, at: u64) -> Result<u32, VideoError> {
        Ok(u32::from_be_bytes(self.bytes(at)?))
    }

    /// The number of four bytes with a sign at this place.
    pub(super) fn i32(&mut self, at: u64) -> Result<i32, VideoError> {
        Ok(i32::from_be_bytes(self.bytes(at)?))
    }

    /// The number of eight bytes at this place.
    pub(super) fn u64(&mut self, at: u64) -> Result<u64, VideoError> {
        Ok(u64::from_be_bytes(self.bytes(at)?))
    }

    fn held<const N: usize>(&self, at: u64) -> Option<[u8; N]> {
        let start = usize::try_from(at.checked_sub(self.window_at)?).ok()?;
        self.window.get(start..)?.first_chunk().copied()
    }

    fn fill(&mut self, at: u64) -> Result<(), VideoError> {
        self.window.clear();
        self.window_at = at;
        if at < self.length {
            self.file.seek(SeekFrom::Start(at)).map_err(unreadable)?;
            let mut piece = Read::take(&mut *self.file, WINDOW);
            piece.read_to_end(&mut self.window).map_err(unreadable)?;
        }
        Ok(())
    }
}

fn unreadable(error: io::Error) -> VideoError {
    VideoError::Unreadable(error.to_string())
}
