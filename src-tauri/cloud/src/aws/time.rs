//! AWS's times as ours.

use aws_smithy_types::DateTime;
use rolebridge_model::Timestamp;

pub(crate) fn timestamp(time: &DateTime) -> Option<Timestamp> {
    let nanos = i32::try_from(time.subsec_nanos()).ok()?;
    Timestamp::new(time.secs(), nanos).ok()
}
