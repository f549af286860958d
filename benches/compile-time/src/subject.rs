//! A generated crate.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

pub(crate) struct Subject {
    pub(crate) name: &'static str,
    dependency: String,
    pub(crate) source: String,
}

impl Subject {
    pub(crate) fn new(name: &'static str, dependency: String, source: String) -> Self {
        Subject { name, dependency, source }
    }

    pub(crate) fn is_ours(&self) -> bool {
        self.name.starts_with("imap-dal")
    }

    pub(crate) fn folder(&self, parent: &Path) -> PathBuf {
        parent.join(self.package())
    }

    pub(crate) fn write(&self, parent: &Path) -> io::Result<()> {
        let folder = self.folder(parent);
        fs::create_dir_all(folder.join("src"))?;
        let (package, dependency) = (self.package(), &self.dependency);
        let manifest = format!(
            "[workspace]\n\n[package]\nname = \"{package}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n{dependency}\n"
        );
        fs::write(folder.join("Cargo.toml"), manifest)?;
        self.touch(parent)
    }

    /// Makes cargo think that the source has changed.
    pub(crate) fn touch(&self, parent: &Path) -> io::Result<()> {
        fs::write(self.folder(parent).join("src/lib.rs"), &self.source)
    }

    fn package(&self) -> String {
        let words = self.name.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| !word.is_empty());
        words.map(str::to_lowercase).collect::<Vec<_>>().join("-")
    }
}
