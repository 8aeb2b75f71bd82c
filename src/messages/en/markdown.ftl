# What is wrong with a page's text.

page-findings = there is more wrong with this page than { $limit } findings
    .hint = mend these first
too-many-headings = this page has too many headings
    .hint = split the page
too-many-cells = this page's tables have too many cells
    .hint = split the table
too-many-footnotes = this page has too many footnotes
    .hint = split the page
too-many-links = this page has too many links
    .hint = split the page
page-too-large = this page grows too large
    .hint = split the page
nested-too-deep = this is nested too deep
    .hint = nest quotes, lists and other elements less deep
line-too-deep = this line is nested too deep for so long a text
    .hint = nest quotes and lists less deep
parser-failed = the Markdown parser failed on this text
    .hint = please report it, with the text
forbidden-character-in-body = this writes a control or direction character
    .hint = leave it out

# Headings
heading-attribute = a heading takes no attribute but an anchor
    .hint = leave out all but `{"{#anchor}"}`; for braces in the text, write `\{"{"}`
anchor-invalid = `{ $anchor }` is not a possible anchor
    .hint = begin with a Latin letter or a digit; `.`, `_` and `-` may follow
    .write = write `{"{#"}{ $anchor }{"}"}`
empty-heading = this heading is empty
    .hint = write its text after the `#`, or `\#` for the sign itself
duplicate-anchor = another heading of this page has the anchor `{ $anchor }`
    .hint = give each heading an anchor of its own

# Code
unknown-code-language = the language `{ $language }` is not known; this code is not highlighted
    .hint = write `text` for code that is not to be highlighted
    .near = did you mean `{ $near }`? Write `text` for code of no language
info-string = only the language of a block of code is read; `{ $words }` is left out
    .hint = write the language alone; what readers are to see, write as a text above the code

# Definition lists
term-of-two-lines = this term has more than one line: a colon and a blank follow
    .hint = write a term on one line, with an empty line before it; or `\:` for a colon that is text
swallowed-term = this line belongs to the definition above it
    .hint = leave an empty line before the next term; or indent a line of the same definition

# HTML. `text` is what readers see: the tags themselves.
hint-less-than = write `&lt;` for the sign `<`
raw-html-other = this is no HTML that a page may hold; it is shown as text
raw-html-nested = `<{ $name }>` stands within another; it is shown as text
    .hint = close the first one before
raw-html-misplaced = `<{ $name }>` is out of its place; it is shown as text
    .hint = write `<details>` and `<summary>…</summary>` on lines of their own, and an empty line after
raw-html-stray = `</{ $name }>` closes nothing here; it is shown as text
    .hint = open and close an element in the same paragraph
raw-html-unclosed = `<{ $name }>` is not closed; it is shown as text
    .hint = write `</{ $name }>` in the same paragraph
    .details = write `</{ $name }>` before the quote, item or page ends
details-without-summary = `<details>` has no `<summary>`; it is shown as text
    .hint = begin with `<details>` and, on the next line, `<summary>What it is about</summary>`
raw-html-element = `<{ $name }>` is not among the elements that a page may use; it is shown as text
raw-html-attribute = `<{ $name }>` takes no such attribute here; it is shown as text
    .hint = leave out its attributes
    .but = leave out all attributes but `{ $known }`
raw-html-missing-attribute = `<{ $name }>` lacks its attribute `{ $attribute }`; it is shown as text
raw-html-attribute-value = `<{ $name }>` has no possible `{ $attribute }`; it is shown as text
    .hint = write the attribute's value between double quotes, or leave it out
    .language = write the language, as in `<span lang="en">`
markdown-for-strong = write `**text**` for strong text
markdown-for-emphasis = write `*text*` for emphasis
markdown-for-code = write code between backticks
markdown-for-code-block = write code between lines of three backticks
markdown-for-link = write a link as `[text](address)`
markdown-for-picture = write a picture as `![what it shows](file)`
markdown-for-heading = write a heading as `## Heading`
markdown-for-paragraph = leave an empty line between paragraphs
markdown-for-list = write a list as lines that begin with `-` or `1.`
markdown-for-quote = write a quote as lines that begin with `>`
markdown-for-rule = write `---` on a line of its own
markdown-for-table = write a table with `|` between cells
markdown-for-struck = write `~~text~~` for text that no longer holds

# Footnotes
footnote-twice = the footnote `{ $label }` is defined twice; this one is not shown
    .hint = give it another label
footnote-leaves-nothing = a footnote's text moves to the page's end; this item or quote is left empty
    .hint = define the footnote on a line of its own, without a sign before it
footnote-empty = the footnote `{ $label }` has no text
    .hint = write its text behind the colon
footnote-unmentioned = the footnote `{ $label }` is mentioned nowhere
    .hint = write `[^{ $label }]` where it belongs, or leave it out
footnote-undefined = no footnote `{ $label }` is defined on this page
    .hint = define it on a line of its own: `[^{ $label }]: …`
footnote-in-link = a footnote in a link's text undoes the link
    .hint = mention the footnote behind the link

# Links and pictures
empty-link = this link has no text
    .hint = write what the link says between its brackets
unused-definition = `[{ $label }]:` defines a link's address; no link uses it, and it shows nothing
    .hint = write `\[` for a bracket that is text; or remove the line
    .alert = write `> [!{ $name }]` alone in its line, and the text in the next
    .remark = write a remark as `<!-- … -->`
picture-from-elsewhere = a picture must be one of the site's own files
    .hint = put the file into the page's own folder and write its path
picture-without-alt = this picture has no description
    .hint = write what it shows between the brackets of `![…](…)`

# Alerts
alert-title = an alert takes no title; this is shown as a quote
    .hint = write `[!{ $name }]` alone in its line, and the text in the next
unknown-alert = there is no alert `{ $name }`; this is shown as a quote
    .hint = known are `[!NOTE]`, `[!TIP]`, `[!IMPORTANT]`, `[!WARNING]` and `[!CAUTION]`
    .near = did you mean `[!{ $near }]`?

# Addresses of links
address-empty = the address is empty
    .hint = write the path of a file, a `#` and a heading's anchor, or an address with `https:`
address-too-long = the address `{ $address }` is too long
    .hint = find a shorter address; 2,048 bytes are the limit
address-character = the address `{ $address }` holds a control or direction character
    .hint = retype the address
address-blank = the address `{ $address }` holds a blank
    .hint = write `%20` for a blank
address-backslash = the address `{ $address }` holds a backslash
    .hint = write `/` between folders
address-scheme = the address `{ $address }` has a scheme that is not allowed
    .hint = allowed are relative paths, `https:`, `http:`, `mailto:` and `tel:`
address-other-host = the address `{ $address }` names a host without a scheme
    .hint = write `https:` in front of it
address-absolute = the address `{ $address }` is not a relative path
    .hint = write the path from this file to the other source file, as `../clusters/uca.en.md`
address-query = the address `{ $address }` has a query, which no file of the site takes
    .hint = leave out `?` and what follows; write `%3F` for a `?` in a file's name
address-user-info = the address `{ $address }` carries a user name
    .hint = leave out the name and the `@`
address-host = the address `{ $address }` has no possible host
    .hint = write the host as in `https://example.org/`
address-port = the address `{ $address }` has no possible port
    .hint = write the port's number after the colon, 1 to 65535, or leave out both
address-mixed-scripts = the address `{ $address }` has a host name that mixes letters of two scripts
    .hint = retype the host name in one script
address-recipient = the address `{ $address }` has no possible recipient
    .hint = write `mailto:name@example.org` or `tel:+380441234567`
address-encoding = the address `{ $address }` has percent-encoding that is not UTF-8
    .hint = write the character itself
