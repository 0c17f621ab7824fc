//! What pictures are compared with.

use super::descriptor::Descriptor;
use super::raster::Window;
use crate::geometry::PixelSize;

/// The side of what is looked at for pictures that are a crop of the one asked with.
const INNER: f32 = 0.85;
/// The side of what is looked at for pictures of which the one asked with is a crop.
const OUTER: f32 = 1.2;

/// A picture that others should look like, in all the forms in which it would be taken for the same. The form that is
/// nearest counts.
#[derive(Clone, Debug, Default)]
pub struct Query {
    forms: Vec<Descriptor>,
}

impl Query {
    /// The picture itself and its mirror image: all that a stored descriptor gives.
    pub fn from_descriptor(descriptor: &Descriptor) -> Self {
        Self {
            forms: vec![*descriptor, descriptor.mirrored()],
        }
    }

    /// The picture itself; less of it, in the middle and in each corner; with more around it, in the middle and beyond
    /// each corner; and the mirror images of all these. Finds crops that [`Query::from_descriptor`] doesn't. The
    /// pixels are as for [`Descriptor::of`].
    ///
    /// None where there is no pixel, or `rgba` isn't 4 × width × height bytes long.
    pub fn from_pixels(rgba: &[u8], size: PixelSize) -> Option<Self> {
        let mut forms = Vec::new();
        for window in windows() {
            let form = Descriptor::within(rgba, size, window)?;
            forms.extend([form, form.mirrored()]);
        }
        Some(Self { forms })
    }

    /// Like any of these: each picture counts by the one that it looks most like.
    pub fn any_of(queries: impl IntoIterator<Item = Self>) -> Self {
        Self {
            forms: queries.into_iter().flat_map(|query| query.forms).collect(),
        }
    }

    /// Bits in which the nearest form differs, where they are at most `bound`.
    pub(super) fn distance_within(&self, descriptor: &Descriptor, bound: u32) -> Option<u32> {
        self.forms.iter().fold(None, |best, form| {
            let nearer = form.distance_within(descriptor, best.unwrap_or(bound));
            nearer.or(best)
        })
    }
}

/// The parts that are looked at: the whole, then less and more, about the middle and towards each corner.
fn windows() -> impl Iterator<Item = Window> {
    const TOWARDS: [(f32, f32); 5] = [(0.5, 0.5), (0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0)];
    let parts = [INNER, OUTER].into_iter().flat_map(|side| {
        TOWARDS.map(|(x, y)| Window {
            left: (1.0 - side) * x,
            top: (1.0 - side) * y,
            side,
        })
    });
    std::iter::once(Window::WHOLE).chain(parts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vision::scribbles::{Picture, scribble};

    fn distance(query: &Query, picture: &Picture) -> u32 {
        query
            .distance_within(&picture.descriptor(), u32::MAX)
            .unwrap()
    }

    /// Both ways: asked with the whole for the crop, and with the crop for the whole.
    #[test]
    fn crops_are_nearer_than_any_stranger() {
        let crops = [
            (8, 6, 0.9),
            (0, 12, 0.9),
            (16, 0, 0.85),
            (20, 15, 0.8),
            (32, 24, 0.8),
        ];
        let strangers: Vec<_> = (1000..1040)
            .map(|seed| scribble(seed).descriptor())
            .collect();
        for seed in 0..3 {
            let whole = scribble(seed);
            for (left, top, share) in crops {
                let crop = whole.cropped(left, top, share);
                for (asked, wanted) in [(&whole, &crop), (&crop, &whole)] {
                    let query = asked.query();
                    let found = distance(&query, wanted);
                    for stranger in &strangers {
                        let nearest = query.distance_within(stranger, found);
                        assert_eq!(nearest, None, "{seed} {share}: not {found}");
                    }
                }
            }
        }
    }

    #[test]
    fn pixels_find_crops_better_than_a_descriptor_does() {
        for seed in 0..5 {
            let whole = scribble(seed);
            let crop = whole.cropped(20, 0, 0.85).mirrored();
            for (asked, wanted) in [(&whole, &crop), (&crop, &whole)] {
                let stored = Query::from_descriptor(&asked.descriptor());
                let (near, far) = (distance(&asked.query(), wanted), distance(&stored, wanted));
                assert!(near < far, "{seed}: {near} against {far}");
            }
        }
    }

    #[test]
    fn every_corner_is_looked_at() {
        let whole = scribble(1);
        for (left, top) in [(0, 0), (24, 0), (0, 18), (24, 18), (12, 9)] {
            let crop = whole.cropped(left, top, INNER);
            let found = distance(&whole.query(), &crop);
            assert!(found < 10, "{left} {top}: {found}");
        }
    }

    #[test]
    fn beyond_the_bound_nothing_is_said() {
        let query = Query::from_descriptor(&scribble(1).descriptor());
        let other = scribble(2).descriptor();
        let distance = query.distance_within(&other, u32::MAX).unwrap();
        assert_eq!(query.distance_within(&other, distance), Some(distance));
        assert_eq!(query.distance_within(&other, distance - 1), None);
    }

    #[test]
    fn pixels_of_another_length_are_none() {
        assert!(Query::from_pixels(&[7; 23], PixelSize::new(3, 2)).is_none());
        assert!(Query::from_pixels(&[7; 24], PixelSize::new(3, 2)).is_some());
    }
}
