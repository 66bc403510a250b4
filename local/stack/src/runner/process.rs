//! One process of a function: what it was given to do, and what becomes of it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::{Notify, oneshot};
use tokio::task::AbortHandle;

use super::error::InvokeError;
use super::report::Tally;

/// What an invocation comes to.
pub(super) type Outcome = Result<Vec<u8>, InvokeError>;

/// An event for a function, and where its answer goes.
#[derive(Debug)]
pub(super) struct Invocation {
    pub(super) request_id: String,
    pub(super) event: Vec<u8>,
    pub(super) answer: oneshot::Sender<Outcome>,
}

/// An event as it is handed to a process.
pub(super) struct Delivery {
    pub(super) request_id: String,
    pub(super) event: Vec<u8>,
    pub(super) function: String,
    pub(super) timeout: Duration,
}

/// A process, seen from the side of the runtime API.
#[derive(Debug)]
pub(super) struct Process {
    pub(super) id: u64,
    function: String,
    timeout: Duration,
    tally: Arc<Tally>,
    state: Mutex<State>,
    /// Told when there is something to deliver.
    deliver: Notify,
    /// Told when the process is to be killed.
    kill: Notify,
}

#[derive(Debug)]
struct State {
    since: Instant,
    /// Whether it has asked for an event yet.
    ready: bool,
    /// Whether it has answered one yet.
    answered: bool,
    dead: bool,
    /// Given, not yet fetched.
    waiting: Option<Invocation>,
    running: Option<Running>,
}

/// An invocation that was fetched and not yet answered.
#[derive(Debug)]
struct Running {
    request_id: String,
    answer: oneshot::Sender<Outcome>,
    since: Instant,
    /// What ends it when its time is up.
    watch: AbortHandle,
}

impl Process {
    pub(super) fn new(id: u64, function: &str, timeout: Duration, tally: Arc<Tally>) -> Self {
        Process {
            id,
            function: function.to_owned(),
            timeout,
            tally,
            state: Mutex::new(State {
                since: Instant::now(),
                ready: false,
                answered: false,
                dead: false,
                waiting: None,
                running: None,
            }),
            deliver: Notify::new(),
            kill: Notify::new(),
        }
    }

    /// Gives an invocation to a process that has none. A dead process drops it, and so its
    /// answer's sender: the invoker then turns to another process.
    pub(super) fn give(&self, invocation: Invocation) {
        let mut state = self.lock();
        if !state.dead {
            state.waiting = Some(invocation);
            self.deliver.notify_one();
        }
    }

    /// Waits for the next event: the process asks for it. None if it is dead.
    pub(super) async fn next(self: &Arc<Self>) -> Option<Delivery> {
        loop {
            {
                let mut state = self.lock();
                if state.dead {
                    return None;
                }
                if !state.ready {
                    state.ready = true;
                    self.tally.started(state.since.elapsed());
                }
                if let Some(invocation) = state.waiting.take() {
                    let Invocation {
                        request_id,
                        event,
                        answer,
                    } = invocation;
                    state.running = Some(Running {
                        request_id: request_id.clone(),
                        answer,
                        since: Instant::now(),
                        watch: self.watch(request_id.clone()),
                    });
                    return Some(Delivery {
                        request_id,
                        event,
                        function: self.function.clone(),
                        timeout: self.timeout,
                    });
                }
            }
            self.deliver.notified().await;
        }
    }

    /// Takes the answer to the invocation that is running. False if that isn't the one.
    pub(super) fn answer(&self, request_id: &str, outcome: Outcome) -> bool {
        let mut state = self.lock();
        let running = state
            .running
            .take_if(|running| running.request_id == request_id);
        let Some(running) = running else {
            return false;
        };
        running.watch.abort();
        self.tally.answered(running.since.elapsed());
        if !state.answered {
            state.answered = true;
            self.tally.answered_first(state.since.elapsed());
        }
        drop(state);
        // The invoker may have stopped waiting.
        let _ = running.answer.send(outcome);
        true
    }

    /// The process says that it can't start.
    pub(super) fn init_failed(&self, why: String) {
        let waiting = self.lock().waiting.take();
        if let Some(invocation) = waiting {
            let _ = invocation.answer.send(Err(InvokeError::Init(why)));
        }
        self.kill();
    }

    /// Kills the process. What it runs fails with `Died`.
    pub(super) fn kill(&self) {
        self.end(InvokeError::Died);
        self.kill.notify_one();
    }

    /// Resolves when the process is to be killed.
    pub(super) async fn killed(&self) {
        self.kill.notified().await;
    }

    /// The process is gone. What it ran fails; what it hadn't fetched goes to another, unless
    /// it never got so far as to fetch anything: then another would not either.
    pub(super) fn ended(&self, how: &str) {
        let never_ready = !self.lock().ready;
        if never_ready {
            let waiting = self.lock().waiting.take();
            if let Some(invocation) = waiting {
                let why = format!("it ended before its first request: {how}");
                let _ = invocation.answer.send(Err(InvokeError::Init(why)));
            }
        }
        self.end(InvokeError::Died);
    }

    pub(super) fn is_dead(&self) -> bool {
        self.lock().dead
    }

    /// Whether it has asked for an event.
    pub(super) fn is_ready(&self) -> bool {
        self.lock().ready
    }

    fn end(&self, why: InvokeError) {
        let mut state = self.lock();
        state.dead = true;
        let running = state.running.take();
        // Dropped, which tells its invoker to turn to another process.
        let _waiting = state.waiting.take();
        drop(state);
        // A request for the next event that is open gets its refusal.
        self.deliver.notify_one();
        if let Some(running) = running {
            running.watch.abort();
            let _ = running.answer.send(Err(why));
        }
    }

    /// Kills the process if it still runs this invocation when the time is up.
    fn watch(self: &Arc<Self>, request_id: String) -> AbortHandle {
        let process = Arc::clone(self);
        let task = tokio::spawn(async move {
            tokio::time::sleep(process.timeout).await;
            let late = {
                let state = process.lock();
                matches!(&state.running, Some(running) if running.request_id == request_id)
            };
            if late {
                // In this order: ending it aborts this very task at its next pause.
                process.kill.notify_one();
                process.end(InvokeError::Timeout);
            }
        });
        task.abort_handle()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
