//! The layers of `docs/architecture.md`: a module uses only what stands below it.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// For each module the number of its layer, counted from the top.
fn layers() -> BTreeMap<String, usize> {
    let text = fs::read_to_string(repository().join("docs/architecture.md")).expect("the architecture");
    let (_, block) = text.split_once("```text layers\n").expect("the list of layers");
    let (block, _) = block.split_once("```").expect("the end of the list");
    let line = |(number, line): (usize, &str)| {
        line.split(' ').map(|name| (name.to_owned(), number)).collect::<Vec<_>>()
    };
    block.lines().enumerate().flat_map(line).collect()
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

/// The modules that a text names after `crate::`, tests and comments left out.
fn used(text: &str) -> BTreeSet<String> {
    let code = text.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
    let code: String = code.lines().map(|line| line.split("//").next().unwrap_or_default()).collect();
    let mut found = BTreeSet::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        let names = if let Some(group) = rest.strip_prefix('{') { outermost(group) } else { vec![rest] };
        let name = |text: &str| -> String {
            text.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
        };
        found.extend(names.into_iter().map(name).filter(|name| !name.is_empty()));
    }
    found
}

/// The items of a list in braces, up to the brace that closes it.
fn outermost(group: &str) -> Vec<&str> {
    let (mut items, mut start, mut depth) = (Vec::new(), 0, 0);
    for (at, character) in group.char_indices() {
        match character {
            '{' => depth += 1,
            '}' if depth == 0 => {
                items.push(&group[start..at]);
                break;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                items.push(&group[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    items
}

#[test]
fn a_list_of_modules_is_taken_apart() {
    let text = "use crate::{\n    a::{b, c},\n    d,\n};\nfn f() { crate::e::g() } // crate::h\n#[cfg(test)]\nmod t { use crate::i; }";
    assert_eq!(used(text).into_iter().collect::<Vec<_>>(), ["a", "d", "e"]);
}

#[test]
fn every_module_uses_only_what_stands_below_it() {
    let layers = layers();
    let source = repository().join("src");
    let mut paths = Vec::new();
    files(&source, &mut paths);
    let mut wrong = Vec::new();
    for path in paths {
        let inside = path.strip_prefix(&source).expect("a file of src").to_string_lossy().into_owned();
        let module = inside.split('/').next().unwrap_or_default().trim_end_matches(".rs").to_owned();
        if matches!(module.as_str(), "lib" | "main") {
            continue;
        }
        let own = layers.get(&module).unwrap_or_else(|| panic!("{module} is in no layer"));
        let text = fs::read_to_string(&path).expect("a file");
        for used in used(&text).into_iter().filter(|used| *used != module) {
            // What is no module is a macro or a function of the crate's root.
            if layers.get(&used).is_some_and(|layer| layer <= own) {
                wrong.push(format!("src/{inside} uses {used}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
