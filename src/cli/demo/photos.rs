//! Photos of the demonstration: drawn, not taken, so that they show nobody and belong to nobody.

use super::chance::Chance;
use super::city::topics;
use crate::domain::error::{Error, Result};
use crate::domain::ids::{PhotoId, ServiceId};
use crate::domain::thread::Visibility;
use crate::flows::photos::finished;
use crate::media;
use crate::store::entity::{photo, post, thread};
use image::codecs::jpeg::JpegEncoder;
use image::{ExtendedColorType, Rgb, RgbImage};
use std::collections::HashMap;

const WIDTH: u32 = 960;
const HEIGHT: u32 = 640;
/// Photos in a batch of threads at most: enough to be met, and soon made.
const MOST: usize = 24;

/// Photos for some public threads about roads and waste.
pub fn of(threads: &[thread::Model], posts: &[post::Model]) -> Result<Vec<photo::Model>> {
    let topics: HashMap<ServiceId, String> =
        topics()?.into_iter().map(|((_, s), t)| (s, t)).collect();
    let openings: HashMap<_, _> = posts
        .iter()
        .filter(|p| p.opening)
        .map(|p| (p.thread_id, p.id))
        .collect();
    let mut rows = Vec::new();
    for (n, t) in threads.iter().enumerate().rev() {
        let scene: (fn(&mut RgbImage, &mut Chance), &str) =
            match topics.get(&t.service_id).map(String::as_str) {
                Some("jalan-rusak") => (hole, "Lubang di tengah jalan, tergenang air"),
                Some("sampah") => (heap, "Kantong sampah menumpuk di samping bak yang penuh"),
                _ => continue,
            };
        let Some(post) = openings.get(&t.id) else {
            continue;
        };
        let mut chance = Chance::new("photo", n as u64);
        if t.visibility != Visibility::Public || chance.below(3) != 0 {
            continue;
        }
        let photo = draw(scene.0, &mut chance)?;
        let mut row = finished(PhotoId::new(), photo, scene.1.to_owned(), t.created_ms);
        row.thread_id = Some(t.id);
        row.post_id = Some(*post);
        rows.push(row);
        if rows.len() == MOST {
            break;
        }
    }
    Ok(rows)
}

fn draw(scene: fn(&mut RgbImage, &mut Chance), chance: &mut Chance) -> Result<media::Photo> {
    let mut picture = RgbImage::from_fn(WIDTH, HEIGHT, |_, y| {
        let shade = u8::try_from(y * 60 / HEIGHT).unwrap_or(0);
        Rgb([150 + shade, 185 + shade / 2, 215])
    });
    scene(&mut picture, chance);
    let mut file = Vec::new();
    JpegEncoder::new_with_quality(&mut file, 90)
        .encode(&picture, WIDTH, HEIGHT, ExtendedColorType::Rgb8)
        .map_err(|e| Error::Internal(e.to_string()))?;
    media::photo(&file).map_err(|e| Error::Internal(format!("{e:?}")))
}

/// Colours every pixel of which `inside` says so, by its place from −1 to 1 across and 0 to 1 down.
fn paint(picture: &mut RgbImage, color: [u8; 3], inside: impl Fn(f32, f32) -> bool) {
    for (x, y, p) in picture.enumerate_pixels_mut() {
        let (u, v) = (
            x as f32 / WIDTH as f32 * 2.0 - 1.0,
            y as f32 / HEIGHT as f32,
        );
        if inside(u, v) {
            // A little grain, so that it is no flat sign.
            let grain = ((x * 31 + y * 17) % 11) as u8;
            p.0 = color.map(|c| c.saturating_add(grain));
        }
    }
}

fn oval(u: f32, v: f32, (x, y): (f32, f32), (w, h): (f32, f32)) -> bool {
    ((u - x) / w).powi(2) + ((v - y) / h).powi(2) < 1.0
}

fn hills(picture: &mut RgbImage) {
    paint(picture, [82, 122, 84], |u, v| {
        v > 0.40 + 0.07 * (u * 5.0).sin() - 0.05 * u
    });
    paint(picture, [108, 138, 82], |u, v| {
        v > 0.47 + 0.02 * (u * 9.0).cos()
    });
}

fn hole(picture: &mut RgbImage, chance: &mut Chance) {
    hills(picture);
    paint(picture, [98, 98, 102], |u, v| {
        v > 0.48 && u.abs() < (v - 0.44) * 1.7
    });
    paint(picture, [226, 222, 205], |u, v| {
        v > 0.5 && u.abs() < (v - 0.47) * 0.05 && ((1.0 / (v - 0.44)) * 2.4).fract() < 0.5
    });
    let x = (chance.below(40) as f32 - 20.0) / 100.0;
    paint(picture, [66, 62, 60], |u, v| {
        oval(u, v, (x, 0.79), (0.34, 0.09))
    });
    paint(picture, [44, 40, 38], |u, v| {
        oval(u, v, (x, 0.80), (0.29, 0.07))
    });
    paint(picture, [112, 126, 134], |u, v| {
        oval(u, v, (x + 0.02, 0.815), (0.21, 0.042))
    });
}

fn heap(picture: &mut RgbImage, chance: &mut Chance) {
    hills(picture);
    paint(picture, [168, 160, 148], |_, v| v > 0.70);
    paint(picture, [198, 186, 160], |u, v| {
        v > 0.30 && v < 0.72 && u < -0.45
    });
    paint(picture, [52, 110, 78], |u, v| {
        v > 0.46 && v < 0.80 && (u - 0.28).abs() < 0.2
    });
    paint(picture, [36, 82, 58], |u, v| {
        v > 0.44 && v < 0.49 && (u - 0.28).abs() < 0.23
    });
    for n in 0..9u8 {
        let place = (
            -0.35 + f32::from(n) * 0.085,
            0.84 - f32::from(n % 3) * 0.07 + chance.below(3) as f32 / 100.0,
        );
        let color = [[40, 40, 46], [58, 54, 62], [196, 192, 186]][usize::from(n % 3)];
        paint(picture, color, |u, v| oval(u, v, place, (0.11, 0.085)));
        paint(picture, color, |u, v| {
            oval(u, v, (place.0, place.1 - 0.09), (0.025, 0.03))
        });
    }
}
