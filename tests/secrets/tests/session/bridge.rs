//! The back end as the window talks to it, with a record of all that passes.

use std::{
    fs,
    io::{BufRead, BufReader, Read},
    process::{Child, Stdio},
    thread::JoinHandle,
};

use serde_json::Value;

use crate::office::Office;

pub(crate) struct Bridge {
    child: Child,
    url: String,
    rest_of_output: JoinHandle<String>,
    errors: JoinHandle<String>,
}

impl Bridge {
    pub(crate) fn start(office: &Office) -> Self {
        let page = office.home_of_user().join("page");
        fs::create_dir_all(&page).unwrap();
        let mut command = office.program("rolebridge-bridge");
        command.arg("--aws").arg("--home").arg(office.home()).arg("--ui").arg(page);
        command.arg("--observed").arg(office.observed());
        command.arg("--record").arg(office.recorded().join("wire"));
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        let mut url = String::new();
        output.read_line(&mut url).unwrap();
        assert!(url.starts_with("http://127.0.0.1:"), "the bridge said: {url}");
        // Read to the end beside it, so that it never waits for us to read.
        let rest_of_output = read_all(output);
        let errors = read_all(child.stderr.take().unwrap());
        Self { child, url: url.trim().to_owned(), rest_of_output, errors }
    }

    /// Asks something that has to be answered.
    #[track_caller]
    pub(crate) fn ask(&self, command: &str, request: Value) -> Value {
        let (status, answer) = self.call(command, request);
        assert_eq!(status, 200, "{command}: {answer}");
        answer
    }

    /// Asks something that may be refused here, as long as the command is there.
    #[track_caller]
    pub(crate) fn may_fail(&self, command: &str, request: Value) -> Option<Value> {
        let (status, answer) = self.call(command, request);
        assert!(status == 200 || status == 422, "{command}: {status} {answer}");
        (status == 200).then_some(answer)
    }

    #[track_caller]
    fn call(&self, command: &str, request: Value) -> (u16, Value) {
        let agent: ureq::Agent =
            ureq::Agent::config_builder().http_status_as_error(false).build().into();
        let sent = agent.post(format!("{}/ipc/{command}", self.url)).send_json(request);
        let mut answer = sent.unwrap_or_else(|e| panic!("{command}: {e}"));
        let body = answer.body_mut().read_to_string().unwrap();
        let value = serde_json::from_str(&body).unwrap_or(Value::String(body));
        (answer.status().as_u16(), value)
    }

    /// Ends it, and gives all it said.
    pub(crate) fn end(mut self) -> String {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        self.rest_of_output.join().unwrap() + &self.errors.join().unwrap()
    }
}

fn read_all(mut from: impl Read + Send + 'static) -> JoinHandle<String> {
    std::thread::spawn(move || {
        let mut text = String::new();
        from.read_to_string(&mut text).unwrap();
        text
    })
}
