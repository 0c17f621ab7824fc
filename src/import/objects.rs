//! Objects of a file on their way to chunks. A few megabytes wait, whatever the size of the file.

use super::inputs::Inputs;
use crate::document::{
    ConceptId, InputId, Kept, Label, Object, ObjectEntry, ObjectId, Objects, Presence, ProjectId,
    Shape,
};
use crate::edit::LayerId;
use crate::formats::draft::Key;
use crate::formats::report::{Outcome, Report};
use crate::persist::{Chunk, Counts, Damage, Table, Write, chunk_key, encode};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

pub(super) const HERE_ALREADY: &str = "it is here already";

/// When so many bytes wait, they are to be written.
const FULL: usize = 24 << 20;

/// An object on its way.
#[derive(Debug)]
struct Waiting {
    object: Object,
    labels: Vec<Label>,
    /// The file gave it its id.
    has_id: bool,
    bytes: usize,
}

/// What waits, and what is known of the objects that are here already.
#[derive(Debug, Default)]
pub(super) struct Pile {
    waiting: BTreeMap<Key, Vec<Waiting>>,
    bytes: usize,
    /// The inputs whose present objects are known.
    known: HashSet<InputId>,
    /// Present objects by their input and id, and by their input, shape and labels.
    here: HashMap<u64, ObjectId>,
    /// Objects that were left since another is here already.
    stands_for: HashMap<ObjectId, ObjectId>,
    /// How many were written.
    pub count: usize,
}

impl Pile {
    pub fn push(&mut self, key: Key, object: Object, labels: Vec<Label>, has_id: bool) {
        let bytes = size(&object, &labels);
        self.bytes += bytes;
        self.waiting.entry(key).or_default().push(Waiting {
            object,
            labels,
            has_id,
            bytes,
        });
    }

    pub fn is_full(&self) -> bool {
        self.bytes >= FULL
    }

    /// The inputs that objects wait for and whose present objects aren't known.
    pub fn unknown<'a>(&'a self, inputs: &'a Inputs) -> impl Iterator<Item = InputId> + 'a {
        let places = self.waiting.keys().filter_map(|key| inputs.get(*key));
        let ids = places
            .filter(|place| place.row.is_none())
            .map(|place| place.id);
        ids.filter(|id| !self.known.contains(id))
    }

    /// What an input has already.
    pub fn know(&mut self, input: InputId, objects: &Objects) {
        self.known.insert(input);
        for ObjectEntry { object, labels } in objects.iter() {
            self.here.insert(by_id(object), object.id);
            self.here.insert(by_look(object, labels), object.id);
        }
    }

    /// What waits, input by input, as about so many rows; nothing once nothing waits any more.
    ///
    /// # Errors
    /// A record can't be encoded.
    pub fn write(
        &mut self,
        inputs: &mut Inputs,
        project: ProjectId,
        layer: LayerId,
        report: &mut Report,
        most: usize,
    ) -> Result<Vec<Write>, Damage> {
        let mut writes = Vec::new();
        while writes.len() < most
            && let Some((key, waiting)) = self.waiting.pop_first()
        {
            let bytes = waiting.iter().map(|one| one.bytes).sum();
            self.bytes = self.bytes.saturating_sub(bytes);
            let Some(place) = inputs.get_mut(key) else {
                continue;
            };
            for chunk in chunks(self.new_ones(waiting, &place.name, report)) {
                for (_, labels) in &chunk.objects {
                    count(&mut place.counts, labels);
                }
                self.count += chunk.objects.len();
                let key = chunk_key(project, place.id, layer, place.chunks);
                place.chunks += 1;
                let bytes = encode(&chunk)?;
                writes.push(Write::Put {
                    table: Table::Chunks,
                    key,
                    bytes,
                });
            }
        }
        Ok(writes)
    }

    /// Those that aren't here yet.
    fn new_ones(
        &mut self,
        waiting: Vec<Waiting>,
        input: &str,
        report: &mut Report,
    ) -> Vec<Waiting> {
        let mut new = Vec::with_capacity(waiting.len());
        for mut one in waiting {
            if let Some(parent) = &mut one.object.parent
                && let Some(here) = self.stands_for.get(parent)
            {
                *parent = *here;
            }
            match self.here_already(&one) {
                Some(here) => {
                    let place = || format!("{input} (object {here})");
                    report.note(Outcome::Left, place, HERE_ALREADY);
                    if here != one.object.id {
                        self.stands_for.insert(one.object.id, here);
                    }
                }
                None => new.push(one),
            }
        }
        new
    }
}

impl Pile {
    /// The present object that this one is.
    fn here_already(&self, one: &Waiting) -> Option<ObjectId> {
        if self.here.is_empty() {
            return None;
        }
        let mark = match one.has_id {
            true => by_id(&one.object),
            false => by_look(&one.object, &one.labels),
        };
        self.here.get(&mark).copied()
    }
}

/// Objects in rows of at most [`Chunk::BYTES`], or of one object.
fn chunks(objects: Vec<Waiting>) -> Vec<Chunk> {
    let mut chunks: Vec<Chunk> = Vec::new();
    let mut room = 0;
    for Waiting {
        object,
        labels,
        bytes,
        ..
    } in objects
    {
        match chunks.last_mut().filter(|_| bytes <= room) {
            Some(chunk) => chunk.objects.push((object, labels)),
            None => {
                room = Chunk::BYTES;
                chunks.push(Chunk {
                    objects: vec![(object, labels)],
                });
            }
        }
        room = room.saturating_sub(bytes);
    }
    chunks
}

/// One object more with these labels: it counts once for each concept.
fn count(counts: &mut Counts, labels: &[Label]) {
    let concepts: BTreeSet<ConceptId> = labels.iter().map(|label| label.concept).collect();
    for concept in concepts {
        match counts.iter_mut().find(|(at, _)| *at == concept) {
            Some((_, count)) => *count += 1,
            None => counts.push((concept, 1)),
        }
    }
}

/// No more bytes than these will an object have in its chunk.
fn size(object: &Object, labels: &[Label]) -> usize {
    let labels = labels.iter().map(|label| 80 + kept(&label.kept));
    60 + shape_size(object.shape()) + kept(&object.kept) + labels.sum::<usize>()
}

fn shape_size(shape: &Shape) -> usize {
    match shape {
        Shape::Box(_) | Shape::Span(_) | Shape::Segment(_) => 40,
        Shape::Polygon(polygon) => {
            20 + 5 * polygon.rings().count()
                + 5 * polygon.parts().len()
                + 16 * polygon.vertex_count()
        }
        Shape::Mask(mask) => 20 + 5 * mask.runs().len(),
        Shape::Track(track) => {
            let keys = track.keys().iter();
            20 + keys.map(|key| 12 + shape_size(&key.shape)).sum::<usize>()
        }
    }
}

fn kept(kept: &Kept) -> usize {
    let counter = postcard::ser_flavors::Size::default();
    // A text can always be written.
    postcard::serialize_with_flavor::<_, _, usize>(kept, counter).unwrap_or(0)
}

fn by_id(object: &Object) -> u64 {
    let mut hasher = DefaultHasher::new();
    (0_u8, object.input, object.id).hash(&mut hasher);
    hasher.finish()
}

/// Where an object is and what is said of it, whatever its ids.
fn by_look(object: &Object, labels: &[Label]) -> u64 {
    let mut hasher = DefaultHasher::new();
    (1_u8, object.input).hash(&mut hasher);
    hash_shape(object.shape(), &mut hasher);
    let said: BTreeSet<_> = labels
        .iter()
        .map(|label| {
            let is_absent = label.presence == Presence::Absent;
            (
                label.concept,
                label.annotator,
                is_absent,
                label.score.map(f64::to_bits),
            )
        })
        .collect();
    said.hash(&mut hasher);
    hasher.finish()
}

fn hash_shape(shape: &Shape, hasher: &mut DefaultHasher) {
    let mut number = |number: f64| number.to_bits().hash(hasher);
    match shape {
        Shape::Box(rect) => {
            let numbers = [rect.min.x, rect.min.y, rect.max.x, rect.max.y];
            numbers.into_iter().for_each(number);
        }
        Shape::Polygon(polygon) => {
            for ring in polygon.rings() {
                for point in ring.vertices() {
                    number(point.x);
                    number(point.y);
                }
                // Tells two rings from one.
                number(f64::NAN);
            }
        }
        Shape::Mask(mask) => (mask.size(), mask.runs()).hash(hasher),
        Shape::Span(span) => span.hash(hasher),
        Shape::Track(track) => {
            for key in track.keys() {
                (key.at, key.sight).hash(hasher);
                hash_shape(&key.shape, hasher);
            }
        }
        Shape::Segment(segment) => segment.hash(hasher),
    }
}
