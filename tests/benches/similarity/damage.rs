//! Copies of pictures as they are met: cut, stored anew, mirrored, lighter, darker.

use crate::chance::Chance;
use crate::scenes::Picture;
use crate::{blank, jpeg};
use cartouche::geometry::PixelSize;

/// What makes a copy.
#[derive(Clone, Copy)]
pub enum Damage {
    /// Cut anywhere, so that this share of each side stays.
    Crop(f32),
    /// As JPEG of this quality.
    Jpeg(f32),
    /// Left and right swapped.
    Mirror,
    /// Every channel times this.
    Light(f32),
    /// A crop, as JPEG, in another light.
    All,
}

impl Damage {
    /// In the order of the table.
    pub const ALL: [Self; 8] = [
        Self::Crop(0.9),
        Self::Crop(0.75),
        Self::Jpeg(50.0),
        Self::Jpeg(10.0),
        Self::Mirror,
        Self::Light(1.2),
        Self::Light(0.8),
        Self::All,
    ];

    /// As the table calls it.
    pub fn name(self) -> String {
        match self {
            Self::Crop(side) => format!("crop to {:.0} % of each side", side * 100.0),
            Self::Jpeg(quality) => format!("JPEG of quality {quality}"),
            Self::Mirror => "mirrored".to_owned(),
            Self::Light(factor) => format!("brightness {:+.0} %", factor * 100.0 - 100.0),
            Self::All => "mirrored, crop to 90 %, JPEG 50, brightness +20 %".to_owned(),
        }
    }

    /// A copy.
    pub fn of(self, picture: &Picture, chance: &mut Chance) -> Picture {
        match self {
            Self::Crop(side) => crop(picture, side, chance),
            Self::Jpeg(quality) => jpeg::stored(picture, quality),
            Self::Mirror => moved(picture, picture.size, |width, x, y| (width - 1 - x, y)),
            Self::Light(factor) => lit(picture, factor),
            Self::All => [
                Self::Mirror,
                Self::Crop(0.9),
                Self::Light(1.2),
                Self::Jpeg(50.0),
            ]
            .into_iter()
            .fold(picture.clone(), |picture, damage| {
                damage.of(&picture, chance)
            }),
        }
    }
}

/// Each pixel from elsewhere.
fn moved(
    picture: &Picture,
    size: PixelSize,
    from: impl Fn(u32, u32, u32) -> (u32, u32),
) -> Picture {
    let mut made = blank(size, [0; 3]);
    for (at, pixel) in (0..).zip(made.rgba.chunks_exact_mut(4)) {
        let (x, y) = from(picture.size.width, at % size.width, at / size.width);
        let start = (y * picture.size.width + x) as usize * 4;
        pixel.copy_from_slice(&picture.rgba[start..start + 4]);
    }
    made
}

fn crop(picture: &Picture, side: f32, chance: &mut Chance) -> Picture {
    let part = |length: u32| (length as f32 * side).round() as u32;
    let size = PixelSize::new(part(picture.size.width), part(picture.size.height));
    let left = chance.below((picture.size.width - size.width + 1) as usize) as u32;
    let top = chance.below((picture.size.height - size.height + 1) as usize) as u32;
    moved(picture, size, |_, x, y| (x + left, y + top))
}

fn lit(picture: &Picture, factor: f32) -> Picture {
    let mut made = picture.clone();
    for pixel in made.rgba.chunks_exact_mut(4) {
        for channel in &mut pixel[..3] {
            *channel = (f32::from(*channel) * factor).min(255.0) as u8;
        }
    }
    made
}
