//! The headers that a host should send, in the words of common hosts. The page works without any of them; `frame-ancestors`
//! holds only as a header.

use crate::Result;
use crate::post_build::write;
use std::fs;
use std::path::Path;

/// Besides the policy.
const HEADERS: [(&str, &str); 4] = [
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
];
/// What is named by its hash never changes.
const FOR_EVER: &str = "public, max-age=31536000, immutable";
/// The page and the service worker are asked for again each time.
const EACH_TIME: &str = "no-cache";

/// `_headers` (Netlify, Cloudflare Pages) where those hosts look for it; the others to be copied from `hosts/`.
pub fn write_all(staging: &Path, policy: &str) -> Result<()> {
    let policy = format!("{policy}; frame-ancestors 'none'");
    let mut all = vec![("Content-Security-Policy", policy.as_str())];
    all.extend(HEADERS);
    let hosts = staging.join("hosts");
    fs::create_dir_all(&hosts).map_err(|e| format!("{}: {e}", hosts.display()))?;
    write(&staging.join("_headers"), underscore(&all).as_bytes())?;
    for (name, text) in [
        ("nginx.conf", nginx(&all)),
        ("Caddyfile", caddy(&all)),
        ("apache.htaccess", apache(&all)),
        ("vercel.json", vercel(&all)),
    ] {
        write(&hosts.join(name), text.as_bytes())?;
    }
    Ok(())
}

type Headers<'a> = [(&'a str, &'a str)];

fn lines(headers: &Headers, line: impl Fn(&str, &str) -> String) -> String {
    headers
        .iter()
        .map(|(name, value)| line(name, value))
        .collect()
}

fn underscore(headers: &Headers) -> String {
    format!(
        "/*\n{}",
        lines(headers, |name, value| format!("  {name}: {value}\n"))
    )
}

fn nginx(headers: &Headers) -> String {
    let headers = lines(headers, |name, value| {
        format!("add_header {name} \"{value}\" always;\n")
    });
    format!(
        "# Inside `server`, or in a `location` that serves the page.\n{headers}\
         # What is named by its hash is kept, everything else asked for again.\n\
         # Inside `http`: map $uri $cartouche_cache {{ default \"{EACH_TIME}\"; \
         ~-[0-9a-f]+\\.[a-z0-9]+$ \"{FOR_EVER}\"; }}\n\
         # and here: add_header Cache-Control $cartouche_cache;\n"
    )
}

fn caddy(headers: &Headers) -> String {
    let headers = lines(headers, |name, value| format!("\t\t{name} \"{value}\"\n"));
    format!(
        "example.org {{\n\troot * /srv/cartouche\n\theader {{\n{headers}\t}}\n\
         \t@hashed path_regexp -[0-9a-f]+\\.[a-z0-9]+$\n\
         \theader @hashed Cache-Control \"{FOR_EVER}\"\n\
         \t@other not path_regexp -[0-9a-f]+\\.[a-z0-9]+$\n\
         \theader @other Cache-Control \"{EACH_TIME}\"\n\
         \tfile_server\n}}\n"
    )
}

fn apache(headers: &Headers) -> String {
    let headers = lines(headers, |name, value| {
        format!("Header always set {name} \"{value}\"\n")
    });
    format!(
        "# As .htaccess beside index.html; needs mod_headers and mod_mime.\nAddType application/wasm .wasm\n\
         AddType application/manifest+json .webmanifest\n{headers}\
         Header set Cache-Control \"{EACH_TIME}\"\n\
         <FilesMatch \"-[0-9a-f]+\\.[a-z0-9]+$\">\n  Header set Cache-Control \"{FOR_EVER}\"\n</FilesMatch>\n"
    )
}

fn vercel(headers: &Headers) -> String {
    let list = |headers: &Headers| {
        let items: Vec<_> = headers
            .iter()
            .map(|(name, value)| {
                format!("        {{ \"key\": \"{name}\", \"value\": \"{value}\" }}")
            })
            .collect();
        items.join(",\n")
    };
    let rule = |source: &str, headers: &Headers| {
        format!(
            "    {{\n      \"source\": \"{source}\",\n      \"headers\": [\n{}\n      ]\n    }}",
            list(headers)
        )
    };
    let rules = [
        rule("/(.*)", headers),
        rule("/(.*)", &[("Cache-Control", EACH_TIME)]),
        rule(
            "/(.*)-([0-9a-f]{8,}).([a-z0-9]+)",
            &[("Cache-Control", FOR_EVER)],
        ),
    ];
    format!("{{\n  \"headers\": [\n{}\n  ]\n}}\n", rules.join(",\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_host_sends_every_header() {
        let policy = [("Content-Security-Policy", "default-src 'none'")];
        let all: Vec<_> = policy.into_iter().chain(HEADERS).collect();
        for text in [underscore, nginx, caddy, apache, vercel].map(|host| host(&all)) {
            for (name, value) in &all {
                let line = text.lines().find(|line| line.contains(name));
                assert!(
                    line.is_some_and(|line| line.contains(value)),
                    "{name}: {text}"
                );
            }
        }
    }
}
