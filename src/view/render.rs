//! Renders one planned output into bytes. No output depends on another, so they can be rendered in any order, in
//! parallel, or only when a browser asks.

use std::borrow::Cow;

use super::Views;
use crate::{
    config::{CollectionId, LanguageId},
    diagnostics::{Diagnostic, Rule},
    map, message,
    outputs::{
        calendar::{self, Calendar},
        changes,
        data::{self, Described},
        feed::{self, Feed},
        headers, redirects, security_txt, sitemap,
    },
    plan::{DataFile, DataOf, Output, What, share},
};

/// The largest output, in bytes.
pub const OUTPUT_LIMIT: usize = 64 * 1024 * 1024;

/// The bytes of an output, or where its template fails, or that it grows too large.
pub fn render<'v>(views: &'v Views, output: &Output) -> Result<Cow<'v, [u8]>, Box<Diagnostic>> {
    let bytes = make(views, output)?;
    if bytes.len() > OUTPUT_LIMIT { Err(too_large(&output.path)) } else { Ok(bytes) }
}

fn too_large(path: &str) -> Box<Diagnostic> {
    let message = message!("output-too-large", path, limit = OUTPUT_LIMIT / 1024 / 1024);
    Box::new(Diagnostic::without_location(Rule::Limit, message).hint(message!("output-too-large.hint")))
}

fn make<'v>(views: &'v Views, output: &Output) -> Result<Cow<'v, [u8]>, Box<Diagnostic>> {
    let (site, plan) = (&views.site, &views.plan);
    let text = match &output.what {
        What::Calendar(language, collection) => {
            let title = title(views, *language, *collection);
            let which = Calendar { language: *language, collection: *collection, title: &title };
            calendar::calendar(site, plan, &which)
        }
        What::Feed(language, collection) => {
            let title = title(views, *language, *collection);
            let feed = Feed { history: views.history(), language: *language, collection: *collection, title: &title };
            feed::feed(site, plan, &feed, |version, address| views.full_body(version, address))
        }
        What::ListFile(of, language) => views.list_file(*of, *language)?,
        What::ChangesFeed(language, term) => views.changes_feed(*term, *language),
        What::Data(of, file) => return Ok(data_file(views, *of, *file)),
        What::Catalogue => data::catalogue(site, plan, |of| views.rows(of)),
        What::Database => return Ok(Cow::Owned(data::database(site, plan, |of| views.rows(of)))),
        What::Changes => changes::json(site, plan, views.history()),
        What::Sitemap => sitemap::sitemap(site, plan),
        What::SitemapPart(part) => sitemap::part(site, plan, *part),
        What::Robots => sitemap::robots(site),
        What::Headers => headers::headers(&site.config.base_url),
        What::SecurityTxt => security_txt::security_txt(&site.config),
        What::Redirects => redirects::redirects(plan, &site.config.base_url, &site.config.languages),
        What::Map => return Ok(Cow::Borrowed(map::drawing().svg.as_bytes())),
        What::SharePicture(id, language) => {
            let words = share::words(site, *id, *language);
            let picture = words.zip(views.theme.share_background.as_ref()).map(|(words, on)| on.draw(&words));
            return Ok(Cow::Owned(picture.unwrap_or_default()));
        }
        What::Asset(at) => {
            return Ok(Cow::Borrowed(views.theme.assets.get(*at).map_or(&[][..], |asset| &asset.bytes)));
        }
        What::Static(at) => {
            return Ok(Cow::Borrowed(plan.static_files.get(*at).map_or(&[][..], |one| one.file.bytes())));
        }
        What::Attachment(id, name) => {
            return Ok(Cow::Borrowed(site.entry(*id).attachment(name).map_or(&[][..], |file| &file.bytes)));
        }
        What::Picture(id, name, width) => return views.picture_bytes(*id, name, *width).map(Cow::Owned),
        What::SearchPiece(language, at) => {
            return Ok(views.search_bytes(*language, *at));
        }
        page => {
            let Some(view) = views.page(page)? else { return Ok(Cow::Borrowed(&[])) };
            return match views.theme.render(&view.template, &view.context, OUTPUT_LIMIT) {
                Ok(Some(bytes)) => Ok(Cow::Owned(bytes)),
                Ok(None) => Err(too_large(&output.path)),
                Err(diagnostic) => Err(diagnostic),
            };
        }
    };
    Ok(Cow::Owned(text.into_bytes()))
}

/// The title of a feed or calendar of the site or of a collection.
fn title(views: &Views, language: LanguageId, collection: Option<CollectionId>) -> String {
    let config = &views.site.config;
    let site = config.title.get(language).to_owned();
    let Some(collection) = collection else { return site };
    let name = config.collection(collection).title.get(language).to_owned();
    views.string_with(language, "feed-title", &[("site", site.into()), ("collection", name.into())])
}

fn data_file(views: &Views, of: DataOf, file: DataFile) -> Cow<'_, [u8]> {
    let described = Described::new(&views.site, &views.plan, of);
    let Some(rows) = views.rows(of) else { return Cow::Borrowed(&[]) };
    match file {
        DataFile::Json => Cow::Owned(data::json(described, rows)),
        DataFile::Csv => Cow::Borrowed(&rows.csv),
        DataFile::JsonSchema => Cow::Owned(data::json_schema(described, rows).into_bytes()),
        DataFile::TableSchema => Cow::Owned(data::table_schema(described, rows).into_bytes()),
    }
}
