//! What a person is told before a session ends that goes on only with their help.

use rolebridge_model::Timestamp;

use super::menu::time_left;
use crate::sessions::{RunningSession, SessionState};

/// A notification.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Notice {
    /// What happens, in a few words.
    pub(super) title: String,
    /// Why nothing is done about it, and what to do.
    pub(super) text: String,
}

/// What to tell of a session that ends soon.
pub(super) fn notice(session: &RunningSession, needs_mfa: bool, now: Timestamp) -> Notice {
    let why = match &session.state {
        SessionState::Failed { reason } => format!("Renewing it failed: {reason}"),
        _ if needs_mfa => {
            "A new one needs your MFA device: open the entry again and type its code.".into()
        }
        _ => "Open the entry again to begin a new one.".into(),
    };
    Notice {
        title: format!("{} ends soon", session.name),
        text: format!(
            "The session in account {} has {}. {why}",
            session.account,
            time_left(session.expires_at, now)
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::{super::menu::tests::running, *};

    #[test]
    fn the_words_say_which_session_how_long_and_what_to_do() {
        let failed = || SessionState::Failed { reason: "The network is down. Try again.".into() };
        for (needs_mfa, state, text) in [
            (
                true,
                SessionState::Running,
                "The session in account 222222222222 has 3 min left. A new one needs your MFA \
                 device: open the entry again and type its code.",
            ),
            (
                false,
                failed(),
                "The session in account 222222222222 has 3 min left. Renewing it failed: The \
                 network is down. Try again.",
            ),
            (
                false,
                SessionState::Running,
                "The session in account 222222222222 has 3 min left. Open the entry again to begin \
                 a new one.",
            ),
        ] {
            let mut session = running(1, 200, !needs_mfa);
            session.state = state;
            let told = notice(
                &session,
                needs_mfa,
                session.expires_at - jiff::SignedDuration::from_secs(200),
            );
            assert_eq!(told.title, "e1 ends soon");
            assert_eq!(told.text, text);
        }
    }
}
