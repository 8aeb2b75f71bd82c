# What changed: notes of pages, the history of the repository.
change-not-a-table = a change is a table
change-not-a-day = `{ $date }` is no day
change-says-nothing = `what` says nothing
change-empty = the text is empty
    .hint = write it, or remove it
history-unreadable = the history of the site cannot be read
    .hint = build in a folder under git, with a commit; or leave --history out
history-shallow = the repository is shallow: what changed up to { $day } is not known (git fetch --unshallow)
