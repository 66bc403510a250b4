//! The users of the pool: what the service makes of them, and how they sign in.
//!
//! It does what a Cognito user pool does whose user names are given by the service, with the email address as an
//! alias and without regard to the case of letters ("Customizing sign-in attributes" and "Case sensitivity" in the
//! developer guide of Cognito). Such a pool writes some user names in small letters; this one does so with all, which
//! is the worst that can happen to whoever compares a token's name with what they gave.

mod codes;
mod error;
mod kept;
mod mails;
#[cfg(test)]
mod tests;
mod user;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use self::codes::Codes;
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

/// What comes of a right password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignIn {
    /// They are in.
    Done(Box<User>),
    /// They type a code that came by email, in this session.
    Code(String),
}

/// The pool. Clones share its users.
#[derive(Clone)]
pub struct Pool {
    settings: Arc<UserPool>,
    mailbox: Mailbox,
    users: Arc<Mutex<Kept>>,
    codes: Arc<Mutex<Codes>>,
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
            codes: Arc::default(),
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

    /// Keeps what comes in memory only, and writes to the file no more.
    pub fn close(&self) {
        self.lock().close();
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
        let until = self.invited_until(now);
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
            mails::invite(&self.settings, &self.mailbox, &user, password, now)?;
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

    /// Gives a user another password, which they replace at their next sign-in unless it is for good.
    ///
    /// # Errors
    /// If there is no such user, or the password is too short.
    pub fn set_password(
        &self,
        name: &str,
        password: &str,
        for_good: bool,
        now: Timestamp,
    ) -> Result<(), PoolError> {
        if password.chars().count() < self.settings.shortest_password {
            return Err(PoolError::ShortPassword);
        }
        let until = self.invited_until(now);
        self.change(name, |user| match for_good {
            true => user.choose(password, now),
            false => user.invite(password, until, now),
        })
    }

    /// Has a user asked for a code at each sign-in, or not any more.
    ///
    /// # Errors
    /// If there is no such user, they have no address, or the pool sends no codes.
    pub fn set_needs_code(&self, name: &str, needs_code: bool) -> Result<(), PoolError> {
        let mut users = self.lock();
        let user = users.find(name)?;
        if needs_code && (self.settings.code.is_none() || user.email().is_none()) {
            return Err(PoolError::NoCodes);
        }
        user.needs_code = needs_code;
        users.save();
        Ok(())
    }

    /// Makes worthless what renews the tokens of a user.
    ///
    /// # Errors
    /// If there is no such user.
    pub fn sign_out(&self, name: &str, now: Timestamp) -> Result<(), PoolError> {
        self.change(name, |user| user.signed_out_at = Some(now))
    }

    /// Signs the user of an address or a name in, if the password is theirs. With the one of an invitation they choose
    /// another at once. Who needs a code is sent one, also then.
    ///
    /// # Errors
    /// If it is not, if they may not sign in, or must choose a password that is long enough.
    pub fn sign_in(
        &self,
        name: &str,
        password: &str,
        chosen: Option<&str>,
        now: Timestamp,
    ) -> Result<SignIn, PoolError> {
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
        if !user.needs_code {
            return Ok(SignIn::Done(Box::new(user)));
        }
        let minutes = i64::try_from(self.settings.session_minutes).unwrap_or(3);
        let until = now + SignedDuration::from_mins(minutes);
        let (session, code) = self.codes().open(&user.name, until);
        mails::send_code(&self.settings, &self.mailbox, &user, &code, now)?;
        Ok(SignIn::Code(session))
    }

    /// The user who goes on signing in with a code. A code is good once.
    ///
    /// # Errors
    /// If it is another one, too many were, or the session is over.
    pub fn sign_in_with(
        &self,
        session: &str,
        code: &str,
        now: Timestamp,
    ) -> Result<User, PoolError> {
        let name = self.codes().close(session, code, now)?;
        let user = self.get(&name)?;
        match user.enabled {
            true => Ok(user),
            false => Err(PoolError::Disabled),
        }
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

    fn invited_until(&self, now: Timestamp) -> Timestamp {
        let days = i64::try_from(self.settings.invitation_days).unwrap_or(7);
        now + SignedDuration::from_hours(24 * days)
    }

    fn codes(&self) -> MutexGuard<'_, Codes> {
        self.codes.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.users.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
