//! Mask files: a PNG whose pixels say what is there, by index, by grey value or by colour, and whose picture is found by
//! its name.

use crate::geometry::{Mask, MaskError, PixelSize};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};
use std::io::Cursor;

/// A file with more different values than this is a picture.
const MOST_VALUES: usize = 256;

/// The largest file that is decoded, in bytes of pixels.
const MOST_BYTES: usize = 1 << 30;

/// What a mask file has.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MaskFile {
    /// Its size, which is that of its picture.
    pub size: PixelSize,
    /// What its pixels are, but for the background: 0, or black.
    pub values: Vec<MaskValue>,
}

/// All pixels of one value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MaskValue {
    /// What they are.
    pub value: PixelValue,
    /// What the palette shows them as, or what they are.
    pub color: [u8; 3],
    /// Where they are.
    pub mask: Mask,
}

/// What a pixel of a mask file says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum PixelValue {
    /// An index into a palette, or a grey value.
    Number(u16),
    /// A colour.
    Color([u8; 3]),
}

impl MaskFile {
    /// Reads a PNG. Every pixel is taken as it stands in the file: no colour profile, no gamma, no mixing.
    ///
    /// # Errors
    /// It is no PNG, or has too many different values; in words that follow the file's name.
    pub fn read(bytes: &[u8]) -> Result<Self, String> {
        let damaged =
            |error: png::DecodingError| format!("this is no PNG that can be read: {error}");
        let mut decoder = png::Decoder::new(Cursor::new(bytes));
        // Indices stay indices; bits below eight become bytes of their own value by hand below.
        decoder.set_transformations(png::Transformations::IDENTITY);
        let mut reader = decoder.read_info().map_err(damaged)?;
        let room = reader
            .output_buffer_size()
            .filter(|room| *room <= MOST_BYTES);
        let mut rows = vec![0; room.ok_or("the mask is too large to be decoded")?];
        let info = reader.next_frame(&mut rows).map_err(damaged)?;
        let size = PixelSize::new(info.width, info.height);
        let palette = reader
            .info()
            .palette
            .clone()
            .unwrap_or_default()
            .into_owned();
        let layout = Layout {
            color: info.color_type,
            depth: info.bit_depth as usize,
            line: info.line_size,
        };
        let mut found: Vec<(PixelValue, Runs)> = Vec::new();
        let mut last = 0;
        // Column by column, as masks count.
        for x in 0..info.width as usize {
            for y in 0..info.height as usize {
                let value = layout.value(&rows, x, y).ok_or("the file ends too early")?;
                let at = x as u64 * u64::from(info.height) + y as u64;
                if is_background(value) {
                    continue;
                }
                // Mostly it is what the pixel above is.
                if found.get(last).is_none_or(|(of, _)| *of != value) {
                    last = found
                        .iter()
                        .position(|(of, _)| *of == value)
                        .unwrap_or(found.len());
                }
                if last == found.len() {
                    found.push((value, Runs::default()));
                }
                if found.len() > MOST_VALUES {
                    return Err(format!(
                        "it has more than {MOST_VALUES} different values: it is a picture, and no mask"
                    ));
                }
                if let Some((_, runs)) = found.get_mut(last) {
                    runs.push(at);
                }
            }
        }
        found.sort_unstable_by_key(|(value, _)| *value);
        let values = found.into_iter().map(|(value, runs)| {
            let color = match value {
                PixelValue::Color(color) => color,
                PixelValue::Number(number) => palette_color(&palette, number),
            };
            let mask = runs.mask(size).map_err(|error| error.to_string())?;
            Ok(MaskValue { value, color, mask })
        });
        Ok(Self {
            size,
            values: values.collect::<Result<_, String>>()?,
        })
    }
}

impl PixelValue {
    /// As people read it: `3`, or `#80c000`.
    pub fn text(self) -> String {
        match self {
            Self::Number(number) => number.to_string(),
            Self::Color([red, green, blue]) => format!("#{red:02x}{green:02x}{blue:02x}"),
        }
    }

    /// VOC's border, which is no class.
    pub fn is_void(self) -> bool {
        self == Self::Number(255)
    }
}

fn is_background(value: PixelValue) -> bool {
    matches!(value, PixelValue::Number(0) | PixelValue::Color([0, 0, 0]))
}

/// The palette's colour; without a palette the grey itself.
fn palette_color(palette: &[u8], number: u16) -> [u8; 3] {
    let at = usize::from(number) * 3;
    match palette.get(at..at + 3) {
        Some([red, green, blue]) => [*red, *green, *blue],
        _ => [number.min(255) as u8; 3],
    }
}

/// How the rows of a decoded file are laid out.
struct Layout {
    color: png::ColorType,
    depth: usize,
    line: usize,
}

impl Layout {
    fn value(&self, rows: &[u8], x: usize, y: usize) -> Option<PixelValue> {
        let row = rows.get(y * self.line..(y + 1) * self.line)?;
        let sample = |at: usize| match self.depth {
            16 => Some(u16::from_be_bytes([
                *row.get(2 * at)?,
                *row.get(2 * at + 1)?,
            ])),
            8 => row.get(at).copied().map(u16::from),
            depth => {
                let (byte, place) = (at * depth / 8, at * depth % 8);
                let bits = row.get(byte)? >> (8 - depth - place);
                Some(u16::from(bits) & ((1 << depth) - 1))
            }
        };
        let channels = self.color.samples();
        let first = sample(x * channels)?;
        // Of 16 bits a channel the upper eight: colours of masks are those of eight.
        let channel =
            |at: usize| Some((sample(x * channels + at)? >> self.depth.saturating_sub(8)) as u8);
        Some(match self.color {
            png::ColorType::Indexed | png::ColorType::Grayscale => PixelValue::Number(first),
            png::ColorType::GrayscaleAlpha => match sample(x * channels + 1)? {
                0 => PixelValue::Number(0),
                _ => PixelValue::Number(first),
            },
            png::ColorType::Rgba if sample(x * channels + 3)? == 0 => PixelValue::Color([0, 0, 0]),
            png::ColorType::Rgb | png::ColorType::Rgba => {
                PixelValue::Color([channel(0)?, channel(1)?, channel(2)?])
            }
        })
    }
}

/// Runs as they grow, position by position.
#[derive(Default)]
struct Runs {
    runs: Vec<u32>,
    end: u64,
}

impl Runs {
    fn push(&mut self, at: u64) {
        match self.runs.last_mut() {
            Some(last) if at == self.end => *last += 1,
            _ => {
                // Shorter than a picture, which has less than 2^32 pixels.
                self.runs.push((at - self.end) as u32);
                self.runs.push(1);
            }
        }
        self.end = at + 1;
    }

    fn mask(mut self, size: PixelSize) -> Result<Mask, MaskError> {
        let rest = size.area().saturating_sub(self.end);
        if rest > 0 {
            self.runs.push(u32::try_from(rest).unwrap_or(u32::MAX));
        }
        Mask::new(size, self.runs)
    }
}

/// Words that say of a file or a folder that masks are meant.
const WORDS: [&str; 13] = [
    "mask",
    "masks",
    "label",
    "labels",
    "seg",
    "segmentation",
    "segmentationclass",
    "segmentationobject",
    "annotation",
    "annotations",
    "gt",
    "groundtruth",
    "labelids",
];

/// The file is a mask by its name: its last word, or a folder that it is in, says so.
pub fn is_mask_name(name: &str) -> bool {
    let lower = name.to_lowercase();
    let Some(stem) = lower.strip_suffix(".png") else {
        return false;
    };
    let (folders, file) = stem.rsplit_once('/').unwrap_or(("", stem));
    let last = file
        .rsplit(['_', '-', '.'])
        .next()
        .filter(|last| *last != file);
    folders
        .split('/')
        .chain(last)
        .any(|word| WORDS.contains(&word))
}

/// Folders that say how a set is divided, and nothing of what is seen.
const SPLITS: [&str; 7] = [
    "train",
    "training",
    "val",
    "valid",
    "validation",
    "test",
    "testing",
];

/// Pictures by their names, to find those that masks are of.
pub struct Pictures<'a> {
    /// By the name without folders and ending: the place among all, and the folders.
    by_stem: HashMap<&'a str, Vec<(usize, &'a str)>>,
}

impl<'a> Pictures<'a> {
    /// The pictures with these names, folders included.
    pub fn new(names: impl Iterator<Item = &'a str>) -> Self {
        let mut by_stem: HashMap<&str, Vec<(usize, &str)>> = HashMap::new();
        for (at, name) in names.enumerate() {
            let (folders, file) = name.rsplit_once('/').unwrap_or(("", name));
            let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
            by_stem.entry(stem).or_default().push((at, folders));
        }
        Self { by_stem }
    }

    /// Which picture a mask file is of, by its place among all, and the concept that the file's name says: the rest of
    /// it, or else the folder that it is in. None where no picture, or more than one, has the name.
    pub fn meant<'m>(&self, mask: &'m str) -> Option<(usize, Option<&'m str>)> {
        let mask = mask.rsplit_once('.').map_or(mask, |(stem, _)| stem);
        let (folders, file) = mask.rsplit_once('/').unwrap_or(("", mask));
        // The longest name that fits: `a_1_mask.png` is of `a_1.png`, and not of `a.png`.
        let ends = file
            .char_indices()
            .rev()
            .filter(|(_, letter)| matches!(letter, '_' | '-' | '.'));
        let ends = std::iter::once(file.len()).chain(ends.map(|(at, _)| at));
        let stems = ends.filter_map(|end| Some((end, self.by_stem.get(file.get(..end)?)?)));
        let (end, found) = stems.into_iter().next()?;
        let at = nearest(found, folders)?;
        let is_name = |word: &&str| {
            let lower = word.to_lowercase();
            !word.is_empty()
                && !WORDS.contains(&lower.as_str())
                && !SPLITS.contains(&lower.as_str())
        };
        let said = file
            .get(end..)
            .map(|rest| rest.trim_start_matches(['_', '-', '.']));
        let has_word = || {
            folders
                .split('/')
                .any(|part| WORDS.contains(&part.to_lowercase().as_str()))
        };
        let by_folder = || {
            folders
                .rsplit('/')
                .next()
                .filter(|_| has_word())
                .filter(is_name)
        };
        Some((at, said.filter(is_name).or_else(by_folder)))
    }
}

/// The one whose folders have the most in common with these; none where that are several.
fn nearest(found: &[(usize, &str)], folders: &str) -> Option<usize> {
    let wanted: Vec<_> = folders.split('/').filter(|part| !part.is_empty()).collect();
    let shared = |of: &str| of.split('/').filter(|part| wanted.contains(part)).count();
    let most = found.iter().map(|(_, of)| shared(of)).max()?;
    let mut best = found.iter().filter(|(_, of)| shared(of) == most);
    let (at, _) = best.next()?;
    best.next().is_none().then_some(*at)
}

/// The names that a legend gives: `labelmap.txt` (`name:r,g,b:…`) by colour, a list of names (one a line) by number
/// from 0. None where the file is no legend by its name.
pub fn legend(name: &str, text: &str) -> Option<BTreeMap<PixelValue, String>> {
    let file = name.rsplit('/').next().unwrap_or(name).to_lowercase();
    let lines = text.lines().map(str::trim);
    match file.as_str() {
        "labelmap.txt" => {
            let lines = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
            let named = lines.filter_map(|line| {
                let mut parts = line.split(':');
                let (name, color) = (parts.next()?.trim(), parts.next()?);
                let mut channels = color.split(',').map(|channel| channel.trim().parse::<u8>());
                let color = [
                    channels.next()?.ok()?,
                    channels.next()?.ok()?,
                    channels.next()?.ok()?,
                ];
                Some((PixelValue::Color(color), name.to_owned()))
            });
            Some(named.collect())
        }
        "classes.txt" | "class_names.txt" | "labels.txt" => {
            let named = (0..).zip(lines).filter(|(_, name)| !name.is_empty());
            Some(
                named
                    .map(|(number, name)| (PixelValue::Number(number), name.to_owned()))
                    .collect(),
            )
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn png(
        width: u32,
        height: u32,
        color: png::ColorType,
        depth: png::BitDepth,
        rows: &[u8],
        palette: Option<&[u8]>,
    ) -> Vec<u8> {
        let mut file = Vec::new();
        let mut encoder = png::Encoder::new(&mut file, width, height);
        encoder.set_color(color);
        encoder.set_depth(depth);
        if let Some(palette) = palette {
            encoder.set_palette(palette.to_vec());
        }
        encoder
            .write_header()
            .unwrap()
            .write_image_data(rows)
            .unwrap();
        file
    }

    fn found(file: &[u8]) -> Vec<(String, Vec<u32>)> {
        let read = MaskFile::read(file).unwrap();
        read.values
            .iter()
            .map(|it| (it.value.text(), it.mask.runs().to_vec()))
            .collect()
    }

    #[test]
    fn indices_stay_indices_even_where_two_look_the_same() {
        let palette = [0, 0, 0, 9, 9, 9, 9, 9, 9];
        let file = png(
            3,
            2,
            png::ColorType::Indexed,
            png::BitDepth::Eight,
            &[0, 1, 2, 1, 1, 0],
            Some(&palette),
        );
        assert_eq!(
            found(&file),
            [
                ("1".to_owned(), vec![1, 3, 2]),
                ("2".to_owned(), vec![4, 1, 1])
            ]
        );
        assert_eq!(MaskFile::read(&file).unwrap().values[0].color, [9, 9, 9]);
    }

    #[test]
    fn fewer_bits_and_more_bits() {
        // Two bits a pixel: 0 1 2 3 | 3 0 0 1.
        let palette = [0; 12];
        let file = png(
            4,
            2,
            png::ColorType::Indexed,
            png::BitDepth::Two,
            &[0b0001_1011, 0b1100_0001],
            Some(&palette),
        );
        assert_eq!(
            found(&file)
                .iter()
                .map(|(value, _)| value.as_str())
                .collect::<Vec<_>>(),
            ["1", "2", "3"]
        );
        let file = png(
            2,
            1,
            png::ColorType::Grayscale,
            png::BitDepth::Sixteen,
            &[0x01, 0x2c, 0, 0],
            None,
        );
        assert_eq!(found(&file), [("300".to_owned(), vec![0, 1, 1])]);
    }

    #[test]
    fn colours_and_what_is_transparent() {
        let file = png(
            2,
            1,
            png::ColorType::Rgba,
            png::BitDepth::Eight,
            &[128, 0, 64, 255, 9, 9, 9, 0],
            None,
        );
        assert_eq!(found(&file), [("#800040".to_owned(), vec![0, 1, 1])]);
    }

    #[test]
    fn a_picture_is_no_mask_and_what_is_damaged_is_said() {
        let rows: Vec<u8> = (0..300u32 * 3).map(|at| (at % 251) as u8).collect();
        let rows: Vec<u8> = rows
            .chunks(3)
            .enumerate()
            .flat_map(|(at, _)| [at as u8, (at >> 8) as u8, 7])
            .collect();
        let file = png(
            300,
            1,
            png::ColorType::Rgb,
            png::BitDepth::Eight,
            &rows,
            None,
        );
        assert!(MaskFile::read(&file).unwrap_err().contains("more than 256"));
        assert!(MaskFile::read(&file[..60]).unwrap_err().contains("no PNG"));
        assert!(MaskFile::read(b"hello").is_err());
    }

    #[test]
    fn names_that_mean_masks() {
        for name in [
            "a_mask.png",
            "x/masks/a.png",
            "SegmentationClass/a.PNG",
            "a-labels.png",
            "a_gt.png",
        ] {
            assert!(is_mask_name(name), "{name}");
        }
        for name in [
            "a.png",
            "mask.png",
            "masks/a.jpg",
            "masked.png",
            "label_1.png",
        ] {
            assert!(!is_mask_name(name), "{name}");
        }
    }

    #[test]
    fn a_mask_finds_its_picture_and_its_concept_by_name() {
        let pictures = ["photos/a.jpg", "photos/a_1.jpg", "b.png"];
        let meant =
            |mask, pictures: &[&'static str]| Pictures::new(pictures.iter().copied()).meant(mask);
        assert_eq!(meant("a_mask.png", &pictures), Some((0, None)));
        assert_eq!(meant("a_1_mask.png", &pictures), Some((1, None)));
        assert_eq!(meant("masks/b.png", &pictures), Some((2, None)));
        assert_eq!(
            meant("masks/b_sheep.png", &pictures),
            Some((2, Some("sheep")))
        );
        assert_eq!(
            meant("masks/sheep/b.png", &pictures),
            Some((2, Some("sheep")))
        );
        assert_eq!(meant("c_mask.png", &pictures), None);
        assert_eq!(meant("b_mask.png", &["x/b.png", "y/b.png"]), None);
        assert_eq!(
            meant("masks/y/b.png", &["x/b.png", "y/b.png"]),
            Some((1, Some("y")))
        );
        // How a set is divided is no concept.
        assert_eq!(
            meant("annotations/training/b.png", &pictures),
            Some((2, None))
        );
        assert_eq!(
            meant(
                "labels/val/1.png",
                &["images/train/1.jpg", "images/val/1.jpg"]
            ),
            Some((1, None))
        );
    }

    #[test]
    fn legends() {
        let by_color = legend(
            "x/labelmap.txt",
            "# label:color\nbackground:0,0,0::\nsheep:128,0,64::\n",
        )
        .unwrap();
        assert_eq!(by_color[&PixelValue::Color([128, 0, 64])], "sheep");
        let by_number = legend("classes.txt", "background\nsheep\n\ndog\n").unwrap();
        assert_eq!(by_number[&PixelValue::Number(1)], "sheep");
        assert_eq!(by_number[&PixelValue::Number(3)], "dog");
        assert!(legend("readme.txt", "a").is_none());
    }
}
