//! The formats by name, and what each can hold: all that the page needs to know of them.

use serde::{Deserialize, Serialize};

/// A label format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Format {
    /// Cartouche's own JSON: holds everything.
    Native,
    /// COCO instances.
    Coco,
}

impl Format {
    /// Every format, in the order of the Export dialog.
    pub const ALL: [Self; 2] = [Self::Coco, Self::Native];

    /// As it is called on the screen.
    pub fn name(self) -> &'static str {
        match self {
            Self::Native => "Cartouche JSON",
            Self::Coco => "COCO",
        }
    }

    /// What it holds, in a line.
    pub fn hint(self) -> &'static str {
        match self {
            Self::Native => "Everything: a backup that opens as the same project",
            Self::Coco => "Boxes, polygons and masks, for training; no classifications",
        }
    }

    /// How an export is called.
    pub fn file_name(self, project: &str) -> String {
        let stem: String = project
            .chars()
            .map(|c| {
                if c.is_alphanumeric() || "-_ ".contains(c) {
                    c
                } else {
                    '_'
                }
            })
            .collect();
        match self {
            Self::Native => format!("{stem}.cartouche.json"),
            Self::Coco => format!("{stem}.coco.json"),
        }
    }
}
