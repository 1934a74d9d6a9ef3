//! YAML as a tree with lines. One document; references and merge keys (`<<`) are followed.

use std::collections::HashMap;
use std::rc::Rc;

use saphyr_parser::{Event, Parser, ScalarStyle, Span};

use crate::error::{Problem, ReadError};
use crate::tree::{DEEPEST, Key, MOST, Node, Value};

/// Whose reader is followed, where they differ. Of a key that is there twice Python's takes the last
/// and the others refuse it; of several documents Go's reads the first and the others refuse them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Like {
    Go,
    Python,
    JavaScript,
}

enum Open {
    List { line: usize, anchor: usize, items: Vec<Rc<Node>> },
    Map { line: usize, anchor: usize, pairs: Vec<(Key, Rc<Node>)>, key: Option<Key> },
}

struct Builder {
    open: Vec<Open>,
    root: Option<Rc<Node>>,
    anchors: HashMap<usize, Rc<Node>>,
    total: usize,
    like: Like,
}

pub(crate) fn parse(text: &str, like: Like) -> Result<Rc<Node>, ReadError> {
    let mut builder =
        Builder { open: Vec::new(), root: None, anchors: HashMap::new(), total: 0, like };
    let mut parser = Parser::new_from_str(text);
    while let Some(event) = parser.next_event() {
        let (event, span) = event.map_err(|e| syntax(e.marker().line(), e.info()))?;
        if like == Like::Go && matches!(event, Event::DocumentEnd) {
            break;
        }
        builder.take(event, span)?;
    }
    Ok(builder.root.unwrap_or_else(|| Rc::new(Node::new(1, Value::Null))))
}

fn syntax(line: usize, message: &str) -> ReadError {
    ReadError::at(line, Problem::Syntax { format: "YAML", message: message.to_owned() })
}

impl Builder {
    fn take(&mut self, event: Event<'_>, span: Span) -> Result<(), ReadError> {
        let line = span.start.line();
        match event {
            Event::DocumentStart(_) if self.root.is_some() => {
                Err(syntax(line, "there is a second document"))
            }
            Event::Scalar(text, style, anchor, _) => {
                let quoted = style != ScalarStyle::Plain;
                self.scalar(line, anchor, &text, quoted)
            }
            Event::SequenceStart(anchor, _) => {
                self.begin(line, Open::List { line, anchor, items: Vec::new() })
            }
            Event::MappingStart(anchor, _) => {
                self.begin(line, Open::Map { line, anchor, pairs: Vec::new(), key: None })
            }
            Event::SequenceEnd | Event::MappingEnd => match self.open.pop() {
                Some(Open::List { line, anchor, items }) => {
                    self.place(line, anchor, Node::new(line, Value::List(items)))
                }
                Some(Open::Map { line, anchor, pairs, .. }) => {
                    let pairs = self.finish(pairs)?;
                    self.place(line, anchor, Node::new(line, Value::Map(pairs)))
                }
                None => Ok(()),
            },
            Event::Alias(anchor) => {
                let node = self
                    .anchors
                    .get(&anchor)
                    .cloned()
                    .ok_or_else(|| syntax(line, "a reference names nothing"))?;
                if let Some(Open::Map { key: key @ None, .. }) = self.open.last_mut() {
                    let Some(text) = node.scalar() else {
                        return Err(syntax(line, "a key is not plain text"));
                    };
                    *key = Some(Key { text: text.to_owned(), quoted: node.is_quoted(), line });
                    return Ok(());
                }
                self.charge(line, node.weight)?;
                self.put(node)
            }
            _ => Ok(()),
        }
    }

    fn begin(&mut self, line: usize, open: Open) -> Result<(), ReadError> {
        if let Some(Open::Map { key: None, .. }) = self.open.last() {
            return Err(syntax(line, "a key is not plain text"));
        }
        if self.open.len() >= DEEPEST {
            return Err(ReadError::at(line, Problem::TooDeep { most: DEEPEST }));
        }
        self.open.push(open);
        Ok(())
    }

    fn scalar(
        &mut self,
        line: usize,
        anchor: usize,
        text: &str,
        quoted: bool,
    ) -> Result<(), ReadError> {
        if let Some(Open::Map { key: key @ None, .. }) = self.open.last_mut() {
            *key = Some(Key { text: text.to_owned(), quoted, line });
            if anchor > 0 {
                let value = Value::Scalar { text: text.to_owned(), quoted };
                self.anchors.insert(anchor, Rc::new(Node::new(line, value)));
            }
            return Ok(());
        }
        let null = !quoted && matches!(text, "" | "~" | "null" | "Null" | "NULL");
        let value =
            if null { Value::Null } else { Value::Scalar { text: text.to_owned(), quoted } };
        self.place(line, anchor, Node::new(line, value))
    }

    fn place(&mut self, line: usize, anchor: usize, node: Node) -> Result<(), ReadError> {
        self.charge(line, 1)?;
        let node = Rc::new(node);
        if anchor > 0 {
            self.anchors.insert(anchor, Rc::clone(&node));
        }
        self.put(node)
    }

    fn put(&mut self, node: Rc<Node>) -> Result<(), ReadError> {
        match self.open.last_mut() {
            None => self.root = Some(node),
            Some(Open::List { items, .. }) => items.push(node),
            Some(Open::Map { pairs, key, .. }) => {
                if let Some(key) = key.take() {
                    pairs.push((key, node));
                }
            }
        }
        Ok(())
    }

    fn charge(&mut self, line: usize, weight: usize) -> Result<(), ReadError> {
        self.total = self.total.saturating_add(weight);
        if self.total > MOST {
            return Err(ReadError::at(line, Problem::TooMany { most: MOST }));
        }
        Ok(())
    }

    /// Follows merge keys and looks for keys that are there twice.
    fn finish(&mut self, pairs: Vec<(Key, Rc<Node>)>) -> Result<Vec<(Key, Rc<Node>)>, ReadError> {
        let mut seen: HashMap<String, usize> = HashMap::with_capacity(pairs.len());
        let (mut own, mut merged) = (Vec::with_capacity(pairs.len()), Vec::new());
        for (key, value) in pairs {
            if key.text == "<<" && !key.quoted {
                merged.push((key.line, value));
                continue;
            }
            if let Some(first) = seen.insert(key.text.clone(), key.line)
                && self.like != Like::Python
            {
                let problem = Problem::DuplicateKey { key: key.text, first };
                return Err(ReadError::at(key.line, problem));
            }
            own.push((key, value));
        }
        for (line, value) in merged {
            let maps = match &value.value {
                Value::List(items) => items.clone(),
                _ => vec![Rc::clone(&value)],
            };
            for map in maps {
                if !map.is_map() {
                    return Err(syntax(line, "<< has to name a mapping"));
                }
                for (key, value) in map.pairs() {
                    if !seen.contains_key(&key.text) {
                        seen.insert(key.text.clone(), key.line);
                        self.charge(line, value.weight)?;
                        own.push((key.clone(), Rc::clone(value)));
                    }
                }
            }
        }
        Ok(own)
    }
}
