//! Tables of texts: a .csv with a heading, or a .jsonl with an object a line. One row is one text.

use super::text::text_of;
use serde_json::{Map, Value};

/// What a table is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Csv,
    Jsonl,
}

/// A table, each row by the names of its columns.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// The columns in their order; of a .jsonl those of all its objects, in the order in which they come.
    pub columns: Vec<String>,
    /// The rows.
    pub rows: Vec<Map<String, Value>>,
}

/// Columns that are usually the text.
const USUAL: [&str; 7] = [
    "text", "content", "sentence", "document", "body", "review", "comment",
];

/// So many rows are looked at to guess the column.
const LOOKED_AT: usize = 50;

/// The file is a table of texts by the end of its name.
pub fn is_table(name: &str) -> bool {
    kind_of(name).is_some()
}

fn kind_of(name: &str) -> Option<Kind> {
    let (_, ending) = name.rsplit_once('.')?;
    match ending.to_ascii_lowercase().as_str() {
        "csv" | "tsv" => Some(Kind::Csv),
        "jsonl" | "ndjson" => Some(Kind::Jsonl),
        _ => None,
    }
}

impl Table {
    /// Reads a table.
    ///
    /// # Errors
    /// It can't be read; the reason names the line.
    pub fn read(name: &str, bytes: &[u8]) -> Result<Self, String> {
        let text = text_of(bytes)?;
        match kind_of(name) {
            Some(Kind::Csv) => Self::of_csv(name, &text),
            Some(Kind::Jsonl) => Self::of_jsonl(&text),
            None => Err("this is no table".to_owned()),
        }
    }

    fn of_csv(name: &str, text: &str) -> Result<Self, String> {
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(separator(name, text))
            .from_reader(text.as_bytes());
        let columns: Vec<String> = reader
            .headers()
            .map_err(in_csv)?
            .iter()
            .map(str::to_owned)
            .collect();
        let columns = told_apart(columns);
        if columns.iter().all(|column| column.trim().is_empty()) {
            return Err("the table is empty: its first line names the columns".to_owned());
        }
        let mut rows = Vec::new();
        for record in reader.records() {
            let record = record.map_err(in_csv)?;
            let cells = record.iter().map(|cell| Value::String(cell.to_owned()));
            rows.push(columns.iter().cloned().zip(cells).collect());
        }
        Ok(Self { columns, rows })
    }

    fn of_jsonl(text: &str) -> Result<Self, String> {
        let (mut columns, mut rows) = (Vec::new(), Vec::new());
        for (at, line) in text.lines().enumerate() {
            if line.trim().is_empty() {
                continue;
            }
            let row: Map<String, Value> =
                serde_json::from_str(line).map_err(|error| format!("line {}: {error}", at + 1))?;
            for name in row.keys() {
                if !columns.contains(name) {
                    columns.push(name.clone());
                }
            }
            rows.push(row);
        }
        Ok(Self { columns, rows })
    }

    /// The column that is most likely the text: one of a usual name, or the one with the longest texts.
    pub fn likely_column(&self) -> Option<&str> {
        let usual = USUAL
            .iter()
            .find_map(|name| self.columns.iter().find(|it| it.eq_ignore_ascii_case(name)));
        let length = |column: &String| {
            let rows = self.rows.iter().take(LOOKED_AT);
            let lengths = rows
                .filter_map(|row| row.get(column)?.as_str())
                .map(str::len);
            lengths.sum::<usize>()
        };
        let longest = || {
            self.columns
                .iter()
                .rev()
                .max_by_key(|column| length(column))
        };
        usual.or_else(longest).map(String::as_str)
    }

    /// The texts of a column with what the other columns say, in the order of the rows; none for a row whose text isn't
    /// one, or is empty.
    pub fn texts(self, column: &str) -> impl Iterator<Item = Option<(String, Map<String, Value>)>> {
        let column = column.to_owned();
        self.rows
            .into_iter()
            .map(move |mut row| match row.remove(&column) {
                Some(Value::String(text)) if !text.is_empty() => Some((text, row)),
                _ => None,
            })
    }
}

/// The names of columns, the second of a name with a number, so that no cell is lost.
fn told_apart(columns: Vec<String>) -> Vec<String> {
    let mut all: Vec<String> = Vec::with_capacity(columns.len());
    for column in columns {
        let numbered = (2..).map(|number| format!("{column} ({number})"));
        let mut names = std::iter::once(column.clone()).chain(numbered);
        all.extend(names.find(|name| !all.contains(name)));
    }
    all
}

/// What a row is called: the file's name with the row's number, as many digits as the last one has.
pub fn row_name(file: &str, row: usize, rows: usize) -> String {
    let digits = rows.to_string().len();
    format!("{file}/{:0digits$}", row + 1)
}

fn in_csv(error: csv::Error) -> String {
    let line = error.position().map(csv::Position::line);
    let place = line
        .map(|line| format!("line {line}: "))
        .unwrap_or_default();
    match error.into_kind() {
        csv::ErrorKind::UnequalLengths {
            expected_len, len, ..
        } => {
            format!("{place}it has {len} cells, the first line names {expected_len} columns")
        }
        kind => format!("{place}{kind:?}"),
    }
}

/// The sign that is most often in the first line, of those that tables are separated by.
fn separator(name: &str, text: &str) -> u8 {
    if name.to_ascii_lowercase().ends_with(".tsv") {
        return b'\t';
    }
    let first = text.lines().next().unwrap_or_default();
    let count = |sign: &u8| first.bytes().filter(|byte| byte == sign).count();
    let signs = [b',', b';', b'\t'];
    signs.into_iter().rev().max_by_key(count).unwrap_or(b',')
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn texts(table: Table, column: &str) -> Vec<Option<String>> {
        table.texts(column).map(|row| Some(row?.0)).collect()
    }

    #[test]
    fn a_csv_with_quotes_line_breaks_and_commas_in_a_text() {
        let file = b"id,text\r\n1,\"a, \"\"b\"\"\r\nc\"\r\n2,\r\n3,d\r\n";
        let table = Table::read("x.csv", file).unwrap();
        assert_eq!(table.columns, ["id", "text"]);
        assert_eq!(table.likely_column(), Some("text"));
        let wanted = [Some("a, \"b\"\r\nc"), None, Some("d")];
        assert_eq!(texts(table, "text"), wanted.map(|it| it.map(str::to_owned)));
    }

    #[test]
    fn the_other_columns_stay_with_the_text() {
        let table = Table::read("x.csv", "id;kommentar\n7;gut, ja\n".as_bytes()).unwrap();
        assert_eq!(table.likely_column(), Some("kommentar"));
        let (text, rest) = table.texts("kommentar").next().unwrap().unwrap();
        assert_eq!((text.as_str(), &rest["id"]), ("gut, ja", &Value::from("7")));
    }

    #[test]
    fn two_columns_of_one_name_are_told_apart() {
        let table = Table::read("x.csv", b"a,text,a\n1,t,2\n").unwrap();
        assert_eq!(table.columns, ["a", "text", "a (2)"]);
        assert_eq!(
            (&table.rows[0]["a"], &table.rows[0]["a (2)"]),
            (&Value::from("1"), &Value::from("2"))
        );
    }

    #[test]
    fn a_jsonl_with_objects_of_different_members() {
        let table = Table::read(
            "x.jsonl",
            b"{\"n\":1,\"t\":\"long text\"}\n\n{\"t\":5}\n{\"t\":\"b\",\"k\":\"c\"}\n",
        )
        .unwrap();
        assert_eq!(table.columns, ["n", "t", "k"]);
        assert_eq!(table.likely_column(), Some("t"));
        let wanted = [Some("long text"), None, Some("b")];
        assert_eq!(texts(table, "t"), wanted.map(|it| it.map(str::to_owned)));
    }

    #[test]
    fn what_cant_be_read_is_refused_with_its_line() {
        let refused = |name, file: &[u8]| Table::read(name, file).unwrap_err();
        assert!(refused("x.jsonl", b"{}\n{,}\n").starts_with("line 2: "));
        assert!(refused("x.jsonl", b"[1]\n").starts_with("line 1: "));
        assert_eq!(
            refused("x.csv", b"a,b\n1,2\n3\n"),
            "line 3: it has 1 cells, the first line names 2 columns"
        );
        assert!(refused("x.csv", b"").contains("empty"));
    }

    #[test]
    fn rows_are_called_by_their_number() {
        assert_eq!(row_name("a/x.csv", 6, 120), "a/x.csv/007");
    }
}
