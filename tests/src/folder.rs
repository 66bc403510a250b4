//! A folder for what is temporary.

use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// A folder that is gone after the test.
pub struct Folder(PathBuf);

impl Folder {
    /// A new one, without files.
    pub fn new() -> Self {
        let name = format!("anteroom-tests-{:x}", fastrand::u128(..));
        let folder = env::temp_dir().join(name);
        fs::create_dir_all(&folder).expect("there is room for what is temporary");
        Self(folder)
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// A copy of its files.
    pub fn copied(&self) -> Self {
        let copy = Self::new();
        for file in fs::read_dir(&self.0).expect("it is there") {
            let file = file.expect("its files can be listed");
            fs::copy(file.path(), copy.0.join(file.file_name())).expect("they can be copied");
        }
        copy
    }

    /// Makes a file in it that is another.
    pub fn link(&self, name: &str, to: &Path) {
        symlink(to, self.0.join(name)).expect("the name is free");
    }
}

impl Default for Folder {
    fn default() -> Self {
        Self::new()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What is left is in the folder for what is temporary.
        let _ = fs::remove_dir_all(&self.0);
    }
}
