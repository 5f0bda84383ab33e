//! Both clients behind one call, so that every test goes through both.
#![allow(dead_code, reason = "each suite that shares this file uses a part of it")]
use ferrosmith::{
    Bytes, Error, Operation, Paginated, PaginatedItems, Service, Waiter,
    client::{self, BoxFuture, Config, Limits, Transport, TransportError, WaitError, Waited, Waiting},
    http::{Request, Response},
    sign::Presigned,
};
use std::{
    sync::{Arc, Mutex},
    time::Duration,
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

    /// A client of this kind over HTTP which waits for nothing between its attempts, and what it would have waited.
    pub(crate) fn hasty_client<S: Service>(self, config: Config) -> (Client<S>, Pauses) {
        let pauses = Pauses::default();
        let http: Arc<dyn Transport> = match self {
            Self::Async => Arc::new(client::Hyper::new(&config)),
            Self::Blocking => Arc::new(client::Ureq::new(&config)),
        };
        (self.client_over(config, Hasty { http, pauses: Arc::clone(&pauses) }), pauses)
    }

    /// A client of this kind over a transport that answers at once.
    pub(crate) fn client_over<S: Service>(self, config: Config, transport: impl Transport) -> Client<S> {
        match self {
            Self::Async => Client::Async(runtime(), client::Client::with_transport(config, transport)),
            Self::Blocking => Client::Blocking(client::blocking::Client::with_transport(config, transport)),
        }
    }
}

/// What a client would have waited between its attempts.
pub(crate) type Pauses = Arc<Mutex<Vec<Duration>>>;

/// HTTP without pauses, so that no test depends on how long they last.
#[derive(Debug)]
struct Hasty {
    http: Arc<dyn Transport>,
    pauses: Pauses,
}

impl Transport for Hasty {
    fn send<'a>(
        &'a self,
        request: Request<Bytes>,
        limits: &'a Limits,
    ) -> BoxFuture<'a, Result<Response<Bytes>, TransportError>> {
        self.http.send(request, limits)
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        self.pauses.lock().unwrap().push(duration);
        Box::pin(async {})
    }

    fn timer(&self, duration: Duration) -> BoxFuture<'_, ()> {
        self.http.timer(duration)
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

    /// A request that others send.
    pub(crate) fn presign<O: Operation<Service = S>>(
        &self,
        operation: O,
        expires_in: Duration,
    ) -> Result<Presigned, Error<O::Error>> {
        match self {
            Self::Async(runtime, client) => runtime.block_on(client.presign(operation, expires_in)),
            Self::Blocking(client) => client.presign(operation, expires_in),
        }
    }

    /// The same client with another configuration.
    pub(crate) fn config_override(self, change: impl FnOnce(Config) -> Config) -> Self {
        match self {
            Self::Async(runtime, client) => Self::Async(runtime, client.config_override(change)),
            Self::Blocking(client) => Self::Blocking(client.config_override(change)),
        }
    }

    /// The same client, with other patience.
    pub(crate) fn with(self, settings: client::Settings) -> Self {
        match self {
            Self::Async(runtime, client) => Self::Async(runtime, client.with(settings)),
            Self::Blocking(client) => Self::Blocking(client.with(settings)),
        }
    }

    /// Two calls side by side.
    pub(crate) fn send_both<O>(&self, one: O, other: O) -> [Result<O::Output, Error<O::Error>>; 2]
    where
        O: Operation<Service = S> + Send + Sync + 'static,
        O::Output: Send,
        S: 'static,
    {
        match self {
            Self::Async(runtime, client) => runtime.block_on(async {
                let another = client.clone();
                let other = tokio::spawn(async move { another.send(other).await });
                [client.send(one).await, other.await.unwrap()]
            }),
            Self::Blocking(client) => std::thread::scope(|scope| {
                let other = scope.spawn(|| client.send(other));
                [client.send(one), other.join().unwrap()]
            }),
        }
    }

    /// Lets time pass in which connections are looked after.
    pub(crate) fn idle(&self, duration: Duration) {
        match self {
            Self::Async(runtime, _) => runtime.block_on(async { tokio::time::sleep(duration).await }),
            Self::Blocking(_) => std::thread::sleep(duration),
        }
    }

    /// All pages.
    pub(crate) fn pages<O: Paginated<Service = S>>(&self, operation: O) -> Result<Vec<O::Output>, Error<O::Error>> {
        match self {
            Self::Async(runtime, client) => runtime.block_on(async {
                let (mut stream, mut pages) = (client.pages(operation), Vec::new());
                while let Some(page) = stream.next().await {
                    pages.push(page?);
                }
                Ok(pages)
            }),
            Self::Blocking(client) => client.pages(operation).collect(),
        }
    }

    /// The elements of all pages.
    pub(crate) fn items<O: PaginatedItems<Service = S>>(&self, operation: O) -> Result<Vec<O::Item>, Error<O::Error>> {
        match self {
            Self::Async(runtime, client) => runtime.block_on(async {
                let (mut stream, mut items) = (client.pages(operation).items(), Vec::new());
                while let Some(item) = stream.next().await {
                    items.push(item?);
                }
                Ok(items)
            }),
            Self::Blocking(client) => client.pages(operation).items().collect(),
        }
    }

    /// Waits, and shows how.
    pub(crate) fn wait_until_observed<O: Operation<Service = S>>(
        &self,
        waiter: &Waiter<O>,
        operation: O,
        max_wait: Duration,
        observe: impl FnMut(&Waiting<'_, O>),
    ) -> Result<Waited<O::Output>, WaitError<O>> {
        match self {
            Self::Async(runtime, client) => {
                runtime.block_on(client.wait_until_observed(waiter, operation, max_wait, observe))
            }
            Self::Blocking(client) => client.wait_until_observed(waiter, operation, max_wait, observe),
        }
    }

    /// Waits for no longer than this.
    pub(crate) fn wait_until<O: Operation<Service = S>>(
        &self,
        waiter: &Waiter<O>,
        operation: O,
        max_wait: Duration,
    ) -> Result<Waited<O::Output>, WaitError<O>> {
        match self {
            Self::Async(runtime, client) => runtime.block_on(client.wait_until(waiter, operation, max_wait)),
            Self::Blocking(client) => client.wait_until(waiter, operation, max_wait),
        }
    }
}
