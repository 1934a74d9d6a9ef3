//! ARNs as resources ("Amazon Resource Names", "IAM JSON policy elements: Resource").

use rolebridge_model::Partition;

use super::Severity;
use crate::catalogue::{self, ArnRegion};
use crate::json::shorten;
use crate::principal::is_account;

/// The beginnings of resources that IAM knows in its own ARNs.
const IAM_PATHS: [&str; 16] = [
    "user/",
    "federated-user/",
    "role/",
    "group/",
    "instance-profile/",
    "mfa/",
    "u2f/",
    "server-certificate/",
    "policy/",
    "sms-mfa/",
    "saml-provider/",
    "oidc-provider/",
    "access-report/",
    "report/",
    "delegation-request/",
    "role-template/",
];

/// The beginnings of S3's ARNs that have a Region; those of buckets and objects have none.
const S3_REGIONAL: [&str; 7] = [
    "accesspoint",
    "access-grants",
    "accessgrants",
    "async-request",
    "job",
    "storage-lens",
    "outpost",
];

/// What is wrong with one resource, and how it is right.
pub(super) struct Fault {
    pub(super) code: &'static str,
    pub(super) severity: Severity,
    pub(super) sentence: String,
    pub(super) better: Option<String>,
}

/// Names a partition can have. The isolated ones are not public, but begin alike.
pub(super) fn is_partition(text: &str) -> bool {
    Partition::parse(text).is_ok() || text.starts_with("aws-iso")
}

pub(super) fn faults(resource: &str) -> Vec<Fault> {
    // Wildcards alone match ARNs too.
    if !resource.is_empty() && resource.bytes().all(|b| b == b'*') {
        return Vec::new();
    }
    match refused(resource) {
        Some((sentence, better)) => {
            vec![Fault { code: "resource-format", severity: Severity::Error, sentence, better }]
        }
        None => doubtful(resource),
    }
}

/// What IAM refuses, in the order it looks.
fn refused(resource: &str) -> Option<(String, Option<String>)> {
    let shown = shorten(resource);
    let Some(rest) = resource.strip_prefix("arn:") else {
        let lower = resource.get(..4).is_some_and(|p| p.eq_ignore_ascii_case("arn:"));
        let better = lower.then(|| format!("arn:{}", &resource[4..]));
        return Some((format!("\u{201c}{shown}\u{201d} is neither an ARN nor *."), better));
    };
    let parts = split(rest);
    let part = |i: usize| parts.get(i).copied().unwrap_or("");
    let partition = part(0);
    if !(is_partition(partition) || partition == "*" || partition.contains("${")) {
        let better = (parts.len() == 5).then(|| format!("arn:aws:{}", parts[1..].join(":")));
        return Some((
            format!(
                "\u{201c}{}\u{201d} in \u{201c}{shown}\u{201d} is not a partition. Use aws, aws-cn, aws-us-gov or aws-eusc.",
                shorten(partition)
            ),
            better,
        ));
    }
    // What ends early without an empty part is saved, and fits nothing: `doubtful` tells.
    if parts.len() < 2 || (parts.len() < 5 && resource.contains("::")) {
        return Some((
            format!(
                "\u{201c}{shown}\u{201d} is not a whole ARN: arn, partition, service, Region, account and resource, with colons between."
            ),
            None,
        ));
    }
    let (service, region, resource) = (part(1), part(2), part(4));
    if service.is_empty() || (service.contains(['*', '?']) && service != "*") {
        return Some((
            format!(
                "The service in \u{201c}{shown}\u{201d} has to be written out, without wildcards."
            ),
            None,
        ));
    }
    if matches!(service, "iam" | "sts") && !region.is_empty() && region != "*" {
        let better = format!("arn:{partition}:{service}::{}:{resource}", part(3));
        return Some((
            format!(
                "IAM is not divided into Regions: leave the Region out of \u{201c}{shown}\u{201d}."
            ),
            Some(better),
        ));
    }
    if service == "s3"
        && !region.is_empty()
        && !region.contains(['*', '$'])
        && parts.len() == 5
        && !resource.starts_with(['*', '?', '$'])
        && !S3_REGIONAL.iter().any(|p| resource.starts_with(p))
    {
        return Some((
            format!(
                "The ARNs of buckets and objects have no Region: leave it out of \u{201c}{shown}\u{201d}."
            ),
            Some(format!("arn:{partition}:s3:::{resource}")),
        ));
    }
    if service == "iam" && parts.len() == 5 && !resource.is_empty() && !iam_path(resource) {
        return Some((
            format!(
                "\u{201c}{}\u{201d} is not an IAM resource. It begins with role/, user/, group/, policy/ or another IAM type.",
                shorten(resource)
            ),
            None,
        ));
    }
    None
}

fn iam_path(resource: &str) -> bool {
    resource.starts_with(['*', '?', '$'])
        || resource == "root"
        || IAM_PATHS.iter().any(|p| {
            resource.starts_with(p)
                || (resource.ends_with('*') && p.starts_with(resource.trim_end_matches('*')))
        })
}

fn incomplete(shown: &str) -> Fault {
    Fault {
        code: "resource-incomplete",
        severity: Severity::Warning,
        sentence: format!(
            "\u{201c}{shown}\u{201d} names no resource. An ARN has six parts: arn, partition, service, Region, account and resource."
        ),
        better: None,
    }
}

/// What IAM saves and nothing ever fits.
fn doubtful(resource: &str) -> Vec<Fault> {
    let shown = shorten(resource);
    let parts = split(resource.strip_prefix("arn:").unwrap_or(resource));
    let [partition, service, region, account, rest] = parts[..] else {
        return vec![incomplete(&shown)];
    };
    let mut found = Vec::new();
    if rest.is_empty() {
        found.push(incomplete(&shown));
    }
    let mut add = |code, sentence, better| {
        found.push(Fault { code, severity: Severity::Warning, sentence, better });
    };
    let open = |text: &str| text.contains(['*', '?', '$']);
    if !account.is_empty() && !is_account(account) && account != "aws" && !open(account) {
        add(
            "resource-account",
            format!(
                "\u{201c}{}\u{201d} in \u{201c}{shown}\u{201d} is not a 12-digit account ID.",
                shorten(account)
            ),
            None,
        );
    }
    if open(service) {
        return found;
    }
    let lower = service.to_ascii_lowercase();
    if lower != service {
        let better = format!("arn:{partition}:{lower}:{region}:{account}:{rest}");
        add(
            "resource-service",
            format!("The service in \u{201c}{shown}\u{201d} has to be in lower case."),
            Some(better),
        );
        return found;
    }
    match catalogue::arn_service(service) {
        Err(near) => {
            let hint = near.map_or_else(String::new, |n| format!(" Did you mean {n}?"));
            add(
                "resource-service",
                format!(
                    "No resource AWS had on {} has the service \u{201c}{}\u{201d} in its ARN.{hint}",
                    catalogue::catalogue_date(),
                    shorten(service)
                ),
                near.map(|n| format!("arn:{partition}:{n}:{region}:{account}:{rest}")),
            );
        }
        Ok(ArnRegion::Always) if region.is_empty() => add(
            "resource-region-missing",
            format!(
                "The ARNs of {service} have a Region, \u{201c}{shown}\u{201d} has none: nothing fits it."
            ),
            Some(format!("arn:{partition}:{service}:*:{account}:{rest}")),
        ),
        Ok(ArnRegion::Never) if !region.is_empty() && !open(region) => add(
            "resource-region",
            format!(
                "The ARNs of {service} have no Region, \u{201c}{shown}\u{201d} has one: nothing fits it."
            ),
            Some(format!("arn:{partition}:{service}::{account}:{rest}")),
        ),
        _ if !region.is_empty() && !open(region) && !is_region(region) => add(
            "resource-region",
            format!(
                "\u{201c}{}\u{201d} in \u{201c}{shown}\u{201d} does not have the form of a Region, such as eu-central-1.",
                shorten(region)
            ),
            None,
        ),
        _ => {}
    }
    if service == "s3" && region.is_empty() && is_account(account) {
        add(
            "resource-bucket-account",
            format!(
                "The ARNs of buckets have no account, \u{201c}{shown}\u{201d} has one: nothing fits it."
            ),
            Some(format!("arn:{partition}:s3:::{rest}")),
        );
    }
    found
}

/// Letters in groups and a number, as in `us-gov-west-1`.
pub(super) fn is_region(text: &str) -> bool {
    let mut groups = text.split('-').rev();
    let number = groups.next().unwrap_or_default();
    let words: Vec<&str> = groups.collect();
    !number.is_empty()
        && number.bytes().all(|b| b.is_ascii_digit())
        && words.len() >= 2
        && words.iter().all(|w| {
            !w.is_empty() && w.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        })
}

/// Five parts after `arn:`; a colon inside a policy variable does not divide.
fn split(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut start, mut depth) = (0, 0usize);
    for (i, c) in text.char_indices() {
        match c {
            '{' if text[..i].ends_with('$') => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            ':' if depth == 0 && parts.len() < 4 => {
                parts.push(&text[start..i]);
                start = i + 1;
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts
}
