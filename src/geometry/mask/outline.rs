//! The lines around the pixels of a mask.

use super::Mask;
use super::spans::{Span, without};
use crate::geometry::{BoundsIndex, ImagePoint, ImageRect, Part, Polygon, Ring, simplify_ring};
use std::collections::HashMap;

/// A corner of a pixel.
type Corner = (u32, u32);

/// An edge from here to there, the inside on its right.
#[derive(Clone, Copy)]
struct Edge {
    to: Corner,
    used: bool,
}

impl Mask {
    /// The polygon around the pixels, with holes; none of an empty mask. A vertex is left out where the line stays
    /// within `tolerance` picture pixels without it; with 0 the polygon has exactly the pixels of the mask.
    pub fn outline(&self, tolerance: f64) -> Option<Polygon> {
        let mut edges = self.edges();
        let mut starts: Vec<Corner> = edges.keys().copied().collect();
        starts.sort_unstable();
        let (mut outers, mut holes) = (Vec::new(), Vec::new());
        for start in starts {
            while let Some(ring) = walk(&mut edges, start) {
                let clockwise = turns_clockwise(&ring);
                let Some(ring) = simplified(&ring, tolerance) else {
                    continue;
                };
                match clockwise {
                    true => outers.push(Part {
                        outer: ring,
                        holes: Vec::new(),
                    }),
                    false => holes.push(ring),
                }
            }
        }
        let bounds = outers
            .iter()
            .enumerate()
            .map(|(at, part)| (at, ImageRect::around(part.outer.vertices().iter().copied())));
        let index = BoundsIndex::new(bounds.filter_map(|(at, bounds)| Some((at, bounds?))));
        for hole in holes {
            let Some(at) = hole.vertices().first().copied() else {
                continue;
            };
            let is_around = |outer: &Ring| outer.contains(at) || outer.vertices().contains(&at);
            let near = index.near(at, 0.0).filter(|place| {
                outers
                    .get(*place)
                    .is_some_and(|part| is_around(&part.outer))
            });
            let area = |place: &usize| {
                outers
                    .get(*place)
                    .map_or(f64::MAX, |part| part.outer.area())
            };
            let smallest = near.min_by(|a, b| area(a).total_cmp(&area(b)));
            if let Some(part) = smallest.and_then(|place| outers.get_mut(place)) {
                part.holes.push(hole);
            }
        }
        Polygon::from_parts(outers)
    }

    /// All edges between inside and outside by where they begin.
    fn edges(&self) -> HashMap<Corner, Vec<Edge>> {
        let mut edges: HashMap<Corner, Vec<Edge>> = HashMap::new();
        let mut add = |from: Corner, to: Corner| {
            edges
                .entry(from)
                .or_default()
                .push(Edge { to, used: false });
        };
        let columns = self.columns();
        let mut before: &[Span] = &[];
        let width = self.size.width;
        for x in 0..=width {
            let here: &[Span] = columns.get(&x).map_or(&[], Vec::as_slice);
            // The inside is right of the line: upwards. It is left of it: downwards.
            for (from, to) in without(here, before) {
                add((x, to as u32), (x, from as u32));
            }
            for (from, to) in without(before, here) {
                add((x, from as u32), (x, to as u32));
            }
            for (from, to) in here.iter().copied() {
                add((x, from as u32), (x + 1, from as u32));
                add((x + 1, to as u32), (x, to as u32));
            }
            before = here;
        }
        edges
    }

    /// The rows inside of each column that has some.
    fn columns(&self) -> HashMap<u32, Vec<Span>> {
        let height = u64::from(self.size.height.max(1));
        let mut columns: HashMap<u32, Vec<Span>> = HashMap::new();
        for (mut from, to) in self.spans() {
            while from < to {
                let column = from / height;
                let end = to.min((column + 1) * height);
                let rows = (from - column * height, end - column * height);
                columns.entry(column as u32).or_default().push(rows);
                from = end;
            }
        }
        columns
    }
}

/// Takes a ring that begins here out of the edges; none where all are taken. Where two rings meet in a corner it turns
/// to the inside, so that none touches itself.
fn walk(edges: &mut HashMap<Corner, Vec<Edge>>, start: Corner) -> Option<Vec<Corner>> {
    let mut ring: Vec<Corner> = Vec::new();
    let (mut at, mut came) = (start, None);
    loop {
        let next = edges.get_mut(&at)?.iter_mut().filter(|edge| !edge.used);
        let edge =
            next.max_by_key(|edge| came.map_or(0, |came| right_turn(came, way(at, edge.to))))?;
        edge.used = true;
        ring.push(at);
        came = Some(way(at, edge.to));
        at = edge.to;
        if at == start {
            return Some(ring);
        }
    }
}

/// The direction of an edge.
fn way(from: Corner, to: Corner) -> (i8, i8) {
    let sign = |a: u32, b: u32| match a.cmp(&b) {
        std::cmp::Ordering::Less => 1,
        std::cmp::Ordering::Equal => 0,
        std::cmp::Ordering::Greater => -1,
    };
    (sign(from.0, to.0), sign(from.1, to.1))
}

/// 1 for a turn to the right, -1 to the left, 0 straight on.
fn right_turn(came: (i8, i8), goes: (i8, i8)) -> i8 {
    came.0 * goes.1 - came.1 * goes.0
}

fn turns_clockwise(ring: &[Corner]) -> bool {
    let next = ring.iter().cycle().skip(1);
    let twice: i64 = ring
        .iter()
        .zip(next)
        .map(|(a, b)| i64::from(a.0) * i64::from(b.1) - i64::from(b.0) * i64::from(a.1))
        .sum();
    twice > 0
}

/// Without vertices on straight lines, and without those that the tolerance allows to leave out.
fn simplified(ring: &[Corner], tolerance: f64) -> Option<Ring> {
    let before = ring.iter().cycle().skip(ring.len().saturating_sub(1));
    let after = ring.iter().cycle().skip(1);
    let bends = ring.iter().zip(before).zip(after);
    let bends = bends.filter(|((at, before), after)| way(**before, **at) != way(**at, **after));
    let exact: Vec<_> = bends
        .map(|((at, _), _)| ImagePoint::new(f64::from(at.0), f64::from(at.1)))
        .collect();
    let light = match tolerance > 0.0 {
        true => {
            let closed: Vec<_> = exact.iter().chain(exact.first()).copied().collect();
            let mut light = simplify_ring(&closed, tolerance);
            light.pop();
            light
        }
        false => Vec::new(),
    };
    let vertices = if light.len() >= 3 { light } else { exact };
    Ring::new(vertices).ok()
}
