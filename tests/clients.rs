//! Both clients behind one call, so that every test goes through both.
use ferrosmith::{
    Error, Operation, Service,
    client::{self, Config, Transport},
};
use tokio::runtime::{Builder, Runtime};

/// Which of the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Async,
    Blocking,
}

impl Kind {
    pub(crate) const BOTH: [Self; 2] = [Self::Async, Self::Blocking];

    /// A client of this kind over HTTP.
    pub(crate) fn client<S: Service>(self, config: Config) -> Client<S> {
        match self {
            Self::Async => Client::Async(runtime(), client::Client::new(config)),
            Self::Blocking => Client::Blocking(client::blocking::Client::new(config)),
        }
    }

    /// A client of this kind over a transport that answers at once.
    #[allow(dead_code, reason = "not every suite that shares this file does without a network")]
    pub(crate) fn client_over<S: Service>(self, config: Config, transport: impl Transport) -> Client<S> {
        match self {
            Self::Async => Client::Async(runtime(), client::Client::with_transport(config, transport)),
            Self::Blocking => Client::Blocking(client::blocking::Client::with_transport(config, transport)),
        }
    }
}

/// On one thread: between two calls nothing looks after connections, which is the harder case for the async client.
fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

/// A client of a service.
pub(crate) enum Client<S> {
    Async(Runtime, client::Client<S>),
    Blocking(client::blocking::Client<S>),
}

impl<S: Service> Client<S> {
    pub(crate) fn send<O: Operation<Service = S>>(&self, operation: O) -> Result<O::Output, Error<O::Error>> {
        match self {
            Self::Async(runtime, client) => runtime.block_on(client.send(operation)),
            Self::Blocking(client) => client.send(operation),
        }
    }
    /// The same client, with other patience.
    #[allow(dead_code, reason = "not every suite that shares this file tests patience")]
    pub(crate) fn with(self, settings: client::Settings) -> Self {
        match self {
            Self::Async(runtime, client) => Self::Async(runtime, client.with(settings)),
            Self::Blocking(client) => Self::Blocking(client.with(settings)),
        }
    }

    /// Lets time pass in which connections are looked after.
    #[allow(dead_code, reason = "not every suite that shares this file tests connections")]
    pub(crate) fn idle(&self, duration: std::time::Duration) {
        match self {
            Self::Async(runtime, _) => runtime.block_on(async { tokio::time::sleep(duration).await }),
            Self::Blocking(_) => std::thread::sleep(duration),
        }
    }
}
