//! The tree written in the syntax of the linear engine.

use super::ast::Node;
use super::charset::CharSet;
use crate::budget;

/// The flags that change what a pattern matches.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Flags {
    pub(super) ignore_case: bool,
    pub(super) multiline: bool,
    pub(super) dot_all: bool,
}

struct Writer {
    out: String,
    flags: Flags,
    /// Whether something cannot be written.
    fails: bool,
}

/// Writes the tree; `None` if it needs lookaround or back references, which the linear engine does not have.
pub(super) fn translate(root: &Node, flags: Flags) -> Option<String> {
    let mut writer = Writer { out: String::new(), flags, fails: false };
    writer.node(root);
    (!writer.fails).then_some(writer.out)
}

impl Writer {
    fn node(&mut self, node: &Node) {
        // Once exceeded, the budget ends the compilation.
        if self.fails || budget::work(4).is_err() {
            self.fails = true;
            return;
        }
        match node {
            Node::Empty => self.out.push_str("(?:)"),
            Node::Char(c) if c.is_ascii_alphanumeric() && !(self.flags.ignore_case && c.is_ascii_alphabetic()) => {
                self.out.push(*c);
            }
            Node::Char(c) => CharSet::of_char(*c, self.flags.ignore_case).write(&mut self.out),
            Node::Class(class) => CharSet::of_class(class, self.flags.ignore_case).write(&mut self.out),
            Node::Dot if self.flags.dot_all => self.out.push_str(r"[\x{0}-\x{10FFFF}]"),
            Node::Dot => self.out.push_str(r"[^\n\r\x{2028}\x{2029}]"),
            Node::Start | Node::End if self.flags.multiline => self.fails = true,
            Node::Start => self.out.push_str(r"\A"),
            Node::End => self.out.push_str(r"\z"),
            Node::Boundary(false) => self.out.push_str(r"(?-u:\b)"),
            // Between the bytes of a character the engine sees no boundary.
            Node::Boundary(true) | Node::Backreference(_) | Node::Look { .. } => self.fails = true,
            Node::Group(_, inner) => self.wrapped("(", inner),
            Node::Repeat { inner, min, max, greedy } => self.repeat(inner, *min, *max, *greedy),
            Node::Concat(nodes) => nodes.iter().for_each(|node| match node {
                Node::Alternation(_) => self.wrapped("(?:", node),
                node => self.node(node),
            }),
            Node::Alternation(nodes) => {
                for (i, node) in nodes.iter().enumerate() {
                    if i > 0 {
                        self.out.push('|');
                    }
                    self.node(node);
                }
            }
        }
    }

    fn wrapped(&mut self, open: &str, inner: &Node) {
        self.out.push_str(open);
        self.node(inner);
        self.out.push(')');
    }

    fn repeat(&mut self, inner: &Node, min: u32, max: Option<u32>, greedy: bool) {
        if takes_nothing(inner) {
            self.out.push_str("(?:)");
            return;
        }
        if max == Some(0) {
            // Kept, though nothing can match it: its groups count.
            self.out.push_str(r"(?:[^\x{0}-\x{10FFFF}](?:");
            self.node(inner);
            self.out.push_str("))?");
            return;
        }
        self.wrapped("(?:", inner);
        match (min, max) {
            (0, None) => self.out.push('*'),
            (1, None) => self.out.push('+'),
            (0, Some(1)) => self.out.push('?'),
            (min, None) => self.out.push_str(&format!("{{{min},}}")),
            (min, Some(max)) if min == max => self.out.push_str(&format!("{{{min}}}")),
            (min, Some(max)) => self.out.push_str(&format!("{{{min},{max}}}")),
        }
        if !greedy {
            self.out.push('?');
        }
    }
}

/// Whether there is nothing in it, not even a group.
fn takes_nothing(node: &Node) -> bool {
    match node {
        Node::Empty => true,
        Node::Concat(nodes) => nodes.iter().all(takes_nothing),
        _ => false,
    }
}
