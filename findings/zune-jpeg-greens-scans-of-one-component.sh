#!/usr/bin/env bash
# zune-jpeg decodes a valid baseline JPEG whose components stand in scans of their own, with colours at half their width and height,
# as green, and reports no error; jpeg-decoder reads the same bytes right. ITU-T T.81, table 1, has every baseline decoder read such
# scans. jpeg-encoder writes them whenever it is asked for Huffman tables of the picture's own together with subsampling.
#
# Versions: zune-jpeg 0.5.15, jpeg-decoder 0.3.2, jpeg-encoder 0.7.1. Seen: 2026-11-29. Needs cargo and the network.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/src"
cat > "$folder/Cargo.toml" <<'TOML'
[package]
name = "scans"
version = "0.0.0"
edition = "2024"
[dependencies]
jpeg-decoder = { version = "=0.3.2", default-features = false }
jpeg-encoder = "=0.7.1"
zune-core = "=0.5.3"
zune-jpeg = "=0.5.15"
[workspace]
TOML
cat > "$folder/src/main.rs" <<'RUST'
use jpeg_encoder::{ColorType, Encoder, SamplingFactor};
use zune_core::bytestream::ZCursor;
fn main() {
    for own_tables in [false, true] {
        let pixels: Vec<u8> = [200, 20, 20].repeat(64 * 64);
        let mut file = Vec::new();
        let mut encoder = Encoder::new(&mut file, 80);
        encoder.set_sampling_factor(SamplingFactor::F_2_2);
        encoder.set_optimized_huffman_tables(own_tables);
        encoder.encode(&pixels, 64, 64, ColorType::Rgb).unwrap();
        let scans = file.windows(2).filter(|marker| marker == b"\xff\xda").count();
        let of_zune = zune_jpeg::JpegDecoder::new(ZCursor::new(&file[..])).decode().unwrap();
        let of_other = jpeg_decoder::Decoder::new(&file[..]).decode().unwrap();
        let is_red = |pixels: &[u8]| pixels[0] > 190 && pixels[1] < 30;
        println!("{scans} scans: zune-jpeg red {}, jpeg-decoder red {}", is_red(&of_zune), is_red(&of_other));
    }
}
RUST
cargo build --quiet --manifest-path "$folder/Cargo.toml"
seen=$("$folder/target/debug/scans")
echo "$seen"
expected="1 scans: zune-jpeg red true, jpeg-decoder red true
3 scans: zune-jpeg red false, jpeg-decoder red true"
[ "$seen" = "$expected" ] || { echo "changed since 2026-11-29" >&2; exit 1; }
