//! Color names and spaces

use crate::faker::definitions::Entry::{self, List};

/// `definitions.color`.
pub(in crate::faker) const DEFINITIONS: &[(&str, Entry)] = &[("human", List(HUMAN)), ("space", List(SPACE))];

#[rustfmt::skip]
const HUMAN: &[&str] = &[
    "azure", "black", "blue", "cyan", "fuchsia", "gold", "green", "grey", "indigo", "ivory", "lavender", "lime",
    "magenta", "maroon", "mint green", "olive", "orange", "orchid", "pink", "plum", "purple", "red", "salmon",
    "silver", "sky blue", "tan", "teal", "turquoise", "violet", "white", "yellow",
];

#[rustfmt::skip]
const SPACE: &[&str] = &[
    "ACEScg", "Academy Color Encoding System (ACES)", "Adobe RGB", "Adobe Wide Gamut RGB", "CIE 1931 XYZ", "CIELAB",
    "CIELCh", "CIELUV", "CIEUVW", "CMY", "CMYK", "DCI-P3", "Display-P3", "HCL", "HSL", "HSLA", "HSLuv", "HSV",
    "HWB", "ICtCp", "JPEG", "LMS", "Munsell", "NCS", "OSA-UCS", "ProPhoto RGB Color Space", "RAL", "RG", "RGB",
    "RGBA", "Rec. 2020", "Rec. 2100", "Rec. 601", "Rec. 709", "TSL", "YCbCr", "YCoCg", "YDbDr", "YIQ", "YPbPr",
    "YUV", "sRGB", "scRGB", "xvYCC",
];
