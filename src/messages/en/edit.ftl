# Changes of pages: `icsi set`, `rename`, `remove`, `translated`, and what the desk makes of them.

# Facts, as `icsi set` takes them
fact-sets-nothing = `{ $written }` sets nothing
    .hint = write FIELD=VALUE, such as status=active
fact-counted-from-one = `{ $name }`: rows and values are counted from 1
fact-no-list = `{ $name }` has one value, not a list
    .hint = set it: { $name }={ $text }
fact-no-value = `{ $name }` has no value
fact-not-named = `{ $name }` does not name `{ $text }`
    .hint = it has { $known }
fact-without-field = a fact begins with the name of a field
no-such-field = `{ $page }` has no field `{ $first }`
    .hint = its fields: { $known }
fact-of-original = `{ $first }` is a fact, and facts stand in the original alone
    .hint = name the entry: icsi set { $page } { $first }=…
no-such-column = `{ $table }` has no column `{ $column }`
    .hint = its columns: { $known }
site-language = the site has no language `{ $tag }`
    .list = { $languages }
    .header = let the header field Language say one of { $languages }
    .files = name it after a language: { $names }
    .one = one of `languages`
    .known = its languages are { $languages }; site.toml lists them
    .listed = one of `languages` in site.toml
fact-money = `{ $name }` is an amount and a currency
    .hint = write { $name }.amount=… or { $name }.currency=…
fact-too-deep = `{ $name }` leads further than the field does
    .hint = write { $name }=…
    .row = say of which row: { $name }.1.{ $column }=…
fact-one-text = `{ $name }` has one text here, and not one for each language
    .hint = remove it first: { $name }=
    .own = set it: { $fact }
    .page = set it on the page of that language: icsi set { $page } { $fact }
    .both = give the texts of both languages: { $fact }
fact-languages = `{ $name }` has a text for each language
    .hint = { $examples }

# $expected is one of the messages below; in Ukrainian, all are in the accusative.
fact-takes = `{ $name }` takes { $expected }, not `{ $text }`
fact-takes-boolean = true or false
fact-takes-date = a date: 2023, 2023-03 or 2023-03-29
fact-takes-integer = a whole number
fact-takes-decimal = a number, such as 2.5
fact-takes-money = an amount with its currency: "300000 EUR"
fact-row = a row of `{ $name }` is a table
    .hint = { $name }+={"{"} column = "…" {"}"}
fact-no-toml = `{ $name }`: `{ $text }` is not written as TOML writes values: { $why }
    .hint = a list is ["a", "b"], a table {"{"} en = "…", uk = "…" {"}"}

# Values, rows and keys of a file
row-is-table = a row of `{ $list }` is a table
edit-nothing-there = there is no `{ $path }`
no-such-row = `{ $list }` has no row { $number }
row-count = `{ $list }` has { $count } rows
rows-interlaced = the rows of `{ $list }` stand among one another
not-a-list = `{ $path }` is not a list
value-count = `{ $list }` has { $count } values
no-such-value = `{ $list }` has no value { $number }
remark-between-values = a remark stands between the values of `{ $list }`
    .remove = remove the value by hand, so that the remark stays where it belongs
    .move = move the value by hand, so that the remark stays where it belongs
not-a-table = `{ $path }` is not a table
no-heading-for-key = `{ $path }` has no heading that a key could stand under
    .hint = write the key by hand
key-there-already = there is a `{ $to }` already
range-outside-body = the range is not one of the body
edit-unreadable-text = the file cannot be read
edit-line = line { $line }: { $what }
edit-file = { $file }: { $what }
edit-unreadable-file = `{ $file }` cannot be read
    .hint = mend it first
edit-unreadable-because = `{ $file }` cannot be read: { $why }
link-not-rewritten = the link in line { $line } of `{ $file }` cannot be rewritten
    .hint = write its address as a plain path, such as ../clusters/uca.en.md
edit-nested-too-deep = the value is nested too deep
change-elsewhere = other parts of the file would change
change-says-otherwise = the file would not say what it said before and the change
change-of-body = the text below the front matter would change
text-no-markdown = the text cannot be read as Markdown
change-of-blocks = blocks beside this one would change
unsafe-change = this change cannot be made safely: { $why }
    .hint = make it in a text editor

# Removing and renaming
nothing-to-remove = there is no `{ $name }`
no-such-translation = there is no such translation
original-is-needed = `{ $file }` is the original, and its translations need it
    .hint = remove all of them: icsi remove { $path }
index-not-renamed = an index page has the name of its folder and cannot be renamed
hint-another-id = choose another id
term-there-already = the term `{ $term }` is there already
file-there-already = `{ $file }` is there already
folder-there-already = the folder `{ $folder }/` is there already
page-back-to-alias = `/{ $new }` is an old address of this very page and leads on to it: it cannot be both
    .hint = choose another id; or remove the alias "{ $alias }" from { $file } first
edit-no-term = there is no term `{ $term }`
term-back-to-alias = `{ $new }/` is an old address of this very term and leads on to it: it cannot be both
would-lead-elsewhere = a link or reference would lead to something else than before
    .hint = another entry that the same field may name has this id: choose another one

# Writing
write-changed-meanwhile = `{ $path }` was changed by somebody else meanwhile; nothing was written
write-in-the-way = `{ $path }` is there already; nothing was written
write-too-large = `{ $path }` would be larger than { $limit } KiB; nothing was written
    .hint = make it smaller, or split it into several
write-link = `{ $path }` is a symbolic link or lies behind one; nothing was written
answer-not-written = the answer could not be written whole: { $error }
cannot-write = `{ $path }` cannot be written: { $error }
write-other-disk = `{ $path }` cannot be written: it lies on another disk than site.toml
write-no-journal = `{ $path }` cannot be written: it is none of this program's; remove the folder

# An edit that was interrupted, and what has come of it
edit-finished-add = adding { $path } was interrupted; the rest of it has been done now
edit-finished-addresses = writing the ledger of addresses was interrupted; the rest of it has been done now
edit-finished-import = importing translations was interrupted; the rest of it has been done now
edit-finished-remove = removing { $path } was interrupted; the rest of it has been done now
edit-finished-rename = renaming { $from } to { $to } was interrupted; the rest of it has been done now
edit-finished-restore = bringing { $path } back was interrupted; the rest of it has been done now
edit-finished-save = saving { $path } was interrupted; the rest of it has been done now
edit-finished-stamp = stamping translations was interrupted; the rest of it has been done now
edit-finished-undo = taking back a save was interrupted; the rest of it has been done now
edit-finished-other = an edit was interrupted ({ $text }); the rest of it has been done now
