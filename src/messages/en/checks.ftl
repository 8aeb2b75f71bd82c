# What Markdown did not take as its author probably meant it.

and-more-of-this-page = { $what }, and { $count ->
    [one] another place
   *[other] { $count } other places
} of this page

conflict-marks = this is an unfinished merge: two versions of the text stand here, with the marks between them
    .hint = keep what is right of the two, and delete the lines that begin with `<<<<<<<`, `=======` and `>>>>>>>`
heading-not-taken = this looks like a heading and is shown as text
    .hint = write a blank behind the sign: `{ $heading }`
bold-heading = this bold line looks like a heading and is none: it is in no table of contents and has no address
    .hint = write `{ $heading }`, or with more signs below another heading
heading-level = this heading leaves out a level
    .hint = write `{ $signs }` before it: readers who listen go from level to level
list-not-taken = this looks like a list and is shown as one paragraph
    .hint = begin each item with `-` and a blank
    .numbered = begin each item with its number, `.` and a blank; leave an empty line before the list
table-not-taken = this looks like a table and is shown as one paragraph
    .hint = below the first line write one of `|---|` for each column, with as many columns, and an empty line before the table
    .tabs = write `|` between the cells, and below the first line `|---|---|` with as many columns
indented-code = four blanks before a line make it code
    .hint = delete the blanks; or write code between two lines of ```
unclosed-fence = this block of code has no end: all that follows is in it
    .hint = write the line { $fence } where the code ends
cells-left-out = this row has { $cells } cells and the table's head { $columns }: what is beyond is left out
    .hint = give the head as many cells; within a cell, write `\|` for the sign `|`
link-not-taken = this looks like a link and is shown as text
    .hint = leave no blank between `]` and `(`
    .blanks = an address with blanks stands in angle brackets: `(<{ $address }>)`
    .wiki = write `[{ $name }](path/to/the-page.en.md)`
leftover-emphasis = `**` is shown as it is
    .hint = put both signs right at the words, quotation marks and endings of words outside or all inside; or write `\*\*`
leftover-container = `:::` is shown as it is
    .hint = write `> [!{ $name }]` alone in its line, and the text in the next lines, each with `> ` before it
