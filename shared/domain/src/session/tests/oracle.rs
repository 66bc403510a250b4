//! Who is in, told from all that was ever said rather than from registers.
//!
//! The host may be in only if the newest word about the present meeting, by the word's own
//! time, says so; and once their client reports, only as long as somebody has vouched for
//! them within the lease.

use jiff::{SignedDuration, Timestamp};

use crate::session::Word;

/// Who said something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Source {
    Client,
    Service,
}

#[derive(Clone, Copy, Debug)]
struct Said {
    source: Source,
    word: Word,
    at: Timestamp,
}

/// All that was said about the present meeting.
#[derive(Clone, Debug, Default)]
pub(super) struct Oracle {
    generation: u32,
    said: Vec<Said>,
}

impl Oracle {
    /// Another meeting begins, of which nothing is known.
    pub(super) fn meeting(&mut self, generation: u32) {
        self.generation = generation;
        self.said.clear();
    }

    /// Something is said about a meeting.
    pub(super) fn says(&mut self, source: Source, word: Word, at: Timestamp, generation: u32) {
        if generation == self.generation && generation > 0 {
            self.said.push(Said { source, word, at });
        }
    }

    /// The client says that it is still in; of one that has left, that is no news.
    pub(super) fn client_alive(&mut self, at: Timestamp) {
        let left = self
            .newest(|said| said.source == Source::Client)
            .is_some_and(|said| said.word == Word::Out);
        if !left {
            self.says(Source::Client, Word::In, at, self.generation);
        }
    }

    /// Whether the host is in.
    pub(super) fn host_is_in(&self, now: Timestamp, lease: SignedDuration) -> bool {
        let reports = self.said.iter().any(|said| said.source == Source::Client);
        self.newest(|_| true).is_some_and(|newest| {
            newest.word == Word::In && (!reports || now.duration_since(newest.at) < lease)
        })
    }

    /// Since when the host is out, if they ever were in sight.
    pub(super) fn out_since(&self, now: Timestamp, lease: SignedDuration) -> Option<Timestamp> {
        let newest = self.newest(|_| true)?;
        match newest.word {
            Word::Out => Some(newest.at),
            Word::In if self.host_is_in(now, lease) => None,
            Word::In => Some(newest.at + lease),
        }
    }

    /// The newest of some words; of two of the same moment the one that says out.
    fn newest(&self, of: impl Fn(&Said) -> bool) -> Option<Said> {
        self.said
            .iter()
            .copied()
            .filter(of)
            .max_by_key(|said| (said.at, said.word == Word::Out))
    }
}
