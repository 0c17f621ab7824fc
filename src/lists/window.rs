//! Which tiles are in sight: numbers only.

use std::ops::Range;

/// Pixels between tiles, and around all of them.
const GAP: f64 = 12.0;
/// Pixels left and right of the tiles, together.
const MARGINS: f64 = 24.0;
/// Pixels under a thumbnail: the name and the chips.
const CAPTION: f64 = 62.0;
/// Rows beyond the edges that are kept ready.
const SPARE: usize = 2;

/// How tiles are laid out on a given width.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Layout {
    /// Tiles side by side, at least one.
    pub columns: usize,
    /// From the top of a row to the top of the next.
    pub pitch: f64,
}

impl Layout {
    /// As many columns as fit, of tiles at least `size` wide; thumbnails are 4 by 3.
    pub fn fit(width: f64, size: f64) -> Self {
        let room = (width - MARGINS).max(1.0);
        let columns = ((room + GAP) / (size + GAP)).floor().max(1.0);
        let tile = (room - GAP * (columns - 1.0)) / columns;
        Self {
            columns: columns as usize,
            pitch: (tile * 0.75 + CAPTION + GAP).round(),
        }
    }

    /// Rows that so many inputs take.
    pub fn rows(&self, inputs: usize) -> usize {
        inputs.div_ceil(self.columns)
    }

    /// The height of everything.
    pub fn height(&self, inputs: usize) -> f64 {
        self.rows(inputs) as f64 * self.pitch + GAP
    }

    /// The height of a tile.
    pub fn tile_height(&self) -> f64 {
        self.pitch - GAP
    }

    /// Where a row begins.
    pub fn top(&self, row: usize) -> f64 {
        row as f64 * self.pitch
    }

    /// The rows that are in sight, and some beyond.
    pub fn visible(&self, scrolled: f64, height: f64, inputs: usize) -> Range<usize> {
        let first = (scrolled.max(0.0) / self.pitch).floor() as usize;
        let last = ((scrolled.max(0.0) + height) / self.pitch).ceil() as usize;
        let rows = self.rows(inputs);
        first.saturating_sub(SPARE).min(rows)..(last + SPARE).min(rows)
    }

    /// How far to scroll so that a row is in sight, from where it is scrolled to.
    pub fn reveal(&self, row: usize, scrolled: f64, height: f64) -> f64 {
        let (top, bottom) = (self.top(row), self.top(row + 1));
        if top < scrolled {
            top
        } else if bottom > scrolled + height {
            bottom - height
        } else {
            scrolled
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_follow_the_width() {
        assert_eq!(Layout::fit(1240.0, 220.0).columns, 5);
        assert_eq!(Layout::fit(320.0, 220.0).columns, 1);
        assert_eq!(Layout::fit(0.0, 220.0).columns, 1);
    }

    #[test]
    fn only_rows_near_the_sight_are_kept() {
        let layout = Layout {
            columns: 5,
            pitch: 200.0,
        };
        assert_eq!(layout.visible(0.0, 800.0, 100_000), 0..6);
        assert_eq!(layout.visible(100_000.0, 800.0, 100_000), 498..506);
        assert_eq!(layout.visible(0.0, 800.0, 7), 0..2);
        assert_eq!(layout.visible(9_000.0, 800.0, 7), 2..2);
    }

    #[test]
    fn a_row_out_of_sight_is_scrolled_to_and_no_farther() {
        let layout = Layout {
            columns: 5,
            pitch: 200.0,
        };
        assert_eq!(layout.reveal(1, 0.0, 800.0), 0.0);
        assert_eq!(layout.reveal(4, 0.0, 800.0), 200.0);
        assert_eq!(layout.reveal(1, 500.0, 800.0), 200.0);
    }
}
