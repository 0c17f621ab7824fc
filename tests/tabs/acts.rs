//! What a tab does, at random.

use crate::tab::*;
use cartouche::document::*;
use cartouche::edit::*;
use cartouche::geometry::*;
use cartouche::persist::*;
use proptest::prelude::*;

#[derive(Clone, Debug)]
pub(crate) enum Act {
    AddConcept,
    AddInputs(u8),
    Draw(usize, usize, bool),
    Move(usize, usize),
    Delete(usize, usize),
    Reassign(usize, usize, usize),
    Classify(usize, usize),
    Trash(usize),
    Restore(usize),
    RemoveInput(usize),
    RenameConcept(usize),
    Merge(usize, usize),
    Nest(usize, usize, usize),
    Kind(usize, usize),
    Hotkey(usize, u8),
    Want(usize),
    Undo,
    Send,
    Arrive,
    ArriveUnheard,
    Hear,
    Follow,
}

pub(crate) fn act() -> impl Strategy<Value = Act> {
    let n = 0usize..200;
    prop_oneof![
        1 => Just(Act::AddConcept),
        1 => (1u8..4).prop_map(Act::AddInputs),
        8 => (n.clone(), n.clone(), any::<bool>()).prop_map(|(i, c, big)| Act::Draw(i, c, big)),
        3 => (n.clone(), n.clone()).prop_map(|(i, o)| Act::Move(i, o)),
        2 => (n.clone(), n.clone()).prop_map(|(i, o)| Act::Delete(i, o)),
        2 => (n.clone(), n.clone(), n.clone()).prop_map(|(i, o, c)| Act::Reassign(i, o, c)),
        2 => (n.clone(), n.clone()).prop_map(|(i, c)| Act::Classify(i, c)),
        1 => n.clone().prop_map(Act::Trash),
        1 => n.clone().prop_map(Act::Restore),
        1 => n.clone().prop_map(Act::RemoveInput),
        1 => n.clone().prop_map(Act::RenameConcept),
        1 => (n.clone(), n.clone()).prop_map(|(a, b)| Act::Merge(a, b)),
        2 => (n.clone(), n.clone(), n.clone()).prop_map(|(i, o, p)| Act::Nest(i, o, p)),
        1 => (n.clone(), n.clone()).prop_map(|(a, b)| Act::Kind(a, b)),
        1 => (n.clone(), 0u8..20).prop_map(|(c, key)| Act::Hotkey(c, key)),
        2 => n.prop_map(Act::Want),
        2 => Just(Act::Undo),
        8 => Just(Act::Send),
        8 => Just(Act::Arrive),
        1 => Just(Act::ArriveUnheard),
        6 => Just(Act::Hear),
        6 => Just(Act::Follow),
    ]
}

pub(crate) fn nth<T>(items: Vec<T>, n: usize) -> Option<T> {
    let at = n.checked_rem(items.len())?;
    items.into_iter().nth(at)
}

/// Many vertices, so that chunks become full.
pub(crate) fn drawn_shape(big: bool, at: f64) -> Shape {
    match big {
        false => Shape::Box(ImageRect::from_xywh(at, 5.0, 10.0, 7.5)),
        true => {
            let ring: Vec<_> = (0..1_500)
                .map(|k| {
                    let angle = f64::from(k) / 1_500.0 * std::f64::consts::TAU;
                    ImagePoint::new(250.0 + 200.0 * angle.cos(), 250.0 + 200.0 * angle.sin())
                })
                .collect();
            Shape::Polygon(Polygon::from_ring(Ring::new(ring).unwrap()))
        }
    }
}

pub(crate) fn command(tab: &Tab, act: &Act) -> Option<Command> {
    let document = tab.document();
    let inputs: Vec<_> = document.inputs().map(|entry| entry.input.id).collect();
    let loaded: Vec<_> = inputs
        .iter()
        .copied()
        .filter(|id| document.objects(*id).is_some())
        .collect();
    let trash: Vec<_> = document.trash().map(|entry| entry.input.id).collect();
    let concepts: Vec<_> = document.concepts().map(|concept| concept.id).collect();
    let input = |n: usize| nth(inputs.clone(), n);
    let concept = |n: usize| nth(concepts.clone(), n);
    let object = |i: usize, o: usize| {
        let input = nth(loaded.clone(), i)?;
        let objects = document
            .objects(input)?
            .iter()
            .map(|entry| entry.object.id)
            .collect();
        Some((input, nth(objects, o)?))
    };
    let now = tab.now as f64;
    Some(match act {
        Act::AddConcept => {
            let new = name(&format!("{} {}", tab.chance, tab.now));
            Command::AddConcepts(vec![new.into()])
        }
        Act::AddInputs(count) => {
            let new = (0..*count).map(|k| NewInput {
                metadata: Kept::default(),
                name: format!("{} {} {k}", tab.chance, tab.now),
                media: Media::awaited(Some(PixelSize::new(500, 500))),
            });
            Command::AddInputs(new.collect())
        }
        Act::Draw(i, c, big) => Command::AddObject {
            input: nth(loaded.clone(), *i)?,
            shape: drawn_shape(*big, now % 400.0),
            concept: concept(*c)?,
            parent: None,
        },
        Act::Move(i, o) => {
            let (input, id) = object(*i, *o)?;
            let shapes = vec![(id, drawn_shape(false, now % 400.0))];
            Command::SetShapes { input, shapes }
        }
        Act::Delete(i, o) => {
            let (input, id) = object(*i, *o)?;
            Command::RemoveObjects(vec![(input, id)])
        }
        Act::Reassign(i, o, c) => {
            let (input, id) = object(*i, *o)?;
            Command::Reassign {
                objects: vec![(input, id)],
                from: None,
                to: concept(*c)?,
            }
        }
        Act::Classify(i, c) => Command::Classify {
            inputs: vec![input(*i)?, input(i + 1)?],
            concepts: vec![concept(*c)?],
            presence: Presence::Present,
        },
        Act::Trash(i) => Command::TrashInputs(vec![input(*i)?]),
        Act::Restore(i) => Command::RestoreInputs(vec![nth(trash, *i)?]),
        Act::RemoveInput(i) => Command::RemoveInputs(vec![nth(trash, *i)?]),
        Act::RenameConcept(c) => Command::RenameConcept {
            concept: concept(*c)?,
            name: name(&format!("renamed {} {}", tab.chance, tab.now)),
        },
        Act::Nest(i, o, p) => {
            let (input, id) = object(*i, *o)?;
            Command::SetParent {
                input,
                objects: vec![id],
                parent: Some(object(*i, *p)?.1),
            }
        }
        Act::Kind(a, b) => Command::EditConcept {
            concept: concept(*a)?,
            edit: ConceptEdit::Parent(Some(concept(*b)?)),
        },
        Act::Hotkey(c, key) => Command::EditConcept {
            concept: concept(*c)?,
            edit: ConceptEdit::Hotkey(Slot::new(*key)),
        },
        Act::Merge(a, b) => Command::MergeConcepts {
            from: concept(*a)?,
            into: concept(*b)?,
        },
        _ => return None,
    })
}

pub(crate) fn perform(tab: &mut Tab, store: &mut MemoryStore, act: &Act) {
    match act {
        Act::Want(i) => {
            if let Some(input) = nth(all_inputs(&tab.open), *i) {
                tab.want(store, input);
            }
        }
        Act::Undo => tab.undo(),
        Act::Send => tab.send(),
        Act::Arrive => tab.arrive(store, true),
        Act::ArriveUnheard => tab.arrive(store, false),
        Act::Hear => tab.hear(store),
        Act::Follow => tab.follow(store),
        _ => {
            if let Act::Merge(..) = act {
                for input in all_inputs(&tab.open) {
                    tab.want(store, input);
                }
            }
            if let Some(command) = command(tab, act) {
                tab.run(&command);
            }
        }
    }
}
