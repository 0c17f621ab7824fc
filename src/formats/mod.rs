//! Label files: bytes in, drafts and a report out; records in, bytes out. See SPEC.md.

pub mod catalog;
pub mod draft;
pub mod label_list;
pub mod registry;
pub mod report;

mod coco;
mod json;
mod names;
mod native;
mod number;

use crate::document::{Annotator, Concept, InputEntry, Objects, Project};
use draft::Found;
use report::{Refusal, Report};

/// Takes what a reader finds, in an order in which whatever is referred to comes first: concepts (a parent before its
/// children), annotators and inputs before the labels and objects that name them, an object's parent before it.
pub trait Sink {
    /// Something that the file says.
    fn found(&mut self, found: Found);
    /// The report, to say what was changed or left, and where.
    fn report(&mut self) -> &mut Report;
}

/// Reads one label file as a stream. Memory follows the largest record and the lists of inputs and concepts, never the
/// file. A reader may need to see the file more than once.
pub trait Reader {
    /// How often the file is read from its start, at least once.
    fn passes(&self) -> usize;
    /// The next bytes of the file; `pass` counts from 0.
    ///
    /// # Errors
    /// The file can't be what it should be: nothing of it is taken.
    fn feed(&mut self, pass: usize, bytes: &[u8], sink: &mut dyn Sink) -> Result<(), Refusal>;
    /// The file ended.
    ///
    /// # Errors
    /// It ended too early.
    fn end_of_pass(&mut self, pass: usize, sink: &mut dyn Sink) -> Result<(), Refusal>;
}

/// What a writer needs before the first input.
#[derive(Clone, Debug)]
pub struct Header {
    /// The project's own record.
    pub project: Project,
    /// All concepts in the order of creation.
    pub concepts: Vec<Concept>,
    /// All annotators.
    pub annotators: Vec<Annotator>,
}

/// Writes one label file as a stream: for each pass `begin_pass`, then each input once in the order of their ids, then
/// `end_of_pass`. Bytes are appended to `out`, which the caller empties whenever it likes.
pub trait Writer {
    /// How often all inputs are shown to it, at least once.
    fn passes(&self) -> usize;
    /// Before the first input of a pass.
    fn begin_pass(&mut self, pass: usize, header: &Header, out: &mut Vec<u8>);
    /// One input with its labels and objects.
    fn input(
        &mut self,
        pass: usize,
        entry: &InputEntry,
        objects: &Objects,
        out: &mut Vec<u8>,
        report: &mut Report,
    );
    /// After the last input of a pass.
    fn end_of_pass(&mut self, pass: usize, out: &mut Vec<u8>);
}
