//! Keeps the meetings in a file, so that a service that is started again goes on with them.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use crate::record::Record;

/// The file that has the meetings, with the tokens of their attendees.
#[derive(Debug)]
pub(crate) struct Data {
    path: PathBuf,
    is_closed: AtomicBool,
}

impl Data {
    pub(crate) fn at(path: &Path) -> Self {
        Self {
            path: path.to_owned(),
            is_closed: AtomicBool::new(false),
        }
    }

    /// Has nothing written any more.
    pub(crate) fn close(&self) {
        self.is_closed.store(true, Ordering::SeqCst);
    }

    /// Reads the meetings; none if there is no file yet.
    pub(crate) fn read(&self) -> io::Result<Vec<Record>> {
        match fs::read(&self.path) {
            Ok(bytes) => Ok(serde_json::from_slice(&bytes)?),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
            Err(error) => Err(error),
        }
    }

    /// Writes the meetings to a second file, then renames it: a process that is killed meanwhile leaves the old ones.
    pub(crate) fn write(&self, records: &[&Record]) -> io::Result<()> {
        if self.is_closed.load(Ordering::SeqCst) {
            return Ok(());
        }
        let mut beside = self.path.clone().into_os_string();
        beside.push(".new");
        let mut file = private(Path::new(&beside))?;
        file.write_all(&serde_json::to_vec(records)?)?;
        fs::rename(&beside, &self.path)
    }
}

/// Opens a file that only its owner reads: it has what lets people in.
fn private(path: &Path) -> io::Result<fs::File> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
