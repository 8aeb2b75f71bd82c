# The ledger of published addresses, and what keeps a lost one alive.
ledger-line = `{ $line }` is no line of a ledger of addresses
    .hint = write an address such as /en/about/, alone or with `gone` behind it; or remove the line
lost-address = `/{ $address }` was published and would lead nowhere
    .write = write this line into { $file }: { $line }; if it was removed on purpose: icsi addresses --accept
    .write-below = write this line into { $file } below [{ $term }]: { $line }; if it was removed on purpose: icsi addresses --accept
    .unknown = if a page has taken its place, write there: { $line }; if it was removed on purpose: icsi addresses --accept
    .file = a feed or file leads on to no other; if it was removed on purpose: icsi addresses --accept
addresses-not-known = which addresses there are is not known
    .hint = mend the site first
addresses-would-die = { $count ->
        [one] { $count } address would die
       *[other] { $count } addresses would die
    }; nothing was written
    .hint = mend them; or, if all were removed on purpose: icsi addresses --accept
addresses-as-they-should-be = { $file } is as it should be
addresses-written = { $file }: { $added } added, { $returned } there again, { $lost } gone
address-not-in-ledger = { $file } has no address `{ $address }`
    .hint = write it as it stands there: /en/about/
address-not-lost = something stands at `{ $address }`
    .hint = remove the page or alias first
addresses-forgotten = { $file }: { $count ->
        [one] { $count } address forgotten
       *[other] { $count } addresses forgotten
    }
addresses-lacking = { $file } lacks { $count ->
        [one] { $count } address
       *[other] { $count } addresses
    }; when the site is published: icsi addresses
