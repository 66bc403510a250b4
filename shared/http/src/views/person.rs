//! A person, as shown to themselves and to the concierge.

use anteroom_domain::account::{Account, AccountProblem, AccountStatus};
use anteroom_domain::pending::PendingContact;
use anteroom_domain::person::{MailProblem, MailProblemKind, Person, Reminders};
use anteroom_domain::values::{
    EmailAddress, Language, PersonId, PhoneCountries, PhoneNumber, Role,
};
use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize};
use utoipa::ToSchema;

use super::PendingContactView;
use crate::{FieldCode, Fields, Problem, formats, maybe_object, words};

/// A person.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Person)]
pub struct PersonView {
    #[schema(value_type = formats::PersonId)]
    id: String,
    #[schema(value_type = formats::PersonName)]
    name: String,
    #[schema(value_type = formats::Email)]
    email: String,
    /// Their number for texts and calls.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<formats::PhoneNumber>)]
    phone: Option<String>,
    /// The time zone in which times are shown to them.
    #[schema(value_type = formats::TimeZone)]
    time_zone: String,
    /// The language of the messages to them.
    #[schema(value_type = words::LanguageTag)]
    language: String,
    /// The reminders that they want.
    #[schema(value_type = RemindersView)]
    reminders: Reminders,
    /// Why mail does not reach them. No mail is sent to the address until somebody changes it, or
    /// confirms it by sending the same address again.
    #[serde(skip_serializing_if = "Option::is_none")]
    mail_problem: Option<MailProblemView>,
    /// What they have changed of their address and number themselves and not confirmed yet. Until then it
    /// does not count.
    #[serde(skip_serializing_if = "Option::is_none")]
    pending_contact: Option<PendingContactView>,
    /// Whether they can sign in; only the concierge sees it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<words::AccountStatusName>)]
    account: Option<AccountStatus>,
    /// Why their account can't be made or changed until the concierge changes their address or invites them again; only
    /// the concierge sees it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<words::AccountProblemName>)]
    account_problem: Option<AccountProblem>,
    /// Rises by one with each change; also the ETag.
    version: u64,
}

/// The reminders that a person wants before a session.
#[derive(Debug, ToSchema)]
#[schema(as = Reminders)]
pub struct RemindersView {
    /// 36 hours before.
    #[schema(rename = "PT36H")]
    _hours_36: bool,
    /// 24 hours before.
    #[schema(rename = "PT24H")]
    _hours_24: bool,
    /// 1 hour before.
    #[schema(rename = "PT1H")]
    _hour_1: bool,
}

/// Why no mail is sent to an address any more.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MailProblem)]
pub struct MailProblemView {
    /// The address.
    #[schema(value_type = formats::Email)]
    address: String,
    /// Why.
    #[schema(value_type = words::MailProblemKindName)]
    kind: MailProblemKind,
    /// When the mail service reported it.
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
}

/// Who has an email address.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = ContactHolder)]
pub struct HolderView {
    #[schema(value_type = formats::PersonId)]
    id: String,
    /// Their role.
    #[schema(value_type = words::ActorRole)]
    role: Role,
    #[schema(value_type = formats::PersonName)]
    name: String,
}

/// A new person.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(as = NewPerson)]
pub struct PersonBody {
    /// The user name that they have in the user pool already, if they do. Without it they get a new id; the account of a
    /// provider or a concierge is made then.
    #[schema(value_type = Option<formats::PersonId>)]
    id: Option<String>,
    #[schema(value_type = formats::PersonName)]
    name: Option<String>,
    #[schema(value_type = formats::Email)]
    email: Option<String>,
    /// Their number for texts and calls. A member needs one for phone sessions.
    #[schema(value_type = Option<formats::PhoneNumber>)]
    phone: Option<String>,
    /// The time zone in which times are shown to them.
    #[schema(value_type = formats::TimeZone)]
    time_zone: Option<String>,
    /// The language of the messages to them; the default is English.
    #[schema(value_type = Option<words::LanguageTag>)]
    language: Option<String>,
    /// The reminders that they want; the default is all.
    #[serde(default, deserialize_with = "maybe_object")]
    reminders: Option<RemindersPatch>,
    /// Whether they may have an address that somebody else has, as a family may; the default is no.
    #[serde(default)]
    pub shared_contact: bool,
}

/// A change of a person. Absent fields stay unchanged.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PersonPatch {
    #[schema(value_type = Option<formats::PersonName>)]
    name: Option<String>,
    /// A new address makes earlier links of a member void. The same address again confirms that mail
    /// reaches them, and takes back what waits to be confirmed.
    #[schema(value_type = Option<formats::Email>)]
    email: Option<String>,
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<formats::NewPhoneNumber>)]
    phone: Option<Option<String>>,
    #[schema(value_type = Option<formats::TimeZone>)]
    time_zone: Option<String>,
    #[schema(value_type = Option<words::LanguageTag>)]
    language: Option<String>,
    #[serde(default, deserialize_with = "maybe_object")]
    reminders: Option<RemindersPatch>,
    /// Whether they may have an address that somebody else has, as a family may; the default is no.
    /// Only the concierge may say so.
    #[serde(default)]
    pub shared_contact: bool,
}

/// Reminders to turn on or off. Absent ones stay unchanged.
#[derive(Clone, Copy, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RemindersPatch {
    #[serde(rename = "PT36H")]
    hours_36: Option<bool>,
    #[serde(rename = "PT24H")]
    hours_24: Option<bool>,
    #[serde(rename = "PT1H")]
    hour_1: Option<bool>,
}

impl From<&Person> for PersonView {
    fn from(person: &Person) -> Self {
        Self {
            id: person.id.to_string(),
            name: person.name.to_string(),
            email: person.email.to_string(),
            phone: person.phone.as_ref().map(ToString::to_string),
            time_zone: person.zone.to_string(),
            language: person.language.to_string(),
            reminders: person.reminders,
            mail_problem: person.mail_problem.as_ref().map(MailProblemView::from),
            pending_contact: PendingContactView::of(&person.pending),
            account: None,
            account_problem: None,
            version: person.version,
        }
    }
}

impl PersonView {
    /// The person with what the concierge sees of their account.
    pub fn with_account(person: &Person, account: Option<&Account>) -> Self {
        Self {
            account: Some(Account::status(account)),
            account_problem: account.and_then(|account| account.problem),
            ..Self::from(person)
        }
    }
}

impl From<&Person> for HolderView {
    fn from(person: &Person) -> Self {
        Self {
            id: person.id.to_string(),
            role: person.role,
            name: person.name.to_string(),
        }
    }
}

impl From<&MailProblem> for MailProblemView {
    fn from(problem: &MailProblem) -> Self {
        Self {
            address: problem.address.to_string(),
            kind: problem.kind,
            at: problem.at,
        }
    }
}

impl PersonBody {
    /// Whether an id is given: that of an account that is there.
    pub fn has_id(&self) -> bool {
        self.id.is_some()
    }

    /// The person, with a new id if none is given; 422 with all errors.
    pub fn into_person(
        self,
        role: Role,
        countries: &PhoneCountries,
        draw: impl FnOnce() -> PersonId,
    ) -> Result<Person, Problem> {
        let mut fields = Fields::default();
        let id = fields.optional("/id", self.id.as_deref());
        let name = fields.required("/name", self.name.as_deref());
        let email = fields.required("/email", self.email.as_deref());
        let phone = new_phone(&mut fields, self.phone.as_deref(), None, countries);
        let zone = fields.required("/timeZone", self.time_zone.as_deref());
        let language = fields.optional("/language", self.language.as_deref());
        let reminders = self
            .reminders
            .unwrap_or_default()
            .over(Reminders::default());
        let person = name
            .zip(email)
            .zip(zone)
            .map(|((name, email), zone)| Person {
                id: id.unwrap_or_else(draw),
                role,
                name,
                email,
                phone,
                zone,
                language: language.unwrap_or(Language::English),
                reminders,
                mail_problem: None,
                link_epoch: 0,
                contact_change: None,
                pending: PendingContact::default(),
                version: 1,
            });
        fields.finish(person)
    }
}

impl PersonPatch {
    /// The person after the change, with the next version; 422 with all errors. A given address or number
    /// takes the place of what waited to be confirmed.
    pub fn apply(&self, person: Person, countries: &PhoneCountries) -> Result<Person, Problem> {
        let mut fields = Fields::default();
        let name = fields.optional("/name", self.name.as_deref());
        let email: Option<EmailAddress> = fields.optional("/email", self.email.as_deref());
        let phone = self.phone.as_ref().map(|phone| {
            let stored = person.phone.as_ref();
            new_phone(&mut fields, phone.as_deref(), stored, countries)
        });
        let zone = fields.optional("/timeZone", self.time_zone.as_deref());
        let language = fields.optional("/language", self.language.as_deref());
        let reminders = self.reminders.unwrap_or_default().over(person.reminders);
        let before = person.pending;
        let pending = PendingContact {
            email: before.email.filter(|_| email.is_none()),
            sms: before.sms.filter(|_| phone.is_none()),
        };
        // A person who gives an address confirms that it works, even if it is the same as before.
        let mail_problem = person.mail_problem.filter(|_| email.is_none());
        let is_elsewhere = email
            .as_ref()
            .is_some_and(|email| !email.is_same(&person.email));
        fields.finish(Some(Person {
            name: name.unwrap_or(person.name),
            email: email.unwrap_or(person.email),
            phone: phone.unwrap_or(person.phone),
            zone: zone.unwrap_or(person.zone),
            language: language.unwrap_or(person.language),
            reminders,
            mail_problem,
            link_epoch: person.link_epoch + u32::from(is_elsewhere),
            contact_change: person.contact_change,
            pending,
            version: person.version + 1,
            id: person.id,
            role: person.role,
        }))
    }
}

/// A number that somebody gives. One that is stored already may be of any country.
fn new_phone(
    fields: &mut Fields,
    given: Option<&str>,
    stored: Option<&PhoneNumber>,
    countries: &PhoneCountries,
) -> Option<PhoneNumber> {
    let phone = fields.optional("/phone", given)?;
    if stored != Some(&phone) && !countries.serve(&phone) {
        let why = "is a number of a country that the service does not call or text";
        fields.wrong("/phone", FieldCode::Invalid, why);
    }
    Some(phone)
}

impl RemindersPatch {
    fn over(self, reminders: Reminders) -> Reminders {
        Reminders {
            hours_36: self.hours_36.unwrap_or(reminders.hours_36),
            hours_24: self.hours_24.unwrap_or(reminders.hours_24),
            hour_1: self.hour_1.unwrap_or(reminders.hour_1),
        }
    }
}

/// A field that is present, even if it is null.
fn given<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Option<String>>, D::Error> {
    Option::deserialize(from).map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A number that is stored goes on working when its country is not listed any more (D4).
    #[test]
    fn a_stored_number_may_be_given_again_whatever_its_country() {
        let body = json(
            r#"{"name": "Mai", "email": "mai@example.com", "phone": "+14155550123",
            "timeZone": "Asia/Ho_Chi_Minh"}"#,
        );
        let draw = || "mem_mai".parse().unwrap();
        let every = PhoneCountries::default();
        let mai: PersonBody = serde_json::from_value(body).unwrap();
        let mai = mai.into_person(Role::Member, &every, draw).unwrap();

        let listed = "SG,VN".parse().unwrap();
        let changed = |patch| {
            let patch: PersonPatch = serde_json::from_value(json(patch)).unwrap();
            patch.apply(mai.clone(), &listed)
        };
        for patch in [r#"{"name": "Nguyen Mai"}"#, r#"{"phone": "+14155550123"}"#] {
            assert_eq!(changed(patch).unwrap().phone, mai.phone, "{patch}");
        }
        let moved = changed(r#"{"phone": "+84912345678"}"#).unwrap();
        assert_ne!(moved.phone, mai.phone);
        assert_eq!(changed(r#"{"phone": null}"#).unwrap().phone, None);
        assert!(changed(r#"{"phone": "+14155550124"}"#).is_err());
    }

    fn json(text: &str) -> serde_json::Value {
        serde_json::from_str(text).unwrap()
    }
}
