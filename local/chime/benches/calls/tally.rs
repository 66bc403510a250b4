//! What a peer sent and received.

/// Packets of voice, or frames of video.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Count {
    pub(crate) sent: u32,
    pub(crate) received: u32,
}

#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Tally {
    pub(crate) voice: Count,
    pub(crate) video: Count,
}

impl Tally {
    pub(crate) fn sent(&mut self, is_voice: bool) {
        self.of(is_voice).sent += 1;
    }

    pub(crate) fn received(&mut self, is_voice: bool) {
        self.of(is_voice).received += 1;
    }

    /// What was counted since.
    pub(crate) fn since(self, before: Self) -> Self {
        let count = |now: Count, then: Count| Count {
            sent: now.sent - then.sent,
            received: now.received - then.received,
        };
        Self {
            voice: count(self.voice, before.voice),
            video: count(self.video, before.video),
        }
    }

    fn of(&mut self, is_voice: bool) -> &mut Count {
        if is_voice {
            &mut self.voice
        } else {
            &mut self.video
        }
    }
}
