# Files for translators (PO).

# PO files that cannot be read
po-not-po = this line is not PO
    .hint = write a remark (#), msgctxt, msgid or msgstr with a text in quotation marks
po-too-long = the file is longer than 4 MiB
    .hint = give back the file that was exported, with its texts
po-not-utf8 = the file is not UTF-8
    .hint = save it in the encoding UTF-8
po-no-header = the file has no header
    .hint = give back the file that was exported
po-two-texts = a message has two texts
    .hint = put a msgstr between them
po-no-text = this translation has no text
    .hint = put the text before it: msgid "…"
po-plural = texts of pages have no plural forms
    .hint = give back the message as it was exported
po-quotes = the text does not stand between quotation marks
    .hint = begin and end it with " on the same line
po-escape = the text has a quotation mark or backslash that is not escaped
    .hint = write \" and \\
po-no-translation = this message has no translation
    .hint = end it with msgstr ""
po-twice = this message is in the file twice
    .hint = keep one of the two messages
po-charset = the file says that it is not UTF-8
    .hint = save it in the encoding UTF-8, and let the header say charset=UTF-8

# Whether a translation keeps what its text has. The place stands before the message.
po-blocks = it is { $found } paragraphs or other blocks, not { $wanted }
    .hint = write it in one piece, without blank lines that the text does not have
po-blank = it is blank
    .hint = write a translation, or leave it empty
po-many-lines = it has more than one line
    .hint = write it in one line
po-link-lost = the link to `{ $address }` is lost
po-footnote-lost = the footnote `{ $label }` is lost
po-anchor-lost = the anchor `{ $anchor }` is lost
po-link-new = the link to `{ $address }` is not in the text
po-footnote-new = the footnote `{ $label }` is not in the text
po-anchor-new = the anchor `{ $anchor }` is not in the text
po-lost =
    .hint = write it as the text does; only its words are translated
po-new =
    .hint = take it out, or ask for it in the original
po-other-strings = a translation would change other strings
    .hint = write it in the lines that its text has
po-argument-lost = `${ $lost }` is lost
    .hint = write in `{"{"} {"}"}` what the text has there
po-argument-new = `${ $new }` is not in the text
page-without-front-matter = the page has no front matter

# icsi translations import
po-no-original = the site has no original `{ $name }`
    .hint = give back a file that `icsi translations export` made for this site
po-language-of-original = `{ $page }` is written in `{ $tag }`, or cannot be read
po-other-texts = these are not the texts of `{ $file }`, neither as it is now nor as it was when the file was made
    .hint = export it again, and carry the work over: msgmerge OLD.po NEW.po
po-followed-since = the translation has followed another original since: `{ $revision }`
po-followed-none-since = the translation has followed another original since: `none`
po-translated-since = `{ $context }`: the site has another translation since the file was made
    .hint = export it again, and choose between the two
po-in-context = `{ $context }`: { $what }
po-text-gone = `{ $context }`: the original does not say this any more

# Remarks for translators, in their own language
po-remark-fluent = Fluent: words in {"{ }"} are filled in
po-remark-list = one on each line
