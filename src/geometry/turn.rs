//! A view that is turned by quarters: the canvas is laid out upright and turned on the stage as a whole.

use super::{ScreenPoint, ScreenVector};

/// So many quarters clockwise, 0 to 3.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct QuarterTurns(u8);

impl QuarterTurns {
    /// One quarter more.
    #[must_use]
    pub fn next(self) -> Self {
        Self((self.0 + 1) % 4)
    }

    /// Clockwise, in degrees.
    pub fn degrees(self) -> u32 {
        u32::from(self.0) * 90
    }

    /// Nothing is turned.
    pub fn is_none(self) -> bool {
        self.0 == 0
    }

    /// Width and height of the canvas on a stage of this size, in CSS pixels.
    pub fn canvas_size(self, (width, height): (f64, f64)) -> (f64, f64) {
        match self.0 % 2 {
            0 => (width, height),
            _ => (height, width),
        }
    }

    /// Where a place of a canvas of this size is on the stage.
    pub fn stage_from_canvas(self, at: ScreenPoint, (width, height): (f64, f64)) -> ScreenPoint {
        match self.0 {
            0 => at,
            1 => ScreenPoint::new(height - at.y, at.x),
            2 => ScreenPoint::new(width - at.x, height - at.y),
            _ => ScreenPoint::new(at.y, width - at.x),
        }
    }

    /// The place of a canvas of this size under a place of the stage.
    pub fn canvas_from_stage(self, at: ScreenPoint, (width, height): (f64, f64)) -> ScreenPoint {
        match self.0 {
            0 => at,
            1 => ScreenPoint::new(at.y, height - at.x),
            2 => ScreenPoint::new(width - at.x, height - at.y),
            _ => ScreenPoint::new(width - at.y, at.x),
        }
    }

    /// A way on the stage, on the canvas.
    pub fn canvas_vector(self, way: ScreenVector) -> ScreenVector {
        match self.0 {
            0 => way,
            1 => ScreenVector::new(way.y, -way.x),
            2 => ScreenVector::new(-way.x, -way.y),
            _ => ScreenVector::new(-way.y, way.x),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn turns() -> [QuarterTurns; 4] {
        [0, 1, 2, 3].map(QuarterTurns)
    }

    #[test]
    fn a_corner_goes_round_clockwise() {
        // A stage of 300 by 200; the canvas's top-left corner.
        let corners = turns().map(|turn| {
            let size = turn.canvas_size((300.0, 200.0));
            let at = turn.stage_from_canvas(ScreenPoint::new(0.0, 0.0), size);
            (at.x, at.y)
        });
        assert_eq!(
            corners,
            [(0.0, 0.0), (300.0, 0.0), (300.0, 200.0), (0.0, 200.0)]
        );
    }

    #[test]
    fn there_and_back_is_the_same_place() {
        for turn in turns() {
            let size = turn.canvas_size((300.0, 200.0));
            let at = ScreenPoint::new(12.0, 34.0);
            let there = turn.canvas_from_stage(at, size);
            assert_eq!(turn.stage_from_canvas(there, size), at, "{turn:?}");
            // A way goes as its ends do.
            let end = turn.canvas_from_stage(ScreenPoint::new(22.0, 41.0), size);
            assert_eq!(
                turn.canvas_vector(ScreenVector::new(10.0, 7.0)),
                end - there
            );
        }
        assert_eq!(turns()[3].next(), QuarterTurns::default());
    }
}
