//! Faker 7 names in templates become faker 8 names, as migration 29 does it in bodies and data buckets.
//!
//! A name is looked for inside `{{...}}` or `{{{...}}}` that calls `faker`, anywhere after that word, and its dots
//! stand for any character: that is how the reference searches, and files rely on the outcome, not on the intent.

use std::sync::{LazyLock, OnceLock};

use regex::{NoExpand, Regex};

/// What an old name becomes.
enum Now {
    /// Another name.
    Name(&'static str),
    /// Another name, with these arguments after those that were there.
    With(&'static str, &'static str),
    /// Nothing: the whole call vanishes.
    Gone,
}
use Now::{Gone, Name, With};

/// Old and new names; the order matters, since later rows see what earlier ones made.
const NAMES: [(&str, Now); 90] = [
    ("name.firstName", Name("person.firstName")),
    ("name.lastName", Name("person.lastName")),
    ("name.middleName", Name("person.middleName")),
    ("name.fullName", Name("person.fullName")),
    ("name.gender", Name("person.gender")),
    ("name.sex", Name("person.sex")),
    ("name.sexType", Name("person.sexType")),
    ("name.prefix", Name("person.prefix")),
    ("name.suffix", Name("person.suffix")),
    ("name.jobTitle", Name("person.jobTitle")),
    ("name.jobDescriptor", Name("person.jobDescriptor")),
    ("name.jobArea", Name("person.jobArea")),
    ("name.jobType", Name("person.jobType")),
    ("name.findName", Name("person.fullName")),
    ("address.buildingNumber", Name("location.buildingNumber")),
    ("address.cardinalDirection", Name("location.cardinalDirection")),
    ("address.city", Name("location.city")),
    ("address.cityName", Name("location.city")),
    ("address.country", Name("location.country")),
    ("address.countryCode", Name("location.countryCode")),
    ("address.county", Name("location.county")),
    ("address.direction", Name("location.direction")),
    ("address.faker", Name("location.faker")),
    ("address.latitude", Name("location.latitude")),
    ("address.longitude", Name("location.longitude")),
    ("address.nearbyGPSCoordinate", Name("location.nearbyGPSCoordinate")),
    ("address.ordinalDirection", Name("location.ordinalDirection")),
    ("address.secondaryAddress", Name("location.secondaryAddress")),
    ("address.state", Name("location.state")),
    ("address.stateAbbr", With("location.state", "abbreviated=true")),
    ("address.street", Name("location.street")),
    ("address.streetAddress", Name("location.streetAddress")),
    ("address.streetName", Name("location.street")),
    ("address.timeZone", Name("location.timeZone")),
    ("address.zipCode", Name("location.zipCode")),
    ("address.zipCodeByState", Name("location.zipCode")),
    ("address.cityPrefix", Gone),
    ("address.citySuffix", Gone),
    ("address.streetPrefix", Gone),
    ("address.streetSuffix", Gone),
    ("commerce.color", Name("color.human")),
    ("company.companyName", Name("company.name")),
    ("company.bs", Name("company.buzzPhrase")),
    ("company.bsAdjective", Name("company.buzzAdjective")),
    ("company.bsBuzz", Name("company.buzzVerb")),
    ("company.bsNoun", Name("company.buzzNoun")),
    ("company.companySuffix", Name("company.name")),
    ("company.suffixes", Name("company.name")),
    ("datatype.array", Gone),
    ("datatype.bigInt", Name("number.bigInt")),
    ("datatype.datetime", Name("date.anytime")),
    ("datatype.float", Name("number.float")),
    ("datatype.hexadecimal", Name("number.hex")),
    ("datatype.json", Gone),
    ("datatype.number", With("number.int", "max=99999")),
    ("datatype.string", Name("string.sample")),
    ("datatype.uuid", Name("string.uuid")),
    ("fake", Name("helper.fake")),
    ("finance.account", Name("finance.accountNumber")),
    ("finance.masked", Name("finance.maskedNumber")),
    ("git.shortSha", With("git.commitSha", r#"length="7""#)),
    ("helpers.regexpStyleStringParse", Name("helpers.fromRegExp")),
    ("helpers.repeatString", Gone),
    ("image.abstract", With("image.urlLoremFlickr", r#"category="abstract""#)),
    ("image.animals", With("image.urlLoremFlickr", r#"category="animals""#)),
    ("image.business", With("image.urlLoremFlickr", r#"category="business""#)),
    ("image.cats", With("image.urlLoremFlickr", r#"category="cats""#)),
    ("image.city", With("image.urlLoremFlickr", r#"category="city""#)),
    ("image.fashion", With("image.urlLoremFlickr", r#"category="fashion""#)),
    ("image.food", With("image.urlLoremFlickr", r#"category="food""#)),
    ("image.nature", With("image.urlLoremFlickr", r#"category="nature""#)),
    ("image.nightlife", With("image.urlLoremFlickr", r#"category="nightlife""#)),
    ("image.people", With("image.urlLoremFlickr", r#"category="people""#)),
    ("image.sports", With("image.urlLoremFlickr", r#"category="sports""#)),
    ("image.technics", With("image.urlLoremFlickr", r#"category="technics""#)),
    ("image.transport", With("image.urlLoremFlickr", r#"category="transport""#)),
    ("image.image", Name("image.url")),
    ("image.imageUrl", Name("image.url")),
    ("image.lorempixel", Gone),
    ("mersenne.rand", Gone),
    ("mersenne.seed", Gone),
    ("mersenne.seed_array", Gone),
    ("faker.phone.phoneNumber", Name("phone.number")),
    ("faker.phone.phoneNumberFormat", Gone),
    ("faker.phone.phoneFormats", Gone),
    ("random.alpha", Name("string.alpha")),
    ("random.alphaNumeric", Name("string.alphanumeric")),
    ("random.numeric", Name("string.numeric")),
    ("random.word", Name("word.sample")),
    ("random.words", Name("word.words")),
];

/// The text with faker 8 names, or nothing if no old name occurs.
pub fn rename(text: &str) -> Option<String> {
    static ANY_NAME: LazyLock<Option<Regex>> = LazyLock::new(|| {
        let names: Vec<String> = NAMES.iter().map(|(old, _)| any_dots(old)).collect();
        Regex::new(&format!("faker[^}}]*(?:{})", names.join("|"))).ok()
    });
    if !ANY_NAME.as_ref()?.is_match(text) {
        return None;
    }
    let mut renamed = text.to_owned();
    for (row, (old, now)) in NAMES.iter().enumerate() {
        if old.split('.').all(|part| renamed.contains(part)) {
            renamed = rename_one(row, old, now, renamed);
        }
    }
    Some(renamed)
}

fn rename_one(row: usize, old: &str, now: &Now, text: String) -> String {
    /// Compiled when first needed: most files use few old names.
    static PATTERNS: [OnceLock<Option<Regex>>; NAMES.len()] = [const { OnceLock::new() }; NAMES.len()];
    let compile =
        || Regex::new(&format!(r"(\{{{{2,3}}[^{{]*faker[^}}]*){}([^}})]*)([^}}]*\}}{{2,3}})", any_dots(old))).ok();
    let Some(pattern) = PATTERNS.get(row).and_then(|pattern| pattern.get_or_init(compile).as_ref()) else {
        return text;
    };
    let replaced = match now {
        Name(new) => pattern.replace_all(&text, format!("${{1}}{new}${{2}}${{3}}")),
        With(new, arguments) => pattern.replace_all(&text, format!("${{1}}{new}${{2}} {arguments}${{3}}")),
        Gone => pattern.replace_all(&text, NoExpand("")),
    };
    replaced.into_owned()
}

/// The name as a pattern: JavaScript's dot is any character but a line end.
fn any_dots(name: &str) -> String {
    name.replace('.', r"[^\n\r\u{2028}\u{2029}]")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn renames_inside_faker_calls_only() {
        let cases = [
            ("{{faker 'name.firstName'}}", "{{faker 'person.firstName'}}"),
            ("{{ faker \"datatype.number\" max=4 min=4 }}", "{{ faker \"number.int\" max=4 min=4  max=99999}}"),
            (
                "{{{setVar 'x' (faker 'datatype.float' precision=0.01)}}}",
                "{{{setVar 'x' (faker 'number.float' precision=0.01)}}}",
            ),
            ("a{{faker 'datatype.json'}}b", "ab"),
            ("{{faker 'address.cityPrefix'}}", "{{faker 'location.cityPrefix'}}"),
            ("{{faker 'git.shortSha'}}", "{{faker 'git.commitSha' length=\"7\"}}"),
        ];
        for (old, new) in cases {
            assert_eq!(rename(old).as_deref(), Some(new), "{old}");
        }
        assert_eq!(rename("{{setVar 'a' 'name.firstName'}}"), None);
        assert_eq!(rename("{{faker 'person.firstName'}} name.firstName").as_deref().unwrap_or("same"), "same");
    }
}
