//! Files in a .zip, one after the other, with the bounds that strangers' archives need (S4 of the failures to survive).

use std::collections::BTreeSet;
use std::io::{self, Read, Seek};
use zip::ZipArchive;
use zip::read::ZipFile;
use zip::result::ZipError;

/// More entries than these no archive has that a person packed.
const MOST_ENTRIES: usize = 200_000;
/// The most bytes of all files together, unpacked.
const MOST_BYTES: u64 = 4 << 30;
/// The most bytes of one file, unpacked: it is in memory as a whole.
const MOST_OF_ONE: u64 = 512 << 20;
/// From so many bytes on a file may be at most [`RATIO`] times as large as what it is unpacked from.
const SMALL: u64 = 1 << 20;
const RATIO: u64 = 200;
/// The longest name of a file or a folder, in bytes, and the longest of both together.
const LONGEST_NAME: usize = 255;
const LONGEST_PATH: usize = 4096;

/// The file is an archive by its name.
pub fn is_archive(name: &str) -> bool {
    name.to_lowercase().ends_with(".zip")
}

/// An archive that is open.
pub struct Archive<R> {
    zip: ZipArchive<R>,
    /// The names so far, in small letters: two that differ in case only are one on other machines.
    names: BTreeSet<String>,
    bytes: u64,
}

/// What became of an entry.
#[derive(Debug, PartialEq, Eq)]
pub enum Unpacked {
    /// A file: its name with folders, `/` between them, and its bytes.
    File(String, Vec<u8>),
    /// A folder, or what a system leaves behind.
    Nothing,
    /// It can't be taken: its name, and why.
    Refused(String, String),
}

/// Why nothing is unpacked, or nothing more.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ArchiveError {
    /// It is no archive.
    #[error("it can't be opened as a .zip: {0}")]
    Damaged(String),
    /// It says that it has too many entries.
    #[error("it has {0} entries; 200,000 are the most that are unpacked")]
    Entries(usize),
    /// It would fill the memory.
    #[error("its files have more than 4 GB together: unpack it, and drop the folder")]
    Bytes,
}

impl<R: Read + Seek> Archive<R> {
    /// Opens an archive; nothing is unpacked yet.
    ///
    /// # Errors
    /// It is none, or it has too many entries.
    pub fn open(file: R) -> Result<Self, ArchiveError> {
        let zip =
            ZipArchive::new(file).map_err(|error| ArchiveError::Damaged(error.to_string()))?;
        match zip.len() {
            count if count > MOST_ENTRIES => Err(ArchiveError::Entries(count)),
            _ => Ok(Self {
                zip,
                names: BTreeSet::new(),
                bytes: 0,
            }),
        }
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.zip.len()
    }

    /// There is none.
    pub fn is_empty(&self) -> bool {
        self.zip.is_empty()
    }

    /// Unpacks an entry.
    ///
    /// # Errors
    /// All files together are too large.
    pub fn unpack(&mut self, index: usize) -> Result<Unpacked, ArchiveError> {
        let mut entry = match self.zip.by_index(index) {
            Ok(entry) => entry,
            Err(error) => {
                let name = format!("entry {}", index + 1);
                return Ok(Unpacked::Refused(name, reason(&error)));
            }
        };
        let name = match entry.name() {
            Ok(name) => name.replace('\\', "/"),
            Err(error) => {
                let name = format!("entry {}", index + 1);
                return Ok(Unpacked::Refused(name, reason(&error)));
            }
        };
        if entry.is_dir() || name.ends_with('/') || name.split('/').any(|part| part == "__MACOSX") {
            return Ok(Unpacked::Nothing);
        }
        if let Err(reason) = check(&name, &mut self.names) {
            return Ok(Unpacked::Refused(name, reason));
        }
        let left = MOST_BYTES - self.bytes;
        match inflated(&mut entry, left.min(MOST_OF_ONE)) {
            Ok(bytes) => {
                self.bytes += bytes.len() as u64;
                Ok(Unpacked::File(name, bytes))
            }
            Err(Stop::Long) if left < MOST_OF_ONE => Err(ArchiveError::Bytes),
            Err(Stop::Long) => Ok(Unpacked::Refused(
                name,
                "it has more than 512 MB: unpack it, and drop the file".to_owned(),
            )),
            Err(Stop::Bomb) => Ok(Unpacked::Refused(
                name,
                format!("it is more than {RATIO} times as large as what it is unpacked from"),
            )),
            Err(Stop::Broken(error)) => Ok(Unpacked::Refused(
                name,
                format!("it is damaged in the archive ({error})"),
            )),
        }
    }
}

/// # Errors
/// It isn't a name for a file in a folder, or another one has it; in plain words.
fn check(name: &str, names: &mut BTreeSet<String>) -> Result<(), String> {
    let mut parts = name.split('/');
    if name.len() > LONGEST_PATH || parts.clone().any(|part| part.len() > LONGEST_NAME) {
        return Err(format!("its name is longer than {LONGEST_NAME} bytes"));
    }
    // `C:/` on some machines.
    let drive = name.as_bytes().get(1) == Some(&b':')
        && name.starts_with(|first: char| first.is_ascii_alphabetic());
    if drive
        || name.contains('\0')
        || parts.any(|part| part.is_empty() || part == ".." || part == ".")
    {
        return Err("its name leads out of the archive".to_owned());
    }
    if is_archive(name) {
        return Err("an archive in an archive isn't opened".to_owned());
    }
    match names.insert(name.to_lowercase()) {
        true => Ok(()),
        false => Err("another file in the archive has this name, whatever the case".to_owned()),
    }
}

/// Why a file isn't unpacked to its end.
enum Stop {
    Long,
    Bomb,
    Broken(io::Error),
}

/// The bytes of an entry, counted while they come: what its header says isn't trusted.
fn inflated<R: Read>(entry: &mut ZipFile<'_, R>, most: u64) -> Result<Vec<u8>, Stop> {
    let packed = entry.compressed_size();
    let fair = SMALL.max(packed.saturating_mul(RATIO));
    let mut bytes = Vec::new();
    let read = entry.take(most.min(fair) + 1).read_to_end(&mut bytes);
    read.map_err(Stop::Broken)?;
    let length = bytes.len() as u64;
    match (length > fair, length > most) {
        (true, _) => Err(Stop::Bomb),
        (false, true) => Err(Stop::Long),
        (false, false) => Ok(bytes),
    }
}

fn reason(error: &ZipError) -> String {
    match error {
        ZipError::UnsupportedArchive(what) => format!("it can't be unpacked here: {what}"),
        error => format!("it is damaged in the archive ({error})"),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use std::io::{Cursor, Write as _};
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    fn packed(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in files {
            zip.start_file(*name, SimpleFileOptions::default()).unwrap();
            zip.write_all(bytes).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    fn unpacked(bytes: &[u8]) -> Vec<Unpacked> {
        let mut archive = Archive::open(Cursor::new(bytes)).unwrap();
        (0..archive.len())
            .map(|index| archive.unpack(index).unwrap())
            .collect()
    }

    fn is_refused(unpacked: &Unpacked, why: &str) -> bool {
        matches!(unpacked, Unpacked::Refused(_, reason) if reason.contains(why))
    }

    #[test]
    fn files_come_with_their_folders_whatever_the_slash() {
        let all = unpacked(&packed(&[
            ("set/a.png", b"a"),
            ("set\\masks\\a.png", b"b"),
            ("__MACOSX/set/._a.png", b"c"),
        ]));
        assert_eq!(all[0], Unpacked::File("set/a.png".into(), b"a".to_vec()));
        assert_eq!(
            all[1],
            Unpacked::File("set/masks/a.png".into(), b"b".to_vec())
        );
        assert_eq!(all[2], Unpacked::Nothing);
    }

    #[test]
    fn names_that_lead_elsewhere_are_refused_and_hold_up_nothing() {
        let all = unpacked(&packed(&[
            ("../a.png", b"a"),
            ("/etc/a.png", b"a"),
            ("C:/a.png", b"a"),
            ("in.zip", b"a"),
            ("A.png", b"a"),
            ("a.png", b"b"),
            ("b.png", b"c"),
        ]));
        assert!(
            all[..3].iter().all(|it| is_refused(it, "leads out")),
            "{all:?}"
        );
        assert!(is_refused(&all[3], "an archive in an archive"));
        assert!(is_refused(&all[5], "another file"));
        assert_eq!(all[6], Unpacked::File("b.png".into(), b"c".to_vec()));
    }

    #[test]
    fn what_is_far_larger_than_it_was_packed_is_refused() {
        let zeros = vec![0; 20 << 20];
        let all = unpacked(&packed(&[("bomb.txt", &zeros), ("b.txt", b"fine")]));
        assert!(is_refused(&all[0], "200 times"), "{:?}", all[0]);
        assert_eq!(all[1], Unpacked::File("b.txt".into(), b"fine".to_vec()));
    }

    #[test]
    fn damage_is_told_by_name_and_what_is_no_archive_is_refused() {
        let mut bytes = packed(&[("a.txt", b"some words that are packed"), ("b.txt", b"fine")]);
        let at = bytes.windows(5).position(|it| it == b"a.txt").unwrap() + 8;
        bytes[at] ^= 0xff;
        let all = unpacked(&bytes);
        assert!(is_refused(&all[0], "damaged"), "{:?}", all[0]);
        assert_eq!(all[1], Unpacked::File("b.txt".into(), b"fine".to_vec()));
        assert!(matches!(
            Archive::open(Cursor::new(b"no archive")),
            Err(ArchiveError::Damaged(_))
        ));
    }
}
