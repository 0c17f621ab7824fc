//! The address: what is seen, in the query of one route, so that any static host will do.

use crate::document::{InputId, ObjectId, ProjectId};
use crate::lists::Query;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};

/// A page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum View {
    /// The grid.
    #[default]
    Inputs,
    /// One input.
    Viewer,
    /// What can be labelled with.
    Concepts,
    /// Label files out.
    Export,
    /// Preferences, and the space that is used.
    Settings,
}

/// Where somebody is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The project; none on the very first visit.
    pub project: Option<ProjectId>,
    /// The page.
    pub view: View,
    /// The input in the viewer.
    pub input: Option<InputId>,
    /// The object on it that is selected when it opens.
    pub object: Option<ObjectId>,
}

impl View {
    fn name(self) -> &'static str {
        match self {
            Self::Inputs => "inputs",
            Self::Viewer => "viewer",
            Self::Concepts => "concepts",
            Self::Export => "export",
            Self::Settings => "settings",
        }
    }

    fn named(name: &str) -> Self {
        [Self::Viewer, Self::Concepts, Self::Export, Self::Settings]
            .into_iter()
            .find(|view| view.name() == name)
            .unwrap_or_default()
    }
}

impl Place {
    /// The query that leads here.
    pub fn query(self) -> String {
        let mut query = String::from("?");
        if let Some(project) = self.project {
            query += &format!("project={project}&");
        }
        query += &format!("view={}", self.view.name());
        if let Some(input) = self.input.filter(|_| self.view == View::Viewer) {
            query += &format!("&input={input}");
            if let Some(object) = self.object {
                query += &format!("&object={object}");
            }
        }
        query
    }
}

/// What is searched for, as the address has it; nothing where it is everything.
fn written(query: &Query) -> String {
    let members = query.members().into_iter();
    let encoded = members.map(|(name, text)| {
        let text = String::from(js_sys::encode_uri_component(&text));
        format!("&{name}={text}")
    });
    encoded.collect()
}

/// Goes to a path with a query.
type Navigate = Box<dyn Fn(&str, NavigateOptions)>;

/// Reads the address and changes it.
#[derive(Clone, Copy)]
pub struct Route {
    place: Memo<Place>,
    query: Memo<Query>,
    go: StoredValue<Navigate, LocalStorage>,
}

impl Route {
    /// The route of this page; inside a router.
    pub fn new() -> Self {
        let query = use_query_map();
        let place = Memo::new(move |_| {
            query.with(|query| Place {
                project: query.get("project").and_then(|id| id.parse().ok()),
                view: query
                    .get("view")
                    .map(|v| View::named(&v))
                    .unwrap_or_default(),
                input: query.get("input").and_then(|id| id.parse().ok()),
                object: query.get("object").and_then(|id| id.parse().ok()),
            })
        });
        let searched = Memo::new(move |_| query.with(|query| Query::read(|name| query.get(name))));
        let navigate = use_navigate();
        Self {
            place,
            query: searched,
            go: StoredValue::new_local(Box::new(move |to, options| navigate(to, options))),
        }
    }

    /// Where somebody is; asks to be told of changes.
    pub fn place(self) -> Place {
        self.place.get()
    }

    /// What is searched for; asks to be told of changes.
    pub fn query(self) -> Query {
        self.query.get()
    }

    /// What is searched for, now.
    pub fn here_query(self) -> Query {
        self.query.get_untracked()
    }

    /// Searches for something else: the address changes, Back doesn't go through every letter.
    pub fn search(self, query: &Query) {
        self.navigate_to(self.here(), query, true);
    }

    /// A page of this project with the same search.
    pub fn href(self, place: Place) -> String {
        place.query() + &self.query.with(written)
    }

    /// Where somebody is, now.
    pub fn here(self) -> Place {
        self.place.get_untracked()
    }

    /// Goes there; Back comes back.
    pub fn go(self, place: Place) {
        self.navigate(place, false);
    }

    /// Goes there instead of here.
    pub fn replace(self, place: Place) {
        self.navigate(place, true);
    }

    fn navigate(self, place: Place, replace: bool) {
        // Another project is another list.
        let query = match place.project == self.here().project {
            true => self.query.get_untracked(),
            false => Query::default(),
        };
        self.navigate_to(place, &query, replace);
    }

    fn navigate_to(self, place: Place, query: &Query, replace: bool) {
        let options = NavigateOptions {
            replace,
            scroll: false,
            ..NavigateOptions::default()
        };
        let path = leptos::prelude::window()
            .location()
            .pathname()
            .unwrap_or_default();
        let query = place.query() + &written(query);
        self.go
            .with_value(|go| go(&format!("{path}{query}"), options));
    }
}
