# What is read: files, folders and links of a site.

dead-link = the symbolic link leads nowhere
not-regular-pipe = this is a pipe or socket
    .hint = put a plain copy of the file here
not-regular-device = this is a device, pipe or socket
not-regular-hard-link = this is a hard link: the same file has another name elsewhere
file-too-large = the file is larger than { $limit } KiB
    .hint = split it, or make it smaller
not-utf8 = the file is not UTF-8 from here on
    .hint = save it as UTF-8 (in most editors: Save with Encoding)
unreadable-file = the file cannot be read: { $why }
    .hint = check that it is there and that you may read it
link-out-of-site = the symbolic link leads out of the site's folder
    .hint = put the file itself here
link-out-of-folder = the symbolic link leads out of `{ $folder }`
too-many-files = the site has { $count } files, more than { $limit }
folder-circle = its folder is a circle
name-not-utf8 = a file below `{ $folder }` has a name that is not UTF-8: { $name }
    .hint = rename it with plain letters
windows-name = `{ $name }` cannot be the name of a file on Windows
    .hint = give it another name, as whoever works on Windows cannot get the site's files otherwise; of a page, with icsi rename
folders-too-deep = folders are nested more than { $limit } deep
    .hint = move the file up
link-to-folder = a symbolic link to a folder is not followed
    .hint = put the folder itself here
static-link = a symbolic link is not published
static-dot = a name that begins with a dot is not published
    .hint = only static/.well-known/ may begin with one

# Files of static/
static-allowed-missing = `{ $name }` is allowed, and there is no `{ $path }`
    .hint = put it there, or remove the name
static-character = `{ $c }` cannot stand in the name of a published file
    .hint = rename it with Latin letters, digits, dots, hyphens and underscores
static-assets = the folder `{ $folder }` is the theme's own
    .hint = put it into another folder of { $folder }/
static-run = a browser may run what a .{ $ending } file holds, and site.toml does not allow this one
    .hint = when you know what it holds: [static] allow = ["{ $path }"]
static-twin = `{ $part }` and `{ $first }` differ only in capital letters
    .hint = rename one of the two: on some systems they are one file
