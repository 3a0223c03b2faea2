//! Writes a made-up backlog for measurements:
//! `cargo run --release --example generate -- SHAPE REQUESTS [SEED] > FILE`.
//!
//! Shapes: sparse (0.7 prerequisites per request, groups of up to 2,000), tangled (each waits for one to
//! three of the 500 before), chain, layered (ten layers), hub (keystones that 10,000 wait for),
//! two-layer, near (like tangled, among the 50 before).

mod instances;

use std::io::{self, BufWriter, Write};

use instances::{SHAPES, Shape, write_backlog};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let shape = args.first().and_then(|name| Shape::named(name)).ok_or_else(|| {
        let names: Vec<&str> = SHAPES.iter().map(|shape| shape.name).collect();
        format!("usage: generate SHAPE REQUESTS [SEED]; shapes are {}", names.join(", "))
    })?;
    let requests = args.get(1).ok_or("how many requests?")?.parse()?;
    let seed = args.get(2).map_or(Ok(7), |seed| seed.parse())?;
    let mut out = BufWriter::new(io::stdout().lock());
    write_backlog(shape, requests, seed, &mut out)?;
    Ok(out.flush()?)
}
