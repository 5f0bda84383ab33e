//! One call for each way to misbehave.
use crate::{
    Client, Kind, config, create_backup, ending,
    reply::{BODY, chunked, drip, error, first_half, head, http, ok, send, status, wait},
    server::{Reply, Server, Step},
    settings,
};
use ferrosmith::client::Settings;
use std::{thread, time::Duration};

/// What the server does, and how the call has to end.
struct Case {
    name: &'static str,
    replies: Vec<Reply>,
    settings: Settings,
    ending: &'static str,
    attempts: usize,
    /// The pauses between the attempts, in milliseconds, where the service asks for them; else they are drawn.
    pauses: Option<&'static [u128]>,
}

fn case(name: &'static str, replies: impl Into<Vec<Reply>>, ending: &'static str, attempts: usize) -> Case {
    Case { name, replies: replies.into(), settings: settings(), ending, attempts, pauses: None }
}

impl Case {
    fn settings(mut self, settings: Settings) -> Self {
        self.settings = settings;
        self
    }

    fn pauses(mut self, milliseconds: &'static [u128]) -> Self {
        self.pauses = Some(milliseconds);
        self
    }
}

/// Longer than any test lasts.
fn for_ever() -> Reply {
    vec![wait(600_000)]
}

fn cases() -> Vec<Case> {
    let html = "<!doctype html><title>500 Internal Server Error</title>";
    let large = format!("{{\"Padding\": \"{}\"}}", "x".repeat(5000));
    let just_fits = format!("{BODY:4096}");
    let moved = |status| http(status, &[("Location", "/elsewhere")], "");
    let after = |name, value| http(503, &[(name, value)], "{}");
    let one_second = settings().timeout(Duration::from_secs(1));
    // A busy machine may hold an answer up for so long before a case goes wrong.
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
        case("slow head", [for_ever(), ok()], "success", 2).settings(seconds(3)),
        case("slow head each time", vec![for_ever(); 3], "timeout", 3).settings(settings().read_timeout(short)),
        case("slow body", [[vec![first_half()], for_ever()].concat(), ok()], "success", 2).settings(seconds(3)),
        case("a body that drips, but not too slowly", [drip(6, 700)], "success", 1).settings(seconds(4)),
        case("a body that drips for longer than the call may take", [drip(200, 150)], "timeout", 1)
            .settings(one_second.clone()),
        case("slow head, longer than the call may take", [for_ever()], "timeout", 1).settings(one_second),
        case("no time for another attempt", vec![after("Retry-After", "301")], "service 503", 1).pauses(&[]),
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
        case("Retry-After in seconds", [after("Retry-After", "1"), ok()], "success", 2).pauses(&[1000]),
        case("Retry-After: 0", [after("Retry-After", "0"), ok()], "success", 2).pauses(&[]),
        case("x-amz-retry-after", [after("x-amz-retry-after", "300"), ok()], "success", 2).pauses(&[300]),
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
    let (client, pauses) = kind.hasty_client(config(server.address));
    let client: Client = client.with(case.settings.clone());
    let result = client.send(create_backup());
    let received = server.received();
    let pauses: Vec<_> = pauses.lock().unwrap().iter().map(Duration::as_millis).collect();
    let is_paced = match case.pauses {
        Some(expected) => pauses == expected,
        // Full jitter: from nothing to 1 s, then to 2 s.
        None => {
            pauses.len() < case.attempts && pauses.iter().zip([1000, 2000]).all(|(pause, longest)| *pause <= longest)
        }
    };
    let is_right = ending(&result) == case.ending
        && received.len() == case.attempts
        && is_paced
        // One token for all attempts, and all else alike.
        && received.iter().all(|request| request.body == received[0].body && request.body.contains("ClientRequestToken"));
    let found = match result {
        Ok(_) => "success".to_owned(),
        Err(error) => format!("{error:?}"),
    };
    let Case { name, ending, attempts, pauses: expected, .. } = case;
    let bodies: Vec<_> = received.iter().map(|request| &request.body).collect();
    (!is_right).then(|| {
        format!(
            "{name} ({kind:?}): {found} after {} attempts and pauses of {pauses:?} ms, not {ending} after {attempts} and \
             {expected:?}; {bodies:?}",
            received.len()
        )
    })
}
