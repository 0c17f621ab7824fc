//! From an annotation's numbers to a shape.

use super::rle;
use super::segmentation::{RawRing, Segmentation};
use crate::document::Shape;
use crate::geometry::{ImagePoint, ImageRect, Part, PixelSize, Polygon, Ring};

/// Coordinates beyond this are refused.
const FARTHEST: f64 = 1e9;

const BAD_RING: &str = "a ring of fewer than 3 points or with a coordinate left over was left out";
const BOX_FOR_RING: &str = "no ring has 3 points: the box was taken";
const FLAT: &str = "segmentation is one flat list: taken as one ring";
const CLOSED: &str = "a ring repeats its first point at its end: the repetition was dropped";

/// A shape, and what had to be changed for it.
pub(super) type Shaped = (Shape, Vec<&'static str>);

/// The shape of an annotation.
///
/// # Errors
/// It has none; in plain words.
pub(super) fn shape(
    segmentation: Segmentation,
    bbox: Option<&[f64]>,
    picture: Option<PixelSize>,
) -> Result<Shaped, String> {
    match segmentation {
        Segmentation::None => Ok((Shape::Box(rect(bbox)?), Vec::new())),
        Segmentation::Runs(code) => Ok((Shape::Mask(rle::mask(code, picture)?), Vec::new())),
        Segmentation::Rings { rings, is_flat } => {
            let mut changes = Vec::new();
            if is_flat {
                changes.push(FLAT);
            }
            let shape = outline(rings, bbox, &mut changes)?;
            Ok((shape, changes))
        }
    }
}

/// COCO's rings are a union: each becomes a part.
fn outline(
    rings: Vec<RawRing>,
    bbox: Option<&[f64]>,
    changes: &mut Vec<&'static str>,
) -> Result<Shape, String> {
    let mut parts = Vec::with_capacity(rings.len());
    let mut bad = false;
    for ring in rings {
        if !ring.points.iter().all(is_near) {
            return Err(far());
        }
        match clean(ring, changes).map(Ring::new) {
            Some(Ok(outer)) => parts.push(Part {
                outer,
                holes: Vec::new(),
            }),
            Some(Err(_)) | None => bad = true,
        }
    }
    if let Some(polygon) = Polygon::from_parts(parts) {
        if bad {
            changes.push(BAD_RING);
        }
        return Ok(Shape::Polygon(polygon));
    }
    let rect = rect(bbox).map_err(|_| "no ring has 3 points, and there is no box".to_owned())?;
    changes.push(BOX_FOR_RING);
    Ok(Shape::Box(rect))
}

/// The ring's points without a repetition of the first; none of an odd count of numbers.
fn clean(ring: RawRing, changes: &mut Vec<&'static str>) -> Option<Vec<ImagePoint>> {
    let mut points = ring.points;
    if ring.is_odd {
        return None;
    }
    if points.len() > 3 && points.first() == points.last() {
        points.pop();
        if !changes.contains(&CLOSED) {
            changes.push(CLOSED);
        }
    }
    Some(points)
}

/// The box, never mended.
fn rect(bbox: Option<&[f64]>) -> Result<ImageRect, String> {
    let (x, y, width, height) = match bbox {
        None | Some([]) => return Err("it has neither a box nor an outline".into()),
        Some([x, y, width, height]) => (*x, *y, *width, *height),
        Some(_) => return Err("a box needs 4 numbers".into()),
    };
    if ![x, y, width, height]
        .iter()
        .all(|number| number.abs() <= FARTHEST)
    {
        return Err(far());
    }
    if width < 0.0 || height < 0.0 {
        return Err("the box has a negative width or height".into());
    }
    if width == 0.0 || height == 0.0 {
        return Err("the box has no area".into());
    }
    Ok(ImageRect::from_xywh(x, y, width, height))
}

fn is_near(point: &ImagePoint) -> bool {
    point.x.abs() <= FARTHEST && point.y.abs() <= FARTHEST
}

fn far() -> String {
    "a coordinate is beyond 1,000,000,000".into()
}
