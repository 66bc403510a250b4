//! The folder that keeps a stack's data between its runs.

use std::path::{Path, PathBuf};
use std::{fs, io};

use uuid::Uuid;

/// The data folder can't be used.
#[derive(Debug, thiserror::Error)]
#[error("the data folder {} can't be used", .folder.display())]
pub struct DataError {
    /// The folder.
    pub folder: PathBuf,
    /// Why not.
    pub source: io::Error,
}

/// What outlives the process, in the folder that keeps the data.
pub(super) struct Data<'a> {
    folder: Option<&'a Path>,
}

impl<'a> Data<'a> {
    /// Opens the folder, which is made if it isn't there; without one, nothing is kept.
    pub(super) fn open(folder: Option<&'a Path>) -> Result<Self, DataError> {
        if let Some(folder) = folder {
            fs::create_dir_all(folder).map_err(|source| data_error(folder, source))?;
        }
        Ok(Self { folder })
    }

    /// Whether anything outlives the process.
    pub(super) fn keeps(&self) -> bool {
        self.folder.is_some()
    }

    /// Where a file of this name is kept, if anything is.
    pub(super) fn file(&self, name: &str) -> Option<PathBuf> {
        self.folder.map(|folder| folder.join(name))
    }

    /// The value of every secret of the template: 64 random hexadecimal digits, kept with the
    /// data so that links in emails stay good.
    pub(super) fn secret(&self) -> Result<String, DataError> {
        let random = || {
            [Uuid::new_v4(), Uuid::new_v4()]
                .map(|half| half.simple().to_string())
                .concat()
        };
        let Some((folder, file)) = self.folder.zip(self.file("secret")) else {
            return Ok(random());
        };
        if file.exists() {
            return fs::read_to_string(&file).map_err(|source| data_error(folder, source));
        }
        let secret = random();
        fs::write(&file, &secret).map_err(|source| data_error(folder, source))?;
        Ok(secret)
    }
}

fn data_error(folder: &Path, source: io::Error) -> DataError {
    DataError {
        folder: folder.to_owned(),
        source,
    }
}
