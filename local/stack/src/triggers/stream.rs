//! Follows the table's stream for one mapping: filters records and hands them to lanes.

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;

use super::batch::{self, Record};
use super::delivery::Shared;
use super::reader::Reader;
use crate::cloud::dynamodb::Changes;
use crate::wiring::StreamMapping;

/// How long after a read that found nothing the next one begins.
const PAUSE: Duration = Duration::from_millis(20);

/// How long after a read that failed the next one begins.
const REST: Duration = Duration::from_millis(200);

/// The tasks that serve one mapping.
#[derive(Debug)]
pub(super) struct StreamTask {
    /// Asks the task that polls, if the stream is one that has to be polled.
    read_now: Option<mpsc::UnboundedSender<oneshot::Sender<usize>>>,
    tasks: Vec<JoinHandle<()>>,
}

impl StreamTask {
    pub(super) fn start(
        mapping: &StreamMapping,
        changes: &Changes,
        table: &str,
        region: &str,
        shared: &Arc<Shared>,
    ) -> Self {
        let mapping = Arc::new(mapping.clone());
        let mut tasks = Vec::new();
        let mut lanes = Vec::new();
        for _ in 0..mapping.parallel {
            let (lane, records) = mpsc::unbounded_channel();
            lanes.push(lane);
            let (mapping, shared) = (Arc::clone(&mapping), Arc::clone(shared));
            tasks.push(tokio::spawn(batch::work(mapping, shared, records)));
        }
        let from_start = mapping.from_start;
        let lanes = Lanes {
            mapping,
            region: region.to_owned(),
            shared: Arc::clone(shared),
            lanes,
        };
        let read_now = match changes {
            Changes::Pushed(feed) => {
                let arn = format!("arn:aws:dynamodb:{region}:000000000000:table/{table}/stream/0");
                let looked_at = lanes.attributes();
                feed.follow(move |change| {
                    if lanes.let_through(&change.outline(&looked_at)) {
                        lanes.hand_on(change.record(), &arn);
                    }
                });
                None
            }
            Changes::Polled { http, url } => {
                let reader = Reader::new(http.clone(), url.clone(), table, from_start);
                let (read_now, asked) = mpsc::unbounded_channel();
                tasks.push(tokio::spawn(poll(reader, lanes, asked)));
                Some(read_now)
            }
        };
        StreamTask { read_now, tasks }
    }

    /// Reads once, from a moment after this call, and says how many records were new. A stream
    /// that is pushed has handed on all of its records already.
    pub(super) async fn read_now(&self) -> usize {
        let Some(read_now) = &self.read_now else {
            return 0;
        };
        let (answer, answered) = oneshot::channel();
        // Once it is stopped, nothing more is read.
        if read_now.send(answer).is_err() {
            return 0;
        }
        answered.await.unwrap_or(0)
    }

    pub(super) fn stop(&self) {
        self.tasks.iter().for_each(JoinHandle::abort);
    }
}

/// Reads the stream in a loop. A request is answered after a successful read that began after the
/// request.
async fn poll(
    mut reader: Reader,
    lanes: Lanes,
    mut asked: mpsc::UnboundedReceiver<oneshot::Sender<usize>>,
) {
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
        match reader.read().await {
            Ok(records) => {
                let count = records.len();
                for record in records {
                    if lanes.let_through(&record) {
                        lanes.hand_on(record, reader.arn());
                    }
                }
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

/// Where the records of a mapping go.
struct Lanes {
    mapping: Arc<StreamMapping>,
    region: String,
    shared: Arc<Shared>,
    /// Records of one item always go to the same lane, so that they stay in order.
    lanes: Vec<mpsc::UnboundedSender<Record>>,
}

impl Lanes {
    /// The attributes of an item's images that the filters look at.
    fn attributes(&self) -> BTreeSet<String> {
        let names = |image| {
            let filters = self.mapping.filters.iter();
            filters.flat_map(move |filter| filter.names_at(&["dynamodb", image]))
        };
        names("NewImage").chain(names("OldImage")).collect()
    }

    /// Whether a record is for the function: whether any filter lets it through.
    fn let_through(&self, record: &Value) -> bool {
        let filters = &self.mapping.filters;
        filters.is_empty() || filters.iter().any(|filter| filter.matches(record))
    }

    /// Hands a record on to its lane. It is outstanding from here on.
    fn hand_on(&self, mut record: Value, arn: &str) {
        record["awsRegion"] = self.region.clone().into();
        record["eventSourceARN"] = arn.into();
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
        // A lane that has ended takes nothing more, and the record is dropped.
        let _ = self.lanes[lane].send(Record { record, counted });
    }
}
