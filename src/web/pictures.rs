//! What a worker does with pictures: looks at them, keeps them, decodes them and makes their thumbnails.

use super::changed;
use super::database::StorageError;
use super::descriptors::DescriptorStore;
use super::js::message;
use super::memory;
use super::originals;
use super::scope::scope;
use super::thumbs::PictureStore;
use super::videos;
use crate::document::{ContentHash, Media, MediaKind, Orientation, Source};
use crate::geometry::PixelSize;
use crate::import::picture::{EndCheck, Looks, PictureKind, end_check, gif_has_end};
use crate::vision::Descriptor;
use js_sys::{Array, ArrayBuffer, Reflect, Uint8Array};
use std::cell::RefCell;
use std::io::Cursor;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, BlobPropertyBag, File, ImageBitmap, ImageEncodeOptions, OffscreenCanvas,
    OffscreenCanvasRenderingContext2d,
};

/// More pixels than this are refused before anything is decoded.
const MOST_PIXELS: u64 = 250_000_000;
/// The longest side that is decoded.
const LONGEST_SIDE: usize = 65_535;
/// The longest side of a thumbnail.
const THUMB_SIDE: f64 = 320.0;
/// How much of a file is looked at first.
const HEAD: u32 = 256 << 10;
/// How much is looked at where that didn't say enough.
const LONG_HEAD: u32 = 16 << 20;

/// What a file's bytes say of it.
struct Inspected {
    kind: PictureKind,
    /// As stored, where the beginning says it.
    size: Option<PixelSize>,
    orientation: Orientation,
}

/// Looks at a file, makes its thumbnail, and keeps its bytes unless they stay in their folder.
///
/// # Errors
/// It is no picture, or it can't be kept; in plain words.
pub async fn add(store: &PictureStore, source: Source, file: &File) -> Result<Media, String> {
    if file.size() == 0.0 {
        return Err("the file is empty (0 bytes)".to_owned());
    }
    let buffer = JsFuture::from(file.array_buffer())
        .await
        .map_err(unreadable)?;
    let buffer: ArrayBuffer = buffer.unchecked_into();
    let bytes = Uint8Array::new(&buffer);
    let inspected = inspect(&bytes)?;
    check_end(inspected.kind, &bytes)?;
    let hash = hash(&buffer).await?;
    let bitmap = decode(&typed(&buffer, inspected.kind)?).await?;
    let size = PixelSize::new(bitmap.width(), bitmap.height());
    keep_small(store, &hash, &bitmap).await;
    bitmap.close();
    match source {
        Source::Stored if memory::is_on() => memory::keep(&hash, file.clone()),
        Source::Stored => originals::keep(&hash, &buffer).await?,
        Source::Folder { .. } | Source::Awaited => changed::note(&source, &hash, file).await,
    }
    Ok(Media {
        kind: MediaKind::Image,
        size: Some(size),
        orientation: inspected.shown_in(size),
        bytes: u64::from(bytes.length()),
        mime: inspected.kind.mime().to_owned(),
        hash: Some(hash),
        source,
    })
}

/// Keeps a picture's thumbnail and how it looks. What can't be kept is made again when it is asked for.
async fn keep_small(store: &PictureStore, hash: &ContentHash, bitmap: &ImageBitmap) {
    let whole = [0.0, 0.0, bitmap.width().into(), bitmap.height().into()];
    let Ok(canvas) = scaled_canvas(bitmap, whole, THUMB_SIDE) else {
        return;
    };
    if let Ok(thumb) = small_file(&canvas).await {
        drop(store.put_thumb(hash, &thumb).await);
    }
    let descriptor = pixels_of(&canvas)
        .ok()
        .and_then(|(rgba, size)| Descriptor::of(&rgba, size));
    if let Some(descriptor) = descriptor
        && let Ok(descriptors) = descriptors().await
    {
        drop(descriptors.put(hash, &descriptor).await);
    }
}

async fn descriptors() -> Result<DescriptorStore, StorageError> {
    thread_local!(static STORE: RefCell<Option<DescriptorStore>> = const { RefCell::new(None) });
    if let Some(store) = STORE.with_borrow(Option::clone) {
        return Ok(store);
    }
    let store = DescriptorStore::open().await?;
    STORE.set(Some(store.clone()));
    Ok(store)
}

/// Looks at a picture that isn't added: its thumbnail is kept under the hash of its bytes, which is returned.
///
/// # Errors
/// It is no picture; in plain words.
pub async fn look_at(store: &PictureStore, file: &File) -> Result<ContentHash, String> {
    let buffer = JsFuture::from(file.array_buffer())
        .await
        .map_err(unreadable)?;
    let buffer: ArrayBuffer = buffer.unchecked_into();
    let inspected = inspect(&Uint8Array::new(&buffer))?;
    let hash = hash(&buffer).await?;
    let bitmap = decode(&typed(&buffer, inspected.kind)?).await?;
    let thumb = thumbnail(&bitmap).await;
    bitmap.close();
    let thumb = thumb.map_err(|error| message(&error))?;
    store
        .put_thumb(&hash, &thumb)
        .await
        .map_err(|error| error.to_string())?;
    Ok(hash)
}

/// The pixels of a picture's thumbnail, or of a part of it (left, top, right, bottom, each 0..=1): straight RGBA.
///
/// # Errors
/// The picture isn't there any more; in plain words.
pub async fn small_pixels(
    store: &PictureStore,
    hash: &ContentHash,
    source: &Source,
    part: Option<[f64; 4]>,
) -> Result<(Vec<u8>, PixelSize), String> {
    let bitmap = decode(&thumb(store, hash, source).await?).await?;
    let [left, top, right, bottom] = part.unwrap_or([0.0, 0.0, 1.0, 1.0]);
    let (width, height) = (f64::from(bitmap.width()), f64::from(bitmap.height()));
    let part = [
        left * width,
        top * height,
        ((right - left) * width).max(1.0),
        ((bottom - top) * height).max(1.0),
    ];
    let canvas = scaled_canvas(&bitmap, part, THUMB_SIDE);
    bitmap.close();
    canvas
        .and_then(|canvas| pixels_of(&canvas))
        .map_err(|error| message(&error))
}

/// The pixels of a canvas: straight RGBA.
fn pixels_of(canvas: &OffscreenCanvas) -> Result<(Vec<u8>, PixelSize), JsValue> {
    let context = canvas
        .get_context("2d")?
        .ok_or("the browser gives no canvas")?;
    let context: OffscreenCanvasRenderingContext2d = context.unchecked_into();
    let (width, height) = (canvas.width(), canvas.height());
    let data = context.get_image_data(0.0, 0.0, width.into(), height.into())?;
    Ok((data.data().0, PixelSize::new(width, height)))
}

/// A picture's bitmap, for the viewer.
///
/// # Errors
/// It isn't there any more, or isn't a picture any more; in plain words.
pub async fn open(
    store: &PictureStore,
    hash: &ContentHash,
    source: &Source,
) -> Result<ImageBitmap, String> {
    decode(&original(store, hash, source).await?).await
}

/// The file of a picture or a video, with the type that its bytes say.
///
/// # Errors
/// It isn't there any more, or isn't a picture any more; in plain words.
pub async fn original(
    store: &PictureStore,
    hash: &ContentHash,
    source: &Source,
) -> Result<Blob, String> {
    let file = originals::file(store, hash, source).await?;
    if let Some(mime) = videos::mime_of(&file)? {
        return file
            .slice_with_f64_and_f64_and_content_type(0.0, file.size(), mime)
            .map_err(unreadable);
    }
    let head = file
        .slice_with_f64_and_f64(0.0, f64::from(HEAD))
        .map_err(unreadable)?;
    let head = JsFuture::from(head.array_buffer())
        .await
        .map_err(unreadable)?;
    let inspected = inspect(&Uint8Array::new(&head))?;
    file.slice_with_f64_and_f64_and_content_type(0.0, file.size(), inspected.kind.mime())
        .map_err(unreadable)
}

/// A picture's thumbnail, made again where it is missing.
///
/// # Errors
/// The picture isn't there any more; in plain words.
pub async fn thumb(
    store: &PictureStore,
    hash: &ContentHash,
    source: &Source,
) -> Result<Blob, String> {
    if let Ok(Some(thumb)) = store.thumb(hash).await {
        return Ok(thumb);
    }
    let bitmap = open(store, hash, source).await?;
    let thumb = thumbnail(&bitmap).await;
    bitmap.close();
    let thumb = thumb.map_err(|error| message(&error))?;
    drop(store.put_thumb(hash, &thumb).await);
    Ok(thumb)
}

/// A part of a picture, as small as a thumbnail: left, top, right, bottom in its pixels.
///
/// # Errors
/// The picture isn't there any more; in plain words.
pub async fn crop(
    store: &PictureStore,
    hash: &ContentHash,
    source: &Source,
    [left, top, right, bottom]: [i32; 4],
) -> Result<Blob, String> {
    let bitmap = recent(store, hash, source).await?;
    let (left, top) = (f64::from(left.max(0)), f64::from(top.max(0)));
    let right = f64::from(right).min(f64::from(bitmap.width()));
    let bottom = f64::from(bottom).min(f64::from(bitmap.height()));
    let part = [left, top, (right - left).max(1.0), (bottom - top).max(1.0)];
    scaled(&bitmap, part).await.map_err(|error| message(&error))
}

/// A picture's bitmap; that of the last one is kept, since its objects are asked for one after the other.
async fn recent(
    store: &PictureStore,
    hash: &ContentHash,
    source: &Source,
) -> Result<ImageBitmap, String> {
    thread_local!(static LAST: RefCell<Option<(ContentHash, ImageBitmap)>> = const { RefCell::new(None) });
    let last = LAST.with_borrow(|last| last.clone().filter(|(of, _)| of == hash));
    if let Some((_, bitmap)) = last {
        return Ok(bitmap);
    }
    let bitmap = open(store, hash, source).await?;
    LAST.set(Some((*hash, bitmap.clone())));
    Ok(bitmap)
}

impl Inspected {
    /// The orientation, if the browser has turned the picture by it.
    fn shown_in(&self, displayed: PixelSize) -> Orientation {
        let turned = |size: PixelSize| PixelSize::new(size.height, size.width) == displayed;
        let is_seen = match self.orientation.swaps() {
            true => self.size.is_none_or(turned),
            false => self.kind == PictureKind::Jpeg,
        };
        match is_seen {
            true => self.orientation,
            false => Orientation::UPRIGHT,
        }
    }
}

/// What the beginning of a file says.
///
/// # Errors
/// It is no picture, or one that is too large; in plain words.
fn inspect(bytes: &Uint8Array) -> Result<Inspected, String> {
    let mut head = copied(bytes, 0, bytes.length().min(HEAD));
    let kind = match Looks::at(&head) {
        Looks::Picture(kind) => kind,
        Looks::Other(what) => return Err(format!("this is {what}")),
    };
    let mut size = imagesize::blob_size(&head).ok();
    if size.is_none() && bytes.length() > HEAD {
        head = copied(bytes, 0, bytes.length().min(LONG_HEAD));
        size = imagesize::blob_size(&head).ok();
    }
    if let Some(size) = size {
        check_size(size.width, size.height)?;
    }
    Ok(Inspected {
        kind,
        size: size.map(|size| PixelSize::new(size.width as u32, size.height as u32)),
        orientation: exif_orientation(&head),
    })
}

fn check_size(width: usize, height: usize) -> Result<(), String> {
    let pixels = (width as u64).saturating_mul(height as u64);
    if width > LONGEST_SIDE || height > LONGEST_SIDE {
        return Err(format!(
            "the picture has {width} × {height} pixels; {LONGEST_SIDE} is the longest side that can be opened"
        ));
    }
    if pixels > MOST_PIXELS {
        return Err(format!(
            "the picture has {width} × {height} pixels, {} million; 250 million are the most that can be opened",
            pixels / 1_000_000
        ));
    }
    Ok(())
}

/// # Errors
/// The file's end is missing.
fn check_end(kind: PictureKind, bytes: &Uint8Array) -> Result<(), String> {
    let head = copied(bytes, 0, bytes.length().min(LONG_HEAD));
    let is_whole = match end_check(kind, &head, u64::from(bytes.length())) {
        EndCheck::Known(is_whole) => is_whole,
        EndCheck::Find(mark, from) => finds(bytes, mark, u32::try_from(from).unwrap_or(u32::MAX)),
        EndCheck::WalkGif => gif_has_end(&bytes.to_vec()),
    };
    match is_whole {
        true => Ok(()),
        false => Err("the file is truncated: its end is missing".to_owned()),
    }
}

/// The mark is somewhere from `from` on; looked for from the end.
fn finds(bytes: &Uint8Array, mark: &[u8], from: u32) -> bool {
    const PIECE: u32 = 64 << 10;
    let mut end = bytes.length();
    while end > from {
        let start = end.saturating_sub(PIECE).max(from);
        // So that a mark across two pieces is found.
        let over = end
            .saturating_add(mark.len() as u32 - 1)
            .min(bytes.length());
        let piece = copied(bytes, start, over);
        if piece.windows(mark.len()).any(|window| window == mark) {
            return true;
        }
        end = start;
    }
    false
}

fn copied(bytes: &Uint8Array, from: u32, to: u32) -> Vec<u8> {
    bytes.subarray(from, to).to_vec()
}

/// What EXIF says, upright where it says nothing.
fn exif_orientation(head: &[u8]) -> Orientation {
    let read = exif::Reader::new().read_from_container(&mut Cursor::new(head));
    read.ok()
        .and_then(|exif| {
            let field = exif.get_field(exif::Tag::Orientation, exif::In::PRIMARY)?;
            let number = u8::try_from(field.value.get_uint(0)?).ok()?;
            Orientation::try_from(number).ok()
        })
        .unwrap_or_default()
}

/// SHA-256 of bytes.
///
/// # Errors
/// The page isn't a secure one; in plain words.
pub async fn hash(buffer: &ArrayBuffer) -> Result<ContentHash, String> {
    let crypto = scope().crypto().map_err(|error| message(&error))?.subtle();
    if crypto.is_undefined() {
        return Err(
            "the page must be opened over https:// or on this machine (localhost)".to_owned(),
        );
    }
    let digest = crypto
        .digest_with_str_and_buffer_source("SHA-256", buffer)
        .map_err(|error| message(&error))?;
    let digest = JsFuture::from(digest)
        .await
        .map_err(|error| message(&error))?;
    let bytes = Uint8Array::new(&digest).to_vec();
    let bytes = bytes
        .try_into()
        .map_err(|_| "the browser's SHA-256 is of another length")?;
    Ok(ContentHash(bytes))
}

fn typed(buffer: &ArrayBuffer, kind: PictureKind) -> Result<Blob, String> {
    let options = BlobPropertyBag::new();
    options.set_type(kind.mime());
    Blob::new_with_buffer_source_sequence_and_options(&Array::of1(buffer), &options)
        .map_err(|error| message(&error))
}

/// Decodes as displayed: turned as EXIF says.
async fn decode(blob: &Blob) -> Result<ImageBitmap, String> {
    let undecodable = |error: JsValue| {
        format!(
            "the picture is damaged: the browser can't open it ({})",
            message(&error)
        )
    };
    let promise = scope()
        .create_image_bitmap_with_blob(blob)
        .map_err(undecodable)?;
    let bitmap = JsFuture::from(promise).await.map_err(undecodable)?;
    let bitmap: ImageBitmap = bitmap.unchecked_into();
    check_size(bitmap.width() as usize, bitmap.height() as usize)?;
    Ok(bitmap)
}

async fn thumbnail(bitmap: &ImageBitmap) -> Result<Blob, JsValue> {
    let (width, height) = (f64::from(bitmap.width()), f64::from(bitmap.height()));
    scaled(bitmap, [0.0, 0.0, width, height]).await
}

/// A part of a bitmap (left, top, width, height), at most as large as a thumbnail.
pub(super) async fn scaled(bitmap: &ImageBitmap, part: [f64; 4]) -> Result<Blob, JsValue> {
    small_file(&scaled_canvas(bitmap, part, THUMB_SIDE)?).await
}

/// A canvas as a file, as small as the browser can write it.
async fn small_file(canvas: &OffscreenCanvas) -> Result<Blob, JsValue> {
    let blob = encoded(canvas, "image/webp").await?;
    match blob.type_() == "image/webp" {
        true => Ok(blob),
        // A browser that can't write WebP writes PNG, which is far larger.
        false => encoded(canvas, "image/jpeg").await,
    }
}

/// A canvas with a part of a bitmap (left, top, width, height), no side of it longer than `side`.
fn scaled_canvas(
    bitmap: &ImageBitmap,
    [left, top, width, height]: [f64; 4],
    side: f64,
) -> Result<OffscreenCanvas, JsValue> {
    let scale = (side / width.max(height)).min(1.0);
    let (to_width, to_height) = (
        (width * scale).round().max(1.0),
        (height * scale).round().max(1.0),
    );
    let canvas = OffscreenCanvas::new(to_width as u32, to_height as u32)?;
    let context = canvas
        .get_context("2d")?
        .ok_or("the browser gives no canvas")?;
    let context: OffscreenCanvasRenderingContext2d = context.unchecked_into();
    Reflect::set(&context, &"imageSmoothingQuality".into(), &"high".into())?;
    context.draw_image_with_image_bitmap_and_sw_and_sh_and_dx_and_dy_and_dw_and_dh(
        bitmap, left, top, width, height, 0.0, 0.0, to_width, to_height,
    )?;
    Ok(canvas)
}

async fn encoded(canvas: &OffscreenCanvas, mime: &str) -> Result<Blob, JsValue> {
    let options = ImageEncodeOptions::new();
    options.set_type(mime);
    options.set_quality(0.8);
    let promise = canvas.convert_to_blob_with_options(&options)?;
    Ok(JsFuture::from(promise).await?.unchecked_into())
}

fn unreadable(error: JsValue) -> String {
    format!("the file can't be read: {}", message(&error))
}
