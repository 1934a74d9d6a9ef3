//! What an answer tells besides what was asked for: AWS's time, and that we ask too much.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::{
    AfterDeserializationInterceptorContextRef, BeforeDeserializationInterceptorContextRef,
};
use aws_smithy_runtime_api::client::interceptors::{Intercept, dyn_dispatch_hint};
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::DateTime;
use aws_smithy_types::config_bag::ConfigBag;
use aws_smithy_types::date_time::Format;
use jiff::SignedDuration;
use rolebridge_model::Timestamp;

use super::pace::{Family, Pace};
use super::time::timestamp;
use super::whose::Whose;

/// Clocks this near each other are the same: an answer's time is cut to the second, and answers
/// take a while.
const SAME: SignedDuration = SignedDuration::from_secs(10);

/// One call that gives a session: when it was asked for by this computer's clock, and when AWS
/// answered by its own (the header `Date`, RFC 9110, 6.6.1).
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    here: Timestamp,
    there: Arc<Mutex<Option<Timestamp>>>,
}

impl Asked {
    /// Asked now.
    pub(crate) fn now() -> Self {
        Self { here: Timestamp::now(), there: Arc::default() }
    }

    /// When a session ends by this computer's clock. `most` is how many seconds it was asked for.
    pub(crate) fn ends_here(&self, ends: Timestamp, most: u32) -> Timestamp {
        let there = *self.there.lock().unwrap_or_else(PoisonError::into_inner);
        ends_here(self.here, there, ends, most)
    }
}

/// AWS says by its own clock when a session ends, but whoever keeps credentials, here or in an SDK,
/// looks at this computer's. The SDK signs with AWS's time where the two differ, so that a wrong
/// clock is noticed by nothing else: one that is late would take ended credentials for good ones.
/// What counts, then, is how long they last. What was asked for bounds it, as a proxy may answer
/// with the time of long ago.
fn ends_here(here: Timestamp, there: Option<Timestamp>, ends: Timestamp, most: u32) -> Timestamp {
    let lasts = ends.duration_since(there.unwrap_or(here));
    let most = SignedDuration::from_secs(most.into());
    let end = here + lasts.clamp(SignedDuration::ZERO, most);
    if end.duration_since(ends).abs() <= SAME { ends } else { end }
}

#[dyn_dispatch_hint]
impl Intercept for Asked {
    fn name(&self) -> &'static str {
        "RolebridgeAsked"
    }

    fn read_before_deserialization(
        &self,
        context: &BeforeDeserializationInterceptorContextRef<'_>,
        _components: &RuntimeComponents,
        _cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let date = context.response().headers().get("date");
        let date = date.and_then(|text| DateTime::from_str(text, Format::HttpDate).ok());
        *self.there.lock().unwrap_or_else(PoisonError::into_inner) =
            date.as_ref().and_then(timestamp);
        Ok(())
    }
}

/// Tells the pace of an account when AWS has had too many calls of it, also of those that the SDK
/// repeats by itself.
#[derive(Clone)]
pub(crate) struct Throttles {
    pub(crate) pace: Arc<Pace>,
    pub(crate) whose: Arc<Whose>,
    pub(crate) family: Family,
}

impl fmt::Debug for Throttles {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Throttles").field("family", &self.family).finish_non_exhaustive()
    }
}

#[dyn_dispatch_hint]
impl Intercept for Throttles {
    fn name(&self) -> &'static str {
        "RolebridgeThrottles"
    }

    fn read_after_deserialization(
        &self,
        context: &AfterDeserializationInterceptorContextRef<'_>,
        _components: &RuntimeComponents,
        _cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        if too_many(context.response()) {
            self.pace.refused(self.whose.quota(), self.family);
        }
        Ok(())
    }
}

fn too_many(response: &HttpResponse) -> bool {
    let status = response.status().as_u16();
    // Both protocols: IAM and STS name the code in the body, DevOps Agent in a header.
    status == 429
        || (400..600).contains(&status)
            && (response.headers().get("x-amzn-errortype").is_some_and(is_throttling)
                || response.body().bytes().is_some_and(|body| {
                    let text = String::from_utf8_lossy(body);
                    let code = text.split("<Code>").nth(1).and_then(|t| t.split('<').next());
                    code.is_some_and(is_throttling)
                }))
}

/// The codes the SDK takes for throttling, too (`aws-runtime`, `THROTTLING_ERRORS`), as far as the
/// services asked here use them.
fn is_throttling(code: &str) -> bool {
    let plain = code.split(':').next().unwrap_or_default();
    matches!(
        plain.strip_suffix("Exception").unwrap_or(plain),
        "Throttling"
            | "Throttled"
            | "RequestThrottled"
            | "TooManyRequests"
            | "RequestLimitExceeded"
            | "BandwidthLimitExceeded"
            | "SlowDown"
    )
}

#[cfg(test)]
mod tests {
    use aws_smithy_runtime_api::http::StatusCode;
    use aws_smithy_types::body::SdkBody;

    use super::*;

    #[test]
    fn a_session_ends_after_as_long_as_it_lasts_whatever_the_clock_shows() {
        let at = |text: &str| -> Timestamp { format!("2026-01-01T{text}Z").parse().unwrap() };
        let table = [
            ("clocks that agree", "12:00:00", Some("12:00:00"), "13:00:00", 3600, "13:00:00"),
            (
                "an answer that took a while",
                "12:00:00",
                Some("12:00:04"),
                "13:00:04",
                3600,
                "13:00:04",
            ),
            ("two hours late", "10:00:00", Some("12:00:00"), "13:00:00", 3600, "11:00:00"),
            ("two hours ahead", "14:00:00", Some("12:00:00"), "13:00:00", 3600, "15:00:00"),
            ("late, and AWS says no time", "10:00:00", None, "13:00:00", 3600, "11:00:00"),
            ("ahead, and AWS says no time", "14:00:00", None, "13:00:00", 3600, "14:00:00"),
            (
                "a proxy's time of before",
                "12:00:00",
                Some("02:00:00"),
                "13:00:00",
                3600,
                "13:00:00",
            ),
            (
                "a shorter session than asked for",
                "12:00:00",
                Some("12:00:00"),
                "12:15:00",
                3600,
                "12:15:00",
            ),
            ("ended when it came", "12:00:00", Some("12:00:00"), "12:00:00", 3600, "12:00:00"),
            ("twelve hours, late", "01:00:00", Some("03:00:00"), "15:00:00", 43_200, "13:00:00"),
        ];
        for (what, here, there, ends, most, wanted) in table {
            let end = ends_here(at(here), there.map(at), at(ends), most);
            assert_eq!(end, at(wanted), "{what}");
        }
    }

    #[test]
    fn throttling_is_known_in_both_protocols() {
        let query = |code: &str| format!("<E><Error><Code>{code}</Code></Error></E>");
        let table = [
            (400, "", query("Throttling"), true),
            (400, "", query("RequestLimitExceeded"), true),
            (503, "", query("SlowDown"), true),
            (429, "", String::new(), true),
            (400, "ThrottlingException:http://internal", String::new(), true),
            (409, "", query("LimitExceeded"), false),
            (403, "", query("AccessDenied"), false),
            (200, "", query("Throttling"), false),
            (400, "", "Throttling".into(), false),
        ];
        for (status, kind, body, wanted) in table {
            let status = StatusCode::try_from(status).unwrap();
            let mut response = HttpResponse::new(status, SdkBody::from(body.clone()));
            if !kind.is_empty() {
                response.headers_mut().insert("x-amzn-errortype", kind);
            }
            assert_eq!(too_many(&response), wanted, "{status:?} {kind} {body}");
        }
    }
}
