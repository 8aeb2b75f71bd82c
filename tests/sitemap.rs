//! A site that is larger than a sitemap can be (sitemaps.org: 50,000 pages, 50 MiB) has it in parts.

use std::{collections::BTreeSet, fmt::Write as _};

use icsi::{
    outputs::sitemap,
    pipeline::{self, LoadMemory, LoadOptions},
    plan::What,
    timings::Timings,
};

use crate::common::Site;

#[test]
fn a_large_sitemap_is_in_parts() {
    let site = Site::new("");
    // In two files, each of which is as large as one may be.
    for (vocabulary, half) in [("countries", 0..13_000), ("sectors", 13_000..26_000)] {
        let mut terms = site.read(&format!("content/{vocabulary}.toml"));
        for at in half {
            writeln!(terms, "[t{at}]\ntitle = {{ en = \"T{at}\", uk = \"Т{at}\" }}").unwrap();
        }
        site.write_bytes(&format!("content/{vocabulary}.toml"), terms.as_bytes());
    }
    let loaded =
        pipeline::load(&site.root, &LoadOptions::default(), &mut LoadMemory::default(), &mut Timings::default())
            .unwrap();
    assert!(loaded.diagnostics.is_empty(), "{:?}", loaded.diagnostics.iter().next());
    let snapshot = loaded.snapshot.unwrap();
    let (site, plan) = (&snapshot.site, &snapshot.plan);
    let index = sitemap::sitemap(site, plan);
    let index = roxmltree::Document::parse(&index).unwrap();
    assert_eq!(index.root_element().tag_name().name(), "sitemapindex");
    let parts: Vec<&str> = index
        .descendants()
        .filter(|node| node.has_tag_name(("http://www.sitemaps.org/schemas/sitemap/0.9", "loc")))
        .filter_map(|node| node.text())
        .collect();
    assert_eq!(parts, ["https://example.org/sitemap-1.xml", "https://example.org/sitemap-2.xml"]);
    let mut named = BTreeSet::new();
    for part in 0..parts.len() {
        assert_eq!(plan.find(&format!("sitemap-{}.xml", part + 1)).unwrap().what, What::SitemapPart(part));
        let text = sitemap::part(site, plan, part);
        assert!(text.len() < 50 * 1024 * 1024);
        let pages: Vec<&str> = text.split("<loc>").skip(1).filter_map(|rest| rest.split("</loc>").next()).collect();
        assert!(!pages.is_empty() && pages.len() <= 50_000, "{}", pages.len());
        for page in pages {
            assert!(named.insert(page.to_owned()), "{page} stands twice");
        }
    }
    assert!(named.contains("https://example.org/uk/sectors/t25999/"));
    assert!(named.len() > 52_000, "{}", named.len());
}
