//! Whether somebody is in a meeting, as their own client and the meeting service say.
//!
//! Each of the two has one register, which holds the newest thing it said. The service's
//! events are best effort, may double and may come out of order, so an older event never
//! replaces a newer one; a word about another generation says nothing about this one.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// How long the meeting service lets a meeting live at the most (service quotas of the Amazon
/// Chime SDK). Its word that somebody is in can't hold for longer, if the word that they left
/// was lost.
const LONGEST_MEETING: SignedDuration = SignedDuration::from_hours(24);

/// In or out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Word {
    /// In the meeting.
    In,
    /// Not in it any more.
    Out,
}

/// The newest word of somebody's own client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClientWord {
    /// In or out.
    pub word: Word,
    /// When it was said, by our clock.
    pub at: Timestamp,
    /// Of which meeting.
    pub generation: u32,
}

/// The newest word of the meeting service about somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ServiceWord {
    /// In or out.
    pub word: Word,
    /// When it happened, by the service's clock.
    pub at: Timestamp,
    /// In which meeting.
    pub generation: u32,
}

/// What is known of one person's presence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Presence {
    /// What their own client said last.
    pub client: Option<ClientWord>,
    /// What the meeting service said last.
    pub service: Option<ServiceWord>,
}

impl Presence {
    /// Whether anybody has said anything of it after an instant.
    pub fn heard_after(&self, at: Timestamp) -> bool {
        let client = self.client.map(|word| word.at);
        let service = self.service.map(|word| word.at);
        client.max(service).is_some_and(|heard| heard > at)
    }

    /// Whether they are in the meeting of `generation` at `now`. The later of the two words
    /// counts; a client that has reported and falls silent for longer than `lease` is out,
    /// and so is, when in doubt, everybody.
    pub fn is_present(&self, generation: u32, now: Timestamp, lease: SignedDuration) -> bool {
        self.present_until(generation, lease)
            .is_some_and(|until| now < until)
    }

    /// Since when they are out, if they were in and are not any more.
    pub fn absent_since(
        &self,
        generation: u32,
        now: Timestamp,
        lease: SignedDuration,
    ) -> Option<Timestamp> {
        match self.present_until(generation, lease) {
            Some(until) => (until <= now).then_some(until),
            None => self.words_of(generation).map(|(_, at)| at).max(),
        }
    }

    /// Whether anything was said about them in a generation.
    pub fn is_known(&self, generation: u32) -> bool {
        self.words_of(generation).next().is_some()
    }

    /// Whether anybody ever said that they were there, in any generation.
    pub fn ever_came(&self) -> bool {
        self.client.is_some() || self.service.is_some()
    }

    /// When the newest word came.
    pub fn last_word(&self) -> Option<Timestamp> {
        self.client.map(|c| c.at).max(self.service.map(|s| s.at))
    }

    /// The instant up to which the newest word makes them present: `None` when it says out.
    fn present_until(&self, generation: u32, lease: SignedDuration) -> Option<Timestamp> {
        let client = self.client.filter(|c| c.generation == generation);
        let service = self.service.filter(|s| s.generation == generation);
        match (client, service) {
            (None, None) => None,
            (None, Some(service)) => {
                (service.word == Word::In).then(|| service.at + LONGEST_MEETING)
            }
            (Some(client), None) => (client.word == Word::In).then(|| client.at + lease),
            (Some(client), Some(service)) => {
                let newest = if service.at > client.at
                    || (service.at == client.at && service.word == Word::Out)
                {
                    (service.word, service.at)
                } else {
                    (client.word, client.at)
                };
                (newest.0 == Word::In).then(|| newest.1 + lease)
            }
        }
    }

    fn words_of(&self, generation: u32) -> impl Iterator<Item = (Word, Timestamp)> {
        let client = self
            .client
            .filter(|c| c.generation == generation)
            .map(|c| (c.word, c.at));
        let service = self
            .service
            .filter(|s| s.generation == generation)
            .map(|s| (s.word, s.at));
        client.into_iter().chain(service)
    }
}
