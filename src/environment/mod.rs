//! Environment files: the model, and the way from bytes to it (parse, migrate, repair).

pub mod model;
