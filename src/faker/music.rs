//! `music`: genres, artists and what they made.

use super::Method::{self, Pick};

pub(super) const METHODS: &[(&str, Method)] = &[
    ("album", Pick("music", "album")),
    ("artist", Pick("music", "artist")),
    ("genre", Pick("music", "genre")),
    ("songName", Pick("music", "song_name")),
];
