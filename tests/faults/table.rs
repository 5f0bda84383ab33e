//! One call for each way to misbehave.
use crate::{
    Kind, client, create_backup, ending,
    reply::{BODY, chunked, drip, error, first_half, head, http, ok, send, status, wait},
    server::{Reply, Server, Step},
    settings,
};
use ferrosmith::client::Settings;
use std::{
    ops::RangeInclusive,
    thread,
    time::{Duration, Instant},
};

/// What the server does, and how the call has to end.
struct Case {
    name: &'static str,
    replies: Vec<Reply>,
    settings: Settings,
    ending: &'static str,
    attempts: usize,
    seconds: RangeInclusive<f64>,
}

/// What a busy machine may add, in seconds.
const SLACK: f64 = 2.0;

/// A case whose time is that of the waiting between its attempts.
fn case(name: &'static str, replies: impl Into<Vec<Reply>>, ending: &'static str, attempts: usize) -> Case {
    // Full jitter: from nothing to 1 s, then to 2 s.
    let longest = [0.0, 0.0, 1.0, 3.0][attempts];
    Case { name, replies: replies.into(), settings: settings(), ending, attempts, seconds: 0.0..=longest + SLACK }
}

impl Case {
    fn settings(mut self, settings: Settings) -> Self {
        self.settings = settings;
        self
    }

    /// Between how many seconds it takes, beside what a busy machine adds.
    fn seconds(mut self, least: f64, most: f64) -> Self {
        self.seconds = least..=most + SLACK;
        self
    }
}

fn cases() -> Vec<Case> {
    let html = "<!doctype html><title>500 Internal Server Error</title>";
    let large = format!("{{\"Padding\": \"{}\"}}", "x".repeat(5000));
    let just_fits = format!("{BODY:4096}");
    let moved = |status| http(status, &[("Location", "/elsewhere")], "");
    let after = |name, value| http(503, &[(name, value)], "{}");
    let one_second = settings().timeout(Duration::from_secs(1));
    vec![
        case("reset before the response", [vec![Step::Reset], ok()], "success", 2),
        case("reset each time", vec![vec![Step::Reset]; 3], "transport", 3),
        case("reset amid the body", [vec![first_half(), wait(20), Step::Reset], ok()], "success", 2),
        case("closed before the response", [vec![Step::Close], ok()], "success", 2),
        case("closed amid the head", [vec![send("HTTP/1.1 20"), Step::Close], ok()], "success", 2),
        case("closed amid the body", [vec![first_half(), Step::Close], ok()], "success", 2),
        case("closed amid the chunks", [[chunked(BODY, false), vec![Step::Close]].concat(), ok()], "success", 2),
        case("no HTTP", [vec![send("220 smtp.example.com ESMTP\r\n\r\n"), Step::Close], ok()], "success", 2),
        case("slow head", [vec![wait(2500)], ok()], "success", 2).seconds(0.8, 1.8),
        case("slow head each time", vec![vec![wait(2500)]; 3], "timeout", 3).seconds(2.4, 5.4),
        case("slow body", [vec![first_half(), wait(2500)], ok()], "success", 2).seconds(0.8, 1.8),
        case("a body that drips, but not too slowly", [drip(8, 150)], "success", 1).seconds(1.2, 1.2),
        case("a body that drips for longer than the call may take", [drip(20, 150)], "timeout", 1)
            .settings(one_second.clone())
            .seconds(1.0, 1.0),
        case("slow head, longer than the call may take", [vec![wait(2500)]], "timeout", 1)
            .settings(one_second.clone().read_timeout(Duration::from_secs(60)))
            .seconds(1.0, 1.0),
        case("no time for another attempt", vec![after("Retry-After", "2")], "service 503", 1)
            .settings(one_second)
            .seconds(0.0, 0.0),
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
        case("Retry-After in seconds", [after("Retry-After", "1"), ok()], "success", 2).seconds(1.0, 1.0),
        case("Retry-After: 0", [after("Retry-After", "0"), ok()], "success", 2).seconds(0.0, 0.0),
        case("x-amz-retry-after", [after("x-amz-retry-after", "300"), ok()], "success", 2).seconds(0.3, 0.3),
        case("Retry-After beyond the deadline", [after("Retry-After", "20")], "service 503", 1).seconds(0.0, 0.0),
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
fn every_fault_ends_well() {
    let cases = cases();
    let wrong: Vec<String> = thread::scope(|scope| {
        let run = |case, kind| scope.spawn(move || run(case, kind));
        let runs: Vec<_> = cases.iter().flat_map(|case| Kind::BOTH.map(|kind| run(case, kind))).collect();
        runs.into_iter().flat_map(|run| run.join().unwrap()).collect()
    });
    assert!(wrong.is_empty(), "{} of {} are wrong:\n{}", wrong.len(), cases.len() * 2, wrong.join("\n"));
    println!("{} faults through both clients", cases.len());
}

/// What is wrong with the end of a case.
fn run(case: &Case, kind: Kind) -> Option<String> {
    let server = Server::new(case.replies.clone());
    let client = client(kind, &server).with(case.settings.clone());
    let start = Instant::now();
    let result = client.send(create_backup());
    let seconds = start.elapsed().as_secs_f64();
    let received = server.received();
    let is_right = ending(&result) == case.ending
        && received.len() == case.attempts
        && case.seconds.contains(&seconds)
        // One token for all attempts, and all else alike.
        && received.iter().all(|request| request.body == received[0].body && request.body.contains("ClientRequestToken"));
    let found = match result {
        Ok(_) => "success".to_owned(),
        Err(error) => format!("{error:?}"),
    };
    let Case { name, ending, attempts, seconds: expected, .. } = case;
    let bodies: Vec<_> = received.iter().map(|request| &request.body).collect();
    (!is_right).then(|| {
        format!(
            "{name} ({kind:?}): {found} after {} attempts and {seconds:.2} s, not {ending} after {attempts} and {expected:?} s; {bodies:?}",
            received.len()
        )
    })
}
