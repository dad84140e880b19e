//! JMESPath in the dialect of the npm package `@jmespath-community/jmespath`.

use super::Value;

/// A compiled JMESPath.
#[derive(Debug)]
pub struct Expression;

impl Expression {
    /// Reads an expression.
    pub fn compile(_path: &str) -> Result<Self, String> {
        Err("not read yet".to_owned())
    }

    /// Runs it on data.
    pub fn search(&self, _data: &Value) -> Result<Value, String> {
        Ok(Value::Null)
    }
}

/// Compiles and runs an expression.
pub fn search(data: &Value, path: &str) -> Result<Value, String> {
    Expression::compile(path)?.search(data)
}
