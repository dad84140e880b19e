//! JMESPath in the dialect of the npm package `@jmespath-community/jmespath`: the community's edition of the
//! language, with arithmetic, `let` and string slices.

mod call;
mod collate;
mod functions;
mod interpret;
mod lexer;
mod parser;
mod signatures;
mod sorting;
mod strings;
mod tree;

use super::Value;

/// A compiled JMESPath.
#[derive(Debug)]
pub struct Expression {
    root: parser::Node,
}

impl Expression {
    /// Reads an expression; the error is the package's message.
    pub fn compile(path: &str) -> Result<Self, String> {
        Ok(Self { root: parser::parse(path)? })
    }

    /// Runs it on data. `Null` stands for nothing found; the error is the package's message.
    pub fn search(&self, data: &Value) -> Result<Value, String> {
        interpret::search(&self.root, data)
    }
}

/// Compiles and runs an expression.
pub fn search(data: &Value, path: &str) -> Result<Value, String> {
    Expression::compile(path)?.search(data)
}

#[cfg(test)]
mod tests;
