//! An AWS that gives out secrets nobody else has, and keeps a list of them. Where it refuses, it
//! says more than it should, as AWS and proxies do.

use std::sync::{Arc, Mutex};

use rolebridge_peers::{Asked, FakeAws, Reply, SessionGiven};

/// The secret key the day begins with.
pub(crate) const BASE_SECRET: &str = "base/Secret+0fTheUser0123456789abcdefABCD";

/// One that was in use before, in a comment.
pub(crate) const REPLACED_SECRET: &str = "old/Secret+0fTheUser0123456789abcdefABCDE";

#[derive(Default)]
struct Given {
    count: u32,
    secrets: Vec<(String, String)>,
}

impl Given {
    fn mark(&mut self) -> String {
        self.count += 1;
        format!("KN0WN{:04}", self.count)
    }

    fn keep(&mut self, what: &str, secret: &str) {
        self.secrets.push((format!("{what} {}", self.count), secret.to_owned()));
    }

    fn session(&mut self) -> SessionGiven {
        let session = SessionGiven::marked(&self.mark());
        self.keep("secret key", &session.secret);
        self.keep("session token", &session.token);
        session
    }

    fn answer(&mut self, asked: &Asked) -> Reply {
        let role = asked.field("RoleArn").rsplit('/').next().unwrap_or_default();
        match asked.action() {
            "AssumeRole" if asked.form.get("TokenCode").is_some_and(|code| code == "000000") => {
                // It repeats the code, which AWS does not.
                let said = "MultiFactorAuthentication failed with invalid MFA one time pass code.";
                Reply::error(403, "AccessDenied", said)
            }
            "AssumeRole" if role == "Angry" => {
                let session = self.session();
                let said = format!(
                    "The request signature we calculated does not match. The Canonical String for \
                     this request should have been 'POST\nx-amz-security-token:{}'",
                    session.token
                );
                Reply::error(403, "SignatureDoesNotMatch", &said)
            }
            "AssumeRole" if role == "Garbled" => {
                let session = self.session();
                let whole = Reply::assumed(asked.field("RoleArn"), "garbled", &session);
                let Reply::Answer { status, kind, headers, body } = whole else { return whole };
                // Cut in the middle, behind the secrets.
                let body = body.split("<Expiration>").next().unwrap_or_default().to_owned();
                Reply::Answer { status, kind, headers, body }
            }
            "getSigninToken" if asked.field("Session").contains("NOC0NS0LE") => {
                // A page for people that repeats what it was given.
                Reply::page(400, asked.field("Session"))
            }
            "getSigninToken" => {
                let token = format!("{}-signin+token/", self.mark());
                self.keep("sign-in token", &token);
                Reply::sign_in_token(&token)
            }
            _ => {
                let mut session = self.session();
                if role == "NoConsole" {
                    session.token.push_str("NOC0NS0LE");
                    self.keep("session token", &session.token.clone());
                }
                asked.usual(&session, "")
            }
        }
    }
}

pub(crate) struct KnownAws {
    pub(crate) endpoint: FakeAws,
    given: Arc<Mutex<Given>>,
}

impl KnownAws {
    pub(crate) fn start() -> Self {
        let given = Arc::new(Mutex::new(Given::default()));
        let answering = Arc::clone(&given);
        let endpoint = FakeAws::start(move |asked| answering.lock().unwrap().answer(asked));
        Self { endpoint, given }
    }

    /// All it has given out, and what the day began with.
    pub(crate) fn secrets(&self) -> Vec<(String, String)> {
        let mut all = self.given.lock().unwrap().secrets.clone();
        all.push(("secret key of the profile".into(), BASE_SECRET.into()));
        all.push(("secret key in a comment".into(), REPLACED_SECRET.into()));
        all
    }
}
