//! QR codes (ISO/IEC 18004) as pictures that print and scale.

use crate::domain::error::{Error, Result};
use maud::{Markup, html};
use qrcode::{Color, EcLevel, QrCode};
use std::fmt::Write;

/// The quiet zone around a code, in modules.
const QUIET: usize = 4;

/// A code that is still read with a quarter of it torn or dirty.
///
/// # Errors
/// If the text is too long for a code.
pub fn code(text: &str) -> Result<QrCode> {
    // What it says may be a secret.
    QrCode::with_error_correction_level(text, EcLevel::Q)
        .map_err(|e| Error::Internal(format!("a code of {} bytes: {e}", text.len())))
}

/// Black on white whatever the scheme, since readers expect it.
pub fn drawing(code: &QrCode, about: &str) -> Markup {
    let width = code.width();
    let side = width + 2 * QUIET;
    let mut path = String::new();
    for (y, row) in code.to_colors().chunks(width).enumerate() {
        let mut x = 0;
        while x < width {
            let dark = row[x..].iter().take_while(|c| **c == Color::Dark).count();
            if dark > 0 {
                // Writing to a string can't fail.
                let _ = write!(path, "M{} {}h{dark}v1h-{dark}z", x + QUIET, y + QUIET);
            }
            x += dark.max(1);
        }
    }
    html! {
        svg.qr viewBox={ "0 0 " (side) " " (side) } role="img" aria-label=(about) shape-rendering="crispEdges" {
            path fill="#fff" d={ "M0 0h" (side) "v" (side) "H0z" } {}
            path fill="#000" d=(path) {}
        }
    }
}
