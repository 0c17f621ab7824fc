//! Masks that are painted and edited: what is inside afterwards, pixel by pixel.
#![allow(clippy::unwrap_used)]

use cartouche::geometry::{ImagePoint, Mask, PixelSize, rasterise};
use proptest::prelude::*;

const SIZE: PixelSize = PixelSize::new(13, 11);

fn mask_of(pixels: &[bool]) -> Mask {
    let (mut runs, mut inside) = (vec![0u32], false);
    for pixel in pixels {
        if *pixel != inside {
            runs.push(0);
            inside = *pixel;
        }
        *runs.last_mut().unwrap() += 1;
    }
    Mask::new(SIZE, runs).unwrap()
}

fn pixels_of(mask: &Mask) -> Vec<bool> {
    let mut pixels = Vec::new();
    for x in 0..SIZE.width {
        for y in 0..SIZE.height {
            pixels.push(mask.contains(ImagePoint::new(f64::from(x) + 0.5, f64::from(y) + 0.5)));
        }
    }
    pixels
}

fn pixels() -> impl Strategy<Value = Vec<bool>> {
    // Mostly inside or mostly outside, so that there are holes and specks.
    prop_oneof![Just(0.2), Just(0.5), Just(0.8)].prop_flat_map(|share| {
        prop::collection::vec(
            prop::bool::weighted(share),
            (SIZE.width * SIZE.height) as usize,
        )
    })
}

/// The pixels that hang together with this one, by flooding.
fn flood(of: &[bool], start: usize, corners: bool) -> Vec<usize> {
    let (width, height) = (SIZE.width as i32, SIZE.height as i32);
    let mut found = vec![start];
    let mut at = 0;
    while at < found.len() {
        let (x, y) = (found[at] as i32 / height, found[at] as i32 % height);
        for (dx, dy) in [
            (-1, -1),
            (-1, 0),
            (-1, 1),
            (0, -1),
            (0, 1),
            (1, -1),
            (1, 0),
            (1, 1),
        ] {
            let (x, y) = (x + dx, y + dy);
            let is_there = x >= 0 && y >= 0 && x < width && y < height;
            let near = corners || dx == 0 || dy == 0;
            let next = (x * height + y) as usize;
            if is_there && near && of[next] == of[start] && !found.contains(&next) {
                found.push(next);
            }
        }
        at += 1;
    }
    found
}

fn is_on_edge(at: usize) -> bool {
    let (x, y) = (at as u32 / SIZE.height, at as u32 % SIZE.height);
    x == 0 || y == 0 || x + 1 == SIZE.width || y + 1 == SIZE.height
}

proptest! {
    #[test]
    fn with_and_without_are_of_each_pixel(a in pixels(), b in pixels()) {
        let (one, other) = (mask_of(&a), mask_of(&b));
        let both: Vec<_> = a.iter().zip(&b).map(|(a, b)| *a || *b).collect();
        let rest: Vec<_> = a.iter().zip(&b).map(|(a, b)| *a && !*b).collect();
        prop_assert_eq!(one.with(&other).unwrap(), mask_of(&both).with(&mask_of(&both)).unwrap());
        prop_assert_eq!(pixels_of(&one.with(&other).unwrap()), both);
        prop_assert_eq!(pixels_of(&one.without(&other).unwrap()), rest);
    }

    #[test]
    fn holes_are_what_the_edge_does_not_reach(pixels in pixels()) {
        let filled = pixels_of(&mask_of(&pixels).filled());
        for at in 0..pixels.len() {
            let is_hole = !pixels[at] && !flood(&pixels, at, false).into_iter().any(is_on_edge);
            prop_assert_eq!(filled[at], pixels[at] || is_hole, "{}", at);
        }
    }

    #[test]
    fn specks_are_what_is_small(pixels in pixels(), least in 1u64..9) {
        let rest = pixels_of(&mask_of(&pixels).without_specks(least));
        for at in 0..pixels.len() {
            let is_large = pixels[at] && flood(&pixels, at, true).len() as u64 >= least;
            prop_assert_eq!(rest[at], is_large, "{}", at);
        }
    }

    #[test]
    fn an_exact_outline_has_the_same_pixels(pixels in pixels()) {
        let mask = mask_of(&pixels);
        match mask.outline(0.0) {
            None => prop_assert!(mask.is_empty()),
            Some(polygon) => prop_assert_eq!(pixels_of(&rasterise(SIZE, &polygon).unwrap()), pixels),
        }
    }
}

#[test]
fn a_light_outline_of_a_disc_has_far_fewer_vertices_and_nearly_its_area() {
    let size = PixelSize::new(400, 400);
    let dab = cartouche::geometry::Dab {
        at: ImagePoint::new(200.0, 200.0),
        radius: 150.0,
    };
    let disc = cartouche::geometry::stroke(size, &[dab]).unwrap();
    let exact = disc.outline(0.0).unwrap();
    let light = disc.outline(1.0).unwrap();
    assert!(
        light.vertex_count() * 6 < exact.vertex_count(),
        "{}",
        light.vertex_count()
    );
    let again = rasterise(size, &light).unwrap();
    let apart = again.without(&disc).unwrap().area() + disc.without(&again).unwrap().area();
    assert!(apart * 100 < disc.area() * 2, "{apart} of {}", disc.area());
}

#[test]
fn masks_of_other_sizes_are_refused() {
    let one = Mask::empty(SIZE).unwrap();
    let other = Mask::empty(PixelSize::new(11, 13)).unwrap();
    assert!(one.with(&other).is_err());
    assert!(one.without(&other).is_err());
}
