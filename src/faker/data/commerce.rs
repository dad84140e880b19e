//! Products and their departments

use crate::faker::definitions::Entry::{self, Group, List};

/// `definitions.commerce`.
pub(in crate::faker) const DEFINITIONS: &[(&str, Entry)] = &[
    ("department", List(DEPARTMENT)),
    (
        "product_name",
        Group(&[
            ("adjective", List(PRODUCT_NAME_ADJECTIVE)),
            ("material", List(PRODUCT_NAME_MATERIAL)),
            ("product", List(PRODUCT_NAME_PRODUCT)),
        ]),
    ),
    ("product_description", List(PRODUCT_DESCRIPTION)),
];

#[rustfmt::skip]
const DEPARTMENT: &[&str] = &[
    "Automotive", "Baby", "Beauty", "Books", "Clothing", "Computers", "Electronics", "Games", "Garden", "Grocery",
    "Health", "Home", "Industrial", "Jewelry", "Kids", "Movies", "Music", "Outdoors", "Shoes", "Sports", "Tools",
    "Toys",
];

#[rustfmt::skip]
const PRODUCT_NAME_ADJECTIVE: &[&str] = &[
    "Awesome", "Bespoke", "Electronic", "Elegant", "Ergonomic", "Fantastic", "Fresh", "Frozen", "Generic",
    "Gorgeous", "Handcrafted", "Handmade", "Incredible", "Intelligent", "Licensed", "Luxurious", "Modern",
    "Oriental", "Practical", "Recycled", "Refined", "Rustic", "Sleek", "Small", "Soft", "Tasty", "Unbranded",
];

#[rustfmt::skip]
const PRODUCT_NAME_MATERIAL: &[&str] = &[
    "Aluminum", "Bamboo", "Bronze", "Ceramic", "Concrete", "Cotton", "Gold", "Granite", "Marble", "Metal",
    "Plastic", "Rubber", "Silk", "Steel", "Wooden",
];

#[rustfmt::skip]
const PRODUCT_NAME_PRODUCT: &[&str] = &[
    "Bacon", "Ball", "Bike", "Car", "Chair", "Cheese", "Chicken", "Chips", "Computer", "Fish", "Gloves", "Hat",
    "Keyboard", "Mouse", "Pants", "Pizza", "Salad", "Sausages", "Shirt", "Shoes", "Soap", "Table", "Towels", "Tuna",
];

#[rustfmt::skip]
const PRODUCT_DESCRIPTION: &[&str] = &[
    "Meet the {{word.adjective}} {{commerce.product}} that turns every day into a {{word.adjective}} one",
    "Our {{commerce.product}} is made of {{commerce.productMaterial}}, checked by hand and ready for {{word.adjective}} moments",
    "The {{color.human}} {{commerce.product}} brings {{word.adjective}} style to any room",
    "This {{commerce.productAdjective}} {{commerce.product}} combines {{word.adjective}} looks with {{word.adjective}} comfort",
    "{{company.name}} presents the new {{commerce.product}}: {{word.adjective}}, {{word.adjective}} and built to last",
    "A {{commerce.productMaterial}} {{commerce.product}} as {{word.adjective}} as a {{animal.type}}",
    "Designed in {{location.country}}, this {{commerce.product}} is both {{word.adjective}} and {{word.adjective}}",
    "Treat yourself to a {{commerce.productAdjective}} {{commerce.product}} with a {{color.human}} finish",
];
