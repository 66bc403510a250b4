//! A folder for what is temporary.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

/// A folder that is gone after the test.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new() -> Self {
        let name = format!("anteroom-versions-{:x}", fastrand::u128(..));
        let folder = std::env::temp_dir().join(name);
        fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    /// Makes a file in it that is another.
    pub(crate) fn link(&self, name: &str, to: &Path) {
        symlink(to, self.0.join(name)).unwrap();
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What is left is in the folder for what is temporary.
        let _ = fs::remove_dir_all(&self.0);
    }
}
