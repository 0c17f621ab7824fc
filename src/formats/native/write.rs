//! Writing: one record a line, members always in the same order.

use super::line::{AnnotatorLine, ConceptLine, InputLine, LabelLine, ObjectLine, ProjectLine};
use super::{Count, FORMAT, VERSION};
use crate::document::{InputEntry, Label, Objects};
use crate::formats::number::put;
use crate::formats::report::Report;
use crate::formats::{Header, Writer};
use serde::Serialize;

/// Writes Cartouche JSON.
#[derive(Debug, Default)]
pub(in crate::formats) struct NativeWriter {
    count: Count,
}

impl Writer for NativeWriter {
    fn passes(&self) -> usize {
        1
    }

    fn begin_pass(&mut self, _pass: usize, header: &Header, out: &mut Vec<u8>) {
        self.count = Count {
            concepts: header.concepts.len() as u64,
            annotators: header.annotators.len() as u64,
            ..Count::default()
        };
        let start = format!("{{\n\"format\":\"{FORMAT}\",\n\"version\":{VERSION},\n\"project\":");
        out.extend(start.as_bytes());
        put(out, &ProjectLine::from(&header.project));
        out.extend(b",\n\"concepts\":[");
        put_lines(out, header.concepts.iter().map(ConceptLine::from), "\n");
        out.extend(b"\n],\n\"annotators\":[");
        put_lines(out, header.annotators.iter().map(AnnotatorLine::from), "\n");
        out.extend(b"\n],\n\"inputs\":[");
    }

    fn input(
        &mut self,
        _pass: usize,
        entry: &InputEntry,
        objects: &Objects,
        out: &mut Vec<u8>,
        _report: &mut Report,
    ) {
        begin_line(out, self.count.inputs == 0, "\n");
        self.count.inputs += 1;
        let is_labelled = !(entry.labels.is_empty() && objects.is_empty());
        put_open(out, &InputLine::new(&entry.input, is_labelled));
        out.extend(b",\"labels\":[");
        self.labels(out, &entry.labels, "\n ");
        out.extend(b"],\"objects\":[");
        for (index, object) in objects.iter().enumerate() {
            self.count.objects += 1;
            begin_line(out, index == 0, "\n ");
            put_open(out, &ObjectLine::from(&object.object));
            out.extend(b",\"labels\":[");
            self.labels(out, &object.labels, "\n  ");
            out.extend(b"]}");
        }
        out.extend(b"]}");
    }

    fn end_of_pass(&mut self, _pass: usize, out: &mut Vec<u8>) {
        out.extend(b"\n],\n\"count\":");
        put(out, &self.count);
        out.extend(b"\n}\n");
    }
}

impl NativeWriter {
    fn labels(&mut self, out: &mut Vec<u8>, labels: &[Label], line: &str) {
        self.count.labels += labels.len() as u64;
        put_lines(out, labels.iter().map(LabelLine::from), line);
    }
}

fn put_lines(out: &mut Vec<u8>, records: impl Iterator<Item = impl Serialize>, line: &str) {
    for (index, record) in records.enumerate() {
        begin_line(out, index == 0, line);
        put(out, &record);
    }
}

fn begin_line(out: &mut Vec<u8>, is_first: bool, line: &str) {
    if !is_first {
        out.push(b',');
    }
    out.extend(line.as_bytes());
}

/// A record that more members follow.
fn put_open(out: &mut Vec<u8>, record: &impl Serialize) {
    put(out, record);
    out.pop();
}
