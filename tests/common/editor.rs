//! Somebody who edits a site at random: as people do, and as they do not mean to.

use std::{collections::BTreeMap, fs, path::Path};

use crate::common::Site;

/// Files that the base site lacks: a plain page, a term's text, drafts, files, aliases, a table, links of all kinds.
pub const MORE: &str = r##"
//- content/about.en.md
+++
title = "About"
aliases = ["/old/about/"]
+++
Our [clusters](clusters/uca.en.md#history), [wool](clusters/wool.en.md), [logo](clusters/wool/logo.svg).
//- content/about.uk.md
+++
title = "Про нас"
slug = "pro-nas"
translates = "00000000"
+++
Наші [кластери](clusters/uca.uk.md#history).
//- content/countries/pl.en.md
+++
title = "Poland"
+++
About [Poland](../about.en.md).
//- content/clusters/draft.en.md
+++
title = "Draft"
draft = true
country = ["pl"]
+++
Not yet.
//- content/clusters/wool/logo.svg
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0h1v1z"/></svg>
//- content/memoranda/lviv.en.md
+++
title = "Lviv"
signed = 2024
parties = ["wool"]
sectors = ["food"]
[[sources]]
name = { en = "Minutes", uk = "Протокол" }
page = 3
+++
## Text

Of the [memorandum](kosice.uk.md).
"##;

/// Edits a site as people do, and as they do not mean to.
pub struct Editor<'s> {
    site: &'s Site,
    random: u64,
    count: usize,
    /// Every file as it was at the start: how mistakes are mended.
    good: BTreeMap<String, Vec<u8>>,
}

impl<'s> Editor<'s> {
    pub fn new(site: &'s Site, seed: u64) -> Self {
        let good =
            files(&site.root).into_iter().map(|path| (path.clone(), fs::read(site.path(&path)).unwrap())).collect();
        Self { site, random: seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1, count: 0, good }
    }

    /// xorshift64*
    fn next(&mut self) -> u64 {
        self.random ^= self.random >> 12;
        self.random ^= self.random << 25;
        self.random ^= self.random >> 27;
        self.random.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 16
    }

    pub fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next()).unwrap() % limit.max(1)
    }

    pub fn chance(&mut self, one_in: usize) -> bool {
        self.below(one_in) == 0
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }

    /// A file of the site, by a part of its path and its ending.
    fn file(&mut self, below: &str, ending: &str) -> Option<String> {
        let all: Vec<String> =
            files(&self.site.root).into_iter().filter(|p| p.starts_with(below) && p.ends_with(ending)).collect();
        if all.is_empty() { None } else { Some(all[self.below(all.len())].clone()) }
    }

    /// Makes one edit and says what it was.
    pub fn edit(&mut self) -> String {
        self.count += 1;
        let done = match self.below(26) {
            0..=6 => self.mend(),
            7..=8 => self.body(),
            9 => self.line("title = ", "title = ", &["\"Альфа\"", "\"Żółw\"", "\"Beta 10\"", "\"\"", "42"]),
            10..=11 => self.facts(),
            12 => self.vocabulary(),
            13 => self.rename(),
            14 => self.delete(),
            15 => self.create(),
            16..=17 => self.template(),
            18 => self.strings(),
            19..=20 => self.configuration(),
            21 => self.attachment(),
            22 => self.front_matter(),
            23 => self.same_size(),
            24 => self.bytes(),
            _ => self.static_file(),
        };
        done.unwrap_or_else(|| "nothing".to_owned())
    }

    fn write(&self, path: &str, text: &str) {
        self.site.write_bytes(path, text.as_bytes());
    }

    fn text(&self, path: &str) -> Option<String> {
        String::from_utf8(fs::read(self.site.path(path)).ok()?).ok()
    }

    /// Puts files back as they were, sometimes all of them.
    fn mend(&mut self) -> Option<String> {
        if self.chance(10) {
            for path in files(&self.site.root) {
                if !self.good.contains_key(&path) {
                    fs::remove_file(self.site.path(&path)).unwrap();
                }
            }
            for (path, bytes) in &self.good {
                let _ = fs::remove_file(self.site.path(path));
                self.site.write_bytes(path, bytes);
            }
            return Some("everything mended".to_owned());
        }
        let wrong: Vec<String> = self
            .good
            .iter()
            .filter(|(path, bytes)| fs::read(self.site.path(path)).ok().as_ref() != Some(*bytes))
            .map(|(path, _)| path.clone())
            .collect();
        // A file that is in the way of everything else is mended first.
        let first = wrong.iter().find(|path| *path == "site.toml").cloned();
        let path = first.or_else(|| (!wrong.is_empty()).then(|| wrong[self.below(wrong.len())].clone()))?;
        let _ = fs::remove_file(self.site.path(&path));
        self.site.write_bytes(&path, &self.good[&path]);
        Some(format!("{path} mended"))
    }

    fn body(&mut self) -> Option<String> {
        let path = self.file("content/", ".md")?;
        let mut text = self.text(&path)?;
        let target = self.file("content/", ".md").unwrap_or_default();
        let ups = "../".repeat(path.matches('/').count() - 1);
        let anchor = self.pick(&["", "#history", "#text", "#nowhere"]);
        let count = self.count;
        text.push_str(&match self.below(6) {
            0 => format!("\n## Heading {count}\n\nWords.\n"),
            1 => format!("\n[link {count}]({ups}{}{anchor})\n", target.trim_start_matches("content/")),
            2 => format!("\n[gone {count}]({ups}clusters/gone.en.md)\n"),
            3 => "\n<script>alert(1)</script>\n".to_owned(),
            4 => format!("\n> [!NOTE]\n> Note {count}.\n\nA word[^1].\n\n[^1]: Of it.\n"),
            _ => format!("\nParagraph {count}, “quoted”.\n"),
        });
        if self.chance(3) {
            text = text.replace("## ", "### ");
        }
        self.write(&path, &text);
        Some(format!("{path}: body"))
    }

    /// Replaces what follows a key in some page.
    fn line(&mut self, key: &str, by: &str, values: &[&str]) -> Option<String> {
        let path = self.file("content/", ".md")?;
        let text = self.text(&path)?;
        let value = self.pick(values);
        let start = text.find(key)?;
        let end = text[start..].find('\n').map_or(text.len(), |at| start + at);
        self.write(&path, &format!("{}{by}{value}{}", &text[..start], &text[end..]));
        Some(format!("{path}: {by}{value}"))
    }

    fn facts(&mut self) -> Option<String> {
        match self.below(5) {
            0 => self.line("country = ", "country = ", &["[\"pl\"]", "[\"ua\", \"pl\"]", "[\"pl\", \"zz\"]", "[]"]),
            1 => self.line("sectors = ", "sectors = ", &["[\"food\"]", "[\"food\", \"textile\"]", "[\"foood\"]"]),
            2 => self.line(
                "parties = ",
                "parties = ",
                &["[\"uca\"]", "[\"wool\", \"uca\"]", "[\"draft\"]", "[\"woool\"]"],
            ),
            3 => self.line("signed = ", "signed = ", &["2020", "2025-01", "2024-02-30", "2021-05-06"]),
            _ => {
                let path = self.file("content/clusters/", ".md")?;
                let text = self.text(&path)?;
                let field = self.pick(&[
                    "founded = 2001-02\n",
                    "logo = \"logo.svg\"\n",
                    "place = \"Lviv\"\n",
                    "members = 12\n",
                    "budget = { amount = 10.5, currency = \"EUR\" }\n",
                    "kind = \"cluster\"\n",
                    "unknown = 1\n",
                ]);
                self.write(&path, &text.replacen("+++\n", &format!("+++\n{field}"), 1));
                Some(format!("{path}: {}", field.trim()))
            }
        }
    }

    fn vocabulary(&mut self) -> Option<String> {
        let path = self.file("content/", ".toml")?;
        let text = self.text(&path)?;
        let count = self.count;
        let text = match self.below(6) {
            0 => text.replacen("en = \"", &format!("en = \"{count} "), 1),
            1 => format!("{text}\n[term{count}]\ntitle = {{ en = \"Term {count}\", uk = \"Термін {count}\" }}\n"),
            2 => format!("[first{count}]\ntitle = {{ en = \"First {count}\", uk = \"Перший {count}\" }}\n\n{text}"),
            3 => text.split_once("\n\n").map(|(_, rest)| rest.to_owned())?,
            4 => format!("{text}\n[broken\n"),
            _ => format!("{text}\n# A comment.\n"),
        };
        self.write(&path, &text);
        Some(format!("{path}: terms"))
    }

    fn rename(&mut self) -> Option<String> {
        let path = self.file("content/", ".md")?;
        let count = self.count;
        let (folder, name) = path.rsplit_once('/')?;
        let new = match self.below(5) {
            0 => format!("{folder}/renamed{count}.en.md"),
            1 => format!("{folder}/{}", name.replace(".en.", ".uk.")),
            2 => format!("{folder}/{}", name.replace(".en.", ".de.")),
            3 => format!("content/memoranda/{name}"),
            _ => format!("{folder}/Bad_{name}"),
        };
        fs::rename(self.site.path(&path), self.site.path(&new)).unwrap();
        Some(format!("{path} becomes {new}"))
    }

    fn delete(&mut self) -> Option<String> {
        let path = self.file("", "")?;
        if path == "site.toml" && !self.chance(4) {
            return None;
        }
        fs::remove_file(self.site.path(&path)).unwrap();
        Some(format!("{path} deleted"))
    }

    fn create(&mut self) -> Option<String> {
        let count = self.count;
        let folder = self.pick(&["", "clusters/", "memoranda/", "countries/", "nowhere/"]);
        let id = self.pick(&["uca", "wool", "index", "new", "pl", "zz"]);
        let language = self.pick(&["en", "uk"]);
        let facts = self.pick(&[
            "country = [\"ua\"]\n",
            "signed = 2022\n",
            "translates = \"00000000\"\n",
            "draft = true\n",
            "",
        ]);
        let path = format!("content/{folder}{id}.{language}.md");
        self.write(&path, &format!("+++\ntitle = \"New {count}\"\n{facts}+++\n## History\n\nText {count}.\n"));
        Some(format!("{path} created"))
    }

    fn template(&mut self) -> Option<String> {
        let path = self.file("themes/plain/templates/", ".html")?;
        let text = self.text(&path)?;
        let count = self.count;
        let text = match self.below(6) {
            0 | 1 => text.replacen("<h1", &format!("<!-- {count} --><h1"), 1),
            2 => text.replacen("{{ page.title }}", "{{ page.titel }}", 1),
            3 => format!("{text}{{% if %}}"),
            4 => text.replacen("</main>", "{{ \"no-such-string\" | t }}</main>", 1),
            _ => text.replacen("{% block main %}", "{% block main %}{{ \"home\" | t }}", 1),
        };
        self.write(&path, &text);
        Some(format!("{path}: template"))
    }

    fn strings(&mut self) -> Option<String> {
        let path = self.file("themes/plain/i18n/", ".ftl")?;
        let text = self.text(&path)?;
        let count = self.count;
        let text = match self.below(4) {
            0 => text.replacen("home = ", &format!("home = {count} "), 1),
            1 => text.replacen("home = ", "hom = ", 1),
            2 => format!("{text}\nunused{count} = x\n"),
            _ => format!("{text}\n{{ broken\n"),
        };
        self.write(&path, &text);
        Some(format!("{path}: strings"))
    }

    fn configuration(&mut self) -> Option<String> {
        let text = self.text("site.toml")?;
        let count = self.count;
        let (what, text) = match self.below(9) {
            0 => ("title", text.replacen("en = \"Knowledge\"", &format!("en = \"Knowledge {count}\""), 1)),
            1 => ("comment", format!("# {count}\n{text}")),
            2 => ("broken", format!("{text}\n[broken\n")),
            3 => ("sort", text.replacen("sort = \"-signed\"", "sort = \"title\"", 1)),
            4 => ("policy", text.replacen("theme = ", "missing_translation = \"omit\"\ntheme = ", 1)),
            5 => ("cross", text.replacen("cross = [[\"countries\", \"sectors\"]]", "cross = []", 1)),
            6 => ("field", text.replacen("members  = { type = \"integer\" }\n", "", 1)),
            7 => ("theme", text.replacen("theme = \"plain\"", "theme = \"plane\"", 1)),
            _ => ("base", text.replacen("https://example.org/", "https://example.org/kb/", 1)),
        };
        self.write("site.toml", &text);
        Some(format!("site.toml: {what}"))
    }

    fn attachment(&mut self) -> Option<String> {
        let count = self.count;
        let path = self.pick(&["wool/logo.svg", "uca/logo.svg", "gone/logo.svg", "uca/notes.txt"]);
        let path = format!("content/clusters/{path}");
        self.write(&path, &format!("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {count} 1\"/>"));
        Some(format!("{path} written"))
    }

    fn front_matter(&mut self) -> Option<String> {
        let path = self.file("content/", ".md")?;
        let text = self.text(&path)?;
        let line = self.pick(&[
            "draft = true\n",
            "slug = \"other\"\n",
            "slug = \"page\"\n",
            "aliases = [\"/en/about/\"]\n",
            "aliases = [\"/old/x/\", \"old-name\"]\n",
            "summary = \"In short\"\n",
            "updated = 2026-01-02\n",
            "broken =\n",
            "translates = \"12345678\"\n",
        ]);
        self.write(&path, &text.replacen("+++\n", &format!("+++\n{line}"), 1));
        Some(format!("{path}: {}", line.trim()))
    }

    /// Nothing but the bytes changes: not the size, and perhaps not even the time.
    fn same_size(&mut self) -> Option<String> {
        let path = self.file("content/", ".md")?;
        let text = self.text(&path)?;
        let swapped: String = text
            .chars()
            .map(|c| match c {
                'e' => 'o',
                'o' => 'e',
                c => c,
            })
            .collect();
        self.write(&path, &swapped);
        Some(format!("{path}: letters"))
    }

    fn bytes(&mut self) -> Option<String> {
        let path = self.file("content/", "")?;
        match self.below(3) {
            0 => self.site.write_bytes(&path, b"caf\xe9\n"),
            1 => self.site.write_bytes(&path, b""),
            _ => {
                fs::remove_file(self.site.path(&path)).unwrap();
                std::os::unix::fs::symlink("../../secret.md", self.site.path(&path)).unwrap();
            }
        }
        Some(format!("{path}: bytes"))
    }

    fn static_file(&mut self) -> Option<String> {
        let count = self.count;
        let path = self.pick(&["site.css", "img/dot.svg", "new.css"]);
        let path = format!("themes/plain/static/{path}");
        self.write(&path, &format!("/* {count} */ a {{ background: url(img/dot.svg) }}"));
        Some(format!("{path} written"))
    }
}

/// Every file and link below a folder, sorted.
pub fn files(root: &Path) -> Vec<String> {
    let mut paths: Vec<String> = ["site.toml", "content", "themes"]
        .iter()
        .flat_map(|start| walkdir::WalkDir::new(root.join(start)).into_iter().flatten())
        .filter(|entry| !entry.file_type().is_dir())
        .map(|entry| entry.path().strip_prefix(root).unwrap().to_str().unwrap().to_owned())
        .collect();
    paths.sort();
    paths
}
