//! The text of a file.

/// What a text file begins with in UTF-8, where it begins with a byte order mark.
const UTF8_MARK: &[u8] = b"\xef\xbb\xbf";

/// The text that these bytes are, line ends as they are, without a byte order mark: UTF-8, or UTF-16 with its mark.
///
/// # Errors
/// It is no text; in words that follow the file's name.
pub fn text_of(bytes: &[u8]) -> Result<String, String> {
    match bytes {
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        bytes => {
            let text = bytes.strip_prefix(UTF8_MARK).unwrap_or(bytes);
            let text = std::str::from_utf8(text).map_err(|error| {
                let at = error.valid_up_to() + (bytes.len() - text.len());
                format!("this isn't UTF-8 text: the byte at {at} belongs to no character; save it as UTF-8 first")
            })?;
            if text.contains('\0') {
                return Err("this is no text: it has characters of zero".to_owned());
            }
            Ok(text.to_owned())
        }
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, String> {
    let pairs = bytes.chunks_exact(2);
    if !pairs.remainder().is_empty() {
        return Err("this isn't UTF-16 text: it ends within a character".to_owned());
    }
    let units = pairs.map(|pair| unit([pair[0], pair[1]]));
    let letters: Result<String, _> = char::decode_utf16(units).collect();
    letters.map_err(|error| {
        format!(
            "this isn't UTF-16 text: {:04x} stands alone",
            error.unpaired_surrogate()
        )
    })
}

/// The file is a text by the end of its name, and what kind of text.
pub fn mime_of(name: &str) -> Option<&'static str> {
    let (_, ending) = name.rsplit_once('.')?;
    match ending.to_ascii_lowercase().as_str() {
        "txt" | "text" => Some("text/plain"),
        "md" | "markdown" => Some("text/markdown"),
        _ => None,
    }
}

/// The first characters of a text, as many lines as tiles show.
pub fn beginning(text: &str, characters: usize) -> String {
    text.chars().take(characters).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn marks_go_and_line_ends_stay() {
        assert_eq!(text_of(b"\xef\xbb\xbfa\r\nb").unwrap(), "a\r\nb");
        assert_eq!(text_of(b"\xff\xfea\0\xe4\0").unwrap(), "aä");
        assert_eq!(text_of(b"\xfe\xff\xd8\x3d\xde\x00").unwrap(), "😀");
    }

    #[test]
    fn what_is_no_text_is_refused_with_its_place() {
        assert!(text_of(b"ab\xffcd").unwrap_err().contains("byte at 2"));
        assert!(
            text_of(b"\xef\xbb\xbf\xc3")
                .unwrap_err()
                .contains("byte at 3")
        );
        assert!(text_of(b"a\0b").is_err());
        assert!(text_of(b"\xff\xfea").is_err());
        assert!(text_of(b"\xff\xfe\x00\xd8").is_err());
    }
}
