//! A table of faults, with one call for each.
use crate::{
    Client, Kind, config, create_backup, ending,
    reply::{BODY, chunked, drip, error, first_half, head, http, ok, send, status, wait},
    server::{Reply, Server, Step},
    settings,
};
use ferrosmith::client::Settings;
use std::{thread, time::Duration};

/// The replies of the server, and the expected result of the call.
struct Case {
    name: &'static str,
    replies: Vec<Reply>,
    settings: Settings,
    ending: &'static str,
    attempts: usize,
    /// The delays between attempts in milliseconds, if the service sets them; otherwise they are random.
    delays: Option<&'static [u128]>,
}

fn case(name: &'static str, replies: impl Into<Vec<Reply>>, ending: &'static str, attempts: usize) -> Case {
    Case { name, replies: replies.into(), settings: settings(), ending, attempts, delays: None }
}

impl Case {
    fn settings(mut self, settings: Settings) -> Self {
        self.settings = settings;
        self
    }

    fn delays(mut self, milliseconds: &'static [u128]) -> Self {
        self.delays = Some(milliseconds);
        self
    }
}

/// Longer than any test.
fn never() -> Reply {
    vec![wait(600_000)]
}

fn cases() -> Vec<Case> {
    let html = "<!doctype html><title>500 Internal Server Error</title>";
    let large = format!("{{\"Padding\": \"{}\"}}", "x".repeat(5000));
    let just_fits = format!("{BODY:4096}");
    let moved = |status| http(status, &[("Location", "/elsewhere")], "");
    let after = |name, value| http(503, &[(name, value)], "{}");
    let one_second = settings().timeout(Duration::from_secs(1));
    // The time by which a busy machine may delay a response before a case fails.
    let seconds = |count| settings().read_timeout(Duration::from_secs(count));
    let short = Duration::from_millis(100);
    vec![
        case("reset before the response", [vec![Step::Reset], ok()], "success", 2),
        case("reset each time", vec![vec![Step::Reset]; 3], "transport", 3),
        case("reset amid the body", [vec![first_half(), wait(20), Step::Reset], ok()], "success", 2),
        case("closed before the response", [vec![Step::Close], ok()], "success", 2),
        case("closed amid the head", [vec![send("HTTP/1.1 20"), Step::Close], ok()], "success", 2),
        case("closed amid the body", [vec![first_half(), Step::Close], ok()], "success", 2),
        case("closed amid the chunks", [[chunked(BODY, false), vec![Step::Close]].concat(), ok()], "success", 2),
        case("no HTTP", [vec![send("220 smtp.example.com ESMTP\r\n\r\n"), Step::Close], ok()], "success", 2),
        case("slow head", [never(), ok()], "success", 2).settings(seconds(3)),
        case("slow head each time", vec![never(); 3], "timeout", 3).settings(settings().read_timeout(short)),
        case("slow body", [[vec![first_half()], never()].concat(), ok()], "success", 2).settings(seconds(3)),
        case("a body that drips, but not too slowly", [drip(6, 700)], "success", 1).settings(seconds(4)),
        case("a body that drips for longer than the call may take", [drip(200, 150)], "timeout", 1)
            .settings(one_second.clone()),
        case("slow head, longer than the call may take", [never()], "timeout", 1).settings(one_second),
        case("no time for another attempt", vec![after("Retry-After", "301")], "service 503", 1).delays(&[]),
        case("500", [status(500), ok()], "success", 2),
        case("502", [status(502), ok()], "success", 2),
        case("503", [status(503), ok()], "success", 2),
        case("504", [status(504), ok()], "success", 2),
        case("429", [status(429), ok()], "success", 2),
        case("429 each time", vec![status(429); 3], "service 429", 3),
        case("503, one attempt", [status(503)], "service 503", 1).settings(settings().attempts(1)),
        case("reset, one attempt", [vec![Step::Reset]], "transport", 1).settings(settings().attempts(1)),
        case("501", [status(501)], "service 501", 1),
        case("400", [error(400, "BadRequest")], "service 400", 1),
        case("400 for throttling", [error(400, "ThrottlingException"), ok()], "success", 2),
        case("Retry-After in seconds", [after("Retry-After", "1"), ok()], "success", 2).delays(&[1000]),
        case("Retry-After: 0", [after("Retry-After", "0"), ok()], "success", 2).delays(&[]),
        case("x-amz-retry-after", [after("x-amz-retry-after", "300"), ok()], "success", 2).delays(&[300]),
        case("JSON that stops", [http(200, &[], &BODY[..20])], "unreadable 200", 1),
        case("JSON that calls itself HTML", [http(200, &[("Content-Type", "text/html")], BODY)], "success", 1),
        case("HTML for an answer", [http(200, &[("Content-Type", "text/html")], html)], "unreadable 200", 1),
        case("HTML for an error", [http(500, &[("Content-Type", "text/html")], html), ok()], "success", 2),
        case("HTML for an error of ours", [http(404, &[("Content-Type", "text/html")], html)], "service 404", 1),
        case("no body at all", [http(200, &[], "")], "success", 1),
        case("chunks", [chunked(BODY, true)], "success", 1),
        case(
            "a body that ends with the connection",
            [vec![send(&head(200, &[])), send(BODY), Step::Close]],
            "success",
            1,
        ),
        case("100 Continue first", [[vec![send(&head(100, &[]))], ok()].concat()], "success", 1),
        case("a body that just fits", [http(200, &[], &just_fits)], "success", 1),
        case("too large a body", [http(200, &[], &large)], "unreadable 200", 1),
        case("too large a body in chunks", [chunked(&large, true)], "unreadable 200", 1),
        case("too large a body for an error", [http(500, &[], &large)], "unreadable 500", 1),
        case(
            "a body that claims to be endless",
            [vec![send(&head(200, &[("Content-Length", "99999999999")]))]],
            "unreadable 200",
            1,
        ),
        case("redirected by 301", [moved(301)], "service 301", 1),
        case("redirected by 302", [moved(302)], "service 302", 1),
        case("redirected by 307", [moved(307)], "service 307", 1),
        case("redirected by 308", [moved(308)], "service 308", 1),
    ]
}

#[test]
fn every_fault_has_the_expected_result() {
    let cases = cases();
    let failures: Vec<String> = thread::scope(|scope| {
        let run = |case, kind| scope.spawn(move || run(case, kind));
        let runs: Vec<_> = cases.iter().flat_map(|case| Kind::BOTH.map(|kind| run(case, kind))).collect();
        runs.into_iter().flat_map(|run| run.join().unwrap()).collect()
    });
    assert!(failures.is_empty(), "{} of {} are wrong:\n{}", failures.len(), cases.len() * 2, failures.join("\n"));
    println!("{} faults through both clients", cases.len());
}

/// Runs a case and describes what is wrong with its result.
fn run(case: &Case, kind: Kind) -> Option<String> {
    let server = Server::new(case.replies.clone());
    let (client, delays) = kind.hasty_client(config(server.address));
    let client: Client = client.with(case.settings.clone());
    let result = client.send(create_backup());
    let received = server.received();
    let delays: Vec<_> = delays.lock().unwrap().iter().map(Duration::as_millis).collect();
    let is_paced = match case.delays {
        Some(expected) => delays == expected,
        // Full jitter: up to 1 s, then up to 2 s.
        None => delays.len() < case.attempts && delays.iter().zip([1000, 2000]).all(|(delay, max)| *delay <= max),
    };
    // On a busy machine an attempt may time out before the server has read its request: the client has counted it.
    let attempts = result.as_ref().map_or_else(|error| error.attempts() as usize, |_| received.len());
    let is_expected = ending(&result) == case.ending
        && attempts == case.attempts
        && (1..=attempts).contains(&received.len())
        && is_paced
        // All attempts have the same token, and otherwise the same body.
        && received.iter().all(|request| request.body == received[0].body && request.body.contains("ClientRequestToken"));
    let actual = match result {
        Ok(_) => "success".to_owned(),
        Err(error) => format!("{error:?}"),
    };
    let Case { name, ending, attempts: expected_attempts, delays: expected, .. } = case;
    let bodies: Vec<_> = received.iter().map(|request| &request.body).collect();
    (!is_expected).then(|| {
        format!(
            "{name} ({kind:?}): {actual} after {attempts} attempts and pauses of {delays:?} ms, not {ending} after {expected_attempts} and \
             {expected:?}; {bodies:?}"
        )
    })
}
