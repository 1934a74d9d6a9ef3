//! Conditions of a list as SQL. Column expressions come from code, values are always bound.

use rolebridge_model::{FilterJoin, FilterOperator, FilterToken};

/// The text after `WHERE`, with its values.
pub(crate) struct Where {
    pub(crate) sql: String,
    pub(crate) values: Vec<String>,
}

/// Builds the conditions. `expression` gives a column's SQL; `all` are the columns a token without
/// one looks in.
pub(crate) fn conditions<C: Copy + ts_rs::TS>(
    tokens: &[FilterToken<C>],
    join: FilterJoin,
    all: &[C],
    expression: impl Fn(C) -> String,
) -> Where {
    let mut parts = Vec::new();
    let mut values = Vec::new();
    for token in tokens {
        let columns: Vec<C> = token.column.map_or_else(|| all.to_vec(), |c| vec![c]);
        let (test, between) = match token.operator {
            FilterOperator::Equals => ("lower({}) = lower(?)", " OR "),
            FilterOperator::NotEquals => ("lower({}) <> lower(?)", " AND "),
            FilterOperator::Contains => ("instr(lower({}), lower(?)) > 0", " OR "),
            FilterOperator::NotContains => ("instr(lower({}), lower(?)) = 0", " AND "),
        };
        let tests: Vec<String> =
            columns.iter().map(|c| test.replace("{}", &expression(*c))).collect();
        values.extend(columns.iter().map(|_| token.value.clone()));
        parts.push(format!("({})", tests.join(between)));
    }
    let join = match join {
        FilterJoin::And => " AND ",
        FilterJoin::Or => " OR ",
    };
    let sql = if parts.is_empty() { "1".to_owned() } else { parts.join(join) };
    Where { sql, values }
}

/// Rows to skip for a page counted from one, and rows to take.
pub(crate) fn page(page: u32, size: u32) -> (u32, u32) {
    let size = size.clamp(1, 100);
    (page.saturating_sub(1).saturating_mul(size), size)
}
