use super::*;
use proptest::prelude::*;

fn parse(language: &str, source: &str) -> (Bundle, Vec<Mistake>) {
    Bundle::parse(&Locale::new(language).unwrap(), source)
}

fn sound(language: &str, source: &str) -> Bundle {
    let (messages, mistakes) = parse(language, source);
    assert_eq!(mistakes, []);
    messages
}

fn count(number: &str) -> [(&'static str, FluentArgument<'static>); 1] {
    [("count", Number::parse(number).unwrap().into())]
}

const UKRAINIAN: &str = "\
# Лічба
clusters = { $count ->
    [one] { $count } кластер
    [few] { $count } кластери
    [many] { $count } кластерів
   *[other] { $count } кластера
}
";

#[test]
fn plurals_follow_the_language() {
    let messages = sound("uk", UKRAINIAN);
    for (number, expected) in [
        ("1", "1 кластер"),
        ("21", "21 кластер"),
        ("2", "2 кластери"),
        ("22", "22 кластери"),
        ("0", "0 кластерів"),
        ("5", "5 кластерів"),
        ("11", "11 кластерів"),
        ("12", "12 кластерів"),
        ("25", "25 кластерів"),
        ("111", "111 кластерів"),
        ("1.5", "1,5 кластера"),
        ("1234567", "1\u{a0}234\u{a0}567 кластерів"),
    ] {
        assert_eq!(messages.format("clusters", &count(number)).unwrap(), expected);
    }
}

#[test]
fn messages_are_put_together() {
    let messages = sound(
        "en",
        r#"
-site = { $case ->
   *[plain] Intermarium
    [of] Intermarium’s
}
    .kind = base
home = { -site }: home
about = About { -site(case: "of") } work, { home }, { -site(case: 5) }
kind = { -site.kind ->
    [base] a base
   *[other] a site
}
menu = Menu
    .label = Open the menu of { $title }
exact = { $count ->
    [0] none
    [one] one
   *[other] { NUMBER($count, useGrouping: 0) }
}
place = { NUMBER($count, type: "ordinal") ->
    [one] { $count }st
    [two] { $count }nd
    [few] { $count }rd
   *[other] { $count }th
}
rate = { NUMBER($count, minimumFractionDigits: 2) }
cut = { NUMBER($count, maximumFractionDigits: 1) }
plain = { NUMBER($count) }
brace = {"{"}{ 5 }{"\u00A0"}{ { $title } }
lines =
    One
      two
"#,
    );
    let check = |key: &str, arguments: &[(&str, FluentArgument<'_>)], expected: &str| {
        assert_eq!(messages.format(key, arguments).unwrap(), expected, "{key}");
    };
    check("home", &[], "Intermarium: home");
    check("about", &[], "About Intermarium’s work, Intermarium: home, Intermarium");
    check("kind", &[], "a base");
    check("menu", &[], "Menu");
    check("menu.label", &[("title", "<b>".into())], "Open the menu of <b>");
    check("exact", &count("0"), "none");
    check("exact", &count("1"), "one");
    check("exact", &count("2000"), "2000");
    check("place", &count("22"), "22nd");
    check("place", &count("11"), "11th");
    check("rate", &count("1234.5"), "1,234.50");
    check("cut", &count("1.25"), "1.3");
    check("plain", &count("1.23450"), "1.235");
    check("brace", &[("title", "T".into())], "{5\u{a0}T");
    check("lines", &[], "One\n  two");
}

#[test]
fn keys_tell_their_places_and_arguments() {
    let source =
        "\u{feff}a = { $x } { b }\r\nb = { $y ->\r\n   *[other] { $z }\r\n }\r\n  .c = text\r\n-t = { $u }\r\n";
    let messages = sound("en", source);
    let keys: Vec<(&str, &str, Vec<&str>)> = messages
        .keys()
        .map(|key| (key.name, &source[key.range.clone()], key.arguments.iter().map(String::as_str).collect()))
        .collect();
    assert_eq!(keys, [("a", "a", vec!["x", "y", "z"]), ("b", "b", vec!["y", "z"]), ("b.c", "c", vec![])]);
    assert!(messages.contains("b.c") && !messages.contains("t") && messages.keys().any(|key| key.name == "a"));
    assert_eq!(messages.format("b", &[("y", 1_i64.into()), ("z", "ok".into())]).unwrap(), "ok");
}

#[test]
fn what_is_missing_when_formatting_is_said() {
    let messages = sound("en", "a = { $title }\nn = { NUMBER($title) }\n");
    assert_eq!(messages.format("a", &[]).unwrap_err().to_string(), "interface string `a` needs the argument `title`");
    assert_eq!(messages.format("b", &[]).unwrap_err().to_string(), "there is no interface string `b` in `en`");
    assert_eq!(
        messages.format("n", &[("title", "x".into())]).unwrap_err().to_string(),
        "interface string `n` formats a text as a number"
    );
}

/// `«»` marks what the diagnostic points at.
fn check_mistake(language: &str, marked: &str, message: &str, hint: &str) {
    let source = marked.replace(['«', '»'], "");
    let (_, mistakes) = parse(language, &source);
    let [mistake] = mistakes.as_slice() else { panic!("{mistakes:?}") };
    let mut shown = source.clone();
    shown.insert(mistake.range.end, '»');
    shown.insert(mistake.range.start, '«');
    let said = (shown.as_str(), &*mistake.message.to_string(), &*mistake.hint.to_string());
    assert_eq!(said, (marked, message, hint));
}

#[test]
fn mistakes_are_found_at_their_places() {
    check_mistake(
        "en",
        "a = A\nb «C»\nc = C\n",
        "`=` is expected here",
        "a string is `key = text`, and what it is given stands in it as `{ $name }`",
    );
    check_mistake(
        "en",
        "a = { $x ->\n    [one] One\n «}»\nb = B\n",
        "the choice has no default variant",
        "mark the one that fits all other cases with `*`, as in `*[other]`",
    );
    check_mistake("en", "a = A «}»\n", "a `}` closes nothing", "write a brace that is text as `{\"}\"}`");
    check_mistake("en", "title = A\nb = { «titel» }\n", "there is no message `titel`", "did you mean `title`?");
    check_mistake("en", "-site = A\nb = { -«sight» }\n", "there is no term `-sight`", "known here: `-site`");
    check_mistake("en", "a = A\n«a» = B\n", "`a` is defined twice", "remove one of the two, or give it another name");
    check_mistake(
        "en",
        "a = { «b» }\nb = { c }\nc = { a }\n",
        "`a` refers to itself through `b`",
        "write the text itself in one of them",
    );
    check_mistake("en", "a = { «DATETIME»($d) }\n", "`DATETIME` is no function", "the one function is `NUMBER`");
    check_mistake(
        "en",
        "a = { NUMBER($n, «style»: \"percent\") }\n",
        "`NUMBER` has no option `style`",
        "known here: `minimumFractionDigits`, `maximumFractionDigits`, `useGrouping`, `type`",
    );
    check_mistake(
        "en",
        "a = { NUMBER($n, «minimumFractionDigits»: 99) }\n",
        "`minimumFractionDigits` cannot be `99`",
        "digits go from 0 to 20, `useGrouping` is 0 or 1, `type` is \"cardinal\" or \"ordinal\"",
    );
    check_mistake(
        "uk",
        "\u{feff}a = { $n ->\n  [«two»] дві\n *[other] багато\n}\n",
        "`uk` has no plural category `two`",
        "its categories are one, few, many, other",
    );
}

#[test]
fn plural_categories_that_whole_numbers_need_are_advice() {
    let check = |language: &str, variants: &str, missing: Option<&str>| {
        let (bundle, mistakes) = parse(language, &format!("a = {{ $n ->\n{variants}\n}}\n"));
        assert!(bundle.format("a", &[("n", 5_i64.into())]).is_ok());
        let told: Vec<String> = mistakes.iter().map(|mistake| mistake.message.to_string()).collect();
        assert!(mistakes.iter().all(|mistake| mistake.is_advice), "{told:?}");
        assert_eq!(told.first().map(String::as_str), missing, "{language} {variants}");
    };
    check("uk", " [one] a\n *[other] b", Some("`uk` needs the plural categories `few`, `many` too"));
    check("uk", " [one] a\n [few] b\n *[many] c", None);
    check("uk", " [one] a\n [few] b\n *[other] c", None);
    check("uk", " [one] a\n [few] b\n [many] c\n *[other] d", None);
    check("uk", " [0] a\n *[other] b", None);
    check("en", " [one] a\n *[other] b", None);
    check("en", " *[one] a\n [other] b", None);
    check("fr", " [one] a\n *[other] b", None);
    check("pl", " [one] a\n *[many] b", Some("`pl` needs the plural category `few` too"));
    // The first, second and third place.
    let (_, mistakes) = parse("en", "a = { NUMBER($n, type: \"ordinal\") ->\n [one] st\n *[other] th\n}\n");
    assert_eq!(mistakes.len(), 1, "{mistakes:?}");
}

#[test]
fn hostile_files_end_in_mistakes() {
    for source in ["{".repeat(100_000), format!("a = {}", "{".repeat(100_000)), format!("a = {}", "{F(".repeat(50_000))]
    {
        let (_, mistakes) = parse("en", &source);
        assert_eq!(mistakes.len(), 1);
    }
    let laughs: String =
        (1..30).map(|n| format!("m{n} = {{ m{} }}{{ m{} }}\n", n - 1, n - 1)).collect::<String>() + "m0 = {\"\"}\n";
    assert!(sound("en", &laughs).format("m29", &[]).is_err());
    let (circle, _) = parse("en", "a = { b }{ b }\nb = { a }{ a }\n");
    assert!(circle.format("a", &[]).is_err());
}

#[test]
fn messages_can_be_shared_between_threads() {
    fn shareable<T: Send + Sync>() {}
    shareable::<Bundle>();
}

proptest! {
    #[test]
    fn any_file_is_read(source in "([a-c] = |-t = |\\{|\\}|\\$n| -> *|\n|   |\\*\\[other\\]|\\[one\\]|\"|NUMBER\\(|\\)|,|:|\\.a = |1|текст|\\\\|#|\r){0,40}|\\PC{0,80}") {
        let (messages, mistakes) = parse("uk", &source);
        for key in messages.keys() {
            let _ = messages.format(key.name, &[("n", 5_i64.into())]);
            prop_assert!(source.get(key.range.clone()).is_some());
        }
        for mistake in mistakes {
            prop_assert!(mistake.range.end <= source.len());
        }
    }
}
