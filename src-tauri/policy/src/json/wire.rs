//! JSON values inside other serde data, such as a policy inside a request. Duplicate keys are
//! refused here too; places are not known.

use std::collections::HashSet;

use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};

use super::{Key, Node, Value, shorten};

impl Serialize for Node {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        match &self.value {
            Value::Null => s.serialize_unit(),
            Value::Bool(b) => s.serialize_bool(*b),
            Value::Number(n) => match serde_json::from_str::<serde_json::Number>(n) {
                Ok(n) => n.serialize(s),
                Err(_) => s.serialize_str(n),
            },
            Value::String(t) => s.serialize_str(t),
            Value::Array(items) => {
                let mut seq = s.serialize_seq(Some(items.len()))?;
                for item in items {
                    seq.serialize_element(item)?;
                }
                seq.end()
            }
            Value::Object(members) => {
                let mut map = s.serialize_map(Some(members.len()))?;
                for (k, v) in members {
                    map.serialize_entry(&k.text, v)?;
                }
                map.end()
            }
        }
    }
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        struct NodeVisitor;
        impl<'de> Visitor<'de> for NodeVisitor {
            type Value = Node;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("JSON")
            }
            fn visit_unit<E>(self) -> Result<Node, E> {
                Ok(Value::Null.into())
            }
            fn visit_none<E>(self) -> Result<Node, E> {
                Ok(Value::Null.into())
            }
            fn visit_some<D: Deserializer<'de>>(self, d: D) -> Result<Node, D::Error> {
                Node::deserialize(d)
            }
            fn visit_bool<E>(self, v: bool) -> Result<Node, E> {
                Ok(Value::Bool(v).into())
            }
            fn visit_i64<E>(self, v: i64) -> Result<Node, E> {
                Ok(Value::Number(v.to_string()).into())
            }
            fn visit_u64<E>(self, v: u64) -> Result<Node, E> {
                Ok(Value::Number(v.to_string()).into())
            }
            fn visit_f64<E>(self, v: f64) -> Result<Node, E> {
                let text = serde_json::Number::from_f64(v)
                    .map_or_else(|| v.to_string(), |n| n.to_string());
                Ok(Value::Number(text).into())
            }
            fn visit_str<E>(self, v: &str) -> Result<Node, E> {
                Ok(Node::string(v))
            }
            fn visit_string<E>(self, v: String) -> Result<Node, E> {
                Ok(Node::string(v))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Node, A::Error> {
                let mut items = Vec::new();
                while let Some(item) = seq.next_element()? {
                    items.push(item);
                }
                Ok(Value::Array(items).into())
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node, A::Error> {
                let mut members: Vec<(Key, Node)> = Vec::new();
                let mut seen = HashSet::new();
                while let Some((text, value)) = map.next_entry::<String, Node>()? {
                    if !seen.insert(text.clone()) {
                        return Err(de::Error::custom(format!(
                            "the key \u{201c}{}\u{201d} stands twice in the same object",
                            shorten(&text)
                        )));
                    }
                    members.push((Key { at: 0, text }, value));
                }
                Ok(Value::Object(members).into())
            }
        }
        d.deserialize_any(NodeVisitor)
    }
}
