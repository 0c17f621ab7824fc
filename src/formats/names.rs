//! Names of pictures as label files write them.

/// A picture's name with `/` between its folders; `.` and empty parts, a leading `/` and a drive letter are taken off.
///
/// # Errors
/// Nothing is left, or it leads out of its folder.
pub(super) fn picture_name(text: &str) -> Result<String, &'static str> {
    let slashes = text.replace('\\', "/");
    let parts: Vec<&str> = slashes
        .split('/')
        .enumerate()
        .filter(|(at, part)| !part.is_empty() && *part != "." && !(*at == 0 && is_drive(part)))
        .map(|(_, part)| part)
        .collect();
    check(&parts)?;
    Ok(parts.join("/"))
}

/// The name is what [`picture_name`] would make of it, but for backslashes, which are letters on most systems.
///
/// # Errors
/// Why it isn't.
pub(super) fn check_picture_name(text: &str) -> Result<(), &'static str> {
    let parts: Vec<&str> = text.split('/').collect();
    if parts.iter().any(|part| part.is_empty() || *part == ".") {
        return Err("the name is not a plain path below a folder");
    }
    check(&parts)
}

fn is_drive(part: &str) -> bool {
    matches!(part.as_bytes(), [letter, b':'] if letter.is_ascii_alphabetic())
}

fn check(parts: &[&str]) -> Result<(), &'static str> {
    if parts.is_empty() {
        return Err("the name is empty");
    }
    if parts.contains(&"..") {
        return Err("the name leads out of its folder (..)");
    }
    if parts.iter().any(|part| part.contains('\0')) {
        return Err("the name holds a zero byte");
    }
    Ok(())
}
