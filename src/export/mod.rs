//! From rows to a label file.

use crate::document::{Document, InputId};
use crate::formats::catalog::Format;
use crate::formats::report::Report;
use crate::formats::{Header, Writer, registry};
use crate::persist::{LoadedChunk, Present};

/// Writes a project as a label file, input by input: for each pass [`Exporter::begin_pass`], then
/// [`Exporter::input`] for each of [`Exporter::inputs`] in order, then [`Exporter::end_of_pass`].
pub struct Exporter {
    present: Present,
    writer: Box<dyn Writer>,
    inputs: Vec<InputId>,
    report: Report,
}

impl Exporter {
    /// Writes these inputs, or all of them.
    pub fn new(present: Present, format: Format, inputs: Option<Vec<InputId>>) -> Self {
        let document = &present.document;
        let mut inputs = inputs.unwrap_or_else(|| all(document));
        inputs.sort_unstable();
        inputs.dedup();
        inputs.retain(|input| document.input(*input).is_some());
        Self {
            present,
            writer: registry::writer(format),
            inputs,
            report: Report::default(),
        }
    }

    /// How often all inputs are to be shown.
    pub fn passes(&self) -> usize {
        self.writer.passes()
    }

    /// The inputs in the order in which they are to be shown.
    pub fn inputs(&self) -> &[InputId] {
        &self.inputs
    }

    /// Before the first input of a pass. Bytes are appended to `out`.
    pub fn begin_pass(&mut self, pass: usize, out: &mut Vec<u8>) {
        let document = &self.present.document;
        let header = Header {
            project: document.project().clone(),
            concepts: document.concepts().cloned().collect(),
            annotators: document.annotators().cloned().collect(),
        };
        self.writer.begin_pass(pass, &header, out);
    }

    /// One input with all of its chunks.
    pub fn input(
        &mut self,
        pass: usize,
        input: InputId,
        chunks: Vec<LoadedChunk>,
        out: &mut Vec<u8>,
    ) {
        let objects = self.present.layout.load_chunks(input, chunks);
        self.present.layout.unload_chunks(input);
        if let Some(entry) = self.present.document.input(input) {
            self.writer
                .input(pass, entry, &objects, out, &mut self.report);
        }
    }

    /// After the last input of a pass.
    pub fn end_of_pass(&mut self, pass: usize, out: &mut Vec<u8>) {
        self.writer.end_of_pass(pass, out);
    }

    /// What was changed or left.
    pub fn into_report(self) -> Report {
        self.report
    }
}

fn all(document: &Document) -> Vec<InputId> {
    document.inputs().map(|entry| entry.input.id).collect()
}
