//! The work that goes off the main thread: what is asked of the worker and what it answers. Files, pictures and blobs
//! travel beside these, as the browser's own objects.

use crate::document::{
    ConceptId, ContentHash, Diff, InputId, Kept, Media, Name, ProjectId, Source,
};
use crate::edit::LayerId;
use crate::formats::catalog::Format;
use crate::formats::report::{Refusal, Report};
use crate::geometry::PixelSize;
use crate::import::masks::MaskFile;
use crate::lists::{Facets, Like};
use crate::video::FrameTimes;
use serde::{Deserialize, Serialize};

/// What is asked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Job {
    /// Looks at a file (beside this), keeps its bytes unless `source` says that they stay where they are, and makes its
    /// thumbnail. Answer: [`Reply::Picture`].
    AddPicture {
        /// The file's name, for its errors.
        name: String,
        /// Where the bytes are to be.
        source: Source,
    },
    /// Unpacks an archive (the file beside this). Answers: [`Reply::Progress`], then [`Reply::Unpacked`] with an array
    /// of files beside it.
    Unpack {
        /// The file's name, for its errors.
        name: String,
    },
    /// Reads a mask file (beside this). Answer: [`Reply::Mask`].
    ReadMask {
        /// The file's name, for its errors.
        name: String,
    },
    /// Takes a text file (beside this). Answer: [`Reply::Picture`].
    AddText {
        /// The file's name, which says what kind of text it is.
        name: String,
        /// Where the text is to be.
        source: Source,
    },
    /// Reads when the frames of a video (the file beside this) begin. Answer: [`Reply::Video`].
    LookAtVideo {
        /// The file's name, for its errors.
        name: String,
    },
    /// Takes a video (the file beside this) that was looked at. Answer: [`Reply::Picture`].
    AddVideo {
        /// The file's name, for its errors.
        name: String,
        /// Where the bytes are to be.
        source: Source,
        /// What it says of its pictures.
        look: VideoLook,
    },
    /// When the frames of an input begin. Answer: [`Reply::Video`].
    Frames {
        /// Its bytes' hash.
        hash: ContentHash,
        /// Where its bytes are.
        source: Source,
    },
    /// Looks at a table of texts (the file beside this). Answer: [`Reply::Table`].
    LookAtTable {
        /// The file's name, which says what kind of table it is.
        name: String,
    },
    /// Takes the texts of a table (the file beside this). Answers: [`Reply::Progress`], then [`Reply::Texts`].
    AddTable {
        /// The file's name.
        name: String,
        /// The column that is the text.
        column: String,
    },
    /// A text. Answer: [`Reply::Text`].
    Text {
        /// Its hash.
        hash: ContentHash,
        /// Where it is.
        source: Source,
        /// So many characters of its beginning; all of it where none are named.
        most: Option<usize>,
    },
    /// The texts of several inputs, to be searched. Answers: [`Reply::Progress`], then [`Reply::Contents`].
    Contents {
        /// Their hashes, and where they are.
        of: Vec<(ContentHash, Source)>,
    },
    /// Decodes a picture for the viewer. Answer: [`Reply::Decoded`] with an `ImageBitmap` beside it.
    Decode {
        /// Its bytes' hash.
        hash: ContentHash,
        /// Where its bytes are.
        source: Source,
    },
    /// The thumbnail of a picture. Answer: [`Reply::Thumbnail`] with a `Blob` beside it, made again if it is missing.
    Thumbnail {
        /// Its bytes' hash.
        hash: ContentHash,
        /// Where its bytes are.
        source: Source,
    },
    /// A part of a picture, as small as a thumbnail. Answer: [`Reply::Thumbnail`] with a `Blob` beside it.
    Crop {
        /// Its bytes' hash.
        hash: ContentHash,
        /// Where its bytes are.
        source: Source,
        /// Left, top, right, bottom in picture pixels; beyond the picture there is nothing.
        part: [i32; 4],
    },
    /// The file of a picture, for download. Answer: [`Reply::Original`] with a `Blob` beside it.
    Original {
        /// Its bytes' hash.
        hash: ContentHash,
        /// Where its bytes are.
        source: Source,
    },
    /// Reads a label file (beside this) and stages what it says in a layer that isn't turned on. Answers:
    /// [`Reply::Progress`], then [`Reply::Staged`] or [`Reply::Refused`].
    Stage {
        /// The project that it is for.
        project: ProjectId,
        /// The layer, which nobody has used.
        layer: LayerId,
        /// The file's name.
        name: String,
        /// Milliseconds since 1970.
        now_ms: u64,
        /// Keeps new ids apart from those of other tabs.
        chance: u32,
    },
    /// Sweeps up a layer that wasn't adopted. Answer: [`Reply::Done`].
    Discard {
        /// The project that it was for.
        project: ProjectId,
        /// The layer.
        layer: LayerId,
    },
    /// Writes a label file. Answers: [`Reply::Progress`], then [`Reply::Exported`] with a `Blob` beside it.
    Export {
        /// Which project.
        project: ProjectId,
        /// In which format.
        format: Format,
        /// Which inputs; all of them where none are named.
        inputs: Option<Vec<InputId>>,
    },
    /// Looks at a picture (the file beside this) that isn't added, and keeps its thumbnail. Answer: [`Reply::Looked`].
    Look {
        /// The file's name, for its errors.
        name: String,
    },
    /// The inputs that look like any of these. Answers: [`Reply::Progress`] while pictures are looked at for the first
    /// time, then [`Reply::Similar`].
    Similar {
        /// Of which project.
        project: ProjectId,
        /// What they are to look like.
        likes: Vec<Like>,
    },
    /// What the objects of all inputs say, for filters. Answers: [`Reply::Progress`], then [`Reply::Facets`].
    Facets {
        /// Of which project.
        project: ProjectId,
    },
    /// Takes a project's rows out of the database. Answer: [`Reply::Done`].
    /// Looks what became of a file in a folder that is used in place. Answer: [`Reply::Compared`].
    Compare {
        /// Of which bytes.
        hash: ContentHash,
        /// Where they were.
        source: Source,
        /// How many.
        bytes: u64,
    },
    /// Keeps a file that was in memory alone; the file comes along. Answer: [`Reply::Done`].
    Keep {
        /// Its hash, as hexadecimal digits.
        hash: String,
        /// It is kept as a text is.
        is_text: bool,
    },
    /// Takes a deleted project away. Answer: [`Reply::Done`].
    Sweep {
        /// Which project.
        project: ProjectId,
    },
}

/// What a video says of its pictures.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct VideoLook {
    /// The type of its file, such as `video/mp4`.
    pub mime: String,
    /// What its pictures are coded in, in the words of its file.
    pub codec: String,
    /// As displayed.
    pub size: PixelSize,
    /// When its frames begin.
    pub frames: FrameTimes,
    /// Frames before the first one are hidden, which not every browser knows.
    pub is_trimmed: bool,
}

/// What a table of texts has.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TableLook {
    /// Its columns, in their order.
    pub columns: Vec<String>,
    /// The column that is most likely the text.
    pub likely: String,
    /// The first rows, shortened, cell by cell.
    pub first: Vec<Vec<String>>,
    /// How many rows there are.
    pub rows: usize,
}

/// A text of a table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NewText {
    /// The table's name with the number of the row.
    pub name: String,
    /// What is known of it.
    pub media: Media,
    /// What the other columns say.
    pub metadata: Kept,
}

/// What became of a file in a folder that is used in place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Compared {
    /// Nothing.
    Same,
    /// It has other bytes; the file is beside the reply.
    Changed,
    /// It isn't there; these have its bytes, and are beside the reply.
    Missing(Vec<String>),
}

/// What is answered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Reply {
    /// It goes on: so much of so much (bytes of a file, or inputs).
    Progress {
        /// So much is done.
        done: u64,
        /// Of so much; 0 where it isn't known.
        total: u64,
    },
    /// A video was looked at.
    Video(VideoLook),
    /// A picture, a text or a video was added.
    Picture(Media),
    /// What became of a file.
    Compared(Compared),
    /// An archive was unpacked; its files are beside this.
    Unpacked {
        /// Their names with folders, in the same order.
        names: Vec<String>,
        /// Those that can't be taken, and why.
        refused: Vec<(String, String)>,
    },
    /// A mask file was read.
    Mask(MaskFile),
    /// A table was looked at.
    Table(TableLook),
    /// The texts of a table were taken.
    Texts {
        /// These.
        added: Vec<NewText>,
        /// The names of rows that have no text.
        left: Vec<String>,
    },
    /// A text.
    Text(String),
    /// Texts in small letters by their hashes; those that can't be read are left out.
    Contents(Vec<(ContentHash, String)>),
    /// A picture was decoded; the bitmap is beside this.
    Decoded,
    /// A thumbnail; the blob is beside this.
    Thumbnail,
    /// An original; the blob is beside this.
    Original,
    /// A label file was staged.
    Staged(Staged),
    /// A label file was written; the blob is beside this.
    Exported(Report),
    /// A picture was looked at; this is its hash.
    Looked(ContentHash),
    /// Inputs and how much they look alike, 0..=1, those that do most first.
    Similar(Vec<(InputId, f32)>),
    /// What the objects of all inputs say.
    Facets {
        /// The journal's sequence number that this is the state of.
        seq: u64,
        /// What they say.
        facets: Facets,
    },
    /// It is done.
    Done,
    /// It was cancelled; nothing is left of it.
    Cancelled,
    /// It can't be done: a file that can't be read, in plain words.
    Refused(Refusal),
}

/// What a label file will bring.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Staged {
    /// What format it is.
    pub format: Format,
    /// What changes besides the layer: new concepts and annotators, labels on inputs that are here already.
    pub diff: Diff,
    /// Inputs that weren't here.
    pub new_inputs: usize,
    /// Inputs that were here, by their names.
    pub matched_inputs: usize,
    /// Concepts that weren't here.
    pub new_concepts: usize,
    /// Concepts that were here, which the file names.
    pub met: Vec<(ConceptId, Name)>,
    /// Objects.
    pub objects: usize,
    /// Classifications.
    pub classifications: usize,
    /// What was changed or left, and why.
    pub report: Report,
}
