//! `palanta sentiment lexicon`: the lexicon of elements with staff's edits, as a file.

use crate::cli::{open_tool, say};
use crate::config::Config;
use crate::flows::guide;
use crate::text::elements::{BUILT_IN, edits};
use std::io::Write;
use std::path::Path;

/// # Errors
/// What could not be read or written, in a line.
pub async fn export(config: Config, out: Option<&Path>) -> Result<(), String> {
    let app = open_tool(config).await?;
    let edits = guide::element_edits(&app).await.map_err(say)?;
    let file = edits::written(BUILT_IN, &edits::merged(BUILT_IN, &edits));
    match out {
        Some(path) => std::fs::File::create_new(path)
            .and_then(|mut f| f.write_all(file.as_bytes()))
            .map_err(|e| format!("{}: {e}", path.display()))?,
        None => std::io::stdout()
            .write_all(file.as_bytes())
            .map_err(|e| e.to_string())?,
    }
    app.store.clone().close().await.map_err(say)
}
