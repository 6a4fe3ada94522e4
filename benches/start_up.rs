//! How long it takes before the first letter can be read: the shipped packs from TOML to a
//! compiled rulebook, and from the image that the build script makes of it.

use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, criterion_group, criterion_main};
use traek_core::Rulebook;

fn start_up(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("start_up");
    group.warm_up_time(Duration::from_secs(1)).measurement_time(Duration::from_secs(5));
    group.bench_function("rulebook_from_toml", |bencher| {
        bencher.iter(|| Rulebook::load(black_box(traek_rules::PACKS)).expect("valid packs"));
    });
    let image = Rulebook::load(traek_rules::PACKS).expect("valid packs").to_image().expect("an image");
    group.bench_function("rulebook_from_image", |bencher| {
        bencher.iter(|| Rulebook::from_image(black_box(&image)).expect("a valid image"));
    });
    group.finish();
}

criterion_group!(benches, start_up);
criterion_main!(benches);
