use super::*;
use image::codecs::png::PngEncoder;
use image::codecs::webp::WebPEncoder;
use image::{ImageEncoder, Rgb};
use proptest::prelude::*;

/// Red above, blue below, so that one sees how it lies.
fn picture(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |_, y| {
        Rgb(if y < height / 2 {
            [200, 0, 0]
        } else {
            [0, 0, 200]
        })
    })
}

fn jpeg(width: u32, height: u32) -> Vec<u8> {
    written(&picture(width, height)).expect("a picture").bytes
}

fn png(width: u32, height: u32) -> Vec<u8> {
    let mut out = Vec::new();
    PngEncoder::new(&mut out)
        .write_image(
            &picture(width, height),
            width,
            height,
            ExtendedColorType::Rgb8,
        )
        .expect("a picture");
    out
}

fn webp(width: u32, height: u32) -> Vec<u8> {
    let mut out = Vec::new();
    WebPEncoder::new_lossless(&mut out)
        .encode(
            &picture(width, height),
            width,
            height,
            ExtendedColorType::Rgb8,
        )
        .expect("a picture");
    out
}

/// A JPEG with an Exif block: an orientation and, as a camera writes it, a place.
fn with_exif(orientation: u8, plain: &[u8]) -> Vec<u8> {
    let mut exif = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    exif.extend([orientation, 0, 0, 0, 0, 0, 0]);
    exif.extend(b"GPS -0.6833 100.7833 Canon");
    let length = u16::try_from(exif.len() + 2).expect("short").to_be_bytes();
    [&plain[..2], &[0xff, 0xe1], &length, &exif, &plain[2..]].concat()
}

fn decoded(r: &Rendition) -> RgbImage {
    image::load_from_memory_with_format(&r.bytes, ImageFormat::Jpeg)
        .expect("a picture")
        .into_rgb8()
}

#[test]
fn the_three_kinds_become_two_jpegs_of_bounded_size() {
    for file in [jpeg(2000, 1000), png(2000, 1000), webp(2000, 1000)] {
        let photo = photo(&file).expect("a photo");
        assert_eq!((photo.full.width, photo.full.height), (1600, 800));
        assert_eq!((photo.small.width, photo.small.height), (480, 240));
        let full = decoded(&photo.full);
        assert_eq!(full.dimensions(), (1600, 800));
        assert!(full.get_pixel(800, 100)[0] > 150 && full.get_pixel(800, 700)[2] > 150);
    }
    let small = photo(&png(30, 20)).expect("a photo");
    assert_eq!(
        (small.full.width, small.small.width),
        (30, 30),
        "never grown"
    );
    let line = photo(&png(5000, 1)).expect("a photo");
    assert_eq!((line.full.width, line.full.height), (1600, 1));
}

#[test]
fn photos_stand_upright_and_tell_nothing_of_the_camera() {
    let file = with_exif(6, &jpeg(100, 60));
    assert!(file.windows(3).any(|w| w == b"GPS"));
    let photo = photo(&file).expect("a photo");
    // Turned a quarter to the right: what was above stands to the right.
    assert_eq!((photo.full.width, photo.full.height), (60, 100));
    let turned = decoded(&photo.full);
    assert!(turned.get_pixel(50, 50)[0] > 150 && turned.get_pixel(10, 50)[2] > 150);
    for r in [&photo.full, &photo.small] {
        for trace in [&b"Exif"[..], b"GPS", b"Canon"] {
            assert!(!r.bytes.windows(trace.len()).any(|w| w == trace));
        }
    }
}

#[test]
fn what_hides_behind_a_picture_does_not_go_on() {
    let payload = b"<script>alert(1)</script>PK\x03\x04<?php";
    for mut file in [jpeg(64, 64), png(64, 64)] {
        file.extend(payload);
        let photo = photo(&file).expect("a photo");
        assert!(!photo.full.bytes.windows(8).any(|w| w == b"<script>"));
        assert!(!photo.full.bytes.windows(4).any(|w| w == b"PK\x03\x04"));
    }
}

#[test]
fn what_is_no_photo_is_named() {
    for (file, fault) in [
        (&b""[..], Fault::Unknown),
        (b"%PDF-1.7", Fault::Unknown),
        (b"GIF89a\x01\0\x01\0", Fault::Unknown),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", Fault::Unknown),
        (b"PK\x03\x04", Fault::Unknown),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", Fault::Heic),
        (b"\0\0\0\x18ftypisom", Fault::Unknown),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", Fault::Broken),
        (b"\x89PNG\r\n\x1a\n", Fault::Broken),
        (b"RIFF\x04\0\0\0WEBP", Fault::Broken),
    ] {
        assert_eq!(photo(file), Err(fault), "{file:?}");
    }
    let half = png(300, 300);
    assert_eq!(photo(&half[..half.len() / 2]), Err(Fault::Broken));
    let half = jpeg(300, 300);
    assert_eq!(photo(&half[..half.len() / 2]), Err(Fault::Broken));
    assert_eq!(photo(&half[..half.len() - 2]), Err(Fault::Broken));
}

/// What fuzzing found: a palette with a third of a colour at its end.
#[test]
fn a_palette_of_broken_colours_is_refused_before_it_is_decoded() {
    let cut = include_bytes!("../../tests/fuzz/corpus/photo/palette-cut.png");
    assert!(!png::palette_is_whole(cut));
    assert_eq!(photo(cut), Err(Fault::Broken));
    let whole = include_bytes!("../../tests/fuzz/corpus/photo/palette.png");
    assert!(whole.windows(4).any(|w| w == b"PLTE"));
    assert!(png::palette_is_whole(whole));
    photo(whole).expect("a photo");
}

/// The head of a PNG that says it is this large.
fn png_head(width: u32, height: u32, depth: u8, color: u8) -> Vec<u8> {
    let mut crc = flate2::Crc::new();
    let mut head = b"IHDR".to_vec();
    head.extend(width.to_be_bytes());
    head.extend(height.to_be_bytes());
    head.extend([depth, color, 0, 0, 0]);
    crc.update(&head);
    let mut file = b"\x89PNG\r\n\x1a\n\0\0\0\x0d".to_vec();
    file.extend(&head);
    file.extend(crc.sum().to_be_bytes());
    file.extend(b"\0\0\0\0IDAT\x35\xaf\x06\x1e");
    file
}

/// Refused by its head: none of the pixels is asked for.
#[test]
fn bombs_are_refused_before_they_are_decoded() {
    assert_eq!(photo(&png_head(65_000, 65_000, 8, 2)), Err(Fault::TooBig));
    assert_eq!(photo(&png_head(16_000, 16_000, 8, 6)), Err(Fault::TooBig));
    assert_eq!(photo(&png_head(6_000, 6_000, 16, 6)), Err(Fault::TooBig));
    // As large as a photo may be, but there is nothing in it.
    assert_eq!(photo(&png_head(3_000, 3_000, 8, 2)), Err(Fault::Broken));
    // A JPEG of 60,000 by 60,000 pixels in its head.
    let mut file = jpeg(8, 8);
    let frame = file
        .windows(2)
        .position(|w| w == [0xff, 0xc0])
        .expect("a frame");
    file[frame + 5..frame + 9].copy_from_slice(&[0xea, 0x60, 0xea, 0x60]);
    assert_eq!(photo(&file), Err(Fault::TooBig));
}

/// A few bytes ask for a walk over all of the picture: they are counted first.
#[test]
fn jpegs_of_many_scans_are_refused() {
    let plain = jpeg(8, 8);
    let scan = plain
        .windows(2)
        .position(|w| w == [0xff, 0xda])
        .expect("a scan");
    let (head, body) = plain.split_at(scan);
    let body = &body[..body.len() - 2];
    let with = |n: usize| [head, &body.repeat(n), &[0xff, 0xd9]].concat();
    assert_eq!(jpeg::survey(&with(1)).scans, 1);
    assert_eq!(jpeg::survey(&with(1_000)).scans, 1_000);
    assert_eq!(photo(&with(65)), Err(Fault::TooBig));
    assert!(!jpeg::survey(&with(1)).whole);
    // The same frame, said to be progressive.
    let mut progressive = plain.clone();
    let frame = plain
        .windows(2)
        .position(|w| w == [0xff, 0xc0])
        .expect("a frame");
    progressive[frame + 1] = 0xc2;
    assert!(jpeg::survey(&progressive).whole);
}

#[test]
fn transparency_lies_on_white() {
    let mut out = Vec::new();
    PngEncoder::new(&mut out)
        .write_image(&[0, 0, 0, 0], 1, 1, ExtendedColorType::Rgba8)
        .expect("a picture");
    let photo = photo(&out).expect("a photo");
    assert!(
        decoded(&photo.full)
            .get_pixel(0, 0)
            .0
            .iter()
            .all(|c| *c > 250)
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    /// No bytes bring it down, and what it gives is within its bounds.
    #[test]
    fn any_bytes_give_a_photo_or_a_fault(
        which in 0..3usize, at in 0..2_000usize, with in proptest::collection::vec(any::<u8>(), 0..40),
    ) {
        let mut file = [jpeg(40, 30), png(40, 30), webp(40, 30)][which].clone();
        let at = at % file.len();
        for (i, b) in with.iter().enumerate() {
            if let Some(slot) = file.get_mut(at + i) { *slot = *b; }
        }
        if let Ok(photo) = photo(&file) {
            prop_assert!(photo.full.width <= FULL && photo.full.height <= FULL);
            prop_assert!(photo.small.width <= SMALL && photo.small.height <= SMALL);
        }
    }
}
