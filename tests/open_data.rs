//! Open data: cells that give back what they hold, vocabularies, schemas, and a site made anew from nothing else.

use std::{collections::BTreeMap, fmt::Write as _, path::Path};

use serde_json::{Value, json};

use crate::common::{Published, Site, copy};

fn read(published: &Published, path: &str) -> Value {
    serde_json::from_str(&published.read(path)).unwrap()
}

/// The rows of a CSV file, each cell by its column, as the guide says that they are read.
fn rows(published: &Published, path: &str) -> Vec<BTreeMap<String, String>> {
    let text = published.read(path);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let head: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let cell = |cell: &str| cell.strip_prefix('\'').unwrap_or(cell).to_owned();
    reader.records().map(|row| head.iter().cloned().zip(row.unwrap().iter().map(cell)).collect()).collect()
}

const HOSTILE: [&str; 9] =
    ["a; b", "=1+1", "'quoted'", "\"both\" ; \"ends\"", "[\"x\"]", "x,y", "tab\tin", "line\nbreak", ";"];

#[test]
fn every_cell_gives_its_value_back() {
    let site = Site::new("");
    site.replace(
        "site.toml",
        "place    = { type = \"text\", localized = true }",
        "place    = { type = \"text\", localized = true }\nnotes = { type = \"text\", many = true }\n\
         words = { type = \"text\", many = true, localized = true }",
    );
    let list = serde_json::to_string(&HOSTILE).unwrap();
    let facts = format!("notes = {list}\nwords = {list}\nplace = \"=1+1\"\ncountry");
    site.replace("content/clusters/uca.en.md", "country", &facts);
    site.replace("content/clusters/wool.en.md", "country", "place = \"'=1\"\ncountry");
    site.build();
    let published = site.published();
    let rows = rows(&published, "data/clusters.csv");
    for column in ["notes", "words.en"] {
        let back: Vec<String> = serde_json::from_str(&rows[0][column]).unwrap();
        assert_eq!(back, HOSTILE, "{column}");
    }
    assert_eq!(read(&published, "data/clusters.json")["entries"][0]["fields"]["notes"], json!(HOSTILE));
    assert_eq!((rows[0]["place.en"].as_str(), rows[1]["place.en"].as_str()), ("=1+1", "'=1"));
    assert_eq!(rows[0]["country"], "[\"ua\"]");
    assert_eq!((rows[0]["words.uk"].as_str(), rows[1]["notes"].as_str()), ("", ""));
    let references: Vec<String> = serde_json::from_str(&rows[0]["referenced_by"]).unwrap();
    assert_eq!(references, ["memoranda/kosice#parties"]);
}

#[test]
fn a_file_says_what_it_is_and_whose() {
    let site = Site::new("");
    site.replace(
        "site.toml",
        "[indexes]",
        "[data]\nlicence = \"CC-BY-4.0\"\npublisher = { en = \"The alliance\", uk = \"Альянс\" }\n[indexes]",
    );
    site.replace("content/clusters/uca.en.md", "Ukrainian Cluster Alliance", "The \\\"Alliance\\\" - all of it");
    site.build();
    let data = read(&site.published(), "data/clusters.json");
    assert_eq!((&data["format"], &data["licence"]), (&json!("2.0"), &json!("CC-BY-4.0")));
    assert_eq!(data["publisher"]["uk"], "Альянс");
    let feed = site.published().read("uk/clusters/feed.xml");
    for said in [
        "<rights>Альянс, CC-BY-4.0</rights>",
        "<link rel=\"license\" href=\"https://creativecommons.org/licenses/by/4.0/\"/>",
    ] {
        assert!(feed.contains(said), "{feed}");
    }
    let page = site.published().read("uk/clusters/uca/index.html");
    for said in [
        "\"license\":\"https://creativecommons.org/licenses/by/4.0/\"",
        "\"@id\":\"https://example.org/#publisher\",\"name\":\"Альянс\"",
    ] {
        assert!(page.contains(said), "{page}");
    }
    let version = &data["entries"][0]["versions"]["en"];
    assert_eq!(version["title"], "The “Alliance” – all of it");
    assert_eq!(version["written_title"], "The \"Alliance\" - all of it");
    let terms = read(&site.published(), "data/sectors.json")["revision"].clone();
    site.replace("content/clusters/wool.en.md", "country", "members = 7\ncountry");
    site.build();
    assert_ne!(read(&site.published(), "data/clusters.json")["revision"], data["revision"]);
    assert_eq!(read(&site.published(), "data/sectors.json")["revision"], terms, "nothing of it has changed");
    site.replace("site.toml", "CC-BY-4.0", "CC BY 4.0");
    assert!(site.check().diagnostics().contains("invalid-value: write the licence's short name"));
}

#[test]
fn vocabularies_are_published_with_all_their_fields() {
    let site = Site::new("");
    site.replace("content/countries.toml", "iso = \"PL\"", "iso = \"PL\"\nnames = { en = [\"Republic of Poland\"] }");
    let published = site.built();
    let data = read(&published, "data/countries.json");
    assert_eq!(data["vocabulary"], "countries");
    assert_eq!(
        data["terms"][0],
        json!({
            "id": "pl",
            "title": { "en": "Poland", "uk": "Польща" },
            "url": { "en": "https://example.org/en/countries/pl/", "uk": "https://example.org/uk/countries/pl/" },
            "names": { "en": ["Republic of Poland"] },
            "fields": { "iso": "PL" },
            "entries": [
                { "collection": "clusters", "entries": ["wool"] },
                { "collection": "memoranda", "entries": ["kosice"] },
            ],
        })
    );
    let rows = rows(&published, "data/countries.csv");
    assert_eq!((rows[0]["id"].as_str(), rows[0]["title.uk"].as_str(), rows[0]["iso"].as_str()), ("pl", "Польща", "PL"));
    assert_eq!(rows[0]["entries"], "[\"clusters/wool\",\"memoranda/kosice\"]");
}

#[test]
fn a_table_schema_describes_each_column_and_the_catalogue_each_file() {
    let published = Site::new("").built();
    let catalogue = published.read("data/catalogue.jsonld");
    for name in ["clusters", "memoranda", "countries", "sectors"] {
        let table = read(&published, &format!("data/{name}.tableschema.json"));
        let columns = table["fields"].as_array().unwrap().iter();
        let described: Vec<&str> = columns.map(|field| field["name"].as_str().unwrap()).collect();
        let text = published.read(&format!("data/{name}.csv"));
        assert_eq!(described.join(","), text.lines().next().unwrap(), "{name}");
        for ending in ["json", "csv", "schema.json", "tableschema.json"] {
            assert!(catalogue.contains(&format!("\"https://example.org/data/{name}.{ending}\"")), "{name}.{ending}");
        }
    }
}

/// A site that knows nothing but the files below /data/: its site.toml, its terms, and a page for each entry and language.
fn made_anew(published: &Published) -> Site {
    let paths = published.paths();
    let is_data = |path: &&String| {
        let name = path.strip_prefix("data/").and_then(|name| name.strip_suffix(".json"));
        name.is_some_and(|name| !name.contains('.') && name != "changes")
    };
    let mut files: Vec<Value> = paths.iter().filter(is_data).map(|path| read(published, path)).collect();
    // The catalogue has them in the site's own order, in which relations are told.
    let catalogue = read(published, "data/catalogue.jsonld");
    let order: Vec<&Value> =
        catalogue["dcat:dataset"].as_array().unwrap().iter().map(|set| &set["dct:identifier"]).collect();
    let name =
        |file: &Value| [&file["collection"], &file["vocabulary"]].into_iter().find(|name| name.is_string()).cloned();
    files.sort_by_key(|file| order.iter().position(|name_there| name(file).as_ref() == Some(*name_there)));
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let first = files.first().unwrap();
    let languages = list(&first["languages"]);
    let mut toml = format!(
        "base_url = \"{}\"\nlanguages = {}\ntheme = \"plain\"\ntitle = {{ en = \"T\", uk = \"T\" }}\n\
         description = {{ en = \"D\", uk = \"D\" }}\n",
        catalogue["@id"].as_str().unwrap().trim_end_matches("data/catalogue.jsonld"),
        json!(languages)
    );
    let site = Site::empty();
    for file in &files {
        let (kind, list_name) =
            if file["terms"].is_array() { ("vocabularies", "terms") } else { ("collections", "entries") };
        let name = file["collection"].as_str().or(file["vocabulary"].as_str()).unwrap();
        let _ = write!(toml, "[{kind}.{name}]\ntitle = {}\n", inline(&file["title"]));
        fields(&format!("{kind}.{name}"), &list(&file["fields"]), &mut toml);
        if kind == "vocabularies" {
            let terms: String =
                list(&file[list_name]).iter().map(|term| term_of(term, &list(&file["fields"]))).collect();
            site.write_bytes(&format!("content/{name}.toml"), terms.as_bytes());
            continue;
        }
        for entry in list(&file[list_name]) {
            for (tag, version) in entry["versions"].as_object().unwrap() {
                let path = format!("content/{name}/{}.{tag}.md", entry["id"].as_str().unwrap());
                site.write_bytes(&path, page(&entry, tag, version, &list(&file["fields"])).as_bytes());
            }
        }
    }
    site.write_bytes("site.toml", toml.as_bytes());
    for tag in languages.iter().filter_map(Value::as_str) {
        let stamp = if tag == languages[0] { "" } else { "translates = \"00000000\"\n" };
        site.write_bytes(&format!("content/index.{tag}.md"), format!("+++\ntitle = \"T\"\n{stamp}+++\n").as_bytes());
    }
    site
}

fn fields(owner: &str, described: &[Value], toml: &mut String) {
    for field in described {
        let path = format!("{owner}.fields.{}", field["name"].as_str().unwrap());
        let _ = writeln!(toml, "[{path}]");
        for key in ["type", "many", "localized", "required", "label", "of", "values", "inverse", "through"] {
            let said = field.get(key).filter(|value| **value != json!(false));
            if let Some(value) = said {
                let _ = writeln!(toml, "{key} = {}", inline(value));
            }
        }
        if let Some(columns) = field["fields"].as_array() {
            fields(&path, columns, toml);
        }
    }
}

fn term_of(term: &Value, described: &[Value]) -> String {
    let mut toml = format!("[{}]\ntitle = {}\n", term["id"].as_str().unwrap(), inline(&term["title"]));
    if term["names"].as_object().is_some_and(|names| !names.is_empty()) {
        let _ = writeln!(toml, "names = {}", inline(&term["names"]));
    }
    facts(&term["fields"], described, None, &mut toml);
    toml
}

fn page(entry: &Value, tag: &str, version: &Value, described: &[Value]) -> String {
    let mut toml = String::from("+++\n");
    for (key, name) in [("title", "written_title"), ("summary", "written_summary"), ("updated", "updated")] {
        if !version[name].is_null() {
            let _ = writeln!(toml, "{key} = {}", inline(&version[name]));
        }
    }
    let slug = version["url"].as_str().unwrap().trim_end_matches('/').rsplit('/').next().unwrap();
    if entry["id"] != slug {
        let _ = writeln!(toml, "slug = \"{slug}\"");
    }
    let is_original = entry["original"] == tag;
    if !is_original {
        toml += "translates = \"00000000\"\n";
    }
    let own: Vec<Value> =
        described.iter().filter(|field| is_original || field["localized"] == json!(true)).cloned().collect();
    facts(&entry["fields"], &own, Some(tag), &mut toml);
    toml + "+++\n"
}

/// Facts as TOML. In a page, a localised one is said in the page's own language.
fn facts(values: &Value, described: &[Value], tag: Option<&str>, toml: &mut String) {
    for field in described {
        let name = field["name"].as_str().unwrap();
        let Some(value) = values.get(name) else { continue };
        let value = match tag.filter(|_| field["localized"] == json!(true)) {
            Some(tag) => match value.get(tag) {
                Some(value) => value.clone(),
                None => continue,
            },
            None => value.clone(),
        };
        let _ = writeln!(toml, "{name} = {}", fact(&value, field));
    }
}

/// A value of a field, or the list of them.
fn fact(value: &Value, field: &Value) -> String {
    if let (Value::Array(items), true) = (value, field["many"] == json!(true)) {
        let one = {
            let mut one = field.clone();
            one["many"] = json!(false);
            one
        };
        return format!("[{}]", items.iter().map(|item| fact(item, &one)).collect::<Vec<_>>().join(", "));
    }
    match field["type"].as_str().unwrap() {
        "decimal" => value.as_str().unwrap().to_owned(),
        "page" => inline(&value["id"]),
        "file" => inline(&value["name"]),
        "money" => {
            format!("{{ amount = {}, currency = {} }}", value["amount"].as_str().unwrap(), inline(&value["currency"]))
        }
        "table" => {
            let columns = field["fields"].as_array().unwrap();
            let cells = columns.iter().filter_map(|column| {
                let name = column["name"].as_str().unwrap();
                let value = value.get(name)?;
                let written = if column["localized"] == json!(true) { inline(value) } else { fact(value, column) };
                Some(format!("{name} = {written}"))
            });
            format!("{{ {} }}", cells.collect::<Vec<_>>().join(", "))
        }
        _ => inline(value),
    }
}

/// Texts, numbers, lists and tables of them, on one line.
fn inline(value: &Value) -> String {
    match value {
        Value::Object(pairs) => {
            let pairs = pairs.iter().map(|(key, value)| format!("{} = {}", json!(key), inline(value)));
            format!("{{ {} }}", pairs.collect::<Vec<_>>().join(", "))
        }
        Value::Array(items) => format!("[{}]", items.iter().map(inline).collect::<Vec<_>>().join(", ")),
        other => other.to_string(),
    }
}

/// Takes out everything that pages' texts decide, which are no data, and the order of fields that the site chose.
fn without_texts(value: &mut Value) {
    match value {
        Value::Object(pairs) => {
            for key in ["revision", "translation", "licence", "publisher"] {
                pairs.remove(key);
            }
            pairs.values_mut().for_each(without_texts);
        }
        Value::Array(items) => items.iter_mut().for_each(without_texts),
        _ => {}
    }
}

#[track_caller]
fn comes_back(published: &Published) {
    let site = made_anew(published);
    let run = site.build();
    assert_eq!(run.code, 0, "{}\n{}", run.diagnostics(), run.stderr);
    let after = site.published();
    let mut compared = 0;
    for path in published.paths().iter().filter(|path| path.starts_with("data/") && path.ends_with(".json")) {
        let name = path.trim_start_matches("data/").trim_end_matches(".json");
        if name.contains('.') || name == "changes" {
            continue;
        }
        let (mut was, mut is) = (read(published, path), read(&after, path));
        without_texts(&mut was);
        without_texts(&mut is);
        assert_eq!(serde_json::to_string_pretty(&is).unwrap(), serde_json::to_string_pretty(&was).unwrap(), "{path}");
        compared += 1;
    }
    assert!(compared > 3, "{compared} files");
}

#[test]
fn a_program_that_reads_nothing_else_makes_the_same_data_anew() {
    let site = Site::new(
        "//- content/clusters/full.en.md\n+++\ntitle = \"Full, \\\"quoted\\\" - all\"\nsummary = \"Says 'it'\"\nslug = \"all-of-it\"\n\
         updated = \"2026-03\"\nkind = \"association\"\ncountry = [\"pl\", \"ua\"]\nplace = \"Łódź\"\nfounded = 2019-05-01\n\
         members = 12\nshare = 12.50\nactive = false\nwebsite = \"https://example.org/?a=1&b=2\"\nemail = \"a@example.org\"\n\
         budget = { amount = 1200000.50, currency = \"EUR\" }\n+++\nText.\n\
         //- content/clusters/full.uk.md\n+++\ntitle = \"Повний\"\nplace = \"Лодзь\"\ntranslates = \"00000000\"\n+++\nТекст.\n",
    );
    site.replace(
        "content/memoranda/kosice.uk.md",
        "parties",
        "sources = [{ name = { en = \"Brochure; p. 3\", uk = \"Брошура\" }, page = 3 }]\nsectors = [\"food\"]\nparties",
    );
    let run = site.build();
    assert_eq!(run.code, 0, "{}", run.diagnostics());
    comes_back(&site.published());
}

#[test]
fn the_knowledge_base_comes_back_from_its_data() {
    let site = Site::empty();
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    copy(&own.join("content"), &site.path("content"));
    site.write_bytes("site.toml", &std::fs::read(own.join("site.toml")).unwrap());
    comes_back(&site.built());
}
