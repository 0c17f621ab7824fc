//! Label files out: in which format, what it can't hold, and the download.

use crate::formats::catalog::Format;
use crate::formats::report::Report;
use crate::ui::dialogs::ReportList;
use crate::ui::icons::{EXPORT, Icon};
use crate::ui::prefs;
use crate::ui::studio::Studio;
use crate::ui::words::{bytes, count};
use crate::web::files::download;
use leptos::prelude::*;

/// A label file that is ready.
#[derive(Clone)]
struct Ready {
    /// The state of the project that it was written from.
    revision: u32,
    blob: web_sys::Blob,
    report: Report,
}

/// How far the file is.
#[derive(Clone)]
enum Preparation {
    Going,
    Ready(Ready),
    Cancelled,
    Failed(String),
}

/// What the page knows; copied freely.
#[derive(Clone, Copy)]
struct Desk {
    studio: Studio,
    format: RwSignal<Format>,
    prepared: RwSignal<Preparation, LocalStorage>,
    /// The file is wanted as soon as it is ready.
    wanted: StoredValue<bool>,
    /// Counts what was asked: an answer to an older question is none.
    asked: StoredValue<u32>,
}

/// The page.
#[component]
pub fn ExportPage() -> impl IntoView {
    let studio = expect_context::<Studio>();
    let desk = Desk {
        studio,
        format: RwSignal::new(remembered()),
        prepared: RwSignal::new_local(Preparation::Going),
        wanted: StoredValue::new(false),
        asked: StoredValue::new(0),
    };
    // Written as soon as it is known what is wanted, so that what can't be held is listed before the download.
    Effect::new(move |_| {
        desk.format.track();
        studio.revisions.history.track();
        desk.prepare();
    });
    on_cleanup(move || studio.forget_exports());
    let formats = Format::ALL.map(|format| view! { <Choice desk format /> });
    view! {
        <div class="sheet">
            <h1>"Export"</h1>
            <p class="lead">{move || contents(studio)}</p>
            <div class="choices" role="radiogroup" aria-labelledby="export-format">
                <h2 id="export-format">"Format"</h2>
                {formats.collect_view()}
            </div>
            <div class="go">
                <button class="btn primary big" on:click=move |_| desk.download()>
                    <Icon of=EXPORT />
                    "Download"
                </button>
                <span class="note">{move || size(&desk.prepared.get())}</span>
            </div>
            {move || losses(desk.format.get(), desk.prepared.get())}
        </div>
    }
}

/// The format of the last export.
fn remembered() -> Format {
    let name: String = prefs::load("export_format");
    let format = Format::ALL.into_iter().find(|format| format.name() == name);
    format.unwrap_or(Format::ALL[0])
}

#[component]
fn Choice(desk: Desk, format: Format) -> impl IntoView {
    let name = format.name();
    let hint = format!("format-{}", name.to_lowercase().replace(' ', "-"));
    let choose = move |_| {
        prefs::store("export_format", &name);
        desk.format.set(format);
    };
    view! {
        <label class="choice">
            <input type="radio" name="format" value=name aria-label=name aria-describedby=hint.clone()
                prop:checked=move || desk.format.get() == format on:change=choose />
            <span class="text"><b>{name}</b><small id=hint>{format.hint()}</small></span>
        </label>
    }
}

/// `12 inputs, 4 concepts`.
fn contents(studio: Studio) -> String {
    studio.revisions.inputs.track();
    studio.revisions.concepts.track();
    let counts = studio.look(|document, _| (document.inputs().len(), document.concepts().count()));
    let (inputs, concepts) = counts.unwrap_or_default();
    format!(
        "All labels of {} with {}, as one file. The pictures stay where they are.",
        count(inputs, "input", "inputs"),
        count(concepts, "concept", "concepts"),
    )
}

fn size(prepared: &Preparation) -> String {
    match prepared {
        Preparation::Going => "Getting the file ready…".to_owned(),
        Preparation::Ready(ready) => bytes(ready.blob.size() as u64),
        Preparation::Cancelled => "Cancelled; Download begins again".to_owned(),
        Preparation::Failed(_) => String::new(),
    }
}

/// What the format can't hold.
fn losses(format: Format, prepared: Preparation) -> AnyView {
    match prepared {
        Preparation::Ready(Ready { report, .. }) if report.is_empty() => {
            view! { <p class="note">"It holds everything that this project has."</p> }.into_any()
        }
        Preparation::Ready(Ready { report, .. }) => view! {
            <section>
                <h2>{format!("What {} can't hold", format.name())}</h2>
                <ReportList report />
            </section>
        }
        .into_any(),
        Preparation::Failed(reason) => view! {
            <p class="problem" role="alert">{format!("The file can't be written: {reason}.")}</p>
        }
        .into_any(),
        Preparation::Going | Preparation::Cancelled => ().into_any(),
    }
}

impl Desk {
    /// Writes the file into memory.
    fn prepare(self) {
        let Some(question) = self.asked.try_update_value(|asked| {
            *asked += 1;
            *asked
        }) else {
            return;
        };
        self.studio.forget_exports();
        self.prepared.set(Preparation::Going);
        leptos::task::spawn_local(async move {
            let revision = self.studio.revisions.history.get_untracked();
            let format = self.format.get_untracked();
            let answer = self.studio.export(format, None).await;
            if self.asked.try_get_value() != Some(question) {
                return;
            }
            let prepared = match answer {
                Ok(Some((blob, report))) => Preparation::Ready(Ready {
                    revision,
                    blob,
                    report,
                }),
                Ok(None) => Preparation::Cancelled,
                Err(reason) => Preparation::Failed(reason),
            };
            let failed = !matches!(prepared, Preparation::Ready(_));
            self.prepared.set(prepared);
            if self.wanted.get_value() {
                self.wanted.set_value(false);
                if !failed {
                    self.download();
                }
            }
        });
    }

    /// Downloads the file: now, or as soon as it is ready.
    fn download(self) {
        let revision = self.studio.revisions.history.get_untracked();
        match self.prepared.get_untracked() {
            Preparation::Ready(ready) if ready.revision == revision => self.hand_over(&ready),
            Preparation::Going => self.wanted.set_value(true),
            _ => {
                self.wanted.set_value(true);
                self.prepare();
            }
        }
    }

    fn hand_over(self, ready: &Ready) {
        let project = self.studio.project.get_untracked().map(|(_, name)| name);
        let format = self.format.get_untracked();
        let name = format.file_name(&project.unwrap_or_default());
        match download(&ready.blob, &name) {
            Ok(()) => self.studio.say(format!("{name} downloaded"), false),
            Err(reason) => self
                .studio
                .complain(format!("{name} can't be downloaded: {reason}.")),
        }
    }
}
