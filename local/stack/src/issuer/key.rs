//! The issuer's RSA key: read from its file, or made.

use std::path::Path;
use std::{fs, io};

use aws_lc_rs::encoding::AsDer;
use aws_lc_rs::rsa::{KeyPair, KeySize};

/// What precedes the PKCS#1 key in the PKCS#8 form of a 2048-bit RSA key: lengths and the
/// algorithm's name, always of the same size (RFC 5958, RFC 8017 appendix A).
const PKCS8_PREFIX: usize = 26;

/// The issuer could not get a key.
#[derive(Debug, thiserror::Error)]
pub enum IssuerError {
    /// No key could be made.
    #[error("no RSA key could be made")]
    Generate,
    /// The key's file could not be read or written.
    #[error("the issuer's key file")]
    File(#[from] io::Error),
    /// What is in the file is not an RSA key.
    #[error("the issuer's key file does not hold a key of ours")]
    Key(#[from] jsonwebtoken::errors::Error),
}

/// The private key in PKCS#1 form: from the file if it is there, otherwise new (and kept).
pub(super) fn private_key(file: Option<&Path>) -> Result<Vec<u8>, IssuerError> {
    if let Some(file) = file.filter(|file| file.exists()) {
        return Ok(fs::read(file)?);
    }
    let pair = KeyPair::generate(KeySize::Rsa2048).map_err(|_| IssuerError::Generate)?;
    let pkcs8 = AsDer::<aws_lc_rs::encoding::Pkcs8V1Der<'_>>::as_der(&pair)
        .map_err(|_| IssuerError::Generate)?;
    let key = pkcs8
        .as_ref()
        .get(PKCS8_PREFIX..)
        .ok_or(IssuerError::Generate)?;
    if let Some(file) = file {
        fs::write(file, key)?;
    }
    Ok(key.to_vec())
}
