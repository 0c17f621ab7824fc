//! The document: every record of a project, the objects only of those inputs that were loaded.

use super::objects::{ObjectEntry, Objects, put_label};
use super::{
    Annotator, AnnotatorId, Change, Concept, ConceptId, Conflict, Diff, Edit, Input, InputId,
    Label, Object, ObjectId, Project, RecordId, Target,
};
use std::collections::{BTreeMap, HashMap};

/// Every record of a project. Only [`Document::apply`] changes records; the `insert_`/`load_`/`unload_` calls bring in
/// what the database has.
#[derive(Clone, Debug)]
pub struct Document {
    project: Project,
    concepts: BTreeMap<ConceptId, Concept>,
    annotators: BTreeMap<AnnotatorId, Annotator>,
    inputs: BTreeMap<InputId, InputEntry>,
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
            annotators: BTreeMap::new(),
            inputs: BTreeMap::new(),
            objects: HashMap::new(),
        }
    }

    /// The project's own record.
    pub fn project(&self) -> &Project {
        &self.project
    }

    /// All concepts in the order of creation.
    pub fn concepts(&self) -> impl Iterator<Item = &Concept> {
        self.concepts.values()
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

    /// All inputs in the order in which they were added.
    pub fn inputs(&self) -> impl ExactSizeIterator<Item = &InputEntry> {
        self.inputs.values()
    }

    /// One input.
    pub fn input(&self, id: InputId) -> Option<&InputEntry> {
        self.inputs.get(&id)
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
        self.concepts.insert(concept.id, concept);
    }

    /// Brings in an annotator that the database has.
    pub fn insert_annotator(&mut self, annotator: Annotator) {
        self.annotators.insert(annotator.id, annotator);
    }

    /// Brings in an input that the database has.
    pub fn insert_input(&mut self, entry: InputEntry) {
        self.inputs.insert(entry.input.id, entry);
    }

    /// Takes out an input of a layer that was turned off.
    pub fn forget_input(&mut self, input: InputId) {
        self.inputs.remove(&input);
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
                Change::Concept(edit) => put(&mut self.concepts, edit, |record| record.id),
                Change::Annotator(edit) => put(&mut self.annotators, edit, |record| record.id),
                Change::Input(edit) => self.put_input(edit),
                Change::Object(edit) => self.put_object(edit),
                Change::Label(_) => {}
            }
        }
        for change in &diff.0 {
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

    fn put_input(&mut self, edit: &Edit<Input>) {
        let Some(input) = &edit.after else { return };
        match self.inputs.get_mut(&input.id) {
            Some(entry) => entry.input = input.clone(),
            None => {
                self.inputs.insert(
                    input.id,
                    InputEntry {
                        input: input.clone(),
                        labels: Vec::new(),
                    },
                );
                self.objects.entry(input.id).or_default();
            }
        }
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
                if let Some(entry) = self.inputs.get_mut(&input) {
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
        let added: std::collections::BTreeSet<InputId> = diff
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

    /// The present record is the change's `before`.
    fn has_before(&self, change: &Change) -> bool {
        match change {
            Change::Project(edit) => edit.before.as_ref() == Some(&self.project),
            Change::Concept(edit) => {
                same(edit, edit.either().and_then(|r| self.concepts.get(&r.id)))
            }
            Change::Annotator(edit) => {
                same(edit, edit.either().and_then(|r| self.annotators.get(&r.id)))
            }
            Change::Input(edit) => {
                let present = edit.either().and_then(|r| self.inputs.get(&r.id));
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

fn put<Id: Ord, T: Clone>(records: &mut BTreeMap<Id, T>, edit: &Edit<T>, id: impl Fn(&T) -> Id) {
    match (&edit.before, &edit.after) {
        (_, Some(record)) => drop(records.insert(id(record), record.clone())),
        (Some(record), None) => drop(records.remove(&id(record))),
        (None, None) => {}
    }
}
