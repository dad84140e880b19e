//! Response modes: which response of a route answers this request.

use rand::RngExt;

use crate::budget;
use crate::environment::model::{ResponseMode, Route};

use super::extraction::{ExtractionCache, ExtractionSlots};
use super::{RuleError, RuleSet, Subject};

/// Why a response was chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// It is the default one.
    Default,
    /// Its rules hold.
    Rule,
    /// It is next in the sequence.
    Sequential,
    /// By lot.
    Random,
}

/// Chooses among the responses of one route.
pub struct Chooser {
    mode: Option<ResponseMode>,
    /// Index of the default response.
    default: u32,
    /// Number of responses.
    count: u32,
    /// The rules of each response; nothing at all where no response has any.
    rules: Box<[Option<RuleSet>]>,
    /// Tells the lots of its route from those of others, where it draws any.
    salt: u64,
    /// What the rules look at, if there are any.
    slots: Option<Box<ExtractionSlots>>,
    needs_number: bool,
    writes: bool,
    has_rules: bool,
}

/// A number of responses or slots: there is one of these for each route, and no file has room for more.
fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

impl Chooser {
    /// Compiles the rules of a route.
    pub fn new(route: &Route) -> Self {
        let has_rules = route.responses.iter().any(|response| !response.rules.is_empty());
        let responses = route.responses.iter().filter(|_| has_rules);
        let mut slots = ExtractionSlots::default();
        let rules: Box<[_]> = responses.map(|response| RuleSet::new(response, &mut slots)).collect();
        let writes = rules.iter().flatten().flat_map(|set| &set.rules).any(super::Rule::writes);
        let counts = || rules.iter().flatten().flat_map(|set| &set.rules).any(super::Rule::needs_number);
        let needs_number = match route.response_mode {
            Some(ResponseMode::Sequential) => true,
            Some(ResponseMode::Random | ResponseMode::DisableRules) => false,
            Some(ResponseMode::Fallback) | None => counts(),
        };
        Self {
            mode: route.response_mode,
            default: small(route.responses.iter().position(|r| r.default).unwrap_or(0)),
            count: small(route.responses.len()),
            salt: if route.response_mode == Some(ResponseMode::Random) { salt_of(route) } else { 0 },
            slots: has_rules.then(|| Box::new(slots)),
            has_rules,
            needs_number,
            writes,
            rules,
        }
    }

    /// Whether the choice depends on the number of the request: choosing and counting must then be one step.
    pub fn needs_number(&self) -> bool {
        self.needs_number
    }

    /// The rules of the response at this index, if it has any.
    pub fn rule_set(&self, index: usize) -> Option<&RuleSet> {
        self.rules.get(index)?.as_ref()
    }

    /// Whether any response has rules.
    pub fn has_rules(&self) -> bool {
        self.has_rules
    }

    /// Whether it draws lots.
    pub fn draws_lots(&self) -> bool {
        self.mode == Some(ResponseMode::Random)
    }

    /// Whether rules have no say, whatever they are.
    pub fn disables_rules(&self) -> bool {
        self.mode == Some(ResponseMode::DisableRules)
    }

    /// Whether judging the rules may change the space.
    pub fn writes(&self) -> bool {
        self.writes
    }

    /// The response that always answers, when neither rules nor mode have a say.
    pub fn fixed(&self) -> Option<usize> {
        let by_default = match self.mode {
            Some(ResponseMode::DisableRules) => true,
            None => !self.has_rules,
            _ => false,
        };
        (by_default && self.count > 0).then_some(self.default as usize)
    }

    /// The index of the response that answers, and why; `None` sends the request on to the next matching route.
    ///
    /// # Errors
    /// The first rule that cannot be judged.
    pub fn choose(&self, subject: &Subject<'_>) -> Result<Option<(usize, Choice)>, RuleError> {
        let chosen = self.choice(subject)?;
        budget::check()?;
        Ok(chosen)
    }

    fn choice(&self, subject: &Subject<'_>) -> Result<Option<(usize, Choice)>, RuleError> {
        let count = self.count;
        if count == 0 {
            return Ok(None);
        }
        let in_turn = || (subject.number.saturating_sub(1) % u64::from(count)) as usize;
        let default = self.default as usize;
        Ok(match self.mode {
            Some(ResponseMode::Random) => Some((self.by_lot(subject), Choice::Random)),
            Some(ResponseMode::Sequential) => Some((in_turn(), Choice::Sequential)),
            Some(ResponseMode::DisableRules) => Some((default, Choice::Default)),
            Some(ResponseMode::Fallback) => self.by_rules(subject)?.map(|index| (index, Choice::Rule)),
            None => Some(match self.by_rules(subject)? {
                Some(index) => (index, Choice::Rule),
                None => (default, Choice::Default),
            }),
        })
    }

    /// A response by lot. With a seed it is a function of how far the draws of the space have come, of the route and of the
    /// number of the request, and takes nothing from the draws of fake data.
    fn by_lot(&self, subject: &Subject<'_>) -> usize {
        match subject.rendering.step.faker().lot(self.salt ^ subject.number) {
            Some(lot) => (lot % u64::from(self.count)) as usize,
            None => rand::rng().random_range(0..self.count as usize),
        }
    }

    fn by_rules(&self, subject: &Subject<'_>) -> Result<Option<usize>, RuleError> {
        if !self.has_rules {
            return Ok(None);
        }
        let cache = self.slots.as_deref().map_or_else(ExtractionCache::none, ExtractionCache::new);
        for (i, set) in self.rules.iter().enumerate() {
            if let Some(set) = set
                && set.holds(subject, &cache)?
            {
                return Ok(Some(i));
            }
        }
        Ok(None)
    }
}

/// What a route is by its method and endpoint (FNV-1a), shifted so that numbers of requests do not make another of it.
fn salt_of(route: &Route) -> u64 {
    let name = route.method.bytes().chain(*b" ").chain(route.endpoint.bytes());
    name.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)) << 24
}
