//! `new Date(text)`: the ISO forms of ECMAScript, then the forgiving reading that V8 falls back to
//! (`March 7, 2024`, `12/31/2024 5:30 pm`, RFC 2822). A missing time zone means UTC.

mod tokens;

use super::date::{self, days_from_civil};
use crate::budget;
use tokens::{Keyword, SIGNIFICANT_DIGITS, Token, Tokens};

/// The largest distance from the epoch that a `Date` can hold.
const MAX_TIME: f64 = 8.64e15;

/// `Date.parse(text)`: milliseconds since the epoch, NaN when V8 makes nothing of the text.
pub fn parse(text: &str) -> f64 {
    // Once exceeded, the budget ends whatever wanted to know.
    let _ = budget::work(text.len() as u64 >> 2);
    Reader::new(text).read().unwrap_or(f64::NAN)
}

/// `TimeClip`: whole milliseconds, NaN beyond what a `Date` can hold.
pub fn time_clip(ms: f64) -> f64 {
    if !ms.is_finite() || ms.abs() > MAX_TIME { f64::NAN } else { ms.trunc() + 0.0 }
}

/// `MakeDay` and `MakeTime` in one: months and days may overflow in both directions (`month` counts from 0).
pub fn make_date(year: f64, month: f64, day: f64, ms_of_day: f64) -> f64 {
    if !(year.is_finite() && month.is_finite() && day.is_finite()) {
        return f64::NAN;
    }
    let (year, month) = (year.trunc(), month.trunc());
    let full_year = year + (month / 12.0).floor();
    if full_year.abs() > 400_000.0 {
        return f64::NAN;
    }
    let first = days_from_civil(full_year as i64, month.rem_euclid(12.0) as u32 + 1, 1);
    (first as f64 + day.trunc() - 1.0) * date::DAY_MS + ms_of_day
}

/// What the reader has found so far.
struct Reader {
    tokens: Tokens,
    /// Day components in the order they were written, at most three.
    day: Vec<i64>,
    named_month: Option<i64>,
    iso: bool,
    /// Hour, minute, second, millisecond.
    time: Vec<i64>,
    half_day: Option<i64>,
    zone_sign: Option<i64>,
    zone_hour: Option<i64>,
    zone_minute: Option<i64>,
}

impl Reader {
    fn new(text: &str) -> Self {
        Self {
            tokens: Tokens::new(text),
            day: Vec::new(),
            named_month: None,
            iso: false,
            time: Vec::new(),
            half_day: None,
            zone_sign: None,
            zone_hour: None,
            zone_minute: None,
        }
    }

    fn read(mut self) -> Option<f64> {
        let first = self.iso_form()?;
        self.legacy_form(first)?;
        self.result()
    }

    /// Reads `[+-YY]YYYY[-MM[-DD]][THH:mm[:ss[.sss]][Z|+hh:mm]]`. Returns the token that the forgiving
    /// reading goes on with ([`Token::End`] when all was ISO), `None` when the text can be no date at all.
    fn iso_form(&mut self) -> Option<Token> {
        if let sign @ Token::Symbol('-' | '+') = self.tokens.next {
            self.tokens.take();
            let Some(year) = self.tokens.fixed(6) else { return Some(sign) };
            self.tokens.take();
            let negative = sign == Token::Symbol('-');
            if negative && year == 0 {
                return Some(sign);
            }
            self.day.push(if negative { -year } else { year });
        } else if let Some(year) = self.tokens.fixed(4) {
            self.tokens.take();
            self.day.push(year);
        } else {
            return Some(self.tokens.take());
        }
        if self.tokens.skip('-') {
            let Some(month) = self.tokens.two_digits(1..=12) else { return Some(self.tokens.take()) };
            self.day.push(month);
            if self.tokens.skip('-') {
                let Some(day) = self.tokens.two_digits(1..=31) else { return Some(self.tokens.take()) };
                self.day.push(day);
            }
        }
        match self.tokens.next {
            Token::Word { keyword: Keyword::TimeSeparator, .. } => {
                self.tokens.take();
                self.iso_time()?;
            }
            Token::End => {}
            _ => return Some(self.tokens.take()),
        }
        self.iso = true;
        Some(Token::End)
    }

    /// The part after the `T`; from here on nothing but ISO is a date.
    fn iso_time(&mut self) -> Option<()> {
        let hour = self.tokens.two_digits(0..=24)?;
        let last = |max| if hour == 24 { 0..=0 } else { 0..=max };
        self.time.push(hour);
        if !self.tokens.skip(':') {
            return None;
        }
        let minute = self.tokens.two_digits(last(59))?;
        self.time.push(minute);
        if self.tokens.skip(':') {
            let second = self.tokens.two_digits(last(59))?;
            self.time.push(second);
            if self.tokens.skip('.') {
                let Token::Number { value, length } = self.tokens.take() else { return None };
                if hour == 24 && value > 0 {
                    return None;
                }
                self.time.push(milliseconds(value, length));
            }
        }
        match self.tokens.next {
            Token::Word { keyword: Keyword::Zone(_), length: 1 } => {
                self.tokens.take();
                self.set_zone(0);
            }
            Token::Symbol(sign @ ('+' | '-')) => {
                self.tokens.take();
                self.iso_zone(sign)?;
            }
            _ => {}
        }
        (self.tokens.next == Token::End).then_some(())
    }

    fn iso_zone(&mut self, sign: char) -> Option<()> {
        self.zone_sign = Some(if sign == '-' { -1 } else { 1 });
        let (hour, minute) = if let Some(together) = self.tokens.fixed(4) {
            self.tokens.take();
            (together / 100, together % 100)
        } else {
            let hour = self.tokens.two_digits(0..=23)?;
            if !self.tokens.skip(':') {
                return None;
            }
            (hour, self.tokens.two_digits(0..=59)?)
        };
        self.zone_hour = Some(hour);
        self.zone_minute = Some(minute);
        (hour < 24 && minute < 60).then_some(())
    }

    /// Reads the rest word by word. Words before the first number are ignored, after it they must mean something.
    fn legacy_form(&mut self, first: Token) -> Option<()> {
        let mut has_number = !self.day.is_empty();
        let mut token = first;
        while token != Token::End {
            match token {
                Token::Number { value, .. } => {
                    has_number = true;
                    self.legacy_number(value)?;
                }
                Token::Word { keyword, .. } => match keyword {
                    Keyword::HalfDay(hours) if !self.time.is_empty() => self.half_day = Some(hours),
                    Keyword::Month(month) => {
                        self.named_month = Some(month);
                        self.tokens.skip('-');
                    }
                    Keyword::Zone(hours) if has_number => self.set_zone(hours),
                    _ if has_number || matches!(self.tokens.next, Token::Number { .. }) => return None,
                    _ => {}
                },
                Token::Symbol(sign @ ('-' | '+')) if self.is_utc() || !self.time.is_empty() => {
                    has_number = true;
                    self.legacy_offset(sign)?;
                }
                Token::Symbol('-' | '+' | ')') if has_number => return None,
                _ => {}
            }
            token = self.tokens.take();
        }
        Some(())
    }

    fn legacy_number(&mut self, n: i64) -> Option<()> {
        if self.tokens.skip(':') {
            if self.tokens.skip(':') {
                if !self.time.is_empty() {
                    return None;
                }
                self.time.extend([n, 0]);
            } else {
                self.add_time(n)?;
                self.tokens.skip('.');
            }
            return Some(());
        }
        // The point is gone even where no time goes on: V8 skips it before it asks.
        if self.tokens.skip('.') && self.expects_time(n) {
            self.add_time(n)?;
            let Token::Number { value, length } = self.tokens.take() else { return None };
            return self.add_final_time(milliseconds(value, length));
        }
        if self.zone_hour.is_some() && self.zone_minute.is_none() && (0..60).contains(&n) {
            self.zone_minute = Some(n);
        } else if self.expects_time(n) {
            self.add_final_time(n)?;
            let ends = match self.tokens.next {
                Token::End | Token::Space | Token::Symbol('+' | '-') => true,
                Token::Word { keyword: Keyword::Zone(_), length } => length == 1,
                _ => false,
            };
            return ends.then_some(());
        } else {
            if self.day.len() >= 3 {
                return None;
            }
            self.day.push(n);
            self.tokens.skip('-');
        }
        Some(())
    }

    fn legacy_offset(&mut self, sign: char) -> Option<()> {
        self.zone_sign = Some(if sign == '-' { -1 } else { 1 });
        let (mut n, mut digits) = (0, 0);
        if let Token::Number { value, length } = self.tokens.next {
            self.tokens.take();
            (n, digits) = (value, length);
        }
        if self.tokens.next == Token::Symbol(':') {
            self.zone_hour = Some(n);
            self.zone_minute = None;
        } else if matches!(digits, 1 | 2) {
            self.zone_hour = Some(n);
            self.zone_minute = Some(0);
        } else if matches!(digits, 3 | 4) {
            self.zone_hour = Some(n / 100);
            self.zone_minute = Some(n % 100);
        } else {
            return None;
        }
        Some(())
    }

    fn set_zone(&mut self, hours: i64) {
        self.zone_sign = Some(if hours < 0 { -1 } else { 1 });
        self.zone_hour = Some(hours.abs());
        self.zone_minute = Some(0);
    }

    fn is_utc(&self) -> bool {
        self.zone_hour == Some(0) && self.zone_minute == Some(0)
    }

    fn expects_time(&self, n: i64) -> bool {
        match self.time.len() {
            1 | 2 => (0..60).contains(&n),
            3 => (0..1000).contains(&n),
            _ => false,
        }
    }

    fn add_time(&mut self, n: i64) -> Option<()> {
        if self.time.len() >= 4 {
            return None;
        }
        self.time.push(n);
        Some(())
    }

    fn add_final_time(&mut self, n: i64) -> Option<()> {
        self.add_time(n)?;
        self.time.resize(4, 0);
        Some(())
    }

    fn result(&self) -> Option<f64> {
        let (year, month, day) = self.civil_day()?;
        let time = self.ms_of_day()?;
        let offset = self
            .zone_sign
            .map_or(0, |sign| sign * (self.zone_hour.unwrap_or(0) * 3600 + self.zone_minute.unwrap_or(0) * 60));
        if offset.abs() > i64::from(i32::MAX) {
            return None;
        }
        let local = make_date(year as f64, (month - 1) as f64, day as f64, time);
        Some(time_clip(local - offset as f64 * 1000.0))
    }

    /// Year, month and day: which component is which depends on whether the first can be a day.
    fn civil_day(&self) -> Option<(i64, i64, i64)> {
        if self.day.is_empty() {
            return None;
        }
        let part = |i: usize| self.day.get(i).copied().unwrap_or(1);
        let first_is_day = (1..=31).contains(&part(0));
        let (mut year, month, day) = match self.named_month {
            None if self.iso || !first_is_day => (part(0), part(1), part(2)),
            None => (part(2), part(0), part(1)),
            Some(month) if !first_is_day => (part(0), month, part(1)),
            Some(month) => (part(1), month, part(0)),
        };
        if !self.iso {
            match year {
                0..=49 => year += 2000,
                50..=99 => year += 1900,
                _ => {}
            }
        }
        ((1..=12).contains(&month) && (1..=31).contains(&day)).then_some((year, month, day))
    }

    fn ms_of_day(&self) -> Option<f64> {
        let part = |i: usize| self.time.get(i).copied().unwrap_or(0);
        let (mut hour, minute, second, milli) = (part(0), part(1), part(2), part(3));
        if let Some(half_day) = self.half_day {
            if !(0..=12).contains(&hour) {
                return None;
            }
            hour = hour % 12 + half_day;
        }
        let in_day = hour < 24 && minute < 60 && second < 60 && milli < 1000;
        let midnight = hour == 24 && minute == 0 && second == 0 && milli == 0;
        (in_day || midnight).then_some((((hour * 60 + minute) * 60 + second) * 1000 + milli) as f64)
    }
}

/// Milliseconds of the digits after the decimal point: three of them count.
fn milliseconds(value: i64, length: usize) -> i64 {
    match length {
        1 => value * 100,
        2 => value * 10,
        _ => value / 10i64.pow(length.min(SIGNIFICANT_DIGITS) as u32 - 3),
    }
}

#[cfg(test)]
mod tests;
