//! animal species, breeds and pet names

use crate::faker::definitions::Entry::{self, List};

/// `definitions.animal`.
pub(in crate::faker) const DEFINITIONS: &[(&str, Entry)] = &[
    ("bear", List(BEAR)),
    ("bird", List(BIRD)),
    ("cat", List(CAT)),
    ("cetacean", List(CETACEAN)),
    ("cow", List(COW)),
    ("crocodilia", List(CROCODILIA)),
    ("dog", List(DOG)),
    ("fish", List(FISH)),
    ("horse", List(HORSE)),
    ("insect", List(INSECT)),
    ("lion", List(LION)),
    ("pet_name", List(PET_NAME)),
    ("rabbit", List(RABBIT)),
    ("rodent", List(RODENT)),
    ("snake", List(SNAKE)),
    ("type", List(TYPE)),
];

#[rustfmt::skip]
const BEAR: &[&str] = &[
    "American black bear", "Asiatic black bear", "Brown bear", "Giant panda", "Polar bear", "Sloth bear",
    "Spectacled bear", "Sun bear",
];

#[rustfmt::skip]
const BIRD: &[&str] = &[
    "American Robin", "Arctic Tern", "Atlantic Puffin", "Bald Eagle", "Barn Owl", "Barn Swallow", "Black Stork",
    "Blue Jay", "Bohemian Waxwing", "Canada Goose", "Carrion Crow", "Cedar Waxwing", "Common Blackbird",
    "Common Crane", "Common Kingfisher", "Common Loon", "Common Nightingale", "Common Raven", "Common Starling",
    "Common Swift", "Downy Woodpecker", "Eurasian Wren", "European Bee-eater", "Golden Eagle", "Goldfinch",
    "Great Blue Heron", "Great Cormorant", "Great Spotted Woodpecker", "Great Tit", "Greater Flamingo",
    "Green Heron", "Grey Wagtail", "Herring Gull", "Hoopoe", "House Martin", "House Sparrow", "Killdeer",
    "Little Egret", "Long-eared Owl", "Mallard", "Merlin", "Mute Swan", "Northern Cardinal", "Northern Lapwing",
    "Osprey", "Peregrine Falcon", "Red Kite", "Red-tailed Hawk", "Ruby-throated Hummingbird", "Sandhill Crane",
    "Skylark", "Snowy Owl", "Song Thrush", "Tawny Owl", "Tufted Titmouse", "White Stork", "Wild Turkey",
    "Wood Duck", "Yellow Warbler", "Yellowhammer",
];

#[rustfmt::skip]
const CAT: &[&str] = &[
    "Abyssinian", "American Curl", "American Shorthair", "Balinese", "Bengal", "Birman", "Bombay",
    "British Shorthair", "Burmese", "Burmilla", "Chartreux", "Chausie", "Cornish Rex", "Devon Rex", "Egyptian Mau",
    "Havana Brown", "Himalayan", "Japanese Bobtail", "Korat", "Maine Coon", "Manx", "Munchkin",
    "Norwegian Forest Cat", "Ocicat", "Oriental", "Persian", "Ragdoll", "Russian Blue", "Savannah", "Scottish Fold",
    "Selkirk Rex", "Siamese", "Siberian", "Singapura", "Snowshoe", "Somali", "Sphynx", "Tonkinese",
    "Turkish Angora", "Turkish Van",
];

#[rustfmt::skip]
const CETACEAN: &[&str] = &[
    "Amazon River Dolphin", "Atlantic Spotted Dolphin", "Beluga Whale", "Blue Whale", "Bottlenose Dolphin",
    "Bowhead Whale", "Bryde's Whale", "Common Dolphin", "Commerson's Dolphin", "Cuvier's Beaked Whale",
    "Dusky Dolphin", "Dwarf Sperm Whale", "False Killer Whale", "Fin Whale", "Ganges River Dolphin", "Gray Whale",
    "Harbor Porpoise", "Hourglass Dolphin", "Humpback Whale", "Irrawaddy Dolphin", "Killer Whale",
    "Long-finned Pilot Whale", "Melon-headed Whale", "Minke Whale", "Narwhal", "North Atlantic Right Whale",
    "Pygmy Right Whale", "Risso's Dolphin", "Sei Whale", "Sperm Whale", "Spinner Dolphin", "Striped Dolphin",
    "Vaquita",
];

#[rustfmt::skip]
const COW: &[&str] = &[
    "Aberdeen Angus", "Afrikaner", "Ankole-Watusi", "Ayrshire", "Beefmaster", "Belgian Blue", "Belted Galloway",
    "Blonde d'Aquitaine", "Brahman", "Brangus", "Brown Swiss", "Charolais", "Chianina", "Dexter",
    "English Longhorn", "Fleckvieh", "Galloway", "Gelbvieh", "Guernsey", "Hereford", "Highland", "Holstein",
    "Jersey", "Kerry", "Limousin", "Maine-Anjou", "Marchigiana", "Murray Grey", "Nelore", "Normande", "Piedmontese",
    "Pinzgauer", "Red Poll", "Sahiwal", "Salers", "Santa Gertrudis", "Shorthorn", "Simmental", "Sussex",
    "Tarentaise", "Texas Longhorn", "Tyrolean Grey", "Wagyu", "Welsh Black", "White Park",
];

#[rustfmt::skip]
const CROCODILIA: &[&str] = &[
    "African Slender-snouted Crocodile", "American Alligator", "American Crocodile", "Black Caiman",
    "Broad-snouted Caiman", "Chinese Alligator", "Cuban Crocodile", "Cuvier's Dwarf Caiman", "Dwarf Crocodile",
    "Freshwater Crocodile", "Gharial", "Morelet's Crocodile", "Mugger Crocodile", "New Guinea Crocodile",
    "Nile Crocodile", "Orinoco Crocodile", "Philippine Crocodile", "Saltwater Crocodile", "Siamese Crocodile",
    "Smooth-fronted Caiman", "Spectacled Caiman", "West African Crocodile", "Yacare Caiman",
];

#[rustfmt::skip]
const DOG: &[&str] = &[
    "Affenpinscher", "Afghan Hound", "Airedale Terrier", "Akita", "Alaskan Malamute", "Australian Shepherd",
    "Basenji", "Basset Hound", "Beagle", "Bearded Collie", "Beauceron", "Bernese Mountain Dog", "Bichon Frise",
    "Bloodhound", "Border Collie", "Borzoi", "Boston Terrier", "Boxer", "Briard", "Bull Terrier", "Bulldog",
    "Cairn Terrier", "Canaan Dog", "Cane Corso", "Cardigan Welsh Corgi", "Chihuahua", "Chow Chow", "Cocker Spaniel",
    "Dachshund", "Dalmatian", "Dobermann", "English Setter", "Finnish Spitz", "Fox Terrier", "French Bulldog",
    "German Pinscher", "German Shepherd", "Golden Retriever", "Gordon Setter", "Great Dane", "Greyhound",
    "Havanese", "Irish Setter", "Irish Wolfhound", "Jack Russell Terrier", "Keeshond", "Komondor", "Kuvasz",
    "Labrador Retriever", "Leonberger", "Lhasa Apso", "Maltese", "Mastiff", "Miniature Schnauzer", "Newfoundland",
    "Old English Sheepdog", "Papillon", "Pekingese", "Pointer", "Pomeranian", "Poodle", "Pug", "Puli",
    "Rhodesian Ridgeback", "Rottweiler", "Saint Bernard", "Saluki", "Samoyed", "Scottish Terrier", "Shar Pei",
    "Shetland Sheepdog", "Shiba Inu", "Shih Tzu", "Siberian Husky", "Staffordshire Bull Terrier", "Tibetan Mastiff",
    "Vizsla", "Weimaraner", "West Highland White Terrier", "Whippet", "Yorkshire Terrier",
];

#[rustfmt::skip]
const FISH: &[&str] = &[
    "Alaska pollock", "Albacore", "Anchovy", "Atlantic cod", "Atlantic herring", "Atlantic mackerel",
    "Atlantic salmon", "Bigeye tuna", "Bluefin tuna", "Bream", "Brown trout", "Capelin", "Carp", "Catfish",
    "Chub mackerel", "Common sole", "Eel", "European pilchard", "European sprat", "Flounder", "Grouper", "Haddock",
    "Hake", "Halibut", "John Dory", "Lake trout", "Lingcod", "Mahi-mahi", "Monkfish", "Northern pike",
    "Ocean perch", "Pangasius", "Perch", "Pink salmon", "Plaice", "Rainbow trout", "Red mullet", "Saithe",
    "Sardine", "Sea bass", "Skipjack tuna", "Smelt", "Sockeye salmon", "Sturgeon", "Swordfish", "Tilapia", "Turbot",
    "Walleye", "Whitefish", "Whiting", "Yellowfin tuna", "Zander",
];

#[rustfmt::skip]
const HORSE: &[&str] = &[
    "Akhal-Teke", "American Paint Horse", "American Quarter Horse", "Andalusian Horse", "Appaloosa",
    "Arabian Horse", "Ardennes", "Barb Horse", "Belgian Horse", "Black Forest Horse", "Boulonnais", "Breton",
    "Camargue Horse", "Cleveland Bay", "Clydesdale Horse", "Connemara Pony", "Dales Pony", "Dartmoor Pony",
    "Exmoor Pony", "Falabella", "Finnhorse", "Fjord Horse", "Friesian Horse", "Haflinger", "Hanoverian Horse",
    "Highland Pony", "Holsteiner Horse", "Icelandic Horse", "Irish Draught", "Kladruber", "Knabstrupper", "Konik",
    "Lipizzan", "Lusitano", "Marwari Horse", "Missouri Fox Trotter", "Morgan Horse", "Mustang", "New Forest Pony",
    "Noriker", "Oldenburg Horse", "Orlov Trotter", "Percheron", "Peruvian Paso", "Shetland Pony", "Shire",
    "Standardbred", "Suffolk Punch", "Tennessee Walker", "Thoroughbred", "Trakehner", "Welsh Pony",
];

#[rustfmt::skip]
const INSECT: &[&str] = &[
    "Ant lion", "Aphid", "Army ant", "Assassin bug", "Banded demoiselle", "Bark beetle", "Bed bug", "Black fly",
    "Blow fly", "Boll weevil", "Bumblebee", "Cabbage white", "Carpenter ant", "Carpenter bee", "Cicada",
    "Cockchafer", "Codling moth", "Colorado beetle", "Crane fly", "Damselfly", "Dragonfly", "Earwig",
    "Emperor moth", "Fire ant", "Firefly", "Flea", "Fruit fly", "Gall wasp", "Giant hornet", "Goliath beetle",
    "Grasshopper", "Ground beetle", "Hawk moth", "Honey bee", "Horse fly", "Hover fly", "House cricket",
    "House fly", "Lacewing", "Ladybird", "Leafcutter ant", "Leafhopper", "Mayfly", "Mealworm", "Mole cricket",
    "Monarch butterfly", "Mosquito", "Paper wasp", "Peacock butterfly", "Pond skater", "Praying mantis",
    "Red admiral", "Rhinoceros beetle", "Rove beetle", "Sawfly", "Scarab", "Scorpion fly", "Silverfish",
    "Stag beetle", "Stick insect", "Stonefly", "Termite", "Thrips", "Tiger beetle", "Water boatman", "Weevil",
];

#[rustfmt::skip]
const LION: &[&str] = &[
    "Asiatic Lion", "Barbary Lion", "Cape lion", "Masai Lion", "Northeast Congo Lion", "Transvaal lion",
    "West African Lion",
];

#[rustfmt::skip]
const PET_NAME: &[&str] = &[
    "Archie", "Bailey", "Bandit", "Bella", "Buddy", "Buster", "Charlie", "Chloe", "Coco", "Cooper", "Daisy", "Duke",
    "Finn", "Ginger", "Gracie", "Jack", "Jasper", "Leo", "Lola", "Lucky", "Lucy", "Luna", "Max", "Milo", "Misty",
    "Molly", "Nala", "Oreo", "Oscar", "Pepper", "Poppy", "Rocky", "Rosie", "Ruby", "Sadie", "Sasha", "Shadow",
    "Simba", "Sophie", "Stella", "Teddy", "Toby", "Tucker", "Willow", "Ziggy", "Zoe",
];

#[rustfmt::skip]
const RABBIT: &[&str] = &[
    "American", "American Chinchilla", "American Sable", "Angora", "Argente Brun", "Belgian Hare", "Beveren",
    "Blanc de Hotot", "Britannia Petite", "Californian", "Checkered Giant", "Cinnamon", "Dutch", "Dwarf Hotot",
    "English Lop", "English Spot", "Flemish Giant", "Florida White", "French Lop", "Harlequin", "Havana",
    "Himalayan", "Holland Lop", "Jersey Wooly", "Lilac", "Lionhead", "Mini Lop", "Mini Rex", "Netherland Dwarf",
    "New Zealand", "Palomino", "Polish", "Rex", "Rhinelander", "Satin", "Silver", "Silver Fox", "Silver Marten",
    "Standard Chinchilla", "Tan", "Thrianta",
];

#[rustfmt::skip]
const RODENT: &[&str] = &[
    "African pygmy mouse", "Alpine marmot", "American beaver", "Bank vole", "Black rat", "Black-tailed prairie dog",
    "Brown rat", "Brush-tailed porcupine", "Capybara", "Chinese hamster", "Common gundi", "Coypu",
    "Crested porcupine", "Degu", "Desert kangaroo rat", "Eastern chipmunk", "Edible dormouse", "Eurasian beaver",
    "Eurasian harvest mouse", "European hamster", "European water vole", "Fat-tailed gerbil", "Field vole",
    "Garden dormouse", "Golden hamster", "Green acouchi", "Groundhog", "Guinea pig", "Hazel dormouse",
    "House mouse", "Long-tailed chinchilla", "Lowland paca", "Mongolian gerbil", "Mountain beaver", "Muskrat",
    "Naked mole-rat", "North American porcupine", "Norway lemming", "Patagonian mara", "Plains viscacha",
    "Red squirrel", "Red-rumped agouti", "Spiny mouse", "Springhare", "Wood mouse",
];

#[rustfmt::skip]
const SNAKE: &[&str] = &[
    "Adder", "Aesculapian snake", "African rock python", "Amazon tree boa", "Anaconda", "Ball python",
    "Black mamba", "Boa constrictor", "Boomslang", "Brown tree snake", "Burmese python", "Bushmaster",
    "Carpet python", "Coastal taipan", "Copperhead", "Corn snake", "Cottonmouth", "Death adder",
    "Eastern brown snake", "Eastern coral snake", "Egyptian cobra", "Emerald tree boa", "Eyelash viper",
    "Fer-de-lance", "Flying snake", "Forest cobra", "Gaboon viper", "Garter snake", "Gopher snake", "Grass snake",
    "Green mamba", "Green tree python", "Horned viper", "Indian cobra", "Inland taipan", "King brown snake",
    "King cobra", "Krait", "Ladder snake", "Milk snake", "Mojave rattlesnake", "Monocled cobra",
    "Nose-horned viper", "Pine snake", "Puff adder", "Rainbow boa", "Rat snake", "Red-bellied black snake",
    "Reticulated python", "Ringneck snake", "Russell's viper", "Saw-scaled viper", "Sea krait", "Sidewinder",
    "Smooth snake", "Spitting cobra", "Sunbeam snake", "Tiger snake", "Timber rattlesnake", "Vine snake",
    "Viperine snake", "Water moccasin", "Western diamondback rattlesnake", "Whip snake",
];

#[rustfmt::skip]
const TYPE: &[&str] = &[
    "alpaca", "bat", "bear", "bee", "bird", "butterfly", "camel", "cat", "cow", "crocodile", "deer", "dog",
    "dolphin", "eagle", "elephant", "fish", "flamingo", "fox", "frog", "giraffe", "goat", "gorilla", "hamster",
    "hedgehog", "hippopotamus", "horse", "kangaroo", "koala", "lion", "lizard", "monkey", "octopus", "ostrich",
    "owl", "panda", "peacock", "penguin", "pig", "rabbit", "seal", "sheep", "snake", "squirrel", "tiger", "turtle",
    "whale", "wolf", "zebra",
];
