//! The documentation is true: its commands are run, its examples produce what they are said to
//! produce, and its lists are complete.
//!
//! How a document is written so that it can be run:
//!
//! * A fenced block whose label has a `title=` (```` ```csv title=backlog.csv ````) is a file. It
//!   is written into a folder that the document has to itself, beside a copy of `samples/`.
//! * A block labelled `console` is a session in that folder. Lines that begin with `$ ` are
//!   commands: `roadbed …` (with `< file` for standard input), `cargo run … -- …`, which runs the
//!   same program, and `cd …`. Other `cargo` commands are not run. The lines below a command are
//!   its standard output and then its standard error, exactly but for blanks at the ends of lines;
//!   `...` stands for any lines. An exit code other than 0 stands at the end: `[exit code 1]`.
//! * `ROADBED_BLESS=1 cargo test --test docs` writes what really came out into the documents.
//!
//! In `docs/findings.md` every code has a heading, its severity in bold, and an example; files
//! without a title are `backlog.csv` and `roadbed.toml`.

#![expect(clippy::unwrap_used, reason = "a test may end where a document is broken")]

use std::{
    collections::{BTreeMap, BTreeSet},
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use roadbed::{
    all_codes,
    diagnostic::{Severity, Source},
    model::Column,
    policy::Policy,
    rules::{
        BusinessCase, ErrorBudget, Inflation, Mandate, Overrides, PressureEarnsNothing, SpecialTreatment,
        StabilityPromise,
    },
};
use serde_json::Value;

/// Codes whose example cannot be run, with the reason.
const NOT_RUN: &[(&str, &str)] = &[
    ("too-large", "takes a file of 4 GiB"),
    ("enabled-value-left-out", "takes tens of thousands of requests that need each other"),
    ("other-encoding", "takes an option"),
    ("no-final-line-end", "examples end with a line end"),
    ("cut-cell", "takes a cell of 255 characters"),
    ("broken-workbook", "takes a workbook"),
    ("no-sheet", "takes a workbook"),
    ("other-sheets", "takes a workbook"),
    ("uncalculated-formula", "takes a workbook"),
    ("merged-cells", "takes a workbook"),
    ("hidden-cells", "takes a workbook"),
    ("no-export", "takes another command"),
    ("scenario-form", "takes another command"),
    ("scenario-unknown", "takes another command"),
    ("scenario-without-effect", "takes another command"),
];

/// Codes that need no documentation, with the reason.
const NOT_REPORTED: &[(&str, &str)] = &[];

// What a document is made of.

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    fs::read_to_string(repository().join(path)).unwrap()
}

/// All documents, by their paths from the repository's root.
fn documents() -> Vec<String> {
    let mut found: Vec<String> = fs::read_dir(repository().join("docs"))
        .unwrap()
        .map(|entry| format!("docs/{}", entry.unwrap().file_name().to_str().unwrap()))
        .filter(|path| Path::new(path).extension().is_some_and(|it| it == "md"))
        .collect();
    found.extend(["README.md", "CHANGELOG.md", "samples/README.md"].map(str::to_owned));
    found.sort();
    found
}

/// A fenced block.
#[derive(Debug)]
struct Block<'t> {
    /// The first word of its label.
    language: &'t str,
    /// The other words.
    label: &'t str,
    /// What stands between the fences.
    body: &'t str,
    /// Where that begins in the document.
    at: usize,
    /// The line of its opening fence.
    line: usize,
}

impl<'t> Block<'t> {
    fn title(&self) -> Option<&'t str> {
        self.label.split(' ').find_map(|word| word.strip_prefix("title="))
    }

    /// The bytes of the file that it shows; `\x1b` stands for a byte where the label says
    /// `escaped`.
    fn bytes(&self) -> Vec<u8> {
        if !self.label.split(' ').any(|word| word == "escaped") {
            return self.body.into();
        }
        let mut parts = self.body.split("\\x");
        let mut bytes: Vec<u8> = parts.next().unwrap().into();
        for part in parts {
            bytes.push(u8::from_str_radix(&part[..2], 16).unwrap());
            bytes.extend_from_slice(&part.as_bytes()[2..]);
        }
        bytes
    }
}

fn blocks(text: &str) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    let mut open: Option<(&str, usize, usize)> = None;
    let mut at = 0;
    for (number, line) in (1..).zip(text.split_inclusive('\n')) {
        let begin = at;
        at += line.len();
        let Some(label) = line.strip_prefix("```") else {
            continue;
        };
        match open.take() {
            None => open = Some((label.trim(), at, number)),
            Some((label, from, line)) => {
                let (language, label) = label.split_once(' ').unwrap_or((label, ""));
                let body = &text[from..begin];
                blocks.push(Block { language, label, body, at: from, line });
            }
        }
    }
    assert!(open.is_none(), "a fence is never closed");
    blocks
}

// Running what a document shows.

/// A folder that a document has to itself.
struct Folder {
    root: tempfile::TempDir,
    /// Where commands are run.
    at: PathBuf,
}

impl Folder {
    fn new() -> Self {
        let root = tempfile::tempdir().unwrap();
        let at = root.path().to_owned();
        Self { root, at }
    }

    fn with_samples() -> Self {
        let folder = Self::new();
        let samples = folder.at.join("samples");
        fs::create_dir(&samples).unwrap();
        for entry in fs::read_dir(repository().join("samples")).unwrap() {
            let entry = entry.unwrap();
            fs::copy(entry.path(), samples.join(entry.file_name())).unwrap();
        }
        folder
    }

    fn write(&self, name: &str, bytes: &[u8]) {
        fs::write(self.root.path().join(name), bytes).unwrap();
    }

    /// What a command prints. Nothing for commands that are not run.
    fn run(&mut self, command: &str) -> Option<String> {
        let words: Vec<&str> = command.split_whitespace().collect();
        match words.as_slice() {
            ["roadbed", args @ ..] => Some(self.roadbed(args)),
            ["cargo", "run", rest @ ..] => {
                let dashes = rest.iter().position(|&word| word == "--").unwrap();
                Some(self.roadbed(&rest[dashes + 1..]))
            }
            ["cargo", ..] => None,
            ["cd", folder] => {
                self.at.push(folder);
                Some(String::new())
            }
            _ => panic!("`{command}` cannot be run"),
        }
    }

    fn roadbed(&self, args: &[&str]) -> String {
        let mut program = Command::new(env!("CARGO_BIN_EXE_roadbed"));
        program.current_dir(&self.at).env_clear();
        let (args, into) = match args {
            [args @ .., ">", file] => (args, Some(file)),
            args => (args, None),
        };
        let (args, input) = match args {
            [args @ .., "<", file] => (args, fs::File::open(self.at.join(file)).unwrap().into()),
            _ => (args, Stdio::null()),
        };
        let output = program.args(args).stdin(input).output().unwrap();
        let mut text = String::from_utf8(output.stdout).unwrap();
        if let Some(file) = into {
            fs::write(self.at.join(file), text).unwrap();
            text = String::new();
        }
        text += str::from_utf8(&output.stderr).unwrap();
        match output.status.code() {
            Some(0) => text,
            Some(code) => format!("{text}[exit code {code}]\n"),
            None => format!("{text}[ended by a signal]\n"),
        }
    }
}

/// A command of a session with what is said to come out.
struct Step<'t> {
    command: &'t str,
    shown: Vec<&'t str>,
}

fn steps(session: &str) -> Vec<Step<'_>> {
    let mut steps: Vec<Step<'_>> = Vec::new();
    for line in session.lines() {
        match (line.strip_prefix("$ "), steps.last_mut()) {
            (Some(command), _) => steps.push(Step { command, shown: Vec::new() }),
            (None, Some(step)) => step.shown.push(line),
            (None, None) => panic!("a session begins with a command"),
        }
    }
    steps
}

const ANY: &str = "...";

/// Where each stretch between the `...` lines is found, each after the one before it.
fn places(shown: &[&str], real: &[&str]) -> Option<Vec<usize>> {
    let stretches: Vec<&[&str]> = shown.split(|&line| line == ANY).collect();
    let last = stretches.len() - 1;
    let mut from = 0;
    let mut places = Vec::new();
    for (number, stretch) in stretches.into_iter().enumerate() {
        let room = real.len().checked_sub(from + stretch.len())?;
        let mut tries = match (number == 0, number == last) {
            (true, true) if room > 0 => return None,
            (true, _) => 0..1,
            (_, true) => room..room + 1,
            _ => 0..room + 1,
        };
        let at = from + tries.find(|skip| real[from + skip..].starts_with(stretch))?;
        places.push(at);
        from = at + stretch.len();
    }
    Some(places)
}

/// What to show instead, in as many lines and with the same gaps.
fn refreshed<'r>(shown: &[&'r str], real: &[&'r str]) -> Vec<&'r str> {
    let stretches: Vec<&[&str]> = shown.split(|&line| line == ANY).collect();
    let last = stretches.len() - 1;
    if last == 0 {
        return real.to_vec();
    }
    let likeness = |a: &str, b: &str| {
        let words: BTreeSet<&str> = b.split_whitespace().collect();
        a.split_whitespace().filter(|word| words.contains(word)).count()
    };
    let mut lines = Vec::new();
    let mut from = 0;
    for (number, stretch) in stretches.into_iter().enumerate() {
        let room = real.len().saturating_sub(from + stretch.len());
        let at = from
            + match stretch.first() {
                _ if number == 0 => 0,
                _ if number == last => room,
                None => 0,
                Some(first) => (0..=room)
                    .rev()
                    .max_by_key(|skip| likeness(first, real.get(from + skip).unwrap_or(&"")))
                    .unwrap_or(0),
            };
        if number > 0 {
            lines.push(ANY);
        }
        from = (at + stretch.len()).min(real.len());
        lines.extend(&real[at.min(from)..from]);
    }
    lines
}

/// Blessing writes whatever came out; a file that is not there is a mistake of the document.
#[test]
fn no_session_misses_a_file() {
    for path in documents() {
        assert!(!read(&path).contains("No such file or directory"), "{path}");
    }
}

#[test]
fn every_console_block_shows_what_happens() {
    let bless = env::var_os("ROADBED_BLESS").is_some_and(|value| value == "1");
    let mut wrong = Vec::new();
    for path in documents() {
        let text = read(&path);
        let mut folder = Folder::with_samples();
        // The document as it should be, up to where it has been looked at.
        let (mut fresh, mut copied) = (String::new(), 0);
        for block in blocks(&text) {
            if let Some(name) = block.title() {
                folder.write(name, &block.bytes());
            }
            if block.language != "console" {
                continue;
            }
            fresh += &text[copied..block.at];
            copied = block.at + block.body.len();
            for step in steps(block.body) {
                for part in ["$ ", step.command, "\n"] {
                    fresh.push_str(part);
                }
                let real = folder.run(step.command);
                let real: Vec<&str> = match &real {
                    Some(real) => real.lines().map(str::trim_end).collect(),
                    None => step.shown.clone(),
                };
                let right = places(&step.shown, &real).is_some();
                if !right {
                    wrong.push(format!(
                        "{path}:{}: `{}` prints\n{}\nand not\n{}\n",
                        block.line,
                        step.command,
                        real.join("\n"),
                        step.shown.join("\n")
                    ));
                }
                let show = if right { step.shown } else { refreshed(&step.shown, &real) };
                for line in show {
                    fresh.push_str(line);
                    fresh.push('\n');
                }
            }
        }
        fresh += &text[copied..];
        if bless && fresh != text {
            fs::write(repository().join(&path), fresh).unwrap();
        }
    }
    assert!(
        bless || wrong.is_empty(),
        "{}\nROADBED_BLESS=1 writes what really came out into the documents",
        wrong.join("\n")
    );
}

#[test]
fn a_gap_in_a_session_stands_for_any_lines() {
    let real = ["a", "b", "c", "d"];
    for (shown, place) in [
        (&["a", "b", "c", "d"][..], Some(vec![0])),
        (&["a", "b", "c"], None),
        (&["a", "..."], Some(vec![0, 4])),
        (&["...", "d"], Some(vec![0, 3])),
        (&["a", "...", "c", "...", "d"], Some(vec![0, 2, 3])),
        (&["a", "...", "c"], None),
        (&["b", "..."], None),
    ] {
        assert_eq!(places(shown, &real), place, "{shown:?}");
    }
    assert_eq!(refreshed(&["x", "...", "y"], &real), ["a", "...", "d"]);
    assert_eq!(
        refreshed(&["1", "...", "x 3", "...", "4"], &["1", "2 y", "3 x", "5"]),
        ["1", "...", "3 x", "...", "5"]
    );
}

// docs/findings.md

/// The part of a document below each heading of the third level, by the code in the heading.
fn sections(text: &str) -> BTreeMap<&str, &str> {
    let parts = text.split("\n### `").skip(1);
    parts
        .map(|part| {
            let (name, rest) = part.split_once("`\n").unwrap();
            (name, rest.split("\n## ").next().unwrap())
        })
        .collect()
}

#[test]
fn every_finding_is_documented_and_every_documented_one_exists() {
    let text = read("docs/findings.md");
    let documented: BTreeSet<&str> = sections(&text).into_keys().collect();
    let known: BTreeSet<&str> = all_codes().iter().map(|code| code.name).collect();
    let undocumented: Vec<_> = known
        .difference(&documented)
        .filter(|code| !NOT_REPORTED.iter().any(|(name, _)| name == *code))
        .collect();
    let unknown: Vec<_> = documented.difference(&known).collect();
    assert!(
        undocumented.is_empty() && unknown.is_empty(),
        "not in docs/findings.md: {undocumented:?}; only there: {unknown:?}"
    );
}

#[test]
fn every_example_of_a_finding_produces_it() {
    let text = read("docs/findings.md");
    let mut wrong = Vec::new();
    for (code, section) in sections(&text) {
        let severity = [Severity::Error, Severity::Warning, Severity::Note]
            .map(Severity::word)
            .into_iter()
            .find(|word| section.to_lowercase().contains(&format!("**{word}.**")));
        let Some(severity) = severity else {
            wrong.push(format!("{code}: no severity"));
            continue;
        };
        if NOT_RUN.iter().any(|&(name, _)| name == code) {
            continue;
        }
        let folder = Folder::new();
        let mut args = vec!["check"];
        for block in blocks(section) {
            let name = match block.language {
                "csv" => block.title().unwrap_or("backlog.csv"),
                "toml" => block.title().unwrap_or("roadbed.toml"),
                _ => continue,
            };
            folder.write(name, &block.bytes());
            if block.language == "csv" {
                args.push(name);
            }
        }
        if let Some((_, flags)) = section.split_once("Run with `") {
            args.extend(flags.split('`').next().unwrap().split(' '));
        }
        let printed = folder.roadbed(&args);
        if !printed.contains(&format!("{severity}[{code}]")) {
            wrong.push(format!("{code}: prints\n{printed}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

// docs/ranking.schema.json

/// What a value has against a JSON Schema, as far as the schema uses these words: `$ref`, `type`,
/// `enum`, `const`, `properties`, `required`, `additionalProperties`, `items`.
fn against(value: &Value, schema: &Value, root: &Value, at: &str, wrong: &mut BTreeSet<String>) {
    if let Some(name) = schema["$ref"].as_str() {
        let target = root.pointer(name.strip_prefix('#').unwrap()).unwrap();
        return against(value, target, root, at, wrong);
    }
    let is = |name: &str| match name {
        "integer" => value.is_u64() || value.is_i64(),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        "null" => value.is_null(),
        _ => panic!("the schema has the type {name}"),
    };
    let typed = match &schema["type"] {
        Value::String(name) => is(name),
        Value::Array(names) => names.iter().any(|name| is(name.as_str().unwrap())),
        _ => true,
    };
    let listed = schema["enum"].as_array().is_none_or(|words| words.contains(value));
    let constant = schema.get("const").is_none_or(|it| it == value);
    if !(typed && listed && constant) {
        wrong.insert(format!("{at} is {value}"));
    }
    if let Some(object) = value.as_object() {
        for name in schema["required"].as_array().into_iter().flatten() {
            if !object.contains_key(name.as_str().unwrap()) {
                wrong.insert(format!("{at} has no {name}"));
            }
        }
        for (name, value) in object {
            let at = format!("{at}.{name}");
            match (&schema["properties"][name], &schema["additionalProperties"]) {
                (Value::Null, Value::Null | Value::Bool(_)) => {
                    wrong.insert(format!("{at} is not in the schema"));
                }
                (Value::Null, others) => against(value, others, root, &at, wrong),
                (property, _) => against(value, property, root, &at, wrong),
            }
        }
    }
    for value in value.as_array().into_iter().flatten() {
        against(value, &schema["items"], root, &format!("{at}[]"), wrong);
    }
}

/// A schema, the pages that describe its fields, and commands whose output it describes.
type Described = (&'static str, &'static [&'static str], &'static [&'static str]);

const SCHEMAS: &[Described] = &[
    (
        "docs/ranking.schema.json",
        &["docs/json.md"],
        &[
            "rank -q --format json --policy samples/roadbed.toml",
            "rank -q --format json worked.csv",
            "rank -q --format json broken.csv",
            "rank -q --format json --set-aside broken.csv",
            "check --format json --set-aside broken.csv",
        ],
    ),
    (
        "docs/voices.schema.json",
        &["docs/voices.md", "docs/json.md"],
        &[
            "voices -q --format json --policy samples/roadbed.toml",
            "voices -q --format json worked.csv",
            "voices -q --format json broken.csv",
            "voices -q --format json --set-aside broken.csv",
        ],
    ),
    (
        "docs/explanation.schema.json",
        &["docs/explain.md", "docs/json.md"],
        &[
            "explain -q --format json --policy samples/roadbed.toml --all",
            "explain -q --format json --policy samples/roadbed.toml DOC-8",
            "explain -q --format json --policy samples/roadbed.toml API-9",
            "explain -q --format json --policy samples/roadbed.toml PAY-13 --versus DEP-3",
        ],
    ),
    (
        "docs/similar.schema.json",
        &["docs/similar.md", "docs/json.md"],
        &[
            "similar -q --format json --policy samples/roadbed.toml",
            "similar -q --format json --same-team --threshold 0.1 --policy samples/roadbed.toml",
            "similar -q --format json worked.csv",
            "similar -q --format json broken.csv",
        ],
    ),
    (
        "docs/what-if.schema.json",
        &["docs/what-if.md", "docs/json.md"],
        &[
            "what-if -q --format json --policy samples/roadbed.toml --set capacity.now=40 --done AUTH-1",
            "what-if -q --format json --policy samples/roadbed.toml --set weights.reliability=50",
            "what-if -q --format json --policy samples/roadbed.toml --set weights.nothing=50",
            "what-if -q --format json worked.csv --without-team search",
        ],
    ),
];

#[test]
fn json_output_is_what_its_schema_says() {
    let folder = Folder::with_samples();
    let method = read("docs/method.md");
    for block in blocks(&method) {
        if let Some(name) = block.title() {
            folder.write(name, &block.bytes());
        }
    }
    folder.write("broken.csv", b"id,title,effort,depends_on\nA,a,3w,\nB,b,1,A\n");
    for (schema, _, commands) in SCHEMAS {
        let schema: Value = serde_json::from_str(&read(schema)).unwrap();
        for args in *commands {
            let printed = folder.roadbed(&args.split(' ').collect::<Vec<_>>());
            // Of a run that findings stop, the findings and the exit code follow the JSON.
            let mut values = serde_json::Deserializer::from_str(&printed).into_iter::<Value>();
            let value = values.next().unwrap().unwrap();
            let mut wrong = BTreeSet::new();
            against(&value, &schema, &schema, "$", &mut wrong);
            assert!(wrong.is_empty(), "roadbed {args}: {wrong:#?}");
        }
    }
}

#[test]
fn every_field_of_the_schemas_is_described() {
    fn names(schema: &Value, found: &mut BTreeSet<String>) {
        for (name, value) in schema["properties"].as_object().into_iter().flatten() {
            found.insert(name.clone());
            names(value, found);
        }
        for value in schema["$defs"].as_object().into_iter().flatten() {
            names(value.1, found);
        }
        if !schema["items"].is_null() {
            names(&schema["items"], found);
        }
    }
    for (schema, pages, _) in SCHEMAS {
        let mut fields = BTreeSet::new();
        names(&serde_json::from_str(&read(schema)).unwrap(), &mut fields);
        let text: String = pages.iter().map(|page| read(page)).collect();
        fields.retain(|name| !text.contains(&format!("| `{name}` |")));
        assert!(fields.is_empty(), "{schema}: without a row in {pages:?}: {fields:?}");
    }
}

// The other documents.

#[test]
fn every_column_is_described() {
    let text = read("docs/input.md");
    let missing: Vec<&str> = Column::ALL
        .iter()
        .map(|column| column.name())
        .filter(|name| !text.contains(&format!("| `{name}` |")))
        .collect();
    assert!(missing.is_empty(), "without a row in docs/input.md: {missing:?}");
}

#[test]
fn every_example_of_a_policy_is_valid() {
    for path in ["README.md", "docs/policy.md", "docs/rules.md"] {
        let text = read(path);
        for block in blocks(&text) {
            if block.language != "toml" || block.title().is_some() {
                continue;
            }
            let source = Source::new(path, block.body);
            let (_, problems) = Policy::read(&source, 0);
            assert!(problems.is_empty(), "{path}:{}: {problems:#?}", block.line);
        }
    }
}

/// The keys of the policy that `roadbed init` writes, comments that show a key among them; of
/// error budgets the keys are areas.
#[test]
fn every_key_of_the_policy_is_described() {
    let text = read("docs/policy.md");
    let areas = ["payments"];
    for line in read("src/cli/init/roadbed.toml").lines() {
        let line = line.trim_start_matches("# ");
        let name = match line.split_once(" = ") {
            Some((name, _)) => name.to_owned(),
            None => match line.strip_prefix('[').and_then(|it| it.strip_suffix(']')) {
                Some(section) => format!("[{section}]"),
                None => continue,
            },
        };
        assert!(
            areas.contains(&&*name) || text.contains(&format!("`{name}`")),
            "`{name}` is not in docs/policy.md"
        );
    }
}

#[test]
fn every_rule_is_described_under_the_same_headings() {
    let text = read("docs/rules.md");
    let parts: BTreeMap<&str, &str> =
        text.split("\n## `").skip(1).map(|part| part.split_once("`\n").unwrap()).collect();
    let rules = [
        BusinessCase::NAME,
        ErrorBudget::NAME,
        Inflation::NAME,
        Mandate::NAME,
        Overrides::NAME,
        PressureEarnsNothing::NAME,
        SpecialTreatment::NAME,
        StabilityPromise::NAME,
    ];
    assert_eq!(parts.keys().copied().collect::<Vec<_>>(), rules);
    for (rule, part) in parts {
        let headings: Vec<&str> = part.lines().filter_map(|line| line.strip_prefix("### ")).collect();
        assert_eq!(
            headings,
            ["What it does", "Why platforms need it", "Example", "How to switch it off"],
            "{rule}"
        );
    }
}

#[test]
fn the_code_map_names_every_module_and_dependency() {
    let text = read("docs/architecture.md");
    for entry in fs::read_dir(repository().join("src")).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        let end = if entry.path().is_dir() { "/" } else { "" };
        assert!(text.contains(&format!("`src/{name}{end}`")), "src/{name} is not on the map");
    }
    let manifest = read("Cargo.toml");
    for section in ["\n[dependencies]\n", "\n[dev-dependencies]\n"] {
        let (_, rest) = manifest.split_once(section).unwrap();
        for line in rest.split("\n[").next().unwrap().lines() {
            let name = line.split([' ', '=']).next().unwrap();
            assert!(
                name.is_empty() || name == "#" || text.contains(&format!("`{name}`")),
                "the dependency {name} is not in docs/architecture.md"
            );
        }
    }
}

#[test]
fn every_link_to_a_file_leads_somewhere() {
    for path in documents() {
        let text = read(&path);
        let folder = repository().join(&path).parent().unwrap().to_owned();
        for part in text.split("](").skip(1) {
            let target = part.split([')', '#']).next().unwrap();
            if target.is_empty() || target.contains("://") {
                continue;
            }
            assert!(folder.join(target).exists(), "{path} links to {target}");
        }
    }
}
