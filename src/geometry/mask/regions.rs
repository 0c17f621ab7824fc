//! Pixels that hang together.

use super::Mask;
use super::spans::{Span, united, without};

/// Pixels that hang together.
struct Region {
    spans: Vec<Span>,
    area: u64,
    touches_edge: bool,
}

/// A span of one column.
struct Piece {
    column: u64,
    from: u64,
    to: u64,
}

impl Mask {
    /// The same without holes: what is outside and can't be reached from the picture's edge, going from side to side,
    /// is inside.
    pub fn filled(&self) -> Self {
        let inside = self.spans();
        let outside = without(&[(0, self.size.area())], &inside);
        let holes = self.regions(&outside, Neighbours::Sides).into_iter();
        let holes = holes
            .filter(|region| !region.touches_edge)
            .flat_map(|region| region.spans);
        self.same_with(&united(inside.iter().copied().chain(holes).collect()))
    }

    /// The same without what hangs together, corners included, and is smaller than so many pixels.
    pub fn without_specks(&self, least: u64) -> Self {
        let large = self.regions(&self.spans(), Neighbours::Corners).into_iter();
        let large = large
            .filter(|region| region.area >= least)
            .flat_map(|region| region.spans);
        self.same_with(&united(large.collect()))
    }

    fn regions(&self, spans: &[Span], neighbours: Neighbours) -> Vec<Region> {
        let height = u64::from(self.size.height.max(1));
        let pieces = pieces(spans, height);
        let mut sets = Sets::new(pieces.len());
        let mut left = 0;
        for (right, piece) in pieces.iter().enumerate() {
            // The first piece of the column before that could touch this one.
            while pieces.get(left).is_some_and(|it| {
                it.column + 1 < piece.column
                    || (it.column + 1 == piece.column && !neighbours.reach(it.to, piece.from))
            }) {
                left += 1;
            }
            let before = pieces[left.min(right)..right].iter().enumerate();
            let before = before.take_while(|(_, it)| it.column < piece.column);
            for (at, _) in before.take_while(|(_, it)| neighbours.reach(piece.to, it.from)) {
                sets.join(left + at, right);
            }
        }
        let mut regions: Vec<Option<Region>> = pieces.iter().map(|_| None).collect();
        for (at, piece) in pieces.iter().enumerate() {
            let set = sets.of(at);
            let region = regions[set].get_or_insert(Region {
                spans: Vec::new(),
                area: 0,
                touches_edge: false,
            });
            let start = piece.column * height;
            region.spans.push((start + piece.from, start + piece.to));
            region.area += piece.to - piece.from;
            region.touches_edge |= piece.column == 0
                || piece.column + 1 == u64::from(self.size.width)
                || piece.from == 0
                || piece.to == height;
        }
        regions.into_iter().flatten().collect()
    }
}

/// Which pixels hang together.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Neighbours {
    /// Those that share a side.
    Sides,
    /// Those that share a corner as well.
    Corners,
}

impl Neighbours {
    /// A piece that ends before this row reaches one in the next column that begins at that row.
    fn reach(self, end: u64, start: u64) -> bool {
        match self {
            Self::Sides => start < end,
            Self::Corners => start <= end,
        }
    }
}

/// The spans column by column.
fn pieces(spans: &[Span], height: u64) -> Vec<Piece> {
    let mut pieces = Vec::with_capacity(spans.len());
    for (from, to) in spans.iter().copied() {
        let mut from = from;
        while from < to {
            let column = from / height;
            let end = to.min((column + 1) * height);
            pieces.push(Piece {
                column,
                from: from - column * height,
                to: end - column * height,
            });
            from = end;
        }
    }
    pieces
}

/// Disjoint sets by their smallest member.
struct Sets(Vec<usize>);

impl Sets {
    fn new(count: usize) -> Self {
        Self((0..count).collect())
    }

    fn of(&mut self, mut at: usize) -> usize {
        while self.0[at] != at {
            self.0[at] = self.0[self.0[at]];
            at = self.0[at];
        }
        at
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.of(a), self.of(b));
        self.0[a.max(b)] = a.min(b);
    }
}
