//! Following what AWS says of an agent space.

use std::time::Instant;

use rolebridge_cloud::{Cloud as _, CreateAssociation, UpdateAssociation};
use rolebridge_model::*;

use crate::common::*;

fn new(role: RoleArn, token: &str) -> CreateAssociation {
    CreateAssociation {
        kind: AssociationKind::Source,
        role,
        external_id: None,
        client_token: token.into(),
    }
}

/// Lists ten thousand associations of which AWS says `status`.
fn ten_thousand(desk: &Desk, status: AssociationStatus) {
    desk.cloud.list_as(move |all| {
        let one = all.iter().find(|a| a.kind == AssociationKind::Source).unwrap().clone();
        all.extend((0..10_000).rev().map(|n| Association {
            id: AssociationId::parse(&format!("many-{n}")).unwrap(),
            account: account(&format!("9{n:011}")),
            role: arn(&format!("9{n:011}"), "Agent"),
            status,
            ..one.clone()
        }));
    });
}

#[tokio::test]
async fn ten_thousand_associations_are_followed_in_a_moment() {
    let desk = Desk::new().await;
    ten_thousand(&desk, AssociationStatus::Valid);
    let begun = Instant::now();
    desk.session.refresh_sources(&production()).await.unwrap();
    let adopted = begun.elapsed();
    ten_thousand(&desk, AssociationStatus::Invalid);
    let begun = Instant::now();
    desk.session.refresh_sources(&production()).await.unwrap();
    let followed = begun.elapsed();
    eprintln!("10,000 associations: adopted in {adopted:?}, followed in {followed:?}");
    let all = desk.store.sources_of(&production()).unwrap();
    assert_eq!(all.len(), 10_005);
    let failed = all.iter().filter(|s| s.status == SourceStatus::Failed);
    assert!(failed.filter(|s| s.account.as_str().starts_with('9')).count() == 10_000);
    // About a second on a quiet machine; the bound is for a busy one.
    assert!((adopted + followed).as_secs() < 30, "{adopted:?}, {followed:?}");
}

#[tokio::test]
async fn an_association_moved_onto_the_role_of_a_disconnected_source_takes_its_place() {
    let desk = Desk::new().await;
    let first = desk.source_of(&production(), PAYMENTS);
    let id = first.association.clone().unwrap();
    desk.aws().disassociate(&ada(), &production(), &id).await.unwrap();
    desk.session.refresh_sources(&production()).await.unwrap();
    // Remembered as disconnected, while the same account is connected by another role ...
    let moved = new(arn(PAYMENTS, "Developer"), "t");
    let made = desk.aws().associate(&ada(), &production(), &moved).await.unwrap();
    let mut second = first.clone();
    second.role = arn(PAYMENTS, "Developer");
    second.association = Some(made.id.clone());
    desk.store.add_source(&second).unwrap();
    // ... which is then moved back.
    let update = UpdateAssociation {
        id: made.id.clone(),
        kind: AssociationKind::Source,
        role: first.role.clone(),
        external_id: None,
        elevated_role: None,
    };
    desk.aws().update_association(&ada(), &production(), &update).await.unwrap();
    desk.session.refresh_sources(&production()).await.unwrap();
    let source = desk.source_of(&production(), PAYMENTS);
    assert_eq!((source.role, source.association), (first.role, Some(made.id)));
}
