//! From method and path to candidate routes, in first-match order.
