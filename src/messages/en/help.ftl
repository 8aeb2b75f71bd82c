# The help of the command line: each command, and its options as attributes.

help = Builds multilingual knowledge bases from Markdown
    .root = The site's folder (the nearest one upwards with a site.toml)
    .format = How diagnostics are printed
    .color = Whether to use colour
    .messages = What the tool says: en or uk (the environment's LC_ALL, LC_MESSAGES or LANG)
    .quiet = Print nothing but diagnostics
    .verbose = Print more of what is done

help-build = Read, check and publish the site
    .out = The folder to publish to (public/ in the site's folder)
    .base-url = The address where the site will stand, instead of the one in site.toml
    .drafts = Publish drafts too
    .strict = Treat warnings as errors
    .no-sync = Do not wait until the disk has everything: faster, but a machine that stops right afterwards may lose the site
    .timings = Print how long each stage took
    .history = Say in /data/changes.json what the repository's history tells (git)

help-serve = Show the site while it is edited: watch, rebuild, reload
    .port = The port to listen at (8000, or the next one that is free)
    .host = The address to listen at; others than this machine's own let others in
    .drafts = Show drafts too
    .open = Open the site in a browser
    .editor = What links to files open: vscode, idea, zed … or an address with {"{"}file{"}"}, {"{"}line{"}"} and {"{"}column{"}"} (the variable ICSI_EDITOR says it once for all)
    .poll = Look for changes at intervals, where the system reports none (shared and network folders)

help-desk = Write, translate and keep the site in the browser
    .port = The port to listen at (8100, or the next one that is free)
    .open = Open the desk in a browser
    .poll = Look for changes at intervals, where the system reports none (shared and network folders)
    .behind-proxy = For a team: answer a proxy on this machine alone, which says who has signed in, and commit each save as theirs
    .origin = Behind a proxy: where people reach the desk, such as https://desk.example.org
    .preview-origin = Behind a proxy: where they reach the preview, such as https://preview.example.org
    .user-header = Behind a proxy: the header that has the person’s name, such as Remote-User
    .secret-file = Behind a proxy: the file with the secret that the proxy sends in the header Icsi-Proxy-Secret
    .socket = Behind a proxy: the socket to listen at, in the place of a port
    .push-to = Behind a proxy: the branch of the remote repository origin that commits are pushed to, never by force

help-check = Check everything that build checks and more; write nothing
    .strict = Treat warnings as errors
    .drafts = Check drafts as if they were published
    .allow = A rule whose findings stay warnings, under --strict too

help-new = Make a stub of a new entry in every language
    .collection = A collection, such as clusters; page for a plain page; or a vocabulary, for the text of a term
    .title = The title in the original language; of a term, its id or title
    .id = The entry's id (made from the title)
    .lang = The original's language (the site's default)

help-status = Show which translations are current, outdated or missing
    .page = One page, such as clusters/uca or content/clusters/uca.uk.md: what changed since it was translated

help-translated = Stamp translations as following their original as it is now
    .pages = Pages, such as clusters/uca (every translation of it) or content/clusters/uca.uk.md (this one)
    .all = Every translation of the site

help-set = Set facts of a page or term, and change nothing else in the file
    .page = A page or term, such as clusters/uca (its original), clusters/uca.uk (this language) or countries/pl
    .facts = FIELD=VALUE sets, FIELD+=VALUE adds to a list, FIELD-=VALUE takes out of it, FIELD= removes; figures.2.value.uk is a cell of the second row

help-rename = Give a page or term another id: files, references, links, and the old address as an alias
    .old = The page or term as it is named now, such as clusters/uca
    .new = Its new name: clusters/alliance, or alliance alone
    .dry-run = Show what would change; write nothing

help-remove = Remove a page or term that nothing refers to
    .page = A page in all languages, such as clusters/uca; one translation, such as clusters/uca.uk; or a term
    .dry-run = Show what would be removed; write nothing

help-translations = Give texts to translators as PO files, and take them back

help-schema = Print the JSON Schema of the front matter
    .collection = One collection; without it the schema of plain pages with all collections under $defs

help-init = Make a new, small, bilingual site that builds
    .dir = A folder that is empty or not there yet
    .forge = The forge that will keep it: adds a workflow that checks proposals, shows them beforehand and publishes
    .licence = The licence of the texts: adds its text

help-addresses = Write the ledger of published addresses, so that none dies unnoticed
    .accept = Mark addresses that lead nowhere now as gone: they were removed on purpose
    .forget = Take these addresses out, which lead nowhere: not even the ledger is to name them

help-headers = Print the settings of a web server for this very site
    .server = The web server
    .out = The folder that is published to (public/ in the site's folder)
    .base-url = The address where the site stands, instead of the one in site.toml
    .http = Speak plain HTTP at this port, behind a proxy that speaks TLS with visitors
    .include-subdomains = Strict transport security for all subdomains of the host
    .preload = Consent to be built into browsers as a host that speaks TLS alone; this cannot be taken back soon

help-theme = What the site has in the place of the theme's files

help-manual = Write the manual pages
    .out = The folder to write them to

help-completions = Print a completion script for a shell
    .shell = bash, elvish, fish, powershell or zsh

help-translations-export = Write the site's texts and their translations as PO files
    .pages = Pages, such as clusters/uca, and files such as site.toml and countries.toml; without them all of the site
    .to = The language to translate into
    .outdated = Only pages whose original has changed since they were translated
    .out = A folder that is empty or not there yet

help-translations-import = Write translations from PO files into the site
    .dir = A folder of PO files that an export made and translators worked on

help-theme-list = List the files of theme/, and whether the theme's have changed since they were copied
    .all = List the theme's files too

help-theme-copy = Copy a file of the theme into theme/, to be changed there
    .file = A file of the theme, such as templates/home.html

help-theme-diff = Show the lines in which files of theme/ differ from the theme's
    .file = One file; without it all that the site has

# What clap adds by itself, and its headings.
help-flag = Print help
help-version = Print version
help-command = Print this message or the help of the given subcommand(s)
help-usage = Usage:
help-commands = Commands
help-arguments = Arguments
help-options = Options

# A command line that is not understood. In English, clap's own words are shown in their place.
usage-unknown-argument = there is no option `{ $argument }`
usage-unexpected = the argument `{ $argument }` is one too many
usage-unknown-command = there is no command `{ $command }`
usage-no-value = `{ $argument }` needs a value
usage-invalid-value = `{ $value }` cannot be a value of `{ $argument }`
usage-missing = an argument is missing: { $argument }
usage-no-command = name a command
usage-conflict = `{ $argument }` cannot be used with `{ $other }`
usage-wrong = the command line is wrong: { $what }
usage-more = more: { $command } --help
