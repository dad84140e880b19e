//! A strict reader of XML events that accepts exactly what the npm package sax accepts, oddities included:
//! it is no validating parser, and where sax leaves a state early (a comment inside a DTD, text after
//! the root) this one does too.

use super::entities;
use crate::budget;
use crate::js::{Object, Str, Value};

/// The text is not XML in sax' eyes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Malformed;

/// What a document consists of, in order.
pub(super) trait Events {
    /// A start tag with its attributes, the first of each name.
    fn open(&mut self, name: &str, attributes: Object) -> Result<(), Malformed>;
    /// The matching end tag.
    fn close(&mut self);
    /// Text between tags, entities resolved.
    fn text(&mut self, content: &str);
    /// A CDATA section that is not empty.
    fn cdata(&mut self, content: &str);
    /// A comment that is not empty.
    fn comment(&mut self, content: &str);
    /// What stands between `<!DOCTYPE` and `>`.
    fn doctype(&mut self, content: &str);
    /// A processing instruction, the XML declaration among them.
    fn instruction(&mut self, name: &str, body: &str);
}

/// Bytes that are read between two charges.
const PIECE: usize = 1_024;

/// Reports the events of a document. A document that stops early is no error.
pub(super) fn parse(xml: &str, events: &mut impl Events) -> Result<(), Malformed> {
    let mut parser = Parser::new(events);
    let mut rest = xml.strip_prefix('\u{feff}').unwrap_or(xml);
    while !rest.is_empty() {
        let (piece, after) = rest.split_at(rest.floor_char_boundary(PIECE));
        budget::work(piece.len() as u64).map_err(|_| Malformed)?;
        for c in piece.chars() {
            parser.step(c)?;
        }
        rest = after;
    }
    parser.flush_text();
    Ok(())
}

/// Where the parser is; the names are sax' own.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Begin,
    Text,
    Entity(InEntity),
    OpenWaka,
    SgmlDecl,
    SgmlDeclQuoted,
    Doctype,
    DoctypeQuoted(char),
    DoctypeDtd,
    DoctypeDtdQuoted(char),
    Comment,
    CommentEnding,
    CommentEnded,
    Cdata,
    CdataEnding,
    CdataEnding2,
    ProcInst,
    ProcInstBody,
    ProcInstEnding,
    OpenTag,
    OpenTagSlash,
    Attrib,
    AttribName,
    AttribNameSawWhite,
    AttribValue,
    AttribValueQuoted(char),
    AttribValueClosed,
    CloseTag,
    CloseTagSawWhite,
}

/// Where an entity stands, to return to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum InEntity {
    Text,
    Attribute(char),
}

/// How far the document type declaration has been read.
#[derive(PartialEq, Eq)]
enum Doctype {
    None,
    Reading(String),
    Seen,
}

struct Parser<'e, E> {
    events: &'e mut E,
    state: State,
    tags: Vec<Str>,
    saw_root: bool,
    closed_root: bool,
    doctype: Doctype,
    text: String,
    tag_name: String,
    attributes: Object,
    name: String,
    value: String,
    entity: String,
}

impl<'e, E: Events> Parser<'e, E> {
    fn new(events: &'e mut E) -> Self {
        Self {
            events,
            state: State::Begin,
            tags: Vec::new(),
            saw_root: false,
            closed_root: false,
            doctype: Doctype::None,
            text: String::new(),
            tag_name: String::new(),
            attributes: Object::new(),
            name: String::new(),
            value: String::new(),
            entity: String::new(),
        }
    }

    fn flush_text(&mut self) {
        if !self.text.is_empty() {
            self.events.text(&self.text);
            self.text.clear();
        }
    }

    fn step(&mut self, c: char) -> Result<(), Malformed> {
        match self.state {
            State::Begin if c == '<' => self.state = State::OpenWaka,
            State::Begin => return permit(is_space(c)),
            State::Text => return self.in_text(c),
            State::Entity(place) => return self.in_entity(c, place),
            State::OpenWaka => return self.after_waka(c),
            State::SgmlDecl => return self.in_sgml_declaration(c),
            // sax forgets which quote it saw, so that none ever ends this.
            State::SgmlDeclQuoted => {}
            State::Doctype | State::DoctypeQuoted(_) | State::DoctypeDtd | State::DoctypeDtdQuoted(_) => {
                self.in_doctype(c);
            }
            State::Comment | State::CommentEnding | State::CommentEnded => return self.in_comment(c),
            State::Cdata | State::CdataEnding | State::CdataEnding2 => self.in_cdata(c),
            State::ProcInst | State::ProcInstBody | State::ProcInstEnding => self.in_instruction(c),
            State::OpenTag | State::OpenTagSlash => return self.in_open_tag(c),
            State::CloseTag | State::CloseTagSawWhite => return self.in_close_tag(c),
            _ => return self.in_attribute(c),
        }
        Ok(())
    }

    fn in_text(&mut self, c: char) -> Result<(), Malformed> {
        if c == '<' {
            self.state = State::OpenWaka;
            return Ok(());
        }
        permit(is_space(c) || (self.saw_root && !self.closed_root))?;
        if c == '&' {
            self.state = State::Entity(InEntity::Text);
        } else {
            self.text.push(c);
        }
        Ok(())
    }

    fn in_entity(&mut self, c: char, place: InEntity) -> Result<(), Malformed> {
        if c != ';' {
            permit(c == '#' || if self.entity.is_empty() { is_name_start(c) } else { is_name(c) })?;
            self.entity.push(c);
            return Ok(());
        }
        let resolved = entities::resolve(&self.entity).ok_or(Malformed)?;
        self.entity.clear();
        match place {
            InEntity::Text => {
                self.text.push(resolved);
                self.state = State::Text;
            }
            InEntity::Attribute(quote) => {
                self.value.push(resolved);
                self.state = State::AttribValueQuoted(quote);
            }
        }
        Ok(())
    }

    fn after_waka(&mut self, c: char) -> Result<(), Malformed> {
        match c {
            '!' => {
                self.state = State::SgmlDecl;
                self.value.clear();
            }
            '/' => {
                self.state = State::CloseTag;
                self.tag_name.clear();
            }
            '?' => {
                self.state = State::ProcInst;
                self.name.clear();
                self.value.clear();
            }
            c if is_space(c) => {}
            c => {
                permit(is_name_start(c))?;
                self.state = State::OpenTag;
                self.tag_name.clear();
                self.tag_name.push(c);
            }
        }
        Ok(())
    }

    /// After `<!`: a comment, CDATA, a document type, or a declaration inside one, gathered in `value`.
    fn in_sgml_declaration(&mut self, c: char) -> Result<(), Malformed> {
        self.value.push(c);
        if self.value == "--" {
            self.value.clear();
            self.state = State::Comment;
        } else if let (Doctype::Reading(doctype), true) = (&mut self.doctype, self.value.chars().nth(1).is_some()) {
            if doctype.is_empty() {
                return self.declaration_kind(c);
            }
            doctype.push_str("<!");
            doctype.push_str(&self.value);
            self.value.clear();
            self.state = State::DoctypeDtd;
        } else {
            return self.declaration_kind(c);
        }
        Ok(())
    }

    fn declaration_kind(&mut self, c: char) -> Result<(), Malformed> {
        if self.value.eq_ignore_ascii_case("[CDATA[") {
            self.flush_text();
            self.value.clear();
            self.state = State::Cdata;
        } else if self.value.eq_ignore_ascii_case("DOCTYPE") {
            let seen = match &self.doctype {
                Doctype::None => false,
                Doctype::Reading(doctype) => !doctype.is_empty(),
                Doctype::Seen => true,
            };
            permit(!seen && !self.saw_root)?;
            self.doctype = Doctype::Reading(String::new());
            self.value.clear();
            self.state = State::Doctype;
        } else if c == '>' {
            self.flush_text();
            self.value.clear();
            self.state = State::Text;
        } else if is_quote(c) {
            self.state = State::SgmlDeclQuoted;
        }
        Ok(())
    }

    fn in_doctype(&mut self, c: char) {
        let Doctype::Reading(doctype) = &mut self.doctype else { return };
        self.state = match self.state {
            State::Doctype if c == '>' => {
                let doctype = std::mem::take(doctype);
                self.doctype = Doctype::Seen;
                self.flush_text();
                self.events.doctype(&doctype);
                self.state = State::Text;
                return;
            }
            State::Doctype if c == '[' => State::DoctypeDtd,
            State::Doctype if is_quote(c) => State::DoctypeQuoted(c),
            State::DoctypeQuoted(quote) if c == quote => State::Doctype,
            State::DoctypeDtd if c == ']' => State::Doctype,
            State::DoctypeDtd if c == '<' => {
                self.state = State::OpenWaka;
                return;
            }
            State::DoctypeDtd if is_quote(c) => State::DoctypeDtdQuoted(c),
            State::DoctypeDtdQuoted(quote) if c == quote => State::DoctypeDtd,
            same => same,
        };
        doctype.push(c);
    }

    fn in_comment(&mut self, c: char) -> Result<(), Malformed> {
        match (self.state, c) {
            (State::Comment, '-') => self.state = State::CommentEnding,
            (State::Comment, c) => self.value.push(c),
            (State::CommentEnding, '-') => {
                self.state = State::CommentEnded;
                if !self.value.is_empty() {
                    self.flush_text();
                    self.events.comment(&self.value);
                    self.value.clear();
                }
            }
            (State::CommentEnding, c) => {
                self.value.push('-');
                self.value.push(c);
                self.state = State::Comment;
            }
            (_, c) => {
                permit(c == '>')?;
                let in_dtd = matches!(&self.doctype, Doctype::Reading(doctype) if !doctype.is_empty());
                self.state = if in_dtd { State::DoctypeDtd } else { State::Text };
            }
        }
        Ok(())
    }

    fn in_cdata(&mut self, c: char) {
        match (self.state, c) {
            (State::Cdata, ']') => self.state = State::CdataEnding,
            (State::Cdata, c) => self.value.push(c),
            (State::CdataEnding, ']') => self.state = State::CdataEnding2,
            (State::CdataEnding, c) => {
                self.value.push(']');
                self.value.push(c);
                self.state = State::Cdata;
            }
            (_, '>') => {
                if !self.value.is_empty() {
                    self.events.cdata(&self.value);
                    self.value.clear();
                }
                self.state = State::Text;
            }
            (_, ']') => self.value.push(']'),
            (_, c) => {
                self.value.push_str("]]");
                self.value.push(c);
                self.state = State::Cdata;
            }
        }
    }

    fn in_instruction(&mut self, c: char) {
        match (self.state, c) {
            (State::ProcInstEnding, '>') => {
                self.flush_text();
                self.events.instruction(&self.name, &self.value);
                self.state = State::Text;
            }
            (State::ProcInstEnding, c) => {
                self.value.push('?');
                self.value.push(c);
                self.state = State::ProcInstBody;
            }
            (_, '?') => self.state = State::ProcInstEnding,
            (State::ProcInst, c) if is_space(c) => self.state = State::ProcInstBody,
            (State::ProcInst, c) => self.name.push(c),
            (_, c) if self.value.is_empty() && is_space(c) => {}
            (_, c) => self.value.push(c),
        }
    }

    fn in_open_tag(&mut self, c: char) -> Result<(), Malformed> {
        if self.state == State::OpenTagSlash {
            permit(c == '>')?;
            self.open_tag()?;
            return self.close_tag();
        }
        match c {
            c if is_name(c) => self.tag_name.push(c),
            '>' => {
                self.flush_text();
                return self.open_tag();
            }
            '/' => {
                self.flush_text();
                self.state = State::OpenTagSlash;
            }
            c => {
                permit(is_space(c))?;
                self.flush_text();
                self.state = State::Attrib;
            }
        }
        Ok(())
    }

    fn in_attribute(&mut self, c: char) -> Result<(), Malformed> {
        match self.state {
            State::AttribName if c == '=' => self.state = State::AttribValue,
            State::AttribName if is_space(c) => self.state = State::AttribNameSawWhite,
            State::AttribName => {
                permit(is_name(c))?;
                self.name.push(c);
            }
            State::AttribNameSawWhite if c == '=' => self.state = State::AttribValue,
            State::AttribNameSawWhite => return permit(is_space(c)),
            State::AttribValue if is_quote(c) => self.state = State::AttribValueQuoted(c),
            State::AttribValue => return permit(is_space(c)),
            State::AttribValueQuoted(quote) if c == quote => {
                self.attribute();
                self.state = State::AttribValueClosed;
            }
            State::AttribValueQuoted(quote) if c == '&' => self.state = State::Entity(InEntity::Attribute(quote)),
            State::AttribValueQuoted(_) => self.value.push(c),
            _ if c == '>' => return self.open_tag(),
            _ if c == '/' => self.state = State::OpenTagSlash,
            _ if is_space(c) => self.state = State::Attrib,
            // Right after a closing quote only white space or the end of the tag may follow.
            _ => {
                permit(self.state == State::Attrib && is_name_start(c))?;
                self.name.clear();
                self.name.push(c);
                self.value.clear();
                self.state = State::AttribName;
            }
        }
        Ok(())
    }

    fn attribute(&mut self) {
        // Assigning a text to `__proto__` does nothing in JavaScript.
        if self.name != "__proto__" && !self.attributes.contains_key(&self.name) {
            self.attributes.insert(Str::new(&self.name), Value::from(self.value.as_str()));
        }
        self.name.clear();
        self.value.clear();
    }

    fn open_tag(&mut self) -> Result<(), Malformed> {
        self.saw_root = true;
        self.tags.push(Str::new(&self.tag_name));
        self.state = State::Text;
        self.events.open(&self.tag_name, std::mem::take(&mut self.attributes))
    }

    fn in_close_tag(&mut self, c: char) -> Result<(), Malformed> {
        if self.state == State::CloseTag && self.tag_name.is_empty() {
            permit(is_space(c) || is_name_start(c))?;
            if !is_space(c) {
                self.tag_name.push(c);
            }
            return Ok(());
        }
        if c == '>' {
            self.flush_text();
            return self.close_tag();
        }
        if self.state == State::CloseTag && is_name(c) {
            self.tag_name.push(c);
            return Ok(());
        }
        permit(is_space(c))?;
        self.state = State::CloseTagSawWhite;
        Ok(())
    }

    fn close_tag(&mut self) -> Result<(), Malformed> {
        permit(self.tags.pop().is_some_and(|open| *open == *self.tag_name))?;
        self.events.close();
        self.closed_root |= self.tags.is_empty();
        self.tag_name.clear();
        self.state = State::Text;
        Ok(())
    }
}

fn permit(allowed: bool) -> Result<(), Malformed> {
    if allowed { Ok(()) } else { Err(Malformed) }
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\n' | '\r' | '\t')
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '\'')
}

/// XML's NameStartChar without the characters beyond the basic plane, which sax does not know.
fn is_name_start(c: char) -> bool {
    matches!(c,
        ':' | '_' | 'A'..='Z' | 'a'..='z' | '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{2ff}'
        | '\u{370}'..='\u{37d}' | '\u{37f}'..='\u{1fff}' | '\u{200c}'..='\u{200d}' | '\u{2070}'..='\u{218f}'
        | '\u{2c00}'..='\u{2fef}' | '\u{3001}'..='\u{d7ff}' | '\u{f900}'..='\u{fdcf}' | '\u{fdf0}'..='\u{fffd}')
}

fn is_name(c: char) -> bool {
    is_name_start(c) || matches!(c, '0'..='9' | '.' | '-' | '\u{b7}' | '\u{300}'..='\u{36f}' | '\u{203f}'..='\u{2040}')
}
