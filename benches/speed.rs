//! `cargo bench --bench speed`: each step of a ranking, with the baselines that it is compared with in
//! the same run.
//!
//! Backlogs are made up (`examples/instances`). Reading is compared with streaming the same bytes with
//! the `csv` crate, writing with writing the same cells with it.

use std::{io::Write, sync::LazyLock};

use divan::{Bencher, counter::BytesCount};
use roadbed::{
    diagnostic::Source,
    graph::Dependencies,
    ingest,
    model::{Node, Number, Points, Weeks},
    order::{Work, arrange, enabled_value, worth_doing},
    policy::Policy,
    report::{self, Report, TextCells, View},
    roadmap::{Options, Roadmap},
    score,
    workers::Workers,
};

#[path = "../examples/instances/mod.rs"]
mod instances;

use instances::{Dice, HUB, Shape, write_backlog};

/// How many requests the files have.
const REQUESTS: u32 = 100_000;

static FILE: LazyLock<[Source; 1]> = LazyLock::new(|| {
    let mut bytes = Vec::new();
    let shape = Shape::named("sparse").expect("a shape");
    write_backlog(shape, REQUESTS, 7, &mut bytes).expect("memory to write to");
    [Source {
        name: "sparse.csv".to_owned(),
        text: String::from_utf8(bytes).expect("plain text"),
        ..Source::default()
    }]
});

static POLICY: LazyLock<Policy> = LazyLock::new(Policy::default);

static ROADMAP: LazyLock<Roadmap<'static>> =
    LazyLock::new(|| Roadmap::build(&*FILE, 0, &POLICY, Options::default()));

fn main() {
    divan::main();
}

#[divan::bench_group(sample_count = 10, sample_size = 1)]
mod read_100k_sparse {
    use super::{Bencher, BytesCount, FILE, POLICY, Workers, ingest, score};

    #[divan::bench]
    fn baseline_csv_crate_streaming(bencher: Bencher<'_, '_>) {
        let text = &FILE[0].text;
        bencher.counter(BytesCount::of_str(text)).bench(|| {
            let mut reader = csv::Reader::from_reader(text.as_bytes());
            let mut record = csv::ByteRecord::new();
            let mut cells = 0;
            while reader.read_byte_record(&mut record).expect("plain text") {
                cells += record.len();
            }
            cells
        });
    }

    #[divan::bench(args = [1, 2])]
    fn reading_checking_scoring(bencher: Bencher<'_, '_>, threads: usize) {
        let workers = Workers::new(threads);
        bencher.counter(BytesCount::of_str(&FILE[0].text)).bench(|| {
            let reading = ingest::read(&*FILE, 0, &POLICY, workers);
            let findings = score::findings(&reading.backlog, &POLICY, workers);
            let contributions = score::all_contributions(&reading.backlog.requests, &POLICY, workers);
            (reading, findings, contributions)
        });
    }
}

#[divan::bench_group(sample_count = 10, sample_size = 1)]
mod order {
    use super::{
        Bencher, Dependencies, Dice, HUB, Node, Number, Points, Shape, Weeks, Work, Workers, arrange,
        enabled_value, worth_doing,
    };

    #[divan::bench(args = [
        "tangled 10000",
        "tangled 100000",
        "sparse 1000000",
        "chain 1000000",
        "layered 100000",
        "hub 100000",
        "two-layer 100000",
    ])]
    fn choose_and_arrange(bencher: Bencher<'_, '_>, instance: &str) {
        let case = Case::new(instance);
        bencher.bench_local(|| {
            let worth = worth_doing(&case.links, &case.score, &case.all);
            arrange(&case.work(), &worth, Workers::default())
        });
    }

    #[divan::bench(args = ["tangled 10000", "sparse 1000000", "chain 1000000"])]
    fn carried(bencher: Bencher<'_, '_>, instance: &str) {
        let case = Case::new(instance);
        bencher.bench_local(|| enabled_value(&case.links, &case.score, &case.all));
    }

    /// What is to be ordered, after scoring.
    struct Case {
        links: Dependencies,
        score: Vec<Points>,
        effort: Vec<Weeks>,
        all: Vec<bool>,
        due: Vec<Option<roadbed::model::Date>>,
    }

    impl Case {
        fn new(instance: &str) -> Self {
            let (shape, requests) = instance.split_once(' ').expect("shape and number");
            let requests: u32 = requests.parse().expect("a number");
            let dice = &mut Dice::new(7);
            let pairs = Shape::named(shape).expect("a shape").sorted_links(dice, requests);
            let node = |at: u32| Node::at(at as usize);
            let pairs: Vec<_> =
                pairs.into_iter().map(|(before, after)| (node(before), node(after))).collect();
            let costly = |request: u32| shape == "hub" && request.is_multiple_of(HUB);
            let score = |request| if costly(request) { -60_000 } else { dice.between(-20_000, 60_000) };
            let score: Vec<Points> = (0..requests).map(score).map(Points::from_thousandths).collect();
            let effort = (0..requests).map(|_| Weeks::from_thousandths(1000 * dice.between(1, 13))).collect();
            Self {
                links: Dependencies::new(score.len(), &pairs),
                effort,
                all: vec![true; score.len()],
                due: vec![None; score.len()],
                score,
            }
        }

        fn work(&self) -> Work<'_> {
            Work { links: &self.links, score: &self.score, effort: &self.effort, due: &self.due }
        }
    }
}

#[divan::bench_group(sample_count = 10, sample_size = 1)]
mod write_100k_sparse {
    use super::{
        Bencher, BytesCount, FILE, POLICY, ROADMAP, Report, TextCells, View, Workers, Write, report,
    };

    fn report() -> Report<'static, 'static> {
        Report { roadmap: &ROADMAP, policy: &POLICY, sources: &*FILE, view: View::default() }
    }

    fn written(threads: usize) -> Vec<u8> {
        let mut out = Vec::new();
        report::csv(&report(), TextCells::Guarded, Workers::new(threads), &mut out)
            .expect("memory to write to");
        out
    }

    #[divan::bench]
    fn baseline_csv_crate_writing_the_same_cells(bencher: Bencher<'_, '_>) {
        let written = written(1);
        let records: Vec<csv::ByteRecord> = csv::Reader::from_reader(&*written)
            .into_byte_records()
            .map(|record| record.expect("CSV"))
            .collect();
        bencher.counter(BytesCount::new(written.len())).bench(|| {
            let mut writer = csv::Writer::from_writer(std::io::sink());
            for record in &records {
                writer.write_byte_record(record).expect("nowhere to write to");
            }
        });
    }

    #[divan::bench(args = [1, 2])]
    fn csv_output(bencher: Bencher<'_, '_>, threads: usize) {
        let bytes = written(1).len();
        bencher.counter(BytesCount::new(bytes)).bench(|| {
            report::csv(
                &report(),
                TextCells::Guarded,
                Workers::new(threads),
                &mut std::io::sink() as &mut dyn Write,
            )
        });
    }
}
