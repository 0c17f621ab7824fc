//! Tools: each a value with `step(event, context) -> (tool, effects)` and `preview(context)`. The hand's draft is the
//! tool's own state, so that nothing is written before the gesture is finished and Escape leaves no trace.

mod brush;
mod draw_box;
mod draw_polygon;
mod drawing;
mod event;
pub mod hit;
mod preview;
mod reshape;
mod select;

use crate::document::MediaKind;
pub use brush::{Brush, BrushMark, Paint, Stacking, Tip};
pub use draw_box::DrawBox;
pub use draw_polygon::DrawPolygon;
pub use event::{Context, Draft, Effect, Event, Key, Modifiers, Pointer};
pub use preview::{Cursor, Handle, HandleKind, OpenLine, Preview, SizeTag};
pub use select::Select;

/// The tool in hand, with what it has begun.
#[derive(Clone, Debug, PartialEq)]
pub enum Tool {
    /// Selects, moves and reshapes what is there.
    Select(Select),
    /// Draws boxes.
    Box(DrawBox),
    /// Draws polygons.
    Polygon(DrawPolygon),
    /// Paints masks, or erases from them.
    Paint(Paint),
    /// Labels words of a text; the viewer does it.
    Span,
    /// Moves the picture; the viewer does it.
    Hand,
    /// Looks nearer; the viewer does it.
    Zoom,
}

/// A tool without its state, as the toolbar shows it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ToolKind {
    /// Selects, moves and reshapes what is there.
    #[default]
    Select,
    /// Draws boxes.
    Box,
    /// Draws polygons.
    Polygon,
    /// Paints masks.
    Brush,
    /// Erases from masks.
    Eraser,
    /// Labels words of a text.
    Span,
    /// Moves the picture.
    Hand,
    /// Looks nearer.
    Zoom,
}

impl ToolKind {
    /// It is of use for this kind of input.
    pub fn is_for(self, kind: MediaKind) -> bool {
        match (self, kind) {
            (Self::Select, _) => true,
            (Self::Span, kind) => kind == MediaKind::Text,
            (Self::Brush | Self::Eraser, kind) => kind == MediaKind::Image,
            (_, kind) => kind != MediaKind::Text,
        }
    }

    /// It makes shapes, and so needs a concept.
    pub fn draws(self) -> bool {
        matches!(self, Self::Box | Self::Polygon | Self::Brush | Self::Span)
    }
}

impl Tool {
    /// The tool, with nothing begun. A viewer that goes to another input begins with a new one.
    pub fn new(kind: ToolKind) -> Self {
        match kind {
            ToolKind::Select => Self::Select(Select::default()),
            ToolKind::Box => Self::Box(DrawBox::default()),
            ToolKind::Polygon => Self::Polygon(DrawPolygon::default()),
            ToolKind::Brush => Self::Paint(Paint::brush()),
            ToolKind::Eraser => Self::Paint(Paint::eraser()),
            ToolKind::Span => Self::Span,
            ToolKind::Hand => Self::Hand,
            ToolKind::Zoom => Self::Zoom,
        }
    }

    /// Which tool it is.
    pub fn kind(&self) -> ToolKind {
        match self {
            Self::Select(_) => ToolKind::Select,
            Self::Box(_) => ToolKind::Box,
            Self::Polygon(_) => ToolKind::Polygon,
            Self::Paint(tool) if tool.erases() => ToolKind::Eraser,
            Self::Paint(_) => ToolKind::Brush,
            Self::Span => ToolKind::Span,
            Self::Hand => ToolKind::Hand,
            Self::Zoom => ToolKind::Zoom,
        }
    }

    /// What the tool is after the event, and what it asks for. At most one effect is a command.
    pub fn step(self, event: Event, context: &Context) -> (Self, Vec<Effect>) {
        if event
            .at()
            .is_some_and(|at| !(at.x.is_finite() && at.y.is_finite()))
        {
            return (self, Vec::new());
        }
        match self {
            Self::Select(tool) => {
                let (tool, effects) = tool.step(event, context);
                (Self::Select(tool), effects)
            }
            Self::Box(tool) => {
                let (tool, effects) = tool.step(event, context);
                (Self::Box(tool), effects)
            }
            Self::Polygon(tool) => {
                let (tool, effects) = tool.step(event, context);
                (Self::Polygon(tool), effects)
            }
            Self::Paint(tool) => {
                let (tool, effects) = tool.step(event, context);
                (Self::Paint(tool), effects)
            }
            Self::Span | Self::Hand | Self::Zoom => (self, Vec::new()),
        }
    }

    /// What is drawn above the picture now and written nowhere.
    pub fn preview(&self, context: &Context) -> Preview {
        match self {
            Self::Select(tool) => tool.preview(context),
            Self::Box(tool) => tool.preview(context),
            Self::Polygon(tool) => tool.preview(context),
            Self::Paint(tool) => tool.preview(context),
            Self::Span => Preview::default(),
            Self::Hand => Preview::with_cursor(Cursor::Grab),
            Self::Zoom => Preview::with_cursor(Cursor::ZoomIn),
        }
    }

    /// The line at the foot of the stage.
    pub fn hint(&self, context: &Context) -> &'static str {
        match self {
            Self::Select(tool) => tool.hint(context),
            Self::Box(tool) => tool.hint(context),
            Self::Polygon(tool) => tool.hint(context),
            Self::Paint(tool) => tool.hint(context),
            Self::Span => "Drag over words to label them",
            Self::Hand => "Drag to move the picture",
            Self::Zoom => "Click to look nearer · Alt+click to look from farther away",
        }
    }

    /// Something has begun that Escape would drop.
    pub fn is_busy(&self) -> bool {
        match self {
            Self::Select(tool) => tool.is_busy(),
            Self::Box(tool) => tool.is_busy(),
            Self::Polygon(tool) => tool.is_busy(),
            Self::Paint(tool) => tool.is_busy(),
            Self::Span | Self::Hand | Self::Zoom => false,
        }
    }

    /// Undo while something has begun: the tool with the last of it taken back. None where nothing has begun, and undo
    /// is the document's.
    pub fn undo_inside(&self) -> Option<Self> {
        match self {
            Self::Select(tool) => tool.undo_inside().map(Self::Select),
            Self::Box(tool) => tool.undo_inside().map(Self::Box),
            Self::Polygon(tool) => tool.undo_inside().map(Self::Polygon),
            Self::Paint(tool) => tool.undo_inside().map(Self::Paint),
            Self::Span | Self::Hand | Self::Zoom => None,
        }
    }
}
