//! Finding switch entries: pages, groups, order by use, several changed at once; and what the form
//! says while it is being typed.

use rolebridge_model::*;
use rolebridge_store::Store;
use rolebridge_workflows::Error;
use rolebridge_workflows::sources::SourceSettings;
use rolebridge_workflows::switch::{
    HopForm, SessionForm, SwitchChange, SwitchChanges, SwitchForm, SwitchFormCheck, SwitchOrder,
    SwitchPage, SwitchQuery, SwitchSelection, TagForm,
};

use crate::common::*;

fn add(desk: &Desk, name: &str, edit: impl FnOnce(&mut SwitchForm)) -> SwitchEntryId {
    let mut form = SwitchForm {
        name: name.into(),
        account: STAGING.into(),
        role: "Admin".into(),
        colour: "f2b0a9".into(),
        ..SwitchForm::default()
    };
    edit(&mut form);
    desk.session.save_switch_entry(&form).unwrap()
}

fn list(desk: &Desk, query: &SwitchQuery) -> SwitchPage {
    desk.session.switch_entries(query).unwrap()
}

/// As they are used.
fn search(desk: &Desk, words: &str) -> Vec<String> {
    let query = SwitchQuery { search: words.into(), page_size: 100, ..SwitchQuery::default() };
    names(&list(desk, &query))
}

fn names(page: &SwitchPage) -> Vec<String> {
    page.rows.iter().map(|r| r.entry.name.to_string()).collect()
}

fn change(desk: &Desk, of: SwitchSelection, change: SwitchChange) -> Result<u32, Error> {
    desk.session.change_switch_entries(&SwitchChanges { of, change })
}

#[tokio::test]
async fn an_entry_is_found_by_all_that_is_known_of_it() {
    let desk = Desk::new().await;
    add(&desk, "Admin in payments-production", |form| {
        form.account = PAYMENTS.into();
        form.role = "team/Breakglass".into();
        form.region = "eu-central-1".into();
        form.group = Some("Fire brigade".into());
        form.notes = Some("ask Olivia\nfirst".into());
        form.session = Some(SessionForm {
            tags: vec![TagForm { key: "pci".into(), value: "level 1".into(), transitive: false }],
            ..SessionForm::default()
        });
    });
    add(&desk, "Other", |form| form.account = DATA.into());
    desk.verify(PAYMENTS).await;
    let everything = SourceQuery {
        space: production(),
        tokens: vec![],
        join: FilterJoin::And,
        sort: SourceColumn::Account,
        descending: false,
        page: 1,
        page_size: 100,
    };
    let sources = desk.session.list_sources(&everything).unwrap().rows;
    let of_payments = sources.iter().find(|s| s.account == account(PAYMENTS)).unwrap();
    // The name of the account is given after the entries were read once.
    assert!(search(&desk, "ledger").is_empty());
    let settings = SourceSettings {
        source: of_payments.id,
        label: "Ledger desk".into(),
        reach: ReachChoice::None,
        reach_role: String::new(),
        reach_external_id: String::new(),
        reach_profile: String::new(),
    };
    desk.session.save_source_settings(&settings).unwrap();
    for words in [
        "prod admin",
        "2222 breakglass",
        "eu-central",
        "brigade",
        "olivia first",
        "pci=level",
        "ledger desk prod",
    ] {
        assert_eq!(search(&desk, words), ["Admin in payments-production"], "{words}");
    }
    let page = list(&desk, &SwitchQuery { search: "ledger".into(), ..SwitchQuery::default() });
    assert_eq!(page.rows[0].account_name.as_deref(), Some("Ledger desk"));
    assert!(search(&desk, "ledger nothing").is_empty());
}

#[tokio::test]
async fn pages_are_parts_of_the_whole_and_the_last_one_answers_for_those_beyond() {
    let desk = Desk::new().await;
    for i in 0..23 {
        add(&desk, &format!("entry {i:02}"), |form| {
            form.group = Some(if i % 3 == 0 { "thirds" } else { "" }.into());
            form.favourite = Some(i % 2 == 0);
        });
    }
    let query = |page, page_size| SwitchQuery {
        order: SwitchOrder::Name,
        page,
        page_size,
        ..SwitchQuery::default()
    };
    let all = names(&list(&desk, &query(1, 100)));
    assert_eq!(all.len(), 23);
    let paged: Vec<String> =
        (1..=3).flat_map(|page| names(&list(&desk, &query(page, 10)))).collect();
    assert_eq!(paged, all);
    let beyond = list(&desk, &query(9, 10));
    assert_eq!((beyond.page, beyond.rows.len(), beyond.total, beyond.all), (3, 3, 23, 23));
    let first = list(&desk, &query(0, 0));
    assert_eq!((first.page, first.rows.len()), (1, 1));

    let thirds = SwitchQuery { group: Some("thirds".into()), ..query(1, 5) };
    let page = list(&desk, &thirds);
    assert_eq!((page.total, page.all, page.rows.len()), (8, 23, 5));
    let counts: Vec<_> =
        page.groups.iter().map(|g| (g.name.as_ref().map(|n| n.as_str()), g.count)).collect();
    assert_eq!(counts, [(Some("thirds"), 8), (None, 15)]);
    let page = list(&desk, &SwitchQuery { favourites: true, ..thirds });
    assert_eq!(names(&page), ["entry 00", "entry 06", "entry 12", "entry 18"]);
}

#[tokio::test]
async fn what_is_opened_moves_up_and_fades_with_time() {
    let app = App::start(false).await;
    let session = app.app.session().unwrap();
    let save = |name: &str, favourite| {
        let form = SwitchForm {
            name: name.into(),
            account: STAGING.into(),
            role: "Admin".into(),
            colour: "f2b0a9".into(),
            favourite: Some(favourite),
            ..SwitchForm::default()
        };
        session.save_switch_entry(&form).unwrap()
    };
    let (a, b, _) = (save("alpha", false), save("beta", false), save("favourite", true));
    let order = || {
        let query = SwitchQuery { page_size: 10, ..SwitchQuery::default() };
        names(&session.switch_entries(&query).unwrap())
    };
    assert_eq!(order(), ["favourite", "alpha", "beta"]);
    for _ in 0..3 {
        app.app.open_switch_entry(b).unwrap();
    }
    assert_eq!(order(), ["favourite", "beta", "alpha"]);
    app.time.pass(86_400);
    app.app.open_switch_entry(a).unwrap();
    assert_eq!(order(), ["favourite", "beta", "alpha"], "three yesterday beat one today");
    app.time.pass(28 * 86_400);
    app.app.open_switch_entry(a).unwrap();
    assert_eq!(order(), ["favourite", "alpha", "beta"], "not those of four weeks ago");
    // A part of the name before the uses, and the uses before being a favourite.
    let query = SwitchQuery { search: "a".into(), page_size: 10, ..SwitchQuery::default() };
    assert_eq!(names(&session.switch_entries(&query).unwrap()), ["alpha", "beta", "favourite"]);
    let recent =
        SwitchQuery { order: SwitchOrder::Recent, page_size: 10, ..SwitchQuery::default() };
    let page = session.switch_entries(&recent).unwrap();
    assert_eq!(names(&page), ["alpha", "beta", "favourite"]);
    assert_eq!(page.rows[2].last_used, None);
    assert!(page.rows[0].last_used > page.rows[1].last_used);
    // It is remembered, and what is gone is no use of anything.
    drop(session);
    let app = app.restart().await;
    let session = app.app.session().unwrap();
    assert_eq!(names(&session.switch_entries(&recent).unwrap())[0], "alpha");
    let gone = SwitchSelection::Some { ids: vec![a] };
    let remove = SwitchChanges { of: gone, change: SwitchChange::Remove };
    session.change_switch_entries(&remove).unwrap();
    session.record_use(a);
    assert_eq!(names(&session.switch_entries(&recent).unwrap()), ["beta", "favourite"]);
}

#[tokio::test]
async fn what_another_process_changes_is_found_too() {
    let desk = Desk::new().await;
    let id = add(&desk, "mine", |_| {});
    assert_eq!(search(&desk, ""), ["mine"]);
    let other = Store::open(&desk.dir.path().join("home")).unwrap();
    let mut entry = other.switch_entry(id).unwrap();
    entry.name = DisplayName::parse("theirs").unwrap();
    other.add_switch_entry(&entry).unwrap();
    assert_eq!(search(&desk, "their"), ["theirs"]);
    other.remove_switch_entries(&[id]).unwrap();
    assert_eq!(search(&desk, ""), ["theirs"]);
}

#[tokio::test]
async fn several_are_changed_at_once_and_only_those_the_user_was_told_of() {
    let desk = Desk::new().await;
    let ids: Vec<SwitchEntryId> =
        ["prod a", "prod b", "test c"].iter().map(|name| add(&desk, name, |_| {})).collect();
    let some = SwitchSelection::Some { ids: vec![ids[0], ids[2]] };
    let group = |name: &str| SwitchChange::Group { name: name.into() };
    assert_eq!(change(&desk, some.clone(), group(" Ops ")).unwrap(), 2);
    let group_of = |i: usize| desk.store.switch_entry(ids[i]).unwrap().group;
    assert_eq!(
        [group_of(0), group_of(1), group_of(2)].map(|g| g.map(|g| g.to_string())),
        [Some("Ops".to_owned()), None, Some("Ops".to_owned())]
    );
    let error = change(&desk, some.clone(), group(&"x".repeat(65))).unwrap_err();
    assert!(matches!(&error, Error::Invalid(f) if f[0].field == "group"), "{error}");
    assert_eq!(change(&desk, some.clone(), SwitchChange::Favourite { on: true }).unwrap(), 2);
    assert!(desk.store.switch_entry(ids[0]).unwrap().favourite);
    assert_eq!(change(&desk, some, group("")).unwrap(), 2);
    assert_eq!(group_of(0), None);

    let prod = SwitchQuery { search: "prod".into(), ..SwitchQuery::default() };
    let found = |count| SwitchSelection::Found { query: prod.clone(), count };
    let error = change(&desk, found(3), SwitchChange::Remove).unwrap_err();
    assert!(error.to_string().contains('2') && error.remedy().is_some(), "{error}");
    assert_eq!(search(&desk, "").len(), 3);
    assert_eq!(change(&desk, found(2), SwitchChange::Remove).unwrap(), 2);
    assert_eq!(search(&desk, ""), ["test c"]);
}

fn check(desk: &Desk, edit: impl FnOnce(&mut SwitchForm, &mut SessionForm)) -> SwitchFormCheck {
    let mut form = SwitchForm {
        name: "Prod admin".into(),
        account: STAGING.into(),
        role: "Admin".into(),
        colour: "f2b0a9".into(),
        ..SwitchForm::default()
    };
    let mut session = SessionForm::default();
    edit(&mut form, &mut session);
    form.session = Some(session);
    desk.session.check_switch_form(&form).unwrap()
}

fn hop(role: &str) -> HopForm {
    HopForm { role: role.into(), external_id: String::new() }
}

#[tokio::test]
async fn the_form_says_how_long_a_session_can_last_and_why() {
    let desk = Desk::new().await;
    let free = check(&desk, |_, _| {});
    assert_eq!((free.longest, free.errors.len()), (43_200, 0));
    assert!(free.longest_because.contains("12 hours"));
    let one = hop("arn:aws:iam::222222222222:role/One");
    let chained = check(&desk, |_, session| session.chain = vec![one.clone()]);
    assert_eq!((chained.longest, chained.errors.len()), (3600, 0));
    assert!(chained.longest_because.contains("role chaining"));
    let too_long = check(&desk, |_, session| {
        session.chain = vec![one];
        session.duration = Some(7200);
    });
    assert_eq!(too_long.errors[0].field, "duration");
    assert!(too_long.warnings.iter().all(|w| w.field != "duration"), "said once");
}

#[tokio::test]
async fn the_form_shows_what_a_session_is_called() {
    let desk = Desk::new().await;
    let called =
        |template: &str| check(&desk, |_, s| s.session_name = template.into()).session_name;
    assert_eq!(called("").as_deref(), Some("rolebridge"));
    assert_eq!(called("x-{entry}").as_deref(), Some("x-Prod-admin"));
    assert_eq!(called("{nobody}"), None);
}

#[tokio::test]
async fn a_chain_is_wrong_at_the_role_that_makes_it_wrong() {
    let desk = Desk::new().await;
    let (one, two) = ("arn:aws:iam::222222222222:role/One", "arn:aws:iam::222222222222:role/Two");
    let own = format!("arn:aws:iam::{STAGING}:role/Admin");
    let table: [(&str, Vec<&str>, &[&str]); 6] = [
        ("fine", vec![one, two], &[]),
        ("no role", vec![one, "Two"], &["chain.1"]),
        ("empty", vec![""], &["chain.0"]),
        ("twice", vec![one, two, one], &["chain.2"]),
        ("itself", vec![one, &own], &["chain.1"]),
        ("elsewhere", vec![one, "arn:aws-cn:iam::222222222222:role/Two"], &["chain.1"]),
    ];
    for (what, chain, wanted) in table {
        let found = check(&desk, |_, s| s.chain = chain.iter().map(|role| hop(role)).collect());
        let fields: Vec<&str> = found.errors.iter().map(|e| e.field.as_str()).collect();
        assert_eq!(fields, wanted, "{what}: {:?}", found.errors);
    }
    let abroad = check(&desk, |form, _| {
        form.account = String::new();
        form.role = "arn:aws-cn:iam::222222222222:role/A".into();
        form.region = "eu-west-1".into();
    });
    assert!(abroad.warnings.iter().any(|w| w.field == "region"), "{:?}", abroad.warnings);
}
