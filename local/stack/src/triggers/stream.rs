//! Follows the table's stream for one mapping: reads, filters, and hands records to lanes.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;

use super::batch::{self, Record};
use super::delivery::Shared;
use super::reader::Reader;
use crate::wiring::StreamMapping;

/// How long after a read that found nothing the next one begins.
const PAUSE: Duration = Duration::from_millis(20);

/// How long after a read that failed the next one begins.
const REST: Duration = Duration::from_millis(200);

/// The tasks that serve one mapping.
#[derive(Debug)]
pub(super) struct StreamTask {
    read_now: mpsc::UnboundedSender<oneshot::Sender<usize>>,
    tasks: Vec<JoinHandle<()>>,
}

impl StreamTask {
    pub(super) fn start(
        mapping: &StreamMapping,
        reader: Reader,
        region: &str,
        shared: &Arc<Shared>,
    ) -> Self {
        let mapping = Arc::new(mapping.clone());
        let (read_now, asked) = mpsc::unbounded_channel();
        let mut tasks = Vec::new();
        let mut lanes = Vec::new();
        for _ in 0..mapping.parallel {
            let (lane, records) = mpsc::unbounded_channel();
            lanes.push(lane);
            let (mapping, shared) = (Arc::clone(&mapping), Arc::clone(shared));
            tasks.push(tokio::spawn(batch::work(mapping, shared, records)));
        }
        let follower = Follower {
            mapping,
            reader,
            region: region.to_owned(),
            shared: Arc::clone(shared),
            lanes,
        };
        tasks.push(tokio::spawn(follower.follow(asked)));
        StreamTask { read_now, tasks }
    }

    /// Reads once, from a moment after this call, and says how many records were new.
    pub(super) async fn read_now(&self) -> usize {
        let (answer, answered) = oneshot::channel();
        // Once it is stopped, nothing more is read.
        if self.read_now.send(answer).is_err() {
            return 0;
        }
        answered.await.unwrap_or(0)
    }

    pub(super) fn stop(&self) {
        self.tasks.iter().for_each(JoinHandle::abort);
    }
}

struct Follower {
    mapping: Arc<StreamMapping>,
    reader: Reader,
    region: String,
    shared: Arc<Shared>,
    /// Records of one item always go to the same lane, so that they stay in order.
    lanes: Vec<mpsc::UnboundedSender<Record>>,
}

impl Follower {
    async fn follow(mut self, mut asked: mpsc::UnboundedReceiver<oneshot::Sender<usize>>) {
        // Who asked is answered by a read that began later, and succeeded.
        let mut waiting: Vec<oneshot::Sender<usize>> = Vec::new();
        let mut pause = Duration::ZERO;
        loop {
            tokio::select! {
                () = tokio::time::sleep(pause) => {}
                Some(answer) = asked.recv() => waiting.push(answer),
            }
            while let Ok(answer) = asked.try_recv() {
                waiting.push(answer);
            }
            match self.reader.read().await {
                Ok(records) => {
                    let count = records.len();
                    records.into_iter().for_each(|record| self.hand_on(record));
                    for answer in waiting.drain(..) {
                        // Who asked may have gone away.
                        let _ = answer.send(count);
                    }
                    pause = if count == 0 { PAUSE } else { Duration::ZERO };
                }
                Err(error) => {
                    tracing::debug!(%error, "the stream can't be read");
                    pause = REST;
                }
            }
        }
    }

    fn hand_on(&self, mut record: Value) {
        let filters = &self.mapping.filters;
        if !filters.is_empty() && !filters.iter().any(|filter| filter.matches(&record)) {
            return;
        }
        record["awsRegion"] = self.region.clone().into();
        record["eventSourceARN"] = self.reader.arn().into();
        // A table that doesn't run on the stack's clock may lag behind it.
        let now = self.shared.clock.now().as_second();
        let written = &mut record["dynamodb"]["ApproximateCreationDateTime"];
        if written
            .as_f64()
            .is_none_or(|written| (written as i64) < now)
        {
            *written = now.into();
        }
        let mut hasher = DefaultHasher::new();
        record["dynamodb"]["Keys"].to_string().hash(&mut hasher);
        let count = self.lanes.len() as u64;
        let lane = usize::try_from(hasher.finish() % count).unwrap_or(0);
        let counted = self.shared.count();
        // The lanes live as long as this task.
        let _ = self.lanes[lane].send(Record { record, counted });
    }
}
