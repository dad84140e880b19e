//! The restricted evaluator of filters and scripts: JavaScript's semantics without a way to the outside.

use super::expression::{Expr, Script};
use super::script_value::Js;
use super::{JsonPathError, methods, operators};
use crate::budget;
use crate::js::{Str, Value};

/// Prototype members that scripts may not read.
const BLOCKED: &[&str] =
    &["constructor", "__proto__", "__defineGetter__", "__defineSetter__", "__lookupGetter__", "__lookupSetter__"];

/// What a script sees.
#[derive(Clone, Copy)]
pub(super) struct Scope<'a> {
    /// `@`
    pub(super) value: &'a Value,
    /// `@property`
    pub(super) property: &'a Value,
    /// `@parent`
    pub(super) parent: &'a Value,
    /// `@parentProperty`
    pub(super) parent_property: &'a Value,
    /// `@root`
    pub(super) root: &'a Value,
    /// `@path`
    pub(super) path: &'a dyn Fn() -> Str,
}

impl Script {
    /// Runs the script.
    pub(super) fn run(&self, scope: Scope<'_>) -> Result<Js, JsonPathError> {
        let source = self.source();
        let expr = source.parsed.as_ref().map_err(|e| JsonPathError(e.clone()))?;
        let mut run = Run { scope: Some(scope), wants_path: source.wants_path, variables: Vec::new() };
        run.eval(expr).map_err(|e| JsonPathError(format!("jsonPath: {e}: {}", source.code)))
    }
}

struct Run<'a> {
    /// `None` within `object[...]`, where the package forgets to hand the variables on.
    scope: Option<Scope<'a>>,
    wants_path: bool,
    variables: Vec<(Str, Js)>,
}

type ScriptResult = Result<Js, String>;

/// Levels of nesting that an expression in an expression counts for.
const LEVELS: u32 = 5;

impl Run<'_> {
    fn eval(&mut self, expr: &Expr) -> ScriptResult {
        let _deeper = budget::descend(LEVELS).map_err(|e| e.to_string())?;
        match expr {
            Expr::Literal(value) => Ok(value.clone().into()),
            Expr::Regex(regex) => Ok(Js::Regex(regex.clone())),
            Expr::Identifier(name) => self.identifier(name),
            Expr::Member(object, name) => {
                let object = self.eval(object)?;
                member(object, name)
            }
            Expr::Index(object, property) => {
                let scope = self.scope.take();
                let property = self.eval(property);
                self.scope = scope;
                let property = property?.to_str();
                let object = self.eval(object)?;
                member(object, &property)
            }
            Expr::Call(callee, args) => {
                let args = self.list(args)?;
                match self.eval(callee)? {
                    Js::Method(this, name) => methods::call(&this, name, &args),
                    _ => Err("func is not a function".to_owned()),
                }
            }
            Expr::Unary(op, argument) => {
                let argument = self.eval(argument)?;
                Ok(operators::unary(op, argument).into())
            }
            Expr::Binary("||", left, right) => {
                let left = self.eval(left)?;
                if left.truthy() { Ok(left) } else { self.eval(right) }
            }
            Expr::Binary("&&", left, right) => {
                let left = self.eval(left)?;
                if left.truthy() { self.eval(right) } else { Ok(left) }
            }
            Expr::Binary(op, left, right) => {
                let left = self.eval(left)?;
                if matches!(*op, "**" | "??") {
                    return Err(format!("{{{}}}[ast.operator] is not a function", "(intermediate value)".repeat(21)));
                }
                let right = self.eval(right)?;
                let result = operators::binary(op, left, right);
                budget::make(result.own_weight()).map_err(|e| e.to_string())?;
                Ok(result.into())
            }
            Expr::Assign(_, left, right) => {
                let Expr::Identifier(name) = &**left else {
                    return Err("Invalid left-hand side in assignment".to_owned());
                };
                let value = self.eval(right)?;
                self.variables.push((name.clone(), value.clone()));
                Ok(value)
            }
            Expr::Conditional(test, consequent, alternate) => {
                if self.eval(test)?.truthy() {
                    self.eval(consequent)
                } else {
                    self.eval(alternate)
                }
            }
            Expr::Array(elements) => {
                let items = self.list(elements)?;
                budget::make(items.len() * size_of::<Value>()).map_err(|e| e.to_string())?;
                Ok(Value::array(items.into_iter().map(Js::into_value).collect()).into())
            }
            Expr::Compound(body) => self.compound(body),
            Expr::Refused => Err("Unexpected expression".to_owned()),
        }
    }

    fn list(&mut self, elements: &[Option<Expr>]) -> Result<Vec<Js>, String> {
        elements
            .iter()
            .map(|element| match element {
                Some(element) => self.eval(element),
                None => Err("Cannot read properties of null (reading 'type')".to_owned()),
            })
            .collect()
    }

    fn compound(&mut self, body: &[Expr]) -> ScriptResult {
        let mut last = Value::Undefined.into();
        let mut rest = body.iter().peekable();
        while let Some(expr) = rest.next() {
            let declares = matches!(expr, Expr::Identifier(name) if ["var", "let", "const"].contains(&name.as_str()));
            if declares && let Some(assignment @ Expr::Assign(..)) = rest.peek() {
                last = self.eval(assignment)?;
                rest.next();
            } else {
                last = self.eval(expr)?;
            }
        }
        Ok(last)
    }

    fn identifier(&self, name: &str) -> ScriptResult {
        let Some(scope) = self.scope else {
            return Err("Cannot convert undefined or null to object".to_owned());
        };
        if let Some((_, value)) = self.variables.iter().rev().find(|(n, _)| n == name) {
            return Ok(value.clone());
        }
        Ok(Js::Value(match name {
            "_$_v" => scope.value.clone(),
            "_$_property" => scope.property.clone(),
            "_$_parent" => scope.parent.clone(),
            "_$_parentProperty" => scope.parent_property.clone(),
            "_$_root" => scope.root.clone(),
            "_$_path" if self.wants_path => Value::String((scope.path)()),
            _ => return Err(format!("{name} is not defined")),
        }))
    }
}

/// `object.name`: an own property, or a method that is allowed.
fn member(object: Js, name: &str) -> ScriptResult {
    let value = match &object {
        Js::Value(value) => value,
        Js::Regex(regex) => {
            return Ok(match (name, methods::find(&object, name)) {
                (_, Some(method)) => Js::Method(Box::new(object), method),
                ("source", None) => Value::from(regex.source()).into(),
                ("flags", None) => Value::from(regex.flags()).into(),
                ("global", None) => Value::Bool(regex.flags().contains('g')).into(),
                ("ignoreCase", None) => Value::Bool(regex.flags().contains('i')).into(),
                ("lastIndex", None) => Value::Number(0.0).into(),
                _ => Value::Undefined.into(),
            });
        }
        Js::Method(_, method) => {
            return Ok(if name == "name" {
                Value::from(format!("bound {method}")).into()
            } else {
                Value::Undefined.into()
            });
        }
    };
    if value.is_nullish() {
        return Err(format!("Cannot read properties of {} (reading '{name}')", value.to_str()));
    }
    let own = match value {
        Value::Object(object) => object.get(name).cloned(),
        value => Some(value.get(name)).filter(|v| !v.is_undefined()),
    };
    if let Some(own) = own {
        return Ok(own.into());
    }
    if BLOCKED.contains(&name) {
        return Err(format!("Cannot read properties of {} (reading '{name}')", value.to_str()));
    }
    Ok(match methods::find(&object, name) {
        Some(method) => Js::Method(Box::new(object), method),
        None => Value::Undefined.into(),
    })
}
