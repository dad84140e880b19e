//! Patterns that are lists of words, as `^(gold|silver)-1$`: a text is compared with each.

use super::ast::Node;

/// With more words the linear engine is faster.
const MOST: usize = 16;

/// The words that a pattern matches, and nothing but them; `None` if it is not as simple. Letter case has to count.
pub(super) fn words(root: &Node) -> Option<Box<[String]>> {
    let Node::Concat(nodes) = root else { return None };
    let [Node::Start, between @ .., Node::End] = nodes.as_slice() else { return None };
    let mut words = vec![String::new()];
    for node in between {
        append(&mut words, node)?;
    }
    Some(words.into())
}

/// Continues each word by all that a node matches.
fn append(words: &mut Vec<String>, node: &Node) -> Option<()> {
    match node {
        Node::Empty => {}
        // What lies beyond is split into units, see `split_pairs`.
        Node::Char(c) if c.is_ascii() => words.iter_mut().for_each(|word| word.push(*c)),
        Node::Group(_, inner) => append(words, inner)?,
        Node::Concat(nodes) => nodes.iter().try_for_each(|node| append(words, node))?,
        Node::Alternation(ways) => {
            let mut all = Vec::new();
            for way in ways {
                let mut continued = words.clone();
                append(&mut continued, way)?;
                all.extend(continued);
                if all.len() > MOST {
                    return None;
                }
            }
            *words = all;
        }
        _ => return None,
    }
    Some(())
}
