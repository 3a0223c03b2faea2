//! How many threads there are never shows in a result, and what the threads do is done for small
//! backlogs too.

use roadbed::{
    diagnostic::Source,
    policy::Policy,
    report::{self, Report, TextCells, View},
    roadmap::{Options, Roadmap},
    workers::Workers,
};

#[path = "../examples/instances/mod.rs"]
mod instances;

use instances::{SHAPES, write_backlog};

/// Everything that a backlog gives: the ranking as CSV, and the same with all findings as JSON.
fn outputs(sources: &[Source], workers: Workers) -> (String, String) {
    let policy = Policy::default();
    let options = Options { set_aside: true, workers, ..Options::default() };
    let roadmap = Roadmap::build(sources, 0, &policy, options);
    let report = Report { roadmap: &roadmap, policy: &policy, sources, view: View::default() };
    let (mut csv, mut json) = (Vec::new(), Vec::new());
    report::csv(&report, TextCells::Guarded, workers, &mut csv).expect("memory to write to");
    report::json(&report, &mut json).expect("memory to write to");
    (String::from_utf8(csv).expect("text"), String::from_utf8(json).expect("text"))
}

fn same_whoever_works(sources: &[Source]) {
    let alone = outputs(sources, Workers::new(1));
    for threads in [2, 8] {
        for share in [1, 2, 7, 100] {
            let shared = outputs(sources, Workers::sharing(threads, share));
            assert_eq!(shared, alone, "{threads} threads, shares of {share}");
        }
    }
}

fn source(name: &str, text: &str) -> Source {
    Source { name: name.to_owned(), text: text.to_owned(), ..Source::default() }
}

#[test]
fn backlogs_of_every_shape_give_the_same_bytes_at_any_number_of_threads() {
    for shape in SHAPES {
        let mut text = Vec::new();
        write_backlog(shape, 120, 7, &mut text).expect("memory to write to");
        same_whoever_works(&[source("made-up.csv", &String::from_utf8(text).expect("text"))]);
    }
}

#[test]
fn untidy_files_give_the_same_bytes_at_any_number_of_threads() {
    // Cells over several lines, blank rows between and behind, spellings that differ, guards, repeats,
    // wrong cells and rows, unknown columns, characters that act on a terminal, decimal commas.
    let one = "id;title;team;adopters;reliability;effort;depends_on;same_as;;note\n\
        \n\
        A-2;\"a\nb;\"\"c\";Web;ads; web ;BUS;2,5;3;;;;x\n\
        ;;;;;;;;;\n\
        A-1;'=1+1;ads;web|Ads;1,5;2-3-6;A-2;;;\r\n\
        A-10;\"\u{1b}[2J\";Bus;;9;1;A-1;;filled;\"y\nz\"\n\
        A-3;repeats;WEB;7;;;;A-1;;\n\
        A-4;short;row\n\
        A-5;bare \" quote;web;;2;3w;A-1;;;'\n\
        A-5;twice;web;;2;3;A-99;;;\n\
        \n\
        \n";
    let two = "id,title,team,reliability,status\nB-1,\"x, y\",bus,3,done\n\nB-2,z,BUS,4,\nB-3,w,,,\n";
    same_whoever_works(&[source("one.csv", one), source("two.csv", two), source("none.csv", "id,title\n")]);
}
