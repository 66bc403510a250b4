//! Runs the functions: the binaries that are deployed, spoken to as Lambda speaks to them.
//!
//! Each function has a pool of processes, started as the load wants and used again. A process
//! serves one invocation at a time. One that dies, or takes longer than the template allows,
//! fails the invocation that it has, and the next invocation finds or starts another.

mod api;
mod environment;
mod error;
mod logs;
mod pool;
mod process;
mod report;

use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::net::Ipv4Addr;
use std::path::Path;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use tokio::net::TcpListener;

pub use self::error::InvokeError;
pub use self::logs::{LogHook, LogLine};
pub use self::report::FunctionReport;

use self::api::Processes;
use self::logs::Logs;
use self::pool::{Launch, Pool};
use crate::endpoint::Endpoint;
use crate::limits::{Invoked, Limits, Running};
use crate::wiring::Function;

/// The functions and their processes. Clones are the same runner.
#[derive(Debug, Clone)]
pub struct Runner {
    inner: Arc<Inner>,
}

type Watch = Box<dyn Fn(&str, &[u8], Duration, Result<(), &InvokeError>) + Send + Sync>;

struct Inner {
    pools: BTreeMap<String, Arc<Pool>>,
    logs: Arc<Logs>,
    watch: OnceLock<Watch>,
    limits: OnceLock<Limits>,
    _server: Endpoint,
}

impl Runner {
    /// Makes the functions ready to be started when they are first invoked. Their binaries
    /// are in `bin_dir` under their names; `extra_env` adds variables to those of the template
    /// and of Lambda, given the function's name; `log` is handed each line that they print.
    ///
    /// # Errors
    /// If a binary is not there, or no port is free.
    pub async fn start(
        functions: &[Function],
        bin_dir: &Path,
        extra_env: impl Fn(&str) -> Vec<(String, String)>,
        log: LogHook,
    ) -> io::Result<Runner> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let processes = Processes::default();
        let logs = Arc::new(Logs::new(log));
        let mut pools = BTreeMap::new();
        for function in functions {
            let binary = bin_dir.join(&function.name);
            if !binary.is_file() {
                let missing = format!("{} has not been built", binary.display());
                return Err(io::Error::new(io::ErrorKind::NotFound, missing));
            }
            let launch = Launch {
                binary,
                environment: environment::environment(function, extra_env(&function.name)),
                api: address,
                // Who made a change is not waiting for what follows from it. In the cloud each function has
                // processors of its own.
                behind: function.follows_table,
            };
            let pool = Pool::new(function, launch, processes.clone(), Arc::clone(&logs));
            pools.insert(function.name.clone(), Arc::new(pool));
        }
        let inner = Inner {
            pools,
            logs,
            watch: OnceLock::new(),
            limits: OnceLock::new(),
            _server: Endpoint::on(listener, api::router(processes))?,
        };
        Ok(Runner {
            inner: Arc::new(inner),
        })
    }

    /// Invokes a function and waits for what it answers.
    ///
    /// # Errors
    /// If it fails, for one of the reasons of [`InvokeError`].
    pub async fn invoke(&self, function: &str, event: Vec<u8>) -> Result<Vec<u8>, InvokeError> {
        let pool = self.inner.pools.get(function);
        let pool = pool.ok_or_else(|| InvokeError::Unknown(function.to_owned()))?;
        let running = pool.count();
        let pool = Arc::clone(pool);
        // A task of its own: an invocation goes on when its caller has stopped waiting.
        let (inner, name) = (Arc::clone(&self.inner), function.to_owned());
        let invocation = tokio::spawn(async move {
            let began = Instant::now();
            let outcome = match inner.begin(&pool) {
                Ok(_runs) => pool.invoke(event.clone(), &running).await,
                Err(throttled) => Err(throttled),
            };
            if let Some(watch) = inner.watch.get() {
                let failed = outcome.as_ref().map(drop);
                watch(&name, &event, began.elapsed(), failed);
            }
            // Whoever waits until nothing runs any more finds it measured.
            drop(running);
            outcome
        });
        invocation.await.unwrap_or(Err(InvokeError::Died))
    }

    /// Says who is told of the end of each invocation: its function, its event, how long it took, and how it failed;
    /// only the first call counts.
    pub fn watch_with(
        &self,
        watch: impl Fn(&str, &[u8], Duration, Result<(), &InvokeError>) + Send + Sync + 'static,
    ) {
        let _ = self.inner.watch.set(Box::new(watch));
    }

    /// Says within which limits invocations run; only the first call counts.
    pub fn limit_with(&self, limits: Limits) {
        let _ = self.inner.limits.set(limits);
    }

    /// Kills every process of a function now. Their invocations fail with
    /// [`InvokeError::Died`]; nothing that a process does afterwards is taken from it.
    pub fn kill(&self, function: &str) {
        if let Some(pool) = self.inner.pools.get(function) {
            pool.kill();
        }
    }

    /// How many invocations are running or waiting for a process.
    pub fn outstanding(&self) -> usize {
        self.inner
            .pools
            .values()
            .map(|pool| pool.outstanding())
            .sum()
    }

    /// How much concurrency the template reserves for functions, of all together.
    pub fn reserved(&self) -> usize {
        self.inner.reserved()
    }

    /// How many invocations there have been since the start.
    pub fn invocations(&self) -> u64 {
        self.inner
            .pools
            .values()
            .map(|pool| pool.invocations())
            .sum()
    }

    /// What each function has done since the start.
    pub fn report(&self) -> Vec<FunctionReport> {
        self.inner
            .pools
            .values()
            .map(|pool| pool.report())
            .collect()
    }

    /// The last lines that the functions printed, oldest first.
    pub fn logs(&self) -> Vec<LogLine> {
        self.inner.logs.lines()
    }

    /// Kills all processes and waits until they are gone.
    pub async fn stop(&self) {
        for pool in self.inner.pools.values() {
            pool.close().await;
        }
    }
}

impl Inner {
    fn reserved(&self) -> usize {
        let reserved = self.pools.values().filter_map(|pool| pool.reserved());
        reserved.sum()
    }

    /// Lets an invocation begin within the account's limits. It counts for them until what this gives is dropped.
    fn begin(&self, pool: &Pool) -> Result<Option<Running>, InvokeError> {
        let Some(limits) = self.limits.get() else {
            return Ok(None);
        };
        let invoked = Invoked {
            function: pool.name(),
            is_reserved: pool.reserved().is_some(),
            reserved: self.reserved(),
        };
        let running = limits.begin_invocation(invoked);
        running.map(Some).map_err(|_| InvokeError::Throttled)
    }
}

impl fmt::Debug for Inner {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Runner").finish_non_exhaustive()
    }
}
