//! Messages that were put off until now: a service took no more, their readers slept, or others were before them.

use std::time::Duration;

use anteroom_domain::delivery::{Priority, step};
use anteroom_domain::message::Channel;
use anteroom_domain::policy::Policy;
use anteroom_store::{DueItem, ReadDue};
use futures_util::stream::{self, Stream};

use crate::pace;

/// The messages of a run that were put off until now.
#[derive(Default)]
pub(crate) struct PutOff {
    emails: Vec<(Priority, ReadDue)>,
    texts: Vec<(Priority, ReadDue)>,
}

impl PutOff {
    /// Keeps a message that was put off, and gives back anything else.
    pub(crate) fn keep(&mut self, read: ReadDue) -> Option<ReadDue> {
        let put_off = match &read.1 {
            Ok(Some(DueItem::Message(message))) => message.put_off(),
            Ok(_) | Err(_) => None,
        };
        let Some((channel, priority)) = put_off else {
            return Some(read);
        };
        let messages = match channel {
            Channel::Email => &mut self.emails,
            Channel::Sms => &mut self.texts,
        };
        messages.push((priority, read));
        None
    }

    /// The messages of each channel at the rate at which they may go out, what matters most first (M11). What a
    /// run does not come to is found by the next.
    pub(crate) fn at_rates(self, policy: &Policy) -> impl Stream<Item = ReadDue> + use<> {
        stream::select(
            at_rate(self.emails, policy.rate(Channel::Email)),
            at_rate(self.texts, policy.rate(Channel::Sms)),
        )
    }
}

fn at_rate(
    mut messages: Vec<(Priority, ReadDue)>,
    per_second: Option<u32>,
) -> impl Stream<Item = ReadDue> {
    messages.sort_by_key(|(priority, _)| *priority);
    let step = per_second.and_then(|rate| Duration::try_from(step(rate)).ok());
    let messages = messages.into_iter().map(|(_, read)| read).collect();
    pace::in_batches(messages, 1, step.unwrap_or_default())
}
