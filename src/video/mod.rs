//! What frames a video file has: when each of them begins, read from the container without decoding anything.
//!
//! Times are exact, at whatever rate the frames come. They count from the first frame that is shown, so what a file
//! puts before it (an edit list's pause, a stream that begins at three o'clock) is not in them.

mod mp4;
mod source;
mod times;
mod webm;

use crate::geometry::PixelSize;
use source::Source;
use std::io::{Read, Seek};
pub use times::FrameTimes;

/// More frames than this no video has that a person looks at: four days at 25 a second.
const MOST_FRAMES: u64 = 10_000_000;

/// How many bytes of a file tell its container, where it has as many.
pub const HEAD: u64 = 256;

/// What a video file says of its pictures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VideoFile {
    /// How the file is laid out.
    pub container: Container,
    /// What its pictures are coded in, in the container's words: `avc1`, `hvc1`, `vp09`, `av01` in MP4, `V_VP8`,
    /// `V_VP9` in WebM.
    pub codec: String,
    /// As displayed, a quarter turn that the file asks for applied.
    pub size: PixelSize,
    /// When each of its frames begins.
    pub frames: FrameTimes,
    /// An edit list hides frames before the first one. Firefox shows them nevertheless and counts its times from the
    /// first of them, so there no frame is where it is said to be.
    pub is_trimmed: bool,
}

/// How a video file is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Container {
    /// ISO base media: MP4, MOV and their relatives.
    Mp4,
    /// WebM, and Matroska, whose part it is.
    WebM,
}

/// Why a file's frames can't be told; in words that follow the file's name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VideoError {
    /// Neither of the containers.
    #[error("this is no MP4 or WebM video")]
    NotVideo,
    /// What stands there can't be.
    #[error("the file is damaged at byte {at}: {what}")]
    Damaged {
        /// Where, counted from the file's beginning.
        at: u64,
        /// What is wrong there.
        what: &'static str,
    },
    /// The beginning of a file.
    #[error("the file is cut off: more should follow after {at} bytes")]
    Cut {
        /// How long it is.
        at: u64,
    },
    /// Sound alone, or subtitles.
    #[error("there are no pictures in it")]
    NoPictures,
    /// A video track of nothing.
    #[error("its video has no frames")]
    NoFrames,
    /// More frames than are read, or than the file has bytes.
    #[error("it claims more frames than it can have (at byte {at})")]
    TooManyFrames {
        /// Where it claims them.
        at: u64,
    },
    /// The file is there, but its bytes don't come.
    #[error("the file can't be read: {0}")]
    Unreadable(String),
}

/// The container that a file is, by its first [`HEAD`] bytes. Pictures in the same container (AVIF, HEIC) are none.
pub fn container(head: &[u8]) -> Option<Container> {
    if mp4::is_video(head) {
        Some(Container::Mp4)
    } else if webm::is_video(head) {
        Some(Container::WebM)
    } else {
        None
    }
}

/// The frames of the first video track. Media data is passed over. A WebM file that was cut off is read as far as it
/// goes; an MP4 file is refused, since its index tells of frames that aren't there.
///
/// # Errors
/// It is no such file, it is damaged, or there are no pictures in it.
pub fn read(file: &mut (impl Read + Seek)) -> Result<VideoFile, VideoError> {
    let mut source = Source::new(file)?;
    match container(&source.head(HEAD)?) {
        Some(Container::Mp4) => mp4::read(&mut source),
        Some(Container::WebM) => webm::read(&mut source),
        None => Err(VideoError::NotVideo),
    }
}
