//! Pages of lists, and the signed cursors between them.

use std::fmt;

use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::{FieldCode, Fields, Problem};

/// The most items on a page.
const MOST: u32 = 100;
/// The default number of items on a page.
const USUAL: u32 = 20;

/// The key that signs cursors, so that clients can't make up positions.
#[derive(Clone)]
pub struct CursorKey {
    signs: EncodingKey,
    verifies: DecodingKey,
}

impl CursorKey {
    /// A key from a secret.
    pub fn new(secret: &[u8]) -> Self {
        Self {
            signs: EncodingKey::from_secret(secret),
            verifies: DecodingKey::from_secret(secret),
        }
    }
}

impl fmt::Debug for CursorKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CursorKey(…)")
    }
}

/// The paging parameters of a list.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PageQuery {
    /// The most items on the page.
    #[param(value_type = Option<u8>, minimum = 1, maximum = 100, default = 20)]
    limit: Option<String>,
    /// The `nextCursor` of the previous page; without it, the first page is returned.
    #[param(pattern = "^[A-Za-z0-9_.-]+$")]
    cursor: Option<String>,
}

/// One page of a list.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Page<T> {
    /// The items of this page.
    pub items: Vec<T>,
    /// The cursor of the next page; null on the last page.
    #[schema(required)]
    pub next_cursor: Option<String>,
}

/// The token of a cursor: the list, and the position in it.
#[derive(Serialize, Deserialize)]
struct Token<P> {
    aud: String,
    list: String,
    at: P,
}

impl PageQuery {
    /// How many items; 422 unless it is 1 to 100.
    pub fn limit(&self) -> Result<i32, Problem> {
        let Some(limit) = &self.limit else {
            return Ok(USUAL as i32);
        };
        let mut fields = Fields::default();
        let number = fields.parsed::<u32>("?limit", limit).filter(|limit| {
            let fits = (1..=MOST).contains(limit);
            if !fits {
                fields.wrong(
                    "?limit",
                    FieldCode::OutOfRange,
                    format!("must be 1 to {MOST}"),
                );
            }
            fits
        });
        fields.finish(number.map(|limit| limit as i32))
    }

    /// The start of the page in the list with this name; 400 if the cursor is not ours or belongs
    /// to another list.
    pub fn position<P: DeserializeOwned>(
        &self,
        key: &CursorKey,
        list: &str,
    ) -> Result<Option<P>, Problem> {
        let Some(cursor) = &self.cursor else {
            return Ok(None);
        };
        let bad = || Problem::malformed("The cursor does not belong to this list.");
        let mut rules = Validation::new(Algorithm::HS256);
        rules.set_audience(&[AUDIENCE]);
        rules.set_required_spec_claims(&["aud"]);
        rules.validate_exp = false;
        let token =
            jsonwebtoken::decode::<Token<P>>(cursor, &key.verifies, &rules).map_err(|_| bad())?;
        (token.claims.list == list)
            .then_some(Some(token.claims.at))
            .ok_or_else(bad)
    }
}

impl<T> Page<T> {
    /// A page of the list with this name, and the position of the next page.
    pub fn new(items: Vec<T>, next: Option<impl Serialize>, key: &CursorKey, list: &str) -> Self {
        let next_cursor = next.map(|at| {
            let token = Token {
                aud: AUDIENCE.to_owned(),
                list: list.to_owned(),
                at,
            };
            jsonwebtoken::encode(&Header::new(Algorithm::HS256), &token, &key.signs)
                .expect("a secret signs any claims, and these are plain data")
        });
        Self { items, next_cursor }
    }
}

/// The audience that distinguishes cursors from other tokens signed with the same secret.
const AUDIENCE: &str = "anteroom:cursor";
