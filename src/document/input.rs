//! Inputs: what is to be labelled.

use super::shape::{Moment, ShapeKind};
use super::{InputId, Kept};
use crate::geometry::PixelSize;
use serde::{Deserialize, Serialize};

/// One picture, text or video to be labelled.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Input {
    /// Names it.
    pub id: InputId,
    /// Its file name with the folders that it was found in: `north/ridge_02.jpg`, always with `/`.
    pub name: String,
    /// What is known of its file.
    pub media: Media,
    /// How far its labelling is.
    pub status: InputStatus,
    /// train, val, test, or a name of the person's own; empty at first.
    pub split: String,
    /// Milliseconds since 1970.
    pub added_at: u64,
    /// What people want to be known of it: a JSON object.
    pub metadata: Kept,
    /// It lies in the trash: it can be looked at and put back, and is no part of any list.
    pub trashed: bool,
    /// What a file carried besides.
    pub kept: Kept,
}

/// What is known of an input's file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Media {
    /// What it is.
    pub kind: MediaKind,
    /// Its size as displayed, once it was decoded or a label file said it.
    pub size: Option<PixelSize>,
    /// How its stored pixels are turned to be displayed.
    pub orientation: Orientation,
    /// Bytes of the file; 0 while it isn't there.
    pub bytes: u64,
    /// The type that its first bytes say, such as `image/jpeg`; empty while it isn't there.
    pub mime: String,
    /// SHA-256 of its bytes, where they were read.
    pub hash: Option<ContentHash>,
    /// Where its bytes are.
    pub source: Source,
}

/// What kind of thing an input is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum MediaKind {
    /// A picture.
    Image,
    /// A text.
    Text,
    /// A video.
    Video(Footage),
}

/// How long a video is. All of it is 0 while its file isn't there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Footage {
    /// How many frames it has.
    pub frames: u32,
    /// When its last frame ends.
    pub end: Moment,
}

/// Where the bytes of an input are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Source {
    /// In the browser's storage, under their hash.
    Stored,
    /// In a folder that is used in place: the folder's handle and the path in it.
    Folder {
        /// Under which the handle is kept.
        handle: String,
        /// From the folder on, with `/`.
        path: String,
    },
    /// A label file named it; the picture isn't there yet.
    Awaited,
}

/// EXIF orientation, 1..=8: 1 is upright, 5..=8 swap width and height.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Orientation(u8);

/// SHA-256 of a file's bytes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ContentHash(pub [u8; 32]);

/// How far the labelling of an input is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InputStatus {
    /// Nobody said anything of it.
    #[default]
    Unlabeled,
    /// Begun.
    InProgress,
    /// Somebody said that it is finished.
    Done,
    /// Left out on purpose.
    Skipped,
}

impl Footage {
    /// The moment whose frame stands for the whole: the first one is often black.
    pub fn poster(self) -> Moment {
        Moment::from_micros(self.end.micros() / 10)
    }
}

impl MediaKind {
    /// It is a video.
    pub fn is_video(self) -> bool {
        matches!(self, Self::Video(_))
    }

    /// An input of this kind can have such a shape on it: a picture regions, a text spans, a video what has time.
    pub fn takes(self, shape: ShapeKind) -> bool {
        match shape {
            ShapeKind::Box | ShapeKind::Polygon | ShapeKind::Mask => self == Self::Image,
            ShapeKind::Span => self == Self::Text,
            ShapeKind::Track | ShapeKind::Segment => self.is_video(),
        }
    }
}

impl InputStatus {
    /// All of them, in their order.
    pub const ALL: [Self; 4] = [Self::Unlabeled, Self::InProgress, Self::Done, Self::Skipped];

    /// How far an input is that was given this status: one with labels on it is begun, whatever nobody said of it.
    pub fn seen(self, is_labelled: bool) -> Self {
        match self {
            Self::Unlabeled if is_labelled => Self::InProgress,
            status => status,
        }
    }
}

impl Orientation {
    /// Stored as it is displayed.
    pub const UPRIGHT: Self = Self(1);

    /// Width and height are swapped between stored and displayed pixels.
    pub fn swaps(self) -> bool {
        self.0 >= 5
    }

    /// The EXIF number, 1..=8.
    pub fn number(self) -> u8 {
        self.0
    }
}

impl Default for Orientation {
    fn default() -> Self {
        Self::UPRIGHT
    }
}

impl TryFrom<u8> for Orientation {
    type Error = String;
    fn try_from(number: u8) -> Result<Self, String> {
        match number {
            1..=8 => Ok(Self(number)),
            _ => Err(format!("{number} is not an EXIF orientation: 1 to 8 are")),
        }
    }
}

impl From<Orientation> for u8 {
    fn from(orientation: Orientation) -> Self {
        orientation.0
    }
}

impl ContentHash {
    /// As 64 hexadecimal digits.
    pub fn hex(&self) -> String {
        self.0.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// From 64 hexadecimal digits.
    pub fn from_hex(text: &str) -> Option<Self> {
        if text.len() != 64 || !text.is_ascii() {
            return None;
        }
        let mut bytes = [0; 32];
        for (index, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::from_str_radix(text.get(2 * index..2 * index + 2)?, 16).ok()?;
        }
        Some(Self(bytes))
    }
}

impl std::fmt::Debug for ContentHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.hex())
    }
}

impl Media {
    /// The picture's bytes and where they are; none while it isn't here, and of a text or a video.
    pub fn picture(&self) -> Option<(ContentHash, Source)> {
        self.here(self.kind == MediaKind::Image)
    }

    /// The text's hash and where it is; none while it isn't here, and of a picture or a video.
    pub fn text(&self) -> Option<(ContentHash, Source)> {
        self.here(self.kind == MediaKind::Text)
    }

    /// The video's bytes and where they are; none while it isn't here, and of a picture or a text.
    pub fn video(&self) -> Option<(ContentHash, Source)> {
        self.here(self.kind.is_video())
    }

    fn here(&self, is_it: bool) -> Option<(ContentHash, Source)> {
        let here = self
            .hash
            .filter(|_| is_it && self.source != Source::Awaited);
        here.map(|hash| (hash, self.source.clone()))
    }

    /// A picture that a label file named.
    pub fn awaited(size: Option<PixelSize>) -> Self {
        Self {
            kind: MediaKind::Image,
            size,
            orientation: Orientation::UPRIGHT,
            bytes: 0,
            mime: String::new(),
            hash: None,
            source: Source::Awaited,
        }
    }
}

impl Input {
    /// The last part of its name.
    pub fn file_name(&self) -> &str {
        self.name.rsplit('/').next().unwrap_or(&self.name)
    }
}
