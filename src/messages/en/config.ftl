# site.toml: languages, collections, vocabularies, fields and what else a site says of itself.

hint-one-of = one of { $known }

# Values of site.toml
no-such-level = `{ $name }` is not a level of a rule
no-email = `{ $email }` is no e-mail address
contact-no-entry = `{ $name }` names no entry: a collection and an id belong together
contact-entry-is = write entry = "{ $collection }/id": the collection and the id of an entry
contact-unreachable = no field of `{ $collection }` says how to reach an entry
    .hint = give one the role: role = "contact"
hint-describe = describe it: { $heading }
field-name = `{ $name }` cannot be the name of a field
    .hint = lower-case letters, digits and underscores, a letter first
field-of-every-page = every page has `{ $name }` already
    .hint = choose another name for the field
field-not-localised = { $kind ->
    [integer] an integer
    [email] an email
   *[other] a { $kind }
} field cannot be localised
    .hint = only text and url fields differ from language to language
field-no-inverse = { $kind ->
    [integer] an integer
    [email] an email
   *[other] a { $kind }
} field has no other side to name
    .hint = only page fields have an `inverse`
through-kind = `through` fills a term field with `many = true`
table-in-table = `{ $inner }` is a table inside the table `{ $outer }`
    .hint = rows hold plain fields: make it an entry of a collection of its own
no-field-type = `{ $other }` is not a type of field
choice-empty = a choice has at least one value
choice-value = `{ $value }` cannot be a value of a choice
    .hint = lower-case letters, digits and single hyphens; the label is what readers see
choice-list = `{ $key }` is a list of values of the field
choice-unknown = `{ $name }` is not among the field's values
collection-name-type = a collection's name is a text, not { $given }
through-path = `through` is a path from a page field to a term field
through-no-field = there is no field `{ $name }`
    .hint = name fields that are there, one after another
through-nowhere = `{ $name }` is { $kind ->
    [integer] an integer
    [email] an email
   *[other] a { $kind }
} field and leads nowhere
    .hint = go through a page field
through-stops = `through` stops at a table
    .hint = name the page field of its rows
through-no-term = no entry that it leads to has a term field `{ $field }` of this vocabulary
    .hint = name a term field of the referenced collection
text-missing = this text is missing in `{ $tag }`
    .hint = add { $tag } = "…"; until then its readers are shown another language's text
texts-missing = { $count } texts of this file are missing in `{ $tag }`, this one first
needs-hint = needs = "0.2": the oldest version of icsi that understands this site
no-version = `{ $text }` is no version
program-too-old = this site needs icsi { $needed }, and this is icsi { $own }
    .hint = take a newer program; nothing else was looked at
colour = a colour is `#` and six hexadecimal digits
    .hint = write "#0b2b42", or {"{"} light = "#0d568b", dark = "#8ec6ee" {"}"}
footer-link-type = a link is a table, not { $given }
footer-link-address = `{ $url }` is not an address of another site
    .hint = an address with https, mailto or tel; a page of this site is {"{"} page = "privacy" {"}"}
listed-twice = `{ $name }` is listed twice
    .hint = remove one of the two
theme-name = `{ $name }` cannot be the name of a theme
    .hint = lower-case letters, digits and single hyphens
no-base-url = `{ $text }` cannot be a base address: { $why }
    .hint = the address where the site will stand: base_url = "https://example.org/"
language-tag-type = a language tag is a text, not { $given }
language-twice = the language `{ $tag }` is listed twice
no-languages = a site has at least one language
no-policy = `{ $other }` is not a way to treat a missing translation
name-here = `{ $name }` cannot be a name here
    .hint = lower-case letters, digits and single hyphens: the name becomes part of addresses
name-reserved = `{ $name }` is a name that the site keeps for itself
    .hint = choose another name
vocabulary-and-collection = `{ $name }` is a vocabulary and a collection at once
    .hint = both would stand at the same address: rename one
term-field = a term cannot have the { $kind } field `{ $field }`
    .hint = terms carry plain values; relations belong to collections
sort-many = `{ $name }` has many values and no order of its own
    .hint = sort by title or by a field with one value
sort-no-field = there is no field `{ $name }` to sort by
    .hint = sort by title or by a field of this collection
cross-pair = an entry of `cross` is a pair of vocabularies
cross-twice = a pair is of two different vocabularies and stands once
text-empty = the text in `{ $language }` is empty
    .hint = write it, in every language
text-in-no-language = `{ $key }` has no text in any language
no-role = `{ $name }` is not a role of fields
role-type = { $kind ->
    [integer] an integer
    [email] an email
   *[other] a { $kind }
} field cannot have the role `{ $name }`
role-owner = fields of { $owner } cannot have the role `{ $name }`
role-localised = a localised field cannot have the role `{ $name }`
role-fits = `{ $name }` is for { $types } fields of { $owners }{ $plain ->
    [yes] {","} not localised
   *[no] {""}
}
role-fits-two = `{ $name }` is for { $types } fields of { $one } and { $other }{ $plain ->
    [yes] {","} not localised
   *[no] {""}
}
role-twice = `{ $one }` and `{ $other }` both have the role `{ $role }`
    .hint = keep the role of one of them
party-of-own = `{ $field }` leads to entries of its own collection
    .hint = parties are entries of other collections: remove the role, or the collection from `of`
second-countries = `{ $name }` is a second vocabulary of countries
    .hint = keep the role `country-code` in one vocabulary
security-contact = a contact is an address with `mailto:`, `https:` or `tel:`
security-nobody = `contact` names nobody
path-type = a path is a text, not { $given }

# schema.org
no-schema-type = `{ $name }` is not a schema.org type that entries can have
    .hint = Organization, Project, Person, Event, CreativeWork or another type that the guide lists
schema-of-term = a term has no schema.org data of its own
    .hint = remove `schema`
schema-narrow = { $kind ->
    [integer] an integer
    [email] an email
   *[other] a { $kind }
} field cannot narrow the type
    .hint = only a choice can, by the `schema` of its values
schema-value = { $kind ->
    [integer] an integer
    [email] an email
   *[other] a { $kind }
} field cannot be `{ $name }`
    .hint = the values of `{ $name }` are: { $values }
no-schema-property = `{ $name }` is not a schema.org property that fields can be
    .hint = one of the properties that the guide lists
schema-value-alone = the field of this value has no `schema`
    .hint = write schema = "@type" in the field, where its values narrow the type, or name a property
schema-of-collection = the collection `{ $collection }` has no `schema`
    .hint = say what its entries are: schema = "Organization"
schema-property-of = `{ $property }` is no property of the type `{ $type_name }`
    .hint = it belongs to { $types }
schema-narrower = `{ $name }` is no type below `{ $type_name }`
schema-no-value = `{ $name }` is no value of `{ $property }`
schema-no-members = remove it: the label is the value
schema-no-such-target = no collection that `{ $field }` leads to has a type that `{ $property }` takes
    .hint = give one of them such a `schema`: { $values }
schema-no-countries = the terms of `{ $field }` are no countries, and `{ $property }` takes nothing else
    .hint = name another property

# What a key takes: in Ukrainian, in the accusative
config-type-rules = a table of rules
config-type-field = a description of the field
config-type-fields = a table of fields
config-type-choices = a table of values with their labels
config-type-collections = one or more collections
config-type-tables = tables
config-type-languages = a list of language tags
config-type-pairs = a list of pairs
config-type-links = a list of links
config-type-paths = a list of paths below static/
config-type-version = a version

# Keys that are missing
field-of-vocabulary = name a vocabulary: of = "countries"
field-of-collections = name collections: of = ["clusters"]
field-of-table = a table has fields of its own
site-description = one sentence for search engines: description = {"{"} en = "…" {"}"}
site-theme = name a folder of themes/: theme = "intermarium"
site-languages = languages = ["en", "uk"], the default first
security-expires = expires = 2027-06-30, within a year from now
change-type-list = a list of changes
theme-copy-hash = hash = "…", as `icsi theme copy` wrote it
footer-link =
    .hint = write {"{"} page = "privacy" {"}"}, or {"{"} title = {"{"} en = "…" {"}"}, url = "https://…" {"}"}

# JSON Schema of front matter, which editors of text show while one types
schema-of = Front matter of { $collection }
schema-of-plain-pages = Front matter of plain pages
schema-title = The title of the page
schema-summary = One or two sentences for lists and search results
schema-slug = A name that stands in the address instead of the id
schema-aliases = Old addresses, which lead on to the page
schema-draft = A draft is not published
schema-updated = The day of the last change
schema-translates = The revision of the original that this translation follows; icsi translated writes it
schema-changes = What has changed, by day, in each language
schema-allow = Rules whose warnings this page may have, each with the reason
