//! Sets of pixels as spans of positions, from the first to the one after the last: in order, and apart from each other.

/// Positions from the first to the one after the last; position = x × height + y.
pub type Span = (u64, u64);

/// All of these together, in whatever order they come.
pub fn united(mut spans: Vec<Span>) -> Vec<Span> {
    spans.retain(|(from, to)| from < to);
    spans.sort_unstable();
    let mut all: Vec<Span> = Vec::with_capacity(spans.len());
    for (from, to) in spans {
        match all.last_mut() {
            Some(last) if from <= last.1 => last.1 = last.1.max(to),
            _ => all.push((from, to)),
        }
    }
    all
}

/// What is in the first and not in the second; both in order and apart.
pub fn without(spans: &[Span], taken: &[Span]) -> Vec<Span> {
    let mut rest = Vec::with_capacity(spans.len());
    let mut taken = taken.iter().copied().peekable();
    for (mut from, to) in spans.iter().copied() {
        while taken.peek().is_some_and(|(_, end)| *end <= from) {
            taken.next();
        }
        // One that reaches beyond this span may take from the next as well: it stays at the head.
        while let Some((start, end)) = taken.peek().copied().filter(|(start, _)| *start < to) {
            if from < start {
                rest.push((from, start));
            }
            from = end;
            if end > to {
                break;
            }
            taken.next();
        }
        if from < to {
            rest.push((from, to));
        }
    }
    rest
}
