//! A static file server as plain as they come: what works here works on any host of static files.

use crate::Result;
use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::thread;

struct Site {
    dir: PathBuf,
    prefix: String,
    extra_headers: String,
}

/// Serves until the process is ended.
pub fn serve(dir: &Path, port: &str, options: &[&str]) -> Result<()> {
    let port: u16 = port.parse().map_err(|_| format!("{port} isn't a port"))?;
    let mut site = Site {
        dir: dir.to_owned(),
        prefix: "/".to_owned(),
        extra_headers: String::new(),
    };
    let mut options = options.iter();
    while let Some(option) = options.next() {
        match *option {
            "--prefix" => {
                site.prefix = prefix(
                    options
                        .next()
                        .ok_or("--prefix needs a path, such as /sub/")?,
                )
            }
            "--headers" => site.extra_headers = extra_headers(dir)?,
            other => return Err(format!("static doesn't know {other}")),
        }
    }
    if !dir.join("index.html").is_file() {
        return Err(format!(
            "{} has no index.html. Run `cargo dev build` first.",
            dir.display()
        ));
    }
    let listener =
        TcpListener::bind(("127.0.0.1", port)).map_err(|e| format!("port {port}: {e}"))?;
    println!(
        "http://127.0.0.1:{port}{} shows {}",
        site.prefix,
        dir.display()
    );
    let site = Arc::new(site);
    for stream in listener.incoming().flatten() {
        let site = Arc::clone(&site);
        // A browser that goes away in the middle of an answer is no error.
        thread::spawn(move || site.answer(&stream).ok());
    }
    Ok(())
}

/// With a slash at both ends.
fn prefix(text: &str) -> String {
    match text.trim_matches('/') {
        "" => "/".to_owned(),
        inner => format!("/{inner}/"),
    }
}

/// The indented lines of `_headers`; our file has one block, for every path.
fn extra_headers(dir: &Path) -> Result<String> {
    let text = fs::read_to_string(dir.join("_headers")).map_err(|e| format!("_headers: {e}"))?;
    Ok(text
        .lines()
        .filter(|line| line.starts_with(' '))
        .map(|line| format!("{}\r\n", line.trim()))
        .collect())
}

impl Site {
    fn answer(&self, mut stream: &TcpStream) -> std::io::Result<()> {
        let mut lines = BufReader::new(stream).lines();
        let request = lines.next().transpose()?.unwrap_or_default();
        // The rest of the request has to be read before the connection is closed.
        for line in lines {
            if line?.is_empty() {
                break;
            }
        }
        let mut words = request.split(' ');
        let (method, target) = (
            words.next().unwrap_or_default(),
            words.next().unwrap_or_default(),
        );
        let path = target.split(['?', '#']).next().unwrap_or_default();
        let found = self
            .file(path)
            .and_then(|file| Some((mime(&file), fs::read(file).ok()?)));
        let (status, (mime, body)) = match found {
            _ if !matches!(method, "GET" | "HEAD") => {
                ("405 Method Not Allowed", (TEXT, Vec::new()))
            }
            Some(found) => ("200 OK", found),
            None => ("404 Not Found", (TEXT, b"Not found".to_vec())),
        };
        write!(
            stream,
            "HTTP/1.1 {status}\r\nContent-Type: {mime}\r\nContent-Length: {}\r\nCache-Control: no-store\r\n{}Connection: close\r\n\r\n",
            body.len(),
            self.extra_headers,
        )?;
        if method == "HEAD" {
            Ok(())
        } else {
            stream.write_all(&body)
        }
    }

    /// The file behind a path, if it is under the prefix and inside the folder.
    fn file(&self, path: &str) -> Option<PathBuf> {
        let inside = Path::new(path.strip_prefix(&self.prefix)?);
        let stays_inside = inside
            .components()
            .all(|part| matches!(part, Component::Normal(_)));
        let file = self.dir.join(inside);
        let file = if file.is_dir() {
            file.join("index.html")
        } else {
            file
        };
        (stays_inside && file.is_file()).then_some(file)
    }
}

const TEXT: &str = "text/plain; charset=utf-8";

fn mime(file: &Path) -> &'static str {
    match file.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("json") => "application/json",
        Some("webmanifest") => "application/manifest+json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("webp") => "image/webp",
        Some("ico") => "image/x-icon",
        Some("woff2") => "font/woff2",
        Some("mp4") => "video/mp4",
        Some("webm") => "video/webm",
        Some("txt" | "md") => TEXT,
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_under_the_prefix_and_in_the_folder() {
        let dir = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
        let site = Site {
            dir: dir.clone(),
            prefix: prefix("sub/path"),
            extra_headers: String::new(),
        };
        assert_eq!(site.file("/sub/path/"), Some(dir.join("index.html")));
        assert_eq!(
            site.file("/sub/path/src/lib.rs"),
            Some(dir.join("src/lib.rs"))
        );
        assert_eq!(site.file("/"), None);
        assert_eq!(site.file("/sub/path/../Cargo.toml"), None);
        assert_eq!(site.file("/sub/path//etc/passwd"), None);
        assert_eq!(site.file("/sub/path/missing.js"), None);
    }
}
