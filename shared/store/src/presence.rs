//! Words of presence: what clients and the meeting service say, each in its register, and
//! kept for the attendance record.

use anteroom_domain::attendance::{Evidence, Kind, Source};
use anteroom_domain::booking::{SessionType, Side, Status};
use anteroom_domain::policy::Policy;
use anteroom_domain::session::Word;
use anteroom_domain::values::{BookingId, PersonId};
use jiff::Timestamp;

use super::booking_item::WordAttributes;
use super::bookings::{BookingRecord, due_change, statuses};
use super::change::{Change, Test};
use super::sessions::{Written, person_path};
use super::value::{instant, number, text, value};
use super::{Store, StoreError};

/// How many words a client may say in a session, so that the item stays small: far more
/// than any line that comes and goes needs.
const MOST_WORDS: usize = 500;

/// What a client says of its own presence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Report {
    /// It has joined the meeting.
    Joined,
    /// It is still in.
    Alive,
    /// It has left.
    Left,
}

/// Whose client says what, when, of which meeting.
#[derive(Clone, Debug)]
pub struct ClientReport<'a> {
    /// Who.
    pub person: &'a PersonId,
    /// On which side.
    pub side: Side,
    /// What.
    pub report: Report,
    /// Of which meeting.
    pub generation: u32,
    /// When.
    pub at: Timestamp,
    /// The sequence in the link by which the member came, if they came by one.
    pub link: Option<u32>,
}

impl Store {
    /// A client says whether it is in the meeting. Gives the booking after it, or as it is if
    /// the word says nothing new or is of another meeting; `None` if it is not theirs.
    pub async fn report(
        &self,
        id: &BookingId,
        said: &ClientReport<'_>,
        policy: &Policy,
    ) -> Result<Option<BookingRecord>, StoreError> {
        let usual = said.logged(said.change(id, said.report, policy), said.report);
        let stored = match self.written(id, usual).await? {
            Written::Done(stored) => return Ok(Some(stored)),
            Written::Not(stored) => stored,
        };
        let Some(stored) = stored.filter(|s| s.booking.party(said.side).id == *said.person) else {
            return Ok(None);
        };
        // The first try took the usual case for granted. Where that was wrong, say what was meant.
        let meant = said.meant(&stored, policy);
        // A full log keeps nobody out: what was said counts, and is kept no more.
        let full = stored.log.len() >= MOST_WORDS;
        let Some(report) = meant.or(full.then_some(said.report)) else {
            return Ok(Some(stored));
        };
        let change = said.change(id, report, policy);
        let change = if full {
            change
        } else {
            said.logged(change, report)
        };
        match self.written(id, change).await? {
            Written::Done(stored) => Ok(Some(stored)),
            Written::Not(now) => Ok(Some(now.unwrap_or(stored))),
        }
    }

    /// The meeting service says that somebody came or went. An older word never replaces a
    /// newer one. Time looks at the session when the grace may be over.
    pub async fn service_says(
        &self,
        seen: &BookingRecord,
        side: Side,
        word: Word,
        at: Timestamp,
        due: Option<Timestamp>,
    ) -> Result<Written, StoreError> {
        let id = &seen.booking.id;
        let generation = seen.live.generation;
        let register = register(side, Source::Service);
        let (said_at, said_of) = (format!("{register}.at"), format!("{register}.generation"));
        // Of two events of the same moment the one that says out counts.
        let newer = if word == Word::Out { "<=" } else { "<" };
        let change = Change::default()
            .set(
                register,
                value(&WordAttributes {
                    word,
                    at,
                    generation,
                }),
            )
            .when("live.generation", "=", number(generation))
            .when_in("booking.status", statuses([Status::Ongoing]))
            .when_any([
                (&said_at, Test::Absent),
                (&said_at, Test::Is(newer, instant(at))),
                (&said_of, Test::Is("<>", number(generation))),
            ]);
        self.written(id, due_change(change, id, due)).await
    }
}

impl ClientReport<'_> {
    /// The write that takes the usual case for granted: an `alive` comes from a client that is
    /// in, a `joined` from one that is not, a `left` from one that has not left, or whom the
    /// service has seen since. Reports may overtake each other on their way, so an older one
    /// never replaces a newer one; of two of the same moment `left` counts.
    fn change(&self, id: &BookingId, report: Report, policy: &Policy) -> Change {
        let service_at = format!("{}.at", register(self.side, Source::Service));
        let register = register(self.side, Source::Client);
        let (word, at, of) = (
            format!("{register}.word"),
            format!("{register}.at"),
            format!("{register}.generation"),
        );
        let lapsed = instant(self.at - policy.presence_lease);
        let says = |word| {
            value(&WordAttributes {
                word,
                at: self.at,
                generation: self.generation,
            })
        };
        let newer = if report == Report::Left { "<=" } else { "<" };
        let change = self.in_meeting(report).when_any([
            (&at, Test::Absent),
            (&at, Test::Is(newer, instant(self.at))),
            (&of, Test::Is("<>", number(self.generation))),
        ]);
        match report {
            Report::Alive => change
                .set(register, says(Word::In))
                .when(&word, "=", value(&Word::In))
                .when(&of, "=", number(self.generation))
                .when(&at, ">", lapsed),
            Report::Joined => change.set(register, says(Word::In)).when_any([
                (&word, Test::Absent),
                (&word, Test::Is("=", value(&Word::Out))),
                (&of, Test::Is("<>", number(self.generation))),
                (&at, Test::Is("<=", lapsed)),
            ]),
            Report::Left => {
                let change = change
                    .set(register, says(Word::Out))
                    // One of whom nobody knows that they came does not leave; but the service
                    // may know it alone, where the client's own word was lost.
                    .when_any([(&word, Test::Present), (&service_at, Test::Present)])
                    .when_any([
                        (&word, Test::Absent),
                        (&word, Test::Is("=", value(&Word::In))),
                        (&of, Test::Is("<>", number(self.generation))),
                        (&at, Test::Before(&service_at)),
                    ]);
                match self.side {
                    // Should the gate not be shut by this very request, the next tick shuts it.
                    Side::Provider => due_change(change, id, Some(self.at)),
                    Side::Member => change,
                }
            }
        }
    }

    /// Whoever reports takes part in the video session that is going on, in its present
    /// meeting; a member says that they are in only if they were let in.
    fn in_meeting(&self, report: Report) -> Change {
        let mut change = Change::default()
            .when(person_path(self.side), "=", text(self.person.as_str()))
            .when("live.generation", "=", number(self.generation))
            .when("booking.sessionType", "=", value(&SessionType::Video))
            .when_in("booking.status", statuses([Status::Ongoing]));
        if let Some(sequence) = self.link {
            change = change.when("booking.movedAt", "<=", number(sequence));
        }
        match (self.side, report) {
            (Side::Member, Report::Joined | Report::Alive) => {
                change.when("live.admitted.generation", "=", number(self.generation))
            }
            (Side::Member, Report::Left) | (Side::Provider, _) => change,
        }
    }

    /// What to say when the usual case was not the case; `None` if nothing is to be said.
    fn meant(&self, stored: &BookingRecord, policy: &Policy) -> Option<Report> {
        if stored.live.generation != self.generation
            || stored.booking.state.status() != Status::Ongoing
        {
            return None;
        }
        let presence = match self.side {
            Side::Provider => &stored.live.host,
            Side::Member => &stored.live.member,
        };
        let client = presence.client.filter(|c| c.generation == self.generation);
        match (self.report, client) {
            (Report::Alive, None) => Some(Report::Joined),
            (Report::Alive, Some(c)) if c.word == Word::In => {
                (c.at + policy.presence_lease <= self.at).then_some(Report::Joined)
            }
            // A late `alive` must not undo a `left`; only a `joined` does.
            (Report::Alive, Some(_)) | (Report::Left, _) | (Report::Joined, None) => None,
            (Report::Joined, Some(c)) => (c.word == Word::In).then_some(Report::Alive),
        }
    }

    /// Keeps a word that may change something, with the instant at which the client was last
    /// heard before it, which closes an interval that nobody closed.
    fn logged(&self, change: Change, report: Report) -> Change {
        let word = match report {
            Report::Alive => return change,
            Report::Joined => "joined",
            Report::Left => "left",
        };
        let side = match self.side {
            Side::Provider => "provider",
            Side::Member => "member",
        };
        let (at, of) = (self.at.as_millisecond(), self.generation);
        let heard_at = format!("{}.at", register(self.side, Source::Client));
        change
            .copy_or(
                &format!("log.{at}|{side}|{word}|{of}"),
                &heard_at,
                number(0),
            )
            .when_size("log", "<", MOST_WORDS)
    }
}

impl BookingRecord {
    /// What clients said, as evidence of attendance.
    pub fn client_evidence(&self) -> Vec<Evidence> {
        self.log
            .iter()
            .filter_map(|(entry, heard)| evidence(entry, *heard))
            .collect()
    }
}

/// An entry of the log: `milliseconds|side|word|generation`, and when the client was last
/// heard before, or 0.
fn evidence(entry: &str, heard: i64) -> Option<Evidence> {
    let mut parts = entry.split('|');
    let at = Timestamp::from_millisecond(parts.next()?.parse().ok()?).ok()?;
    let side = match parts.next()? {
        "provider" => Side::Provider,
        "member" => Side::Member,
        _ => return None,
    };
    let kind = match parts.next()? {
        "joined" => Kind::Joined,
        "left" => Kind::Left,
        _ => return None,
    };
    let generation = parts.next()?.parse().ok()?;
    let last_seen_before = Timestamp::from_millisecond(heard)
        .ok()
        .filter(|_| heard > 0);
    Some(Evidence {
        side,
        source: Source::Client,
        kind,
        at,
        generation,
        last_seen_before,
    })
}

fn register(side: Side, source: Source) -> &'static str {
    match (side, source) {
        (Side::Provider, Source::Client) => "live.hostClient",
        (Side::Provider, Source::Service) => "live.hostService",
        (Side::Member, Source::Client) => "live.memberClient",
        (Side::Member, Source::Service) => "live.memberService",
    }
}
