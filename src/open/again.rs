//! Entries that were refused because another tab wrote first, put onto what that tab made of the project. Where a step can't
//! be put there as it is, it is fitted as long as that keeps what was drawn; what is left is told to be lost.

use super::{Open, Said};
use crate::document::{
    Annotator, AnnotatorId, Change, Concept, ConceptId, Conflict, Diff, Document, Edit, Fault,
    InputId, Label, LabelId, Name, ObjectEntry, ObjectId, Objects, RecordId, check_after,
};
use crate::edit::{Entry, EntryKind, Head, LayerId, NewObject, Refused, Step, copied};
use crate::persist::Damage;
use std::collections::{BTreeMap, BTreeSet};

impl Open {
    /// The way back from an entry. An annotator that came with it stays, unless nothing stands that came later: what they
    /// labelled may be in no tab's memory.
    #[must_use]
    pub fn way_back(&self, seq: u64, step: Step) -> Step {
        let Step { diff, layer } = step.reversed();
        let diff = match self.history.is_newest_standing(seq) {
            true => diff,
            false => diff.with_annotators(),
        };
        Step { diff, layer }
    }

    /// Applies a step of the journal: an undo, a redo, or what was refused.
    ///
    /// # Errors
    /// Records have changed since, or a rule wouldn't hold any more: the document is as it was.
    pub fn apply(&mut self, step: &Step) -> Result<(), Refused> {
        if let Some(conflict) = self.left_inhabited(step).or_else(|| self.left_in_use(step)) {
            return Err(Refused::Conflict(conflict));
        }
        let document = self.editor.document();
        let before = check_after(document, &step.diff);
        let is_new = |id: &AnnotatorId| document.annotator(*id).is_none();
        let new: Vec<_> = added_annotators(&step.diff).filter(is_new).collect();
        self.editor.apply(step)?;
        let faults = check_after(self.editor.document(), &step.diff);
        // What a layer brought goes with it: `left_in_use` has looked at the rest.
        let goes =
            |fault: &Fault| turned_off(step).is_some() && matches!(fault, Fault::Dangling(..));
        let mut faults = faults.into_iter();
        match faults.find(|fault| !before.contains(fault) && !goes(fault)) {
            None => Ok(()),
            Some(fault) => {
                let Step { diff, layer } = step.clone().reversed();
                let diff = diff.with_annotators();
                self.editor.apply(&Step { diff, layer })?;
                for annotator in new {
                    self.editor.loading().forget_annotator(annotator);
                }
                Err(Refused::Conflict(Conflict::Rule(fault)))
            }
        }
    }

    /// An input would go with the layer that brought it, and with it what was labelled on it since.
    fn left_inhabited(&self, step: &Step) -> Option<Conflict> {
        let layer = turned_off(step)?;
        let document = self.editor.document();
        let all = document.inputs().chain(document.trash());
        let mut ids = all.map(|entry| entry.input.id);
        let inhabited = ids.find(|input| self.layout.is_inhabited(*input, layer));
        inhabited.map(Conflict::Inhabited)
    }

    /// A concept would go that objects have which aren't in memory: the counts tell. Of a step that turns a layer off,
    /// what is outside of that layer is looked at, in memory or not.
    fn left_in_use(&self, step: &Step) -> Option<Conflict> {
        let off = turned_off(step);
        let document = self.editor.document();
        let relabelled: BTreeSet<_> = step.diff.0.iter().filter_map(label_before).collect();
        let uses = |concept: ConceptId| {
            let mut all = document.inputs().chain(document.trash());
            all.any(|entry| {
                let input = entry.input.id;
                let counts = off.is_some() || document.objects(input).is_none();
                let is_labelled = off.is_some()
                    && self.layout.home_layer(input) != off
                    && entry
                        .labels
                        .iter()
                        .any(|label| label.concept == concept && !relabelled.contains(&label.id));
                is_labelled || (counts && self.layout.counts_outside(input, off, concept))
            })
        };
        let mut gone = step.diff.removed_concepts();
        gone.find(|concept| uses(*concept)).map(Conflict::InUse)
    }

    /// Puts what was refused onto this state, up to the first entry of which something has to be read first: an import, or
    /// objects that were let go. Returns what there is to say.
    pub(super) fn put_refused_again(&mut self) -> Vec<Said> {
        let mut said = Vec::new();
        loop {
            let document = self.editor.document();
            let is_here = |input: &InputId| document.objects(*input).is_some();
            let all_here = |entry: &mut Entry| {
                entry.step.layer.is_none()
                    && entry.step.diff.inputs_with_objects().iter().all(is_here)
            };
            let Some(entry) = self.refused.pop_front_if(all_here) else {
                return said;
            };
            if let Some(entry) = self.apply_again(entry, &mut said) {
                let head = entry.head.clone();
                let drawn = self.known.drawn(&entry.step.diff);
                let appended = self.append_again(entry);
                said.extend(appended.err().map(|damage| Said::Lost {
                    title: head.title,
                    reason: damage.to_string(),
                    drawn,
                }));
            }
        }
    }

    /// The next entry that has to be put onto the present state, for which something has to be read first. Nothing counts
    /// as saved until it is put down.
    pub fn take_refused(&mut self) -> Option<Entry> {
        let entry = self.refused.pop_front();
        self.is_in_hand = entry.is_some();
        entry
    }

    /// What was taken is in the journal, or told to be lost.
    pub fn put_down(&mut self) {
        self.is_in_hand = false;
    }

    /// What was taken can't be put there yet, since objects that it needs couldn't be read.
    pub fn put_back(&mut self, entry: Entry) {
        self.refused.push_front(entry);
        self.is_in_hand = false;
    }

    /// Objects that an entry needs aren't in memory, of inputs that are there.
    pub fn lacks_objects_for(&self, entry: &Entry) -> bool {
        let document = self.editor.document();
        let needed = entry.step.diff.inputs_with_objects();
        let mut there = needed.iter().filter(|id| document.input(**id).is_some());
        there.any(|input| document.objects(*input).is_none())
    }

    /// Applies an entry that was refused to the present state, fitted where it has to be. Returns it as it is to be
    /// appended; none where it can't be applied, which is said.
    pub fn apply_again(&mut self, mut entry: Entry, said: &mut Vec<Said>) -> Option<Entry> {
        let fitted = Fitting::new(self.editor.document(), &self.known).fit(&mut entry.step);
        match self.apply(&entry.step) {
            Ok(()) => {
                said.extend(fitted);
                Some(entry)
            }
            Err(refused) => {
                said.push(Said::Lost {
                    title: entry.head.title,
                    reason: refused.to_string(),
                    drawn: self.known.drawn(&entry.step.diff),
                });
                None
            }
        }
    }

    /// Puts an entry that was refused, already applied once more, into the journal.
    ///
    /// # Errors
    /// A record can't be encoded.
    pub fn append_again(&mut self, entry: Entry) -> Result<(), Damage> {
        let seq = self.history.last_seq() + 1;
        let before = entry.head.seq;
        let head = Head {
            seq,
            kind: self.kind_now(entry.head.kind),
            ..entry.head
        };
        self.moved.insert(before, seq);
        self.enqueue(Entry { head, ..entry })
    }

    /// Why an entry was appended, where the entry that it refers to may have got another number since.
    fn kind_now(&self, kind: EntryKind) -> EntryKind {
        let now = |of: u64| self.moved.get(&of).copied().unwrap_or(of);
        match kind {
            EntryKind::Start | EntryKind::Do => kind,
            EntryKind::Undo(of) => EntryKind::Undo(now(of)),
            EntryKind::Redo(of) => EntryKind::Redo(now(of)),
        }
    }

    /// Makes entries that aren't saved ones that were refused: another tab's entries have their numbers.
    pub(super) fn take_off_unsaved(&mut self) {
        let document = self.editor.document();
        if self.refused.is_empty() {
            self.known = Known::default();
            // What isn't saved has the numbers of now.
            self.moved.clear();
        }
        self.known.add(document);
        for entry in &self.unsaved {
            self.known.add_drawn(document, &entry.step.diff);
        }
        for entry in self.unsaved.drain(..).rev() {
            self.own.remove(&entry.head.seq);
            self.steps.remove(&entry.head.seq);
            self.refused.push_front(entry);
        }
    }
}

/// Makes a step fit to a document that it wasn't made from.
struct Fitting<'a> {
    document: &'a Document,
    /// The concepts that the step was made with.
    known: &'a Known,
}

impl<'a> Fitting<'a> {
    fn new(document: &'a Document, known: &'a Known) -> Self {
        Self { document, known }
    }

    /// Returns what there is to say of it.
    fn fit(&self, step: &mut Step) -> Vec<Said> {
        // The other tab may have labelled as the same annotator.
        step.diff = std::mem::take(&mut step.diff).with_annotators();
        let mut said = self.bring_back(&mut step.diff);
        let come = added_objects(&step.diff);
        for change in &mut step.diff.0 {
            match change {
                Change::Concept(Edit {
                    before: None,
                    after: Some(concept),
                }) => said.extend(self.fit_concept(concept)),
                Change::Object(Edit {
                    before: None,
                    after: Some(object),
                }) => {
                    let is_there = |parent: &ObjectId| {
                        come.contains(parent)
                            || self.document.object(object.input, *parent).is_some()
                    };
                    object.parent = object.parent.filter(is_there);
                }
                _ => {}
            }
        }
        said
    }

    /// What is labelled with a concept that another tab took away is kept, and so is the concept; and so is who labelled
    /// it, where the step that told who isn't kept.
    fn bring_back(&self, diff: &mut Diff) -> Vec<Said> {
        self.bring_back_annotators(diff);
        let come = |id: ConceptId| {
            let is_it = |change: &Change| change.record() == Some(RecordId::Concept(id));
            diff.0.iter().any(is_it)
        };
        let gone: BTreeSet<_> = labels(diff)
            .map(|label| label.concept)
            .filter(|id| self.document.concept(*id).is_none() && !come(*id))
            .collect();
        let known = &self.known.concepts;
        let back: Vec<_> = gone.iter().filter_map(|id| known.get(id)).collect();
        let changes = back.iter().map(|concept| {
            let is_there = |parent: &ConceptId| self.document.concept(*parent).is_some();
            Change::Concept(Edit::added(Concept {
                parent: concept.parent.filter(is_there),
                ..(*concept).clone()
            }))
        });
        diff.0.splice(0..0, changes.collect::<Vec<_>>());
        let said = |concept: &Concept| Said::BroughtBack(concept.name.clone());
        back.into_iter().map(said).collect()
    }

    fn bring_back_annotators(&self, diff: &mut Diff) {
        let come: BTreeSet<_> = added_annotators(diff).collect();
        let gone: BTreeSet<_> = labels(diff)
            .map(|label| label.annotator)
            .filter(|id| self.document.annotator(*id).is_none() && !come.contains(id))
            .collect();
        let known = &self.known.annotators;
        let back = gone.iter().filter_map(|id| known.get(id));
        let changes = back.map(|annotator| Change::Annotator(Edit::added(annotator.clone())));
        diff.0.splice(0..0, changes.collect::<Vec<_>>());
    }

    /// A concept that comes gets a name and a key that no other has.
    fn fit_concept(&self, concept: &mut Concept) -> Option<Said> {
        let has_key = |other: &Concept| other.hotkey == concept.hotkey;
        if self.document.concepts().any(has_key) {
            concept.hotkey = None;
        }
        let is_taken = |name: &Name| {
            let mut all = self.document.concepts();
            all.any(|other| other.name.same_as(name.as_str()))
        };
        if !is_taken(&concept.name) {
            return None;
        }
        let numbered = |number: u32| {
            let number = format!(" {number}");
            let room = Name::LONGEST - number.len();
            let start: String = concept.name.as_str().chars().take(room).collect();
            Name::new(&(start + &number)).ok()
        };
        let to = (2..).find_map(|number| numbered(number).filter(|name| !is_taken(name)))?;
        let from = std::mem::replace(&mut concept.name, to.clone());
        Some(Said::Renamed { from, to })
    }
}

/// The concepts and annotators that refused entries were made with.
#[derive(Default)]
pub(super) struct Known {
    concepts: BTreeMap<ConceptId, Concept>,
    annotators: BTreeMap<AnnotatorId, Annotator>,
    /// The objects that they drew or changed, as they were on the screen.
    objects: BTreeMap<ObjectId, ObjectEntry>,
}

impl Known {
    fn add_drawn(&mut self, document: &Document, diff: &Diff) {
        for change in &diff.0 {
            if let Some(RecordId::Object(input, id)) = change.record()
                && let Some(entry) = document.object(input, id)
            {
                self.objects.insert(id, entry.clone());
            }
        }
    }

    /// The objects that a step drew or changed, of the first input of which it did, to be put on the clipboard.
    fn drawn(&self, diff: &Diff) -> Option<(InputId, Vec<NewObject>)> {
        let records = diff.0.iter().filter_map(Change::record);
        let mut objects = records.filter_map(|record| match record {
            RecordId::Object(_, id) => self.objects.get(&id),
            _ => None,
        });
        let first = objects.next()?;
        let input = first.object.input;
        let rest = objects.filter(|entry| entry.object.input == input);
        let all: Vec<_> = std::iter::once(first).chain(rest).cloned().collect();
        let chosen = all.iter().map(|entry| entry.object.id).collect();
        let drawn = copied(&Objects::new(all), &chosen);
        (!drawn.is_empty()).then_some((input, drawn))
    }

    fn add(&mut self, document: &Document) {
        let concepts = document.concepts().map(|it| (it.id, it.clone()));
        self.concepts.extend(concepts);
        let annotators = document.annotators().map(|it| (it.id, it.clone()));
        self.annotators.extend(annotators);
    }
}

/// The labels that a diff puts.
fn labels(diff: &Diff) -> impl Iterator<Item = &Label> {
    diff.0.iter().filter_map(|change| match change {
        Change::Label(edit) => edit.after.as_ref(),
        _ => None,
    })
}

/// The layer that a step turns off.
fn turned_off(step: &Step) -> Option<LayerId> {
    let off = step.layer.filter(|switch| !switch.on);
    off.map(|switch| switch.layer)
}

/// The label that a change takes away or makes another.
fn label_before(change: &Change) -> Option<LabelId> {
    match change {
        Change::Label(edit) => edit.before.as_ref().map(|label| label.id),
        _ => None,
    }
}

fn added_annotators(diff: &Diff) -> impl Iterator<Item = AnnotatorId> + '_ {
    diff.0.iter().filter_map(|change| match change {
        Change::Annotator(edit) => edit.after.as_ref().map(|annotator| annotator.id),
        _ => None,
    })
}

fn added_objects(diff: &Diff) -> BTreeSet<ObjectId> {
    let added = diff.0.iter().filter_map(|change| match change {
        Change::Object(edit) => edit.after.as_ref().map(|object| object.id),
        _ => None,
    });
    added.collect()
}
