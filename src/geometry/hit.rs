//! Which shapes are near a point or in a rectangle, without looking at each.

use super::{ImagePoint, ImageRect};
use rstar::{AABB, RTree, RTreeObject};

/// An R-tree over the bounds of shapes, by their keys.
pub struct BoundsIndex<K> {
    tree: RTree<Entry<K>>,
}

#[derive(Clone, Copy, PartialEq)]
struct Entry<K> {
    key: K,
    bounds: ImageRect,
}

impl<K> RTreeObject for Entry<K> {
    type Envelope = AABB<[f64; 2]>;
    fn envelope(&self) -> Self::Envelope {
        envelope(self.bounds)
    }
}

fn envelope(rect: ImageRect) -> AABB<[f64; 2]> {
    AABB::from_corners([rect.min.x, rect.min.y], [rect.max.x, rect.max.y])
}

impl<K: Copy + PartialEq> BoundsIndex<K> {
    /// An index of all of these at once, which is faster than one by one.
    pub fn new(entries: impl IntoIterator<Item = (K, ImageRect)>) -> Self {
        let entries = entries
            .into_iter()
            .map(|(key, bounds)| Entry { key, bounds })
            .collect();
        Self {
            tree: RTree::bulk_load(entries),
        }
    }

    /// One more.
    pub fn insert(&mut self, key: K, bounds: ImageRect) {
        self.tree.insert(Entry { key, bounds });
    }

    /// Takes out what was put in with the same key and bounds.
    pub fn remove(&mut self, key: K, bounds: ImageRect) {
        self.tree.remove(&Entry { key, bounds });
    }

    /// The keys of those whose bounds touch the rectangle, in no order.
    pub fn touching(&self, rect: ImageRect) -> impl Iterator<Item = K> + '_ {
        self.tree
            .locate_in_envelope_intersecting(&envelope(rect))
            .map(|entry| entry.key)
    }

    /// The keys of those whose bounds have the point within `reach` picture pixels, in no order.
    pub fn near(&self, point: ImagePoint, reach: f64) -> impl Iterator<Item = K> + '_ {
        let around = ImageRect::between(point, point).grown(reach);
        self.tree
            .locate_in_envelope_intersecting(&envelope(around))
            .filter(move |entry| {
                envelope(entry.bounds).distance_2(&[point.x, point.y]) <= reach * reach
            })
            .map(|entry| entry.key)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.tree.size()
    }

    /// There is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl<K> Default for BoundsIndex<K>
where
    K: Copy + PartialEq,
{
    fn default() -> Self {
        Self::new([])
    }
}
