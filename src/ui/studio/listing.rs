//! The grid's list: what is searched for, and what has to be asked of the worker before it can be found.

use super::Studio;
use crate::document::shape::ShapeKind;
use crate::document::{ContentHash, InputId, ObjectId, ProjectId};
use crate::edit::Step;
use crate::jobs::{Job, Reply};
use crate::lists::{Facets, Known, Like, ObjectFacet, Query, Shown, Texts};
use leptos::prelude::*;
use std::collections::HashMap;
use std::rc::Rc;

/// How often the objects are read anew where somebody labels meanwhile.
const TRIES: usize = 5;

/// What a query finds.
enum Found {
    Inputs(Vec<InputId>),
    Objects(Vec<(InputId, ObjectId)>),
}

impl Default for Found {
    fn default() -> Self {
        Self::Inputs(Vec::new())
    }
}

/// How much inputs look like something, the most first.
pub struct Likeness {
    /// What they look like.
    pub like: Like,
    /// Those that do, and how much, 0..=1.
    pub found: Vec<(InputId, f32)>,
}

impl Studio {
    /// Searches for something else.
    pub fn search(self, query: Query) {
        if self.query.with_value(|now| *now != query) {
            self.query.set_value(query);
            self.refresh_list();
        }
    }

    /// Looks again which inputs are wanted. While somebody goes from one to the next the list stays as it is, so that an
    /// input that was just labelled doesn't leave a list of unlabelled ones under the hand.
    pub fn refresh_list(self) {
        let query = self.query.get_value();
        if !self.knows_enough(&query) {
            return;
        }
        if !query.text.is_empty() {
            self.learn_texts();
        }
        let found = self.with_known(&query, |document, known| match query.objects {
            false => Found::Inputs(query.select(document, known)),
            true => Found::Objects(query.select_objects(document, known)),
        });
        let counts = self.look(|document, _| (document.inputs().len(), document.trash().len()));
        let (total, trashed) = counts.unwrap_or_default();
        self.total.set(total);
        self.trashed.set(trashed);
        let (list, shown) = match found.unwrap_or_default() {
            Found::Inputs(inputs) => {
                let inputs = Rc::new(inputs);
                (Rc::clone(&inputs), Shown::Inputs(inputs))
            }
            Found::Objects(objects) => {
                let mut inputs: Vec<_> = objects.iter().map(|(input, _)| *input).collect();
                inputs.dedup();
                (Rc::new(inputs), Shown::Objects(Rc::new(objects)))
            }
        };
        if self.list.with_untracked(|now| *now != list) {
            self.list.set(list);
        }
        if self.shown.with_untracked(|now| *now != shown) {
            self.shown.set(shown);
        }
    }

    /// Asks for the texts that nobody has searched yet; the list follows.
    fn learn_contents(self) {
        let missing = self.contents.with_value(|contents| {
            self.look(|document, _| {
                let texts = document
                    .inputs()
                    .filter_map(|entry| entry.input.media.text());
                texts
                    .filter(|(hash, _)| !contents.contains_key(hash))
                    .collect::<Vec<_>>()
            })
        });
        let missing = missing.unwrap_or_default();
        if missing.is_empty() {
            return;
        }
        leptos::task::spawn_local(async move {
            // What can't be read isn't asked for again.
            let unread: HashMap<_, _> = missing
                .iter()
                .map(|(hash, _)| (*hash, String::new()))
                .collect();
            let job = Job::Contents { of: missing };
            let answer = self
                .long_job("Reading the texts".to_owned(), job, Vec::new())
                .await;
            if let Ok((Reply::Contents(found), _)) = answer {
                self.contents.update_value(|contents| {
                    contents.extend(unread);
                    contents.extend(found);
                });
                self.texts.set_value(None);
                self.refresh_list();
            }
        });
    }

    /// Looks at the document with what is known besides.
    fn with_known<R>(
        self,
        query: &Query,
        f: impl FnOnce(&crate::document::Document, Known<'_>) -> R,
    ) -> Option<R> {
        let (texts, facets) = (self.texts.read_value(), self.facets.read_value());
        let likeness = self.likeness.read_value();
        let likeness = likeness.as_ref().filter(|it| Some(it.like) == query.like);
        self.look(|document, layout| {
            let known = Known {
                counts: &|input, is_it| layout.any_count(input, is_it),
                texts: texts.as_ref(),
                facets: facets.as_ref(),
                likeness: likeness.map(|it| it.found.as_slice()),
            };
            f(document, known)
        })
    }

    /// Gathers what words are searched in, once somebody is about to search.
    pub fn learn_texts(self) {
        if self.texts.with_value(Option::is_some) {
            return;
        }
        let texts = self
            .contents
            .with_value(|contents| self.look(|document, _| Texts::of(document, contents)));
        self.texts.set_value(texts);
        self.learn_contents();
    }

    /// Looks at what is known of an object, with its number among those of its concept on the input, from 1.
    pub fn look_at_object<R>(
        self,
        input: InputId,
        object: ObjectId,
        f: impl FnOnce(&ObjectFacet, usize) -> R,
    ) -> Option<R> {
        self.facets.with_value(|facets| {
            let objects = facets.as_ref()?.of(input)?;
            let facet = objects.get(&object)?;
            let concept = facet.labels.first()?.concept;
            let before = objects.range(..object);
            // Time ranges have numbers among themselves, and things among things.
            let is_range = facet.kind == ShapeKind::Segment;
            let of_it = before.filter(|(_, it)| {
                (it.kind == ShapeKind::Segment) == is_range
                    && it.labels.iter().any(|label| label.concept == concept)
            });
            Some(f(facet, of_it.count() + 1))
        })
    }

    /// What the query asks is known. Where it isn't, it is asked for, and the list follows.
    fn knows_enough(self, query: &Query) -> bool {
        let has_facets = self.facets.with_value(Option::is_some);
        if query.needs_facets() && !has_facets {
            self.wait_for(Self::learn_facets);
            return false;
        }
        let knows = self
            .likeness
            .with_value(|known| known.as_ref().map(|it| it.like));
        if let Some(like) = query.like.filter(|like| Some(*like) != knows) {
            self.wait_for(move |studio| studio.learn_likeness(like));
            return false;
        }
        true
    }

    fn wait_for<F: Future<Output = Result<(), String>> + 'static>(
        self,
        learn: impl Fn(Self) -> F + 'static,
    ) {
        if self.looking.get_untracked() || self.look(|_, _| ()).is_none() {
            return;
        }
        self.looking.set(true);
        let asked = self.query.get_value();
        leptos::task::spawn_local(async move {
            let learnt = learn(self).await;
            self.looking.set(false);
            match learnt {
                Ok(()) => self.refresh_list(),
                // Something else is wanted by now.
                Err(_) if self.query.with_value(|now| *now != asked) => self.refresh_list(),
                Err(reason) => self.complain(format!("The list can't be made: {reason}.")),
            }
        });
    }

    /// Asks what the objects of all inputs say.
    async fn learn_facets(self) -> Result<(), String> {
        for _ in 0..TRIES {
            self.settled().await?;
            let project = self
                .look(|document, _| document.project().id)
                .ok_or("no project is open")?;
            let title = "Looking through the labels".to_owned();
            let (reply, _) = self
                .long_job(title, Job::Facets { project }, Vec::new())
                .await?;
            match reply {
                Reply::Facets { seq, facets } if self.is_at(project, seq) => {
                    self.facets.set_value(Some(facets));
                    return Ok(());
                }
                Reply::Facets { .. } => {}
                Reply::Cancelled => return Err("it was cancelled".to_owned()),
                Reply::Refused(refusal) => return Err(refusal.to_string()),
                _ => return Err("the worker answered something else".to_owned()),
            }
        }
        Err("the project is being changed; try again in a moment".to_owned())
    }

    /// Asks what looks like this.
    async fn learn_likeness(self, like: Like) -> Result<(), String> {
        let project = || self.look(|document, _| document.project().id);
        let asked = project();
        let found = self.similar(vec![like]).await?;
        // Another project that was opened meanwhile has other inputs.
        if project() == asked {
            self.likeness.set_value(Some(Likeness { like, found }));
        }
        Ok(())
    }

    /// The inputs that look like any of these, and how much, 0..=1; those that do most first.
    ///
    /// # Errors
    /// The worker can't tell; in plain words.
    pub async fn similar(self, likes: Vec<Like>) -> Result<Vec<(InputId, f32)>, String> {
        self.settled().await?;
        let project = self
            .look(|document, _| document.project().id)
            .ok_or("no project is open")?;
        let title = "Looking for similar pictures".to_owned();
        let job = Job::Similar { project, likes };
        match self.long_job(title, job, Vec::new()).await? {
            (Reply::Similar(found), _) => Ok(found),
            (Reply::Cancelled, _) => Err("it was cancelled".to_owned()),
            (Reply::Refused(refusal), _) => Err(refusal.to_string()),
            _ => Err("the worker answered something else".to_owned()),
        }
    }

    /// Looks at a picture that isn't added, to search for what looks like it.
    ///
    /// # Errors
    /// It is no picture; in plain words.
    pub async fn look_at_picture(self, file: web_sys::File) -> Result<ContentHash, String> {
        let name = file.name();
        let workers = self.workers()?;
        match workers.ask(Job::Look { name }, vec![file.into()]).await? {
            (Reply::Looked(hash), _) => Ok(hash),
            (Reply::Refused(refusal), _) => Err(refusal.to_string()),
            _ => Err("the worker answered something else".to_owned()),
        }
    }

    /// The open project is this one, and its journal ends there.
    fn is_at(self, project: ProjectId, seq: u64) -> bool {
        let here = self.change(|open| (open.project(), open.history().last_seq()));
        here == Some((project, seq))
    }

    /// Keeps what objects say in step with what was done.
    pub(super) fn follow_facets(self, step: &Step) {
        self.facets.update_value(|facets| match facets {
            Some(_) if step.layer.is_some() => *facets = None,
            Some(known) => Facets::follow(known, &step.diff),
            None => {}
        });
    }

    /// Keeps what words are searched in from growing old.
    pub(super) fn follow_texts(self, step: &Step) {
        if step.layer.is_some() || Texts::are_stale_after(&step.diff) {
            self.texts.set_value(None);
        }
    }

    /// Inputs came or went: what looks alike is to be asked for again.
    pub(super) fn forget_likeness(self) {
        self.likeness.set_value(None);
    }

    /// What was known is of another project, or of another state.
    pub(super) fn forget_listing(self) {
        self.texts.set_value(None);
        self.facets.set_value(None);
        self.likeness.set_value(None);
    }
}
