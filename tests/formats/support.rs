//! Reads bytes, builds a project of what was found, and writes it.

use cartouche::document::{
    Annotator, AnnotatorId, AnnotatorKind, Color, Concept, ConceptId, IdSource, Input, InputEntry,
    InputId, Kept, Label, Name, Object, ObjectEntry, ObjectId, Objects, Place, Project, Shape,
    Target,
};
use cartouche::formats::catalog::Format;
use cartouche::formats::draft::{DraftInput, DraftLabel, DraftObject, Found};
use cartouche::formats::report::{Outcome, Refusal, Report};
use cartouche::formats::{Header, Sink, registry};

/// Keeps everything.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Read {
    pub found: Vec<Found>,
    pub report: Report,
}

impl Sink for Read {
    fn found(&mut self, found: Found) {
        self.found.push(found);
    }
    fn report(&mut self) -> &mut Report {
        &mut self.report
    }
}

/// A whole project in memory.
#[derive(Clone, Debug)]
pub struct Whole {
    pub header: Header,
    pub inputs: Vec<(InputEntry, Objects)>,
}

/// Reads a file that comes in pieces of these sizes, over and over.
pub fn read_pieces(format: Format, bytes: &[u8], sizes: &[usize]) -> Result<Read, Refusal> {
    let mut read = Read::default();
    let mut reader = registry::reader(format);
    for pass in 0..reader.passes() {
        let (mut rest, mut turn) = (bytes, sizes.iter().cycle());
        while !rest.is_empty() {
            let size = (*turn.next().unwrap()).clamp(1, rest.len());
            reader.feed(pass, &rest[..size], &mut read)?;
            rest = &rest[size..];
        }
        reader.end_of_pass(pass, &mut read)?;
    }
    Ok(read)
}

pub fn read(format: Format, bytes: &[u8]) -> Result<Read, Refusal> {
    read_pieces(format, bytes, &[usize::MAX])
}

pub fn coco(text: &str) -> Read {
    read(Format::Coco, text.as_bytes()).unwrap()
}

pub fn native(text: &str) -> Read {
    read(Format::Native, text.as_bytes()).unwrap()
}

impl Read {
    pub fn objects(&self) -> Vec<&DraftObject> {
        self.found
            .iter()
            .filter_map(|found| match found {
                Found::Object(object) => Some(object),
                _ => None,
            })
            .collect()
    }

    pub fn inputs(&self) -> Vec<&DraftInput> {
        self.found
            .iter()
            .filter_map(|found| match found {
                Found::Input(input) => Some(input),
                _ => None,
            })
            .collect()
    }

    pub fn concepts(&self) -> Vec<&str> {
        self.found
            .iter()
            .filter_map(|found| match found {
                Found::Concept(concept) => Some(concept.name.as_str()),
                _ => None,
            })
            .collect()
    }

    pub fn shapes(&self) -> Vec<&Shape> {
        self.objects().iter().map(|object| &object.shape).collect()
    }

    /// Everything in the report as `outcome count reason: place, place`.
    pub fn notes(&self) -> Vec<String> {
        notes(&self.report)
    }

    /// The project that an importer would make of it.
    pub fn build(&self) -> Whole {
        let mut ids = IdSource::new(1_000_000, 0);
        let mut whole = Whole::empty();
        let (mut concepts, mut annotators) = (Vec::new(), Vec::new());
        let mut objects: Vec<ObjectId> = Vec::new();
        for found in &self.found {
            match found {
                Found::Project(project) => {
                    let own = &mut whole.header.project;
                    own.name = project.name.clone().unwrap_or(own.name.clone());
                    own.made_at = project.made_at.unwrap_or(0);
                    own.kept = project.kept.clone();
                }
                Found::Concept(draft) => {
                    assert_eq!(draft.key, concepts.len(), "keys are dense");
                    let id = draft.id.unwrap_or_else(|| ids.mint());
                    concepts.push(id);
                    whole.header.concepts.push(Concept {
                        id,
                        name: draft.name.clone(),
                        color: draft.color.unwrap_or(Color::Palette(0)),
                        hotkey: draft.hotkey,
                        parent: draft.parent.map(|key| concepts[key]),
                        rank: draft.rank,
                        kept: draft.kept.clone(),
                    });
                }
                Found::Annotator(draft) => {
                    assert_eq!(draft.key, annotators.len(), "keys are dense");
                    let id = draft.id.unwrap_or_else(|| ids.mint());
                    annotators.push(id);
                    whole.header.annotators.push(Annotator {
                        id,
                        name: draft.name.clone(),
                        kind: draft.kind,
                        kept: draft.kept.clone(),
                    });
                }
                Found::Input(draft) => {
                    assert_eq!(draft.key, whole.inputs.len(), "keys are dense");
                    let input = Input {
                        id: draft.id.unwrap_or_else(|| ids.mint()),
                        name: draft.name.clone(),
                        media: draft.media.clone(),
                        status: draft.status.unwrap_or_default(),
                        split: draft.split.clone(),
                        added_at: draft.added_at.unwrap_or(0),
                        metadata: draft.metadata.clone(),
                        trashed: false,
                        kept: draft.kept.clone(),
                    };
                    let labels = Vec::new();
                    whole
                        .inputs
                        .push((InputEntry { input, labels }, Objects::default()));
                }
                Found::Classification(key, draft) => {
                    let entry = &mut whole.inputs[*key].0;
                    let on = Target::Input(entry.input.id);
                    entry
                        .labels
                        .push(label(draft, on, &concepts, &annotators, &mut ids));
                }
                Found::Object(draft) => {
                    assert_eq!(draft.key, objects.len(), "keys are dense");
                    let id = draft.id.unwrap_or_else(|| ids.mint());
                    objects.push(id);
                    let input: InputId = whole.inputs[draft.input].0.input.id;
                    let on = Target::Object(input, id);
                    let mut labels: Vec<Label> = draft
                        .labels
                        .iter()
                        .map(|draft| label(draft, on, &concepts, &annotators, &mut ids))
                        .collect();
                    labels.sort_by_key(|label| label.id);
                    let object = Object {
                        id,
                        input,
                        parent: draft.parent.map(|key| objects[key]),
                        place: Place::Region(draft.shape.clone()),
                        z: draft.z,
                        locked: draft.locked,
                        kept: draft.kept.clone(),
                    };
                    let here = &mut whole.inputs[draft.input].1;
                    let all = here.iter().cloned().chain([ObjectEntry { object, labels }]);
                    *here = Objects::new(all.collect::<Vec<_>>());
                }
            }
        }
        whole.sorted()
    }
}

fn label(
    draft: &DraftLabel,
    on: Target,
    concepts: &[ConceptId],
    annotators: &[AnnotatorId],
    ids: &mut IdSource,
) -> Label {
    Label {
        id: draft.id.unwrap_or_else(|| ids.mint()),
        on,
        concept: concepts[draft.concept],
        annotator: draft
            .annotator
            .map_or(AnnotatorId(0), |key| annotators[key]),
        presence: draft.presence,
        status: draft.status,
        score: draft.score,
        made_at: draft.made_at.unwrap_or(0),
        kept: draft.kept.clone(),
    }
}

impl Whole {
    pub fn empty() -> Self {
        Self {
            header: Header {
                project: Project {
                    id: 1.into(),
                    name: Name::new("Test").unwrap(),
                    made_at: 0,
                    kept: Kept::default(),
                },
                concepts: Vec::new(),
                annotators: vec![Annotator {
                    id: 0.into(),
                    name: Name::new("file").unwrap(),
                    kind: AnnotatorKind::File,
                    kept: Kept::default(),
                }],
            },
            inputs: Vec::new(),
        }
    }

    /// In the order of ids, as a document holds it; without the annotator of files where nobody names it.
    pub fn sorted(mut self) -> Self {
        self.header.concepts.sort_by_key(|concept| concept.id);
        self.header.annotators.sort_by_key(|annotator| annotator.id);
        self.inputs.sort_by_key(|(entry, _)| entry.input.id);
        for (entry, _) in &mut self.inputs {
            entry.labels.sort_by_key(|label| label.id);
        }
        self
    }

    pub fn write(&self, format: Format) -> (Vec<u8>, Report) {
        let (mut out, mut report) = (Vec::new(), Report::default());
        let mut writer = registry::writer(format);
        for pass in 0..writer.passes() {
            writer.begin_pass(pass, &self.header, &mut out);
            for (entry, objects) in &self.inputs {
                writer.input(pass, entry, objects, &mut out, &mut report);
            }
            writer.end_of_pass(pass, &mut out);
        }
        (out, report)
    }
}

pub fn notes(report: &Report) -> Vec<String> {
    report
        .tallies()
        .map(|(outcome, reason, tally)| {
            let outcome = match outcome {
                Outcome::Changed => "changed",
                Outcome::Left => "left",
            };
            let places = tally.places.join(", ");
            format!("{outcome} {} {reason}: {places}", tally.count)
        })
        .collect()
}
