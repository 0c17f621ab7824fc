//! Polygons: one or more parts, each an outer ring with holes.

use super::{ImagePoint, ImageRect, ImageVector};
use serde::{Deserialize, Serialize};

/// A closed line through at least three vertices; the first isn't repeated at the end.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Vec<ImagePoint>", into = "Vec<ImagePoint>")]
pub struct Ring(Vec<ImagePoint>);

/// Why some points aren't a ring.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RingError {
    /// A ring needs three vertices.
    #[error("a ring needs at least 3 vertices, this has {0}")]
    TooFew(usize),
    /// NaN or infinite.
    #[error("vertex {0} is not a finite number")]
    NotFinite(usize),
}

/// An outer ring and the holes in it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Part {
    /// The outline.
    pub outer: Ring,
    /// Rings that are not part of the area.
    pub holes: Vec<Ring>,
}

/// One region of one or more parts. Never without a part.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Vec<Part>", into = "Vec<Part>")]
pub struct Polygon(Vec<Part>);

impl Ring {
    /// A ring through these vertices.
    ///
    /// # Errors
    /// Fewer than three, or one that isn't finite.
    pub fn new(vertices: Vec<ImagePoint>) -> Result<Self, RingError> {
        if vertices.len() < 3 {
            return Err(RingError::TooFew(vertices.len()));
        }
        match vertices.iter().position(|vertex| !vertex.is_finite()) {
            Some(index) => Err(RingError::NotFinite(index)),
            None => Ok(Self(vertices)),
        }
    }

    /// The vertices in order.
    pub fn vertices(&self) -> &[ImagePoint] {
        &self.0
    }

    /// Each edge as its two ends; the last edge closes the ring.
    pub fn edges(&self) -> impl Iterator<Item = (ImagePoint, ImagePoint)> + '_ {
        let ends = self.0.iter().skip(1).chain(self.0.first());
        self.0.iter().copied().zip(ends.copied())
    }

    /// Twice the signed area by the shoelace formula; positive where the ring runs clockwise on the screen.
    fn doubled_area(&self) -> f64 {
        self.edges().map(|(a, b)| a.x * b.y - b.x * a.y).sum()
    }

    /// Area by the shoelace formula, never negative. A part that the ring winds twice counts twice.
    pub fn area(&self) -> f64 {
        self.doubled_area().abs() / 2.0
    }

    /// Even-odd rule: a ray to the right crosses an odd number of edges.
    pub fn contains(&self, point: ImagePoint) -> bool {
        self.edges()
            .filter(|(a, b)| {
                (a.y > point.y) != (b.y > point.y)
                    && point.x < (b.x - a.x) * (point.y - a.y) / (b.y - a.y) + a.x
            })
            .count()
            % 2
            == 1
    }

    /// The ring, moved as a whole.
    pub fn moved(&self, way: ImageVector) -> Self {
        Self(self.0.iter().map(|vertex| *vertex + way).collect())
    }

    /// The ring with one vertex elsewhere; itself where there is no such vertex or the place isn't finite.
    pub fn with_vertex_at(&self, index: usize, to: ImagePoint) -> Self {
        let mut vertices = self.0.clone();
        if let Some(vertex) = vertices.get_mut(index).filter(|_| to.is_finite()) {
            *vertex = to;
        }
        Self(vertices)
    }

    /// The ring with one vertex more, which will have this index (0..=len).
    pub fn with_vertex_inserted(&self, index: usize, at: ImagePoint) -> Self {
        let mut vertices = self.0.clone();
        if at.is_finite() {
            vertices.insert(index.min(self.0.len()), at);
        }
        Self(vertices)
    }

    /// The ring without one vertex; none where only three are left.
    pub fn without_vertex(&self, index: usize) -> Option<Self> {
        if self.0.len() <= 3 || index >= self.0.len() {
            return None;
        }
        let mut vertices = self.0.clone();
        vertices.remove(index);
        Some(Self(vertices))
    }

    /// Two edges that aren't neighbours cross: the outline is marked, never refused. O(n²) below 64 vertices, then a
    /// sweep over edges sorted by x.
    pub fn crosses_itself(&self) -> bool {
        let mut edges: Vec<_> = self.edges().enumerate().collect();
        let count = edges.len();
        edges.sort_by(|(_, a), (_, b)| a.0.x.min(a.1.x).total_cmp(&b.0.x.min(b.1.x)));
        edges.iter().enumerate().any(|(at, (i, first))| {
            let right = first.0.x.max(first.1.x);
            edges
                .iter()
                .skip(at + 1)
                .take_while(|(_, second)| second.0.x.min(second.1.x) <= right)
                .any(|(j, second)| {
                    let apart = i.abs_diff(*j);
                    apart > 1 && apart + 1 < count && properly_cross(*first, *second)
                })
        })
    }
}

/// The two segments cross at an inner point of both.
fn properly_cross(p: (ImagePoint, ImagePoint), q: (ImagePoint, ImagePoint)) -> bool {
    let side = |a: ImagePoint, b: ImagePoint, c: ImagePoint| {
        (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)
    };
    side(p.0, p.1, q.0) * side(p.0, p.1, q.1) < 0.0
        && side(q.0, q.1, p.0) * side(q.0, q.1, p.1) < 0.0
}

impl TryFrom<Vec<ImagePoint>> for Ring {
    type Error = RingError;
    fn try_from(vertices: Vec<ImagePoint>) -> Result<Self, RingError> {
        Self::new(vertices)
    }
}

impl From<Ring> for Vec<ImagePoint> {
    fn from(ring: Ring) -> Self {
        ring.0
    }
}

impl Polygon {
    /// A polygon of one ring without holes.
    pub fn from_ring(outer: Ring) -> Self {
        Self(vec![Part {
            outer,
            holes: Vec::new(),
        }])
    }

    /// A polygon of these parts; none of no parts.
    pub fn from_parts(parts: Vec<Part>) -> Option<Self> {
        (!parts.is_empty()).then_some(Self(parts))
    }

    /// Its parts, at least one.
    pub fn parts(&self) -> &[Part] {
        &self.0
    }

    /// Every ring: part by part, the outer ring first. The index of a ring in this order is its ring index.
    pub fn rings(&self) -> impl Iterator<Item = &Ring> {
        self.0
            .iter()
            .flat_map(|part| std::iter::once(&part.outer).chain(&part.holes))
    }

    /// The ring with this ring index.
    pub fn ring(&self, index: usize) -> Option<&Ring> {
        self.rings().nth(index)
    }

    /// The polygon with one ring changed.
    pub fn with_ring(&self, index: usize, ring: Ring) -> Self {
        let mut polygon = self.clone();
        let place = polygon
            .0
            .iter_mut()
            .flat_map(|part| std::iter::once(&mut part.outer).chain(&mut part.holes))
            .nth(index);
        if let Some(place) = place {
            *place = ring;
        }
        polygon
    }

    /// The smallest rectangle around it.
    pub fn bounds(&self) -> ImageRect {
        let vertices = self
            .rings()
            .flat_map(|ring| ring.vertices().iter().copied());
        ImageRect::around(vertices)
            .unwrap_or_else(|| ImageRect::between(ImagePoint::default(), ImagePoint::default()))
    }

    /// Areas of the outer rings less the areas of the holes, by the shoelace formula.
    pub fn area(&self) -> f64 {
        self.0
            .iter()
            .map(|part| part.outer.area() - part.holes.iter().map(Ring::area).sum::<f64>())
            .sum()
    }

    /// Inside an outer ring and in none of its holes.
    pub fn contains(&self, point: ImagePoint) -> bool {
        self.0.iter().any(|part| {
            part.outer.contains(point) && !part.holes.iter().any(|hole| hole.contains(point))
        })
    }

    /// Moved as a whole.
    pub fn moved(&self, way: ImageVector) -> Self {
        let moved = |part: &Part| Part {
            outer: part.outer.moved(way),
            holes: part.holes.iter().map(|hole| hole.moved(way)).collect(),
        };
        Self(self.0.iter().map(moved).collect())
    }

    /// How many vertices all rings have together.
    pub fn vertex_count(&self) -> usize {
        self.rings().map(|ring| ring.vertices().len()).sum()
    }
}

impl TryFrom<Vec<Part>> for Polygon {
    type Error = &'static str;
    fn try_from(parts: Vec<Part>) -> Result<Self, Self::Error> {
        Self::from_parts(parts).ok_or("a polygon needs at least one part")
    }
}

impl From<Polygon> for Vec<Part> {
    fn from(polygon: Polygon) -> Self {
        polygon.0
    }
}
