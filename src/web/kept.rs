//! Bodies that are the same for many: compressed once for each encoding, recognised by an ETag.
//! Pages for visitors are kept here whole, each until something it shows has changed.

use crate::domain::lang::Lang;
use crate::domain::time::Instant;
use crate::store::generations::{Generations, Kept};
use actix_web::http::header::{self, HeaderMap, HeaderValue};
use actix_web::web::Bytes;
use quick_cache::Weighter;
use quick_cache::sync::Cache;
use sha2::{Digest, Sha256};
use std::io::Write;
use std::sync::{Arc, OnceLock};

/// A body and its compressed forms, made when first asked for.
pub struct Body {
    pub plain: Bytes,
    pub etag: HeaderValue,
    gzip: OnceLock<Bytes>,
    brotli: OnceLock<Bytes>,
}

/// Below this many bytes compressing gains nothing.
const WORTH_COMPRESSING: usize = 1_000;

impl Body {
    pub fn new(plain: Bytes) -> Self {
        let digest = crate::keys::hex(&Sha256::digest(&plain)[..8]);
        let etag = HeaderValue::try_from(format!("W/\"{digest}\""))
            .unwrap_or_else(|_| HeaderValue::from_static("W/\"0\""));
        Self {
            plain,
            etag,
            gzip: OnceLock::new(),
            brotli: OnceLock::new(),
        }
    }

    /// The form the browser takes, and its `Content-Encoding`.
    pub fn encoded(&self, headers: &HeaderMap) -> (Bytes, Option<HeaderValue>) {
        match accepted(headers) {
            _ if self.plain.len() < WORTH_COMPRESSING => (self.plain.clone(), None),
            Some(Encoding::Brotli) => (
                self.brotli.get_or_init(|| brotli(&self.plain, 7)).clone(),
                Some(HeaderValue::from_static("br")),
            ),
            Some(Encoding::Gzip) => (
                self.gzip.get_or_init(|| gzip(&self.plain)).clone(),
                Some(HeaderValue::from_static("gzip")),
            ),
            None => (self.plain.clone(), None),
        }
    }
}

#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Encoding {
    Brotli,
    Gzip,
}

/// The best encoding that `Accept-Encoding` names and does not refuse.
pub fn accepted(headers: &HeaderMap) -> Option<Encoding> {
    let asked = headers.get(header::ACCEPT_ENCODING)?.to_str().ok()?;
    let takes = |name: &str| {
        asked.split(',').any(|part| {
            let mut halves = part.split(';');
            halves
                .next()
                .is_some_and(|n| n.trim().eq_ignore_ascii_case(name))
                && !halves.any(|p| {
                    p.trim()
                        .strip_prefix("q=")
                        .is_some_and(|q| q.trim().parse::<f32>() == Ok(0.0))
                })
        })
    };
    if takes("br") {
        Some(Encoding::Brotli)
    } else if takes("gzip") {
        Some(Encoding::Gzip)
    } else {
        None
    }
}

/// Compresses once what is sent once.
pub fn compress(plain: Bytes, headers: &HeaderMap) -> (Bytes, Option<HeaderValue>) {
    match accepted(headers) {
        _ if plain.len() < WORTH_COMPRESSING => (plain, None),
        Some(Encoding::Brotli) => (brotli(&plain, 4), Some(HeaderValue::from_static("br"))),
        Some(Encoding::Gzip) => (gzip(&plain), Some(HeaderValue::from_static("gzip"))),
        None => (plain, None),
    }
}

fn gzip(plain: &[u8]) -> Bytes {
    let mut out = flate2::write::GzEncoder::new(
        Vec::with_capacity(plain.len() / 3),
        flate2::Compression::new(6),
    );
    // Writing to memory can't fail; were it to, the plain bytes would go out mislabelled, so none do.
    match out.write_all(plain).and_then(|()| out.finish()) {
        Ok(bytes) => bytes.into(),
        Err(_) => Bytes::new(),
    }
}

fn brotli(plain: &[u8], quality: i32) -> Bytes {
    let params = brotli::enc::BrotliEncoderParams {
        quality,
        lgwin: 18,
        ..Default::default()
    };
    let mut out = Vec::with_capacity(plain.len() / 3);
    match brotli::BrotliCompress(&mut &plain[..], &mut out, &params) {
        Ok(_) => out.into(),
        Err(_) => Bytes::new(),
    }
}

/// A page kept whole.
pub struct KeptPage {
    /// Its media type.
    pub kind: HeaderValue,
    pub body: Body,
    pub kept: Kept<()>,
}

#[derive(Clone)]
struct ByBytes;

impl Weighter<(Lang, String), Arc<KeptPage>> for ByBytes {
    fn weight(&self, key: &(Lang, String), page: &Arc<KeptPage>) -> u64 {
        // The compressed forms are about half as much again.
        (key.1.len() + page.body.plain.len() * 3 / 2 + 256) as u64
    }
}

/// Kept pages by language and address.
pub struct Pages(Cache<(Lang, String), Arc<KeptPage>, ByBytes>);

impl Pages {
    /// `bytes` at most, about.
    pub fn new(bytes: u64) -> Self {
        let items = usize::try_from(bytes / 16_384).unwrap_or(64).max(64);
        Self(Cache::with_weighter(items, bytes, ByBytes))
    }

    pub fn get(
        &self,
        lang: Lang,
        address: &str,
        generations: &Generations,
        now: Instant,
    ) -> Option<Arc<KeptPage>> {
        let page = self.0.get(&(lang, address.to_owned()))?;
        page.kept.good(generations, now).then_some(page)
    }

    pub fn put(&self, lang: Lang, address: String, page: Arc<KeptPage>) {
        self.0.insert((lang, address), page);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    fn headers(accept: &str) -> HeaderMap {
        let mut map = HeaderMap::new();
        if let Ok(value) = HeaderValue::from_str(accept) {
            map.insert(header::ACCEPT_ENCODING, value);
        }
        map
    }

    #[test]
    fn encodings_are_taken_as_offered() {
        assert_eq!(
            accepted(&headers("gzip, deflate, br")),
            Some(Encoding::Brotli)
        );
        assert_eq!(accepted(&headers("gzip, br;q=0")), Some(Encoding::Gzip));
        assert_eq!(accepted(&headers("identity")), None);
    }

    #[test]
    fn compressed_forms_are_the_same_bytes() {
        let plain = Bytes::from("palanta ".repeat(1_000));
        let body = Body::new(plain.clone());
        let (gz, _) = body.encoded(&headers("gzip"));
        let mut back = Vec::new();
        flate2::read::GzDecoder::new(&gz[..])
            .read_to_end(&mut back)
            .expect("gzip");
        assert_eq!(back, plain);
        let (br, encoding) = body.encoded(&headers("br"));
        assert_eq!(encoding, Some(HeaderValue::from_static("br")));
        let mut back = Vec::new();
        brotli::BrotliDecompress(&mut &br[..], &mut back).expect("brotli");
        assert_eq!(back, plain);
    }
}
