use super::{roles::FieldOwner, *};
use crate::diagnostics::{Diagnostic, Diagnostics};

const MINIMAL: &str = r#"
base_url = "https://example.org/"
languages = ["en", "uk"]
theme = "plain"
title = { en = "T", uk = "Т" }
description = { en = "D", uk = "О" }
"#;

/// Reads the minimal site with something added; `expected` is `rule: marked text` of each diagnostic.
fn check(added: &str, expected: &[&str]) -> Option<Config> {
    let text = format!("{MINIMAL}{added}");
    let mut diagnostics = Diagnostics::default();
    let config = read(&text, &mut diagnostics);
    diagnostics.sort();
    let found: Vec<String> = diagnostics
        .iter()
        .map(|d| {
            let location = d.location.as_ref().unwrap();
            assert!(d.hint.is_some(), "a hint for {}", d.message);
            format!("{}: {}", d.rule.name(), &text[location.start..location.end])
        })
        .collect();
    assert_eq!(found, expected);
    config
}

#[test]
fn the_repository_s_own_configuration_is_valid() {
    let text = include_str!("../../site.toml");
    let mut diagnostics = Diagnostics::default();
    let config = read(text, &mut diagnostics).unwrap_or_else(|| panic!("{diagnostics:#?}"));
    assert!(diagnostics.is_empty());
    assert_eq!(config.collections.first().map(|c| c.name.as_str()), Some("initiatives"), "order as written");
}

#[test]
fn a_language_that_does_not_exist_names_the_one_that_is_meant() {
    let text = MINIMAL.replace("\"uk\"]", "\"ua\", \"en-UK\", \"uk_UA\"]");
    let mut diagnostics = Diagnostics::default();
    assert!(read(&text, &mut diagnostics).is_none());
    let said = |d: &Diagnostic| (d.message.to_string(), d.hint.as_ref().map(ToString::to_string).unwrap_or_default());
    let found: Vec<(String, String)> = diagnostics.iter().map(said).collect();
    let expected = [
        ("`ua` is not a registered language", "write `uk`"),
        ("`UK` in `en-UK` is not a registered region", "write `en-GB`"),
        ("`uk_UA` is not a BCP 47 language tag", "write `uk-UA`"),
    ];
    let expected = expected.map(|(message, hint)| (message.to_owned(), hint.to_owned()));
    assert_eq!(found.get(..3), Some(&expected[..]), "{found:?}");
}

#[test]
fn misspelt_keys_name_the_nearest() {
    check("titel = 1\n", &["unknown-key: titel"]);
    check("[collections.a]\ntitle = { en = \"A\", uk = \"А\" }\nsrot = \"title\"\n", &["unknown-key: srot"]);
}

#[test]
fn fields_of_unknown_types_and_targets_are_errors_at_their_place() {
    let field = |text: &str| format!("[collections.a]\ntitle = {{ en = \"A\", uk = \"А\" }}\nfields.f = {text}\n");
    check(&field("{ type = \"txt\" }"), &["invalid-config: \"txt\""]);
    check(&field("{ type = \"term\", of = \"x\" }"), &["invalid-config: \"x\""]);
    check(&field("{ type = \"page\", of = [\"a\", \"b\"] }"), &["invalid-config: \"b\""]);
    check(&field("{ type = \"date\", localized = true }"), &["invalid-config: f"]);
    check(&field("{ type = \"choice\" }"), &["missing-key: f"]);
    check(&field("{ type = \"text\", required = 1 }"), &["wrong-type: 1"]);
    check(&field("{ type = \"page\", of = \"a\", many = true }"), &[]);
    check(&field("3"), &["wrong-type: 3"]);
}

#[test]
fn through_must_lead_to_terms() {
    let text = |through: &str| {
        format!(
            "[vocabularies.v]\ntitle = {{ en = \"V\", uk = \"В\" }}\n[collections.a]\ntitle = {{ en = \"A\", uk = \"А\" }}\n\
             fields.p = {{ type = \"page\", of = \"a\", many = true }}\nfields.own = {{ type = \"term\", of = \"v\", many = true }}\n\
             fields.t = {{ type = \"term\", of = \"v\", many = true, through = {through} }}\n"
        )
    };
    check(&text("\"p.own\""), &[]);
    check(&text("\"q.own\""), &["invalid-config: \"q.own\""]);
    check(&text("\"p.nothing\""), &["invalid-config: \"p.nothing\""]);
    check(&text("\"p\""), &["invalid-config: \"p\""]);
}

/// Reads a site whose collection `a` refers to `b`, with one field more in `a`, in its table `t` and in a vocabulary.
fn check_roles(in_collection: &str, in_table: &str, in_vocabulary: &str, expected: &[&str]) -> Option<Config> {
    let title = r#"title = { en = "T", uk = "Т" }"#;
    let text = format!(
        "[vocabularies.v]\n{title}\nfields = {{ {in_vocabulary} }}\n[collections.b]\n{title}\n\
         [collections.a]\n{title}\n[collections.a.fields]\n{in_collection}\n\
         t = {{ type = \"table\", fields = {{ {in_table} }} }}\n"
    );
    check(&text, expected)
}

#[test]
fn a_role_stands_on_fields_of_its_types_and_owners() {
    for rule in roles::ROLES {
        for (name, kind) in [
            ("text", r#"type = "text""#),
            ("integer", r#"type = "integer""#),
            ("date", r#"type = "date""#),
            ("url", r#"type = "url""#),
            ("email", r#"type = "email""#),
            ("file", r#"type = "file""#),
            ("choice", r#"type = "choice", values = { c = { en = "C", uk = "С" } }"#),
            ("page", r#"type = "page", of = "b""#),
            ("table", r#"type = "table", fields = { inner = { type = "text" } }"#),
        ] {
            let field = format!(r#"f = {{ {kind}, role = "{}" }}"#, rule.name);
            let refused = format!("invalid-config: \"{}\"", rule.name);
            let expected = |owner| -> Vec<&str> {
                let fits = rule.types.contains(&name) && rule.owners.contains(&owner);
                if fits { Vec::new() } else { vec![refused.as_str()] }
            };
            check_roles(&field, "", "", &expected(FieldOwner::Collection));
            if name != "table" {
                check_roles("", &field, "", &expected(FieldOwner::Table));
            }
            if !matches!(name, "file" | "page") {
                check_roles("", "", &field, &expected(FieldOwner::Vocabulary));
            }
        }
    }
}

#[test]
fn roles_that_do_not_exist_or_stand_twice_are_errors() {
    let source = |name: &str| format!(r#"{name} = {{ type = "table", role = "source", fields = {{}} }}"#);
    check_roles(&format!("{}\n{}", source("one"), source("two")), "", "", &["invalid-config: two"]);
    check_roles(r#"f = { type = "text", role = "nmae" }"#, "", "", &["invalid-config: \"nmae\""]);
    check_roles(r#"f = { type = "text", role = 1 }"#, "", "", &["wrong-type: 1"]);
    check_roles(r#"f = { type = "page", of = ["a", "b"], role = "party" }"#, "", "", &["invalid-config: f"]);
    check_roles("", r#"f = { type = "page", of = "a", role = "party" }"#, "", &["invalid-config: f"]);
    let code = r#"f = { type = "text", role = "country-code" }"#;
    let second = format!("[vocabularies.w]\ntitle = {{ en = \"W\", uk = \"W\" }}\nfields.g = {}\n", &code[4..]);
    let site =
        |v: &str| format!("[vocabularies.v]\ntitle = {{ en = \"V\", uk = \"В\" }}\nfields = {{ {v} }}\n{second}");
    check(&site(code), &["invalid-config: g"]);
    let localized = r#"f = { type = "text", localized = true, role = "country-code" }"#;
    check_roles("", "", localized, &["invalid-config: \"country-code\""]);
}

#[test]
fn a_role_and_not_a_name_makes_a_vocabulary_the_countries() {
    let named = check_roles("", "", r#"iso = { type = "text" }"#, &[]).unwrap();
    assert_eq!((named.country_vocabulary(), named.subject_vocabulary()), (None, Some(VocabularyId(0))));
    let role = check_roles("", "", r#"code = { type = "text", role = "country-code" }"#, &[]).unwrap();
    assert_eq!((role.country_vocabulary(), role.subject_vocabulary()), (Some(VocabularyId(0)), None));
}

#[test]
fn languages_and_texts_must_match() {
    check("[vocabularies.v]\ntitle = { en = \"V\" }\n", &["missing-text: title"]);
    check("[vocabularies.v]\ntitle = { en = \"V\", uk = \"В\", pl = \"V\" }\n", &["unknown-language: pl"]);
    check("[vocabularies.v]\ntitle = { en = \"V\", uk = \"\" }\n", &["empty-value: \"\""]);
}

#[test]
fn ids_are_plain_words_joined_by_single_hyphens() {
    for good in ["uca", "cp4u-memorandum-2023", "a", "7"] {
        assert!(is_id(good), "{good}");
    }
    for bad in ["", "-a", "a-", "a--b", "A", "ю", "a_b", "a.b", "a b"] {
        assert!(!is_id(bad), "{bad}");
    }
}

#[test]
fn base_urls_are_split_and_bad_ones_refused() {
    let url = BaseUrl::parse("https://example.org/kb").unwrap();
    assert_eq!((url.origin.as_str(), url.path.as_str()), ("https://example.org", "/kb/"));
    assert_eq!(url.join("en/"), "https://example.org/kb/en/");
    assert_eq!(BaseUrl::parse("http://localhost:8000").unwrap().path, "/");
    for (text, origin) in [
        ("https://кластери.укр/kb/", "https://xn--80akjff6afi.xn--j1amh"),
        ("https://Кластери.УКР:8443", "https://xn--80akjff6afi.xn--j1amh:8443"),
        ("http://bücher.example/", "http://xn--bcher-kva.example"),
    ] {
        assert_eq!(BaseUrl::parse(text).unwrap().origin, origin, "{text}");
    }
    for bad in ["https://кла стери.укр/", "https://-кластери.укр/", "https://користувач@сайт.укр/", "https://укр:порт/"]
    {
        assert!(BaseUrl::parse(bad).is_err(), "{bad}");
    }
    for bad in ["", "example.org", "ftp://x/", "https:///x", "https://a/../b", "https://a/?q", "https://u@h/"] {
        assert!(BaseUrl::parse(bad).is_err(), "{bad}");
    }
}

#[test]
fn rows_of_a_term_s_table_refer_to_nothing_either() {
    let text = |column: &str| {
        format!(
            "[collections.a]\ntitle = {{ en = \"A\", uk = \"А\" }}\n[vocabularies.v]\ntitle = {{ en = \"V\", uk = \"В\" }}\n\
             [vocabularies.v.fields]\nrows = {{ type = \"table\", many = true, fields = {{ c = {{ {column} }} }} }}\n"
        )
    };
    check(&text("type = \"page\", of = [\"a\"]"), &["invalid-config: c"]);
    check(&text("type = \"file\""), &["invalid-config: c"]);
    check(&text("type = \"text\""), &[]);
}

#[test]
fn schema_names_what_there_is_and_what_goes_together() {
    let site = |kind: &str, fields: &str| {
        let title = |text: &str| format!("title = {{ en = \"{text}\", uk = \"{text}\" }}\n");
        format!(
            "[vocabularies.lands]\n{}fields = {{ code = {{ type = \"text\", role = \"country-code\" }} }}\n\
             [vocabularies.topics]\n{}[collections.people]\n{}schema = \"Person\"\n\
             [collections.a]\n{}{kind}[collections.a.fields]\n{fields}\n",
            title("L"),
            title("T"),
            title("P"),
            title("A"),
        )
    };
    let event = "schema = \"Event\"\n";
    check(&site(event, "day = { type = \"date\", schema = \"startDate\" }"), &[]);
    check(&site("schema = \"Evnt\"\n", ""), &["invalid-config: \"Evnt\""]);
    check(&site("", "day = { type = \"date\", schema = \"startDate\" }"), &["invalid-config: \"startDate\""]);
    for (field, marked) in [
        ("type = \"date\", schema = \"startdate\"", "startdate"),
        ("type = \"text\", schema = \"startDate\"", "startDate"),
        ("type = \"date\", schema = \"foundingDate\"", "foundingDate"),
        ("type = \"text\", schema = \"@type\"", "@type"),
        ("type = \"boolean\", schema = \"alternateName\"", "alternateName"),
        ("type = \"page\", of = [\"a\"], schema = \"organizer\"", "organizer"),
        ("type = \"page\", of = [\"people\"], schema = \"superEvent\"", "superEvent"),
        ("type = \"term\", of = \"topics\", schema = \"location\"", "location"),
    ] {
        check(&site(event, &format!("f = {{ {field} }}")), &[&format!("invalid-config: \"{marked}\"")]);
    }
    check(&site(event, "f = { type = \"page\", of = [\"a\", \"people\"], schema = \"organizer\" }"), &[]);
    check(&site(event, "f = { type = \"term\", of = \"lands\", schema = \"location\" }"), &[]);
    let choice = |schema: &str, value: &str| {
        site(
            event,
            &format!(
                "f = {{ type = \"choice\", {schema} values = {{ v = {{ en = \"V\", uk = \"V\", schema = \"{value}\" }} }} }}"
            ),
        )
    };
    check(&choice("schema = \"@type\",", "Festival"), &[]);
    check(&choice("schema = \"@type\",", "Person"), &["invalid-config: \"Person\""]);
    check(&choice("schema = \"eventStatus\",", "EventCancelled"), &[]);
    check(&choice("schema = \"eventStatus\",", "EventCanceled"), &["invalid-config: \"EventCanceled\""]);
    check(&choice("", "Festival"), &["invalid-config: \"Festival\""]);
}
