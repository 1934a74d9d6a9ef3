//! Handing a secret address to a browser.
//!
//! A browser takes its address as an argument, and every user of the computer can read the arguments
//! of every process. The sign-in address of the console is good for whoever has it, for fifteen
//! minutes. So the browser is given another: one on the loopback address with a path nobody can
//! guess, which answers once with where to go, and then is nothing any more. Who reads it among the
//! arguments comes too late; should somebody come first, the user's own browser finds nothing and the
//! user knows. No other page can ask for it: the path is known to nobody else, and a name that was
//! made to lead here is refused.

use std::{
    io::{self, Read, Write},
    net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    thread::JoinHandle,
    time::{Duration, Instant},
};

use rolebridge_cloud::Secret;
use uuid::Uuid;

/// A browser that is not there yet starts within that, or not at all.
const PATIENCE: Duration = Duration::from_secs(120);
/// What a browser has to say fits in there.
const MOST: usize = 16 << 10;
/// Browsers open connections in advance; more than a few are none of a browser's.
const CONNECTIONS: u32 = 32;

/// Those that are open. Each ends with whether its address was had.
static OPEN: Mutex<Vec<JoinHandle<bool>>> = Mutex::new(Vec::new());

/// Waits until every address offered was had, or it is too late for it. A process that ends before
/// leaves the browser with an address nobody answers. Says whether all were had.
#[must_use]
pub fn handoffs_are_over() -> bool {
    let open = std::mem::take(&mut *OPEN.lock().unwrap_or_else(PoisonError::into_inner));
    // Every one is waited for, also after one that was not had.
    let had: Vec<bool> = open.into_iter().map(|one| one.join().unwrap_or(false)).collect();
    had.into_iter().all(|had| had)
}

struct Handoff {
    /// Taken by the one who gets it, who holds it until it is written.
    secret: Mutex<Option<Secret>>,
    path: String,
    host: String,
}

/// Offers an address once, and says where.
///
/// # Errors
/// If there is no port to be had.
pub(crate) fn offer(secret: &Secret) -> io::Result<String> {
    offer_for(secret, PATIENCE)
}

fn offer_for(secret: &Secret, patience: Duration) -> io::Result<String> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    listener.set_nonblocking(true)?;
    let address: SocketAddr = listener.local_addr()?;
    let handoff = Arc::new(Handoff {
        secret: Mutex::new(Some(Secret::new(secret.expose().to_owned()))),
        path: format!("/{}{}", Uuid::new_v4().simple(), Uuid::new_v4().simple()),
        host: address.to_string(),
    });
    let url = format!("http://{address}{}", handoff.path);
    let serving = std::thread::Builder::new()
        .name("handoff".into())
        .spawn(move || serve(&listener, &handoff, patience))?;
    let mut open = OPEN.lock().unwrap_or_else(PoisonError::into_inner);
    open.retain(|one| !one.is_finished());
    open.push(serving);
    Ok(url)
}

/// Says whether it was had.
fn serve(listener: &TcpListener, handoff: &Arc<Handoff>, patience: Duration) -> bool {
    let until = Instant::now() + patience;
    let mut connections = 0;
    while Instant::now() < until && connections < CONNECTIONS && handoff.is_open() {
        match listener.accept() {
            Ok((stream, _)) => {
                connections += 1;
                let handoff = Arc::clone(handoff);
                // One that says nothing must not keep another waiting.
                let answering = std::thread::Builder::new().name("handoff".into());
                let _ = answering.spawn(move || answer(stream, &handoff, until));
            }
            Err(e) if e.kind() == io::ErrorKind::WouldBlock => {
                std::thread::sleep(Duration::from_millis(20));
            }
            Err(_) => break,
        }
    }
    // A connection that is still open gets nothing any more.
    handoff.secret().take().is_none()
}

impl Handoff {
    fn is_open(&self) -> bool {
        self.secret().is_some()
    }

    fn secret(&self) -> MutexGuard<'_, Option<Secret>> {
        self.secret.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether the request is the one meant.
    fn is_meant(&self, request: &str) -> bool {
        let mut lines = request.split("\r\n");
        let mut first = lines.next().unwrap_or_default().split(' ');
        let right = first.next() == Some("GET") && first.next() == Some(&self.path);
        let host = lines
            .filter_map(|line| line.split_once(':'))
            .find(|(name, _)| name.eq_ignore_ascii_case("host"))
            .map(|(_, value)| value.trim());
        right && host == Some(&self.host)
    }
}

fn answer(mut stream: TcpStream, handoff: &Handoff, until: Instant) -> Option<()> {
    stream.set_nonblocking(false).ok()?;
    let request = request(&mut stream, until)?;
    let head = "Cache-Control: no-store\r\nReferrer-Policy: no-referrer\r\nContent-Length: 0\r\n\
                Connection: close\r\n\r\n";
    // Held until all is written: whoever waits for the end may end the process then.
    let mut held = handoff.secret();
    match held.take_if(|_| handoff.is_meant(&request)) {
        Some(secret) => {
            let location = Secret::written(format_args!(
                "HTTP/1.1 303 See Other\r\nLocation: {}\r\n{head}",
                secret.expose()
            ));
            stream.write_all(location.expose().as_bytes()).ok()?;
        }
        None => stream.write_all(format!("HTTP/1.1 404 Not Found\r\n{head}").as_bytes()).ok()?,
    }
    stream.flush().ok()
}

/// The lines before the body.
fn request(stream: &mut TcpStream, until: Instant) -> Option<String> {
    let mut held = Vec::new();
    let mut part = [0; 1024];
    while !held.windows(4).any(|w| w == b"\r\n\r\n") {
        let left = until.checked_duration_since(Instant::now())?;
        stream.set_read_timeout(Some(left.max(Duration::from_millis(1)))).ok()?;
        match stream.read(&mut part).ok()? {
            0 => return None,
            n if held.len() + n > MOST => return None,
            n => held.extend_from_slice(&part[..n]),
        }
    }
    String::from_utf8(held).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHERE: &str = "https://signin.aws.amazon.com/federation?Action=login&SigninToken=abc";

    fn offered() -> (String, String) {
        let url = offer(&Secret::new(WHERE.into())).unwrap();
        let rest = url.strip_prefix("http://").unwrap();
        let (host, path) = rest.split_once('/').unwrap();
        (host.to_owned(), format!("/{path}"))
    }

    fn ask(host: &str, request: &str) -> io::Result<String> {
        let mut stream = TcpStream::connect(host)?;
        stream.write_all(request.as_bytes())?;
        let mut said = String::new();
        stream.read_to_string(&mut said)?;
        Ok(said)
    }

    #[test]
    fn the_address_given_away_holds_nothing_of_the_secret() {
        let (host, path) = offered();
        assert!(host.starts_with("127.0.0.1:"));
        assert_eq!(path.len(), 65);
        assert!(!path.contains("abc"));
        assert_ne!(offered().1, path);
    }

    #[test]
    fn it_answers_once() {
        let (host, path) = offered();
        // A connection opened in advance, which says nothing, keeps nobody waiting.
        let _silent = TcpStream::connect(&host).unwrap();
        let get = format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nAccept: */*\r\n\r\n");
        let said = ask(&host, &get).unwrap();
        assert!(said.starts_with("HTTP/1.1 303 "), "{said}");
        assert!(said.contains(&format!("\r\nLocation: {WHERE}\r\n")), "{said}");
        assert!(said.contains("\r\nCache-Control: no-store\r\n"), "{said}");
        if let Ok(again) = ask(&host, &get) {
            assert!(!again.contains("SigninToken"), "{again}");
        }
    }

    #[test]
    fn another_path_host_or_method_gets_nothing_and_takes_nothing() {
        let (host, path) = offered();
        let port = host.split_once(':').unwrap().1;
        for bad in [
            format!("GET / HTTP/1.1\r\nHost: {host}\r\n\r\n"),
            format!("GET {path}x HTTP/1.1\r\nHost: {host}\r\n\r\n"),
            format!("GET {path} HTTP/1.1\r\nHost: evil.example:{port}\r\n\r\n"),
            format!("GET {path} HTTP/1.1\r\n\r\n"),
            format!("POST {path} HTTP/1.1\r\nHost: {host}\r\n\r\n"),
        ] {
            let said = ask(&host, &bad).unwrap();
            assert!(said.starts_with("HTTP/1.1 404 "), "{bad}: {said}");
        }
        let get = format!("GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n");
        assert!(ask(&host, &get).unwrap().contains(WHERE));
    }

    #[test]
    fn who_waits_learns_whether_it_was_had() {
        let handoff = || {
            let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
            listener.set_nonblocking(true).unwrap();
            let host = listener.local_addr().unwrap().to_string();
            let secret = Mutex::new(Some(Secret::new(WHERE.into())));
            (listener, Arc::new(Handoff { secret, path: "/x".into(), host: host.clone() }), host)
        };
        let (listener, late, _) = handoff();
        assert!(!serve(&listener, &late, Duration::ZERO));
        let (listener, had, host) = handoff();
        let serving = std::thread::spawn(move || serve(&listener, &had, PATIENCE));
        let get = format!("GET /x HTTP/1.1\r\nHost: {host}\r\n\r\n");
        assert!(ask(&host, &get).unwrap().contains(WHERE));
        assert!(serving.join().unwrap());
    }

    #[test]
    fn nobody_who_comes_too_late_gets_it() {
        let url = offer_for(&Secret::new(WHERE.into()), Duration::ZERO).unwrap();
        let (host, path) = url.strip_prefix("http://").unwrap().split_once('/').unwrap();
        let get = format!("GET /{path} HTTP/1.1\r\nHost: {host}\r\n\r\n");
        assert!(!ask(host, &get).is_ok_and(|said| said.contains(WHERE)));
    }
}
