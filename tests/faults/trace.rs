//! The contents of traces: what they have to contain, and secrets, which they must not.
use crate::{
    Kind, config,
    reply::http,
    server::{Reply, Server},
};
use ferrosmith::client::{Config, Environment};
use ferrosmith_aws::fsx::{operation::CreateFileSystem, types};
use std::{
    cell::RefCell,
    fmt::{self, Debug, Write as _},
};
use tracing::{
    Event, Metadata, Subscriber,
    field::{Field, Visit},
    span::{Attributes, Id, Record},
    subscriber::set_global_default,
};

/// Records everything, separately for each thread: each test, including its calls, runs on one thread. It is the global
/// subscriber, because tracing caches whether an event is enabled, and threads without a subscriber would disable it.
struct Log;

thread_local! {
    static TEXT: RefCell<String> = const { RefCell::new(String::new()) };
}

fn write(head: fmt::Arguments<'_>, record: impl FnOnce(&mut Line<'_>)) {
    TEXT.with_borrow_mut(|text| {
        text.write_fmt(head).unwrap();
        record(&mut Line(text));
    });
}

struct Line<'a>(&'a mut String);

impl Visit for Line<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        write!(self.0, " {}={value:?}", field.name()).unwrap();
    }
}

impl Subscriber for Log {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        write(format_args!("\n{} span {}", span.metadata().target(), span.metadata().name()), |line| span.record(line));
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        // No other crate records fields later.
        if !values.is_empty() {
            write(format_args!("\nferrosmith::client::trace recorded"), |line| values.record(line));
        }
    }

    fn event(&self, event: &Event<'_>) {
        write(format_args!("\n{} {}", event.metadata().target(), event.metadata().level()), |line| event.record(line));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

fn traced(kind: Kind, replies: impl IntoIterator<Item = Reply>) -> String {
    // Succeeds only in the first test.
    let _ = set_global_default(Log);
    TEXT.take();
    let server = Server::new(replies);
    let call = CreateFileSystem::new("ONTAP", ["subnet-1"]).client_request_token("the-token").ontap_configuration(
        types::CreateFileSystemOntapConfiguration::new("MULTI_AZ_1").fsx_admin_password("the-password"),
    );
    let _ = kind.client(config(server.address)).send(call);
    let text = TEXT.take();
    let sent = format!("{:?}", server.received());
    for secret in ["the-token", "the-password", "the-session-token", "AKIDEXAMPLE", "Signature="] {
        assert!(sent.contains(secret), "{kind:?}: {secret} is not even sent, so this proves nothing");
        assert!(!text.contains(secret), "{kind:?}: {text}");
    }
    assert!(!text.contains("the-secret-key"), "{kind:?}: {text}");
    // The format of hyper's own events may change, but they must not contain secrets either.
    text.lines().filter_map(|line| line.strip_prefix("ferrosmith::client::trace ")).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_call_and_each_attempt_are_spans() {
    for kind in Kind::BOTH {
        let slow_down = http(
            503,
            &[("x-amzn-requestid", "id-1"), ("Retry-After", "0"), ("Connection", "close")],
            r#"{"__type": "SlowDown", "Message": "the-password"}"#,
        );
        let success = http(200, &[("x-amzn-requestid", "id-2")], r#"{"FileSystem": {"OwnerId": "the-password"}}"#);
        let expected = "\
span call service=\"FSx\" operation=\"CreateFileSystem\"
span attempt number=1
recorded status=503
recorded request_id=\"id-1\"
INFO message=failed status=503 request_id=\"id-1\" code=\"SlowDown\"
span attempt number=2
recorded status=200
recorded request_id=\"id-2\"
DEBUG message=answered status=200 request_id=\"id-2\"";
        assert_eq!(traced(kind, [slow_down, success]), expected, "{kind:?}");
    }
}

#[test]
fn an_attempt_without_a_response_is_traced_too() {
    for kind in Kind::BOTH {
        let text = traced(kind, []);
        let failed = |number| format!("span attempt number={number}\nINFO message=failed failure=\"connection\"");
        let (_, attempts) = text.split_once('\n').unwrap();
        assert_eq!(attempts, [1, 2, 3].map(failed).join("\n"), "{kind:?}");
    }
}

/// `docs/settings.md` lists them.
#[test]
fn who_sets_what_is_ignored_is_warned_once_without_the_value() {
    let _ = set_global_default(Log);
    let warnings = |environment: Environment| {
        TEXT.take();
        Config::from_environment(environment).unwrap();
        let text = TEXT.take();
        assert!(!text.contains("hush"), "{text}");
        text.lines().filter(|line| line.contains(" WARN")).map(str::to_owned).collect::<Vec<_>>()
    };
    let page = include_str!("../../docs/settings.md");
    let rows = page.lines().filter(|line| line.contains("| ignored |"));
    let rows: Vec<Vec<&str>> =
        rows.map(|line| line.split('|').map(|cell| cell.trim().trim_matches('`')).collect()).collect();
    assert!(!rows.is_empty());
    for row in rows {
        let (variable, setting) = (row[1], row[2]);
        let set = warnings(Environment::empty().variable(variable, "hush"));
        assert!(set.len() == 1 && set[0].contains(&format!("setting=\"{variable}\"")), "{set:?}");
        if !setting.is_empty() {
            let file = format!("[default]\n{setting} = hush\n");
            let set = warnings(Environment::empty().file("~/.aws/config", file));
            assert!(set.len() == 1 && set[0].contains(&format!("setting=\"~/.aws/config:2: {setting}\"")), "{set:?}");
        }
    }
    let harmless = Environment::empty()
        .variable("AWS_REGION", "eu-west-1")
        .variable("AWS_EC2_METADATA_V1_DISABLED", "True")
        .variable("AWS_SIGV4A_SIGNING_REGION_SET", "")
        .file("~/.aws/config", "[default]\noutput = json\n[profile other]\ns3_us_east_1_regional_endpoint = legacy\n");
    assert_eq!(warnings(harmless), [""; 0]);
}
