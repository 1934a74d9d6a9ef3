//! The store as its users see it.
#![allow(clippy::unwrap_used)]

use rolebridge_model::*;
use rolebridge_store::*;

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_780_000_000 + seconds).unwrap()
}

fn space_ref() -> SpaceRef {
    SpaceRef {
        account: AccountId::parse("111111111111").unwrap(),
        region: Region::parse("us-east-1").unwrap(),
        id: AgentSpaceId::parse("as-1").unwrap(),
    }
}

fn store_with_space() -> Store {
    let store = Store::in_memory().unwrap();
    store.put_space(&space()).unwrap();
    store
}

fn space() -> AgentSpace {
    AgentSpace {
        space: space_ref(),
        name: AgentSpaceName::parse("ops").unwrap(),
        description: None,
        created_at: at(0),
        updated_at: at(0),
    }
}

fn source(account: &str, status: SourceStatus, label: Option<&str>) -> Source {
    Source {
        id: SourceId(0),
        space: space_ref(),
        account: AccountId::parse(account).unwrap(),
        label: label.map(|l| AccountLabel::parse(l).unwrap()),
        alias: Some(format!("alias-{account}")),
        role: RoleArn::parse(&format!("arn:aws:iam::{account}:role/Agent")).unwrap(),
        external_id: None,
        template: Some(TemplateId::parse("devops-agent").unwrap()),
        generation: Some(Generation::Ga),
        association: None,
        status,
        status_reason: None,
        last_checked: Some(at(5)),
        role_changed_at: None,
        reach: Reach::None,
        added_by: Some("arn:aws:iam::111111111111:user/ada".into()),
        added_at: Some(at(1)),
    }
}

fn query() -> SourceQuery {
    SourceQuery {
        space: space_ref(),
        tokens: vec![],
        join: FilterJoin::And,
        sort: SourceColumn::Account,
        descending: false,
        page: 1,
        page_size: 25,
    }
}

fn token(
    column: Option<SourceColumn>,
    operator: FilterOperator,
    value: &str,
) -> FilterToken<SourceColumn> {
    FilterToken { column, operator, value: value.into() }
}

fn accounts(page: &SourcePage) -> Vec<&str> {
    page.rows.iter().map(|s| s.account.as_str()).collect()
}

#[test]
fn a_source_comes_back_as_it_went_in() {
    let store = store_with_space();
    let mut source = source("222222222222", SourceStatus::Active, Some("Payments"));
    source.reach = Reach::AssumeRole {
        role: RoleName::parse("OrganizationAccountAccessRole").unwrap(),
        external_id: Some(ExternalId::parse("x:1").unwrap()),
    };
    source.role = RoleArn::parse("arn:aws:iam::222222222222:role/a/b/Agent").unwrap();
    source.id = store.add_source(&source).unwrap();
    assert_eq!(store.source(source.id).unwrap().source, source);
    assert_eq!(store.sources_with_role(&source.role).unwrap(), vec![source]);
}

#[test]
fn filters_combine_and_never_become_sql() {
    let store = store_with_space();
    for (account, status, label) in [
        ("222222222222", SourceStatus::Active, Some("Payments prod")),
        ("333333333333", SourceStatus::Failed, Some("payments test")),
        ("444444444444", SourceStatus::Propagating, None),
    ] {
        store.add_source(&source(account, status, label)).unwrap();
    }
    let list = |tokens, join| {
        let page = store.list_sources(&SourceQuery { tokens, join, ..query() }).unwrap();
        assert_eq!(page.total, 3);
        assert_eq!(page.matching as usize, page.rows.len());
        accounts(&page).into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    use FilterOperator::*;
    assert_eq!(
        list(vec![token(Some(SourceColumn::Name), Contains, "PAYMENTS")], FilterJoin::And),
        ["222222222222", "333333333333"]
    );
    assert_eq!(
        list(
            vec![
                token(Some(SourceColumn::Name), Contains, "payments"),
                token(Some(SourceColumn::Status), NotEquals, "Failed"),
            ],
            FilterJoin::And
        ),
        ["222222222222"]
    );
    assert_eq!(
        list(
            vec![
                token(Some(SourceColumn::Status), Equals, "active"),
                token(Some(SourceColumn::Status), Equals, "Propagating"),
            ],
            FilterJoin::Or
        ),
        ["222222222222", "444444444444"]
    );
    // Without a column, "contains" looks anywhere and "does not contain" everywhere.
    assert_eq!(list(vec![token(None, Contains, "alias-444")], FilterJoin::And), ["444444444444"]);
    assert_eq!(list(vec![token(None, NotContains, "payments")], FilterJoin::And), ["444444444444"]);
    assert!(list(vec![token(None, Contains, "') OR 1=1 --")], FilterJoin::And).is_empty());
    assert!(list(vec![token(None, Contains, "%")], FilterJoin::And).is_empty());
}

#[test]
fn pages_and_sorting() {
    let store = store_with_space();
    for n in 0..60_u64 {
        let status = if n == 42 { SourceStatus::Failed } else { SourceStatus::Active };
        store.add_source(&source(&format!("{:012}", 200 + n), status, None)).unwrap();
    }
    let page = store.list_sources(&SourceQuery { page: 3, ..query() }).unwrap();
    assert_eq!((page.rows.len(), page.matching, page.total), (10, 60, 60));
    assert_eq!(page.rows[0].account.as_str(), "000000000250");
    let page = store
        .list_sources(&SourceQuery { sort: SourceColumn::Account, descending: true, ..query() })
        .unwrap();
    assert_eq!(page.rows[0].account.as_str(), "000000000259");
    // What needs a person sorts first.
    let page = store.list_sources(&SourceQuery { sort: SourceColumn::Status, ..query() }).unwrap();
    assert_eq!(page.rows[0].account.as_str(), "000000000242");
    assert_eq!(
        store.source_values(&space_ref(), SourceColumn::Status, "").unwrap(),
        ["Active", "Failed"]
    );
}

#[test]
fn a_space_that_is_gone_takes_its_sources_along() {
    let store = store_with_space();
    let id = store.add_source(&source("222222222222", SourceStatus::Failed, None)).unwrap();
    let summaries = store.spaces(&space_ref().account).unwrap();
    assert_eq!((summaries[0].sources, summaries[0].active, summaries[0].attention), (1, 0, 1));
    store.replace_spaces(&space_ref().account, &space_ref().region, &[]).unwrap();
    assert!(store.spaces(&space_ref().account).unwrap().is_empty());
    assert!(matches!(store.source(id), Err(StoreError::Missing(_))));
}

#[test]
fn listing_a_space_again_keeps_its_sources() {
    let store = store_with_space();
    let id = store.add_source(&source("222222222222", SourceStatus::Active, None)).unwrap();
    store.replace_spaces(&space_ref().account, &space_ref().region, &[space()]).unwrap();
    assert!(store.source(id).is_ok());
}

#[test]
fn only_the_last_twenty_verifications_stay() {
    let store = store_with_space();
    let id = store.add_source(&source("222222222222", SourceStatus::Active, None)).unwrap();
    for n in 0..25 {
        store
            .add_verification(&Verification {
                source: id,
                at: at(n),
                status: SourceStatus::Active,
                checks: vec![],
            })
            .unwrap();
    }
    assert_eq!(store.last_verification(id).unwrap().unwrap().at, at(24));
}

#[test]
fn switch_entries_keep_the_order_they_were_moved_to() {
    let store = Store::in_memory().unwrap();
    let ids: Vec<_> = ["a", "b", "c", "d"]
        .into_iter()
        .map(|name| {
            store
                .add_switch_entry(&SwitchEntry {
                    id: SwitchEntryId(0),
                    name: DisplayName::parse(name).unwrap(),
                    role: RoleArn::parse("arn:aws:iam::222222222222:role/R").unwrap().into(),
                    colour: Colour::parse("f2b0a9").unwrap(),
                    region: None,
                    external_id: None,
                    session: SessionSettings::default(),
                    group: None,
                    favourite: false,
                    notes: None,
                })
                .unwrap()
        })
        .collect();
    let names =
        || store.switch_entries().unwrap().iter().map(|e| e.name.to_string()).collect::<String>();
    store.move_switch_entry(ids[3], 0).unwrap();
    assert_eq!(names(), "dabc");
    store.move_switch_entry(ids[3], 2).unwrap();
    assert_eq!(names(), "abdc");
    store.move_switch_entry(ids[0], 99).unwrap();
    assert_eq!(names(), "bdca");
    store.remove_switch_entry(ids[2]).unwrap();
    assert_eq!(names(), "bda");
}

#[test]
fn an_entry_from_before_sessions_is_kept_and_can_be_given_one() {
    let dir = tempfile::tempdir().unwrap();
    let before = rusqlite::Connection::open(dir.path().join("rolebridge.db")).unwrap();
    before
        .execute_batch(concat!(
            include_str!("../migrations/001-first.sql"),
            include_str!("../migrations/002-accepted.sql"),
            "INSERT INTO switch_entries (position, name, role_arn, colour)
             VALUES (0, 'Prod', 'arn:aws:iam::222222222222:role/R', 'f2b0a9');
             PRAGMA user_version = 2;"
        ))
        .unwrap();
    drop(before);
    let store = Store::open(dir.path()).unwrap();
    let mut entry = store.switch_entries().unwrap().remove(0);
    assert_eq!(entry.session, SessionSettings::default());
    assert!(!entry.favourite && entry.group.is_none() && entry.notes.is_none());
    entry.session = serde_json::from_str(
        r#"{"profile":"base","chain":[{"role":"arn:aws:iam::333333333333:role/Hop","external_id":"x-1"}],
            "session_name":"{user}@{host}","duration":900,"mfa":"arn:aws:iam::111111111111:mfa/me",
            "tags":[{"key":"Team","value":"ops","transitive":true}],"source_identity":"ada"}"#,
    )
    .unwrap();
    entry.group = Some(GroupName::parse("Payments").unwrap());
    entry.favourite = true;
    entry.notes = Some(Notes::parse("ask Ada\nfirst").unwrap());
    store.update_switch_entry(&entry).unwrap();
    assert_eq!(store.switch_entry(entry.id).unwrap(), entry);
    let second = store.add_switch_entry(&entry).unwrap();
    assert_eq!(store.switch_entry(second).unwrap(), SwitchEntry { id: second, ..entry });
}

#[test]
fn an_entry_from_before_uses_were_counted_is_kept_and_its_uses_go_with_it() {
    let dir = tempfile::tempdir().unwrap();
    let before = rusqlite::Connection::open(dir.path().join("rolebridge.db")).unwrap();
    before
        .execute_batch(concat!(
            include_str!("../migrations/001-first.sql"),
            include_str!("../migrations/002-accepted.sql"),
            include_str!("../migrations/003-entry-sessions.sql"),
            include_str!("../migrations/004-imported.sql"),
            "INSERT INTO switch_entries (position, name, role_arn, colour, favourite)
             VALUES (0, 'Prod', 'arn:aws:iam::222222222222:role/R', 'f2b0a9', 1);
             PRAGMA user_version = 4;"
        ))
        .unwrap();
    drop(before);
    let store = Store::open(dir.path()).unwrap();
    let entry = store.switch_entries().unwrap().remove(0);
    assert!(entry.favourite && entry.name.as_str() == "Prod");
    let uses = || {
        let mut all = Vec::new();
        store.read_entry_texts(|text| all.push((text.name.to_owned(), text.used))).unwrap();
        all
    };
    assert_eq!(uses(), [("Prod".to_owned(), None)]);

    // Each of these changes what entries are found by, and so the number.
    let mut revision = store.switch_revision().unwrap();
    let mut moved_on = |what: &str| {
        let now = store.switch_revision().unwrap();
        assert!(now != revision, "{what}");
        revision = now;
    };
    let once = EntryUse { score: 1.5, times: 2, last: at(7) };
    store
        .record_use(entry.id, |before| {
            assert_eq!(before, None);
            once
        })
        .unwrap();
    moved_on("a use");
    assert_eq!(uses(), [("Prod".to_owned(), Some(once))]);
    store.record_use(entry.id, |before| EntryUse { times: 3, ..before.unwrap() }).unwrap();
    moved_on("another use");
    store.update_switch_entry(&entry).unwrap();
    moved_on("a change");
    store.record_use(SwitchEntryId(99), |_| once).unwrap();
    assert_eq!(uses()[0].1.map(|u| u.times), Some(3));
    store.remove_switch_entries(&[entry.id]).unwrap();
    moved_on("a removal");
    let second = store.add_switch_entry(&entry).unwrap();
    moved_on("an entry");
    assert_eq!(second, entry.id, "SQLite gives the number again");
    assert_eq!(uses(), [("Prod".to_owned(), None)], "and none of its uses");

    // An import counts once, and each change after it again.
    let origin = Origin {
        dialect: "csv".into(),
        file: "roles.csv".into(),
        section: String::new(),
        name: "prod".into(),
    };
    let step = || ImportStep::Add(entry.clone(), Imported { origin: origin.clone(), values: 1 });
    assert!(store.import([step(), step()], |_| true).unwrap());
    moved_on("an import");
    let places: Vec<i64> = {
        let mut all = Vec::new();
        store.read_entry_texts(|text| all.push(text.position)).unwrap();
        all.sort_unstable();
        all
    };
    assert_eq!(places, [0, 1, 2]);
    assert!(!store.import([step()], |_| false).unwrap());
    store.remove_switch_entries(&[entry.id]).unwrap();
    moved_on("a removal after a stopped import");
}

fn plan(state: PlanState) -> Plan {
    Plan {
        id: PlanId(uuid::Uuid::new_v4()),
        kind: PlanKind::AddSource,
        title: "Add".into(),
        space: Some(space_ref()),
        sources: vec![],
        draft: None,
        by: "ada".into(),
        state,
        created_at: at(0),
        steps: vec![],
    }
}

#[test]
fn a_running_plan_is_interrupted_once_nobody_holds_it() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    let plan = plan(PlanState::Running);
    store.put_plan(&plan, at(1)).unwrap();
    let claim = store.claim(plan.id).unwrap();
    assert_eq!(store.plan(plan.id).unwrap().state, PlanState::Running);
    assert!(store.unfinished_plans().unwrap().is_empty());
    assert!(matches!(store.claim(plan.id), Err(StoreError::Claimed)));
    drop(claim);
    assert_eq!(store.plan(plan.id).unwrap().state, PlanState::Interrupted);
    assert_eq!(store.unfinished_plans().unwrap().len(), 1);
    drop(store.claim(plan.id).unwrap());
}

#[test]
fn only_begun_plans_are_unfinished_and_old_proposals_go() {
    let store = Store::in_memory().unwrap();
    let (proposed, failed, done) =
        (plan(PlanState::Proposed), plan(PlanState::Failed), plan(PlanState::Done));
    for p in [&proposed, &failed, &done] {
        store.put_plan(p, at(1)).unwrap();
    }
    let unfinished: Vec<_> = store.unfinished_plans().unwrap().iter().map(|p| p.id).collect();
    assert_eq!(unfinished, [failed.id]);
    store.drop_proposals_before(at(2)).unwrap();
    assert!(store.plan(proposed.id).is_err());
    assert!(store.plan(failed.id).is_ok());
}

#[test]
fn the_log_filters_sorts_and_counts() {
    let store = Store::in_memory().unwrap();
    for (n, action, result) in [
        (1, "iam:CreateRole", ActivityResult::Succeeded),
        (2, "iam:PutRolePolicy", ActivityResult::Failed),
        (3, "Verify", ActivityResult::Succeeded),
    ] {
        store
            .add_activity(&NewActivity {
                at: at(n),
                who: "arn:aws:iam::111111111111:user/ada".into(),
                action: action.into(),
                account: Some(AccountId::parse("222222222222").unwrap()),
                subject: "arn:aws:iam::222222222222:role/R".into(),
                result,
                detail: String::new(),
            })
            .unwrap();
    }
    let query = ActivityQuery {
        tokens: vec![FilterToken {
            column: Some(ActivityColumn::Action),
            operator: FilterOperator::Contains,
            value: "iam:".into(),
        }],
        join: FilterJoin::And,
        sort: ActivityColumn::At,
        descending: true,
        page: 1,
        page_size: 25,
    };
    let page = store.list_activity(&query).unwrap();
    let actions: Vec<_> = page.rows.iter().map(|l| l.action.as_str()).collect();
    assert_eq!(actions, ["iam:PutRolePolicy", "iam:CreateRole"]);
    assert_eq!((page.matching, page.total), (2, 3));
    assert_eq!(store.history_of("arn:aws:iam::222222222222:role/R", 2).unwrap().len(), 2);
}

#[test]
fn drafts_hold_whatever_was_typed() {
    let dir = tempfile::tempdir().unwrap();
    let draft = Draft {
        id: DraftId(uuid::Uuid::new_v4()),
        space: space_ref(),
        form: SourceForm {
            account: "12-not an account".into(),
            role_name: "späce bar".into(),
            ..SourceForm::default()
        },
        step: 1,
        ticked: vec!["create".into()],
        plan: None,
        updated_at: at(3),
    };
    Store::open(dir.path()).unwrap().put_draft(&draft).unwrap();
    let store = Store::open(dir.path()).unwrap();
    assert_eq!(store.draft(draft.id).unwrap(), draft);
    assert_eq!(store.drafts(&space_ref()).unwrap(), vec![draft.clone()]);
    store.remove_draft(draft.id).unwrap();
    assert!(store.draft(draft.id).is_err());
}
