//! Parents before children.

/// Each record once, a parent before its children and otherwise in the order given; `true` where the record's parent
/// must be dropped, since it would be its own ancestor.
pub(super) fn parents_first(parents: &[Option<usize>]) -> Vec<(usize, bool)> {
    #[derive(Clone, Copy, PartialEq)]
    enum Seen {
        No,
        OnTheWay,
        Yes,
    }
    let mut seen = vec![Seen::No; parents.len()];
    let mut order = Vec::with_capacity(parents.len());
    for start in 0..parents.len() {
        let (mut way, mut at, mut is_loop) = (Vec::new(), Some(start), false);
        while let Some(index) = at {
            match seen.get_mut(index) {
                Some(mark) if *mark == Seen::No => {
                    *mark = Seen::OnTheWay;
                    way.push(index);
                    at = parents.get(index).copied().flatten();
                }
                Some(Seen::OnTheWay) => {
                    is_loop = true;
                    break;
                }
                _ => break,
            }
        }
        for index in way.into_iter().rev() {
            if let Some(mark) = seen.get_mut(index) {
                *mark = Seen::Yes;
            }
            order.push((index, std::mem::take(&mut is_loop)));
        }
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    /// N10: a parent comes first, and a loop is cut once.
    #[test]
    fn parents_come_first_and_loops_are_cut() {
        let order = parents_first(&[Some(2), None, Some(1)]);
        assert_eq!(order, [(1, false), (2, false), (0, false)]);
        let cut = parents_first(&[Some(1), Some(0), Some(0), Some(3)]);
        assert_eq!(cut, [(1, true), (0, false), (2, false), (3, true)]);
    }
}
