//! The users in memory, and in a file if data is kept.

use std::fs;
use std::path::PathBuf;

use super::{Attributes, PoolError, User};
use crate::stack::DataError;

/// The users.
#[derive(Debug, Default)]
pub(super) struct Kept {
    users: Vec<User>,
    file: Option<PathBuf>,
}

impl Kept {
    /// The users of the file, if it is there.
    pub(super) fn open(file: Option<PathBuf>) -> Result<Self, DataError> {
        let Some(path) = file.as_ref().filter(|path| path.exists()) else {
            return Ok(Self {
                users: Vec::new(),
                file,
            });
        };
        let error = |source| DataError {
            folder: path.clone(),
            source,
        };
        let text = fs::read(path).map_err(error)?;
        let users = serde_json::from_slice(&text).map_err(|why| error(why.into()))?;
        Ok(Self { users, file })
    }

    /// The user of a name or an address, whatever the case of its letters.
    pub(super) fn find(&mut self, name: &str) -> Result<&mut User, PoolError> {
        let same = |user: &&mut User| {
            user.name.eq_ignore_ascii_case(name)
                || user.alias().is_some_and(|it| it.eq_ignore_ascii_case(name))
        };
        self.users.iter_mut().find(same).ok_or(PoolError::NoUser)
    }

    /// Sees that nobody but this user has the address that attributes give them.
    pub(super) fn check_alias(&self, name: &str, given: &Attributes) -> Result<(), PoolError> {
        let Some(email) = given.get("email") else {
            return Ok(());
        };
        let taken = self.users.iter().any(|user| {
            let alias = user.alias();
            !user.name.eq_ignore_ascii_case(name)
                && alias.is_some_and(|it| it.eq_ignore_ascii_case(email))
        });
        if taken {
            return Err(PoolError::AliasExists);
        }
        Ok(())
    }

    /// Writes the file no more.
    pub(super) fn close(&mut self) {
        self.file = None;
    }

    pub(super) fn len(&self) -> usize {
        self.users.len()
    }

    pub(super) fn add(&mut self, user: User) {
        self.users.push(user);
    }

    /// Writes a second file, then renames it: a process that is killed meanwhile leaves the old one. What can't be
    /// written is lost with the process.
    pub(super) fn save(&self) {
        let Some(file) = &self.file else { return };
        let text = serde_json::to_vec(&self.users).unwrap_or_default();
        let beside = file.with_extension("new");
        if let Err(error) = fs::write(&beside, text).and_then(|()| fs::rename(&beside, file)) {
            tracing::error!(%error, "users_not_kept");
        }
    }
}
