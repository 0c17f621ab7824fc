//! Inputs of a file, and those that the project has: they meet by their names.

use super::Origin;
use super::names::free_id;
use super::turn::Turn;
use crate::document::{
    ContentHash, Document, IdSource, Input, InputEntry, InputId, Label, LabelId, Media, Orientation,
};
use crate::edit::names_meet;
use crate::formats::catalog::Format;
use crate::formats::draft::{DraftInput, Key};
use crate::formats::report::{Outcome, Report};
use crate::geometry::PixelSize;
use crate::persist::{BlockRow, Counts};
use std::collections::{BTreeMap, HashMap, HashSet};

const AMBIGUOUS: &str = "several inputs here could be meant: it was added as a new one";
const TWICE: &str = "another picture of the file has the same name: it was added as a new one";
const TURNED: &str = "the file counts pixels before the picture is turned: they were turned";
const MAYBE_TURNED: &str =
    "the picture is turned when it is shown, and the file may not have done so: check its labels";
const OTHER_SIZE: &str =
    "the picture has another size in the file: the labels were kept as they are";

/// An input that the file names.
#[derive(Debug)]
pub(super) struct Place {
    pub id: InputId,
    pub name: String,
    /// The input itself, where the project hasn't got it.
    pub row: Option<BlockRow>,
    /// How many of its staged objects have each concept.
    pub counts: Counts,
    /// How many chunks were staged.
    pub chunks: u32,
    pub turn: Option<Turn>,
}

/// The inputs of the file by the reader's numbers.
#[derive(Debug)]
pub(super) struct Inputs {
    places: BTreeMap<Key, Place>,
    /// The project's inputs by their names and by what follows each `/` in them.
    by_name: HashMap<String, Vec<InputId>>,
    /// Those that the file has named already.
    taken: HashSet<InputId>,
    ids: HashSet<InputId>,
    /// How many were here already.
    pub matched: usize,
}

/// Which of the project's inputs is meant.
enum Met {
    Nobody,
    One(InputId),
    Several(Vec<InputId>),
}

/// So many names are listed where several could be meant.
const LISTED: usize = 5;

impl Inputs {
    pub fn of(document: &Document) -> Self {
        let mut by_name: HashMap<String, Vec<InputId>> = HashMap::new();
        for entry in document.inputs() {
            for end in ends(&entry.input.name) {
                by_name
                    .entry(end.to_owned())
                    .or_default()
                    .push(entry.input.id);
            }
        }
        Self {
            places: BTreeMap::new(),
            by_name,
            taken: HashSet::new(),
            ids: document
                .inputs()
                .chain(document.trash())
                .map(|entry| entry.input.id)
                .collect(),
            matched: 0,
        }
    }

    pub fn get(&self, key: Key) -> Option<&Place> {
        self.places.get(&key)
    }

    pub fn get_mut(&mut self, key: Key) -> Option<&mut Place> {
        self.places.get_mut(&key)
    }

    pub fn into_places(self) -> impl Iterator<Item = Place> {
        self.places.into_values()
    }

    /// The new inputs whose bytes the file knows by their hash.
    pub fn hashed(&mut self) -> impl Iterator<Item = (ContentHash, &mut Media)> {
        let rows = self
            .places
            .values_mut()
            .filter_map(|place| place.row.as_mut());
        let media = rows.map(|row| &mut row.input.media);
        media.filter_map(|media| Some((media.hash?, media)))
    }

    /// An input of the file: the project's one of that name, or a new one.
    pub fn meet(
        &mut self,
        draft: DraftInput,
        document: &Document,
        origin: &Origin,
        ids: &mut IdSource,
        report: &mut Report,
    ) {
        let met = self.find(&draft, document);
        let known = match met {
            Met::One(id) if self.taken.insert(id) => document.input(id),
            Met::One(_) => {
                report.note(Outcome::Changed, || draft.name.clone(), TWICE);
                None
            }
            Met::Several(candidates) => {
                let place = || ambiguity(&draft.name, &candidates, document);
                report.note(Outcome::Changed, place, AMBIGUOUS);
                None
            }
            Met::Nobody => None,
        };
        let key = draft.key;
        let place = match known {
            Some(entry) => {
                self.matched += 1;
                Place {
                    id: entry.input.id,
                    name: entry.input.name.clone(),
                    row: None,
                    counts: Counts::new(),
                    chunks: 0,
                    turn: turn(&entry.input, draft.media.size, origin.format, report),
                }
            }
            None => self.new_place(draft, origin, ids, report),
        };
        self.places.insert(key, place);
    }

    fn new_place(
        &mut self,
        draft: DraftInput,
        origin: &Origin,
        ids: &mut IdSource,
        report: &mut Report,
    ) -> Place {
        let id = free_id(
            draft.id,
            ids,
            report,
            || draft.name.clone(),
            |id| self.ids.insert(id),
        );
        let input = Input {
            id,
            name: draft.name,
            media: draft.media,
            status: draft.status.unwrap_or_default(),
            split: draft.split,
            added_at: draft.added_at.unwrap_or(origin.now_ms),
            metadata: draft.metadata,
            trashed: false,
            kept: draft.kept,
        };
        Place {
            id,
            name: input.name.clone(),
            row: Some(BlockRow {
                input,
                labels: Vec::new(),
            }),
            counts: Counts::new(),
            chunks: 0,
            turn: None,
        }
    }

    /// By id and name, else by the same name, else by a name that ends like it.
    fn find(&self, draft: &DraftInput, document: &Document) -> Met {
        let of_id = draft.id.and_then(|id| document.input(id));
        let is_it = |entry: &&InputEntry| {
            !entry.input.trashed && names_meet(&entry.input.name, &draft.name)
        };
        if let Some(entry) = of_id.filter(is_it) {
            return Met::One(entry.input.id);
        }
        let longer = self.by_name.get(&draft.name).map_or(&[][..], Vec::as_slice);
        let has_name = |id: &InputId, name: &str| {
            document
                .input(*id)
                .is_some_and(|entry| entry.input.name == name)
        };
        let same: Vec<_> = longer
            .iter()
            .filter(|id| has_name(id, &draft.name))
            .copied()
            .collect();
        if !same.is_empty() {
            return Met::of(same);
        }
        let shorter = ends(&draft.name).skip(1).flat_map(|end| {
            let ids = self.by_name.get(end).map_or(&[][..], Vec::as_slice);
            ids.iter().filter(move |id| has_name(id, end))
        });
        Met::of(longer.iter().chain(shorter).copied().collect())
    }
}

impl Met {
    fn of(mut candidates: Vec<InputId>) -> Self {
        match candidates.len() {
            0 => Self::Nobody,
            1 => candidates.pop().map_or(Self::Nobody, Self::One),
            _ => Self::Several(candidates),
        }
    }
}

/// A name, and what follows each `/` in it.
fn ends(name: &str) -> impl Iterator<Item = &str> {
    let after = name.match_indices('/').map(|(at, _)| &name[at + 1..]);
    std::iter::once(name).chain(after)
}

fn ambiguity(name: &str, candidates: &[InputId], document: &Document) -> String {
    let entries = candidates.iter().filter_map(|id| document.input(*id));
    let names: Vec<_> = entries
        .take(LISTED)
        .map(|entry| entry.input.name.as_str())
        .collect();
    let more = if candidates.len() > LISTED {
        ", …"
    } else {
        ""
    };
    format!("{name} ({}{more})", names.join(", "))
}

/// How coordinates of the file are to be turned. What is in doubt is noted.
fn turn(
    input: &Input,
    in_file: Option<PixelSize>,
    format: Format,
    report: &mut Report,
) -> Option<Turn> {
    let (here, in_file) = (input.media.size?, in_file?);
    let orientation = input.media.orientation;
    let name = || input.name.clone();
    if here == in_file {
        // The size can't tell whether the file has turned the picture.
        let is_square = here.width == here.height;
        let is_open = orientation != Orientation::UPRIGHT && (is_square || !orientation.swaps());
        if is_open && format != Format::Native {
            report.note(Outcome::Changed, name, MAYBE_TURNED);
        }
        return None;
    }
    let is_swapped = (here.width, here.height) == (in_file.height, in_file.width);
    if is_swapped && format != Format::Native && orientation.swaps() {
        report.note(Outcome::Changed, name, TURNED);
        return Turn::new(orientation, in_file);
    }
    let sizes = || {
        format!(
            "{} (here {} × {}, in the file {} × {})",
            input.name, here.width, here.height, in_file.width, in_file.height
        )
    };
    report.note(Outcome::Changed, sizes, OTHER_SIZE);
    None
}

/// The label is among these already: by its id, or the same was said by the same annotator.
pub(super) fn is_said(labels: &[Label], id: Option<LabelId>, label: &Label) -> bool {
    labels.iter().any(|other| {
        id == Some(other.id)
            || (other.concept, other.annotator, other.presence)
                == (label.concept, label.annotator, label.presence)
    })
}
