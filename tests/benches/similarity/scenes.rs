//! Drawn scenes: each class a palette and a composition, each picture of it with its own places, sizes, tones, light
//! and grain.

use crate::blank;
use crate::chance::Chance;
use cartouche::geometry::PixelSize;

/// Each of the palettes with each of the compositions, so that neither alone tells the class.
pub const CLASSES: usize = PALETTES.len() * COMPOSITIONS.len();

/// Straight RGBA, row by row.
#[derive(Clone)]
pub struct Picture {
    pub rgba: Vec<u8>,
    pub size: PixelSize,
}

type Rgb = [f32; 3];

/// Ground, second ground, and what stands on it.
const PALETTES: [[Rgb; 4]; 5] = [
    [
        [120., 170., 220.],
        [70., 120., 60.],
        [200., 60., 50.],
        [240., 230., 210.],
    ],
    [
        [210., 190., 150.],
        [150., 110., 70.],
        [60., 80., 110.],
        [230., 140., 50.],
    ],
    [
        [40., 50., 70.],
        [70., 75., 90.],
        [220., 200., 90.],
        [150., 60., 120.],
    ],
    [
        [190., 200., 200.],
        [140., 150., 155.],
        [70., 75., 80.],
        [240., 240., 235.],
    ],
    [
        [90., 140., 90.],
        [50., 90., 50.],
        [230., 210., 60.],
        [140., 90., 60.],
    ],
];

/// How a scene is put together.
#[derive(Clone, Copy)]
enum Composition {
    /// A horizon with things on it.
    Horizon,
    /// One large thing in the middle.
    Portrait,
    /// Many little things everywhere.
    Scatter,
    /// Upright or leaning bars.
    Bars,
}

const COMPOSITIONS: [Composition; 4] = [
    Composition::Horizon,
    Composition::Portrait,
    Composition::Scatter,
    Composition::Bars,
];

/// Sizes of pictures as thumbnails have them.
const SIZES: [(u32, u32); 4] = [(320, 240), (320, 213), (240, 320), (320, 180)];

/// One picture of a class.
pub fn draw(class: usize, chance: &mut Chance) -> Picture {
    let mut palette = PALETTES[class % PALETTES.len()];
    for color in &mut palette {
        let light = chance.between(0.85, 1.15);
        *color = color.map(|channel| channel * light + chance.between(-14.0, 14.0));
    }
    let (width, height) = SIZES[chance.below(SIZES.len())];
    let mut canvas = Canvas::new(PixelSize::new(width, height), palette, chance);
    match COMPOSITIONS[class / PALETTES.len()] {
        Composition::Horizon => canvas.horizon(chance),
        Composition::Portrait => canvas.portrait(chance),
        Composition::Scatter => canvas.scatter(chance),
        Composition::Bars => canvas.bars(chance),
    }
    canvas.finish(chance)
}

/// Places are in shares of the shorter side.
struct Canvas {
    size: PixelSize,
    palette: [Rgb; 4],
    colors: Vec<Rgb>,
    wide: f32,
    tall: f32,
}

impl Canvas {
    fn new(size: PixelSize, palette: [Rgb; 4], chance: &mut Chance) -> Self {
        let short = size.width.min(size.height) as f32;
        let mut canvas = Self {
            size,
            palette,
            colors: vec![palette[0]; (size.width * size.height) as usize],
            wide: size.width as f32 / short,
            tall: size.height as f32 / short,
        };
        let (x, y) = (chance.between(-0.3, 0.3), chance.between(-0.3, 0.3));
        canvas.shade(|at, color| {
            let light = 1.0 + x * (at[0] - 0.5) + y * (at[1] - 0.5);
            color.map(|channel| channel * light)
        });
        canvas
    }

    /// Gives each pixel a colour by its place and what it had.
    fn shade(&mut self, shader: impl Fn([f32; 2], Rgb) -> Rgb) {
        let short = self.size.width.min(self.size.height) as f32;
        let width = self.size.width as usize;
        for (at, color) in self.colors.iter_mut().enumerate() {
            let (x, y) = (at % width, at / width);
            *color = shader([x as f32 / short, y as f32 / short], *color);
        }
    }

    /// A round or square thing.
    fn thing(&mut self, middle: [f32; 2], reach: [f32; 2], is_round: bool, color: Rgb) {
        self.shade(|at, under| {
            let x = (at[0] - middle[0]) / reach[0];
            let y = (at[1] - middle[1]) / reach[1];
            let is_inside = match is_round {
                true => x * x + y * y < 1.0,
                false => x.abs().max(y.abs()) < 1.0,
            };
            if is_inside {
                color.map(|it| it * (1.0 - 0.15 * y))
            } else {
                under
            }
        });
    }

    fn any_thing(&mut self, chance: &mut Chance, size: f32, tops: [f32; 2]) {
        let middle = [
            chance.between(0.0, self.wide),
            chance.between(tops[0], tops[1]) * self.tall,
        ];
        let reach = [
            size * chance.between(0.6, 1.4),
            size * chance.between(0.6, 1.4),
        ];
        let color = self.palette[2 + chance.below(2)];
        self.thing(middle, reach, chance.below(2) == 0, color);
    }

    fn horizon(&mut self, chance: &mut Chance) {
        let (line, slope) = (
            chance.between(0.45, 0.65) * self.tall,
            chance.between(-0.15, 0.15),
        );
        let ground = self.palette[1];
        self.shade(|at, under| {
            let is_ground = at[1] > line + slope * (at[0] - 0.5);
            if is_ground {
                ground.map(|it| it * (1.3 - 0.5 * at[1]))
            } else {
                under
            }
        });
        for _ in 0..2 + chance.below(4) {
            self.any_thing(chance, 0.09, [0.5, 0.85]);
        }
    }

    fn portrait(&mut self, chance: &mut Chance) {
        let middle = [
            self.wide * chance.between(0.38, 0.62),
            self.tall * chance.between(0.4, 0.6),
        ];
        let reach = chance.between(0.26, 0.38);
        let [_, second, third, fourth] = self.palette;
        self.thing(
            middle,
            [reach, reach * chance.between(1.0, 1.3)],
            true,
            third,
        );
        let low = [middle[0], middle[1] + reach * 1.5];
        self.thing(
            low,
            [reach * 1.3, reach * 0.7],
            chance.below(2) == 0,
            second,
        );
        for side in [-0.4, 0.4] {
            let eye = [
                middle[0] + side * reach,
                middle[1] - reach * chance.between(0.0, 0.3),
            ];
            self.thing(eye, [reach * 0.15; 2], true, fourth);
        }
    }

    fn scatter(&mut self, chance: &mut Chance) {
        for _ in 0..35 + chance.below(25) {
            let size = chance.between(0.03, 0.07);
            self.any_thing(chance, size, [0.0, 1.0]);
        }
    }

    fn bars(&mut self, chance: &mut Chance) {
        let turn = chance.between(-0.35, 0.35);
        let (count, start) = (chance.between(5.0, 9.0), chance.between(0.0, 1.0));
        let [_, second, third, _] = self.palette;
        self.shade(|at, under| {
            let along = (at[0] * turn.cos() + at[1] * turn.sin()) * count + start;
            match along.fract().abs() {
                part if part < 0.35 => second,
                part if part > 0.8 => third,
                _ => under,
            }
        });
        for _ in 0..chance.below(3) {
            self.any_thing(chance, 0.12, [0.2, 0.8]);
        }
    }

    /// Another light and grain.
    fn finish(self, chance: &mut Chance) -> Picture {
        let (light, grain) = (chance.between(0.8, 1.15), chance.between(1.0, 6.0));
        let mut picture = blank(self.size, [0; 3]);
        for (pixel, color) in picture.rgba.chunks_exact_mut(4).zip(&self.colors) {
            let noise = grain * chance.bell();
            for (channel, value) in pixel.iter_mut().zip(color) {
                *channel = (value * light + noise).clamp(0.0, 255.0) as u8;
            }
        }
        picture
    }
}
