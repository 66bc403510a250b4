//! What stands in front of every service: grants, counts, faults and limits.

use std::fmt;
use std::future::pending;
use std::sync::{Arc, OnceLock};

use axum::response::Response;

use crate::calls::{Call, Calls};
use crate::capacity::Capacity;
use crate::faults::{Effect, Faults, Refusal};
use crate::grants::{Grants, Need};
use crate::limits::Limits;

type Kill = Box<dyn Fn(&str) + Send + Sync>;
type Watch = Box<dyn Fn(&Call, Refusal) + Send + Sync>;

/// What stands in front of every service: it counts each call and applies the ordered
/// faults. Clones share one count and one list of faults.
#[derive(Clone, Default)]
pub struct Front {
    /// The calls counted.
    pub calls: Calls,
    /// The capacity of the table that calls consumed.
    pub capacity: Capacity,
    /// The faults to come.
    pub faults: Faults,
    /// The limits in force.
    pub limits: Limits,
    grants: Grants,
    kill: Arc<OnceLock<Kill>>,
    watch: Arc<OnceLock<Watch>>,
}

impl Front {
    /// A front that lets functions do what these grants allow, within the limits in force.
    pub fn new(grants: Grants, limits: Limits) -> Self {
        Self {
            grants,
            limits,
            ..Self::default()
        }
    }

    /// Says how a function's processes are killed. The services are up before the functions
    /// are, which is why this is set later; only the first call counts.
    pub fn kill_with(&self, kill: impl Fn(&str) + Send + Sync + 'static) {
        let _ = self.kill.set(Box::new(kill));
    }

    /// Says who is told of each call that is refused by order; only the first call counts.
    pub fn watch_with(&self, watch: impl Fn(&Call, Refusal) + Send + Sync + 'static) {
        let _ = self.watch.set(Box::new(watch));
    }

    /// Lets a call through to its service if its caller may do what it needs, within the limits in force, or applies the
    /// fault that was ordered for it. A call that is never answered is held open until the client gives
    /// up, which drops this future.
    pub async fn pass(
        &self,
        call: &Call,
        needs: &[Need],
        refuse: impl FnOnce(Refusal) -> Response,
        serve: impl Future<Output = Response>,
    ) -> Response {
        self.calls.record(call);
        if let Some(need) = self.grants.missing(&call.function, needs) {
            tracing::error!(
                function = call.function,
                ?need,
                "no policy of the template allows it"
            );
            return refuse(Refusal::Denied);
        }
        if self.limits.admit_call(call).is_err() {
            return refuse(Refusal::Throttle);
        }
        let Some(effect) = self.faults.take(call) else {
            return serve.await;
        };
        match effect {
            Effect::Refuse(refusal) => {
                if let Some(watch) = self.watch.get() {
                    watch(call, refusal);
                }
                refuse(refusal)
            }
            Effect::Delay(delay) => {
                tokio::time::sleep(delay).await;
                serve.await
            }
            Effect::Hang => pending().await,
            Effect::HangAfter => {
                serve.await;
                pending().await
            }
            Effect::Kill => {
                self.kill(call);
                pending().await
            }
            Effect::KillAfter => {
                serve.await;
                self.kill(call);
                pending().await
            }
        }
    }

    fn kill(&self, call: &Call) {
        if let Some(kill) = self.kill.get() {
            kill(&call.function);
        }
    }
}

impl fmt::Debug for Front {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Front").finish_non_exhaustive()
    }
}
