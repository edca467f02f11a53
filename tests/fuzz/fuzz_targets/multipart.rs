#![no_main]
//! Forms with files: however the bytes are cut and come, the reader ends, and gives no more than came.

use actix_http::error::PayloadError;
use actix_http::header::{CONTENT_TYPE, HeaderMap, HeaderValue};
use actix_multipart::Multipart;
use bytes::Bytes;
use futures_util::stream::{self, StreamExt};
use libfuzzer_sys::fuzz_target;
use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

/// Runs what never has to wait for anything outside.
fn run<T>(future: impl Future<Output = T>) -> Option<T> {
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    for _ in 0..100_000 {
        if let Poll::Ready(value) = future.as_mut().poll(&mut context) {
            return Some(value);
        }
    }
    None
}

fuzz_target!(|input: (u8, &[u8])| {
    let (cut, body) = input;
    let pieces: Vec<Result<Bytes, PayloadError>> = body
        .chunks(usize::from(cut).max(1))
        .map(|b| Ok(Bytes::copy_from_slice(b)))
        .collect();
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("multipart/form-data; boundary=x"));
    let came = run(async move {
        let mut form = Multipart::new(&headers, stream::iter(pieces));
        let (mut parts, mut bytes) = (0, 0);
        while let Some(Ok(mut part)) = form.next().await {
            let _ = part.name().map(str::len);
            let _ = part.content_disposition().and_then(|d| d.get_filename()).map(str::len);
            parts += 1;
            while let Some(Ok(piece)) = part.next().await {
                bytes += piece.len();
            }
        }
        (parts, bytes)
    });
    if let Some((parts, bytes)) = came {
        assert!(bytes <= body.len() && parts <= body.len());
    }
});
