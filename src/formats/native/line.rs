//! What the writer writes, record by record. What is usual is left out.

use crate::document::shape::{KeyFrame, Sight};
use crate::document::{
    Annotator, AnnotatorId, AnnotatorKind, Color, Concept, ConceptId, Footage, Input, InputId,
    InputStatus, Kept, Label, LabelId, LabelStatus, Media, MediaKind, Moment, Object, ObjectId,
    Presence, Project, Shape,
};
use crate::formats::number::Number;
use crate::geometry::{ImageRect, Mask, Polygon, Ring};
use serde::{Deserialize, Serialize, Serializer};
use serde_json::{Map, Value};

type Members = Map<String, Value>;

#[derive(Serialize)]
pub(super) struct ProjectLine<'a> {
    name: &'a str,
    made_at: u64,
    #[serde(skip_serializing_if = "Map::is_empty")]
    kept: Members,
}

#[derive(Serialize)]
pub(super) struct ConceptLine<'a> {
    id: ConceptId,
    name: &'a str,
    color: ColorLine,
    #[serde(skip_serializing_if = "Option::is_none")]
    hotkey: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    parent: Option<ConceptId>,
    #[serde(skip_serializing_if = "is_default")]
    rank: u32,
    #[serde(skip_serializing_if = "Map::is_empty")]
    kept: Members,
}

/// A place in the palette, or `#rrggbb`.
#[derive(Serialize)]
#[serde(untagged)]
enum ColorLine {
    Palette(u16),
    Custom(String),
}

#[derive(Serialize)]
pub(super) struct AnnotatorLine<'a> {
    id: AnnotatorId,
    name: &'a str,
    kind: AnnotatorKind,
    #[serde(skip_serializing_if = "Map::is_empty")]
    kept: Members,
}

#[derive(Serialize)]
pub(super) struct InputLine<'a> {
    id: InputId,
    name: &'a str,
    media: MediaLine<'a>,
    status: InputStatus,
    #[serde(skip_serializing_if = "str::is_empty")]
    split: &'a str,
    added_at: u64,
    #[serde(skip_serializing_if = "Map::is_empty")]
    metadata: Members,
    #[serde(skip_serializing_if = "Map::is_empty")]
    kept: Members,
}

#[derive(Serialize)]
struct MediaLine<'a> {
    kind: KindLine,
    /// Of a video.
    #[serde(skip_serializing_if = "is_default")]
    frames: u32,
    /// Of a video: when its last frame ends, in microseconds from the beginning of the first.
    #[serde(skip_serializing_if = "is_zero")]
    end: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    width: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    height: Option<u32>,
    #[serde(skip_serializing_if = "is_upright")]
    orientation: u8,
    #[serde(skip_serializing_if = "is_zero")]
    bytes: u64,
    #[serde(skip_serializing_if = "str::is_empty")]
    mime: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    hash: Option<String>,
}

/// What kind of thing an input is.
#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum KindLine {
    Image,
    Text,
    Video,
}

#[derive(Serialize)]
pub(super) struct LabelLine {
    id: LabelId,
    concept: ConceptId,
    annotator: AnnotatorId,
    #[serde(skip_serializing_if = "is_default")]
    presence: Presence,
    #[serde(skip_serializing_if = "is_default")]
    status: LabelStatus,
    #[serde(skip_serializing_if = "Option::is_none")]
    score: Option<Number>,
    made_at: u64,
    #[serde(skip_serializing_if = "Map::is_empty")]
    kept: Members,
}

#[derive(Serialize)]
pub(super) struct ObjectLine<'a> {
    id: ObjectId,
    #[serde(skip_serializing_if = "Option::is_none")]
    parent: Option<ObjectId>,
    shape: ShapeLine<'a>,
    #[serde(skip_serializing_if = "is_default")]
    z: i32,
    #[serde(skip_serializing_if = "is_default")]
    locked: bool,
    #[serde(skip_serializing_if = "Map::is_empty")]
    kept: Members,
}

#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum ShapeLine<'a> {
    /// Left, top, right, bottom.
    Box([Number; 4]),
    Polygon(PolygonLine<'a>),
    Mask(MaskLine<'a>),
    /// The first character and the one after the last, in Unicode code points.
    Span([u32; 2]),
    /// Key frames in the order of time.
    Track(Vec<KeyLine<'a>>),
    /// When the first frame begins and when the last does, in microseconds.
    Segment([u64; 2]),
}

#[derive(Serialize)]
struct KeyLine<'a> {
    /// In microseconds.
    at: u64,
    /// A box or a polygon.
    #[serde(flatten)]
    shape: ShapeLine<'a>,
    #[serde(skip_serializing_if = "is_default")]
    sight: Sight,
}

#[derive(Serialize)]
struct MaskLine<'a> {
    width: u32,
    height: u32,
    runs: &'a [u32],
}

struct PolygonLine<'a>(&'a Polygon);

struct RingLine<'a>(&'a Ring);

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

fn is_zero(number: &u64) -> bool {
    *number == 0
}

fn is_upright(orientation: &u8) -> bool {
    *orientation == 1
}

fn members(kept: &Kept) -> Members {
    kept.members()
}

impl<'a> From<&'a Project> for ProjectLine<'a> {
    fn from(project: &'a Project) -> Self {
        Self {
            name: project.name.as_str(),
            made_at: project.made_at,
            kept: members(&project.kept),
        }
    }
}

impl<'a> From<&'a Concept> for ConceptLine<'a> {
    fn from(concept: &'a Concept) -> Self {
        Self {
            id: concept.id,
            name: concept.name.as_str(),
            color: match concept.color {
                Color::Palette(place) => ColorLine::Palette(place),
                Color::Custom(rgb) => ColorLine::Custom(rgb.css()),
            },
            hotkey: concept.hotkey.map(|slot| slot.number()),
            parent: concept.parent,
            rank: concept.rank,
            kept: members(&concept.kept),
        }
    }
}

impl<'a> From<&'a Annotator> for AnnotatorLine<'a> {
    fn from(annotator: &'a Annotator) -> Self {
        Self {
            id: annotator.id,
            name: annotator.name.as_str(),
            kind: annotator.kind,
            kept: members(&annotator.kept),
        }
    }
}

impl<'a> InputLine<'a> {
    /// The input, with labels on it or on its objects or with none.
    pub fn new(input: &'a Input, is_labelled: bool) -> Self {
        Self {
            id: input.id,
            name: &input.name,
            media: MediaLine::from(&input.media),
            status: input.status.seen(is_labelled),
            split: &input.split,
            added_at: input.added_at,
            metadata: members(&input.metadata),
            kept: members(&input.kept),
        }
    }
}

impl<'a> From<&'a Media> for MediaLine<'a> {
    fn from(media: &'a Media) -> Self {
        let (kind, footage) = match media.kind {
            MediaKind::Image => (KindLine::Image, Footage::default()),
            MediaKind::Text => (KindLine::Text, Footage::default()),
            MediaKind::Video(footage) => (KindLine::Video, footage),
        };
        Self {
            kind,
            frames: footage.frames,
            end: footage.end.micros(),
            width: media.size.map(|size| size.width),
            height: media.size.map(|size| size.height),
            orientation: media.orientation.number(),
            bytes: media.bytes,
            mime: &media.mime,
            hash: media.hash.map(|hash| hash.hex()),
        }
    }
}

impl From<&Label> for LabelLine {
    fn from(label: &Label) -> Self {
        Self {
            id: label.id,
            concept: label.concept,
            annotator: label.annotator,
            presence: label.presence,
            status: label.status,
            score: label.score.map(Number),
            made_at: label.made_at,
            kept: members(&label.kept),
        }
    }
}

impl<'a> From<&'a Object> for ObjectLine<'a> {
    fn from(object: &'a Object) -> Self {
        Self {
            id: object.id,
            parent: object.parent,
            shape: ShapeLine::from(object.shape()),
            z: object.z,
            locked: object.locked,
            kept: members(&object.kept),
        }
    }
}

impl<'a> From<&'a Shape> for ShapeLine<'a> {
    fn from(shape: &'a Shape) -> Self {
        match shape {
            Shape::Box(ImageRect { min, max }) => {
                Self::Box([min.x, min.y, max.x, max.y].map(Number))
            }
            Shape::Polygon(polygon) => Self::Polygon(PolygonLine(polygon)),
            Shape::Mask(mask) => Self::Mask(MaskLine::from(mask)),
            Shape::Span(span) => Self::Span([span.start(), span.end()]),
            Shape::Track(track) => Self::Track(track.keys().iter().map(KeyLine::from).collect()),
            Shape::Segment(segment) => {
                Self::Segment([segment.first(), segment.last()].map(Moment::micros))
            }
        }
    }
}

impl<'a> From<&'a KeyFrame> for KeyLine<'a> {
    fn from(key: &'a KeyFrame) -> Self {
        Self {
            at: key.at.micros(),
            shape: ShapeLine::from(&key.shape),
            sight: key.sight,
        }
    }
}

impl<'a> From<&'a Mask> for MaskLine<'a> {
    fn from(mask: &'a Mask) -> Self {
        Self {
            width: mask.size().width,
            height: mask.size().height,
            runs: mask.runs(),
        }
    }
}

/// Parts of rings of points, as GeoJSON's MultiPolygon but with open rings.
impl Serialize for PolygonLine<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.parts().iter().map(|part| {
            let rings = std::iter::once(&part.outer).chain(&part.holes);
            rings.map(RingLine).collect::<Vec<_>>()
        }))
    }
}

impl Serialize for RingLine<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let points = self.0.vertices().iter();
        serializer.collect_seq(points.map(|point| [point.x, point.y].map(Number)))
    }
}
