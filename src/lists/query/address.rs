//! A query as the address has it: members with a name and a text, those that say something.

use super::{Filter, LabelChoice, LabelValue, Like, Operator, Query, Sort};
use crate::document::shape::ShapeKind;
use crate::document::{InputStatus, LabelStatus};

/// How the address calls a status.
const STATUSES: [(&str, InputStatus); 4] = [
    ("unlabeled", InputStatus::Unlabeled),
    ("in-progress", InputStatus::InProgress),
    ("done", InputStatus::Done),
    ("skipped", InputStatus::Skipped),
];

/// How the address calls where a label stands.
const REVIEWS: [(&str, LabelStatus); 4] = [
    ("success", LabelStatus::Success),
    ("pending", LabelStatus::Pending),
    ("awaiting-review", LabelStatus::AwaitingReview),
    ("review-denied", LabelStatus::ReviewDenied),
];

/// How the address calls a kind of region.
const REGIONS: [(&str, ShapeKind); 6] = [
    ("box", ShapeKind::Box),
    ("polygon", ShapeKind::Polygon),
    ("mask", ShapeKind::Mask),
    ("span", ShapeKind::Span),
    ("track", ShapeKind::Track),
    ("range", ShapeKind::Segment),
];

/// How the address calls inputs without a label; no concept is written so.
const UNLABELED: &str = "~";

impl Query {
    /// What the address has of it: names and texts, not yet encoded.
    pub fn members(&self) -> Vec<(&'static str, String)> {
        let filter = &self.filter;
        let labels: Vec<_> = filter.labels.iter().map(written).collect();
        let operator = match filter.operator {
            Operator::Or => "",
            Operator::And => "and",
        };
        let sort = match self.sort == Sort::default() {
            true => String::new(),
            false => self.sort.name().to_lowercase(),
        };
        let like = self.like.map(Like::written).unwrap_or_default();
        let all = [
            ("q", self.text.trim().to_owned()),
            ("status", name_of(&STATUSES, self.status)),
            ("labels", labels.join(",")),
            ("op", operator.to_owned()),
            ("by", filter.labeler.clone()),
            ("review", name_of(&REVIEWS, filter.review)),
            ("type", filter.media.clone()),
            ("region", name_of(&REGIONS, filter.region)),
            ("folder", filter.folder.clone()),
            ("metadata", filter.metadata.clone()),
            ("trash", if self.trash { "1" } else { "" }.to_owned()),
            ("mode", if self.objects { "objects" } else { "" }.to_owned()),
            ("like", like),
            ("sort", sort),
        ];
        all.into_iter()
            .filter(|(_, text)| !text.is_empty())
            .collect()
    }

    /// From what the address has, decoded. What it doesn't know is passed over.
    pub fn read(member: impl Fn(&str) -> Option<String>) -> Self {
        let text = |name| member(name).unwrap_or_default();
        let labels = text("labels");
        let choices = labels.split(',').filter(|it| !it.is_empty()).map(read);
        let sort = text("sort");
        Self {
            text: text("q"),
            status: value_of(&STATUSES, &text("status")),
            filter: Filter {
                labels: choices.collect(),
                operator: match text("op").as_str() {
                    "and" => Operator::And,
                    _ => Operator::Or,
                },
                labeler: text("by"),
                review: value_of(&REVIEWS, &text("review")),
                media: text("type"),
                region: value_of(&REGIONS, &text("region")),
                folder: text("folder"),
                metadata: text("metadata"),
            },
            trash: !text("trash").is_empty(),
            objects: text("mode") == "objects",
            like: Like::read(&text("like")),
            sort: Sort::ALL
                .into_iter()
                .find(|it| it.name().to_lowercase() == sort)
                .unwrap_or_default(),
        }
    }
}

fn name_of<T: PartialEq>(names: &[(&str, T)], value: Option<T>) -> String {
    let found = names.iter().find(|(_, it)| Some(it) == value.as_ref());
    found
        .map(|(name, _)| (*name).to_owned())
        .unwrap_or_default()
}

fn value_of<T: Copy>(names: &[(&str, T)], name: &str) -> Option<T> {
    let found = names.iter().find(|(it, _)| *it == name);
    found.map(|(_, value)| *value)
}

/// A label, with `-` where it isn't wanted. Signs that mean something here are written as an address does.
fn written(choice: &LabelChoice) -> String {
    let sign = if choice.is_not { "-" } else { "" };
    let name = match &choice.what {
        LabelValue::Unlabeled => UNLABELED.to_owned(),
        LabelValue::Concept(name) => name
            .replace('%', "%25")
            .replace(',', "%2C")
            .replace('-', "%2D")
            .replace('~', "%7E"),
    };
    format!("{sign}{name}")
}

fn read(text: &str) -> LabelChoice {
    let (is_not, name) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let what = match name {
        UNLABELED => LabelValue::Unlabeled,
        name => LabelValue::Concept(
            name.replace("%7E", "~")
                .replace("%2D", "-")
                .replace("%2C", ",")
                .replace("%25", "%"),
        ),
    };
    LabelChoice { what, is_not }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::InputId;

    fn again(query: &Query) -> Query {
        let members = query.members();
        Query::read(|name| {
            let found = members.iter().find(|(it, _)| *it == name);
            found.map(|(_, text)| text.clone())
        })
    }

    #[test]
    fn everything_comes_back_as_it_was() {
        let concept = |name: &str| LabelValue::Concept(name.to_owned());
        let query = Query {
            text: "a #b -\"c d\" OR e".to_owned(),
            status: Some(InputStatus::InProgress),
            filter: Filter {
                labels: vec![
                    LabelChoice {
                        what: concept("-a,b%2C~"),
                        is_not: true,
                    },
                    LabelChoice {
                        what: LabelValue::Unlabeled,
                        is_not: false,
                    },
                    LabelChoice {
                        what: concept("~"),
                        is_not: false,
                    },
                    LabelChoice {
                        what: concept("-"),
                        is_not: false,
                    },
                ],
                operator: Operator::And,
                labeler: "Ada, & Ben".to_owned(),
                review: Some(LabelStatus::ReviewDenied),
                media: "image/png".to_owned(),
                region: Some(ShapeKind::Mask),
                folder: "north/ridge".to_owned(),
                metadata: "camera=7".to_owned(),
            },
            trash: true,
            objects: true,
            like: Some(Like::input(InputId(0xabc))),
            sort: Sort::Disagreement,
        };
        assert_eq!(again(&query), query);
    }

    #[test]
    fn everything_is_no_text_and_nonsense_is_everything() {
        assert_eq!(Query::default().members(), []);
        let nonsense = Query::read(|name| Some(format!("{name}?")));
        assert_eq!((nonsense.status, nonsense.like), (None, None));
        assert_eq!(nonsense.sort, Sort::Added);
    }
}
