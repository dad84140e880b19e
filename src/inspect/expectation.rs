//! What somebody expects of the requests of a scope, and what follows from those that are known.

use crate::matching::{Matcher, Verdict};
use crate::state::Interest;

/// How many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Count {
    /// At least.
    pub least: usize,
    /// At most; `None` for any number.
    pub most: Option<usize>,
}

impl Default for Count {
    fn default() -> Self {
        Self { least: 1, most: None }
    }
}

impl Count {
    /// Exactly so many.
    pub fn exactly(count: usize) -> Self {
        Self { least: count, most: Some(count) }
    }
}

impl std::fmt::Display for Count {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (self.least, self.most) {
            (least, Some(most)) if least == most => write!(f, "exactly {least}"),
            (0, Some(most)) => write!(f, "at most {most}"),
            (least, Some(most)) => write!(f, "{least} to {most}"),
            (least, None) => write!(f, "at least {least}"),
        }
    }
}

/// What is expected.
pub enum Expectation {
    /// So many requests that are meant.
    Count(Box<Matcher>, Count),
    /// These in this order; strict: nothing else of the scope between.
    Sequence(Vec<Matcher>, bool),
    /// Nothing but these.
    Only(Vec<Matcher>),
}

/// How a request stands to each matcher of an expectation.
pub type Judged = Vec<Verdict>;

/// What is known so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It holds, whatever comes.
    Holds,
    /// It holds unless something comes.
    HoldsSoFar,
    /// It does not hold unless something comes.
    FailsSoFar,
    /// It does not hold, whatever comes.
    Fails,
    /// It hangs on what is gone.
    Unknown,
}

impl Expectation {
    /// Its matchers.
    pub fn matchers(&self) -> &[Matcher] {
        match self {
            Self::Count(matcher, _) => std::slice::from_ref(&**matcher),
            Self::Sequence(matchers, _) | Self::Only(matchers) => matchers,
        }
    }

    /// Whether requests that are not meant matter, too.
    pub fn minds_others(&self) -> bool {
        matches!(self, Self::Sequence(_, true) | Self::Only(_))
    }

    /// What requests have in common that matter.
    pub fn interests(&self) -> Vec<Interest> {
        match self.minds_others() {
            true => vec![Interest::default()],
            false => self.matchers().iter().map(Matcher::interest).collect(),
        }
    }

    /// How it stands with these requests in their order; `lost`: there were others that nobody has seen.
    pub fn standing(&self, judged: &[Judged], lost: bool) -> Standing {
        match self {
            Self::Count(_, count) => standing_of_count(*count, judged, lost),
            Self::Sequence(matchers, strict) => {
                let found = |unknown_is: bool| in_order(judged, matchers.len(), *strict, unknown_is);
                match (found(false), lost || found(true)) {
                    (true, _) => Standing::Holds,
                    (false, true) => Standing::Unknown,
                    (false, false) => Standing::FailsSoFar,
                }
            }
            Self::Only(_) => {
                let is_foreign = |one: &Judged| one.iter().all(|verdict| *verdict == Verdict::No);
                let is_ours = |one: &Judged| one.contains(&Verdict::Yes);
                match () {
                    () if judged.iter().any(is_foreign) => Standing::Fails,
                    () if lost || !judged.iter().all(is_ours) => Standing::Unknown,
                    () => Standing::HoldsSoFar,
                }
            }
        }
    }

    /// Whether a verdict that could still change is given when nothing more comes that is meant. One that fails for want of
    /// more waits for the first: nothing has begun before that.
    pub fn settles(&self, judged: &[Judged], lost: bool) -> bool {
        match (self.standing(judged, lost), self) {
            (Standing::HoldsSoFar, _) => true,
            (Standing::FailsSoFar, Self::Count(_, Count { most: Some(_), .. })) => self.matched(judged) > 0,
            _ => false,
        }
    }

    /// Whether more requests would have to be there.
    pub fn lacks(&self, judged: &[Judged]) -> bool {
        match self {
            Self::Count(_, count) => self.matched(judged) < count.least,
            Self::Sequence(..) => true,
            Self::Only(_) => false,
        }
    }

    /// The places of the requests that are meant, where these are too many; else none.
    pub fn surplus(&self, judged: &[Judged]) -> Vec<usize> {
        let Self::Count(_, Count { most: Some(most), .. }) = self else { return Vec::new() };
        let is_meant = |one: &Judged| one.first() == Some(&Verdict::Yes);
        let meant: Vec<usize> = (0..judged.len()).filter(|at| judged.get(*at).is_some_and(is_meant)).collect();
        if meant.len() > *most { meant } else { Vec::new() }
    }

    /// The step of a sequence that did not come in its turn, and the place of the request that the step before it was.
    pub fn missing_step(&self, judged: &[Judged]) -> Option<(usize, Option<usize>)> {
        let Self::Sequence(matchers, strict) = self else { return None };
        let is = |at: usize, step: usize| judged.get(at).and_then(|one| one.get(step)) == Some(&Verdict::Yes);
        if *strict {
            // The run that came farthest, the latest of those that came as far.
            let runs =
                (0..judged.len()).map(|from| (0..matchers.len()).take_while(|step| is(from + step, *step)).count());
            let (from, length) = runs.enumerate().max_by_key(|(_, length)| *length).unwrap_or_default();
            return Some((length, (from + length).checked_sub(1).filter(|_| length > 0)));
        }
        let (mut step, mut after) = (0, None);
        for at in 0..judged.len() {
            if is(at, step) {
                (step, after) = (step + 1, Some(at));
            }
        }
        Some((step, after))
    }

    /// How many requests are meant.
    pub fn matched(&self, judged: &[Judged]) -> usize {
        judged.iter().filter(|one| one.contains(&Verdict::Yes)).count()
    }
}

impl std::fmt::Display for Expectation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Count(_, count) => count.fmt(f),
            Self::Sequence(matchers, false) => write!(f, "{} requests in this order", matchers.len()),
            Self::Sequence(matchers, true) => {
                write!(f, "{} requests in this order with nothing between", matchers.len())
            }
            Self::Only(matchers) => write!(f, "nothing but these {}", matchers.len()),
        }
    }
}

fn standing_of_count(count: Count, judged: &[Judged], lost: bool) -> Standing {
    let is = |wanted: Verdict| judged.iter().filter(|one| one.first() == Some(&wanted)).count();
    let (sure, perhaps) = (is(Verdict::Yes), is(Verdict::Unknown));
    let is_open = lost || perhaps > 0;
    match count.most {
        Some(most) if sure > most => Standing::Fails,
        Some(most) => {
            let too_many = lost || sure + perhaps > most;
            match sure >= count.least {
                true if too_many => Standing::Unknown,
                true => Standing::HoldsSoFar,
                false if lost || sure + perhaps >= count.least => Standing::Unknown,
                false => Standing::FailsSoFar,
            }
        }
        None if sure >= count.least => Standing::Holds,
        None if is_open && (lost || sure + perhaps >= count.least) => Standing::Unknown,
        None => Standing::FailsSoFar,
    }
}

/// Whether requests that are meant one after the other are there in this order.
fn in_order(judged: &[Judged], length: usize, strict: bool, unknown_is: bool) -> bool {
    let is = |one: &Judged, at: usize| match one.get(at) {
        Some(Verdict::Yes) => true,
        Some(Verdict::Unknown) => unknown_is,
        _ => false,
    };
    if strict {
        return judged.windows(length.max(1)).any(|run| run.iter().enumerate().all(|(at, one)| is(one, at)));
    }
    let mut at = 0;
    for one in judged {
        if at < length && is(one, at) {
            at += 1;
        }
    }
    at >= length
}

#[cfg(test)]
mod tests {
    use super::*;
    use Standing::*;

    fn read(text: &str) -> Vec<Judged> {
        let verdict = |c: char| match c {
            'y' => Verdict::Yes,
            '?' => Verdict::Unknown,
            _ => Verdict::No,
        };
        text.split_whitespace().map(|one| one.chars().map(verdict).collect()).collect()
    }

    #[test]
    fn counts() {
        for (least, most, requests, lost, standing) in [
            (1, None, "", false, FailsSoFar),
            (1, None, "n y", false, Holds),
            (1, None, "n", true, Unknown),
            (1, None, "?", false, Unknown),
            (2, None, "y ?", false, Unknown),
            (3, None, "y ?", false, FailsSoFar),
            (0, Some(0), "n", false, HoldsSoFar),
            (0, Some(0), "y", true, Fails),
            (0, Some(0), "?", false, Unknown),
            (0, Some(0), "n", true, Unknown),
            (1, Some(1), "y", false, HoldsSoFar),
            (1, Some(1), "y ?", false, Unknown),
            (1, Some(1), "y y", false, Fails),
            (1, Some(1), "n", false, FailsSoFar),
            (2, Some(3), "y", false, FailsSoFar),
            (2, Some(3), "y ?", false, Unknown),
        ] {
            let expectation = Expectation::Count(Box::new(Matcher::any()), Count { least, most });
            assert_eq!(expectation.standing(&read(requests), lost), standing, "{least}..{most:?} {requests} {lost}");
        }
    }

    #[test]
    fn sequences_and_nothing_else() {
        let two = || vec![Matcher::any(), Matcher::any()];
        for (strict, requests, lost, standing) in [
            (false, "yn nn ny", false, Holds),
            (false, "ny yn", false, FailsSoFar),
            (false, "yn", true, Unknown),
            (false, "yn n?", false, Unknown),
            (true, "yn ny", true, Holds),
            (true, "yn nn ny", false, FailsSoFar),
            (true, "yn yn ny", false, Holds),
        ] {
            let expectation = Expectation::Sequence(two(), strict);
            assert_eq!(expectation.standing(&read(requests), lost), standing, "{strict} {requests} {lost}");
        }
        for (strict, requests, missing) in [
            (false, "", (0, None)),
            (false, "ny", (0, None)),
            (false, "nn yn nn", (1, Some(1))),
            (true, "ny yn nn yn", (1, Some(3))),
            (true, "ny", (0, None)),
        ] {
            let found = Expectation::Sequence(two(), strict).missing_step(&read(requests));
            assert_eq!(found, Some(missing), "{strict} {requests}");
        }
        for (requests, lost, standing) in [
            ("", false, HoldsSoFar),
            ("yn ny", false, HoldsSoFar),
            ("yn nn", false, Fails),
            ("yn ?n", false, Unknown),
            ("yn", true, Unknown),
        ] {
            assert_eq!(Expectation::Only(two()).standing(&read(requests), lost), standing, "{requests} {lost}");
        }
    }
}
