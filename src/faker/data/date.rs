//! Names of months and weekdays, time zones

use super::time_zones::TIME_ZONES;

use crate::faker::definitions::Entry::{self, Group, List};

/// `definitions.date`.
pub(in crate::faker) const DEFINITIONS: &[(&str, Entry)] = &[
    ("month", Group(&[("wide", List(MONTH_WIDE)), ("abbr", List(MONTH_ABBR))])),
    ("weekday", Group(&[("wide", List(WEEKDAY_WIDE)), ("abbr", List(WEEKDAY_ABBR))])),
    ("time_zone", List(TIME_ZONES)),
];

#[rustfmt::skip]
const MONTH_WIDE: &[&str] = &[
    "April", "August", "December", "February", "January", "July", "June", "March", "May", "November", "October",
    "September",
];

const MONTH_ABBR: &[&str] = &["Apr", "Aug", "Dec", "Feb", "Jan", "Jul", "Jun", "Mar", "May", "Nov", "Oct", "Sep"];

const WEEKDAY_WIDE: &[&str] = &["Friday", "Monday", "Saturday", "Sunday", "Thursday", "Tuesday", "Wednesday"];

const WEEKDAY_ABBR: &[&str] = &["Fri", "Mon", "Sat", "Sun", "Thu", "Tue", "Wed"];
