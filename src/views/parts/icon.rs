//! Small pictures, drawn in the page; all decorative.

use maud::{Markup, html};

/// The mark: a bench under a gabled roof, in the colours of the marawa.
pub fn logo() -> Markup {
    html! {
        svg width="36" height="36" viewBox="0 0 36 36" aria-hidden="true" focusable="false" {
            path.mark-a d="M2 15C8 14 14 10 18 3c4 7 10 11 16 12-6 1-11 0-16-3-5 3-10 4-16 3z" {}
            path.mark-b d="M5 20h26v4H5z" {}
            path.mark-c d="M8 25h4v8H8zM24 25h4v8h-4z" {}
        }
    }
}

fn line(d: &str) -> Markup {
    html! {
        svg.icon width="20" height="20" viewBox="0 0 24 24" aria-hidden="true" focusable="false" {
            path d=(d) {}
        }
    }
}

pub fn pen() -> Markup {
    line("M4 20h4L19 9l-4-4L4 16zM13 7l4 4")
}

pub fn hand() -> Markup {
    line("M12 21s-7-4.5-7-10a4 4 0 0 1 7-2.6A4 4 0 0 1 19 11c0 5.500-7 10-7 10z")
}

pub fn check() -> Markup {
    line("M4 12.500l5 5L20 6.500")
}

pub fn clock() -> Markup {
    line("M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7v5l3.500 2")
}

pub fn person() -> Markup {
    line("M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4.500 20a7.500 7.500 0 0 1 15 0")
}

pub fn bell() -> Markup {
    line("M6 17V11a6 6 0 0 1 12 0v6l2 2H4zM10 21h4")
}

pub fn talk() -> Markup {
    line("M4 5h16v11H9l-5 4z")
}
