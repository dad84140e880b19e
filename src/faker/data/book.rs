//! Books, their authors and publishers

use crate::faker::definitions::Entry::{self, List};

/// `definitions.book`.
pub(in crate::faker) const DEFINITIONS: &[(&str, Entry)] = &[
    ("author", List(AUTHOR)),
    ("format", List(FORMAT)),
    ("genre", List(GENRE)),
    ("publisher", List(PUBLISHER)),
    ("series", List(SERIES)),
    ("title", List(TITLE)),
];

#[rustfmt::skip]
const AUTHOR: &[&str] = &[
    "Agatha Christie", "Albert Camus", "Alexandre Dumas", "Alice Munro", "Anne Brontë", "Anton Chekhov",
    "Arthur Conan Doyle", "Astrid Lindgren", "Bertolt Brecht", "Bram Stoker", "Charles Dickens", "Charlotte Brontë",
    "Chinua Achebe", "Christa Wolf", "Cormac McCarthy", "Daniel Defoe", "Dante Alighieri", "Doris Lessing",
    "Edgar Allan Poe", "Edith Wharton", "Elena Ferrante", "Emily Brontë", "Émile Zola", "Ernest Hemingway",
    "Evelyn Waugh", "F. Scott Fitzgerald", "Franz Kafka", "Fyodor Dostoevsky", "Gabriel García Márquez",
    "George Eliot", "George Orwell", "Graham Greene", "Gustave Flaubert", "Günter Grass", "Halldór Laxness",
    "Harper Lee", "Heinrich Böll", "Henrik Ibsen", "Henry James", "Herman Melville", "Honoré de Balzac",
    "Isabel Allende", "Isak Dinesen", "Italo Calvino", "J.R.R. Tolkien", "Jack London", "James Baldwin",
    "James Joyce", "Jane Austen", "Johann Wolfgang von Goethe", "John Steinbeck", "Jonathan Swift",
    "Jorge Luis Borges", "José Saramago", "Joseph Conrad", "Jules Verne", "Kazuo Ishiguro", "Kurt Vonnegut",
    "Laurence Sterne", "Leo Tolstoy", "Lewis Carroll", "Louisa May Alcott", "Marcel Proust", "Margaret Atwood",
    "Mario Vargas Llosa", "Mark Twain", "Mary Shelley", "Miguel de Cervantes", "Naguib Mahfouz",
    "Nathaniel Hawthorne", "Nikolai Gogol", "Octavio Paz", "Oscar Wilde", "Pablo Neruda", "Patricia Highsmith",
    "Ralph Ellison", "Ray Bradbury", "Robert Louis Stevenson", "Robert Musil", "Rudyard Kipling", "Salman Rushdie",
    "Samuel Beckett", "Selma Lagerlöf", "Stendhal", "Sylvia Plath", "Terry Pratchett", "Thomas Hardy",
    "Thomas Mann", "Toni Morrison", "Umberto Eco", "Ursula K. Le Guin", "V.S. Naipaul", "Victor Hugo",
    "Virginia Woolf", "Vladimir Nabokov", "Voltaire", "Walt Whitman", "William Faulkner", "William Golding",
    "William Shakespeare", "Zadie Smith",
];

const FORMAT: &[&str] = &["Audiobook", "Ebook", "Hardcover", "Paperback"];

#[rustfmt::skip]
const GENRE: &[&str] = &[
    "Adventure", "Biography", "Business", "Children's Literature", "Classic", "Comedy", "Comic", "Crime",
    "Detective", "Drama", "Fantasy", "Graphic Novel", "Historical Fiction", "Horror", "Memoir", "Mystery",
    "Mythology", "Philosophy", "Poetry", "Psychology", "Religion", "Romance", "Science Fiction", "Thriller",
    "Western", "Young Adult",
];

#[rustfmt::skip]
const PUBLISHER: &[&str] = &[
    "Academic Press", "Addison-Wesley", "Allen & Unwin", "Atlantic Books", "Ballantine Books", "Bantam Books",
    "Basic Books", "Beacon Press", "Berghahn Books", "Black Swan", "Bloomsbury Publishing", "Butterworth-Heinemann",
    "Cambridge University Press", "Canongate Books", "Carl Hanser Verlag", "Chatto & Windus", "Chronicle Books",
    "City Lights Publishers", "Columbia University Press", "Cornell University Press", "Crown Publishing Group",
    "Del Rey Books", "Dorling Kindersley", "Doubleday", "Dover Publications", "Elsevier", "Faber and Faber",
    "Farrar, Straus and Giroux", "Gallimard", "Gollancz", "Grove Press", "HarperCollins",
    "Harvard University Press", "Hodder & Stoughton", "Houghton Mifflin", "John Wiley & Sons", "Jonathan Cape",
    "Knopf", "Ladybird Books", "Little, Brown and Company", "MIT Press", "Macmillan Publishers", "McGraw-Hill",
    "Melville House", "Mondadori", "New Directions", "O'Reilly Media", "Oxford University Press",
    "Palgrave Macmillan", "Pan Books", "Pantheon Books", "Pearson", "Penguin Books", "Picador",
    "Princeton University Press", "Puffin Books", "Random House", "Reclam", "Riverhead Books", "Routledge",
    "Sage Publications", "Scholastic", "Schocken Books", "Scribner", "Secker & Warburg", "Simon & Schuster",
    "Springer", "Suhrkamp Verlag", "Thames & Hudson", "Tor Books", "University of California Press",
    "University of Chicago Press", "Verso Books", "Viking Press", "Vintage Books", "Virago Press",
    "W. W. Norton & Company", "Yale University Press",
];

#[rustfmt::skip]
const SERIES: &[&str] = &[
    "A Song of Ice and Fire", "Culture", "Discworld", "Dune", "Earthsea", "Foundation", "Harry Potter",
    "Hercule Poirot", "In Search of Lost Time", "Inspector Maigret", "Miss Marple", "Moomins", "Sherlock Holmes",
    "The Chronicles of Narnia", "The Dark Tower", "The Forsyte Saga", "The Hunger Games", "The Lord of the Rings",
    "The Wheel of Time", "The Witcher", "Wallander", "Wolf Hall",
];

#[rustfmt::skip]
const TITLE: &[&str] = &[
    "1984", "A Passage to India", "A Room with a View", "Anna Karenina", "As I Lay Dying", "Beloved",
    "Berlin Alexanderplatz", "Blindness", "Brave New World", "Buddenbrooks", "Candide", "Catch-22",
    "Crime and Punishment", "Dangling Man", "David Copperfield", "Dead Souls", "Death in Venice", "Disgrace",
    "Doctor Zhivago", "Don Quixote", "Dracula", "Emma", "Fahrenheit 451", "Faust", "Ficciones", "Frankenstein",
    "Great Expectations", "Gulliver's Travels", "Hamlet", "Heart of Darkness", "Hunger", "Invisible Cities",
    "Invisible Man", "Jane Eyre", "Journey to the Center of the Earth", "King Lear", "Les Misérables",
    "Little Women", "Lolita", "Lord of the Flies", "Love in the Time of Cholera", "Madame Bovary", "Middlemarch",
    "Midnight's Children", "Moby Dick", "Mrs Dalloway", "Notes from Underground", "Oblomov", "Oedipus Rex",
    "On the Road", "One Hundred Years of Solitude", "Orlando", "Othello", "Père Goriot", "Pippi Longstocking",
    "Pride and Prejudice", "Rebecca", "Robinson Crusoe", "Romeo and Juliet", "Slaughterhouse-Five",
    "Sons and Lovers", "Tess of the d'Urbervilles", "The Brothers Karamazov", "The Call of the Wild", "The Castle",
    "The Catcher in the Rye", "The Count of Monte Cristo", "The Divine Comedy", "The Glass Bead Game",
    "The Grapes of Wrath", "The Great Gatsby", "The Hobbit", "The Idiot", "The Jungle Book", "The Leopard",
    "The Lord of the Rings", "The Magic Mountain", "The Metamorphosis", "The Name of the Rose",
    "The Old Man and the Sea", "The Picture of Dorian Gray", "The Plague", "The Red and the Black",
    "The Sound and the Fury", "The Stranger", "The Three Musketeers", "The Tin Drum", "The Trial",
    "Things Fall Apart", "To Kill a Mockingbird", "To the Lighthouse", "Treasure Island", "Tristram Shandy",
    "Twenty Thousand Leagues under the Seas", "Ulysses", "Under the Volcano", "War and Peace", "Wuthering Heights",
    "Zorba the Greek",
];
