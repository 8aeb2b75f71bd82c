desk = Desk
signed-in = Signed in as
skip = To the content
pages = Pages
new = New
changes = Changes
problems = Problems
the-site = The site
back = Back
open = Open
error = Error
warning = Warning
problems-explained = Errors stop the site from being published. Warnings do not.
no-problems = No errors, no warnings.

search = Search
kinds = Kinds of pages
vocabularies = Vocabularies
all-pages = All pages
plain-pages = Plain pages
plain-page = Plain page
found = { $count ->
    [one] { $count } page
   *[other] { $count } pages
}
nothing-found = Nothing was found.
before = Earlier
after = More
filter-all = All
filter-outdated = Outdated
filter-missing = Not translated
filter-draft = Drafts
filter-errors = With errors
errors = { $count ->
    [one] { $count } error
   *[other] { $count } errors
}
warnings = { $count ->
    [one] { $count } warning
   *[other] { $count } warnings
}
draft = Draft
state-original = original
state-current = current
state-outdated = outdated
state-missing = not translated
state-unreadable = cannot be read

new-title = A new page
new-explained = The page begins as a draft: nobody sees it before you say so.
kind = Kind
original-language = Language that you write in
id = Name in addresses
id-hint = Left empty, it is made from the title. Small Latin letters, digits and hyphens.
make = Make it
title-is-needed = Write a title.
choose-a-kind = Choose what kind of page it is.
id-is-taken = “{ $path }” is there already. Choose another name in addresses.
cannot-be-an-id = “{ $id }” cannot be a name in addresses: small Latin letters, digits and single hyphens; the names index and page are taken.
id-is-too-long = “{ $id }” is too long for a name in addresses: { $limit } characters at most.
cannot-be-on-windows = “{ $id }” cannot be the name of a file on Windows. Choose another one.
made-new = The page is there, as a draft. Fill it in; when it is done, choose “No” for “Draft” under “Address and state”.

key-title = Title
key-summary = Summary
key-names = Other names
key-slug = Other name in the address
key-aliases = Old addresses
key-draft = Draft
key-updated = Day of the last change
amount = Amount
currency = Currency
yes = Yes
no = No
hint-lines = One on each line.
hint-raw = Written as TOML.
hint-date = 2023, 2023-03 or 2023-03-29: as much as is known.
hint-money = A number, such as 300000, 1 000 000 or 2.5; the currency in three letters: EUR, UAH.
hint-url = A full address: https://example.org/page
hint-slug = Only where the address should differ from the name of the file.
hint-summary = One or two sentences, shown in lists and by search engines.
hint-draft = A draft is not published.
required = Must be filled in
derived = Through others:
add-by-name = Add by name …
add-one = Add …
add = Add
add-row = Add a row
remove-row = Remove
up = Up
down = Down
earlier = Move towards the beginning
later = Move towards the end
names-nothing = Nothing is called “{ $typed }”.
in-line = { $message } – the line “{ $line }”

texts = Texts
body = Text
as-one-text = As one text
block-by-block = Block by block
facts = Facts
facts-explained = Facts are the same in all languages and are written once.
settings = Address and state
whole-file = The whole file, to mend it
preview = Preview
save = Save
save-and-stamp = Save: the translation is up to date
save-small = Save as a small change
small-explained = Translations stay up to date: nothing in them need change.
save-anyway = Save although the site cannot be published then
saved = Saved.
undo = Undo
undone = The save was taken back.
cannot-undo = This cannot be undone any more
saved-again-since = { $file } has changed since this save, through another save of yours or by somebody else; nothing was taken back. If the later save is yours, undo that one first.
too-old = The save was made too long ago or has been undone already, or the desk was started again since.
nothing-changed = Nothing was changed, and nothing was written.
not-saved = Not saved
not-saved-yet = Not saved yet.
unsaved = Not saved
offer-unsaved = Text that you did not save is still here.
take-unsaved = Put it into the form
drop-unsaved = Forget it
changed-since = Changed since it was translated
former-is-unknown = The translation is outdated. What the original said before is not known: no commit has it.
conflict-explained = Somebody else changed this page meanwhile. What you typed is still in the form. Look at the fields that are marked, then save again.
last-saved-by = Last saved by { $name }
changed-by = Last saved by { $name }.
not-known = not known any more
form-is-too-old = What this page said when the form was opened is not known any more, so it cannot be told what you changed in it. What you typed is still in the form. Look at the fields that are marked, then save again.
conflict-field = Changed elsewhere meanwhile
conflict-now = It says now
conflict-marked = It says now; what others changed is marked
conflict-before = It said before
file-is-gone = “{ $file }” was removed meanwhile.
changed-meanwhile = This changed on disk meanwhile: { $files }. What you typed stays in the form; when you save, you see what differs.
look-now = Show it as it is now
not-found = There is no such page
no-site = The site cannot be read
no-site-explained = The site’s settings have a mistake, so that no page can be shown or saved. Whoever looks after the site can mend it; this page then goes on by itself.
no-site-sent = Nothing was saved. Go back in the browser: what you typed is still in the form.

public-no-repository = Saved on this computer
public-saved = Saved, not committed
public-committed = Committed, not sent
public-published = Sent to be published

files = Files and pictures
file = File
no-files = The page has no files of its own.
description = What the picture shows
description-hint = For people who cannot see it. A document gets its name instead.
upload = Add the file
added-file = To show it in the text, put this where it belongs
file-refused = The file was not taken
no-file = Choose a file first.
has-no-files = This page cannot have files of its own.
description-is-needed = Say what the picture shows, for people who cannot see it.
bad-file-name = “{ $name }” cannot be the name of a file on every computer. Give it another one.
bad-file-kind = “{ $name }” is of a kind that is not published. Files can be: { $endings }
file-is-used = The file is still used

rename = Rename
rename-title = Rename “{ $title }”
rename-explained = All links and facts that name it are changed with it, and its old address leads on to the new one.
new-id = New name in addresses
show-what-changes = Show what would change
remove = Remove
remove-page = Remove the page
remove-translation = Remove the translation ({ $language })
remove-title = Remove “{ $title }”?
remove-translation-title = Remove the translation of “{ $title }” ({ $language })?
remove-explained = Its address leads nowhere afterwards. The removal can be undone on the screen that comes right after it. Later only what is in the last commit can be brought back, under “Changes”.
is-named = { $count ->
    [one] It is named in another place. Take it out there first.
   *[other] It is named in { $count } other places. Take it out there first.
}

new-term = A new term
edit-text = Edit the text of its page
write-text = Write a text for its page

changes-explained = This has been saved on this computer since the last commit. A commit keeps it in the history, with a sentence that says what was done.
no-changes = Everything is committed.
no-repository-explained = The site is in no git repository. What you save is on this computer at once; a history, commits and bringing back removed pages of earlier days need one. Ask whoever looks after the site to set it up.
change-new = new
change-changed = changed
change-removed = removed
what-changed = What changed
more-files = { $count ->
    [one] { $count } more file is shown once these are committed.
   *[other] { $count } more files are shown once these are committed.
}
bring-back = Bring back
message = What was done
message-is-needed = Say what was done, in a sentence.
message-for-many = { $first } and { $count } more
choose-files = Choose at least one file.
commit = Commit
committed-now = Committed.
done = Done.
author = Your name
email = Your e-mail address
author-explained = Git does not know yet who you are. Both are kept in the history, where others can see them.
author-is-needed = Git needs your name and an e-mail address.
git-failed = Git did not commit: { $why }

tool-bold = Bold
tool-italic = Italic
tool-heading = Heading
tool-list = List
tool-quotation = Quotation
tool-footnote = Footnote
tool-picture = Picture
tool-link = Link to a page
tool-text = text
tool-shows = what it shows
