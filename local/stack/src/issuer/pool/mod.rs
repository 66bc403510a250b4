//! The users of the pool: what the service makes of them, and how they sign in.
//!
//! It does what a Cognito user pool does whose user names are given by the service, with the email address as an
//! alias and without regard to the case of letters ("Customizing sign-in attributes" and "Case sensitivity" in the
//! developer guide of Cognito). Such a pool writes some user names in small letters; this one does so with all, which
//! is the worst that can happen to whoever compares a token's name with what they gave.

mod error;
mod invitation;
mod kept;
#[cfg(test)]
mod tests;
mod user;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

pub use self::error::PoolError;
use self::kept::Kept;
pub use self::user::{Attributes, Status, User};
use crate::mailbox::Mailbox;
use crate::stack::DataError;
use crate::wiring::UserPool;

/// What becomes of the invitation when a user is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Invitation {
    /// It is sent.
    Send,
    /// It is not sent.
    Suppress,
    /// The user is there, and it is sent again with another password.
    Resend,
}

/// The pool. Clones share its users.
#[derive(Clone)]
pub struct Pool {
    settings: Arc<UserPool>,
    mailbox: Mailbox,
    users: Arc<Mutex<Kept>>,
}

impl Pool {
    /// A pool with the users in the file, if one is given and there.
    ///
    /// # Errors
    /// If the file can't be read.
    pub fn open(
        settings: UserPool,
        mailbox: Mailbox,
        file: Option<std::path::PathBuf>,
    ) -> Result<Self, DataError> {
        Ok(Self {
            settings: Arc::new(settings),
            mailbox,
            users: Arc::new(Mutex::new(Kept::open(file)?)),
        })
    }

    /// Its id.
    pub fn id(&self) -> &str {
        &self.settings.id
    }

    /// How many users there are.
    #[expect(
        clippy::len_without_is_empty,
        reason = "nobody asks whether it is empty"
    )]
    pub fn len(&self) -> usize {
        self.lock().len()
    }

    /// Makes a user, or invites one again.
    ///
    /// # Errors
    /// As `AdminCreateUser` has them.
    pub fn create(
        &self,
        name: &str,
        attributes: Attributes,
        invitation: Invitation,
        now: Timestamp,
    ) -> Result<User, PoolError> {
        let days = i64::try_from(self.settings.invitation_days).unwrap_or(7);
        let until = now + SignedDuration::from_hours(24 * days);
        let password = Uuid::new_v4().simple().to_string();
        let password = &password[..self.settings.shortest_password.clamp(8, 32)];
        let mut users = self.lock();
        let user = if invitation == Invitation::Resend {
            let user = users.find(name)?;
            if !matches!(user.status, Status::ForceChangePassword { .. }) {
                return Err(PoolError::AlreadySignedIn);
            }
            user.invite(password, until, now);
            user.clone()
        } else {
            if name.contains('@') {
                return Err(PoolError::NameIsAddress);
            }
            if users.find(name).is_ok() {
                return Err(PoolError::NameExists);
            }
            users.check_alias(name, &attributes)?;
            let user = User::new(name, attributes, password, until, now);
            users.add(user.clone());
            user
        };
        users.save();
        drop(users);
        if invitation != Invitation::Suppress {
            invitation::send(&self.settings, &self.mailbox, &user, password, now)?;
        }
        Ok(user)
    }

    /// A user.
    ///
    /// # Errors
    /// If there is none of this name or address.
    pub fn get(&self, name: &str) -> Result<User, PoolError> {
        self.lock().find(name).cloned()
    }

    /// Puts a user into a group; nothing changes if they are in it.
    ///
    /// # Errors
    /// If there is no such user or group.
    pub fn add_to_group(&self, name: &str, group: &str) -> Result<(), PoolError> {
        if !self.settings.groups.iter().any(|known| known == group) {
            return Err(PoolError::NoGroup);
        }
        self.change(name, |user| {
            user.groups.insert(group.to_owned());
        })
    }

    /// Changes attributes of a user.
    ///
    /// # Errors
    /// If there is no such user, or another one has the address.
    pub fn update(
        &self,
        name: &str,
        attributes: Attributes,
        now: Timestamp,
    ) -> Result<(), PoolError> {
        let mut users = self.lock();
        let name = users.find(name)?.name.clone();
        users.check_alias(&name, &attributes)?;
        let user = users.find(&name)?;
        user.attributes.extend(attributes);
        user.changed_at = now;
        users.save();
        Ok(())
    }

    /// Lets a user sign in, or not any more.
    ///
    /// # Errors
    /// If there is no such user.
    pub fn set_enabled(&self, name: &str, enabled: bool, now: Timestamp) -> Result<(), PoolError> {
        self.change(name, |user| {
            (user.enabled, user.changed_at) = (enabled, now);
        })
    }

    /// Makes worthless what renews the tokens of a user.
    ///
    /// # Errors
    /// If there is no such user.
    pub fn sign_out(&self, name: &str, now: Timestamp) -> Result<(), PoolError> {
        self.change(name, |user| user.signed_out_at = Some(now))
    }

    /// The user of an address or a name, if the password is theirs. With the one of an invitation they choose another
    /// at once.
    ///
    /// # Errors
    /// If it is not, if they may not sign in, or must choose a password that is long enough.
    pub fn sign_in(
        &self,
        name: &str,
        password: &str,
        chosen: Option<&str>,
        now: Timestamp,
    ) -> Result<User, PoolError> {
        let mut users = self.lock();
        // Whether there is such a user is not told.
        let user = users.find(name).map_err(|_| PoolError::WrongPassword)?;
        user.check(password, now)?;
        if matches!(user.status, Status::ForceChangePassword { .. }) {
            let chosen = chosen.filter(|chosen| !chosen.is_empty());
            let chosen = chosen.ok_or(PoolError::NewPasswordRequired)?;
            if chosen.chars().count() < self.settings.shortest_password {
                return Err(PoolError::ShortPassword);
            }
            user.choose(chosen, now);
        }
        let user = user.clone();
        users.save();
        Ok(user)
    }

    /// Whether somebody who signed in at an instant is still signed in. Who is not in the pool is.
    pub fn keeps(&self, name: &str, signed_in: Timestamp) -> bool {
        let mut users = self.lock();
        let user = users.find(name);
        user.map_or(true, |user| {
            user.enabled && user.signed_out_at.is_none_or(|out| out < signed_in)
        })
    }

    fn change(&self, name: &str, change: impl FnOnce(&mut User)) -> Result<(), PoolError> {
        let mut users = self.lock();
        change(users.find(name)?);
        users.save();
        Ok(())
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.users.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
