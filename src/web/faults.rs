//! Faults for tests, asked for from outside: see [`crate::faults`].
#![allow(unsafe_code)]

use crate::faults::{Kind, arm};
use wasm_bindgen::prelude::*;

/// Breaks after so many places: 0 by a panic, 1 by calls that go too deep, 2 by memory that runs out.
#[wasm_bindgen(js_name = armFault)]
pub fn arm_fault(after: u32, kind: u32) {
    let kind = match kind {
        1 => Kind::Recursion,
        2 => Kind::Memory,
        _ => Kind::Panic,
    };
    arm(after, kind);
}
