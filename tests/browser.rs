//! The page: what is in the file, and what a browser makes of it where there is one.

#![expect(clippy::print_stdout, reason = "a skipped test should not pass in silence")]

#[path = "harness/browser.rs"]
mod browser;
#[allow(dead_code, reason = "every test file uses a part of it")]
mod harness;

use std::{collections::BTreeSet, fmt::Write as _, path::Path};

use browser::Browser;
use harness::{Folder, shared};
use roadbed::untrusted::unguard;
use serde_json::{Value, json};

const SAMPLE: [&str; 5] = [
    "--policy",
    "samples/roadbed.toml",
    "samples/product-teams.csv",
    "samples/external-developers.csv",
    "samples/platform-and-executives.csv",
];

/// Hostile texts that are always at hand.
const OURS: [&str; 14] = [
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "</title><script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "--><plaintext>",
    "\" onmouseover=\"alert(1)",
    "' style='position:fixed;inset:0",
    "<meta http-equiv=refresh content=0;url=//example.invalid>",
    "javascript:alert(1)",
    "__proto__",
    "&lt;b&gt;&amp;",
    "\u{202e}<b>evil</b>",
    "a\u{2028}b\u{2029}c",
];

/// The page of a backlog.
fn page(backlog: &[u8], args: &[&str]) -> (Folder, String) {
    let folder = Folder::new().with("b.csv", backlog);
    let outcome = folder.run(&[&["export", "-q", "b.csv", "-o", "r.html"], args].concat());
    assert_eq!(outcome.code, 0, "{outcome}");
    let page = folder.read("r.html");
    (folder, page)
}

/// The page of the sample.
fn sample() -> (Folder, String) {
    let folder = Folder::new();
    let root = env!("CARGO_MANIFEST_DIR");
    let files = SAMPLE.map(|arg| if arg.starts_with('-') { arg.to_owned() } else { format!("{root}/{arg}") });
    let mut args = vec!["export", "-q", "-o", "r.html"];
    args.extend(files.iter().map(String::as_str));
    let outcome = folder.run(&args);
    assert_eq!(outcome.code, 0, "{outcome}");
    let page = folder.read("r.html");
    (folder, page)
}

/// Simple requests, as many as wanted.
fn many(count: usize) -> String {
    let mut backlog = String::from("id,title,team,value,effort\n");
    for number in 0..count {
        writeln!(backlog, "R-{number},Request {number},t{},{},1", number % 7, number % 50).expect("memory");
    }
    backlog
}

#[test]
fn the_page_asks_for_nothing_and_has_no_looks_or_scripts_of_its_own_inside_elements() {
    let (_folder, page) = sample();
    assert!(page.starts_with("<!doctype html>"));
    assert!(page.contains("default-src 'none'; style-src 'sha256-"), "{}", &page[..400]);
    let (before, rest) = page.split_once("<script>").expect("the script");
    let markup: String = format!("{before}{}", rest.split_once("</script>").expect("its end").1)
        .split("<script type=\"application/json\"")
        .enumerate()
        .map(
            |(number, part)| {
                if number == 0 { part } else { part.split_once("</script>").expect("its end").1 }
            },
        )
        .collect();
    for never in [" style=", " onclick", " onload", "javascript:", "http://", "https://", " src="] {
        assert!(!markup.contains(never), "{never}");
    }
}

#[test]
fn the_same_input_gives_the_same_bytes_whatever_the_order_of_its_rows() {
    let rows = ["A-1,One,web,3,1\n", "A-2,Two,app,2,1\n", "A-3,Three,web;app,1,2\n"];
    let backlog = |rows: [&str; 3]| format!("id,title,team,value,effort\n{}", rows.concat());
    let [one, two, three] = rows;
    let first = page(backlog(rows).as_bytes(), &[]).1;
    assert!(first == page(backlog(rows).as_bytes(), &[]).1);
    // Places in the file are part of what is said, so they are taken out.
    let lines = |page: String| page.replace(|it: char| it.is_ascii_digit(), "");
    assert!(lines(first) == lines(page(backlog([three, one, two]).as_bytes(), &[]).1));
}

#[test]
fn a_large_backlog_has_no_more_rows_than_can_be_read() {
    let (_folder, page) = page(many(700).as_bytes(), &[]);
    assert_eq!(page.matches("<th scope=\"row\">").count(), 150);
    assert!(page.contains("The first 150 of 700 requests are shown."));
    assert!(page.contains("id=\"details-13\""), "fifty at a time");
    assert!(!page.contains("id=\"details-14\""));
}

#[test]
fn of_a_large_backlog_it_is_said_for_which_requests_a_change_was_looked_for() {
    let folder =
        Folder::new().with("b.csv", many(2100)).with("p.toml", "[capacity]\nnow = 100\nnext = 100\n");
    let outcome = folder.run(&["export", "-q", "--policy", "p.toml", "b.csv", "-o", "r.html", "-o", "r.md"]);
    assert_eq!(outcome.code, 0, "{outcome}");
    for file in ["r.html", "r.md"] {
        let review = folder.read(file);
        let says = "looked for in 200 of the 2000 requests that are not built, or not soon";
        assert!(review.contains(says), "{file}");
        // What would bring it sooner is in the details of these, and in the replies to them.
        assert_eq!(review.matches("would bring it into").count(), 200, "{file}");
        assert_eq!(review.matches("it would start in the current planning period").count(), 200, "{file}");
    }
}

#[test]
fn a_backlog_with_nothing_to_draw_is_a_page_all_the_same() {
    for (backlog, says) in [
        ("id,title\n", "There is nothing to decide: no request is ranked."),
        ("id,title\nA-1,Nothing known\n", "Nothing can be decided yet: 1 of 1 request has not been judged."),
        ("id,title,reliability,effort\nA-1,It harms,-3,1\n", "Nothing is worth building: approve no work."),
        ("id,title,value,effort\nA-1,One,3,1\n", "Approve the order of 1 piece of work: 1.0 weeks of work."),
    ] {
        let page = page(backlog.as_bytes(), &[]).1;
        let document = page.split_once("<script").expect("data").0;
        assert!(document.contains(says), "{backlog}\n{}", document.split_once("<body>").expect("a body").1);
        assert!(page.ends_with("</script>\n</body>\n</html>\n"), "{}", &page[page.len() - 200..]);
    }
}

/// Everything that needs a browser, in one that is started once.
#[test]
fn in_a_browser() {
    let Some(mut browser) = Browser::start() else {
        println!("skipped: no Chromium");
        return;
    };
    let (folder, _) = sample();
    let sample = folder.path("r.html");
    opens_in_silence(&mut browser, &sample);
    sorts_by_every_column(&mut browser, &sample);
    filters_and_searches(&mut browser, &sample);
    opens_a_request(&mut browser, &sample);
    follows_a_link_to_a_request(&mut browser);
    says_which_request_a_dot_is(&mut browser);
    shows_more_when_asked(&mut browser);
    no_text_is_markup(&mut browser);
    nothing_is_wider_than_a_small_screen(&mut browser);
}

fn opens_in_silence(browser: &mut Browser, sample: &Path) {
    for (width, dark) in [(1280, false), (360, true)] {
        browser.look(width, dark);
        browser.open(sample);
        assert_eq!(browser.noises(), [""; 0]);
        assert!(browser.eval("document.documentElement.scrollWidth").as_u64() <= Some(width.into()));
    }
    browser.look(1280, false);
    // What is to be decided is on the first screen.
    let ends = browser.eval("document.getElementById('decision').getBoundingClientRect().bottom + scrollY");
    assert!(ends.as_f64() <= Some(900.0), "{ends}");
    // The script ran, and every reference inside a picture leads somewhere.
    assert_eq!(browser.eval("document.querySelector('#ranking form').hidden"), false);
    let lost = "[...document.querySelectorAll('[aria-labelledby]')].flatMap((it) => \
                it.getAttribute('aria-labelledby').split(' ')).filter((id) => !document.getElementById(id))";
    assert_eq!(browser.eval(lost), json!([]));
    let twice = "(() => { const ids = [...document.querySelectorAll('[id]')].map((it) => it.id); \
                 return ids.filter((id, at) => ids.indexOf(id) !== at); })()";
    assert_eq!(browser.eval(twice), json!([]));
}

/// What stands in a column, row by row.
fn column(browser: &mut Browser, number: usize) -> Vec<String> {
    let cells = format!(
        "[...document.querySelectorAll('#ranking-table > tbody > tr')].filter((row) => row.cells.length > 2)\
         .map((row) => row.cells[{number}].textContent)"
    );
    let cells = browser.eval(&cells);
    cells.as_array().expect("cells").iter().map(|it| it.as_str().expect("text").to_owned()).collect()
}

fn click_head(browser: &mut Browser, number: usize) -> Value {
    browser.eval(&format!(
        "(() => {{ const head = document.querySelector('#ranking-table').tHead.rows[0].cells[{number}]; \
         head.querySelector('button').click(); return head.getAttribute('aria-sort'); }})()"
    ))
}

fn sorts_by_every_column(browser: &mut Browser, sample: &Path) {
    browser.open(sample);
    let before = column(browser, 1);
    for number in 0..13 {
        let figures = number == 0 || number >= 5;
        let first = if number < 5 { "ascending" } else { "descending" };
        let second = if number < 5 { "descending" } else { "ascending" };
        for direction in [first, second] {
            assert_eq!(click_head(browser, number), direction, "column {number}");
            let shown = column(browser, number);
            assert_eq!(shown.len(), before.len(), "a sort loses no row");
            if figures {
                let figure = |text: &String| text.trim_start_matches('*').parse::<f64>().ok();
                let figures: Vec<Option<f64>> = shown.iter().map(figure).collect();
                let (known, unknown) = figures.split_at(figures.iter().take_while(|it| it.is_some()).count());
                assert!(unknown.iter().all(Option::is_none), "what is unknown comes last: {shown:?}");
                let sorted = if direction == "ascending" {
                    known.is_sorted()
                } else {
                    known.is_sorted_by(|a, b| a >= b)
                };
                assert!(sorted, "column {number} {direction}: {shown:?}");
            }
        }
        assert_eq!(click_head(browser, number), Value::Null, "a third click gives the order back");
        assert_eq!(column(browser, 1), before);
    }
    assert_eq!(browser.noises(), [""; 0]);
}

/// Fills in a field of the form, and waits for what comes of it.
fn choose(browser: &mut Browser, field: &str, choice: &str) {
    browser.eval(&format!(
        "(() => {{ const field = document.querySelector('#ranking form').elements.namedItem('{field}'); \
         const option = [...(field.options ?? [])].find((it) => it.textContent === '{choice}'); \
         field.value = option ? option.value : '{choice}'; \
         field.dispatchEvent(new Event('input', {{ bubbles: true }})); \
         return new Promise((done) => setTimeout(done, 120)); }})()"
    ));
}

fn filters_and_searches(browser: &mut Browser, sample: &Path) {
    browser.open(sample);
    let all = column(browser, 1).len();
    for (field, choice, number, count) in
        [("team", "ads", 2, 7), ("kind", "reliability", 3, 14), ("verdict", "held", 4, 5)]
    {
        choose(browser, field, choice);
        let shown = column(browser, number);
        assert!(shown.iter().all(|cell| cell.contains(choice)), "{shown:?}");
        assert_eq!(shown.len(), count, "{field} {choice}");
        let said = browser.eval("document.querySelector('#ranking-count').textContent");
        assert_eq!(said, format!("{count} of {all} requests match."));
        browser.eval(
            "document.querySelector('#ranking form').reset(), new Promise((done) => setTimeout(done, 120))",
        );
        assert_eq!(column(browser, 1).len(), all);
    }
    choose(browser, "verdict", "to build");
    assert_eq!(column(browser, 1).len(), 56);
    choose(browser, "text", "WEBHOOKS signed");
    let shown = column(browser, 1);
    assert!(shown.len() == 1 && shown[0].contains("API-7"), "{shown:?}");
    assert_eq!(browser.noises(), [""; 0]);
}

fn opens_a_request(browser: &mut Browser, sample: &Path) {
    browser.open(sample);
    let button = "[...document.querySelectorAll('.open')].find((it) => it.textContent.startsWith('API-6 '))";
    assert_eq!(browser.eval("document.querySelectorAll('tr.detail').length"), 0, "made when it is opened");
    browser.eval(&format!("{button}.click()"));
    assert_eq!(browser.eval(&format!("{button}.getAttribute('aria-expanded')")), "true");
    let text = browser.eval("document.querySelector('tr.detail').textContent");
    let text = text.as_str().expect("text");
    for part in ["What is asked for", "Why here", "What it earns", "Answer to the requester"] {
        assert!(text.contains(part), "{text}");
    }
    // The steps of the waterfall add up to the score that stands below them.
    let points = "[...document.querySelectorAll('.waterfall tr > .figure')].slice(1).map((it) => Number(it.textContent))";
    let points: Vec<f64> = serde_json::from_value(browser.eval(points)).expect("figures");
    let (score, steps) = points.split_last().expect("the score");
    assert!((steps.iter().sum::<f64>() - score).abs() < 1e-9 && steps.len() > 2, "{points:?}");
    browser.eval(&format!("{button}.click()"));
    assert_eq!(browser.eval("document.querySelectorAll('tr.detail').length"), 0);
    assert_eq!(browser.noises(), [""; 0]);
}

fn follows_a_link_to_a_request(browser: &mut Browser) {
    let (folder, _) = page("id,title,value,effort\nA 1/ü,One,3,1\n__proto__,Two,3,1\n".as_bytes(), &[]);
    let address = |id: &str| format!("file://{}#request-{id}", folder.path("r.html").display());
    for (id, opened) in [("A%201%2F%C3%BC", 1), ("__proto__", 1), ("nothing", 0), ("%E0%A4%A", 0)] {
        browser.open_address(&address(id));
        assert_eq!(browser.eval("document.querySelectorAll('tr.detail').length"), opened, "{id}");
        assert_eq!(browser.noises(), [""; 0]);
    }
}

fn says_which_request_a_dot_is(browser: &mut Browser) {
    let (folder, _) = page(b"id,title,value,effort\nA-1,One,30,1\nA-2,Two,10,2\n", &[]);
    browser.open(&folder.path("r.html"));
    browser.eval(
        "(() => { const plot = document.querySelector('#chart-score > svg'); plot.scrollIntoView(); \
         const box = plot.getBoundingClientRect(); \
         const at = { clientX: box.left + box.width / 2, clientY: box.top + 14 }; \
         plot.dispatchEvent(new PointerEvent('pointermove', at)); plot.dispatchEvent(new MouseEvent('click', at)); \
         return new Promise((done) => setTimeout(done, 100)); })()",
    );
    let said = browser.eval("document.querySelector('.near').textContent");
    assert_eq!(said, "A-1 One: 30.0 points for 1.0 weeks, to build. Click to open it.");
    assert_eq!(browser.eval("location.hash"), "#request-A-1");
    assert_eq!(browser.eval("document.querySelectorAll('tr.detail').length"), 1);
    assert_eq!(browser.noises(), [""; 0]);
}

fn shows_more_when_asked(browser: &mut Browser) {
    let (folder, _) = page(many(700).as_bytes(), &[]);
    browser.open(&folder.path("r.html"));
    for (rows, hidden, button) in [(150, false, "more"), (300, false, "all"), (700, true, "all")] {
        assert_eq!(column(browser, 1).len(), rows);
        let button = format!("document.querySelector('#ranking-{button}')");
        assert_eq!(browser.eval(&format!("{button}.parentElement.hidden")), hidden);
        browser.eval(&format!("{button}.click()"));
    }
    let elements = browser.eval("document.querySelectorAll('*').length");
    assert!(elements.as_u64() < Some(20_000), "{elements}");
}

fn payloads() -> Vec<String> {
    let mut payloads: Vec<String> = OURS.map(str::to_owned).into();
    let Some(path) = shared("payloads.csv") else {
        println!("skipped: no collection of payloads");
        return payloads;
    };
    let mut reader = csv::Reader::from_path(path).expect("the collection");
    for record in reader.records() {
        let record = record.expect("a record");
        if record[0].starts_with("html") || record[0].starts_with("svg") {
            let text: String = serde_json::from_str(&format!("\"{}\"", &record[1])).expect("JSON escapes");
            payloads.push(text);
        }
    }
    payloads
}

/// A backlog with each text as id, title, team and description of a request, all of them in one bundle.
fn with_texts(texts: &[String]) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().quote_style(csv::QuoteStyle::Always).from_writer(Vec::new());
    let head = ["id", "title", "team", "description", "outcome", "value", "effort", "depends_on"];
    writer.write_record(head).expect("memory");
    writer.write_record(["Z-0", "All wait for it", "z", "", "", "1", "9", ""]).expect("memory");
    for text in texts {
        writer.write_record([text, text, text, text, text, "30", "1", "Z-0"]).expect("memory");
    }
    writer.into_inner().expect("memory")
}

/// Every sort of element there is, with the names of its attributes; and all names of elements.
fn shape(browser: &mut Browser) -> (BTreeSet<String>, BTreeSet<String>) {
    let sorts = "[...document.querySelectorAll('*')].map((it) => \
                 it.localName + ' ' + it.getAttributeNames().sort().join(' '))";
    let names = "[...document.querySelectorAll('[id]')].map((it) => it.id)";
    [sorts, names].map(|list| serde_json::from_value(browser.eval(list)).expect("texts")).into()
}

fn no_text_is_markup(browser: &mut Browser) {
    // Ids are unique, and what stands around a text is taken off in reading.
    let mut texts: Vec<String> = payloads().iter().map(|text| text.trim().replace('\0', "")).collect();
    texts.retain(|text| !text.is_empty() && text.chars().count() < 4000);
    texts.sort();
    texts.dedup();
    let harmless: Vec<String> = (0..texts.len()).map(|number| format!("word {number}")).collect();
    for scripts in [true, false] {
        browser.scripts(scripts);
        let mut open = |texts: &[String]| {
            let (folder, page) = page(&with_texts(texts), &[]);
            browser.open(&folder.path("r.html"));
            if scripts {
                browser.eval("document.querySelectorAll('.open').forEach((it) => it.click())");
                browser.eval("new Promise((done) => setTimeout(done, 200))");
            }
            assert_eq!(browser.noises(), [""; 0]);
            (shape(browser), page)
        };
        let (expected, _) = open(&harmless);
        let (found, page) = open(&texts);
        assert_eq!(found.1, expected.1, "names of elements");
        assert_eq!(found.0.difference(&expected.0).collect::<Vec<_>>(), Vec::<&String>::new());
        assert!(page.ends_with("</script>\n</body>\n</html>\n"));
        assert_eq!(browser.eval("document.body.lastElementChild.localName"), "script");
        if scripts {
            let shown = browser.eval(
                "[...document.querySelectorAll('.open')].map((it) => [...it.querySelectorAll('bdi')].map((it) => it.textContent))",
            );
            let data = browser.eval(
                "JSON.parse(document.getElementById('ranking-data').textContent).rows.map((row) => [row[3], row[4]])",
            );
            assert_eq!(shown, data, "as it was written");
            for text in &texts {
                // Reading takes the guard of a formula off.
                let text = unguard(text).0;
                let row = json!([text, text]);
                let literal = shown.as_array().expect("rows").contains(&row);
                assert!(literal, "{text:?}\n{shown}");
            }
        }
    }
    browser.scripts(true);
}

fn nothing_is_wider_than_a_small_screen(browser: &mut Browser) {
    let texts = ["x".repeat(3000), "word ".repeat(400), "شركة الطيران ".repeat(40), "全角".repeat(200)];
    let (folder, _) = page(&with_texts(&texts.map(|text| text.trim().to_owned())), &[]);
    browser.look(360, false);
    browser.open(&folder.path("r.html"));
    browser.eval("document.querySelectorAll('.open').forEach((it) => it.click())");
    assert_eq!(browser.eval("document.documentElement.scrollWidth"), 360);
    assert_eq!(browser.noises(), [""; 0]);
}
