# The desk: its command, and the link that leads to editing a page.

desk-at = the desk is at { $url }   Ctrl+C ends it
desk-cannot-start = the desk cannot start: { $error }
desk-cannot-listen = the desk cannot listen: { $error }
edit-url-invalid = `{ $url }` cannot be where a page is edited
    .hint = an address on the web with {"{"}path{"}"} where the file's path stands: edit_url = "https://codeberg.org/org/knowledge/_edit/main/{"{"}path{"}"}"

# Plain answers in the browser, to which no screen belongs
reply-old-form = This form is not one of the desk as it runs now. Open the page again.
reply-only-forms = Only GET, HEAD and POST.
reply-failed = The desk failed at this.
reply-file-too-large = A file may have at most { $limit } MiB. Make it smaller, then add it again.
reply-texts-too-large = A page may have at most { $limit } KiB in each language. The browser’s own way back leads to what you typed.
reply-form-too-slow = The form took too long to come.
reply-no-form = This is no form of the desk.

# The desk of a team, behind a proxy
desk-team-not-here = a desk behind a proxy does not run on Windows
    .hint = run it on Linux or macOS: on Windows the program cannot tell who else may read the secret
desk-needs-proxy-option = `--behind-proxy` needs `{ $option }`
    .hint = all four: --origin, --preview-origin, --user-header and --secret-file; the guide shows them beside Caddy and nginx
desk-option-of-proxy = `{ $option }` goes with `--behind-proxy` alone
    .hint = add --behind-proxy, or leave { $option } out
desk-option-not-with-proxy = `{ $option }` does not go with `--behind-proxy`
    .hint = leave { $option } out
desk-bad-origin = `{ $origin }` is no origin
    .hint = scheme and name, with a port where it is not the usual one: https://desk.example.org
desk-same-origins = the desk and its preview cannot have the same origin, `{ $origin }`
    .hint = give the preview a name of its own: https://preview.example.org
desk-bad-user-header = `{ $name }` cannot be the header with a person’s name
    .hint = a header that the proxy sets and nothing else uses: Remote-User
desk-bad-branch = `{ $name }` cannot be the name of a branch
    .hint = letters, digits, - _ . and /: main
desk-secret-unreadable = cannot read the secret `{ $file }`: { $error }
desk-secret-open = the secret `{ $file }` can be read or changed by others
    .hint = chmod 600 { $file }
desk-secret-short = the secret `{ $file }` is no line of { $least } to { $most } letters, digits and signs
    .hint = openssl rand -hex 32 > { $file }
desk-team-at = the desk for { $origin } listens at { $place }   Ctrl+C ends it
desk-not-secret = the origin { $origin } is not https: passwords and texts can be read on their way
desk-pushed = what was committed is on the branch `{ $branch }` of the remote repository
desk-push-moved = the branch `{ $branch }` of the remote repository has commits that are not here: nothing was pushed
desk-push-failed = nothing was pushed to the branch `{ $branch }`: { $why }
record-no-commit = the repository has no commit yet
record-locked = another git command is at work in the repository, or was stopped in the middle: { $file } is there. If none is at work, remove that file
record-unfinished = a rebase or merge in the repository is not finished: { $file }
record-no-branch = the repository is on no branch
record-git = git says: { $said }
record-failed = the file is as it was, and in no commit: { $why }
record-stands = the text is saved in the file but in no commit, and could not be taken back: { $why }
push-no-remote = the repository has no remote `{ $remote }`
push-too-long = git took longer than { $seconds } seconds
reply-proxy-alone = The desk answers only the proxy that stands before it.
reply-not-the-desks-name = This name is not one that the desk goes by.
reply-nobody-signed-in = The proxy does not say who has signed in.

# Messages of a team's commits
commit-add = Add { $path }
commit-remove = Remove { $path }
commit-rename = Rename { $from } to { $to }
commit-restore = Bring { $path } back
commit-save = Save { $path }
commit-undo = Take a save back: { $paths }
commit-outside = Changes made outside of the desk
