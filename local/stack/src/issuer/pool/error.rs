//! What the pool refuses, in the words of Cognito.

/// Why the pool refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PoolError {
    /// Somebody has the user name.
    #[error("User account already exists")]
    NameExists,
    /// Somebody else has the address.
    #[error("An account with the given email already exists.")]
    AliasExists,
    /// Nobody has this name or address.
    #[error("User does not exist.")]
    NoUser,
    /// There is no such group.
    #[error("Group not found.")]
    NoGroup,
    /// A user name may not look like an address, which is an alias.
    #[error("Username cannot be of email format, since user pool is configured for email alias.")]
    NameIsAddress,
    /// Only who has not signed in yet can be invited again.
    #[error("Resend not possible. User status is not FORCE_CHANGE_PASSWORD")]
    AlreadySignedIn,
    /// There is no address to send the invitation to.
    #[error("User has no email address to deliver the message to.")]
    NoAddress,
    /// The password is not theirs, or its time is over.
    #[error("Incorrect username or password.")]
    WrongPassword,
    /// They may not sign in any more.
    #[error("User is disabled.")]
    Disabled,
    /// The password of an invitation has to be replaced.
    #[error("Choose a new password.")]
    NewPasswordRequired,
    /// The new password is too short.
    #[error("Password did not conform with policy: Password not long enough")]
    ShortPassword,
    /// There is no address to send codes to, or the pool sends none.
    #[error("User does not have delivery config set to turn on EMAIL_OTP")]
    NoCodes,
    /// The code is another one.
    #[error("Invalid code provided, please request a code again.")]
    WrongCode,
    /// The sign-in took too long, or too many wrong codes were typed in it.
    #[error("Invalid session for the user, session is expired.")]
    SessionOver,
}
