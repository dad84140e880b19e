//! One request, one reply.

pub mod crud;
