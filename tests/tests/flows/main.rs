//! Every flow through HTTP, on the local stack, with the real function binaries.
#![allow(clippy::unwrap_used)]

mod access;
mod attention;
mod budgets;
mod calendar;
mod canary;
mod capacity;
mod contact_change;
mod contact_confirm;
mod contacts;
mod corrections;
mod crash;
mod deliveries;
mod dice;
mod faults;
mod gate_flow;
mod history;
mod idempotency;
mod input;
mod ledger;
mod limits;
mod no_show;
mod number;
mod outreach;
mod people;
mod person_history;
mod phone;
mod policy;
mod proposals;
mod reminders;
mod reports;
mod reschedule;
mod storm;
mod switch;
mod video;
mod walkthrough;
