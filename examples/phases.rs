//! Times the steps from a CSV file to a ranking, against streaming the same file with the `csv`
//! crate: `cargo run --release --example phases -- FILE`.

#![expect(clippy::print_stdout, reason = "an example reports on the terminal")]

use std::{
    io::{self, Write},
    time::Instant,
};

use roadbed::{
    graph::Dependencies,
    ingest::{self, Input, ReadAs},
    model::{Points, Weeks},
    order::{ByHand, Verdicts, Work, arrange, enabled_value},
    policy::Policy,
    report::{self, Report, TextCells, View},
    roadmap::{Options, Roadmap},
    score,
    workers::Workers,
};

/// Counts what is written and forgets it.
#[derive(Default)]
struct Sink(u64);

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn timed<T>(what: &str, job: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let result = job();
    println!("{what:<42} {:>8.3} s", start.elapsed().as_secs_f64());
    result
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("usage: phases FILE [THREADS]")?;
    let workers = Workers::new(std::env::args().nth(2).map_or(Ok(1), |threads| threads.parse())?);
    let bytes = std::fs::read(&path)?;
    timed("csv crate, streaming the same bytes", || -> Result<(), csv::Error> {
        let mut reader = csv::Reader::from_reader(&bytes[..]);
        let mut record = csv::ByteRecord::new();
        while reader.read_byte_record(&mut record)? {}
        Ok(())
    })?;
    let options = Options { workers, ..Options::default() };
    let policy = Policy::default();
    let read_as = ReadAs::default();
    let (source, problems) = timed("decoding", || ingest::decode(Input { name: path, bytes }, 0, &read_as));
    if let Some(problem) = problems.into_iter().next() {
        return Err(problem.message.into_owned().into());
    }
    let sources = [source];
    let reading = timed("reading and checking", || ingest::read(&sources, 0, &policy, workers));
    let backlog = &reading.backlog;
    println!(
        "  size of a request: {} bytes, findings: {}",
        size_of::<roadbed::model::Request<'_>>(),
        reading.findings.len()
    );
    let contributions = timed("scoring", || score::all_contributions(&backlog.requests, &policy, workers));
    let links = timed("links", || Dependencies::new(backlog.requests.len(), &backlog.links));
    let verdicts =
        timed("verdicts", || Verdicts::decide(backlog, &links, &contributions, &policy, &ByHand::default()));
    let score: Vec<Points> = contributions.iter().map(|its| its.score).collect();
    let effort: Vec<Weeks> = backlog.requests.iter().map(|request| request.effort).collect();
    let due: Vec<_> = backlog.requests.iter().map(|request| request.needed_by).collect();
    let built: Vec<bool> =
        verdicts.of.iter().map(|&verdict| verdict == roadbed::order::Verdict::Build).collect();
    let work = Work { links: &links, score: &score, effort: &effort, due: &due };
    timed("order", || arrange(&work, &built, workers));
    timed("enabled value", || enabled_value(&links, &score, &built));
    drop(reading);
    let roadmap = timed("all of it, files to ranking", || Roadmap::build(&sources, 0, &policy, options));
    let report = Report { roadmap: &roadmap, policy: &policy, sources: &sources, view: View::default() };
    let mut sink = Sink::default();
    timed("writing CSV", || report::csv(&report, TextCells::Guarded, workers, &mut sink))?;
    println!("  {} bytes", sink.0);
    // JSON is ten times as long as CSV, and so is its writing.
    if roadmap.backlog.requests.len() <= 200_000 {
        let mut sink = Sink::default();
        timed("writing JSON", || report::json(&report, &mut sink))?;
        println!("  {} bytes", sink.0);
    }
    let mut output = Vec::new();
    report::csv(&report, TextCells::Guarded, workers, &mut output)?;
    timed("csv crate, writing the same cells", || -> Result<(), csv::Error> {
        let mut reader = csv::Reader::from_reader(&output[..]);
        let mut writer = csv::Writer::from_writer(Sink::default());
        let mut record = csv::ByteRecord::new();
        while reader.read_byte_record(&mut record)? {
            writer.write_byte_record(&record)?;
        }
        Ok(())
    })?;
    Ok(())
}
