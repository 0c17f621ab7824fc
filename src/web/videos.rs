//! What a worker does with videos: reads when their frames begin, and keeps their bytes, a piece at a time.

use super::js::message;
use super::originals::{self, pieces};
use super::thumbs::PictureStore;
use crate::document::{ContentHash, Media, MediaKind, Orientation, Source};
use crate::jobs::VideoLook;
use crate::video::{self, Container, VideoFile};
use js_sys::{ArrayBuffer, Uint8Array};
use sha2::{Digest as _, Sha256};
use std::io::{self, Read, Seek, SeekFrom};
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{Blob, File, FileReaderSync};

/// How much of a file is read at once where its frames are looked for: the payloads between them are skipped.
const WINDOW: u64 = 256 << 10;

/// What the file says of its pictures.
///
/// # Errors
/// It is no video, or damaged; in plain words.
pub fn look(file: &File) -> Result<VideoLook, String> {
    if file.size() == 0.0 {
        return Err("the file is empty (0 bytes)".to_owned());
    }
    let mut reader = BlobReader::new(file).map_err(|error| message(&error))?;
    let VideoFile {
        container,
        codec,
        size,
        frames,
        is_trimmed,
    } = video::read(&mut reader).map_err(|error| error.to_string())?;
    Ok(VideoLook {
        mime: mime(container).to_owned(),
        codec,
        size,
        frames,
        is_trimmed,
    })
}

/// What the file of an input says of its pictures.
///
/// # Errors
/// It isn't there any more, or isn't a video any more; in plain words.
pub async fn look_again(
    store: &PictureStore,
    hash: &ContentHash,
    source: &Source,
) -> Result<VideoLook, String> {
    look(&originals::file(store, hash, source).await?)
}

/// Keeps the bytes of a video that was looked at, unless they stay in their folder.
///
/// # Errors
/// It can't be kept, or can't be read to its end; in plain words.
pub async fn add(source: Source, file: &File, look: VideoLook) -> Result<Media, String> {
    let hash = hash(file).await?;
    if source == Source::Stored {
        originals::keep_file(&hash, file).await?;
    }
    Ok(Media {
        kind: MediaKind::Video(look.frames.footage()),
        size: Some(look.size),
        orientation: Orientation::UPRIGHT,
        bytes: file.size() as u64,
        mime: look.mime,
        hash: Some(hash),
        source,
    })
}

/// The type that the page plays it as, by its first bytes; none of what is no video.
///
/// # Errors
/// It can't be read; in plain words.
pub fn mime_of(file: &Blob) -> Result<Option<&'static str>, String> {
    let mut head = Vec::new();
    let reader = BlobReader::new(file).map_err(|error| message(&error))?;
    let read = reader.take(video::HEAD).read_to_end(&mut head);
    read.map_err(|error| error.to_string())?;
    Ok(video::container(&head).map(mime))
}

fn mime(container: Container) -> &'static str {
    match container {
        Container::Mp4 => "video/mp4",
        Container::WebM => "video/webm",
    }
}

/// SHA-256 of a file of any length: the browser's own wants all of it in memory.
async fn hash(file: &File) -> Result<ContentHash, String> {
    let mut hasher = Sha256::new();
    let mut pieces = pieces(file);
    while let Some(piece) = pieces.next().await? {
        hasher.update(Uint8Array::new(&piece).to_vec());
    }
    Ok(ContentHash(hasher.finalize().into()))
}

/// A file of the browser as one that can be read from anywhere.
struct BlobReader<'a> {
    file: &'a Blob,
    reader: FileReaderSync,
    length: u64,
    at: u64,
    window: Vec<u8>,
    window_at: u64,
}

impl<'a> BlobReader<'a> {
    fn new(file: &'a Blob) -> Result<Self, JsValue> {
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
