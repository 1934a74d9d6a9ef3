//! That a secret is found where one is planted: without this, finding none would prove nothing.
#![allow(clippy::unwrap_used)] // a test, which Clippy doesn't take for one

use std::fs;

use rolebridge_secrets::Search;

const SECRET: &str = "wJalr/XUtn+FEMI=K7MDENG bPx";

fn search() -> Search {
    let mut search = Search::default();
    search.for_secret("the key", SECRET);
    search.for_secret("the code", "735194");
    search.for_secret("the token", "Token/".repeat(200));
    search
}

#[test]
fn every_form_is_found() {
    let planted = [
        ("as it is", format!("a {SECRET} b")),
        ("upper case", "x=wJalr%2FXUtn%2BFEMI%3DK7MDENG%20bPx&".to_owned()),
        ("lower case", "x=wJalr%2fXUtn%2bFEMI%3dK7MDENG%20bPx&".to_owned()),
        ("a form", "x=wJalr%2FXUtn%2BFEMI%3DK7MDENG+bPx&".to_owned()),
        ("a path", "/wJalr/XUtn%2BFEMI=K7MDENG%20bPx/".to_owned()),
        ("twice", "wJalr%252FXUtn%252BFEMI%253DK7MDENG%2520bPx".to_owned()),
        ("JSON", r#"{"k":"wJalr\/XUtn+FEMI=K7MDENG bPx"}"#.to_owned()),
        // Of "key: " and the secret, by `base64`.
        ("base64", "a2V5OiB3SmFsci9YVXRuK0ZFTUk9SzdNREVORyBiUHg=".to_owned()),
        // Of "0key: " and the secret, and of "00key: " and it.
        ("base64 by one", "MGtleTogd0phbHIvWFV0bitGRU1JPUs3TURFTkcgYlB4".to_owned()),
        ("base64 by two", "MDBrZXk6IHdKYWxyL1hVdG4rRkVNST1LN01ERU5HIGJQeA==".to_owned()),
        ("hexadecimal", "774a616c722f5855746e2b46454d493d4b374d44454e4720625078".to_owned()),
        ("the code", "code 735194.".to_owned()),
        ("the code in base64", "eHg3MzUxOTR4eA==".to_owned()),
        ("a token that was cut", format!("{}\u{2026}", &"Token/".repeat(200)[..100])),
        ("the end of a token", "Token/".repeat(9)),
    ];
    for (form, text) in planted {
        let mut search = search();
        search.text("here", text.clone());
        assert_eq!(search.found().len(), 1, "{form}: {text}");
    }
    let mut wide = search();
    let bytes: Vec<u8> = SECRET.encode_utf16().flat_map(u16::to_le_bytes).collect();
    wide.text("here", bytes);
    assert_eq!(wide.found().len(), 1);
    let mut innocent = search();
    innocent.text("here", "wJalr/XUtn+FEMI=K7MDENGbPx, 73519, Token/Token/");
    assert_eq!(innocent.found(), []);
}

#[test]
fn files_are_searched_wherever_they_are() {
    let folder = tempfile::tempdir().unwrap();
    let deep = folder.path().join("a/.b");
    fs::create_dir_all(&deep).unwrap();
    fs::write(deep.join("log"), "nothing").unwrap();
    let database = rusqlite::Connection::open(deep.join("store.db")).unwrap();
    database.execute_batch("PRAGMA journal_mode = WAL; CREATE TABLE t (x)").unwrap();
    let mut before = search();
    before.folder(folder.path()).unwrap();
    assert_eq!(before.found(), []);
    // In the write-ahead log, while the database is open.
    database.execute("INSERT INTO t VALUES (?1)", ["Token/".repeat(200)]).unwrap();
    let mut after = search();
    after.folder(folder.path()).unwrap();
    let found = after.found();
    assert!(!found.is_empty() && found.iter().all(|f| f.label == "the token"), "{found:?}");
    fs::write(deep.join("735194.txt"), "").unwrap();
    let mut named = search();
    named.folder(folder.path()).unwrap();
    assert!(named.found().iter().any(|f| f.place.starts_with("the name of")));
}
