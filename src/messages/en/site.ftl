# Pages together: references, links, translations.

hint-meant-title = did you mean `{ $id }`? ({ $title })
hint-meant-several = write the one that is meant: { $ids } are called so
hint-publish-draft = publish the draft, or build with --drafts
no-such-file = the entry has no file `{ $name }`
    .hint = put it into { $folder } as `{ $name }`
reference-to-a-draft = `{ $id }` is a draft: the reference is left out until it is published
no-such-entry = there is no entry `{ $id }` in { $collections }
    .hint = write the id of an entry that is there, or make it: { $path }.<language>.md
    .make = write the id of an entry that is there, or make it: { $path }.<language>.md, and write `{ $id }` here
    .id = write the id of an entry: the name of its file in { $folders }
entry-of-another-collection = `{ $id }` is in `{ $other }`, and this field takes { $collections }
no-such-term = the vocabulary `{ $vocabulary }` has no term `{ $id }`
    .hint = add it to content/{ $vocabulary }.toml: [{ $id }]
    .as = add it to content/{ $vocabulary }.toml as [{ $id }], and write `{ $id }` here
    .known = known here: { $known }; or { $add }
    .id = write the id of a term, which stands in brackets in content/{ $vocabulary }.toml
no-term-for-text = the vocabulary `{ $vocabulary }` has no term `{ $id }` for this text
    .taken = the text of `{ $term }` is there already: merge the two, and delete this file
    .rename = did you mean `{ $term }`? then rename the file to { $path }
orphan-file = no page `{ $folder }` has this file as its own
    .hint = make the page content/{ $folder }.<language>.md, or remove the file
contact-entry = there is no entry `{ $entry }`
    .hint = name an entry of content/{ $collection }

broken-anchor = `{ $file }` has no heading with the anchor `#{ $anchor }`
    .none = that page has no headings: link to the page itself
    .known = its headings: { $known }
broken-link = there is no `{ $path }`
    .hint = a link is the relative path to the source file: ../clusters/uca.en.md
    .file = put the file there, or write where it is; a page's own files stand in { $folder }/
    .web = if it is on the web, write { $address }; if it is a file, put it there
    .list = make the file { $file } with a title, and link to it: until then the list has no source file
    .term = make the page of the term, and link to that: icsi new { $vocabulary } { $term }
link-leads-out = `{ $written }` leads out of the content folder
    .hint = link to pages and files below content/, or give a full https:// address
link-to-a-draft = `{ $path }` is a draft and will not be published
page-as-picture = `{ $written }` is a page, not a picture
    .hint = link to it without the exclamation mark

outdated-translation = the translation follows `{ $stamp }`, its original is now at `{ $revision }`
    .hint = bring it up to date with { $file }, then run `icsi translated { $page }` or write translates = "{ $revision }"
missing-translation = the entry has no translation into { $languages }
    .hint = translate it, or set missing_translation = "fallback" in { $file }
missing-updated = the page does not say when it was changed: feeds leave it out
    .hint = write the day of its last change: updated = 2026-01-31
no-original = every page of this entry says that it is a translation
    .hint = remove the line `translates` from the page that was written first, and give it the facts
two-originals = `{ $file }` is an original of this entry too
    .hint = if this page translates the other, remove its facts and add translates = "{ $revision }"
    .later = if this page translates the other, remove its facts and let `icsi translated` stamp it when the other has a title
fact-in-a-translation = `{ $key }` is a fact, and facts stand in the original alone
    .hint = remove it here; { $file } says it for every language
outline-differs = the translation has { $ours ->
    [one] { $ours } heading
   *[other] { $ours } headings
} where { $file } has { $theirs }, or other levels
    .hint = give both the same headings in the same places, so that links to them hold in every language

document-as-picture = `{ $written }` is no picture and cannot be shown as one
    .hint = link to it without the exclamation mark
own-address = this full address leads to the site itself: nothing tells when it dies
    .hint = write the path to the file: { $path }
source-address = this full address leads to a source file of the site: readers see a forge's page, and nothing tells when it dies

unreachable-page = neither a menu nor a link leads to this page
    .hint = link to it from another page, or add "{ $id }" to `pages` of `[menu]` in { $config }
unused-file = no page uses `{ $name }`: no text shows it or links to it, and no field names it
    .hint = link to it, or remove the file
unused-term = { $count ->
    [1] no entry has the term { $names }
   *[other] no entry has the terms { $names }{ $more ->
        [0] {""}
       *[other] {" "}and { $more } more
    }
}
    .hint = give the term to the entries that belong to it, or remove it; until then its page is empty
future-updated = the page says that it was changed on { $day }, which is still to come
    .hint = write the day of its last change
date-differs = the text says { $day }, and `{ $field }` says { $fact }
    .hint = see in the source which of the two is right, and mend the other
numbers-differ = this text has { $ours } where { $file } has { $theirs }
    .hint = mend the text that is wrong; where both are right, the page can say so: allow = {"{"} numbers-differ = "why" {"}"}
numbers-added = this text has { $numbers }, and { $file } has not
numbers-lacking = { $file } has { $numbers }, and this text has not
one-way-relation = { $file } names `{ $target }` as `{ $field }`, and here `{ $reverse }` leaves `{ $id }` out
    .hint = add `{ $id }` here, or remove `{ $target }` from { $file }
