//! A rule as it is kept: templates compiled, constant paths and regular expressions ready.

use std::borrow::Cow;

use crate::environment::model::{self, RuleOperator, RuleTarget, RulesOperator};
use crate::environment::rule_operator::Compare;
use crate::js::Str;
use crate::js::path::ValuePath;
use crate::js::regex::{self, Regex, SyntaxError};
use crate::message::HeaderKey;
use crate::template::{RenderContext, Template};

use super::RuleError;
use super::extraction::{ExtractionSlots, WantedText};

/// A text that may be a template. A template that fails counts as its own source, as in the reference.
pub struct Text {
    source: Str,
    /// `None` for a text that is the same at every request.
    template: Option<Template>,
    constant: Str,
}

impl Text {
    /// Compiles the text.
    pub fn new(source: &str) -> Self {
        let template = Template::compile(source);
        let source = Str::new(source);
        let constant = if template.error().is_some() { Some(source.clone()) } else { template.constant().cloned() };
        match constant {
            Some(constant) => Self { source, template: None, constant },
            None => Self { source, template: Some(template), constant: Str::default() },
        }
    }

    /// The text as it stands in the file.
    pub fn source(&self) -> &Str {
        &self.source
    }

    /// The text when rendering would not change from request to request.
    #[inline]
    pub fn constant(&self) -> Option<&Str> {
        self.template.is_none().then_some(&self.constant)
    }

    /// Whether rendering may change the space.
    pub fn writes(&self) -> bool {
        self.template.as_ref().is_some_and(Template::writes)
    }

    /// The rendered text.
    #[inline]
    pub fn render(&self, rendering: &RenderContext<'_>) -> Cow<'_, Str> {
        match self.template.as_ref().map(|template| template.render(rendering)) {
            None => Cow::Borrowed(&self.constant),
            Some(Ok(text)) => Cow::Owned(Str::from(text)),
            Some(Err(_)) => Cow::Borrowed(&self.source),
        }
    }
}

/// One rule.
pub struct Rule {
    /// What is looked at.
    pub target: RuleTarget,
    /// How it is compared.
    pub operator: RuleOperator,
    pub(super) invert: bool,
    /// Name or path inside the target.
    pub modifier: Text,
    /// What it is compared with.
    pub value: Text,
    /// The slot of what is looked at, where it is worth remembering.
    pub slot: Option<usize>,
    /// The value among those that are wanted there, where the rule holds if the value is what is there.
    pub(super) wanted: Option<WantedText>,
    /// The modifier as a path, when it is constant.
    pub path: Option<ValuePath>,
    /// The modifier as the name of a header, when it is constant and one is looked at.
    pub header: Option<HeaderKey>,
    regex: Option<Result<Regex, SyntaxError>>,
}

impl Rule {
    /// Compiles a rule.
    pub fn new(rule: &model::Rule, slots: &mut ExtractionSlots) -> Self {
        let (modifier, value) = (Text::new(&rule.modifier), Text::new(&rule.value));
        let path = modifier.constant().filter(|m| !m.is_empty()).map(|m| ValuePath::compile(m));
        let header = modifier.constant().filter(|_| rule.target == RuleTarget::Header).map(|m| HeaderKey::new(m));
        let slot = slots.number(rule.target, modifier.constant());
        let is_equality = rule.operator == RuleOperator::Equals;
        let text = value.constant().filter(|_| is_equality);
        let wanted = slot.zip(text).and_then(|(slot, text)| slots.wanted(slot, text));
        let regex = match rule.operator.compare() {
            Compare::Regex(flags) => value.constant().map(|pattern| Regex::new(pattern, flags)),
            _ => None,
        };
        let (target, operator, invert) = (rule.target, rule.operator, rule.invert);
        Self { target, operator, invert, modifier, value, slot, wanted, path, header, regex }
    }

    /// The regular expression of the rule: prepared at load when constant, else made from the rendered value.
    ///
    /// # Errors
    /// V8's message when the expression is invalid.
    pub fn with_regex<R>(&self, pattern: &str, test: impl FnOnce(&Regex) -> R) -> Result<R, RuleError> {
        let fail = |e: &SyntaxError| RuleError(e.to_string());
        let flags = if let Compare::Regex(flags) = self.operator.compare() { flags } else { "" };
        match &self.regex {
            Some(Ok(regex)) => Ok(test(regex)),
            Some(Err(error)) => Err(fail(error)),
            None => regex::kept(pattern, flags).map(|r| test(&r)).map_err(|e| fail(&e)),
        }
    }

    /// Whether judging this rule may change the space.
    pub fn writes(&self) -> bool {
        self.modifier.writes() || self.value.writes()
    }

    /// Whether the rule looks at the request's body.
    pub fn looks_at_body(&self) -> bool {
        self.target == RuleTarget::Body
    }

    /// Why its regular expression is none, if it is constant and is none.
    pub fn invalid_regex(&self) -> Option<String> {
        self.regex.as_ref().and_then(|regex| regex.as_ref().err()).map(ToString::to_string)
    }

    /// Whether its regular expression would match this text if letter case did not count.
    pub fn matches_in_any_case(&self, text: &str) -> bool {
        Regex::new(self.value.source(), "i").is_ok_and(|regex| regex.is_match(text).unwrap_or(false))
    }

    /// What the rule looks at, as an error would call it: `body order.sku`.
    pub fn place_name(&self) -> String {
        let target = serde_json::to_value(self.target).ok();
        let target = target.as_ref().and_then(serde_json::Value::as_str).unwrap_or_default();
        format!("{target} {}", self.modifier.source()).trim_end().to_owned()
    }

    /// How it compares, inverted or not.
    pub fn operator_name(&self) -> &'static str {
        self.operator.word(self.invert)
    }

    /// Whether its outcome is turned around.
    pub fn is_inverted(&self) -> bool {
        self.invert
    }

    /// Whether judging this rule needs the number of the request.
    pub fn needs_number(&self) -> bool {
        self.target == RuleTarget::RequestNumber
    }
}

/// The rules of one response.
pub struct RuleSet {
    /// The rules in order.
    pub rules: Vec<Rule>,
    pub(super) operator: RulesOperator,
}

impl RuleSet {
    /// Compiles the rules of a response; `None` when there are none.
    pub fn new(response: &model::RouteResponse, slots: &mut ExtractionSlots) -> Option<Self> {
        let rules: Vec<Rule> = response.rules.iter().map(|rule| Rule::new(rule, slots)).collect();
        (!rules.is_empty()).then_some(Self { rules, operator: response.rules_operator })
    }

    /// How the rules are joined: `AND` or `OR`.
    pub fn operator_name(&self) -> &'static str {
        if self.operator == RulesOperator::And { "AND" } else { "OR" }
    }
}
