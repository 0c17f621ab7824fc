//! What the writer writes, record by record.

use crate::formats::number::Number;
use crate::geometry::{ImageRect, Mask, Polygon, Ring};
use serde::{Serialize, Serializer};
use serde_json::{Map, Value};

/// An image.
#[derive(Serialize)]
pub(super) struct ImageLine<'a> {
    pub id: u64,
    pub width: u32,
    pub height: u32,
    pub file_name: &'a str,
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// A category.
#[derive(Serialize)]
pub(super) struct CategoryLine<'a> {
    pub id: u64,
    pub name: &'a str,
    pub supercategory: &'a str,
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// An annotation: the seven members that every reader wants, and what was kept.
#[derive(Serialize)]
pub(super) struct AnnotationLine<'a> {
    pub id: u64,
    pub image_id: u64,
    pub category_id: u64,
    pub segmentation: &'a SegmentationLine<'a>,
    pub area: Number,
    pub bbox: [Number; 4],
    pub iscrowd: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub score: Option<f64>,
    #[serde(flatten)]
    pub rest: &'a Map<String, Value>,
}

/// `segmentation`.
pub(super) enum SegmentationLine<'a> {
    Nothing,
    Rings(&'a Polygon),
    Runs(&'a Mask),
}

impl Serialize for SegmentationLine<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Runs<'a> {
            size: [u32; 2],
            counts: &'a [u32],
        }
        match self {
            Self::Nothing => serializer.collect_seq(std::iter::empty::<u8>()),
            Self::Rings(polygon) => serializer.collect_seq(polygon.rings().map(RingLine)),
            Self::Runs(mask) => Runs {
                size: [mask.size().height, mask.size().width],
                counts: mask.runs(),
            }
            .serialize(serializer),
        }
    }
}

/// x, y, x, y, …
struct RingLine<'a>(&'a Ring);

impl Serialize for RingLine<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let numbers = self
            .0
            .vertices()
            .iter()
            .flat_map(|vertex| [vertex.x, vertex.y]);
        serializer.collect_seq(numbers.map(Number))
    }
}

/// Left, top, width, height.
pub(super) fn bbox(rect: ImageRect) -> [Number; 4] {
    [rect.min.x, rect.min.y, rect.width(), rect.height()].map(Number)
}
