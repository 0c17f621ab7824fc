//! The shapes of an input, as few SVG paths.

use crate::document::{ConceptId, Document, InputId, MediaKind, ObjectEntry, Shape};
use crate::geometry::{ImageRect, Mask, Polygon};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Only so many shapes are drawn on a tile, the largest.
const SHAPES: usize = 300;

/// A mask is drawn in so many columns at most.
const MASK_COLUMNS: f64 = 64.0;

/// All shapes of one concept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// What they are drawn in.
    pub color: String,
    /// Boxes and polygons.
    pub path: String,
    /// Masks, which have no line of their own.
    pub area: String,
}

/// The shapes of an input by concept; none where they aren't loaded.
pub fn marks(document: &Document, input: InputId) -> Option<Vec<Mark>> {
    let objects = document.objects(input)?;
    let seen = match document.input(input)?.input.media.kind {
        MediaKind::Video(footage) => Some(objects.seen_at(footage.poster())),
        MediaKind::Image | MediaKind::Text => None,
    };
    let objects = seen.as_ref().unwrap_or(objects);
    let mut largest: Vec<&ObjectEntry> = objects.iter().collect();
    if largest.len() > SHAPES {
        largest.sort_by(|a, b| area(b).total_cmp(&area(a)));
        largest.truncate(SHAPES);
    }
    let mut paths: BTreeMap<ConceptId, (String, String)> = BTreeMap::new();
    for entry in largest {
        if let Some(label) = entry.labels.first() {
            draw(
                entry.object.shape(),
                paths.entry(label.concept).or_default(),
            );
        }
    }
    let marks = paths.into_iter().filter_map(|(concept, path)| {
        let color = document.concept(concept)?.color.rgb().css();
        let (path, area) = path;
        Some(Mark { color, path, area })
    });
    Some(marks.collect())
}

fn area(entry: &ObjectEntry) -> f64 {
    entry.object.shape().area()
}

fn draw(shape: &Shape, (path, area): &mut (String, String)) {
    match shape {
        Shape::Box(rect) => draw_rect(*rect, path),
        Shape::Polygon(polygon) => draw_polygon(polygon, path),
        Shape::Mask(mask) => draw_mask(mask, area),
        Shape::Span(_) | Shape::Track(_) | Shape::Segment(_) => {}
    }
}

// Writing to a string can't fail.
fn draw_rect(rect: ImageRect, path: &mut String) {
    let (x, y) = (rect.min.x, rect.min.y);
    let (width, height) = (rect.width(), rect.height());
    let _ = write!(path, "M{x:.1} {y:.1}h{width:.1}v{height:.1}h{:.1}z", -width);
}

fn draw_polygon(polygon: &Polygon, path: &mut String) {
    for ring in polygon.rings() {
        for (at, vertex) in ring.vertices().iter().enumerate() {
            let step = if at == 0 { 'M' } else { 'L' };
            let _ = write!(path, "{step}{:.1} {:.1}", vertex.x, vertex.y);
        }
        path.push('z');
    }
}

/// Every so many columns the pixels of one, as wide as the ones left out.
fn draw_mask(mask: &Mask, path: &mut String) {
    let Some(bounds) = mask.bounds() else {
        return;
    };
    let height = u64::from(mask.size().height.max(1));
    let step = (bounds.width() / MASK_COLUMNS).ceil().max(1.0) as u64;
    for (start, length) in mask.inside_runs() {
        let (mut at, end) = (start, start + u64::from(length));
        // A run may go on in the next column.
        while at < end {
            let (x, y) = (at / height, at % height);
            let stop = end.min((x + 1) * height);
            if x % step == 0 {
                let _ = write!(path, "M{x} {y}h{step}v{}h-{step}z", stop - at);
            }
            at = stop;
        }
    }
}
