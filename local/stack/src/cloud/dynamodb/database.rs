//! The database that has the table: SQLite, in this process.

use std::path::Path;
use std::sync::Arc;

use dynoxide::storage::Storage;
use dynoxide::{DynoxideError, Item};
use futures_util::FutureExt;

use super::writes::Schema;
use crate::clock::Clock;

/// How a database that is gone with the process is kept: 4 MiB of its pages in memory, and all of
/// them in a file without a name. Each commit looks through the changed pages that are not in the
/// file yet, up to a quarter of those in memory. In a database of memory only it would look through
/// all pages, and the more were stored, the slower it was.
const TEMPORARY: &str = "PRAGMA journal_mode = MEMORY; PRAGMA cache_size = -4096;";

/// An open database. It serves one call at a time.
pub(super) struct Database(Storage);

impl Database {
    /// Opens a database that is gone with the process.
    pub(super) fn temporary(clock: &Clock) -> Result<Self, DynoxideError> {
        // SQLite takes the empty name for a temporary database.
        let database = Self::in_file(Path::new(""), clock)?;
        database.0.conn().execute_batch(TEMPORARY)?;
        Ok(database)
    }

    /// Opens a database that is kept in a file.
    pub(super) fn in_file(file: &Path, clock: &Clock) -> Result<Self, DynoxideError> {
        let storage = Storage::new(&file.to_string_lossy())?;
        let clock = Arc::new(TableClock(clock.clone()));
        Ok(Self(storage.with_clock(clock)))
    }

    /// Carries an action of the database out.
    pub(super) fn run<'a, T, F>(
        &'a self,
        action: impl FnOnce(&'a Storage) -> F,
    ) -> Result<T, DynoxideError>
    where
        F: Future<Output = Result<T, DynoxideError>>,
    {
        // The actions are futures for the sake of databases in browsers. Here they never wait.
        let waits = || DynoxideError::InternalServerError("the database waits".to_owned());
        action(&self.0).now_or_never().ok_or_else(waits)?
    }

    /// Whether a table has a stream of the database's own.
    pub(super) fn has_stream(&self, table: &str) -> Result<bool, DynoxideError> {
        let metadata = self.0.get_table_metadata(table)?;
        Ok(metadata.is_some_and(|metadata| metadata.stream_enabled))
    }

    /// An item of the table as it is stored; none if there is none, or the key is no key.
    pub(super) fn stored(&self, schema: &Schema, key: &Item) -> Option<Item> {
        let text = |name: &String| key.get(name)?.to_key_string();
        let partition = text(&schema.key.partition)?;
        let sort = match &schema.key.sort {
            Some(name) => text(name)?,
            None => String::new(),
        };
        let item = self.0.get_item(&schema.name, &partition, &sort).ok()??;
        serde_json::from_str(&item).ok()
    }
}

/// The stack's clock, as the database asks for it.
struct TableClock(Clock);

impl dynoxide::storage_backend::Clock for TableClock {
    fn now_unix_secs(&self) -> u64 {
        u64::try_from(self.0.now().as_second()).unwrap_or_default()
    }

    fn now_unix_secs_f64(&self) -> f64 {
        self.0.now().as_duration().as_secs_f64()
    }
}
