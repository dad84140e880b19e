//! Dishes and what they are made of

use crate::faker::definitions::Entry::{self, List};

/// `definitions.food`.
pub(in crate::faker) const DEFINITIONS: &[(&str, Entry)] = &[
    ("adjective", List(ADJECTIVE)),
    ("description_pattern", List(DESCRIPTION_PATTERN)),
    ("dish", List(DISH)),
    ("dish_pattern", List(DISH_PATTERN)),
    ("ethnic_category", List(ETHNIC_CATEGORY)),
    ("fruit", List(FRUIT)),
    ("ingredient", List(INGREDIENT)),
    ("meat", List(MEAT)),
    ("spice", List(SPICE)),
    ("vegetable", List(VEGETABLE)),
];

#[rustfmt::skip]
const ADJECTIVE: &[&str] = &[
    "bitter", "creamy", "crispy", "crunchy", "delicate", "delicious", "fluffy", "fresh", "golden", "hearty",
    "juicy", "moist", "rich", "salty", "savory", "smoky", "sour", "spicy", "sweet", "tangy", "tender", "zesty",
];

#[rustfmt::skip]
const DESCRIPTION_PATTERN: &[&str] = &[
    "A bowl of {{food.adjective}} {{food.vegetable}} and {{food.ingredient}}, finished with a pinch of {{food.spice}}.",
    "Grilled {{food.meat}} on a bed of {{food.vegetable}}, served with {{food.adjective}} {{food.fruit}} chutney.",
    "Our {{food.ethnic_category}} kitchen recommends {{food.meat}} with {{food.spice}}, {{food.adjective}} and {{food.adjective}}.",
    "A {{food.adjective}} pie of {{food.fruit}} and {{food.ingredient}} with whipped cream on top.",
    "Slow-cooked {{food.meat}} in a {{food.adjective}} sauce of {{food.vegetable}} and {{food.spice}}, with mashed {{food.vegetable}} on the side.",
    "Homemade noodles with {{food.ingredient}}, {{food.vegetable}} and a {{food.adjective}} dressing from {{location.country}}.",
    "Three kinds of {{food.fruit}} with {{food.ingredient}}, {{food.adjective}}, {{food.adjective}} and never boring.",
    "Roasted {{food.vegetable}} filled with {{food.meat}}, {{food.spice}} and a touch of {{food.fruit}}.",
];

#[rustfmt::skip]
const DISH: &[&str] = &[
    "apple strudel", "baked beans", "banana bread", "bangers and mash", "beef stroganoff", "biryani",
    "bouillabaisse", "bruschetta", "butter chicken", "caesar salad", "caprese salad", "carrot cake",
    "cheese fondue", "chicken curry", "chicken noodle soup", "chili con carne", "clam chowder", "coq au vin",
    "croque monsieur", "dumplings", "eggs benedict", "enchiladas", "falafel", "fettuccine alfredo",
    "fish and chips", "french onion soup", "fried rice", "gazpacho", "gnocchi", "goulash", "greek salad",
    "guacamole", "hamburger", "jambalaya", "kebab", "kimchi", "lasagne", "lobster bisque", "macaroni and cheese",
    "massaman curry", "minestrone", "moussaka", "nachos", "osso buco", "pad thai", "paella", "peking duck", "pho",
    "pierogi", "pizza", "poke", "pork ribs", "pot roast", "pulled pork sandwich", "quiche lorraine", "ramen",
    "ratatouille", "ravioli", "risotto", "salad niçoise", "sauerbraten", "schnitzel", "shakshuka", "shepherd's pie",
    "souvlaki", "spaghetti bolognese", "spring rolls", "steak tartare", "stuffed peppers", "sushi", "tacos",
    "tagine", "tiramisu", "tom yum soup", "vegetable soup", "wiener schnitzel", "yakitori",
];

#[rustfmt::skip]
const DISH_PATTERN: &[&str] = &[
    "{{food.adjective}} {{food.ethnic_category}} stew", "{{food.adjective}} {{food.meat}} with {{food.vegetable}}",
    "{{food.ethnic_category}} {{food.ingredient}} soup", "{{food.fruit}} and {{food.fruit}} tart",
    "{{food.fruit}} pie", "{{food.fruit}}-glazed {{food.meat}} skewers",
    "{{food.ingredient}} and {{food.meat}} pie", "{{food.meat}} steak", "{{food.meat}} with {{food.fruit}} sauce",
    "{{food.spice}}-crusted {{food.meat}}", "{{food.vegetable}} salad",
    "{{person.first_name.generic}}'s special {{food.ingredient}}",
];

#[rustfmt::skip]
const ETHNIC_CATEGORY: &[&str] = &[
    "Afghan", "Albanian", "Algerian", "American", "Argentine", "Armenian", "Australian", "Austrian", "Balinese",
    "Basque", "Bavarian", "Belgian", "Bengali", "Brazilian", "British", "Bulgarian", "Burmese", "Cajun",
    "Cambodian", "Canadian", "Cantonese", "Caribbean", "Catalan", "Chilean", "Chinese", "Colombian", "Corsican",
    "Creole", "Croatian", "Cuban", "Cypriot", "Czech", "Danish", "Dutch", "Egyptian", "English", "Ethiopian",
    "Filipino", "Finnish", "French", "Georgian", "German", "Ghanaian", "Greek", "Gujarati", "Haitian", "Hawaiian",
    "Hungarian", "Icelandic", "Indian", "Indonesian", "Iranian", "Iraqi", "Irish", "Israeli", "Italian", "Jamaican",
    "Japanese", "Jordanian", "Kenyan", "Korean", "Latvian", "Lebanese", "Lithuanian", "Malaysian", "Maltese",
    "Mexican", "Mongolian", "Moroccan", "Nepalese", "Nigerian", "Norwegian", "Pakistani", "Peruvian", "Polish",
    "Portuguese", "Punjabi", "Romanian", "Russian", "Sardinian", "Scottish", "Senegalese", "Serbian", "Sicilian",
    "Singaporean", "Slovak", "Slovenian", "Somali", "Spanish", "Swedish", "Swiss", "Syrian", "Taiwanese", "Thai",
    "Tibetan", "Tunisian", "Turkish", "Ukrainian", "Uzbek", "Venezuelan", "Vietnamese", "Welsh",
];

#[rustfmt::skip]
const FRUIT: &[&str] = &[
    "apple", "apricot", "banana", "blackberry", "blackcurrant", "blood orange", "blueberry", "boysenberry",
    "cantaloupe", "cherry", "clementine", "coconut", "cranberry", "currant", "date", "dragonfruit", "elderberry",
    "feijoa", "fig", "gooseberry", "grape", "grapefruit", "guava", "honeydew melon", "jackfruit", "kiwi", "kumquat",
    "lemon", "lime", "loganberry", "longan", "lychee", "mandarin", "mango", "melon", "mulberry", "nectarine",
    "orange", "papaya", "passionfruit", "peach", "pear", "persimmon", "pineapple", "plantain", "plum",
    "pomegranate", "pomelo", "quince", "raspberry", "rhubarb", "satsuma", "starfruit", "strawberry", "tamarillo",
    "tangerine", "watermelon",
];

#[rustfmt::skip]
const INGREDIENT: &[&str] = &[
    "adzuki beans", "agave syrup", "almonds", "anchovies", "apple juice", "arborio rice", "artichoke hearts",
    "avocado oil", "baking powder", "balsamic vinegar", "barley", "basmati rice", "bean sprouts", "black beans",
    "black olives", "blue cheese", "bok choy", "bran", "bread crumbs", "brie", "brown rice", "brown sugar",
    "buckwheat", "bulgur", "butter", "buttermilk", "camembert", "cannellini beans", "capers", "cashews", "cheddar",
    "chestnuts", "chia seeds", "chickpeas", "chocolate", "coconut milk", "cottage cheese", "couscous",
    "cream cheese", "creme fraiche", "dark chocolate", "dried apricots", "edamame", "eggs", "emmental",
    "feta cheese", "filo pastry", "fish sauce", "flaxseed", "flour", "ghee", "goat cheese", "gorgonzola", "gouda",
    "greek yogurt", "halloumi", "hazelnuts", "honey", "hummus", "jasmine rice", "kefir", "kidney beans", "lentils",
    "macadamia nuts", "maple syrup", "mascarpone", "millet", "miso", "molasses", "mozzarella", "mustard", "noodles",
    "oats", "olive oil", "orzo", "oyster sauce", "parmesan", "pasta", "peanut butter", "pecan nuts", "pesto",
    "pine nuts", "pinto beans", "pistachio nuts", "polenta", "prawns", "pumpkin seeds", "quinoa", "raisins",
    "red lentils", "rice noodles", "rice vinegar", "ricotta", "roquefort", "rye bread", "salsa", "sardines",
    "sauerkraut", "seaweed", "semolina", "sesame seeds", "shrimp", "soba noodles", "sour cream", "soy milk",
    "soy sauce", "spelt", "sultanas", "sunflower seeds", "tahini", "tamarind paste", "tempeh", "tofu",
    "tomato paste", "tortillas", "tuna", "udon noodles", "vanilla beans", "walnuts", "wasabi", "white wine",
    "wild rice", "worcestershire sauce", "yeast", "yogurt",
];

#[rustfmt::skip]
const MEAT: &[&str] = &[
    "beef", "chicken", "crocodile", "duck", "emu", "goose", "kangaroo", "lamb", "ostrich", "pheasant", "pigeon",
    "pork", "quail", "rabbit", "salmon", "turkey", "venison",
];

#[rustfmt::skip]
const SPICE: &[&str] = &[
    "allspice", "anise seed", "annatto", "asafoetida", "basil", "bay leaves", "black pepper", "caraway seed",
    "cardamom", "cassia", "cayenne pepper", "celery salt", "celery seed", "chervil", "chili powder", "chipotle",
    "chives", "cilantro", "cinnamon", "cloves", "coriander", "cumin", "curry leaves", "curry powder", "dill",
    "fennel seed", "fenugreek", "five spice", "galangal", "garam masala", "garlic powder", "ginger",
    "herbes de provence", "horseradish", "juniper berries", "lavender", "lemon grass", "lemon thyme", "mace",
    "marjoram", "mint", "mustard seed", "nigella", "nutmeg", "onion powder", "oregano", "paprika", "parsley",
    "pink peppercorns", "poppy seed", "ras el hanout", "rosemary", "saffron", "sage", "savory", "sichuan pepper",
    "smoked paprika", "star anise", "sumac", "tarragon", "thyme", "turmeric", "vanilla", "white pepper", "zaatar",
];

#[rustfmt::skip]
const VEGETABLE: &[&str] = &[
    "artichoke", "arugula", "asparagus", "aubergine", "beetroot", "bok choy", "broad beans", "broccoli",
    "brussels sprouts", "butternut pumpkin", "cabbage", "capsicum", "carrot", "cauliflower", "celeriac", "celery",
    "chard", "chicory", "chinese cabbage", "corn", "cucumber", "daikon", "eggplant", "endive", "fennel", "garlic",
    "green beans", "green pepper", "horseradish", "kale", "kohlrabi", "leek", "lettuce", "mushrooms", "okra",
    "onion", "pak choy", "parsnip", "peas", "potatoes", "pumpkin", "radicchio", "radish", "red cabbage",
    "red onion", "rutabaga", "salsify", "shallots", "silverbeet", "snow peas", "spinach", "spring onions", "squash",
    "swede", "sweet potato", "sweetcorn", "tomatoes", "turnip", "watercress", "yam", "zucchini",
];
