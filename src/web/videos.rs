//! What a worker does with videos: reads when their frames begin, and keeps their bytes, a piece at a time.

use super::blob_reader::BlobReader;
use super::changed;
use super::js::message;
use super::memory;
use super::originals;
use super::thumbs::PictureStore;
use crate::document::{ContentHash, Media, MediaKind, Orientation, Source};
use crate::jobs::VideoLook;
use crate::video::{self, Container, VideoFile};
use std::io::Read as _;
use web_sys::{Blob, File};

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
    let hash = originals::hash_of(file).await?;
    match source {
        Source::Stored if memory::is_on() => memory::keep(&hash, file.clone()),
        Source::Stored => originals::keep_file(&hash, file).await?,
        Source::Folder { .. } | Source::Awaited => changed::note(&source, &hash, file).await,
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
