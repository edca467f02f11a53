//! Photos: what a file is by its bytes, and a picture made safe to show. It is decoded within
//! bounds of memory and work, turned upright, shrunk, and written anew, so that nothing of the file
//! goes on but what can be seen. Values in, values out.

mod jpeg;
pub mod pdf;
mod png;

use image::codecs::jpeg::JpegEncoder;
use image::metadata::Orientation;
use image::{
    DynamicImage, ExtendedColorType, ImageDecoder, ImageFormat, ImageReader, Limits, RgbImage,
};
use std::io::Cursor;

/// Bytes of a file at most: 8 MiB.
pub const MAX_BYTES: u64 = 8 << 20;
/// Longest side of a picture as it is kept, in pixels.
pub const FULL: u32 = 1600;
/// Longest side of its small form, in pixels: twice what a page shows, for fine screens.
pub const SMALL: u32 = 480;
/// Longest side of a file's picture, in pixels.
const MAX_SIDE: u32 = 16_384;
/// Bytes that a picture may take while it is decoded: 53 million pixels of a plain JPEG.
const BUDGET: u64 = 160 << 20;
/// Scans of a JPEG at most. Cameras write one, progressive files about ten; each is a walk over the
/// whole picture, and a few bytes are enough to ask for one.
const MAX_SCANS: u32 = 64;
/// Quality of what is written, of 100.
const QUALITY: u8 = 80;

/// Why a file is no photo that can be taken.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash)]
pub enum Fault {
    /// Neither JPEG, PNG nor WebP, whatever its name says.
    Unknown,
    /// HEIC or AVIF, which only libraries in C decode.
    Heic,
    /// More pixels, or more passes over them, than we decode.
    TooBig,
    /// It begins like a picture and is none.
    Broken,
}

/// A JPEG that we wrote: without metadata, in sRGB.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendition {
    pub bytes: Vec<u8>,
    pub width: u32,
    pub height: u32,
}

/// A photo in the two sizes that are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Photo {
    pub full: Rendition,
    pub small: Rendition,
}

/// What the bytes are, by how they begin. Names and declared types are never looked at.
fn format(bytes: &[u8]) -> Result<ImageFormat, Fault> {
    match bytes {
        [0xff, 0xd8, 0xff, ..] => Ok(ImageFormat::Jpeg),
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Ok(ImageFormat::Png),
        [
            b'R',
            b'I',
            b'F',
            b'F',
            _,
            _,
            _,
            _,
            b'W',
            b'E',
            b'B',
            b'P',
            ..,
        ] => Ok(ImageFormat::WebP),
        [_, _, _, _, b'f', b't', b'y', b'p', brand @ ..] => {
            const HEIF: [&[u8]; 8] = [
                b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif",
            ];
            if HEIF.iter().any(|b| brand.starts_with(b)) {
                Err(Fault::Heic)
            } else {
                Err(Fault::Unknown)
            }
        }
        _ => Err(Fault::Unknown),
    }
}

/// Makes a photo of a file's bytes. At most about `BUDGET` is held beside them, and work grows
/// with the bytes and the pixels only.
///
/// # Errors
/// What is wrong with the file.
pub fn photo(bytes: &[u8]) -> Result<Photo, Fault> {
    let format = format(bytes)?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(Fault::TooBig);
    }
    if format == ImageFormat::Png && !png::palette_is_whole(bytes) {
        return Err(Fault::Broken);
    }
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_SIDE);
    limits.max_image_height = Some(MAX_SIDE);
    limits.max_alloc = Some(BUDGET);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(fault)?;
    if cost(format, bytes, &decoder)? > BUDGET {
        return Err(Fault::TooBig);
    }
    let upright = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let picture = DynamicImage::from_decoder(decoder).map_err(fault)?;
    // Shrunk before it is turned, so that only little is copied.
    let mut picture = shrunk(picture, FULL);
    picture.apply_orientation(upright);
    let full = opaque(picture);
    let small = shrunk(DynamicImage::ImageRgb8(full.clone()), SMALL).into_rgb8();
    Ok(Photo {
        full: written(&full)?,
        small: written(&small)?,
    })
}

fn fault(e: image::ImageError) -> Fault {
    match e {
        image::ImageError::Limits(_) => Fault::TooBig,
        _ => Fault::Broken,
    }
}

/// Bytes that decoding takes, from what the file's head says.
fn cost(format: ImageFormat, bytes: &[u8], decoder: &impl ImageDecoder) -> Result<u64, Fault> {
    let (width, height) = decoder.dimensions();
    let pixels = u64::from(width) * u64::from(height);
    if pixels == 0 {
        return Err(Fault::Broken);
    }
    Ok(match format {
        ImageFormat::Jpeg => {
            let seen = jpeg::survey(bytes);
            if seen.scans > MAX_SCANS {
                return Err(Fault::TooBig);
            }
            // The decoder would fill the rest with grey.
            if !seen.ended {
                return Err(Fault::Broken);
            }
            // A progressive file's coefficients, two bytes each, are all held until its end.
            let channels = u64::from(decoder.color_type().channel_count()).max(3);
            let held = if seen.whole { pixels * channels * 2 } else { 0 };
            decoder.total_bytes().saturating_add(held)
        }
        // Planes and pixels, and a canvas where it moves.
        ImageFormat::WebP => pixels * 10,
        _ => decoder.total_bytes(),
    })
}

/// At most `side` pixels on its longest side. Averages over areas in whole numbers, without a
/// copy of the large picture.
fn shrunk(picture: DynamicImage, side: u32) -> DynamicImage {
    if picture.width() <= side && picture.height() <= side {
        picture
    } else {
        picture.thumbnail(side, side)
    }
}

/// Without transparency: on white, as most pages of paper are.
fn opaque(picture: DynamicImage) -> RgbImage {
    if !picture.color().has_alpha() {
        return picture.into_rgb8();
    }
    let from = picture.into_rgba8();
    let mut onto = RgbImage::new(from.width(), from.height());
    for (to, p) in onto.pixels_mut().zip(from.pixels()) {
        let [r, g, b, a] = p.0.map(u16::from);
        let blend = |c: u16| u8::try_from((c * a + 255 * (255 - a)) / 255).unwrap_or(255);
        to.0 = [blend(r), blend(g), blend(b)];
    }
    onto
}

fn written(picture: &RgbImage) -> Result<Rendition, Fault> {
    let (width, height) = picture.dimensions();
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, QUALITY)
        .encode(picture, width, height, ExtendedColorType::Rgb8)
        .map_err(fault)?;
    Ok(Rendition {
        bytes,
        width,
        height,
    })
}

#[cfg(test)]
mod tests;
