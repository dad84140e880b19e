//! `system`: files, versions, network interfaces and schedules.

use super::Method::{self, Call, Pick};
use super::definitions::Entry;
use super::fault::{Drawn, Fault};
use super::generator::{Generator, text};
use super::options::Options;
use super::words::Words;
use super::{internet, range, word};
use crate::js::{Str, Value};

pub(super) const METHODS: &[(&str, Method)] = &[
    ("fileName", Call(file_name)),
    ("commonFileName", Call(common_file_name)),
    ("mimeType", Call(mime_type)),
    ("commonFileType", Call(common_file_type)),
    ("commonFileExt", Call(common_file_ext)),
    ("fileType", Call(file_type)),
    ("fileExt", Call(file_ext)),
    ("directoryPath", Pick("system", "directory_path")),
    ("filePath", Call(file_path)),
    ("semver", Call(semver)),
    ("networkInterface", Call(network_interface)),
    ("cron", Call(cron)),
];

/// Known mime types with their extensions.
type MimeTypes = &'static [(&'static str, Entry)];

fn mime_types(g: &Generator) -> Drawn<MimeTypes> {
    match g.entry("system", "mime_type")? {
        Entry::Group(types) => Ok(types),
        _ => Err(Fault::Faker("Cannot get value from empty dataset.")),
    }
}

fn base_name(g: &mut Generator) -> Drawn<String> {
    let words = word::some_words(g)?.to_lowercase();
    Ok(words.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect())
}

fn file_name(g: &mut Generator, args: &[Value]) -> Drawn {
    let options = Options::of(args.first(), "extensionCount")?;
    let name = base_name(g)?;
    let count = match options.given("extensionCount") {
        None => 1,
        Some(Value::Null) => 3,
        Some(range) => range::count(g, &range)?,
    };
    let mut out = name;
    for _ in 0..count {
        out.push('.');
        out.push_str(&any_extension(g)?);
    }
    text(out)
}

fn common_file_name(g: &mut Generator, args: &[Value]) -> Drawn {
    let name = base_name(g)?;
    let extension = match args.first().filter(|extension| extension.truthy()) {
        Some(extension) => extension.to_str(),
        None => common_extension(g)?,
    };
    text(format!("{name}.{extension}"))
}

fn mime_type(g: &mut Generator, _: &[Value]) -> Drawn {
    let types = mime_types(g)?;
    let index = g.index(types.len())?;
    text(types.get(index).map_or("", |(name, _)| name))
}

fn common_file_type(g: &mut Generator, _: &[Value]) -> Drawn {
    text(g.pick(&["video", "audio", "image", "text", "application"])?)
}

const COMMON_TYPES: [&str; 9] = [
    "application/pdf",
    "audio/mpeg",
    "audio/wav",
    "image/png",
    "image/jpeg",
    "image/gif",
    "video/mp4",
    "video/mpeg",
    "text/html",
];

fn common_file_ext(g: &mut Generator, _: &[Value]) -> Drawn {
    common_extension(g).map(Value::String)
}

fn common_extension(g: &mut Generator) -> Drawn<Str> {
    let mime = g.pick(&COMMON_TYPES)?;
    extension_of(g, mime)
}

fn file_type(g: &mut Generator, _: &[Value]) -> Drawn {
    let mut kinds: Vec<&str> = Vec::new();
    for (name, _) in mime_types(g)? {
        let kind = name.split('/').next().unwrap_or_default();
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    text(g.pick(&kinds)?)
}

fn file_ext(g: &mut Generator, args: &[Value]) -> Drawn {
    match args.first() {
        Some(Value::String(mime)) => extension_of(g, mime),
        _ => any_extension(g),
    }
    .map(Value::String)
}

fn extension_of(g: &mut Generator, mime: &str) -> Drawn<Str> {
    let types = mime_types(g)?;
    let extensions = types.iter().find(|(name, _)| *name == mime).and_then(|(_, entry)| entry.member("extensions"));
    let extensions =
        extensions.ok_or_else(|| Fault::script("Cannot read properties of undefined (reading 'extensions')"))?;
    Ok(Str::new_static(g.pick_word(extensions.texts()?)?))
}

fn any_extension(g: &mut Generator) -> Drawn<Str> {
    let mut all: Vec<&'static str> = Vec::new();
    for (_, entry) in mime_types(g)? {
        for extension in entry.member("extensions").map_or(Ok(Words::NONE), Entry::texts)?.iter() {
            if !all.contains(&extension) {
                all.push(extension);
            }
        }
    }
    Ok(Str::new_static(g.pick(&all)?))
}

fn file_path(g: &mut Generator, _: &[Value]) -> Drawn {
    let directory = g.text("system", "directory_path")?;
    let name = file_name(g, &[])?.to_str();
    text(format!("{directory}/{name}"))
}

fn semver(g: &mut Generator, _: &[Value]) -> Drawn {
    let (major, minor, patch) = (g.int(0.0, 9.0), g.int(0.0, 20.0), g.int(0.0, 20.0));
    text(format!("{major}.{minor}.{patch}"))
}

/// `helpers.maybe` a letter and a digit.
fn maybe_numbered(g: &mut Generator, letter: &str) -> String {
    if g.boolean() { format!("{letter}{}", g.digits(1)) } else { String::new() }
}

fn network_interface(g: &mut Generator, args: &[Value]) -> Drawn {
    let options = Options::of(args.first(), "interfaceType")?;
    let kind = match options.given("interfaceType") {
        Some(kind) => kind.to_str(),
        None => Str::new_static(g.pick(&["en", "wl", "ww"])?),
    };
    let schema = match options.given("interfaceSchema") {
        Some(schema) => schema.to_str(),
        None => Str::new_static(g.pick(&["index", "slot", "mac", "pci"])?),
    };
    text(match schema.as_str() {
        "index" => format!("{kind}o{}", g.digits(1)),
        "slot" => {
            let (slot, function) = (g.digits(1), maybe_numbered(g, "f"));
            format!("{kind}s{slot}{function}{}", maybe_numbered(g, "d"))
        }
        "mac" => format!("{kind}x{}", internet::mac_text(g, "")),
        "pci" => {
            let (domain, bus, slot) = (maybe_numbered(g, "P"), g.digits(1), g.digits(1));
            let (function, device) = (maybe_numbered(g, "f"), maybe_numbered(g, "d"));
            format!("{domain}{kind}p{bus}s{slot}{function}{device}")
        }
        _ => format!("{kind}undefinedundefined"),
    })
}

fn cron(g: &mut Generator, args: &[Value]) -> Drawn {
    let options = Options::of(args.first(), "includeYear")?;
    let number = |n: f64| crate::js::number::to_str(n);
    let any = Str::new_static("*");
    let none = Str::new_static("?");
    let minute = number(g.int(0.0, 59.0));
    let hour = number(g.int(0.0, 23.0));
    let day = number(g.int(1.0, 31.0));
    let month = number(g.int(1.0, 12.0));
    let weekday = number(g.int(0.0, 6.0));
    let weekday_name = Str::new_static(g.pick(&["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"])?);
    let year = number(g.int(1970.0, 2099.0));
    let fields: [&[&Str]; 6] = [
        &[&minute, &any],
        &[&hour, &any],
        &[&day, &any, &none],
        &[&month, &any],
        &[&weekday, &weekday_name, &any, &none],
        &[&year, &any],
    ];
    let mut parts: Vec<&str> = Vec::with_capacity(fields.len());
    for choices in fields {
        parts.push(g.pick(choices)?);
    }
    if !options.flag("includeYear", false) {
        parts.pop();
    }
    let standard = parts.join(" ");
    if !options.flag("includeNonStandard", false) || g.boolean() {
        return text(standard);
    }
    text(g.pick(&["@annually", "@daily", "@hourly", "@monthly", "@reboot", "@weekly", "@yearly"])?)
}
