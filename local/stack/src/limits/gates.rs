//! Where the services ask whether something is within the limits in force.

use super::functions::Invoked;
use super::throughput::Place;
use super::{Limits, Refused, State, mail};
use crate::calls::Call;
use crate::capacity::Consumed;
use crate::wiring::Throttles;

impl Limits {
    /// Whether each of these places of the table has a unit left; else the limit that it has used up.
    ///
    /// # Errors
    /// The first limit that is used up.
    pub fn has_units(&self, places: &[Place]) -> Result<(), Refused> {
        self.check(|state, now| state.throughput.has_units(&state.settings, now, places))
    }

    /// Whether units are limited at all.
    pub fn has_unit_limits(&self) -> bool {
        self.lock().settings.has_unit_limits()
    }

    /// Takes what a call consumed of the table and its indexes.
    pub fn take_units(&self, consumed: &[Consumed]) {
        let now = self.clock.now();
        let mut state = self.lock();
        let State {
            settings,
            throughput,
            ..
        } = &mut *state;
        throughput.take(settings, now, consumed);
    }

    /// Lets a request to a route of the API pass.
    ///
    /// # Errors
    /// The limit that it is beyond.
    pub fn admit_request(&self, route: &str, of_template: &Throttles) -> Result<(), Refused> {
        self.check(|state, now| {
            let State {
                requests, settings, ..
            } = state;
            requests.admit(settings, now, route, of_template)
        })
    }

    /// Lets an invocation of a function begin. It runs until what this gives is dropped.
    ///
    /// # Errors
    /// The limit that it is beyond.
    pub fn begin_invocation(&self, invoked: Invoked<'_>) -> Result<Running, Refused> {
        self.check(|state, now| {
            let State {
                functions,
                settings,
                ..
            } = state;
            functions.begin(settings, now, invoked)
        })?;
        Ok(Running {
            limits: self.clone(),
            function: invoked.function.to_owned(),
            is_reserved: invoked.is_reserved,
        })
    }

    /// Lets a call to the meeting service or the user pool pass.
    ///
    /// # Errors
    /// The limit that it is beyond.
    pub fn admit_call(&self, call: &Call) -> Result<(), Refused> {
        self.check(|state, now| state.calls.admit(&state.settings, now, call))
    }

    /// Lets a mail to so many recipients pass.
    ///
    /// # Errors
    /// The rate or the quota that it is beyond.
    pub fn admit_mail(&self, recipients: u64) -> Result<(), Refused> {
        self.check(|state, now| state.mail.admit(&state.settings, now, recipients))
    }

    /// The recipients to whom no mail may go, as the account is in the sandbox and they are no identities of it.
    pub fn unverified(&self, identities: &[String], recipients: &[String]) -> Vec<String> {
        let unverified = mail::unverified(&self.settings(), identities, recipients);
        if !unverified.is_empty() {
            self.count(&Refused::new("sesSandbox", "ses"));
        }
        unverified
    }

    /// Takes a text.
    ///
    /// # Errors
    /// The rate that it is beyond.
    pub fn admit_text(&self) -> Result<(), Refused> {
        self.check(|state, now| state.texts.admit(&state.settings, now))
    }

    /// Pays for a text to a number, in US dollars. What the month has cost is measured while it is limited.
    ///
    /// # Errors
    /// The sandbox or the month's money, for which it goes nowhere.
    pub fn pay_text(&self, number: &str, price: f64) -> Result<(), Refused> {
        let spent =
            self.check(|state, now| state.texts.pay(&state.settings, now, number, price))?;
        if let (Some(spent), Some(measure)) = (spent, self.spending.get()) {
            measure(spent);
        }
        Ok(())
    }
}

/// An invocation that runs.
#[derive(Debug)]
pub struct Running {
    limits: Limits,
    function: String,
    is_reserved: bool,
}

impl Drop for Running {
    fn drop(&mut self) {
        let mut state = self.limits.lock();
        state.functions.end(&self.function, self.is_reserved);
    }
}
