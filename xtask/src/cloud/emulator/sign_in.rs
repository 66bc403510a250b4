//! Signing in on the pool's own pages, as whoever was invited does.

use super::client::{self, Reply, between};
use super::walk::Walk;
use crate::failure::Failure;

/// What the concierge and the provider choose when they sign in with an invitation.
pub(super) const OWN_PASSWORD: &str = "a long enough password";

/// A verifier and its challenge, from RFC 7636, appendix B.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

impl Walk {
    /// Signs in by an invitation, and chooses a password.
    pub(super) fn accept(&self, email: &str, invitation: &str) -> Result<String, Failure> {
        let password = between(invitation, "<strong>", "</strong>")?;
        self.sign_in(email, &password.replace("&amp;", "&"))
    }

    /// Signs in on the pool's own pages, and gives the access token.
    pub(super) fn sign_in(&self, email: &str, password: &str) -> Result<String, Failure> {
        let back = format!("redirect_uri={}/signed-in", self.portal);
        let client = format!("client_id={}", self.client_id);
        let (user, typed) = (format!("username={email}"), format!("password={password}"));
        let challenge = format!("code_challenge={CHALLENGE}");
        let first = [
            client.as_str(),
            &back,
            "response_type=code",
            "scope=openid email profile",
            "code_challenge_method=S256",
            &challenge,
            &user,
            &typed,
        ];
        let mut answer = self.form("/login", &first)?;
        if answer.header("Location").is_none() {
            let page = answer
                .expect("The page for a password of one's own", 200)?
                .body;
            let known = format!(
                "np_token={}",
                between(&page, "name=\"np_token\" value=\"", "\"")?
            );
            let (own, same) = (
                format!("new_password={OWN_PASSWORD}"),
                format!("confirm_password={OWN_PASSWORD}"),
            );
            answer = self.form("/login", &[&known, &own, &same])?;
        }
        let to = answer.header("Location").unwrap_or_default().to_owned() + "&";
        let code = format!("code={}", between(&to, "code=", "&")?);
        let verifier = format!("code_verifier={VERIFIER}");
        let grant = "grant_type=authorization_code";
        let tokens = self.form("/oauth2/token", &[grant, &client, &back, &code, &verifier])?;
        let tokens = tokens.expect("A code for tokens", 200)?.json()?;
        Ok(tokens["access_token"]
            .as_str()
            .unwrap_or_default()
            .to_owned())
    }

    fn form(&self, path: &str, fields: &[&str]) -> Result<Reply, Failure> {
        let fields = fields.iter().flat_map(|field| ["--data-urlencode", field]);
        client::ask(self.port, "localhost", path, &fields.collect::<Vec<_>>())
    }
}
