//! The entries of a session's log: the joins and leaves that clients reported.

use anteroom_domain::attendance::{Evidence, Kind, Source};
use anteroom_domain::booking::Side;
use jiff::Timestamp;

/// The name of a log entry: milliseconds, `p` or `m` for the side, `j` or `l` for joined or left,
/// and the generation. Its value is the time of the client's previous report, or 0.
pub(super) fn entry_name(line: &Evidence) -> String {
    let side = match line.side {
        Side::Provider => 'p',
        Side::Member => 'm',
    };
    let kind = match line.kind {
        Kind::Joined | Kind::Seen => 'j',
        Kind::Left | Kind::Dropped => 'l',
    };
    format!(
        "{}{side}{kind}{}",
        line.at.as_millisecond(),
        line.generation
    )
}

/// Reads a log entry; `None` if it is malformed.
pub(super) fn line(entry: &str, heard: i64) -> Option<Evidence> {
    let digits = entry.find(|c: char| !c.is_ascii_digit())?;
    let (at, rest) = entry.split_at(digits);
    let mut letters = rest.chars();
    let side = match letters.next()? {
        'p' => Side::Provider,
        'm' => Side::Member,
        _ => return None,
    };
    let kind = match letters.next()? {
        'j' => Kind::Joined,
        'l' => Kind::Left,
        _ => return None,
    };
    let heard_before = Timestamp::from_millisecond(heard).ok();
    Some(Evidence {
        side,
        source: Source::Client,
        kind,
        at: Timestamp::from_millisecond(at.parse().ok()?).ok()?,
        generation: letters.as_str().parse().ok()?,
        last_seen_before: heard_before.filter(|_| heard > 0),
    })
}
