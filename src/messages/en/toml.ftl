# TOML: types of values, keys, lines that are none.

# Types, as they stand behind "takes" and "not".
type-text = a text
type-whole-number = a whole number
type-decimal-number = a decimal number
type-boolean = true or false
type-date = a date
type-list = a list
type-table = a table
type-time = a time
type-large-number = a number too large
type-odd-number = a number with an exponent, infinite or too long

wrong-type = `{ $key }` takes { $expected }, not { $given }
unknown-key = `{ $key }` is not a known key here
    .hint = remove it, or describe it in site.toml
key-is-missing = `{ $key }` is missing

hint-write-line = write { $line }
hint-write-value = write { $key } = { $value }
hint-write-unquoted = write { $key } = { $value }, without quotation marks
hint-write-boolean = write { $key } = true, or { $key } = false

toml-nesting = lists and tables are nested more than { $limit } deep
    .hint = flatten the value
toml-slip = a text stands in quotation marks, a list in [ ], a date is 2023-03-29, and each key stands once
toml-line = every line is `key = value`, a `[table]` heading or a comment after `#`
toml-merge = a merge was not finished: two versions of the same lines stand here
    .hint = keep one of the versions, and remove the other with the lines that begin with <<<<<<<, ======= and >>>>>>>
toml-blank = the blank { $code } cannot stand between keys and values
    .hint = type it again as a plain blank: write { $line }
toml-cyrillic-key = `{ $letter }` in the key `{ $key }` is the Cyrillic letter { $code }
    .hint = type the key in Latin letters: write { $key } = …
    .word = a key stands in Latin letters: write its Latin name, such as title
toml-twice = `{ $key }` stands here a second time
    .hint = keep one of the two lines: each key stands once
toml-no-value = `{ $key }` has no value
    .hint = write the value after the `=`, or remove the line
toml-date = `{ $value }` is not how a date is written
toml-no-such-day = write a day that the calendar has: 2023, "2023-03" or 2023-03-29
toml-number = `{ $value }` is not how a number is written
toml-boolean = `{ $value }` stands in small letters
toml-quotes = a text stands between straight quotation marks
    .hint = write { $key } = { $value }: others, as « », are fine inside
toml-quote-inside = a quotation mark inside a text, or a missing one at its end
    .hint = write { $key } = { $value }: inside a text stand « » or \"
toml-running-on = a text goes on in the next line
    .hint = write { $key } = { $value }: a text stands in one line
toml-open-list = the list has no end
    .hint = write ] behind the last value of the list
toml-open-table = the table has no end
    .hint = write {"}"} behind the last value of the table
toml-no-comma = a comma is missing before this
    .hint = write a comma between this and what stands before it
    .sign = write a comma in the place of { $sign }
toml-more = `{ $more }` cannot stand behind a value
toml-leading-zero = a number does not begin with 0
    .hint = write { $key } = { $text }: a number would stand without the zeros
toml-boolean-word = `{ $value }` is written as true or false
    .hint = write { $key } = { $boolean }: a text would stand in quotation marks
toml-open-head = the head of a table has no end
toml-bare-text = a text stands between quotation marks
toml-dashes = `---` ends front matter elsewhere
    .hint = front matter stands between two lines +++: write +++ in the place of ---
toml-colon = a key and its value stand with `=` between them
toml-key = `{ $key }` cannot be a key
    .hint = a key is one word of Latin letters, digits, - and _, such as title
toml-no-key = a key is missing before the `=`
toml-no-line = this is no line of TOML
toml-no-toml = this is not how TOML is written
toml-no-number = this is not how a number or a date is written
toml-head-name = the head of a table has no name
    .hint = write the name of the field between the brackets: [[sources]]
toml-head-more = the head of a table stands in a line of its own
    .hint = leave { $head } alone in this line, and write { $more } in the next one
toml-head-brackets = the brackets of this head do not match
toml-remark = a remark begins with `#`
toml-comma = a comma stands here without a value before it
    .hint = remove it
toml-inline = this is not how a table is written in one line
    .hint = give each key its value with =, and put commas between them: {"{"} en = "…", uk = "…" {"}"}
toml-brackets = a list stands in [ ]
toml-backslash = `\` begins a special character here, and this is none
    .hint = write { $key } = { $value }: \\ is a backslash
    .general = write \\ for a backslash
toml-long-text = the text that begins here has no end
    .hint = write { $marks } behind its last line
toml-extended = a value and a table cannot have the same key
