# The command line: what commands say, whichever of them.

# A site and its folder
edit-taken-back = an edit was interrupted before it changed anything; what was prepared for it is removed
edit-stuck = an edit was interrupted and cannot be carried out: { $error }
    .hint = undo the change to that file; or remove the folder .icsi-edit, and the rest is not done
no-site-folder = `{ $folder }` is not a site's folder: it has no { $file }
    .hint = name the folder that holds site.toml: --root DIR
no-working-folder = the working folder cannot be found: { $error }
no-site-here = there is no { $file } here or in a folder above
    .hint = go to a site's folder, or name it: --root DIR
no-collection = there is no collection `{ $name }`
base-url-flag = --base-url: { $why }
    .hint = --base-url https://example.org/
folder-not-read = the folder `{ $folder }` cannot be read: { $error }

# Addresses of sites
base-url-scheme = an address begins with https:// or http://
base-url-host = the host is missing or has characters that a host cannot have
base-url-path = the path has characters that it cannot have: no query, no fragment, no `..`
base-url-empty-part = the path has an empty part

# Pages as they are named
no-such-page = there is no page `{ $page }`
    .hint = name a page as clusters/uca
no-such-page-or-term = there is no page or term `{ $written }`

# icsi build
nothing-published = nothing published: { $counts }
published-nothing-changed = published { $files } files, nothing changed; { $counts }
published = published { $files } files: { $written } written, { $unchanged } unchanged, { $removed } removed; { $counts }
stage = { $stage ->
   *[other] { $stage }
}
milliseconds = { $number } ms
timings-line = { $stage }  { $took }
timings-line-with = { $stage }  { $took }  { $what }
timings-read = { $files } files, { $megabytes } MB
timings-render = { $pages } pages, { $files } files, { $megabytes } MB

# icsi status
state = { $state ->
   *[other] { $state }
}
status-line = { $language }: { $originals ->
    [one] { $originals } original
   *[other] { $originals } originals
}, { $current } current, { $outdated } outdated, { $missing } missing
status-missing-texts = { $count ->
    [one] { $count } text missing among those given for each language at once
   *[other] { $count } texts missing among those given for each language at once
}
status-list = { $state }:
status-outdated = outdated, follows { $follows }, the original is at { $revision }
change-not-known = what changed is not known: no commit of { $file } has the revision { $revision }
lines-became = { $old } lines became { $new }
file-is-removed = { $path } is removed

# icsi set, rename, remove, translated
says-so-already = it says so already
page-without-file = `{ $path }` has no file
page-in-one-language = `{ $page }` is a page in one language
    .hint = an id is the same in all languages: icsi rename { $path } NEW
renamed = renamed { $path } to { $to }: { $count ->
    [one] { $count } file
   *[other] { $count } files
}
other-folder = `{ $new }` is in another folder than `{ $old }`
    .hint = an entry stays in its collection: give its new id alone
file-removed = removed { $file }
file-changed = changed { $file }
stamped = { $file }: follows { $revision }
stamped-count = { $stamped } stamped, { $current } current already
no-translation-named = there is no translation `{ $name }`
    .none = `{ $path }` has none yet: write content/{ $path }.{ $language }.md
    .original = that is the original; its translations are stamped by `icsi translated { $path }`
references-not-known = what these files refer to is not known
    .hint = mend them first
named-elsewhere = { $count ->
    [one] `{ $name }` is named in another place
   *[other] `{ $name }` is named in { $count } other places
}
    .hint = take it out there first
changes-not-committed = `{ $file }` has changes that are not committed{ $others ->
    [0] {""}
   *[other] {" "}(and { $others } more)
}; nothing was written
    .hint = commit or undo them first, so that this change can be undone by itself
file-not-committed = `{ $file }` is not committed{ $others ->
    [0] {""}
   *[other] {" "}(and { $others } more)
}; nothing was written
would-have-errors = the site would have these errors; nothing was written
write-again = run the command again, on the files as they are now
write-behind-link = edit the file that it leads to

# icsi translations
nothing-to-translate = there is nothing to translate
exported = { $count ->
    [one] { $count } file
   *[other] { $count } files
} in { $folder }; texts: { $current } translated, { $fuzzy } changed since, { $empty } without a translation
no-texts = `{ $name }` has no texts of its own
folder-not-empty = the folder `{ $folder }` is not empty
    .export = name a new folder, so that no translator's work is overwritten
cannot-read = `{ $path }` cannot be read: { $error }
no-po-files = the folder `{ $folder }` has no PO files
    .hint = name the folder that an export made
import-refused = { $count ->
    [one] one text or file was refused
   *[other] { $count } texts or files were refused
}
po-same-page = another file has the texts of the same page
    .hint = keep one of the two files
import-would-have-errors = the site would have these errors; nothing of the file was written
    .hint = mend the texts that they name
imported-into = { $name }: into { $file }
import-left-out = { $name }: the page is left out, { $count ->
    [one] { $count } text
   *[other] { $count } texts
} not finished
imported = { $count ->
    [one] { $count } text
   *[other] { $count } texts
} written, { $unfinished } not finished
po-not-read = the file cannot be read: { $error }
    .hint = look at its permissions

# Other commands
folder-not-quotable = `{ $folder }` has characters that a server's settings would read otherwise
    .hint = publish to a folder of letters, digits, hyphens and slashes: --out DIR
manual-not-written = the manual cannot be written to `{ $folder }`: { $error }

# icsi check, new, init
allow-stays-error = --allow: `{ $name }` keeps what is published sound and safe, and stays an error
    .hint = mend what the rule tells of
allow-unknown = --allow: there is no rule `{ $name }`
let-pass = let pass: { $count } × { $rule }
starter-remark = What the site is made of. Change the texts, then describe your own collections: the guide says how.
starter-licence = The texts and data in `content/` are under { $licence }.
starter-workflow = What is proposed is checked, and what is merged is published, by `{ $file }`.
new-no-letters = `{ $title }` gives no id: no letter of it has a Latin one
new-own-page = `{ $id }` is the name of a page that the site has by itself
new-taken-hint = choose another id with --id
    .term = write into that file
new-no-title = the title is empty
    .hint = write the title in quotation marks, such as "Example cluster"
made-file = made { $path }
new-no-term = the vocabulary `{ $vocabulary }` has no term `{ $term }` to write a text for
made-page = write the text below the second line `+++`
stub-required = Required before it is published:
stub-others = Where they are known:
stub-summary = one or two sentences for lists and search results
stub-translates = when the text is translated: icsi translated { $name }
stub-rows = a row, with its columns; once for each row
stub-rows-required = required: a row, with its columns; once for each row
stub-column-required = {" "}(required)
stub-choice = { $label }: { $values }
stub-term = { $label }: ids from { $file }
stub-entry = { $label }: names of files in { $folders }, without language and ending
stub-date = { $label }: a day, a month "2023-03" or a year 2023
made-draft = it is a draft: fill it in, then remove the line `draft = true`
init-not-empty = `{ $folder }` is not empty
    .hint = name a folder that is empty or not there yet
init-unusable = `{ $folder }` cannot be used: { $error }
init-not-written = the site cannot be written: { $error }
init-made = made a site in { $folder }
init-now = now: icsi serve --root { $folder }
init-then = then: write where icsi comes from into { $script }
