# Interface strings of the theme, English. One place, one string: each key is used by a template or by the generator.

## Frame

skip-to-content = Skip to content
back-to-top = Back to top
to-home = To the home page
languages = Language
breadcrumbs = You are here
menu-main = Main
menu-open = Menu
menu-collections = Collections
menu-vocabularies = Ways in
menu-pages = About the site
on-this-page = On this page
toc = Contents
calendar = Calendar: { $title }
calendar-subscribe = subscribe
feed-link = News feed: { $title }
feed-title = { $site }: { $collection }

## Search

search-title = Search
search-label = Search the knowledge base
search-placeholder = A name, a place, an abbreviation
search-submit = Search
search-browse = Or browse
search-found-one = { $count } result
search-found-few = { $count } results
search-found-many = { $count } results
search-found-other = { $count } results
search-partial = No page has all of the words; these have some.
search-mended = Nothing has these very words. Shown instead: { $word }
search-kind-page = Pages
search-none = Nothing found for “{ $query }”. Try fewer words, or other ones.
search-loading = Searching…
search-failed = The answer could not be fetched: the connection may have broken. Reload the page to search again, or browse the lists below.
search-kinds = Kind
search-more = Show more
search-needs-script = Search needs JavaScript, which is off or blocked in your browser. Everything can also be found through the lists below.

## Lists

list-all =
    { $count ->
        [0] No entries yet
        [one] { $count } entry
       *[other] { $count } entries
    }
list-range = Entries { $first }–{ $last } of { $count }
list-range-one = Entry { $number } of { $count }
list-all-link =
    { $count ->
        [one] See the one entry
       *[other] See all { $count }
    }
list-empty = There are no entries here yet.
terms-empty = No entries yet:
pagination = Pages of this list
pagination-previous = Previous
pagination-next = Next
page-number = Page { $number }
facets-title = Filter
facet-year = Year
# The braces in the two values are filled in by the list’s script.
facets-shown = Showing { $shown } of { $total }
facets-or = or
facets-none = Nothing matches all of these. Take one away to see more.
facets-failed = The other pages of this list could not be loaded, so only this page is filtered.
facets-clear = Clear the filter
facets-remove = Take away: { $value }
facets-skip = Skip the filter
facets-show-one = Show { $count } entry
facets-show-few = Show { $count } entries
facets-show-many = Show { $count } entries
facets-show-other = Show { $count } entries
list-entries = Entries
intro = About this list
whole-list = This shows the whole list, whatever the filter says.
find-label = Words in this list
find-words = “{ $words }”
sort-label = Order
sort-default = Usual order
sort-title = By title
sort-newest = Newest first
sort-oldest = Oldest first
list-shape = Shown as
list-cards = Cards
list-table = Table
take-all = Download all { $count } (CSV)
take-one = Download this one (CSV)
take-shown = Download these { $count } (CSV)
take-failed = The file could not be loaded. Try again.
column-title = Title
column-collection = Section
column-date = Date
column-updated = Last change
column-licence = Licence
column-address = Address of the entry
views = Ways to look
view-list = List
deadline-past = passed
open-data = Open data
data-lead = Everything that this site knows, in files that programs read: every field, in every language, made anew whenever the site is published.
data-files = The files
data-what = What
data-rows = Rows
data-format = Data
data-schema = Description for programs
data-database = Everything in one database file (SQLite)
data-catalogue = Catalogue for data portals (DCAT-AP)
data-changes = What changed, by day
data-open = How to open them
data-open-excel = A CSV file has commas between its cells and is in UTF-8. In Excel choose Data, From Text/CSV, the encoding 65001: Unicode (UTF-8) and the delimiter Comma; opened by a double click, it may have wrong letters, or whole rows in one cell. LibreOffice asks for both when it opens the file.
data-open-cells = A cell that begins with a square bracket is a list, as JSON writes it. An apostrophe at the start of a cell keeps a spreadsheet from running what follows: the value is what stands behind it.
data-in = In { $name }
data-terms = What you may do with them, and what may change
data-publisher = Published by
data-licence = Licence
data-version = Version of the format: { $version }. The second number grows when something is added; the first, when a column or key goes or means something else.

## Home

newest-title = Latest dates on record
# A date’s label that says no more is left out.
date = Date

## Map

map-counts = The map: each number counts the entries about a country.
map-shades = The lighter it is, the more there are.
sea-baltic = Baltic Sea
sea-black = Black Sea

## Time, relations, matrix

timeline-title = Timeline
timeline-all = The whole timeline
timeline-older =
    { $count ->
        [one] { $count } older entry is only counted here. It is in:
       *[other] { $count } older entries are only counted here. All of them are in:
    }
graph-title = Who takes part in what
graph-parties = Parties and participants
graph-as-table = The same as a table
matrix-title = { $first } × { $second }
matrix-note = Each number leads to the entries that belong to both.
matrix-shades = The stronger the colour, the more there are.
matrix-totals = At the edges every entry counts once, however many columns or rows it stands in.
matrix-all = All entries
cross-title = { $first } × { $second }
cross-all = All entries: { $title }
cross-wider = Wider lists

## At a glance, contacts

term-names = Also:
glance = At a glance
glance-leading = { $title }: most entries
glance-source = Newest dated source
glance-none = nothing on record
contact = Whom to write to
contact-linked = No contact of its own is on record. The nearest:
contact-site = No contact of its own is on record. Questions go to:

## An entry

facts = Facts
fact-derived = follows from linked entries
fact-derived-note = Dotted or dashed: follows from linked entries.
relations = Connections
relations-note = What other entries say about this one.
relations-more =
    { $count ->
        [one] One more
       *[other] { $count } more
    }
about-page = About this page
permanent-address = Permanent address
actions = With this page
cite = Cite
copy-link = Copy link
brief-back = Back to the page
brief-lines = Connections, by day
brief-sources = Sources:
brief-more = 
    { $count ->
        [one] and one more
       *[other] and { $count } more
    }
brief = Brief for printing
share = Share
edit-page = Edit this page
report = Report a mistake
cite-revision = revision
copy-address = Copy address
copy-citation = Copy the citation
copied = Copied
updated = Last change
revision = Revision
versions = Languages
state-original = original
state-current = translation, up to date
state-outdated = translation, the original has changed since
state-missing = not translated yet
print = Print this page
notice-fallback-title = Not translated yet.
notice-fallback = Below is the original. Its language:
notice-outdated-title = The original has changed since this translation was made.
notice-outdated = Facts are always shared; the text may lag behind. Original:

## What changed

changes-title = What changed
changes-of = { $title }: what changed
changes-lead = What is new in the knowledge base, what was changed and what was removed, newest first.
changes-lead-days = Which pages were last changed when, newest first, and what editors say of it.
changes-none = Nothing is known of changes yet.
changes-older =
    { $count ->
        [one] { $count } older change is in the open data.
       *[other] { $count } older changes are in the open data.
    }
change-new = New
change-changed = Changed
change-updated = Changed
change-removed = Removed
change-noted = Changed
change-field-title = Title
change-field-summary = Summary
change-field-text = Text
last-changed = Last changed
last-added = Added
follow = Follow { $title }
follow-all = Follow the changes (Atom)

## Reading

alert-note = Note
alert-tip = Tip
alert-important = Important
alert-warning = Warning
alert-caution = Caution
footnotes = Footnotes
footnote-back =
    { $reference ->
        [1] Back to reference { $number }
       *[other] Back to mention { $reference } of note { $number }
    }
table-region = Table
heading-link = Link to this section
home = Home
task-done = done
task-open = not done
boolean-true = yes
boolean-false = no

## Pages that say little

continue = Continue in English
not-found-title = Page not found
not-found = There is no page at this address. It may have moved; search or start from the home page.
moved = This page has moved
