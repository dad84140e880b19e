//! Cars and bicycles

use crate::faker::definitions::Entry::{self, List};

/// `definitions.vehicle`.
pub(in crate::faker) const DEFINITIONS: &[(&str, Entry)] = &[
    ("bicycle_type", List(BICYCLE_TYPE)),
    ("fuel", List(FUEL)),
    ("manufacturer", List(MANUFACTURER)),
    ("model", List(MODEL)),
    ("type", List(TYPE)),
];

#[rustfmt::skip]
const BICYCLE_TYPE: &[&str] = &[
    "Adventure Road Bicycle", "BMX Bicycle", "City Bicycle", "Cruiser Bicycle", "Cyclocross Bicycle",
    "Dual-Sport Bicycle", "Fitness Bicycle", "Flat-Foot Comfort Bicycle", "Folding Bicycle", "Hybrid Bicycle",
    "Mountain Bicycle", "Recumbent Bicycle", "Road Bicycle", "Tandem Bicycle", "Touring Bicycle",
    "Track/Fixed-Gear Bicycle", "Triathlon/Time Trial Bicycle", "Tricycle",
];

const FUEL: &[&str] = &["Diesel", "Electric", "Gasoline", "Hybrid"];

#[rustfmt::skip]
const MANUFACTURER: &[&str] = &[
    "Alfa Romeo", "Aston Martin", "Audi", "BMW", "BYD", "Bentley", "Bugatti", "Cadillac", "Chevrolet", "Chrysler",
    "Citroën", "Dacia", "Dodge", "Ferrari", "Fiat", "Ford", "Genesis", "Honda", "Hyundai", "Jaguar", "Jeep", "Kia",
    "Lamborghini", "Land Rover", "Lexus", "Maserati", "Mazda", "Mercedes Benz", "Mini", "Mitsubishi", "NIO",
    "Nissan", "Opel", "Peugeot", "Polestar", "Porsche", "Renault", "Rolls Royce", "Skoda", "Smart", "Subaru",
    "Suzuki", "Tesla", "Toyota", "Volkswagen", "Volvo",
];

#[rustfmt::skip]
const MODEL: &[&str] = &[
    "911", "A4", "Accord", "Alpine", "Altima", "Aventador", "Beetle", "Bronco", "CX-9", "CTS", "Camaro", "Camry",
    "Challenger", "Charger", "Civic", "Colorado", "Corolla", "Corvette", "Countach", "Cruze", "Durango",
    "El Camino", "Element", "Escalade", "Expedition", "Explorer", "F-150", "Fiesta", "Focus", "Fortwo", "Golf",
    "Grand Caravan", "Grand Cherokee", "Impala", "Jetta", "LeBaron", "Land Cruiser", "Malibu", "Model 3", "Model S",
    "Model T", "Model X", "Model Y", "Mustang", "PT Cruiser", "Prius", "Ranchero", "Roadster", "Sentra",
    "Silverado", "Spyder", "Taurus", "V90", "Volt", "Wrangler", "XC90", "XTS",
];

#[rustfmt::skip]
const TYPE: &[&str] = &[
    "Cargo Van", "Convertible", "Coupe", "Crew Cab Pickup", "Extended Cab Pickup", "Hatchback", "Minivan",
    "Passenger Van", "SUV", "Sedan", "Wagon",
];
