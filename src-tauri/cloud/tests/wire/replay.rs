//! An HTTP client that gives prepared answers and keeps what was asked.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex};

use aws_smithy_http_client::test_util::infallible_client_fn;
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use aws_smithy_types::body::SdkBody;
use rolebridge_cloud::{AwsCloud, AwsCloudBuilder};
use rolebridge_model::{Access, IdentityRef, Region, RoleArn, SpaceRef};

/// A request as it would have gone out.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    pub(crate) method: String,
    pub(crate) host: String,
    pub(crate) path: String,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) headers: HashMap<String, String>,
    pub(crate) body: String,
}

impl Seen {
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap()
    }

    /// The form fields of a query-protocol request.
    pub(crate) fn form(&self) -> HashMap<String, String> {
        pairs(&self.body).into_iter().collect()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }

    pub(crate) fn line(&self) -> String {
        format!("{} https://{}{}", self.method, self.host, self.path)
    }
}

fn pairs(text: &str) -> Vec<(String, String)> {
    let decode = |s: &str| {
        percent_encoding::percent_decode_str(&s.replace('+', " "))
            .decode_utf8()
            .unwrap()
            .into_owned()
    };
    text.split('&')
        .filter(|p| !p.is_empty())
        .map(|p| {
            let (k, v) = p.split_once('=').unwrap_or((p, ""));
            (decode(k), decode(v))
        })
        .collect()
}

/// A prepared answer.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) error_type: Option<String>,
    pub(crate) body: String,
    /// Only for the request that has this in its body; for calls made at the same time.
    pub(crate) only_for: Option<&'static str>,
}

impl Answer {
    pub(crate) fn to(mut self, request: &'static str) -> Self {
        self.only_for = Some(request);
        self
    }
}

pub(crate) fn ok(body: &str) -> Answer {
    Answer { status: 200, error_type: None, only_for: None, body: body.to_owned() }
}

pub(crate) fn status(status: u16) -> Answer {
    Answer { status, error_type: None, only_for: None, body: String::new() }
}

/// An error of the JSON protocol.
pub(crate) fn json_error(status: u16, code: &str, body: &str) -> Answer {
    Answer { status, error_type: Some(code.to_owned()), only_for: None, body: body.to_owned() }
}

/// An error of the query protocol, as IAM and STS send them.
pub(crate) fn xml_error(status: u16, code: &str, message: &str) -> Answer {
    Answer {
        status,
        error_type: None,
        only_for: None,
        body: format!(
            "<ErrorResponse><Error><Type>Sender</Type><Code>{code}</Code>\
             <Message>{message}</Message></Error><RequestId>rq-1</RequestId></ErrorResponse>"
        ),
    }
}

/// The answer of `GetCallerIdentity`.
pub(crate) fn caller_is(account: &str) -> Answer {
    ok(&format!(
        "<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">\
         <GetCallerIdentityResult><Arn>arn:aws:iam::{account}:user/me</Arn>\
         <UserId>AIDAEXAMPLE</UserId><Account>{account}</Account></GetCallerIdentityResult>\
         </GetCallerIdentityResponse>"
    ))
}

/// The answer of `AssumeRole`, with an access key to recognise.
pub(crate) fn assumed(account: &str, role: &str, key: &str) -> Answer {
    ok(&format!(
        "<AssumeRoleResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">\
         <AssumeRoleResult><AssumedRoleUser>\
         <AssumedRoleId>AROAEXAMPLE:rolebridge</AssumedRoleId>\
         <Arn>arn:aws:sts::{account}:assumed-role/{role}/rolebridge</Arn></AssumedRoleUser>\
         <Credentials><AccessKeyId>{key}</AccessKeyId><SecretAccessKey>secret</SecretAccessKey>\
         <SessionToken>token</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration>\
         </Credentials></AssumeRoleResult></AssumeRoleResponse>"
    ))
}

/// The recorder.
pub(crate) struct Wire {
    seen: Arc<Mutex<Vec<Seen>>>,
    left: Arc<Mutex<VecDeque<Answer>>>,
}

impl Wire {
    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }

    /// The only request.
    pub(crate) fn only(&self) -> Seen {
        let seen = self.seen();
        assert_eq!(seen.len(), 1, "{seen:#?}");
        assert!(self.left.lock().unwrap().is_empty());
        seen.into_iter().next().unwrap()
    }

    pub(crate) fn forget(&self) {
        self.seen.lock().unwrap().clear();
    }

    pub(crate) fn add(&self, answer: Answer) {
        self.left.lock().unwrap().push_back(answer);
    }
}

/// A client that gives these answers in this order.
pub(crate) fn client(answers: impl IntoIterator<Item = Answer>) -> (SharedHttpClient, Wire) {
    let wire =
        Wire { seen: Arc::default(), left: Arc::new(Mutex::new(answers.into_iter().collect())) };
    let (seen, left) = (Arc::clone(&wire.seen), Arc::clone(&wire.left));
    let client = infallible_client_fn(move |request: http::Request<SdkBody>| {
        let (parts, body) = request.into_parts();
        let request = Seen {
            method: parts.method.to_string(),
            host: parts.uri.authority().unwrap().to_string(),
            path: parts.uri.path().to_owned(),
            query: pairs(parts.uri.query().unwrap_or_default()),
            headers: parts
                .headers
                .iter()
                .map(|(k, v)| (k.to_string(), v.to_str().unwrap_or_default().to_owned()))
                .collect(),
            body: String::from_utf8(body.bytes().unwrap_or_default().to_vec()).unwrap(),
        };
        let mut left = left.lock().unwrap();
        let fits = |a: &Answer| a.only_for.is_none_or(|text| request.body.contains(text));
        let place = left.iter().position(fits);
        let answer = place.and_then(|i| left.remove(i));
        let answer = answer.unwrap_or_else(|| panic!("no answer is left for {request:?}"));
        seen.lock().unwrap().push(request);
        let mut response =
            http::Response::builder().status(answer.status).header("x-amzn-requestid", "rq-1");
        if let Some(code) = answer.error_type {
            response = response.header("x-amzn-errortype", code);
        }
        response.body(SdkBody::from(answer.body)).unwrap()
    });
    (client, wire)
}

/// A builder whose client gives these answers in this order.
pub(crate) fn replay(answers: impl IntoIterator<Item = Answer>) -> (AwsCloudBuilder, Wire) {
    let (client, wire) = client(answers);
    let builder = AwsCloud::builder()
        .http_client(client)
        .static_credentials("AKIABASE", "secret")
        .region(region("eu-west-1"))
        .max_attempts(1);
    (builder, wire)
}

/// A cloud that gets these answers in this order.
pub(crate) fn cloud(answers: impl IntoIterator<Item = Answer>) -> (AwsCloud, Wire) {
    let (builder, wire) = replay(answers);
    (builder.build(), wire)
}

pub(crate) fn base() -> Access {
    Access::base(IdentityRef::Environment)
}

pub(crate) fn region(id: &str) -> Region {
    Region::parse(id).unwrap()
}

pub(crate) fn role(arn: &str) -> RoleArn {
    RoleArn::parse(arn).unwrap()
}

pub(crate) fn space() -> SpaceRef {
    SpaceRef {
        account: "111111111111".parse().unwrap(),
        region: region("us-east-1"),
        id: "as-1".parse().unwrap(),
    }
}
