//! The texts of emails.

use super::*;

/// The variants of an email of one kind, each with its name.
fn variants(kind: Kind) -> Vec<(String, Message)> {
    let mut variants = Vec::new();
    for session_type in [SessionType::Video, SessionType::Phone] {
        for side in Side::BOTH {
            if !is_sent(kind, side, session_type) {
                continue;
            }
            let name = format!("{session_type:?}, to the {side:?}");
            let message = email(kind, side, session_type);
            if kind == Kind::NoShow {
                let mut other = message.clone();
                other.facts.no_show = Some(Side::Provider);
                if side == Side::Member && session_type == SessionType::Video {
                    let mut waited = other.clone();
                    waited.facts.member_waited = true;
                    variants.push((format!("{name}, who waited in vain"), waited));
                }
                variants.push((format!("{name}, without the Provider"), other));
                let mut neither = message.clone();
                neither.facts.nobody_came = true;
                variants.push((format!("{name}, without anybody"), neither));
            }
            if kind == Kind::Reminder && side == Side::Member {
                let mut early = message.clone();
                early.facts.lead = Some(Lead::Hours36);
                variants.push((format!("{name}, 36 hours before"), early));
            }
            variants.push((name, message));
        }
    }
    variants
}

#[test]
fn emails_read_as_they_should() {
    for language in Language::ALL {
        for kind in EMAILS {
            let shown = variants(kind).into_iter().map(|(name, message)| {
                let email = read(&read_in(language, message));
                let text = without_token(&email.text);
                format!("=== {name}\nSubject: {}\n\n{text}", email.subject)
            });
            let name = format!("{}_{kind:?}", language.as_str());
            insta::assert_snapshot!(name, shown.collect::<Vec<_>>().join("\n"));
        }
    }
}

#[test]
fn an_email_has_the_headers_that_mail_programs_want() {
    let confirmation = email(Kind::Confirmation, Side::Member, SessionType::Video);
    insta::assert_snapshot!(read(&confirmation).headers, @r#"
    From: "Calm Harbour" <no-reply@mail.example.com>
    To: =?utf-8?b?Tmd1eeG7hW4gVGjhu4sgTWFp?= <mai@example.com>
    Subject: Video session confirmed: Mon 23 Nov 2026, 10:00 (Ho Chi Minh)
    Date: Sat, 21 Nov 2026 08:30:00 +0000
    Message-ID: <dlv_01JD3Z5T3Q8K8A3V6W5N2M1P0R@mail.example.com>
    Auto-Submitted: auto-generated
    MIME-Version: 1.0
    Content-Type: multipart/mixed;
     boundary="parts-dlv_01JD3Z5T3Q8K8A3V6W5N2M1P0R"
    "#);
    let reminder = email(Kind::Reminder, Side::Provider, SessionType::Video);
    insta::assert_snapshot!(read(&read_in(Language::Vietnamese, reminder)).headers, @r#"
    From: "Calm Harbour" <no-reply@mail.example.com>
    To: "Lan Tran" <lan@example.com>
    Subject: =?utf-8?b?Tmjhuq9jIGzhu4tjaCBideG7lWkgaOG6uW4=?= qua video:
     =?utf-8?b?dGjhu6k=?= Hai, 23/11/2026, 11:00 =?utf-8?b?KGdp4bud?= Singapore)
    Date: Sat, 21 Nov 2026 08:30:00 +0000
    Message-ID: <dlv_01JD3Z5T3Q8K8A3V6W5N2M1P0R@mail.example.com>
    Auto-Submitted: auto-generated
    MIME-Version: 1.0
    Content-Type: multipart/alternative;
     boundary="alternatives-dlv_01JD3Z5T3Q8K8A3V6W5N2M1P0R"
    "#);
}

#[test]
fn a_reminder_speaks_by_how_near_the_session_is() {
    let said = |lead, language| {
        let mut message = email(Kind::Reminder, Side::Member, SessionType::Video);
        message.facts.lead = Some(lead);
        let email = read(&read_in(language, message));
        (
            ["starts soon", "sắp bắt đầu"]
                .iter()
                .any(|w| email.html.contains(w)),
            ["move or cancel", "đổi giờ hoặc hủy"]
                .iter()
                .any(|w| email.text.contains(w)),
        )
    };
    for language in Language::ALL {
        assert_eq!(said(Lead::Hours36, language), (false, true));
        assert_eq!(said(Lead::Hours24, language), (false, false));
        assert_eq!(said(Lead::Hour1, language), (true, false));
    }
}

#[test]
fn who_cancelled_is_said_as_the_reader_would() {
    let sentence = |by: Option<Role>, side, language| {
        let mut message = email(Kind::Cancellation, side, SessionType::Video);
        message.facts.cancelled_by = by;
        let text = read(&read_in(language, message)).text;
        format!("{by:?} to {side:?}: {}", text.lines().nth(2).unwrap())
    };
    let mut shown = Vec::new();
    for language in Language::ALL {
        for side in [Side::Provider, Side::Member] {
            for by in [
                Some(Role::Provider),
                Some(Role::Member),
                Some(Role::Concierge),
                Some(Role::System),
                None,
            ] {
                shown.push(sentence(by, side, language));
            }
        }
    }
    insta::assert_snapshot!(shown.join("\n"), @r"
    Some(Provider) to Provider: You’ve cancelled your session with Nguyễn Thị Mai.
    Some(Member) to Provider: Nguyễn Thị Mai has cancelled your session.
    Some(Concierge) to Provider: The team of Calm Harbour has cancelled your session with Nguyễn Thị Mai.
    Some(System) to Provider: Your session with Nguyễn Thị Mai is cancelled.
    None to Provider: Your session with Nguyễn Thị Mai is cancelled.
    Some(Provider) to Member: Lan Tran has cancelled your session.
    Some(Member) to Member: You’ve cancelled your session with Lan Tran.
    Some(Concierge) to Member: The team of Calm Harbour has cancelled your session with Lan Tran.
    Some(System) to Member: Your session with Lan Tran is cancelled.
    None to Member: Your session with Lan Tran is cancelled.
    Some(Provider) to Provider: Anh/chị đã hủy buổi hẹn với Nguyễn Thị Mai.
    Some(Member) to Provider: Nguyễn Thị Mai đã hủy buổi hẹn với anh/chị.
    Some(Concierge) to Provider: Đội ngũ Calm Harbour đã hủy buổi hẹn của anh/chị với Nguyễn Thị Mai.
    Some(System) to Provider: Buổi hẹn của anh/chị với Nguyễn Thị Mai đã bị hủy.
    None to Provider: Buổi hẹn của anh/chị với Nguyễn Thị Mai đã bị hủy.
    Some(Provider) to Member: Lan Tran đã hủy buổi hẹn với anh/chị.
    Some(Member) to Member: Anh/chị đã hủy buổi hẹn với Lan Tran.
    Some(Concierge) to Member: Đội ngũ Calm Harbour đã hủy buổi hẹn của anh/chị với Lan Tran.
    Some(System) to Member: Buổi hẹn của anh/chị với Lan Tran đã bị hủy.
    None to Member: Buổi hẹn của anh/chị với Lan Tran đã bị hủy.
    ");
}

/// M4: an email that is sent again is identical.
#[test]
fn each_attempt_gives_the_same_bytes() {
    for kind in EMAILS {
        let message = email(kind, Side::Member, SessionType::Video);
        assert_eq!(raw(&message), raw(&message));
    }
}

#[test]
fn a_kind_goes_only_by_its_channel() {
    let by_email = email(Kind::Confirmation, Side::Member, SessionType::Phone);
    let by_sms = text(Kind::Introduction, Side::Member, SessionType::Phone);
    let refused = |kind, address: &Address| {
        let mut crossed = by_email.clone();
        crossed.kind = kind;
        crossed.to.address = address.clone();
        matches!(render(&crossed, &settings()), Err(RenderError::Channel))
    };
    for kind in EMAILS {
        let is_both = TEXTS.iter().any(|(text, _)| *text == kind);
        assert!(!refused(kind, &by_email.to.address), "{kind:?}");
        assert_eq!(refused(kind, &by_sms.to.address), !is_both, "{kind:?}");
    }
    for (kind, _) in TEXTS {
        let is_both = EMAILS.contains(&kind);
        assert!(!refused(kind, &by_sms.to.address), "{kind:?}");
        assert_eq!(refused(kind, &by_email.to.address), !is_both, "{kind:?}");
    }
}
