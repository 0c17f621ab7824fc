//! Concepts and annotators of a file, and those that the project has.

use crate::document::{
    Annotator, AnnotatorId, AnnotatorKind, Change, Color, Concept, ConceptId, Document, Edit,
    IdSource, Kept, Name, Slot,
};
use crate::formats::draft::{DraftAnnotator, DraftConcept, Key};
use crate::formats::report::{Outcome, Report};
use std::collections::{BTreeSet, HashMap, HashSet};

pub(super) const NEW_ID: &str = "its id is taken here: it got a new one";

/// The concepts of the file by the reader's numbers.
#[derive(Debug)]
pub(super) struct Concepts {
    /// Names in lower case.
    by_name: HashMap<String, ConceptId>,
    ids: HashSet<ConceptId>,
    hotkeys: BTreeSet<Slot>,
    colors: BTreeSet<u16>,
    /// The highest rank that was here before.
    last_rank: u32,
    of_key: HashMap<Key, ConceptId>,
    /// How many weren't here.
    pub added: usize,
}

impl Concepts {
    pub fn of(document: &Document) -> Self {
        let names = document.concepts();
        let by_name = names
            .map(|concept| (folded(&concept.name), concept.id))
            .collect();
        let colors = document
            .concepts()
            .filter_map(|concept| match concept.color {
                Color::Palette(place) => Some(place),
                Color::Custom(_) => None,
            });
        Self {
            by_name,
            ids: document.concepts().map(|concept| concept.id).collect(),
            hotkeys: document
                .concepts()
                .filter_map(|concept| concept.hotkey)
                .collect(),
            colors: colors.collect(),
            last_rank: document.last_rank(),
            of_key: HashMap::new(),
            added: 0,
        }
    }

    pub fn id(&self, key: Key) -> Option<ConceptId> {
        self.of_key.get(&key).copied()
    }

    /// The project's own concepts that the file names, in the order of their ids.
    pub fn met(&self, document: &Document) -> Vec<(ConceptId, Name)> {
        let ids: BTreeSet<_> = self.of_key.values().copied().collect();
        let here = ids.into_iter().filter_map(|id| document.concept(id));
        here.map(|concept| (concept.id, concept.name.clone()))
            .collect()
    }

    /// A concept of the file: the project's concept of that name, or a new one.
    pub fn meet(
        &mut self,
        draft: DraftConcept,
        ids: &mut IdSource,
        report: &mut Report,
    ) -> Option<Change> {
        let folded = folded(&draft.name);
        if let Some(id) = self.by_name.get(&folded) {
            self.of_key.insert(draft.key, *id);
            return None;
        }
        let place = || format!("concept {}", draft.name);
        let id = free_id(draft.id, ids, report, place, |id| self.ids.insert(id));
        let hotkey = match (draft.id, draft.hotkey) {
            // Files that know of hotkeys mean it when they give none.
            (Some(_), None) => None,
            (_, wish) => wish
                .into_iter()
                .chain(Slot::given())
                .find(|slot| !self.hotkeys.contains(slot)),
        };
        self.hotkeys.extend(hotkey);
        let concept = Concept {
            id,
            color: draft.color.unwrap_or_else(|| self.free_color()),
            hotkey,
            parent: draft.parent.and_then(|parent| self.id(parent)),
            // What comes to a project whose concepts were put in order comes last.
            rank: draft.rank.max(self.last_rank),
            name: draft.name,
            kept: draft.kept,
        };
        if let Color::Palette(place) = concept.color {
            self.colors.insert(place);
        }
        self.by_name.insert(folded, id);
        self.of_key.insert(draft.key, id);
        self.added += 1;
        Some(Change::Concept(Edit::added(concept)))
    }

    fn free_color(&self) -> Color {
        // Mostly the first places are taken without a gap.
        let gapless = u16::try_from(self.colors.len()).unwrap_or(u16::MAX);
        let is_gapless = self.colors.range(gapless..).next().is_none();
        let place = match is_gapless {
            true => gapless,
            false => (0..u16::MAX)
                .find(|place| !self.colors.contains(place))
                .unwrap_or(0),
        };
        Color::Palette(place)
    }
}

/// The annotators of the file by the reader's numbers.
#[derive(Debug)]
pub(super) struct Annotators {
    by_name: HashMap<String, AnnotatorId>,
    ids: HashSet<AnnotatorId>,
    of_key: HashMap<Key, AnnotatorId>,
    /// Who labelled where the file doesn't say.
    file: Annotator,
    knows_file: bool,
}

impl Annotators {
    pub fn of(document: &Document, file_name: &str, ids: &mut IdSource) -> Self {
        let start: String = file_name.trim().chars().take(Name::LONGEST).collect();
        // A file without a name labels under the project's.
        let name = Name::new(&start).unwrap_or_else(|_| document.project().name.clone());
        let annotators = document.annotators();
        let mut by_name = HashMap::new();
        for annotator in annotators {
            let key = kind_and_name(annotator.kind, annotator.name.as_str());
            by_name.entry(key).or_insert(annotator.id);
        }
        let kind = AnnotatorKind::File;
        let known = by_name.get(&kind_and_name(kind, name.as_str())).copied();
        Self {
            by_name,
            ids: document
                .annotators()
                .map(|annotator| annotator.id)
                .collect(),
            of_key: HashMap::new(),
            file: Annotator {
                id: known.unwrap_or_else(|| ids.mint()),
                name,
                kind,
                kept: Kept::default(),
            },
            knows_file: known.is_some(),
        }
    }

    /// An annotator of the file: the project's one of that name and kind, or a new one.
    pub fn meet(
        &mut self,
        draft: DraftAnnotator,
        ids: &mut IdSource,
        report: &mut Report,
    ) -> Option<Change> {
        let name = kind_and_name(draft.kind, draft.name.as_str());
        if let Some(id) = self.by_name.get(&name) {
            self.of_key.insert(draft.key, *id);
            return None;
        }
        let place = || format!("annotator {}", draft.name);
        let id = free_id(draft.id, ids, report, place, |id| self.ids.insert(id));
        self.by_name.insert(name, id);
        self.of_key.insert(draft.key, id);
        Some(Change::Annotator(Edit::added(Annotator {
            id,
            name: draft.name,
            kind: draft.kind,
            kept: draft.kept,
        })))
    }

    /// Who said a label, and the change that makes the file known where it is the file, for the first time.
    pub fn id(&mut self, key: Option<Key>) -> (AnnotatorId, Option<Change>) {
        if let Some(id) = key.and_then(|key| self.of_key.get(&key)) {
            return (*id, None);
        }
        let is_new = !std::mem::replace(&mut self.knows_file, true);
        let change = is_new.then(|| Change::Annotator(Edit::added(self.file.clone())));
        (self.file.id, change)
    }
}

/// The id that the file says, if nobody has it; else a new one.
pub(super) fn free_id<Id: Copy + From<u64>>(
    wish: Option<Id>,
    ids: &mut IdSource,
    report: &mut Report,
    place: impl FnOnce() -> String,
    mut take: impl FnMut(Id) -> bool,
) -> Id {
    if let Some(id) = wish {
        if take(id) {
            return id;
        }
        report.note(Outcome::Changed, place, NEW_ID);
    }
    let id = ids.mint();
    take(id);
    id
}

fn folded(name: &Name) -> String {
    name.as_str().to_lowercase()
}

fn kind_and_name(kind: AnnotatorKind, name: &str) -> String {
    format!("{kind:?} {name}")
}
