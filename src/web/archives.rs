//! What a worker does with archives.

use super::blob_reader::BlobReader;
use super::js::{message, pause};
use super::serve::{Call, Done, refused};
use crate::import::archive::{Archive, Unpacked};
use crate::jobs::Reply;
use js_sys::{Array, Uint8Array};
use wasm_bindgen::JsValue;
use web_sys::File;

/// So long it works without hearing of anything, in milliseconds.
const REST_EVERY: f64 = 50.0;

/// Unpacks the files of an archive, one after the other; what can't be taken is named.
///
/// # Errors
/// It is no archive, or too large.
pub async fn unpack(call: &Call, name: &str, file: &File) -> Done {
    let refuse = |reason: String| refused(name, reason);
    let reader = BlobReader::new(file).map_err(|error| refuse(message(&error)))?;
    let mut archive = Archive::open(reader).map_err(|error| refuse(error.to_string()))?;
    let total = archive.len();
    let (files, mut names, mut left) = (Array::new(), Vec::new(), Vec::new());
    let mut rested = js_sys::Date::now();
    for index in 0..total {
        // What is asked meanwhile, such as to stop, is heard between two files.
        if js_sys::Date::now() - rested > REST_EVERY {
            pause(0).await;
            rested = js_sys::Date::now();
        }
        if call.is_cancelled() {
            return Ok((Reply::Cancelled, JsValue::UNDEFINED));
        }
        match archive.unpack(index) {
            Ok(Unpacked::File(name, bytes)) => {
                let parts = Array::of1(&Uint8Array::from(bytes.as_slice()));
                let last = name.rsplit('/').next().unwrap_or(&name);
                let file = File::new_with_u8_array_sequence(&parts, last);
                files.push(file.map_err(|error| refuse(message(&error)))?.as_ref());
                names.push(name);
            }
            Ok(Unpacked::Refused(name, reason)) => left.push((name, reason)),
            Ok(Unpacked::Nothing) => {}
            Err(error) => return Err(refuse(error.to_string())),
        }
        call.progress(index as u64 + 1, total as u64);
    }
    let refused = left;
    Ok((Reply::Unpacked { names, refused }, files.into()))
}
