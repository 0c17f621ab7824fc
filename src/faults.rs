//! Faults for tests. With the feature `faults` the program can be told to break at one of the places that call [`point`];
//! without it nothing is left of them.

/// A place where the program may be told to break: in the middle of what has to be done wholly or not at all.
#[inline(always)]
pub fn point() {
    #[cfg(feature = "faults")]
    armed::point();
}

#[cfg(feature = "faults")]
pub use armed::{Kind, arm};

#[cfg(feature = "faults")]
mod armed {
    use std::cell::Cell;
    use std::hint::black_box;

    /// How the program breaks.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Kind {
        /// It panics.
        Panic,
        /// Calls go too deep.
        Recursion,
        /// Memory runs out.
        Memory,
    }

    thread_local!(static ARMED: Cell<Option<(u32, Kind)>> = const { Cell::new(None) });

    /// Breaks after so many places more.
    pub fn arm(after: u32, kind: Kind) {
        ARMED.set(Some((after, kind)));
    }

    pub(super) fn point() {
        match ARMED.take() {
            Some((0, kind)) => break_down(kind),
            Some((after, kind)) => ARMED.set(Some((after - 1, kind))),
            None => {}
        }
    }

    fn break_down(kind: Kind) {
        match kind {
            Kind::Panic => panic!("a fault that was asked for"),
            Kind::Recursion => drop(black_box(deeper(black_box(1)))),
            Kind::Memory => loop {
                std::mem::forget(black_box(Vec::<u8>::with_capacity(1 << 28)));
            },
        }
    }

    fn deeper(depth: u64) -> u64 {
        let room = black_box([depth; 64]);
        match room[0] {
            0 => 0,
            depth => deeper(depth + 1) + room[7],
        }
    }
}
