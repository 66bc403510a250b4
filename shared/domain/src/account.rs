//! Accounts: who can sign in (A5). The user pool has them. Here is what it is to hold of a person, and how much of
//! that is done.
//!
//! What is to be done is written with the change that wants it, and done afterwards. Each task can be done twice.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::delivery::TAKEN_WITHIN;
use crate::person::Person;
use crate::values::{EmailAddress, Language, PersonId, Role};

/// The longest pause before an account is tried again.
const LONGEST_PAUSE: SignedDuration = SignedDuration::from_hours(1);

/// An account of a person, whose id is its user name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Whose it is.
    pub person: PersonId,
    /// Their group.
    pub role: Role,
    /// The address with which they sign in, and to which they are invited.
    pub email: EmailAddress,
    /// Their language when the account was made.
    pub language: Language,
    /// Whether they may sign in.
    pub enabled: bool,
    /// How far it has come.
    pub stage: Stage,
    /// Whether its person was invited anew after they had signed in. See [`has_come`](Self::has_come).
    pub came: bool,
    /// What is to be done besides making it.
    pub tasks: BTreeSet<Task>,
    /// Until when what is to be done should be done, after which the scheduler looks for it; `None` if there is
    /// nothing to do.
    pub due_at: Option<Timestamp>,
    /// How many times the scheduler has found it not done.
    pub nudges: u32,
    /// Why it can't be done until somebody changes something.
    pub problem: Option<AccountProblem>,
    /// Rises by one with each change.
    pub version: u64,
}

/// How far an account has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// There is none here: who was added with an id has one elsewhere.
    Absent,
    /// It is to be made.
    Pending,
    /// It is made, and the invitation is sent.
    Invited,
    /// Its person has signed in.
    Active,
}

/// Something to do about an account that was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Task {
    /// Its address is another one.
    Address,
    /// The invitation is sent again, with another password. One of staff is invited anew, whether or not they have
    /// signed in.
    Invite,
    /// Whether its person may sign in is to be as `enabled` says.
    Access,
}

/// Why an account can't be made or changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, strum::VariantArray)]
#[serde(rename_all = "snake_case")]
pub enum AccountProblem {
    /// Somebody else's account has the address.
    AddressTaken,
}

/// What becomes of an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountChange {
    /// The account as it was read; `None` if there was none.
    pub before: Option<Account>,
    /// The account afterwards.
    pub after: Account,
}

/// What the concierge sees of an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, strum::VariantArray)]
#[serde(rename_all = "snake_case")]
pub enum AccountStatus {
    /// There is none.
    None,
    /// It is being made.
    Pending,
    /// They were invited and have not signed in.
    Invited,
    /// They have signed in.
    Active,
    /// They may not sign in any more.
    Disabled,
}

/// Why nobody is invited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InviteRefused {
    /// They are a member who has signed in already, and can choose another password themselves.
    #[error("they have signed in already")]
    Active,
    /// Their account is disabled.
    #[error("their account is disabled")]
    Disabled,
}

impl Account {
    /// The account that a person is to have. They are invited when it is made.
    pub fn new(person: &Person, now: Timestamp) -> Self {
        Self {
            person: person.id.clone(),
            role: person.role,
            email: person.email.clone(),
            language: person.language,
            enabled: true,
            stage: Stage::Pending,
            came: false,
            tasks: BTreeSet::new(),
            due_at: Some(now + TAKEN_WITHIN),
            nudges: 0,
            problem: None,
            version: 1,
        }
    }

    /// That a person has none, as long as nobody makes or ends one.
    pub fn absent(person: &Person) -> Self {
        Self {
            stage: Stage::Absent,
            due_at: None,
            version: 0,
            ..Self::new(person, Timestamp::UNIX_EPOCH)
        }
    }

    /// Whether a person has access: everybody has whose account does not say otherwise.
    pub fn gives_access(account: Option<&Self>) -> bool {
        account.is_none_or(|account| account.enabled)
    }

    /// Whether its person needs a code besides their password (A8): all but members do.
    pub fn is_of_staff(&self) -> bool {
        self.role != Role::Member
    }

    /// Whether its person has ever signed in.
    pub fn has_come(&self) -> bool {
        self.came || self.stage == Stage::Active
    }

    /// What the concierge sees.
    pub fn status(account: Option<&Self>) -> AccountStatus {
        match account {
            None => AccountStatus::None,
            Some(account) if !account.enabled => AccountStatus::Disabled,
            Some(account) => match account.stage {
                Stage::Absent => AccountStatus::None,
                Stage::Pending => AccountStatus::Pending,
                Stage::Invited => AccountStatus::Invited,
                Stage::Active => AccountStatus::Active,
            },
        }
    }

    /// Invites its person again. One that is still to be made is tried at once. One of staff who has signed in begins
    /// anew: their password is void, and they are signed out everywhere (A8).
    ///
    /// # Errors
    /// If they may not sign in, or are a member who has.
    pub fn invite(&self, now: Timestamp) -> Result<Self, InviteRefused> {
        if !self.enabled {
            return Err(InviteRefused::Disabled);
        }
        match self.stage {
            Stage::Absent | Stage::Pending => {
                let pending = Self {
                    stage: Stage::Pending,
                    ..self.clone()
                };
                Ok(pending.wanting(None, now))
            }
            Stage::Active if !self.is_of_staff() => Err(InviteRefused::Active),
            Stage::Invited | Stage::Active => {
                let invited = Self {
                    stage: Stage::Invited,
                    came: self.has_come(),
                    ..self.clone()
                };
                Ok(invited.wanting(Some(Task::Invite), now))
            }
        }
    }

    /// Lets its person sign in, or not any more.
    pub fn with_access(self, enabled: bool, now: Timestamp) -> Self {
        Self { enabled, ..self }.wanting(Some(Task::Access), now)
    }

    /// Gives it another address. An invitation of somebody who has signed in before that was not sent yet is taken back:
    /// it was for the earlier address, and nobody takes an account over by it (A6).
    pub fn moved_to(&self, email: EmailAddress, now: Timestamp) -> Self {
        let mut moved = Self {
            email,
            ..self.clone()
        };
        if moved.came && moved.tasks.remove(&Task::Invite) {
            moved.stage = Stage::Active;
        }
        if moved.stage == Stage::Absent {
            return moved;
        }
        moved.wanting(Some(Task::Address), now)
    }

    /// Notes that its person has signed in; `None` if that is known, they may not, or are to be invited anew.
    pub fn signed_in(&self) -> Option<Self> {
        let begins_anew = self.is_of_staff() && self.tasks.contains(&Task::Invite);
        (self.enabled && self.stage == Stage::Invited && !begins_anew).then(|| Self {
            stage: Stage::Active,
            version: self.version + 1,
            ..self.clone()
        })
    }

    /// Notes that all is done.
    pub fn done(&self, stage: Stage) -> Self {
        Self {
            stage,
            tasks: BTreeSet::new(),
            due_at: None,
            nudges: 0,
            problem: None,
            version: self.version + 1,
            ..self.clone()
        }
    }

    /// Notes that it can't be done. It is tried again when somebody changes the address or invites again.
    pub fn failed(&self, problem: AccountProblem) -> Self {
        Self {
            due_at: None,
            problem: Some(problem),
            version: self.version + 1,
            ..self.clone()
        }
    }

    /// Has it tried once more, since it is not done yet; the pauses become longer. `None` if it is not due.
    pub fn nudged(&self, now: Timestamp) -> Option<Self> {
        self.due_at.filter(|due_at| *due_at <= now)?;
        let pause = TAKEN_WITHIN * 2_i32.pow(self.nudges.min(8));
        Some(Self {
            due_at: Some(now + pause.min(LONGEST_PAUSE)),
            nudges: self.nudges + 1,
            version: self.version + 1,
            ..self.clone()
        })
    }

    fn wanting(mut self, task: Option<Task>, now: Timestamp) -> Self {
        self.tasks.extend(task);
        Self {
            due_at: Some(now + TAKEN_WITHIN),
            nudges: 0,
            problem: None,
            version: self.version + 1,
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use jiff::ToSpan as _;

    use super::*;
    use crate::fixtures::person as mai;

    fn now() -> Timestamp {
        "2026-11-23T03:00:00Z".parse().unwrap()
    }

    /// (A5)
    #[test]
    fn an_account_is_pending_until_it_is_made_and_active_once_its_person_came() {
        let status = |account: &Account| Account::status(Some(account));
        assert_eq!(Account::status(None), AccountStatus::None);
        let added = Account::new(&mai("mai@example.com"), now());
        assert_eq!(status(&added), AccountStatus::Pending);
        assert_eq!(added.signed_in(), None);
        let invited = added.done(Stage::Invited);
        assert_eq!(status(&invited), AccountStatus::Invited);
        assert_eq!(invited.due_at, None);
        let again = invited.invite(now()).unwrap();
        assert_eq!(again.tasks, [Task::Invite].into());
        let active = again.signed_in().unwrap();
        assert_eq!(status(&active), AccountStatus::Active);
        assert_eq!(active.invite(now()), Err(InviteRefused::Active));
    }

    /// (A8)
    #[test]
    fn one_of_staff_begins_anew_by_another_invitation() {
        for role in [Role::Provider, Role::Concierge] {
            let grace = Person {
                role,
                ..mai("grace@example.com")
            };
            let active = Account::new(&grace, now()).done(Stage::Active);
            let anew = active.invite(now()).unwrap();
            assert_eq!(Account::status(Some(&anew)), AccountStatus::Invited);
            assert_eq!(
                (&anew.tasks, anew.signed_in()),
                (&[Task::Invite].into(), None)
            );
            let invited = anew.done(Stage::Invited);
            assert!(active.has_come() && invited.has_come());
            assert_eq!(invited.signed_in().unwrap().stage, Stage::Active);
            // What was not sent yet does not go to another address.
            let moved = anew.moved_to("other@example.com".parse().unwrap(), now());
            assert_eq!(moved.tasks, [Task::Address].into());
            assert_eq!(moved.stage, Stage::Active);
        }
    }

    /// (A5)
    #[test]
    fn what_is_not_done_is_tried_again_less_and_less_often() {
        let added = Account::new(&mai("mai@example.com"), now());
        assert_eq!(added.nudged(now()), None);
        let mut account = added;
        let mut pauses = Vec::new();
        for _ in 0..7 {
            let due = account.due_at.unwrap();
            account = account.nudged(due).unwrap();
            pauses.push((account.due_at.unwrap() - due).get_seconds() / 60);
        }
        assert_eq!(pauses, [2, 4, 8, 16, 32, 60, 60]);
        assert_eq!(
            account.done(Stage::Invited).nudged(now() + 48.hours()),
            None
        );
    }

    /// (A5)
    #[test]
    fn who_has_no_access_is_disabled_until_they_have_it_again() {
        let status = |account: &Account| Account::status(Some(account));
        let absent = Account::absent(&mai("mai@example.com"));
        assert_eq!(status(&absent), AccountStatus::None);
        let active = absent.done(Stage::Active);
        for (before, usual) in [
            (absent, AccountStatus::None),
            (active, AccountStatus::Active),
        ] {
            let ended = before.with_access(false, now());
            assert_eq!(status(&ended), AccountStatus::Disabled);
            assert_eq!(ended.invite(now()), Err(InviteRefused::Disabled));
            assert_eq!(ended.signed_in(), None);
            let back = ended.done(ended.stage).with_access(true, now());
            assert_eq!(status(&back), usual);
            assert_eq!(back.tasks, [Task::Access].into());
        }
    }

    /// (A5)
    #[test]
    fn a_problem_waits_for_another_address_or_another_invitation() {
        let added = Account::new(&mai("mai@example.com"), now());
        let failed = added.failed(AccountProblem::AddressTaken);
        assert_eq!(failed.nudged(now() + 48.hours()), None);
        let moved = failed.moved_to("m@example.com".parse().unwrap(), now());
        assert_eq!((moved.problem, moved.due_at.is_some()), (None, true));
        let asked = failed.invite(now()).unwrap();
        assert_eq!((asked.problem, asked.due_at.is_some()), (None, true));
    }
}
