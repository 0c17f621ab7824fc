//! What a file is by its first bytes, and whether its end is there: browsers show half a picture without a word.

/// A kind of picture that every browser opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PictureKind {
    /// JPEG.
    Jpeg,
    /// PNG.
    Png,
    /// GIF.
    Gif,
    /// WebP.
    WebP,
    /// Windows bitmap.
    Bmp,
    /// AVIF.
    Avif,
}

/// What a file seems to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Looks {
    /// A picture that can be opened.
    Picture(PictureKind),
    /// Something else, in words that follow `this is`.
    Other(&'static str),
}

/// How it is found out whether a file is whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EndCheck {
    /// It is, or it isn't.
    Known(bool),
    /// These bytes are somewhere from this place on.
    Find(&'static [u8], u64),
    /// [`gif_has_end`] says it of the whole file.
    WalkGif,
}

impl PictureKind {
    /// Its media type.
    pub fn mime(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Gif => "image/gif",
            Self::WebP => "image/webp",
            Self::Bmp => "image/bmp",
            Self::Avif => "image/avif",
        }
    }
}

const HEIC: &str = "a HEIC picture, which not every browser can show: save it as JPEG first";
const JXL: &str = "a JPEG XL picture, which not every browser can show: save it as PNG first";
const TIFF: &str = "a TIFF picture, which browsers can't show: save it as PNG first";

/// At which place in a file which bytes say what it is; the first that fits.
const MARKS: [(usize, &[u8], Looks); 28] = [
    (0, b"\xff\xd8\xff", Looks::Picture(PictureKind::Jpeg)),
    (0, b"\x89PNG\r\n\x1a\n", Looks::Picture(PictureKind::Png)),
    (0, b"GIF87a", Looks::Picture(PictureKind::Gif)),
    (0, b"GIF89a", Looks::Picture(PictureKind::Gif)),
    (8, b"WEBP", Looks::Picture(PictureKind::WebP)),
    (0, b"BM", Looks::Picture(PictureKind::Bmp)),
    (4, b"ftypavif", Looks::Picture(PictureKind::Avif)),
    (4, b"ftypavis", Looks::Picture(PictureKind::Avif)),
    (4, b"ftyphei", Looks::Other(HEIC)),
    (4, b"ftyphev", Looks::Other(HEIC)),
    (4, b"ftypmif1", Looks::Other(HEIC)),
    (4, b"ftypmsf1", Looks::Other(HEIC)),
    (4, b"ftyp", Looks::Other("a video, not a picture")),
    (
        0,
        b"\x1a\x45\xdf\xa3",
        Looks::Other("a video, not a picture"),
    ),
    (8, b"AVI ", Looks::Other("a video, not a picture")),
    (8, b"WAVE", Looks::Other("a sound, not a picture")),
    (0, b"II*\0", Looks::Other(TIFF)),
    (0, b"MM\0*", Looks::Other(TIFF)),
    (0, b"8BPS", Looks::Other("a Photoshop file, not a picture")),
    (4, b"JXL ", Looks::Other(JXL)),
    (0, b"\xff\x0a", Looks::Other(JXL)),
    (0, b"%PDF", Looks::Other("a PDF document, not a picture")),
    (
        0,
        b"PK\x03\x04",
        Looks::Other("a zip archive: unpack it first"),
    ),
    (
        0,
        b"\x1f\x8b",
        Looks::Other("a gzip archive: unpack it first"),
    ),
    (
        0,
        b"7z\xbc\xaf",
        Looks::Other("a 7z archive: unpack it first"),
    ),
    (0, b"Rar!", Looks::Other("a RAR archive: unpack it first")),
    (
        0,
        b"SQLite format 3",
        Looks::Other("a database, not a picture"),
    ),
    (0, b"\x7fELF", Looks::Other("a program, not a picture")),
];

impl Looks {
    /// What a file is that begins so.
    pub fn at(head: &[u8]) -> Self {
        let starts =
            |at: usize, mark: &[u8]| head.get(at..).is_some_and(|from| from.starts_with(mark));
        let mark = MARKS.iter().find(|(at, mark, _)| starts(*at, mark));
        match mark {
            Some((_, _, looks)) => *looks,
            None => Self::Other(text_kind(head).unwrap_or("of a kind that Cartouche doesn't know")),
        }
    }
}

/// What kind of text it is; none where it isn't one.
fn text_kind(head: &[u8]) -> Option<&'static str> {
    let head = &head[..head.len().min(4096)];
    let is_text = match std::str::from_utf8(head) {
        Ok(_) => true,
        // The cut may go through a character.
        Err(error) => error.error_len().is_none(),
    };
    if !is_text || head.contains(&0) {
        return None;
    }
    let text = String::from_utf8_lossy(head).to_lowercase();
    let text = text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
    let is_xml = text.starts_with("<?xml");
    Some(
        if text.starts_with("<svg") || is_xml && text.contains("<svg") {
            "an SVG drawing: save it as PNG first"
        } else if is_xml {
            "an XML file, not a picture"
        } else if text.starts_with("<!doctype html") || text.starts_with("<html") {
            "a web page (HTML), not a picture"
        } else if text.starts_with(['{', '[']) {
            "a JSON file: Import opens label files"
        } else {
            "a text file, not a picture"
        },
    )
}

/// How to find out whether a picture of `length` bytes that begins with `head` is whole. What follows its end is of no
/// matter.
pub fn end_check(kind: PictureKind, head: &[u8], length: u64) -> EndCheck {
    match kind {
        PictureKind::Jpeg => match jpeg_scan_start(head) {
            Some(start) => EndCheck::Find(b"\xff\xd9", start as u64),
            None if head.len() as u64 >= length => EndCheck::Known(false),
            None => EndCheck::Find(b"\xff\xd9", head.len() as u64),
        },
        PictureKind::Png => EndCheck::Find(b"\0\0\0\0IEND", 8),
        PictureKind::Gif => EndCheck::WalkGif,
        // Some writers forget the byte that makes the size even.
        PictureKind::WebP => EndCheck::Known(
            field(head, 4, u32::from_le_bytes)
                .is_some_and(|size| u64::from(size) + 8 <= length + 1),
        ),
        PictureKind::Bmp => EndCheck::Known(
            field(head, 2, u32::from_le_bytes).is_some_and(|size| u64::from(size) <= length),
        ),
        PictureKind::Avif => EndCheck::Known(boxes_end(head) <= length),
    }
}

/// Where the pixels of a JPEG begin: after the segments before its first scan, one of which may hold a thumbnail with
/// an end of its own. None where that lies beyond `head`.
fn jpeg_scan_start(head: &[u8]) -> Option<usize> {
    let mut at = 2_usize;
    loop {
        match *head.get(at..at.checked_add(4)?)? {
            // Fill bytes before a marker.
            [0xff, 0xff, ..] => at += 1,
            [0xff, 0xd0..=0xd8 | 0x01, ..] => at += 2,
            [0xff, marker, high, low] => {
                at += 2 + usize::from(u16::from_be_bytes([high, low]));
                if marker == 0xda {
                    return Some(at);
                }
            }
            _ => return None,
        }
    }
}

/// A GIF's last block is its end.
pub fn gif_has_end(file: &[u8]) -> bool {
    let table = |flags: u8| match flags & 0x80 {
        0 => 0,
        _ => 3 << ((flags & 7) + 1),
    };
    let mut at = 13 + file.get(10).map_or(0, |flags| table(*flags));
    loop {
        match file.get(at) {
            Some(0x3b) => return true,
            Some(0x21) => at += 2,
            Some(0x2c) => match file.get(at + 9) {
                Some(flags) => at += 11 + table(*flags),
                None => return false,
            },
            _ => return false,
        }
        // Blocks of data up to an empty one.
        loop {
            match file.get(at) {
                Some(0) => break at += 1,
                Some(size) => at += 1 + usize::from(*size),
                None => return false,
            }
        }
    }
}

/// Where the boxes that begin in `head` end, as far as they can be followed.
fn boxes_end(head: &[u8]) -> u64 {
    let mut at = 0_u64;
    while let Ok(start) = usize::try_from(at) {
        match field(head, start, u32::from_be_bytes).map(u64::from) {
            // 0 goes to the end of the file, 1 has its size elsewhere.
            Some(size) if size >= 8 => at += size,
            _ => break,
        }
    }
    at
}

fn field(bytes: &[u8], at: usize, read: fn([u8; 4]) -> u32) -> Option<u32> {
    let four = bytes.get(at..at.checked_add(4)?)?;
    four.try_into().ok().map(read)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_file_is_stands_in_its_first_bytes() {
        let jpeg = Looks::Picture(PictureKind::Jpeg);
        assert_eq!(Looks::at(b"\xff\xd8\xff\xe0\0\x10JFIF"), jpeg);
        let webp = Looks::Picture(PictureKind::WebP);
        assert_eq!(Looks::at(b"RIFF\x10\0\0\0WEBPVP8 "), webp);
        assert_eq!(
            Looks::at(b"hello"),
            Looks::Other("a text file, not a picture")
        );
        assert_eq!(
            Looks::at(b"%PDF-1.7"),
            Looks::Other("a PDF document, not a picture")
        );
        let page = Looks::at(b" <!DOCTYPE html><svg>");
        assert_eq!(page, Looks::Other("a web page (HTML), not a picture"));
        assert!(matches!(Looks::at(b"<svg/>"), Looks::Other(it) if it.contains("SVG")));
        assert!(matches!(Looks::at(&[0, 1, 2, 250]), Looks::Other(it) if it.contains("know")));
        // A character that the cut goes through is text all the same.
        let long = format!("a{}", "ä".repeat(3000));
        assert_eq!(
            Looks::at(long.as_bytes()),
            Looks::Other("a text file, not a picture")
        );
    }

    /// An EXIF thumbnail has an end of its own: it lies before the scan.
    #[test]
    fn a_jpegs_end_is_looked_for_after_its_segments() {
        let thumbnail = b"\xff\xe1\0\x06\xff\xd9\0\0";
        let scan = b"\xff\xda\0\x04\x01\x02";
        let file = [&b"\xff\xd8"[..], thumbnail, scan, b"\x12\x34\xff\xd9"].concat();
        let check = |head: &[u8], length| end_check(PictureKind::Jpeg, head, length);
        assert_eq!(check(&file, 20), EndCheck::Find(b"\xff\xd9", 16));
        assert_eq!(check(&file[..12], 12), EndCheck::Known(false));
        assert_eq!(check(&file[..12], 20), EndCheck::Find(b"\xff\xd9", 12));
        assert_eq!(check(b"\xff\xd8\0\0\0\0", 6), EndCheck::Known(false));
    }

    #[test]
    fn lengths_in_the_beginning_say_where_the_end_is() {
        let whole =
            |kind, head: &[u8], length| end_check(kind, head, length) == EndCheck::Known(true);
        let webp = b"RIFF\x10\0\0\0WEBPVP8 ";
        assert!(whole(PictureKind::WebP, webp, 24));
        assert!(!whole(PictureKind::WebP, webp, 22));
        let avif = b"\0\0\0\x10ftypavif\0\0\0\0\0\0\x01\0mdat";
        assert!(whole(PictureKind::Avif, avif, 16 + 256));
        assert!(!whole(PictureKind::Avif, avif, 16 + 255));
    }

    /// Every beginning of a GIF lacks its end, also where a block holds the byte that ends a file.
    #[test]
    fn a_gif_without_its_end_is_seen() {
        let mut gif = b"GIF89a\x01\0\x01\0\x80\0\0".to_vec();
        gif.extend([0x3b; 6]);
        gif.extend(b"\x21\xf9\x04\0\0\x3b\0\0");
        gif.extend(b"\x2c\0\0\0\0\x01\0\x01\0\0\x02\x02\x3b\x01\0");
        for cut in 0..gif.len() {
            assert!(!gif_has_end(&gif[..cut]), "cut at {cut}");
        }
        assert!(!gif_has_end(&gif));
        gif.extend(b"\x3b and more");
        assert!(gif_has_end(&gif));
    }
}
