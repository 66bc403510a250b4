//! One unbroken line of media time out of the times of several sources.

use std::time::Instant;

use super::ConnectionId;

/// Stamps what goes out in one media section. Each source has a time of its own, and sources take turns; a
/// receiver has to see time go on as it does on the wall.
#[derive(Debug)]
pub(crate) struct Timeline {
    /// Ticks in a second.
    rate: u32,
    source: Option<ConnectionId>,
    /// What is added to the source's time.
    offset: u64,
    last: Option<(u64, Instant)>,
}

impl Timeline {
    pub(crate) fn new(rate: u32) -> Self {
        Self {
            rate,
            source: None,
            offset: 0,
            last: None,
        }
    }

    /// The time to write, in ticks, for what `source` made at its own `time` and what arrived at `now`.
    pub(crate) fn stamp(&mut self, source: ConnectionId, time: u64, now: Instant) -> u64 {
        if self.source != Some(source) || !self.is_after_the_last(time.wrapping_add(self.offset)) {
            self.source = Some(source);
            self.offset = self.next(now).wrapping_sub(time);
        }
        self.keep(time.wrapping_add(self.offset), now)
    }

    /// Where the line has got to by the wall's clock: a tick after the last, at least.
    fn next(&self, now: Instant) -> u64 {
        let Some((last, at)) = self.last else {
            return 0;
        };
        let micros = u64::try_from(now.saturating_duration_since(at).as_micros());
        let ticks = micros.unwrap_or(u64::MAX / 1_000_000) * u64::from(self.rate) / 1_000_000;
        last + ticks.max(1)
    }

    fn is_after_the_last(&self, time: u64) -> bool {
        // A day ahead is a source that began anew; its wrapped difference is nonsense.
        let most = u64::from(self.rate) * 86_400;
        self.last
            .is_none_or(|(last, _)| time > last && time - last < most)
    }

    fn keep(&mut self, time: u64, now: Instant) -> u64 {
        self.last = Some((time, now));
        time
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    const A: ConnectionId = ConnectionId(1);
    const B: ConnectionId = ConnectionId(2);

    #[test]
    fn a_source_keeps_its_own_distances() {
        let (mut line, start) = (Timeline::new(48_000), Instant::now());
        let first = line.stamp(A, 1_000_000, start);
        // It arrives late, and is still 20 ms after the first.
        let second = line.stamp(A, 1_000_960, start + Duration::from_millis(35));
        assert_eq!((first, second), (0, 960));
    }

    #[test]
    fn time_goes_on_from_source_to_source_and_over_silence() {
        let (mut line, start) = (Timeline::new(48_000), Instant::now());
        line.stamp(A, 77, start);
        let at = |ms| start + Duration::from_millis(ms);
        assert_eq!(line.stamp(B, 4_000_000_000, at(20)), 960);
        assert_eq!(line.stamp(A, 9, at(40)), 1920);
        // The source that was on keeps its line, which is that of the wall.
        assert_eq!(line.stamp(B, 4_000_001_920, at(60)), 2880);
        assert_eq!(line.stamp(A, 5, at(80)), 3840);
    }

    #[test]
    fn time_never_goes_back_nor_jumps() {
        let (mut line, start) = (Timeline::new(90_000), Instant::now());
        line.stamp(A, 900_000, start);
        let at = |ms| start + Duration::from_millis(ms);
        assert_eq!(line.stamp(A, 900_000, at(0)), 1);
        assert_eq!(line.stamp(A, 10, at(10)), 901);
        assert_eq!(line.stamp(A, u64::MAX, at(20)), 1801);
    }
}
