//! Values as writes of rows.

use crate::persist::{Damage, Table, Write, encode};
use serde::Serialize;

pub(super) fn put<T: Serialize>(table: Table, key: String, value: &T) -> Result<Write, Damage> {
    let bytes = encode(value)?;
    Ok(Write::Put { table, key, bytes })
}

pub(super) fn put_or_delete<T: Serialize>(
    table: Table,
    key: String,
    value: &T,
    gone: bool,
) -> Result<Write, Damage> {
    match gone {
        true => Ok(Write::Delete { table, key }),
        false => put(table, key, value),
    }
}

pub(super) fn put_or_delete_option<T: Serialize>(
    table: Table,
    key: String,
    value: Option<&T>,
) -> Result<Write, Damage> {
    match value {
        Some(value) => put(table, key, value),
        None => Ok(Write::Delete { table, key }),
    }
}
