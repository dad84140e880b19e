//! The tree as data: what the package shows of an expression reference (`&a`) outside of a function call.

use super::parser::Node;
use crate::js::{Object, Str, Value};

/// The value of `&node`.
pub(super) fn reference(node: &Node) -> Value {
    let mut object: Object = std::iter::once((Str::new_static("expref"), Value::Bool(true))).collect();
    for (key, value) in fields(node) {
        object.insert(key, value);
    }
    Value::object(object)
}

type Fields = Vec<(&'static str, Value)>;

fn show(node: &Node) -> Value {
    Value::object(fields(node).into_iter().collect())
}

fn shown(nodes: &[Node]) -> Value {
    Value::array(nodes.iter().map(show).collect())
}

fn pair(name: &'static str, left: &Node, right: &Node) -> Fields {
    vec![("type", name.into()), ("left", show(left)), ("right", show(right))]
}

fn one(name: &'static str, key: &'static str, value: impl Into<Value>) -> Fields {
    vec![("type", name.into()), (key, value.into())]
}

/// The properties in the package's order.
fn fields(node: &Node) -> Fields {
    match node {
        Node::Literal(value) => one("Literal", "value", value.clone()),
        Node::Field(name) => one("Field", "name", name.clone()),
        Node::Variable(name) => one("Variable", "name", name.clone()),
        Node::Current => vec![("type", "Current".into())],
        Node::Identity => vec![("type", "Identity".into())],
        Node::Root => vec![("type", "Root".into())],
        Node::Index(index) => one("Index", "value", *index),
        Node::Slice(bounds) => {
            let mut fields = vec![("type", "Slice".into())];
            for (key, bound) in ["start", "stop", "step"].into_iter().zip(bounds) {
                fields.push((key, bound.map_or(Value::Null, Value::Number)));
            }
            fields
        }
        Node::IndexExpression(left, right) => pair("IndexExpression", left, right),
        Node::Subexpression(left, right) => pair("Subexpression", left, right),
        Node::Pipe(left, right) => pair("Pipe", left, right),
        Node::Projection(left, right) => {
            let mut fields = pair("Projection", left, right);
            // Slices and a leading `[*]` name their type last.
            let sliced = matches!(&**left, Node::IndexExpression(_, index) if matches!(**index, Node::Slice(_)));
            if sliced || matches!(**left, Node::Identity) {
                fields.rotate_left(1);
            }
            fields
        }
        Node::ValueProjection(left, right) => pair("ValueProjection", left, right),
        Node::FilterProjection { left, right, condition } => {
            let mut fields = pair("FilterProjection", left, right);
            fields.push(("condition", show(condition)));
            fields
        }
        Node::Flatten(child) => one("Flatten", "child", show(child)),
        Node::List(children) => one("MultiSelectList", "children", shown(children)),
        Node::Hash(pairs) => {
            let pair = |(name, value): &(Str, Node)| {
                let fields = [("value", show(value)), ("type", "KeyValuePair".into()), ("name", name.clone().into())];
                Value::object(fields.into_iter().collect())
            };
            one("MultiSelectHash", "children", Value::array(pairs.iter().map(pair).collect()))
        }
        Node::Or(left, right) => pair("OrExpression", left, right),
        Node::And(left, right) => pair("AndExpression", left, right),
        Node::Not(child) => one("NotExpression", "child", show(child)),
        Node::Comparator(kind, left, right) => {
            let mut fields = pair("Comparator", left, right);
            fields.insert(1, ("name", kind.to_string().into()));
            fields
        }
        Node::Arithmetic(kind, left, right) => {
            let mut fields = pair("Arithmetic", left, right);
            fields.insert(1, ("operator", kind.to_string().into()));
            fields
        }
        Node::Sign(minus, operand) => {
            let operator = if *minus { "Minus" } else { "Plus" };
            vec![("type", "Unary".into()), ("operator", operator.into()), ("operand", show(operand))]
        }
        Node::Ternary(condition, yes, no) => vec![
            ("type", "Ternary".into()),
            ("condition", show(condition)),
            ("trueExpr", show(yes)),
            ("falseExpr", show(no)),
        ],
        Node::Let(bindings, body) => {
            vec![("type", "LetExpression".into()), ("bindings", shown(bindings)), ("expression", show(body))]
        }
        Node::Binding(name, reference) => {
            vec![("type", "Binding".into()), ("variable", name.clone().into()), ("reference", show(reference))]
        }
        Node::Function(name, arguments) => {
            vec![("name", name.clone().into()), ("type", "Function".into()), ("children", shown(arguments))]
        }
        Node::Expref(child) => one("ExpressionReference", "child", show(child)),
    }
}
