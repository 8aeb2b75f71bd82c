//! The list and its search, new pages, renaming, removing, vocabularies.

use crate::common::{
    Site,
    desk::{Desk, form_of, messages},
};

#[test]
fn pages_are_found_by_stems_in_both_alphabets() {
    let site = Site::new(
        "//- content/clusters/food.uk.md\n+++\ntitle = \"Харчові кластери Поділля\"\ncountry = [\"ua\"]\n+++\nТекст.\n",
    );
    let desk = Desk::new(&site.root);
    let found = |q: &str| -> Vec<String> {
        let text =
            desk.get(&format!("/?q={}", q.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>())).text();
        let mut found: Vec<String> = text
            .split("class=\"what\"><a href=\"/page/")
            .skip(1)
            .map(|part| part.split('"').next().unwrap().to_owned())
            .collect();
        found.sort();
        found
    };
    assert_eq!(found("кластерів"), ["clusters/food"]);
    assert_eq!(found("українського альянсу"), ["clusters/uca"]);
    assert_eq!(found("Podillia"), ["clusters/food"]);
    assert_eq!(found("alliances"), ["clusters/uca"]);
    assert_eq!(found("wool val"), ["clusters/wool"]);
    assert_eq!(found("nowhere"), Vec::<String>::new());
    let picked = desk.get("/pick?of=clusters&q=%D0%B0%D0%BB%D1%8C%D1%8F%D0%BD%D1%81%D1%83").json();
    assert_eq!(picked[0]["id"], "uca", "{picked}");
}

#[test]
fn the_list_is_of_one_kind_or_state() {
    let site =
        Site::new("//- content/clusters/wool.en.md\n+++\ntitle = \"Wool\"\ncountry = [\"pl\"]\ndraft = true\n+++\n");
    let desk = Desk::new(&site.root);
    let has = |query: &str, title: &str| desk.get(query).text().contains(&format!("\">{title}</a>"));
    assert!(has("/?kind=clusters", "Wool") && !has("/?kind=memoranda", "Wool"));
    assert!(has("/?state=draft", "Wool") && !has("/?state=draft", "Ukrainian Cluster Alliance"));
    assert!(has("/?state=missing", "Wool") && !has("/?state=missing", "Ukrainian Cluster Alliance"));
    assert!(!has("/?state=errors", "Wool"));
}

#[test]
fn it_speaks_the_language_that_is_chosen() {
    let site = Site::new("");
    let desk = Desk::new(&site.root);
    assert!(desk.get("/").text().contains("<html lang=\"en\">"));
    let answer = desk.ask(desk.address, "GET", "/", &[("Accept-Language", "uk-UA,en;q=0.5")], b"");
    assert!(answer.text().contains("<html lang=\"uk\">") && answer.text().contains("Усі сторінки"));
    assert!(answer.text().contains("Кластери"), "labels of site.toml too");
    let cookie = [("Cookie", "icsi-desk-language=uk")];
    assert!(desk.ask(desk.address, "GET", "/", &cookie, b"").text().contains("<html lang=\"uk\">"));
    for (here, to) in
        [("/new", "/new"), ("//evil.example/", "/"), ("https://evil.example/", "/"), ("/\\evil.example", "/")]
    {
        let form = desk.form("/new").with("language", "uk").with("here", here);
        let answer = desk.post_to("/language", &form);
        assert_eq!((answer.status, answer.header("location")), (303, to), "{here}");
        assert!(answer.header("set-cookie").contains("SameSite=Strict"));
    }
}

#[test]
fn a_new_page_begins_as_a_draft_in_its_own_language() {
    let site = Site::new("");
    let desk = Desk::new(&site.root);
    let mut form = desk.form("/new?kind=clusters");
    form.set("title", "Кластер «Поділля»").set("language", "uk");
    let answer = desk.post(&form);
    assert_eq!(
        (answer.status, answer.header("location")),
        (303, "/page/clusters/klaster-podillia?done=new"),
        "{}",
        messages(&answer)
    );
    assert_eq!(
        site.read("content/clusters/klaster-podillia.uk.md"),
        "+++\ntitle = \"Кластер «Поділля»\"\ndraft = true\n+++\n"
    );
    assert_eq!(desk.post(&form).status, 422, "it is there already");
    let answer = desk.post(desk.form("/new?kind=clusters").set("title", "Aux"));
    assert!(answer.status == 422 && messages(&answer).contains("“aux”") && messages(&answer).contains("Windows"));
    let mut form = desk.form("/page/clusters/klaster-podillia");
    form.set("uk.country.add", "ua").set("uk.draft", "").set("uk.body", "Текст.");
    desk.press(&form, "save");
    assert_eq!(
        site.read("content/clusters/klaster-podillia.uk.md"),
        "+++\ntitle = \"Кластер «Поділля»\"\ncountry = [\"ua\"]\n+++\n\nТекст.\n"
    );
    assert!(site.check().code == 0, "{}", site.check().diagnostics());
}

#[test]
fn a_rename_is_shown_first_and_takes_all_that_names_the_page_along() {
    let site = Site::new("");
    let desk = Desk::new(&site.root);
    let mut form = desk.form("/rename/clusters/uca");
    form.set("input", "alliance");
    let answer = desk.post(&form);
    assert_eq!(answer.status, 200);
    assert!(answer.text().contains("content/memoranda/kosice.uk.md"), "what would change is shown");
    assert!(site.read("content/memoranda/kosice.uk.md").contains("\"uca\""));
    let answer = desk.post(&form_of(&answer, None));
    assert_eq!(
        (answer.status, answer.header("location")),
        (303, "/page/clusters/alliance?saved=1"),
        "{}",
        messages(&answer)
    );
    let saved = desk.get(answer.header("location"));
    assert!(messages(&saved).contains("Saved."), "{}", messages(&saved));
    assert!(site.read("content/memoranda/kosice.uk.md").contains("\"alliance\""));
    assert!(site.read("content/index.en.md").contains("clusters/alliance.en.md"));
    assert_eq!(site.check().diagnostics(), "");
    form.set("input", "con");
    let answer = desk.post_to("/rename/clusters/alliance", &form);
    assert!(answer.status == 422 && messages(&answer).contains("Windows"), "{}", messages(&answer));
    form.set("input", "wool");
    assert_eq!(desk.post_to("/rename/clusters/alliance", &form).status, 422);
    let answer = desk.post(&form_of(&saved, Some("/undo")));
    assert_eq!((answer.status, answer.header("location")), (303, "/page/clusters/uca?done=undone"));
    assert_eq!(desk.get(answer.header("location")).status, 200);
    assert!(site.read("content/memoranda/kosice.uk.md").contains("\"uca\""));
}

#[test]
fn what_is_named_elsewhere_is_not_removed() {
    let site = Site::new("//- content/about.en.md\n+++\ntitle = \"About\"\n+++\nText.\n");
    let desk = Desk::new(&site.root);
    let answer = desk.get("/remove/clusters/uca");
    assert!(answer.text().contains("content/memoranda/kosice.uk.md:4"), "{}", answer.text());
    assert_eq!(desk.post(&form_of(&answer, None)).status, 409);
    assert!(site.read("content/clusters/uca.en.md").contains("Alliance"));
    let answer = desk.post(&desk.form("/remove/about"));
    assert_eq!(answer.status, 303, "{}", messages(&answer));
    assert!(!site.path("content/about.en.md").exists());
    // And it can be brought back.
    let undo = form_of(&desk.get(answer.header("location")), Some("/undo"));
    assert_eq!(desk.post(&undo).status, 303);
    assert_eq!(site.read("content/about.en.md"), "+++\ntitle = \"About\"\n+++\nText.\n");
}

#[test]
fn terms_are_written_in_all_languages_at_once() {
    let site = Site::new("");
    let desk = Desk::new(&site.root);
    let mut form = desk.form("/vocabulary/countries");
    form.set("title.en", "Slovakia").set("title.uk", "Словаччина");
    let answer = desk.post(&form);
    assert_eq!(answer.status, 303, "{}", messages(&answer));
    let text = site.read("content/countries.toml");
    assert!(
        text.ends_with("iso = \"UA\"\n\n[slovakia]\ntitle = { en = \"Slovakia\", uk = \"Словаччина\" }\n"),
        "{text}"
    );
    let mut form = desk.form("/term/countries/slovakia");
    assert!(desk.press(&form, "save").ends_with("done=nothing"));
    form.set("iso", "SK").set("title.uk", "Словацька Республіка");
    desk.press(&form, "save");
    assert!(
        site.read("content/countries.toml")
            .ends_with("title = { en = \"Slovakia\", uk = \"Словацька Республіка\" }\niso = \"SK\"\n")
    );
    let mut form = desk.form("/term/countries/pl");
    form.set("names.en", "PL\nRzeczpospolita").set("names.uk", "РП");
    desk.press(&form, "save");
    let names = "names = { en = [\"PL\", \"Rzeczpospolita\"], uk = [\"РП\"] }\n";
    assert!(site.read("content/countries.toml").contains(names), "{}", site.read("content/countries.toml"));
    assert!(desk.press(&desk.form("/term/countries/pl"), "save").ends_with("done=nothing"));
    let mut form = desk.form("/term/countries/pl");
    form.set("title.en", "Polska");
    site.replace("content/countries.toml", "Poland", "Republic of Poland");
    let answer = desk.post(&form.with("act", "save"));
    assert_eq!(answer.status, 409);
    assert!(messages(&answer).contains("Republic of Poland"), "{}", messages(&answer));
    // What others wrote in another field is not set back by the next save.
    let mut form = desk.form("/term/countries/pl");
    form.set("title.en", "Polska");
    let text =
        site.read("content/countries.toml").replace("Republic of Poland", "The Republic").replace("\"PL\"", "\"PX\"");
    site.write_bytes("content/countries.toml", text.as_bytes());
    let answer = desk.post(&form.with("act", "save"));
    assert_eq!((answer.status, form_of(&answer, None).get("iso")), (409, "PX"));
}

#[test]
fn every_problem_leads_to_where_it_is_mended() {
    let site = Site::new("//- content/clusters/wool.en.md\n+++\ntitle = \"Wool\"\ncountry = [\"xx\"]\n+++\n");
    let desk = Desk::new(&site.root);
    let text = desk.get("/problems").text();
    assert!(
        text.contains("href=\"/page/clusters/wool?with=en\"") && text.contains("content/clusters/wool.en.md:3"),
        "{text}"
    );
    let page = desk.get("/page/clusters/wool");
    assert!(messages(&page).contains("`xx`"), "{}", messages(&page));
}

#[test]
fn while_there_is_no_site_it_says_why_in_sentences() {
    let site = Site::new("");
    let desk = Desk::new(&site.root);
    let mut form = desk.form("/page/clusters/uca");
    form.set("en.title", "Typed");
    let before = site.read("content/clusters/uca.en.md");
    let mut events = desk.events();
    site.replace("site.toml", "theme = ", "them = ");
    events.until(|| desk.get("/").status == 503);
    let answer = desk.get("/page/clusters/uca");
    assert_eq!((answer.status, answer.header("content-type")), (503, "text/html; charset=utf-8"));
    let said = messages(&answer);
    assert!(said.contains("`them`") && said.contains("`theme`") && answer.text().contains("site.toml:"), "{said}");
    assert!(answer.text().contains("data-waits"), "the page goes on by itself");
    let answer = desk.ask(desk.address, "GET", "/", &[("Accept-Language", "uk")], b"");
    assert!(answer.text().contains("Сайт не читається"), "{}", answer.text());
    let answer = desk.post(&form.with("act", "save"));
    assert_eq!(answer.status, 503);
    assert!(messages(&answer).contains("Nothing was saved"), "{}", messages(&answer));
    site.replace("site.toml", "them = ", "theme = ");
    events.until(|| desk.get("/").status == 200);
    assert_eq!(site.read("content/clusters/uca.en.md"), before);
    desk.press(&form, "save");
    assert!(site.read("content/clusters/uca.en.md").contains("Typed"), "the form is still good");
}
