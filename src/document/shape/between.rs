//! Shapes between two key frames.

use super::Shape;
use crate::geometry::{ImagePoint, ImageRect, Part, Polygon, Ring};

/// The shape at a fraction of the way from one to another, 0..=1, along straight lines. Boxes go edge by edge. Polygons
/// whose rings have as many vertices go vertex by vertex, which is what moving and reshaping makes of them; rings that
/// have gained or lost vertices are followed by the share of their length, and polygons with other rings stay as they
/// were until the next key frame.
pub fn between(from: &Shape, to: &Shape, share: f64) -> Shape {
    if share >= 1.0 {
        return to.clone();
    }
    match (from, to) {
        (Shape::Box(a), Shape::Box(b)) => Shape::Box(ImageRect {
            min: point(a.min, b.min, share),
            max: point(a.max, b.max, share),
        }),
        (Shape::Polygon(a), Shape::Polygon(b)) => {
            Shape::Polygon(polygon(a, b, share).unwrap_or_else(|| a.clone()))
        }
        _ => from.clone(),
    }
}

fn point(a: ImagePoint, b: ImagePoint, share: f64) -> ImagePoint {
    // Exact where nothing moves, which `a * (1 - s) + b * s` isn't.
    ImagePoint::new(a.x + (b.x - a.x) * share, a.y + (b.y - a.y) * share)
}

fn polygon(from: &Polygon, to: &Polygon, share: f64) -> Option<Polygon> {
    let holes = |polygon: &Polygon| {
        let parts = polygon.parts().iter();
        parts.map(|part| part.holes.len()).collect::<Vec<_>>()
    };
    if holes(from) != holes(to) {
        return None;
    }
    let parts = from.parts().iter().zip(to.parts()).map(|(a, b)| {
        let inner = a.holes.iter().zip(&b.holes);
        Some(Part {
            outer: ring(&a.outer, &b.outer, share)?,
            holes: inner
                .map(|(a, b)| ring(a, b, share))
                .collect::<Option<_>>()?,
        })
    });
    Polygon::from_parts(parts.collect::<Option<_>>()?)
}

fn ring(from: &Ring, to: &Ring, share: f64) -> Option<Ring> {
    let (a, b) = (from.vertices(), to.vertices());
    let (a, b) = match a.len() == b.len() {
        true => (a.to_vec(), b.to_vec()),
        false => by_length(a, b),
    };
    let pairs = a.iter().zip(&b);
    Ring::new(pairs.map(|(a, b)| point(*a, *b, share)).collect()).ok()
}

/// Both rings with the vertices of both, at the same shares of their lengths, from where they begin: a vertex that was
/// put in or taken out somewhere moves no other.
fn by_length(a: &[ImagePoint], b: &[ImagePoint]) -> (Vec<ImagePoint>, Vec<ImagePoint>) {
    let (of_a, of_b) = (shares(a), shares(b));
    let mut all: Vec<f64> = of_a.iter().chain(&of_b).copied().collect();
    all.sort_unstable_by(f64::total_cmp);
    all.dedup_by(|later, earlier| *later - *earlier < 1e-9);
    let along = |ring: &[ImagePoint], shares: &[f64]| {
        let place = |share: &f64| place(ring, shares, *share);
        all.iter().map(place).collect::<Vec<_>>()
    };
    (along(a, &of_a), along(b, &of_b))
}

/// Each vertex's share of the length of its ring, 0 at the first.
fn shares(ring: &[ImagePoint]) -> Vec<f64> {
    let ends = ring.iter().skip(1).chain(ring.first());
    let mut length = 0.0;
    let mut shares = Vec::with_capacity(ring.len());
    for (a, b) in ring.iter().zip(ends) {
        shares.push(length);
        length += a.distance(*b);
    }
    if length > 0.0 {
        shares.iter_mut().for_each(|share| *share /= length);
    }
    shares
}

/// The point at a share of the length of a ring.
fn place(ring: &[ImagePoint], shares: &[f64], share: f64) -> ImagePoint {
    let after = shares.partition_point(|it| *it <= share + 1e-9);
    let at = after.saturating_sub(1);
    let (from, start) = (
        ring.get(at).copied().unwrap_or_default(),
        shares.get(at).copied().unwrap_or_default(),
    );
    let next = ring.get(after).or(ring.first());
    let (to, end) = (
        next.copied().unwrap_or(from),
        shares.get(after).copied().unwrap_or(1.0),
    );
    match end - start > 1e-12 {
        true => point(from, to, ((share - start) / (end - start)).clamp(0.0, 1.0)),
        false => from,
    }
}
