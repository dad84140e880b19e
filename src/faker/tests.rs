//! The faker as a whole: which methods there are, and what they give with a seed.

use super::*;
use crate::js::json;

/// The methods of @faker-js/faker 9.9.
#[rustfmt::skip]
const REFERENCE: &[(&str, &str)] = &[
    ("airline", "airport airline airplane recordLocator seat aircraftType flightNumber"),
    ("animal", "dog cat snake bear lion cetacean horse bird cow fish crocodilia insect rabbit \
        rodent type petName"),
    ("book", "author format genre publisher series title"),
    ("color", "human space cssSupportedFunction cssSupportedSpace rgb cmyk hsl hwb lab lch \
        colorByCSSColorSpace"),
    ("commerce", "department productName price productAdjective productMaterial product \
        productDescription isbn"),
    ("company", "name catchPhrase buzzPhrase catchPhraseAdjective catchPhraseDescriptor \
        catchPhraseNoun buzzAdjective buzzVerb buzzNoun"),
    ("database", "column type collation engine mongodbObjectId"),
    ("datatype", "boolean"),
    ("date", "month weekday timeZone anytime past future between betweens recent soon birthdate"),
    ("finance", "accountNumber accountName routingNumber maskedNumber amount transactionType \
        currency currencyCode currencyName currencySymbol currencyNumericCode bitcoinAddress \
        litecoinAddress creditCardNumber creditCardCVV creditCardIssuer pin ethereumAddress iban bic \
        transactionDescription"),
    ("food", "adjective description dish ethnicCategory fruit ingredient meat spice vegetable"),
    ("git", "branch commitEntry commitMessage commitDate commitSha"),
    ("hacker", "abbreviation adjective noun verb ingverb phrase"),
    ("helpers", "fake slugify replaceSymbols replaceCreditCardSymbols fromRegExp shuffle \
        uniqueArray mustache maybe objectKey objectValue objectEntry arrayElement weightedArrayElement \
        arrayElements enumValue rangeToNumber multiple"),
    ("image", "avatar avatarGitHub personPortrait avatarLegacy url urlLoremFlickr urlPicsumPhotos \
        urlPlaceholder dataUri"),
    ("internet", "email exampleEmail userName username displayName protocol httpMethod \
        httpStatusCode url domainName domainSuffix domainWord ip ipv4 ipv6 port userAgent color mac \
        password emoji jwtAlgorithm jwt"),
    ("location", "zipCode city buildingNumber street streetAddress secondaryAddress county country \
        continent countryCode state direction cardinalDirection ordinalDirection timeZone language latitude \
        longitude nearbyGPSCoordinate"),
    ("lorem", "word words sentence slug sentences paragraph paragraphs text lines"),
    ("music", "album artist genre songName"),
    ("number", "int float binary octal hex bigInt romanNumeral"),
    ("person", "firstName lastName middleName fullName gender sex sexType bio prefix suffix \
        jobTitle jobDescriptor jobArea jobType zodiacSign"),
    ("phone", "number imei"),
    ("science", "chemicalElement unit"),
    ("string", "fromCharacters alpha alphanumeric binary octal hexadecimal numeric sample uuid ulid \
        nanoid symbol"),
    ("system", "fileName commonFileName mimeType commonFileType commonFileExt fileType fileExt \
        directoryPath filePath semver networkInterface cron"),
    ("vehicle", "vehicle manufacturer model type fuel vin color vrm bicycle"),
    ("word", "adjective adverb conjunction interjection noun preposition verb sample words"),
];

fn faker(seed: Option<u32>) -> Faker {
    Faker::new("en", seed).expect("a known locale")
}

#[test]
fn a_faker_is_shared_between_threads() {
    fn shared<T: Send + Sync>(_: &T) {}
    shared(&faker(Some(1)));
}

#[test]
fn every_method_of_the_reference_exists_and_no_other() {
    let mut known = 0;
    for (module, methods) in REFERENCE {
        for method in methods.split_whitespace() {
            assert!(Faker::has(&format!("{module}.{method}")), "{module}.{method}");
            known += 1;
        }
    }
    let own: usize =
        MODULES.iter().filter(|(name, _)| !matches!(*name, "address" | "name")).map(|(_, m)| m.len()).sum();
    assert_eq!(own, known);
    for unknown in
        ["person", "person.", ".firstName", "person.nope", "nope.firstName", "datatype.uuid", "Person.firstName"]
    {
        assert!(!Faker::has(unknown), "{unknown}");
    }
}

#[test]
fn what_exists_but_is_no_function_cannot_be_called() {
    for name in ["definitions.person", "rawDefinitions.person", "person.faker"] {
        assert!(Faker::has(name), "{name}");
        assert_eq!(faker(None).call(name, &[]).expect_err("no function").0, "fakerFunction is not a function");
    }
}

#[test]
fn seeded_values_are_those_of_the_reference() {
    // One line per call: method, arguments, seed and what the reference gave.
    for line in include_str!("golden.jsonl").lines() {
        let row = json::parse(line).expect("JSON");
        let cell = |i: usize| row.as_array().and_then(|cells| cells.get(i)).cloned().unwrap_or_default();
        let seed = cell(2).as_number().expect("a seed") as u32;
        let args = cell(1);
        let given = match faker(Some(seed)).call(&cell(0).to_str(), args.as_array().unwrap_or_default()) {
            Ok(Value::Undefined) => Value::from("undefined!"),
            Ok(value) => value,
            Err(error) => Value::from(format!("ERR {error}")),
        };
        assert_eq!(json::stringify(&given), json::stringify(&cell(3)), "{line}");
    }
}

#[test]
fn draws_of_several_calls_follow_each_other() {
    let faker = faker(Some(1));
    let drawn = |method: &str| faker.call(method, &[]).expect("a value").to_str();
    assert_eq!(drawn("number.float"), "0.417022004702574");
    assert_eq!(drawn("number.int"), "6488106240503889");
}

#[test]
fn every_method_answers_in_every_locale() {
    for locale in Faker::locales() {
        let faker = Faker::new(locale, Some(7)).expect("a known locale");
        for (module, methods) in MODULES.iter().filter(|(name, _)| *name != "helpers") {
            // Without arguments there are no characters to draw from.
            for (name, _) in methods.iter().filter(|(name, _)| *name != "fromCharacters") {
                for _ in 0..3 {
                    let given = faker.call(&format!("{module}.{name}"), &[]);
                    assert!(given.is_ok_and(|value| !value.is_undefined()), "{locale}: {module}.{name}");
                }
            }
        }
    }
}

#[test]
fn refusals_of_faker_are_empty_texts_and_other_errors_pass() {
    let args = |text: &str| json::parse(text).expect("JSON").as_array().expect("an array").to_vec();
    for (method, given, expected) in [
        ("number.int", "[{\"min\":5,\"max\":1}]", Ok("")),
        ("helpers.arrayElement", "[[]]", Ok("")),
        ("location.zipCode", "[{\"state\":\"ZZ\"}]", Ok("")),
        ("phone.number", "[{\"style\":\"x\"}]", Err("No definitions for x in this locale")),
        ("helpers.multiple", "[\"x\"]", Err("x is not a function")),
    ] {
        let answer = faker(Some(1)).call(method, &args(given)).map(|value| value.to_str().to_string());
        assert_eq!(answer, expected.map(str::to_owned).map_err(|e| FakerError(e.to_owned())), "{method}");
    }
}

#[test]
fn unknown_locales_are_refused() {
    assert!(Faker::new("xx", None).is_none());
    assert_eq!(Faker::locales().len(), 64);
}
