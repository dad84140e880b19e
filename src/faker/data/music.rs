//! Genres, artists, albums and songs

use crate::faker::definitions::Entry::{self, List};

/// `definitions.music`.
pub(in crate::faker) const DEFINITIONS: &[(&str, Entry)] =
    &[("genre", List(GENRE)), ("artist", List(ARTIST)), ("album", List(ALBUM)), ("song_name", List(SONG_NAME))];

#[rustfmt::skip]
const GENRE: &[&str] = &[
    "Acid House", "Acid Jazz", "Acoustic Blues", "Afrobeat", "Alternative Rock", "Ambient", "Americana",
    "Arena Rock", "Barbershop", "Baroque", "Bebop", "Big Band", "Bluegrass", "Bossa Nova", "Breakbeat", "Britpop",
    "Calypso", "Celtic", "Chamber Music", "Chanson", "Chicago Blues", "Chillout", "Choral", "Classic Blues",
    "Classical", "Country", "Cumbia", "Dancehall", "Deep House", "Delta Blues", "Disco", "Dixieland", "Downtempo",
    "Dream Pop", "Drum & Bass", "Dub", "Dubstep", "Electro", "Emo", "Europop", "Fado", "Flamenco", "Folk",
    "Folk Rock", "Funk", "Fusion", "Garage Rock", "Glam Rock", "Gospel", "Grime", "Grunge", "Hard Rock", "Hardcore",
    "Heavy Metal", "Hip-Hop", "Honky Tonk", "House", "Indie Pop", "Indie Rock", "Industrial", "J-Pop", "Jazz",
    "Jungle", "K-Pop", "Klezmer", "Latin Jazz", "Lounge", "Mambo", "Mariachi", "Minimalism", "Motown", "Neo-Soul",
    "New Age", "New Wave", "Opera", "Opera", "Outlaw Country", "Polka", "Pop", "Post-Punk", "Power Metal",
    "Progressive Rock", "Psychedelic Rock", "Punk", "R&B", "Ragtime", "Rap", "Reggae", "Reggaeton", "Rock",
    "Rock & Roll", "Rockabilly", "Romantic", "Rumba", "Salsa", "Samba", "Shoegaze", "Ska", "Smooth Jazz", "Soul",
    "Soundtrack", "Swing", "Synthpop", "Tango", "Techno", "Thrash Metal", "Trance", "Trip Hop", "Waltz", "World",
    "Zydeco",
];

#[rustfmt::skip]
const ARTIST: &[&str] = &[
    "ABBA", "AC/DC", "Adele", "Al Green", "Amy Winehouse", "Aretha Franklin", "B.B. King", "Benny Goodman",
    "Beyoncé", "Bill Withers", "Billie Eilish", "Billie Holiday", "Billy Joel", "Björk", "Bob Dylan", "Bob Marley",
    "Bruce Springsteen", "Buddy Holly", "Carole King", "Chuck Berry", "Coldplay", "Count Basie", "Cyndi Lauper",
    "Daft Punk", "David Bowie", "Depeche Mode", "Diana Ross", "Dolly Parton", "Donna Summer", "Duke Ellington",
    "Eagles", "Ed Sheeran", "Ella Fitzgerald", "Elton John", "Elvis Presley", "Etta James", "Eurythmics",
    "Fats Domino", "Fleetwood Mac", "Foo Fighters", "Frank Sinatra", "Genesis", "George Harrison", "Gloria Gaynor",
    "Gorillaz", "Green Day", "Herbie Hancock", "Iggy Pop", "Imagine Dragons", "Iron Maiden", "James Brown",
    "Janis Joplin", "Jimi Hendrix", "John Coltrane", "John Lennon", "Johnny Cash", "Joni Mitchell", "Kate Bush",
    "Kendrick Lamar", "Kraftwerk", "Lady Gaga", "Led Zeppelin", "Leonard Cohen", "Little Richard",
    "Louis Armstrong", "Madonna", "Marvin Gaye", "Massive Attack", "Metallica", "Michael Jackson", "Miles Davis",
    "Muse", "Nat King Cole", "Neil Young", "Nina Simone", "Nirvana", "Norah Jones", "Otis Redding", "Patti Smith",
    "Paul Simon", "Pearl Jam", "Peter Gabriel", "Pink Floyd", "Prince", "Queen", "R.E.M.", "Radiohead",
    "Ray Charles", "Rihanna", "Roy Orbison", "Roxette", "Sam Cooke", "Simon & Garfunkel", "Stevie Wonder", "Sting",
    "Talking Heads", "Taylor Swift", "The Beach Boys", "The Beatles", "The Clash", "The Cure", "The Doors",
    "The Kinks", "The Police", "The Rolling Stones", "The Smiths", "The Supremes", "The Who", "Tina Turner",
    "Tom Petty", "Tom Waits", "Toto", "Tracy Chapman", "U2", "Van Morrison", "Whitney Houston",
];

#[rustfmt::skip]
const ALBUM: &[&str] = &[
    "1989", "21", "A Love Supreme", "Abbey Road", "Achtung Baby", "American Idiot", "Appetite for Destruction",
    "Automatic for the People", "Back in Black", "Back to Black", "Bad", "Beggars Banquet", "Blonde on Blonde",
    "Blood on the Tracks", "Blue", "Born in the U.S.A.", "Born to Run", "Bridge over Troubled Water",
    "Brothers in Arms", "Disintegration", "Electric Ladyland", "Exile on Main St.", "Future Nostalgia", "Graceland",
    "Highway 61 Revisited", "Horses", "Hotel California", "Houses of the Holy", "Hunky Dory", "Imagine",
    "In Rainbows", "Innervisions", "Jagged Little Pill", "Kid A", "Kind of Blue", "Led Zeppelin IV", "Let It Bleed",
    "London Calling", "Low", "Marquee Moon", "Moondance", "Nevermind", "OK Computer", "Off the Wall",
    "Parallel Lines", "Pet Sounds", "Purple Rain", "Ray of Light", "Remain in Light", "Revolver",
    "Rocket to Russia", "Rubber Soul", "Rumours", "Songs in the Key of Life", "Sticky Fingers", "Tapestry",
    "The Dark Side of the Moon", "The Joshua Tree", "The Queen Is Dead", "The Wall", "Thriller", "Transformer",
    "Unplugged in New York", "Violator", "What's Going On", "Who's Next", "Wish You Were Here",
];

#[rustfmt::skip]
const SONG_NAME: &[&str] = &[
    "A Change Is Gonna Come", "A Day in the Life", "All Along the Watchtower", "American Pie", "Billie Jean",
    "Bohemian Rhapsody", "Born to Run", "Bridge over Troubled Water", "Brown Eyed Girl", "California Dreamin'",
    "Crazy", "Dancing Queen", "Don't Stop Believin'", "Every Breath You Take", "Fortunate Son",
    "Georgia on My Mind", "Gimme Shelter", "God Only Knows", "Good Vibrations", "Great Balls of Fire", "Hallelujah",
    "Heroes", "Hey Jude", "Hotel California", "Hound Dog", "I Heard It Through the Grapevine", "I Walk the Line",
    "I Want to Hold Your Hand", "I Will Always Love You", "I Will Survive", "Imagine", "In the Air Tonight",
    "Jailhouse Rock", "Johnny B. Goode", "Jolene", "Killing Me Softly", "Layla", "Lean on Me", "Let It Be",
    "Let's Stay Together", "Life on Mars?", "Light My Fire", "Like a Prayer", "Like a Rolling Stone",
    "London Calling", "Losing My Religion", "Maybellene", "Moon River", "Mrs. Robinson", "My Generation", "My Girl",
    "No Woman, No Cry", "One", "Paint It Black", "Papa Was a Rollin' Stone", "Peggy Sue", "People Get Ready",
    "Proud Mary", "Purple Haze", "Purple Rain", "Respect", "Ring of Fire", "Rolling in the Deep", "Royals",
    "Satisfaction", "September", "Smells Like Teen Spirit", "Stairway to Heaven", "Stand by Me", "Stayin' Alive",
    "Strange Fruit", "Summertime Blues", "Superstition", "Sweet Child o' Mine", "Sweet Dreams", "Tainted Love",
    "The Sound of Silence", "The Times They Are a-Changin'", "The Tracks of My Tears", "Tutti Frutti",
    "Unchained Melody", "Under Pressure", "Walk On By", "Waterloo Sunset", "We Are the Champions",
    "What a Wonderful World", "What's Going On", "When a Man Loves a Woman", "Whole Lotta Love", "Wild Horses",
    "Wish You Were Here", "With or Without You", "Yesterday", "You Really Got Me", "Your Song",
];
