# Files below content/: their names, front matter, values of fields, vocabularies.

# Names of files.
file-of-no-entry = a file beside the pages of `{ $folder }` belongs to no entry
    .hint = put it into the folder of its entry: content/{ $folder }/<id>/
no-such-vocabulary = there is no vocabulary `{ $name }`
    .hint = describe it in site.toml: [vocabularies.{ $name }]
    .known = vocabularies are named by lower-case letters, digits and single hyphens; known here: { $known }
unknown-folder = `{ $folder }` is neither a collection nor a vocabulary of the site
    .hint = describe it in site.toml: [collections.{ $folder }]
    .known = move its pages to a folder of the site: { $known }
no-page = `{ $name }` is not a page
    .hint = pages are named `<id>.<language>.md`, such as about.{ $language }.md; an entry's own files stand in a folder named after it
looks-like-a-copy = `{ $name }` looks like a second copy of `{ $original }`, as browsers and file managers make
name-without-language = the name `{ $name }` says no language
no-id = `{ $id }` cannot be an id
    .option = choose one with --id: lower-case letters a to z, digits and single hyphens, { $limit } characters at most
    .form = lower-case letters a to z, digits and single hyphens, { $limit } characters at most; `index` and `page` are taken
long-id = the id `{ $id }` is too long: it can have { $limit } characters
    .hint = give the file a shorter name, with { $limit } characters at most before its language
name-in-no-language = `{ $tag }` in the name `{ $name }` is not a language of this site
no-file-name = `{ $name }` cannot be the name of a file
page-among-files = a page stands among an entry's own files
other-ending = `{ $name }` has another ending than the site's files
colliding-ids = this name differs from that of `{ $other }` only by case or by how its letters are composed
    .hint = keep one of the two files, under a name of lower-case letters a to z, digits and single hyphens
hint-rename = rename it to { $path }
hint-rename-id = rename it to { $path }: lower-case letters a to z, digits and single hyphens
hint-rename-file = rename it to { $path }: letters a to z, digits, hyphens, underscores and dots, since it becomes part of an address
hint-rename-copy = rename it to { $path }, or delete it if it is a copy that nobody needs
hint-rename-or-add = rename it to { $path }, or add "{ $tag }" to `languages` in site.toml
hint-add-language = add "{ $tag }" to `languages` in site.toml: the page is there in all others
hint-move = move it to { $path }
hint-move-or = move it to { $path }, or to the folder of one of these: { $others }
hint-move-up = move it up: { $path }
hint-save-as-text = save it as plain text, in the form of a page, as { $path }
hint-taken = `{ $path }` is there already: delete this file, or rename it to { $other }
hint-taken-delete = `{ $path }` is there already: delete this file
hint-taken-terms = `{ $path }` is there already: move the terms to it, and delete this file
no-plain-page = there is no plain page `{ $id }`
    .hint = name a plain page

# Front matter.
front-matter-too-long = the front matter is longer than { $limit } KiB
    .hint = move text into the body
front-matter-without-end = the front matter has no end
    .hint = put a line `+++` after its last key
no-front-matter = the page does not begin with front matter
    .hint = begin the file with a line `+++`, then title = "…", then another line `+++`
    .dashes = write +++ in the place of ---, in the first line and in the one that ends the front matter
key-in-a-row = `{ $key }` is a key of the page, and stands in a row of `{ $table }`
    .hint = move the line above the first [[{ $table }]]
facts-of-others = { $keys } are facts of `{ $collection }`, and stand in no page of this folder
facts-of-others-and-more = { $keys } and others are facts of `{ $collection }`, and stand in no page of this folder
empty-text = `{ $key }` is empty
    .hint = write the text, or remove the line
    .language = write the text, or take `{ $language }` out of the line
no-revision = `{ $text }` is not a revision: eight digits 0-9 or letters a-f
    .hint = let `icsi translated` write it: translates = "5f0c9a3e"; the page that was written first has no such line
type-revision = a revision
no-slug = `{ $slug }` cannot be part of an address
    .hint = lower-case letters a to z, digits and single hyphens: slug = "{ $better }"
    .long = { $limit } characters at most: slug = "{ $better }"
slug-of-an-index = an index page has the address of its folder
slug-of-a-term = a term has the address of its id
hint-remove-slug = remove `slug`
hint-aliases = aliases = ["/en/clusters/old-name/"]
no-alias = `{ $text }` cannot be an old address of this page
    .hint = a path from the site's start, or a name beside this page: aliases = ["/en/clusters/old-name/"]
alias-sign =
    .hint = leave `{ $sign }` out or write it in another way: an old address has letters and digits of any script, and `-`, `_`, `.` and `~`
    .blank = an old address has no blanks: letters and digits of any script, and `-`, `_`, `.` and `~`
type-addresses = a list of addresses
type-texts = a list of texts
type-reasons = rules with reasons
hint-allow = allow = {"{"} outline-differs = "the reason" {"}"}
allowed-without-reason = `{ $rule }` is allowed without a reason
    .hint = say why, in a few words
one-language-in-a-translation = `{ $field }` takes the text of this language alone in a translation
    .hint = write { $field } = "…"; texts for all languages at once stand in the original
required-field-missing = the required field `{ $field }` is missing
required-field-empty = the required field `{ $field }` is empty

# Values of fields.
type-number = a number
type-address = an address
type-e-mail-address = an e-mail address
type-choice = one of its values
type-term = the id of a term
type-entry = the id of an entry
type-file = the name of a file
type-amount = an amount with its currency
type-one-value = one value
type-text-by-language = a text for each language
too-many-values = `{ $field }` has more than { $limit } values
    .hint = split the entry
named-twice = `{ $field }` names this value twice
    .hint = remove the second one
no-such-language = the site has no language `{ $tag }`
    .hint = one of `languages` in site.toml
no-text-in-any-language = `{ $field }` has no text in any language
no-choice = `{ $text }` is not a value of `{ $field }`
too-long-text = `{ $field }` is longer than { $limit } bytes
    .hint = long text belongs to the body of the page
no-web-address = `{ $text }` is not an address on the web
    .hint = a full address: https://example.org/page
no-e-mail-address = `{ $text }` is not an e-mail address
    .hint = name@example.org, nothing before or after it
no-currency = `{ $code }` is not a currency of ISO 4217
    .hint = EUR, UAH, PLN …
no-amount = `{ $field }` is an amount with an ISO 4217 currency
    .hint = { $field } = {"{"} amount = 300000, currency = "EUR" {"}"}
hint-dates = 2023, "2023-03" or 2023-03-29
hint-one-or-many = write { $field } = […], with one value or many
hint-keep-one = remove the brackets [ ] and keep one value
hint-rows = write [[{ $field }]] above each row
hint-write-choice = write { $line } with one of { $known }
hint-write-term = write { $line } with the id of a term of content/{ $vocabulary }.toml
hint-write-entry = write { $line } with the id of an entry in { $folders }
hint-write-row = write [[{ $name }]] below all other keys, and in the lines after it { $columns }
hint-write-row-and = write [[{ $name }]] below all other keys, and in the lines after it { $columns }, and if known { $others }
hint-instead-of-line = remove this line, and { $hint }

# Vocabularies.
no-country-code = `{ $code }` is not the code of a country
    .hint = write the two capital letters that ISO 3166-1 has for the country, such as `UA`
duplicate-title = `{ $term }` has the title of `{ $first }`: { $title }
    .hint = keep `{ $first }`, and write it wherever `{ $term }` stands; or give this one another title
duplicate-code = `{ $term }` has the code of `{ $first }`: { $code }
    .hint = keep `{ $first }`, and write it wherever `{ $term }` stands; or give this one another code
term-is-a-table = a term is a table, and `{ $term }` is { $given }
    .hint = write [{ $term }], then { $title }
no-term-id = `{ $id }` cannot be the id of a term
    .hint = lower-case letters, digits and single hyphens: [{ $slug }]
    .form = lower-case letters a to z, digits and single hyphens
    .long = choose a shorter one, with { $limit } characters at most
    .taken = this name is the site's own in addresses: choose another
term-without-title = the term `{ $term }` has no `title`
hint-term-title = title = {"{"} { $texts } {"}"}
hint-term-names = names = {"{"} { $language } = ["…"] {"}"}
hint-term-aliases = aliases = ["/en/countries/old-id/"]
type-names-by-language = a list of names for a language
type-names = a list of names
empty-name = the name is empty
name-is-a-text = a name is a text, not { $given }
no-term-alias = `{ $text }` cannot be an old address of a term
alias-is-a-text = an old address is a text, not { $given }
empty-title = the title is empty
title-is-a-text = a title is a text, not { $given }
title-in-no-language = the title is missing in every language

# Files of entries. { $why } stands behind the file's name.
refused-file = `{ $name }` { $why }
refused-not-sound = is no sound { $kind } file
    .hint = export it again from the program that made it
refused-lfs = is a pointer of Git LFS, which stands for the file
    .hint = get the file itself: git lfs pull
refused-other-content = is a { $kind } file by what it holds
    .hint = rename it to { $name }, or put the right file in its place
refused-capitals = has an ending in capital letters
    .hint = write the ending in lower case: servers know it by that
refused-kind = is of a kind that is not published
    .hint = pictures are .png, .jpg, .gif, .webp or .svg; documents are .pdf, .csv or .txt
refused-size = is { $width } by { $height } pixels; up to { $limit } each way can be
    .hint = scale the picture down
picture-unreadable = `{ $name }` cannot be read as a picture: { $why }
    .hint = save it anew with a program for pictures
refused-pixels = is { $width } by { $height } pixels; up to { $limit } million of them can be
refused-encoding = is not UTF-8
    .hint = save it as UTF-8
refused-formula = has a cell in line { $line } that a spreadsheet would run: `{ $cell }`
    .hint = put an apostrophe before it, or leave out its first character
heavy-picture = `{ $name }` has { $size } MB, and every visitor of the page waits for it
    .hint = save it with fewer pixels: 2000 across are enough for any screen; a photograph as JPEG or WebP
drawing-mended = `{ $name }` loads a style or font from elsewhere, which is left out
    .hint = turn the drawing's texts into paths, or name a font that every reader has
drawing-xml = is no sound XML: { $error }
    .hint = export it again, as plain SVG
drawing-no-sound-xml = is no sound XML
    .hint = export it again
drawing-nesting = nests elements more than { $limit } deep
    .hint = ungroup what need not be grouped
drawing-element = has the element `{ $element }`, which no picture here may have
    .hint = keep to shapes, text, gradients, clips, masks and filters: nothing that runs, moves or loads
drawing-attribute = has the attribute `{ $attribute }`, which no picture here may have
    .hint = leave it out
drawing-reference = refers to something that is not a part of itself
    .hint = keep every picture, font and link inside the file, or leave it out
    .url = `url(…)` may hold `#` and an id of this file
drawing-shapes = draws more than { $limit } shapes
    .hint = simplify it
drawing-entity = has an entity of its own
    .hint = write the character itself
drawing-document-type = has a document type
    .hint = remove the line that begins with `<!DOCTYPE`
drawing-too-early = ends too early
    .hint = export it again, as plain SVG
drawing-not-one-svg = is not one `svg` element
    .hint = export it again, as plain SVG
drawing-element-in-style = has an element inside `style`
    .hint = remove it
drawing-control-character = writes a control or direction character
    .hint = leave it out
drawing-foreign-language = leaves the language of SVG
    .hint = leave out every `xmlns` but SVG's own
drawing-bad-id = has an id that is none
    .hint = letters, digits, `-`, `_` and `.`
drawing-acting-style = has a style that could load or run something
    .hint = keep to colours, lines and fonts
drawing-text-outside = has text outside of its `svg` element
    .hint = remove it
drawing-markup-in-style = has markup in its style
    .hint = remove it
drawing-endless = has parts that refer to each other without end
    .hint = draw each part in its place

placeholder = `{ $key }` still has the three dots of an example
    .hint = write the text, or remove the line
