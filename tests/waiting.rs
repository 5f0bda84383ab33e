//! Waiters: what an answer means, and how clients wait.
use crate::clients::Kind;
use ferrosmith::{
    Bytes, Operation as _, Waiter,
    client::{Client, Config, FakeTransport, WaitError, blocking},
    http::Response,
    waiter::State,
};
use ferrosmith_aws::{
    backup::{self, operation::DescribeBackupJob},
    fsx::{self, operation::DescribeBackups, operation::DescribeFileSystems},
};
use ferrosmith_tests::waiters::{operation::GetThing, waiter};
use std::time::Duration;

/// What the waiter makes of a response with this status and body.
fn judge(waiter: &Waiter<GetThing>, status: u16, body: &str) -> Option<State> {
    let mut response = Response::new(Bytes::copy_from_slice(body.as_bytes()));
    *response.status_mut() = status.try_into().unwrap();
    let answer = GetThing::from_response(response);
    let input = GetThing::new().names(["a", "b"]);
    waiter.matching_acceptor(&input, answer.as_ref()).map(|acceptor| acceptor.state)
}

#[test]
#[allow(deprecated)]
fn acceptors_take_what_the_specification_says() {
    let [success, failure, retry] = [State::Success, State::Failure, State::Retry].map(Some);
    let table = [
        // stringEquals
        (waiter::THING_READY, 200, r#"{"thing": {"state": "ready"}}"#, success),
        (waiter::THING_READY, 200, r#"{"thing": {"state": "broken"}}"#, failure),
        (waiter::THING_READY, 200, r#"{"thing": {"state": "READY"}}"#, None),
        (waiter::THING_READY, 200, r#"{"thing": {}}"#, None),
        (waiter::THING_READY, 200, "{}", None),
        // errorType, by name
        (waiter::THING_READY, 400, r#"{"__type": "example.waiters#NoSuchThing"}"#, retry),
        (waiter::THING_READY, 500, r#"{"__type": "Busy"}"#, None),
        (waiter::THING_READY, 500, "", None),
        // An error that the model does not have, by a shape id of another namespace.
        (waiter::THING_VISIBLE, 403, r#"{"__type": "Forbidden"}"#, failure),
        // booleanEquals
        (waiter::THING_VISIBLE, 200, r#"{"thing": {"isVisible": true}}"#, success),
        (waiter::THING_VISIBLE, 200, r#"{"thing": {"isVisible": false}}"#, None),
        (waiter::THING_VISIBLE, 200, r#"{"thing": {"state": "true"}}"#, None),
        // allStringEquals
        (waiter::PARTS_DONE, 200, r#"{"parts": [{"state": "done"}, {"state": "done"}]}"#, success),
        (waiter::PARTS_DONE, 200, r#"{"parts": [{"state": "done"}, {"state": "new"}]}"#, None),
        (waiter::PARTS_DONE, 200, r#"{"parts": []}"#, None),
        (waiter::PARTS_DONE, 200, "{}", None),
        // anyStringEquals
        (waiter::PARTS_DONE, 200, r#"{"parts": [{"state": "done"}, {"state": "lost"}]}"#, failure),
        // inputOutput: the input has two names
        (waiter::PARTS_COMPLETE, 200, r#"{"parts": [{}, {}]}"#, success),
        (waiter::PARTS_COMPLETE, 200, r#"{"parts": [{}]}"#, None),
        // The length of what is absent is no length.
        (waiter::PARTS_COMPLETE, 200, "{}", None),
        (waiter::PARTS_COMPLETE, 400, r#"{"__type": "NoSuchThing"}"#, None),
        // success
        (waiter::THING_EXISTS, 200, "{}", success),
        (waiter::THING_EXISTS, 400, r#"{"__type": "NoSuchThing"}"#, retry),
        (waiter::THING_EXISTS, 500, r#"{"__type": "Busy"}"#, None),
        (waiter::THING_DELETED, 200, "{}", retry),
        (waiter::THING_DELETED, 400, r#"{"__type": "NoSuchThing"}"#, success),
        (waiter::THING_DELETED, 500, "", success),
        // The first that matches counts.
        (waiter::THING_FIRST, 200, r#"{"thing": {"state": "ready"}}"#, success),
        (waiter::THING_FIRST, 200, r#"{"thing": {"state": "new"}}"#, failure),
        // A response that cannot be read says nothing.
        (waiter::THING_DELETED, 200, "]", None),
    ];
    for (waiter, status, body, state) in table {
        assert_eq!(judge(&waiter, status, body), state, "{}: {status} {body}", waiter.name);
    }
}

fn config() -> Config {
    Config::new("eu-central-1").anonymous()
}

fn replying(replies: &[(u16, &'static str)]) -> FakeTransport {
    replies.iter().fold(FakeTransport::new(), |fake, (status, body)| fake.reply(*status, *body))
}

const HOUR: Duration = Duration::from_secs(3600);
const NOT_FOUND: (u16, &str) = (400, r#"{"__type": "BackupNotFound", "message": "No backup-1."}"#);
const CREATING: (u16, &str) = (200, r#"{"Backups": [{"Lifecycle": "CREATING"}]}"#);
const AVAILABLE: (u16, &str) = (200, r#"{"Backups": [{"Lifecycle": "AVAILABLE"}]}"#);
const FAILED: (u16, &str) =
    (200, r#"{"Backups": [{"Lifecycle": "FAILED", "FailureDetails": {"Message": "No space."}}]}"#);

fn backup_available(
    fake: &FakeTransport,
    max_wait: Duration,
) -> Result<ferrosmith::client::Waited<fsx::operation::DescribeBackupsOutput>, WaitError<DescribeBackups>> {
    let client: blocking::Client<fsx::Fsx> = blocking::Client::with_transport(config(), fake.clone());
    client.wait_until(&fsx::waiter::BACKUP_AVAILABLE, DescribeBackups::new().backup_ids(["backup-1"]), max_wait)
}

#[test]
fn success_brings_the_last_output() {
    let fake = replying(&[NOT_FOUND, CREATING, CREATING, AVAILABLE]);
    let waited = backup_available(&fake, HOUR).unwrap();
    assert_eq!((waited.attempts, waited.output.unwrap().backups.unwrap().len()), (4, 1));
    let slept = fake.slept();
    assert_eq!(slept.len(), 3);
    assert_eq!(slept[0], Duration::from_secs(15));
    assert!(slept.iter().all(|pause| (15..=120).contains(&pause.as_secs())), "{slept:?}");
    let body = r#"{"BackupIds":["backup-1"]}"#;
    assert!(fake.requests().iter().all(|request| request.body() == body));
}

#[test]
fn a_wait_shows_how_far_it_is() {
    let fast = fsx::waiter::BACKUP_AVAILABLE.with_delays(Duration::from_secs(15), Duration::from_secs(15));
    for kind in Kind::BOTH {
        let fake = replying(&[NOT_FOUND, CREATING, CREATING, AVAILABLE]);
        let client = kind.client_over::<fsx::Fsx>(config(), fake);
        let (mut lines, mut lifecycles) = (Vec::new(), Vec::new());
        let waited = client.wait_until_observed(&fast, DescribeBackups::new(), HOUR, |wait| {
            lines.push(wait.to_string());
            let backups = wait.result.ok().and_then(|output| output.backups.as_deref()).unwrap_or_default();
            lifecycles.extend(backups.iter().filter_map(|backup| backup.lifecycle.clone()));
            assert_eq!((wait.delay, wait.max_wait), (Duration::from_secs(15), HOUR));
            assert_eq!((wait.attempts as usize, wait.elapsed.as_secs()), (lines.len(), 15 * (lines.len() as u64 - 1)));
        });
        assert_eq!(waited.unwrap().attempts, 4);
        let creating = r#"Backups[].Lifecycle is ["CREATING"]"#;
        let expected = [
            "BackupNotFound; 1 call in 0 s, the next in 15 s".to_owned(),
            format!("{creating}; 2 calls in 15 s, the next in 15 s"),
            format!("{creating}; 3 calls in 30 s, the next in 15 s"),
        ];
        assert_eq!(lines, expected);
        assert_eq!(lifecycles.len(), 2);
    }
}

/// Where the answer says nothing of what is waited for, and after the end.
#[test]
fn only_a_wait_that_goes_on_is_shown() {
    let client = Kind::Blocking.client_over::<fsx::Fsx>(config(), replying(&[(200, "{}"), FAILED]));
    let mut lines = Vec::new();
    let ended = client.wait_until_observed(&fsx::waiter::BACKUP_AVAILABLE, DescribeBackups::new(), HOUR, |wait| {
        lines.push(wait.to_string());
    });
    assert!(matches!(ended, Err(WaitError::Failed(_))));
    assert_eq!(lines.len(), 1);
    assert!(lines[0].ends_with("Backups[].Lifecycle is null; 1 call in 0 s, the next in 15 s"), "{lines:?}");
}

#[test]
fn failure_tells_what_was_seen_and_why() {
    let error = backup_available(&replying(&[CREATING, FAILED]), HOUR).unwrap_err();
    assert_eq!(error.to_string(), r#"BackupAvailable will not come; Backups[].Lifecycle is ["FAILED"]: No space."#);
    let WaitError::Failed(failed) = error else { panic!("{error:?}") };
    assert_eq!(failed.message.as_deref(), Some("No space."));
    assert!(failed.result.is_ok());
}

#[test]
fn the_last_call_is_made_when_the_time_is_over() {
    let fake = FakeTransport::answering(|_| Ok(Response::new(Bytes::from_static(CREATING.1.as_bytes()))));
    let error = backup_available(&fake, Duration::from_secs(100)).unwrap_err();
    let slept: Duration = fake.slept().iter().sum();
    assert!((slept.as_secs_f64() - 100.0).abs() < 0.1, "{slept:?}");
    let calls = fake.requests().len();
    let told =
        format!(r#"BackupAvailable did not come within 100 s and {calls} calls; Backups[].Lifecycle is ["CREATING"]"#);
    assert_eq!(error.to_string(), told);
    assert!(matches!(error, WaitError::TimedOut(over) if over.attempts as usize == calls));
}

#[test]
fn who_gives_no_time_gets_one_call() {
    let fake = replying(&[NOT_FOUND]);
    let error = backup_available(&fake, Duration::ZERO).unwrap_err();
    let told = "BackupAvailable did not come within 0 s and 1 call: FSx DescribeBackups: BackupNotFound: No backup-1. (status 400)";
    assert_eq!(error.report().to_string(), told);
    assert!(std::error::Error::source(&error).is_some());
}

#[test]
fn an_error_that_means_nothing_ends_the_wait() {
    let error = backup_available(&replying(&[CREATING, (400, r#"{"__type": "BadRequest"}"#)]), HOUR).unwrap_err();
    assert!(
        matches!(&error, WaitError::Call(error) if error.service().is_some() && error.code() == Some("BadRequest"))
    );
    assert_eq!(error.to_string(), "FSx DescribeBackups: BadRequest (status 400)");
}

#[test]
fn deleted_is_not_found_any_more() {
    let fake = replying(&[
        (200, r#"{"FileSystems": [{"Lifecycle": "DELETING"}]}"#),
        (400, r#"{"__type": "FileSystemNotFound"}"#),
    ]);
    let client: blocking::Client<fsx::Fsx> = blocking::Client::with_transport(config(), fake);
    let one = DescribeFileSystems::new().file_system_ids(["fs-1"]);
    let waited = client.wait_until(&fsx::waiter::FILE_SYSTEM_DELETED, one.clone(), HOUR).unwrap();
    assert_eq!((waited.attempts, waited.output), (2, None));
    let empty = replying(&[(200, r#"{"FileSystems": []}"#)]);
    let client: blocking::Client<fsx::Fsx> = blocking::Client::with_transport(config(), empty);
    assert!(client.wait_until(&fsx::waiter::FILE_SYSTEM_DELETED, one, HOUR).unwrap().output.is_some());
}

#[test]
fn a_job_runs_to_its_end() {
    let fake = replying(&[
        (200, r#"{"State": "RUNNING"}"#),
        (200, r#"{"State": "EXPIRED", "StatusMessage": "The window was too short."}"#),
    ]);
    let client: blocking::Client<backup::Backup> = blocking::Client::with_transport(config(), fake);
    let job = DescribeBackupJob::new("job-1");
    let error = client.wait_until(&backup::waiter::BACKUP_JOB_COMPLETED, job, HOUR).unwrap_err();
    assert_eq!(error.to_string(), r#"BackupJobCompleted will not come; State is "EXPIRED": The window was too short."#);
}

fn is_send<T: Send>(future: T) -> T {
    future
}

#[test]
fn waiting_is_send() {
    let client: Client<fsx::Fsx> = Client::with_transport(config(), FakeTransport::new());
    let fast = fsx::waiter::BACKUP_AVAILABLE.with_delays(Duration::ZERO, Duration::ZERO);
    drop(is_send(client.wait_until(&fast, DescribeBackups::new(), HOUR)));
    let mut calls = 0;
    drop(is_send(client.wait_until_observed(&fast, DescribeBackups::new(), HOUR, |wait| calls = wait.attempts)));
}
