//! Values as writes of rows.

use crate::persist::{Damage, Row, Table, Write, encode};

pub(super) fn put<T: Row>(table: Table, key: String, value: &T) -> Result<Write, Damage> {
    let bytes = encode(value)?;
    Ok(Write::Put { table, key, bytes })
}

pub(super) fn put_or_delete<T: Row>(
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

pub(super) fn put_or_delete_option<T: Row>(
    table: Table,
    key: String,
    value: Option<&T>,
) -> Result<Write, Damage> {
    match value {
        Some(value) => put(table, key, value),
        None => Ok(Write::Delete { table, key }),
    }
}
