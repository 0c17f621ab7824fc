//! The rows.

use super::{Chord, Key, Named};

/// What can be done.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum ActionId {
    /// Takes the last step back.
    Undo,
    /// Does it again.
    Redo,
    /// Shows this table.
    Shortcuts,
    /// Folds the sidebar, or unfolds it.
    ToggleSidebar,
    /// Opens the input that has the focus.
    OpenInput,
    /// Deletes the input that has the focus.
    DeleteInput,
    /// Selects the input that has the focus, or lets go of it.
    SelectInput,
    /// Selects all inputs from the last one to the one that has the focus.
    SelectRange,
    /// Selects every input of the list.
    SelectAll,
    /// Lets go of all inputs.
    ClearSelection,
    /// Selects and edits shapes.
    ToolSelect,
    /// Draws boxes.
    ToolBox,
    /// Draws polygons.
    ToolPolygon,
    /// Paints masks.
    ToolBrush,
    /// Erases from masks.
    ToolEraser,
    /// Labels words of a text.
    ToolSpan,
    /// A smaller brush.
    BrushSmaller,
    /// A larger brush.
    BrushLarger,
    /// Moves the picture.
    ToolHand,
    /// Zooms by clicks.
    ToolZoom,
    /// The whole picture.
    Fit,
    /// One pixel of the picture is one of the screen.
    ActualSize,
    /// Nearer.
    ZoomIn,
    /// Farther.
    ZoomOut,
    /// The input before.
    PreviousInput,
    /// The input after.
    NextInput,
    /// The first input of the list.
    FirstInput,
    /// The last input of the list.
    LastInput,
    /// Marks the input as done and goes on.
    DoneAndNext,
    /// Leaves the input out and goes on.
    Skip,
    /// The next input of which nobody said anything.
    NextUnlabeled,
    /// Hides all shapes, or shows them.
    HideAll,
    /// Deletes what is selected.
    Delete,
    /// Remembers what is selected.
    Copy,
    /// Adds what is remembered to this input.
    Paste,
    /// Adds what is selected once more.
    Duplicate,
    /// Adds everything that the input before has.
    CopyFromPrevious,
    /// Selects all shapes that are shown.
    SelectAllShapes,
    /// Says another concept of what is selected.
    Reassign,
    /// Keeps what is selected from being changed, or lets it be.
    Lock,
    /// Draws what is selected above everything else.
    BringToFront,
    /// Draws what is selected below everything else.
    SendToBack,
    /// Draws another of what was drawn last.
    DrawAgain,
    /// Turns what is seen by a quarter.
    Rotate,
    /// Shows the picture with its colours inverted.
    Invert,
    /// What is known of the input.
    Info,
    /// The row of small pictures.
    FilmStrip,
    /// Plays the video, or stops it.
    PlayOrPause,
    /// A frame back.
    PreviousFrame,
    /// A frame on.
    NextFrame,
    /// To the key frame before.
    PreviousKeyFrame,
    /// To the key frame after.
    NextKeyFrame,
    /// Adds a key frame, or deletes it.
    KeyFrame,
    /// Something is before the track.
    Occluded,
    /// The track isn't in the picture.
    Outside,
    /// The track goes no farther.
    EndTrack,
    /// Two tracks of one.
    SplitTrack,
    /// One track of several.
    MergeTracks,
    /// A time range begins, or ends.
    MarkRange,
    /// Goes to the search field.
    Search,
    /// Leaves the viewer.
    BackToGrid,
}

/// Where somebody is when a key is pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Where {
    /// The grid of inputs.
    Grid,
    /// The viewer of one input.
    Viewer,
    /// Any other page.
    Elsewhere,
}

/// A part of the help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// On every page.
    Everywhere,
    /// In the grid.
    Grid,
    /// The viewer's tools.
    Tools,
    /// The viewer's picture.
    Picture,
    /// Time, in videos.
    Video,
    /// From input to input.
    Moving,
}

/// One row.
#[derive(Clone, Copy, Debug)]
pub struct Action {
    /// Which.
    pub id: ActionId,
    /// What people call it.
    pub label: &'static str,
    /// What it does, in a line; may be empty.
    pub hint: &'static str,
    /// Its keys; the first one is shown beside its name.
    pub keys: &'static [Chord],
    /// Where it can be done.
    pub places: &'static [Where],
    /// Where the help lists it.
    pub section: Section,
}

impl Where {
    /// Every place.
    pub const ALL: [Self; 3] = [Self::Grid, Self::Viewer, Self::Elsewhere];
}

impl Section {
    /// In the order of the help.
    pub const ALL: [Self; 6] = [
        Self::Everywhere,
        Self::Grid,
        Self::Tools,
        Self::Picture,
        Self::Video,
        Self::Moving,
    ];

    /// Its heading.
    pub fn title(self) -> &'static str {
        match self {
            Self::Everywhere => "Everywhere",
            Self::Grid => "Inputs",
            Self::Tools => "Tools",
            Self::Picture => "Picture and shapes",
            Self::Video => "Video",
            Self::Moving => "From input to input",
        }
    }
}

const fn letter(letter: char) -> Chord {
    Chord::plain(Key::Letter(letter))
}

const fn named(named: Named) -> Chord {
    Chord::plain(Key::Named(named))
}

const fn everywhere(
    id: ActionId,
    label: &'static str,
    hint: &'static str,
    keys: &'static [Chord],
) -> Action {
    Action {
        id,
        label,
        hint,
        keys,
        places: &Where::ALL,
        section: Section::Everywhere,
    }
}

const fn grid(
    id: ActionId,
    label: &'static str,
    hint: &'static str,
    keys: &'static [Chord],
) -> Action {
    Action {
        id,
        label,
        hint,
        keys,
        places: &[Where::Grid],
        section: Section::Grid,
    }
}

const fn viewer(
    section: Section,
    id: ActionId,
    label: &'static str,
    hint: &'static str,
    keys: &'static [Chord],
) -> Action {
    Action {
        id,
        label,
        hint,
        keys,
        places: &[Where::Viewer],
        section,
    }
}

use ActionId as Id;
use Section::{Moving, Picture, Tools, Video};

/// Every action, in the order of the help.
pub const TABLE: &[Action] = &[
    everywhere(
        Id::Undo,
        "Undo",
        "Takes the last step back",
        &[Chord::ctrl(Key::Letter('Z'))],
    ),
    everywhere(
        Id::Redo,
        "Redo",
        "Does again what was undone",
        &[
            Chord::ctrl_shift(Key::Letter('Z')),
            Chord::ctrl(Key::Letter('Y')),
        ],
    ),
    everywhere(
        Id::Shortcuts,
        "Keyboard shortcuts",
        "This list",
        &[Chord::plain(Key::Sign('?'))],
    ),
    everywhere(
        Id::ToggleSidebar,
        "Sidebar",
        "Folds and unfolds it",
        &[Chord::ctrl(Key::Letter('B'))],
    ),
    grid(
        Id::OpenInput,
        "Open input",
        "The one with the focus; the arrow keys move it",
        &[named(Named::Enter)],
    ),
    grid(
        Id::DeleteInput,
        "Delete input",
        "The one with the focus",
        &[named(Named::Delete)],
    ),
    grid(
        Id::SelectInput,
        "Select input",
        "Or let go of it; Ctrl+click does it too",
        &[named(Named::Space)],
    ),
    grid(
        Id::SelectRange,
        "Select range",
        "From the last one selected; Shift+click does it too",
        &[Chord {
            shift: true,
            ..named(Named::Space)
        }],
    ),
    grid(
        Id::SelectAll,
        "Select all",
        "Every input of the list",
        &[Chord::ctrl(Key::Letter('A'))],
    ),
    grid(
        Id::Search,
        "Search inputs",
        "Goes to the search box",
        &[Chord::plain(Key::Sign('/')), Chord::ctrl(Key::Letter('F'))],
    ),
    grid(
        Id::ClearSelection,
        "Clear selection",
        "",
        &[named(Named::Escape)],
    ),
    viewer(
        Tools,
        Id::ToolSelect,
        "Select / Edit",
        "Click a shape to select it, drag its handles",
        &[letter('V')],
    ),
    viewer(
        Tools,
        Id::ToolBox,
        "Bounding Box",
        "Drag from corner to corner",
        &[letter('B')],
    ),
    viewer(
        Tools,
        Id::ToolPolygon,
        "Polygon",
        "Click for every vertex, Enter closes",
        &[letter('P')],
    ),
    viewer(
        Tools,
        Id::ToolBrush,
        "Brush",
        "Drag to paint a mask; with Alt it erases",
        &[letter('M')],
    ),
    viewer(
        Tools,
        Id::ToolEraser,
        "Eraser",
        "Drag over a mask to erase from it",
        &[letter('W')],
    ),
    viewer(
        Tools,
        Id::ToolSpan,
        "Span",
        "Drag over words of a text",
        &[letter('S')],
    ),
    viewer(
        Tools,
        Id::BrushSmaller,
        "Smaller brush",
        "Of the eraser too",
        &[Chord::plain(Key::Sign('['))],
    ),
    viewer(
        Tools,
        Id::BrushLarger,
        "Larger brush",
        "",
        &[Chord::plain(Key::Sign(']'))],
    ),
    viewer(
        Tools,
        Id::DrawAgain,
        "Draw again",
        "The shape and the concept of the last time",
        &[letter('R')],
    ),
    viewer(
        Tools,
        Id::ToolHand,
        "Hand",
        "Drag to move the picture",
        &[letter('H')],
    ),
    viewer(
        Tools,
        Id::ToolZoom,
        "Zoom",
        "Click to come nearer, with Alt to go farther",
        &[letter('Z')],
    ),
    viewer(
        Picture,
        Id::Fit,
        "Fit",
        "The whole picture",
        &[Chord::ctrl(Key::Digit(0))],
    ),
    viewer(
        Picture,
        Id::ActualSize,
        "100 %",
        "A pixel of the picture is one of the screen",
        &[Chord::ctrl(Key::Digit(1))],
    ),
    viewer(
        Picture,
        Id::ZoomIn,
        "Zoom in",
        "About the pointer; Ctrl and the wheel too",
        &[Chord::ctrl(Key::Sign('+')), Chord::ctrl(Key::Sign('='))],
    ),
    viewer(
        Picture,
        Id::ZoomOut,
        "Zoom out",
        "",
        &[Chord::ctrl(Key::Sign('-'))],
    ),
    viewer(
        Picture,
        Id::Rotate,
        "Rotate",
        "What you see, by a quarter; never the file",
        &[Chord {
            shift: true,
            ..letter('R')
        }],
    ),
    viewer(
        Picture,
        Id::Invert,
        "Invert",
        "The colours that you see, never the file",
        &[letter('I')],
    ),
    viewer(
        Picture,
        Id::Info,
        "Info",
        "Name, size, date, resolution, metadata",
        &[Chord {
            shift: true,
            ..letter('I')
        }],
    ),
    viewer(
        Picture,
        Id::HideAll,
        "Hide shapes",
        "All of them, and shows them again",
        &[letter('X')],
    ),
    viewer(
        Picture,
        Id::SelectAllShapes,
        "Select all shapes",
        "That are shown; Shift+drag selects some",
        &[Chord::ctrl(Key::Letter('A'))],
    ),
    viewer(
        Picture,
        Id::Reassign,
        "Reassign",
        "Another concept for what is selected",
        &[letter('E')],
    ),
    viewer(
        Picture,
        Id::Lock,
        "Lock",
        "What is selected; unlocks it as well",
        &[letter('L')],
    ),
    viewer(
        Picture,
        Id::BringToFront,
        "Bring to front",
        "What is selected",
        &[Chord::ctrl(Key::Sign(']'))],
    ),
    viewer(
        Picture,
        Id::SendToBack,
        "Send to back",
        "What is selected",
        &[Chord::ctrl(Key::Sign('['))],
    ),
    viewer(
        Picture,
        Id::Delete,
        "Delete",
        "What is selected",
        &[named(Named::Delete), named(Named::Backspace)],
    ),
    viewer(
        Picture,
        Id::Copy,
        "Copy",
        "What is selected, for this input or another",
        &[Chord::ctrl(Key::Letter('C'))],
    ),
    viewer(
        Picture,
        Id::Paste,
        "Paste",
        "What was copied",
        &[Chord::ctrl(Key::Letter('V'))],
    ),
    viewer(
        Picture,
        Id::Duplicate,
        "Duplicate",
        "What is selected",
        &[Chord::ctrl(Key::Letter('D'))],
    ),
    viewer(
        Picture,
        Id::CopyFromPrevious,
        "Copy from previous input",
        "Everything that is on it",
        &[Chord::ctrl_shift(Key::Letter('V'))],
    ),
    viewer(
        Video,
        Id::PlayOrPause,
        "Play",
        "And stop; held down, the space bar moves the picture",
        &[named(Named::Space)],
    ),
    viewer(
        Video,
        Id::PreviousFrame,
        "Previous frame",
        "",
        &[Chord::plain(Key::Sign(','))],
    ),
    viewer(
        Video,
        Id::NextFrame,
        "Next frame",
        "",
        &[Chord::plain(Key::Sign('.'))],
    ),
    viewer(
        Video,
        Id::PreviousKeyFrame,
        "Previous key frame",
        "Of what is selected, else of all tracks",
        &[Chord::plain(Key::Sign('<'))],
    ),
    viewer(
        Video,
        Id::NextKeyFrame,
        "Next key frame",
        "",
        &[Chord::plain(Key::Sign('>'))],
    ),
    viewer(
        Video,
        Id::KeyFrame,
        "Key frame",
        "Adds one to what is selected, or deletes it",
        &[letter('K')],
    ),
    viewer(
        Video,
        Id::Occluded,
        "Occluded",
        "Something is before it from here on; and nothing again",
        &[letter('Q')],
    ),
    viewer(
        Video,
        Id::Outside,
        "Outside",
        "It isn't in the picture from here on; and is again",
        &[letter('O')],
    ),
    viewer(
        Video,
        Id::EndTrack,
        "End track",
        "It goes no farther; later key frames go",
        &[Chord {
            shift: true,
            ..letter('O')
        }],
    ),
    viewer(
        Video,
        Id::SplitTrack,
        "Split track",
        "Another one begins at this frame",
        &[Chord {
            alt: true,
            ..letter('M')
        }],
    ),
    viewer(
        Video,
        Id::MergeTracks,
        "Merge tracks",
        "One of several that follow each other",
        &[Chord {
            shift: true,
            ..letter('M')
        }],
    ),
    viewer(
        Video,
        Id::MarkRange,
        "Time range",
        "Begins here, and ends where it is pressed again",
        &[letter('T')],
    ),
    viewer(
        Moving,
        Id::PreviousInput,
        "Previous input",
        "Arrow keys when nothing is selected",
        &[named(Named::Left), named(Named::Up)],
    ),
    viewer(
        Moving,
        Id::NextInput,
        "Next input",
        "",
        &[named(Named::Right), named(Named::Down)],
    ),
    viewer(
        Moving,
        Id::FirstInput,
        "First input",
        "Of the list",
        &[named(Named::Home)],
    ),
    viewer(
        Moving,
        Id::LastInput,
        "Last input",
        "Of the list",
        &[named(Named::End)],
    ),
    viewer(
        Moving,
        Id::FilmStrip,
        "Film strip",
        "Shows and hides it",
        &[letter('F')],
    ),
    viewer(
        Moving,
        Id::DoneAndNext,
        "Done and next",
        "",
        &[Chord::ctrl(Key::Named(Named::Enter))],
    ),
    viewer(
        Moving,
        Id::Skip,
        "Skip",
        "Leaves this input out",
        &[Chord::ctrl_shift(Key::Named(Named::Enter))],
    ),
    viewer(
        Moving,
        Id::NextUnlabeled,
        "Next unlabeled",
        "",
        &[letter('N')],
    ),
    viewer(
        Moving,
        Id::BackToGrid,
        "Back to the inputs",
        "",
        &[letter('G')],
    ),
];
