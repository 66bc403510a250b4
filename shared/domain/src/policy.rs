//! The settings: each number in the rules that a service may choose.

use jiff::civil::Time;
use jiff::{SignedDuration, Timestamp};

use crate::message::Channel;
use crate::person::Lead;
use crate::values::PhoneCountries;

/// The numbers in the rules. The defaults equal those of `template.yaml`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// Starts and durations are multiples of this (B1). It is itself a multiple of the agenda's
    /// cell.
    pub grid: SignedDuration,
    /// The shortest session (B1).
    pub min_duration: SignedDuration,
    /// The longest session (B1).
    pub max_duration: SignedDuration,
    /// The provider's pause after a session, unless their schedule says otherwise (B2).
    pub buffer: SignedDuration,
    /// How long before its start a session must be booked; does not apply to the concierge (B3).
    pub notice: SignedDuration,
    /// How far ahead a session can be booked (B3).
    pub horizon: SignedDuration,
    /// How long before the start a provider may start (S1).
    pub start_early: SignedDuration,
    /// How long before the start a member may enter the waiting room (S1).
    pub join_early: SignedDuration,
    /// How long after the end a session can still be started, and when it is closed (S1, B8).
    pub close_after: SignedDuration,
    /// How long before its start a proposal must be accepted (B4).
    pub accept_before: SignedDuration,
    /// A cancellation nearer to the start than this is late (B6), and only the concierge may
    /// reschedule (B5).
    pub late_change: SignedDuration,
    /// How long after the start a member may be marked as a no-show (B7).
    pub no_show_after: SignedDuration,
    /// How long after the start the concierge is called to a member who still waits.
    pub alert_after: SignedDuration,
    /// How long after the start, or the provider's coming, a member who does not come is sent messages
    /// (B7).
    pub reach_out_after: SignedDuration,
    /// How long after it the concierge is called to a member who does not come (B7).
    pub absence_alert_after: SignedDuration,
    /// How long after the end of a phone session its provider still sees the member's number (S8).
    pub number_after: SignedDuration,
    /// How long before a session reminders are sent, the longest first (M1).
    pub reminders: Vec<Lead>,
    /// How long a member counts as waiting after their last poll (S3).
    pub waiting_lease: SignedDuration,
    /// How long a person counts as in a meeting after their client's last report.
    pub presence_lease: SignedDuration,
    /// The same, once the meeting service has confirmed that they are in.
    pub confirmed_lease: SignedDuration,
    /// How long a member may stay in without the provider (S4).
    pub grace: SignedDuration,
    /// From what local time of their reader texts that can wait are held (M7).
    pub quiet_from: Time,
    /// Until what local time of their reader they are held (M7).
    pub quiet_until: Time,
    /// The table was restored to an earlier time: messages that were queued or due before this instant
    /// are held (M10).
    pub hold_messages_before: Option<Timestamp>,
    /// The countries whose numbers are taken (D4).
    pub phone_countries: PhoneCountries,
    /// How many introductions by SMS a booking allows (A3).
    pub intro_limit: u32,
    /// How many times in a row a member may be let into a session. One more is allowed each minute
    /// (A3).
    pub admission_limit: u32,
    /// How many calls of an operation the meeting service takes in a second.
    pub meeting_rate: u32,
    /// How many emails go out in a second; `None`: as many as come (M11).
    pub mail_rate: Option<u32>,
    /// How many texts go out in a second; `None`: as many as come (M11).
    pub text_rate: Option<u32>,
    /// The most SMS to one number in a day (UTC) (A3).
    pub sms_limit: u32,
    /// How long a concierge who changed somebody's address or number has nothing sent there again (A6).
    pub contact_pause: SignedDuration,
    /// The most codes that one person has sent to addresses and numbers of their own in a day (UTC) (A3).
    pub contact_code_limit: u32,
    /// The most messages about one booking that are sent again in a day (UTC) (A3).
    pub resend_limit: u32,
    /// The most messages that one concierge may send again in a day (UTC) (A3).
    pub resend_person_limit: u32,
    /// The most invitations to sign in that one person is sent in a day (UTC), besides the first (A3).
    pub invite_limit: u32,
    /// The most introductions by SMS that one provider may send in a day (UTC) (A3).
    pub intro_person_limit: u32,
    /// The most moves of one booking in a day (UTC) (A3).
    pub move_limit: u32,
    /// The most open bookings of one member (A3).
    pub open_member_limit: u32,
    /// The most open bookings of one member with one provider (A3).
    pub open_pair_limit: u32,
    /// The most messages that one member may cause in a day (UTC) (A3).
    pub member_caused_limit: u32,
    /// The most messages that one provider may cause in a day (UTC) (A3).
    pub provider_caused_limit: u32,
    /// The most messages that one concierge may cause in a day (UTC) (A3).
    pub concierge_caused_limit: u32,
    /// The most messages that people may cause to one member in a day (UTC) (A3).
    pub member_received_limit: u32,
    /// The most messages that people may cause to one provider in a day (UTC) (A3).
    pub provider_received_limit: u32,
}

impl Policy {
    /// Whether a message that was queued or due at an instant is held (M10).
    pub fn holds(&self, at: Timestamp) -> bool {
        self.hold_messages_before.is_some_and(|before| at < before)
    }

    /// How many messages of a channel go out in a second; `None`: as many as come (M11).
    pub fn rate(&self, channel: Channel) -> Option<u32> {
        match channel {
            Channel::Email => self.mail_rate,
            Channel::Sms => self.text_rate,
        }
    }

    /// Whether a session may have this duration: on the grid and within the bounds (B1).
    pub fn allows(&self, duration: SignedDuration) -> bool {
        let on_grid = duration.as_nanos() % self.grid.as_nanos() == 0;
        on_grid && (self.min_duration..=self.max_duration).contains(&duration)
    }
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            grid: SignedDuration::from_mins(5),
            min_duration: SignedDuration::from_mins(15),
            max_duration: SignedDuration::from_mins(180),
            buffer: SignedDuration::from_mins(10),
            notice: SignedDuration::from_hours(24),
            horizon: SignedDuration::from_hours(60 * 24),
            start_early: SignedDuration::from_mins(30),
            join_early: SignedDuration::from_mins(15),
            close_after: SignedDuration::from_mins(15),
            accept_before: SignedDuration::from_hours(24),
            late_change: SignedDuration::from_hours(24),
            no_show_after: SignedDuration::from_mins(15),
            alert_after: SignedDuration::from_mins(5),
            reach_out_after: SignedDuration::from_mins(2),
            absence_alert_after: SignedDuration::from_mins(8),
            number_after: SignedDuration::from_mins(60),
            reminders: Lead::ALL.to_vec(),
            waiting_lease: SignedDuration::from_secs(12),
            presence_lease: SignedDuration::from_secs(20),
            confirmed_lease: SignedDuration::from_secs(45),
            grace: SignedDuration::from_mins(2),
            quiet_from: Time::constant(21, 0, 0, 0),
            quiet_until: Time::constant(7, 0, 0, 0),
            hold_messages_before: None,
            phone_countries: PhoneCountries::default(),
            intro_limit: 3,
            admission_limit: 30,
            meeting_rate: 10,
            mail_rate: Some(14),
            text_rate: Some(20),
            sms_limit: 20,
            contact_pause: SignedDuration::from_mins(30),
            contact_code_limit: 10,
            resend_limit: 10,
            resend_person_limit: 200,
            invite_limit: 5,
            intro_person_limit: 60,
            move_limit: 30,
            open_member_limit: 60,
            open_pair_limit: 30,
            member_caused_limit: 40,
            provider_caused_limit: 200,
            concierge_caused_limit: 2000,
            member_received_limit: 60,
            provider_received_limit: 500,
        }
    }
}
