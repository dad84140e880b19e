//! A pattern as instructions.

use super::set::{Matcher, Set};
use crate::budget;
use crate::js::regex::ast::Node;
use crate::js::regex::charset::CharSet;
use crate::js::regex::translate::Flags;

/// A compiled pattern.
#[derive(Debug)]
pub(in crate::js::regex) struct Program {
    pub(super) instructions: Vec<Instruction>,
    /// Groups, the whole match among them.
    pub(super) groups: usize,
    /// Registers of loops.
    pub(super) loops: usize,
    /// What `\w` matches.
    pub(super) word: Set,
    /// Whether a match can only begin where the text does.
    pub(super) anchored: bool,
}

/// One instruction. Inside of a look behind everything goes backwards.
#[derive(Debug)]
pub(super) enum Instruction {
    /// One character.
    One {
        matcher: Matcher,
        backwards: bool,
    },
    /// One character, several times.
    Many {
        matcher: Matcher,
        backwards: bool,
        min: u32,
        max: Option<u32>,
        greedy: bool,
    },
    /// Goes on at the first, if that fails at the second.
    Split(usize, usize),
    Jump(usize),
    /// The position becomes the start or the end of a group.
    Save(usize),
    /// The groups from the first up to the second took no part.
    Clear(usize, usize),
    Start {
        multiline: bool,
    },
    End {
        multiline: bool,
    },
    /// `\b`, or `\B` if true.
    Boundary(bool),
    Backreference {
        group: usize,
        ignore_case: bool,
        backwards: bool,
    },
    /// What follows up to an [`Instruction::Match`] must match here, or must not; goes on at `next`.
    Look {
        negative: bool,
        next: usize,
    },
    /// Begins a loop: no round yet.
    Begin(usize),
    /// Another round from the next instruction on, or on to `exit`.
    Round {
        register: usize,
        min: u32,
        max: Option<u32>,
        greedy: bool,
        exit: usize,
    },
    /// The end of a round of the loop at `round`; one that took nothing counts for none, once there are enough.
    Repeat {
        register: usize,
        min: u32,
        round: usize,
    },
    /// The pattern, or what a look looks for, has matched.
    Match,
}

struct Compiler {
    out: Vec<Instruction>,
    flags: Flags,
    groups: usize,
    loops: usize,
}

impl Program {
    pub(in crate::js::regex) fn new(root: &Node, flags: Flags) -> Self {
        let mut compiler = Compiler { out: Vec::new(), flags, groups: 1, loops: 0 };
        compiler.node(root, false);
        compiler.out.push(Instruction::Match);
        let anchored = !flags.multiline && starts_at_start(root);
        let Compiler { out: instructions, groups, loops, .. } = compiler;
        Self { instructions, groups, loops, word: Set::new(&CharSet::word()), anchored }
    }

    /// Bytes that the instructions take, about.
    pub(in crate::js::regex) fn weight(&self) -> usize {
        self.instructions.len() * (size_of::<Instruction>() + size_of::<Set>())
    }
}

fn starts_at_start(node: &Node) -> bool {
    match node {
        Node::Start => true,
        Node::Concat(nodes) => nodes.first().is_some_and(starts_at_start),
        Node::Group(_, inner) => starts_at_start(inner),
        Node::Alternation(nodes) => nodes.iter().all(starts_at_start),
        _ => false,
    }
}

/// The lowest and the number behind the highest group within.
fn groups_in(node: &Node) -> Option<(u32, u32)> {
    let join = |a: Option<(u32, u32)>, b: Option<(u32, u32)>| match (a, b) {
        (Some((a, b)), Some((c, d))) => Some((a.min(c), b.max(d))),
        (a, b) => a.or(b),
    };
    match node {
        Node::Group(number, inner) => join(Some((*number, *number + 1)), groups_in(inner)),
        Node::Look { inner, .. } | Node::Repeat { inner, .. } => groups_in(inner),
        Node::Concat(nodes) | Node::Alternation(nodes) => nodes.iter().map(groups_in).fold(None, join),
        _ => None,
    }
}

impl Compiler {
    /// Adds an instruction whose target is not known yet.
    fn open(&mut self, instruction: Instruction) -> usize {
        self.out.push(instruction);
        self.out.len() - 1
    }

    fn close(&mut self, at: usize, instruction: Instruction) {
        if let Some(slot) = self.out.get_mut(at) {
            *slot = instruction;
        }
    }

    fn node(&mut self, node: &Node, backwards: bool) {
        // Once exceeded, the budget ends the compilation; whoever compiles finds it so.
        if budget::work(4).is_err() {
            return;
        }
        if let Some(matcher) = Matcher::of(node, self.flags) {
            self.out.push(Instruction::One { matcher, backwards });
            return;
        }
        match node {
            Node::Empty | Node::Char(_) | Node::Class(_) | Node::Dot => {}
            Node::Start => self.out.push(Instruction::Start { multiline: self.flags.multiline }),
            Node::End => self.out.push(Instruction::End { multiline: self.flags.multiline }),
            Node::Boundary(inverted) => self.out.push(Instruction::Boundary(*inverted)),
            Node::Backreference(number) => {
                let (group, ignore_case) = (*number as usize, self.flags.ignore_case);
                self.out.push(Instruction::Backreference { group, ignore_case, backwards });
            }
            Node::Group(number, inner) => {
                let first = 2 * *number as usize;
                self.groups = self.groups.max(*number as usize + 1);
                self.out.push(Instruction::Save(first + usize::from(backwards)));
                self.node(inner, backwards);
                self.out.push(Instruction::Save(first + usize::from(!backwards)));
            }
            Node::Look { behind, negative, inner } => {
                let look = self.open(Instruction::Match);
                self.node(inner, *behind);
                self.out.push(Instruction::Match);
                self.close(look, Instruction::Look { negative: *negative, next: self.out.len() });
            }
            Node::Repeat { inner, min, max, greedy } => self.repeat(inner, (*min, *max, *greedy), backwards),
            Node::Concat(nodes) if backwards => nodes.iter().rev().for_each(|node| self.node(node, true)),
            Node::Concat(nodes) => nodes.iter().for_each(|node| self.node(node, false)),
            Node::Alternation(nodes) => self.alternation(nodes, backwards),
        }
    }

    fn alternation(&mut self, nodes: &[Node], backwards: bool) {
        let mut ends = Vec::with_capacity(nodes.len());
        for (i, node) in nodes.iter().enumerate() {
            if i + 1 == nodes.len() {
                self.node(node, backwards);
                break;
            }
            let split = self.open(Instruction::Match);
            self.node(node, backwards);
            ends.push(self.open(Instruction::Match));
            self.close(split, Instruction::Split(split + 1, self.out.len()));
        }
        for end in ends {
            self.close(end, Instruction::Jump(self.out.len()));
        }
    }

    fn repeat(&mut self, inner: &Node, (min, max, greedy): (u32, Option<u32>, bool), backwards: bool) {
        if let Some(groups) = groups_in(inner) {
            // They count, though they may never take part.
            self.groups = self.groups.max(groups.1 as usize);
        }
        if max == Some(0) {
            return;
        }
        if let Some(matcher) = Matcher::of(inner, self.flags) {
            self.out.push(Instruction::Many { matcher, backwards, min, max, greedy });
            return;
        }
        let register = self.loops;
        self.loops += 1;
        self.out.push(Instruction::Begin(register));
        let round = self.open(Instruction::Match);
        if let Some((first, end)) = groups_in(inner) {
            self.out.push(Instruction::Clear(first as usize, end as usize));
        }
        self.node(inner, backwards);
        self.out.push(Instruction::Repeat { register, min, round });
        self.close(round, Instruction::Round { register, min, max, greedy, exit: self.out.len() });
    }
}
