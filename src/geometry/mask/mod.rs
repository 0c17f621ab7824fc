//! Masks as runs.

mod outline;
mod raster;
mod regions;
mod spans;
mod stroke;

use super::{ImagePoint, ImageRect, PixelSize};
pub use raster::rasterise;
use serde::{Deserialize, Serialize};
use spans::Span;
pub use stroke::{Dab, stroke};

/// Pixels of a picture as runs, column by column from the left, each column from above, as COCO counts them: runs
/// alternate outside, inside, … beginning with outside (the first may be 0), and add up to width × height.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "(PixelSize, Vec<u32>)", into = "(PixelSize, Vec<u32>)")]
pub struct Mask {
    size: PixelSize,
    runs: Vec<u32>,
}

/// Why some runs aren't a mask.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MaskError {
    /// Runs and size disagree.
    #[error("the runs add up to {sum} pixels, the size says {area}")]
    WrongSum {
        /// Sum of the runs.
        sum: u64,
        /// Width × height.
        area: u64,
    },
    /// Larger than any picture that can be opened.
    #[error("a mask of {0} pixels is larger than 268,435,456")]
    TooLarge(u64),
}

/// Two masks are of pictures of different sizes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the masks have different sizes")]
pub struct OtherSize;

/// The largest mask, in pixels.
const LARGEST: u64 = 1 << 28;

impl Mask {
    /// A mask from COCO's runs.
    ///
    /// # Errors
    /// The runs don't add up to the size, or the size is too large.
    pub fn new(size: PixelSize, runs: Vec<u32>) -> Result<Self, MaskError> {
        let area = size.area();
        if area > LARGEST {
            return Err(MaskError::TooLarge(area));
        }
        let sum = runs.iter().map(|run| u64::from(*run)).sum();
        if sum != area {
            return Err(MaskError::WrongSum { sum, area });
        }
        Ok(Self { size, runs })
    }

    /// Nothing of a picture.
    ///
    /// # Errors
    /// The size is too large.
    pub fn empty(size: PixelSize) -> Result<Self, MaskError> {
        Self::from_spans(size, &[])
    }

    /// The pixels of these spans, which are in order, apart, and inside.
    fn from_spans(size: PixelSize, spans: &[Span]) -> Result<Self, MaskError> {
        let area = size.area();
        if area > LARGEST {
            return Err(MaskError::TooLarge(area));
        }
        let mut runs = Vec::with_capacity(2 * spans.len() + 1);
        let mut at = 0;
        // No run is longer than the whole, and that is less than 2^32.
        for (from, to) in spans {
            runs.push((from - at) as u32);
            runs.push((to - from) as u32);
            at = *to;
        }
        if at < area {
            runs.push((area - at) as u32);
        }
        Self::new(size, runs)
    }

    fn spans(&self) -> Vec<Span> {
        spans::united(
            self.inside_runs()
                .map(|(start, run)| (start, start + u64::from(run)))
                .collect(),
        )
    }

    /// What is in this one or the other.
    ///
    /// # Errors
    /// They have different sizes.
    pub fn with(&self, other: &Self) -> Result<Self, OtherSize> {
        self.same_size(other)?;
        let both = self.spans().into_iter().chain(other.spans()).collect();
        Ok(self.same_with(&spans::united(both)))
    }

    /// What is in this one and not in the other.
    ///
    /// # Errors
    /// They have different sizes.
    pub fn without(&self, other: &Self) -> Result<Self, OtherSize> {
        self.same_size(other)?;
        Ok(self.same_with(&spans::without(&self.spans(), &other.spans())))
    }

    fn same_size(&self, other: &Self) -> Result<(), OtherSize> {
        match self.size == other.size {
            true => Ok(()),
            false => Err(OtherSize),
        }
    }

    /// Other pixels of the same picture.
    fn same_with(&self, spans: &[Span]) -> Self {
        // Spans that came out of masks of this size are inside it.
        Self::from_spans(self.size, spans).unwrap_or_else(|_| self.clone())
    }

    /// No pixel is inside.
    pub fn is_empty(&self) -> bool {
        self.inside_runs().next().is_none()
    }

    /// The picture's size.
    pub fn size(&self) -> PixelSize {
        self.size
    }

    /// The runs in COCO's order.
    pub fn runs(&self) -> &[u32] {
        &self.runs
    }

    /// How many pixels are inside.
    pub fn area(&self) -> u64 {
        self.runs
            .iter()
            .skip(1)
            .step_by(2)
            .map(|run| u64::from(*run))
            .sum()
    }

    /// Each run of inside pixels as its first position and its length; position = x × height + y.
    pub fn inside_runs(&self) -> impl Iterator<Item = (u64, u32)> + '_ {
        let mut position = 0u64;
        self.runs
            .iter()
            .enumerate()
            .filter_map(move |(index, run)| {
                let start = position;
                position += u64::from(*run);
                (index % 2 == 1 && *run > 0).then_some((start, *run))
            })
    }

    /// The smallest rectangle of whole pixels around the inside; none of an empty mask.
    pub fn bounds(&self) -> Option<ImageRect> {
        let height = u64::from(self.size.height.max(1));
        let mut found: Option<(u64, u64, u64, u64)> = None;
        for (start, run) in self.inside_runs() {
            let end = start + u64::from(run) - 1;
            let (x0, x1) = (start / height, end / height);
            let (y0, y1) = if x0 == x1 {
                (start % height, end % height)
            } else {
                (0, height - 1)
            };
            let (a, b, c, d) = found.unwrap_or((x0, y0, x1, y1));
            found = Some((a.min(x0), b.min(y0), c.max(x1), d.max(y1)));
        }
        found.map(|(x0, y0, x1, y1)| {
            ImageRect::between(
                ImagePoint::new(x0 as f64, y0 as f64),
                ImagePoint::new((x1 + 1) as f64, (y1 + 1) as f64),
            )
        })
    }

    /// The pixel under the point is inside.
    pub fn contains(&self, point: ImagePoint) -> bool {
        if point.x < 0.0
            || point.y < 0.0
            || point.x >= f64::from(self.size.width)
            || point.y >= f64::from(self.size.height)
        {
            return false;
        }
        let position = point.x as u64 * u64::from(self.size.height) + point.y as u64;
        self.inside_runs()
            .take_while(|(start, _)| *start <= position)
            .any(|(start, run)| position < start + u64::from(run))
    }
}

impl TryFrom<(PixelSize, Vec<u32>)> for Mask {
    type Error = MaskError;
    fn try_from((size, runs): (PixelSize, Vec<u32>)) -> Result<Self, MaskError> {
        Self::new(size, runs)
    }
}

impl From<Mask> for (PixelSize, Vec<u32>) {
    fn from(mask: Mask) -> Self {
        (mask.size, mask.runs)
    }
}
