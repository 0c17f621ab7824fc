//! What a tool shows before anything is written.

use super::{BrushMark, Draft};
use crate::document::ObjectId;
use crate::geometry::{ImagePoint, ImageRect, QuarterTurns};

/// What is drawn above the picture now. All places are on the picture; the camera brings them to the canvas.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Preview {
    /// Shapes that are being drawn or dragged. One of an object stands in for the object's own shape.
    pub drafts: Vec<Draft>,
    /// The outline that is being drawn and isn't closed yet.
    pub line: Option<OpenLine>,
    /// The object under the pointer, the smallest where there are several.
    pub hovered: Option<ObjectId>,
    /// The handles of what is selected, where the drafts have them.
    pub handles: Vec<Handle>,
    /// The size of what is being drawn or resized.
    pub size: Option<SizeTag>,
    /// The rectangle that selects what it touches.
    pub marquee: Option<ImageRect>,
    /// The pointer's look.
    pub cursor: Cursor,
    /// What the brush is about to paint.
    pub brush: Option<BrushMark>,
    /// Where the crosshair guides meet, while drawing.
    pub guides: Option<ImagePoint>,
}

/// An outline that isn't closed yet.
#[derive(Clone, Debug, PartialEq)]
pub struct OpenLine {
    /// The vertices so far, those of a free-hand line included.
    pub vertices: Vec<ImagePoint>,
    /// The end of the rubber band from the last vertex; none while the pointer is away.
    pub end: Option<ImagePoint>,
    /// Letting go here closes the outline: the pointer is over the first vertex.
    pub closes: bool,
}

/// A handle of a selected shape.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Handle {
    /// Whose.
    pub object: ObjectId,
    /// Where.
    pub at: ImagePoint,
    /// What it does.
    pub kind: HandleKind,
    /// The vertex that Delete would remove.
    pub selected: bool,
}

/// What a handle does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HandleKind {
    /// Drags sides of a box.
    Side,
    /// Drags a vertex of a polygon.
    Vertex,
}

/// The size of what is being drawn or resized, in picture pixels.
#[derive(Clone, Debug, PartialEq)]
pub struct SizeTag {
    /// `120 × 80`.
    pub text: String,
    /// The rectangle that it is the size of.
    pub of: ImageRect,
}

/// The pointer's look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Cursor {
    /// An arrow.
    #[default]
    Default,
    /// Something to click on.
    Pointer,
    /// Drawing.
    Crosshair,
    /// Moves a shape.
    Move,
    /// Moves the picture.
    Grab,
    /// Looks nearer.
    ZoomIn,
    /// Adds a vertex.
    Copy,
    /// Drags a left or a right side.
    EwResize,
    /// Drags an upper or a lower side.
    NsResize,
    /// Drags the top-left or the bottom-right corner.
    NwseResize,
    /// Drags the top-right or the bottom-left corner.
    NeswResize,
}

impl Preview {
    /// Nothing but a look of the pointer.
    pub fn with_cursor(cursor: Cursor) -> Self {
        Self {
            cursor,
            ..Self::default()
        }
    }
}

impl SizeTag {
    /// The size of this rectangle; none where it has no area.
    pub fn of(rect: ImageRect) -> Option<Self> {
        (rect.area() > 0.0).then(|| Self {
            text: format!("{} × {}", length(rect.width()), length(rect.height())),
            of: rect,
        })
    }
}

/// Whole pixels; of less than ten, tenths as well.
fn length(pixels: f64) -> String {
    let tenths = (pixels * 10.0).round() / 10.0;
    match tenths < 10.0 {
        true => tenths.to_string(),
        false => pixels.round().to_string(),
    }
}

impl Cursor {
    /// The look over a canvas that is turned: sides change their directions.
    pub fn turned(self, turn: QuarterTurns) -> Self {
        match (self, turn.degrees() % 180) {
            (look, 0) => look,
            (Self::EwResize, _) => Self::NsResize,
            (Self::NsResize, _) => Self::EwResize,
            (Self::NwseResize, _) => Self::NeswResize,
            (Self::NeswResize, _) => Self::NwseResize,
            (look, _) => look,
        }
    }

    /// As CSS calls it.
    pub fn css(self) -> &'static str {
        match self {
            Self::Default => "default",
            Self::Pointer => "pointer",
            Self::Crosshair => "crosshair",
            Self::Move => "move",
            Self::Grab => "grab",
            Self::ZoomIn => "zoom-in",
            Self::Copy => "copy",
            Self::EwResize => "ew-resize",
            Self::NsResize => "ns-resize",
            Self::NwseResize => "nwse-resize",
            Self::NeswResize => "nesw-resize",
        }
    }
}
