//! What helps the eye and the hand in the viewer, as this person likes it.

use super::prefs;
use crate::tools::Brush;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// When the names of shapes are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Names {
    /// On every shape.
    Always,
    /// On what is hovered or selected.
    #[default]
    Hover,
    /// Never.
    Never,
}

/// The aids.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Aids {
    /// Crosshair guides while drawing.
    pub guides: bool,
    /// The size of what is being drawn.
    pub sizes: bool,
    /// Per cent of a shape's colour in its inside.
    pub fill: u8,
    /// Per cent of a mask's colour in its pixels.
    pub mask: u8,
    /// Of an outline, in tenths of a CSS pixel.
    pub line: u8,
    /// When names are shown.
    pub names: Names,
    /// What the tool in hand does, at the foot of the stage.
    pub hints: bool,
    /// From input to input the camera stays where it is.
    pub keeps_zoom: bool,
    /// The wheel zooms without Ctrl.
    pub wheel_zooms: bool,
    /// A new box belongs to the smallest one around it.
    pub nests: bool,
    /// The row of small pictures is shown.
    pub strip: bool,
    /// A drag over a text takes whole words.
    pub whole_words: bool,
    /// How the brush and the eraser paint.
    pub brush: Brush,
}

impl Default for Aids {
    fn default() -> Self {
        Self {
            guides: true,
            sizes: true,
            fill: 10,
            mask: 43,
            line: 20,
            names: Names::Hover,
            hints: true,
            keeps_zoom: false,
            wheel_zooms: false,
            nests: false,
            strip: true,
            whole_words: true,
            brush: Brush::default(),
        }
    }
}

/// The aids as they were left.
pub fn load() -> RwSignal<Aids> {
    RwSignal::new(prefs::load("aids"))
}

/// Changes the aids, and remembers.
pub fn change(aids: RwSignal<Aids>, f: impl FnOnce(&mut Aids)) {
    aids.update(f);
    prefs::store("aids", &aids.get_untracked());
}
