//! The document: every record of a project, the objects only of those inputs that were loaded.

use super::objects::{ObjectEntry, Objects, put_label};
use super::{
    Annotator, AnnotatorId, Change, Concept, ConceptId, Conflict, Diff, Edit, Input, InputId,
    Label, Object, ObjectId, Project, RecordId, Target,
};
use crate::faults;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// Every record of a project. Only [`Document::apply`] changes records; the `insert_`/`load_`/`unload_` calls bring in
/// what the database has.
#[derive(Clone, Debug)]
pub struct Document {
    project: Project,
    concepts: BTreeMap<ConceptId, Concept>,
    /// The concepts in the order that people gave.
    order: BTreeSet<(u32, ConceptId)>,
    annotators: BTreeMap<AnnotatorId, Annotator>,
    inputs: BTreeMap<InputId, InputEntry>,
    trash: BTreeMap<InputId, InputEntry>,
    objects: HashMap<InputId, Objects>,
}

/// An input and what is said of the whole of it.
#[derive(Clone, Debug, PartialEq)]
pub struct InputEntry {
    /// The input.
    pub input: Input,
    /// Its classifications, in the order of their ids.
    pub labels: Vec<Label>,
}

impl Document {
    /// A project with nothing in it.
    pub fn new(project: Project) -> Self {
        Self {
            project,
            concepts: BTreeMap::new(),
            order: BTreeSet::new(),
            annotators: BTreeMap::new(),
            inputs: BTreeMap::new(),
            trash: BTreeMap::new(),
            objects: HashMap::new(),
        }
    }

    /// The project's own record.
    pub fn project(&self) -> &Project {
        &self.project
    }

    /// All concepts in the order that people gave, which is that of creation where they gave none.
    pub fn concepts(&self) -> impl DoubleEndedIterator<Item = &Concept> {
        let order = self.order.iter();
        order.filter_map(|(_, id)| self.concepts.get(id))
    }

    /// One concept.
    pub fn concept(&self, id: ConceptId) -> Option<&Concept> {
        self.concepts.get(&id)
    }

    /// All annotators.
    pub fn annotators(&self) -> impl Iterator<Item = &Annotator> {
        self.annotators.values()
    }

    /// One annotator.
    pub fn annotator(&self, id: AnnotatorId) -> Option<&Annotator> {
        self.annotators.get(&id)
    }

    /// All inputs in the order in which they were added, but for those in the trash.
    pub fn inputs(&self) -> impl ExactSizeIterator<Item = &InputEntry> {
        self.inputs.values()
    }

    /// The inputs in the trash, in the order in which they were added.
    pub fn trash(&self) -> impl ExactSizeIterator<Item = &InputEntry> {
        self.trash.values()
    }

    /// One input, in the trash or not.
    pub fn input(&self, id: InputId) -> Option<&InputEntry> {
        self.inputs.get(&id).or_else(|| self.trash.get(&id))
    }

    /// The objects of an input; none where they aren't loaded.
    pub fn objects(&self, input: InputId) -> Option<&Objects> {
        self.objects.get(&input)
    }

    /// One object.
    pub fn object(&self, input: InputId, object: ObjectId) -> Option<&ObjectEntry> {
        self.objects.get(&input)?.get(object)
    }

    /// Brings in a concept that the database has.
    pub fn insert_concept(&mut self, concept: Concept) {
        self.order.insert((concept.rank, concept.id));
        if let Some(before) = self.concepts.insert(concept.id, concept.clone())
            && before.rank != concept.rank
        {
            self.order.remove(&(before.rank, before.id));
        }
    }

    /// Brings in an annotator that the database has.
    pub fn insert_annotator(&mut self, annotator: Annotator) {
        self.annotators.insert(annotator.id, annotator);
    }

    /// Brings in the project's record, all concepts and all annotators as the database has them, in the place of those that
    /// are here.
    pub fn replace_names(
        &mut self,
        project: Project,
        concepts: Vec<Concept>,
        annotators: Vec<Annotator>,
    ) {
        self.project = project;
        self.order.clear();
        self.concepts.clear();
        self.annotators.clear();
        for concept in concepts {
            self.insert_concept(concept);
        }
        for annotator in annotators {
            self.insert_annotator(annotator);
        }
    }

    /// Takes out an annotator that labelled nothing.
    pub fn forget_annotator(&mut self, annotator: AnnotatorId) {
        self.annotators.remove(&annotator);
    }

    /// Brings in an input that the database has.
    pub fn insert_input(&mut self, entry: InputEntry) {
        self.side(!entry.input.trashed).remove(&entry.input.id);
        self.side(entry.input.trashed).insert(entry.input.id, entry);
    }

    /// Where an input lies, in the trash or not.
    fn side(&mut self, trashed: bool) -> &mut BTreeMap<InputId, InputEntry> {
        match trashed {
            true => &mut self.trash,
            false => &mut self.inputs,
        }
    }

    /// Takes out an input of a layer that was turned off.
    pub fn forget_input(&mut self, input: InputId) {
        self.inputs.remove(&input);
        self.trash.remove(&input);
        self.objects.remove(&input);
    }

    /// Brings in the objects of an input as the database has them.
    pub fn load_objects(&mut self, input: InputId, objects: Objects) {
        self.objects.insert(input, objects);
    }

    /// Lets go of the objects of an input, which the database keeps.
    pub fn unload_objects(&mut self, input: InputId) {
        self.objects.remove(&input);
    }

    /// Lets go of some objects of an input, of a layer that was turned off.
    pub fn unload_some(&mut self, input: InputId, gone: &BTreeSet<ObjectId>) {
        if let Some(objects) = self.objects.get_mut(&input) {
            for object in gone {
                objects.remove(*object);
            }
        }
    }

    /// Brings in more objects of an input whose objects are in memory.
    pub fn load_more(&mut self, input: InputId, more: Vec<ObjectEntry>) {
        if let Some(objects) = self.objects.get_mut(&input) {
            let all = std::mem::take(objects).into_entries().chain(more);
            *objects = Objects::new(all);
        }
    }

    /// The inputs whose objects are in memory.
    pub fn loaded_inputs(&self) -> impl Iterator<Item = InputId> + '_ {
        self.objects.keys().copied()
    }

    /// Applies a diff as a whole, or not at all.
    ///
    /// # Errors
    /// A present record isn't the diff's `before`, or objects that it touches aren't loaded.
    pub fn apply(&mut self, diff: &Diff) -> Result<(), Conflict> {
        self.check_befores(diff)?;
        // Objects come before their labels and go after them.
        for change in &diff.0 {
            match change {
                Change::Project(edit) => {
                    if let Some(project) = &edit.after {
                        self.project = project.clone();
                    }
                }
                Change::Concept(edit) => self.put_concept(edit),
                Change::Annotator(edit) => match (&edit.before, &edit.after) {
                    (_, Some(annotator)) => self.insert_annotator(annotator.clone()),
                    (Some(annotator), None) => self.forget_annotator(annotator.id),
                    (None, None) => {}
                },
                Change::Input(edit) => self.put_input(edit),
                Change::Object(edit) => self.put_object(edit),
                Change::Label(_) => {}
            }
        }
        for change in &diff.0 {
            faults::point();
            if let Change::Label(edit) = change {
                self.put_label(edit);
            }
        }
        for change in &diff.0 {
            match change {
                Change::Object(Edit {
                    before: Some(object),
                    after: None,
                }) => {
                    if let Some(objects) = self.objects.get_mut(&object.input) {
                        objects.remove(object.id);
                    }
                }
                Change::Input(Edit {
                    before: Some(input),
                    after: None,
                }) => self.forget_input(input.id),
                _ => {}
            }
        }
        Ok(())
    }

    fn put_concept(&mut self, edit: &Edit<Concept>) {
        match (&edit.before, &edit.after) {
            (_, Some(concept)) => self.insert_concept(concept.clone()),
            (Some(concept), None) => {
                self.order.remove(&(concept.rank, concept.id));
                self.concepts.remove(&concept.id);
            }
            (None, None) => {}
        }
    }

    fn put_input(&mut self, edit: &Edit<Input>) {
        let Some(input) = edit.after.clone() else {
            return;
        };
        let lay = edit.before.as_ref().is_some_and(|before| before.trashed);
        if lay == input.trashed
            && let Some(entry) = self.side(lay).get_mut(&input.id)
        {
            entry.input = input;
            return;
        }
        let labels = self.side(lay).remove(&input.id).map(|entry| entry.labels);
        if labels.is_none() {
            self.objects.entry(input.id).or_default();
        }
        let labels = labels.unwrap_or_default();
        self.insert_input(InputEntry { input, labels });
    }

    fn put_object(&mut self, edit: &Edit<Object>) {
        let Some(object) = &edit.after else { return };
        let Some(objects) = self.objects.get_mut(&object.input) else {
            return;
        };
        objects.put(object.clone());
    }

    fn put_label(&mut self, edit: &Edit<Label>) {
        match edit.either().map(|label| label.on) {
            Some(Target::Input(input)) => {
                let entry = self.inputs.get_mut(&input);
                if let Some(entry) = entry.or_else(|| self.trash.get_mut(&input)) {
                    put_label(&mut entry.labels, edit);
                }
            }
            Some(Target::Object(input, object)) => {
                if let Some(objects) = self.objects.get_mut(&input) {
                    objects.put_label(object, edit);
                }
            }
            None => {}
        }
    }

    /// The labels of an input or an object.
    pub fn labels(&self, on: Target) -> &[Label] {
        let labels = match on {
            Target::Input(input) => self.input(input).map(|entry| &entry.labels),
            Target::Object(input, object) => self.object(input, object).map(|entry| &entry.labels),
        };
        labels.map_or(&[], Vec::as_slice)
    }

    fn check_befores(&self, diff: &Diff) -> Result<(), Conflict> {
        let added: BTreeSet<InputId> = diff
            .0
            .iter()
            .filter_map(|change| match change {
                Change::Input(Edit {
                    before: None,
                    after: Some(input),
                }) => Some(input.id),
                _ => None,
            })
            .collect();
        for input in diff.inputs_with_objects() {
            if !self.objects.contains_key(&input) && !added.contains(&input) {
                return Err(Conflict::NotLoaded(input));
            }
        }
        if let Some(input) = self.left_behind(diff) {
            return Err(Conflict::Inhabited(input));
        }
        if let Some(conflict) = self.astray(diff) {
            return Err(conflict);
        }
        for change in &diff.0 {
            if !self.has_before(change) {
                let record = change.record().unwrap_or(RecordId::Project);
                return Err(Conflict::Changed(record));
            }
        }
        Ok(())
    }

    /// An input that goes while something on it stays.
    fn left_behind(&self, diff: &Diff) -> Option<InputId> {
        let mut going: BTreeMap<InputId, usize> = BTreeMap::new();
        for change in &diff.0 {
            if let Change::Input(Edit {
                before: Some(input),
                after: None,
            }) = change
            {
                let labels = self.labels(Target::Input(input.id)).len();
                let objects = self.objects(input.id).map_or(0, Objects::len);
                going.insert(input.id, labels + objects);
            }
        }
        for change in &diff.0 {
            let on = match change {
                Change::Object(Edit {
                    before: Some(object),
                    after: None,
                }) => Some(object.input),
                Change::Label(Edit {
                    before: Some(label),
                    after: None,
                }) => match label.on {
                    Target::Input(input) => Some(input),
                    Target::Object(..) => None,
                },
                _ => None,
            };
            if let Some(left) = on.and_then(|input| going.get_mut(&input)) {
                *left = left.saturating_sub(1);
            }
        }
        let left = going.into_iter().find(|(_, left)| *left > 0);
        left.map(|(input, _)| input)
    }

    /// A label on something that isn't there, or an object that goes while a label of it stays.
    fn astray(&self, diff: &Diff) -> Option<Conflict> {
        let (mut come, mut gone) = (HashSet::new(), HashSet::new());
        let mut unlabelled = HashSet::new();
        for change in &diff.0 {
            let is_gone = change.removes();
            match change.record() {
                Some(RecordId::Object(input, object)) => {
                    let side = if is_gone { &mut gone } else { &mut come };
                    side.insert(Target::Object(input, object));
                }
                Some(RecordId::Input(input)) => {
                    let side = if is_gone { &mut gone } else { &mut come };
                    side.insert(Target::Input(input));
                }
                Some(RecordId::Label(_, label)) if is_gone => drop(unlabelled.insert(label)),
                _ => {}
            }
        }
        let is_there = |on: Target| match on {
            Target::Input(input) => self.input(input).is_some(),
            Target::Object(input, object) => self.object(input, object).is_some(),
        };
        diff.0.iter().find_map(|change| match change {
            Change::Label(Edit {
                after: Some(label), ..
            }) => {
                let stays = come.contains(&label.on) || is_there(label.on);
                (!stays || gone.contains(&label.on)).then_some(Conflict::Gone(label.id))
            }
            Change::Object(Edit {
                before: Some(object),
                after: None,
            }) => {
                let on = Target::Object(object.input, object.id);
                let mut labels = self.labels(on).iter();
                let stays = labels.any(|label| !unlabelled.contains(&label.id));
                stays.then_some(Conflict::Labelled(object.input, object.id))
            }
            _ => None,
        })
    }

    /// The present record is the change's `before`.
    fn has_before(&self, change: &Change) -> bool {
        match change {
            Change::Project(edit) => edit.before.as_ref() == Some(&self.project),
            Change::Concept(edit) => {
                same(edit, edit.either().and_then(|r| self.concepts.get(&r.id)))
            }
            // One that is there already may come once more: it stays where what it labelled may be in no tab's memory.
            Change::Annotator(_) => true,
            Change::Input(edit) => {
                let present = edit.either().and_then(|r| self.input(r.id));
                same(edit, present.map(|entry| &entry.input))
            }
            Change::Object(edit) => {
                let present = edit.either().and_then(|r| self.object(r.input, r.id));
                same(edit, present.map(|entry| &entry.object))
            }
            Change::Label(edit) => {
                let present = edit
                    .either()
                    .and_then(|r| self.labels(r.on).iter().find(|label| label.id == r.id));
                same(edit, present)
            }
        }
    }
}

fn same<T: PartialEq>(edit: &Edit<T>, present: Option<&T>) -> bool {
    edit.before.as_ref() == present
}
