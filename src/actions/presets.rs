//! Keys for people who come from other tools: what is in their fingers, as far as a browser leaves it to a page. No
//! letter without Ctrl deletes anything, whatever the other tool does.

use super::{ActionId as Id, Chord, Keymap};

/// Somebody else's keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Preset {
    /// Our own.
    Cartouche,
    /// CVAT's default key map.
    Cvat,
    /// Label Studio's `keymap.json`.
    LabelStudio,
    /// labelme's `default_config.yaml`.
    Labelme,
    /// VIA 2's help.
    Via,
}

/// The actions of a preset that have other keys than the table gives them.
type Rows = &'static [(Id, &'static [&'static str])];

const CVAT: Rows = &[
    (Id::NextInput, &["F", "→"]),
    (Id::PreviousInput, &["D", "←"]),
    (Id::FilmStrip, &["Shift+F"]),
    (Id::DrawAgain, &["N"]),
    (Id::NextUnlabeled, &["Shift+N"]),
    (Id::HideAll, &["T"]),
    (Id::MarkRange, &["Shift+T"]),
    (Id::Lock, &["L"]),
    (Id::CopyFromPrevious, &["Ctrl+Shift+V"]),
    (Id::Rotate, &["Shift+R"]),
];

const LABEL_STUDIO: Rows = &[
    (Id::ToolBox, &["R"]),
    (Id::ToolPolygon, &["P"]),
    (Id::DrawAgain, &["B"]),
    (Id::NextInput, &["Ctrl+→", "→"]),
    (Id::PreviousInput, &["Ctrl+←", "←"]),
    (Id::HideAll, &["Alt+H"]),
    (Id::Lock, &["Alt+L"]),
    (Id::Reassign, &["Alt+R"]),
    (Id::Rotate, &["Alt+→"]),
    (Id::Skip, &["Ctrl+Space"]),
];

const LABELME: Rows = &[
    (Id::NextInput, &["D", "→"]),
    (Id::PreviousInput, &["A", "←"]),
    (Id::ToolBox, &["Ctrl+R"]),
    (Id::ToolSelect, &["Ctrl+J", "V"]),
    (Id::Fit, &["Ctrl+F", "Ctrl+0"]),
    (Id::HideAll, &["T"]),
    (Id::MarkRange, &["Shift+T"]),
    (Id::CopyFromPrevious, &["Ctrl+P"]),
    (Id::Reassign, &["Ctrl+E"]),
    (Id::Lock, &["L"]),
];

const VIA: Rows = &[
    (Id::NextInput, &["→", "Page down"]),
    (Id::PreviousInput, &["←", "Page up"]),
    (Id::SelectAllShapes, &["A", "Ctrl+A"]),
    (Id::Copy, &["C", "Ctrl+C"]),
    (Id::Paste, &["V", "Ctrl+V"]),
    (Id::ToolSelect, &["S"]),
    (Id::ToolSpan, &["Shift+S"]),
    (Id::ToolBox, &["Shift+B"]),
    (Id::HideAll, &["B"]),
];

impl Preset {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Cartouche,
        Self::Cvat,
        Self::LabelStudio,
        Self::Labelme,
        Self::Via,
    ];

    /// As people call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Cartouche => "Cartouche",
            Self::Cvat => "CVAT",
            Self::LabelStudio => "Label Studio",
            Self::Labelme => "labelme",
            Self::Via => "VIA",
        }
    }

    /// Its keys.
    pub fn keymap(self) -> Keymap {
        let rows = match self {
            Self::Cartouche => &[],
            Self::Cvat => CVAT,
            Self::LabelStudio => LABEL_STUDIO,
            Self::Labelme => LABELME,
            Self::Via => VIA,
        };
        let mut keymap = Keymap::default();
        for (id, keys) in rows {
            let keys = keys.iter().filter_map(|text| Chord::parse(text));
            keymap.set(*id, keys.collect());
        }
        keymap
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actions::Where;

    #[test]
    fn every_key_of_a_preset_is_one_and_means_what_it_says() {
        for (preset, rows) in [
            (Preset::Cvat, CVAT),
            (Preset::LabelStudio, LABEL_STUDIO),
            (Preset::Labelme, LABELME),
            (Preset::Via, VIA),
        ] {
            let keymap = preset.keymap();
            for (id, text) in rows
                .iter()
                .flat_map(|(id, keys)| keys.iter().map(|it| (*id, it)))
            {
                let chord = Chord::parse(text);
                let found = chord.and_then(|chord| keymap.action_for(&chord, Where::Viewer));
                assert_eq!(found, Some(id), "{text} of {preset:?}");
            }
        }
    }
}
