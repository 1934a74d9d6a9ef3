//! Where the browser comes back to after a sign-in: a page on this computer alone, open as long as
//! the sign-in is waited for (RFC 8252, "OAuth 2.0 for Native Apps", section 7.3).

use std::time::Duration;

use percent_encoding::percent_decode_str;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

use crate::Secret;

/// Path of the page; the one the AWS CLI registers too.
const PATH: &str = "/oauth/callback";
/// More than any request of a browser.
const MOST: usize = 32 << 10;
/// The longest a browser may take to say what it wants.
const PATIENCE: Duration = Duration::from_secs(10);
/// Connections served at a time.
const GUESTS: usize = 32;

/// The page, open on a port of its own.
pub(crate) struct Landing {
    listener: TcpListener,
    port: u16,
}

/// What the browser brought: the code, or why there is none.
type Brought = Result<Secret, String>;

impl Landing {
    /// Opens the page on the loopback address.
    pub(crate) async fn open() -> std::io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let port = listener.local_addr()?.port();
        Ok(Self { listener, port })
    }

    /// The address as it is registered: the port is told only when the browser is sent off.
    pub(crate) fn registered() -> String {
        format!("http://127.0.0.1{PATH}")
    }

    /// The address.
    pub(crate) fn address(&self) -> String {
        format!("http://127.0.0.1:{}{PATH}", self.port)
    }

    /// Waits for the browser. A request without the right state is none of ours: it is refused, and
    /// the waiting goes on.
    pub(crate) async fn wait(&self, state: &str) -> Brought {
        let mut guests = JoinSet::new();
        loop {
            tokio::select! {
                accepted = self.listener.accept(), if guests.len() < GUESTS => match accepted {
                    Ok((stream, _)) => {
                        guests.spawn(serve(stream, state.to_owned()));
                    }
                    // Out of file descriptors, say; that may pass.
                    Err(_) => tokio::time::sleep(Duration::from_millis(100)).await,
                },
                Some(served) = guests.join_next() => {
                    if let Ok(Some(brought)) = served {
                        return brought;
                    }
                }
            }
        }
    }
}

async fn serve(mut stream: TcpStream, state: String) -> Option<Brought> {
    let request = tokio::time::timeout(PATIENCE, read(&mut stream)).await.ok()??;
    let (status, text, brought) = answer(&request, &state);
    let response = format!(
        "HTTP/1.1 {status}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: {}\r\n\
         Cache-Control: no-store\r\nReferrer-Policy: no-referrer\r\n\
         Content-Security-Policy: default-src 'none'\r\nX-Content-Type-Options: nosniff\r\n\
         Connection: close\r\n\r\n{text}",
        text.len()
    );
    // The page is a courtesy; what the browser brought counts even if it does not wait for it.
    let _ = tokio::time::timeout(PATIENCE, async {
        stream.write_all(response.as_bytes()).await?;
        stream.shutdown().await
    })
    .await;
    brought
}

/// The head of the request, as text.
async fn read(stream: &mut TcpStream) -> Option<String> {
    let mut bytes = Vec::new();
    let mut buffer = [0_u8; 4096];
    loop {
        let count = stream.read(&mut buffer).await.ok()?;
        bytes.extend_from_slice(&buffer[..count]);
        if bytes.windows(4).any(|w| w == b"\r\n\r\n") {
            return String::from_utf8(bytes).ok();
        }
        if count == 0 || bytes.len() > MOST {
            return None;
        }
    }
}

fn answer(request: &str, state: &str) -> (&'static str, &'static str, Option<Brought>) {
    let not_found = ("404 Not Found", "There is nothing here.\n", None);
    let mut words = request.lines().next().unwrap_or_default().split(' ');
    let (Some("GET"), Some(target)) = (words.next(), words.next()) else { return not_found };
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    if path != PATH {
        return not_found;
    }
    let value = |name: &str| {
        let pair = query.split('&').find_map(|p| p.split_once('=').filter(|(k, _)| *k == name));
        pair.map(|(_, v)| percent_decode_str(&v.replace('+', " ")).decode_utf8_lossy().into_owned())
    };
    if value("state").as_deref() != Some(state) {
        return (
            "400 Bad Request",
            "This page does not belong to the sign-in that Rolebridge waits for. Close it.\n",
            None,
        );
    }
    match (value("code"), value("error")) {
        (Some(code), None) if !code.is_empty() => (
            "200 OK",
            "You can close this page. Rolebridge goes on.\n",
            Some(Ok(Secret::new(code))),
        ),
        (_, error) => {
            let said = value("error_description").or(error).unwrap_or_default();
            let why = match said.trim() {
                "" => "the sign-in page gave no code".to_owned(),
                said => {
                    format!("the sign-in page said: {}", said.chars().take(200).collect::<String>())
                }
            };
            ("200 OK", "Not signed in. Go back to Rolebridge to try again.\n", Some(Err(why)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_browser_sent_off_brings_a_code() {
        let table = [
            ("GET /oauth/callback?code=c%2B1&state=st HTTP/1.1", "200", Some(Ok("c+1"))),
            ("GET /oauth/callback?state=st&code=c HTTP/1.1", "200", Some(Ok("c"))),
            ("GET /oauth/callback?code=c&state=other HTTP/1.1", "400", None),
            ("GET /oauth/callback?code=c HTTP/1.1", "400", None),
            ("GET /oauth/callback?error=access_denied&state=other HTTP/1.1", "400", None),
            (
                "GET /oauth/callback?error=access_denied&state=st HTTP/1.1",
                "200",
                Some(Err("the sign-in page said: access_denied")),
            ),
            (
                "GET /oauth/callback?error=x&error_description=Not+you&state=st HTTP/1.1",
                "200",
                Some(Err("the sign-in page said: Not you")),
            ),
            (
                "GET /oauth/callback?code=&state=st HTTP/1.1",
                "200",
                Some(Err("the sign-in page gave no code")),
            ),
            ("POST /oauth/callback?code=c&state=st HTTP/1.1", "404", None),
            ("GET /favicon.ico HTTP/1.1", "404", None),
            ("", "404", None),
        ];
        for (request, status, wanted) in table {
            let (found, _, brought) = answer(request, "st");
            assert!(found.starts_with(status), "{request}: {found}");
            let brought =
                brought.as_ref().map(|b| b.as_ref().map(Secret::expose).map_err(String::as_str));
            assert_eq!(brought, wanted, "{request}");
        }
    }
}
