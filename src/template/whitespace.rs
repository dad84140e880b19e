//! Whitespace control: `~`, and tags that stand alone on their line.

use super::ast::{Block, Content, Program, Statement, Strip};
use crate::js::Str;
use crate::js::text::is_js_space;

/// What a statement asks of its neighbours.
#[derive(Default)]
struct Wish {
    strip: Strip,
    /// The opening tag may stand alone.
    open_standalone: bool,
    /// The closing tag may stand alone.
    close_standalone: bool,
    /// The statement as a whole may stand alone.
    inline_standalone: bool,
}

/// Strips the white space that does not print from the texts of a template.
pub fn control(program: &mut Program) {
    visit(program, true);
}

fn visit(program: &mut Program, root: bool) {
    let body = &mut program.body;
    for i in 0..body.len() {
        let wish = match body.get_mut(i) {
            Some(Statement::Block(block)) => visit_block(block),
            Some(Statement::Mustache(mustache)) => Wish { strip: mustache.strip, ..Wish::default() },
            Some(Statement::Partial(partial)) => {
                Wish { strip: partial.strip, inline_standalone: true, ..Wish::default() }
            }
            Some(Statement::Comment(strip)) => Wish { strip: *strip, inline_standalone: true, ..Wish::default() },
            Some(Statement::Content(_)) | None => continue,
        };
        let after_break = ends_line(body, Some(i), root);
        let before_break = starts_line(body, Some(i), root);
        if wish.strip.close {
            omit_right(body, Some(i), true);
        }
        if wish.strip.open {
            omit_left(body, Some(i), true);
        }
        if wish.inline_standalone && after_break && before_break {
            omit_right(body, Some(i), false);
            if omit_left(body, Some(i), false) {
                let indent = trailing_blanks(body, i);
                if let Some(Statement::Partial(partial)) = body.get_mut(i) {
                    partial.indent = indent;
                }
            }
        }
        if wish.open_standalone && after_break {
            if let Some(Statement::Block(block)) = body.get_mut(i) {
                omit_right(first_body(block), None, false);
            }
            omit_left(body, Some(i), false);
        }
        if wish.close_standalone && before_break {
            omit_right(body, Some(i), false);
            if let Some(Statement::Block(block)) = body.get_mut(i)
                && let Some(last) = block.inverse.as_mut().or(block.program.as_mut())
            {
                omit_left(&mut last.body, None, false);
            }
        }
    }
}

fn visit_block(block: &mut Block) -> Wish {
    for side in [&mut block.program, &mut block.inverse].into_iter().flatten() {
        visit(side, false);
    }
    let (open, inverse_strip, close) = (block.open_strip, block.inverse_strip, block.close_strip);
    let has_inverse = block.program.is_some() && block.inverse.is_some();
    let wish = Wish {
        strip: Strip { open: open.open, close: close.close },
        open_standalone: starts_line(first_body(block), None, false),
        close_standalone: if has_inverse {
            ends_line(first_inverse(block), None, false)
        } else {
            ends_line(first_body(block), None, false)
        },
        inline_standalone: false,
    };
    if open.close {
        omit_right(first_body(block), None, true);
    }
    if has_inverse {
        if inverse_strip.open {
            omit_left(first_body(block), None, true);
        }
        if inverse_strip.close {
            omit_right(first_inverse(block), None, true);
        }
        if close.open {
            omit_left(first_inverse(block), None, true);
        }
        if ends_line(first_body(block), None, false) && starts_line(first_inverse(block), None, false) {
            omit_left(first_body(block), None, false);
            omit_right(first_inverse(block), None, false);
        }
    } else if close.open {
        omit_left(first_body(block), None, true);
    }
    wish
}

/// Statements right after the opening tag.
fn first_body(block: &mut Block) -> &mut Vec<Statement> {
    // A block always has one side; the other one stands in to keep this total.
    let side = if block.program.is_some() { &mut block.program } else { &mut block.inverse };
    &mut side.get_or_insert_default().body
}

/// Statements right after the first else tag, through the block that `{{else if}}` makes. The reference means to
/// look at the last of a chain of those for the closing tag, but finds the first one, too.
fn first_inverse(block: &mut Block) -> &mut Vec<Statement> {
    let inverse = block.inverse.get_or_insert_default();
    if !inverse.chained {
        return &mut inverse.body;
    }
    match inverse.body.first_mut() {
        Some(Statement::Block(inner)) => &mut inner.program.get_or_insert_default().body,
        // Never taken: a chained inverse holds a block. The other side keeps this total.
        _ => &mut block.program.get_or_insert_default().body,
    }
}

/// Whether what precedes `i` ends with a line break and blanks. `None`: the end of the body.
fn ends_line(body: &[Statement], i: Option<usize>, root: bool) -> bool {
    let at = i.unwrap_or(body.len());
    match at.checked_sub(1).and_then(|p| body.get(p)) {
        None => root && i.is_some(),
        Some(Statement::Content(content)) => {
            let text = content.original.trim_end_matches(is_js_space);
            let blanks = content.original.get(text.len()..).unwrap_or_default();
            blanks.contains('\n') || (at < 2 && root && blanks.len() == content.original.len())
        }
        Some(_) => false,
    }
}

/// Whether what follows `i` starts with blanks and a line break. `None`: the start of the body.
fn starts_line(body: &[Statement], i: Option<usize>, root: bool) -> bool {
    let at = i.map_or(0, |i| i + 1);
    match body.get(at) {
        None => root && i.is_some(),
        Some(Statement::Content(content)) => {
            let rest = content.original.trim_start_matches(is_js_space);
            let blanks = content.original.strip_suffix(rest).unwrap_or_default();
            blanks.contains('\n') || (body.get(at + 1).is_none() && root && rest.is_empty())
        }
        Some(_) => false,
    }
}

/// Blanks at the end of the text before `i`.
fn trailing_blanks(body: &[Statement], i: usize) -> Str {
    match i.checked_sub(1).and_then(|p| body.get(p)) {
        Some(Statement::Content(Content { original, .. })) => {
            let text = original.trim_end_matches([' ', '\t']);
            Str::new(original.get(text.len()..).unwrap_or_default())
        }
        _ => Str::default(),
    }
}

/// Takes white space off the start of the text after `i` (`None`: of the body's first text): all of it, or blanks
/// up to one line break.
fn omit_right(body: &mut [Statement], i: Option<usize>, all: bool) {
    let Some(Statement::Content(content)) = body.get_mut(i.map_or(0, |i| i + 1)) else { return };
    if !all && content.right_stripped {
        return;
    }
    let stripped = if all {
        content.value.trim_start_matches(is_js_space)
    } else {
        let line = content.value.trim_start_matches([' ', '\t']);
        let line = line.strip_prefix('\r').unwrap_or(line);
        line.strip_prefix('\n').unwrap_or(line)
    };
    content.right_stripped = stripped.len() != content.value.len();
    content.value = Str::new(stripped);
}

/// Takes white space off the end of the text before `i` (`None`: of the body's last text): all of it, or blanks.
fn omit_left(body: &mut [Statement], i: Option<usize>, all: bool) -> bool {
    let at = i.unwrap_or(body.len());
    let Some(Statement::Content(content)) = at.checked_sub(1).and_then(|p| body.get_mut(p)) else { return false };
    if !all && content.left_stripped {
        return false;
    }
    let stripped =
        if all { content.value.trim_end_matches(is_js_space) } else { content.value.trim_end_matches([' ', '\t']) };
    content.left_stripped = stripped.len() != content.value.len();
    content.value = Str::new(stripped);
    content.left_stripped
}
