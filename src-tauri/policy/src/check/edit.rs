//! Documents with a finding mended: small changes of the JSON, read again before they are offered.

use super::Check;
use crate::document::Document;
use crate::json::{Key, Node, Value};

/// Each mended document is a copy: a text with hundreds of findings gets only so many.
const MOST: usize = 100;

pub(super) type Members = Vec<(Key, Node)>;

pub(super) fn remove(members: &mut Members, key: &str) {
    members.retain(|(k, _)| k.text != key);
}

/// The value under a key, or a new empty object.
pub(super) fn object<'m>(members: &'m mut Members, key: &str) -> Option<&'m mut Members> {
    let at = match members.iter().position(|(k, _)| k.text == key) {
        Some(at) => at,
        None => {
            members.push((Key::from(key), Value::Object(Vec::new()).into()));
            members.len() - 1
        }
    };
    match &mut members.get_mut(at)?.1.value {
        Value::Object(members) => Some(members),
        _ => None,
    }
}

impl Check<'_> {
    /// The document with its members changed.
    pub(super) fn with_root(
        &self,
        change: impl FnOnce(&mut Members) -> Option<()>,
    ) -> Option<Document> {
        if self.findings.len() > MOST {
            return None;
        }
        let mut root = self.document.root().clone();
        let Value::Object(members) = &mut root.value else { return None };
        change(members)?;
        Document::from_node(root).ok()
    }

    /// The document with one statement's members changed.
    pub(super) fn with_statement(
        &self,
        index: usize,
        change: impl FnOnce(&mut Members) -> Option<()>,
    ) -> Option<Document> {
        self.with_root(|members| {
            let (_, node) = members.iter_mut().find(|(k, _)| k.text == "Statement")?;
            let statement = match &mut node.value {
                Value::Array(items) => items.get_mut(index)?,
                _ => node,
            };
            let Value::Object(members) = &mut statement.value else { return None };
            change(members)
        })
    }

    /// The document without an element of a statement.
    pub(super) fn without_element(&self, index: usize, element: &str) -> Option<Document> {
        self.with_statement(index, |members| {
            remove(members, element);
            Some(())
        })
    }

    /// The document without one of its statements; not without its only one.
    pub(super) fn without_statement(&self, index: usize) -> Option<Document> {
        self.with_root(|members| {
            let (_, node) = members.iter_mut().find(|(k, _)| k.text == "Statement")?;
            match &mut node.value {
                Value::Array(items) if items.len() > 1 && index < items.len() => {
                    items.remove(index);
                    Some(())
                }
                _ => None,
            }
        })
    }

    /// The document with one entry of a list, or a single value, written anew (`None`: left out,
    /// unless it is the last). `keys` leads to it from its statement.
    pub(super) fn with_entry(
        &self,
        index: usize,
        keys: &[&str],
        entry: usize,
        text: Option<&str>,
    ) -> Option<Document> {
        self.with_statement(index, |members| {
            let (last, path) = keys.split_last()?;
            let mut members = members;
            for key in path {
                let (_, node) = members.iter_mut().find(|(k, _)| k.text == *key)?;
                let Value::Object(inner) = &mut node.value else { return None };
                members = inner;
            }
            let (_, node) = members.iter_mut().find(|(k, _)| k.text == *last)?;
            match (&mut node.value, text) {
                (Value::Array(items), Some(text)) => *items.get_mut(entry)? = Node::string(text),
                (Value::Array(items), None) if items.len() > 1 && entry < items.len() => {
                    items.remove(entry);
                }
                (Value::Array(_), None) => return None,
                (_, Some(text)) => *node = Node::string(text),
                (_, None) => return None,
            }
            Some(())
        })
    }

    /// The document with one more condition. `None` if the operator already compares the key.
    pub(super) fn with_condition(
        &self,
        index: usize,
        operator: &str,
        key: &str,
        value: &str,
    ) -> Option<Document> {
        self.with_statement(index, |members| {
            let keys = object(object(members, "Condition")?, operator)?;
            if keys.iter().any(|(k, _)| k.text.eq_ignore_ascii_case(key)) {
                return None;
            }
            keys.push((Key::from(key), Node::string(value)));
            Some(())
        })
    }

    /// The document with a key compared by another operator, or under another name.
    pub(super) fn with_operator(
        &self,
        index: usize,
        from: (&str, &str),
        to: (&str, &str),
    ) -> Option<Document> {
        self.with_statement(index, |members| {
            let condition = object(members, "Condition")?;
            let keys = object(condition, from.0)?;
            let at = keys.iter().position(|(k, _)| k.text == from.1)?;
            let (_, values) = keys.remove(at);
            if keys.is_empty() {
                remove(condition, from.0);
            }
            let keys = object(condition, to.0)?;
            if keys.iter().any(|(k, _)| k.text.eq_ignore_ascii_case(to.1)) {
                return None;
            }
            keys.push((Key::from(to.1), values));
            Some(())
        })
    }

    /// The document without a condition; the statement keeps no empty `Condition`.
    pub(super) fn without_condition(
        &self,
        index: usize,
        operator: &str,
        key: Option<&str>,
    ) -> Option<Document> {
        self.with_statement(index, |members| {
            let condition = object(members, "Condition")?;
            match key {
                Some(key) => {
                    let keys = object(condition, operator)?;
                    remove(keys, key);
                    if keys.is_empty() {
                        remove(condition, operator);
                    }
                }
                None => remove(condition, operator),
            }
            if condition.is_empty() {
                remove(members, "Condition");
            }
            Some(())
        })
    }
}
