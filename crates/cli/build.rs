//! Compiles the shipped rule packs to an image, so that the command starts in a few milliseconds.

use std::path::PathBuf;
use std::{env, fs};

fn main() {
    let book = match traek_core::Rulebook::load(traek_rules::PACKS) {
        Ok(book) => book,
        Err(errors) => {
            let lines: Vec<String> = errors
                .iter()
                .map(|error| format!("rules/{} at byte {}: {}", error.pack, error.span.start, error.message))
                .collect();
            panic!("the shipped rule packs have mistakes:\n{}", lines.join("\n"));
        }
    };
    let image = book.to_image().expect("a rulebook can be written");
    let folder = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    fs::write(folder.join("rulebook.image"), image).expect("OUT_DIR can be written");
}
