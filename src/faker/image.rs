//! `image`: addresses of pictures, and pictures of nothing.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::Method::{self, Call};
use super::fault::Drawn;
use super::generator::{Generator, text};
use super::options::Options;
use super::uri::encode_component;
use super::{color, lorem, person, string};
use crate::js::number::to_str;
use crate::js::{Str, Value};

pub(super) const METHODS: &[(&str, Method)] = &[
    ("avatar", Call(avatar)),
    ("avatarGitHub", Call(avatar_github)),
    ("personPortrait", Call(person_portrait)),
    ("avatarLegacy", Call(avatar_legacy)),
    ("url", Call(url)),
    ("urlLoremFlickr", Call(url_lorem_flickr)),
    ("urlPicsumPhotos", Call(url_picsum_photos)),
    ("urlPlaceholder", Call(url_placeholder)),
    ("dataUri", Call(data_uri)),
];

fn avatar(g: &mut Generator, _: &[Value]) -> Drawn {
    if g.index(2)? == 0 { person_portrait(g, &[]) } else { avatar_github(g, &[]) }
}

fn avatar_github(g: &mut Generator, _: &[Value]) -> Drawn {
    text(format!("https://avatars.githubusercontent.com/u/{}", g.int(0.0, 100_000_000.0)))
}

fn person_portrait(g: &mut Generator, args: &[Value]) -> Drawn {
    let options = Options::of(args.first(), "sex")?;
    let sex = match options.given("sex") {
        Some(sex) => sex.to_str(),
        None => Str::new_static(person::drawn_sex_type(g)?),
    };
    let size = options.text("size", "512");
    let number = g.int(0.0, 99.0);
    text(format!("https://cdn.jsdelivr.net/gh/faker-js/assets-person-portrait/{sex}/{size}/{number}.jpg"))
}

fn avatar_legacy(g: &mut Generator, _: &[Value]) -> Drawn {
    let number = g.int(0.0, 1249.0);
    text(format!("https://cloudflare-ipfs.com/ipfs/Qmd3W5DuhgHirLHGVixi6V76LhCkZUz6pnFt5AJBiyvHye/avatar/{number}.jpg"))
}

/// The options `width` and `height`, drawn where they are missing.
fn size(g: &mut Generator, options: &Options, most: f64) -> (Value, Value) {
    let width = options.given("width").unwrap_or_else(|| Value::Number(g.int(1.0, most)));
    let height = options.given("height").unwrap_or_else(|| Value::Number(g.int(1.0, most)));
    (width, height)
}

fn url(g: &mut Generator, args: &[Value]) -> Drawn {
    let options = Options::of(args.first(), "width")?;
    let (width, height) = size(g, &options, 3999.0);
    if g.index(2)? == 0 {
        lorem_flickr(g, &width, &height, &Value::Undefined)
    } else {
        picsum(g, &width, &height, false, None)
    }
}

fn url_lorem_flickr(g: &mut Generator, args: &[Value]) -> Drawn {
    let options = Options::of(args.first(), "width")?;
    let (width, height) = size(g, &options, 3999.0);
    lorem_flickr(g, &width, &height, &options.get("category"))
}

fn lorem_flickr(g: &mut Generator, width: &Value, height: &Value, category: &Value) -> Drawn {
    let category = if category.is_nullish() { String::new() } else { format!("/{}", category.to_str()) };
    let lock = to_str(g.int(0.0, 9_007_199_254_740_991.0));
    text(format!("https://loremflickr.com/{}/{}{category}?lock={lock}", width.to_str(), height.to_str()))
}

fn url_picsum_photos(g: &mut Generator, args: &[Value]) -> Drawn {
    let options = Options::of(args.first(), "width")?;
    let (width, height) = size(g, &options, 3999.0);
    let grayscale = options.given("grayscale").map_or_else(|| g.boolean(), |given| given.truthy());
    let blur = match options.given("blur") {
        Some(Value::Number(blur)) => Some(blur),
        Some(_) => None,
        None => Some(g.int(0.0, 10.0)),
    };
    picsum(g, &width, &height, grayscale, blur)
}

fn picsum(g: &mut Generator, width: &Value, height: &Value, grayscale: bool, blur: Option<f64>) -> Drawn {
    let length = g.int(5.0, 10.0);
    let seed = string::mixed_alphanumeric(g, length as usize)?;
    let blur = blur.filter(|blur| (1.0..=10.0).contains(blur)).map(|blur| format!("blur={}", to_str(blur)));
    let query: Vec<String> = grayscale.then(|| "grayscale".to_owned()).into_iter().chain(blur).collect();
    let mark = if query.is_empty() { "" } else { "?" };
    text(format!("https://picsum.photos/seed/{seed}/{}/{}{mark}{}", width.to_str(), height.to_str(), query.join("&")))
}

fn url_placeholder(g: &mut Generator, args: &[Value]) -> Drawn {
    let options = Options::of(args.first(), "width")?;
    let (width, height) = size(g, &options, 3500.0);
    let background = drawn(&options, "backgroundColor", || color::hex(g, ""))?;
    let foreground = drawn(&options, "textColor", || color::hex(g, ""))?;
    let format = drawn(&options, "format", || Ok(g.pick(&["gif", "jpeg", "jpg", "png", "webp"])?.to_owned()))?;
    let caption = drawn(&options, "text", || lorem::three_words(g))?;
    text(format!(
        "https://via.placeholder.com/{}x{}/{background}/{foreground}.{format}?text={}",
        width.to_str(),
        height.to_str(),
        encode_component(&caption)
    ))
}

/// An option as text, or what is drawn instead.
fn drawn(options: &Options, key: &str, draw: impl FnOnce() -> Drawn<String>) -> Drawn<Str> {
    match options.given(key) {
        Some(given) => Ok(given.to_str()),
        None => draw().map(Str::from),
    }
}

fn data_uri(g: &mut Generator, args: &[Value]) -> Drawn {
    let options = Options::of(args.first(), "width")?;
    let (width, height) = size(g, &options, 3999.0);
    let color = drawn(&options, "color", || color::hex(g, "#"))?;
    let kind = drawn(&options, "type", || Ok(g.pick(&["svg-uri", "svg-base64"])?.to_owned()))?;
    let (x, y) = (to_str(width.to_number() / 2.0), to_str(height.to_number() / 2.0));
    let (width, height) = (width.to_str(), height.to_str());
    let svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" version=\"1.1\" baseProfile=\"full\" width=\"{width}\" \
         height=\"{height}\"><rect width=\"100%\" height=\"100%\" fill=\"{color}\"/><text x=\"{x}\" y=\"{y}\" \
         font-size=\"20\" alignment-baseline=\"middle\" text-anchor=\"middle\" \
         fill=\"white\">{width}x{height}</text></svg>"
    );
    text(if kind == "svg-uri" {
        format!("data:image/svg+xml;charset=UTF-8,{}", encode_component(&svg))
    } else {
        format!("data:image/svg+xml;base64,{}", STANDARD.encode(svg))
    })
}
