//! A file of the browser, read as others are. Workers only: it waits for what it reads.

use super::js::message;
use js_sys::{ArrayBuffer, Uint8Array};
use std::io::{self, Read, Seek, SeekFrom};
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{Blob, FileReaderSync};

/// How much is read at once: little enough that what is skipped costs little.
const WINDOW: u64 = 256 << 10;

/// A file of the browser as one that can be read from anywhere.
pub struct BlobReader<'a> {
    file: &'a Blob,
    reader: FileReaderSync,
    length: u64,
    at: u64,
    window: Vec<u8>,
    window_at: u64,
}

impl<'a> BlobReader<'a> {
    /// From its beginning.
    ///
    /// # Errors
    /// There is no reader outside a worker.
    pub fn new(file: &'a Blob) -> Result<Self, JsValue> {
        Ok(Self {
            reader: FileReaderSync::new()?,
            length: file.size() as u64,
            file,
            at: 0,
            window: Vec::new(),
            window_at: 0,
        })
    }

    /// What is in memory from the place on.
    fn here(&self) -> &[u8] {
        let from = self.at.checked_sub(self.window_at);
        let from = from.and_then(|from| usize::try_from(from).ok());
        from.and_then(|from| self.window.get(from..))
            .unwrap_or_default()
    }

    fn fill(&mut self) -> Result<(), JsValue> {
        let end = self.at.saturating_add(WINDOW).min(self.length);
        let piece = self
            .file
            .slice_with_f64_and_f64(self.at as f64, end as f64)?;
        let buffer: ArrayBuffer = self.reader.read_as_array_buffer(&piece)?.unchecked_into();
        self.window = Uint8Array::new(&buffer).to_vec();
        self.window_at = self.at;
        Ok(())
    }
}

impl Read for BlobReader<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.here().is_empty() && self.at < self.length {
            self.fill()
                .map_err(|error| io::Error::other(message(&error)))?;
        }
        let here = self.here();
        let count = here.len().min(into.len());
        into[..count].copy_from_slice(&here[..count]);
        self.at += count as u64;
        Ok(count)
    }
}

impl Seek for BlobReader<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let place = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => self.length.checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        self.at = place.ok_or_else(|| io::Error::other("before the beginning of the file"))?;
        Ok(self.at)
    }
}
