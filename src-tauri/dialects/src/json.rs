//! JSON with comments and trailing commas as a tree with lines.

use std::rc::Rc;

use jsonc_parser::ast::{ObjectPropName, Value as Ast};
use jsonc_parser::common::Ranged;
use jsonc_parser::{CollectOptions, CommentCollectionStrategy, ParseOptions, parse_to_ast};

use crate::error::{Problem, ReadError};
use crate::tree::{Key, Lines, Node, Value};

pub(crate) fn parse(text: &str) -> Result<Rc<Node>, ReadError> {
    let collect = CollectOptions { comments: CommentCollectionStrategy::Off, tokens: false };
    let options = ParseOptions {
        allow_comments: true,
        allow_trailing_commas: true,
        allow_loose_object_property_names: false,
        allow_missing_commas: false,
        allow_single_quoted_strings: false,
        allow_hexadecimal_numbers: false,
        allow_unary_plus_numbers: false,
        allow_bare_decimal_point_numbers: false,
        allow_non_finite_numbers: false,
        allow_extended_string_escapes: false,
    };
    let lines = Lines::of(text);
    let parsed = parse_to_ast(text, &collect, &options).map_err(|e| {
        ReadError::at(
            lines.at(e.range().start),
            Problem::Syntax { format: "JSON", message: e.kind().to_string() },
        )
    })?;
    Ok(parsed
        .value
        .map_or_else(|| Rc::new(Node::new(1, Value::Null)), |v| Rc::new(node(&v, &lines))))
}

fn node(value: &Ast<'_>, lines: &Lines) -> Node {
    let line = lines.at(value.start());
    let value = match value {
        Ast::NullKeyword(_) => Value::Null,
        Ast::StringLit(s) => Value::Scalar { text: s.value.to_string(), quoted: true },
        Ast::NumberLit(n) => Value::Scalar { text: n.value.to_owned(), quoted: false },
        Ast::BooleanLit(b) => Value::Scalar { text: b.value.to_string(), quoted: false },
        Ast::Array(a) => Value::List(a.elements.iter().map(|e| Rc::new(node(e, lines))).collect()),
        Ast::Object(o) => Value::Map(
            o.properties
                .iter()
                .map(|p| {
                    let text = match &p.name {
                        ObjectPropName::String(s) => s.value.to_string(),
                        ObjectPropName::Word(w) => w.value.to_owned(),
                    };
                    let key = Key { text, quoted: true, line: lines.at(p.name.start()) };
                    (key, Rc::new(node(&p.value, lines)))
                })
                .collect(),
        ),
    };
    Node::new(line, value)
}
