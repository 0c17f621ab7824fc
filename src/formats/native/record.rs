//! Records as they stand in the file; nearly everything may be missing.

use super::line::KindLine;
use crate::document::shape::{KeyFrame, Segment, Sight, Span, Track};
use crate::document::{
    AnnotatorId, AnnotatorKind, Color, ConceptId, ContentHash, Footage, InputId, InputStatus, Kept,
    LabelId, LabelStatus, Media, MediaKind, Moment, ObjectId, Orientation, Presence, Rgb, Shape,
    Slot, Source,
};
use crate::geometry::{ImagePoint, ImageRect, Mask, Part, PixelSize, Polygon, Ring};
use serde::Deserialize;
use serde_json::{Map, Value};

type Members = Map<String, Value>;

#[derive(Deserialize)]
pub(super) struct ProjectRecord {
    pub name: Option<String>,
    pub made_at: Option<u64>,
    #[serde(default)]
    pub kept: Members,
    #[serde(flatten)]
    pub rest: Members,
}

#[derive(Deserialize)]
pub(super) struct ConceptRecord {
    pub id: Option<ConceptId>,
    pub name: String,
    pub color: Option<ColorRecord>,
    pub hotkey: Option<Slot>,
    pub parent: Option<String>,
    #[serde(default)]
    pub rank: u32,
    #[serde(default)]
    pub kept: Members,
    #[serde(flatten)]
    pub rest: Members,
}

/// A place in the palette, or `#rrggbb`.
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum ColorRecord {
    Palette(u16),
    Custom(String),
}

#[derive(Deserialize)]
pub(super) struct AnnotatorRecord {
    pub id: Option<AnnotatorId>,
    pub name: String,
    pub kind: Option<AnnotatorKind>,
    #[serde(default)]
    pub kept: Members,
    #[serde(flatten)]
    pub rest: Members,
}

#[derive(Deserialize)]
pub(super) struct InputRecord {
    pub id: Option<InputId>,
    pub name: String,
    #[serde(default)]
    pub media: MediaRecord,
    pub status: Option<InputStatus>,
    #[serde(default)]
    pub split: String,
    pub added_at: Option<u64>,
    #[serde(default)]
    pub metadata: Members,
    #[serde(default)]
    pub kept: Members,
    #[serde(flatten)]
    pub rest: Members,
}

#[derive(Default, Deserialize)]
pub(super) struct MediaRecord {
    kind: Option<KindLine>,
    #[serde(default)]
    frames: u32,
    #[serde(default)]
    end: u64,
    width: Option<u32>,
    height: Option<u32>,
    #[serde(default)]
    orientation: Orientation,
    #[serde(default)]
    bytes: u64,
    #[serde(default)]
    mime: String,
    hash: Option<String>,
    #[serde(flatten)]
    rest: Members,
}

#[derive(Deserialize)]
pub(super) struct LabelRecord {
    pub id: Option<LabelId>,
    pub concept: String,
    pub annotator: Option<String>,
    #[serde(default)]
    pub presence: Presence,
    #[serde(default)]
    pub status: LabelStatus,
    pub score: Option<f64>,
    pub made_at: Option<u64>,
    #[serde(default)]
    pub kept: Members,
    #[serde(flatten)]
    pub rest: Members,
}

#[derive(Deserialize)]
pub(super) struct ObjectRecord {
    pub id: Option<ObjectId>,
    pub parent: Option<ObjectId>,
    pub shape: CheckedShape,
    #[serde(default)]
    pub z: i32,
    #[serde(default)]
    pub locked: bool,
    #[serde(default)]
    pub labels: Vec<Value>,
    #[serde(default)]
    pub kept: Members,
    #[serde(flatten)]
    pub rest: Members,
}

/// A shape that is one.
#[derive(Deserialize)]
#[serde(try_from = "ShapeRecord")]
pub(super) struct CheckedShape(pub Shape);

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum ShapeRecord {
    /// Left, top, right, bottom.
    Box([f64; 4]),
    /// Parts of rings of points, each part's outline first.
    Polygon(Vec<Vec<Vec<[f64; 2]>>>),
    /// Pixels.
    Mask(MaskRecord),
    /// The first character and the one after the last, in Unicode code points.
    Span([u32; 2]),
    /// Key frames in the order of time.
    Track(Vec<KeyRecord>),
    /// When the first frame begins and when the last does, in microseconds.
    Segment([u64; 2]),
}

#[derive(Deserialize)]
struct KeyRecord {
    at: u64,
    #[serde(flatten)]
    shape: ShapeRecord,
    #[serde(default)]
    sight: Sight,
}

#[derive(Deserialize)]
struct MaskRecord {
    width: u32,
    height: u32,
    runs: Vec<u32>,
}

/// What was kept, and members that nobody knows.
pub(super) fn kept(kept: Members, rest: Members) -> Kept {
    let mut all = rest;
    all.extend(kept);
    Kept::new(&all)
}

impl ColorRecord {
    /// The colour; none where the text isn't one.
    pub fn color(&self) -> Option<Color> {
        match self {
            Self::Palette(place) => Some(Color::Palette(*place)),
            Self::Custom(text) => Rgb::from_css(text).map(Color::Custom),
        }
    }
}

impl MediaRecord {
    /// What is known of the file, and what had to be dropped.
    pub fn media(self) -> (Media, Vec<&'static str>) {
        let mut changes = Vec::new();
        let hash = self.hash.as_deref().and_then(ContentHash::from_hex);
        if self.hash.is_some() && hash.is_none() {
            changes.push("the hash isn't 64 hexadecimal digits: dropped");
        }
        let size = self.width.zip(self.height);
        if size.is_none() && (self.width.is_some() || self.height.is_some()) {
            changes.push("a width needs a height, and the other way round: dropped");
        }
        if !self.rest.is_empty() {
            changes.push("unknown members of media were dropped");
        }
        let footage = Footage {
            frames: self.frames,
            end: Moment::from_micros(self.end),
        };
        let media = Media {
            kind: match self.kind {
                None | Some(KindLine::Image) => MediaKind::Image,
                Some(KindLine::Text) => MediaKind::Text,
                Some(KindLine::Video) => MediaKind::Video(footage),
            },
            size: size.map(|(width, height)| PixelSize::new(width, height)),
            orientation: self.orientation,
            bytes: self.bytes,
            mime: self.mime,
            hash,
            source: Source::Awaited,
        };
        (media, changes)
    }
}

impl TryFrom<ShapeRecord> for CheckedShape {
    type Error = String;
    fn try_from(record: ShapeRecord) -> Result<Self, String> {
        record.shape().map(Self)
    }
}

impl ShapeRecord {
    fn shape(self) -> Result<Shape, String> {
        match self {
            Self::Box([left, top, right, bottom]) => {
                if left > right || top > bottom {
                    return Err("a box is [left, top, right, bottom]".into());
                }
                let corner = ImagePoint::new(left, top);
                // Not `between`: it must come back bit by bit.
                Ok(Shape::Box(ImageRect {
                    min: corner,
                    max: ImagePoint::new(right, bottom),
                }))
            }
            Self::Polygon(parts) => {
                let parts: Result<Vec<Part>, String> = parts.into_iter().map(part).collect();
                let polygon = Polygon::from_parts(parts?);
                Ok(Shape::Polygon(polygon.ok_or("a polygon needs a part")?))
            }
            Self::Mask(mask) => {
                let size = PixelSize::new(mask.width, mask.height);
                let mask = Mask::new(size, mask.runs).map_err(|error| error.to_string())?;
                Ok(Shape::Mask(mask))
            }
            Self::Span([start, end]) => {
                let span = Span::new(start, end).map_err(|error| error.to_string())?;
                Ok(Shape::Span(span))
            }
            Self::Track(keys) => {
                let keys = keys.into_iter().map(KeyRecord::key);
                let track = Track::new(keys.collect::<Result<_, _>>()?);
                Ok(Shape::Track(track.map_err(|error| error.to_string())?))
            }
            Self::Segment(ends) => {
                let [first, last] = ends.map(Moment::from_micros);
                let segment = Segment::new(first, last).map_err(|error| error.to_string())?;
                Ok(Shape::Segment(segment))
            }
        }
    }
}

impl KeyRecord {
    fn key(self) -> Result<KeyFrame, String> {
        Ok(KeyFrame {
            at: Moment::from_micros(self.at),
            shape: self.shape.shape()?,
            sight: self.sight,
        })
    }
}

fn part(rings: Vec<Vec<[f64; 2]>>) -> Result<Part, String> {
    let mut rings = rings.into_iter().map(|points| {
        let points = points.into_iter().map(|[x, y]| ImagePoint::new(x, y));
        Ring::new(points.collect()).map_err(|error| error.to_string())
    });
    let outer = rings.next().ok_or("a part of a polygon needs a ring")??;
    let holes = rings.collect::<Result<Vec<Ring>, String>>()?;
    Ok(Part { outer, holes })
}
