//! Instructions tried on a text.

use std::ops::Range;

use super::program::{Instruction, Program};
use super::set::Matcher;
use crate::budget::{self, Exceeded, Growth};
use crate::js::regex::fold::canonicalize;

/// Where the groups of a match are.
type Groups = Vec<Option<Range<usize>>>;

/// Steps between two charges.
const STEPS: u32 = 512;

/// What is undone, or tried instead, when something fails.
enum Frame {
    /// Goes on at the instruction from the position.
    Branch { at: usize, position: usize },
    /// A greedy [`Instruction::Many`] gives one character back, down to `least`.
    Shrink { at: usize, position: usize, least: usize },
    /// A lazy one takes one more, as often as `left` says.
    Grow { at: usize, position: usize, left: u32 },
    /// The slot of a group as it was.
    Slot { slot: usize, position: Option<usize> },
    /// The register of a loop as it was.
    Register { register: usize, value: Register },
}

/// Where a loop is.
#[derive(Debug, Clone, Copy, Default)]
struct Register {
    rounds: u32,
    /// Where the round began.
    start: usize,
}

struct Machine<'p, 't> {
    program: &'p Program,
    text: &'t str,
    slots: Vec<Option<usize>>,
    registers: Vec<Register>,
    frames: Vec<Frame>,
    growth: Growth,
    /// Steps until the next charge.
    left: u32,
}

impl Program {
    /// The first match at or after the byte `from`.
    ///
    /// # Errors
    /// When the budget is exceeded.
    pub(in crate::js::regex) fn find(&self, text: &str, from: usize) -> Result<Option<Groups>, Exceeded> {
        budget::make(self.groups * size_of::<Option<usize>>() + self.loops * size_of::<Register>())?;
        let mut machine = Machine {
            program: self,
            text,
            slots: vec![None; 2 * self.groups],
            registers: vec![Register::default(); self.loops],
            frames: Vec::new(),
            growth: Growth::from(0),
            left: STEPS,
        };
        let mut start = from;
        loop {
            if let Some(end) = machine.run(0, start)? {
                return Ok(Some(machine.groups(start, end)));
            }
            match text.get(start..).and_then(|rest| rest.chars().next()) {
                Some(c) if !self.anchored => start += c.len_utf8(),
                _ => return Ok(None),
            }
        }
    }
}

impl Machine<'_, '_> {
    fn groups(&self, start: usize, end: usize) -> Groups {
        let taken = self.slots.chunks_exact(2).map(|pair| match pair {
            [Some(start), Some(end)] => Some(*start..*end),
            _ => None,
        });
        let mut groups: Groups = taken.collect();
        if let Some(whole) = groups.first_mut() {
            *whole = Some(start..end);
        }
        groups
    }

    fn next(&self, position: usize, backwards: bool) -> Option<(char, usize)> {
        if backwards {
            let c = self.text.get(..position)?.chars().next_back()?;
            Some((c, position - c.len_utf8()))
        } else {
            // Most texts are ASCII.
            match self.text.as_bytes().get(position) {
                Some(byte) if byte.is_ascii() => Some((char::from(*byte), position + 1)),
                _ => {
                    let c = self.text.get(position..)?.chars().next()?;
                    Some((c, position + c.len_utf8()))
                }
            }
        }
    }

    fn one(&self, matcher: &Matcher, position: usize, backwards: bool) -> Option<usize> {
        self.next(position, backwards).filter(|(c, _)| matcher.matches(*c)).map(|(_, after)| after)
    }

    #[inline]
    fn step(&mut self) -> Result<(), Exceeded> {
        self.left -= 1;
        if self.left == 0 { self.charge() } else { Ok(()) }
    }

    #[cold]
    fn charge(&mut self) -> Result<(), Exceeded> {
        self.left = STEPS;
        self.growth.to(self.frames.capacity() * size_of::<Frame>())?;
        budget::work(u64::from(STEPS))
    }

    /// Runs from an instruction to its [`Instruction::Match`]; gives where the text is then. What could still be tried
    /// is forgotten after a match; after a failure everything is as before.
    fn run(&mut self, at: usize, position: usize) -> Result<Option<usize>, Exceeded> {
        let base = self.frames.len();
        let (mut at, mut position) = (at, position);
        loop {
            self.step()?;
            let Some(instruction) = self.program.instructions.get(at) else { return Ok(None) };
            let goes_on = match instruction {
                Instruction::Match => {
                    self.forget(base);
                    return Ok(Some(position));
                }
                Instruction::Look { negative, next } => {
                    let _deeper = budget::nest()?;
                    let before = self.frames.len();
                    let found = self.run(at + 1, position)?.is_some();
                    if *negative && found {
                        self.undo(before);
                    }
                    (found != *negative).then_some((*next, position))
                }
                other => self.execute(other, at, position)?,
            };
            match goes_on.or_else(|| self.back(base)) {
                Some((next, from)) => (at, position) = (next, from),
                None => return Ok(None),
            }
        }
    }

    /// One instruction: where to go on, `None` if it fails.
    fn execute(
        &mut self,
        instruction: &Instruction,
        at: usize,
        position: usize,
    ) -> Result<Option<(usize, usize)>, Exceeded> {
        let next = at + 1;
        let holds = |condition: bool| condition.then_some((next, position));
        Ok(match instruction {
            Instruction::One { matcher, backwards } => {
                self.one(matcher, position, *backwards).map(|after| (next, after))
            }
            Instruction::Many { matcher, backwards, min, max, greedy } => {
                self.many(matcher, *backwards, (*min, *max, *greedy), at, position)?.map(|after| (next, after))
            }
            Instruction::Split(first, second) => {
                self.frames.push(Frame::Branch { at: *second, position });
                Some((*first, position))
            }
            Instruction::Jump(target) => Some((*target, position)),
            Instruction::Save(slot) => {
                self.set_slot(*slot, Some(position));
                Some((next, position))
            }
            Instruction::Clear(first, end) => {
                (2 * first..2 * end).for_each(|slot| self.set_slot(slot, None));
                Some((next, position))
            }
            Instruction::Start { multiline } => {
                holds(position == 0 || (*multiline && self.next(position, true).is_some_and(|(c, _)| is_line_end(c))))
            }
            Instruction::End { multiline } => holds(
                position == self.text.len()
                    || (*multiline && self.next(position, false).is_some_and(|(c, _)| is_line_end(c))),
            ),
            Instruction::Boundary(inverted) => {
                let is_word =
                    |backwards| self.next(position, backwards).is_some_and(|(c, _)| self.program.word.contains(c));
                holds((is_word(true) != is_word(false)) != *inverted)
            }
            Instruction::Backreference { group, ignore_case, backwards } => {
                self.again(*group, *ignore_case, *backwards, position)?.map(|after| (next, after))
            }
            Instruction::Begin(register) => {
                self.set_register(*register, Register { rounds: 0, start: position });
                Some((next, position))
            }
            Instruction::Round { register, min, max, greedy, exit } => {
                let rounds = self.registers.get(*register).map_or(0, |register| register.rounds);
                if rounds >= *min {
                    if max.is_some_and(|max| rounds >= max) {
                        return Ok(Some((*exit, position)));
                    }
                    if !greedy {
                        // Set before the branch, so that it stands when the branch is taken.
                        self.set_register(*register, Register { rounds, start: position });
                        self.frames.push(Frame::Branch { at: next, position });
                        return Ok(Some((*exit, position)));
                    }
                    self.frames.push(Frame::Branch { at: *exit, position });
                }
                self.set_register(*register, Register { rounds, start: position });
                Some((next, position))
            }
            Instruction::Repeat { register, min, round } => {
                let Register { rounds, start } = self.registers.get(*register).copied().unwrap_or_default();
                if position == start && rounds >= *min {
                    return Ok(None);
                }
                self.set_register(*register, Register { rounds: rounds.saturating_add(1), start });
                Some((*round, position))
            }
            Instruction::Match | Instruction::Look { .. } => None,
        })
    }

    /// As many characters as there may be, or as few.
    fn many(
        &mut self,
        matcher: &Matcher,
        backwards: bool,
        (min, max, greedy): (u32, Option<u32>, bool),
        at: usize,
        position: usize,
    ) -> Result<Option<usize>, Exceeded> {
        let mut position = position;
        for _ in 0..min {
            self.step()?;
            match self.one(matcher, position, backwards) {
                Some(after) => position = after,
                None => return Ok(None),
            }
        }
        let more = max.map_or(u32::MAX, |max| max - min);
        if !greedy {
            self.frames.push(Frame::Grow { at, position, left: more });
            return Ok(Some(position));
        }
        let least = position;
        for _ in 0..more {
            self.step()?;
            match self.one(matcher, position, backwards) {
                Some(after) => position = after,
                None => break,
            }
        }
        if position != least {
            self.frames.push(Frame::Shrink { at, position, least });
        }
        Ok(Some(position))
    }

    /// The text of a group once more; a group that took no part is an empty one.
    fn again(
        &self,
        group: usize,
        ignore_case: bool,
        backwards: bool,
        position: usize,
    ) -> Result<Option<usize>, Exceeded> {
        let slot = |slot: usize| self.slots.get(slot).copied().flatten();
        let (Some(start), Some(end)) = (slot(2 * group), slot(2 * group + 1)) else { return Ok(Some(position)) };
        let wanted = self.text.get(start..end).unwrap_or_default();
        budget::scan(wanted.len())?;
        let same = |a: char, b: char| a == b || (ignore_case && canonicalize(a) == canonicalize(b));
        let mut position = position;
        let mut take = |c: char| match self.next(position, backwards) {
            Some((found, after)) if same(found, c) => {
                position = after;
                true
            }
            _ => false,
        };
        let taken = if backwards { wanted.chars().rev().all(&mut take) } else { wanted.chars().all(&mut take) };
        Ok(taken.then_some(position))
    }

    fn set_slot(&mut self, slot: usize, position: Option<usize>) {
        if let Some(own) = self.slots.get_mut(slot)
            && *own != position
        {
            self.frames.push(Frame::Slot { slot, position: *own });
            *own = position;
        }
    }

    fn set_register(&mut self, register: usize, value: Register) {
        if let Some(own) = self.registers.get_mut(register) {
            self.frames.push(Frame::Register { register, value: *own });
            *own = value;
        }
    }

    /// Goes back to the last thing that can be tried instead, down to `base`.
    fn back(&mut self, base: usize) -> Option<(usize, usize)> {
        while self.frames.len() > base {
            match self.frames.pop()? {
                Frame::Branch { at, position } => return Some((at, position)),
                Frame::Slot { slot, position } => self.restore_slot(slot, position),
                Frame::Register { register, value } => self.restore_register(register, value),
                Frame::Shrink { at, position, least } => {
                    let Some(Instruction::Many { backwards, .. }) = self.program.instructions.get(at) else { continue };
                    // Backwards is where it came from.
                    let Some((_, shorter)) = self.next(position, !backwards) else { continue };
                    if shorter != least {
                        self.frames.push(Frame::Shrink { at, position: shorter, least });
                    }
                    return Some((at + 1, shorter));
                }
                Frame::Grow { at, position, left } => {
                    let Some(Instruction::Many { matcher, backwards, .. }) = self.program.instructions.get(at) else {
                        continue;
                    };
                    let Some(left) = left.checked_sub(1) else { continue };
                    let Some(longer) = self.one(matcher, position, *backwards) else { continue };
                    self.frames.push(Frame::Grow { at, position: longer, left });
                    return Some((at + 1, longer));
                }
            }
        }
        None
    }

    /// Undoes everything down to `base`, without trying anything.
    fn undo(&mut self, base: usize) {
        while self.frames.len() > base {
            match self.frames.pop() {
                Some(Frame::Slot { slot, position }) => self.restore_slot(slot, position),
                Some(Frame::Register { register, value }) => self.restore_register(register, value),
                _ => {}
            }
        }
    }

    /// Forgets what could be tried instead from `base` on, but not what has to be undone when something before fails.
    fn forget(&mut self, base: usize) {
        let mut kept = base;
        for i in base..self.frames.len() {
            if matches!(self.frames.get(i), Some(Frame::Slot { .. } | Frame::Register { .. })) {
                self.frames.swap(kept, i);
                kept += 1;
            }
        }
        self.frames.truncate(kept);
    }

    fn restore_slot(&mut self, slot: usize, position: Option<usize>) {
        if let Some(own) = self.slots.get_mut(slot) {
            *own = position;
        }
    }

    fn restore_register(&mut self, register: usize, value: Register) {
        if let Some(own) = self.registers.get_mut(register) {
            *own = value;
        }
    }
}

fn is_line_end(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{2028}' | '\u{2029}')
}
