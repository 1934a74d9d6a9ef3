//! How long the start took, printed for the benchmark and for nobody else.

use std::{
    sync::Once,
    time::{SystemTime, UNIX_EPOCH},
};

static TOLD: Once = Once::new();

/// Prints the milliseconds since `ROLEBRIDGE_T0_NS` (nanoseconds since 1970), if that is set.
#[allow(clippy::print_stdout)]
pub(crate) fn screen_is_ready() {
    let Some(t0) = std::env::var("ROLEBRIDGE_T0_NS").ok().and_then(|v| v.parse::<u128>().ok())
    else {
        return;
    };
    TOLD.call_once(|| {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_nanos());
        println!("ready after {} ms", now.saturating_sub(t0) / 1_000_000);
    });
}
