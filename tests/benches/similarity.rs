//! How well and how fast alike pictures are found, on pictures drawn from a seed.
//!
//! `cargo bench --no-default-features --bench similarity -- --seed 2`. The measures were tuned on seed 1.
#![allow(clippy::unwrap_used, reason = "a bench may stop where it stands")]

#[path = "similarity/chance.rs"]
mod chance;
#[path = "similarity/damage.rs"]
mod damage;
#[path = "similarity/jpeg.rs"]
mod jpeg;
#[path = "similarity/scenes.rs"]
mod scenes;

use cartouche::document::InputId;
use cartouche::geometry::PixelSize;
use cartouche::vision::{Descriptor, Index, Query};
use chance::Chance;
use damage::Damage;
use scenes::{CLASSES, Picture};
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

/// Pictures that are no copy.
const ORIGINALS: usize = 400;
/// Descriptors among which is searched when time is taken.
const MANY: u64 = 100_000;
/// Times that each search is timed.
const ROUNDS: usize = 9;
/// The ids of copies begin here.
const COPIES: u64 = 1 << 32;
/// From a picture to one of another palette and another composition.
const ELSEWHERE: u64 = 7;
/// What the table of copies says.
const COLUMNS: &str = "copy | similarity, median | original asks: first | first 5 \
    | its descriptor: first | first 5 | copy asks: first | first 5 | its descriptor: first | first 5";

fn main() {
    let seed = seed();
    let mut chance = Chance::new(seed);
    let pictures: Vec<Picture> = (0..ORIGINALS)
        .map(|number| scenes::draw(class(number as u64), &mut chance))
        .collect();
    println!("seed {seed}: {ORIGINALS} pictures of {CLASSES} classes\n");
    let index = index(&pictures);
    classes(&pictures, &index);
    copies(&pictures, &index, &mut chance);
    speed(&pictures, &mut chance);
}

fn seed() -> u64 {
    let words: Vec<String> = std::env::args().collect();
    let at = words.iter().position(|word| word == "--seed");
    at.and_then(|at| words.get(at + 1)?.parse().ok())
        .unwrap_or(1)
}

fn class(number: u64) -> usize {
    number as usize % CLASSES
}

fn index(pictures: &[Picture]) -> Index {
    let mut index = Index::default();
    for (id, picture) in (0..).zip(pictures) {
        index.insert(InputId(id), descriptor(picture));
    }
    index
}

fn descriptor(picture: &Picture) -> Descriptor {
    Descriptor::of(&picture.rgba, picture.size).unwrap()
}

/// With the crops and without.
fn queries(picture: &Picture) -> [Query; 2] {
    [
        Query::from_pixels(&picture.rgba, picture.size).unwrap(),
        Query::from_descriptor(&descriptor(picture)),
    ]
}

/// Of the first so many, how many are of the class that was asked for?
fn classes(pictures: &[Picture], index: &Index) {
    const FIRST: [usize; 3] = [1, 5, 10];
    let mut hits = [[0; 3]; 2];
    for (number, picture) in (0..).zip(pictures) {
        for (hits, query) in hits.iter_mut().zip(queries(picture)) {
            let mut ranked = index.ranked(&query, Some(11));
            ranked.retain(|(id, _)| id.0 != number);
            for (hits, first) in hits.iter_mut().zip(FIRST) {
                let same = ranked.iter().take(first);
                *hits += same.filter(|(id, _)| class(id.0) == class(number)).count();
            }
        }
    }
    println!("same class among the first | from pixels | from a descriptor");
    println!("---|---|---");
    for (which, first) in FIRST.into_iter().enumerate() {
        let share = |hits: [usize; 3]| percent(hits[which], first * ORIGINALS);
        println!("{first} | {} | {}", share(hits[0]), share(hits[1]));
    }
    println!(
        "chance | {} | ",
        percent(ORIGINALS / CLASSES - 1, ORIGINALS - 1)
    );
}

/// Is the copy found by its original, and the original by its copy, among all originals and all copies of the kind?
fn copies(pictures: &[Picture], originals: &Index, chance: &mut Chance) {
    println!("\n{COLUMNS}\n---|---|---|---|---|---|---|---|---|---");
    let asked: Vec<_> = pictures.iter().map(queries).collect();
    for damage in Damage::ALL {
        let damaged: Vec<_> = pictures.iter().map(|it| damage.of(it, chance)).collect();
        let mut index = originals.clone();
        for (id, picture) in (COPIES..).zip(&damaged) {
            index.insert(InputId(id), descriptor(picture));
        }
        let (mut ranks, mut alike) = ([const { Vec::new() }; 4], Vec::new());
        for (number, (queries_of, copy)) in (0..).zip(asked.iter().zip(&damaged)) {
            let back = queries(copy);
            let searches = [
                (&queries_of[0], number, COPIES + number),
                (&queries_of[1], number, COPIES + number),
                (&back[0], COPIES + number, number),
                (&back[1], COPIES + number, number),
            ];
            for (ranks, (query, own, wanted)) in ranks.iter_mut().zip(searches) {
                let (rank, similarity) = found(&index, query, own, wanted);
                ranks.push(rank);
                alike.push(similarity);
            }
        }
        // Of the first of each four: what the original's pixels see in the copy.
        let alike = median(alike.into_iter().step_by(4).collect());
        let within = |ranks: &[usize], first: usize| {
            percent(
                ranks.iter().filter(|rank| **rank < first).count(),
                ORIGINALS,
            )
        };
        let shares = ranks
            .each_ref()
            .map(|ranks| format!("{} | {}", within(ranks, 1), within(ranks, 5)));
        println!("{} | {alike:.2} | {}", damage.name(), shares.join(" | "));
    }
    let strangers = (0..).zip(&asked).map(|(number, queries_of)| {
        let other = (number + ELSEWHERE) % ORIGINALS as u64;
        found(originals, &queries_of[0], number, other).1
    });
    println!(
        "a picture of another class | {:.2} |",
        median(strangers.collect())
    );
}

/// At which place another picture is, but for the own one, and how alike it is.
fn found(index: &Index, query: &Query, own: u64, wanted: u64) -> (usize, f32) {
    let mut ranked = index.ranked(query, None);
    ranked.retain(|(id, _)| id.0 != own);
    let rank = ranked.iter().position(|(id, _)| id.0 == wanted).unwrap();
    (rank, ranked[rank].1)
}

fn median(mut numbers: Vec<f32>) -> f32 {
    numbers.sort_unstable_by(f32::total_cmp);
    numbers[numbers.len() / 2]
}

/// How long does it take to put many in order?
fn speed(pictures: &[Picture], chance: &mut Chance) {
    let base: Vec<_> = pictures.iter().map(descriptor).collect();
    let mut index = Index::default();
    for id in 0..MANY {
        // No two the same: a few bits of each are turned.
        let mut bytes = base[id as usize % ORIGINALS].to_bytes();
        for _ in 0..40 {
            let at = 1 + chance.below(Descriptor::BYTES - 1);
            bytes[at] ^= 1 << chance.below(8);
        }
        index.insert(InputId(id), Descriptor::from_bytes(&bytes).unwrap());
    }
    let [pixels, stored] = queries(&pictures[0]);
    let mut times = BTreeMap::new();
    for _ in 0..ROUNDS {
        let mut time = |what: &'static str, work: &dyn Fn() -> usize| {
            let start = Instant::now();
            assert!(std::hint::black_box(work()) > 0);
            times
                .entry(what)
                .or_insert_with(Vec::new)
                .push(start.elapsed());
        };
        time("a descriptor of a thumbnail", &|| {
            descriptor(&pictures[0]).to_bytes().len()
        });
        time("a query from pixels", &|| {
            usize::from(Query::from_pixels(&pictures[0].rgba, pictures[0].size).is_some())
        });
        time("ranked by a descriptor, all", &|| {
            index.ranked(&stored, None).len()
        });
        time("ranked by a descriptor, first 200", &|| {
            index.ranked(&stored, Some(200)).len()
        });
        time("ranked by pixels, all", &|| {
            index.ranked(&pixels, None).len()
        });
        time("ranked by pixels, first 200", &|| {
            index.ranked(&pixels, Some(200)).len()
        });
    }
    println!("\n{MANY} descriptors | median of {ROUNDS}\n---|---");
    for (what, mut times) in times {
        times.sort_unstable();
        println!("{what} | {:.1} ms", milliseconds(times[ROUNDS / 2]));
    }
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

fn percent(part: usize, whole: usize) -> String {
    format!("{:.1} %", part as f64 * 100.0 / whole as f64)
}

/// A picture of this size, of one colour.
fn blank(size: PixelSize, [red, green, blue]: [u8; 3]) -> Picture {
    let pixels = size.width as usize * size.height as usize;
    Picture {
        rgba: [red, green, blue, 255].repeat(pixels),
        size,
    }
}
