# The development server: lines in the terminal, the overlay, the dashboard.

server-cannot-listen = the server cannot listen: { $error }
serving = serving { $url }   dashboard { $url }__icsi/
serving-others = warning: everybody who can reach this machine can read the site, drafts and file names included
server-cannot-start = the server cannot start: { $error }
no-own-address = `{ $host }` is no address of this machine: { $error }
    .hint = --host 127.0.0.1, or --host 0.0.0.0 for every address it has
no-browser = no browser could be opened with `{ $program }`: { $error }
unknown-editor = `{ $text }` is no known editor ({ $known }, none) and no address with {"{file}"} in it
    .hint = --editor vscode, or --editor 'my-editor://open?file={"{file}"}&line={"{line}"}'
port-in-use = the port { $port } is in use by another program
    .hint = give another one, or leave --port out to take the next free one
    .another = give another port, or leave --port out to take the next free one
ports-in-use = the ports { $first } to { $last } are all in use
    .hint = give one: --port N
port-forbidden = the system does not let you listen there: { $error }
    .hint = take a port above 1023
host-not-listened = the server cannot listen at `{ $host }`: { $error }

# From a save to the page
building = building: { $seconds } s
rebuilt = { $files }: { $took } ms; { $counts }
rebuilt-whole = { $files }: { $count } files, { $took } ms; { $counts }
rebuilt-with-errors = { $files }: { $counts }
rebuilt-with-errors-kept = { $files }: { $counts }; the site stays as it was
rendering = rendering { $done } of { $total }
rendering-after = { $line }; rendering { $done } of { $total }
first-build = first build
changed-files = { $files }
changed-files-and-more = { $first } and { $more } more files
site-folder-not-read = the site's folder cannot be read: { $error }
rendered-when-asked = pages are rendered only when they are asked for: { $error }
polling = looking for changes every { $seconds } s: { $why }
polling-asked = as asked
polling-silent = the folder is on { $kind }, which does not report every change
polling-folders-limit = the system's limit of watched folders is reached (Linux: sysctl fs.inotify.max_user_watches)
polling-watchers-limit = the system's limit of watchers is reached (Linux: sysctl fs.inotify.max_user_instances)
polling-failed = changes cannot be watched: { $error }

# Over a page with errors
overlay-label = Problems in the site’s files
overlay-hide = Hide
overlay-site-before = { $counts } – this is the site as it was before
overlay-more = { $rest } more: the terminal has them all

# The dashboard: sentences have full stops here
dashboard = Dashboard
dashboard-contents = On this page
dashboard-part = { $id ->
    [translations] Translations
    [problems] Errors and warnings
    [rebuild] Last rebuild
    [drafts] Drafts
   *[pages] Pages
}
dashboard-site-before = The site is shown as it was before these errors.
dashboard-no-site = There is no site to show yet.
dashboard-rendering = Pages are still being rendered; more may come to light.
dashboard-rendered = Every page has been rendered.
dashboard-open-site = Open the site
dashboard-language = Language
dashboard-all-current = Every page is there in every language, and current.
dashboard-to-do = { $count } to do
dashboard-changes-link = what changed since
dashboard-changes = What changed in the original of { $page }
dashboard-none = None.
dashboard-advice = { $count } more that { $command } says
dashboard-there = { $files }: there after { $took } ms.
dashboard-files = The site has { $count } files.
dashboard-stage = Stage
dashboard-time = Time
dashboard-all-files = All files
dashboard-drafts-note = They are shown with { $command }.
dashboard-plain-pages = pages
dashboard-draft = , draft

# Plain answers in the browser, to which no page belongs
reply-host = This name is not one that the server goes by. Use localhost, or start it with --host.
reply-origin = Other origins may not read from this server.
reply-site = Pages of other sites may not read from this server.
reply-only-reading = Only GET and HEAD.
reply-gone = Gone.
reply-not-found = Not found.
reply-no-path = This is not a path.
reply-moved = Moved.
reply-not-rendered = The page cannot be rendered.
reply-too-many-pages = Too many pages are open.
