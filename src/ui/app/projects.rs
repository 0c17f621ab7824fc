//! Which project is open: at the start, by the address, and when one is made or deleted.

use crate::document::{Name, ProjectId};
use crate::ui::prefs;
use crate::ui::route::{Place, Route, View};
use crate::ui::studio::{Phase, Studio};
use leptos::prelude::*;

/// The preference that remembers the project of the last visit.
const LAST: &str = "last_project";

/// Why another project isn't opened: what is on its way would end up there.
const TAKING: &str = "Something is still being added to this project, so it stays open.";

/// Why it isn't deleted either.
const BEING_ADDED: &str = "something is still being added to it";

/// Opens, makes and deletes projects; copied freely.
#[derive(Clone, Copy)]
pub struct Projects {
    studio: Studio,
    route: Route,
    /// The project that is open, or being opened.
    current: StoredValue<Option<ProjectId>>,
}

impl Projects {
    /// For this studio and this address.
    pub fn new(studio: Studio, route: Route) -> Self {
        Self {
            studio,
            route,
            current: StoredValue::new(None),
        }
    }

    /// The start of the page: opens the project of the address, or the last one, or the first one ever.
    pub fn boot(self) {
        self.studio.listen();
        self.studio.look_at_keeping();
        leptos::task::spawn_local(async move {
            let started = self.first().await;
            // Meanwhile somebody may have gone on in memory.
            if let (Err(reason), None) = (started, self.studio.in_memory.get_untracked()) {
                self.studio.phase.set(Phase::Failed(reason));
            }
            // Together with the page: later its host may have another build only. What keeps workers from starting is said
            // where one is needed.
            drop(self.studio.workers());
            self.studio.sweep_deleted();
            self.follow();
        });
    }

    async fn first(self) -> Result<(), String> {
        let listed = self.studio.list_projects().await?;
        let here = listed.projects;
        if let Some(damage) = listed.unreadable {
            match here.is_empty() {
                true => return Err(damage),
                false => self.studio.complain(format!(
                    "A project in this browser can't be read, and is left as it is: {damage}."
                )),
            }
        }
        let last: Option<ProjectId> = prefs::load::<String>(LAST).parse().ok();
        let known = |id: &ProjectId| here.iter().any(|stored| stored.project.id == *id);
        let project = self
            .route
            .here()
            .project
            .or(last.filter(known))
            .or(here.first().map(|stored| stored.project.id));
        let project = match project {
            Some(project) => project,
            None => self.untitled().await?,
        };
        self.route.replace(Place {
            project: Some(project),
            ..self.route.here()
        });
        self.enter(project).await;
        Ok(())
    }

    async fn untitled(self) -> Result<ProjectId, String> {
        let name = Name::new("Untitled project").map_err(|error| error.to_string())?;
        self.studio.create_project(name).await
    }

    /// Opens whatever project the address names from here on.
    fn follow(self) {
        Effect::new(move |_| {
            let place = self.route.place();
            match (place.project, self.current.get_value()) {
                (Some(project), current) if current != Some(project) => {
                    self.begin_to_enter(project);
                }
                (None, Some(project)) => self.route.replace(Place {
                    project: Some(project),
                    ..place
                }),
                _ => {}
            }
        });
    }

    /// Opens a project once the one before is saved. Somebody may want another meanwhile: the last wish holds. Whether it
    /// still was wanted, and wasn't kept out by what isn't saved.
    async fn enter(self, project: ProjectId) -> bool {
        self.current.set_value(Some(project));
        let is_wanted = move || self.current.get_value() == Some(project);
        self.studio.dismiss_steps();
        let kept_open = match self.studio.settled().await {
            Err(_) => Some("This project isn't saved yet, so it stays open."),
            Ok(()) => self.studio.is_taking().then_some(TAKING),
        };
        if let Some(why) = kept_open {
            if is_wanted() {
                self.stay(why);
            }
            return false;
        }
        self.studio.open(project, is_wanted).await;
        if is_wanted() && self.studio.phase.get_untracked() == Phase::Ready {
            prefs::store(LAST, &project.to_string());
        }
        is_wanted()
    }

    fn begin_to_enter(self, project: ProjectId) {
        leptos::task::spawn_local(async move {
            self.enter(project).await;
        });
    }

    /// What is open isn't let go of.
    fn stay(self, why: &str) {
        self.studio.complain(why.to_owned());
        let open = self.studio.look(|document, _| document.project().id);
        self.current.set_value(open);
        self.route.replace(Place {
            project: open,
            ..self.route.here()
        });
    }

    /// Goes to a project and opens it. Whether that was done.
    async fn go_and_enter(self, project: ProjectId) -> bool {
        let is_there = self.enter(project).await;
        if is_there {
            self.route.go(Place {
                project: Some(project),
                view: View::Inputs,
                input: None,
                object: None,
            });
        }
        is_there
    }

    /// Tries again to open what couldn't be opened.
    pub fn try_again(self) {
        match self.current.get_value() {
            Some(project) => self.begin_to_enter(project),
            None => {
                self.studio.phase.set(Phase::Loading);
                self.boot();
            }
        }
    }

    /// Works without the browser's storage, in a new project.
    pub fn go_on_in_memory(self, reason: String) {
        if let Err(reason) = self.studio.go_on_in_memory(reason) {
            return self.complain("made", &reason);
        }
        leptos::task::spawn_local(async move {
            match self.untitled().await {
                Ok(project) => drop(self.go_and_enter(project).await),
                Err(reason) => self.complain("made", &reason),
            }
        });
    }

    /// Makes a project and opens it.
    pub fn make(self, name: Name) {
        if self.studio.is_taking() {
            return self.studio.complain(TAKING.to_owned());
        }
        leptos::task::spawn_local(async move {
            match self.studio.create_project(name).await {
                Ok(project) => drop(self.go_and_enter(project).await),
                Err(reason) => self.complain("made", &reason),
            }
        });
    }

    /// Makes a project with the sample in it and opens it.
    pub fn open_sample(self) {
        if self.studio.is_taking() {
            return self.studio.complain(TAKING.to_owned());
        }
        leptos::task::spawn_local(async move {
            if let Err(reason) = self.try_sample().await {
                self.studio
                    .complain(format!("The sample can't be opened: {reason}."));
            }
        });
    }

    async fn try_sample(self) -> Result<(), String> {
        let name = Name::new("Sample project").map_err(|error| error.to_string())?;
        let project = self.studio.create_project(name).await?;
        match self.go_and_enter(project).await {
            true => self.studio.fill_with_sample().await,
            false => Ok(()),
        }
    }

    /// Deletes a project, which **Undo** brings back until the next visit. Where it was open, another is opened.
    pub fn delete(self, project: ProjectId) {
        leptos::task::spawn_local(async move {
            match self.try_delete(project).await {
                Ok(()) => self.studio.say_deleted(project),
                Err(reason) => self.complain("deleted", &reason),
            }
        });
    }

    async fn try_delete(self, project: ProjectId) -> Result<(), String> {
        self.studio.settled().await?;
        let is_open = self.current.get_value() == Some(project);
        if is_open && self.studio.is_taking() {
            return Err(BEING_ADDED.to_owned());
        }
        self.studio.mark_deleted(project, true).await?;
        if !is_open {
            return Ok(());
        }
        let others = self.studio.projects.get_untracked();
        let next = match others.first() {
            Some(stored) => stored.project.id,
            None => self.untitled().await?,
        };
        let is_left = self.go_and_enter(next).await;
        if !is_left && self.current.get_value() == Some(project) {
            // Something came into it meanwhile.
            self.studio.mark_deleted(project, false).await?;
            return Err(BEING_ADDED.to_owned());
        }
        Ok(())
    }

    /// Brings a deleted project back and opens it.
    pub fn restore(self, project: ProjectId) {
        leptos::task::spawn_local(async move {
            match self.studio.mark_deleted(project, false).await {
                Ok(()) => drop(self.go_and_enter(project).await),
                Err(reason) => self.complain("brought back", &reason),
            }
        });
    }

    fn complain(self, what: &str, reason: &str) {
        self.studio
            .complain(format!("The project couldn't be {what}: {reason}."));
    }
}
