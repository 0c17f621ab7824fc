//! COCO instances. SPEC.md has the rules, C1 and on.

mod image;
mod line;
mod look;

mod read;
mod record;
mod rle;
mod segmentation;
mod shape;
mod value;
mod write;

pub(super) use look::looks_like;
pub(super) use read::CocoReader;
pub(super) use write::CocoWriter;

/// The members of an annotation that the writer makes itself.
const ANNOTATION_MEMBERS: [&str; 8] = [
    "id",
    "image_id",
    "category_id",
    "segmentation",
    "area",
    "bbox",
    "iscrowd",
    "score",
];
/// The same of an image.
const IMAGE_MEMBERS: [&str; 4] = ["id", "width", "height", "file_name"];
/// The same of a category.
const CATEGORY_MEMBERS: [&str; 3] = ["id", "name", "supercategory"];
