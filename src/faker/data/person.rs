//! English names, jobs and traits of persons

use fake::locales::{Data, EN};

use crate::faker::definitions::Entry::{self, Group, List, Weighted};

/// `definitions.person`.
pub(in crate::faker) const DEFINITIONS: &[(&str, Entry)] = &[
    (
        "first_name",
        Group(&[
            ("generic", List(EN::NAME_FIRST_NAME)),
            ("female", List(FIRST_NAME_FEMALE)),
            ("male", List(FIRST_NAME_MALE)),
        ]),
    ),
    (
        "middle_name",
        Group(&[
            ("generic", List(MIDDLE_NAME_GENERIC)),
            ("female", List(MIDDLE_NAME_FEMALE)),
            ("male", List(MIDDLE_NAME_MALE)),
        ]),
    ),
    ("last_name", Group(&[("generic", List(EN::NAME_LAST_NAME))])),
    ("last_name_pattern", Group(&[("generic", Weighted(LAST_NAME_PATTERN_GENERIC))])),
    ("name", Weighted(NAME)),
    (
        "prefix",
        Group(&[("generic", List(PREFIX_GENERIC)), ("female", List(PREFIX_FEMALE)), ("male", List(PREFIX_MALE))]),
    ),
    ("suffix", List(SUFFIX)),
    ("sex", List(SEX)),
    ("gender", List(GENDER)),
    ("bio_part", List(BIO_PART)),
    ("bio_supporter", List(BIO_SUPPORTER)),
    ("bio_pattern", List(BIO_PATTERN)),
    ("job_title_pattern", List(JOB_TITLE_PATTERN)),
    ("job_descriptor", List(JOB_DESCRIPTOR)),
    ("job_area", List(JOB_AREA)),
    ("job_type", List(JOB_TYPE)),
    ("western_zodiac_sign", List(WESTERN_ZODIAC_SIGN)),
];

#[rustfmt::skip]
const FIRST_NAME_FEMALE: &[&str] = &[
    "Ada", "Agnes", "Alice", "Alma", "Amanda", "Amber", "Amy", "Andrea", "Angela", "Anita", "Anna", "Anne",
    "Audrey", "Beatrice", "Bernice", "Bertha", "Beth", "Betty", "Beverly", "Bonnie", "Brenda", "Camille", "Carla",
    "Carmen", "Carol", "Caroline", "Catherine", "Cecilia", "Charlotte", "Cheryl", "Christina", "Claire", "Clara",
    "Claudia", "Colleen", "Constance", "Cora", "Cynthia", "Daisy", "Dana", "Deborah", "Denise", "Diana", "Dolores",
    "Donna", "Dora", "Doris", "Dorothy", "Edith", "Edna", "Eileen", "Elaine", "Eleanor", "Elizabeth", "Ella",
    "Ellen", "Elsie", "Emily", "Emma", "Erica", "Esther", "Ethel", "Eva", "Evelyn", "Faith", "Felicia", "Florence",
    "Frances", "Gail", "Genevieve", "Geraldine", "Gladys", "Gloria", "Grace", "Gwendolyn", "Hannah", "Harriet",
    "Hazel", "Heather", "Helen", "Henrietta", "Hilda", "Ida", "Irene", "Iris", "Irma", "Isabel", "Jacqueline",
    "Jane", "Janet", "Janice", "Jean", "Jennifer", "Jessica", "Joan", "Joanna", "Josephine", "Joy", "Joyce",
    "Juanita", "Judith", "Julia", "June", "Karen", "Katherine", "Kathleen", "Kelly", "Kimberly", "Laura", "Lena",
    "Leona", "Lillian", "Linda", "Lisa", "Lois", "Loretta", "Louise", "Lucille", "Lucy", "Lydia", "Lynn", "Mabel",
    "Marcia", "Margaret", "Maria", "Marion", "Marjorie", "Martha", "Mary", "Maureen", "Melissa", "Mildred",
    "Miriam", "Molly", "Monica", "Myrtle", "Nancy", "Naomi", "Natalie", "Nellie", "Nicole", "Nina", "Nora", "Norma",
    "Olga", "Olive", "Olivia", "Pamela", "Patricia", "Paula", "Pauline", "Pearl", "Peggy", "Penny", "Phyllis",
    "Priscilla", "Rachel", "Rebecca", "Regina", "Rita", "Roberta", "Rosa", "Rose", "Rosemary", "Ruby", "Ruth",
    "Sabrina", "Sally", "Sandra", "Sara", "Sarah", "Sharon", "Sheila", "Shirley", "Sophia", "Stella", "Stephanie",
    "Susan", "Sylvia", "Tamara", "Teresa", "Theresa", "Tina", "Valerie", "Vanessa", "Vera", "Veronica", "Victoria",
    "Viola", "Violet", "Virginia", "Vivian", "Wanda", "Wendy", "Wilma", "Yolanda", "Yvonne",
];

#[rustfmt::skip]
const FIRST_NAME_MALE: &[&str] = &[
    "Aaron", "Adam", "Alan", "Albert", "Alexander", "Alfred", "Allen", "Alvin", "Andrew", "Anthony", "Archie",
    "Arnold", "Arthur", "Barry", "Benjamin", "Bernard", "Bill", "Bradley", "Brandon", "Brian", "Bruce", "Byron",
    "Calvin", "Cameron", "Carl", "Carlton", "Cecil", "Charles", "Chester", "Christopher", "Clarence", "Clifford",
    "Clyde", "Colin", "Craig", "Curtis", "Dale", "Daniel", "Darren", "David", "Dean", "Dennis", "Derek", "Dominic",
    "Donald", "Douglas", "Duane", "Dwight", "Earl", "Edgar", "Edmund", "Edward", "Edwin", "Elbert", "Elmer", "Eric",
    "Ernest", "Ervin", "Eugene", "Evan", "Felix", "Floyd", "Francis", "Frank", "Franklin", "Fred", "Frederick",
    "Gary", "Gene", "Geoffrey", "George", "Gerald", "Gilbert", "Glenn", "Gordon", "Graham", "Grant", "Greg",
    "Gregory", "Guy", "Harold", "Harry", "Harvey", "Hector", "Henry", "Herbert", "Herman", "Homer", "Horace",
    "Howard", "Hubert", "Hugh", "Ian", "Ignatius", "Irving", "Isaac", "Ivan", "Jack", "Jacob", "James", "Jason",
    "Jeffrey", "Jeremy", "Jerome", "Jesse", "Joel", "John", "Jonathan", "Joseph", "Joshua", "Julian", "Justin",
    "Keith", "Kenneth", "Kevin", "Kirk", "Kurt", "Lance", "Larry", "Laurence", "Lee", "Leo", "Leonard", "Leroy",
    "Leslie", "Lester", "Lewis", "Lionel", "Lloyd", "Louis", "Lowell", "Luke", "Marcus", "Mario", "Mark",
    "Marshall", "Martin", "Marvin", "Matthew", "Maurice", "Max", "Melvin", "Michael", "Milton", "Mitchell",
    "Morris", "Nathan", "Neil", "Nicholas", "Noel", "Norman", "Oliver", "Orville", "Oscar", "Otis", "Owen",
    "Patrick", "Paul", "Perry", "Peter", "Philip", "Ralph", "Ramon", "Randall", "Ray", "Raymond", "Reginald", "Rex",
    "Richard", "Robert", "Roderick", "Rodney", "Roger", "Roland", "Ronald", "Ross", "Roy", "Rufus", "Russell",
    "Samuel", "Scott", "Seth", "Sidney", "Simon", "Spencer", "Stanley", "Stephen", "Steven", "Stuart", "Sylvester",
    "Ted", "Terrence", "Theodore", "Thomas", "Timothy", "Todd", "Tom", "Travis", "Tyler", "Vernon", "Victor",
    "Vincent", "Virgil", "Wallace", "Walter", "Warren", "Wayne", "Wesley", "Wilbur", "Willard", "William",
    "Winston", "Woodrow", "Zachary",
];

#[rustfmt::skip]
const MIDDLE_NAME_GENERIC: &[&str] = &[
    "Addison", "Alex", "Ash", "Avery", "Bailey", "Blair", "Blake", "Brooke", "Cameron", "Casey", "Charlie", "Dale",
    "Dana", "Drew", "Dylan", "Eden", "Ellis", "Emerson", "Finley", "Frankie", "Gray", "Greer", "Harper", "Hayden",
    "Hollis", "Jamie", "Jesse", "Jordan", "Jules", "Kai", "Kelly", "Kendall", "Kim", "Lane", "Lee", "Logan", "Lynn",
    "Marley", "Morgan", "Noel", "Parker", "Quinn", "Reagan", "Reese", "Remy", "Riley", "River", "Robin", "Rory",
    "Rowan", "Sage", "Sam", "Sawyer", "Shannon", "Shay", "Sidney", "Skyler", "Taylor", "Terry", "Toby", "Winter",
];

#[rustfmt::skip]
const MIDDLE_NAME_FEMALE: &[&str] = &[
    "Abigail", "Adele", "Alexandra", "Alice", "Amelia", "Anastasia", "Angelica", "Anne", "Ashley", "Beatrice",
    "Belle", "Brooke", "Camille", "Carmen", "Charlotte", "Claire", "Clara", "Daisy", "Daphne", "Diana", "Eleanor",
    "Elise", "Elizabeth", "Eloise", "Emily", "Erin", "Evelyn", "Faith", "Fiona", "Florence", "Frances", "Georgia",
    "Gloria", "Grace", "Hannah", "Harriet", "Hope", "Imogen", "Irene", "Iris", "Isabella", "Jade", "Jane",
    "Jasmine", "Jocelyn", "Josephine", "Joy", "Juliet", "Kate", "Katherine", "Leah", "Lily", "Louise", "Lucille",
    "Lydia", "Mae", "Margaret", "Marie", "Matilda", "Maya", "Michelle", "Naomi", "Nicole", "Olive", "Paige",
    "Pearl", "Penelope", "Phoebe", "Quinn", "Rachel", "Renee", "Rosalie", "Rose", "Ruby", "Ruth", "Sarah", "Sophia",
    "Susan", "Sylvia", "Tessa", "Vera", "Victoria", "Violet", "Vivienne", "Willow", "Zoe",
];

#[rustfmt::skip]
const MIDDLE_NAME_MALE: &[&str] = &[
    "Aaron", "Adam", "Alan", "Alexander", "Andrew", "Anthony", "Arthur", "Austin", "Benjamin", "Blake", "Brian",
    "Caleb", "Charles", "Christian", "Christopher", "Cole", "Daniel", "David", "Dean", "Dominic", "Edward",
    "Elijah", "Eric", "Ethan", "Felix", "Francis", "Gabriel", "George", "Grant", "Gregory", "Harrison", "Henry",
    "Hugh", "Isaac", "Jack", "Jacob", "James", "John", "Joseph", "Joshua", "Jude", "Julian", "Justin", "Kyle",
    "Lawrence", "Leo", "Levi", "Louis", "Lucas", "Luke", "Mark", "Matthew", "Maxwell", "Michael", "Miles", "Nathan",
    "Nathaniel", "Nicholas", "Noah", "Oliver", "Oscar", "Owen", "Patrick", "Paul", "Peter", "Philip", "Reid",
    "Richard", "Robert", "Ryan", "Samuel", "Scott", "Sebastian", "Simon", "Stephen", "Theodore", "Thomas",
    "Timothy", "Tyler", "Victor", "Vincent", "Walter", "William", "Xavier", "Zachary",
];

#[rustfmt::skip]
const LAST_NAME_PATTERN_GENERIC: &[(&str, f64)] = &[
    ("{{person.last_name.generic}}", 95.0), ("{{person.last_name.generic}}-{{person.last_name.generic}}", 5.0),
];

#[rustfmt::skip]
const NAME: &[(&str, f64)] = &[
    ("{{person.firstName}} {{person.lastName}}", 49.0),
    ("{{person.prefix}} {{person.firstName}} {{person.lastName}}", 7.0),
    ("{{person.firstName}} {{person.lastName}} {{person.suffix}}", 7.0),
    ("{{person.prefix}} {{person.firstName}} {{person.lastName}} {{person.suffix}}", 1.0),
];

const PREFIX_GENERIC: &[&str] = &["Dr.", "Miss", "Mr.", "Mrs.", "Ms."];

const PREFIX_FEMALE: &[&str] = &["Dr.", "Miss", "Mrs.", "Ms."];

const PREFIX_MALE: &[&str] = &["Dr.", "Mr."];

const SUFFIX: &[&str] = &["Jr.", "Sr.", "I", "II", "III", "IV", "V", "MD", "DDS", "PhD", "DVM"];

const SEX: &[&str] = &["female", "male"];

#[rustfmt::skip]
const GENDER: &[&str] = &[
    "Agender", "Androgyne", "Androgynous", "Bigender", "Binary", "Cis", "Cis female", "Cis male", "Cis man",
    "Cis woman", "Cisgender", "Cisgender female", "Cisgender male", "Demi-boy", "Demi-girl", "Demigender", "Female",
    "Gender fluid", "Gender neutral", "Gender nonconforming", "Gender questioning", "Genderflux", "Genderqueer",
    "Intersex", "Male", "Man", "Neutrois", "Non-binary", "Pangender", "Polygender", "Trans female", "Trans male",
    "Trans man", "Trans woman", "Transfeminine", "Transgender", "Transmasculine", "Two-spirit", "Woman",
];

#[rustfmt::skip]
const BIO_PART: &[&str] = &[
    "activist", "actor", "artist", "author", "baker", "blogger", "coach", "composer", "creator", "dad", "designer",
    "developer", "dreamer", "educator", "engineer", "entrepreneur", "environmentalist", "filmmaker", "foodie",
    "founder", "friend", "gamer", "gardener", "geek", "grad", "historian", "inventor", "leader", "mom", "musician",
    "nerd", "parent", "patriot", "person", "philosopher", "photographer", "public speaker", "runner", "scientist",
    "singer", "streamer", "student", "teacher", "traveler", "veteran", "writer",
];

const BIO_SUPPORTER: &[&str] = &["advocate", "devotee", "enthusiast", "fan", "junkie", "lover", "supporter"];

#[rustfmt::skip]
const BIO_PATTERN: &[&str] = &[
    "{{person.bio_part}}", "{{person.bio_part}}, {{person.bio_part}}",
    "{{person.bio_part}}, {{person.bio_part}}, {{person.bio_part}}",
    "{{person.bio_part}}, {{person.bio_part}}, {{person.bio_part}} {{internet.emoji}}",
    "{{word.noun}} {{person.bio_supporter}}", "{{word.noun}} {{person.bio_supporter}}  {{internet.emoji}}",
    "{{word.noun}} {{person.bio_supporter}}, {{person.bio_part}}",
    "{{word.noun}} {{person.bio_supporter}}, {{person.bio_part}} {{internet.emoji}}",
];

const JOB_TITLE_PATTERN: &[&str] = &["{{person.jobDescriptor}} {{person.jobArea}} {{person.jobType}}"];

#[rustfmt::skip]
const JOB_DESCRIPTOR: &[&str] = &[
    "Central", "Chief", "Corporate", "Customer", "Direct", "District", "Dynamic", "Forward", "Future", "Global",
    "Human", "Internal", "International", "Investor", "Lead", "Legacy", "National", "Principal", "Product",
    "Regional", "Senior",
];

#[rustfmt::skip]
const JOB_AREA: &[&str] = &[
    "Accountability", "Accounts", "Applications", "Assurance", "Brand", "Branding", "Communications",
    "Configuration", "Creative", "Data", "Directives", "Division", "Factors", "Functionality", "Group", "Identity",
    "Implementation", "Infrastructure", "Integration", "Interactions", "Intranet", "Marketing", "Markets",
    "Metrics", "Mobility", "Operations", "Optimization", "Paradigm", "Program", "Quality", "Research", "Response",
    "Security", "Solutions", "Tactics", "Usability", "Web",
];

#[rustfmt::skip]
const JOB_TYPE: &[&str] = &[
    "Administrator", "Agent", "Analyst", "Architect", "Assistant", "Associate", "Consultant", "Coordinator",
    "Designer", "Developer", "Director", "Engineer", "Executive", "Facilitator", "Liaison", "Manager", "Officer",
    "Orchestrator", "Planner", "Producer", "Representative", "Specialist", "Strategist", "Supervisor", "Technician",
];

#[rustfmt::skip]
const WESTERN_ZODIAC_SIGN: &[&str] = &[
    "Aquarius", "Pisces", "Aries", "Taurus", "Gemini", "Cancer", "Leo", "Virgo", "Libra", "Scorpio", "Sagittarius",
    "Capricorn",
];
