//! The processes of one function: started as the load wants, used again, replaced when dead.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::process::{Child, Command};
use tokio::sync::{Semaphore, oneshot};
use tokio::task::JoinHandle;
use uuid::Uuid;

use super::api::{self, Processes};
use super::error::InvokeError;
use super::logs::Logs;
use super::process::{Invocation, Outcome, Process};
use super::report::{FunctionReport, Tally};
use crate::wiring::Function;

/// The most processes of a function. A laptop is no cloud: more would only take turns.
const MOST: usize = 6;

/// How long Lambda gives a process to ask for its first event.
const INIT: Duration = Duration::from_secs(10);

/// How a function's process is started.
#[derive(Debug)]
pub(super) struct Launch {
    pub(super) binary: PathBuf,
    pub(super) environment: BTreeMap<String, String>,
    /// Where the runtime API is.
    pub(super) api: SocketAddr,
    /// Whether its processes leave the processor to those of other functions.
    pub(super) behind: bool,
}

#[derive(Debug)]
pub(super) struct Pool {
    name: String,
    timeout: Duration,
    /// The most that may run at once before more are throttled.
    reserved: Option<usize>,
    launch: Launch,
    processes: Processes,
    logs: Arc<Logs>,
    tally: Arc<Tally>,
    /// One permit for each process that may run.
    slots: Semaphore,
    members: Arc<Mutex<Members>>,
    outstanding: Arc<AtomicUsize>,
    invocations: AtomicU64,
    closed: Arc<AtomicBool>,
}

/// The processes that live.
#[derive(Debug, Default)]
struct Members {
    all: BTreeMap<u64, (Arc<Process>, JoinHandle<()>)>,
    /// Those without an invocation, the one used last at the end.
    idle: Vec<Arc<Process>>,
}

impl Pool {
    pub(super) fn new(
        function: &Function,
        launch: Launch,
        processes: Processes,
        logs: Arc<Logs>,
    ) -> Self {
        Pool {
            name: function.name.clone(),
            timeout: function.timeout,
            reserved: function.reserved_concurrency,
            launch,
            processes,
            logs,
            tally: Arc::new(Tally::new(&function.name)),
            slots: Semaphore::new(MOST),
            members: Arc::default(),
            outstanding: Arc::default(),
            invocations: AtomicU64::new(0),
            closed: Arc::default(),
        }
    }

    /// Counts an invocation that is about to begin.
    pub(super) fn count(&self) -> Counted {
        Counted::new(&self.outstanding)
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// How much concurrency is reserved for the function, if any.
    pub(super) fn reserved(&self) -> Option<usize> {
        self.reserved
    }

    pub(super) async fn invoke(&self, event: Vec<u8>, running: &Counted) -> Outcome {
        if self.reserved.is_some_and(|most| running.count > most) {
            return Err(InvokeError::Throttled);
        }
        self.invocations.fetch_add(1, Ordering::SeqCst);
        // The semaphore is closed with the pool.
        let _slot = self.slots.acquire().await.map_err(|_| InvokeError::Died)?;
        loop {
            let process = self.idle_or_new()?;
            let (answer, answered) = oneshot::channel();
            process.give(Invocation {
                request_id: Uuid::new_v4().to_string(),
                event: event.clone(),
                answer,
            });
            // A process that died before it fetched the event has done nothing with it.
            if let Ok(outcome) = answered.await {
                self.put_back(process);
                return outcome;
            }
        }
    }

    pub(super) fn kill(&self) {
        for (process, _) in members(&self.members).all.values() {
            process.kill();
        }
    }

    pub(super) async fn close(&self) {
        self.closed.store(true, Ordering::SeqCst);
        self.slots.close();
        let all = std::mem::take(&mut members(&self.members).all);
        for (process, _) in all.values() {
            process.kill();
        }
        for (_, keeper) in all.into_values() {
            // A keeper that panicked has dropped its child, which kills it.
            let _ = keeper.await;
        }
    }

    pub(super) fn outstanding(&self) -> usize {
        self.outstanding.load(Ordering::SeqCst)
    }

    pub(super) fn invocations(&self) -> u64 {
        self.invocations.load(Ordering::SeqCst)
    }

    pub(super) fn report(&self) -> FunctionReport {
        self.tally.report()
    }

    fn put_back(&self, process: Arc<Process>) {
        if !process.is_dead() {
            members(&self.members).idle.push(process);
        }
    }

    fn idle_or_new(&self) -> Result<Arc<Process>, InvokeError> {
        let mut members = members(&self.members);
        // Closing takes the lock after it has said so: no process is started unseen.
        if self.closed.load(Ordering::SeqCst) {
            return Err(InvokeError::Died);
        }
        while let Some(process) = members.idle.pop() {
            if !process.is_dead() {
                return Ok(process);
            }
        }
        let id = self.processes.next_id();
        let process = Process::new(id, &self.name, self.timeout, Arc::clone(&self.tally));
        let process = Arc::new(process);
        self.processes.add(&process);
        let child = self.spawn(id).map_err(|error| {
            self.processes.remove(id);
            InvokeError::Init(error.to_string())
        })?;
        let keeper = tokio::spawn(self.keep(child, Arc::clone(&process)));
        members.all.insert(id, (Arc::clone(&process), keeper));
        Ok(process)
    }

    fn spawn(&self, id: u64) -> std::io::Result<Child> {
        let binary = &self.launch.binary;
        let mut command = if self.launch.behind {
            let mut nice = Command::new("nice");
            nice.args(["-n", "10"]).arg(binary);
            nice
        } else {
            Command::new(binary)
        };
        command
            .env_clear()
            .envs(&self.launch.environment)
            .env("AWS_LAMBDA_RUNTIME_API", api::address(self.launch.api, id))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
    }

    /// Keeps a process until it ends, by itself or killed. Whatever it printed is taken in
    /// before it counts as gone.
    fn keep(&self, mut child: Child, process: Arc<Process>) -> impl Future<Output = ()> + use<> {
        let (name, logs) = (self.name.clone(), Arc::clone(&self.logs));
        let (processes, tally) = (self.processes.clone(), Arc::clone(&self.tally));
        let (all, closed) = (Arc::clone(&self.members), Arc::clone(&self.closed));
        async move {
            let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
            let out = async {
                if let Some(stdout) = stdout {
                    logs.collect(&name, stdout).await;
                }
            };
            let err = async {
                if let Some(stderr) = stderr {
                    logs.collect(&name, stderr).await;
                }
            };
            let end = async {
                let status = tokio::select! {
                    status = child.wait() => status,
                    () = process.killed() => {
                        // It fails only for a process that is gone already.
                        let _ = child.start_kill();
                        child.wait().await
                    }
                    () = never_ready(&process) => {
                        let _ = child.start_kill();
                        child.wait().await
                    }
                };
                let how =
                    status.map_or_else(|error| error.to_string(), |status| status.to_string());
                process.ended(&how);
            };
            tokio::join!(out, err, end);
            processes.remove(process.id);
            members(&all).all.remove(&process.id);
            if !closed.load(Ordering::SeqCst) {
                tally.died();
            }
        }
    }
}

/// Resolves when a process has had its time to start and has not asked for an event.
async fn never_ready(process: &Process) {
    tokio::time::sleep(INIT).await;
    if process.is_ready() {
        std::future::pending::<()>().await;
    }
}

fn members(members: &Mutex<Members>) -> MutexGuard<'_, Members> {
    members.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Counts an invocation for as long as it lives.
pub(super) struct Counted {
    counter: Arc<AtomicUsize>,
    /// How many there were with this one.
    count: usize,
}

impl Counted {
    fn new(counter: &Arc<AtomicUsize>) -> Self {
        let count = counter.fetch_add(1, Ordering::SeqCst) + 1;
        let counter = Arc::clone(counter);
        Counted { counter, count }
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.counter.fetch_sub(1, Ordering::SeqCst);
    }
}
