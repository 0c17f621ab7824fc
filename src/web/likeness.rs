//! What a worker does to find what looks alike. The index of a project stays in the worker, and follows the project's
//! journal.

use super::database::Database;
use super::descriptors::DescriptorStore;
use super::pictures;
use super::rows::{present, said, seq};
use super::serve::{Call, Done, refused};
use super::thumbs::PictureStore;
use crate::document::{ContentHash, InputId, ProjectId, Source};
use crate::jobs::Reply;
use crate::lists::{LEAST_ALIKE, Like, LikeOf, Part};
use crate::vision::{Descriptor, Index, Query};
use std::cell::RefCell;
use std::collections::HashMap;
use wasm_bindgen::JsValue;
use web_sys::File;

/// How many are named at most.
const MOST: usize = 10_000;

/// The index of a project at a state of its journal.
struct Kept {
    project: ProjectId,
    seq: u64,
    index: Index,
    pictures: HashMap<InputId, (ContentHash, Source)>,
}

thread_local!(static KEPT: RefCell<Option<Kept>> = const { RefCell::new(None) });

/// A picture that somebody shows: its thumbnail is kept, so that the address finds it again.
///
/// # Errors
/// It is no picture.
pub async fn show(store: &PictureStore, name: &str, file: &File) -> Done {
    let hash = pictures::look_at(store, file)
        .await
        .map_err(|reason| refused(name, reason))?;
    Ok((Reply::Looked(hash), JsValue::UNDEFINED))
}

/// The inputs of a project that look like any of these, those that do most first.
///
/// # Errors
/// The database can't be read, or none of these has a picture.
pub async fn run(call: &Call, store: &PictureStore, project: ProjectId, likes: &[Like]) -> Done {
    let refuse = |reason: String| refused("the pictures", reason);
    let kept = up_to_date(call, store, project).await.map_err(refuse)?;
    if call.is_cancelled() {
        KEPT.set(Some(kept));
        return Ok((Reply::Cancelled, JsValue::UNDEFINED));
    }
    let mut queries = Vec::new();
    for like in likes {
        queries.extend(query(store, &kept, *like).await);
    }
    if queries.is_empty() {
        KEPT.set(Some(kept));
        return Err(refuse("the picture isn't here any more".to_owned()));
    }
    let mut found = kept.index.ranked(&Query::any_of(queries), Some(MOST));
    found.retain(|(_, score)| *score >= LEAST_ALIKE);
    KEPT.set(Some(kept));
    Ok((Reply::Similar(found), JsValue::UNDEFINED))
}

/// The index of the project as it is now.
async fn up_to_date(call: &Call, store: &PictureStore, project: ProjectId) -> Result<Kept, String> {
    let database = Database::open().await.map_err(said)?;
    let now = seq(&database, project).await?;
    let before = KEPT.take().filter(|kept| kept.project == project);
    if let Some(kept) = before.filter(|kept| kept.seq == now) {
        return Ok(kept);
    }
    let present = present(&database, project).await?;
    let descriptors = DescriptorStore::open().await.map_err(said)?;
    let known = descriptors.all().await.map_err(said)?;
    let inputs = present.document.inputs().map(|entry| &entry.input);
    let here = inputs.filter(|input| input.media.source != Source::Awaited);
    let pictures: HashMap<_, _> = here
        .filter_map(|input| Some((input.id, (input.media.hash?, input.media.source.clone()))))
        .collect();
    let mut index = Index::default();
    let mut missing = Vec::new();
    for (input, (hash, source)) in &pictures {
        match known.get(hash) {
            Some(descriptor) => index.insert(*input, *descriptor),
            None => missing.push((*input, *hash, source.clone())),
        }
    }
    let total = missing.len() as u64;
    for (done, (input, hash, source)) in missing.into_iter().enumerate() {
        // One whose picture can't be read looks like nothing.
        if let Ok(descriptor) = describe(store, &hash, &source).await {
            drop(descriptors.put(&hash, &descriptor).await);
            index.insert(input, descriptor);
        }
        if call.is_cancelled() {
            break;
        }
        call.progress(done as u64, total);
    }
    Ok(Kept {
        project,
        seq: if call.is_cancelled() { 0 } else { present.seq },
        index,
        pictures,
    })
}

/// How a picture looks, from its thumbnail.
async fn describe(
    store: &PictureStore,
    hash: &ContentHash,
    source: &Source,
) -> Result<Descriptor, String> {
    let (rgba, size) = pictures::small_pixels(store, hash, source, None).await?;
    Descriptor::of(&rgba, size).ok_or_else(|| "the picture is empty".to_owned())
}

/// What to look for; none where there is no picture.
async fn query(store: &PictureStore, kept: &Kept, like: Like) -> Option<Query> {
    let (hash, source) = match like.of {
        LikeOf::Input(input) => kept.pictures.get(&input).cloned()?,
        LikeOf::Picture(hash) => (hash, Source::Stored),
    };
    let part = like.part.map(Part::sides);
    let pixels = pictures::small_pixels(store, &hash, &source, part).await;
    let (rgba, size) = pixels.ok()?;
    Query::from_pixels(&rgba, size)
}
