use crate::markdown::address::*;

fn check(address: &str, expected: Result<&str, Reason>) {
    let judged = judge(address);
    let shown = match &judged {
        Ok(Address::Local { path, fragment: None }) => Ok(format!("file {path}")),
        Ok(Address::Local { path, fragment: Some(fragment) }) => Ok(format!("file {path} # {fragment}")),
        Ok(Address::External { scheme, address }) => Ok(format!("{scheme:?} {address}")),
        Err(reason) => Err(*reason),
    };
    assert_eq!(shown.as_deref(), expected.as_ref().copied(), "{address:?}");
}

#[test]
fn files_of_the_site() {
    check("../clusters/uca.en.md#history", Ok("file ../clusters/uca.en.md # history"));
    check("#history", Ok("file  # history"));
    check("logo.svg", Ok("file logo.svg"));
    check("logo.svg#", Ok("file logo.svg"));
    check("a%20b.pdf", Ok("file a b.pdf"));
    check("a b.pdf", Ok("file a b.pdf"));
    check("%D1%97.md#%D1%97", Ok("file ї.md # ї"));
    check("100%.md", Ok("file 100%.md"));
    check("./a:b", Ok("file ./a:b"));
}

#[test]
fn the_world_outside() {
    for address in [
        "https://example.org",
        "https://example.org:8443/a?b=c&d=%0A#e",
        "https://[2001:db8::1]:80/",
        "https://укр.укр/шлях",
        "https://e.org/a:b@c//d",
        "HTTPS://Example.org/",
    ] {
        check(address, Ok(&format!("Https {address}")));
    }
    check("http://127.0.0.1/", Ok("Http http://127.0.0.1/"));
    check("mailto:a.b+c@example.org", Ok("Mail mailto:a.b+c@example.org"));
    check(
        "mailto:a@e.org,b@e.org?subject=A%20b&Body=c%0D%0Ad",
        Ok("Mail mailto:a@e.org,b@e.org?subject=A%20b&Body=c%0D%0Ad"),
    );
    check("tel:+380-44-123-45-67;ext=8", Ok("Phone tel:+380-44-123-45-67;ext=8"));
}

#[test]
fn schemes_in_every_disguise() {
    for address in [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "javascript%3Aalert(1)",
        "java%73cript%3aalert(1)",
        "vbscript:x",
        "data:text/html,<script>alert(1)</script>",
        "data:image/svg+xml;base64,AAAA",
        "file:///etc/passwd",
        "blob:https://e.org/1",
        "view-source:https://e.org/",
        "ftp://e.org/",
        "ws://e.org/",
        "x:y",
        ":y",
        "1:2",
        "jаvascript:alert(1)",
        "java script:alert(1)",
    ] {
        check(address, Err(Reason::Scheme));
    }
    for address in [
        "java\tscript:alert(1)",
        "java\nscript:x",
        "\u{1}javascript:x",
        "java\0script:x",
        "\u{202e}a",
        "a\u{85}b",
        "%00a",
        "a%0ab",
        "#a%0ab",
        "https://e.org/%0d%0aa",
        "\u{feff}javascript:x",
    ] {
        check(address, Err(Reason::Character));
    }
    for address in [
        " javascript:x",
        "\u{a0}javascript:x",
        "\u{3000}https://e.org/",
        "a ",
        "%20a",
        "https://e.org/a b",
        "https:// e.org",
    ] {
        check(address, Err(Reason::Blank));
    }
}

#[test]
fn hosts_and_users_in_every_disguise() {
    check("//e.org/x", Err(Reason::OtherHost));
    check("///e.org/x", Err(Reason::OtherHost));
    check("/en/about/", Err(Reason::Absolute));
    check("%2f%2fe.org", Err(Reason::Absolute));
    for address in ["\\\\e.org\\x", "/\\e.org", "https:\\\\e.org", "a%5cb", "https://e.org\\@evil.org/"] {
        check(address, Err(Reason::Backslash));
    }
    for address in ["https://a@e.org/", "https://a:b@e.org/", "https://e.org:80@evil.org", "http://@e.org/"] {
        check(address, Err(Reason::UserInfo));
    }
    for address in [
        "https:e.org",
        "https:/e.org",
        "https:///e.org",
        "https://",
        "https:",
        "https://:80/",
        "https://e..org/",
        "https://-e.org/",
        "https://e%2eorg/",
        "https://e。org/",
        "https://[::1/",
        "https://[x]/",
        "https://a[::1]/",
        "https://<e>/",
    ] {
        check(address, Err(Reason::Host));
    }
    check("https://аpple.com/", Err(Reason::MixedScripts));
    check("mailto:a@аpple.com", Err(Reason::MixedScripts));
}

#[test]
fn recipients() {
    for address in [
        "mailto:",
        "mailto:a",
        "mailto:a@",
        "mailto:@b.c",
        "mailto:a@b",
        "mailto:a@b@c.org",
        "mailto:?subject=a",
        "mailto:a@b.org?attach=/etc/passwd",
        "mailto:a@b.org?subject=a%0d%0abcc:x",
        "mailto:a@b.org?x",
        "mailto:a%0ab@c.org",
        "mailto:\"a\"@b.org",
        "tel:",
        "tel:*21*1#",
        "tel:+",
        "tel:1;ext=",
        "tel:1;phone-context=x",
        "tel:%2a21",
        "mailto:office?cc=x@e.org",
        "mailto:office?attach=/etc/passwd&x=y@e.org",
        "mailto:a&attach=/etc/passwd@b.org",
        "mailto:a%26attach=x@b.org",
        "mailto:a#b@c.org",
        "mailto:a@b.org?subject=c#d",
        "mailto:a@-host-.org",
    ] {
        check(address, Err(Reason::Recipient));
    }
}

/// RFC 6068, section 2: what would end or divide the address is encoded.
#[test]
fn an_email_address_becomes_one_recipient() {
    for (email, expected) in [
        ("info@example.org", "mailto:info@example.org"),
        ("o'brien+a_b@example.org", "mailto:o'brien+a_b@example.org"),
        ("office?cc=x@e.org", "mailto:office%3Fcc%3Dx@e.org"),
        ("a#b/c{d}|e^f`g@e.org", "mailto:a%23b%2Fc%7Bd%7D%7Ce%5Ef%60g@e.org"),
        ("a@пошта.укр", "mailto:a@пошта.укр"),
    ] {
        assert_eq!(check_email(email), Ok(()), "{email}");
        assert_eq!(mailto(email), expected);
        check(expected, Ok(&format!("Mail {expected}")));
    }
    for email in
        ["office?cc=a&subject=b@e.org", "a%40b@e.org", "a b@e.org", "a@-host-.org", "a@b", "a@b@c.org", "@b.org"]
    {
        assert_eq!(check_email(email), Err(Reason::Recipient), "{email}");
    }
    assert_eq!(check_email(&format!("a@{}org", "label.".repeat(50))), Err(Reason::Recipient));
}

#[test]
fn ports() {
    check("https://e.org:/", Ok("Https https://e.org:/"));
    check("http://localhost:8080/", Ok("Http http://localhost:8080/"));
    for address in [
        "http://localhost:port",
        "https://e.org:99999/",
        "https://e.org:+80/",
        "https://[::1]:x/",
        "https://e.org:80:80/",
    ] {
        check(address, Err(Reason::Port));
    }
}

#[test]
fn what_no_file_has() {
    check("", Err(Reason::Empty));
    check("#", Err(Reason::Empty));
    check("a.md?b=c", Err(Reason::Query));
    check("?b", Err(Reason::Query));
    check("%ff", Err(Reason::Encoding));
    check(&"a".repeat(3000), Err(Reason::TooLong));
}

proptest::proptest! {
    #[test]
    fn what_passes_begins_as_allowed(address in "\\PC*|[a-z:/\\\\%#?@.&; \t\n]{0,40}|(https?|javascript|mailto|tel|data):[ -~]{0,40}") {
        match judge(&address) {
            Ok(Address::External { scheme, address }) => {
                let prefix = match scheme {
                    Scheme::Https => "https://",
                    Scheme::Http => "http://",
                    Scheme::Mail => "mailto:",
                    Scheme::Phone => "tel:",
                };
                assert!(address.to_ascii_lowercase().starts_with(prefix));
            }
            Ok(Address::Local { path, .. }) => {
                assert!(!path.starts_with('/') && !path.contains('\\'));
                assert!(!path.split('/').next().unwrap().contains(':'));
            }
            Err(reason) => assert!(!reason.message("a").to_string().is_empty() && !reason.hint().to_string().is_empty()),
        }
    }
}
