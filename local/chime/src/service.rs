//! The service: the registry behind a lock, and the events that each step causes.

use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use rand::SeedableRng;
use rand::rngs::StdRng;
use serde_json::Value;
use tokio::sync::Notify;

use crate::data::Data;
use crate::events::{EventError, EventType};
use crate::guest::{Guest, Standing};
use crate::limits::Guid;
use crate::outlet::Outlet;
use crate::record::{MeetingSnapshot, Seat};
use crate::registry::Registry;
use crate::troubles::{TroubleOrder, Troubles};

/// What the stand-in needs to know and to have.
#[derive(Clone)]
pub struct Config {
    /// The Region of the control plane, as events and ARNs name it.
    pub region: String,
    /// Where clients find the media of meetings: `host:port`, without a scheme.
    pub media_host: String,
    /// Tells the time by which meetings start and end.
    pub now: Arc<dyn Fn() -> Timestamp + Send + Sync>,
    /// Takes every event, in EventBridge's shape, before the request that caused it is answered. Calls wait while
    /// it does, so it must neither block nor panic.
    pub emit: Arc<dyn Fn(Value) + Send + Sync>,
}

/// An event, and whether trouble may wait on its way.
struct Outgoing {
    event: Value,
    is_safe: bool,
}

/// The meeting service. Clones are the same service.
#[derive(Clone)]
pub struct ChimeLocal {
    pub(crate) config: Config,
    registry: Arc<Mutex<Registry>>,
    data: Option<Arc<Data>>,
    troubles: Arc<Mutex<Troubles>>,
    outlet: Arc<Outlet<Outgoing>>,
    /// Wakes the media plane when something changed in the registry.
    pub(crate) changed: Arc<Notify>,
}

impl ChimeLocal {
    /// A service without meetings.
    pub fn new(config: Config) -> Self {
        Self::drawing(config, StdRng::from_os_rng())
    }

    /// A service without meetings whose ids and tokens come from a seed, so that a test can be repeated.
    pub fn seeded(config: Config, seed: u64) -> Self {
        Self::drawing(config, StdRng::seed_from_u64(seed))
    }

    fn drawing(config: Config, rng: StdRng) -> Self {
        let registry = Registry::new(config.region.clone(), config.media_host.clone(), rng);
        Self {
            config,
            registry: Arc::new(Mutex::new(registry)),
            data: None,
            troubles: Arc::default(),
            outlet: Arc::new(Outlet::new()),
            changed: Arc::default(),
        }
    }

    /// A service that goes on with the meetings in a file, and keeps them there. Those who were in a call come
    /// back by themselves, as their tokens are still good.
    ///
    /// # Errors
    /// If the file can't be written, or is there and can't be read, or has no meetings.
    pub fn keeping(config: Config, file: &Path) -> io::Result<Self> {
        let data = Data::at(file);
        let records = data.read()?;
        let chime = Self::new(config);
        chime.step(|registry, now| {
            registry.resume(records, now);
            data.write(&registry.kept())
        })?;
        Ok(Self {
            data: Some(Arc::new(data)),
            ..chime
        })
    }

    /// Writes the meetings to their file no more. What comes after is forgotten.
    pub fn close(&self) {
        let registry = self.registry.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(data) = &self.data {
            data.close();
        }
        drop(registry);
    }

    /// Ends the meetings that are over by the clock: with nobody in them for 5 minutes, or open for 24 hours.
    ///
    /// Every request does so too; this is for the events, which should not wait for a request.
    pub fn expire(&self) {
        self.step(|_, _| ());
    }

    /// Has the account hold so many meetings at once from now on, in place of any number. Those beyond it go on, and
    /// no other one is made.
    pub fn limit_meetings(&self, most: Option<usize>) {
        self.step(|registry, _| registry.most = most);
    }

    /// The meetings that are live now, the oldest first.
    pub fn meetings(&self) -> Vec<MeetingSnapshot> {
        self.step(|registry, _| registry.snapshot())
    }

    /// Makes an event as the service would, hands it to [`Config::emit`] and returns it.
    ///
    /// `event_type` may have the prefix `chime:`. `timestamp` is when it happened, now if not given; the
    /// envelope's `time` is always now. The meeting may have ended and the attendee may be deleted. Asked
    /// twice, it makes two. AttendeeJoined, AttendeeLeft and AttendeeDropped also say whether the attendee of
    /// a live meeting is present, unless something later is known already. No event starts or ends a meeting,
    /// or adds or deletes an attendee.
    ///
    /// # Errors
    /// If the type, the meeting or the attendee is unknown, or if an attendee's event names none.
    pub fn event(
        &self,
        meeting_id: &str,
        event_type: &str,
        attendee_id: Option<&str>,
        timestamp: Option<Timestamp>,
    ) -> Result<Value, EventError> {
        let kind = EventType::parse(event_type)?;
        self.tell(|registry, now| {
            let happened = timestamp.unwrap_or(now);
            let made = registry.make_event(meeting_id, kind, attendee_id, happened, now);
            let event = made.map(|event| event.envelope(&self.config.region, now));
            let outgoing = event.as_ref().ok().map(|event| Outgoing {
                event: event.clone(),
                is_safe: true,
            });
            (event, outgoing)
        })
    }

    /// Orders trouble with events that the service sends of its own accord; those that [`Self::event`] makes
    /// always arrive.
    ///
    /// # Errors
    /// If the service has no event of the type.
    pub fn trouble(&self, order: TroubleOrder) -> Result<(), EventError> {
        if let Some(name) = &order.event_type {
            EventType::parse(name)?;
        }
        self.troubles().add(order);
        Ok(())
    }

    /// The orders that are not used up, with what is left of them.
    pub fn troubles_to_come(&self) -> Vec<TroubleOrder> {
        self.troubles().pending()
    }

    /// Forgets all trouble to come. Events that are held are still held.
    pub fn clear_troubles(&self) {
        self.troubles().clear();
    }

    /// The events that wait to be released, the oldest first.
    pub fn held_events(&self) -> Vec<Value> {
        self.troubles().held()
    }

    /// Sends the events that were held, the oldest first, and returns them.
    pub fn release_events(&self) -> Vec<Value> {
        let released = self.troubles().release();
        let outgoing = released.iter().map(|event| Outgoing {
            event: event.clone(),
            is_safe: true,
        });
        self.outlet.queue(outgoing);
        self.send_all();
        released
    }

    fn troubles(&self) -> MutexGuard<'_, Troubles> {
        self.troubles.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sends what is in line, each on a way on which trouble may wait unless it is safe.
    fn send_all(&self) {
        self.outlet.send_all(|Outgoing { event, is_safe }| {
            let arriving = if is_safe {
                vec![event]
            } else {
                self.troubles().pass(event)
            };
            for event in arriving {
                (self.config.emit)(event);
            }
        });
    }

    /// Whom a token of a meeting lets in.
    pub(crate) fn standing_with(&self, meeting: &str, token: &str) -> Standing {
        self.step(|registry, _| registry.standing(meeting, |seat| seat.has_token(token)))
    }

    /// Lets somebody see what is known at one moment of those who were let in.
    pub(crate) fn standings<T>(&self, see: impl FnOnce(&dyn Fn(&Guest) -> Standing) -> T) -> T {
        self.step(|registry, _| {
            see(&|guest| {
                let same = |seat: &Seat| seat.attendee.attendee_id == guest.attendee;
                registry.standing(guest.meeting.as_str(), same)
            })
        })
    }

    /// Tells what happened to an attendee in a call, and follows their presence. About a meeting that has
    /// ended there is nothing more to tell.
    pub(crate) fn report(&self, meeting: &Guid, kind: EventType, attendee: &Guid) {
        self.tell(|registry, now| {
            if registry.meeting(meeting).is_err() {
                return ((), None);
            }
            let id = Some(attendee.as_str());
            let made = registry.make_event(meeting.as_str(), kind, id, now, now);
            let outgoing = made.ok().map(|event| Outgoing {
                event: event.envelope(&self.config.region, now),
                is_safe: false,
            });
            ((), outgoing)
        });
    }

    /// Tells that all who are present are so no more, as their calls are lost.
    pub(crate) fn drop_everybody(&self) {
        for (meeting, attendee) in self.step(|registry, _| registry.present()) {
            self.report(&meeting, EventType::AttendeeDropped, &attendee);
        }
    }

    /// Ends what is over, takes one step in the state, and tells what that caused.
    pub(crate) fn step<T>(&self, step: impl FnOnce(&mut Registry, Timestamp) -> T) -> T {
        self.tell(|registry, now| (step(registry, now), None))
    }

    /// Takes a step that makes an event itself. Events are put in line within the lock, so that they are in order,
    /// and sent outside of it, so that their receiver may call the service.
    fn tell<T>(&self, step: impl FnOnce(&mut Registry, Timestamp) -> (T, Option<Outgoing>)) -> T {
        let mut registry = self.registry.lock().unwrap_or_else(PoisonError::into_inner);
        let now = (self.config.now)();
        registry.expire(now);
        let (result, made) = step(&mut registry, now);
        if let Some(data) = self.data.as_ref().filter(|_| registry.has_changed())
            && let Err(error) = data.write(&registry.kept())
        {
            tracing::error!(%error, "the meetings can't be written down");
        }
        let events = registry.take_events();
        if !events.is_empty() {
            self.changed.notify_one();
        }
        let caused = events.into_iter().map(|event| Outgoing {
            event: event.envelope(&self.config.region, now),
            is_safe: false,
        });
        self.outlet.queue(caused.chain(made));
        drop(registry);
        self.send_all();
        result
    }
}
