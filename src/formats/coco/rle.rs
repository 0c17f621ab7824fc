//! COCO's run-length codes.

use super::segmentation::{Counts, RawRuns};
use crate::geometry::{Mask, PixelSize};

/// The mask that a code says, for a picture of this size if that is known.
///
/// # Errors
/// In plain words.
pub(super) fn mask(code: RawRuns, picture: Option<PixelSize>) -> Result<Mask, String> {
    let [height, width] = code.size;
    let size = match (u32::try_from(width), u32::try_from(height)) {
        (Ok(width), Ok(height)) => PixelSize::new(width, height),
        _ => return Err("the size of the mask is too large".into()),
    };
    if picture.is_some_and(|picture| picture != size) {
        return Err("the size of the mask isn't that of the picture".into());
    }
    let runs = match code.counts {
        Counts::Numbers(runs) => runs,
        Counts::Text(text) => runs_of_text(&text)?,
    };
    // The sum may differ from record to record; the reason is one.
    Mask::new(size, runs).map_err(|error| match error {
        crate::geometry::MaskError::WrongSum { .. } => {
            "the runs of the mask don't add up to its size".into()
        }
        crate::geometry::MaskError::TooLarge(_) => {
            "the mask has more than 268,435,456 pixels".into()
        }
    })
}

/// Runs from COCO's text: groups of 5 bits, the low ones first, 0x20 meaning that more follow; from the fourth run on,
/// what is written is the difference to the run two places before.
fn runs_of_text(text: &str) -> Result<Vec<u32>, String> {
    let wrong = || "the mask's text isn't a run-length code".to_owned();
    let mut runs: Vec<u32> = Vec::new();
    let (mut number, mut shift) = (0i64, 0u32);
    for byte in text.bytes() {
        let group = byte
            .checked_sub(48)
            .filter(|group| *group < 64)
            .ok_or_else(wrong)?;
        if shift > 30 {
            return Err(wrong());
        }
        number |= i64::from(group & 0x1f) << shift;
        shift += 5;
        if group & 0x20 != 0 {
            continue;
        }
        if group & 0x10 != 0 {
            number |= -1i64 << shift;
        }
        if let Some(before) = runs.len().checked_sub(2).filter(|_| runs.len() > 2) {
            number += runs.get(before).copied().map_or(0, i64::from);
        }
        runs.push(u32::try_from(number).map_err(|_| wrong())?);
        (number, shift) = (0, 0);
    }
    if shift == 0 { Ok(runs) } else { Err(wrong()) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// C9: what `rleToString` of cocoapi makes of these runs.
    #[test]
    fn text_is_read_as_cocoapi_writes_it() {
        assert_eq!(runs_of_text("").unwrap(), Vec::<u32>::new());
        assert_eq!(runs_of_text("52203").unwrap(), vec![5, 2, 2, 2, 5]);
    }

    /// C9: broken texts are refused.
    #[test]
    fn broken_text_is_refused() {
        for text in ["P", "5P", " ", "ooooooooo0", "N", "é"] {
            assert!(runs_of_text(text).is_err(), "{text}");
        }
    }
}
