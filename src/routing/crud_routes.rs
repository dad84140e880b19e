//! The nine routes that one CRUD endpoint stands for.

use std::sync::Arc;

use super::error::PatternError;
use super::legacy::{self, dedup_slashes};
use super::pattern::Pattern;

/// What a request on a CRUD endpoint does to the data bucket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CrudOperation {
    /// Lists, filters and pages.
    Get,
    /// Reads one item.
    GetById,
    /// Adds an item.
    Create,
    /// Replaces everything.
    Update,
    /// Replaces one item.
    UpdateById,
    /// Merges into everything.
    UpdateMerge,
    /// Merges into one item.
    UpdateMergeById,
    /// Deletes everything.
    Delete,
    /// Deletes one item.
    DeleteById,
}

impl CrudOperation {
    /// Whether the operation changes the bucket.
    pub fn writes(self) -> bool {
        !matches!(self, Self::Get | Self::GetById)
    }
}

/// One of the nine routes.
#[derive(Debug, Clone)]
pub struct CrudRoute {
    /// What it does.
    pub operation: CrudOperation,
    /// Its method, in lower case.
    pub method: &'static str,
    /// Its path.
    pub pattern: Arc<Pattern>,
}

/// Name of the path parameter that holds the id.
pub const ID_PARAM: &str = "id";

/// The routes of a CRUD endpoint, in the order in which they are tried.
///
/// # Errors
/// When none of the routes ever matches. An endpoint may be fine with an id behind it and not without (`a\`): then
/// only the routes with an id are there.
pub fn crud_routes(prefix: &str, endpoint: &str) -> Result<Vec<CrudRoute>, PatternError> {
    use CrudOperation::*;
    let original = legacy::join(prefix, endpoint);
    let path = legacy::rewrite(&original);
    let all = Pattern::from_path(&original, &dedup_slashes(&path)).map(Arc::new);
    let one = dedup_slashes(&format!("{path}/:{ID_PARAM}"));
    let one = Pattern::from_path(&original, &one).map(Arc::new);
    let mut routes = Vec::with_capacity(9);
    for (operation, method, by_id) in [
        (Get, "get", false),
        (GetById, "get", true),
        (Create, "post", false),
        (Update, "put", false),
        (UpdateById, "put", true),
        (UpdateMerge, "patch", false),
        (UpdateMergeById, "patch", true),
        (Delete, "delete", false),
        (DeleteById, "delete", true),
    ] {
        if let Ok(pattern) = if by_id { &one } else { &all } {
            routes.push(CrudRoute { operation, method, pattern: Arc::clone(pattern) });
        }
    }
    match all {
        Err(error) if routes.is_empty() => Err(error),
        _ => Ok(routes),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nine_routes_in_the_order_of_the_reference() {
        let routes = crud_routes("api", "users/").expect("valid");
        let listed: Vec<_> = routes.iter().map(|r| (r.method, r.pattern.matches("/api/users/7").is_some())).collect();
        assert_eq!(
            listed,
            [
                ("get", false),
                ("get", true),
                ("post", false),
                ("put", false),
                ("put", true),
                ("patch", false),
                ("patch", true),
                ("delete", false),
                ("delete", true)
            ]
        );
        assert!(routes.iter().all(|r| r.pattern.original() == "/api/users/"));
    }

    #[test]
    fn the_id_follows_other_parameters() {
        let routes = crud_routes("", "shops/:shop/items").expect("valid");
        let params = routes[1].pattern.matches("/shops/a/items/b").expect("match");
        assert_eq!(params.get("id").map(|v| v.to_str()).as_deref(), Some("b"));
        assert!(crud_routes("", "a(").is_err());
    }
}
