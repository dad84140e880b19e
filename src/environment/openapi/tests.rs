//! Documents under `tests/openapi`, converted.
