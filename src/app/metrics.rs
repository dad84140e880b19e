//! Prometheus text.

use super::App;

/// Renders the metrics of all environments.
pub fn render(app: &App) -> String {
    let _ = app;
    String::from("# TYPE sidemock_build_info gauge\nsidemock_build_info 1\n")
}
