//! Label files into a store and out of it: what the file says is what the document has afterwards, and what is here
//! already comes once.
#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

use cartouche::document::*;
use cartouche::edit::*;
use cartouche::export::Exporter;
use cartouche::formats::catalog::Format;
use cartouche::formats::registry;
use cartouche::formats::report::{Outcome, Report};
use cartouche::geometry::*;
use cartouche::import::{Importer, Origin, discard};
use cartouche::jobs::Staged;
use cartouche::persist::*;

const PROJECT: ProjectId = ProjectId(7);

/// A database and nothing else.
#[derive(Clone)]
struct Desk {
    store: MemoryStore,
    layers: u64,
    piece: usize,
}

impl Desk {
    fn new() -> Self {
        Self::called("Bench", 5)
    }

    fn called(name: &str, made_at: u64) -> Self {
        let project = Project {
            id: PROJECT,
            name: Name::new(name).unwrap(),
            made_at,
            kept: Kept::default(),
        };
        let mut desk = Self {
            store: MemoryStore::default(),
            layers: 0,
            piece: 1000,
        };
        desk.append(Document::new(project), Layout::new([]), Step::default());
        desk
    }

    fn append(&mut self, document: Document, mut layout: Layout, step: Step) {
        let seq = self.seq() + 1;
        let head = Head {
            seq,
            title: String::new(),
            at: seq,
            from: None,
            touched: Touched::by(&step.diff),
            kind: EntryKind::Do,
        };
        let transaction = layout.plan(&document, &Entry { head, step }).unwrap();
        self.store.commit(&transaction).unwrap();
    }

    fn seq(&self) -> u64 {
        let row = self.store.get(Table::Projects, &project_key(PROJECT));
        row.map_or(0, |row| decode::<StoredProject>(row).unwrap().seq)
    }

    fn present(&self) -> Present {
        let row = self.store.get(Table::Projects, &project_key(PROJECT));
        let mut present = Present::new(row.unwrap()).unwrap();
        let prefix = project_prefix(PROJECT);
        for (_, row) in self.store.range(Table::Concepts, &prefix) {
            present.add_concept(&row).unwrap();
        }
        for (_, row) in self.store.range(Table::Annotators, &prefix) {
            present.add_annotator(&row).unwrap();
        }
        for (key, row) in self.store.range(Table::Blocks, &prefix) {
            present.add_block(key, &row).unwrap();
        }
        present
    }

    fn chunks(&self, input: InputId) -> Vec<LoadedChunk> {
        let rows = self
            .store
            .range(Table::Chunks, &chunk_prefix(PROJECT, input));
        rows.into_iter()
            .map(|(key, row)| LoadedChunk {
                key,
                chunk: decode(&row).unwrap(),
                bytes: row.len(),
            })
            .collect()
    }

    /// Everything, with the objects of every input.
    fn loaded(&self) -> Present {
        let mut present = self.present();
        let inputs: Vec<_> = present
            .document
            .inputs()
            .map(|entry| entry.input.id)
            .collect();
        for input in inputs {
            let objects = present.layout.load_chunks(input, self.chunks(input));
            present.document.load_objects(input, objects);
        }
        present
    }

    fn write(&mut self, writes: Vec<Write>) {
        let transaction = Transaction {
            project: PROJECT,
            expects: self.seq(),
            writes,
        };
        self.store.commit(&transaction).unwrap();
    }

    /// As the worker does it. Every piece is written at once, so that chunks and blocks are many.
    fn stage(&mut self, text: &str, name: &str) -> Result<(LayerId, Staged), String> {
        let format = registry::detect(text.as_bytes(), name).unwrap();
        self.layers += 1;
        let layer = LayerId(self.layers);
        let origin = Origin {
            format,
            name: name.to_owned(),
            layer,
            now_ms: 1_000_000 * self.layers,
            chance: 3,
        };
        let mut importer = Importer::new(self.present(), origin);
        let mut reader = registry::reader(format);
        for pass in 0..reader.passes() {
            for piece in text.as_bytes().chunks(self.piece) {
                reader
                    .feed(pass, piece, &mut importer)
                    .map_err(|refusal| refusal.to_string())?;
                self.flush(&mut importer);
            }
            reader
                .end_of_pass(pass, &mut importer)
                .map_err(|refusal| refusal.to_string())?;
        }
        self.flush(&mut importer);
        let (writes, staged) = importer.finish().unwrap();
        self.write(writes);
        Ok((layer, staged))
    }

    fn flush(&mut self, importer: &mut Importer) {
        for input in importer.unknown() {
            importer.know(input, self.chunks(input));
        }
        loop {
            let writes = importer.write(3).unwrap();
            if writes.is_empty() {
                break;
            }
            self.write(writes);
        }
    }

    /// As the page does it.
    fn adopt(&mut self, layer: LayerId, diff: Diff) {
        let Present {
            document,
            mut layout,
            ..
        } = self.present();
        let ids = IdSource::new(1, 1);
        let mut editor = Editor::new(document, ids, Name::new("Ada").unwrap());
        let title = String::new();
        let command = Command::Adopt { diff, layer, title };
        let outcome = editor.run(&command, 1).unwrap();
        layout.switch(LayerSwitch { layer, on: true }, editor.loading());
        for (key, row) in self.store.range(Table::Blocks, &project_prefix(PROJECT)) {
            if layer_and_number(&key).unwrap().0 == layer {
                let block = decode(&row).unwrap();
                layout.load_block(LoadedBlock { key, block }, editor.loading());
            }
        }
        self.append(editor.document().clone(), layout, outcome.step);
    }

    fn import(&mut self, text: &str, name: &str) -> Staged {
        let (layer, staged) = self.stage(text, name).unwrap();
        self.adopt(layer, staged.diff.clone());
        let Present {
            document, layout, ..
        } = self.loaded();
        assert_eq!(check(&document), []);
        assert_counts(&document, &layout);
        staged
    }

    fn export(&self, format: Format) -> String {
        let mut exporter = Exporter::new(self.present(), format, None);
        let mut out = Vec::new();
        for pass in 0..exporter.passes() {
            exporter.begin_pass(pass, &mut out);
            for input in exporter.inputs().to_vec() {
                exporter.input(pass, input, self.chunks(input), &mut out);
            }
            exporter.end_of_pass(pass, &mut out);
        }
        String::from_utf8(out).unwrap()
    }

    /// An input with its picture, as a person adds it.
    fn add(&mut self, name: &str, size: PixelSize, orientation: u8) {
        let Present {
            document, layout, ..
        } = self.present();
        let ids = IdSource::new(50 + self.seq(), 9);
        let mut editor = Editor::new(document, ids, Name::new("Ada").unwrap());
        let media = Media {
            orientation: Orientation::try_from(orientation).unwrap(),
            bytes: 10,
            mime: "image/jpeg".to_owned(),
            source: Source::Stored,
            ..Media::awaited(Some(size))
        };
        let name = name.to_owned();
        let command = Command::AddInputs(vec![NewInput {
            name,
            media,
            metadata: Kept::default(),
        }]);
        let outcome = editor.run(&command, 1).unwrap();
        self.append(editor.document().clone(), layout, outcome.step);
    }

    fn rows(&self) -> Vec<(Table, String, Vec<u8>)> {
        let of = |table| {
            let rows = self.store.range(table, "").into_iter();
            rows.map(move |(key, row)| (table, key, row))
        };
        Table::ALL.into_iter().flat_map(of).collect()
    }
}

/// What the blocks count is what the chunks have.
fn assert_counts(document: &Document, layout: &Layout) {
    for entry in document.inputs() {
        let objects = document.objects(entry.input.id).unwrap();
        let real = objects.by_concept().into_iter();
        let mut real: Vec<_> = real
            .map(|row| (row.concept, row.objects.len() as u32))
            .collect();
        let mut counted = layout.counts(entry.input.id);
        real.sort_unstable();
        counted.sort_unstable();
        assert_eq!(counted, real, "{}", entry.input.name);
    }
}

fn image(id: usize, name: &str, size: PixelSize) -> serde_json::Value {
    serde_json::json!({ "id": id, "file_name": name, "width": size.width, "height": size.height })
}

fn annotation(id: usize, image: usize, category: usize, bbox: [f64; 4]) -> serde_json::Value {
    serde_json::json!({ "id": id, "image_id": image, "category_id": category, "bbox": bbox })
}

fn coco(images: &[serde_json::Value], annotations: &[serde_json::Value]) -> String {
    let file = serde_json::json!({
        "info": { "version": "3" },
        "images": images,
        "categories": [{ "id": 4, "name": "sheep" }, { "id": 9, "name": "dog" }],
        "annotations": annotations,
    });
    file.to_string()
}

const SIZE: PixelSize = PixelSize::new(640, 480);

/// 150 images and 600 annotations: so that there are several blocks, and several chunks of an input.
fn large() -> String {
    let images: Vec<_> = (0..150)
        .map(|id| image(id, &format!("a/{id:03}.jpg"), SIZE))
        .collect();
    let annotations: Vec<_> = (0..600)
        .map(|id| {
            let bbox = [id as f64, 2.0, 10.5, 20.25];
            annotation(id, id * 7 % 150, if id % 3 == 0 { 4 } else { 9 }, bbox)
        })
        .collect();
    coco(&images, &annotations)
}

fn noted(report: &Report, outcome: Outcome) -> Vec<(String, Vec<String>)> {
    let tallies = report.tallies().filter(|(found, _, _)| *found == outcome);
    tallies
        .map(|(_, reason, tally)| (reason.to_owned(), tally.places.clone()))
        .collect()
}

fn boxes(document: &Document, name: &str) -> Vec<ImageRect> {
    let mut inputs = document.inputs();
    let input = inputs
        .find(|entry| entry.input.name == name)
        .unwrap()
        .input
        .id;
    let objects = document.objects(input).unwrap();
    objects
        .iter()
        .map(|entry| entry.object.shape().bounds())
        .collect()
}

/// I1: what the file says, in its order, under one annotator named after the file.
#[test]
fn a_coco_file_becomes_the_document() {
    let mut desk = Desk::new();
    let staged = desk.import(&large(), "herd.coco.json");
    assert_eq!((staged.new_inputs, staged.matched_inputs), (150, 0));
    assert_eq!((staged.objects, staged.new_concepts), (600, 2));
    let Present { document, .. } = desk.loaded();
    let names: Vec<_> = document
        .inputs()
        .map(|entry| entry.input.name.clone())
        .collect();
    assert_eq!(names.len(), 150);
    assert!(names.is_sorted());
    let concepts: Vec<_> = document.concepts().map(|it| it.name.as_str()).collect();
    assert_eq!(concepts, ["sheep", "dog"]);
    let hotkeys: Vec<_> = document
        .concepts()
        .map(|it| it.hotkey.unwrap().number())
        .collect();
    assert_eq!(hotkeys, [0, 1]);
    let annotators: Vec<_> = document.annotators().collect();
    assert_eq!(annotators.len(), 1);
    assert_eq!(annotators[0].name.as_str(), "herd.coco.json");
    assert_eq!(annotators[0].kind, AnnotatorKind::File);
    // 4 of 600 annotations are on the first image.
    let lefts: Vec<_> = boxes(&document, "a/000.jpg")
        .iter()
        .map(|rect| rect.min.x)
        .collect();
    assert_eq!(lefts, [0.0, 150.0, 300.0, 450.0]);
    let blocks = desk.store.range(Table::Blocks, "");
    assert_eq!(blocks.len(), 3);
}

/// I2: the size of the pieces in which a file comes changes nothing but the number of rows.
#[test]
fn pieces_do_not_matter() {
    let mut whole = Desk::new();
    whole.piece = usize::MAX;
    whole.import(&large(), "herd.json");
    let mut pieces = Desk::new();
    pieces.import(&large(), "herd.json");
    assert_eq!(whole.export(Format::Native), pieces.export(Format::Native));
    let rows = |desk: &Desk| desk.store.range(Table::Chunks, "").len();
    assert!(rows(&whole) < rows(&pieces));
}

/// I3: a chunk takes no objects beyond its size, and one that is larger by itself has a row of its own.
#[test]
fn chunks_stay_small() {
    let ring: Vec<f64> = (0..600).map(f64::from).collect();
    let huge: Vec<f64> = (0..9000).map(f64::from).collect();
    let polygon = |id: usize, ring: &[f64]| {
        let ring = [ring];
        serde_json::json!({ "id": id, "image_id": 1, "category_id": 4, "segmentation": ring })
    };
    let mut annotations: Vec<_> = (0..40).map(|id| polygon(id, &ring)).collect();
    annotations.push(polygon(40, &huge));
    let mut desk = Desk::new();
    desk.piece = usize::MAX;
    desk.import(&coco(&[image(1, "x.jpg", SIZE)], &annotations), "x.json");
    let chunks = desk.store.range(Table::Chunks, "");
    let sizes: Vec<_> = chunks.iter().map(|(_, row)| row.len()).collect();
    assert_eq!(
        sizes.iter().filter(|size| **size > Chunk::BYTES).count(),
        1,
        "{sizes:?}"
    );
    assert!((7..10).contains(&sizes.len()), "{sizes:?}");
}

/// I4: the same file again brings nothing.
#[test]
fn what_is_here_already_comes_once() {
    let mut desk = Desk::new();
    desk.import(&large(), "herd.json");
    let before = desk.export(Format::Native);
    let staged = desk.import(&large(), "herd.json");
    assert_eq!((staged.new_inputs, staged.matched_inputs), (0, 150));
    assert_eq!((staged.objects, staged.new_concepts), (0, 0));
    assert_eq!(staged.report.count(Outcome::Left), 600);
    assert_eq!(desk.export(Format::Native), before);
    let staged = desk.import(&before, "bench.cartouche.json");
    assert_eq!((staged.new_inputs, staged.objects), (0, 0));
    assert_eq!(desk.export(Format::Native), before);
    // Under another name it is somebody else's opinion.
    let staged = desk.import(&large(), "other.json");
    assert_eq!((staged.new_inputs, staged.objects), (0, 600));
}

/// I5: an export into an empty project of the same id, and out of it, is the same byte by byte.
#[test]
fn a_backup_comes_back() {
    let mut desk = Desk::new();
    desk.import(&large(), "herd.json");
    let input = desk.present().document.inputs().next().unwrap().input.id;
    let concept = desk.present().document.concepts().next().unwrap().id;
    let Present {
        document, layout, ..
    } = desk.present();
    let mut editor = Editor::new(document, IdSource::new(9, 9), Name::new("Ada").unwrap());
    let inputs = vec![input];
    let concepts = vec![concept];
    let command = Command::Classify {
        inputs,
        concepts,
        presence: Presence::Present,
    };
    let outcome = editor.run(&command, 77).unwrap();
    desk.append(editor.document().clone(), layout, outcome.step);
    let backup = desk.export(Format::Native);
    let mut empty = Desk::called("Another", 6);
    let staged = empty.import(&backup, "bench.cartouche.json");
    assert_eq!((staged.new_inputs, staged.objects), (150, 600));
    assert_eq!(staged.classifications, 1);
    assert!(staged.report.is_empty(), "{:?}", staged.report);
    assert_eq!(empty.export(Format::Native), backup);
}

/// I6: the project's `info` of a COCO file is kept, and what is there already stays.
#[test]
fn what_a_file_says_of_the_project_is_kept() {
    let mut desk = Desk::new();
    desk.import(&large(), "herd.json");
    let kept = desk.present().document.project().kept.members();
    assert_eq!(kept["info"]["version"], "3");
    desk.import(&large().replace("\"3\"", "\"4\""), "herd2.json");
    let kept = desk.present().document.project().kept.members();
    assert_eq!(kept["info"]["version"], "3");
}

/// I7: a name meets an input of the same name, else the one input whose name ends like it.
#[test]
fn inputs_meet_by_name() {
    let mut desk = Desk::new();
    for name in [
        "north/a.jpg",
        "b.jpg",
        "east/c.jpg",
        "west/c.jpg",
        "xa.jpg",
        "f.jpg",
        "north/f.jpg",
    ] {
        desk.add(name, SIZE, 1);
    }
    let names = [
        "a.jpg",
        "deep/b.jpg",
        "c.jpg",
        "west/c.jpg",
        "d.jpg",
        "f.jpg",
    ];
    let images: Vec<_> = names
        .iter()
        .enumerate()
        .map(|(id, name)| image(id, name, SIZE))
        .collect();
    let annotations: Vec<_> = (0..6)
        .map(|id| annotation(id, id, 4, [id as f64, 0.0, 5.0, 5.0]))
        .collect();
    let staged = desk.import(&coco(&images, &annotations), "x.json");
    assert_eq!((staged.matched_inputs, staged.new_inputs), (4, 2));
    let Present { document, .. } = desk.loaded();
    let left = |name| {
        boxes(&document, name)
            .iter()
            .map(|rect| rect.min.x)
            .collect::<Vec<_>>()
    };
    assert_eq!(left("north/a.jpg"), [0.0]);
    assert_eq!(left("b.jpg"), [1.0]);
    assert_eq!(left("c.jpg"), [2.0]);
    assert_eq!(left("west/c.jpg"), [3.0]);
    assert_eq!(left("d.jpg"), [4.0]);
    assert_eq!(left("f.jpg"), [5.0]);
    assert_eq!(left("xa.jpg"), [] as [f64; 0]);
    let changed = noted(&staged.report, Outcome::Changed);
    assert_eq!(changed.len(), 1, "{changed:?}");
    assert_eq!(changed[0].1, ["c.jpg (east/c.jpg, west/c.jpg)"]);
}

/// I8: two pictures of a file never become one.
#[test]
fn an_input_is_met_once() {
    let mut desk = Desk::new();
    desk.add("a.jpg", SIZE, 1);
    let images = [image(1, "x/a.jpg", SIZE), image(2, "y/a.jpg", SIZE)];
    let staged = desk.import(&coco(&images, &[]), "x.json");
    assert_eq!((staged.matched_inputs, staged.new_inputs), (1, 1));
    let changed = noted(&staged.report, Outcome::Changed);
    assert_eq!(changed[0].1, ["y/a.jpg"]);
}

/// I9: concepts meet whatever their case; hotkeys and colours of new ones are free ones.
#[test]
fn concepts_meet_by_name() {
    let mut desk = Desk::new();
    let Present {
        document, layout, ..
    } = desk.present();
    let mut editor = Editor::new(document, IdSource::new(9, 9), Name::new("Ada").unwrap());
    let names = ["Cow", "SHEEP"].map(|name| Name::new(name).unwrap());
    let command = Command::AddConcepts(names.map(NewConcept::from).to_vec());
    let outcome = editor.run(&command, 1).unwrap();
    desk.append(editor.document().clone(), layout, outcome.step);
    let staged = desk.import(&large(), "herd.json");
    assert_eq!(staged.new_concepts, 1);
    let met: Vec<_> = staged.met.iter().map(|(_, name)| name.as_str()).collect();
    assert_eq!(met, ["SHEEP"]);
    let Present { document, .. } = desk.present();
    let mut concepts: Vec<_> = document
        .concepts()
        .map(|it| (it.name.as_str(), it.color, it.hotkey.unwrap().number()))
        .collect();
    concepts.sort_by_key(|it| it.2);
    let color = Color::Palette;
    assert_eq!(
        concepts,
        [
            ("Cow", color(0), 0),
            ("SHEEP", color(1), 1),
            ("dog", color(2), 2)
        ]
    );
}

/// I10: a picture that EXIF lays on its side: a file that counts before it is turned is turned, others aren't.
#[test]
fn sideways_pictures() {
    let turned = PixelSize::new(480, 640);
    let mut desk = Desk::new();
    desk.add("stored.jpg", turned, 6);
    desk.add("shown.jpg", turned, 6);
    desk.add("upright.jpg", turned, 1);
    desk.add("other.jpg", turned, 3);
    let images = [
        image(0, "stored.jpg", SIZE),
        image(1, "shown.jpg", turned),
        image(2, "upright.jpg", SIZE),
        image(3, "other.jpg", turned),
    ];
    let bbox = [10.0, 20.0, 30.0, 40.0];
    let annotations: Vec<_> = (0..4).map(|id| annotation(id, id, 4, bbox)).collect();
    let staged = desk.import(&coco(&images, &annotations), "x.json");
    let Present { document, .. } = desk.loaded();
    let kept = ImageRect::from_xywh(10.0, 20.0, 30.0, 40.0);
    // 90° clockwise: what was 20 from above is 20 from the right.
    let moved = ImageRect::from_xywh(480.0 - 60.0, 10.0, 40.0, 30.0);
    assert_eq!(boxes(&document, "stored.jpg"), [moved]);
    assert_eq!(boxes(&document, "shown.jpg"), [kept]);
    assert_eq!(boxes(&document, "upright.jpg"), [kept]);
    assert_eq!(boxes(&document, "other.jpg"), [kept]);
    let places: Vec<_> = noted(&staged.report, Outcome::Changed)
        .into_iter()
        .map(|(reason, places)| {
            (
                reason.split(':').next_back().unwrap().trim().to_owned(),
                places,
            )
        })
        .collect();
    let place = |reason: &str, place: &str| (reason.to_owned(), vec![place.to_owned()]);
    assert_eq!(
        places,
        [
            place("they were turned", "stored.jpg"),
            place(
                "the labels were kept as they are",
                "upright.jpg (here 480 × 640, in the file 640 × 480)"
            ),
            place("check its labels", "other.jpg"),
        ]
    );
}

/// I11: what was staged and isn't adopted can't be seen, and leaves no row behind.
#[test]
fn cancelled_leaves_nothing() {
    let mut desk = Desk::new();
    desk.import(&large(), "herd.json");
    let before = desk.rows();
    let seen = desk.export(Format::Native);
    let (layer, _) = desk.stage(&large(), "other.json").unwrap();
    assert_ne!(desk.rows(), before);
    assert_eq!(desk.export(Format::Native), seen);
    for table in [Table::Blocks, Table::Chunks] {
        let rows = desk
            .store
            .range(table, &project_prefix(PROJECT))
            .into_iter();
        let keys = rows.map(|(key, _)| key).collect();
        let writes = discard(table, keys, layer);
        desk.write(writes);
    }
    assert_eq!(desk.rows(), before);
}

/// I12: of a file that ends too early nothing is adopted, and it says where.
#[test]
fn half_a_file_is_refused() {
    let mut desk = Desk::new();
    let text = large();
    let refusal = desk
        .stage(&text[..text.len() - 100], "herd.json")
        .unwrap_err();
    assert!(!refusal.is_empty());
    assert_eq!(desk.present().document.inputs().len(), 0);
}

/// I13: ids of a backup that are taken by something else are given anew, and the report says so.
#[test]
fn ids_that_are_taken_are_given_anew() {
    let mut desk = Desk::new();
    desk.import(
        &coco(&[image(1, "a.jpg", SIZE)], &[annotation(1, 1, 4, [1.0; 4])]),
        "x.json",
    );
    let file = desk
        .export(Format::Native)
        .replace("a.jpg", "b.jpg")
        .replace("sheep", "goat");
    let staged = desk.import(&file, "y.cartouche.json");
    assert_eq!(
        (staged.new_inputs, staged.new_concepts, staged.objects),
        (1, 1, 1)
    );
    let changed = noted(&staged.report, Outcome::Changed);
    assert_eq!(changed.len(), 1, "{changed:?}");
    assert_eq!(changed[0].1, ["concept goat", "b.jpg"]);
    let names: Vec<_> = desk
        .present()
        .document
        .inputs()
        .map(|entry| entry.input.name.clone())
        .collect();
    assert_eq!(names, ["a.jpg", "b.jpg"]);
}

/// I14: a backup finds the pictures that the browser still has.
#[test]
fn a_backup_finds_its_pictures() {
    let mut desk = Desk::new();
    desk.add("a.jpg", SIZE, 1);
    desk.add("b.jpg", SIZE, 1);
    let hash = ContentHash([7; 32]);
    let backup = desk.export(Format::Native).replacen(
        "\"bytes\":10",
        &format!("\"bytes\":10,\"hash\":\"{}\"", hash.hex()),
        1,
    );
    let origin = Origin {
        format: Format::Native,
        name: "bench.cartouche.json".to_owned(),
        layer: LayerId(1),
        now_ms: 1,
        chance: 1,
    };
    let mut importer = Importer::new(Desk::new().present(), origin);
    let mut reader = registry::reader(Format::Native);
    for pass in 0..reader.passes() {
        reader.feed(pass, backup.as_bytes(), &mut importer).unwrap();
        reader.end_of_pass(pass, &mut importer).unwrap();
    }
    assert_eq!(importer.may_be_stored(), [(hash, 10)].into());
    importer.are_stored(&[hash].into());
    let (writes, _) = importer.finish().unwrap();
    let Write::Put { bytes, .. } = &writes[0] else {
        panic!("a block was expected");
    };
    let block: Block = decode(bytes).unwrap();
    let sources = block
        .entries
        .iter()
        .map(|entry| entry.row.as_ref().unwrap().input.media.source.clone());
    assert_eq!(
        sources.collect::<Vec<_>>(),
        [Source::Stored, Source::Awaited]
    );
}

#[test]
fn what_is_not_for_an_input_of_its_kind_is_left_by_name() {
    let mut desk = Desk::new();
    let text = serde_json::json!({
        "format": "cartouche", "version": 1, "concepts": [{"name": "boat"}],
        "inputs": [
            {"name": "a.jpg", "objects": [
                {"shape": {"track": [{"at": 0, "box": [1, 2, 3, 4]}]}, "labels": [{"concept": "boat"}]},
                {"shape": {"box": [1, 2, 3, 4]}, "labels": [{"concept": "boat"}]}
            ]},
            {"name": "a.webm", "media": {"kind": "video"}, "objects": [
                {"shape": {"track": [{"at": 0, "box": [1, 2, 3, 4]}]}, "labels": [{"concept": "boat"}]},
                {"shape": {"segment": [0, 40000]}, "labels": [{"concept": "boat"}]},
                {"shape": {"span": [1, 2]}, "labels": [{"concept": "boat"}]},
                {"shape": {"box": [1, 2, 3, 4]}, "labels": [{"concept": "boat"}]}
            ]}
        ]
    });
    let staged = desk.import(&text.to_string(), "labels.json");
    assert_eq!(staged.objects, 3);
    let left = noted(&staged.report, Outcome::Left);
    let reason = left
        .iter()
        .find(|(reason, _)| reason.starts_with("regions are of pictures"));
    assert_eq!(reason.unwrap().1, ["a.jpg", "a.webm", "a.webm"]);
}
