//! Browser glue in a real browser: what the database does with transactions.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

use cartouche::document::{Kept, Name, Project, ProjectId};
use cartouche::persist::{
    Span, StoredProject, Table, Transaction, Write, encode, project_key, project_prefix,
};
use cartouche::web::database::{Database, StorageError};
use wasm_bindgen::JsCast as _;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

/// A project's own row.
fn stored(project: u64, seq: u64, deleted: bool) -> Write {
    let id = ProjectId(project);
    let stored = StoredProject {
        project: Project {
            id,
            name: Name::new("Browser").unwrap(),
            made_at: 0,
            kept: Kept::default(),
        },
        seq,
        layers: Vec::new(),
        deleted,
    };
    Write::Put {
        table: Table::Projects,
        key: project_key(id),
        bytes: encode(&stored).unwrap(),
    }
}

/// A transaction that brings the project from `seq - 1` to `seq`.
fn transaction(project: u64, seq: u64) -> Transaction {
    let id = ProjectId(project);
    Transaction {
        project: id,
        expects: seq - 1,
        writes: vec![
            stored(project, seq, false),
            Write::Put {
                table: Table::Concepts,
                key: format!("{id}/{seq:016x}"),
                bytes: vec![seq as u8],
            },
        ],
    }
}

#[wasm_bindgen_test]
async fn a_transaction_onto_an_older_state_writes_nothing() {
    let database = Database::open().await.unwrap();
    database.commit(&transaction(11, 1)).await.unwrap();
    database.commit(&transaction(11, 2)).await.unwrap();
    let stale = Transaction {
        expects: 1,
        ..transaction(11, 3)
    };
    let refused = database.commit(&stale).await;
    assert_eq!(refused, Err(StorageError::Behind));
    let rows = database.range(Table::Concepts, "000000000000000b/").await;
    assert_eq!(rows.unwrap().len(), 2);
}

/// With an entry of the journal, as every gesture has one.
fn entry(project: u64, seq: u64) -> Transaction {
    let mut transaction = transaction(project, seq);
    transaction.writes.push(Write::Put {
        table: Table::Journal,
        key: format!("{}/{seq:016x}", ProjectId(project)),
        bytes: vec![seq as u8],
    });
    transaction
}

#[wasm_bindgen_test]
async fn of_two_connections_at_one_number_the_second_writes_nothing() {
    let (one, other) = (
        Database::open().await.unwrap(),
        Database::open().await.unwrap(),
    );
    one.commit(&entry(15, 1)).await.unwrap();
    one.commit(&entry(15, 2)).await.unwrap();
    other.commit(&entry(15, 3)).await.unwrap();
    let mut late = entry(15, 3);
    late.writes.push(Write::Put {
        table: Table::Concepts,
        key: format!("{}/late", ProjectId(15)),
        bytes: vec![99],
    });
    assert_eq!(one.commit(&late).await, Err(StorageError::Behind));
    // Both know the project by now, and are told so by the row alone.
    other.commit(&entry(15, 4)).await.unwrap();
    assert_eq!(one.commit(&entry(15, 4)).await, Err(StorageError::Behind));
    let rows = other
        .range(Table::Concepts, "000000000000000f/")
        .await
        .unwrap();
    let values: Vec<_> = rows.into_iter().map(|(_, row)| row[0]).collect();
    assert_eq!(values, [1, 2, 3, 4]);
    one.commit(&entry(15, 5)).await.unwrap();
}

#[wasm_bindgen_test]
async fn a_range_is_the_rows_of_its_prefix_in_order() {
    let database = Database::open().await.unwrap();
    for seq in 1..=3 {
        database.commit(&transaction(12, seq)).await.unwrap();
    }
    database.commit(&transaction(13, 1)).await.unwrap();
    let rows = database.range(Table::Concepts, "000000000000000c/").await;
    let values: Vec<_> = rows.unwrap().into_iter().map(|(_, row)| row[0]).collect();
    assert_eq!(values, [1, 2, 3]);
    let from = format!("000000000000000c/{:016x}", 2);
    let of = |project: &str| Span::new(Table::Concepts, project.to_owned());
    let (rest, other) = (
        of("000000000000000c/").starting_at(from),
        of("000000000000000d/"),
    );
    let together = database.read_together(&[rest, other]).await.unwrap();
    let values =
        |rows: &Vec<(String, Vec<u8>)>| rows.iter().map(|(_, row)| row[0]).collect::<Vec<_>>();
    assert_eq!(values(&together[0]), [2, 3]);
    assert_eq!(values(&together[1]), [1]);
}

#[wasm_bindgen_test]
async fn transactions_are_strict() {
    let seen = js_sys::Function::new_no_args(
        "const made = IDBDatabase.prototype.transaction;
         const seen = [];
         IDBDatabase.prototype.transaction = function (...given) {
           const transaction = made.apply(this, given);
           seen.push(transaction.mode + ' ' + transaction.durability);
           return transaction;
         };
         return seen;",
    )
    .call0(&wasm_bindgen::JsValue::UNDEFINED)
    .unwrap()
    .unchecked_into::<js_sys::Array>();
    let database = Database::open().await.unwrap();
    database.commit(&transaction(14, 1)).await.unwrap();
    let modes = seen.iter().filter_map(|mode| mode.as_string());
    let writing: Vec<_> = modes.filter(|mode| mode.starts_with("readwrite")).collect();
    assert_eq!(writing, ["readwrite strict"]);
}

#[wasm_bindgen_test]
async fn a_sweep_takes_a_project_whole_and_only_where_it_is_deleted() {
    let database = Database::open().await.unwrap();
    for project in [21, 22] {
        database.commit(&entry(project, 1)).await.unwrap();
    }
    let rows = async |project: u64| {
        let id = ProjectId(project);
        let mut count = database
            .keys(Table::Projects, &project_key(id))
            .await
            .unwrap()
            .len();
        for table in [Table::Concepts, Table::Journal] {
            count += database
                .keys(table, &project_prefix(id))
                .await
                .unwrap()
                .len();
        }
        count
    };
    // Somebody took the mark off since it was read.
    database.sweep(ProjectId(21)).await.unwrap();
    assert_eq!(rows(21).await, 3);
    database.stage(&[stored(21, 1, true)]).await.unwrap();
    database.sweep(ProjectId(21)).await.unwrap();
    assert_eq!((rows(21).await, rows(22).await), (0, 3));
}

#[wasm_bindgen_test]
async fn what_a_lost_answer_left_is_staged_again() {
    let database = Database::open().await.unwrap();
    for _ in 0..2 {
        database.stage(&entry(23, 1).writes).await.unwrap();
    }
    let prefix = project_prefix(ProjectId(23));
    let rows = database.keys(Table::Journal, &prefix).await;
    assert_eq!(rows.unwrap().len(), 1);
}
