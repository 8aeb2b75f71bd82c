# Publishing: the output folder and the new site that takes its place.

# The output folder is not the program's to write to
out-mount-point = the output folder `{ $folder }` is a mount point
out-site-folder = the output folder `{ $folder }` is the site's own folder
out-home = the output folder `{ $folder }` is or holds your home folder
out-holds-sources = the output folder `{ $folder }` holds the site's sources
out-among-sources = the output folder `{ $folder }` lies among the site's sources
out-in-git = the output folder `{ $folder }` lies in a repository's `.git`
out-checkout = the output folder `{ $folder }` is a checkout: it has a `.git`
out-choose = choose another folder with `--out`, such as `public`
out-root = the output folder `{ $shown }` is the root of the file system
cannot-look-at-out = cannot look at the output folder `{ $shown }`
out-link = the output folder `{ $shown }` is a symbolic link
    .hint = name the folder that it leads to: a new site takes the folder's place, and a link would be lost
out-file = the output folder `{ $shown }` is a file
out-behind-file = the output folder `{ $shown }` cannot exist: a part of its path is a file
out-behind-nothing = the output folder `{ $shown }` leads through something that does not exist
cannot-read-out = cannot read the output folder `{ $folder }`
out-not-ours = the output folder `{ $folder }` holds `{ $file }` and was not made by this tool
    .hint = choose an empty folder or a new one with `--out`; only what the tool published itself is ever replaced
    .choose = choose an empty folder or a new one with `--out`
out-damaged-list = the output folder `{ $folder }` carries a damaged list of what was published, `{ $list }`
    .hint = the tool cannot tell which files are its own; move the folder away and build again
out-foreign = the output folder `{ $folder }` holds what this tool did not put there: { $files }
    .hint = move it away: the tool replaces the whole folder and deletes only its own files (what a desktop leaves behind, such as `.DS_Store`, counts too)
cannot-write-to-out = cannot write to the output folder `{ $folder }`
cannot-read-output = cannot read { $file }
files-and-more = { $named } and { $more } more

# The system fails. A reason of the system's follows the message.
publish-failed = { $action }: { $reason }
    .room = free some room on the disk; the published site is as it was
    .file-size = a file-size limit (`ulimit -f`) stops this file; raise it
    .open-files = too many files are open; raise the limit (`ulimit -n`)
    .forbidden = the output folder and the folder that holds it must be writable; choose another with `--out`
    .in-use = another program has a file of the folder open, perhaps a web server: close it and build again; the published site is as it was
    .mount-point = a new site takes the folder's place by a rename, which a mount point does not allow; publish to a folder inside it
out-busy = another run is publishing to `{ $folder }`
    .hint = wait until it ends
cannot-put-in-place = cannot put the new site in the place of `{ $folder }`
cannot-bring-back = cannot bring back the site in `{ $folder }`
cannot-write-output = cannot write { $file }
cannot-sync = cannot write `{ $folder }` to the disk
maybe-not-on-disk = the new site stands in `{ $folder }`, but may not be on the disk
cannot-keep-output = cannot keep { $shown }
output-changed-meanwhile = { $shown } was changed by something else while the site was being built
    .hint = build again
cannot-prepare = cannot prepare `{ $folder }`
former-foreign = `{ $shown }` holds what was put into the output folder during a build: { $foreign }
    .hint = move it away: the tool clears this folder
cannot-write-list = cannot write the list `{ $list }`
cannot-make-parent = cannot make the folder `{ $parent }` for the output folder
cannot-open-beside = cannot open the folder beside the output folder `{ $beside }`
cannot-make-beside = cannot make a folder beside the output folder `{ $beside }`
cannot-open-own-beside = cannot open the tool's folder beside the output folder `{ $beside }`
cannot-lock-out = cannot lock the output folder `{ $folder }`
cannot-lock = cannot lock `{ $file }`
lock-not-ours = `{ $file }` stands beside the output folder, where the tool keeps its lock, and was not made by it
    .hint = move it away, or choose another output folder with `--out`

# Defects of this program: what it hands in to be published cannot be
misuse-number = there is no output number { $index }
misuse-twice = `{ $path }` was handed in twice
misuse-never = `{ $path }` was never handed in
misuse-folder = `{ $folder }` is an output and also holds `{ $path }`
misuse-planned-twice = `{ $path }` is planned twice
misuse-long = `{ $path }` is too long for an output's path
misuse-control = `{ $path }` holds a control character
misuse-list = `{ $path }` is the name of the list of what was published
misuse-path = `{ $path }` is not a possible path of an output

out-changed-meanwhile = the output folder `{ $folder }` was changed by something else while the site was being built

# What is planned and made
too-many-outputs = the site has more than { $limit } pages and files
    .hint = look for an entry with very many terms or aliases
address-collision = `{ $address }` would stand at the address of `{ $file }`
    .file = rename the file, or remove it
    .hint = give one of the two another id, slug or alias
    .list = the text of the list `{ $list }` stands in its folder: move the file to { $file }
alias-of-itself = `{ $address }` is the address of this very page
alias-twice = the old address `{ $address }` stands here twice
alias-needless = take it out of `aliases`
address-of-site = the address `{ $address }` is one that the site makes itself
fragment-too-large = the fragment `{ $template }` is larger than { $limit } KiB
output-too-large = the output `{ $path }` is larger than { $limit } MiB
    .hint = split what it is made of
