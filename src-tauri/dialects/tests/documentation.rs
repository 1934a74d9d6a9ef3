//! What `docs/import-export.md` shows is what is read.

#![allow(clippy::unwrap_used)]

use rolebridge_dialects::{CSV_COLUMNS, Dialect, Layout, Published, publish, published, read};

fn page() -> String {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/import-export.md");
    std::fs::read_to_string(path).unwrap()
}

fn block<'a>(page: &'a str, language: &str) -> &'a str {
    let start = page.split_once(&format!("```{language}\n")).unwrap().1;
    start.split_once("```").unwrap().0
}

#[test]
fn the_team_file_shown_reads() {
    let reading = read(Dialect::Team, block(&page(), "toml").as_bytes()).unwrap();
    assert_eq!(reading.entries.len(), 2);
    assert_eq!(reading.title.as_deref(), Some("Platform"));
    assert!(reading.warnings.is_empty());
}

#[test]
fn every_dialect_and_column_is_named() {
    let page = page();
    for name in Dialect::ALL.map(Dialect::as_str).into_iter().chain(CSV_COLUMNS.map(|(c, _)| c)) {
        assert!(page.contains(&format!("`{name}`")), "{name}");
    }
}

#[test]
fn the_block_shown_is_ours() {
    let page = page();
    let shown = block(&page, "ini");
    assert_eq!(published(shown).unwrap(), ["prod-admin"]);
    let wanted =
        [Published { name: "prod-admin".into(), region: Some("eu-central-1".parse().unwrap()) }];
    assert_eq!(publish("", None, &wanted, Layout::Block).unwrap().text, shown);
}
