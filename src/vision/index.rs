//! All pictures of a project, to be put in order by how much they look like one.

use super::descriptor::{Descriptor, similarity};
use super::query::Query;
use crate::document::InputId;
use std::collections::HashMap;

/// Descriptors one after another, each known by its input.
#[derive(Clone, Debug, Default)]
pub struct Index {
    ids: Vec<InputId>,
    descriptors: Vec<Descriptor>,
    places: HashMap<InputId, usize>,
}

impl Index {
    /// Puts in a descriptor, in place of the one that the input had.
    pub fn insert(&mut self, id: InputId, descriptor: Descriptor) {
        match self.places.get(&id) {
            Some(place) => self.descriptors[*place] = descriptor,
            None => {
                self.places.insert(id, self.ids.len());
                self.ids.push(id);
                self.descriptors.push(descriptor);
            }
        }
    }

    /// Takes out an input and gives its descriptor, where it was in.
    pub fn remove(&mut self, id: InputId) -> Option<Descriptor> {
        let place = self.places.remove(&id)?;
        self.ids.swap_remove(place);
        if let Some(moved) = self.ids.get(place) {
            self.places.insert(*moved, place);
        }
        Some(self.descriptors.swap_remove(place))
    }

    /// The descriptor of an input.
    pub fn get(&self, id: InputId) -> Option<&Descriptor> {
        self.descriptors.get(*self.places.get(&id)?)
    }

    /// How many inputs there are.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// There is none.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// The inputs that look most like what is asked for, at most `limit` of them or all, best first, each with its
    /// similarity from 0 to 1. Where two are as alike, the lower id is first. Nothing is like an empty query.
    pub fn ranked(&self, query: &Query, limit: Option<usize>) -> Vec<(InputId, f32)> {
        let limit = limit.unwrap_or(usize::MAX);
        let (mut found, mut bound) = (Vec::new(), u32::MAX);
        for (id, descriptor) in self.ids.iter().zip(&self.descriptors) {
            let distance = query.distance_within(descriptor, bound);
            found.extend(distance.map(|distance| (distance, *id)));
            // Now and then the rest goes, and what is worse than the worst that stays isn't looked at to the end.
            if found.len() >= limit.saturating_mul(2) {
                bound = keep_best(&mut found, limit).unwrap_or(bound);
            }
        }
        keep_best(&mut found, limit);
        found.sort_unstable();
        let ranked = found.into_iter();
        ranked
            .map(|(distance, id)| (id, similarity(distance)))
            .collect()
    }
}

/// Drops all but the best. Where any were dropped: the distance of the best of them, which none of those that stay is
/// beyond.
fn keep_best(found: &mut Vec<(u32, InputId)>, limit: usize) -> Option<u32> {
    if found.len() <= limit {
        return None;
    }
    let (_, (distance, _), _) = found.select_nth_unstable(limit);
    let distance = *distance;
    found.truncate(limit);
    Some(distance)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vision::scribbles::scribble;

    fn index(count: u64) -> Index {
        let mut index = Index::default();
        for id in 0..count {
            index.insert(InputId(id), scribble(id).descriptor());
        }
        index
    }

    fn ids(ranked: &[(InputId, f32)]) -> Vec<u64> {
        ranked.iter().map(|(id, _)| id.0).collect()
    }

    #[test]
    fn the_best_is_first_and_all_are_there() {
        let index = index(40);
        let ranked = index.ranked(&Query::from_descriptor(&scribble(7).descriptor()), None);
        assert_eq!(ranked.len(), 40);
        assert_eq!(ranked[0], (InputId(7), 1.0));
        assert!(ranked.is_sorted_by(|a, b| a.1 >= b.1));
        for (id, similarity) in ranked {
            let other = scribble(id.0).descriptor();
            assert_eq!(similarity, scribble(7).descriptor().similarity(&other));
        }
    }

    #[test]
    fn a_limit_gives_the_beginning_of_all() {
        let index = index(60);
        let query = scribble(99).query();
        let all = index.ranked(&query, None);
        for limit in [0, 1, 2, 10, 29, 30, 31, 59, 60, 61] {
            let some = index.ranked(&query, Some(limit));
            assert_eq!(some, all[..limit.min(60)], "{limit}");
        }
    }

    #[test]
    fn the_lower_id_is_first_among_equals() {
        let mut index = Index::default();
        for id in [5, 2, 9, 3, 8, 1] {
            index.insert(InputId(id), scribble(0).descriptor());
        }
        let query = Query::from_descriptor(&scribble(1).descriptor());
        assert_eq!(ids(&index.ranked(&query, None)), [1, 2, 3, 5, 8, 9]);
        assert_eq!(ids(&index.ranked(&query, Some(2))), [1, 2]);
    }

    #[test]
    fn an_input_is_in_once_and_can_be_taken_out() {
        let mut index = index(4);
        index.insert(InputId(1), scribble(50).descriptor());
        assert_eq!(index.len(), 4);
        assert_eq!(index.get(InputId(1)), Some(&scribble(50).descriptor()));
        assert_eq!(index.remove(InputId(0)), Some(scribble(0).descriptor()));
        assert_eq!(index.remove(InputId(0)), None);
        // The last has moved to where the first was.
        assert_eq!(index.get(InputId(3)), Some(&scribble(3).descriptor()));
        let query = Query::from_descriptor(&scribble(3).descriptor());
        assert_eq!(ids(&index.ranked(&query, Some(1))), [3]);
        assert_eq!(index.remove(InputId(3)), Some(scribble(3).descriptor()));
        assert_eq!(index.len(), 2);
        assert!(!index.is_empty());
    }

    #[test]
    fn the_nearest_of_several_counts() {
        let index = index(20);
        let one = |id| Query::from_descriptor(&scribble(id).descriptor());
        let ranked = index.ranked(&Query::any_of([one(4), one(11)]), Some(2));
        assert_eq!(ranked, [(InputId(4), 1.0), (InputId(11), 1.0)]);
        assert_eq!(index.ranked(&Query::any_of([]), None), []);
    }
}
