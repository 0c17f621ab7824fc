//! Numbers, sizes and times as people read them.

/// With separators: `118,287`.
pub fn number(n: usize) -> String {
    let digits = n.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `1 input`, `2 inputs`.
pub fn count(n: usize, one: &str, many: &str) -> String {
    format!("{} {}", number(n), if n == 1 { one } else { many })
}

/// `3.4 MB`.
pub fn bytes(n: u64) -> String {
    match n {
        0..1_000 => format!("{n} B"),
        1_000..1_000_000 => format!("{:.0} KB", n as f64 / 1e3),
        1_000_000..1_000_000_000 => format!("{:.1} MB", n as f64 / 1e6),
        _ => format!("{:.2} GB", n as f64 / 1e9),
    }
}

/// A day and a time as the browser's language writes them; from milliseconds since 1970.
pub fn date(ms: u64) -> String {
    let date = js_sys::Date::new(&(ms as f64).into());
    date.to_locale_string("default", &js_sys::Object::new())
        .into()
}

/// A name cut in the middle, since the end of a file name matters.
pub fn middle(name: &str, most: usize) -> String {
    let count = name.chars().count();
    if count <= most {
        return name.to_owned();
    }
    let tail = most / 2;
    let head: String = name.chars().take(most - tail - 1).collect();
    let end: String = name.chars().skip(count - tail).collect();
    format!("{head}…{end}")
}

/// Why the browser stored nothing, in plain words; what it said itself stands in brackets.
pub fn why_not_stored(said: &str) -> String {
    let has = |words: &[&str]| words.iter().any(|word| said.contains(word));
    let plain = if has(&["QuotaExceeded", "NO_SPACE", "no space", "full disk"]) {
        "There is no room: the disk is full, or the browser gives this page no more of it"
    } else if has(&["SecurityError", "lets no page store", "denied", "insecure"]) {
        "The browser is set to store nothing for this page, since site data or cookies are blocked"
    } else if has(&["UnknownError"]) {
        // What Chromium says of a disk without a byte left, and of a database that is damaged.
        "The browser's storage fails: the disk may be full"
    } else if has(&["closing", "closed", "InvalidStateError", "AbortError"]) {
        "The browser closed its storage"
    } else {
        return sentence(said);
    };
    format!("{plain} ({}).", said.trim_end_matches('.'))
}

/// With a capital and a full stop.
fn sentence(reason: &str) -> String {
    let mut chars = reason.trim_end_matches('.').chars();
    let first = chars.next().map(|c| c.to_uppercase().to_string());
    format!("{}{}.", first.unwrap_or_default(), chars.as_str())
}
