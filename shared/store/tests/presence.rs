//! The writes that read nothing first, held against their twins in the domain: over random
//! sessions, a poll and a report leave in the table what the domain says, and nothing else.
#![allow(clippy::unwrap_used)]

mod table;

use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use anteroom_domain::attendance::Source;
use anteroom_domain::booking::{Booking, DueClock, Party, SessionType, Side, Span, State, Status};
use anteroom_domain::phone::PhoneSteps;
use anteroom_domain::policy::Policy;
use anteroom_domain::session::{
    Admission, ClientReport, Link, Presence, PresenceSignal, PresenceStatus, ReportKind,
    SessionState, WaitingRoom, waiting_room,
};
use anteroom_domain::transition::{Author, BookingRecord, Transition};
use anteroom_domain::values::{Actor, Language};
use anteroom_store::{Before, CommitExtras, Polled, Random, Store, Visitor};
use jiff::{SignedDuration, Timestamp};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::RngSeed;
use strum::VariantArray;
use tokio::runtime::Runtime;

const SEED: u64 = 20_261_128;

/// How long before `now` signals come: on both sides of each lease's end.
const AGES_MS: [i64; 9] = [-1_000, 0, 1, 5_000, 19_999, 20_000, 20_001, 44_999, 45_000];

fn now() -> Timestamp {
    "2026-11-23T03:10:00Z".parse().unwrap()
}

/// A table with one session, and what is stored of it.
struct Fixture {
    /// Held for a case, since both properties write the same session.
    alone: Mutex<()>,
    runtime: Runtime,
    store: Store,
    first: SessionState,
}

fn fixture() -> &'static Fixture {
    static FIXTURE: OnceLock<Fixture> = OnceLock::new();
    FIXTURE.get_or_init(|| {
        let runtime = Runtime::new().unwrap();
        let (store, first) = runtime.block_on(async {
            let client = table::start_on(dynoxide::Database::memory().unwrap()).await;
            let store = Store::new(client, table::NAME.to_owned(), Random::system());
            let author = Author {
                by: Actor::SYSTEM,
                at: now(),
                request_id: "request".to_owned(),
            };
            let mut step = BookingRecord::booked(booking(), &author, &Policy::default());
            step.drafts.clear();
            let extras = CommitExtras::default();
            store.commit(Before::Nothing, &step, &extras).await.unwrap();
            (store, step.session)
        });
        Fixture {
            alone: Mutex::new(()),
            runtime,
            store,
            first,
        }
    })
}

impl Fixture {
    fn alone(&self) -> MutexGuard<'_, ()> {
        self.alone.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Stores a session, whatever is stored now.
    async fn put(&self, session: &SessionState) {
        let stored = self.stored().await;
        let step = Transition {
            booking: None,
            session: session.clone(),
            entry: None,
            drafts: Vec::new(),
            held: false,
            guards: Vec::new(),
        };
        let extras = CommitExtras::default();
        self.store.commit(&stored, &step, &extras).await.unwrap();
        assert_eq!(self.stored().await, *session);
    }

    async fn stored(&self) -> SessionState {
        let id = &self.first.terms.booking;
        let mut session = self.store.session(id).await.unwrap().unwrap();
        session.log.sort_by_key(|line| (line.at, line.side));
        session
    }
}

fn signal(source: Source) -> impl Strategy<Value = PresenceSignal> {
    let status = select(&[PresenceStatus::In, PresenceStatus::Out][..]);
    (status, select(&AGES_MS[..]), 1_u32..=2).prop_map(move |(status, age, generation)| {
        PresenceSignal {
            source,
            status,
            at: now() - SignedDuration::from_millis(age),
            generation,
        }
    })
}

fn presence() -> impl Strategy<Value = Presence> {
    let signals = (
        option::of(signal(Source::Client)),
        option::of(signal(Source::Service)),
    );
    signals.prop_map(|(client, service)| Presence { client, service })
}

fn session() -> impl Strategy<Value = SessionState> {
    let session_type = prop_oneof![4 => Just(SessionType::Video), 1 => Just(SessionType::Phone)];
    let status = prop_oneof![
        6 => Just(Status::Ongoing),
        2 => Just(Status::Confirmed),
        1 => select(Status::VARIANTS),
    ];
    let starts_in = select(&[-10_i64, 0, 14, 15, 16][..]);
    let admitted = option::of(1_u32..=2);
    // The member has asked before: their lease runs, or is over.
    let asked = option::of(select(&[-60_i64, 5][..]));
    (
        (session_type, status, starts_in, (0_u32..=2, 0_u32..=2)),
        (presence(), presence(), admitted, asked),
    )
        .prop_map(
            |((session_type, status, starts_in, (moved_at, link_epoch)), signals)| {
                let (host, member, admitted, asked) = signals;
                let mut session = fixture().first.clone();
                session.terms.session_type = session_type;
                session.terms.status = status;
                session.terms.starts_at = now() + SignedDuration::from_mins(starts_in);
                session.terms.moved_at = moved_at;
                session.link_epoch = link_epoch;
                session.waiting_since = asked.map(|_| now() - SignedDuration::from_mins(2));
                session.waiting_until = asked.map(|until| now() + SignedDuration::from_secs(until));
                session.generation = 1;
                session.meeting_id = Some("meeting".to_owned());
                session.admitted = admitted.map(|generation| Admission {
                    generation,
                    attendee_id: "attendee".to_owned(),
                });
                SessionState {
                    host,
                    member,
                    ..session
                }
            },
        )
}

fn report() -> impl Strategy<Value = ClientReport> {
    const KINDS: [ReportKind; 3] = [ReportKind::Joined, ReportKind::Heartbeat, ReportKind::Left];
    (select(&Side::BOTH[..]), select(&KINDS[..]), 1_u32..=2).prop_map(|(side, kind, generation)| {
        ClientReport {
            side,
            kind,
            generation,
            at: now(),
        }
    })
}

fn link() -> impl Strategy<Value = Link> {
    (0_u32..=2, 0_u32..=2).prop_map(|(sequence, epoch)| Link { sequence, epoch })
}

fn config() -> ProptestConfig {
    println!("seed {SEED}");
    ProptestConfig {
        rng_seed: RngSeed::Fixed(SEED),
        failure_persistence: None,
        ..ProptestConfig::with_cases(300)
    }
}

proptest! {
    #![proptest_config(config())]

    /// S2, S3: what a client reports.
    #[test]
    fn a_report_is_written_as_the_domain_says(
        before in session(),
        report in report(),
        link in option::of(link()),
        is_theirs in prop_oneof![9 => Just(true), 1 => Just(false)],
    ) {
        let (fixture, policy) = (fixture(), Policy::default());
        let _alone = fixture.alone();
        let (written, after) = fixture.runtime.block_on(async {
            fixture.put(&before).await;
            let id = &before.terms.booking;
            let side = if is_theirs { report.side } else { report.side.other() };
            let person = before.terms.person(side);
            let visitor = Visitor { person, link };
            let written = fixture.store.report(id, visitor, &report, &policy).await.unwrap();
            (written, fixture.stored().await)
        });
        let may = is_theirs && link.is_none_or(|link| before.is_opened_by(link));
        let expected = before.report(&report, &policy).filter(|_| may);
        prop_assert_eq!(written.is_some(), may);
        prop_assert_eq!(after, expected.unwrap_or(before));
    }

    /// S1, S3: the member's lease.
    #[test]
    fn a_poll_is_written_as_the_domain_says(
        before in session(),
        link in option::of(link()),
    ) {
        let (fixture, policy) = (fixture(), Policy::default());
        let _alone = fixture.alone();
        let (polled, after) = fixture.runtime.block_on(async {
            fixture.put(&before).await;
            let terms = &before.terms;
            let visitor = Visitor { person: &terms.member, link };
            let polled = fixture.store.poll(&terms.booking, visitor, &policy, now()).await;
            (polled.unwrap(), fixture.stored().await)
        });
        let may = link.is_none_or(|link| before.is_opened_by(link));
        let expected = before.poll(&policy, now()).filter(|_| may);
        let told = match (&expected, may) {
            (Some(after), _) => {
                let was_away = before.waiting_until.is_some_and(|until| until < now());
                let since = before.waiting_since.filter(|_| !was_away);
                let (session, since) = (after.clone(), since.unwrap_or_else(now));
                Polled::Waits { session, since }
            }
            (None, true) => Polled::Refused(before.clone()),
            (None, false) => Polled::Unknown,
        };
        prop_assert_eq!(polled, told);
        prop_assert_eq!(after, expected.unwrap_or(before));
    }
}

/// S2: between the look at the gate and the admission, the credentials of a member who is let in
/// again may be withdrawn.
#[test]
fn nobody_is_let_in_again_over_a_withdrawal() {
    let fixture = fixture();
    let _alone = fixture.alone();
    let is_in = PresenceSignal {
        source: Source::Client,
        status: PresenceStatus::In,
        at: now(),
        generation: 1,
    };
    let mut before = fixture.first.clone();
    before.terms.status = Status::Ongoing;
    (before.generation, before.meeting_id) = (1, Some("meeting".to_owned()));
    before.host.client = Some(is_in);
    before.admitted = Some(Admission {
        generation: 1,
        attendee_id: "attendee".to_owned(),
    });
    let policy = Policy::default();
    let Ok(WaitingRoom::Open(host)) = waiting_room(&before, &policy, now()) else {
        panic!("the provider is in");
    };
    let later = now() + policy.presence_lease + SignedDuration::from_secs(1);
    let withdrawn = SessionState {
        admitted: None,
        revoking: Some("attendee".to_owned()),
        ..before.clone()
    };
    let admission = Transition::admit(&before, &host, "attendee".to_owned(), later);
    let (written, after) = fixture.runtime.block_on(async {
        fixture.put(&withdrawn).await;
        let extras = CommitExtras::default();
        let written = fixture.store.commit(&before, &admission, &extras).await;
        (written, fixture.stored().await)
    });
    assert!(written.is_err());
    assert_eq!(after, withdrawn);
}

fn booking() -> Booking {
    let party = |id: &str| Party {
        id: id.parse().unwrap(),
        name: "Somebody".parse().unwrap(),
        email: "somebody@example.com".parse().unwrap(),
        phone: None,
        zone: "Asia/Singapore".parse().unwrap(),
        language: Language::English,
        link_epoch: 0,
    };
    Booking {
        id: "bkg_01JD3Z5T3Q8K8A3V6W5N2M1P0Q".parse().unwrap(),
        version: 1,
        sequence: 0,
        moved_at: 0,
        provider: party("prv_1"),
        member: party("mem_1"),
        session_type: SessionType::Video,
        span: Span {
            starts_at: now(),
            duration: SignedDuration::from_mins(50),
            buffer: SignedDuration::from_mins(10),
        },
        comment: None,
        created_at: now(),
        created_by: Actor::SYSTEM,
        state: State::Confirmed,
        phone: PhoneSteps::default(),
        clock: DueClock::default(),
    }
}
